"""What holds for all data: parts make the whole, a rate lies between the rates of its parts."""

from __future__ import annotations

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

PERIOD = Period.parse("2024-03")
PROJECT = f"""
title: Test
{ENTITIES}
tables:{UNITS_TABLE}
  usage:
    files: usage.csv
    time: TIME
    date: {{from: month, format: yyyy-mm}}
    entity: unit
    columns: {{unit: {{type: id}}, active: {{type: count}}, licensed: {{type: count}}}}
kpis:
  active: {{unit: count, formula: sum(active)}}
  rate: {{unit: percent, decimals: 6, formula: sum(active) / sum(licensed)}}
  picky: {{unit: percent, formula: "sum(active, where=licensed > 5) / sum(licensed, where=active < 50)"}}
  mean: {{decimals: 6, formula: "weighted(active, licensed)"}}
"""


@cache
def made(time: str) -> Plan:
    with TemporaryDirectory() as folder:
        ready, problems = plan(write_project(Path(folder), PROJECT.replace("TIME", time)))
    assert problems == []
    return ready


def results(time: str, rows: list[tuple[int, str, int | None, int | None]]) -> Results:
    ready = made(time)
    units = pd.DataFrame({"id": list("ABCDE"), "name": list("ABCDE"), "segment": ["N", "N", "S", "S", None]})
    usage = pd.DataFrame(
        {
            "unit": [row[1] for row in rows],
            "active": np.array([np.nan if row[2] is None else row[2] for row in rows], float),
            "licensed": np.array([np.nan if row[3] is None else row[3] for row in rows], float),
            DATE: pd.to_datetime([PERIOD.shift(-row[0]).end for row in rows]),
        }
    )
    file = SourceFile("usage.csv", "", len(rows))
    tables = {}
    for name, frame in (("units", units), ("usage", usage)):
        frame[FILE], frame[ROW] = 0, range(2, len(frame) + 2)
        tables[name] = DataTable(name, ready.project.tables[name], frame, (file,))
    return compute(ready, Dataset(tables), PERIOD)


def amount(figure: Figure) -> float | None:
    return float(figure.value.amount) if isinstance(figure.value, Quantity) else None


# Each example computes four KPIs over thirteen periods; how long that takes is not what is tested.
_SOME = settings(max_examples=20, deadline=None)
_COUNTS = st.none() | st.integers(0, 10**6)
_ROW = st.tuples(st.integers(0, 2), st.sampled_from("ABCDEQ"), _COUNTS, _COUNTS)
_ROWS = st.lists(_ROW, max_size=12)
_READINGS = st.lists(_ROW, max_size=12, unique_by=lambda row: row[:2])


@_SOME
@given(_ROWS)
def test_the_groups_of_a_sum_add_up_to_the_total(rows: list[tuple[int, str, int | None, int | None]]) -> None:
    kpi = results("flow", rows).kpi("active")
    groups = [amount(figure) for figure in kpi.groups["segment"]]
    assert sum(part for part in groups if part is not None) == (amount(kpi.total) or 0)
    assert (amount(kpi.total) is None) == all(part is None for part in groups)


@_SOME
@given(_READINGS)
def test_the_increases_of_a_counter_add_up_to_the_difference_of_its_totals(
    rows: list[tuple[int, str, int | None, int | None]],
) -> None:
    rows = [(back, unit, active or 0, licensed) for back, unit, active, licensed in rows]
    kpi = results("cumulative", rows).kpi("active")
    now, then = ([row[2] or 0 for row in rows if row[0] == back] for back in (0, 1))
    if not (now and then):
        assert amount(kpi.total) is None
        return
    assert amount(kpi.total) == sum(now) - sum(then)
    groups = [amount(figure) for figure in kpi.groups["segment"]]
    assert sum(part for part in groups if part is not None) == sum(now) - sum(then)


@_SOME
@given(_ROWS)
def test_a_rate_lies_between_the_rates_of_its_groups(rows: list[tuple[int, str, int | None, int | None]]) -> None:
    kpi = results("flow", rows).kpi("rate")
    rates = [rate for figure in kpi.groups["segment"] if (rate := amount(figure)) is not None]
    total = amount(kpi.total)
    # A group of users without licences raises the total and has no rate of its own.
    if total is not None and all(licensed > 0 for licensed in _denominators(kpi.groups["segment"])):
        assert min(rates) - 1e-12 <= total <= max(rates) + 1e-12


def _denominators(figures: tuple[Figure, ...]) -> list[float]:
    return [float(figure.denominator.amount) for figure in figures if isinstance(figure.denominator, Quantity)]


@_SOME
@given(_ROWS)
def test_a_weighted_mean_lies_between_the_extremes(rows: list[tuple[int, str, int | None, int | None]]) -> None:
    total = amount(results("flow", rows).kpi("mean").total)
    weighed = [row[2] for row in rows if row[0] == 0 and row[2] is not None and row[3]]
    assert (total is None) == (not weighed)
    if total is not None:
        assert min(weighed) - 1e-6 <= total <= max(weighed) + 1e-6


def slow_ratio(rows: list[tuple[int | None, int | None]]) -> float | None:
    """sum(active, where=licensed > 5) / sum(licensed, where=active < 50), read row by row."""
    above = [row for row in rows if row[1] is not None and row[1] > 5]
    below = [row for row in rows if row[0] is not None and row[0] < 50]
    lacking = [row for row in above if row[0] is None] + [row for row in below if row[1] is None]
    top = [row[0] for row in above if row not in lacking]
    bottom = [row[1] for row in below if row not in lacking]
    if not rows or (above and not top) or not sum(filter(None, bottom)):
        return None
    return sum(filter(None, top)) / sum(filter(None, bottom))


_SMALL = st.none() | st.integers(0, 100)


@_SOME
@given(st.lists(st.tuples(st.just(0), st.sampled_from("ABCDEQ"), _SMALL, _SMALL), max_size=12))
def test_a_ratio_is_what_reading_the_rule_row_by_row_gives(rows: list[tuple[int, str, int | None, int | None]]) -> None:
    kpi = results("flow", rows).kpi("picky")
    assert amount(kpi.total) == pytest.approx(slow_ratio([row[2:] for row in rows]))
    assert kpi.entities is not None
    for unit, value in zip(kpi.entities.keys, kpi.entities.values, strict=True):
        expected = slow_ratio([row[2:] for row in rows if row[1] == unit])
        assert (None if np.isnan(value) else value) == pytest.approx(expected)
