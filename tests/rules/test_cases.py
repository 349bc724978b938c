"""Cases: the flow adds up, ages and causes cover all, and every number is that of the formula a KPI would have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.charts import Chart, ChartKind, Role
from reportgen.content.periods import Period
from reportgen.content.report import Report
from reportgen.content.tables import Table
from reportgen.content.values import NoData, Quantity
from reportgen.errors import Problem
from reportgen.rules.assemble import build_report
from reportgen.rules.cases.counts import CaseDates, by_age, flow, timeliness
from tests.rules.projects import prepared

OCTOBER = Period.parse("2026-10")
PROJECT = """
title: Complaints
tables:
  complaints:
    files: complaints.csv
    contract: cases
    columns: {id: id, opened: opened, due: due, closed: closed, cause: cause}
kpis:
  received: {unit: count, formula: "count(complaints, on=opened)"}
  closed: {unit: count, formula: "count(complaints, on=closed)"}
  backlog: {unit: count, formula: "count(complaints, where=opened <= period_end and not closed <= period_end)"}
  in_time:
    unit: percent
    formula: "count(complaints, on=closed, where=closed <= due) / (count(complaints, on=closed, where=not missing(due))
      + count(complaints, where=opened <= period_end and not closed <= period_end and due < period_end))"
  median_days: {unit: days, formula: "median(days(opened, closed), on=closed)"}
"""
ROWS = """id,opened,due,closed,cause
1,2026-08-30,2026-09-29,2026-09-02,Slow access
2,2026-09-10,2026-10-10,,Slow access
3,2026-09-30,2026-10-30,2026-10-31,Permissions
4,2026-10-01,2026-10-31,2026-10-01,Slow access
5,2026-10-02,2026-11-01,,Slow access
6,2026-10-24,2026-11-23,,Zgubione łącza
7,2026-10-25,,2026-10-28,
8,2026-10-31,2026-11-30,2026-11-02,Slow access
9,2026-11-03,2026-12-03,,Permissions
"""


def report(folder: Path, rows: str = ROWS, as_of: date | None = None) -> tuple[Report, list[Problem]]:
    made, dataset = prepared(folder, PROJECT, complaints=rows)
    return build_report(made.project, made, dataset, OCTOBER, as_of)


def numbers(table: Table, column: str) -> dict[str, str]:
    place = [each.key for each in table.columns].index(column)
    return {row.key: shown(row.cells[place]) for row in table.rows}


def shown(cell: object) -> str:
    return str(cell.rounded()) if isinstance(cell, Quantity) else str(cell)


def said(phrase: object) -> str:
    return str(phrase).replace("\u00a0", " ")


def test_the_flow_shows_what_came_went_and_was_left(tmp_path: Path) -> None:
    table = report(tmp_path)[0].table("case_flow")
    assert numbers(table, "received") == {"2026-08": "1", "2026-09": "2", "2026-10": "5"}
    assert numbers(table, "closed") == {"2026-08": "0", "2026-09": "1", "2026-10": "3"}
    assert numbers(table, "backlog") == {"2026-08": "1", "2026-09": "2", "2026-10": "4"}
    assert said(table.headline) == "Open complaints rose by 2 to 4; 60.0 % of new ones come from Slow access"
    assert said(table.subtitle) == "Number of complaints, monthly, August 2026 to October 2026"


def test_the_flow_is_drawn_as_pairs_and_the_backlog_alone(tmp_path: Path) -> None:
    made = report(tmp_path)[0]
    chart = made.table("case_flow").chart
    assert chart is not None
    assert chart.kind is ChartKind.COLUMN
    assert [series.role for series in chart.series] == [Role.ACTUAL, Role.CONTEXT]
    backlog = made.chart("case_backlog")
    assert [shown(value) for value in backlog.series[0].values] == ["1", "2", "4"]
    assert backlog.emphasis == ("2026-10",)
    assert said(backlog.alt).endswith("Open at the end from 1 to 4.")


def test_open_cases_are_counted_by_age_with_both_ends(tmp_path: Path) -> None:
    table = report(tmp_path)[0].table("case_age")
    # 51, 29, 7 and 0 days old.
    assert numbers(table, "cases") == {"0-7": "2", "8-30": "1", "31-90": "1", "91+": "0", "total": "4"}
    assert said(table.headline) == "1 of 4 open complaints is overdue, 0 at the end of September 2026"
    assert isinstance(table.chart, Chart)
    assert table.chart.emphasis == ("31-90", "91+")


def test_causes_are_ranked_with_what_they_add_up_to(tmp_path: Path) -> None:
    table = report(tmp_path)[0].table("case_causes")
    assert numbers(table, "cases") == {"Slow access": "3", "Zgubione łącza": "1", "not stated": "1"}
    assert numbers(table, "cumulative") == {"Slow access": "60.0", "Zgubione łącza": "80.0", "not stated": "100.0"}


def test_many_causes_end_with_the_others_together(tmp_path: Path) -> None:
    causes = "".join(f"{n},2026-10-02,,,Cause {n // 2}\n" for n in range(20))
    table = report(tmp_path, f"id,opened,due,closed,cause\n{causes}")[0].table("case_causes")
    assert len(table.rows) == 7
    assert numbers(table, "cause")["other"] == "Other (4 causes)"
    assert numbers(table, "cumulative")["other"] == "100.0"


def test_the_facts_are_those_of_the_formulas(tmp_path: Path) -> None:
    made = report(tmp_path)[0]
    pairs = {
        "received": "cases_received",
        "closed": "cases_closed",
        "backlog": "cases_open",
        "in_time": "cases_on_time_due",
        "median_days": "cases_median_days",
    }
    for kpi, name in pairs.items():
        assert shown(made.facts[name].value) == shown(made.kpi(kpi).value), name
        assert shown(made.facts[name].previous) == shown(made.kpi(kpi).previous), name
    assert made.facts["cases_open"].value.id == "facts.cases_open"
    assert numbers(made.table("case_facts"), "change")["cases_open"] == "2"


def test_at_an_earlier_cut_off_later_dates_are_not_known(tmp_path: Path) -> None:
    made = report(tmp_path, as_of=date(2026, 10, 25))[0]
    assert shown(made.facts["cases_closed"].value) == "1"
    assert shown(made.facts["cases_open"].value) == "5"
    assert numbers(made.table("case_age"), "cases")["0-7"] == "2"


def test_a_case_closed_before_it_was_opened_is_told_with_its_cell(tmp_path: Path) -> None:
    found = report(tmp_path, "id,opened,due,closed,cause\n1,2026-10-02,,2026-10-01,A\n")[1]
    assert [(problem.code, str(problem.location), problem.found) for problem in found] == [
        ("closed-before-opened", "complaints.csv, cell D2", "2026-10-01")
    ]


def test_without_due_dates_nothing_is_overdue_or_late(tmp_path: Path) -> None:
    made = report(tmp_path, "id,opened,due,closed,cause\n1,2026-10-02,,2026-10-03,A\n2,2026-10-02,,,\n")[0]
    assert isinstance(made.facts["cases_overdue"].value, NoData)
    assert [column.key for column in made.table("case_flow").columns] == ["period", "received", "closed", "backlog"]
    assert "cases_overdue" not in numbers(made.table("case_facts"), "actual")


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
CASES = st.lists(st.tuples(DAYS, st.none() | st.integers(0, 90), st.none() | st.integers(0, 120)), max_size=30)


@settings(max_examples=100, deadline=None)
@given(CASES)
def test_what_is_open_follows_from_what_came_and_went(rows: Sequence[tuple[date, int | None, int | None]]) -> None:
    cases = CaseDates(*(np.array(column, "datetime64[ns]") for column in _columns(rows)))
    before = None
    for month in range(1, 13):
        period = Period.parse(f"2026-{month:02}")
        moved, kept = flow(cases, period, period.end), timeliness(cases, period, period.end)
        open_before = before.backlog if before else 0
        assert moved.backlog == open_before + moved.received - moved.closed
        assert sum(by_age(cases, period.end)) == moved.backlog
        assert kept.in_time <= kept.closed <= moved.closed
        assert kept.late_open == moved.overdue <= moved.backlog
        before = moved


def _columns(rows: Sequence[tuple[date, int | None, int | None]]) -> list[list[str]]:
    def after(day: date, days: int | None) -> str:
        return "NaT" if days is None else str(day + timedelta(days))

    opened = [str(day) for day, _, _ in rows]
    return [opened, [after(day, n) for day, n, _ in rows], [after(day, n) for day, _, n in rows]]


@pytest.mark.parametrize(("age", "place"), [(0, 0), (7, 0), (8, 1), (30, 1), (31, 2), (90, 2), (91, 3)])
def test_an_age_belongs_to_the_interval_that_ends_with_it(age: int, place: int) -> None:
    opened = np.array([date(2026, 12, 31) - timedelta(age)], "datetime64[ns]")
    nothing = np.array(["NaT"], "datetime64[ns]")
    assert by_age(CaseDates(opened, nothing, nothing), date(2026, 12, 31))[place] == 1


def test_a_number_keeps_its_name_wherever_it_stands(tmp_path: Path) -> None:
    made = report(tmp_path)[0]
    row = made.table("case_flow").rows[-1]
    assert [cell.id for cell in row.cells if isinstance(cell, Quantity)] == [
        f"facts.cases_{name}" for name in ("received", "closed", "open", "overdue")
    ]
    assert all(cell.amount >= Decimal(0) for cell in row.cells if isinstance(cell, Quantity))


def test_the_list_holds_every_case_of_the_period_open_ones_first_and_nothing_that_was_typed(tmp_path: Path) -> None:
    listed = report(tmp_path)[0].table("case_list")
    assert [column.key for column in listed.columns] == ["id", "opened", "due", "closed", "days", "state", "cause"]
    places = {column.key: place for place, column in enumerate(listed.columns)}
    assert [(row.key, row.cells[places["state"]]) for row in listed.rows] == [
        *(("2", "Overdue"), ("5", "Open"), ("6", "Open"), ("8", "Open")),
        *(("4", "Closed in time"), ("7", "Closed"), ("3", "Closed late")),
    ]
    days = {row.key: row.cells[places["days"]] for row in listed.rows}
    assert [getattr(days[key], "amount", None) for key in ("2", "3", "4")] == [51, 31, 0]
    assert listed.headline.text == "7 complaints: 5 received, 3 closed, 4 open at the end"
    assert not {"title", "comment"} & set(places)
