"""Numbers: rounded once and half away from zero, compared by what they are, never 0 when missing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.content.values import Count, Days, NoData, Number, Percent, Points, Quantity, difference, exact


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (Count(Decimal("2.5")), "3"),
        (Count(Decimal("-2.5")), "-3"),
        (Percent(Decimal("0.0625"), 1), "6.3"),
        (Percent(exact(Fraction(2, 3)), 1), "66.7"),
        (Points(Decimal("-0.0004"), 1), "0.0"),
        (Days(Decimal("1.005"), 2), "1.01"),
        (Count(exact(2.675), 2), "2.68"),
    ],
)
def test_rounds_half_away_from_zero_as_excel_shows(value: Quantity, digits: str):
    assert str(value.rounded()) == digits


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_rounding_a_ratio_is_rounding_the_exact_fraction(top, bottom, decimals):
    step = Fraction(1, 10**decimals)
    share = Fraction(top, bottom)
    nearest = int(abs(share) * 100 / step + Fraction(1, 2)) * step * (1 if share >= 0 else -1)
    assert Fraction(Percent(exact(share), decimals).rounded()) == nearest


def test_shares_differ_in_points_and_other_numbers_in_their_unit():
    assert difference(Percent(Decimal("0.664"), 1), Percent(Decimal("0.626"), 1)) == Points(Decimal("0.038"), 1, True)
    assert difference(Count(Decimal(5)), Count(Decimal(8))) == Count(Decimal(-3), 0, True)


def test_a_difference_of_numbers_that_go_on_for_ever_is_rounded_as_the_exact_one():
    change = difference(Number(exact(Fraction(46, 3))), Number(exact(Fraction(59, 6))))
    assert isinstance(change, Quantity)
    assert change.amount == Decimal("5.5")
    assert change.rounded() == 6


@given(
    st.fractions(-(10**9), 10**9, max_denominator=10**6),
    st.fractions(-(10**9), 10**9, max_denominator=10**6),
    st.integers(0, 4),
)
def test_every_difference_is_rounded_as_the_exact_one(number, other, decimals):
    change = difference(Number(exact(number), decimals), Number(exact(other), decimals))
    assert isinstance(change, Quantity)
    size = int(abs(number - other) * 10**decimals + Fraction(1, 2))
    assert abs(change.rounded()) * 10**decimals == size


def test_nothing_differs_from_no_data():
    reason = NoData("no rows")
    assert difference(reason, Count(Decimal(8))) == reason
    assert difference(Count(Decimal(8)), reason) == reason
    assert not reason


def test_ids_name_facts_but_do_not_make_numbers_different():
    assert Count(Decimal(5), id="kpi.a") == Count(Decimal(5)).named("kpi.b")
    assert Count(Decimal(5)).named("kpi.b").id == "kpi.b"
