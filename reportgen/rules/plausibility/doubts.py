"""Project + Dataset -> what can be read and may yet be wrong, at its cell: jumps, entities that vanished, targets that
changed, counters that fell, parts above their whole, totals that differ from their parts.

Each table is looked at in its own latest period, so that a month that is still being collected is checked too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.content.periods import Period
from reportgen.contracts import ColumnType, TimeKind
from reportgen.dataset import DATE, FILE, Dataset, DataTable
from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation, Location
from reportgen.project import Project
from reportgen.rules.evaluation.times import named
from reportgen.rules.planning.plan import Plan
from reportgen.rules.plausibility.reconcile import differing_totals
from reportgen.rules.plausibility.wholes import parts_above_wholes

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COMPARED = (TimeKind.FLOW, TimeKind.STOCK, TimeKind.CUMULATIVE)
# An entity's change is a jump only where it is this many times the usual one: a month in which all grow is none.
_TIMES_USUAL = 3
# With fewer entities there is no usual change.
_FEW = 5
# An entity vanished when it was there in so many periods before; what comes and goes does not vanish.
_STEADY = 3
# Beyond this many alike of one table nobody reads on.
_MOST = 20
_ALIKE = 75


def implausible(project: Project, plan: Plan, dataset: Dataset) -> list[Problem]:
    """Everything that is to be looked at, each a warning at its cell; entities that did not report as a notice."""
    problems: list[Problem] = []
    for name, table in dataset.tables.items():
        if _is_compared(project, table):
            compared = Compared(project, dataset, table)
            problems += _vanished(compared)
            for column, spec in table.spec.columns.items():
                if spec.type.is_number:
                    problems += _changes(compared, column)
        problems += parts_above_wholes(plan, dataset, name)
    # A part above its whole has jumped as a rule: the cell is told once.
    above = {problem.location for problem in problems if problem.code == "numerator-above-denominator"}
    told = [problem for problem in problems if problem.code != "jump" or problem.location not in above]
    return [*told, *differing_totals(project, dataset)]


def _is_compared(project: Project, table: DataTable) -> bool:
    spec, name = table.spec, table.name
    entities = project.entities
    if name in project.plausibility.skip or project.aside.uncounted(name) or (entities and name == entities.table):
        return False
    return spec.time in _COMPARED and spec.entity is not None and DATE in table.frame and bool(len(table.frame))


@dataclass(frozen=True)
class Compared:
    """A table whose latest period is compared with the ones before."""

    project: Project
    dataset: Dataset
    table: DataTable
    _held: dict[int, dict[str, list[int]]] = field(default_factory=dict)

    @cached_property
    def steps(self) -> NDArray[np.int64]:
        """For each row how many periods it lies before the latest one; -1 without a date."""
        days = self.table.frame[DATE].to_numpy().astype("datetime64[D]")
        distinct, inverse = np.unique(days, return_inverse=True)
        periods = [None if np.isnat(day) else self._period(day) for day in distinct]
        known = [period for period in periods if period is not None]
        latest = max(known, key=lambda period: period.start) if known else None
        steps = [-1 if p is None or latest is None else latest.steps_since(p) for p in periods]
        return np.array(steps, dtype=np.int64)[inverse]

    def _period(self, day: np.datetime64) -> Period:
        return Period.containing(day.astype(object), self.project.period, self.project.year_start)

    @cached_property
    def latest(self) -> Period:
        row = int(np.flatnonzero(self.steps == 0)[0])
        return self._period(self.table.frame[DATE].to_numpy().astype("datetime64[D]")[row])

    @cached_property
    def entities(self) -> pd.Series:
        return self.table.frame[str(self.table.spec.entity)].astype(object)

    def rows(self, step: int) -> dict[str, list[int]]:
        """The rows of each entity in a period; of a snapshot those of its last day."""
        if step not in self._held:
            self._held[step] = self._rows(step)
        return self._held[step]

    def _rows(self, step: int) -> dict[str, list[int]]:
        chosen = np.flatnonzero((self.steps == step) & self.entities.notna().to_numpy())
        if self.table.spec.time is TimeKind.CUMULATIVE and len(chosen):
            days = self.table.frame[DATE].to_numpy()[chosen]
            chosen = chosen[days == days.max()]
        found: dict[str, list[int]] = {}
        for row, entity in zip(chosen.tolist(), self.entities.to_numpy()[chosen].tolist(), strict=True):
            found.setdefault(str(entity), []).append(row)
        if self.table.spec.time is TimeKind.STOCK:
            return {entity: held[-1:] for entity, held in found.items()}
        return found

    def values(self, column: str, step: int) -> dict[str, float]:
        """The number of each entity in a period, as far as there is one."""
        numbers = self.table.frame[column].to_numpy(dtype=float).tolist()
        found = {
            entity: [numbers[row] for row in rows if numbers[row] == numbers[row]]
            for entity, rows in self.rows(step).items()
        }
        return {entity: sum(held) for entity, held in found.items() if held}

    def place(self, row: int, column: str) -> CellLocation:
        file = self.table.files[int(self.table.frame[FILE].iloc[row])]
        return CellLocation(file.file, file.sheet, self.table.cell(row, column))

    def called(self, entity: str) -> str:
        """The entity as the entity table names it, behind its key."""
        name = self._names.get(entity, "")
        return f"{entity} ({name})" if name and name != entity else entity

    @cached_property
    def _names(self) -> dict[str, str]:
        """The names of the entities by key, where the entity table has names."""
        entities = self.project.entities
        master = self.dataset.tables.get(entities.table) if entities else None
        if entities is None or master is None or not entities.name:
            return {}
        columns = (master.frame[name].astype(object).tolist() for name in (entities.key, entities.name))
        # The first row of a key that stands twice names it.
        pairs = [(key, name) for key, name in zip(*columns, strict=True) if isinstance(key, str)]
        return {key: str(name) for key, name in reversed(pairs) if isinstance(name, str)}

    @cached_property
    def expected(self) -> tuple[str, ...]:
        """The entities of the entity table."""
        entities = self.project.entities
        master = self.dataset.tables.get(entities.table) if entities else None
        if entities is None or master is None:
            return ()
        return tuple(dict.fromkeys(master.frame[entities.key].dropna().astype(str)))

    def perhaps_there(self, entity: str) -> bool:
        """True when a row of the latest files may be the entity's, but for a date or a key that is told anyway."""
        undated = self._in_latest & (self.steps < 0) & (self.entities == entity).to_numpy()
        return bool(undated.any()) or entity in self._suspected

    @cached_property
    def _in_latest(self) -> NDArray[np.bool_]:
        """The rows of the files that hold the latest period."""
        files = self.table.frame[FILE].to_numpy()
        return np.isin(files, np.unique(files[self.steps == 0]))

    @cached_property
    def _suspected(self) -> set[str]:
        """For each unknown key of the latest files the entity that is most like it, by key or name."""
        from rapidfuzz import fuzz, process

        known = set(self.expected)
        keys = self.entities[self._in_latest].dropna().astype(str).unique()
        strangers = [key.casefold() for key in keys if known and key not in known][:_MOST]
        if not strangers:
            return set()
        names = {text.casefold(): one for one in self.expected for text in (self._names.get(one, one), one)}
        best = [process.extractOne(key, list(names), scorer=fuzz.ratio, score_cutoff=_ALIKE) for key in strangers]
        return {names[match[0]] for match in best if match}


def _vanished(compared: Compared) -> Iterator[Problem]:
    """Entities that were there steadily and are not there now; and how many of all did not report."""
    now = compared.rows(0)
    before = [compared.rows(step) for step in range(1, _STEADY + 1)]
    seen = [held for held in before if held]
    if not now or not seen or not before[0]:
        return
    gone = [entity for entity in before[0] if entity not in now and all(entity in held for held in seen)]
    gone = [entity for entity in gone if not compared.perhaps_there(entity)] if len(gone) <= _MOST else gone
    label, earlier = named(compared.latest), named(compared.latest.previous)
    if len(gone) <= _MOST:
        for entity in gone:
            yield Problem(
                Severity.WARNING,
                "entity-vanished",
                f'In "{compared.table.name}", {compared.called(entity)} has a row for {earlier} and none for {label}',
                compared.place(before[0][entity][-1], str(compared.table.spec.entity)),
                found="no row",
                expected=f"a row for {label}",
                hint="Ask for it; if the entity has ended, nothing is wrong.",
            )
    missing = [entity for entity in compared.expected if entity not in now]
    if len(missing) * 2 > len(compared.expected):
        return  # the table is about some entities only, or has just been begun
    missing = [entity for entity in missing if not compared.perhaps_there(entity)] if len(missing) <= _MOST else missing
    if set(missing) - set(gone if len(gone) <= _MOST else ()):
        names = [compared.called(entity) for entity in missing[:_MOST]]
        files = compared.table.files
        first = next(iter(now.values()))[0]
        place = files[int(compared.table.frame[FILE].iloc[first])].file
        yield Problem(
            Severity.NOTICE,
            "not-reported",
            f"{len(missing)} of {len(compared.expected)} {_entities(compared.project)} did not report in "
            f'"{compared.table.name}" for {label}',
            Location(place),
            found=", ".join(names) + (", ..." if len(missing) > _MOST else ""),
            hint="They are missing, not zero.",
        )


def _entities(project: Project) -> str:
    return project.entities.table.replace("_", " ") if project.entities else "entities"


def _changes(compared: Compared, column: str) -> Iterator[Problem]:
    now, before = compared.values(column, 0), compared.values(column, 1)
    both = [entity for entity in now if entity in before]
    if not both:
        return
    if "target" in column.split("_"):
        yield from _listed(compared, column, _other_targets(both, now, before), now, before, _TARGET)
    elif compared.table.spec.time is TimeKind.CUMULATIVE:
        yield from _listed(compared, column, [one for one in both if now[one] < before[one]], now, before, _FELL)
    else:
        yield from _listed(compared, column, _jumps(compared, column, both, now, before), now, before, _JUMP)


def _other_targets(both: Sequence[str], now: Mapping[str, float], before: Mapping[str, float]) -> list[str]:
    """The entities whose target moved otherwise than that of most: a target that rises for all does so by plan."""
    moves = {one: round(now[one] - before[one], 9) for one in both}
    counts = Counter(moves.values())
    usual, count = counts.most_common(1)[0]
    planned = usual if 2 * count > len(both) else 0.0
    return [one for one, move in moves.items() if move != planned]


def _jumps(
    compared: Compared, column: str, both: Sequence[str], now: Mapping[str, float], before: Mapping[str, float]
) -> list[str]:
    """The entities whose number changed by more than the threshold, and far more than those of the others."""
    limits = compared.project.plausibility
    share = compared.table.spec.columns[column].type is ColumnType.PERCENT
    least = 0.0 if share else float(limits.least.value)
    changes = {one: abs(now[one] - before[one]) / max(abs(before[one]), 1e-12) for one in both}
    usual = float(np.median(list(changes.values()))) if len(both) >= _FEW else 0.0
    jump = float(limits.jump.value)
    return [
        one
        for one, change in changes.items()
        if change > max(jump, _TIMES_USUAL * usual) and max(abs(now[one]), abs(before[one])) >= least
    ]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a change is told."""

    code: str
    message: str
    expected: str
    hint: str


_JUMP = _Kind(
    "jump",
    '"{column}" of {entity} changed by {change} from {earlier} to {label}',
    "a number near {before}",
    "Correct one of the two, or leave it if it is so.",
)
_TARGET = _Kind(
    "target-changed",
    'The target "{column}" of {entity} is another one than for {earlier}',
    "{before}, as for {earlier}",
    "Correct it, or leave it if that was decided.",
)
_FELL = _Kind(
    "counter-fell",
    'The counter "{column}" of {entity} is lower than in {earlier}',
    "{before} or more",
    "Correct it; if it is so, the fall stays in as a correction.",
)


def _listed(
    compared: Compared,
    column: str,
    found: Sequence[str],
    now: Mapping[str, float],
    before: Mapping[str, float],
    kind: _Kind,
) -> Iterator[Problem]:
    rows = compared.rows(0)
    share = compared.table.spec.columns[column].type is ColumnType.PERCENT
    label, earlier = named(compared.latest), named(compared.latest.previous)
    for entity in found[:_MOST]:
        said = {
            "column": column,
            "entity": compared.called(entity),
            "label": label,
            "earlier": earlier,
            "before": _shown(before[entity], share),
            "change": _change(now[entity], before[entity]),
        }
        place = compared.place(rows[entity][0], column)
        hint = kind.hint
        if len(found) > _MOST and entity == found[_MOST - 1]:
            hint = f"{hint} {len(found) - _MOST} more of this column are not listed."
        yield Problem(
            Severity.WARNING,
            kind.code,
            kind.message.format(**said),
            place,
            found=_shown(now[entity], share),
            expected=kind.expected.format(**said),
            hint=hint,
        )


def _shown(number: float, share: bool) -> str:
    return f"{100 * number:.10g} %" if share else f"{number:.15g}"


def _change(now: float, before: float) -> str:
    return f"{100 * (now - before) / abs(before):+.0f} %" if before else f"{now - before:+.15g}"
