"""What the tables of registers and logs have in common: title, alternative text, numbers with their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from reportgen.content.blocks import Block
from reportgen.content.charts import Chart
from reportgen.content.kpis import Figure
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Cell, Column, Row, Table
from reportgen.content.values import Count, Days, NoData, Percent, Status, Value, difference, exact
from reportgen.errors import Problem
from reportgen.rules.alternative import shortened
from reportgen.rules.setting import Setting

COUNT = Count(Decimal(0))
SHARE = Percent(Decimal(0), 1)
DAYS = Days(Decimal(0), 1)
NOTHING = Phrase()
# Of several things the worst decides.
_WORST = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.NOT_STARTED, Status.DONE)


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """What a register brings to the report: blocks and facts by name, and what is wrong or doubtful in it."""

    blocks: Mapping[str, Block] = field(default_factory=dict)
    facts: Mapping[str, Figure] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


class Listed(NamedTuple):
    """The columns and rows of a table."""

    columns: list[Column]
    rows: list[Row]


def table(
    id: str,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    setting: Setting,
    *,
    headline: Phrase = NOTHING,
    subtitle: str = "",
    chart: Chart | None = None,
    status: Status = Status.NO_TARGET,
    tally: Phrase = NOTHING,
) -> Table:
    """A table with its neutral title and its alternative text."""
    title = f"{setting.locale.word(name)}, {setting.label}"
    labels = [column.label for column in columns]
    alt = setting.locale.phrase("alt_table", title=title, rows=len(rows), columns=labels).text
    return Table(
        id,
        tuple(columns),
        tuple(rows),
        title,
        headline,
        subtitle or setting.label,
        setting.source,
        shortened(alt),
        chart,
        status,
        tally,
    )


def filled(columns: Sequence[Column], rows: Sequence[Mapping[str, object]], optional: Sequence[str]) -> list[Column]:
    """The columns without those optional ones in which every row is empty."""
    return [column for column in columns if column.key not in optional or any(row.get(column.key) for row in rows)]


def count(number: int, id: str = "") -> Count:
    """How many, as a fact of that name."""
    return Count(exact(number), id=id)


def share(part: int, whole: int, id: str, reason: str) -> Value:
    """A part of a whole; without a whole no data for that reason."""
    return Percent(exact(Fraction(part, whole)), 1, id=id) if whole else NoData(reason, id)


def fact(name: str, now: Value, before: Value, setting: Setting, label: str = "") -> Figure:
    """A number that is no KPI, beside that of the period before."""
    id = f"facts.{name}"
    earlier = before.named(f"{id}@{setting.period.previous.id}")
    change = difference(now, before).named(f"{id}.change")
    return Figure(id, setting.period, now.named(id), label=label, previous=earlier, change=change)


def worst(statuses: Iterable[Status], nothing: Status = Status.NO_TARGET) -> Status:
    """The status of things as a whole: that of the worst; `nothing` where none has one."""
    return min((status for status in statuses if status in _WORST), key=_WORST.index, default=nothing)


def listed(columns: Sequence[Column], cells: Iterable[tuple[str, Mapping[str, Cell]]], *optional: str) -> Listed:
    """Rows from cells by the key of their column, without those optional columns in which nothing stands."""
    held = list(cells)
    kept = filled(columns, [row for _, row in held], optional)
    return Listed(kept, [Row(key, tuple(row.get(column.key) for column in kept)) for key, row in held])
