"""Quantity to text, and to the Excel or chart number format that shows the same text.

The thousands separator in a format is a literal, so the characters do not depend on the regional
settings of whoever opens the workbook. The decimal separator of a format cannot be fixed: Excel
writes its own.
"""

from __future__ import annotations

from decimal import Decimal

from reportgen.content.values import Money, Percent, Points, Quantity, exact
from reportgen.locales.styles import MINUS, NumberStyle

# A format has room for two conditions (ECMA-376 part 1, 18.8.31), so for two magnitudes with separators.
_CONDITIONS = 2


def number_text(quantity: Quantity, style: NumberStyle) -> str:
    """The printed number with its unit sign; points, counts and days print digits only."""
    digits = quantity.rounded()
    sign = MINUS if digits < 0 else "+" if quantity.signed and digits > 0 else ""
    before, after = _surroundings(quantity, style)
    return f"{sign}{before}{_grouped(abs(digits), style)}{after}"


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
    digits = quantity.rounded()
    size = _groups(digits)
    zero = _pattern(quantity, style, 0)
    if digits == 0 and quantity.amount != 0 and (quantity.signed or quantity.amount < 0):
        # Excel picks the section by the unrounded number: -0.04 would show as "-0.0".
        return ";".join([zero] * 3)
    if quantity.signed or digits < 0:
        pattern = _pattern(quantity, style, size)
        plus = "+" if quantity.signed else ""
        return f'{plus}{pattern};"{MINUS}"{pattern};{zero}'
    largest = size if isinstance(quantity, Percent | Points) else max(size, _CONDITIONS)
    sizes = range(largest, max(0, largest - _CONDITIONS), -1)
    sections = [f"[>={_threshold(quantity, n)}]{_pattern(quantity, style, n)}" for n in sizes]
    return ";".join([*sections, zero])


def _grouped(digits: Decimal, style: NumberStyle) -> str:
    text = f"{digits:,f}".replace(",", "\0").replace(".", style.decimal)
    return text.replace("\0", style.group)


def _surroundings(quantity: Quantity, style: NumberStyle) -> tuple[str, str]:
    if isinstance(quantity, Percent):
        return "", f"{style.percent_gap}%"
    if isinstance(quantity, Money):
        return style.currency(quantity.currency)
    return "", ""


def _groups(digits: Decimal) -> int:
    """How many thousands separators the number has."""
    return (max(len(str(int(abs(digits)))), 1) - 1) // 3


def _pattern(quantity: Quantity, style: NumberStyle, groups: int) -> str:
    """The digits with that many literal separators, between literal unit signs."""
    before, after = _surroundings(quantity, style)
    whole = _literal(style.group).join(["#", *["###"] * (groups - 1), "##0"]) if groups else "0"
    fraction = f".{'0' * quantity.decimals}" if quantity.decimals else ""
    # The percent sign stays outside the quotes: it is what multiplies by 100.
    tail = f"{_literal(after[:-1])}%" if isinstance(quantity, Percent) else _literal(after)
    return f"{_literal(before)}{whole}{fraction}{tail}"


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""


def _threshold(quantity: Quantity, groups: int) -> str:
    """From which cell number on the rounded number has that many separators: 999.5 prints as 1 000."""
    half = Decimal(5).scaleb(-quantity.decimals - 1)
    limit = Decimal(1000) ** groups - half
    return f"{limit / 100 if isinstance(quantity, Percent) else limit:f}"
