"""A targets table -> the target of each KPI in total, by group and by entity, period by period, before what the
project file says.

A row without a group is for the total, and for every group without a target of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.content.periods import Period
from reportgen.content.values import exact
from reportgen.dataset import Dataset, DataTable
from reportgen.errors import Problem, Severity
from reportgen.project import Project
from reportgen.project.goals import Target
from reportgen.rules.entities import EntityMaster, entity_master
from reportgen.rules.registers.register import Register, register
from reportgen.rules.targets.status import Band, Level, TargetPath, path_of

if TYPE_CHECKING:
    from reportgen.rules.planning.plan import Plan

CONTRACT = "targets"
_Rows = Mapping[Period, Level]
_Scope = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of one KPI: `total` and `groups` are rows of the sheet (a group by grouping and label, an entity by
    the field and its key), `path` and `paths` what the project file says where the sheet says nothing."""

    path: TargetPath | None = None
    total: _Rows = field(default_factory=dict)
    groups: Mapping[_Scope, _Rows] = field(default_factory=dict)
    paths: Mapping[_Scope, TargetPath] = field(default_factory=dict)

    def at(self, period: Period) -> Level | None:
        """The target of the total."""
        return self.total[period] if period in self.total else self.path.at(period) if self.path else None

    def of(self, grouping: str, label: str, period: Period, shared: Level | None) -> Level | None:
        """The target of a group or an entity: its own row, else its own path, else the one it shares with others."""
        own = self.groups.get((grouping, label), {})
        if period in own:
            return own[period]
        path = self.paths.get((grouping, label))
        return shared if path is None else path.at(period)

    @property
    def moves(self) -> bool:
        """True when the target is not the same at all times."""
        return (self.path is not None and self.path.moves) or len({*self.total.values()}) > 1

    @property
    def due(self) -> Period | None:
        """The period of the final target; None for a constant that has none."""
        declared = self.path.due if self.path else None
        if not self.moves:
            return declared
        return max([*self.total] + ([declared] if declared else []), default=None)


def sheet_targets(
    project: Project, dataset: Dataset, paths: Mapping[str, TargetPath | None], master: EntityMaster | None
) -> tuple[dict[str, Targets], list[Problem]]:
    """The targets of every KPI, and what cannot be used: rows of the sheet by cell, groups that there are not."""
    rows = register(dataset, CONTRACT)
    names = _Names(project, master)
    total: dict[str, dict[Period, Level]] = {}
    groups: dict[str, dict[_Scope, dict[Period, Level]]] = {}
    problems: list[Problem] = []
    for row in _rows(rows):
        found = [*_problems(row, rows, project, names)]
        problems += found
        level = row.level
        if found or level is None:
            continue
        period = row.period_in(project)
        if not row.group:
            total.setdefault(row.kpi, {})[period] = level
        for scope in names.scopes(row.grouping, row.group):
            groups.setdefault(row.kpi, {}).setdefault(scope, {})[period] = level
    declared, unknown = _declared(project, names)
    made = {
        kpi: Targets(path, total.get(kpi, {}), groups.get(kpi, {}), declared.get(kpi, {}))
        for kpi, path in paths.items()
    }
    return made, [*unknown, *problems]


class _Names:
    """The groups and entities that a target can be for."""

    def __init__(self, project: Project, master: EntityMaster | None) -> None:
        self.key = project.entities.key if project.entities else ""
        self._master = master
        groups = master.groups if master else {}
        self._groups = {name: {label.casefold(): label for label in held.labels} for name, held in groups.items()}

    @cached_property
    def _entities(self) -> dict[str, str]:
        """The keys of the entities by key and by name; a key comes before a name."""
        if self._master is None:
            return {}
        keys = [str(key) for key in self._master.keys.tolist()]
        named = {str(name).casefold(): key for name, key in zip(self._master.names.tolist(), keys, strict=True)}
        return named | {key.casefold(): key for key in keys}

    def _labels(self, grouping: str) -> dict[str, str]:
        return self._entities if grouping == self.key else self._groups.get(grouping, {})

    def scopes(self, grouping: str, group: str) -> list[_Scope]:
        """The grouping and label of a name, in every grouping that has it; an entity only where no group has it."""
        if not group:
            return []
        found = self._found([grouping] if grouping else [*self._groups], group)
        return found if found or grouping else self._found([self.key], group)

    def _found(self, groupings: Sequence[str], group: str) -> list[_Scope]:
        wanted = group.casefold()
        return [(name, self._labels(name)[wanted]) for name in groupings if wanted in self._labels(name)]

    def known(self, grouping: str = "") -> list[str]:
        """The names of all groups, or of one grouping."""
        asked = [grouping] if grouping else [*self._groups]
        return [label for name in asked for label in self._labels(name).values()]


def _declared(project: Project, names: _Names) -> tuple[dict[str, dict[_Scope, TargetPath]], list[Problem]]:
    """The targets of groups that the project file says, and those of groups that there are not."""
    made: dict[str, dict[_Scope, TargetPath]] = {}
    problems: list[Problem] = []
    for kpi, spec in project.kpis.items():
        for grouping, targets in spec.targets.items():
            for group, target in targets.items():
                scopes = names.scopes(grouping, group)
                made.setdefault(kpi, {}).update({scope: path_of(target, project) for scope in scopes})
                if not scopes and names.known(grouping):
                    problems.append(_no_group(project, ("kpis", kpi, "targets", grouping, group), names, grouping))
    return made, problems


def _no_group(project: Project, path: tuple[str, ...], names: _Names, grouping: str) -> Problem:
    known, found = names.known(grouping), path[-1]
    return Problem(
        Severity.ERROR,
        "unknown-group",
        "The target is for a group that there is not",
        project.where(*path),
        found,
        _few(known),
        _meant(found, known),
    )


def _few(known: Sequence[str], most: int = 20) -> str:
    return ", ".join(known[:most]) + (" and others" if len(known) > most else "")


def _meant(found: str, known: Sequence[str]) -> str:
    from rapidfuzz import process

    close = process.extractOne(found, known, score_cutoff=60) if known else None
    return f"Did you mean {close[0]}?" if close else ""


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    kpi: str
    grouping: str
    group: str
    day: date | None
    value: Fraction | None
    upper: Fraction | None

    @property
    def level(self) -> Level | None:
        """The target, or the range where the row has an upper end."""
        return self.value if self.value is None or self.upper is None else Band(self.value, self.upper)

    def period_in(self, project: Project) -> Period:
        assert self.day is not None
        return Period.containing(self.day, project.period, project.year_start)


def _rows(rows: Register) -> Iterator[_Row]:
    texts = {name: [text.strip() for text in rows.texts(name)] for name in ("kpi", "grouping", "group")}
    days, values, uppers = rows.dates("period"), rows.numbers("value").tolist(), rows.numbers("upper").tolist()
    for row, kpi in enumerate(texts["kpi"]):
        grouping, group = texts["grouping"][row], texts["group"][row]
        yield _Row(row, kpi, grouping, group, days[row], _number(values[row]), _number(uppers[row]))


def _number(number: float) -> Fraction | None:
    return Fraction(exact(number)) if number == number else None


def _problems(row: _Row, rows: Register, project: Project, names: _Names) -> Iterator[Problem]:
    if row.kpi not in project.kpis:
        message = "The target is for a KPI that the project does not have"
        yield _unknown(rows, row.row, "kpi", "unknown-kpi", message, row.kpi or "nothing", [*project.kpis])
    elif row.day is None:
        hint = "Write any day of the period, or the period as 2026-10."
        yield rows.problem(row.row, "period", "no-period", "The target has no period, so it is not used", hint=hint)
    elif row.value is None:
        hint = "Write a number, or take the row out."
        yield rows.problem(row.row, "value", "no-target", "The row of a target has no value", hint=hint)
    elif project.kpis[row.kpi].unit.is_share and any(abs(end) > 1 for end in (row.value, row.upper) if end):
        message = "The target is above 100 %, so it is not used"
        hint = "Write a share as 0.7 or as 70 %."
        yield rows.problem(row.row, "value", "share-above-one", message, f"{float(row.value):g}", hint=hint)
    elif row.upper is not None and row.upper <= row.value:
        hint = "Write the lower end as the value, the higher one beside it."
        message = "The upper end of the range is not above its lower end"
        yield rows.problem(row.row, "upper", "range-backwards", message, f"{float(row.upper):g}", hint=hint)
    elif row.group and len(names.scopes(row.grouping, row.group)) != 1:
        known = names.known()
        several = " and ".join(grouping for grouping, _ in names.scopes(row.grouping, row.group))
        if several:
            message, hint = "Several groupings have a group of this name", "Name the grouping of the group."
            yield rows.problem(row.row, "group", "several-groups", message, row.group, several, hint)
        else:
            message = "The target is for a group that there is not"
            yield _unknown(rows, row.row, "group", "unknown-group", message, row.group, known)


def _unknown(
    rows: Register, row: int, field: str, code: str, message: str, found: str, known: Sequence[str]
) -> Problem:
    expected = _few(known) or "no group"
    return rows.problem(row, field, code, message, found, expected, _meant(found, known))


def plan_of_scope(plan: Plan, dataset: Dataset, label: str) -> Plan:
    """The plan for the report of one group or entity: its targets stand for the total, those of others are gone."""
    project = plan.project
    master = entity_master(project, dataset)
    if master is None or not any(spec.targets for spec in project.kpis.values()):
        return plan
    names = _Names(project, master)
    kpis, specs = dict(plan.kpis), dict(project.kpis)
    for id, spec in project.kpis.items():
        kept: dict[str, dict[str, Target]] = {}
        for grouping, targets in spec.targets.items():
            for group, target in targets.items():
                scopes = names.scopes(grouping, group)
                if (grouping, label) in scopes or (scopes and len(master) == 1):
                    own = path_of(target, project)
                    kpis |= {id: replace(kpis[id], target=own)} if id in kpis else {}
                elif scopes:
                    kept.setdefault(grouping, {})[group] = target
        specs[id] = spec.model_copy(update={"targets": kept})
    return replace(plan, project=project.model_copy(update={"kpis": specs}), kpis=kpis)


def narrowed(table: DataTable, group: str) -> DataTable:
    """The sheet for the report of one group: its rows stand for the total, which keeps those it does not replace."""
    frame = table.frame
    named = frame["group"].astype("string").str.strip().fillna("")
    own = named.str.casefold() == group.strip().casefold()
    keys = frame["kpi"].astype("string").fillna("") + "@" + frame["period"].astype("string").fillna("")
    kept = own | ((named == "") & ~keys.isin(keys[own]))
    chosen = frame[kept.to_numpy()].reset_index(drop=True)
    return replace(table, frame=chosen.assign(group=None, grouping=None))
