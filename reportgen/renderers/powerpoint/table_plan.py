"""Table + box -> how it will lie: column widths, sizes of type, row heights, pages.

Columns are as wide as their numbers, sentences break, names take two lines; rows that do not fit go to a
further slide. Nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import Final

from reportgen.content.phrases import Label, Symbol
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Spark, Table
from reportgen.content.values import NoData, Quantity, Status
from reportgen.renderers.powerpoint.fitting import Type, longest_word, text_width, wrap
from reportgen.renderers.powerpoint.geometry import CM, POINT, Box
from reportgen.renderers.powerpoint.pen import Look, Pen

HEAD_POINTS: Final = 12
NOTE_POINTS: Final = 11
MOST_LINES: Final = 2
# Below a table that was cut: the line that says where the rest is, in cm.
REST_HEIGHT: Final = 0.7

_HEADER: Final = 0.9
# Row heights in cm, roomiest first: with a second line under names, and without.
_TALL: Final = (1.46, 1.35, 1.25)
_PLAIN: Final = (1.10, 0.99, 0.90, 0.80, 0.72)
_PADDING: Final = 0.11
_MARGIN_LEFT: Final = 0.15
_MARGIN_RIGHT: Final = 0.35
_GUTTER: Final = 0.75
# Left and right of a cell in tables of many columns, whose words would break otherwise.
_TIGHT: Final = (round(0.1 * CM), round(0.15 * CM))
_MOST_PAGES: Final = 3
# So many rows belong on one slide (a scorecard has 6 to 8 indicators); more go to a further one.
_SHORT: Final = 8
# More rows than three slides of the lowest rows can hold need not be measured.
_MOST_ROWS: Final = 80
_BODY_SIZES: Final = (14, 13, 12)
# Sizes of text and of sentences that break, tried in this order.
_TYPE: Final = ((14, 12), (12, 12), (12, 11))
# Names longer than this are cut: they do not make their column wider.
_NAME_LETTERS: Final = 40
# What is left of a column of words where even its longest word has no room, in points.
_LEAST_WORDS: Final = 60.0
# How far a column may be wider than what stands in it: beyond, the eye loses the row.
_MOST_SPARE: Final = round(3.2 * CM)
# A small line is so long, and never shorter than the second.
SPARK_WIDTH: Final = round(3.3 * CM)
_LEAST_SPARK: Final = 1.8 * CM / POINT
# Programs measure letters a little differently, and where a font is missing its twin is a little wider:
# of Verdana's bold numbers by 3.3 %.
_TOLERANCE: Final = 1.05
# A table has a handful of looks, and asks for them at every cell and size.
_look: Final = lru_cache(maxsize=256)(Look)


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How a table will lie: column widths and margins in EMU, the size of each column's text, the rows of each page
    with their heights in EMU. `tall`: names have a second line; `left_out` counts rows that no page holds."""

    table: Table
    tall: bool
    widths: tuple[int, ...]
    margins: tuple[tuple[int, int], ...]
    sizes: tuple[float, ...]
    header: int
    pages: tuple[tuple[tuple[Row, int], ...], ...]
    left_out: int = 0

    def height(self, page: int) -> int:
        """The height of one page in EMU."""
        return self.header + sum(height for _, height in self.pages[page])

    def room(self, n: int) -> float:
        """The width for text in a column, in points."""
        return (self.widths[n] - sum(self.margins[n])) / POINT


def plan_table(table: Table, box: Box, pen: Pen) -> TablePlan:
    """Choose widths, sizes and pages for a table in a box; type gets smaller where that saves a page, and names lose
    their second line where that keeps a short table on one slide."""
    plan = _Measure(table, pen).plan(box)
    if not plan.tall or len(plan.pages) == 1 or len(table.rows) > _SHORT:
        return plan
    plainer = _Measure(_without_notes(table), pen).plan(box)
    return plainer if len(plainer.pages) < len(plan.pages) else plan


def look_of(
    column: Column, cell: Cell | Symbol, size: float, tall: bool, total: bool = False, quiet: bool = False
) -> Look:
    """How a cell is set: names and what matters bold, what is missing or quiet grey."""
    if quiet:
        return _look(size, False, "grey")
    if isinstance(cell, Label):
        return _look(15 if tall and size == _BODY_SIZES[0] else size, True)
    missing = cell is None or isinstance(cell, NoData) or cell is Status.NO_DATA or cell is Status.NO_TARGET
    if missing or column.emphasis is Emphasis.QUIET:
        return _look(size, total, "grey")
    if column.emphasis is Emphasis.STRONG or total:
        return _look(18 if tall and column.key == "actual" else size, True)
    return _look(size)


def _without_notes(table: Table) -> Table:
    rows = (
        replace(row, cells=tuple(Label(cell.text) if isinstance(cell, Label) else cell for cell in row.cells))
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


@dataclass(slots=True)
class _Measure:
    """Measures one table; every cell is printed once."""

    table: Table
    pen: Pen
    rows: tuple[Row, ...] = field(init=False)
    texts: list[list[str]] = field(init=False)
    tall: bool = field(init=False)
    margins: tuple[tuple[int, int], ...] = field(init=False)
    # What a column needs for its text, in points, by its number and the size of its text.
    _least: dict[tuple[int, float], float] = field(init=False, default_factory=dict)
    _natural: dict[tuple[int, float], float] = field(init=False, default_factory=dict)
    # The type of every cell of a column, row by row: widths and heights ask for it in turn.
    _types: dict[tuple[int, float], list[Type]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        columns = self.table.columns
        self.rows = self.table.rows[:_MOST_ROWS]
        self.texts = [
            [self.pen.printed(cell, column) for cell, column in zip(row.cells, columns, strict=True)]
            for row in self.rows
        ]
        self.tall = any(isinstance(cell, Label) and cell.note for row in self.rows for cell in row.cells)
        self.margins = tuple(_margins(columns, n) for n in range(len(columns)))

    def type(self, points: float, bold: bool = False) -> Type:
        """Type of the table, in the brand's font."""
        return self.pen.type(Look(points, bold))

    def types(self, n: int, size: float) -> list[Type]:
        """The types of a column's cells, whose text is of that size."""
        if (n, size) not in self._types:
            column, tall, pen = self.table.columns[n], self.tall, self.pen
            self._types[n, size] = [pen.type(look_of(column, row.cells[n], size, tall)) for row in self.rows]
        return self._types[n, size]

    def plan(self, box: Box) -> TablePlan:
        """The first plan on one page; else the one with the fewest pages."""
        columns = range(len(self.table.columns))
        if sum(self.least_width(n, _BODY_SIZES[-1]) for n in columns) > box.width:
            self.margins = tuple((min(left, _TIGHT[0]), min(right, _TIGHT[1])) for left, right in self.margins)
        largest = self.body_size(box.width)
        best: TablePlan | None = None
        for size, sentences in _TYPE:
            plan = self.sized(box, min(size, largest), sentences)
            if best is None or (len(plan.pages), plan.left_out) < (len(best.pages), best.left_out):
                best = plan
            if len(plan.pages) == 1 and not plan.left_out:
                break
        assert best is not None
        return best

    def sized(self, box: Box, size: float, sentences: float) -> TablePlan:
        """The plan with those sizes of text and of sentences that break."""
        widths = self.widths(box.width, size)
        sizes = tuple(self.column_size(n, width, size, sentences) for n, width in enumerate(widths))
        header = max(round(_HEADER * CM), self.header_height(widths))
        plan = TablePlan(self.table, self.tall, widths, self.margins, sizes, header, ())
        needed = [self.row_height(plan, number) for number in range(len(self.rows))]
        room = box.height - header
        heights: list[int] = []
        for pitch in _TALL if self.tall else _PLAIN:
            heights = [max(round(pitch * CM), height) for height in needed]
            if sum(heights) <= room:
                break
        pages, left_out = _paged(list(zip(self.rows, heights, strict=True)), room, len(self.table.rows))
        return TablePlan(self.table, self.tall, widths, self.margins, sizes, header, pages, left_out)

    def body_size(self, total: int) -> float:
        """The largest size at which nothing breaks; where sentences must break, the largest at which only they do."""
        for width in (self.natural_width, self.least_width):
            for size in _BODY_SIZES:
                if sum(width(n, size) for n in range(len(self.table.columns))) <= total:
                    return size
        return _BODY_SIZES[-1]

    def least_width(self, n: int, size: float) -> int:
        """What a column needs so that no number, status or single word breaks."""
        if (n, size) not in self._least:
            head = longest_word(self.table.columns[n].label, self.type(HEAD_POINTS, True))
            self._least[n, size] = max([head, *(self.least(number, n, size) for number in range(len(self.rows)))])
        return self._with_margins(n, self._least[n, size])

    def _with_margins(self, n: int, points: float) -> int:
        return round(points * POINT * _TOLERANCE) + sum(self.margins[n])

    def firm_width(self, n: int, size: float) -> int:
        """What a column keeps however long the words of others are: its numbers whole, a few letters of words."""
        firm = [self.least(number, n, size) for number in range(len(self.rows)) if self.is_firm(number, n)]
        words = _LEAST_WORDS if len(firm) < len(self.rows) else 0.0
        width = self._with_margins(n, max([words, *firm]))
        return min(width, self.least_width(n, size))

    def is_firm(self, number: int, n: int) -> bool:
        """True for cells that never break: numbers, statuses, signs, small lines."""
        cell = self.rows[number].cells[n]
        whole = cell is None or isinstance(cell, Quantity | NoData | Status | Symbol | Spark | int | float)
        return whole or self.table.columns[n].align is Align.RIGHT

    def least(self, number: int, n: int, size: float) -> float:
        """What a cell needs, in points."""
        cell, text, type = self.rows[number].cells[n], self.texts[number][n], self.types(n, size)[number]
        if isinstance(cell, Spark):
            return _LEAST_SPARK
        if self.is_firm(number, n):
            return text_width(text, type)
        # A name needs half its width to stand on two lines, a little more because words differ in length.
        halved = 0.6 * text_width(text[:_NAME_LETTERS], type) if isinstance(cell, Label) else 0.0
        return max(halved, longest_word(text, type))

    def natural_width(self, n: int, size: float) -> int:
        """What a column needs so that nothing breaks."""
        if (n, size) not in self._natural:
            self._natural[n, size] = self._widest(n, size)
        return self._with_margins(n, self._natural[n, size])

    def _widest(self, n: int, size: float) -> float:
        widest = text_width(self.table.columns[n].label, self.type(HEAD_POINTS, True))
        for row, texts, type in zip(self.rows, self.texts, self.types(n, size), strict=True):
            cell = row.cells[n]
            if isinstance(cell, Spark):
                widest = max(widest, SPARK_WIDTH / POINT / _TOLERANCE)
                continue
            widest = max(widest, text_width(texts[n], type))
            if isinstance(cell, Label) and cell.note:
                widest = max(widest, text_width(cell.note, self.type(NOTE_POINTS)))
        return widest

    def widths(self, total: int, size: float) -> tuple[int, ...]:
        """Widths by weight, corrected: no column below its least; room that others do not need goes to text."""
        count = len(self.table.columns)
        weights = [max(column.weight, 0.05) for column in self.table.columns]
        least = [self.least_width(n, size) for n in range(count)]
        natural = [max(self.natural_width(n, size), least[n]) for n in range(count)]
        if sum(least) >= total:
            # Words give way to numbers.
            firm = [self.firm_width(n, size) for n in range(count)]
            shares: Sequence[float] = _capped(least, firm, total)
        elif sum(natural) <= total:
            # Everything fits on one line: what is left is spread by weight.
            spare = min(total - sum(natural), _MOST_SPARE * count)
            total = sum(natural) + spare
            shares = [natural[n] + spare * weights[n] / sum(weights) for n in range(count)]
        else:
            wish = [max(least[n], min(natural[n], total * weights[n] / sum(weights))) for n in range(count)]
            shares = _balanced(wish, least, natural, total)
        edges = [round(sum(shares[:n]) * total / sum(shares)) for n in range(count + 1)]
        return tuple(right - left for left, right in pairwise(edges))

    def column_size(self, n: int, width: int, size: float, sentences: float) -> float:
        """The size of a column's text; sentences that would break are smaller, as notes are."""
        if self.table.columns[n].align is Align.RIGHT or n == 0:
            return size
        room = (width - sum(self.margins[n])) / POINT
        texts = [texts[n] for row, texts in zip(self.rows, self.texts, strict=True) if type(row.cells[n]) is str]
        return min(size, sentences) if any(len(wrap(text, room, self.type(size))) > 1 for text in texts) else size

    def header_height(self, widths: Sequence[int]) -> int:
        """The height of the head: its labels may break."""
        type = self.type(HEAD_POINTS, True)
        rooms = [(width - sum(margins)) / POINT for width, margins in zip(widths, self.margins, strict=True)]
        lines = max(len(wrap(column.label, room, type)) for column, room in zip(self.table.columns, rooms, strict=True))
        return round(lines * type.line * POINT + 2 * _PADDING * CM)

    def row_height(self, plan: TablePlan, number: int) -> int:
        """The height that the fullest cell of a row needs."""
        return max(self.cell_height(plan, number, n) for n in range(len(plan.widths)))

    def cell_height(self, plan: TablePlan, number: int, n: int) -> int:
        """The height that a cell needs; a name takes two lines at most, its note comes below."""
        cell = self.rows[number].cells[n]
        type = self.types(n, plan.sizes[n])[number]
        lines = len(wrap(self.texts[number][n], plan.room(n), type))
        height = lines * type.line
        if isinstance(cell, Label):
            note = self.type(NOTE_POINTS)
            notes = len(wrap(cell.note, plan.room(n), note)) if cell.note else 0
            height = min(lines, MOST_LINES) * type.line + notes * note.line
        return round(height * POINT + _PADDING * CM)


def _margins(columns: Sequence[Column], n: int) -> tuple[int, int]:
    """The margins of a column; a number keeps a gutter's distance from the text that follows it."""
    after = columns[n + 1].align if n + 1 < len(columns) else None
    number = columns[n].align is Align.RIGHT
    right = _MARGIN_LEFT if after is None else _GUTTER if number and after is Align.LEFT else _MARGIN_RIGHT
    return round(_MARGIN_LEFT * CM), round(right * CM)


def _capped(least: list[int], firm: list[int], total: int) -> list[float]:
    """What columns need, those with the longest words cut down until all have room; none below its firm width."""
    low, high = 0, max(least)
    while high - low > 1:
        cap = (low + high) // 2
        if sum(max(held, min(width, cap)) for width, held in zip(least, firm, strict=True)) <= total:
            low = cap
        else:
            high = cap
    return [float(max(held, min(width, low))) for width, held in zip(least, firm, strict=True)]


def _balanced(wish: list[float], least: list[int], natural: list[int], total: int) -> list[float]:
    """The wishes stretched or shrunk to the total, within what each column needs at least and at most."""
    spare = total - sum(wish)
    room = [natural[n] - wish[n] if spare > 0 else wish[n] - least[n] for n in range(len(wish))]
    if sum(room) <= 0:
        return wish
    part = min(1.0, abs(spare) / sum(room)) * (1 if spare > 0 else -1)
    return [wish[n] + part * room[n] for n in range(len(wish))]


def _paged(rows: list[tuple[Row, int]], room: int, count: int) -> tuple[tuple[tuple[tuple[Row, int], ...], ...], int]:
    """The rows dealt evenly over as many pages as they need, and how many of `count` rows no page holds."""
    pages = _filled(rows, room)
    if len(pages) <= _MOST_PAGES and len(rows) == count:
        pages = _even(rows, len(pages), room) or pages
    else:
        last = [row for page in pages[_MOST_PAGES - 1 :] for row in page]
        pages = [*pages[: _MOST_PAGES - 1], _filled(last, room - round(REST_HEIGHT * CM))[0]]
    return tuple(tuple(page) for page in pages), count - sum(len(page) for page in pages)


def _filled(rows: list[tuple[Row, int]], room: int) -> list[list[tuple[Row, int]]]:
    pages: list[list[tuple[Row, int]]] = [[]]
    used = 0
    for row, height in rows:
        if pages[-1] and used + height > room:
            pages.append([])
            used = 0
        pages[-1].append((row, height))
        used += height
    return pages


def _even(rows: list[tuple[Row, int]], pages: int, room: int) -> list[list[tuple[Row, int]]] | None:
    """The rows in pages of nearly the same number; None when one of them would not fit."""
    length = max(1, ceil(len(rows) / pages))
    dealt = [rows[start : start + length] for start in range(0, len(rows), length)]
    return dealt if all(sum(height for _, height in page) <= room for page in dealt) else None
