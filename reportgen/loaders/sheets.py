"""Sheets of whatever format -> Grid: the sheet and row with the headers that a table asks for, and the cells below."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reportgen.contracts import TableSpec, about_contract
from reportgen.errors import Problem, Severity
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import Grid, RawColumn, distinct, grid_of
from reportgen.loaders.headers import HEADER_WITHIN, Headers, Wanted, find_headers, header_problems
from reportgen.loaders.plain import is_plain, plain_numbers
from reportgen.locations import CellLocation, Location

_WIDTHS = 4


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
    # A system writes its headers in one row: what looks like a second one is a row of data.
    deep = not about_contract(spec.contract).system
    for sheet in sheets:
        headers = find_headers([[_text(cell) for cell in row] for row in sheet.rows[:HEADER_WITHIN]], wanted, deep)
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
    return _grid_of(spec, sheet, headers), problems


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


def _grid_of(spec: TableSpec, sheet: Sheet, headers: Headers) -> Grid:
    body = sheet.rows[headers.row + 1 :]
    cells_of = _columns_of(body, len(headers.columns))
    plain = {column.headers(field)[0]: column for field, column in spec.columns.items() if is_plain(spec, column)}
    numbered = np.arange(len(body))

    def column(index: int, name: str = "") -> RawColumn:
        cells = cells_of(index)
        numbers = plain_numbers(cells, plain[name]) if name in plain else None
        codes, values = (numbered, numbers) if numbers is not None else distinct(cells)
        return RawColumn(index + sheet.left, codes, values)

    columns = {name: column(index, name) for name, index in headers.columns.items()}
    label = None if headers.first in headers.columns.values() else column(headers.first)
    header_row = sheet.top + headers.row + 1
    rows = numbered + header_row + 1
    return grid_of(sheet.name, header_row, rows, columns, label, np.zeros(len(body), dtype=bool), headers.above)


def _columns_of(body: Sequence[Sequence[Any]], asked: int) -> Callable[[int], Sequence[Any]]:
    """Gives the cells of a column; `asked` says of how many columns."""
    widths = set(map(len, body))
    width = max(widths, default=0)
    # All rows of a workbook are equally long. In one long list a column is every so-manieth cell, which is had in
    # half the time of looking into every row; for few columns of many, the list is not worth its memory.
    if len(widths) == 1 and width <= _WIDTHS * asked:
        together = list(itertools.chain.from_iterable(body))
        return lambda index: together[index::width] if index < width else [""] * len(body)
    return lambda index: [row[index] if index < len(row) else "" for row in body]


def _text(cell: Any) -> str:
    """A header cell as text; a year in a header is a whole number."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
