"""What a target takes, what came, what is expected: by hand, and never over a gap."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.kpis import Prospect
from reportgen.content.periods import Period
from reportgen.content.values import NoData, Quantity, Range
from reportgen.rules.indicators.forecast import forecast
from reportgen.rules.indicators.prospects import prospect, prospects
from reportgen.rules.setting import Titles
from tests.rules.subjects import SETTING, subject
from tests.rules.test_ranking import crm, said

GOAL = (60.0, "2023-12")


def of(*values: float | None, goal: tuple[float, str] | None = GOAL, better: str = "higher") -> Prospect:
    return prospect(subject(values, 50, goal=goal, better=better), SETTING)


def number(value: object) -> str:
    assert isinstance(value, Quantity), value
    return str(value.rounded())


def test_run_rate_needed_and_brought_by_hand() -> None:
    # From 48 to 60 in two months: 6 a month. The last three steps: 2, 4, 0, so 2 a month: a third of what is needed.
    made = of(42, 44, 48, 48)
    assert (number(made.needed), number(made.achieved), made.over, number(made.ratio)) == ("6.0", "2.0", 3, "0.3")
    # Least squares through 42, 44, 48, 48: slope (3 * 6 + 1 * 4) / 10 = 2.2; 48 + 2 * 2.2.
    assert number(made.expected) == "52.4"
    # (60 - 48) / 2.2 = 5.45, so in the sixth month.
    assert made.reached == Period.parse("2024-04")
    assert (made.points, made.trials, isinstance(made.error, NoData)) == (4, 0, True)


def test_the_past_miss_is_the_mean_of_what_lines_missed_one_step_ahead() -> None:
    # 40, 42, 44, 46 give 48, and 49 came; 40, 42, 44, 46, 49 give 49 + 2.2, and 53 came: misses of 1 and 1.8.
    made = of(40, 42, 44, 46, 49, 53)
    assert (made.trials, number(made.error)) == (2, "1.4")
    assert said(made.method) == (
        "A straight line through the last six months; tried out on two of them, it missed the next month by 1.4 points "
        "on average; the range holds four times of five."
    )


def test_where_less_is_better_all_is_mirrored() -> None:
    made = of(58, 56, 52, 52, goal=(40.0, "2023-12"), better="lower")
    assert (number(made.needed), number(made.achieved), number(made.ratio)) == ("-6.0", "-2.0", "0.3")
    assert made.reached == Period.parse("2024-04")


def test_a_target_that_is_met_takes_nothing_more() -> None:
    made = of(58, 59, 60, 61)
    assert (made.met, isinstance(made.needed, NoData), isinstance(made.ratio, NoData)) == (True, True, True)


@pytest.mark.parametrize(
    ("values", "goal", "reason"),
    [
        (
            (40, 42, None, 44, 46, 48),
            GOAL,
            "No forecast: no data for July 2023, three months since then, four are needed",
        ),
        ((40, 42, 44, 46, 48, None), GOAL, "No forecast: no data for October 2023"),
        ((44, 46, 48), GOAL, "No forecast: data for three months, four are needed"),
        (
            (42, 44, 46, 48),
            (60.0, "2024-06"),
            "No forecast: due in eight months, further ahead than the four months without a gap look back",
        ),
    ],
    ids=["a gap", "no data now", "too few", "too far"],
)
def test_without_a_forecast_the_reason_is_said(
    values: tuple[float | None, ...], goal: tuple[float, str], reason: str
) -> None:
    made = of(*values, goal=goal)
    assert made
    assert said(made.method) == reason
    assert isinstance(made.expected, NoData)
    assert made.expected.reason == made.method.text
    assert made.reached is None


@pytest.mark.parametrize("goal", [None, (60.0, "2023-10")], ids=["none", "due now"])
def test_without_a_target_ahead_there_is_no_prospect(goal: tuple[float, str] | None) -> None:
    assert not of(42, 44, 46, 48, goal=goal)


def test_a_gap_is_never_bridged_by_the_pace() -> None:
    assert isinstance(of(40, 42, 44, None, 48).achieved, NoData)
    made = of(40, None, 44, 48)
    assert (number(made.achieved), made.over) == ("4.0", 1)


def test_the_table_has_a_row_for_every_target_ahead_and_says_how_many_come_in_time() -> None:
    made = crm()
    table = made.table("outlook")
    keys = [column.key for column in table.columns]
    rows = {row.key: dict(zip(keys, row.cells, strict=True)) for row in table.rows}
    assert rows.keys() == {kpi.id for kpi in made.kpis if kpi.ahead}
    lead = rows["active_share"]
    assert [said_of(lead[key]) for key in ("due", "needed", "achieved", "expected", "range", "reached", "error")] == [
        "Mar 2027",
        "+2.7",
        "+3.0",
        "73.2 %",
        "68.5 % to 77.9 %",
        "Aug 2027",
        "2.7",
    ]


def said_of(cell: object) -> str:
    return SETTING.locale.text(cell).replace("\N{NO-BREAK SPACE}", " ")


def test_a_title_counts_those_in_time() -> None:
    subjects = [subject((40, 44, 48, 52), 50, goal=GOAL, id="a"), subject((48, 48, 49, 49), 50, goal=GOAL, id="b")]
    made = [prospect(one, SETTING) for one in subjects]
    assert said(prospects(subjects, made, SETTING, Titles()).headline) == (
        "Reach misses its date at the present rate; one of two indicators keeps its own"
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=13), st.integers(0, 1000), st.integers(1, 5))
def test_prospects_are_consistent(tenths: list[int], goal: int, ahead: int) -> None:
    due = Period.parse("2023-10").shift(ahead)
    held = subject([each / 10 for each in tenths], 50, goal=(goal / 10, due.id))
    made = prospect(held, SETTING)
    found = forecast(held, SETTING)
    assert made.met == (tenths[-1] >= goal)
    assert bool(made.points) == (found is not None) == (len(tenths) >= max(4, ahead))
    if isinstance(made.needed, Quantity):
        exact = (Decimal(goal) - tenths[-1]) / 1000 / ahead
        assert abs(made.needed.amount - exact) < Decimal("1e-20")
        assert made.needed.amount > 0
    if found is not None:
        assert isinstance(made.range, Range)
        assert isinstance(made.expected, Quantity)
        assert made.range.low.amount <= made.expected.amount <= made.range.high.amount
    assert made.trials == max(0, min(len(tenths), 12) - 4) * bool(made.points)
