"""Rows -> an .xlsx workbook with one Excel table per sheet: true dates and numbers, frozen header, print setup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter

# The day the invented pack was issued; a fixed one keeps the bytes the same in every run.
CREATED = datetime(2026, 11, 6, 9, 0)
FORMATS = {"date": "dd/mm/yyyy", "count": "#,##0", "number": "0.0", "percent": "0.0%", "money": "€#,##0"}
_HEADER = {"bold": True, "text_wrap": True, "valign": "vcenter", "font_color": "#FFFFFF", "bg_color": "#14324A"}
_HEADER_HEIGHT = 30
# Points per line of text in Excel's default font, and how much of a column's width texts fill on average.
_LINE, _FILLED = 15, 0.9


@dataclass(frozen=True)
class Column:
    """A column: its header, its width in characters, and what its cells are (text, date, count, number, ...)."""

    header: str
    width: int = 14
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table; None is an empty cell."""

    name: str
    table: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


def write_workbook(path: Path, title: str, sheets: Sequence[Sheet]) -> None:
    """Write the workbook; the same sheets give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": title, "author": "Programme office (invented)", "created": CREATED})
        for sheet in sheets:
            _write_sheet(book, sheet)


def _write_sheet(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    formats = {kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in FORMATS.items()}
    formats["text"] = book.add_format({"text_wrap": True, "valign": "top"})
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
    for number, row in enumerate(sheet.rows, start=1):
        assert len(row) == len(sheet.columns), (sheet.name, row)
        for index, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, (number, index), value, formats[column.kind])
        page.set_row(number, _LINE * _lines(sheet.columns, row))
    page.add_table(
        0,
        0,
        len(sheet.rows),
        len(sheet.columns) - 1,
        {
            "name": sheet.table,
            "style": "Table Style Light 1",
            "banded_rows": False,
            "columns": [
                {"header": column.header, "header_format": book.add_format(_HEADER)} for column in sheet.columns
            ],
        },
    )
    page.set_row(0, _HEADER_HEIGHT)
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&F, &A&RPage &P of &N")


def _lines(columns: Sequence[Column], row: Sequence[Any]) -> int:
    """How many lines the longest text of a row takes when it is wrapped."""
    texts = [(len(value), column.width) for column, value in zip(columns, row, strict=True) if isinstance(value, str)]
    return max((ceil(length / (width * _FILLED)) for length, width in texts), default=1)


def _write_cell(page: Any, place: tuple[int, int], value: Any, style: Any) -> None:
    if value is None:
        page.write_blank(*place, None, style)
    elif isinstance(value, date):
        page.write_datetime(*place, datetime(value.year, value.month, value.day), style)
    elif isinstance(value, str):
        page.write_string(*place, value, style)
    else:
        page.write_number(*place, value, style)
