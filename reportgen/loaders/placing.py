"""Which date places a row: from a column, from columns of its parts, or from the file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.contracts import DateSpec, TableSpec
from reportgen.errors import Problem, Severity
from reportgen.loaders.dates import date_in_name, dates, from_parts, month_numbers_of, quarter_number
from reportgen.loaders.findings import Cells, Finding, with_each
from reportgen.loaders.grid import column_letter
from reportgen.loaders.pieces import Joined, Piece, join_column
from reportgen.loaders.wrong import graded
from reportgen.locations import CellLocation, Location

_EXPECTED = {
    "year": "a year such as 2024",
    "month": "a month from 1 to 12 or its name",
    "quarter": "a quarter from 1 to 4 or Q1 to Q4",
    "day": "a day",
}
_NAT = np.datetime64("NaT", "ns")


def place_rows(
    spec: TableSpec, place: DateSpec, pieces: Sequence[Piece], year_start: int = 1
) -> tuple[NDArray[np.datetime64], list[Problem]]:
    """The date of every row as datetime64[ns], NaT where there is none; what is wrong, and rows without a date."""
    if place.columns:
        moments = [_NAT if piece.moment is None else piece.moment for piece in pieces]
        sizes = [len(piece.grid.rows) for piece in pieces]
        return np.repeat(np.array(moments, dtype="datetime64[ns]"), sizes), []
    if place.file:
        return _from_names(place, pieces, year_start)
    if place.year:
        placed, problems = _from_parts(spec, place, pieces)
    else:
        placed, problems = _from_column(spec, place, pieces, year_start)
    return placed, [*problems, *_without_date(placed, place, pieces, told=bool(problems))]


def _from_column(
    spec: TableSpec, place: DateSpec, pieces: Sequence[Piece], year_start: int
) -> tuple[NDArray[np.datetime64], list[Problem]]:
    joined = join_column(pieces, place.header)
    typed, form = dates(joined.cells, place.format, spec.missing, year_start)
    problems = [format_notice(place.header, form, joined)] if form else []
    problems += joined.problems(
        graded(spec, Finding("bad-date", "The cell is not a date that can be read", typed.wrong, typed.hints))
    )
    for remark in typed.remarks():
        problems += joined.problems(remark)
    return typed.values[joined.codes], problems


def format_notice(header: str, form: str, joined: Joined) -> Problem:
    """That the way of writing dates was found out and not declared."""
    piece, letter = joined.pieces[0], joined.letters[0]
    return Problem(
        Severity.NOTICE,
        "date-format",
        f'The dates of "{header}" were read as {form}',
        CellLocation(piece.file.name, piece.grid.sheet, f"{letter}{piece.grid.header_row}"),
        hint=f"Say format: {form} in the project file to settle it.",
    )


def _from_names(
    place: DateSpec, pieces: Sequence[Piece], year_start: int
) -> tuple[NDArray[np.datetime64], list[Problem]]:
    problems: list[Problem] = []
    parts = []
    for piece in pieces:
        moment = date_in_name(piece.file.name, place.file, year_start)
        if moment is None:
            problems.append(
                Problem(
                    Severity.ERROR,
                    "date-in-name",
                    "The file's name holds no date",
                    Location(piece.file.name),
                    expected=f"a date written {place.file}",
                    hint="Rename the file, or correct date: in the project file.",
                )
            )
        value = np.datetime64(moment, "ns") if moment else _NAT
        parts.append(np.full(len(piece.grid.rows), value, dtype="datetime64[ns]"))
    return np.concatenate(parts), problems


def _from_parts(
    spec: TableSpec, place: DateSpec, pieces: Sequence[Piece]
) -> tuple[NDArray[np.datetime64], list[Problem]]:
    """The date of each distinct combination of year, month and day."""
    headers = {"year": place.year, "month": place.month, "quarter": place.quarter, "day": place.day}
    columns = {part: join_column(pieces, header) for part, header in headers.items() if header}
    understood = {part: _READ[part](joined.cells) for part, joined in columns.items()}
    codes = np.stack([column.codes for column in columns.values()])
    combinations, inverse = np.unique(codes, axis=1, return_inverse=True)
    moments = np.full(combinations.shape[1], _NAT, dtype="datetime64[ns]")
    for index, combination in enumerate(combinations.T.tolist()):
        found = {part: understood[part][code] for part, code in zip(columns, combination, strict=True)}
        moment = from_parts({part: str(number) for part, number in found.items()}) if all(found.values()) else None
        if moment is not None:
            moments[index] = np.datetime64(moment, "ns")
    return moments[inverse.reshape(-1)], _part_problems(columns, understood, spec)


def _part_problems(
    columns: Mapping[str, Joined], understood: Mapping[str, Sequence[int | None]], spec: TableSpec
) -> list[Problem]:
    problems: list[Problem] = []
    for part, joined in columns.items():
        wrong = {
            code: _EXPECTED[part]
            for code, (cell, number) in enumerate(zip(joined.cells, understood[part], strict=True))
            if number is None and str(cell).strip() and str(cell).strip() not in spec.missing
        }
        finding = Finding("bad-date", f"The cell is not a {part} that can be read", wrong, {})
        problems += joined.problems(graded(spec, finding))
    return problems


def _without_date(
    placed: NDArray[np.datetime64], place: DateSpec, pieces: Sequence[Piece], told: bool
) -> list[Problem]:
    """Rows that no period counts; a wrong date has been told already, an empty one has not."""
    problems: list[Problem] = []
    start = 0
    for piece in pieces:
        rows = piece.grid.rows
        empty = np.flatnonzero(np.isnat(placed[start : start + len(rows)]))
        start += len(rows)
        column = piece.grid.columns.get(place.headers[0])
        if len(empty) and column is not None and not told:
            letter = column_letter(column.index)
            row = Problem(
                Severity.WARNING,
                "row-without-date",
                f"{len(empty)} rows have no date and are in no period" if len(empty) > 1 else _ONE_ROW,
                CellLocation(piece.file.name, piece.grid.sheet, f"{letter}{rows[empty[0]]}"),
                expected="a date",
            )
            cells = Cells(piece.file.name, piece.grid.sheet, letter, rows[empty], "")
            problems.append(with_each(row, [cells], _ONE_ROW) if len(empty) > 1 else row)
    return problems


def _whole(cell: Any) -> int | None:
    try:
        number = float(cell)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else None


_READ: dict[str, Callable[[Sequence[Any]], list[int | None]]] = {
    "year": lambda cells: [_whole(cell) for cell in cells],
    "month": month_numbers_of,
    "quarter": lambda cells: [quarter_number(cell) for cell in cells],
    "day": lambda cells: [_whole(cell) for cell in cells],
}
_ONE_ROW = "A row has no date and is in no period"
