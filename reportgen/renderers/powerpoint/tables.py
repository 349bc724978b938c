"""A planned table -> a:tbl: header ruled with 1 pt, rows with 0.5 pt, no banding, numbers right, signs before words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from reportgen.content.phrases import Label, Symbol
from reportgen.content.tables import Align, Column, Emphasis, Row
from reportgen.content.values import Status
from reportgen.ooxml import Xml, el
from reportgen.ooxml.markup import join
from reportgen.renderers.powerpoint.fitting import shortened
from reportgen.renderers.powerpoint.geometry import POINT
from reportgen.renderers.powerpoint.pen import Look, Pen, solid
from reportgen.renderers.powerpoint.table_plan import HEAD_POINTS, MOST_LINES, NOTE_POINTS, TablePlan, look_of
from reportgen.renderers.shades import shade_part

# PowerPoint's "No Style, No Grid".
TABLE_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_HEAD: Final = Look(HEAD_POINTS, True, "grey")
_NO_STYLE: Final = join(el("a:bodyPr"), el("a:lstStyle"))
_NOTE: Final = Look(NOTE_POINTS, False, "grey")
# The sheets of the annex that hold a table whole.
_SHEETS: Final = {"scorecard": "Summary", "indicators": "Summary", "changes": "Summary", "definitions": "Definitions"}


def table_xml(plan: TablePlan, page: int, pen: Pen) -> Xml:
    """One page of the table as a:tbl."""
    rows = plan.pages[page]
    drawn = [_header_row(plan, pen)]
    fills = _marks_off_track(plan)
    for number, (row, height) in enumerate(rows):
        before_total = number + 1 < len(rows) and rows[number + 1][0].emphasis is Emphasis.TOTAL
        filled = row.emphasis is Emphasis.EXCEPTION or (fills and _is_off_track(row))
        drawn.append(_row(plan, row, height, pen, before_total, "bg2" if filled else ""))
    grid = el("a:tblGrid", *(el("a:gridCol", w=width) for width in plan.widths))
    last = any(row.emphasis is Emphasis.TOTAL for row, _ in rows)
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
        for row, _ in plan.pages[page]
        for n, cell in enumerate(row.cells)
        if isinstance(cell, Label) and _name(plan, n, cell, pen) != cell.text
    )


def _name(plan: TablePlan, n: int, cell: Label, pen: Pen) -> str:
    look = look_of(plan.table.columns[n], cell, plan.sizes[n], plan.tall)
    return shortened(cell.text, plan.room(n), MOST_LINES, pen.type(look))


def _header_row(plan: TablePlan, pen: Pen) -> Xml:
    cells = [
        _cell(plan, n, pen.paragraph([pen.run(column.label, _HEAD)], align=_align(column), end=_HEAD), 1.0, "tx1")
        for n, column in enumerate(plan.table.columns)
    ]
    return el("a:tr", *cells, h=plan.header)


def _row(plan: TablePlan, row: Row, height: int, pen: Pen, before_total: bool, paint: str) -> Xml:
    strong = before_total or row.emphasis is Emphasis.TOTAL
    points, line = (0.75, "tx1") if strong else (0.5, "accent6")
    shades = [plan.table.shade(cell) for cell in row.cells]
    cells = [_cell(plan, n, _text(plan, n, row, pen), points, line, paint, shades[n]) for n in range(len(plan.widths))]
    return el("a:tr", *cells, h=height)


def _text(plan: TablePlan, n: int, row: Row, pen: Pen) -> Xml:
    """The paragraphs of a cell."""
    column, cell = plan.table.columns[n], row.cells[n]
    total, quiet = row.emphasis is Emphasis.TOTAL, row.emphasis is Emphasis.QUIET
    look, align = look_of(column, cell, plan.sizes[n], plan.tall, total, quiet), _align(column)
    if isinstance(cell, Status):
        return pen.paragraph([pen.status(cell, look)], align=align, end=look)
    if isinstance(cell, Symbol):
        return pen.paragraph([pen.sign(cell.status, look)], align=align, end=look)
    if isinstance(cell, Label):
        first = pen.paragraph([pen.run(_name(plan, n, cell, pen), look)], align=align)
        return join(first, pen.paragraph([pen.run(cell.note, _NOTE)], align=align)) if cell.note else first
    text = pen.printed(cell, column)
    return pen.paragraph([pen.run(text, look)] if text else [], align=align, end=look)


def _cell(plan: TablePlan, n: int, paragraphs: Xml, points: float, line: str, paint: str = "", shade: int = 0) -> Xml:
    properties = _cell_properties(plan.margins[n], points, line, paint, shade)
    return Xml(f"<a:tc><a:txBody>{_NO_STYLE}{paragraphs}</a:txBody>{properties}</a:tc>")


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
