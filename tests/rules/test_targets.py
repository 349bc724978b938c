"""Targets: paths, tolerances, status on unrounded values."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.periods import Period
from reportgen.content.values import Status
from reportgen.project import KpiSpec
from reportgen.rules.targets import TargetPath, judge

ROLL_OUT = TargetPath(Fraction(1), Fraction(0), Period.parse("2023-05"), Period.parse("2023-11"))


def spec(**said: str) -> KpiSpec:
    return KpiSpec.model_validate({"formula": "count(t)", "unit": "percent", **said})


@pytest.mark.parametrize(
    ("period", "target"),
    [
        ("2023-04", None),
        ("2023-05", Fraction(0)),
        ("2023-06", Fraction(1, 6)),
        ("2023-10", Fraction(5, 6)),
        ("2023-11", Fraction(1)),
        ("2024-10", Fraction(1)),
    ],
)
def test_a_linear_path_takes_equal_steps_by_period_and_stays_at_its_end(period: str, target: Fraction | None) -> None:
    assert ROLL_OUT.at(Period.parse(period)) == target


def test_a_constant_holds_in_every_period() -> None:
    assert TargetPath(Fraction(4, 5)).at(Period.parse("1999-01")) == Fraction(4, 5)


@pytest.mark.parametrize(
    ("value", "status", "rule"),
    [
        (Fraction(8, 10), Status.ON_TRACK, "at or above the target"),
        (Fraction(8, 10) - Fraction(1, 10**20), Status.AT_RISK, "up to 5 points below the target"),
        (Fraction(75, 100), Status.AT_RISK, "up to 5 points below the target"),
        (Fraction(75, 100) - Fraction(1, 10**20), Status.OFF_TRACK, "more than 5 points below the target"),
        (None, Status.NO_DATA, "no data"),
    ],
)
def test_limits_belong_to_the_better_side_and_nothing_is_rounded(
    value: Fraction | None, status: Status, rule: str
) -> None:
    verdict = judge(value, Fraction(8, 10), spec())
    assert (verdict.status, verdict.rule) == (status, rule)


@pytest.mark.parametrize(
    ("value", "status", "rule"),
    [
        (30, Status.ON_TRACK, "at or below the target"),
        (33, Status.AT_RISK, "up to 10 % above the target"),
        (34, Status.OFF_TRACK, "more than 10 % above the target"),
    ],
)
def test_lower_is_better_is_mirrored_and_counts_take_a_part_of_the_target(
    value: int, status: Status, rule: str
) -> None:
    verdict = judge(Fraction(value), Fraction(30), spec(unit="count", better="lower"))
    assert (verdict.status, verdict.rule) == (status, rule)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"tolerance": "2.5 points"}, "up to 2.5 points below the target path"),
        ({"tolerance": "1 points"}, "up to 1 point below the target path"),
        ({"unit": "days", "tolerance": "2 days"}, "up to 2 days below the target path"),
        ({"unit": "count", "tolerance": "20 %"}, "up to 20 % below the target path"),
        ({"unit": "count", "tolerance": "30"}, "up to 30 below the target path"),
        ({"unit": "money", "tolerance": "1000"}, "up to EUR 1000 below the target path"),
    ],
)
def test_the_rule_names_the_tolerance(said: dict[str, str], words: str) -> None:
    target = Fraction(100)
    assert judge(target - Fraction(1, 1000), target, spec(**said), moves=True).rule == words


def test_a_kpi_without_target_has_no_status() -> None:
    assert judge(Fraction(1), None, spec()).status is Status.NO_TARGET


_ORDER = [Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK]
_NUMBERS = st.fractions(-1000, 1000, max_denominator=10_000)


@settings(deadline=None)
@given(_NUMBERS, _NUMBERS, _NUMBERS, st.sampled_from(["higher", "lower"]), st.sampled_from(["percent", "count"]))
def test_a_better_value_never_has_a_worse_status(
    one: Fraction, other: Fraction, target: Fraction, better: str, unit: str
) -> None:
    worse, best = sorted([one, other], reverse=better == "lower")
    declared = spec(better=better, unit=unit)
    assert _ORDER.index(judge(worse, target, declared).status) <= _ORDER.index(judge(best, target, declared).status)
