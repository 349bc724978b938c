"""Snapshots that miss a period's end by a few days stand for it, where the project allows that, and say so."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.content.periods import Period
from reportgen.errors import Problem, Severity
from reportgen.project import Project


def stand_for_period_ends(
    project: Project, table: str, placed: NDArray[np.datetime64]
) -> tuple[NDArray[np.datetime64], list[Problem]]:
    """The dates, those within the table's tolerance of a period's end moved to it; a notice for each move.

    An end that has a snapshot of its own takes no other; of several near it the closest stands for it, the
    earlier one when they are equally close.
    """
    spec = project.tables[table]
    tolerance = spec.date.tolerance if spec.date else 0
    if not tolerance:
        return placed, []
    days = placed.astype("datetime64[D]")
    known = sorted(day.astype(object) for day in np.unique(days[~np.isnat(days)]))
    moves = _moves(project, known, tolerance)
    moved = placed.copy()
    problems: list[Problem] = []
    for day, end in moves.items():
        moved[days == np.datetime64(day)] = np.datetime64(pd.Timestamp(end), "ns")
        problems.append(
            Problem(
                Severity.NOTICE,
                "snapshot-stands-for",
                f'In "{table}", the snapshot of {day.isoformat()} stands for {end.isoformat()}',
                project.where("tables", table, "date", "tolerance"),
                found=f"{abs((end - day).days)} days from the period's end",
                expected=f"at most {tolerance} days",
            )
        )
    return moved, problems


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
