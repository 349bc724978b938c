"""What holds for the functions of formulas on all data: what comes and goes reconciles, shares are shares, a window of
one is the value itself."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.kpis import Figure
from reportgen.content.periods import Period
from reportgen.content.values import Quantity
from reportgen.dataset import DATE, FILE, ROW, Dataset, DataTable, SourceFile
from reportgen.rules.figures.kpis import Results, compute
from reportgen.rules.planning.plan import Plan, plan
from tests.rules.projects import ENTITIES, UNITS_TABLE, write_project

PERIOD = Period.parse("2024-12")
PROJECT = f"""
title: Test
{ENTITIES}
tables:{UNITS_TABLE}
  log:
    files: log.csv
    time: events
    entity: unit
    columns: {{person: {{type: id}}, unit: {{type: id}}, day: {{type: date}}}}
  cases:
    files: cases.csv
    time: events
    columns: {{opened: {{type: date}}, closed: {{type: date}}}}
  use:
    files: use.csv
    time: flow
    date: {{from: month, format: yyyy-mm}}
    entity: unit
    columns: {{unit: {{type: id}}, active: {{type: count}}, licensed: {{type: count}}}}
kpis:
"""
UNITS = pd.DataFrame({"id": list("ABCD"), "name": list("ABCD"), "segment": ["N", "N", "S", None]})


@cache
def made(kpis: str) -> Plan:
    lines = "".join(f"  {line.strip()}\n" for line in kpis.strip().splitlines())
    with TemporaryDirectory() as folder:
        ready, problems = plan(write_project(Path(folder), PROJECT + lines))
    assert problems == []
    return ready


def results(kpis: str, **frames: pd.DataFrame) -> Results:
    ready = made(kpis)
    empty = {
        "log": ["person", "unit", "day"],
        "cases": ["opened", "closed"],
        "use": ["unit", "active", "licensed", DATE],
    }
    tables = {}
    for name, columns in {"units": [], **empty}.items():
        frame = UNITS.copy() if name == "units" else frames.get(name, pd.DataFrame(columns=columns))
        frame[FILE], frame[ROW] = 0, range(2, len(frame) + 2)
        tables[name] = DataTable(name, ready.project.tables[name], frame, (SourceFile(f"{name}.csv", "", len(frame)),))
    return compute(ready, Dataset(tables), PERIOD)


def number(figure: Figure) -> float | None:
    return float(figure.value.amount) if isinstance(figure.value, Quantity) else None


def by_scope(found: Results, kpi: str) -> dict[str, float | None]:
    result = found.kpi(kpi)
    return {"": number(result.total)} | {figure.label: number(figure) for figure in result.groups.get("segment", ())}


_SOME = settings(max_examples=8, deadline=None)
# The last 200 days, so that some months are empty now and then. Everybody stays in one unit.
_BACK = st.integers(0, 200)
_VISITS = st.lists(st.tuples(st.sampled_from("pqrstuv"), _BACK), min_size=1, max_size=25)
_UNIT = dict(zip("pqrstuv", "AABBCCD", strict=True))


def log(visits: list[tuple[str, int]]) -> pd.DataFrame:
    days = pd.to_datetime([PERIOD.end - timedelta(back) for _, back in visits])
    persons = [person for person, _ in visits]
    return pd.DataFrame({"person": persons, "unit": [_UNIT[person] for person in persons], "day": days})


PEOPLE = """
    now: {unit: count, formula: "distinct(person, on=day)"}
    before: {unit: count, formula: previous(kpi.now)}
    net: {unit: count, formula: "newcomers(person, on=day) + reactivated(person, on=day) - lapsed(person, on=day)"}
    retention: {unit: percent, formula: "retention(person, on=day, after=2)"}
    cohort: {unit: count, formula: "previous(newcomers(person, on=day), 2)"}
    habitual: {unit: percent, formula: "habitual(person, on=day, least=2, weeks=6)"}
    always: {unit: percent, formula: "habitual(person, on=day, least=1, weeks=6)"}
    stickiness: {unit: percent, formula: "stickiness(person, on=day)"}
    ever: {unit: count, formula: "rolling(newcomers(person, on=day), 12)"}
    all: {unit: count, formula: "distinct(person, where=day <= period_end)"}
"""


@_SOME
@given(_VISITS)
def test_who_comes_and_goes_is_the_difference_of_who_is_there(visits: list[tuple[str, int]]) -> None:
    found = results(PEOPLE, log=log(visits))
    now, before, net = (by_scope(found, name) for name in ("now", "before", "net"))
    for scope in now:
        there, moved = now[scope], net.get(scope)
        if there is not None and moved is not None:
            assert moved == there - (before.get(scope) or 0)


@_SOME
@given(_VISITS)
def test_shares_of_people_lie_between_nobody_and_everybody(visits: list[tuple[str, int]]) -> None:
    found = results(PEOPLE, log=log(visits))
    for name in ("retention", "habitual", "stickiness"):
        assert all(share is None or 0 <= share <= 1 for share in by_scope(found, name).values()), name
    assert set(by_scope(found, "always").values()) <= {1.0, None}
    # Everybody was new once: the newcomers of a year are all there are.
    assert number(found.kpi("ever").total) in (None, number(found.kpi("all").total))


@_SOME
@given(_VISITS)
def test_retention_is_what_sets_of_people_give(visits: list[tuple[str, int]]) -> None:
    found = results(PEOPLE, log=log(visits))
    months: dict[Period, set[str]] = {}
    for person, back in visits:
        months.setdefault(PERIOD.shift(0).containing(PERIOD.end - timedelta(back), PERIOD.kind), set()).add(person)
    start = PERIOD.shift(-2)
    earlier = set[str]().union(*(people for month, people in months.items() if month < start))
    cohort = months.get(start, set()) - earlier
    expected = len(cohort & months.get(PERIOD, set())) / len(cohort) if cohort else None
    value = number(found.kpi("retention").total)
    # Before the first and after the last row of the log nothing is known.
    if PERIOD in months and (earlier or start in months):
        assert value == (None if expected is None else pytest.approx(expected))


CASES = """
    received: {unit: count, formula: "count(cases, on=opened)"}
    closed: {unit: count, formula: "count(cases, on=closed)"}
    backlog: {unit: count, formula: "count(cases, where=opened <= period_end and not closed <= period_end)"}
    forward: {unit: count, formula: previous(kpi.backlog) + kpi.received - kpi.closed}
    half: {unit: days, decimals: 6, formula: "days_within(opened, closed, 50)"}
    most: {unit: days, decimals: 6, formula: "days_within(opened, closed, 90)"}
    nearest: {unit: days, formula: "percentile(days(opened, closed), 90, where=closed <= period_end)"}
    half_of_closed: {unit: days, formula: "days_within(opened, closed, 50, where=closed <= period_end)"}
"""
_CASE = st.tuples(_BACK, st.none() | st.integers(0, 90))


def cases(rows: list[tuple[int, int | None]]) -> pd.DataFrame:
    opened = [PERIOD.end - timedelta(back) for back, _ in rows]
    closed = [None if days is None else day + timedelta(days) for day, (_, days) in zip(opened, rows, strict=True)]
    return pd.DataFrame({"opened": pd.to_datetime(opened), "closed": pd.to_datetime(pd.Series(closed, dtype=object))})


@_SOME
@given(st.lists(_CASE, min_size=1, max_size=20))
def test_the_backlog_rolls_forward(rows: list[tuple[int, int | None]]) -> None:
    found = results(CASES, cases=cases(rows))
    backlog, forward = (number(found.kpi(name).total) for name in ("backlog", "forward"))
    assert forward in (None, backlog)


@_SOME
@given(st.lists(_CASE, min_size=1, max_size=20))
def test_what_is_open_makes_the_days_longer_and_never_shorter(rows: list[tuple[int, int | None]]) -> None:
    found = results(CASES, cases=cases(rows))
    half, most, ended = (number(found.kpi(name).total) for name in ("half", "most", "half_of_closed"))
    if most is not None:
        assert half is not None
        assert half <= most
    if half is not None:
        assert ended is not None
        assert ended <= half


@_SOME
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 90)), min_size=1, max_size=20))
def test_where_nothing_is_open_the_days_are_the_percentile(rows: list[tuple[int, int]]) -> None:
    ended = [(back, min(days, back)) for back, days in rows]
    found = results(CASES, cases=cases([(back, days) for back, days in ended]))
    assert number(found.kpi("most").total) == number(found.kpi("nearest").total)
    days = sorted(days for _, days in ended)
    assert number(found.kpi("half").total) == days[-(-len(days) // 2) - 1]


USE = """
    active: {formula: sum(active)}
    share: {unit: percent, decimals: 6, formula: sum(active) / sum(licensed)}
    rolling_one: {formula: "rolling(sum(active), 1)"}
    average_one: {formula: "average(sum(active), 1)"}
    year: {formula: year_to_date(sum(active))}
    twelve: {formula: "rolling(sum(active), 12)"}
    mean_of_year: {formula: "average(sum(active), 12)"}
    before: {formula: previous(sum(active))}
    growth: {unit: percent, formula: growth(sum(active))}
    change: {formula: change(sum(active))}
    slope: {decimals: 6, formula: "slope(sum(active), 4)"}
    part: {unit: percent, formula: sum(active) / overall(sum(active))}
    many: {unit: count, formula: entities(kpi.share >= 0.5)}
    few: {unit: count, formula: entities(kpi.share < 0.5)}
    known: {unit: count, formula: entities(kpi.share)}
    margin: {unit: points, decimals: 6, formula: margin(kpi.share)}
"""
_MONTH = st.tuples(st.sampled_from("ABCDQ"), st.none() | st.integers(0, 50), st.integers(0, 100))
_YEAR = st.lists(st.lists(_MONTH, min_size=1, max_size=4), min_size=12, max_size=12)
_Months = list[list[tuple[str, int | None, int]]]


def use(months: _Months) -> pd.DataFrame:
    rows = [(*row, PERIOD.shift(-back).end) for back, month in enumerate(months) for row in month]
    frame = pd.DataFrame(rows, columns=["unit", "active", "licensed", DATE])
    numbers = {name: frame[name].astype("Float64").to_numpy(float, na_value=np.nan) for name in ("active", "licensed")}
    return frame.assign(**numbers, **{DATE: pd.to_datetime(frame[DATE])})


@_SOME
@given(_YEAR)
def test_windows_agree_with_the_periods_they_span(months: _Months) -> None:
    found = results(USE, use=use(months))
    value = {kpi.id: number(kpi.total) for kpi in found.kpis}
    assert value["rolling_one"] == value["average_one"] == value["active"]
    assert value["year"] == value["twelve"]
    past = [number(figure) for figure in found.kpi("active").history][-12:]
    known = [amount for amount in past if amount is not None]
    # A month whose cells are all empty has no number; its rows add nothing to a sum over the year.
    assert (value["year"] or 0) == sum(known)
    assert value["mean_of_year"] == (pytest.approx(sum(known) / 12) if len(known) == 12 else None)


@_SOME
@given(_YEAR)
def test_a_change_leads_from_then_to_now_or_is_not_known(months: _Months) -> None:
    found = results(USE, use=use(months))
    now, before, growth, change, slope = (
        by_scope(found, name) for name in ("active", "before", "growth", "change", "slope")
    )
    # The rows of nobody's unit are a group only where there are any.
    for scope in now.keys() & before.keys() & growth.keys() & change.keys():
        a, b = now[scope], before[scope]
        assert (change[scope] is None) == (a is None or b is None)
        assert (growth[scope] is None) == (a is None or not b)
        if a is not None and b is not None:
            assert change[scope] == a - b
            assert b * (1 + (growth[scope] or 0)) == pytest.approx(a if b else 0)
    past = [number(figure) for figure in found.kpi("active").history][-4:]
    if None in past:
        assert slope[""] is None
    else:
        assert slope[""] == pytest.approx(float(np.polyfit(range(4), np.array(past, float), 1)[0]), abs=1e-6)


@_SOME
@given(_YEAR)
def test_parts_of_the_whole_add_up(months: _Months) -> None:
    found = results(USE, use=use(months))
    parts, total = by_scope(found, "part"), number(found.kpi("active").total)
    if total:
        # Rows of units that are not in the entity table count in the total and in the group "not assigned".
        assert sum(part for scope, part in parts.items() if scope and part) == pytest.approx(1)
    many, few, known = (by_scope(found, name) for name in ("many", "few", "known"))
    for scope in known:
        assert (many[scope] is None) == (known[scope] is None)
        assert known[scope] is None or (many[scope] or 0) + (few[scope] or 0) == known[scope]
    assert (known[""] or 0) == sum(count for scope, count in known.items() if scope and count)


@_SOME
@given(_YEAR)
def test_a_margin_is_widest_for_a_half(months: _Months) -> None:
    found = results(USE, use=use(months))
    share, margin = found.kpi("share").total, number(found.kpi("margin").total)
    value = number(share)
    if value is None or value > 1:
        assert margin is None
        return
    assert isinstance(share.denominator, Quantity)
    assert margin is not None
    assert 0 <= margin <= 0.98 / float(share.denominator.amount) ** 0.5 + 1e-9


def test_a_line_is_continued(tmp_path: Path) -> None:
    kpis = """
    line: {formula: sum(active), target: {path: linear, from: 2024-06, start: 0, due: 2025-04, end: 100}}
    ahead: {formula: "forecast(kpi.line, 6)"}
    left: {formula: "periods_to_goal(kpi.line, 6)"}
    """
    straight: _Months = [[("A", 60 - 5 * back, 100)] for back in range(12)]
    found = results(kpis, use=use(straight))
    assert {kpi.id: number(kpi.total) for kpi in found.kpis} == {"line": 60, "ahead": 80, "left": 8}


def test_the_cut_off_hides_what_comes_after_it() -> None:
    kpis = """
    new: {formula: "newcomers(person, on=day)"}
    open: {formula: "days_within(opened, closed, 50)"}
    days: {formula: period_days}
    count: {formula: "count(log, on=day) / period_days", decimals: 6}
    """
    # A formula of the period alone uses no data.
    with pytest.raises(AssertionError):
        made(kpis)
    ready = made("\n".join(line for line in kpis.splitlines() if "formula: period_days" not in line))
    rows = log([("p", 25), ("q", 10), ("r", 2)])
    frames = {"units": UNITS.copy(), "log": rows, "cases": cases([(20, 5), (19, 18), (18, None)])}
    frames["use"] = pd.DataFrame(columns=["unit", "active", "licensed", DATE])
    tables = {}
    for name, frame in frames.items():
        frame[FILE], frame[ROW] = 0, range(2, len(frame) + 2)
        tables[name] = DataTable(name, ready.project.tables[name], frame, (SourceFile(f"{name}.csv", "", len(frame)),))
    found = compute(ready, Dataset(tables), PERIOD, date(2024, 12, 25))
    values = {kpi.id: number(kpi.total) for kpi in found.kpis}
    assert values["new"] == 2
    # One of three closed by the 25th, two are open: half is never reached.
    assert values["open"] is None
    assert values["count"] == pytest.approx(2 / 25)
