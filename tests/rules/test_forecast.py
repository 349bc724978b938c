"""Where a KPI is heading: a line through what is known, inside its range, and never without its conditions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.charts import ChartKind, Event, Role
from reportgen.content.periods import Period
from reportgen.content.values import NoData, Quantity
from reportgen.rules.indicators.forecast import Forecast, forecast, outlook, outlook_title
from reportgen.rules.indicators.trends import trend_chart
from reportgen.rules.setting import Titles
from tests.rules.subjects import SETTING, amount_of, subject
from tests.rules.test_ranking import crm, said

RISING = (40.0, 42.0, 44.0, 46.0, 48.0, 50.0)
GOAL = (60.0, "2023-12")


def made(*values: float | None, goal: tuple[float, str] | None = GOAL, better: str = "higher") -> Forecast | None:
    return forecast(subject(values, 50, goal=goal, better=better), SETTING)


def test_a_straight_line_goes_on_as_it_went() -> None:
    found = made(*RISING)
    assert found is not None
    assert [str(one.value.rounded()) for one in found.expected] == ["52.0", "54.0"]
    assert (found.last.low.rounded(), found.last.high.rounded()) == (Decimal("54.0"), Decimal("54.0"))
    assert (found.points, found.reached) == (6, Period.parse("2024-03"))


@pytest.mark.parametrize(
    "values",
    [RISING[3:], (*RISING[:3], None, *RISING[3:]), (*RISING, None), ()],
    ids=["three periods", "a gap", "no number now", "nothing"],
)
def test_there_is_no_forecast_without_four_unbroken_periods(values: tuple[float | None, ...]) -> None:
    assert made(*(values or (None,))) is None


@pytest.mark.parametrize("goal", [None, (60.0, "2023-10"), (60.0, "2024-06")], ids=["none", "due now", "too far"])
def test_there_is_no_forecast_without_a_target_due_within_reach_of_the_history(goal: tuple[float, str] | None) -> None:
    assert made(*RISING, goal=goal) is None


def test_a_target_that_the_line_moves_away_from_is_not_in_sight() -> None:
    falling = tuple(reversed(RISING))
    found = made(*falling)
    assert found is not None
    assert found.reached is None
    made_of = subject(falling, 50, goal=GOAL)
    assert outlook_title(found, made_of, SETTING) is None
    sentences = outlook(made_of, SETTING)
    assert sentences is not None
    assert said(sentences.findings[1].statement) == "At this rate 60.0 % is not in sight."


def test_where_less_is_better_a_falling_line_reaches_the_target() -> None:
    found = made(*reversed(RISING), goal=(30.0, "2023-12"), better="lower")
    assert found is not None
    assert found.reached == Period.parse("2024-03")


def test_the_outlook_says_method_range_and_date() -> None:
    lead = crm().lead
    assert lead.trend is not None
    assert said(lead.trend.headline) == (
        "Active share rose to 66.4 %; at this rate 80.0 % comes in August 2027, five months late"
    )
    assert [said(finding.statement) for finding in lead.outlook.findings] == [
        "Going on as over the last 12 months, by +1.4 points a month, 73.2 % is expected in March 2027, "
        "between 68.5 % and 77.9 %.",
        "At this rate 80.0 % is reached in August 2027, five months late.",
        "A straight line through the last 12 months; tried out on eight of them, it missed the next month by "
        "2.7 points on average; the range holds four times of five.",
    ]


def test_the_trend_draws_the_forecast_from_the_last_value_on() -> None:
    trend = crm().lead.trend
    assert trend is not None
    by_role = {series.role: series.values for series in trend.series}
    expected = by_role[Role.FORECAST]
    assert [isinstance(value, NoData) for value in expected] == [True] * 12 + [False] * 6
    assert expected[12] == crm().lead.value
    last = expected[-1]
    assert isinstance(last, Quantity)
    assert last == crm().lead.forecast


def test_columns_have_no_forecast() -> None:
    chart = trend_chart(subject(RISING, 50, goal=GOAL), SETTING, Titles())
    assert chart is not None
    assert chart.kind is ChartKind.COLUMN
    assert Role.FORECAST not in {series.role for series in chart.series}


def test_the_events_of_a_kpi_are_marked_and_all_are_listed() -> None:
    trend = crm().lead.trend
    assert trend is not None
    assert trend.events == (
        Event("2026-04", "April 2026", "Field offices join"),
        Event("2026-09", "September 2026", "Coaching in Support"),
    )
    other = crm().kpi("user_satisfaction").trend
    assert other is not None
    assert other.events == ()
    assert [str(row.cells[1]) for row in crm().table("events").rows] == ["Coaching in Support", "Field offices join"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(0, 1000), min_size=4, max_size=13), st.integers(0, 1000), st.sampled_from(["higher", "lower"])
)
def test_a_forecast_lies_within_its_range_and_shares_within_the_whole(
    tenths: list[int], goal: int, better: str
) -> None:
    found = made(*(number / 10 for number in tenths), goal=(goal / 10, "2024-01"), better=better)
    assert found is not None
    for one in found.expected:
        assert 0 <= amount_of(one.low) <= amount_of(one.value) <= amount_of(one.high) <= 1
    now, aim = tenths[-1], goal
    if found.reached is not None:
        assert (aim - now) * (1 if better == "higher" else -1) > 0
        assert found.slope.amount * (1 if better == "higher" else -1) > 0
        assert found.reached > SETTING.period
