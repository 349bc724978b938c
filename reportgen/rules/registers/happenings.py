"""The dated events that explain a trend, said in the project file or the events table: marked on charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.content.charts import Event
from reportgen.content.periods import Period
from reportgen.dataset import Dataset
from reportgen.errors import Problem
from reportgen.locales import Locale
from reportgen.project import Project
from reportgen.rules.registers.register import register

CONTRACT = "events"
# More lines than three hide what they explain (looks, section 4).
_MOST = 3


@dataclass(frozen=True, slots=True)
class Happening:
    """An event: its day, and the KPI and the group it matters for (empty: all)."""

    row: int
    day: date
    title: str
    kpi: str = ""
    group: str = ""
    comment: str = ""


def happenings(project: Project, dataset: Dataset) -> tuple[tuple[Happening, ...], list[Problem]]:
    """The events of the project file and of the events table in the order of their days, and those that cannot be
    placed, by cell."""
    rows, kpis = register(dataset, CONTRACT), project.kpis
    # Those of the file come before those of the table on the same day.
    found = [
        Happening(at - len(project.events), event.date, event.label, event.kpi)
        for at, event in enumerate(project.events)
    ]
    problems: list[Problem] = []
    names = ("title", "kpi", "group", "comment")
    if not len(rows):
        return tuple(sorted(found, key=_order)), problems
    texts = zip(*([text.strip() for text in rows.texts(name)] for name in names), strict=True)
    for row, (day, (title, kpi, group, comment)) in enumerate(zip(rows.dates("date"), texts, strict=True)):
        if day is None or not title:
            field, hint = ("date" if day is None else "title"), "Write the day and what happened, or take the row out."
            problems.append(rows.problem(row, field, "event-incomplete", f"The event has no {field}", hint=hint))
        elif kpi and kpi not in kpis:
            message = "The event is for a KPI that the project does not have"
            problems.append(rows.problem(row, "kpi", "unknown-kpi", message, kpi, ", ".join(kpis)))
        else:
            found.append(Happening(row, day, title, kpi, group, comment))
    return tuple(sorted(found, key=_order)), problems


def _order(event: Happening) -> tuple[date, int]:
    return event.day, event.row


def marked(events: Sequence[Happening], kpi: str, periods: Sequence[Period], locale: Locale) -> tuple[Event, ...]:
    """The events of a KPI within these periods, one a period, at most three: its own before those of all, then the
    latest."""
    placed = [(period, event) for event in events for period in periods if event.day in period]
    wanted = [(period, event) for period, event in placed if event.kpi in ("", kpi)]
    wanted.sort(key=lambda pair: (pair[1].kpi == "", -pair[1].day.toordinal(), pair[1].row))
    chosen: dict[str, tuple[Period, Happening]] = {}
    for period, event in wanted:
        if len(chosen) < _MOST:
            chosen.setdefault(period.id, (period, event))
    shown = sorted(chosen.values(), key=lambda pair: pair[1].day)
    return tuple(Event(period.id, locale.period_label(period), event.title) for period, event in shown)
