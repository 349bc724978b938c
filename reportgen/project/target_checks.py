"""What targets and tolerances cannot tell by themselves: the KPI's unit, periods of the project's kind, groups."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from reportgen.content.periods import Period
from reportgen.errors import Problem, Severity
from reportgen.project.amounts import Amount
from reportgen.project.aside import Path
from reportgen.project.complaints import suggestion
from reportgen.project.goals import Between, ByDate, CurveSpec, Sides, StepsSpec, Target
from reportgen.project.model import KpiSpec, Project, Unit

_NAME = "unknown-name"
_BACKWARDS = "The path ends before it begins"
_ALLOWED = {Unit.PERCENT: ("percent",), Unit.POINTS: ("points",), Unit.DAYS: ("days", "number")}
_EXAMPLES = {Unit.PERCENT: "80 %", Unit.POINTS: "5 points", Unit.DAYS: "3 days"}


class TargetChecks:
    """The checks of a project's targets; `tree` is what the file says."""

    def __init__(self, project: Project, tree: dict[str, Any]) -> None:
        self.project = project
        self.tree = tree
        self.aside = project.aside

    def faults(self) -> Iterator[tuple[Path, Problem]]:
        """Targets, tolerances and grace periods are in the KPI's unit, and periods of the project's kind."""
        for name, kpi in self.project.kpis.items():
            if kpi.target is not None:
                yield from self._target(kpi, kpi.target, ("kpis", name, "target"))
            yield from self._groups(name, kpi)
            yield from self._tolerances(name, kpi)
            if kpi.grace is not None and kpi.grace.until:
                yield from self._period(kpi.grace.until, ("kpis", name, "grace"))[1]
        overall = self.project.overall
        if overall is not None and overall.period:
            yield from self._period(overall.period, ("overall", "period"))[1]

    def _groups(self, name: str, kpi: KpiSpec) -> Iterator[tuple[Path, Problem]]:
        """Targets of groups are by a grouping that there is, or by the key of the entities."""
        entities = self.project.entities
        known = [*entities.groups, entities.key] if entities else []
        for grouping, targets in kpi.targets.items():
            path: Path = ("kpis", name, "targets", grouping)
            if grouping not in known and not self.aside.touches("entities"):
                hint = suggestion(grouping, known) or (f"There are: {', '.join(known)}." if known else "")
                yield self._problem(f'"{grouping}" is no grouping', path, expected="a grouping", hint=hint, code=_NAME)
            for group, target in targets.items():
                yield from self._target(kpi, target, (*path, group))

    def _target(self, kpi: KpiSpec, target: Target, path: Path) -> Iterator[tuple[Path, Problem]]:
        match target:
            case Amount():
                yield from self._unit(kpi, target, path)
            case ByDate():
                yield from self._unit(kpi, target.amount, path)
                yield from self._period(target.due, path)[1]
            case Between():
                yield from self._unit(kpi, target.low, path)
            case CurveSpec():
                yield from self._unit(kpi, target.start, (*path, "start"))
                yield from self._unit(kpi, target.end, (*path, "end"))
                yield from self._order([("from", target.start_period), ("due", target.due)], path)
            case StepsSpec():
                for period, amount in target.steps.items():
                    yield from self._unit(kpi, amount, (*path, "steps", period))
                yield from self._order([(period, period) for period in target.steps], (*path, "steps"))

    def _order(self, said: list[tuple[str, str]], path: Path) -> Iterator[tuple[Path, Problem]]:
        """Periods are such, and one is after the other."""
        found = [(key, text, *self._period(text, (*path, key))) for key, text in said]
        for *_, faults in found:
            yield from faults
        for (_, earlier, first, _), (key, later, second, _) in pairwise(found):
            if first and second and not first < second:
                message = "The steps are not in the order of time" if path[-1] == "steps" else _BACKWARDS
                yield self._problem(message, (*path, key), later, f"a period after {earlier}")

    def _period(self, text: str, path: Path) -> tuple[Period | None, list[tuple[Path, Problem]]]:
        """The period that a text names, or what is wrong with it."""
        if self.aside.has("period") or self.aside.has("year_start"):
            return None, []
        try:
            return self.project.period_named(text), []
        except ValueError as error:
            expected = str(error).removeprefix("expected ")
            return None, [self._problem("This is no period of the project", path, f'"{text}"', expected)]

    def _unit(self, kpi: KpiSpec, amount: Amount, path: Path) -> Iterator[tuple[Path, Problem]]:
        if amount.unit in _ALLOWED.get(kpi.unit, ("number",)) or self.aside.has("kpis", path[1], "unit"):
            return
        example = _EXAMPLES.get(kpi.unit, "1200")
        expected = f"an amount such as {example}"
        yield self._problem(f"The unit of the KPI is {kpi.unit}", path, self._text(path), expected)

    def _tolerances(self, name: str, kpi: KpiSpec) -> Iterator[tuple[Path, Problem]]:
        path: Path = ("kpis", name, "tolerance")
        if isinstance(kpi.tolerance, Sides):
            yield from self._tolerance(name, kpi, kpi.tolerance.below, (*path, "below"))
            yield from self._tolerance(name, kpi, kpi.tolerance.above, (*path, "above"))
        elif kpi.tolerance is not None:
            yield from self._tolerance(name, kpi, kpi.tolerance, path)

    def _tolerance(self, name: str, kpi: KpiSpec, amount: Amount, path: Path) -> Iterator[tuple[Path, Problem]]:
        shares, days = kpi.unit.is_share, kpi.unit is Unit.DAYS
        units = ("points", "part") if shares else ("percent", "part", "number", "days" if days else "number")
        if (amount.unit in units and amount.value >= 0) or self.aside.has("kpis", name, "unit"):
            return
        expected = "points, such as 5 points, or 5 % of the target" if shares else "10 % (of the target) or an amount"
        yield self._problem(f"The tolerance does not fit the unit {kpi.unit}", path, self._text(path), expected)

    def _text(self, path: Path) -> str:
        part: Any = self.tree
        for step in path:
            part = part[step]
        return f'"{part}"'

    def _problem(
        self, message: str, path: Path, found: str = "", expected: str = "", hint: str = "", code: str = "project-value"
    ) -> tuple[Path, Problem]:
        location = self.project.where(*path)
        return path, Problem(Severity.ERROR, code, message, location, found=found, expected=expected, hint=hint)
