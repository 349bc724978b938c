"""inspect FILE for Office documents: the tags of a template, the slots of a finished document."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from typer.testing import Result

from tests.templates import BRANDS

Run = Callable[..., Result]


def facts_of(run: Run, path: Path) -> dict[str, Any]:
    done = run("inspect", path, "--json")
    assert done.exit_code == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def deck(path: Path, *texts: str) -> Path:
    presentation = pptx.Presentation()
    for text in texts:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        assert slide.shapes.title is not None
        slide.shapes.title.text = text
    presentation.save(str(path))
    return path


def test_every_tag_of_a_deck_is_told_with_its_slide_and_shape(tmp_path: Path, reportgen: Run) -> None:
    path = deck(tmp_path / "own.pptx", "{{ report.title }}", "{{ kpi.reach }} of {{ kpi.reach.target }}")
    facts = facts_of(reportgen, path)
    assert facts["kind"] == "template"
    assert [tag["tag"] for tag in facts["tags"]] == ["{{ report.title }}", "{{ kpi.reach }}", "{{ kpi.reach.target }}"]
    assert facts["tags"][1]["place"] == 'slide 2, shape "Title 1"'
    assert facts["names"] == ["kpi.reach", "kpi.reach.target", "report.title"]
    assert facts["unknown"] == []


def test_an_unknown_name_is_told_with_its_place(tmp_path: Path, reportgen: Run) -> None:
    done = reportgen("inspect", deck(tmp_path / "own.pptx", "{{ report.titel }}"))
    assert done.exit_code == 0
    assert "titel" in done.stdout
    assert 'slide 1, shape "Title 1"' in done.stderr.replace("\n", " ")
    assert "title" in done.stderr


def test_in_a_project_its_kpis_are_the_ones_that_are_known(tmp_path: Path, reportgen: Run) -> None:
    (tmp_path / "report.yaml").write_text(
        "title: T\ntables: {t: {files: t.csv, columns: {a: A}}}\nkpis: {reach: {formula: count(t)}}\n", "utf-8"
    )
    facts = facts_of(reportgen, deck(tmp_path / "own.pptx", "{{ kpi.reach }} {{ kpi.speed }}"))
    assert facts["kpis_of_project"] == ["reach"]
    assert len(facts["unknown"]) == 1
    assert "speed" in facts["unknown"][0]


def test_a_text_document_and_a_workbook_are_templates_when_they_hold_tags(tmp_path: Path, reportgen: Run) -> None:
    text = docx.Document()
    text.add_paragraph("As of {{ report.as_of }}")
    text.save(str(tmp_path / "own.docx"))
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["B3"] = "{{ report.title }}"
    book.save(tmp_path / "own.xlsx")
    assert facts_of(reportgen, tmp_path / "own.docx")["tags"][0]["tag"] == "{{ report.as_of }}"
    [tag] = facts_of(reportgen, tmp_path / "own.xlsx")["tags"]
    assert tag == {"place": 'sheet "Sheet", cell B3', "tag": "{{ report.title }}"}


@pytest.mark.parametrize("file", ["deck.pptx", "status.docx", "annex.xlsx"])
def test_the_shipped_templates_use_known_names_only(file: str, reportgen: Run) -> None:
    facts = facts_of(reportgen, BRANDS / "corporate" / file)
    assert facts["kind"] == "template"
    assert len(facts["tags"]) > 5
    assert facts["unknown"] == []


def test_a_finished_document_tells_its_slots_its_period_and_whether_it_was_edited(sample: Path, reportgen: Run) -> None:
    assert reportgen("build", sample, "-p", "2023-10", "--only", "report", "-q").exit_code == 0
    path = sample / "output/2023-10/status.docx"
    facts = facts_of(reportgen, path)
    assert (facts["kind"], facts["period"], facts["edited"]) == ("document", "2023-10", False)
    numbers = {slot["id"]: slot["text"] for slot in facts["slots"] if slot["kind"] == "number"}
    assert numbers["kpi.municipalities_live"] == "64.7\u00a0%"
    assert any(slot["kind"] == "chart" for slot in facts["slots"])
    edited = docx.Document(str(path))
    edited.add_paragraph("A remark")
    edited.save(str(path))
    shown = reportgen("inspect", path)
    assert shown.exit_code == 0
    assert "edited since it was written" in " ".join(shown.stdout.split())
    (path.parent / "manifest.json").unlink()
    assert "edited" not in facts_of(reportgen, path) or facts_of(reportgen, path)["edited"] is None


def test_a_template_with_a_fault_of_syntax_is_refused_with_its_place(tmp_path: Path, reportgen: Run) -> None:
    done = reportgen("inspect", deck(tmp_path / "own.pptx", "{% if report.title %}"))
    assert done.exit_code == 4
    assert "slide 1" in done.stderr
