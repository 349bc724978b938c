"""A table with small lines, for the tests of all renderers: whole, broken by a gap, begun late, level, and none."""

from __future__ import annotations

from decimal import Decimal

from reportgen.content.phrases import Label
from reportgen.content.tables import Align, Column, Row, Spark, Table
from reportgen.content.values import NoData, Percent, Value

GAP = NoData("not reported")


def shares(*numbers: float | None) -> tuple[Value, ...]:
    return tuple(GAP if number is None else Percent(Decimal(str(number)), 1) for number in numbers)


def line(*numbers: float | None) -> Spark:
    months = ("Jul 2026", "Aug 2026", "Sep 2026", "Oct 2026")[-len(numbers) :]
    known = [number for number in numbers if number is not None]
    return Spark(shares(*numbers), months, f"from {known[0]} to {known[-1]}" if known else "")


LINES = {
    "whole": line(0.2, 0.5, 0.3, 0.6),
    "broken": line(0.4, None, 0.6, 0.4),
    "late": line(0.7, 0.8),
    "level": line(0.5, 0.5, 0.5, 0.5),
    "none": Spark(()),
}


def table_with_lines() -> Table:
    columns = (
        Column("indicator", "Indicator", weight=3),
        Column("actual", "Actual", Align.RIGHT),
        Column("trend", "Trend"),
        Column("owner", "Owner"),
    )
    rows = tuple(Row(key, (Label(key.title(), "of all"), GAP, spark, "M. Keller")) for key, spark in LINES.items())
    return Table("scorecard", columns, rows, title="Scorecard")
