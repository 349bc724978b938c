"""Journeys: what is left from stage to stage, the biggest drop, and stages that are no part of the one before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.charts import ChartKind, Event
from reportgen.content.report import Report
from reportgen.content.tables import Emphasis
from reportgen.content.values import Quantity
from reportgen.errors import Problem, ProjectError
from reportgen.locations import TextLocation
from reportgen.rules.assemble import build_report
from tests.rules.projects import planned, prepared
from tests.rules.test_ranking import column, crm, said

TEXT = """
    title: Use
    entities: {table: units, key: id, name: name, groups: [segment]}
    tables:
      units:
        files: units.csv
        columns: {id: {type: id}, name: name, segment: segment}
      use:
        files: use.csv
        time: stock
        date: {from: month, format: yyyy-mm}
        entity: id
        columns: {id: {type: id}, invited: {type: count}, tried: {type: count}, stayed: {type: count}}
    kpis:
      stayed: {formula: sum(use.stayed), unit: count}
    journeys:
      use:
        stages:
          - {label: Invited, formula: sum(use.invited)}
          - {label: Tried, formula: sum(use.tried)}
          - {label: Stayed, formula: kpi.stayed}
"""
UNITS = "id,name,segment\nA,Alpha,North\nB,Beta,South\n"
Counts = tuple[int | None, int | None, int | None]


def built(folder: Path, north: Counts, south: Counts, more: str = "") -> tuple[Report, list[Problem]]:
    rows = "".join(
        f"2026-10,{id},{','.join('' if number is None else str(number) for number in counts)}\n"
        for id, counts in (("A", north), ("B", south))
    )
    plan, dataset = prepared(folder, TEXT + more, units=UNITS, use=f"month,id,invited,tried,stayed\n{rows}")
    return build_report(plan.project, plan, dataset, plan.project.period_named("2026-10"), None)


def test_the_biggest_drop_is_named_and_filled() -> None:
    table = crm().table("journey.use")
    assert said(table.headline) == (
        "1 146 of 2 736 are lost between Active in the month and Habitual users, the biggest drop"
    )
    assert [row.key for row in table.rows if row.emphasis is Emphasis.EXCEPTION] == ["5"]
    assert table.chart is not None
    assert (table.chart.kind, table.chart.emphasis) == (ChartKind.FUNNEL, ("5",))


def test_each_group_has_its_journey() -> None:
    table = crm().table("journey_groups.use")
    assert [row.key for row in table.rows] == ["Policy", "Operations", "Support", "Field offices"]
    assert said(table.headline) == "From licence to habit: 44.4 % are left in Policy, 23.3 % in Field offices"


def test_a_stage_that_is_larger_than_the_one_before_is_a_finding(tmp_path: Path) -> None:
    report, problems = built(tmp_path, (10, 6, 3), (10, 12, 2))
    (problem,) = [problem for problem in problems if problem.code == "journey-not-nested"]
    assert isinstance(problem.location, TextLocation)
    assert (problem.severity.value, problem.found) == ("warning", "South: 12 after 10")
    assert report.table("journey.use").rows


def test_where_stages_are_not_nested_no_drop_is_named(tmp_path: Path) -> None:
    report, problems = built(tmp_path, (10, 30, 3), (10, 12, 2))
    table = report.table("journey.use")
    assert said(table.headline) == "Use: what is left from stage to stage in October 2026"
    assert all(row.emphasis is Emphasis.NONE for row in table.rows)
    assert [problem.found for problem in problems if problem.code == "journey-not-nested"] == [
        "October 2026: 42 after 20; North: 30 after 10; South: 12 after 10"
    ]


def test_a_stage_without_a_number_is_told_and_not_zero(tmp_path: Path) -> None:
    report, _ = built(tmp_path, (10, None, 3), (10, None, 2))
    table = report.table("journey.use")
    assert not isinstance(column(table, "number")[1], Quantity)
    assert not isinstance(column(table, "of_before")[2], Quantity)


def test_a_mistake_in_a_stage_stands_at_its_line(tmp_path: Path) -> None:
    problems = planned(tmp_path, TEXT.replace("sum(use.tried)", "sum(use.tryed)"))
    assert [(problem.code, getattr(problem.location, "line", 0)) for problem in problems] == [
        ("formula-unknown-column", 20)
    ]


@given(st.lists(st.integers(0, 50), min_size=6, max_size=6))
@settings(deadline=None, max_examples=25)
def test_conversions_multiply_to_what_is_left(tmp_path_factory: pytest.TempPathFactory, numbers: list[int]) -> None:
    north, south = sorted(numbers[:3], reverse=True), sorted(numbers[3:], reverse=True)
    report, problems = built(tmp_path_factory.mktemp("use"), tuple(north), tuple(south))  # type: ignore[arg-type]
    assert [problem for problem in problems if problem.code == "journey-not-nested"] == []
    table = report.table("journey.use")
    steps, left, lost = column(table, "of_before")[1:], column(table, "of_first")[-1], column(table, "lost")[1:]
    if all(isinstance(step, Quantity) for step in steps) and isinstance(left, Quantity):
        product = 1.0
        for step in steps:
            assert isinstance(step, Quantity)
            assert 0 <= step.amount <= 1
            product *= float(step.amount)
        assert abs(product - float(left.amount)) < 1e-12
    assert sum(int(one.amount) for one in lost if isinstance(one, Quantity)) == sum(
        first - last for first, _, last in (north, south)
    )


def test_events_of_the_project_file_are_marked_too(tmp_path: Path) -> None:
    text = """
    title: Use
    tables:
      use: {files: use.csv, time: flow, date: {from: month, format: yyyy-mm}, columns: {n: {type: count}}}
    kpis:
      uses: {formula: sum(use.n), unit: count}
    events:
      - {date: 2026-08-15, label: Campaign}
      - {date: 2026-09-15, label: Training, kpi: uses}
    """
    rows = "".join(f"2026-{month:02},{month}\n" for month in range(1, 11))
    plan, dataset = prepared(tmp_path, text, use=f"month,n\n{rows}")
    report, _ = build_report(plan.project, plan, dataset, plan.project.period_named("2026-10"), None)
    assert report.lead.trend is not None
    assert report.lead.trend.events == (
        Event("2026-08", "August 2026", "Campaign"),
        Event("2026-09", "September 2026", "Training"),
    )
    assert [row.cells[0] for row in report.table("events").rows] == [date(2026, 9, 15), date(2026, 8, 15)]


def test_an_event_for_a_kpi_that_there_is_not_is_told_at_its_line(tmp_path: Path) -> None:
    more = "    events: [{date: 2026-08-15, label: Campaign, kpi: stayd}]\n"
    with pytest.raises(ProjectError, match="There is no KPI of the name"):
        prepared(tmp_path, TEXT + more, units=UNITS, use="month,id,invited,tried,stayed\n2026-10,A,1,1,1\n")
