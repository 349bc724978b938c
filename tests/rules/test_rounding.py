"""Rounding happens once, at print: half away from zero on the exact decimal, as Excel shows it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.values import Count, Number, Percent, Quantity, exact


def half_away_from_zero(number: Fraction, decimals: int) -> Decimal:
    """By whole numbers alone, so that nothing can be rounded on the way."""
    scaled = abs(number) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if number >= 0 else -whole).scaleb(-decimals)


# Ratios of counts whose percentage, or thousandth, ends in an exact 5 after the last printed digit.
TIES = [
    (sign * (2 * step + 1), 2 * 10 ** (decimals + 2), decimals)
    for decimals in (0, 1, 2, 3)
    for step in (
        0,
        1,
        2,
        7,
        12,
        24,
        49,
        50,
        112,
        223,
        322,
        499,
        500,
        617,
        731,
        888,
        901,
        950,
        966,
        973,
        981,
        985,
        988,
        989,
        990,
    )
    for sign in (1, -1)
]


def test_there_are_two_hundred_ties() -> None:
    assert len(set(TIES)) == 200


@pytest.mark.parametrize(("top", "bottom", "decimals"), TIES)
def test_a_tie_is_rounded_away_from_zero(top: int, bottom: int, decimals: int) -> None:
    share = Percent(exact(Fraction(top, bottom)), decimals)
    expected = half_away_from_zero(Fraction(100 * top, bottom), decimals)
    assert share.rounded() == expected
    # A tie is half a step from the number, whatever side a float of it would have fallen on.
    assert abs(share.rounded() - 100 * Decimal(top) / Decimal(bottom)) == Decimal(5).scaleb(-decimals - 1)


@settings(deadline=None)
@given(st.integers(-(10**9), 10**9), st.integers(1, 10**9), st.integers(0, 4))
def test_a_ratio_of_counts_prints_as_the_fraction_says(top: int, bottom: int, decimals: int) -> None:
    ratio = Fraction(top, bottom)
    assert Percent(exact(ratio), decimals).rounded() == half_away_from_zero(ratio * 100, decimals)


@pytest.mark.parametrize(
    ("number", "printed"),
    [(2.675, "2.68"), (1.005, "1.01"), (-1.005, "-1.01"), (0.145, "0.15"), (0.1 + 0.2, "0.30"), (-0.004, "0.00")],
)
def test_a_float_is_rounded_as_the_decimal_that_excel_keeps(number: float, printed: str) -> None:
    assert str(Number(exact(number), 2).rounded()) == printed


@pytest.mark.parametrize("value", [Count(Decimal("-0.4")), Percent(Decimal("-0.0004"), 1)])
def test_nothing_is_minus_zero(value: Quantity) -> None:
    assert not value.rounded().is_signed()
