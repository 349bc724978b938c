"""One printed text per value, and the number format that shows the same text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.content.values import Count, Days, Money, NoData, Number, Percent, Points, Quantity
from reportgen.locales import cell_number, locale_for
from tests.locales.formats import shown

EN = locale_for("en")
NBSP, MINUS = "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Percent(Decimal("0.6466565"), 1), f"64.7{NBSP}%"),
        (Percent(Decimal("0.5"), 0), f"50{NBSP}%"),
        (Percent(Decimal("12.345"), 1), f"1{NBSP}234.5{NBSP}%"),
        (Points(Decimal("0.038"), 1, signed=True), "+3.8"),
        (Points(Decimal("-0.198"), 1, signed=True), f"{MINUS}19.8"),
        (Points(Decimal("-0.0004"), 1, signed=True), "0.0"),
        (Count(Decimal(999)), "999"),
        (Count(Decimal(5106)), f"5{NBSP}106"),
        (Count(Decimal(51820657)), f"51{NBSP}820{NBSP}657"),
        (Count(Decimal(-1200), signed=True), f"{MINUS}1{NBSP}200"),
        (Count(Decimal(0), signed=True), "0"),
        (Days(Decimal("1.085"), 2), "1.09"),
        (Number(Decimal("487.92"), 1), "487.9"),
        (Money(Decimal(180000)), f"€180{NBSP}000"),
        (Money(Decimal(-180000), signed=True), f"{MINUS}€180{NBSP}000"),
        (Money(Decimal(1000), currency="PLN"), f"PLN{NBSP}1{NBSP}000"),
        (NoData("the counter starts in April 2024"), "n/a"),
        (None, "n/a"),
        (12.5, "12.5"),
        (7896, f"7{NBSP}896"),
    ],
)
def test_a_value_prints_in_the_house_style(value, text):
    assert EN.text(value) == text


def test_the_usual_english_style_can_be_chosen():
    cldr = locale_for("en", "cldr")
    assert [cldr.text(v) for v in (Count(Decimal(5106)), Percent(Decimal("0.6466"), 1))] == ["5,106", "64.7%"]


def test_an_unknown_language_or_style_names_those_there_are():
    with pytest.raises(ValueError, match=r"no language 'xx'; there are .*\ben\b"):
        locale_for("xx")
    with pytest.raises(ValueError, match="no number style 'us'; there are eu, cldr"):
        locale_for("en", "us")


UNITS = st.sampled_from([Percent, Points, Count, Number, Days, Money])
AMOUNTS = st.decimals(-(10**9), 10**9, allow_nan=False, places=4) | st.fractions(-1, 1, max_denominator=10**4).map(
    lambda share: Decimal(share.numerator) / Decimal(share.denominator)
)


@given(UNITS, AMOUNTS, st.integers(0, 3), st.booleans(), st.sampled_from(["eu", "cldr"]))
@example(Count, Decimal("999.5"), 0, False, "eu")
@example(Points, Decimal("-0.0004"), 1, True, "eu")
@example(Count, Decimal(10**9), 0, False, "eu")
@example(Percent, Decimal("9.9995"), 1, False, "eu")
def test_a_cell_shows_the_printed_text(unit, amount, decimals, signed, style):
    value: Quantity = unit(amount / (100 if unit.scale == 100 else 1), decimals, signed)
    locale = locale_for("en", style)
    assert shown(cell_number(value), locale.number_format(value)) == locale.text(value)


@given(st.decimals(0, Decimal(10**9) - 1, places=2), st.integers(0, 2))
def test_one_format_serves_a_whole_column_of_unsigned_numbers(amount, decimals):
    for unit in (Count, Number, Days, Money):
        code = EN.number_format(unit(Decimal(1), decimals))
        value = unit(amount, decimals)
        assert shown(cell_number(value), code) == EN.text(value)


@given(st.decimals(-9, 9, places=5).filter(lambda gap: abs(gap) >= Decimal("0.0005")))
def test_one_format_serves_a_column_of_gaps(gap):
    code = EN.number_format(Points(Decimal("0.1"), 1, signed=True))
    value = Points(gap, 1, signed=True)
    assert shown(cell_number(value), code) == EN.text(value)
