"""Workbooks that were written to be filled in: their example rows are not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np

from reportgen.contracts import ColumnSpec, TableSpec
from reportgen.contracts.stamp import Stamp
from reportgen.contracts.vocabulary import ROW_CHECK, is_example, languages_of_words, translated
from reportgen.errors import Problem, Severity
from reportgen.loaders import stamps
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import Grid, is_blank, keep_rows
from reportgen.loaders.headers import Wanted
from reportgen.locations import CellLocation

_CHECK = Wanted(tuple(translated(ROW_CHECK, language) for language in ("en", *languages_of_words())), False)


def stamp_of(file: InputFile) -> Stamp | None:
    """The stamp of a workbook; None when it has none."""
    return stamps.stamp_of(file.data, file.sha256)


def without_examples(file: InputFile, spec: TableSpec, grid: Grid) -> tuple[Grid, list[Problem]]:
    """The cells without the example rows of a stamped workbook; an example that somebody wrote over is told."""
    check = grid.columns.get(ROW_CHECK)
    if check is None:
        return grid, []
    marks = np.array([is_example(value) for value in check.values], dtype=bool)[check.codes]
    problems = [
        problem for place in np.flatnonzero(marks).tolist() for problem in _overwritten(file, spec, grid, place)
    ]
    columns = {name: raw for name, raw in grid.columns.items() if raw is not check}
    keep = ~marks & _filled(columns.values(), len(grid.rows))
    return replace(
        grid, rows=grid.rows[keep], columns={n: keep_rows(raw, keep) for n, raw in columns.items()}
    ), problems


def _filled(columns: Any, count: int) -> Any:
    """Rows that hold more than the state of the row."""
    filled = np.zeros(count, dtype=bool)
    for raw in columns:
        filled |= ~np.array([is_blank(value) for value in raw.values], dtype=bool)[raw.codes]
    return filled


def _overwritten(file: InputFile, spec: TableSpec, grid: Grid, place: int) -> Iterator[Problem]:
    for field, column in spec.columns.items():
        raw = grid.columns.get(column.headers(field)[0])
        if raw is None or not column.example:
            continue
        value = raw.values[raw.codes[place]]
        if not is_blank(value) and not _is(value, column):
            message = "The example row holds other values than the example; it is not read"
            cell = CellLocation(file.name, grid.sheet, f"{raw.letter}{grid.rows[place]}")
            hint = "Write the figures into the yellow row of their own, or clear the mark at the row's start."
            found = f"{value:g}" if isinstance(value, float) else str(value)
            yield Problem(Severity.WARNING, "example-overwritten", message, cell, found, column.example, hint)
            return


def _is(value: Any, column: ColumnSpec) -> bool:
    """True when a cell still holds the example of its column, in any language."""
    text = column.example
    if isinstance(value, datetime | date):
        return value.isoformat().startswith(text)
    if isinstance(value, int | float):
        try:
            return float(text) == float(value)
        except ValueError:
            return False
    return str(value).strip() == text or column.choice_of(str(value)) == text


def with_row_check(spec: TableSpec, wanted: Sequence[Wanted], stamp: Stamp | None) -> Sequence[Wanted]:
    """What to look for in a file: in a stamped one also the column that says which row is the example, and not what
    the workbook calculates from other columns."""
    if stamp is None:
        return wanted
    calculated = {column.headers(field)[0] for field, column in spec.columns.items() if column.calculated}
    return [*(ask for ask in wanted if ask.names[0] not in calculated), _CHECK]
