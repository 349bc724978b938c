"""Table + box -> native tables, one per slide that it needs: columns as wide as their numbers, rows that fit.

Measures are those of the house style: header 0.9 cm, rules of 1 and 0.5 pt, no banding, numbers right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

from reportgen.content.blocks import Align, Cell, Column, Emphasis, Label, Row, Symbol, Table
from reportgen.content.values import NoData, Quantity, Status
from reportgen.ooxml import Xml, el
from reportgen.renderers.powerpoint.fitting import Type, longest_word, shortened, text_width, wrap
from reportgen.renderers.powerpoint.geometry import CM, POINT, Box
from reportgen.renderers.powerpoint.pen import Look, Pen, solid

# PowerPoint's "No Style, No Grid".
_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_HEADER: Final = 0.9
# Row heights in cm, roomiest first: with a second line under names, and without.
_TALL: Final = (1.46, 1.35, 1.25)
_PLAIN: Final = (1.10, 0.99, 0.90, 0.80, 0.72)
_PADDING: Final = 0.11
_MARGIN_LEFT: Final = 0.15
_MARGIN_RIGHT: Final = 0.35
_GUTTER: Final = 0.75
_MOST_PAGES: Final = 3
# Below a table that was cut: the line that says where the rest is, in cm.
REST_HEIGHT: Final = 0.7
_MOST_LINES: Final = 2
_HEAD_POINTS: Final = 12
_NOTE_POINTS: Final = 11
_BODY_SIZES: Final = (14, 13, 12)
# Sizes of text and of sentences that break, tried in this order.
_TYPE: Final = ((14, 12), (12, 12), (12, 11))
# How far a column may be wider than what stands in it: beyond, the eye loses the row.
_MOST_SPARE: Final = round(3.2 * CM)

_SHEETS: Final = {"scorecard": "Summary", "indicators": "Summary", "changes": "Summary", "definitions": "Definitions"}


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How a table will lie: column widths in EMU, the size of each column's text, the rows of each page with their
    heights in EMU. `left_out` counts rows that no page holds."""

    table: Table
    widths: tuple[int, ...]
    sizes: tuple[float, ...]
    header: int
    pages: tuple[tuple[tuple[Row, int], ...], ...]
    left_out: int = 0

    @property
    def marks_off_track(self) -> bool:
        """Off-track rows are filled as long as they are the exception."""
        return 2 * sum(_is_off_track(row) for row in self.table.rows) <= len(self.table.rows)


def plan_table(table: Table, box: Box, pen: Pen) -> TablePlan:
    """Choose widths, sizes and pages for a table in a box; type gets smaller where that saves a page."""
    largest = _body_size(table, box.width, pen)
    plans = [_plan(table, box, pen, min(size, largest), sentences) for size, sentences in _TYPE]
    return min(plans, key=lambda plan: (len(plan.pages), plan.left_out))


def _plan(table: Table, box: Box, pen: Pen, size: float, sentences: float) -> TablePlan:
    widths = _widths(table, box.width, pen, size)
    sizes = tuple(_size(table, n, width, pen, size, sentences) for n, width in enumerate(widths))
    header = max(round(_HEADER * CM), _header_height(table, widths))
    needed = [_row_height(table, row, widths, sizes, pen) for row in table.rows]
    room = box.height - header
    pitches = _TALL if _has_notes(table) else _PLAIN
    for pitch in pitches:
        heights = [max(round(pitch * CM), height) for height in needed]
        if sum(heights) <= room:
            return TablePlan(table, widths, sizes, header, (tuple(zip(table.rows, heights, strict=True)),))
    return _paged(TablePlan(table, widths, sizes, header, ()), heights, room)


def table_xml(plan: TablePlan, page: int, pen: Pen) -> Xml:
    """One page of the table as a:tbl."""
    rows = list(plan.pages[page])
    xml = [_header_row(plan, pen)]
    for number, (row, height) in enumerate(rows):
        before_total = number + 1 < len(rows) and rows[number + 1][0].emphasis is Emphasis.TOTAL
        xml.append(_row(plan, row, height, pen, before_total))
    grid = el("a:tblGrid", *(el("a:gridCol", w=width) for width in plan.widths))
    last = any(row.emphasis is Emphasis.TOTAL for row, _ in rows)
    properties = el("a:tblPr", el("a:tableStyleId", _STYLE), firstRow=1, lastRow=1 if last else None)
    return el("a:tbl", properties, grid, *xml)


def table_height(plan: TablePlan, page: int) -> int:
    """The height of one page in EMU."""
    return plan.header + sum(height for _, height in plan.pages[page])


def rest_text(plan: TablePlan, pen: Pen) -> str:
    """Where the rows are that no page holds: "and 153 more: annex, sheet By entity"; empty when there are none."""
    if not plan.left_out:
        return ""
    sheet = _SHEETS.get(plan.table.id, "By entity" if plan.table.id.endswith("entities") else "By group")
    return pen.locale.word("and {count} more: annex, sheet {sheet}", count=plan.left_out, sheet=pen.locale.word(sheet))


# Columns -----------------------------------------------------------------------------------------------------


def _body_size(table: Table, total: int, pen: Pen) -> float:
    """The largest size at which nothing breaks; where sentences must break, the largest at which only they do."""
    for width in (_natural_width, _least_width):
        for size in _BODY_SIZES:
            if sum(width(table, n, pen, size) for n in range(len(table.columns))) <= total:
                return size
    return _BODY_SIZES[-1]


def _least_width(table: Table, n: int, pen: Pen, size: float) -> int:
    """What a column needs so that no number, status or single word breaks."""
    column = table.columns[n]
    head = longest_word(column.label, Type(_HEAD_POINTS, True))
    body = max((_least(row.cells[n], table, column, pen, size) for row in table.rows), default=0.0)
    return round(max(head, body) * POINT * 1.03) + _margins(table, n)


def _least(cell: Cell | Symbol, table: Table, column: Column, pen: Pen, size: float) -> float:
    text = pen.printed(cell, column)
    look = _look(table, column, cell, size)
    unbroken = isinstance(cell, Quantity | NoData | Status | Symbol | int | float) or cell is None
    if unbroken or column.align is Align.RIGHT:
        return text_width(text, look.type())
    # A name needs half its width to stand on two lines, a little more because words differ in length.
    halved = 0.6 * text_width(text, look.type()) if isinstance(cell, Label) else 0.0
    return max(halved, longest_word(text, look.type()))


def _natural_width(table: Table, n: int, pen: Pen, size: float) -> int:
    """What a column needs so that nothing breaks."""
    column = table.columns[n]
    widest = text_width(column.label, Type(_HEAD_POINTS, True))
    for row in table.rows:
        cell = row.cells[n]
        look = _look(table, column, cell, size)
        widest = max(widest, text_width(pen.printed(cell, column), look.type()))
        if isinstance(cell, Label) and cell.note:
            widest = max(widest, text_width(cell.note, Type(_NOTE_POINTS)))
    return round(widest * POINT * 1.03) + _margins(table, n)


def _widths(table: Table, total: int, pen: Pen, size: float) -> tuple[int, ...]:
    """Widths by weight, corrected: no column below its least width; room that others do not need goes to text."""
    count = len(table.columns)
    weights = [max(column.weight, 0.05) for column in table.columns]
    least = [_least_width(table, n, pen, size) for n in range(count)]
    natural = [max(_natural_width(table, n, pen, size), least[n]) for n in range(count)]
    if sum(least) >= total:
        shares: Sequence[float] = least
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


def _balanced(wish: list[float], least: list[int], natural: list[int], total: int) -> list[float]:
    """The wishes stretched or shrunk to the total, within what each column needs at least and at most."""
    spare = total - sum(wish)
    room = [natural[n] - wish[n] if spare > 0 else wish[n] - least[n] for n in range(len(wish))]
    if sum(room) <= 0:
        return wish
    part = min(1.0, abs(spare) / sum(room)) * (1 if spare > 0 else -1)
    return [wish[n] + part * room[n] for n in range(len(wish))]


def _size(table: Table, n: int, width: int, pen: Pen, size: float, sentences: float) -> float:
    """The size of a column's text; sentences that would break are smaller, as notes are."""
    column = table.columns[n]
    if column.align is Align.RIGHT or n == 0:
        return size
    room = (width - _margins(table, n)) / POINT
    texts = [pen.printed(cell, column) for row in table.rows if type(cell := row.cells[n]) is str]
    return min(size, sentences) if any(len(wrap(text, room, Type(size))) > 1 for text in texts) else size


def _margins(table: Table, n: int) -> int:
    left, right = _sides(table, n)
    return left + right


def _sides(table: Table, n: int) -> tuple[int, int]:
    """The margins of a column; a number keeps a gutter's distance from the text that follows it."""
    after = table.columns[n + 1].align if n + 1 < len(table.columns) else None
    number = table.columns[n].align is Align.RIGHT
    right = _MARGIN_LEFT if after is None else _GUTTER if number and after is Align.LEFT else _MARGIN_RIGHT
    return round(_MARGIN_LEFT * CM), round(right * CM)


# Rows --------------------------------------------------------------------------------------------------------


def _has_notes(table: Table) -> bool:
    return any(isinstance(cell, Label) and cell.note for row in table.rows for cell in row.cells)


def _header_height(table: Table, widths: Sequence[int]) -> int:
    type = Type(_HEAD_POINTS, True)
    lines = max(
        len(wrap(column.label, (widths[n] - _margins(table, n)) / POINT, type))
        for n, column in enumerate(table.columns)
    )
    return round(lines * type.line * POINT + 2 * _PADDING * CM)


def _row_height(table: Table, row: Row, widths: Sequence[int], sizes: Sequence[float], pen: Pen) -> int:
    return max(_cell_height(table, n, cell, widths[n], sizes[n], pen) for n, cell in enumerate(row.cells))


def _cell_height(table: Table, n: int, cell: Cell, width: int, size: float, pen: Pen) -> int:
    column = table.columns[n]
    room = (width - _margins(table, n)) / POINT
    type = _look(table, column, cell, size).type()
    lines = len(wrap(pen.printed(cell, column), room, type))
    if isinstance(cell, Label):
        lines = min(lines, _MOST_LINES)
        note = len(wrap(cell.note, room, Type(_NOTE_POINTS))) if cell.note else 0
        return round((lines * type.line + note * Type(_NOTE_POINTS).line) * POINT + _PADDING * CM)
    return round(lines * type.line * POINT + _PADDING * CM)


def _paged(plan: TablePlan, heights: list[int], room: int) -> TablePlan:
    """The rows dealt evenly over as many pages as they need; beyond the most pages the rest is counted."""
    rows = list(zip(plan.table.rows, heights, strict=True))
    pages = _filled(rows, room)
    left_out = 0
    if len(pages) > _MOST_PAGES:
        rest = round(REST_HEIGHT * CM)
        kept = [
            *pages[: _MOST_PAGES - 1],
            _filled([row for page in pages[_MOST_PAGES - 1 :] for row in page], room - rest)[0],
        ]
        left_out = len(rows) - sum(len(page) for page in kept)
        pages = kept
    else:
        pages = _even(rows, len(pages), room) or pages
    return TablePlan(plan.table, plan.widths, plan.sizes, plan.header, tuple(tuple(page) for page in pages), left_out)


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
    length = ceil(len(rows) / pages)
    dealt = [rows[start : start + length] for start in range(0, len(rows), length)]
    return dealt if all(sum(height for _, height in page) <= room for page in dealt) else None


# XML ---------------------------------------------------------------------------------------------------------


def _look(table: Table, column: Column, cell: Cell | Symbol, size: float, row: Row | None = None) -> Look:
    tall = _has_notes(table)
    if isinstance(cell, Label):
        return Look(15 if tall and size == _BODY_SIZES[0] else size, True)
    total = row is not None and row.emphasis is Emphasis.TOTAL
    missing = cell is None or isinstance(cell, NoData) or cell in (Status.NO_DATA, Status.NO_TARGET)
    if missing or column.emphasis is Emphasis.QUIET:
        return Look(size, total, "grey")
    if column.emphasis is Emphasis.STRONG or total:
        return Look(18 if tall and column.key == "actual" else size, True)
    return Look(size)


def _header_row(plan: TablePlan, pen: Pen) -> Xml:
    look = Look(_HEAD_POINTS, True, "grey")
    cells = [
        _cell(plan, n, [pen.paragraph([pen.run(column.label, look)], align=_align(column), end=look)], 1.0, "tx1")
        for n, column in enumerate(plan.table.columns)
    ]
    return el("a:tr", *cells, h=plan.header)


def _row(plan: TablePlan, row: Row, height: int, pen: Pen, before_total: bool) -> Xml:
    paint = "bg2" if row.emphasis is Emphasis.EXCEPTION or (plan.marks_off_track and _is_off_track(row)) else ""
    strong = before_total or row.emphasis is Emphasis.TOTAL
    cells = [
        _cell(
            plan,
            n,
            _paragraphs(plan, n, row, pen),
            0.75 if strong else 0.5,
            "tx1" if strong else "accent6",
            paint,
        )
        for n in range(len(plan.table.columns))
    ]
    return el("a:tr", *cells, h=height)


def _is_off_track(row: Row) -> bool:
    return any(cell is Status.OFF_TRACK for cell in row.cells)


def _paragraphs(plan: TablePlan, n: int, row: Row, pen: Pen) -> list[Xml]:
    column, cell, size = plan.table.columns[n], row.cells[n], plan.sizes[n]
    look, align = _look(plan.table, column, cell, size, row), _align(column)
    if isinstance(cell, Status):
        return [pen.paragraph([pen.status(cell, look)], align=align, end=look)]
    if isinstance(cell, Symbol):
        return [pen.paragraph([pen.sign(cell.status, look)], align=align, end=look)]
    if isinstance(cell, Label):
        room = (plan.widths[n] - _margins(plan.table, n)) / POINT
        name = shortened(cell.text, room, _MOST_LINES, look.type())
        lines = [pen.paragraph([pen.run(name, look)], align=align)]
        note = Look(_NOTE_POINTS, False, "grey")
        return [*lines, pen.paragraph([pen.run(cell.note, note)], align=align)] if cell.note else lines
    text = pen.printed(cell, column)
    return [pen.paragraph([pen.run(text, look)] if text else [], align=align, end=look)]


def _align(column: Column) -> str:
    return "r" if column.align is Align.RIGHT else ""


def _cell(plan: TablePlan, n: int, paragraphs: Sequence[Xml], points: float, line: str, paint: str = "") -> Xml:
    left, right = _sides(plan.table, n)
    none = [el(f"a:ln{side}", el("a:noFill"), w=0) for side in "LRT"]
    below = el("a:lnB", solid(line), el("a:prstDash", val="solid"), w=round(points * POINT), cap="flat", cmpd="sng")
    return el(
        "a:tc",
        el("a:txBody", el("a:bodyPr"), el("a:lstStyle"), *paragraphs),
        el("a:tcPr", *none, below, solid(paint), marL=left, marR=right, marT=0, marB=0, anchor="ctr"),
    )
