"""Sheets of whatever format -> Grid: the sheet and row with the headers that a table asks for, and the cells below."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reportgen.contracts import TableSpec, about_contract
from reportgen.errors import Problem, Severity
from reportgen.loaders.files import InputFile
from reportgen.loaders.gathered import Gathered, gather
from reportgen.loaders.grid import Grid, grid_of
from reportgen.loaders.headers import HEADER_WITHIN, Headers, Wanted, find_headers, header_problems
from reportgen.loaders.plain import is_plain
from reportgen.locations import CellLocation, Location


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet or Excel table, row by row, as often as asked; `top` and `left` are the position of the
    first, from 0."""

    name: str
    rows: Iterable[Sequence[Any]]
    top: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class HeldSheet(Sheet):
    """A sheet whose rows are all there already."""

    rows: Sequence[Sequence[Any]]


def grid_of_sheets(
    file: InputFile, spec: TableSpec, wanted: Sequence[Wanted], sheets: Iterable[Sheet], names: Sequence[str]
) -> tuple[Grid | None, list[Problem]]:
    """The columns asked for, from the sheet that has most of them; `names` are those of all sheets, read or not."""
    best: tuple[Sheet, Headers] | None = None
    # A system writes its headers in one row: what looks like a second one is a row of data.
    deep = not about_contract(spec.contract).system
    for sheet in sheets:
        headers = find_headers(
            [[_text(cell) for cell in row] for row in itertools.islice(sheet.rows, HEADER_WITHIN)], wanted, deep
        )
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
        f'The sheet "{sheet.name}" was read, the first one with the headers; other sheets: {others}',
        CellLocation(file.name, sheet.name),
        hint="Say sheet: in the project file to take another one.",
    )


def _grid_of(spec: TableSpec, sheet: Sheet, headers: Headers) -> Grid:
    plain = {column.headers(field)[0]: column for field, column in spec.columns.items() if is_plain(spec, column)}
    columns = {name: Gathered(index, plain.get(name)) for name, index in headers.columns.items()}
    label = None if headers.first in headers.columns.values() else Gathered(headers.first)
    count = gather([*columns.values(), *([label] if label else [])], sheet.rows, headers.row + 1)
    numbered = np.arange(count)
    header_row = sheet.top + headers.row + 1
    return grid_of(
        sheet.name,
        header_row,
        numbered + header_row + 1,
        {name: column.raw(sheet.left, numbered) for name, column in columns.items()},
        label.raw(sheet.left, numbered) if label else None,
        np.zeros(count, dtype=bool),
        headers.above,
    )


def _text(cell: Any) -> str:
    """A header cell as text; a year in a header is a whole number."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
