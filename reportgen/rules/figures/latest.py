"""The latest period in which a KPI has data: where a report starts when nobody names a period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from reportgen.content.periods import Period
from reportgen.contracts import TimeKind
from reportgen.rules.evaluation.evaluate import Evaluation
from reportgen.rules.evaluation.partitions import TOTAL
from reportgen.rules.evaluation.times import Span, days_of
from reportgen.rules.figures.measures import measure
from reportgen.rules.formulas.syntax import Aggregation, Field, Kind, walk_rows
from reportgen.rules.planning.plan import BoundKpi

_EPOCH = date(1970, 1, 1)
# Further back than a century of months nobody reports.
_MOST_STEPS = 1200


def latest_period(evaluation: Evaluation, kpi: BoundKpi) -> Period | None:
    """The latest period with a number for the total, looked for back from the last date that the KPI uses."""
    project = evaluation.plan.project
    days = sorted(day for leaf in evaluation.plan.leaves(kpi.tree) for day in _ends(evaluation, leaf))
    if not days:
        days = sorted(day for name in evaluation.tables for day in _table_ends(evaluation, name))
    if not days:
        return None
    oldest = Period.containing(days[0], project.period, project.year_start)
    period = Period.containing(days[-1], project.period, project.year_start)
    for _ in range(_MOST_STEPS):
        if measure(evaluation, kpi, Span.of(period), TOTAL).amount() is not None:
            return period
        period = period.previous
        if period.end < oldest.previous.start:
            break
    return None


def _ends(evaluation: Evaluation, leaf: Aggregation) -> Iterator[date]:
    """The first and the last date by which an aggregation places its rows."""
    timed = evaluation.tables[leaf.table]
    if timed.time is not TimeKind.EVENTS:
        yield from _table_ends(evaluation, leaf.table)
        return
    compared = [
        row.column
        for row in walk_rows(leaf.where)
        if isinstance(row, Field) and row.kind is Kind.DATE and not row.joined
    ]
    for column in [leaf.on] if leaf.on else compared:
        yield from _column_ends(evaluation, leaf.table, column)


def _table_ends(evaluation: Evaluation, table: str) -> Iterator[date]:
    timed = evaluation.tables[table]
    if timed.table.spec.date is not None:
        yield from timed.snapshot_days[:1]
        yield from timed.snapshot_days[-1:]
        return
    for name, column in timed.table.spec.columns.items():
        if column.type == "date":
            yield from _column_ends(evaluation, table, name)


def _column_ends(evaluation: Evaluation, table: str, column: str) -> Iterator[date]:
    days = days_of(evaluation.columns.column(table, column, Kind.DATE))
    dated = days[days > -_FAR]
    if len(dated):
        yield _EPOCH + timedelta(int(dated.min()))
        yield _EPOCH + timedelta(int(dated.max()))


# Days further back than the calendar: rows without a date.
_FAR = 719_162
