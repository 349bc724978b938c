"""Targets from a sheet: a row beats the path, a group's row beats that of the total, a wrong row is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportgen.content.kpis import Figure
from reportgen.content.periods import Period
from reportgen.errors import Problem
from reportgen.loaders import load
from reportgen.rules.assemble import build_report
from reportgen.rules.figures.kpis import Results, compute
from reportgen.rules.figures.scopes import restrict
from reportgen.rules.planning.plan import plan
from tests.rules.projects import ENTITIES, UNITS, UNITS_TABLE, prepared, printed, write_project

OCTOBER = Period.parse("2026-10")
PROJECT = f"""
title: Targets
{ENTITIES}
tables:{UNITS_TABLE}
  use:
    files: use.csv
    time: stock
    date: date
    entity: id
    columns: {{id: {{type: id}}, active: {{type: count}}, licensed: {{type: count}}}}
  targets: {{files: targets.csv, contract: targets, columns: {{}}}}
kpis:
  active:
    unit: percent
    formula: sum(use.active) / sum(use.licensed)
    target: {{path: linear, from: 2026-01, start: 0 %, due: 2026-11, end: 100 %}}
  users: {{unit: count, formula: sum(use.active)}}
"""
USE = """id,date,active,licensed
A,2026-09-30,50,100
B,2026-09-30,50,100
C,2026-09-30,50,100
A,2026-10-31,50,100
B,2026-10-31,60,100
C,2026-10-31,70,100
"""
HEAD = "kpi,grouping,group,period,value\n"


def computed(folder: Path, rows: str) -> Results:
    made, dataset = prepared(folder, PROJECT, units=UNITS, use=USE, targets=HEAD + rows)
    return compute(made, dataset, OCTOBER)


def targets(results: Results, kpi: str = "active") -> dict[str, str]:
    found = {figure.label: printed(figure.target) for figure in results.kpi(kpi).groups["segment"]}
    return {"total": printed(results.kpi(kpi).total.target), **found}


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(problem.code, str(problem.location), problem.hint) for problem in problems]


def test_without_rows_the_path_of_the_project_file_holds(tmp_path: Path) -> None:
    assert targets(computed(tmp_path, "")) == {"total": "90.0", "North": "90.0", "South": "90.0"}


def test_a_row_beats_the_path_in_its_period_only(tmp_path: Path) -> None:
    results = computed(tmp_path, "active,,,2026-10-31,0.6\n")
    assert targets(results) == {"total": "60.0", "North": "60.0", "South": "60.0"}
    history = {figure.period.id: printed(figure.target) for figure in results.kpi("active").history}
    assert (history["2026-09"], history["2026-10"]) == ("80.0", "60.0")


def test_a_group_has_its_own_row_and_is_judged_by_it(tmp_path: Path) -> None:
    results = computed(tmp_path, "active,,,2026-10-31,0.6\nactive,segment,south,2026-10-31,0.72\n")
    assert targets(results) == {"total": "60.0", "North": "60.0", "South": "72.0"}
    statuses = {figure.label: figure.status.value for figure in results.kpi("active").groups["segment"]}
    assert statuses == {"North": "at risk", "South": "at risk"}


def test_a_count_has_a_target_by_group_only_where_a_row_says_so(tmp_path: Path) -> None:
    results = computed(tmp_path, "users,,,2026-10-31,200\nusers,,South,2026-10-31,75\n")
    assert targets(results, "users") == {"total": "200", "North": "no data: no target", "South": "75"}


def test_a_target_of_the_sheet_that_moves_has_an_end(tmp_path: Path) -> None:
    rows = "users,,,2026-10-31,200\nusers,,,2026-12-31,240\n"
    made, dataset = prepared(tmp_path, PROJECT, units=UNITS, use=USE, targets=HEAD + rows)
    report = build_report(made.project, made, dataset, OCTOBER, None)[0]
    trend = report.kpi("users").trend
    assert trend is not None
    assert [printed(value) for value in trend.series[1].values][-3:] == ["200", "no data: ", "240"]


def test_the_report_of_one_group_has_the_targets_of_the_group(tmp_path: Path) -> None:
    rows = "active,,,2026-10-31,0.6\nactive,,South,2026-10-31,0.72\nactive,,,2026-09-30,0.5\n"
    made, dataset = prepared(tmp_path, PROJECT, units=UNITS, use=USE, targets=HEAD + rows)
    south, north = (restrict(made.project, dataset, name) for name in ("South", "North"))
    assert south is not None
    assert north is not None
    ends = {}
    for name, (restricted, _, notices) in {"South": south, "North": north}.items():
        results = compute(made, restricted, OCTOBER)
        assert results.problems == ()
        assert [notice.message for notice in notices if "targets" in notice.message] == []
        ends[name] = [printed(figure.target) for figure in results.kpi("active").history[-2:]]
    assert ends == {"South": ["50.0", "72.0"], "North": ["50.0", "60.0"]}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("actve,,,2026-10-31,0.6", ("unknown-kpi", "targets.csv, cell A2", "Did you mean active?")),
        ("active,,Suoth,2026-10-31,0.6", ("unknown-group", "targets.csv, cell C2", "Did you mean South?")),
        (
            "active,,,,0.6",
            ("no-period", "targets.csv, cell D2", "Write any day of the period, or the period as 2026-10."),
        ),
        ("active,,,2026-10-31,", ("no-target", "targets.csv, cell E2", "Write a number, or take the row out.")),
        ("active,,,2026-10-31,60", ("share-above-one", "targets.csv, cell E2", "Write a share as 0.7 or as 70 %.")),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_cell(
    tmp_path: Path, row: str, problem: tuple[str, str, str]
) -> None:
    results = computed(tmp_path, f"{row}\n")
    assert told(results.problems) == [problem]
    assert targets(results)["total"] == "90.0"


def test_a_group_of_two_groupings_needs_its_grouping(tmp_path: Path) -> None:
    text = PROJECT.replace("segment: segment}", "segment: segment, region: region}").replace(
        "groups: [segment]", "groups: [segment, region]"
    )
    units = "id,name,segment,region\nA,Alpha,North,North\nB,Beta,North,East\nC,Gamma,South,East\n"
    rows = f"{HEAD}active,,North,2026-10-31,0.6\nactive,region,North,2026-10-31,0.4\n"
    project = write_project(tmp_path, text, units=units, use=USE, targets=rows)
    results = compute(plan(project)[0], load(project)[0], OCTOBER, date(2026, 10, 31))
    assert told(results.problems) == [("several-groups", "targets.csv, cell C2", "Name the grouping of the group.")]
    assert _target(results, "region", "North") == "40.0"
    assert _target(results, "segment", "North") == "90.0"


def _target(results: Results, grouping: str, label: str) -> str:
    figures: tuple[Figure, ...] = results.kpi("active").groups[grouping]
    return printed(next(figure.target for figure in figures if figure.label == label))
