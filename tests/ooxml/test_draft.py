"""Drafts: documents made from a package that stays as it is."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pptx

from reportgen.ooxml import DataSheet, Draft, read_package, workbook_bytes
from reportgen.ooxml.names import CHART, CHART_TYPE


def slide_texts(data: bytes) -> list[str]:
    return [slide.shapes.title.text for slide in pptx.Presentation(io.BytesIO(data)).slides]


def test_an_untouched_draft_holds_the_same_parts(deck):
    written = Draft(read_package(deck, "deck.pptx")).to_bytes()
    with zipfile.ZipFile(io.BytesIO(deck)) as old, zipfile.ZipFile(io.BytesIO(written)) as new:
        assert {name: old.read(name) for name in old.namelist()} == {name: new.read(name) for name in new.namelist()}
        assert new.testzip() is None


def test_a_draft_of_a_draft_has_the_same_bytes(deck):
    first = Draft(read_package(deck, "deck.pptx")).to_bytes()
    assert Draft(read_package(first, "deck.pptx")).to_bytes() == first


def test_entries_have_a_fixed_order_time_and_system(deck):
    with zipfile.ZipFile(io.BytesIO(Draft(read_package(deck, "deck.pptx")).to_bytes())) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos[:2]] == ["[Content_Types].xml", "_rels/.rels"]
    assert [info.filename for info in infos[2:]] == sorted(info.filename for info in infos[2:])
    assert {(info.date_time, info.create_system, info.external_attr) for info in infos} == {
        ((1980, 1, 1, 0, 0, 0), 0, 0)
    }


def test_unchanged_parts_stay_compressed_as_they_were(deck):
    package = read_package(deck, "deck.pptx")
    draft = Draft(package)
    draft.replace("ppt/slides/slide1.xml", package.read("ppt/slides/slide1.xml").replace(b"Slide 1", b"First"))
    again = read_package(draft.to_bytes(), "deck.pptx")
    changed = {name for name in package.entries if package.entries[name].raw != again.entries[name].raw}
    assert changed == {"ppt/slides/slide1.xml"}
    assert slide_texts(draft.to_bytes()) == ["First", "Slide 2"]


def test_a_draft_never_changes_its_package(deck):
    package = read_package(deck, "deck.pptx")
    before = (package.names, package.relationships("ppt/slides/slide1.xml"), package.types)
    draft = Draft(package)
    draft.replace("ppt/slides/slide1.xml", b"<x/>")
    draft.add("ppt/charts/chart1.xml", b"<c/>", CHART_TYPE)
    draft.relate("ppt/slides/slide1.xml", CHART, "ppt/charts/chart1.xml")
    draft.drop("ppt/slides/slide2.xml")
    assert (package.names, package.relationships("ppt/slides/slide1.xml"), package.types) == before
    assert b"Slide 1" in package.read("ppt/slides/slide1.xml")


def test_an_added_part_is_found_through_its_relationship_and_content_type(deck):
    draft = Draft(read_package(deck, "deck.pptx"))
    name = draft.free_name("ppt/charts/chart{}.xml")
    draft.add(name, b"<c/>", CHART_TYPE)
    id = draft.relate("ppt/slides/slide1.xml", CHART, name)
    again = read_package(draft.to_bytes(), "deck.pptx")
    assert name == "ppt/charts/chart1.xml"
    assert again.content_type(name) == CHART_TYPE
    assert [(each.id, each.target) for each in again.relationships("ppt/slides/slide1.xml") if each.type == CHART] == [
        (id, name)
    ]
    with zipfile.ZipFile(io.BytesIO(draft.to_bytes())) as archive:
        assert b'Target="../charts/chart1.xml"' in archive.read("ppt/slides/_rels/slide1.xml.rels")


def test_free_names_count_on_and_relating_twice_gives_one_relationship(deck):
    draft = Draft(read_package(deck, "deck.pptx"))
    assert draft.free_name("ppt/slides/slide{}.xml") == "ppt/slides/slide3.xml"
    copy = draft.copy_part("ppt/slides/slide1.xml", "ppt/slides/slide{}.xml")
    assert (copy, draft.free_name("ppt/slides/slide{}.xml")) == ("ppt/slides/slide3.xml", "ppt/slides/slide4.xml")
    assert draft.relationships(copy) == draft.relationships("ppt/slides/slide1.xml")
    assert draft.relate(copy, "t", "ppt/x.xml") == draft.relate(copy, "t", "ppt/x.xml")


def test_dropping_a_slide_drops_its_notes_and_every_relationship_with_it(deck):
    draft = Draft(read_package(deck, "deck.pptx"))
    presentation = draft.read("ppt/presentation.xml")
    [arrow] = [each for each in draft.relationships("ppt/presentation.xml") if each.target == "ppt/slides/slide2.xml"]
    start = presentation.index(b"<p:sldId ", presentation.index(arrow.id.encode()) - 40)
    draft.replace("ppt/presentation.xml", presentation[:start] + presentation[presentation.index(b"/>", start) + 2 :])
    draft.drop("ppt/slides/slide2.xml")
    again = read_package(draft.to_bytes(), "deck.pptx")
    assert not [name for name in again.entries if "lide2.xml" in name]
    assert "ppt/notesSlides/notesSlide1.xml" in again.names
    assert "slide2" not in again.read("[Content_Types].xml").decode()
    assert slide_texts(draft.to_bytes()) == ["Slide 1"]


def test_the_workbook_of_a_chart_opens_with_its_numbers_and_format():
    sheet = DataSheet(
        ("Actual", "Target & path"), ((("Oct\x0b 2025",), (0.46, None)), (("=Nov",), (0.483, 0.5))), '0.0" %"'
    )
    data = workbook_bytes(sheet)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Data"]
    assert [[cell.value for cell in row] for row in book["Data"].iter_rows()] == [
        [None, "Actual", "Target & path"],
        ["Oct 2025", 0.46, None],
        ["=Nov", 0.483, 0.5],
    ]
    assert {book["Data"]["A3"].data_type, book["Data"]["B2"].number_format} == {"s", '0.0" %"'}
    assert data == workbook_bytes(sheet)
