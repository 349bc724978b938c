"""Charts of every kind, with the look of the shipped brand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from reportgen.brand import read_brand
from reportgen.charts import ChartLook
from reportgen.content.blocks import Chart, ChartKind, Role, Series
from reportgen.content.values import Count, NoData, Percent, Points, Value
from reportgen.locales import locale_for

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
SLIDE = (8_208_000, 4_590_000)  # 22.8 x 12.75 cm in EMU


def look(width: int = SLIDE[0], height: int = SLIDE[1], points: float = 12.0) -> ChartLook:
    return ChartLook(read_brand("corporate", Path()), locale_for("en"), width, height, points)


def shares(*numbers: float | None) -> tuple[Value, ...]:
    return tuple(NoData("not reported") if n is None else Percent(Decimal(str(n)), 1) for n in numbers)


def counts(*numbers: int | None) -> tuple[Value, ...]:
    return tuple(NoData("not reported") if n is None else Count(Decimal(n)) for n in numbers)


def points(*numbers: float) -> tuple[Value, ...]:
    return tuple(Points(Decimal(str(n)), 1, signed=True) for n in numbers)


def months(count: int, start: int = 9, year: int = 2025) -> tuple[str, ...]:
    return tuple(f"{MONTHS[(start + n) % 12]} {year + (start + n) // 12}" for n in range(count))


ACTUAL = (0.46, 0.483, 0.478, 0.517, 0.539, 0.563, 0.558, 0.587, 0.60, 0.576, 0.552, 0.626, 0.664)
PATH = tuple(round(0.46 + 0.02 * n, 2) for n in range(13))

TREND = Chart(
    "kpi.reach.trend",
    ChartKind.LINE,
    months(13),
    (Series("Actual", shares(*ACTUAL)), Series("Target", shares(*PATH), Role.TARGET)),
    Percent(Decimal(0), 1),
)
COLUMNS = Chart(
    "kpi.backlog.trend",
    ChartKind.COLUMN,
    ("May", "Jun", "Jul", "Aug", "Sep", "Oct"),
    (Series("Backlog", counts(40, 46, None, 47, 64, 85)), Series("Target", counts(*[50] * 6), Role.TARGET)),
    Count(Decimal(0)),
    keys=("5", "6", "7", "8", "9", "10"),
    emphasis=("10",),
)
PAIR = Chart(
    "kpi.cases.trend",
    ChartKind.COLUMN,
    ("Sep", "Oct"),
    (Series("Received", counts(1101, 118)), Series("Closed", counts(84, 97), Role.PREVIOUS)),
    Count(Decimal(0)),
)
REGIONS = ("Valle d’Aosta/Vallée d’Aoste", "Lombardia", "Friuli-Venezia Giulia", "Sicilia", "Islands & <other>")
BARS = Chart(
    "kpi.reach.by.region.chart",
    ChartKind.BAR,
    REGIONS,
    (Series("Share", shares(0.881, 0.702, 0.34, 0.02, None)), Series("Target", shares(*[0.7] * 5), Role.TARGET)),
    Percent(Decimal(0), 1),
    keys=("2", "3", "6", "19", "99"),
    emphasis=("19",),
)
CHANGES = Chart(
    "kpi.reach.changes",
    ChartKind.BAR,
    ("Policy", "Operations", "Field offices"),
    (Series("Change", points(0.017, 0.15, -0.014)),),
    Points(Decimal(0), 1, signed=True),
)
EVERY = {"trend": TREND, "columns": COLUMNS, "pair": PAIR, "bars": BARS, "changes": CHANGES}
