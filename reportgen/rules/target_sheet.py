"""A targets table -> the target of each KPI in total and by group, period by period, before the project file's path.

A row without a group is for the total, and for every group without a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from reportgen.content.periods import Period
from reportgen.content.values import exact
from reportgen.dataset import Dataset, DataTable
from reportgen.errors import Problem
from reportgen.project import Project
from reportgen.rules.entities import EntityMaster
from reportgen.rules.registers import Register, register
from reportgen.rules.targets import TargetPath

CONTRACT = "targets"
_Rows = Mapping[Period, Fraction]


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of one KPI: `total` and `groups` are rows of the sheet (a group by grouping and label), `path` is
    what the project file says where the sheet says nothing."""

    path: TargetPath | None = None
    total: _Rows = field(default_factory=dict)
    groups: Mapping[tuple[str, str], _Rows] = field(default_factory=dict)

    def at(self, period: Period) -> Fraction | None:
        """The target of the total."""
        return self.total[period] if period in self.total else self.path.at(period) if self.path else None

    def of(self, grouping: str, label: str, period: Period, shared: Fraction | None) -> Fraction | None:
        """The target of a group: its own row, else the one that it shares with others."""
        own = self.groups.get((grouping, label), {})
        return own.get(period, shared)

    @property
    def moves(self) -> bool:
        """True when the target is not the same at all times."""
        return (self.path is not None and self.path.moves) or len({*self.total.values()}) > 1

    @property
    def due(self) -> Period | None:
        """The period of the final target; None for a constant."""
        if not self.moves:
            return None
        ends = [*self.total] + ([self.path.due] if self.path and self.path.due else [])
        return max(ends)


def sheet_targets(
    project: Project, dataset: Dataset, paths: Mapping[str, TargetPath | None], master: EntityMaster | None
) -> tuple[dict[str, Targets], list[Problem]]:
    """The targets of every KPI, and the rows of the sheet that cannot be used, by cell."""
    rows = register(dataset, CONTRACT)
    total: dict[str, dict[Period, Fraction]] = {}
    groups: dict[str, dict[tuple[str, str], dict[Period, Fraction]]] = {}
    problems: list[Problem] = []
    for row in _rows(rows):
        found = [*_problems(row, rows, project, master)]
        problems += found
        if found or row.value is None:
            continue
        period = row.period_in(project)
        if not row.group:
            total.setdefault(row.kpi, {})[period] = row.value
        for grouping in _groupings(row, master):
            label = _label(row.group, grouping, master)
            groups.setdefault(row.kpi, {}).setdefault((grouping, label), {})[period] = row.value
    made = {kpi: Targets(path, total.get(kpi, {}), groups.get(kpi, {})) for kpi, path in paths.items()}
    return made, problems


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    kpi: str
    grouping: str
    group: str
    day: date | None
    value: Fraction | None

    def period_in(self, project: Project) -> Period:
        assert self.day is not None
        return Period.containing(self.day, project.period, project.year_start)


def _rows(rows: Register) -> Iterator[_Row]:
    texts = {name: [text.strip() for text in rows.texts(name)] for name in ("kpi", "grouping", "group")}
    days, values = rows.dates("period"), rows.numbers("value").tolist()
    for row, kpi in enumerate(texts["kpi"]):
        value = Fraction(exact(values[row])) if values[row] == values[row] else None
        yield _Row(row, kpi, texts["grouping"][row], texts["group"][row], days[row], value)


def _groupings(row: _Row, master: EntityMaster | None) -> list[str]:
    """The groupings that have the group of a row."""
    if not row.group or master is None:
        return []
    asked = [row.grouping] if row.grouping else list(master.groups)
    wanted = row.group.casefold()
    return [
        name
        for name in asked
        if name in master.groups and wanted in {label.casefold() for label in master.groups[name].labels}
    ]


def _label(group: str, grouping: str, master: EntityMaster | None) -> str:
    assert master is not None
    return next(label for label in master.groups[grouping].labels if label.casefold() == group.casefold())


def _problems(row: _Row, rows: Register, project: Project, master: EntityMaster | None) -> Iterator[Problem]:
    if row.kpi not in project.kpis:
        message = "The target is for a KPI that the project does not have"
        yield _unknown(rows, row.row, "kpi", "unknown-kpi", message, row.kpi or "nothing", [*project.kpis])
    elif row.day is None:
        hint = "Write any day of the period, or the period as 2026-10."
        yield rows.problem(row.row, "period", "no-period", "The target has no period, so it is not used", hint=hint)
    elif row.value is None:
        hint = "Write a number, or take the row out."
        yield rows.problem(row.row, "value", "no-target", "The row of a target has no value", hint=hint)
    elif project.kpis[row.kpi].unit.is_share and abs(row.value) > 1:
        message = "The target is above 100 %, so it is not used"
        hint = "Write a share as 0.7 or as 70 %."
        yield rows.problem(row.row, "value", "share-above-one", message, f"{float(row.value):g}", hint=hint)
    elif row.group and len(_groupings(row, master)) != 1:
        known = [label for grouping in master.groups.values() for label in grouping.labels] if master else []
        several = " and ".join(_groupings(row, master))
        if several:
            message, hint = "Several groupings have a group of this name", "Name the grouping of the group."
            yield rows.problem(row.row, "group", "several-groups", message, row.group, several, hint)
        else:
            message = "The target is for a group that there is not"
            yield _unknown(rows, row.row, "group", "unknown-group", message, row.group, known)


def _unknown(
    rows: Register, row: int, field: str, code: str, message: str, found: str, known: Sequence[str]
) -> Problem:
    from rapidfuzz import process

    close = process.extractOne(found, known, score_cutoff=60) if known else None
    hint = f"Did you mean {close[0]}?" if close else ""
    return rows.problem(row, field, code, message, found, ", ".join(known) or "no group", hint)


def narrowed(table: DataTable, group: str) -> DataTable:
    """The sheet for the report of one group: its rows stand for the total, which keeps those it does not replace."""
    frame = table.frame
    named = frame["group"].astype("string").str.strip().fillna("")
    own = named.str.casefold() == group.strip().casefold()
    keys = frame["kpi"].astype("string").fillna("") + "@" + frame["period"].astype("string").fillna("")
    kept = own | ((named == "") & ~keys.isin(keys[own]))
    chosen = frame[kept.to_numpy()].reset_index(drop=True)
    return replace(table, frame=chosen.assign(group=None, grouping=None))
