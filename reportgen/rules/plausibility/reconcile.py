"""Totals in one table against their parts in another, period by period, as `plausibility: totals:` declares them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from reportgen.content.periods import Period
from reportgen.dataset import DATE, FILE, Dataset, DataTable
from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation
from reportgen.project import Project
from reportgen.project.plausibility import TotalSpec
from reportgen.rules.evaluation.times import named

_ROUNDING = 1e-9


def differing_totals(project: Project, dataset: Dataset) -> Iterator[Problem]:
    """A warning at the first cell of each total that is not the sum of its parts in a period that both tables have."""
    for spec in project.plausibility.totals:
        (total_table, total), (parts_table, parts) = spec.total.split("."), spec.parts.split(".")
        if total_table in dataset.tables and parts_table in dataset.tables:
            one, other = dataset.tables[total_table], dataset.tables[parts_table]
            yield from _differing(project, spec, _sums(project, one, total), _sums(project, other, parts), one)


def _sums(project: Project, table: DataTable, column: str) -> dict[Period | None, tuple[float, int]]:
    """The sum and the first row of each period; of a table without dates, of all rows."""
    numbers = table.frame[column].to_numpy(dtype=float)
    rows = np.flatnonzero(~np.isnan(numbers))
    if DATE not in table.frame:
        return {None: (float(numbers[rows].sum()), int(rows[0]))} if len(rows) else {}
    days = table.frame[DATE].to_numpy().astype("datetime64[D]")
    found: dict[Period | None, tuple[float, int]] = {}
    periods = {
        day: Period.containing(day.astype(object), project.period, project.year_start)
        for day in np.unique(days[~np.isnat(days)])
        if isinstance(day.astype(object), date)
    }
    for row in rows.tolist():
        period = periods.get(days[row])
        if period is not None:
            held, first = found.get(period, (0.0, row))
            found[period] = held + float(numbers[row]), first
    return found


def _differing(
    project: Project,
    spec: TotalSpec,
    totals: dict[Period | None, tuple[float, int]],
    parts: dict[Period | None, tuple[float, int]],
    table: DataTable,
) -> Iterator[Problem]:
    column = spec.total.split(".")[1]
    for period, (total, row) in totals.items():
        if period not in parts:
            continue
        summed = parts[period][0]
        limit = float(spec.within.value) * (abs(total) if spec.within.is_share else 1.0)
        if abs(total - summed) <= limit + _ROUNDING * abs(total):
            continue
        file = table.files[int(table.frame[FILE].iloc[row])]
        when = "" if period is None else f" for {named(period)}"
        yield Problem(
            Severity.WARNING,
            "totals-differ",
            f"{spec.total} is not the sum of {spec.parts}{when}",
            CellLocation(file.file, file.sheet, table.cell(row, column)),
            found=f"{total:.15g}",
            expected=f"{summed:.15g}",
            hint="Correct the total or the part that is wrong.",
        )
