"""`check FILE`: a template, a finished document, and one that somebody has spoilt."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.util import Cm, Pt
from typer.testing import Result

from reportgen.errors import Severity
from reportgen.operations.check import check
from reportgen.renderers.slots import NAMESPACE
from tests.office_files import edited, plain_deck, plain_report, rewritten
from tests.templates import BRANDS

Run = Callable[..., Result]
SLOTS = f'<slots xmlns="{NAMESPACE}"/>'.encode()


@pytest.mark.parametrize("brand", ["corporate", "agency"])
@pytest.mark.parametrize("file", ["deck.pptx", "status.docx", "annex.xlsx"])
def test_the_templates_have_no_error_and_their_tags_are_no_leftovers(brand: str, file: str) -> None:
    result = check(BRANDS / brand / file)
    assert [str(problem) for problem in result.problems if problem.severity is Severity.ERROR] == []
    assert result.exit_code == 0


def test_a_wrong_name_in_a_template_is_told_with_its_place_and_a_suggestion(tmp_path: Path) -> None:
    path = tmp_path / "status.docx"
    path.write_bytes(edited(plain_report(), "word/document.xml", "Status", "{{ scorecrad }} {{ kpi.any_id.value }}"))
    result = check(path)
    (wrong,) = (problem for problem in result.problems if problem.severity is Severity.ERROR)
    assert "scorecrad" in str(wrong)
    assert "scorecard" in str(wrong)
    assert result.exit_code == 4


def test_a_tag_that_is_left_in_a_finished_document_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "status.docx"
    left = edited(plain_report(), "word/document.xml", "Status", "{{ scorecard }}")
    path.write_bytes(rewritten(left, {"customXml/item1.xml": SLOTS}))
    result = check(path)
    assert "leftover-tag" in {problem.code for problem in result.problems if problem.severity is Severity.ERROR}
    assert result.exit_code == 4


def test_text_outside_its_shape_is_a_warning_that_names_the_shape(tmp_path: Path) -> None:
    show: Any = pptx.Presentation(io.BytesIO(plain_deck()))
    box = show.slides[0].shapes.add_textbox(Cm(2), Cm(2), Cm(5), Cm(1))
    box.name, box.text_frame.word_wrap = "Remark", True
    box.text_frame.text = "A remark that is much longer than the little box that was drawn for it. " * 3
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(18)
    path = tmp_path / "deck.pptx"
    show.save(path)
    (found,) = (problem for problem in check(path).problems if problem.code == "text-overflow")
    assert found.severity is Severity.WARNING
    assert 'shape "Remark"' in str(found)


def test_a_file_that_is_no_office_file_is_told_once(tmp_path: Path, reportgen: Run) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(b"not a deck")
    result = reportgen("check", path)
    assert result.exit_code == 4
    assert result.stdout.count("deck.pptx") == 1
