"""Workbooks (xlsx, xlsm, xls, xlsb, ods) -> Grid, by python-calamine.

What could exhaust the machine has been looked for in `dangers` before calamine sees a file.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import python_calamine as calamine

from reportgen.contracts import TableSpec
from reportgen.errors import Problem, Severity
from reportgen.loaders.dangers import look_through
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import Grid
from reportgen.loaders.headers import Wanted
from reportgen.loaders.sheets import Sheet, grid_of_sheets
from reportgen.loaders.unseen import unseen_problems
from reportgen.locations import Location


def read_workbook(file: InputFile, spec: TableSpec, wanted: Sequence[Wanted]) -> tuple[Grid | None, list[Problem]]:
    """The columns of a workbook that a table asks for; None when they cannot be read."""
    entries, problem = look_through(file)
    if problem is not None:
        return None, [problem]
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.data), load_tables=bool(spec.table))
        sheets = _sheets(workbook, spec)
        grid, problems = grid_of_sheets(file, spec, wanted, sheets, workbook.sheet_names)
        return grid, [*problems, *(unseen_problems(file.name, entries, grid) if grid else [])]
    except calamine.PasswordError:
        hint = "Open it in Excel, remove the password (File, Info, Protect) and save it."
        return None, [_refused(file, "password-protected", "The file is password-protected", hint=hint)]
    except _NotThereError as error:
        return None, [_not_there(file, error)]
    # Rust panics arrive as BaseException's child PanicException; it has no importable name.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        hint = "Open it in Excel and save it as .xlsx."
        return None, [_refused(file, "unreadable-file", "The workbook cannot be read", found=str(error), hint=hint)]


class _NotThereError(Exception):
    """The workbook has no sheet or table of that name."""

    def __init__(self, what: str, name: str, names: list[str]) -> None:
        self.what, self.name, self.names = what, name, names
        super().__init__(what, name, names)


def _sheets(workbook: calamine.CalamineWorkbook, spec: TableSpec) -> Iterator[Sheet]:
    """The sheets in which the table may stand: the named one, or all that can be seen."""
    if spec.table:
        yield _excel_table(workbook, spec)
        return
    visible = [meta.name for meta in workbook.sheets_metadata if meta.visible == calamine.SheetVisibleEnum.Visible]
    for name in [_sheet_name(workbook, spec.sheet)] if spec.sheet else visible:
        sheet = workbook.get_sheet_by_name(name)
        top, left = sheet.start or (0, 0)
        yield Sheet(name, _Rows(sheet), top, left)


class _Rows:
    """The rows of a sheet from its first cell on; each is made when it is asked for."""

    def __init__(self, sheet: calamine.CalamineSheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[list[Any]]:
        top, _ = self._sheet.start or (0, 0)
        return itertools.islice(self._sheet.iter_rows(), top, None)


def _excel_table(workbook: calamine.CalamineWorkbook, spec: TableSpec) -> Sheet:
    names = workbook.table_names or []
    found = next((name for name in names if name.casefold() == spec.table.casefold()), None)
    if found is None:
        raise _NotThereError("Excel table", spec.table, names)
    table = workbook.get_table_by_name(found)
    top, left = table.start or (1, 0)
    return Sheet(table.sheet, [list(table.columns), *table.to_python()], top - 1, left)


def _sheet_name(workbook: calamine.CalamineWorkbook, name: str) -> str:
    names = workbook.sheet_names
    if name in names:
        return name
    found = next((other for other in names if other.strip().casefold() == name.strip().casefold()), None)
    if found is None:
        raise _NotThereError("sheet", name, names)
    return found


def _not_there(file: InputFile, error: _NotThereError) -> Problem:
    from rapidfuzz import fuzz, process

    best = process.extractOne(error.name, error.names, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=70)
    return _refused(
        file,
        "missing-sheet",
        f'There is no {error.what} "{error.name}"',
        found=", ".join(error.names) or "none",
        expected=error.name,
        hint=f'Did you mean "{best[0]}"?' if best else "Correct the name in the project file.",
    )


def _refused(file: InputFile, code: str, message: str, found: str = "", expected: str = "", hint: str = "") -> Problem:
    return Problem(Severity.ERROR, code, message, Location(file.name), found, expected, hint)
