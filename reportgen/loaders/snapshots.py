"""Snapshots that miss a period's end by a few days stand for it, where the project allows that, and say so."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.content.periods import Period
from reportgen.contracts import TableSpec
from reportgen.dataset import DATE, DataTable
from reportgen.errors import Problem, Severity
from reportgen.loaders.findings import with_each
from reportgen.loaders.table_parts import parts_of
from reportgen.project import Project


def stand_for_period_ends(project: Project, table: DataTable) -> tuple[NDArray[np.datetime64], list[Problem]]:
    """The dates, those within the table's tolerance of a period's end moved to it; a notice for each move, with the
    cells of its rows.

    An end that has a snapshot of its own takes no other; of several near it the closest stands for it, the
    earlier one when they are equally close.
    """
    spec = table.spec
    placed = table.frame[DATE].array.to_numpy()
    tolerance = spec.date.tolerance if spec.date else 0
    if not tolerance:
        return placed, []
    field = _field_of_date(spec)
    days = placed.astype("datetime64[D]")
    known = sorted(day.astype(object) for day in np.unique(days[~np.isnat(days)]))
    moves = _moves(project, known, tolerance)
    moved = placed.copy()
    problems: list[Problem] = []
    for day, end in moves.items():
        rows = np.flatnonzero(days == np.datetime64(day))
        moved[rows] = np.datetime64(pd.Timestamp(end), "ns")
        told = Problem(
            Severity.NOTICE,
            "snapshot-stands-for",
            f'In "{table.name}", the snapshot of {day.isoformat()} stands for {end.isoformat()}',
            project.where("tables", table.name, "date", "tolerance"),
            found=f"{abs((end - day).days)} days from the period's end",
            expected=f"at most {tolerance} days",
        )
        done = f"It was read as {end.isoformat()}."
        problems.append(with_each(told, parts_of(table, field, rows, day.isoformat(), done)))
    return moved, problems


def _field_of_date(spec: TableSpec) -> str:
    """The field that is the table's date as well; empty where the date is none of the fields."""
    heads = spec.date.headers[:1] if spec.date else ()
    return next((field for field, column in spec.columns.items() if column.headers(field)[0] in heads), "")


def _moves(project: Project, days: list[date], tolerance: int) -> dict[date, date]:
    """Which day stands for which period's end."""
    present = set(days)
    closest: dict[date, date] = {}
    for day in days:
        end = _nearest_end(project, day)
        if day == end or end in present or abs((end - day).days) > tolerance:
            continue
        other = closest.get(end)
        if other is None or abs((end - day).days) < abs((end - other).days):
            closest[end] = day
    return {day: end for end, day in closest.items()}


def _nearest_end(project: Project, day: date) -> date:
    period = Period.containing(day, project.period, project.year_start)
    before = period.start - timedelta(days=1)
    return before if day - before < period.end - day else period.end
