"""What changed since the last report: restated figures, changed targets and definitions, entities that came or went,
found in the manifests of the output folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from reportgen.content.report import Report
from reportgen.content.tables import Table
from reportgen.errors import UsageError
from reportgen.operations.build import BuildRequest, BuildResult, build
from reportgen.operations.inspect import inspect
from tests.rules.test_programme import column, said

PROJECT = """
title: Use
status: final
version: "1.0"
entities: {table: units, key: id, name: name, groups: [segment]}
tables:
  units: {files: units.csv, columns: {id: {type: id}, name: name, segment: segment}}
  use:
    files: use_*.csv
    time: flow
    date: month
    entity: id
    columns: {id: {type: id}, licensed: {type: count}, active: {type: count}}
kpis:
  reach: {label: Reach, formula: sum(use.active) / sum(use.licensed), unit: percent, target: 80 %}
  users: {label: Users, formula: sum(use.active), unit: count}
escalation:
  - {when: reach < 65 %, label: Help}
"""
UNITS = "id,name,segment\nA,Alpha,North\nB,Beta,North\nC,Gamma,South\n"
AUGUST = {"A": (100, 60), "B": (100, 50), "C": (100, 64)}
SEPTEMBER = {"A": (100, 70), "B": (100, 56)}
OCTOBER = {"A": (100, 72), "B": (100, 61), "C": (100, 66)}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "report.yaml").write_text(PROJECT, "utf-8")
    (folder / "units.csv").write_text(UNITS, "utf-8")
    for month, rows in (("2026-08", AUGUST), ("2026-09", SEPTEMBER), ("2026-10", OCTOBER)):
        month_of(folder, month, rows)
    return folder


def month_of(folder: Path, month: str, rows: dict[str, tuple[int, int]]) -> None:
    lines = "".join(f"{month},{id},{licensed},{active}\n" for id, (licensed, active) in rows.items())
    (folder / f"use_{month}.csv").write_text(f"month,id,licensed,active\n{lines}", "utf-8")


def made(folder: Path, period: str, *only: str, **more: Any) -> BuildResult:
    return build(BuildRequest(folder, period, only=only or ("annex",), **more))


def rows(report: Report, name: str) -> list[list[str]]:
    block = report.blocks.get(name)
    return [[said(cell) for cell in row.cells] for row in block.rows] if isinstance(block, Table) else []


def edited(folder: Path, old: str, new: str) -> None:
    text = (folder / "report.yaml").read_text("utf-8")
    assert old in text
    (folder / "report.yaml").write_text(text.replace(old, new), "utf-8")


def late_return(folder: Path) -> None:
    """Gamma reports for September when October is due, and Beta corrects its number."""
    month_of(folder, "2026-09", SEPTEMBER | {"B": (100, 57), "C": (100, 59)})


def words(path: Path) -> str:
    """All texts of an Office file."""
    with ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.endswith(".xml")]
        return " ".join(
            "".join(map(str, etree.fromstring(package.read(name)).itertext()))
            for name in sorted(parts)
            if not name.startswith(("customXml", "docProps"))
        )


WHY = "use_2026-09.csv: one new row and one changed row"


def test_a_late_return_restates_what_was_reported(project: Path) -> None:
    made(project, "2026-09")
    late_return(project)
    report = made(project, "2026-10").report
    assert rows(report, "restated") == [
        ["Reach", "September 2026", "", "63.0 %", "62.0 %", "restated from 63.0 %", WHY],
        ["Reach", "September 2026", "North", "63.0 %", "63.5 %", "restated from 63.0 %", WHY],
        ["Reach", "September 2026", "South", "n/a", "59.0 %", "restated from n/a", WHY],
        ["Users", "September 2026", "", "126", "186", "restated from 126", WHY],
        ["Users", "September 2026", "North", "126", "127", "restated from 126", WHY],
        ["Users", "September 2026", "South", "n/a", "59", "restated from n/a", WHY],
    ]
    assert [said(note.statement) for note in report.narrative("restatements").findings] == [
        f"62.0 % for September 2026, restated from 63.0 % ({WHY}).",
        f"186 for September 2026, restated from 126 ({WHY}).",
    ]
    reach = report.kpi("reach")
    assert (said(reach.previous), said(reach.previous_restated), reach.restated) == (
        "62.0 %",
        "restated from 63.0 %",
        "",
    )
    assert said(reach.note) == "Sep 2026 restated from 63.0 %"
    assert reach.trend is None or said(reach.trend.subtitle).endswith("; Sep 2026 restated from 63.0 %")


def test_the_sign_is_the_same_in_deck_report_and_annex(project: Path) -> None:
    made(project, "2026-09")
    late_return(project)
    result = made(project, "2026-10", "deck", "report", "annex")
    for path in result.files[:3]:
        assert "Sep 2026 restated from 63.0 %" in words(path).replace("\u00a0", " "), path.name


def test_without_a_final_report_nothing_is_restated(project: Path) -> None:
    edited(project, "status: final", "status: draft")
    made(project, "2026-09")
    late_return(project)
    report = made(project, "2026-10").report
    assert "restated" not in report.blocks


def test_a_new_issue_of_a_final_report_says_what_it_restates_and_says_it_again(project: Path) -> None:
    made(project, "2026-10")
    month_of(project, "2026-10", OCTOBER | {"A": (100, 90)})
    first = made(project, "2026-10")
    assert said(first.report.kpi("reach").restated) == "restated from 66.3 %"
    assert said(first.report.kpi("reach").value) == "72.3 %"
    held = [path.read_bytes() for path in first.files]
    again = made(project, "2026-10")
    assert [path.read_bytes() for path in again.files] == held
    edited(project, 'version: "1.0"', 'version: "1.1"')
    assert made(project, "2026-10").report.kpi("reach").restated == ""


def test_a_draft_does_not_take_the_place_of_what_was_reported(project: Path) -> None:
    made(project, "2026-09")
    edited(project, "status: final", "status: draft")
    late_return(project)
    made(project, "2026-09")
    assert column(made(project, "2026-10").report.table("restated"), "reported")[0] == "63.0 %"


@pytest.mark.parametrize("change", [lambda _: None, late_return], ids=["as it was", "restated"])
def test_the_same_bytes_when_built_twice(project: Path, change: Any) -> None:
    made(project, "2026-09")
    change(project)
    first = [path.read_bytes() for path in made(project, "2026-10", "deck", "report", "annex").files]
    assert [path.read_bytes() for path in made(project, "2026-10", "deck", "report", "annex").files] == first


def test_changed_targets_and_definitions_are_listed(project: Path) -> None:
    made(project, "2026-09")
    edited(project, "target: 80 %", "target: 70 %, tolerance: 3 points")
    edited(project, "label: Users, formula: sum(use.active)", "label: Active users, formula: distinct(use.id)")
    edited(project, "escalation:", "  seats: {label: Seats, formula: sum(use.licensed), unit: count}\nescalation:")
    report = made(project, "2026-10").report
    assert rows(report, "targets_changed") == [
        ["Reach", "Target as declared", "80 %", "70 %"],
        ["Reach", "Target for September 2026", "80.0 %", "70.0 %"],
        ["Reach, North", "Target for September 2026", "80.0 %", "70.0 %"],
        ["Reach, South", "Target for September 2026", "80.0 %", "70.0 %"],
    ]
    assert rows(report, "definitions_changed") == [
        ["Reach", "Tolerance", "none", "3 points"],
        ["Active users", "Formula", "sum(use.active)", "distinct(use.id)"],
        ["Active users", "Name", "Users", "Active users"],
        ["Seats", "New indicator", "", "sum(use.licensed)"],
    ]
    assert rows(report, "restated")[0][-1] == "its formula changed"
    assert said(report.table("targets_changed").headline) == (
        "Targets of one indicator changed since the report of September 2026"
    )


def test_entities_that_came_and_went_are_listed(project: Path) -> None:
    september = made(project, "2026-09").report
    assert rows(september, "entities_lost") == [["Gamma", "South", "Reach, Users"]]
    assert said(september.table("entities_lost").headline) == "No longer in the data: Gamma"
    (project / "units.csv").write_text(UNITS.replace("B,Beta,North\n", "") + "D,Delta,South\n", "utf-8")
    october = made(project, "2026-10").report
    assert rows(october, "entities_lost") == [["Beta", "no longer in the list"]]
    assert rows(october, "entities_new") == [
        ["Delta", "South", "new in the list"],
        ["Gamma", "South", "Reach, Users"],
    ]


def test_what_was_put_before_the_committee_then_counts(project: Path) -> None:
    made(project, "2026-09")
    month_of(project, "2026-09", SEPTEMBER | {"B": (100, 90)})
    table = made(project, "2026-10").report.table("escalations")
    assert column(table, "state") == ["Cleared"]
    assert column(table, "reason") == ["Reach stood at 66.3 %, no longer below 65.0 %"]


def test_the_brief_can_compare_with_any_of_the_last_twelve_periods(project: Path) -> None:
    report = made(project, "2026-10", against="2026-08").report
    table = report.table("changes")
    assert table.subtitle == "October 2026 against August 2026"
    assert (column(table, "previous"), column(table, "change")) == (["58.0 %", "174"], ["+8.3", "+25"])
    assert column(table, "change_percent") == ["", "+14.4 %"]
    assert column(table, "moved_by") == ["North +7.7, South +0.7", "North +23, South +2"]
    assert column(table, "rates") == ["+8.3", ""]
    parts = report.lead.contribution("segment")
    assert [said(cell) for cell in parts.rows[-1].cells][-1] == "+8.3"
    assert rows(report, "entities_new") == []


def test_the_folder_of_an_earlier_report_can_be_named(project: Path, tmp_path: Path) -> None:
    edited(project, "status: final", "status: draft")
    made(project, "2026-09", out=tmp_path / "elsewhere")
    late_return(project)
    report = made(project, "2026-10", against=str(tmp_path / "elsewhere" / "2026-09")).report
    assert column(report.table("restated"), "reported")[0] == "63.0 %"


@pytest.mark.parametrize(
    ("against", "told"),
    [
        ("2026-10", "2026-10 cannot be compared with 2026-10"),
        ("2026-12", "2026-12 cannot be compared with 2026-10"),
        ("2024-01", "2024-01 cannot be compared with 2026-10"),
        ("nowhere", "'nowhere' is no period and no folder of a report"),
    ],
)
def test_what_cannot_be_compared_with_is_told(project: Path, against: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        made(project, "2026-10", against=against)
    assert [problem.message for problem in caught.value.problems] == [told]


DAMAGED = [
    "",
    "{",
    "[]",
    '{"reported": 3}',
    '{"reported": {"period": "2026-99"}}',
    '{"reported": {"period": "2026-09", "status": "final", "figures": {"kpi.reach": "many"}}}',
    '{"reported": {"period": "2026-09", "status": "final", "figures": {"kpi.reach": "NaN"}}}',
    '{"reported": {"period": "2026-09", "status": "final", "kpis": {"reach": {"name": "x"}}}}',
    '{"reported": {"period": "2026-09", "status": "final", "open": {"x": "soon"}}}',
    '{"reported": {"period": "2026-09", "status": "final", "inputs": {"x": 3}}}',
    "[" * 100_000,
]


@pytest.mark.parametrize("text", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_manifest_is_a_problem_with_its_place(project: Path, text: str) -> None:
    made(project, "2026-08")
    made(project, "2026-09")
    (project / "output/2026-09/manifest.json").write_text(text, "utf-8")
    report, problems = inspect(project, "2026-10")
    (found,) = [problem for problem in problems if problem.code.startswith("manifest")]
    assert str(found).startswith("output/2026-09/manifest.json: The manifest of an earlier report cannot be read")
    assert found.severity == "warning"
    assert said(report.lead.value) == "66.3 %"


def test_a_manifest_of_before_figures_were_kept_is_a_notice(project: Path) -> None:
    made(project, "2026-09")
    path = project / "output/2026-09/manifest.json"
    held = json.loads(path.read_text("utf-8"))
    del held["reported"]
    path.write_text(json.dumps(held), "utf-8")
    result = made(project, "2026-10")
    (found,) = [problem for problem in result.problems if problem.code.startswith("manifest")]
    assert (found.code, found.severity) == ("manifest-without-figures", "notice")


def test_packs_of_a_group_are_compared_with_packs_of_that_group(project: Path) -> None:
    made(project, "2026-09", scope="North")
    made(project, "2026-09")
    late_return(project)
    report = made(project, "2026-10", scope="North").report
    assert [row for row in rows(report, "restated") if not row[2]] == [
        ["Reach", "September 2026", "", "63.0 %", "63.5 %", "restated from 63.0 %", "use_2026-09.csv: one changed row"],
        ["Users", "September 2026", "", "126", "127", "restated from 126", "use_2026-09.csv: one changed row"],
    ]
