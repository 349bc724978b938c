"""The grids of a table's files + its contract -> one DataTable.

A column of all files is understood at once, so that the way of writing dates is decided over all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from reportgen.contracts import ColumnSpec, ColumnType, TableSpec
from reportgen.dataset import DATE, FILE, ROW, DataTable, SourceFile
from reportgen.errors import Problem, Severity
from reportgen.loaders.cells import Typed, booleans, numbers, texts
from reportgen.loaders.dates import dates
from reportgen.loaders.files import read_files
from reportgen.loaders.findings import Finding
from reportgen.loaders.grid import Codes
from reportgen.loaders.headers import Wanted
from reportgen.loaders.pieces import Joined, Piece, join_column
from reportgen.loaders.placing import format_notice, place_rows
from reportgen.loaders.readers import read_grid
from reportgen.loaders.snapshots import stand_for_period_ends
from reportgen.locations import CellLocation
from reportgen.project import Project

_WRONG = {
    ColumnType.DATE: ("bad-date", "The cell is not a date that can be read"),
    ColumnType.BOOLEAN: ("bad-boolean", "The cell is neither yes nor no"),
}


def load_table(project: Project, name: str) -> tuple[DataTable | None, list[Problem]]:
    """A table of the project; None when no file of it can be read."""
    spec = project.tables[name]
    files, problems = read_files(project, name)
    pieces: list[Piece] = []
    wanted = _wanted(spec)
    for file in files:
        grid, found = read_grid(file, spec, wanted)
        problems += found
        if grid is not None:
            pieces.append(Piece(file, grid))
    if not pieces:
        return None, problems
    frame, found = _frame(project, name, pieces)
    sources = tuple(_source(piece, spec) for piece in pieces)
    return DataTable(name, spec, frame, sources), [*problems, *found]


def _frame(project: Project, name: str, pieces: Sequence[Piece]) -> tuple[pd.DataFrame, list[Problem]]:
    spec = project.tables[name]
    columns: dict[str, Any] = {}
    problems: list[Problem] = []
    for field, column in spec.columns.items():
        columns[field], found = _column(spec, field, column, pieces)
        problems += found
    sizes = [len(piece.grid.rows) for piece in pieces]
    columns[FILE] = np.repeat(np.arange(len(pieces)), sizes)
    columns[ROW] = np.concatenate([piece.grid.rows for piece in pieces])
    if spec.date is not None:
        placed, found = place_rows(spec, spec.date, pieces)
        columns[DATE], notices = stand_for_period_ends(project, name, placed)
        problems += [*found, *notices]
    return pd.DataFrame(columns, copy=False), problems


def _wanted(spec: TableSpec) -> list[Wanted]:
    """The headers that a table asks for, each once."""
    asked = {
        column.headers(field)[0]: Wanted(column.headers(field), column.required)
        for field, column in spec.columns.items()
    }
    for header in spec.date.headers if spec.date else ():
        asked[header] = Wanted((header,))
    return list(asked.values())


def _source(piece: Piece, spec: TableSpec) -> SourceFile:
    found = {field: piece.grid.columns.get(column.headers(field)[0]) for field, column in spec.columns.items()}
    letters = {field: raw.letter for field, raw in found.items() if raw is not None}
    grid = piece.grid
    return SourceFile(piece.file.name, piece.file.sha256, len(grid.rows), grid.sheet, grid.header_row, letters)


def _column(spec: TableSpec, field: str, column: ColumnSpec, pieces: Sequence[Piece]) -> tuple[Any, list[Problem]]:
    """A field over all files, typed, and what is wrong or doubtful in it."""
    header = column.headers(field)[0]
    joined = join_column(pieces, header)
    typed, form = _typed(spec, column, joined)
    # Only what the project itself maps is missed: a ready contract offers more than most exports have.
    problems = _absences(field, header, pieces) if column.header and not column.required else []
    if form:
        problems.append(format_notice(header, form, joined))
    code, message = _WRONG.get(column.type, ("bad-number", "The cell is not a number that can be read"))
    if typed.wrong:
        problems += joined.problems(Finding(code, message, typed.wrong, typed.hints))
    if typed.doubtful:
        message = "The id was turned into a number by a program, so digits are lost"
        hints = dict.fromkeys(typed.doubtful, "Export the file again with this column as text.")
        problems += joined.problems(Finding("damaged-id", message, typed.doubtful, hints, Severity.WARNING))
    return _spread(column.type, typed.values, joined.codes), problems


def _typed(spec: TableSpec, column: ColumnSpec, joined: Joined) -> tuple[Typed, str]:
    """The typed values of a column, and the format of its dates where that had to be found out."""
    missing = spec.missing_texts(column)
    if column.type is ColumnType.DATE:
        return dates(joined.cells, column.format, missing)
    if column.type is ColumnType.BOOLEAN:
        return booleans(joined.cells, missing), ""
    if column.type.is_number:
        return numbers(joined.cells, column, spec.decimal_sign(column), missing), ""
    return texts(joined.cells, column.type, missing), ""


def _spread(kind: ColumnType, values: Any, codes: Codes) -> Any:
    """One value per row from the distinct ones."""
    if kind is ColumnType.BOOLEAN:
        return pd.array(values, dtype="boolean")[codes]
    if kind is ColumnType.DATE or kind.is_number:
        return values[codes]
    # Different cells may be one text once their blanks are gone; -1 is missing.
    own, categories = pd.factorize(np.array(values, dtype=object))
    return pd.Categorical.from_codes(own[codes], categories=pd.Index(categories, dtype=object))


def _absences(field: str, header: str, pieces: Sequence[Piece]) -> list[Problem]:
    return [
        Problem(
            Severity.NOTICE,
            "optional-column",
            f'There is no column "{header}"; "{field}" has no values',
            CellLocation(piece.file.name, piece.grid.sheet),
        )
        for piece in pieces
        if header not in piece.grid.columns
    ]
