"""How wide the columns and how high the rows of a table should be, from the texts that it prints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from reportgen.content.blocks import Column, Label, Table
from reportgen.content.values import Quantity, Status
from reportgen.locales import Locale
from reportgen.renderers.excel.cells import quantity_like

NARROWEST = 8
WIDEST = 60
# Margins of a cell and the filter's button, in characters.
_MARGIN = 2
_BUTTON = 5
# Points: a line of 11 pt text, and what a row adds around its lines.
_LINE = 15.0
_AROUND = 10.5
# Excel's highest row.
_HIGHEST = 409.0
_PLAIN = {int, float, type(None)}
# Texts of a column that are measured one by one; beyond them only the longest can matter.
_MEASURED = 400


@dataclass(frozen=True, slots=True)
class Fit:
    """The width of a column in characters of the base font, and whether longer texts wrap."""

    width: float
    wrap: bool = False


def column_fits(
    columns: Sequence[Column], headers: Sequence[str], values: Sequence[Sequence[object]], locale: Locale
) -> tuple[Fit, ...]:
    """One fit per column: 8 to 60 characters, as wide as its longest text. `values` holds the cells by column."""
    cells = values or [()] * len(columns)
    return tuple(_fit(*one, locale) for one in zip(columns, headers, cells, strict=True))


def row_heights(table: Table, fits: Sequence[Fit], least: float) -> list[float | None]:
    """The height of each row in points, None where the sheet's own height is enough."""
    wrapped = [position for position, fit in enumerate(fits) if fit.wrap]
    if not wrapped:
        return [None] * len(table.rows)
    heights: list[float | None] = []
    for row in table.rows:
        lines = max(_lines(str(row.cells[position]), fits[position].width) for position in wrapped)
        height = lines * _LINE + _AROUND
        heights.append(min(height, _HIGHEST) if lines > 1 and height > least else None)
    return heights


def _fit(column: Column, header: str, cells: Sequence[object], locale: Locale) -> Fit:
    longest = _longest(column, cells, locale) + _MARGIN
    width = min(max(longest, len(header) + _BUTTON, NARROWEST), WIDEST)
    return Fit(width, longest > WIDEST)


def _longest(column: Column, cells: Sequence[object], locale: Locale) -> int:
    """The length of the longest printed text of a column."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return max(map(len, cells), default=0)  # type: ignore[arg-type]
    texts = [len(cell) for cell in cells if type(cell) is str] if str in kinds else []
    return max([*texts, *(len(text) for text in _printed(column, cells, kinds, locale))], default=0)


def _printed(column: Column, cells: Sequence[object], kinds: set[type], locale: Locale) -> list[str]:
    """The texts of what is not text; of plain numbers only the largest and the smallest."""
    ends: list[object] = []
    if kinds & {int, float}:
        # Mostly numbers and gaps; a test for None is several times cheaper than one for types.
        held = [cell for cell in cells if cell is not None]
        numbers = held if kinds <= _PLAIN else [cell for cell in held if type(cell) in _PLAIN]
        ends = [number for number in (min(numbers), max(numbers)) if math.isfinite(number)]  # type: ignore[arg-type, type-var]
    if column.format is not None:
        ends = [quantity_like(number, column.format) for number in ends if isinstance(number, int | float)]
    others: list[object] = []
    if kinds - {int, float, str, type(None)}:
        found = (cell for cell in cells if isinstance(cell, Quantity | Status | Label | date))
        others = list(islice(found, _MEASURED))
    texts = []
    for value in [*ends, *others]:
        sign = "  " if isinstance(value, Status) else ""
        texts.append(sign + (locale.date_short(value) if isinstance(value, date) else locale.text(value)))
    return texts


def _lines(text: str, width: float) -> int:
    # Words do not break where the line is full, so a line holds about 90 % of its width.
    return sum(max(1, math.ceil(len(line) / (width * 0.9))) for line in text.split("\n"))
