"""Wrong cells -> Problems: one each, or one for all of a column when there are too many to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.errors import Problem, Severity
from reportgen.loaders.grid import Codes, Grid
from reportgen.locations import CellLocation

# Beyond this many alike nobody reads on: they are told as one, with the first addresses.
MOST_ALIKE = 20
_ADDRESSES = 5
_KINDS = 3
# Lines of the sheet "Data quality" that one finding takes, and ranges of cells in one of them.
LINES, _RANGES = 300, 40


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with some distinct values of a column: `expected` and `hints` by the value's code."""

    code: str
    message: str
    expected: dict[int, str]
    hints: dict[int, str]
    severity: Severity = Severity.ERROR


def cell_problems(
    finding: Finding, file: str, grid: Grid, letter: str, codes: Codes, cells: Sequence[Any]
) -> list[Problem]:
    """The problems of one column in one file, in which row i holds cells[codes[i]]."""
    wrong = np.zeros(len(cells), dtype=bool)
    wrong[list(finding.expected)] = True
    places = np.flatnonzero(wrong[codes]).tolist()
    addresses = [f"{letter}{grid.rows[place]}" for place in places]
    found = [int(codes[place]) for place in places]
    # What was corrected is one line, however often: a thousand would hide the others.
    if len(places) > (1 if finding.severity is Severity.NOTICE else MOST_ALIKE):
        told = _summary(finding, CellLocation(file, grid.sheet, addresses[0]), addresses, found, cells)
        at = np.array(places)
        parts = [
            Cells(file, grid.sheet, letter, grid.rows[at[rows]], shown(cells[code]), finding.hints.get(code, ""))
            for code, rows in by_value(codes[at])
        ]
        return [with_each(told, parts, finding.message)]
    return [
        _single(finding, CellLocation(file, grid.sheet, address), code, cells)
        for address, code in zip(addresses, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of a column that say the same: in the rows as a person sees them, what was read, and what was done."""

    file: str
    sheet: str
    letter: str
    rows: NDArray[np.int64]
    found: str
    hint: str = ""


def with_each(problem: Problem, parts: Sequence[Cells], message: str = "") -> Problem:
    """The problem with a finding of its own for each part: nothing that was done to a cell goes without its address.
    Beyond some hundred values the others are told together. `message` says what is told of one."""
    one = replace(problem, message=message or problem.message, each=())
    if len(parts) > LINES:
        rest = parts[LINES:]
        rows = np.sort(np.concatenate([part.rows for part in rest]))
        parts = [*parts[:LINES], replace(rest[0], rows=rows, found=f"{len(rest)} other values")]
    lines: list[Problem] = []
    for part in parts:
        cells = ranges(part.letter, part.rows)
        for start in range(0, min(len(cells), LINES * _RANGES), _RANGES):
            more = f", and {len(cells) - LINES * _RANGES} more" if start + _RANGES >= LINES * _RANGES else ""
            place = CellLocation(part.file, part.sheet, ", ".join(cells[start : start + _RANGES]) + more)
            lines.append(replace(one, location=place, found=part.found, hint=part.hint or problem.hint))
    return replace(problem, each=tuple(lines))


def ranges(letter: str, rows: NDArray[np.int64]) -> list[str]:
    """The cells of a column in some rows: B2, B4:B7; whole rows, 2:2, where the column is not known."""
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) != 1)
    starts, ends = rows[np.append(0, breaks + 1)].tolist(), rows[np.append(breaks, len(rows) - 1)].tolist()
    return [
        f"{letter}{first}" if first == last and letter else f"{letter}{first}:{letter}{last}"
        for first, last in zip(starts, ends, strict=True)
    ]


def cells_in(text: str) -> list[str]:
    """The cells that the ranges of a column name: B2, B4, B5 of "B2, B4:B5"; none where some are left unsaid."""
    cells: list[str] = []
    for part in text.split(", "):
        first, _, last = part.partition(":")
        letter = first.rstrip("0123456789")
        start, end = first[len(letter) :], (last or first)[len(letter) :]
        if not (letter.isalpha() and start.isdecimal() and end.isdecimal()):
            return []
        cells += [f"{letter}{row}" for row in range(int(start), int(end) + 1)]
    return cells


def by_value(codes: Codes) -> list[tuple[int, Codes]]:
    """Each code, in the order in which they are first seen, with its places."""
    order = np.argsort(codes, kind="stable")
    values, starts = np.unique(codes[order], return_index=True)
    parts = zip(values.tolist(), np.split(order, starts[1:]), strict=True)
    return sorted(parts, key=lambda part: int(part[1][0]))


def _single(finding: Finding, place: CellLocation, code: int, cells: Sequence[Any]) -> Problem:
    expected, hint = finding.expected[code], finding.hints.get(code, "")
    return Problem(finding.severity, finding.code, finding.message, place, shown(cells[code]), expected, hint)


def _summary(
    finding: Finding, place: CellLocation, addresses: Sequence[str], codes: Sequence[int], cells: Sequence[Any]
) -> Problem:
    kinds = list(dict.fromkeys(codes))
    found = ", ".join(shown(cells[code]) for code in kinds[:_KINDS]) + (", ..." if len(kinds) > _KINDS else "")
    first = ", ".join(addresses[:_ADDRESSES]) + (", ..." if len(addresses) > _ADDRESSES else "")
    message = f"{finding.message}, in {len(addresses)} cells of this column: {first}"
    expected, hint = finding.expected[codes[0]], finding.hints.get(codes[0], "")
    if finding.severity is Severity.NOTICE and len({finding.hints.get(code, "") for code in kinds}) > 1:
        hint = f"{hint} The others likewise."
    return Problem(finding.severity, finding.code, message, place, found, expected, hint)


def shown(value: Any) -> str:
    """A cell's value as it is quoted to a person, cut when it is long."""
    text = str(value)
    return f'"{text if len(text) <= 60 else text[:57] + "..."}"'
