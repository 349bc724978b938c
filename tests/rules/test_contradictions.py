"""What a person writes is compared with the data: claims that cannot both be are told at their cell, others are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.locations import CellLocation
from reportgen.rules.commentary.claims import Form, claims, directions, sentences
from tests.packs import sample
from tests.rules.test_commentary import report, said

# In total 33.3 % in September, 40.0 % in October; North 45.0 and 55.0 %, South 10.0 % in both.


def told(folder: Path, text: str, kpi: str = "active", group: str = "") -> list[tuple[str, str]]:
    problems = report(folder, f'kpi,{kpi},{group},2026-10,,"{text}",,,,\n')[1]
    return [(said(p.found), said(p.expected)) for p in problems if p.code == "commentary-differs"]


@pytest.mark.parametrize(
    "text",
    [
        "Active share rose by 6.7 points to 40.0 %.",
        "Active share rose to 40 %, from 33.3 %.",
        "North stands at 55.0 %, South at 10.0 %.",
        "North gained 10.0 points; North rose by 10 points.",
        "It stood at 33.3 % in September.",
        "All others need 90 % to get there; slow access causes 39 % of complaints.",
        "Overdue until 27 November; the visit of 12 October cost 4.2.",
        "Active share stieg um 6,7 Punkte auf 40,0 %.",
        "Active share : hausse de 6,7 points, à 40,0 %.",
        "Up from September: between April and June nothing moved, with 10.0 % in May.",
        "In January 2027 it will be at 80.0 %.",
    ],
)
def test_what_the_data_say_or_do_not_know_is_no_contradiction(text: str, tmp_path: Path) -> None:
    assert told(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("Active share rose to 63.4 %.", "to 63.4 %", "40.0 % (Active share, October 2026)"),
        ("Active share fell to 40.0 %.", "fell", "+6.7 (Active share, October 2026)"),
        ("Active share rose by 7.6 points.", "by 7.6 points", "+6.7 (Active share, October 2026)"),
        ("Active share rose from 31.0 %.", "from 31.0 %", "33.3 % (Active share, October 2026)"),
        ("It stood at 40.0 % in September.", "at 40.0 %", "33.3 % (Active share, September 2026)"),
        ("Well done: North is at 35.0 %.", "at 35.0 %", "55.0 % (Active share, North, October 2026)"),
        ("North fell a little.", "fell", "+10.0 (Active share, North, October 2026)"),
        ("Active share sank auf 40,0 %.", "sank", "+6.7 (Active share, October 2026)"),
        ("Active share: зростання до 41,0 %.", "до 41,0 %", "40.0 % (Active share, October 2026)"),
        ("Active share: wzrost o 3,1 punktu.", "o 3,1 punktu", "+6.7 (Active share, October 2026)"),
        ("Active share : hausse à 44 %.", "à 44 %", "40.0 % (Active share, October 2026)"),
    ],
)
def test_a_contradiction_is_told_with_what_the_data_say(text: str, found: str, expected: str, tmp_path: Path) -> None:
    assert told(tmp_path, text) == [(found, expected)]


def test_it_is_told_at_the_cell_of_the_text(tmp_path: Path) -> None:
    problems = report(tmp_path, 'kpi,active,,2026-10,,"Rose to 63.4 %.",,,,\n')[1]
    (problem,) = [p for p in problems if p.code == "commentary-differs"]
    assert isinstance(problem.location, CellLocation)
    assert (problem.location.file, problem.location.cell) == ("commentary.csv", "F2")


def test_a_text_about_a_group_is_compared_with_that_group(tmp_path: Path) -> None:
    assert told(tmp_path, "Now at 55.0 %.", group="North") == []
    assert told(tmp_path, "Now at 40.0 %.", group="North") == [
        ("at 40.0 %", "55.0 % (Active share, North, October 2026)")
    ]


def test_a_summary_is_compared_with_the_kpi_that_it_names(tmp_path: Path) -> None:
    problems = report(tmp_path, 'summary,,,2026-10,Active share fell,"All is well. Users rose.",,,,\n')[1]
    found = [p for p in problems if p.code == "commentary-differs"]
    assert [(p.found, p.location.cell) for p in found if isinstance(p.location, CellLocation)] == [("fell", "E2")]


def test_the_sample_contradicts_itself_nowhere() -> None:
    from reportgen.operations.prepare import report_for

    for period in ("2026-09", "2026-10"):
        problems = report_for(sample("crm-adoption"), period)[1]
        assert [str(p) for p in problems if p.code == "commentary-differs"] == []


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert "".join(sentences(text)).strip() == text.strip() or not text.strip()
    assert all(claim.form in Form for claim in claims(text))
    assert all(word.sign in (1, -1) for word in directions(text))
