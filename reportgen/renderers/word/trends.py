"""Small lines of a table -> an arrow and a word, which Word prints alike in all programs.

The arrow says where the numbers went over the last three periods, against the whole range of the line.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Spark, Table
from reportgen.content.values import Quantity
from reportgen.locales import Locale

ARROWS: Final = ("↗", "→", "↘")
_WORDS: Final = ("rising", "steady", "falling")
_PERIODS: Final = 3
# A move of less than a tenth of what the line ever did is none.
_STEADY: Final = 0.1


def with_trends(table: Table, locale: Locale) -> Table:
    """The same table with a text in place of every small line; grey, because the numbers beside it say the same."""
    places = {place for row in table.rows for place, cell in enumerate(row.cells) if isinstance(cell, Spark)}
    if not places:
        return table
    columns = (_quiet(column) if place in places else column for place, column in enumerate(table.columns))
    return replace(table, columns=tuple(columns), rows=tuple(_printed(row, locale) for row in table.rows))


def _quiet(column: Column) -> Column:
    return replace(column, align=Align.LEFT, emphasis=Emphasis.QUIET)


def _printed(row: Row, locale: Locale) -> Row:
    cells: list[Cell] = [trend_text(cell, locale) if isinstance(cell, Spark) else cell for cell in row.cells]
    return replace(row, cells=tuple(cells))


def trend_text(line: Spark, locale: Locale) -> str:
    """An arrow and its word; nothing for a line of fewer than two numbers."""
    if not line:
        return ""
    numbers = [float(value.amount) for value in line.values if isinstance(value, Quantity)]
    moved = numbers[-1] - numbers[-min(len(numbers), _PERIODS + 1)]
    range_ = max(numbers) - min(numbers)
    kind = 1 if abs(moved) <= _STEADY * range_ else 0 if moved > 0 else 2
    return f"{ARROWS[kind]} {locale.word(_WORDS[kind])}"
