"""A period that somebody named and for which there are no figures: told, because a slip of the pen looks the same."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.content.values import NoData
from reportgen.dataset import Dataset
from reportgen.errors import Problem, Severity
from reportgen.locations import Location
from reportgen.rules.figures.kpis import Results, default_period
from reportgen.rules.planning.plan import Plan


def without_figures(plan: Plan, dataset: Dataset, results: Results, place: Location) -> Iterator[Problem]:
    """A warning where the first KPI has no figure for the period though it has one for another."""
    first = next(iter(results.kpis), None)
    if first is None or not isinstance(first.total.value, NoData):
        return
    latest = default_period(plan, dataset)
    if latest is None or latest == results.period:
        return
    yield Problem(
        Severity.WARNING,
        "period-without-data",
        f"The first KPI, {first.id}, has no data for {results.period.id}",
        place,
        expected=f"a period with data; the latest is {latest.id}",
        hint="Name another period with --period, or put the files of this one where the project looks for them.",
    )
