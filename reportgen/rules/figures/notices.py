"""What has to be said about counters: readings that fell stay in, and are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from reportgen.contracts import TimeKind
from reportgen.dataset import FILE, ROW
from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation
from reportgen.rules.evaluation.evaluate import Evaluation
from reportgen.rules.evaluation.times import Span, TimedTable
from reportgen.rules.formulas.syntax import Field, Kind, walk_rows

_SHOWN = 3
# So many are listed one by one in the sheet "Data quality".
_LISTED = 300


def counter_notices(evaluation: Evaluation, span: Span) -> Iterator[Problem]:
    """One notice per counter that fell anywhere in the span, with the count and the first few places."""
    for name, columns in _counters(evaluation).items():
        timed = evaluation.tables[name]
        for column in columns:
            yield from _falls(evaluation, timed, column, span)


def _counters(evaluation: Evaluation) -> dict[str, list[str]]:
    """The columns of cumulative tables whose increase a KPI uses."""
    found: dict[str, list[str]] = {}
    for kpi in evaluation.plan.kpis.values():
        for leaf in evaluation.plan.leaves(kpi.tree):
            if evaluation.tables[leaf.table].time is not TimeKind.CUMULATIVE:
                continue
            columns = found.setdefault(leaf.table, [])
            for part in (leaf.value, leaf.where):
                for row in walk_rows(part):
                    counts = isinstance(row, Field) and row.kind is Kind.NUMBER and not row.level and not row.joined
                    if counts and isinstance(row, Field) and row.column not in columns:
                        columns.append(row.column)
    return found


def _falls(evaluation: Evaluation, timed: TimedTable, column: str, span: Span) -> Iterator[Problem]:
    placement = timed.place(span)
    if placement.before is None or placement.absence or placement.no_increase:
        return
    readings = evaluation.columns.column(timed.table.name, column, Kind.NUMBER)
    now = np.where(placement.rows >= 0, readings[placement.rows], 0.0)
    then = np.where(placement.before >= 0, readings[placement.before], 0.0)
    fallen = np.flatnonzero(now < then)
    if not len(fallen):
        return
    first = [int(placement.shown[place]) for place in fallen[:_SHOWN]]
    places = ", ".join(_cell(timed, row, column) for row in first)
    more = f" and {len(fallen) - _SHOWN} more" if len(fallen) > _SHOWN else ""
    file = timed.table.files[int(timed.table.frame[FILE].iloc[first[0]])]
    falls = float(np.sum(then[fallen] - now[fallen]))
    told = Problem(
        Severity.NOTICE,
        "counter-fell",
        f'In "{timed.table.name}" the counter "{column}" is lower than at the end of {span.first.previous.id} '
        f"in {len(fallen)} place{'s' if len(fallen) > 1 else ''}",
        CellLocation(file.file, file.sheet, _cell(timed, first[0], column)),
        found=f"{falls:.15g} less in {span}: {places}{more}",
        hint="The falls stay in as corrections, so that the parts add up to the whole.",
    )
    each = (_fall(told, timed, int(placement.shown[at]), column, then[at], now[at]) for at in fallen[:_LISTED])
    yield replace(told, each=tuple(each)) if len(fallen) > 1 else told


def _fall(told: Problem, timed: TimedTable, row: int, column: str, then: float, now: float) -> Problem:
    """The fall at one place."""
    file = timed.table.files[int(timed.table.frame[FILE].iloc[row])]
    place = CellLocation(file.file, file.sheet, _cell(timed, row, column))
    return replace(told, location=place, found=f"{now:.15g}, after {then:.15g}")


def _cell(timed: TimedTable, row: int, column: str) -> str:
    return timed.table.cell(row, column) or f"row {int(timed.table.frame[ROW].iloc[row])}"
