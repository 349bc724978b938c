"""A planned table -> a:tbl: header ruled with 1 pt, rows with 0.5 pt, no banding, numbers right, signs before words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from reportgen.content.phrases import Label, Symbol
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row
from reportgen.content.values import Status
from reportgen.ooxml import Xml, el, escape
from reportgen.renderers.powerpoint.fitting import shortened
from reportgen.renderers.powerpoint.geometry import POINT
from reportgen.renderers.powerpoint.pen import Look, Pen, solid
from reportgen.renderers.powerpoint.table_cells import HEAD_POINTS, NOTE_POINTS, Kind, kind_of, look_of
from reportgen.renderers.powerpoint.table_plan import MOST_LINES, PlannedRow, TablePlan
from reportgen.renderers.shades import shade_part

# PowerPoint's "No Style, No Grid".
TABLE_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_HEAD: Final = Look(HEAD_POINTS, True, "grey")
# What every cell begins with, and what stands behind its paragraphs and behind its properties.
_BEFORE: Final = f"<a:tc><a:txBody>{el('a:bodyPr')}{el('a:lstStyle')}"
_BEHIND, _END = "</a:txBody>", "</a:tc>"
_NOTE: Final = Look(NOTE_POINTS, False, "grey")
# The sheets of the annex that hold a table whole.
_SHEETS: Final = {"scorecard": "Summary", "indicators": "Summary", "changes": "Summary", "definitions": "Definitions"}


def table_xml(plan: TablePlan, page: int, pen: Pen) -> Xml:
    """One page of the table as a:tbl."""
    rows = plan.pages[page]
    drawing = _Drawing(plan, pen)
    drawn = [drawing.header_row()]
    fills = _marks_off_track(plan)
    for number, planned in enumerate(rows):
        before_total = number + 1 < len(rows) and rows[number + 1].row.emphasis is Emphasis.TOTAL
        filled = planned.row.emphasis is Emphasis.EXCEPTION or (fills and _is_off_track(planned.row))
        drawn.append(drawing.row(planned, before_total, "bg2" if filled else ""))
    grid = el("a:tblGrid", *(el("a:gridCol", w=width) for width in plan.widths))
    last = any(planned.row.emphasis is Emphasis.TOTAL for planned in rows)
    properties = el("a:tblPr", el("a:tableStyleId", TABLE_STYLE), firstRow=1, lastRow=1 if last else None)
    return el("a:tbl", properties, grid, *drawn)


def rest_text(plan: TablePlan, pen: Pen) -> str:
    """Where the rows are that no page holds: "and 153 more: annex, sheet By entity"; empty when there are none."""
    if not plan.left_out:
        return ""
    sheet = _SHEETS.get(plan.table.id, "By entity" if plan.table.id.endswith("entities") else "By group")
    return pen.locale.word("and {count} more: annex, sheet {sheet}", count=plan.left_out, sheet=pen.locale.word(sheet))


def cut_names(plan: TablePlan, page: int, pen: Pen) -> tuple[str, ...]:
    """The names on a page that are longer than their two lines, whole."""
    return tuple(
        cell.text
        for planned in plan.pages[page]
        for n, cell in enumerate(planned.row.cells)
        if isinstance(cell, Label) and _name(plan, n, cell, pen) != cell.text
    )


def _name(plan: TablePlan, n: int, cell: Label, pen: Pen) -> str:
    look = look_of(plan.table.columns[n], Kind.NAME, plan.sizes[n], plan.tall)
    return shortened(cell.text, plan.room(n), MOST_LINES, pen.type(look))


class _Drawing:
    """Draws the rows of one table. What stands around the text of a cell is the same for most of a column: it is made
    once."""

    def __init__(self, plan: TablePlan, pen: Pen) -> None:
        self._plan, self._pen = plan, pen
        self._columns = plan.table.columns
        self._aligns = [_align(column) for column in self._columns]
        self._looks: dict[tuple[int, Kind, Emphasis], Look] = {}
        self._around: dict[tuple[int, Kind, Emphasis], tuple[str, str]] = {}

    def header_row(self) -> Xml:
        pen = self._pen
        cells = [
            f"{_BEFORE}{_head(head, align, pen)}{_BEHIND}{_cell_properties(margins, 1.0, 'tx1', '', 0)}{_END}"
            for head, align, margins in zip(self._plan.heads, self._aligns, self._plan.margins, strict=True)
        ]
        return Xml(f'<a:tr h="{self._plan.header}">{"".join(cells)}</a:tr>')

    def row(self, planned: PlannedRow, before_total: bool, paint: str) -> Xml:
        emphasis = planned.row.emphasis
        strong = before_total or emphasis is Emphasis.TOTAL
        points, line = (0.75, "tx1") if strong else (0.5, "accent6")
        table, margins = self._plan.table, self._plan.margins
        cells = []
        for n, (cell, text) in enumerate(zip(planned.row.cells, planned.texts, strict=True)):
            properties = _cell_properties(margins[n], points, line, paint, table.shade(cell) if table.heat else 0)
            cells.append(f"{_BEFORE}{self._paragraphs(n, cell, text, emphasis)}{_BEHIND}{properties}{_END}")
        return Xml(f'<a:tr h="{planned.height}">{"".join(cells)}</a:tr>')

    def _paragraphs(self, n: int, cell: Cell | Symbol, text: str, row: Emphasis) -> str:
        """The paragraphs of a cell."""
        key = n, kind_of(cell), row
        if key not in self._looks:
            look = look_of(self._columns[n], key[1], self._plan.sizes[n], self._plan.tall, row)
            self._looks[key], self._around[key] = look, self._pen.around(look, self._aligns[n])
        look, (before, after), pen = self._looks[key], self._around[key], self._pen
        if isinstance(cell, Status):
            return pen.paragraph([pen.status(cell, look)], align=self._aligns[n], end=look)
        if isinstance(cell, Symbol):
            return pen.paragraph([pen.sign(cell.status, look)], align=self._aligns[n], end=look)
        if isinstance(cell, Label):
            first = f"{before}{escape(_name(self._plan, n, cell, pen))}{after}"
            return first + pen.paragraph([pen.run(cell.note, _NOTE)], align=self._aligns[n]) if cell.note else first
        return f"{before}{escape(text)}{after}" if text else pen.paragraph([], align=self._aligns[n], end=look)


def _head(label: str, align: str, pen: Pen) -> str:
    """The label of a column; each of its lines is a paragraph."""
    lines = (pen.paragraph([pen.run(line, _HEAD)], align=align, end=_HEAD) for line in label.split("\n"))
    return "".join(lines)


@cache
def _cell_properties(margins: tuple[int, int], points: float, line: str, paint: str, shade: int) -> Xml:
    """Margins, the rule below, and the fill: a shade before a paint."""
    none = [el(f"a:ln{side}", el("a:noFill"), w=0) for side in "LRT"]
    below = el("a:lnB", solid(line), el("a:prstDash", val="solid"), w=round(points * POINT), cap="flat", cmpd="sng")
    left, right = margins
    fill = _shaded(shade) if shade else solid(paint)
    return el("a:tcPr", *none, below, fill, marL=left, marR=right, marT=0, marB=0, anchor="ctr")


def _shaded(level: int) -> Xml:
    """A tint of the theme's message colour: a foreign theme tints its own."""
    part = round(100_000 * shade_part(level))
    tint = el("a:schemeClr", el("a:lumMod", val=part), el("a:lumOff", val=100_000 - part), val="accent1")
    return el("a:solidFill", tint)


def _align(column: Column) -> str:
    return "r" if column.align is Align.RIGHT else ""


def _marks_off_track(plan: TablePlan) -> bool:
    """Off-track rows are filled as long as they are the exception."""
    rows: Sequence[Row] = plan.table.rows
    return 2 * sum(_is_off_track(row) for row in rows) <= len(rows)


def _is_off_track(row: Row) -> bool:
    return any(cell is Status.OFF_TRACK for cell in row.cells)
