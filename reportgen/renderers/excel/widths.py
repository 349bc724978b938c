"""How wide the columns and how high the rows of a table should be, from the texts that it prints."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from textwrap import TextWrapper, wrap

from reportgen.content.phrases import Label
from reportgen.content.tables import Column, Spark, Table
from reportgen.content.values import Quantity, Range, Status
from reportgen.locales import Locale
from reportgen.renderers.excel.cells import LARGEST, quantity_like

NARROWEST = 8
WIDEST = 60
# A hash has 64 digits and no place to break.
_WIDEST_WORD = 68
# Margins of a cell and the filter's button, in characters.
_MARGIN = 2
_BUTTON = 5
# How wide a header alone may make a column; longer ones wrap.
_HEADER = 20
# A column that a template made narrower was hardly meant for texts of several lines.
_FOR_TEXTS = 20
# Points: a line of 11 pt text, and what a row adds around its lines.
LINE = 15.0
_AROUND = 10.5
# The width of a column of small lines (looks, section 8).
_LINE = 14
# Excel's highest row.
HIGHEST = 409.0
_PLAIN = {int, float, type(None)}
_AMOUNT = attrgetter("amount")
# What is printed in words.
_NAMED = (Status, Label, Range, date)
# Where `wrap` breaks a word.
_HYPHENS = TextWrapper.wordsep_re
# The width of a small letter of Calibri in digits, which is what columns are measured in; what a capital adds.
_SMALL_LETTER = 0.92
_CAPITAL = 0.25


@dataclass(frozen=True, slots=True)
class Fit:
    """The width of a column in characters of the base font, whether longer texts wrap, and the lines of its header."""

    width: float
    wrap: bool = False
    header_lines: int = 1


def column_fits(
    columns: Sequence[Column],
    headers: Sequence[str],
    values: Sequence[Sequence[object]],
    kinds: Sequence[set[type]],
    locale: Locale,
    given: Sequence[float] = (),
) -> tuple[Fit, ...]:
    """One fit per column: 8 to 60 characters, as wide as its longest text. `values` holds the cells by column, `kinds`
    their types.

    `given` are widths that the template chose, 0 for none: in those columns texts of several words wrap."""
    cells, types = values or [()] * len(columns), kinds or [set[type]()] * len(columns)
    chosen = given or [0.0] * len(columns)
    return tuple(_fit(*one, locale) for one in zip(columns, headers, cells, types, chosen, strict=True))


def row_heights(table: Table, fits: Sequence[Fit], least: float) -> list[float | None]:
    """The height of each row in points, None where the sheet's own height is enough."""
    wrapped = [position for position, fit in enumerate(fits) if fit.wrap]
    if not wrapped:
        return [None] * len(table.rows)
    heights: list[float | None] = []
    for row in table.rows:
        lines = max(count_lines(str(row.cells[position]), fits[position].width) for position in wrapped)
        height = lines * LINE + _AROUND
        heights.append(min(height, HIGHEST) if lines > 1 and height > least else None)
    return heights


def header_height(fits: Sequence[Fit]) -> float | None:
    """The height of the header row in points; None when every header fits into one line."""
    lines = max((fit.header_lines for fit in fits), default=1)
    return lines * LINE + _AROUND if lines > 1 else None


def _fit(column: Column, header: str, cells: Sequence[object], kinds: set[type], given: float, locale: Locale) -> Fit:
    has_lines = Spark in kinds and isinstance(cells[0], Spark)
    longest = _LINE if has_lines else _longest(column, cells, kinds, locale) + _MARGIN
    widest: float = _WIDEST_WORD if WIDEST < longest <= _WIDEST_WORD and not _has_blanks(cells) else WIDEST
    words = max(map(len, header.split()), default=0) + _BUTTON
    if given >= _FOR_TEXTS and _has_blanks(cells):
        widest = min(widest, max(given, words, _longest_word(cells) + _MARGIN))
    width = min(max(longest, words, min(len(header) + _BUTTON, _HEADER), NARROWEST), widest)
    lines = 1 if len(header) + _BUTTON <= width else count_lines(header, width - _BUTTON)
    return Fit(width, longest > widest, lines)


def _has_blanks(cells: Sequence[object]) -> bool:
    return any(" " in cell for cell in cells if isinstance(cell, str))


def _longest_word(cells: Sequence[object]) -> int:
    return max((len(word) for cell in cells if isinstance(cell, str) for word in cell.split()), default=0)


def _longest(column: Column, cells: Sequence[object], kinds: set[type], locale: Locale) -> int:
    """The length of the longest printed text of a column."""
    if kinds <= {str}:
        return max(map(len, cells), default=0)  # type: ignore[arg-type]
    texts = [len(cell) for cell in cells if type(cell) is str] if str in kinds else []
    return max([*texts, *(len(text) for text in _printed(column, cells, kinds, locale))], default=0)


def _printed(column: Column, cells: Sequence[object], kinds: set[type], locale: Locale) -> list[str]:
    """The texts of what is not text; of numbers only the largest and the smallest, which print the longest."""
    ends: list[object] = []
    if kinds & {int, float}:
        # Mostly numbers and gaps; a test for None is several times cheaper than one for types.
        held = [cell for cell in cells if cell is not None]
        numbers = held if kinds <= _PLAIN else [cell for cell in held if type(cell) in _PLAIN]
        ends = [number for number in (min(numbers), max(numbers)) if math.isfinite(number)]  # type: ignore[arg-type, type-var]
    if column.format is not None:
        printable = (number for number in ends if isinstance(number, int | float) and abs(number) < LARGEST)
        ends = [quantity_like(number, column.format) for number in printable]
    others: list[object] = []
    if any(issubclass(kind, Quantity) for kind in kinds):
        others += _ends(cells)
    if named := tuple(kind for kind in kinds if issubclass(kind, _NAMED)):
        others += {cell for cell in cells if type(cell) in named}
    texts = []
    for value in [*ends, *others]:
        sign = "  " if isinstance(value, Status) else ""
        texts.append(sign + (locale.date_short(value) if isinstance(value, date) else locale.text(value)))
    return texts


def _ends(cells: Iterable[object]) -> Iterator[Quantity]:
    """The largest of all quantities that are printed alike, and the smallest where it has a sign of its own."""
    alike: dict[Hashable, list[Quantity]] = {}
    for cell in cells:
        if isinstance(cell, Quantity):
            alike.setdefault((type(cell), cell.decimals, cell.signed, getattr(cell, "currency", "")), []).append(cell)
    for held in alike.values():
        yield max(held, key=_AMOUNT)
        smallest = min(held, key=_AMOUNT)
        if smallest.amount < 0:
            yield smallest


def count_lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that many characters."""
    # Most texts take one line whatever their capitals, which are slow to count.
    if len(text) <= int(width / (_SMALL_LETTER + _CAPITAL)) and "\n" not in text:
        return 1
    capitals = sum(map(str.isupper, text)) / max(len(text), 1)
    room = max(int(width / (_SMALL_LETTER + _CAPITAL * capitals)), 1)
    return sum(1 if len(line) <= room else _wrapped(line, room) for line in text.split("\n"))


def _wrapped(line: str, room: int) -> int:
    """How many lines `wrap` makes of it. Words with one blank between them are counted without it, which takes a tenth
    of the time."""
    words = line.split()
    if " ".join(words) != line:
        return len(wrap(line, room))
    lines, used = 1, 0
    for word in words:
        gap = 1 if used else 0
        for piece in _HYPHENS.split(word) if "-" in word else (word,):
            if len(piece) > room:
                return len(wrap(line, room))
            if used + gap + len(piece) > room:
                lines, used, gap = lines + 1, 0, 0
            used, gap = used + gap + len(piece), 0
    return lines
