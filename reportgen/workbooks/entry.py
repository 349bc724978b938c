"""One table on one sheet: header, example, given and empty rows, validations, and the live marks of what is missing.

Nothing stands above or beside the table and nothing is merged, so that programs read it and Excel grows it. The sheet
is not protected: on a protected one a table cannot grow. What is wrong is marked here and checked again when read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from reportgen.contracts import ColumnType
from reportgen.contracts.vocabulary import EXAMPLE
from reportgen.workbooks.faults import Fault
from reportgen.workbooks.form import Column, Part, Role, Sheet
from reportgen.workbooks.pages import format_when, height, shortened, validate, write, write_formula
from reportgen.workbooks.rowcheck import COMPLETE, LARGE_CHANGE, LOOK, MISSING, TO_FILL, escaped, row_check, row_state
from reportgen.workbooks.styles import (
    CHANGE,
    GOOD_TEXT,
    WARN_TEXT,
    WRONG,
    WRONG_TEXT,
    Looks,
)  # fmt: skip
from reportgen.workbooks.styles import MISSING as MISSING_FILL
from reportgen.workbooks.validation import validation
from reportgen.workbooks.wording import Wording

# Empty rows at the end of a table that grows; more would be in the way of filters.
SPARE_ROWS = 3
# Validations and marks reach further than the table, so that pasted rows have them, too.
REACH = 2000
_LONG = 60
_PAGE_WIDTH = 170


@dataclass(frozen=True, slots=True)
class Written:
    """What the other sheets need to know of a written sheet: its rows' states, and how many of them are spare."""

    sheet: Sheet
    states: Sequence[str]
    faults: Sequence[Fault]


def write_entry(
    page: Any, sheet: Sheet, lists: Mapping[str, Sequence[str]], faults: Sequence[Fault], looks: Looks, say: Wording
) -> Written:
    """Write a sheet to fill in."""
    spare = 0 if sheet.fixed else SPARE_ROWS
    rows: list[Mapping[str, Any]] = [*sheet.rows, *({} for _ in range(spare))]
    check, looked_for = row_check(sheet, faults, say)
    states = [row_state(sheet, looked_for, row, say) for row in rows]
    last = 1 + len(rows)
    formulas = [check, *(_formula(sheet, column) for column in sheet.columns[1:])]
    _add_table(page, sheet, last, formulas, looks)
    _write_example(page, sheet, formulas, looks, say)
    _write_rows(page, sheet, rows, states, formulas, looks)
    reach = max(REACH, last + 500)
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, _width(column, sheet))
        if column.role is Role.INPUT:
            rule = validation(column, sheet, lists, say)
            validate(page, (1, index, reach, index), rule)
    _mark(page, sheet, faults, reach, looks)
    _set_up(page, sheet, say)
    return Written(sheet, states, faults)


def _add_table(page: Any, sheet: Sheet, last: int, formulas: Sequence[str], looks: Looks) -> None:
    columns = [{"header": column.title, "header_format": looks.header(column.role)} for column in sheet.columns]
    options = {"name": sheet.excel_table, "style": None, "columns": columns, "autofilter": True}
    if page.add_table(0, 0, last, len(sheet.columns) - 1, options) not in (0, None):
        raise ValueError(f"XlsxWriter refused the table {sheet.excel_table}")
    # Given to add_table, a formula would be written into every cell with the result 0 before it is written again.
    for column, formula in zip(page.tables[-1]["columns"], formulas, strict=True):
        column["formula"] = formula.removeprefix("=")


def _formula(sheet: Sheet, column: Column) -> str:
    """The formula of a calculated column; empty for previous values, which are given."""

    def at(title: str) -> str:
        return f"{sheet.excel_table}[[#This Row],[{escaped(title)}]]"

    if column.factors:
        left, right = map(at, column.factors)
        return f'=IF(ISNUMBER({left})*ISNUMBER({right}),{left}*{right},"")'
    if column.part is Part.NAME:
        return f'=IFERROR(INDEX({column.choices}_names,MATCH({at(column.of)},{column.choices},0)),"")'
    if column.part is Part.CHANGE:
        now, before = at(column.of), at(column.within)
        change = f"{now}-{before}" if column.unit == "points" else f"{now}/{before}-1"
        return f'=IF(ISNUMBER({now})*ISNUMBER({before})*({before}<>0),{change},"")'
    return ""


def _write_example(page: Any, sheet: Sheet, formulas: Sequence[str], looks: Looks, say: Wording) -> None:
    row = {column.title: column.example for column in sheet.columns if column.part in (Part.FIELD, Part.NAME)}
    for index, (column, formula) in enumerate(zip(sheet.columns, formulas, strict=True)):
        style = looks.example(column.kind, CHANGE if column.part is Part.CHANGE else "")
        if column.part is Part.CHECK:
            write(page, 1, index, say(EXAMPLE), style)
        elif formula:
            write_formula(page, 1, index, formula, style, _result(column, row))
        else:
            write(page, 1, index, row.get(column.title), style)


def _write_rows(
    page: Any, sheet: Sheet, rows: Sequence[Mapping[str, Any]], states: Sequence[str], formulas: Sequence[str],
    looks: Looks,
) -> None:  # fmt: skip
    styles = [
        looks.cell(column.role, column.kind, CHANGE if column.part is Part.CHANGE else "", _wraps(column))
        for column in sheet.columns
    ]
    widths = [_width(column, sheet) for column in sheet.columns]
    for number, (row, state) in enumerate(zip(rows, states, strict=True), start=2):
        long = [
            (row.get(column.title), width)
            for column, width in zip(sheet.columns, widths, strict=True)
            if _wraps(column)
        ]
        page.set_row(number, height([text for text, _ in long], [width for _, width in long]))
        for index, (column, formula) in enumerate(zip(sheet.columns, formulas, strict=True)):
            if column.part is Part.CHECK:
                write_formula(page, number, index, formula, styles[index], state)
            elif formula:
                write_formula(page, number, index, formula, styles[index], _result(column, row))
            else:
                write(page, number, index, row.get(column.title), styles[index])


def _wraps(column: Column) -> bool:
    return column.kind is ColumnType.TEXT and column.role is Role.INPUT


def _result(column: Column, row: Mapping[str, Any]) -> Any:
    """What a formula gives for a row as it is written; inputs of this period are still empty."""
    if column.factors:
        left, right = (row.get(title) for title in column.factors)
        return left * right if isinstance(left, int | float) and isinstance(right, int | float) else ""
    return row.get(column.title, "")


def _mark(page: Any, sheet: Sheet, faults: Sequence[Fault], reach: int, looks: Looks) -> None:
    """Colour what is missing, wrong or doubtful; the check column says the same in words."""
    places = {column.title: index for index, column in enumerate(sheet.columns)}

    def at(title: str) -> str:
        return f"${xl_col_to_name(places[title])}2"

    check = "$A2"
    for fault in faults:
        index = places[fault.column.title]
        style = looks.format_of(bg_color=WRONG, font_color=WRONG_TEXT, bold=True)
        format_when(page, (1, index, reach, index), f"=({fault.by(at)})>0", style, stop=True)
    for index, column in enumerate(sheet.columns):
        area = (1, index, reach, index)
        if column.needed and column.role is Role.INPUT:
            cell = xl_rowcol_to_cell(1, index, col_abs=True)
            begun = f'OR(LEFT({check},1)="{MISSING}",LEFT({check},1)="{LOOK}")'
            format_when(page, area, f'=AND({cell}="",{begun})', looks.format_of(bg_color=MISSING_FILL))
        if column.part is Part.CHANGE:
            cell = xl_rowcol_to_cell(1, index, col_abs=True)
            style = looks.format_of(font_color=WARN_TEXT, bold=True)
            format_when(page, area, f"=N({cell})^2>{LARGE_CHANGE**2}", style)
    for sign, colour in ((COMPLETE, GOOD_TEXT), (MISSING, WARN_TEXT), (LOOK, WRONG_TEXT), (TO_FILL, WARN_TEXT)):
        style = looks.format_of(font_color=colour, bold=True)
        format_when(page, (1, 0, reach, 0), f'=LEFT({check},1)="{sign}"', style)


def _width(column: Column, sheet: Sheet) -> float:
    if column.part is Part.CHECK:
        return 20
    if column.part is Part.CHANGE:
        return 9.5
    if column.kind in (ColumnType.TEXT, ColumnType.BOOLEAN) and column.part is not Part.PREVIOUS:
        longest = max((len(str(row.get(column.title) or "")) for row in sheet.rows), default=0)
        if column.choices:
            return max(18, min(30, longest + 3))
        return 44 if longest > _LONG or _is_long(column) else max(16, min(30, longest + 2))
    return 13


def _is_long(column: Column) -> bool:
    return column.kind is ColumnType.TEXT and column.role is Role.INPUT and column.field in _LONG_TEXTS


# Fields whose texts run over several lines.
_LONG_TEXTS = frozenset(
    ("comment", "comments", "description", "action", "text", "consequence", "message", "objective", "result", "options",
     "recommendation", "effect", "if_not", "next_action", "call_to_action", "heading")
)  # fmt: skip


def _set_up(page: Any, sheet: Sheet, say: Wording) -> None:
    """Frozen header and names, and a print that fits its width with the header on every page."""
    words = max(len(column.title) / max(_width(column, sheet), 1) for column in sheet.columns)
    page.set_row(0, 15.75 * (1 + min(4, int(words + 0.6))))
    given = [index for index, column in enumerate(sheet.columns) if column.role is Role.INPUT]
    frozen = min(given[0] if sheet.fixed and given else 2, 4)
    page.freeze_panes(1, frozen)
    page.set_landscape()
    page.set_paper(9)
    widths = [_width(column, sheet) for column in sheet.columns]
    # Below some 170 characters a page of A4 stays legible; wider tables take more, each with the names at its left.
    page.fit_to_pages(max(1, round(sum(widths) / _PAGE_WIDTH)), 0)
    page.repeat_rows(0)
    if sum(widths) > _PAGE_WIDTH:
        page.repeat_columns(0, max(2, frozen) - 1)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    footer = shortened(f"{sheet.name}", 60).replace("&", "&&")
    page.set_footer(f"&L&F, {footer}&R{say('Page')} &P / &N")
    page.hide_gridlines(2)
