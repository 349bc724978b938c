"""Numbers that know what they are: unit, decimals, and the id under which they are printed.

A value is kept unrounded and rounded once, when printed: half away from zero on the exact decimal,
which is what Excel shows for the same cell. A missing number is `NoData` with its reason, never 0.
How a value reads in a language is for `locales`; here are only the digits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import ClassVar, TypeAlias

# 28 digits: a tie at d decimals is a decimal of d + 1 digits, so no quotient of two
# numbers below 10**13 can be rounded into a tie or out of one.
_EXACT = Context(prec=28, rounding=ROUND_HALF_UP)
# After the first one; the last three may have been cut off.
_SURE = 24


def exact(number: Decimal | Fraction | int | float) -> Decimal:
    """The number as a decimal; a float at the 15 significant digits that Excel keeps (ECMA-376 part 1, 18.3.1.96)."""
    if isinstance(number, Decimal):
        return number
    # Before fractions, whose class takes long to say that something is none.
    if isinstance(number, float):
        return Decimal(f"{number:.15g}")
    if isinstance(number, int):
        return Decimal(number)
    if isinstance(number, Fraction):
        return _EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))
    return Decimal(int(number))


@cache
def _step(decimals: int) -> Decimal:
    """The distance between neighbouring numbers of that many decimals."""
    return Decimal(1).scaleb(-decimals)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of some unit. `id` names the fact ("kpi.reach.target"); it does not take part in equality."""

    unit: ClassVar[str] = "number"
    scale: ClassVar[int] = 1

    amount: Decimal
    decimals: int = 0
    signed: bool = False
    id: str = field(default="", compare=False)

    def rounded(self) -> Decimal:
        """The digits that are printed: scaled (a share of 0.5 gives 50) and rounded half away from zero."""
        scaled = self.amount if self.scale == 1 else _EXACT.multiply(self.amount, self.scale)
        digits = scaled.quantize(_step(self.decimals), ROUND_HALF_UP, _EXACT)
        return abs(digits) if digits.is_zero() else digits

    def like(self, amount: Decimal, signed: bool = False, id: str = "") -> Quantity:
        """Another number of the same unit, with as many decimals."""
        return type(self)(amount, self.decimals, signed, id)

    def named(self, id: str) -> Quantity:
        """The same number as another fact."""
        return self.like(self.amount, self.signed, id)


@dataclass(frozen=True, slots=True)
class Number(Quantity):
    """A plain number: an index, a rate per 1,000, a mean."""


@dataclass(frozen=True, slots=True)
class Count(Quantity):
    """How many: people, cases, uses."""

    unit: ClassVar[str] = "count"


@dataclass(frozen=True, slots=True)
class Percent(Quantity):
    """A share; `amount` is the ratio (0.5 prints as 50 %)."""

    unit: ClassVar[str] = "percent"
    scale: ClassVar[int] = 100


@dataclass(frozen=True, slots=True)
class Points(Quantity):
    """A difference of two shares in percentage points; `amount` is the difference of the ratios (0.05 is 5 points)."""

    unit: ClassVar[str] = "points"
    scale: ClassVar[int] = 100


@dataclass(frozen=True, slots=True)
class Days(Quantity):
    """A length of time in days."""

    unit: ClassVar[str] = "days"


@dataclass(frozen=True, slots=True)
class Money(Quantity):
    """An amount of money; `currency` is an ISO 4217 code."""

    unit: ClassVar[str] = "money"

    currency: str = "EUR"

    def like(self, amount: Decimal, signed: bool = False, id: str = "") -> Money:
        """Another amount of the same currency, with as many decimals."""
        return Money(amount, self.decimals, signed, id, self.currency)


@dataclass(frozen=True, slots=True)
class NoData:
    """The absence of a number, and why. False in a condition, printed as a word, never as 0."""

    reason: str = ""
    id: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return False

    def named(self, id: str) -> NoData:
        """The same absence as another fact."""
        return NoData(self.reason, id)


Value: TypeAlias = Quantity | NoData


@dataclass(frozen=True, slots=True)
class Range:
    """From one number to another of the same unit: a target with two ends, what a forecast lies between."""

    low: Quantity
    high: Quantity
    id: str = field(default="", compare=False)

    @property
    def unit(self) -> str:
        """The unit of both ends."""
        return self.low.unit

    def named(self, id: str) -> Range:
        """The same range as another fact."""
        return replace(self, id=id)


Aim: TypeAlias = Quantity | NoData | Range


class Status(StrEnum):
    """A value against its target, or an action or milestone against its date. The symbols differ in shape, so
    that colour is never the only carrier; what is not judged (no data, too few, not yet) shares one."""

    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"
    NO_DATA = "no data"
    NO_TARGET = "no target"
    DONE = "done"
    NOT_STARTED = "not started"
    TOO_FEW = "too few"
    NOT_YET = "not judged yet"

    @property
    def symbol(self) -> str:
        """The sign printed before the word; empty when there is nothing to judge."""
        return _SYMBOLS[self]


_SYMBOLS = {
    Status.ON_TRACK: "\N{BLACK CIRCLE}",
    Status.AT_RISK: "\N{BLACK UP-POINTING TRIANGLE}",
    Status.OFF_TRACK: "\N{BLACK DIAMOND}",
    Status.NO_DATA: "\N{WHITE CIRCLE}",
    Status.NO_TARGET: "",
    Status.DONE: "\N{CHECK MARK}",
    Status.NOT_STARTED: "\N{WHITE SQUARE}",
    Status.TOO_FEW: "\N{WHITE CIRCLE}",
    Status.NOT_YET: "\N{WHITE CIRCLE}",
}


def difference(value: Value, reference: Aim, decimals: int | None = None, id: str = "") -> Value:
    """The signed change from reference to value, unrounded; shares differ in points, NoData stays NoData.

    From a range it is the way to its nearest point: 0 within it."""
    if isinstance(value, NoData):
        return value.named(id) if id else value
    if isinstance(reference, NoData):
        return reference.named(id) if id else reference
    if isinstance(reference, Range):
        reference = aimed_at(value, reference)
    amount = _apart(value.amount, reference.amount)
    kind = Points(value.amount, value.decimals) if isinstance(value, Percent) else value
    found = kind.like(amount, True, id)
    return found if decimals is None else replace(found, decimals=decimals)


def _apart(number: Decimal, other: Decimal) -> Decimal:
    """The difference, without the last of 28 digits where it has that many: 15 1/3 less 9 5/6 is 5.5, a tie, but with
    the digits that were cut off it would be printed as 5."""
    difference = _EXACT.subtract(number, other)
    finest = max(number.adjusted(), other.adjusted()) - _SURE
    cleaned = difference.quantize(Decimal((0, (1,), finest)), context=_EXACT)
    return difference if cleaned == difference else cleaned


def aimed_at(value: Quantity, aim: Range) -> Quantity:
    """The point of a range that a value is compared with: the nearest one, which is the value itself within it."""
    if aim.low.amount <= value.amount <= aim.high.amount:
        return value
    return aim.low if value.amount < aim.low.amount else aim.high
