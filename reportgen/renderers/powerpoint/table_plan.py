"""Table + box -> how it will lie: column widths, sizes of type, row heights, pages.

Columns are as wide as their numbers, sentences break, names take two lines; rows that do not fit go to a
further slide. Nothing is drawn here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil
from typing import Final, NamedTuple

from reportgen.content.phrases import Label
from reportgen.content.tables import Align, Column, Row, Table
from reportgen.renderers.powerpoint.fitting import wrap
from reportgen.renderers.powerpoint.geometry import CM, POINT, Box
from reportgen.renderers.powerpoint.pen import Look, Pen
from reportgen.renderers.powerpoint.table_cells import (
    BODY_SIZES,
    HEAD_POINTS,
    NOTE_POINTS,
    TOLERANCE,
    ColumnNeeds,
    Kind,
)

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
# Sizes of text and of notes, tried in this order: a table has one size, only its definitions are set as notes.
_TYPE: Final = ((14, 12), (13, 12), (12, 12), (12, 11))
_NOTES: Final = ("definition",)
# A table whose sentences break is set in a size at which it fills no more than this part of its place.
_ROOMY: Final = 0.8
# A month and its year, as heads of columns name periods.
_PERIOD: Final = re.compile(r"\S+ \d{4}")
# How far a column may be wider than what stands in it: beyond, the eye loses the row.
_MOST_SPARE: Final = round(4.2 * CM)


class PlannedRow(NamedTuple):
    """A row on its page: its height in EMU, and its cells as they are printed."""

    row: Row
    height: int
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How a table will lie: column widths and margins in EMU, the size of each column's text, the rows of each page
    with their heights in EMU. `tall`: names have a second line; `left_out` counts rows that no page holds."""

    table: Table
    tall: bool
    widths: tuple[int, ...]
    margins: tuple[tuple[int, int], ...]
    sizes: tuple[float, ...]
    heads: tuple[str, ...]
    header: int
    pages: tuple[tuple[PlannedRow, ...], ...]
    left_out: int = 0

    def height(self, page: int) -> int:
        """The height of one page in EMU."""
        return self.header + sum(planned.height for planned in self.pages[page])

    def room(self, n: int) -> float:
        """The width for text in a column, in points."""
        return (self.widths[n] - sum(self.margins[n])) / POINT


def plan_table(table: Table, box: Box, pen: Pen, most: float = BODY_SIZES[0]) -> TablePlan:
    """Choose widths, sizes up to `most` points and pages for a table in a box; type gets smaller where that saves a
    page, and names lose their second line where that keeps a short table on one slide."""
    plan = _Measure(table, pen).plan(box, most)
    if not plan.tall or len(plan.pages) == 1 or len(table.rows) > _SHORT:
        return plan
    plainer = _Measure(_without_notes(table), pen).plan(box, most)
    return plainer if len(plainer.pages) < len(plan.pages) else plan


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
    needs: list[ColumnNeeds] = field(init=False)
    margins: tuple[tuple[int, int], ...] = field(init=False)

    def __post_init__(self) -> None:
        columns, pen = self.table.columns, self.pen
        self.rows = self.table.rows[:_MOST_ROWS]
        self.texts = [
            [pen.printed(cell, column) for cell, column in zip(row.cells, columns, strict=True)] for row in self.rows
        ]
        self.tall = any(isinstance(cell, Label) and cell.note for row in self.rows for cell in row.cells)
        self.needs = [
            ColumnNeeds(column, [row.cells[n] for row in self.rows], [texts[n] for texts in self.texts], self.tall, pen)
            for n, column in enumerate(columns)
        ]
        self.margins = tuple(_margins(columns, n) for n in range(len(columns)))

    def plan(self, box: Box, most: float) -> TablePlan:
        """The first plan that has air on its page; else the first on one page, else the one with the fewest."""
        if sum(self.widths_of(ColumnNeeds.least, BODY_SIZES[-1])) > box.width:
            self.margins = tuple((min(left, _TIGHT[0]), min(right, _TIGHT[1])) for left, right in self.margins)
        largest = min(most, self.body_size(box.width))
        best: TablePlan | None = None
        for size, notes in dict.fromkeys((min(size, largest), notes) for size, notes in _TYPE):
            plan = self.sized(box, size, notes)
            if len(plan.pages) == 1 and not plan.left_out:
                if not self.is_crowded(plan, box):
                    return plan
                if best is None or len(best.pages) > 1 or best.left_out or notes == _TYPE[0][1]:
                    best = plan
            elif best is None or (len(plan.pages), plan.left_out) < (len(best.pages), best.left_out):
                best = plan
        assert best is not None
        return best

    def is_crowded(self, plan: TablePlan, box: Box) -> bool:
        """True when sentences break in a table that fills its place."""
        return plan.height(0) > _ROOMY * box.height and any(
            map(self.breaks, range(len(plan.sizes)), plan.widths, plan.sizes)
        )

    def sized(self, box: Box, size: float, notes: float) -> TablePlan:
        """The plan with those sizes of text and of notes."""
        widths = self.widths(box.width, size)
        sizes = tuple(min(size, notes) if column.key in _NOTES else size for column in self.table.columns)
        heads = self.heads(widths)
        header = max(round(_HEADER * CM), self.header_height(widths, heads))
        needed = self.row_heights(widths, sizes)
        room = box.height - header
        heights: list[int] = []
        for pitch in _TALL if self.tall else _PLAIN:
            heights = [max(round(pitch * CM), height) for height in needed]
            if sum(heights) <= room:
                break
        rows = list(map(PlannedRow, self.rows, heights, self.texts))
        pages, left_out = _paged(rows, room, len(self.table.rows))
        return TablePlan(self.table, self.tall, widths, self.margins, sizes, heads, header, pages, left_out)

    def body_size(self, total: int) -> float:
        """The largest size at which nothing breaks; where sentences must break, the largest at which only they do."""
        for width in (ColumnNeeds.natural, ColumnNeeds.least):
            for size in BODY_SIZES:
                if sum(self.widths_of(width, size)) <= total:
                    return size
        return BODY_SIZES[-1]

    def widths_of(self, width: Callable[[ColumnNeeds, float], float], size: float) -> list[int]:
        """What the columns need in that respect, with their margins, in EMU."""
        pairs = zip(self.needs, self.margins, strict=True)
        return [round(width(needs, size) * POINT * TOLERANCE) + sum(margins) for needs, margins in pairs]

    def widths(self, total: int, size: float) -> tuple[int, ...]:
        """Widths by weight, corrected: no column below its least; room that others do not need goes to text."""
        count = len(self.table.columns)
        weights = [max(column.weight, 0.05) for column in self.table.columns]
        least = self.widths_of(ColumnNeeds.least, size)
        natural = list(map(max, self.widths_of(ColumnNeeds.natural, size), least))
        snug = list(map(max, self.widths_of(ColumnNeeds.snug, size), least))
        if sum(least) >= total:
            # Words give way to numbers.
            firm = list(map(min, self.widths_of(ColumnNeeds.kept, size), least))
            shares: Sequence[float] = _capped(least, firm, total)
        elif sum(natural) <= total:
            # Everything fits on one line: what is left is spread by weight.
            spare = min(total - sum(natural), _MOST_SPARE * count)
            total = sum(natural) + spare
            shares = [natural[n] + spare * weights[n] / sum(weights) for n in range(count)]
        elif sum(snug) <= total:
            shares = _balanced([float(width) for width in snug], snug, natural, total)
        else:
            wish = [max(least[n], min(natural[n], total * weights[n] / sum(weights))) for n in range(count)]
            shares = _balanced(wish, least, natural, total)
        edges = [round(sum(shares[:n]) * total / sum(shares)) for n in range(count + 1)]
        return tuple(right - left for left, right in pairwise(edges))

    def breaks(self, n: int, width: int, size: float) -> bool:
        """True when a text of a column is longer than its line; notes are meant to."""
        column, needs = self.table.columns[n], self.needs[n]
        if column.align is Align.RIGHT or column.key in _NOTES:
            return False
        return not all(needs.fits(kind, size, self.room(n, width)) for kind in Kind)

    def room(self, n: int, width: int) -> float:
        """The width for text in a column, in points."""
        return (width - sum(self.margins[n])) / POINT

    def heads(self, widths: Sequence[int]) -> tuple[str, ...]:
        """The labels of the columns; where one period breaks before its year, all do."""
        type = self.pen.type(Look(HEAD_POINTS, True))
        labels = [column.label for column in self.table.columns]
        periods = {n for n, label in enumerate(labels) if _PERIOD.fullmatch(label)}
        if all(len(wrap(labels[n], self.room(n, widths[n]), type)) == 1 for n in periods):
            return tuple(labels)
        return tuple("\n".join(label.rsplit(" ", 1)) if n in periods else label for n, label in enumerate(labels))

    def header_height(self, widths: Sequence[int], heads: Sequence[str]) -> int:
        """The height of the head: its labels may break."""
        type = self.pen.type(Look(HEAD_POINTS, True))
        rooms = [self.room(n, width) for n, width in enumerate(widths)]
        lines = max(
            sum(len(wrap(line, room, type)) for line in head.split("\n"))
            for head, room in zip(heads, rooms, strict=True)
        )
        return round(lines * type.line * POINT + 2 * _PADDING * CM)

    def row_heights(self, widths: Sequence[int], sizes: Sequence[float]) -> list[int]:
        """The height that the fullest cell of each row needs."""
        columns = [self.cell_heights(n, self.room(n, width), sizes[n]) for n, width in enumerate(widths)]
        return [max(heights) for heights in zip(*columns, strict=True)]

    def cell_heights(self, n: int, room: float, size: float) -> list[int]:
        """The height that each cell of a column needs; a name takes two lines at most, its note comes below."""
        needs = self.needs[n]
        types = [needs.type(kind, size) for kind in Kind]
        fits = [needs.fits(kind, size, room) for kind in Kind]
        note = self.pen.type(Look(NOTE_POINTS))
        heights = []
        for row, texts, kind in zip(self.rows, self.texts, needs.kinds, strict=True):
            lines = 1 if fits[kind] else len(wrap(texts[n], room, types[kind]))
            below = 0.0
            cell = row.cells[n]
            if isinstance(cell, Label):
                lines = min(lines, MOST_LINES)
                below = len(wrap(cell.note, room, note)) * note.line if cell.note else 0.0
            heights.append(round((lines * types[kind].line + below) * POINT + _PADDING * CM))
        return heights


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


def _paged(rows: list[PlannedRow], room: int, count: int) -> tuple[tuple[tuple[PlannedRow, ...], ...], int]:
    """The rows dealt evenly over as many pages as they need, and how many of `count` rows no page holds."""
    pages = _filled(rows, room)
    if len(pages) <= _MOST_PAGES and len(rows) == count:
        pages = _even(rows, len(pages), room) or pages
    else:
        last = [row for page in pages[_MOST_PAGES - 1 :] for row in page]
        pages = [*pages[: _MOST_PAGES - 1], _filled(last, room - round(REST_HEIGHT * CM))[0]]
    return tuple(tuple(page) for page in pages), count - sum(len(page) for page in pages)


def _filled(rows: list[PlannedRow], room: int) -> list[list[PlannedRow]]:
    pages: list[list[PlannedRow]] = [[]]
    used = 0
    for planned in rows:
        if pages[-1] and used + planned.height > room:
            pages.append([])
            used = 0
        pages[-1].append(planned)
        used += planned.height
    return pages


def _even(rows: list[PlannedRow], pages: int, room: int) -> list[list[PlannedRow]] | None:
    """The rows in pages of nearly the same number; None when one of them would not fit."""
    length = max(1, ceil(len(rows) / pages))
    dealt = [rows[start : start + length] for start in range(0, len(rows), length)]
    return dealt if all(sum(planned.height for planned in page) <= room for page in dealt) else None
