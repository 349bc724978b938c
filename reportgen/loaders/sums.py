"""Totals against their parts: a row that is called a total is compared with what it could be the sum of."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from reportgen.contracts import ColumnType, TableSpec
from reportgen.errors import Problem, Severity
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import Grid
from reportgen.loaders.numbers import numbers
from reportgen.locations import CellLocation

Rows = NDArray[np.bool_]
_ADDING = (ColumnType.COUNT, ColumnType.NUMBER, ColumnType.MONEY)
# Amounts are printed to the cent or the thousand; parts that are rounded miss their total by half of that each.
_ROUNDED = 0.51


def compare_totals(
    file: InputFile, spec: TableSpec, grid: Grid, totals: Rows, perhaps: Rows, parts: Rows
) -> tuple[Rows, list[Problem]]:
    """Which rows that may be subtotals are sums of rows above them, and the totals that are no sum of their parts.

    Rates do not add up and are not compared.
    """
    agreeing, compared = np.zeros(len(totals), dtype=np.int64), np.zeros(len(totals), dtype=np.int64)
    problems: list[Problem] = []
    for field, column in spec.columns.items():
        header = column.headers(field)[0]
        if column.type not in _ADDING or header not in grid.columns:
            continue
        raw = grid.columns[header]
        typed = numbers(raw.values, column, spec.decimal_sign(column), spec.missing_texts(column))
        values = typed.values[raw.codes]
        for place in np.flatnonzero(perhaps).tolist():
            sums = _sums(values, place, parts, perhaps | totals)
            compared[place] += math.isfinite(values[place])
            agreeing[place] += any(_same(float(values[place]), total) for total in sums)
        problems += _differing(file, grid, header, values, totals, parts)
    # In all columns: one alone may agree by chance.
    return (agreeing == compared) & (compared > 0), problems


def _sums(values: NDArray[np.float64], place: int, parts: Rows, stops: Rows) -> list[float]:
    """What a row could be the sum of: all parts, or those between it and the total before or after it."""
    numeric = np.where(parts, values, 0.0)
    before, after = np.flatnonzero(stops[:place]), np.flatnonzero(stops[place + 1 :])
    start = int(before[-1]) + 1 if len(before) else 0
    end = place + 1 + int(after[0]) if len(after) else len(values)
    return [float(np.nansum(part)) for part in (numeric, numeric[start:place], numeric[place + 1 : end])]


def _same(printed: float, total: float) -> bool:
    return math.isfinite(printed) and abs(printed - total) <= max(_ROUNDED, 1e-9 * abs(total)) and total != 0


def _differing(
    file: InputFile, grid: Grid, header: str, values: NDArray[np.float64], totals: Rows, parts: Rows
) -> Iterator[Problem]:
    letter = grid.columns[header].letter
    for place in np.flatnonzero(totals).tolist():
        printed = float(values[place])
        sums = _sums(values, place, parts, totals)
        if not math.isfinite(printed) or any(_same(printed, total) for total in sums) or printed == sums[0]:
            continue
        nearest = min(sums, key=lambda total: abs(total - printed))
        unknown = int(np.isnan(values[parts]).sum())
        known = f", {unknown} of them without a number" if unknown else ""
        yield Problem(
            Severity.WARNING,
            "total-differs",
            f'The total of "{header}" is not the sum of its parts',
            CellLocation(file.name, grid.sheet, f"{letter}{grid.rows[place]}"),
            found=f"{printed:.15g}",
            expected=f"{nearest:.15g}, the sum of the rows{known}",
            hint="The parts are used, the total is not. Correct whichever is wrong.",
        )
