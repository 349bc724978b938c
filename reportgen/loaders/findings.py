"""Wrong cells -> Problems: one each, or one for all of a column when there are too many to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reportgen.errors import Problem, Severity
from reportgen.loaders.grid import Codes, Grid
from reportgen.locations import CellLocation

# Beyond this many alike nobody reads on: they are told as one, with the first addresses.
MOST_ALIKE = 20
_ADDRESSES = 5
_KINDS = 3


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
        return [_summary(finding, CellLocation(file, grid.sheet, addresses[0]), addresses, found, cells)]
    return [
        _single(finding, CellLocation(file, grid.sheet, address), code, cells)
        for address, code in zip(addresses, found, strict=True)
    ]


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
