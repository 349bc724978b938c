"""Which row of a file holds the headers, and which column is meant by each header that a table asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.errors import Problem, Severity
from reportgen.loaders.grid import column_letter
from reportgen.locations import CellLocation

# Titles and filters above a table take a few rows in exports; further down nothing is taken for a header.
HEADER_WITHIN = 50
# A header is a misspelling of another when this much of it agrees, in percent.
_ALIKE = 75
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """A header that is asked for: its name and other names for it; without a required one a file cannot be read."""

    names: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Headers:
    """What was found: row counted from 0, column counted from 0 by the first name asked for. Where a column is
    missing, the others are read all the same, so that one run tells what is wrong in them too."""

    row: int
    columns: Mapping[str, int]
    texts: tuple[str, ...]
    missing: tuple[Wanted, ...]
    twice: tuple[tuple[str, int], ...] = ()


def find_headers(rows: Sequence[Sequence[str]], wanted: Sequence[Wanted]) -> Headers | None:
    """The first row that holds most of the headers; None when all rows are empty."""
    best: Headers | None = None
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        if not any(text.strip() for text in row):
            continue
        candidate = _match(number, row, wanted)
        if best is None or len(candidate.columns) > len(best.columns):
            best = candidate
        if len(best.columns) == len(wanted):
            break
    return best


def _match(number: int, row: Sequence[str], wanted: Sequence[Wanted]) -> Headers:
    exact: dict[str, int] = {}
    loose: dict[str, int] = {}
    for index, text in enumerate(row):
        exact.setdefault(text, index)
        loose.setdefault(_plain(text), index)
    columns: dict[str, int] = {}
    missing = []
    for ask in wanted:
        places = [exact.get(name, loose.get(_plain(name))) for name in ask.names]
        place = next((place for place in places if place is not None), None)
        if place is None:
            missing.append(ask)
        else:
            columns[ask.names[0]] = place
    plain = [_plain(text) for text in row]
    twice = [(row[index], index) for index in columns.values() if plain.count(plain[index]) > 1]
    return Headers(number, columns, tuple(row), tuple(missing), tuple(twice))


def _plain(text: str) -> str:
    """A header without what people and programs change: case, blanks at the ends, double blanks, line breaks."""
    return " ".join(text.split()).casefold()


def header_problems(headers: Headers, file: str, sheet: str, offset: tuple[int, int] = (0, 0)) -> list[Problem]:
    """A problem for every required column that is not there, and for every header that stands twice."""
    row = headers.row + offset[0] + 1
    problems = [
        _missing_column(ask, headers, CellLocation(file, sheet, f"{column_letter(offset[1])}{row}"))
        for ask in headers.missing
        if ask.required
    ]
    problems += [
        Problem(
            Severity.WARNING,
            "header-twice",
            f'The header "{text}" stands twice; the first column is read',
            CellLocation(file, sheet, f"{column_letter(index + offset[1])}{row}"),
            hint="Rename the other one.",
        )
        for text, index in headers.twice
    ]
    return problems


def _missing_column(ask: Wanted, headers: Headers, place: CellLocation) -> Problem:
    from rapidfuzz import fuzz, process

    texts = [text.strip() for text in headers.texts if text.strip()]
    name = ask.names[0]
    best = process.extractOne(name, texts, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_ALIKE)
    hint = f'Did you mean "{best[0]}"?' if best else "Rename the column, or correct the header in the project file."
    shown = ", ".join(texts[:_SHOWN]) + (f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else "")
    others = f" (or {', '.join(ask.names[1:])})" if ask.names[1:] else ""
    return Problem(
        Severity.ERROR,
        "missing-column",
        f'There is no column "{name}"',
        place,
        found=f"the headers {shown}",
        expected=f'the header "{name}"{others}',
        hint=hint,
    )
