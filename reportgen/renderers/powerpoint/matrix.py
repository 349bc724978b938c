"""Engagement matrix -> a:tbl: a dark cell where somebody is, an outlined one where they should be, arrows between.

Cells have no shapes in them, so the boxes of the letters are the cells themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reportgen.content.phrases import Label
from reportgen.content.tables import Row, Table
from reportgen.ooxml import Xml, el
from reportgen.renderers.powerpoint.fitting import shortened, text_width, wrap
from reportgen.renderers.powerpoint.geometry import CM, POINT, Box
from reportgen.renderers.powerpoint.pen import Look, Pen, solid
from reportgen.renderers.powerpoint.table_cells import NOTE_POINTS
from reportgen.renderers.powerpoint.tables import TABLE_STYLE

CURRENT: Final = "C"
DESIRED: Final = "D"
BETWEEN: Final = "\N{RIGHTWARDS ARROW}"

_HEADER: Final = round(0.9 * CM)
_ROW: Final = round(1.25 * CM)
_LEVEL: Final = round(1.5 * CM)
_HEAD_POINTS: Final = 10
_LINES: Final = 2
# The levels take at most this share of the width; beyond it their names are not bold.
_LEVELS: Final = 0.62
# However long their names are.
_MOST_LEVELS: Final = 0.7
_AIR: Final = round(0.15 * CM)
_NAME: Final = Look(12, True)
_LETTER: Final = Look(14, True)


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two cells: theme slot ("" for none) and points."""

    paint: str = ""
    points: float = 0


_PAINTS: Final = {CURRENT: "accent1"}
_RULE: Final = Edge("accent6", 0.5)
_HEAD_RULE: Final = Edge("tx1", 1)
_WHITE: Final = Edge("bg1", 4.5)
_OUTLINE: Final = Edge("accent1", 1.5)
_NONE: Final = Edge()


def is_matrix(table: Table) -> bool:
    """True when the cells after the names hold nothing but the letters of such a matrix."""
    letters = {cell for row in table.rows for cell in row.cells[1:] if isinstance(cell, str)}
    whole = all(isinstance(cell, str) for row in table.rows for cell in row.cells[1:])
    return whole and {CURRENT, DESIRED} <= letters <= {CURRENT, DESIRED, BETWEEN, ""}


def matrix_pages(table: Table, box: Box, pen: Pen) -> list[tuple[Xml, Box, tuple[str, ...]]]:
    """The matrix as a:tbl with its box and the names that had to be cut, for each slide that it needs."""
    drawn = _Matrix(table, box.width, pen)
    most = max(1, (box.height - _HEADER) // drawn.row)
    count = -(-len(table.rows) // most)
    size = -(-len(table.rows) // count)
    pages = [table.rows[start : start + size] for start in range(0, len(table.rows), size)]
    return [
        (drawn.xml(rows), Box(box.left, box.top, box.width, _HEADER + drawn.row * len(rows)), drawn.cut(rows))
        for rows in pages
    ]


class _Matrix:
    """Draws the rows of one matrix."""

    def __init__(self, table: Table, width: int, pen: Pen) -> None:
        self.columns, self.pen = table.columns, pen
        self.head = Look(_HEAD_POINTS, True, "grey")
        levels = self._levels()
        if sum(levels) > _LEVELS * width:
            self.head = Look(_HEAD_POINTS, False, "grey")
            levels = self._levels()
        # Names come first: what is left for the levels then cuts theirs.
        share = min(1.0, _MOST_LEVELS * width / sum(levels))
        levels = [int(level * share) for level in levels]
        self.widths = (width - sum(levels), *levels)
        self.note = pen.small(Look(NOTE_POINTS, False, "grey"))
        self.name = pen.small(_NAME)
        room = (self.widths[0] - _AIR) / POINT
        names = [wrap(_label(row), room, pen.type(self.name)) for row in table.rows]
        lines = min(_LINES, max((len(name) for name in names), default=1))
        height = lines * pen.type(self.name).line + pen.type(self.note).line
        self.row = max(_ROW, round(height * POINT) + _AIR // 3)

    def _levels(self) -> list[int]:
        type = self.pen.type(self.head)
        return [max(_LEVEL, round(text_width(c.label, type) * POINT * 1.05) + _AIR // 2) for c in self.columns[1:]]

    def xml(self, rows: Sequence[Row]) -> Xml:
        """The head and those rows."""
        letters = [tuple(str(cell) for cell in row.cells[1:]) for row in rows]
        properties = el("a:tblPr", el("a:tableStyleId", TABLE_STYLE), firstRow=1)
        grid = el("a:tblGrid", *(el("a:gridCol", w=width) for width in self.widths))
        return el("a:tbl", properties, grid, self._head(), *(self._row(n, rows, letters) for n in range(len(rows))))

    def cut(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """The names that are longer than their lines, whole."""
        names = [(self._name(row), row.cells[0].text) for row in rows if isinstance(row.cells[0], Label)]
        return tuple(whole for shown, whole in names if shown != whole)

    def _head(self) -> Xml:
        cells = []
        for n, column in enumerate(self.columns):
            look = Look(12, True, "grey") if n == 0 else self.head
            room, lines = self.widths[n] / POINT, 1 if n else _LINES
            label = shortened(column.label, room, lines, self.pen.type(look))
            text = self.pen.paragraph([self.pen.run(label, look)], align="ctr" if n else "")
            cells.append(_cell(text, "", (_NONE, _NONE, _NONE, _HEAD_RULE)))
        return el("a:tr", *cells, h=_HEADER)

    def _row(self, n: int, rows: Sequence[Row], letters: Sequence[tuple[str, ...]]) -> Xml:
        cells = [_cell(self._names(rows[n]), "", (_NONE, _NONE, _above(n, "", ""), _RULE))]
        for at, letter in enumerate(letters[n]):
            above = letters[n - 1][at] if n else ""
            below = letters[n + 1][at] if n + 1 < len(letters) else ""
            padded = ("", *letters[n], "")
            left, right = _beside(padded[at], letter), _beside(letter, padded[at + 2])
            edges = (left, right, _above(n, above, letter), _between(letter, below))
            cells.append(_cell(self._letter(letter), _PAINTS.get(letter, ""), edges))
        return el("a:tr", *cells, h=self.row)

    def _names(self, row: Row) -> Xml:
        cell = row.cells[0]
        if not isinstance(cell, Label):
            return self.pen.paragraph([self.pen.run(self.pen.printed(cell, self.columns[0]), self.name)])
        lines = [self.pen.paragraph([self.pen.run(self._name(row), self.name)])]
        if cell.note:
            room = (self.widths[0] - _AIR) / POINT
            note = shortened(cell.note, room, 1, self.pen.type(self.note))
            lines.append(self.pen.paragraph([self.pen.run(note, self.note)]))
        return Xml("".join(lines))

    def _name(self, row: Row) -> str:
        room = (self.widths[0] - _AIR) / POINT
        return shortened(_label(row), room, _LINES, self.pen.type(self.name))

    def _letter(self, letter: str) -> Xml:
        colours = {CURRENT: "bg1", DESIRED: "accent1", BETWEEN: "accent1"}
        look = Look(_LETTER.points, letter != BETWEEN, colours.get(letter, "tx1"))
        return self.pen.paragraph([self.pen.run(letter, look)] if letter else [], align="ctr", end=look)


def _label(row: Row) -> str:
    """The name in a row."""
    return row.cells[0].text if isinstance(row.cells[0], Label) else str(row.cells[0])


def _above(n: int, above: str, letter: str) -> Edge:
    """The line above a cell: of the head for the first row."""
    return _HEAD_RULE if n == 0 else _between(above, letter)


def _between(one: str, other: str) -> Edge:
    """The line between two cells that stand one above the other."""
    if DESIRED in (one, other):
        return _OUTLINE
    return _WHITE if CURRENT in (one, other) else _RULE


def _beside(one: str, other: str) -> Edge:
    """The line between neighbours in a row."""
    return _OUTLINE if DESIRED in (one, other) else _NONE


def _cell(text: Xml, paint: str, edges: tuple[Edge, Edge, Edge, Edge]) -> Xml:
    """A cell with its left, right, upper and lower line."""
    return el("a:tc", el("a:txBody", el("a:bodyPr"), el("a:lstStyle"), text), _cell_properties(paint, edges))


@lru_cache(maxsize=256)
def _cell_properties(paint: str, edges: tuple[Edge, Edge, Edge, Edge]) -> Xml:
    lines = [
        el("a:ln" + side, solid(edge.paint), w=round(edge.points * POINT))
        for side, edge in zip("LRTB", edges, strict=True)
    ]
    return el("a:tcPr", *lines, solid(paint), marL=0, marR=0, marT=0, marB=0, anchor="ctr")
