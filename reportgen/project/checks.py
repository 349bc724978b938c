"""What no part of a project file can tell by itself: names that refer to other parts, units that must agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from reportgen.contracts import ColumnType, TableSpec, TimeKind
from reportgen.errors import Problem, Severity
from reportgen.project.aside import Path
from reportgen.project.complaints import suggestion
from reportgen.project.model import Project
from reportgen.project.target_checks import TargetChecks

Fault: TypeAlias = tuple[Path, Problem]
_SNAPSHOTS = (TimeKind.STOCK, TimeKind.CUMULATIVE)
_DATED = (TimeKind.FLOW, *_SNAPSHOTS)


def check_project(project: Project, tree: dict[str, Any]) -> list[Fault]:
    """The problems between parts, each with the path of the part that is to blame. `tree` is what the file says, as
    far as it can be used; what follows from something that `project.aside` holds is not reported."""
    checks = _Checks(project, tree)
    return [
        *checks.entities(),
        *checks.groups(),
        *checks.tables(),
        *TargetChecks(project, tree).faults(),
        *checks.plausibility(),
        *checks.events(),
    ]


class _Checks:
    def __init__(self, project: Project, tree: dict[str, Any]) -> None:
        self.project = project
        self.tree = tree
        self.aside = project.aside

    def entities(self) -> Iterator[Fault]:
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

    def groups(self) -> Iterator[Fault]:
        """Labels are for groupings that there are."""
        groups = self.project.entities.groups if self.project.entities else ()
        for name in self.project.groups:
            if name in groups or self.aside.touches("entities"):
                continue
            if self.project.entities:
                yield self._problem(
                    "unknown-name",
                    f'"{name}" is no grouping',
                    ("groups", name),
                    expected="one of entities.groups",
                    hint=suggestion(name, list(groups)),
                )
            else:
                yield self._problem(
                    "unknown-name", f'"{name}" is no grouping', ("groups", name), expected="entities: with groups:"
                )

    def tables(self) -> Iterator[Fault]:
        """Each table has the date and the entity that its time needs."""
        for name, spec in self.project.tables.items():
            if spec.entity:
                yield from self._known_field(name, spec, spec.entity, "tables", name, "entity")
            if not self.aside.has("tables", name, "contract"):
                yield from self._columns(name, spec)
            if self.aside.uncounted(name):
                continue
            if spec.time in _DATED and spec.date is None:
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

    def _columns(self, name: str, spec: TableSpec) -> Iterator[Fault]:
        for field, column in spec.columns.items():
            said = self._said("tables", name, "columns", field)
            path: Path = ("tables", name, "columns", field)
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

    def events(self) -> Iterator[Fault]:
        """Events are for KPIs that there are."""
        for index, event in enumerate(self.project.events):
            if event.kpi and event.kpi not in self.project.kpis and event.kpi not in self._said("kpis"):
                yield self._unknown("KPI", event.kpi, self.project.kpis, ("events", index, "kpi"))

    def plausibility(self) -> Iterator[Fault]:
        """Tables and columns that are to be compared exist."""
        for index, table in enumerate(self.project.plausibility.skip):
            yield from self._known_table(table, "plausibility", "skip", index)
        for index, spec in enumerate(self.project.plausibility.totals):
            for key, said in (("total", spec.total), ("parts", spec.parts)):
                table, _, column = said.partition(".")
                path: Path = ("plausibility", "totals", index, key)
                if not column:
                    yield self._problem("project-value", "This is no column", path, f'"{said}"', "table.column")
                elif table in self.project.tables:
                    spec_of = self.project.tables[table]
                    yield from self._known_field(table, spec_of, column, *path)
                    if column in spec_of.columns and not spec_of.columns[column].type.is_number:
                        found = f"type: {spec_of.columns[column].type}"
                        yield self._problem(
                            "project-value", "Only numbers add up", path, found, "type: count or number"
                        )
                else:
                    yield from self._known_table(table, *path)

    def _known_table(self, table: str, *path: str | int) -> Iterator[Fault]:
        if table not in self.project.tables and not self.aside.has("tables", table):
            yield self._unknown("table", table, [*self.project.tables, *self.aside.names("tables")], path)

    def _known_field(self, table: str, spec: TableSpec, name: str, *path: str | int) -> Iterator[Fault]:
        if name not in spec.columns and not self.aside.has("tables", table, "columns", name):
            known = [*spec.columns, *self.aside.names("tables", table, "columns")]
            yield self._unknown(f'column of "{table}"', name, known, path)

    def _unknown(self, what: str, name: str, names: Iterable[str], path: Path) -> Fault:
        known = list(names)
        hint = suggestion(name, known) or f"There are: {', '.join(known)}."
        return self._problem("unknown-name", f'There is no {what} of the name "{name}"', path, hint=hint)

    def _said(self, *path: str) -> dict[str, Any]:
        """What the file says at a path."""
        part: Any = self.tree
        for step in path:
            part = part.get(step, {}) if isinstance(part, dict) else {}
        return part if isinstance(part, dict) else {}

    def _problem(
        self, code: str, message: str, path: Path, found: str = "", expected: str = "", hint: str = ""
    ) -> Fault:
        location = self.project.where(*path)
        return path, Problem(Severity.ERROR, code, message, location, found=found, expected=expected, hint=hint)
