"""Wide tables -> long ones: periods, or values of a field, that stand side by side as headers of columns.

Each such column becomes a piece of its own with the same rows, so that every value keeps the address of its cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from reportgen.contracts import DateFormat, DateSpec, TableSpec, compile_format
from reportgen.contracts.dates import year_parts
from reportgen.errors import Problem, Severity
from reportgen.loaders.dates import from_parts, months_in
from reportgen.loaders.grid import Grid, RawColumn, is_blank
from reportgen.loaders.months import is_month
from reportgen.loaders.pieces import Piece
from reportgen.locations import CellLocation

# Between the header asked for ("Active *") and what stands in the file, in the name of a column; no header has one.
SEPARATOR = "\n"
_YEAR = re.compile(
    r"\bFY ?\d{2,4}\b|\b(?:19|20)\d{2}\s?[-/]\s?(?:(?:19|20)\d{2}|\d{2})\b(?![-/])|(?<!\d)(?:19|20)\d{2}(?!\d)"
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?: 00:00:00)?")
_SHOWN = 5


def spread_over(spec: TableSpec, header: str) -> Callable[[str], bool]:
    """A test of headers: whether one is a column over which the values of a field are spread."""
    whole = _pattern(header)
    if spec.across:
        known = {_plain(name) for name in spec.columns[spec.across].across}
        return lambda text: _token(whole, text) in known
    form = compile_format(spec.date.columns if spec.date else "", with_year=False)
    return lambda text: _is_period(_token(whole, text), form)


def _is_period(token: str, form: DateFormat) -> bool:
    match = form.pattern.fullmatch(token)
    name = match.groupdict().get("month_name") if match else None
    return bool((match and (name is None or is_month(name))) or _ISO.fullmatch(token))


def _pattern(header: str) -> re.Pattern[str]:
    """The header with its "*" as a group."""
    before, _, after = " ".join(header.split()).partition("*")
    return re.compile(f"{re.escape(before)}(.+?){re.escape(after)}", re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _token(whole: re.Pattern[str], text: str) -> str:
    match = whole.fullmatch(" ".join(text.split()))
    return match[1].strip().casefold() if match else ""


def melt(spec: TableSpec, piece: Piece, year_start: int) -> tuple[list[Piece], list[Problem]]:
    """One piece for each period or value that stands in columns; empty columns are left out and told."""
    spread = _spread_columns(piece.grid)
    problems: list[Problem] = []
    moments: Mapping[str, np.datetime64] = {}
    if spec.date and spec.date.columns:
        moments, problems = _moments(spec.date, list(spread), piece, year_start)
    empty = [token for token, columns in spread.items() if all(map(_is_empty, columns.values()))]
    if empty and len(empty) < len(spread):
        problems.append(_left_out(piece, [next(iter(spread[token].values())) for token in empty], empty))
    pieces = [
        _piece(spec, piece, token, columns, moments.get(token))
        for token, columns in spread.items()
        if (token not in empty or len(empty) == len(spread)) and (spec.across or token in moments)
    ]
    return pieces, problems


def _spread_columns(grid: Grid) -> dict[str, dict[str, RawColumn]]:
    """The columns of each period or value, by the header that was asked for, in the order of the file."""
    found: dict[str, dict[str, RawColumn]] = {}
    named = [(name, column) for name, column in grid.columns.items() if SEPARATOR in name]
    for name, column in sorted(named, key=lambda item: item[1].index):
        header, text = name.split(SEPARATOR, 1)
        found.setdefault(_token(_pattern(header), text), {})[header] = column
    return found


def _is_empty(column: RawColumn) -> bool:
    return all(is_blank(value) for value in column.values)


def _piece(
    spec: TableSpec, piece: Piece, token: str, columns: Mapping[str, RawColumn], moment: np.datetime64 | None
) -> Piece:
    fixed = {name: column for name, column in piece.grid.columns.items() if SEPARATOR not in name}
    if spec.across:
        first = next(iter(columns.values()))
        names = {_plain(name): name for name in spec.columns[spec.across].across}
        label = RawColumn(first.index, np.zeros(len(first.codes), dtype=np.int64), [names[token]])
        fixed[spec.columns[spec.across].headers(spec.across)[0]] = label
    return replace(piece, grid=replace(piece.grid, columns={**fixed, **columns}), moment=moment)


def _moments(
    place: DateSpec, tokens: Sequence[str], piece: Piece, year_start: int
) -> tuple[dict[str, np.datetime64], list[Problem]]:
    """The date of each header; a year that no header names is looked for above the table and in the file's name."""
    form = compile_format(place.columns, with_year=False)
    months = months_in(tokens)
    given, problems = year_parts(place.of_year) if place.of_year else None, list[Problem]()
    if not given and not form.parts & {"year", "short_year"}:
        given, found = _found_year(piece)
        problems.append(found)
    moments: dict[str, np.datetime64] = {}
    for token in tokens:
        match = form.pattern.fullmatch(token) or _ISO.fullmatch(token)
        parts = {**match.groupdict(), **(given or {})} if match else {}
        moment = from_parts(parts, months, year_start) if parts.get("year") or parts.get("short_year") else None
        if moment is not None:
            moments[token] = np.datetime64(moment, "ns")
        elif given or form.parts & {"year", "short_year"}:
            problems.append(_no_period(piece, token, place.columns))
    return moments, problems


def _found_year(piece: Piece) -> tuple[dict[str, str] | None, Problem]:
    """The one year that stands above the table or in the name of its sheet, else in the name of the file."""
    grid, stem = piece.grid, piece.file.name.rsplit("/", 1)[-1]
    place = CellLocation(piece.file.name, grid.sheet, f"A{grid.header_row}")
    for text in (f"{grid.sheet} {grid.above}", stem):
        years = list(dict.fromkeys("".join(year.split()) for year in _YEAR.findall(text)))
        parts = year_parts(years[0]) if len(years) == 1 else None
        if parts:
            message = "The headers name no year; it was found beside the table"
            hint = f"They are of {years[0]}. Say of_year: {years[0]} in date: to settle it."
            return parts, Problem(Severity.NOTICE, "year-found", message, place, f'"{years[0]}"', hint=hint)
    message = "The headers name months or quarters without a year"
    hint = "Say of_year: 2024 in date:."
    return None, Problem(Severity.ERROR, "year-missing", message, place, expected="the year", hint=hint)


def _no_period(piece: Piece, token: str, form: str) -> Problem:
    place = CellLocation(piece.file.name, piece.grid.sheet, f"A{piece.grid.header_row}")
    hint = "Correct the header, or say in which month the fiscal year starts: year_start: 4."
    return Problem(Severity.ERROR, "bad-date", "A header is no period", place, f'"{token}"', f"as {form}", hint)


def _left_out(piece: Piece, columns: Sequence[RawColumn], tokens: Sequence[str]) -> Problem:
    place = CellLocation(piece.file.name, piece.grid.sheet, f"{columns[0].letter}{piece.grid.header_row}")
    names = ", ".join(tokens[:_SHOWN]) + (", ..." if len(tokens) > _SHOWN else "")
    message = "A column is empty" if len(tokens) == 1 else f"{len(tokens)} columns are empty"
    return Problem(Severity.NOTICE, "column-empty", message, place, names, hint="Left out: nothing was reported yet.")
