"""Targets: paths, tolerances, status on unrounded values."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.periods import Period
from reportgen.content.values import Status
from reportgen.project import KpiSpec
from reportgen.rules.targets.status import Band, TargetPath, gap_to, judge

ROLL_OUT = TargetPath(Fraction(1), Fraction(0), Period.parse("2023-05"), Period.parse("2023-11"))


def plain(words: str) -> str:
    """With blanks instead of those that keep a number and its unit on one line."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")


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
    assert (verdict.status, plain(verdict.rule)) == (status, rule)


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
    assert (verdict.status, plain(verdict.rule)) == (status, rule)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"tolerance": "2.5 points"}, "up to 2.5 points below the target path"),
        ({"tolerance": "1 points"}, "up to 1 point below the target path"),
        ({"unit": "days", "tolerance": "2 days"}, "up to 2 days below the target path"),
        ({"unit": "count", "tolerance": "20 %"}, "up to 20 % below the target path"),
        ({"unit": "count", "tolerance": "30"}, "up to 30 below the target path"),
        ({"unit": "money", "tolerance": "1000"}, "up to €1 000 below the target path"),
    ],
)
def test_the_rule_names_the_tolerance(said: dict[str, str], words: str) -> None:
    target = Fraction(100)
    assert plain(judge(target - Fraction(1, 1000), target, spec(**said), moves=True).rule) == words


def test_a_kpi_without_target_has_no_status() -> None:
    assert judge(Fraction(1), None, spec()).status is Status.NO_TARGET


@pytest.mark.parametrize(
    ("steps", "target"),
    [
        (0, Fraction(1, 10)),
        # 0.5 * (3x² - 2x³): x = 1/8 gives 3/64 - 2/512 = 11/256, x = 1/4 gives 3/16 - 2/64 = 5/32.
        (1, Fraction(1, 10) + Fraction(11, 512)),
        (2, Fraction(1, 10) + Fraction(5, 64)),
        (4, Fraction(35, 100)),
        (6, Fraction(1, 10) + Fraction(27, 64)),
        (8, Fraction(6, 10)),
        (9, Fraction(6, 10)),
    ],
)
def test_an_s_curve_is_slow_fast_slow_and_ends_exactly(steps: int, target: Fraction) -> None:
    begins = Period.parse("2026-01")
    path = TargetPath(Fraction(6, 10), Fraction(1, 10), begins, begins.shift(8), curved=True)
    assert path.at(begins.shift(steps)) == target


def test_steps_stay_until_the_next_one() -> None:
    steps = ((Period.parse("2026-01"), Fraction(2, 10)), (Period.parse("2026-04"), Fraction(5, 10)))
    path = TargetPath(Fraction(5, 10), due=steps[-1][0], steps=steps)
    found = [path.at(Period.parse(f"2026-{month:02}")) for month in range(1, 6)]
    assert found == [Fraction(2, 10)] * 3 + [Fraction(5, 10)] * 2
    assert path.at(Period.parse("2025-12")) is None


@pytest.mark.parametrize(
    ("value", "status", "rule"),
    [
        (20, Status.ON_TRACK, "within the range"),
        (30, Status.ON_TRACK, "within the range"),
        (18, Status.AT_RISK, "up to 2 below the range"),
        (17, Status.OFF_TRACK, "more than 2 below the range"),
        (35, Status.AT_RISK, "up to 5 above the range"),
        (36, Status.OFF_TRACK, "more than 5 above the range"),
    ],
)
def test_a_range_is_missed_by_the_distance_outside_it(value: int, status: Status, rule: str) -> None:
    declared = KpiSpec.model_validate(
        {"formula": "count(t)", "unit": "count", "tolerance": {"below": "2", "above": "5"}}
    )
    verdict = judge(Fraction(value), Band(Fraction(20), Fraction(30)), declared)
    assert (verdict.status, plain(verdict.rule)) == (status, rule)


def test_a_share_may_have_a_tolerance_that_is_a_part_of_its_target() -> None:
    declared = spec(tolerance="10 % of the target")
    assert judge(Fraction(54, 100), Fraction(6, 10), declared).status is Status.AT_RISK
    verdict = judge(Fraction(53, 100), Fraction(6, 10), declared)
    assert (verdict.status, plain(verdict.rule)) == (Status.OFF_TRACK, "more than 10 % of the target below the target")


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


@settings(deadline=None)
@given(_NUMBERS, _NUMBERS, _NUMBERS, st.integers(0, 50))
def test_the_nearer_to_a_range_the_better_the_status_and_both_sides_are_alike(
    value: Fraction, end: Fraction, other: Fraction, tolerance: int
) -> None:
    low, high = sorted([end, other + 2000])
    band, declared = Band(low, high), spec(unit="count", tolerance=str(tolerance))
    mirrored = low + high - value
    status = judge(value, band, declared).status
    assert status is judge(mirrored, band, declared).status
    assert abs(gap_to(value, band)) == abs(gap_to(mirrored, band))
    nearer = (value + (low + high) / 2) / 2
    assert _ORDER.index(judge(nearer, band, declared).status) >= _ORDER.index(status)


@settings(deadline=None)
@given(_NUMBERS, _NUMBERS, st.integers(1, 40), st.booleans())
def test_a_path_hits_both_ends_exactly_and_never_turns_back(
    start: Fraction, end: Fraction, length: int, curved: bool
) -> None:
    begins = Period.parse("2024-01")
    path = TargetPath(end, start, begins, begins.shift(length), curved)
    levels = [path.at(begins.shift(steps)) for steps in range(length + 3)]
    numbers = [level for level in levels if isinstance(level, Fraction)]
    assert (numbers[0], numbers[length], numbers[-1]) == (start, end, end)
    assert numbers == sorted(numbers, reverse=end < start)
    # Both halves are alike: what is missing after some steps is what is missing to the end as many steps before it.
    assert all(numbers[at] - start == end - numbers[length - at] for at in range(length + 1))


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 40), _NUMBERS, min_size=1, max_size=6), st.integers(-3, 50))
def test_steps_are_those_declared_and_nothing_between(held: dict[int, Fraction], asked: int) -> None:
    first = Period.parse("2024-01")
    steps = tuple((first.shift(at), held[at]) for at in sorted(held))
    path = TargetPath(steps[-1][1], due=steps[-1][0], steps=steps)
    passed = [at for at in held if at <= asked]
    assert path.at(first.shift(asked)) == (held[max(passed)] if passed else None)
