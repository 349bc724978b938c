"""What a table does with wrong cells, by `when_wrong`: block, leave the row out, take the last period, or missing.

Only `block` keeps the documents from being made. Whatever else is done is told cell by cell as a warning, so that
nobody takes what is left for the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.contracts import TableSpec, WhenWrong
from reportgen.dataset import DATE, stand_in
from reportgen.errors import Problem, Severity
from reportgen.loaders.findings import Finding, cells_in
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
) -> dict[CellLocation, str]:
    """Put the entity's value at the latest earlier date in place of each wrong number; says of each cell what was
    done. The dates are kept beside the values, because documents mark them."""
    if spec.when_wrong is not WhenWrong.LAST_PERIOD or spec.entity not in columns or DATE not in columns:
        return {}
    done: dict[CellLocation, str] = {}
    dates, entities = columns[DATE], pd.Categorical(columns[str(spec.entity)]).codes
    for wrong in wrongs:
        if not spec.columns[wrong.field].type.is_number:
            continue
        values = np.array(columns[wrong.field])
        since = np.full(len(values), np.datetime64("NaT"), dtype=dates.dtype)
        for row in np.flatnonzero(wrong.rows & ~np.isnat(dates) & (entities >= 0)).tolist():
            earlier = np.flatnonzero((entities == entities[row]) & (dates < dates[row]) & ~wrong.rows)
            earlier = earlier[~np.isnan(values[earlier])]
            place = _place(wrong, row, pieces)
            if len(earlier):
                source = int(earlier[np.argmax(dates[earlier])])
                values[row], since[row] = values[source], dates[source]
                done[place] = f"Replaced by {values[row]:.15g}, the value at {str(since[row])[:10]}."
            else:
                done[place] = "It counts as missing: there is no value before it."
        if not np.isnat(since).all():
            columns[wrong.field], columns[stand_in(wrong.field)] = values, since
    return done


def with_last_period(problems: Sequence[Problem], done: Mapping[CellLocation, str]) -> list[Problem]:
    """The problems of wrong cells with what was done in each; those told as one for a column stay as they are."""
    return [_with_last_period(one, done) if one.code == "bad-number" and one.found else one for one in problems]


def _with_last_period(one: Problem, done: Mapping[CellLocation, str]) -> Problem:
    if one.each:
        return replace(one, each=tuple(_cells_with_last_period(one.each, done))) if done else one
    if isinstance(one.location, CellLocation) and one.location in done:
        return replace(one, code="last-period", hint=done[one.location])
    return one


def _cells_with_last_period(each: Sequence[Problem], done: Mapping[CellLocation, str]) -> Iterator[Problem]:
    """The cells of which one tells that something else was done in each."""
    for one in each:
        place = one.location
        cells = cells_in(place.cell) if isinstance(place, CellLocation) else []
        places = [CellLocation(place.file, getattr(place, "sheet", ""), cell) for cell in cells]
        known = [replace(one, location=at, hint=done[at]) for at in places if at in done]
        yield from known if len(known) == len(cells) and known else [one]


def _place(wrong: Wrong, row: int, pieces: Sequence[Piece]) -> CellLocation:
    ends = np.cumsum([len(piece.grid.rows) for piece in pieces])
    number = int(np.searchsorted(ends, row, side="right"))
    piece = pieces[number]
    at = piece.grid.rows[row - (int(ends[number - 1]) if number else 0)]
    return CellLocation(piece.file.name, piece.grid.sheet, f"{piece.grid.columns[wrong.header].letter}{at}")
