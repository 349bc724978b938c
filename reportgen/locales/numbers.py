"""Quantity to text, and to the Excel or chart number format that shows the same text.

The thousands separator in a format is a literal, so the characters do not depend on the regional
settings of whoever opens the workbook. The decimal separator of a format cannot be fixed: Excel
writes its own.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reportgen.content.values import Money, Percent, Points, Quantity, exact
from reportgen.locales.styles import MINUS, NumberStyle

# A format has room for two conditions (ECMA-376 part 1, 18.8.31), so for two magnitudes with separators.
_CONDITIONS = 2
# Below these, what rounding may add included, unsigned numbers share one format; shares are ratios.
_SHARED_NUMBER, _SHARED_RATIO = Decimal(999_999_000), Decimal("9.9")


def number_text(quantity: Quantity, style: NumberStyle) -> str:
    """The printed number with its unit sign; points, counts and days print digits only."""
    return _printed((type(quantity), _currency(quantity), quantity.amount, quantity.decimals, quantity.signed, style))


# By type, because a whole number is printed with all its digits and a float with fifteen.
@lru_cache(maxsize=4096, typed=True)
def plain_text(number: float, style: NumberStyle) -> str:
    """A number without a unit, with the decimals it has."""
    digits = exact(number)
    return (MINUS if digits < 0 else "") + _grouped(abs(digits), style)


def cell_number(quantity: Quantity) -> float:
    """The number that a cell or chart point holds: a share as ratio, points in percentage points."""
    return float(quantity.amount * 100 if isinstance(quantity, Points) else quantity.amount)


def number_format(quantity: Quantity, style: NumberStyle) -> str:
    """The format code that shows `quantity` as `number_text` prints it.

    Unsigned numbers from 0 to below 10**9 of the same unit and decimals share one format (shares: below
    1 000 %). Signed and negative ones fit the magnitude of `quantity`, so pass the number itself.
    """
    currency = _currency(quantity)
    if not quantity.signed and 0 <= quantity.amount < (_SHARED_RATIO if quantity.scale > 1 else _SHARED_NUMBER):
        return _shared_code((type(quantity), currency, quantity.decimals, style))
    digits = quantity.rounded()
    signed, negative = quantity.signed, digits < 0
    # Excel picks the section by the unrounded number: -0.04 would show as "-0.0".
    vanishing = digits == 0 and quantity.amount != 0 and (signed or quantity.amount < 0)
    look = _Look(type(quantity), currency, quantity.decimals, signed, negative, vanishing, _groups(digits))
    return _code(look, style)


@lru_cache(maxsize=256)
def _shared_code(shared: tuple[type[Quantity], str, int, NumberStyle]) -> str:
    kind, currency, decimals, style = shared
    return _code(_Look(kind, currency, decimals, signed=False, negative=False, vanishing=False, groups=0), style)


# The three documents print the same numbers, and every build of a project many of them again.
@lru_cache(maxsize=8192)
def _printed(number: tuple[type[Quantity], str, Decimal, int, bool, NumberStyle]) -> str:
    kind, currency, amount, decimals, signed, style = number
    digits = kind(amount, decimals).rounded()
    sign = MINUS if digits < 0 else "+" if signed and digits > 0 else ""
    before, after = _surroundings(kind, currency, style)
    return f"{sign}{before}{_grouped(abs(digits), style)}{after}"


def _currency(quantity: Quantity) -> str:
    return quantity.currency if isinstance(quantity, Money) else ""


class _Look(NamedTuple):
    """All that a format code depends on; a document has thousands of numbers and few of these."""

    kind: type[Quantity]
    currency: str
    decimals: int
    signed: bool
    negative: bool
    vanishing: bool
    groups: int


@lru_cache(maxsize=1024)
def _code(look: _Look, style: NumberStyle) -> str:
    zero = _pattern(look, style, 0)
    if look.vanishing:
        return ";".join([zero] * 3)
    if look.signed or look.negative:
        pattern = _pattern(look, style, look.groups)
        plus = "+" if look.signed else ""
        return f'{plus}{pattern};"{MINUS}"{pattern};{zero}'
    largest = look.groups if issubclass(look.kind, Percent | Points) else max(look.groups, _CONDITIONS)
    sizes = range(largest, max(0, largest - _CONDITIONS), -1)
    sections = [f"[>={_threshold(look, n)}]{_pattern(look, style, n)}" for n in sizes]
    return ";".join([*sections, zero])


def _grouped(digits: Decimal, style: NumberStyle) -> str:
    whole, point, fraction = f"{digits:,f}".partition(".")
    return whole.replace(",", style.group) + (f"{style.decimal}{fraction}" if point else "")


def _surroundings(kind: type[Quantity], currency: str, style: NumberStyle) -> tuple[str, str]:
    if issubclass(kind, Percent):
        return "", f"{style.percent_gap}%"
    if issubclass(kind, Money):
        return style.currency(currency)
    return "", ""


def _groups(digits: Decimal) -> int:
    """How many thousands separators the number has."""
    return max(digits.adjusted(), 0) // 3


def _pattern(look: _Look, style: NumberStyle, groups: int) -> str:
    """The digits with that many literal separators, between literal unit signs."""
    before, after = _surroundings(look.kind, look.currency, style)
    whole = _literal(style.group).join(["#", *["###"] * (groups - 1), "##0"]) if groups else "0"
    fraction = f".{'0' * look.decimals}" if look.decimals else ""
    # The percent sign stays outside the quotes: it is what multiplies by 100.
    tail = f"{_literal(after[:-1])}%" if issubclass(look.kind, Percent) else _literal(after)
    return f"{_literal(before)}{whole}{fraction}{tail}"


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""


def _threshold(look: _Look, groups: int) -> str:
    """From which cell number on the rounded number has that many separators: 999.5 prints as 1 000."""
    half = Decimal(5).scaleb(-look.decimals - 1)
    limit = Decimal(1000) ** groups - half
    return f"{limit / 100 if issubclass(look.kind, Percent) else limit:f}"
