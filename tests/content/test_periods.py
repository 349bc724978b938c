"""Periods: names both ways, steps, and fiscal years named after the year they end in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.content.periods import Period, PeriodKind

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
KINDS = st.sampled_from(list(PeriodKind))
STARTS = st.integers(1, 12)


@given(DAYS, KINDS, STARTS)
def test_a_period_is_found_again_by_its_name(day, kind, fiscal_start):
    period = Period.containing(day, kind, fiscal_start)
    assert day in period
    assert Period.parse(period.id, kind, fiscal_start) == period


@given(DAYS, KINDS, STARTS, st.integers(-60, 60))
def test_steps_there_and_back_lead_to_the_same_period(day, kind, fiscal_start, steps):
    period = Period.containing(day, kind, fiscal_start)
    later = period.shift(steps)
    assert later.steps_since(period) == steps
    assert later.shift(-steps) == period


@given(DAYS, KINDS, STARTS)
def test_periods_follow_each_other_without_a_gap(day, kind, fiscal_start):
    period = Period.containing(day, kind, fiscal_start)
    assert period.previous.end + timedelta(days=1) == period.start
    assert period.previous < period


@pytest.mark.parametrize(
    ("name", "kind", "fiscal_start", "start", "end"),
    [
        ("2024-02", PeriodKind.MONTH, 1, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q4", PeriodKind.QUARTER, 1, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-Q1", PeriodKind.QUARTER, 4, date(2025, 4, 1), date(2025, 6, 30)),
        ("2026", PeriodKind.YEAR, 4, date(2025, 4, 1), date(2026, 3, 31)),
        ("2020-W53", PeriodKind.WEEK, 1, date(2020, 12, 28), date(2021, 1, 3)),
    ],
)
def test_names_mean_days(name, kind, fiscal_start, start, end):
    period = Period.parse(name, kind, fiscal_start)
    assert (period.start, period.end, period.id) == (start, end, name)


def test_the_year_before_of_a_week_is_52_weeks_earlier():
    assert Period.parse("2026-W41").year_ago.id == "2025-W41"
    assert Period.parse("2023-10").year_ago.id == "2022-10"


@pytest.mark.parametrize("text", ["2023-13", "23-10", "2023-Q5", "2023-W54", ""])
def test_what_is_no_period_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="expected a month such as 2026-10"):
        Period.parse(text, PeriodKind.MONTH)
