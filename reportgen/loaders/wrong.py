"""What a table does with wrong cells, by `when_wrong`: block, leave the row out, take the last period, or missing.

Only `block` keeps the documents from being made. Whatever else is done is told cell by cell as a warning, so that
nobody takes what is left for the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.contracts import ColumnSpec, TableSpec, WhenWrong
from reportgen.dataset import DATE
from reportgen.errors import Problem, Severity
from reportgen.loaders.findings import MOST_ALIKE, Finding
from reportgen.loaders.grid import Codes
from reportgen.loaders.pieces import Piece
from reportgen.locations import CellLocation

Rows = NDArray[np.bool_]
_DONE = {
    WhenWrong.LEAVE_OUT: "The row is left out.",
    WhenWrong.MISSING: "It counts as missing.",
    WhenWrong.LAST_PERIOD: "It is replaced by the value of the last period, or counts as missing where there is none.",
}
FILE_LEFT_OUT = "The file is left out."
# What stands in a file that is read otherwise: cells of these are known to be empty, so they can count as missing.
_EMPTY_CELLS = frozenset({"missing-column", "formula-without-result"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """The rows of a column whose cells are wrong."""

    field: str
    header: str
    rows: Rows


def graded(spec: TableSpec, finding: Finding) -> Finding:
    """A finding as grave as the table's policy makes it, with what is done."""
    if spec.when_wrong is WhenWrong.BLOCK:
        return finding
    done = dict.fromkeys(finding.expected, _DONE[spec.when_wrong])
    return replace(finding, hints=done, severity=Severity.WARNING)


def graded_file(spec: TableSpec, problems: Sequence[Problem], read: bool) -> list[Problem]:
    """The problems of a file as grave as the policy makes them: one that cannot be read is left out."""
    if spec.when_wrong is WhenWrong.BLOCK:
        return list(problems)
    if not read:
        return [_warning(problem, FILE_LEFT_OUT) for problem in problems]
    known = _EMPTY_CELLS if spec.when_wrong is not WhenWrong.LEAVE_OUT else frozenset[str]()
    return [_warning(problem, "It counts as missing.") if problem.code in known else problem for problem in problems]


def _warning(problem: Problem, done: str) -> Problem:
    if problem.severity is not Severity.ERROR:
        return problem
    return replace(problem, severity=Severity.WARNING, hint=f"{done} {problem.hint}".strip())


def wrong_rows(field: str, header: str, wrong: Mapping[int, str], codes: Codes, count: int) -> Wrong:
    """The rows whose distinct value is wrong."""
    values = np.zeros(count, dtype=bool)
    values[list(wrong)] = True
    return Wrong(field, header, values[codes])


def kept_rows(spec: TableSpec, columns: Mapping[str, Any], wrongs: Sequence[Wrong]) -> Rows | None:
    """The rows that stay when those with a wrong cell, or without a date, are left out; None when all do."""
    if spec.when_wrong is not WhenWrong.LEAVE_OUT:
        return None
    gone = [wrong.rows for wrong in wrongs] + ([np.isnat(columns[DATE])] if DATE in columns else [])
    kept = ~np.logical_or.reduce(gone) if gone else np.ones(0, dtype=bool)
    return None if kept.all() else kept


def take_last_period(
    spec: TableSpec, columns: dict[str, Any], wrongs: Sequence[Wrong], pieces: Sequence[Piece]
) -> list[Problem]:
    """Put the entity's value at the latest earlier date in place of each wrong number; a warning for each."""
    if spec.when_wrong is not WhenWrong.LAST_PERIOD or spec.entity not in columns or DATE not in columns:
        return []
    problems: list[Problem] = []
    dates, entities = columns[DATE], pd.Categorical(columns[str(spec.entity)]).codes
    for wrong in wrongs:
        column = spec.columns[wrong.field]
        if not column.type.is_number:
            continue
        values = np.array(columns[wrong.field])
        taken: list[tuple[int, np.datetime64]] = []
        for row in np.flatnonzero(wrong.rows & ~np.isnat(dates) & (entities >= 0)).tolist():
            earlier = np.flatnonzero((entities == entities[row]) & (dates < dates[row]) & ~wrong.rows)
            earlier = earlier[~np.isnan(values[earlier])]
            if len(earlier):
                source = int(earlier[np.argmax(dates[earlier])])
                values[row] = values[source]
                taken.append((row, dates[source]))
        columns[wrong.field] = values
        problems += _replaced(spec, column, wrong, taken, values, columns, pieces)
    return problems


def _replaced(
    spec: TableSpec,
    column: ColumnSpec,
    wrong: Wrong,
    taken: Sequence[tuple[int, np.datetime64]],
    values: NDArray[np.float64],
    columns: Mapping[str, Any],
    pieces: Sequence[Piece],
) -> list[Problem]:
    ends = np.cumsum([len(piece.grid.rows) for piece in pieces])
    problems: list[Problem] = []
    for row, day in taken[:MOST_ALIKE]:
        number = int(np.searchsorted(ends, row, side="right"))
        piece = pieces[number]
        raw = piece.grid.columns[wrong.header]
        at = piece.grid.rows[row - (int(ends[number - 1]) if number else 0)]
        place = CellLocation(piece.file.name, piece.grid.sheet, f"{raw.letter}{at}")
        entity = str(columns[str(spec.entity)][row])
        message = f'The value of "{entity}" at {str(day)[:10]} stands in place of a wrong one'
        more = len(taken) - MOST_ALIKE
        hint = f"And {more} more." if more > 0 and row == taken[MOST_ALIKE - 1][0] else ""
        problems.append(
            Problem(Severity.WARNING, "last-period", message, place, found=f"{values[row]:.15g}", hint=hint)
        )
    return problems
