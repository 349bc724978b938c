"""Charts of every kind, with the look of the shipped brand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from reportgen.brand import read_brand
from reportgen.charts import ChartLook
from reportgen.content.charts import Chart, ChartKind, Role, Series
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
COMBO = Chart(
    "kpi.licences.combo",
    ChartKind.COMBO,
    months(13),
    (
        Series("Active", shares(*ACTUAL)),
        Series("Target", shares(*PATH), Role.TARGET),
        Series("Last year", shares(*[None] * 3, *[0.4 + 0.01 * n for n in range(10)]), Role.PREVIOUS),
    ),
    Percent(Decimal(0), 1),
)
FORECAST = Chart(
    "kpi.backlog.combo",
    ChartKind.COMBO,
    ("May", "Jun", "Jul", "Aug", "Sep", "Oct"),
    (
        Series("Backlog", counts(40, 46, 44, 47, None, None)),
        Series("Standard", counts(*[50] * 6), Role.TARGET),
        Series("from", counts(None, None, None, 47, 50, 52), Role.LOW),
        Series("to", counts(None, None, None, 47, 58, 71), Role.HIGH),
    ),
    Count(Decimal(0)),
    keys=("5", "6", "7", "8", "9", "10"),
    emphasis=("8",),
)
PARTS = Chart(
    "kpi.cases.parts",
    ChartKind.STACKED,
    ("May", "Jun", "Jul", "Aug", "Sep", "Oct"),
    (
        Series("On time", counts(40, 46, 44, 47, 64, 85)),
        Series("Late", counts(12, 9, None, 20, 25, 31)),
        Series("Open", counts(20, 15, 22, 13, 2, 24)),
    ),
    Count(Decimal(0)),
)
WHOLES = Chart(
    "kpi.satisfaction.parts",
    ChartKind.STACKED100,
    ("Policy", "Operations", "Field offices"),
    (
        Series("Satisfied", counts(61, 55, 20)),
        Series("Neither", counts(25, 22, 31)),
        Series("Dissatisfied", counts(14, 23, 49)),
    ),
    Count(Decimal(0)),
    lying=True,
)
GAPS = Chart(
    "kpi.reach.gaps",
    ChartKind.VARIANCE,
    ("Policy", "Operations", "Support", "Field offices"),
    (
        Series("Share", shares(0.765, 0.743, 0.669, 0.402)),
        Series("Target", shares(*[0.7] * 4), Role.TARGET),
    ),
    Percent(Decimal(0), 1),
    lying=True,
)
COSTS = Chart(
    "kpi.cost.changes",
    ChartKind.VARIANCE,
    ("May", "Jun", "Jul", "Aug"),
    (Series("Change", points(1.5, -2.0, 0.0, -0.25)),),
    Points(Decimal(0), 1, signed=True),
    better="lower",
)
STEPS = Chart(
    "kpi.reach.contribution",
    ChartKind.CONTRIBUTION,
    ("September", "Policy", "Operations", "Support", "Field offices", "October", "Gap to target path", "Target path"),
    (
        Series("Before", shares(0.626, *[None] * 7), Role.PREVIOUS),
        Series("Contribution", points(0.0, 0.004, 0.006, 0.031, -0.003, 0.038, 0.0, 0.0)),
        Series("Now", shares(*[None] * 5, 0.664, None, None), Role.RESULT),
        Series("Gap", points(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -0.036, 0.0), Role.GAP),
        Series("Target", shares(*[None] * 7, 0.7), Role.TARGET),
    ),
    Points(Decimal(0), 1, signed=True),
)
_GAP = NoData()
STEPS = replace(
    STEPS,
    series=tuple(
        replace(
            series,
            values=tuple(value if at in rows else _GAP for at, value in enumerate(series.values)),
        )
        for series, rows in zip(STEPS.series, ({0}, {1, 2, 3, 4, 5}, {5}, {6}, {7}), strict=True)
    ),
)
FUNNEL = Chart(
    "funnel",
    ChartKind.FUNNEL,
    ("Licensed", "Signed in once", "Active this month", "Habitual users"),
    (
        Series("People", counts(4120, 3374, 2736, 190)),
        Series("of the stage before", shares(None, 0.819, 0.811, 0.069), Role.CONTEXT),
    ),
    Count(Decimal(0)),
)
EVERY = {
    "trend": TREND,
    "columns": COLUMNS,
    "pair": PAIR,
    "bars": BARS,
    "changes": CHANGES,
    "combo": COMBO,
    "forecast": FORECAST,
    "parts": PARTS,
    "wholes": WHOLES,
    "gaps": GAPS,
    "costs": COSTS,
    "steps": STEPS,
    "funnel": FUNNEL,
}
