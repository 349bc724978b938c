"""Ranked table with its bars -> a low native table, and beside it a native chart whose bars lie level with its rows.

Rows without a number follow below a rule; where their bars would be stands why. Lengths are EMU.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from reportgen.charts.measure import line_height
from reportgen.content.charts import Chart
from reportgen.content.phrases import Symbol
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import NoData, Quantity
from reportgen.ooxml import Xml, el
from reportgen.renderers.powerpoint.fitting import shortened, text_width
from reportgen.renderers.powerpoint.frames import rule, text_box
from reportgen.renderers.powerpoint.geometry import CM, POINT, Box
from reportgen.renderers.powerpoint.pen import LABEL_POINTS, Look, Pen, solid
from reportgen.renderers.powerpoint.tables import TABLE_STYLE

# The columns that have room beside bars, and how each is set.
_SHOWN: Final = ("sign", "name", "group", "denominator", "value")
_TEXT: Final = Look(11)
_HEAD: Final = Look(11, True, "grey")
_SIGN_COLUMN: Final = round(0.75 * CM)
_GAP: Final = round(0.4 * CM)
# Names and groups give way to the bars, which take this share of the width at least; groups give way first.
_BARS: Final = 0.36
_GROUP_SHARE: Final = 0.3
_HIGHEST_ROW: Final = round(0.8 * CM)
# A chart keeps one line and a fifth above its bars for the name of the target.
_ABOVE_BARS: Final = 1.2
_TOLERANCE: Final = 1.05
# Lines of exactly this share of the size: fonts of signs are taller than the row.
_LINE: Final = 1.2
_SIGN: Final = 1.0


@dataclass(frozen=True, slots=True)
class RankedPage:
    """One slide of a ranking: its table in a box, its chart in a box, what is drawn with them, and names that were
    cut, whole."""

    table: Table
    xml: Xml
    box: Box
    chart: Chart | None
    chart_box: Box
    drawn: tuple[Xml, ...]
    cut: tuple[str, ...]


def is_ranking(table: Table) -> bool:
    """True for a whole ranking with bars for its rows; one whose columns were picked is a table like others."""
    if table.chart is None or not table.id.endswith(".ranking") or _at(table, "note") < 0:
        return False
    return {row.key for row in table.rows}.issuperset(table.chart.keys)


def ranking_pages(table: Table, box: Box, pen: Pen) -> list[RankedPage]:
    """The ranking for each slide that it needs: rows as low as their type, no lower."""
    shown = table.pick(*_SHOWN)
    if not any(_filled(row.cells[_at(shown, "group")]) for row in shown.rows if _at(shown, "group") >= 0):
        shown = shown.without("group")
    points = pen.small(_TEXT).points
    head = round(_ABOVE_BARS * line_height(pen.small(Look(LABEL_POINTS)).points))
    least = round(pen.type(replace(_TEXT, points=points)).line * POINT * 1.01)
    most = max(1, (box.height - head) // least)
    count = -(-len(table.rows) // most)
    size = -(-len(table.rows) // count)
    pitch = min(_HIGHEST_ROW, (box.height - head) // size)
    widths = _widths(shown, box.width, points, pen)
    notes = {row.key: _note(table, row, pen) for row in table.rows}
    return [_Page(page, widths, head, pitch, points, pen).drawn(box, notes) for page in shown.pages(size)]


@dataclass(frozen=True, slots=True)
class _Page:
    """The rows of one slide and their measures."""

    table: Table
    widths: tuple[int, ...]
    head: int
    pitch: int
    points: float
    pen: Pen

    def drawn(self, box: Box, notes: dict[str, str]) -> RankedPage:
        known = [row for row in self.table.rows if _is_known(self.table, row)]
        silent = [row for row in self.table.rows if not _is_known(self.table, row)]
        width = sum(self.widths)
        left = box.left + width + _GAP
        bars = Box(left, box.top, box.right - left, self.head + self.pitch * len(known))
        below = bars.bottom
        drawn = []
        if silent and known:
            drawn.append(rule("Rule", bars.left - _GAP, below, bars.width + _GAP, 0.75, "accent6"))
        look = Look(self.points, False, "grey", italic=True)
        for n, row in enumerate(silent):
            place = Box(bars.left, below + n * self.pitch, bars.width, self.pitch)
            words = shortened(notes[row.key], bars.width / POINT, 1, self.pen.type(look))
            if words:
                drawn.append(text_box(f"Note {n + 1}", place, [self.pen.paragraph([self.pen.run(words, look)])], "ctr"))
        frame = Box(box.left, box.top, width, self.head + self.pitch * len(self.table.rows))
        chart = _bars_of(self.table.chart, known)
        return RankedPage(self.table, self.xml(), frame, chart, bars, tuple(drawn), self.cut())

    def xml(self) -> Xml:
        rows = self.table.rows
        last_known = max((n for n, row in enumerate(rows) if _is_known(self.table, row)), default=-1)
        drawn = [self._head()]
        for n, row in enumerate(rows):
            drawn.append(self._row(row, ruled=n == last_known and n + 1 < len(rows)))
        properties = el("a:tblPr", el("a:tableStyleId", TABLE_STYLE), firstRow=1)
        grid = el("a:tblGrid", *(el("a:gridCol", w=width) for width in self.widths))
        return el("a:tbl", properties, grid, *drawn)

    def cut(self) -> tuple[str, ...]:
        """The names that have no room, whole."""
        names = [self.pen.printed(row.cells[n], column) for row in self.table.rows for n, column in self._words()]
        cells = [(row, n) for row in self.table.rows for n, _ in self._words()]
        shown = [self._text(row, n, self._look(row, n)) for row, n in cells]
        return tuple(dict.fromkeys(name for name, seen in zip(names, shown, strict=True) if name != seen))

    def _words(self) -> list[tuple[int, Column]]:
        return [(n, column) for n, column in enumerate(self.table.columns) if column.key in ("name", "group")]

    def _head(self) -> Xml:
        look = replace(_HEAD, points=self.points)
        cells = []
        for n, column in enumerate(self.table.columns):
            words = shortened(column.label, self._room(n), 1, self.pen.type(look)) if column.label else ""
            text = self.pen.paragraph([self.pen.run(words, look)] if words else [], align=_align(column), end=look)
            cells.append(self._cell(text, n, ruled=False, anchor="ctr"))
        return el("a:tr", *cells, h=self.head)

    def _row(self, row: Row, ruled: bool) -> Xml:
        cells = []
        for n, column in enumerate(self.table.columns):
            look, cell = self._look(row, n), row.cells[n]
            if isinstance(cell, Symbol):
                runs = [self.pen.sign(cell.status, replace(look, points=round(self.points * _SIGN)))]
            else:
                words = self._text(row, n, look)
                runs = [self.pen.run(words, look)] if words else []
            text = self.pen.line(runs, self.points * _LINE, align=_align(column), end=look)
            cells.append(self._cell(text, n, ruled, "ctr"))
        return el("a:tr", *cells, h=self.pitch)

    def _text(self, row: Row, n: int, look: Look) -> str:
        column, cell = self.table.columns[n], row.cells[n]
        if isinstance(cell, NoData) or cell is None:
            # Why there is no number stands at the end of the row.
            return "" if column.key == "value" else "–"
        printed = self.pen.printed(cell, column)
        return printed if column.align is Align.RIGHT else shortened(printed, self._room(n), 1, self.pen.type(look))

    def _look(self, row: Row, n: int) -> Look:
        column, strong = self.table.columns[n], row.emphasis is Emphasis.STRONG
        if column.key in ("group", "denominator") or row.emphasis is Emphasis.QUIET:
            return Look(self.points, False, "grey")
        return Look(self.points, strong, "accent1" if strong and column.key == "value" else "tx1")

    def _room(self, n: int) -> float:
        return (self.widths[n] - _margin(self.table.columns[n])) / POINT

    def _cell(self, text: Xml, n: int, ruled: bool, anchor: str) -> Xml:
        column = self.table.columns[n]
        properties = _cell_properties(_margin(column), column.align is Align.RIGHT, ruled, anchor)
        return el("a:tc", el("a:txBody", el("a:bodyPr"), el("a:lstStyle"), text), properties)


@lru_cache(maxsize=64)
def _cell_properties(gap: int, right: bool, ruled: bool, anchor: str) -> Xml:
    """Margins, and the rule below if there is one."""
    lines = [el(f"a:ln{side}", el("a:noFill"), w=0) for side in ("LRT" if ruled else "LRTB")]
    if ruled:
        lines.append(el("a:lnB", solid("accent6"), w=round(0.75 * POINT)))
    margins = {"marL": gap if right else 0, "marR": 0 if right else gap, "marT": 0, "marB": 0}
    return el("a:tcPr", *lines, **margins, anchor=anchor)


def _widths(table: Table, total: int, points: float, pen: Pen) -> tuple[int, ...]:
    """What each column needs; names and groups share what the bars leave."""
    natural = [_natural(table, n, points, pen) for n in range(len(table.columns))]
    words = [n for n, column in enumerate(table.columns) if column.key in ("name", "group")]
    room = round(total * (1 - _BARS)) - _GAP - sum(width for n, width in enumerate(natural) if n not in words)
    wanted = sum(natural[n] for n in words)
    if wanted > room:
        others = min(sum(natural[n] for n in words[1:]), round(room * _GROUP_SHARE))
        first = min(natural[words[0]], room - others)
        natural[words[0]] = first
        for n in words[1:]:
            natural[n] = min(natural[n], room - first)
    return tuple(natural)


def _natural(table: Table, n: int, points: float, pen: Pen) -> int:
    column = table.columns[n]
    if column.key == "sign":
        return _SIGN_COLUMN
    head = text_width(column.label, pen.type(replace(_HEAD, points=points)))
    strong = pen.type(Look(points, column.key in ("name", "value")))
    body = max((text_width(pen.printed(row.cells[n], column), strong) for row in table.rows), default=0.0)
    return round(max(head, body) * POINT * _TOLERANCE) + _margin(column)


def _margin(column: Column) -> int:
    return 0 if column.key == "sign" else _GAP


def _bars_of(chart: Chart | None, rows: Sequence[Row]) -> Chart | None:
    """The bars of those rows alone, without names and numbers; None where there are none."""
    if chart is None or not rows:
        return None
    places = {key: at for at, key in enumerate(chart.keys)}
    kept = [places[row.key] for row in rows if row.key in places]
    return replace(
        chart.bared(),
        categories=tuple(chart.categories[at] for at in kept),
        keys=tuple(chart.keys[at] for at in kept),
        series=tuple(replace(one, values=tuple(one.values[at] for at in kept)) for one in chart.series),
        emphasis=tuple(key for key in chart.emphasis if any(row.key == key for row in rows)),
    )


def _is_known(table: Table, row: Row) -> bool:
    at = _at(table, "value")
    return at < 0 or isinstance(row.cells[at], Quantity)


def _note(table: Table, row: Row, pen: Pen) -> str:
    at = _at(table, "note")
    return pen.printed(row.cells[at], table.columns[at]) if at >= 0 and _filled(row.cells[at]) else ""


def _at(table: Table, key: str) -> int:
    return next((n for n, column in enumerate(table.columns) if column.key == key), -1)


def _filled(cell: Cell | Symbol) -> bool:
    return cell is not None and cell != ""


def _align(column: Column) -> str:
    return "r" if column.align is Align.RIGHT else ""
