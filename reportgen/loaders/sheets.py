"""Sheets of whatever format -> Grid: the sheet and row with the headers that a table asks for, and the cells below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reportgen.contracts import TableSpec
from reportgen.errors import Problem, Severity
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import Grid, RawColumn, distinct, grid_of
from reportgen.loaders.headers import HEADER_WITHIN, Headers, Wanted, find_headers, header_problems
from reportgen.locations import CellLocation, Location


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet or Excel table; `top` and `left` are the position of its first cell, from 0."""

    name: str
    rows: Sequence[Sequence[Any]]
    top: int = 0
    left: int = 0


def grid_of_sheets(
    file: InputFile, spec: TableSpec, wanted: Sequence[Wanted], sheets: Iterable[Sheet], names: Sequence[str]
) -> tuple[Grid | None, list[Problem]]:
    """The columns asked for, from the sheet that has most of them; `names` are those of all sheets, read or not."""
    best: tuple[Sheet, Headers] | None = None
    for sheet in sheets:
        headers = find_headers([[_text(cell) for cell in row] for row in sheet.rows[:HEADER_WITHIN]], wanted)
        if headers and (best is None or len(headers.columns) > len(best[1].columns)):
            best = (sheet, headers)
        if best and not best[1].missing:
            break
    if best is None:
        hint = "The first row of the sheet must hold the headers."
        problem = Problem(Severity.ERROR, "no-header", "The workbook has no headers", Location(file.name), hint=hint)
        return None, [problem]
    sheet, headers = best
    problems = header_problems(headers, file.name, sheet.name, (sheet.top, sheet.left))
    if not headers.columns:
        return None, problems
    problems += _choice_problems(file, spec, sheet, names)
    return _grid_of(sheet, headers), problems


def _choice_problems(file: InputFile, spec: TableSpec, sheet: Sheet, names: Sequence[str]) -> Iterator[Problem]:
    """That one sheet was taken where there are several is told, so that nobody looks in the wrong one."""
    if spec.sheet or spec.table or len(names) < 2:
        return
    others = ", ".join(name for name in names if name != sheet.name)
    yield Problem(
        Severity.NOTICE,
        "sheet-chosen",
        f'The sheet "{sheet.name}" was read, the first one with the headers; not read: {others}',
        CellLocation(file.name, sheet.name),
        hint="Say sheet: in the project file to take another one.",
    )


def _grid_of(sheet: Sheet, headers: Headers) -> Grid:
    body = sheet.rows[headers.row + 1 :]
    # All rows of a workbook are equally long, and their columns are had at once.
    even = len({len(row) for row in body}) == 1
    across = list(zip(*body, strict=True)) if even else None
    columns = {name: _column(sheet, body, across, index) for name, index in headers.columns.items()}
    first = headers.first
    label = None if first in headers.columns.values() else _column(sheet, body, across, first)
    header_row = sheet.top + headers.row + 1
    rows = np.arange(len(body), dtype=np.int64) + header_row + 1
    return grid_of(sheet.name, header_row, rows, columns, label, np.zeros(len(body), dtype=bool), headers.above)


def _column(
    sheet: Sheet, body: Sequence[Sequence[Any]], across: Sequence[Sequence[Any]] | None, index: int
) -> RawColumn:
    if across is not None:
        cells: Sequence[Any] = across[index] if index < len(across) else [""] * len(body)
    else:
        cells = [row[index] if index < len(row) else "" for row in body]
    codes, values = distinct(cells)
    return RawColumn(index + sheet.left, codes, values)


def _text(cell: Any) -> str:
    """A header cell as text; a year in a header is a whole number."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
