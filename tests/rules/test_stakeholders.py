"""Stakeholders: quadrants are computed, the line between them is told, only missing engagement is a gap."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.content.maps import Map, Place
from reportgen.content.periods import Period
from reportgen.content.report import Report
from reportgen.content.values import NoData, Quantity
from reportgen.errors import Problem
from reportgen.locales import locale_for
from reportgen.rules.assemble import build_report
from reportgen.rules.registers.engagement import CUT, QUADRANTS, Stakeholder
from tests.rules.projects import prepared

EN = locale_for("en")
PROJECT = """
title: Stakeholders
tables:
  register: {files: register.csv, contract: stakeholders, columns: {}}
kpis:
  known: {unit: count, formula: count(register)}
"""
HEAD = "id,name,power,interest,current,desired,owner,next_action,due,assessed\n"
ROWS = f"""{HEAD}1,Executive Director,9,7,Supportive,Leading,M. Keller,Briefing,2026-11-20,2026-09-29
2,Heads of field offices,7,4,Neutral,Supportive,P. Sousa,Visits,2026-11-27,2026-09-29
3,Κεντρική Υπηρεσία,3,8,Neutral,Neutral,K. Vasiliou,,,2026-09-29
4,Internal audit,5,2,S,n,M. Keller,,,2026-09-29
2,Heads of field offices,7.5,2.5,Resistant,Supportive,P. Sousa,Wizyty,2026-11-27,2026-10-30
5,Head of Support,6,7,Supportive,Supportive,,,,2026-11-03
"""


def report(folder: Path, rows: str = ROWS, period: str = "2026-10") -> tuple[Report, list[Problem]]:
    made, dataset = prepared(folder, PROJECT, register=rows)
    return build_report(made.project, made, dataset, Period.parse(period), None)


def said(text: object) -> str:
    return str(text).replace("\u00a0", " ")


def cells(made: Report, name: str) -> dict[str, dict[str, str]]:
    table = made.table(name)
    keys = [column.key for column in table.columns]
    return {row.key: dict(zip(keys, map(said, map(EN.text, row.cells)), strict=True)) for row in table.rows}


@pytest.mark.parametrize(
    ("power", "interest", "quadrant"),
    [(9, 1, "Keep satisfied"), (5.1, 10, "Manage closely"), (0, 0, "Monitor"), (4.9, 5.1, "Keep informed")],
)
def test_the_quadrant_follows_from_power_and_interest(power: float, interest: float, quadrant: str) -> None:
    one = Stakeholder(0, "1", 1, "One", power, interest, 2, 3, None)
    assert one.quadrant is not None
    assert QUADRANTS[one.quadrant] == quadrant


@pytest.mark.parametrize(("power", "interest"), [(CUT, 9), (1, CUT), (CUT, CUT)])
def test_on_the_middle_line_there_is_no_quadrant(power: float, interest: float) -> None:
    assert Stakeholder(0, "1", 1, "One", power, interest, 2, 3, None).quadrant is None


def test_the_map_shows_who_lacks_engagement_and_who_moved(tmp_path: Path) -> None:
    made = report(tmp_path)[0].map("stakeholder_map")
    assert [(bubble.number, bubble.filled) for bubble in made.bubbles] == [(1, True), (2, True), (3, False), (4, False)]
    assert made.bubbles[1].place == Place(2.5, 7.5)
    assert made.bubbles[1].previous == Place(4, 7)
    assert made.bubbles[0].previous is None
    assert made.words.moved == "moved since September 2026"
    assert (
        said(made.headline) == "2 of 4 stakeholders are at the desired level; Heads of field offices fell to Resistant"
    )
    assert said(made.subtitle) == "Power and interest, scale 0 to 10, cut at 5, assessed up to 30 October 2026"
    assert "Keep informed: Κεντρική Υπηρεσία." in made.alt


def test_only_gaps_are_listed_the_largest_first(tmp_path: Path) -> None:
    made = report(tmp_path)[0]
    assert list(cells(made, "engagement")) == ["2", "1"]
    assert cells(made, "engagement")["2"] == {
        "number": "2",
        "stakeholder": "Heads of field offices",
        "current": "Resistant",
        "desired": "Supportive",
        "gap": "+2",
        "owner": "P. Sousa",
        "next_action": "Wizyty",
        "due": "27 November 2026",
    }
    assert [list(row.values())[1:] for row in cells(made, "engagement_matrix").values()] == [
        ["", "C", "→", "D", ""],
        ["", "", "", "C", "D"],
    ]


def test_the_register_has_everybody_with_the_computed_quadrant(tmp_path: Path) -> None:
    rows = cells(report(tmp_path)[0], "stakeholders")
    assert {key: row["quadrant"] for key, row in rows.items()} == {
        "1": "Manage closely",
        "2": "Keep satisfied",
        "3": "Keep informed",
        "4": "On the line",
    }
    # Above the desired level is no failure.
    assert rows["4"]["gap"] == "\N{MINUS SIGN}1"


def test_who_is_on_the_line_is_told_in_quality_and_notes(tmp_path: Path) -> None:
    made, found = report(tmp_path)
    assert [(problem.code, str(problem.location), problem.found) for problem in found] == [
        ("on-the-line", "register.csv, cell C5", "Internal audit (power 5)")
    ]
    assert "On the middle line of the stakeholder map, so in no quadrant: Internal audit (power 5)." in [
        said(note.statement) for note in made.narrative("notes").findings
    ]
    assert "Internal audit (power 5)" in [row["found"] for row in cells(made, "quality").values()]


def test_the_notes_name_who_is_where_needed_and_who_moved(tmp_path: Path) -> None:
    notes = report(tmp_path)[0].narrative("engagement_notes")
    assert [(note.label, said(note.statement)) for note in notes.findings] == [
        ("At desired level", "2 of 4, 2 at the end of September 2026: Κεντρική Υπηρεσία and Internal audit."),
        ("Moved down", "Heads of field offices, from Neutral to Resistant."),
        ("On the line, so in no quadrant", "Internal audit."),
        ("Above desired level", "Internal audit."),
    ]


def test_the_last_assessment_before_the_end_of_the_period_counts(tmp_path: Path) -> None:
    september, november = (report(tmp_path, period=f"2026-{month}")[0] for month in ("09", "11"))
    assert cells(september, "stakeholders")["2"]["current"] == "Neutral"
    assert list(cells(november, "stakeholders")) == ["1", "2", "3", "4", "5"]
    assert isinstance(september.facts["stakeholders_at_level"].previous, NoData)
    change = november.facts["stakeholders_at_level"].change
    assert isinstance(change, Quantity)
    assert change.rounded() == 1


def test_values_off_the_scale_and_unknown_levels_are_told_with_their_cell(tmp_path: Path) -> None:
    made, found = report(tmp_path, f"{HEAD}1,A,11,3,Hostile,Neutral,,,,\n2,B,,3,Neutral,Neutral,,,,\n")
    assert not made.map("stakeholder_map")
    assert [(problem.code, str(problem.location)) for problem in found] == [
        ("off-scale", "register.csv, cell C2"),
        ("no-place", "register.csv, cell C3"),
        ("unknown-level", "register.csv, cell E2"),
    ]
    assert found[2].expected == "Unaware, Resistant, Neutral, Supportive, Leading"


def test_an_id_that_stands_twice_on_one_day_is_told(tmp_path: Path) -> None:
    found = report(tmp_path, f"{HEAD}1,A,1,3,Neutral,Neutral,,,,\n1,B,1,3,Neutral,Neutral,,,,\n")[1]
    assert [(problem.code, str(problem.location)) for problem in found] == [("repeated-id", "register.csv, cell A3")]


def test_without_a_register_the_map_is_there_but_empty(tmp_path: Path) -> None:
    from reportgen.renderers.context import template_context

    project = "title: T\ntables: {units: {files: units.csv, columns: {id: id}}}\nkpis: {units: {formula: count(units)}}"
    made, dataset = prepared(tmp_path, project, units="id\n1\n")
    context = template_context(build_report(made.project, made, dataset, Period.parse("2026-10"), None)[0])
    assert isinstance(context["stakeholder_map"], Map)
    assert not context["stakeholder_map"]
    assert not context["engagement"]
