"""What no part of a project file can tell by itself: names that refer to other parts, units that must agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from reportgen.contracts import ColumnType, TableSpec, TimeKind
from reportgen.errors import Problem, Severity
from reportgen.project.amounts import Amount, LinearPath
from reportgen.project.complaints import suggestion
from reportgen.project.model import KpiSpec, Project, Unit

_SNAPSHOTS = (TimeKind.STOCK, TimeKind.CUMULATIVE)
_DATED = (TimeKind.FLOW, *_SNAPSHOTS)


def check_project(project: Project, tree: dict[str, Any]) -> list[Problem]:
    """The problems between parts. `tree` is the whole file: a name whose declaration is itself faulty, and therefore
    missing from `project`, is not reported a second time."""
    checks = _Checks(project, tree)
    return [*checks.entities(), *checks.groups(), *checks.tables(), *checks.kpis()]


class _Checks:
    def __init__(self, project: Project, tree: dict[str, Any]) -> None:
        self.project = project
        self.tree = tree

    def entities(self) -> Iterator[Problem]:
        """The entity table and its fields exist."""
        entities = self.project.entities
        if entities is None:
            return
        yield from self._known_table(entities.table, "entities", "table")
        spec = self.project.tables.get(entities.table)
        if spec is None:
            return
        yield from self._known_field(entities.table, spec, entities.key, "entities", "key")
        if entities.name:
            yield from self._known_field(entities.table, spec, entities.name, "entities", "name")
        for index, group in enumerate(entities.groups):
            yield from self._known_field(entities.table, spec, group, "entities", "groups", index)

    def groups(self) -> Iterator[Problem]:
        """Labels are for groupings that there are."""
        groups = self.project.entities.groups if self.project.entities else ()
        for name in self.project.groups:
            if name not in groups and "entities" in self.tree:
                yield self._problem(
                    "unknown-name",
                    f'"{name}" is no grouping',
                    ("groups", name),
                    expected="one of entities.groups",
                    hint=suggestion(name, list(groups)),
                )
            elif "entities" not in self.tree:
                yield self._problem(
                    "unknown-name", f'"{name}" is no grouping', ("groups", name), expected="entities: with groups:"
                )

    def tables(self) -> Iterator[Problem]:
        """Each table has the date and the entity that its time needs."""
        for name, spec in self.project.tables.items():
            if spec.entity:
                yield from self._known_field(name, spec, spec.entity, "tables", name, "entity")
            said = self._said("tables", name)
            if spec.time in _DATED and spec.date is None and "date" not in said:
                yield self._problem(
                    "missing-key",
                    f'The key "date" is missing in "{name}"',
                    ("tables", name, "time"),
                    expected=f"date: HEADER, because time is {spec.time}",
                )
            if spec.date and spec.date.tolerance and spec.time not in _SNAPSHOTS:
                yield self._problem(
                    "project-value",
                    "A tolerance is for snapshots only",
                    ("tables", name, "date", "tolerance"),
                    found=f"time: {spec.time}",
                    expected="time: stock or cumulative",
                )
            if spec.carry and spec.time is not TimeKind.STOCK:
                yield self._problem(
                    "project-value",
                    "Only rows of a stock table can be carried on",
                    ("tables", name, "carry"),
                    found=f"time: {spec.time}",
                    expected="time: stock",
                )
            yield from self._columns(name, spec)

    def _columns(self, name: str, spec: TableSpec) -> Iterator[Problem]:
        for field, column in spec.columns.items():
            said = self._said("tables", name, "columns", field)
            path = ("tables", name, "columns", field)
            if column.format and column.type is not ColumnType.DATE:
                yield self._problem(
                    "project-value",
                    "A format is for dates only",
                    (*path, "format"),
                    found=f"type: {column.type}",
                    expected="type: date",
                )
            if isinstance(said, dict) and "scale" in said and column.type is not ColumnType.PERCENT:
                yield self._problem(
                    "project-value",
                    "A scale is for shares only",
                    (*path, "scale"),
                    found=f"type: {column.type}",
                    expected="type: percent",
                )

    def kpis(self) -> Iterator[Problem]:
        """Targets and tolerances are in the KPI's unit, and periods of the project's kind."""
        for name, kpi in self.project.kpis.items():
            if isinstance(kpi.target, Amount):
                yield from self._unit(kpi, kpi.target, "kpis", name, "target")
            elif isinstance(kpi.target, LinearPath):
                yield from self._path(name, kpi, kpi.target)
            if kpi.tolerance is not None:
                yield from self._tolerance(name, kpi, kpi.tolerance)

    def _path(self, name: str, kpi: KpiSpec, path: LinearPath) -> Iterator[Problem]:
        yield from self._unit(kpi, path.start, "kpis", name, "target", "start")
        yield from self._unit(kpi, path.end, "kpis", name, "target", "end")
        periods = []
        for key, text in (("from", path.start_period), ("due", path.due)):
            try:
                periods.append(self.project.period_named(text))
            except ValueError as error:
                expected = str(error).removeprefix("expected ")
                yield self._problem(
                    "project-value",
                    "This is no period of the project",
                    ("kpis", name, "target", key),
                    found=f'"{text}"',
                    expected=expected,
                )
        if len(periods) == 2 and not periods[0] < periods[1]:
            yield self._problem(
                "project-value",
                "The path ends before it begins",
                ("kpis", name, "target", "due"),
                found=path.due,
                expected=f"a period after {path.start_period}",
            )

    def _unit(self, kpi: KpiSpec, amount: Amount, *path: str) -> Iterator[Problem]:
        allowed = {Unit.PERCENT: ("percent",), Unit.POINTS: ("points",), Unit.DAYS: ("days", "number")}
        if amount.unit in allowed.get(kpi.unit, ("number",)) or self._faulty_unit(path[1]):
            return
        example = {Unit.PERCENT: "80 %", Unit.POINTS: "5 points", Unit.DAYS: "3 days"}.get(kpi.unit, "1200")
        yield self._problem(
            "project-value",
            f"The unit of the KPI is {kpi.unit}",
            path,
            found=self._text(path),
            expected=f"an amount such as {example}",
        )

    def _tolerance(self, name: str, kpi: KpiSpec, amount: Amount) -> Iterator[Problem]:
        shares, days = kpi.unit.is_share, kpi.unit is Unit.DAYS
        fits = amount.unit == "points" if shares else amount.unit in ("percent", "number", "days" if days else "number")
        if not (fits and amount.value >= 0) and not self._faulty_unit(name):
            yield self._problem(
                "project-value",
                f"The tolerance does not fit the unit {kpi.unit}",
                ("kpis", name, "tolerance"),
                found=self._text(("kpis", name, "tolerance")),
                expected="points, such as 5 points" if shares else "10 % (of the target) or an amount",
            )

    def _faulty_unit(self, kpi: str) -> bool:
        """True when the unit that the file says was not understood: what follows from the default would mislead."""
        said = self._said("kpis", kpi).get("unit", self.project.kpis[kpi].unit)
        return bool(said != self.project.kpis[kpi].unit)

    def _known_table(self, table: str, *path: str | int) -> Iterator[Problem]:
        if table not in self.project.tables and table not in self._said("tables"):
            yield self._unknown("table", table, self.project.tables, path)

    def _known_field(self, table: str, spec: TableSpec, name: str, *path: str | int) -> Iterator[Problem]:
        if name not in spec.columns and name not in self._said("tables", table, "columns"):
            yield self._unknown(f'column of "{table}"', name, spec.columns, path)

    def _unknown(self, what: str, name: str, names: Iterable[str], path: tuple[str | int, ...]) -> Problem:
        known = list(names)
        hint = suggestion(name, known) or f"There are: {', '.join(known)}."
        return self._problem("unknown-name", f'There is no {what} of the name "{name}"', path, hint=hint)

    def _said(self, *path: str) -> dict[str, Any]:
        """What the file says at a path, before anything faulty was left out."""
        part: Any = self.tree
        for step in path:
            part = part.get(step, {}) if isinstance(part, dict) else {}
        return part if isinstance(part, dict) else {}

    def _text(self, path: tuple[str | int, ...]) -> str:
        part: Any = self.tree
        for step in path:
            part = part[step]
        return f'"{part}"'

    def _problem(
        self, code: str, message: str, path: tuple[str | int, ...], found: str = "", expected: str = "", hint: str = ""
    ) -> Problem:
        location = self.project.where(*path)
        return Problem(Severity.ERROR, code, message, location, found=found, expected=expected, hint=hint)
