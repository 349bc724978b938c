"""A printable value to the content of a cell: a typed number or date with its format, or text that stays text."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.content.phrases import Symbol
from reportgen.content.values import NoData, Points, Quantity, Status, exact
from reportgen.locales.numbers import cell_number
from reportgen.ooxml import escape
from reportgen.renderers.excel.strings import StringBook
from reportgen.renderers.excel.styles import Look, StyleBook
from reportgen.renderers.excel.texts import looks_like_formula, text_element

if TYPE_CHECKING:
    from reportgen.brand import Brand
    from reportgen.locales import Locale

# Beyond this no number is printed by unit and decimals; 28 digits are what exact rounding has room for.
LARGEST: Final = 1e20
# Day 0 of the two date systems (ECMA-376 part 1, 18.17.4.1), and from when on the first agrees with the calendar.
_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_FIRST_SAFE_DAY = date(1900, 3, 1)


class Printed(NamedTuple):
    """What follows the style in a cell element, how the style differs, and the number a formula would see."""

    rest: str
    look: Look = Look()
    number: float | None = None


@dataclass(slots=True)
class CellPrinter:
    """Prints values as cells of one workbook. `seen` is told every text before it is cleaned and cut."""

    locale: Locale
    brand: Brand
    styles: StyleBook
    strings: StringBook
    date_1904: bool = False
    seen: Callable[[str], None] = lambda text: None

    def cell(self, reference: str, base: int, value: object, prototype: Quantity | None = None) -> str:
        """The cell element; the style is `base` with what the value needs."""
        printed = self.printed(value, prototype)
        return f'<c r="{reference}" s="{self.styles.derived(base, printed.look)}"{printed.rest}'

    def printed(self, value: object, prototype: Quantity | None = None) -> Printed:
        """The value as cell content; `prototype` gives unit and decimals to plain numbers. TypeError: not printable."""
        # First, because they are most of what is printed one by one.
        if isinstance(value, Quantity):
            return self._quantity(value)
        if type(value) is str:
            return self.text(value)
        if isinstance(value, bool):
            return Printed(f' t="b"><v>{int(value)}</v></c>')
        if isinstance(value, int | float) and prototype is not None and abs(value) < LARGEST:
            return self._plain(value, prototype)
        if value is None or isinstance(value, NoData) or (isinstance(value, float) and not math.isfinite(value)):
            return Printed(self._text(self.locale.text(NoData())), Look(colour=self.brand.grey, italic=True))
        if isinstance(value, int | float):
            return Printed(number_rest(value), Look(), float(value))
        if isinstance(value, date):
            return self._date(value)
        if isinstance(value, Status):
            return self._status(value)
        if isinstance(value, Symbol):
            look = Look(colour=self.brand.status_colours.get(value.status), align="center")
            return Printed(self._text(value.status.symbol), look)
        return self.text(self.locale.text(value))

    def text(self, text: str) -> Printed:
        """Text that stays text also after somebody edits it. Without text the cell is empty."""
        if not text:
            return Printed("/>")
        return Printed(self._text(text), Look(quoted=True) if looks_like_formula(text) else Look())

    def word(self, status: Status) -> Printed:
        """The status in words only, for where its sign has a column of its own."""
        return self.text(self.locale.text(status))

    def _plain(self, value: int | float, prototype: Quantity) -> Printed:
        printed = self.printed(quantity_like(value, prototype))
        if printed.number is None or isinstance(prototype, Points):
            return printed
        # All digits of the number itself; the quantity, which decides how it looks, holds 15 of them.
        return Printed(number_rest(value), printed.look, float(value))

    def _quantity(self, value: Quantity) -> Printed:
        number = cell_number(value)
        if not math.isfinite(number):
            return self.printed(NoData())
        return Printed(number_rest(number), formatted(self.locale.number_format(value)), number)

    def _date(self, day: date) -> Printed:
        day = day.date() if isinstance(day, datetime) else day
        epoch = _EPOCH_1904 if self.date_1904 else _EPOCH_1900
        if day < max(epoch, _FIRST_SAFE_DAY):
            return self.text(self.locale.date_short(day))
        return Printed(number_rest((day - epoch).days), Look(number_format=self.locale.date_format))

    def _status(self, status: Status) -> Printed:
        word, colour = self.locale.text(status), self.brand.status_colours.get(status)
        if not status.symbol or colour is None:
            return self.text(word)
        # The run with the sign needs a font of its own, whole; the word takes the font of the cell.
        font = f'<sz val="11"/><color rgb="FF{colour}"/><rFont val="{escape(self.styles.body_font)}"/><family val="2"/>'
        run = f"<r><rPr>{font}</rPr>{text_element(status.symbol)}</r>"
        return Printed(_string(self.strings.item(f"{run}<r>{text_element(' ' + word)}</r>")))

    def _text(self, text: str) -> str:
        self.seen(text)
        return _string(self.strings.number(text))


@lru_cache(maxsize=1024)
def formatted(code: str) -> Look:
    """The look of a number with that format code."""
    return Look(number_format=code)


def _string(number: int) -> str:
    return f' t="s"><v>{number}</v></c>'


def number_rest(number: float) -> str:
    """The rest of a number's cell; whole numbers without a decimal point."""
    whole = isinstance(number, float) and number.is_integer() and abs(number) < 1e15
    return f"><v>{int(number) if whole else number!r}</v></c>"


def quantity_like(number: float, prototype: Quantity) -> Quantity | NoData:
    """A plain number of a large table as the quantity that its column's prototype stands for."""
    if not math.isfinite(number):
        return NoData()
    return replace(prototype, amount=exact(number), id="")


def plain_number(value: object) -> float | None:
    """The finite number behind a plain value; None for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None
