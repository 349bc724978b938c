"""The cells of a column -> what it holds: its type, how it is written, how much of it is filled, a few examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.contracts import ColumnType
from reportgen.loaders.grid import Codes, distinct
from reportgen.loaders.looks import Look, look_of
from reportgen.loaders.unknown.headers import hints_at_id, hints_at_money, hints_at_share, part_of_date
from reportgen.loaders.unknown.personal import names_persons, shown
from reportgen.loaders.unknown.values import date_forms, decimal_signs, is_fiscal_year, numbers_in

# When so much of a column is one thing, the rest is odd and worth telling.
_MOSTLY = 0.9
_EXAMPLES, _ODD = 3, 5
# Longer texts on average are sentences: they are not shown, because nobody knows whom they speak of.
_SENTENCES = 60
_LONG_CODE = 9
# Codes with zeros at the start are more than a slip of the pen from this part of the values on.
_SOME = 0.05
_FEWEST_CODES = 10
_MISSING_TEXTS = 12
_QUARTER = re.compile("[QTqt][1-4]")


@dataclass(frozen=True, slots=True)
class Held:
    """The cells of a column: row i holds values[codes[i]]; what each distinct value looks like; the values read."""

    codes: Codes = field(repr=False)
    values: Sequence[Any] = field(repr=False)
    looks: NDArray[np.int8] = field(repr=False)
    numbers: NDArray[np.float64] | None = field(default=None, repr=False)
    dates: NDArray[np.datetime64] | None = field(default=None, repr=False)

    def told(self) -> list[int]:
        """The distinct values that say something: neither blank nor a sign for no value."""
        return np.flatnonzero((self.looks != Look.BLANK) & (self.looks != Look.NO_VALUE)).tolist()


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column holds. `type` is None for an empty column.

    `form` is how its dates are written, `asked` the ways between which a person must choose, `missing` the texts
    that stand for no value, `odd` the rows (in the table, from 0) that are not like the others, `part` the part of
    a date it holds. `low` and `high` are texts; examples of persons are reduced.
    """

    header: str
    index: int
    type: ColumnType | None
    rows: int
    filled: int
    distinct: int
    held: Held = field(repr=False)
    low: str = ""
    high: str = ""
    examples: tuple[str, ...] = ()
    form: str = ""
    asked: tuple[str, ...] = ()
    decimal: str = ""
    scale: str = ""
    missing: tuple[str, ...] = ()
    odd: tuple[int, ...] = ()
    odd_count: int = 0
    personal: bool = False
    sentences: bool = False
    part: str = ""

    @property
    def is_number(self) -> bool:
        """True for a column that can be added up or averaged."""
        return self.type is not None and self.type.is_number


def guess_column(header: str, index: int, cells: Sequence[Any]) -> ColumnGuess:
    """What the cells below a header hold."""
    codes, values = distinct(cells)
    looks = np.array([look_of(value) for value in values], dtype=np.int8)
    held = Held(codes, values, looks)
    blank = looks == Look.BLANK
    filled = int((~blank[codes]).sum())
    told = held.told()
    guess = ColumnGuess(header, index, None, len(cells), filled, int((~blank).sum()), held)
    if filled == 0:
        return guess
    guess = replace(guess, missing=_missing(held)) if told else guess
    return _with_examples(_typed(guess, told))


def _missing(held: Held) -> tuple[str, ...]:
    texts = (str(held.values[index]).strip() for index in np.flatnonzero(held.looks == Look.NO_VALUE).tolist())
    return tuple(dict.fromkeys(texts))


def _typed(guess: ColumnGuess, told: list[int]) -> ColumnGuess:
    held = guess.held
    if not told:
        return replace(guess, type=ColumnType.TEXT)
    weights = np.bincount(held.codes, minlength=len(held.values))
    share = {look: float(weights[told][held.looks[told] == look].sum() / weights[told].sum()) for look in Look}
    cells = [held.values[index] for index in told]
    if share[Look.BOOLEAN] == 1 and not guess.missing and len({str(cell).casefold() for cell in cells}) <= 2:
        return replace(guess, type=ColumnType.BOOLEAN)
    if share[Look.DATE] + share[Look.PERIOD] == 1 or _are_compact_dates(cells):
        found = _as_dates(guess, told, cells)
        if found is not None:
            return found
    if all(isinstance(cell, str) and _QUARTER.fullmatch(cell.strip()) for cell in cells):
        return replace(guess, type=ColumnType.TEXT, part="quarter")
    if share[Look.NUMBER] + share[Look.PERIOD] == 1 and len(guess.missing) <= _MISSING_TEXTS:
        return _as_numbers(guess, told, cells)
    found = replace(guess, type=ColumnType.TEXT, missing=())
    for looks in ((Look.NUMBER, Look.PERIOD), (Look.DATE, Look.PERIOD)):
        if _MOSTLY <= sum(share[look] for look in looks) < 1 and share[looks[0]]:
            return _mostly(found, looks, ColumnType.NUMBER if looks[0] == Look.NUMBER else ColumnType.DATE)
    return _as_text(found, cells)


def _are_compact_dates(cells: Sequence[Any]) -> bool:
    """True for days written 20241031."""
    return all(isinstance(cell, str) and len(cell.strip()) == 8 and cell.strip()[:2] in ("19", "20") for cell in cells)


def _as_dates(guess: ColumnGuess, told: list[int], cells: Sequence[Any]) -> ColumnGuess | None:
    """The guess for a column of dates; None when they can be read in no way, or are years or quarters alone."""
    texts = [(place, cell.strip()) for place, cell in zip(told, cells, strict=True) if isinstance(cell, str)]
    real = [(place, cell) for place, cell in zip(told, cells, strict=True) if isinstance(cell, datetime | date)]
    if len(texts) + len(real) < len(told):
        return None
    if texts and all(is_fiscal_year(text) for _, text in texts) and not date_forms([text for _, text in texts]):
        return replace(guess, type=ColumnType.TEXT, part="fiscal year")
    forms = date_forms([text for _, text in texts]) if texts else []
    if texts and not forms:
        return None
    dates = np.full(len(guess.held.values), np.datetime64("NaT"), dtype="datetime64[ns]")
    for place, moment in real:
        if 1900 <= moment.year <= 2200:
            dates[place] = np.datetime64(moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment, "ns")
    if texts:
        dates[[place for place, _ in texts]] = forms[0][1]
    held = replace(guess.held, dates=dates)
    asked = tuple(form for form, _ in forms) if len(forms) > 1 else ()
    form = forms[0][0] if len(forms) == 1 else ""
    return replace(guess, type=ColumnType.DATE, form=form, asked=asked, held=held)


def _as_numbers(guess: ColumnGuess, told: list[int], cells: Sequence[Any]) -> ColumnGuess:
    if _is_code(guess, cells):
        return replace(guess, type=ColumnType.ID, missing=())
    part = part_of_date(guess.header)
    signs = decimal_signs(cells)
    if not signs:
        return _mostly(replace(guess, type=ColumnType.TEXT, missing=()), (Look.TEXT,), ColumnType.NUMBER)
    read = numbers_in(cells, signs[0] or ".")
    assert read is not None
    numbers = np.full(len(guess.held.values), np.nan)
    numbers[told] = read
    kind, scale = _number_type(guess.header, cells, read)
    # 1,234 can be a number of thousands or one and a bit: both are numbers, so it is asked.
    asked = signs if len(signs) > 1 else ()
    decimal = signs[0] if len(signs) == 1 and _needs_sign(cells) else ""
    held = replace(guess.held, numbers=numbers)
    return replace(guess, type=kind, scale=scale, decimal=decimal, asked=asked, held=held, part=part)


def _needs_sign(cells: Sequence[Any]) -> bool:
    return any(isinstance(cell, str) and "," in cell for cell in cells)


def _number_type(header: str, cells: Sequence[Any], read: NDArray[np.float64]) -> tuple[ColumnType, str]:
    signed = any(isinstance(cell, str) and cell.strip().endswith("%") for cell in cells)
    low, high = float(read.min()), float(read.max())
    if signed or (hints_at_share(header) and low >= -100 and high <= 100):
        bare = [value for cell, value in zip(cells, read, strict=True) if not str(cell).strip().endswith("%")]
        return ColumnType.PERCENT, "100" if any(abs(value) > 1.5 for value in bare) else ""
    currency = any(isinstance(cell, str) and any(sign in cell for sign in "€$£") for cell in cells)
    if currency or hints_at_money(header):
        return ColumnType.MONEY, ""
    return (ColumnType.COUNT if (read == np.trunc(read)).all() else ColumnType.NUMBER), ""


def _is_code(guess: ColumnGuess, cells: Sequence[Any]) -> bool:
    """True for numbers that nobody adds up: named so, with zeros at the start, or long and nearly all different."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    zeros = sum(len(text) > 1 and text.startswith("0") and text.isdigit() for text in texts)
    if zeros > _SOME * len(cells):
        return True
    whole = all(float(cell).is_integer() if not isinstance(cell, str) else cell.strip().isdigit() for cell in cells)
    if hints_at_id(guess.header):
        return whole or all(text.removesuffix(".0").isdigit() for text in texts)
    longest = {len(str(int(cell)) if not isinstance(cell, str) else cell.strip()) for cell in cells} if whole else {0}
    return len(longest) == 1 and min(longest) >= _LONG_CODE and guess.distinct > 0.9 * guess.filled


def _mostly(guess: ColumnGuess, looks: tuple[Look, ...], kind: ColumnType) -> ColumnGuess:
    """A column of texts that would be numbers or dates, were it not for a few cells."""
    held = guess.held
    odd = ~np.isin(held.looks, [*looks, Look.BLANK, Look.NO_VALUE])
    rows = np.flatnonzero(odd[held.codes])
    return replace(guess, asked=(kind.value,), odd=tuple(rows[:_ODD].tolist()), odd_count=len(rows))


def _as_text(guess: ColumnGuess, cells: Sequence[Any]) -> ColumnGuess:
    texts = [str(cell) for cell in cells]
    length = sum(map(len, texts)) / len(texts)
    many = guess.distinct > _FEWEST_CODES or guess.distinct == guess.rows
    code = hints_at_id(guess.header) and max(map(len, texts)) <= _SENTENCES and many
    kind = ColumnType.ID if code else ColumnType.TEXT
    personal = names_persons(guess.header, texts)
    return replace(guess, type=kind, personal=personal, sentences=length > _SENTENCES)


def _with_examples(guess: ColumnGuess) -> ColumnGuess:
    held = guess.held
    # While it is open what a cell means, no smallest and largest can be named.
    if not guess.asked:
        guess = _with_limits(guess)
    if guess.sentences:
        return guess
    weights = np.bincount(held.codes, minlength=len(held.values))
    told = held.told() or np.flatnonzero(held.looks != Look.BLANK).tolist()
    # The most frequent ones, and of equals those that come first.
    often = sorted(told, key=lambda index: -int(weights[index]))[:_EXAMPLES]
    examples = dict.fromkeys(shown(_as_written(held.values[index]), guess.personal) for index in often)
    return replace(guess, examples=tuple(examples))


def _with_limits(guess: ColumnGuess) -> ColumnGuess:
    dates, numbers = guess.held.dates, guess.held.numbers
    if dates is not None and not np.isnat(dates).all():
        first, last = (np.datetime_as_string(dates[~np.isnat(dates)][end], unit="D") for end in _ends(dates))
        return replace(guess, low=str(first), high=str(last))
    if numbers is not None:
        return replace(guess, low=_plain(float(np.nanmin(numbers))), high=_plain(float(np.nanmax(numbers))))
    return guess


def _ends(dates: NDArray[np.datetime64]) -> tuple[int, int]:
    """Where the earliest and the latest of the dates that are known stand."""
    known = dates[~np.isnat(dates)]
    return int(known.argmin()), int(known.argmax())


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else f"{number:.6g}"


def _as_written(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat().removesuffix("T00:00:00")
    return str(value)
