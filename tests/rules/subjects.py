"""KPIs made by hand: figures over time and by region, as the calculation gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from reportgen.content.kpis import Figure, Kpi
from reportgen.content.periods import Period
from reportgen.content.values import Count, NoData, Percent, Quantity, Status, Value, difference, exact
from reportgen.locales import locale_for
from reportgen.rules.figures.detail import EntityFigures
from reportgen.rules.setting import Goal, Setting, Subject

OCTOBER = Period.parse("2023-10")
SETTING = Setting(
    locale_for("en"),
    OCTOBER,
    date(2023, 10, 31),
    lead="reach",
    groups={"region": "Region"},
    noun="office",
    nouns="offices",
    entity_field="code",
    entity_count=3,
)


def percent(number: float | str | None, id: str = "") -> Value:
    """A share given in percent; None is no data."""
    return NoData("not reported", id) if number is None else Percent(Decimal(str(number)) / 100, 1, id=id)


def figure(
    value: float | str | None,
    target: float | str | None = None,
    previous: float | str | None = None,
    period: Period = OCTOBER,
    region: str = "",
    tolerance: float = 5,
) -> Figure:
    """A share with what is compared with it; at risk within the tolerance below the target."""
    place = f"region={region}" if region else period.id
    id = "kpi.reach" if place == OCTOBER.id else f"kpi.reach@{place}"
    now, goal, before = percent(value, id), percent(target, f"{id}.target"), percent(previous, f"{id}@before")
    gap = difference(now, goal).named(f"{id}.gap")
    status = Status.NO_DATA if value is None else Status.NO_TARGET
    if value is not None and target is not None:
        short = Decimal(str(target)) - Decimal(str(value))
        status = Status.ON_TRACK if short <= 0 else Status.AT_RISK if short <= tolerance else Status.OFF_TRACK
    change = difference(now, before).named(f"{id}.change")
    shown = Figure(id, period, now, region, region, target=goal, gap=gap, status=status, previous=before, change=change)
    return replace(shown, rule="by the target") if target is not None else shown


def subject(
    values: Sequence[float | None],
    target: float | None = None,
    regions: Mapping[str, Figure] | None = None,
    goal: tuple[float, str] | None = None,
    better: str = "higher",
    label: str = "Reach",
    id: str = "reach",
) -> Subject:
    """A share whose values end in October 2023."""
    periods = [OCTOBER.shift(step) for step in range(1 - len(values), 1)]
    previous = [None, *values[:-1]]
    history = tuple(
        figure(value, target, before, period) for value, before, period in zip(values, previous, periods, strict=True)
    )
    groups = {"region": tuple((regions or {}).values())} if regions else {}
    kpi = Kpi(id, label, history[-1], better=better, groups=groups, history=history)
    aim = Goal(Percent(Decimal(str(goal[0])) / 100, 1, id="kpi.reach.goal"), Period.parse(goal[1])) if goal else None
    return Subject(kpi, Percent(Decimal(0), 1), aim)


def counted(values: Mapping[str, int], total: int | None = None) -> Subject:
    """A count by region; the total is the sum of the regions unless it is said."""
    figures = tuple(
        Figure(f"kpi.uses@region={name}", OCTOBER, Count(exact(number), id=f"kpi.uses@region={name}"), name, name)
        for name, number in values.items()
    )
    whole = Count(exact(sum(values.values()) if total is None else total), id="kpi.uses")
    kpi = Kpi("uses", "Service uses", Figure("kpi.uses", OCTOBER, whole), groups={"region": figures})
    return Subject(kpi, Count(Decimal(0)))


def with_entities(made: Subject, numerators: Sequence[float], denominators: Sequence[float]) -> Subject:
    """The KPI with offices A, B, C ... in which so much was counted of so much."""
    top, bottom = np.array(numerators, dtype=float), np.array(denominators, dtype=float)
    names = [chr(ord("A") + index) for index in range(len(top))]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = top / bottom
    keys = np.array([f"{index:03}" for index in range(len(top))], dtype=object)
    return replace(made, entities=EntityFigures(keys, np.array(names, dtype=object), top, bottom, values))


def amount_of(value: object) -> Decimal:
    """The unrounded number of a value that is there."""
    assert isinstance(value, Quantity)
    return value.amount
