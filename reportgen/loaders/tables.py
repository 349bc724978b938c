"""The grids of a table's files + its contract -> one DataTable.

A column of all files is understood at once, so that the way of writing dates is decided over all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from reportgen.contracts import ColumnSpec, ColumnType, TableSpec
from reportgen.dataset import DATE, FILE, ROW, DataTable, SourceFile
from reportgen.errors import Problem, Severity
from reportgen.kept import Kept
from reportgen.loaders.alike import told_once, with_dates_alike
from reportgen.loaders.cells import Typed
from reportgen.loaders.composed import fill_from_others, with_repeated_joined
from reportgen.loaders.dates import dates
from reportgen.loaders.files import InputFile, read_files
from reportgen.loaders.findings import Finding
from reportgen.loaders.grid import Codes, Grid
from reportgen.loaders.headers import Wanted
from reportgen.loaders.numbers import numbers
from reportgen.loaders.pieces import Joined, Piece, join_column
from reportgen.loaders.placing import format_notice, place_rows
from reportgen.loaders.readers import read_grid
from reportgen.loaders.rows import data_rows
from reportgen.loaders.series import check_series
from reportgen.loaders.snapshots import stand_for_period_ends
from reportgen.loaders.stamped import stamp_of, with_row_check, without_examples
from reportgen.loaders.wide import melt, spread_over
from reportgen.loaders.words import booleans, texts
from reportgen.loaders.wrong import (
    FILE_LEFT_OUT,
    Wrong,
    graded,
    graded_file,
    kept_rows,
    take_last_period,
    with_last_period,
    wrong_rows,
)
from reportgen.locations import CellLocation
from reportgen.project import Project

_WRONG = {
    ColumnType.DATE: ("bad-date", "The cell is not a date that can be read"),
    ColumnType.BOOLEAN: ("bad-boolean", "The cell is neither yes nor no"),
}


def load_table(project: Project, name: str) -> tuple[DataTable | None, list[Problem]]:
    """A table of the project; None when no file of it can be read. Files read before are not read again."""
    spec = project.tables[name]
    files, problems = read_files(project, name)
    form = spec.model_dump_json()
    start = project.year_start
    key = (form, start, *((file.name, file.sha256) for file in files))
    checked = _TABLES.get(key, lambda: _check(spec, form, files, start))
    problems += checked.problems
    if not checked.sources:
        return None, problems
    columns = dict(checked.columns)
    if DATE in columns and spec.date is not None and spec.date.tolerance:
        held = DataTable(name, spec, pd.DataFrame(columns, copy=False), checked.sources)
        columns[DATE], notices = stand_for_period_ends(project, held)
        problems += notices
    return DataTable(name, spec, pd.DataFrame(columns, copy=False), checked.sources), problems


@dataclass(frozen=True, slots=True)
class _Checked:
    """What the files of a table and its contract give; nothing in it is ever changed."""

    columns: Mapping[str, Any]
    sources: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]

    @property
    def weight(self) -> int:
        """The bytes of the columns."""
        return sum(column.nbytes for column in self.columns.values())


# Beyond this much memory, files are read again rather than remembered.
_TABLES: Kept[_Checked] = Kept(100_000_000, lambda checked: checked.weight)
_GRIDS: Kept[tuple[Grid | None, Sequence[Problem]]] = Kept(50_000_000, lambda read: read[0].weight if read[0] else 0)


def _read(
    file: InputFile, spec: TableSpec, form: str, wanted: Sequence[Wanted]
) -> tuple[Grid | None, Sequence[Problem]]:
    """A file's cells; kept on their own, because a project in use gets a new file and keeps the others."""
    return _GRIDS.get((form, file.name, file.sha256), lambda: _rows_of_data(file, spec, wanted))


def _rows_of_data(file: InputFile, spec: TableSpec, wanted: Sequence[Wanted]) -> tuple[Grid | None, Sequence[Problem]]:
    grid, problems = read_grid(file, spec, wanted)
    if grid is None:
        return None, problems
    grid, found = data_rows(file, spec, with_repeated_joined(grid))
    return grid, [*problems, *found]


def _check(spec: TableSpec, form: str, files: Sequence[InputFile], year_start: int) -> _Checked:
    pieces, problems = list[Piece](), list[Problem]()
    wanted = _wanted(spec)
    for file in files:
        stamp = stamp_of(file)
        grid, found = _read(file, spec, form, with_row_check(spec, wanted, stamp))
        problems += graded_file(spec, found, read=grid is not None)
        if grid is not None:
            grid, examples = without_examples(file, spec, grid)
            problems += examples
            piece = Piece(file, grid, stamp=stamp)
            melted, found = melt(spec, piece, year_start) if spec.is_wide else ([piece], [])
            problems += found
            pieces += melted
    if not pieces:
        return _Checked({}, (), tuple(map(_blocking, problems)))
    columns, found = _columns(spec, pieces, year_start)
    for column in columns.values():
        if isinstance(column, np.ndarray):
            column.setflags(write=False)
    return _Checked(columns, tuple(_source(piece, spec) for piece in pieces), (*problems, *told_once(spec, found)))


def _columns(spec: TableSpec, pieces: Sequence[Piece], year_start: int) -> tuple[dict[str, Any], list[Problem]]:
    columns: dict[str, Any] = {}
    problems: list[Problem] = []
    wrongs: list[Wrong] = []
    spec = with_dates_alike(spec, pieces, year_start)
    for field, column in spec.columns.items():
        columns[field], wrong, found = _column(spec, field, column, pieces, year_start)
        problems += found
        wrongs += [wrong] if wrong else []
    fill_from_others(spec, columns)
    sizes = [len(piece.grid.rows) for piece in pieces]
    columns[FILE] = np.repeat(np.arange(len(pieces)), sizes)
    columns[ROW] = np.concatenate([piece.grid.rows for piece in pieces])
    if spec.date is not None:
        columns[DATE], found = place_rows(spec, spec.date, pieces, year_start)
        problems += [*found, *check_series(spec, columns, pieces)]
    problems = with_last_period(problems, take_last_period(spec, columns, wrongs, pieces))
    kept = kept_rows(spec, columns, wrongs)
    return columns if kept is None else {name: column[kept] for name, column in columns.items()}, problems


def _blocking(problem: Problem) -> Problem:
    """Without any file there is nothing that a policy could leave out."""
    unread = problem.severity is Severity.WARNING and problem.hint.startswith(FILE_LEFT_OUT)
    return (
        replace(problem, severity=Severity.ERROR, hint=problem.hint.removeprefix(FILE_LEFT_OUT).strip())
        if unread
        else problem
    )


def _wanted(spec: TableSpec) -> list[Wanted]:
    """The headers that a table asks for, each once."""
    asked: dict[str, Wanted] = {}
    for field, column in spec.columns.items():
        headers = column.headers(field)
        if spec.is_wide and column.is_spread:
            asked[headers[0]] = Wanted(headers, column.required, spread_over(spec, column.header))
        elif not column.across:
            asked[headers[0]] = Wanted(headers, column.required, several=column.several)
    for header in spec.date.headers if spec.date else ():
        # A field of the table that is its date as well keeps its other names.
        known = asked.get(header, Wanted((header,)))
        asked[header] = replace(known, required=True)
    return list(asked.values())


def _source(piece: Piece, spec: TableSpec) -> SourceFile:
    found = {field: piece.grid.columns.get(column.headers(field)[0]) for field, column in spec.columns.items()}
    letters = {field: raw.letter for field, raw in found.items() if raw is not None}
    grid = piece.grid
    file, rows = piece.file, len(grid.rows)
    date = grid.columns.get(next(iter(spec.date.headers), "")) if spec.date else None
    dated = date.letter if date is not None else ""
    return SourceFile(file.name, file.sha256, rows, grid.sheet, grid.header_row, letters, piece.stamp, dated)


def _column(
    spec: TableSpec, field: str, column: ColumnSpec, pieces: Sequence[Piece], year_start: int
) -> tuple[Any, Wrong | None, list[Problem]]:
    """A field over all files, typed, its rows that are wrong, and what is wrong or doubtful in it."""
    header = column.headers(field)[0]
    joined = join_column(pieces, header)
    typed, form = _typed(spec, column, joined, year_start)
    # Only what the project itself maps is missed: a ready contract offers more than most exports have.
    problems = _absences(field, header, pieces) if column.header and not column.required else []
    if form:
        problems.append(format_notice(header, form, joined))
    code, message = _WRONG.get(column.type, ("bad-number", "The cell is not a number that can be read"))
    wrong = None
    if typed.wrong:
        problems += joined.problems(graded(spec, Finding(code, message, typed.wrong, typed.hints)))
        wrong = wrong_rows(field, header, typed.wrong, joined.codes, len(joined.cells))
    for remark in typed.remarks():
        problems += joined.problems(remark)
    return _spread(column.type, typed.values, joined.codes), wrong, problems


def _typed(spec: TableSpec, column: ColumnSpec, joined: Joined, year_start: int) -> tuple[Typed, str]:
    """The typed values of a column, and the format of its dates where that had to be found out."""
    missing = spec.missing_texts(column)
    if column.type is ColumnType.DATE:
        return dates(joined.cells, column.format, missing, year_start)
    if column.type is ColumnType.BOOLEAN:
        return booleans(joined.cells, missing), ""
    if column.type.is_number:
        return numbers(joined.cells, column, spec.decimal_sign(column), missing), ""
    return texts(joined.cells, column, missing), ""


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
