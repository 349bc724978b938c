"""What the documents say of themselves."""

from __future__ import annotations

from datetime import date

from reportgen import inspect
from reportgen.content.interchange import from_json, to_json
from reportgen.content.report import Report
from tests.conftest import SAMPLES


def test_document_control_and_meeting_reach_the_report() -> None:
    report, _ = inspect(SAMPLES / "crm-adoption", "2026-10")
    assert (report.control.author, report.control.phase) == ("I. Marten", "Executing")
    assert (report.control.meeting, report.control.meeting_date) == ("Steering committee", date(2026, 11, 12))
    assert [row.cells[0] for row in report.table("people").rows] == ["M. Keller", "P. Sousa", "H. Lind"]
    assert [row.cells[0] for row in report.table("history").rows] == ["0.9", "1.0"]
    assert from_json(to_json(report), Report) == report


def test_the_report_says_how_many_reported() -> None:
    report, _ = inspect(SAMPLES / "crm-adoption", "2026-10")
    assert report.coverage == "2 of 25 departments did not report"


def test_a_project_without_document_control_says_nothing() -> None:
    report, _ = inspect(SAMPLES / "electoral-roll", "2023-10")
    assert report.control.author == ""
    assert not report.table("people")
    assert report.coverage == ""
