"""Tables, their columns and rows, and the small lines in their cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from reportgen.content.charts import Chart
from reportgen.content.phrases import Label, Phrase, Symbol
from reportgen.content.values import NoData, Quantity, Range, Status, Value


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line that shows how a row's number moved, on a scale of its own; NoData breaks it.

    `labels` name the points where they are listed ("Oct 2025"), `alt` says in words what the line shows."""

    values: tuple[Value, ...]
    labels: tuple[str, ...] = ()
    alt: str = ""

    def __bool__(self) -> bool:
        return sum(isinstance(value, Quantity) for value in self.values) > 1


# A plain int or float is printed by its column's `format`: large tables hold plain numbers.
Cell: TypeAlias = "str | int | float | date | Quantity | NoData | Range | Status | Label | Symbol | Spark | None"


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Emphasis(StrEnum):
    """How a column or row stands out: strong is bold, quiet is grey, total closes a table, exception is filled."""

    NONE = ""
    STRONG = "strong"
    QUIET = "quiet"
    TOTAL = "total"
    EXCEPTION = "exception"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `weight` is its share of the width, `format` a prototype of its numbers (unit, decimals, sign).

    `formula` is for workbooks: an expression over the keys of the table's columns in braces, such as
    "{numerator}/{denominator}", whose cached result is the cell's number.
    """

    key: str
    label: str
    align: Align = Align.LEFT
    weight: float = 1.0
    emphasis: Emphasis = Emphasis.NONE
    format: Quantity | None = None
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `key` stays the same from month to month, `cells` are in the order of the columns."""

    key: str
    cells: tuple[Cell, ...]
    emphasis: Emphasis = Emphasis.NONE


# Four steps are told apart at a glance; the strongest still bears dark text.
SHADES = 4


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `title` is the neutral caption (what, unit, period), `headline` the sentence with the message.
    `chart` is the same content drawn; `show` picks it. `status` is that of what the table lists as a whole,
    `tally` counts what matters in it ("active: 6"); both stand beside a heading. `heat` are the numbers between which
    its cells are shaded, from faint to strong; each number is printed all the same."""

    id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    headline: Phrase = Phrase()
    subtitle: str = ""
    source: str = ""
    alt: str = ""
    chart: Chart | None = None
    status: Status = Status.NO_TARGET
    tally: Phrase = Phrase()
    heat: tuple[Quantity, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows and self.columns)

    def shade(self, cell: Cell) -> int:
        """How strongly a cell is shaded: 0 not at all, 4 at the strong end."""
        if not self.heat or not isinstance(cell, Quantity) or cell.unit != self.heat[0].unit:
            return 0
        low, high = self.heat[0].amount, self.heat[-1].amount
        part = (cell.amount - low) / (high - low) if high > low else Decimal(0)
        return min(SHADES, 1 + int(SHADES * max(part, Decimal(0))))

    @property
    def symbol(self) -> Symbol:
        """The coloured sign of the status."""
        return Symbol(self.status)

    def head(self, count: int) -> Table:
        """The same table with its first rows only."""
        return replace(self, rows=self.rows[:count])

    def without(self, *keys: str) -> Table:
        """The same table without the columns of those keys; keys that it does not have are passed over."""
        kept = [n for n, column in enumerate(self.columns) if column.key not in keys]
        rows = tuple(replace(row, cells=tuple(row.cells[n] for n in kept)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[n] for n in kept), rows=rows)

    def without_lines(self) -> Table:
        """The same table without its columns of small lines, for where none can be drawn."""
        lines = {at for row in self.rows for at, cell in enumerate(row.cells) if isinstance(cell, Spark)}
        return self.pick(*(column.key for at, column in enumerate(self.columns) if at not in lines)) if lines else self

    def heads(self, count: int) -> Table:
        """The first rows of each kind; the kind of a row is what stands in its first column."""
        seen: Counter[Cell] = Counter()
        kept = []
        for row in self.rows:
            kind = row.cells[0] if row.cells else None
            seen[kind] += 1
            if seen[kind] <= count:
                kept.append(row)
        return replace(self, rows=tuple(kept))

    def turned(self) -> Table:
        """The same rows with the last kind first; the kind of a row is what stands in its first column."""
        kinds = [*dict.fromkeys(row.cells[0] for row in self.rows if row.cells)]
        return replace(self, rows=tuple(row for kind in reversed(kinds) for row in self.rows if row.cells[0] == kind))

    def around(self, count: int) -> Table:
        """So many rows around the first that is not done: what was reached last, and what comes next."""
        done = (Status.DONE in row.cells for row in self.rows)
        first = next((place for place, is_done in enumerate(done) if not is_done), len(self.rows))
        start = max(0, min(first - count // 2, len(self.rows) - count))
        return replace(self, rows=self.rows[start : start + count])

    def latest(self, count: int) -> Table:
        """The first column and the last ones, so many, as of a table whose columns are periods."""
        first = max(1, len(self.columns) - max(count, 1))
        rows = tuple(replace(row, cells=(*row.cells[:1], *row.cells[first:])) for row in self.rows)
        return replace(self, columns=(*self.columns[:1], *self.columns[first:]), rows=rows)

    def known(self, key: str) -> Table:
        """The rows that have a number in the column of that key."""
        at = next((place for place, column in enumerate(self.columns) if column.key == key), None)
        return replace(self, rows=tuple(r for r in self.rows if at is not None and isinstance(r.cells[at], Quantity)))

    def undone(self) -> Table:
        """The rows of what is not done."""
        return replace(self, rows=tuple(row for row in self.rows if Status.DONE not in row.cells))

    def pages(self, count: int) -> tuple[Table, ...]:
        """The rows in pages of at most so many, each with the bars of its rows; one page where all fit."""
        if count < 1 or len(self.rows) <= count:
            return (self,) if self else ()
        starts = range(0, len(self.rows), count)
        return tuple(self._page(self.rows[start : start + count]) for start in starts)

    def _page(self, rows: tuple[Row, ...]) -> Table:
        chart, shown = self.chart, {row.key for row in rows}
        if chart is not None:
            kept = [at for at, key in enumerate(chart.keys) if key in shown]
            chart = replace(
                chart,
                categories=tuple(chart.categories[at] for at in kept),
                keys=tuple(chart.keys[at] for at in kept),
                series=tuple(replace(one, values=tuple(one.values[at] for at in kept)) for one in chart.series),
                emphasis=tuple(key for key in chart.emphasis if key in shown),
            )
        return replace(self, rows=rows, chart=chart)

    def pick(self, *keys: str) -> Table:
        """The same table with these columns in this order; one that it lacks is left out."""
        places = {column.key: place for place, column in enumerate(self.columns)}
        kept = [places[key] for key in keys if key in places]
        columns = tuple(self.columns[place] for place in kept)
        return replace(
            self,
            columns=columns,
            rows=tuple(replace(row, cells=tuple(row.cells[p] for p in kept)) for row in self.rows),
        )
