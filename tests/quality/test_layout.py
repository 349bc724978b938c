"""The layout check: a deck made well has no problem, a deck with one thing out of place has that problem."""

from __future__ import annotations

import io
from typing import Any

import pytest

from reportgen.quality.layout import check_layout
from tests.office_files import edited, part_of, plain_annex, plain_deck, plain_report

SLIDE = "ppt/slides/slide1.xml"
LONG = "Municipalities that are live in the national register of residents, by region and province "

# What is wrong, text in the slide, text instead, code, shape that is named.
FAULTS = [
    ("text taller than its box", "<a:t>Short</a:t>", f"<a:t>{LONG * 4}</a:t>", "text-overflow", "Note"),
    ("a second line in a box for one", "<a:t>Short</a:t>", "<a:t>A\vB</a:t>", "text-overflow", "Note"),
    ("a word wider than its box", "<a:t>Short</a:t>", f"<a:t>{'m' * 60}</a:t>", "word-too-long", "Note"),
    ("a box beyond the edge", '<a:off x="720000"', '<a:off x="7200000"', "off-slide", "Note"),
    ("a box above the edge", 'y="3600000"', 'y="-360000"', "off-slide", "Note"),
    ("a box on another", 'y="3600000"', 'y="1800000"', "overlap", "Other"),
    ("a row that its text makes taller", "<a:t>North</a:t>", f"<a:t>{LONG * 6}</a:t>", "table-too-tall", "Table"),
    ("a table too far down", 'y="4680000"', 'y="6660000"', "table-too-tall", "Table"),
    ("a title without text", "<a:t>Reach</a:t>", "<a:t></a:t>", "empty-placeholder", "Title 1"),
    ("a tag", "<a:t>Short</a:t>", "<a:t>{{ lead.value }}</a:t>", "leftover-tag", ""),
    ("half a tag", "<a:t>Short</a:t>", "<a:t>{</a:t></a:r><a:r><a:t>% if x</a:t>", "leftover-tag", ""),
]


@pytest.fixture(scope="module")
def deck() -> bytes:
    """A slide with a title, two boxes, one below the other, and a table."""
    import pptx
    from pptx.util import Emu

    show: Any = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Reach"
    # The layout of the library calls it so.
    slide.shapes.title.name = "Title 1"
    for name, top, text in (("Other", 1_800_000, "Above"), ("Note", 3_600_000, "Short")):
        box = slide.shapes.add_textbox(Emu(720_000), Emu(top), Emu(3_600_000), Emu(480_000))
        box.name, box.text_frame.word_wrap, box.text_frame.text = name, True, text
    frame = slide.shapes.add_table(2, 2, Emu(720_000), Emu(4_680_000), Emu(5_400_000), Emu(720_000))
    frame.name = "Table"
    frame.table.cell(1, 0).text = "North"
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


@pytest.mark.parametrize("fault", FAULTS, ids=[fault[0] for fault in FAULTS])
def test_one_thing_out_of_place_is_found(deck: bytes, fault: tuple[str, str, str, str, str]) -> None:
    _, old, new, code, shape = fault
    new = new.replace("\v", "</a:t></a:r><a:br/><a:r><a:t>")
    problems = check_layout(edited(deck, SLIDE, placed(deck, old), placed(deck, new)), "deck.pptx")
    found = [str(problem.location) for problem in problems if problem.code == code]
    assert any(shape in place for place in found), [str(problem) for problem in problems]


def placed(deck: bytes, text: str) -> str:
    """The text of a fault; the place of the note is told from that of the other box by its y."""
    if text.startswith("<a:off x="):
        assert b'y="3600000"' in part_of(deck, SLIDE)
        return f'{text} y="3600000"'
    return text


def test_a_deck_made_well_has_no_problem(deck: bytes) -> None:
    assert [str(problem) for problem in check_layout(deck, "deck.pptx")] == []


@pytest.mark.parametrize("make", [plain_deck, plain_report, plain_annex])
def test_what_the_common_libraries_write_has_no_problem(make: Any) -> None:
    assert check_layout(make(), "file") == []


def test_text_in_a_group_is_measured_where_the_group_puts_it() -> None:
    import pptx
    from pptx.util import Emu

    show: Any = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    group = slide.shapes.add_group_shape()
    for name, top in (("One", 1_000_000), ("Two", 2_000_000)):
        box = group.shapes.add_textbox(Emu(1_000_000), Emu(top), Emu(3_000_000), Emu(600_000))
        box.name, box.text_frame.text = name, "Text"
    assert [problem.code for problem in check_layout(saved(show), "deck.pptx")] == []
    group.height //= 8
    assert "overlap" in {problem.code for problem in check_layout(saved(show), "deck.pptx")}


def test_a_label_that_hangs_left_of_its_text_takes_no_room_from_it() -> None:
    import pptx
    from pptx.util import Emu

    show: Any = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    box = slide.shapes.add_textbox(0, 0, Emu(3_600_000), Emu(460_000))
    box.text_frame.word_wrap, box.text_frame.text = True, "Owner\tM. Keller, Services"
    properties = box.text_frame.paragraphs[0]._p.get_or_add_pPr()
    properties.set("marL", "1080000")
    assert {problem.code for problem in check_layout(saved(show), "deck.pptx")} == {"text-overflow"}
    properties.set("indent", "-1080000")
    assert check_layout(saved(show), "deck.pptx") == []


def test_a_lost_reference_in_a_workbook_is_found() -> None:
    data = edited(plain_annex(), "xl/worksheets/sheet1.xml", "</row>", '<c r="B1" t="e"><v>#REF!</v></c></row>')
    assert [problem.code for problem in check_layout(data, "annex.xlsx")] == ["lost-reference"]


def test_a_tag_in_pieces_is_found_in_a_report() -> None:
    data = edited(plain_report(), "word/document.xml", "<w:t>Status</w:t>", "<w:t>{</w:t></w:r><w:r><w:t>{ x }}</w:t>")
    assert [problem.code for problem in check_layout(data, "status.docx")] == ["leftover-tag"]


def saved(show: Any) -> bytes:
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()
