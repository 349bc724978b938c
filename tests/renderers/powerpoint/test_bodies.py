"""Text that is longer than its box."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Cm, Pt

from reportgen.content.report import Report
from reportgen.errors import Severity
from reportgen.quality.layout import check_layout
from tests.renderers.powerpoint.decks import a_template, opened, rendered, shape_named
from tests.renderers.reports import a_report

OWNER = "Directorate for Digital Services, Records and Relations with Citizens and Enterprises in Border Regions"


def a_box(path: Path, text: str, fit: MSO_AUTO_SIZE = MSO_AUTO_SIZE.NONE, height: float = 0.8) -> Path:
    """A template with a box of 8 cm, 14 pt, that long text does not fit."""
    template = a_template(path, ("Title", "x", "The notes"))
    deck = Presentation(str(template))
    box = deck.slides[0].shapes.add_textbox(Cm(2), Cm(5), Cm(8), Cm(height))
    box.name, frame = "Owner", box.text_frame
    frame.word_wrap, frame.auto_size = True, fit
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for n, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        for number, words in enumerate(line.split("|")):
            run = paragraph.add_run()
            run.text, run.font.size, run.font.bold = words, Pt(14), number == 1
    deck.save(str(template))
    return template


def owned_by(owner: str) -> Report:
    return replace(a_report(), owner=owner)


def text_in(data: bytes) -> str:
    return str(shape_named(opened(data).slides[0], "Owner").text_frame.text)


def notes_of(data: bytes) -> str:
    return str(opened(data).slides[0].notes_slide.notes_text_frame.text)


def test_what_a_tag_prints_is_cut_at_a_word_and_the_notes_hold_it_whole(tmp_path: Path) -> None:
    made = rendered(owned_by(OWNER), a_box(tmp_path / "t.pptx", "{{ report.owner }}"))
    shown = text_in(made.data)
    assert shown == "Directorate for Digital Services…"
    assert OWNER in notes_of(made.data)
    assert [(each.severity, each.code) for each in made.problems] == [(Severity.WARNING, "text-cut")]
    assert check_layout(made.data) == []


def test_what_fits_is_not_touched(tmp_path: Path) -> None:
    made = rendered(owned_by("Adoption team"), a_box(tmp_path / "t.pptx", "{{ report.owner }}"))
    assert text_in(made.data) == "Adoption team"
    assert (made.problems, notes_of(made.data)) == ((), "The notes")


def test_paragraphs_that_have_no_room_go_and_the_last_one_says_so(tmp_path: Path) -> None:
    template = a_box(tmp_path / "t.pptx", "Owner: |{{ report.owner }}\nPeriod: {{ report.period }}\nEnd")
    made = rendered(owned_by("Adoption team"), template)
    assert text_in(made.data) == "Owner: Adoption team…"
    assert "Owner: Adoption team Period: October 2026 End" in notes_of(made.data)


def test_each_letter_keeps_its_type_when_text_is_cut(tmp_path: Path) -> None:
    made = rendered(owned_by(OWNER), a_box(tmp_path / "t.pptx", "Owner: |{{ report.owner }}", height=1.3))
    box: Any = shape_named(opened(made.data).slides[0], "Owner")
    first, second = (run for run in box.text_frame.paragraphs[0].runs if run.text)
    assert (first.text, first.font.bold, second.font.bold) == ("Owner: ", False, True)
    assert second.text.endswith("…")


def test_what_the_author_typed_stays_whole(tmp_path: Path) -> None:
    made = rendered(a_report(), a_box(tmp_path / "t.pptx", OWNER))
    assert text_in(made.data) == OWNER
    assert [each.code for each in made.problems] == ["text-overflows"]


def test_a_box_that_grows_keeps_its_text(tmp_path: Path) -> None:
    template = a_box(tmp_path / "t.pptx", "{{ report.owner }}", MSO_AUTO_SIZE.SHAPE_TO_FIT_TEXT)
    made = rendered(owned_by(OWNER), template)
    assert text_in(made.data) == OWNER


def test_a_box_that_shrinks_its_text_is_told_by_how_much(tmp_path: Path) -> None:
    template = a_box(tmp_path / "t.pptx", "{{ report.owner }}", MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE, height=1.3)
    made = rendered(owned_by(OWNER), template)
    box: Any = shape_named(opened(made.data).slides[0], "Owner")
    scale = int(box.text_frame._txBody.bodyPr.normAutofit.get("fontScale"))
    assert 40_000 <= scale < 100_000
    assert text_in(made.data) == OWNER
    assert made.problems == ()
    assert check_layout(made.data) == []


@pytest.mark.parametrize("height", [0.2, 0.5, 0.8, 1.3, 2.0])
def test_what_is_left_fits_the_box_whatever_its_height(tmp_path: Path, height: float) -> None:
    template = a_box(tmp_path / "t.pptx", "{{ report.owner }}\n{{ report.title }}: |{{ report.owner }}", height=height)
    data = rendered(owned_by(OWNER), template).data
    found = [problem.code for problem in check_layout(data)]
    # Where not even one line has room, nothing is gained by cutting.
    assert found == ([] if height >= 0.8 else ["text-overflow"])
