"""Reading packages: templates become documents, hostile and broken files are refused by name."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.errors import Severity
from reportgen.ooxml import Draft, PackageError, archive, read_package
from reportgen.ooxml.names import DOCUMENT_TYPE, PRESENTATION_TYPE, VBA_PROJECT, WORKBOOK_TYPE
from tests.office_files import edited, part_of, plain_deck, rewritten


def refused(data: bytes) -> str:
    with pytest.raises(PackageError) as caught:
        read_package(data, "deck.pptx")
    assert caught.value.exit_code == 4
    [problem] = caught.value.problems
    return str(problem)


def zipped(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def test_parts_relationships_and_types_are_read(deck):
    package = read_package(deck, "deck.pptx")
    assert package.main == "ppt/presentation.xml"
    assert package.content_type("ppt/presentation.xml") == PRESENTATION_TYPE
    assert "ppt/slides/slide2.xml" in package.names
    assert "[Content_Types].xml" not in package.names
    targets = {each.target for each in package.relationships("ppt/slides/slide1.xml")}
    assert targets == {"ppt/slideLayouts/slideLayout6.xml", "ppt/notesSlides/notesSlide1.xml"}
    with pytest.raises(PackageError) as refused:
        package.read("ppt/slides/slide9.xml")
    [problem] = refused.value.problems
    assert (problem.code, problem.location.file, problem.found) == (
        "missing-part",
        "deck.pptx",
        "ppt/slides/slide9.xml",
    )


@pytest.mark.parametrize(
    ("fixture", "main", "kind"),
    [
        ("deck", PRESENTATION_TYPE, "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"),
        ("report", DOCUMENT_TYPE, "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
        ("annex", WORKBOOK_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"),
    ],
)
def test_a_template_becomes_a_document(request, fixture, main, kind):
    data = edited(request.getfixturevalue(fixture), "[Content_Types].xml", main, kind)
    written = Draft(read_package(data, "template")).to_bytes()
    assert main in part_of(written, "[Content_Types].xml").decode()
    assert kind not in part_of(written, "[Content_Types].xml").decode()


def test_macros_are_left_out_with_a_warning(annex):
    rels = part_of(annex, "xl/_rels/workbook.xml.rels").decode()
    arrow = f'<Relationship Id="rId99" Type="{VBA_PROJECT}" Target="vbaProject.bin"/>'
    data = rewritten(
        annex,
        {
            "xl/_rels/workbook.xml.rels": rels.replace("</Relationships>", arrow + "</Relationships>").encode(),
            "xl/vbaProject.bin": b"macro",
        },
    )
    package = read_package(data, "annex.xlsm")
    assert [(each.severity, each.code) for each in package.problems] == [(Severity.WARNING, "macros-left-out")]
    written = Draft(package).to_bytes()
    assert b"vbaProject" not in part_of(written, "xl/_rels/workbook.xml.rels")
    assert "xl/vbaProject.bin" not in zipfile.ZipFile(io.BytesIO(written)).namelist()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "an empty file"),
        (b"%PDF-1.7", "a PDF file"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"a;b;c\n1;2;3\n", "a text file"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "an Office 97-2003 file (.doc, .xls, .ppt)"),
        (b"PK\x03\x04" + b"\0" * 40, "a damaged Office file (cut off or changed on the way)"),
        (zipped(("a.txt", b"x")), "a zip archive"),
        (zipped(("mimetype", b"application/vnd.oasis.opendocument.presentation")), "an OpenDocument file"),
    ],
)
def test_what_is_no_office_file_is_named_for_what_it_is(data, kind):
    assert refused(data) == (
        f"deck.pptx: This is not an Office file (found {kind}, expected a .pptx, .docx or .xlsx file). "
        "Save it from PowerPoint, Word or Excel and try again."
    )


def test_a_password_protected_file_says_so():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    assert refused(data).startswith("deck.pptx: The file is password-protected. Open it in Office, remove")


def test_a_file_cut_off_anywhere_is_refused(deck):
    for share in range(1, 20):
        assert "damaged" in refused(deck[: len(deck) * share // 20])


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "C:/x.xml", "ppt\\x.xml", "ppt/../../x.xml", "ppt/./x"])
def test_names_that_lead_outside_are_refused(deck, name):
    assert "whose name leads outside of it" in refused(rewritten(deck, {name: b"<x/>"}))


def test_a_name_with_a_zero_byte_is_refused(deck):
    data = rewritten(deck, {"ppt/evilQ.xml": b"<x/>"}).replace(b"evilQ.xml", b"evil\0.xml")
    assert "whose name leads outside of it" in refused(data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["ppt/presentation.xml", "PPT/Presentation.xml"])
def test_a_part_that_is_there_twice_is_refused(deck, name):
    out = io.BytesIO(deck)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, b"<x/>")
    assert "has two parts of one name" in refused(out.getvalue())


def test_more_bytes_than_allowed_are_refused_while_they_are_inflated(deck, monkeypatch):
    assert "unpacks to far more than it should" in refused(rewritten(deck, {"ppt/x.xml": b" " * 3_000_000}))
    monkeypatch.setattr(archive, "MAX_TOTAL", 100_000)
    assert "The file is too large" in refused(deck)


def test_a_size_that_lies_is_found_out(deck):
    info = zipfile.ZipFile(io.BytesIO(deck)).getinfo("ppt/presentation.xml")
    at = deck.rindex(b"PK\x01\x02", 0, deck.rindex(b"ppt/presentation.xml"))
    lying = deck[: at + 24] + struct.pack("<I", info.file_size + 1) + deck[at + 28 :]
    assert "damaged" in refused(lying)


def test_too_many_parts_and_parts_that_share_bytes_are_refused(deck, monkeypatch):
    infos = zipfile.ZipFile(io.BytesIO(deck)).infolist()
    # Point the second entry of the directory to the bytes of the first.
    at = deck.index(b"PK\x01\x02", deck.index(b"PK\x01\x02") + 4)
    shared = deck[: at + 42] + struct.pack("<I", infos[0].header_offset) + deck[at + 46 :]
    assert "share their bytes" in refused(shared)
    monkeypatch.setattr(archive, "MAX_ENTRIES", 10)
    assert "too many parts" in refused(deck)


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []><x/>'.encode("utf-16"),
        b'\xef\xbb\xbf<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>',
    ],
)
@pytest.mark.parametrize("part", ["ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels", "[Content_Types].xml"])
def test_any_document_type_declaration_is_refused(deck, part, content):
    assert "document type declaration" in refused(rewritten(deck, {part: content}))


def test_an_encoding_office_does_not_write_is_refused(deck):
    assert "encoding" in refused(
        rewritten(deck, {"ppt/slides/slide1.xml": b'<?xml version="1.0" encoding="UTF-7"?><x/>'})
    )


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", "ppt/_rels/presentation.xml.rels"])
def test_malformed_plumbing_is_refused(deck, part):
    assert "The file is damaged" in refused(rewritten(deck, {part: b"<x"}))


def test_a_package_without_a_main_document_is_refused(deck):
    assert "without a main document" in refused(rewritten(deck, {"_rels/.rels": None}))


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    with pytest.raises(PackageError, match=r"deck\.pptx: The file cannot be read"):
        read_package(tmp_path / "deck.pptx")


DECK = plain_deck()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(DECK) - 1), st.integers(1, 255), st.booleans())
def test_a_changed_byte_is_refused_or_harmless(at, flip, removed):
    data = DECK[:at] + (b"" if removed else bytes([DECK[at] ^ flip])) + DECK[at + 1 :]
    with contextlib.suppress(PackageError):
        assert Draft(read_package(data, "deck.pptx")).to_bytes()


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_come_back_out_of_a_part(content):
    package = read_package(rewritten(DECK, {"ppt/media/x.bin": content}), "deck.pptx")
    assert package.read("ppt/media/x.bin") == content
    draft = Draft(package)
    draft.replace("ppt/media/x.bin", content + b"!")
    assert read_package(draft.to_bytes()).read("ppt/media/x.bin") == content + b"!"
    assert zlib.crc32(content) == package.entries["ppt/media/x.bin"].crc
