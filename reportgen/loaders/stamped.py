"""Workbooks that were written to be filled in: their stamp, whatever they are called now, and their example rows."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from typing import Any

import numpy as np

from reportgen.contracts import ColumnSpec, TableSpec
from reportgen.contracts.stamp import STAMP_NAME, Stamp
from reportgen.contracts.vocabulary import ROW_CHECK, is_example, languages_of_words, translated
from reportgen.errors import Problem, Severity
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import Grid, is_blank, keep_rows
from reportgen.loaders.headers import Wanted
from reportgen.locations import CellLocation

# A workbook's list of sheets and names takes some kilobytes; more is not read for a stamp.
_MOST = 1_000_000
_NAME = re.compile(rf'<definedName\b[^>]*\bname="{STAMP_NAME}"[^>]*>"?([^<"]*)"?</definedName>')
_PROPERTY = re.compile(rf'<property\b[^>]*\bname="{STAMP_NAME}"[^>]*>\s*<vt:lpwstr>([^<]*)</vt:lpwstr>')
_PLACES = (("xl/workbook.xml", _NAME), ("docProps/custom.xml", _PROPERTY))
_CHECK = Wanted(tuple(translated(ROW_CHECK, language) for language in ("en", *languages_of_words())), False)


def stamp_of(file: InputFile) -> Stamp | None:
    """The stamp of a workbook, from its hidden name or its property; None when it has none."""
    if not file.data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            for part, pattern in _PLACES:
                found = pattern.search(_text(archive, part))
                stamp = Stamp.parse(unescape(found[1]).replace('""', '"')) if found else None
                if stamp is not None:
                    return stamp
    # Whatever is wrong with the file is told where its cells are read.
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, OSError, ValueError, RuntimeError):
        return None
    return None


def _text(archive: zipfile.ZipFile, part: str) -> str:
    if part not in archive.namelist():
        return ""
    with archive.open(part) as stream:
        return stream.read(_MOST).decode("utf-8", "replace")


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
            yield Problem(Severity.WARNING, "example-overwritten", message, cell, str(value), column.example, hint)
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


def with_row_check(wanted: Sequence[Wanted], stamp: Stamp | None) -> Sequence[Wanted]:
    """What to look for in a file: in a stamped one also the column that says which row is the example."""
    return wanted if stamp is None else [*wanted, _CHECK]
