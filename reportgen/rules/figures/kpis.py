"""Plan + Dataset -> the figures of every KPI: in total, by group, by entity, over the last periods.

Everything here is a value: what is printed, and how, is for `assemble` and the renderers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.content.kpis import Figure, Recipe
from reportgen.content.periods import Period
from reportgen.content.values import Status, Value, difference, exact
from reportgen.dataset import Dataset
from reportgen.errors import Problem
from reportgen.project import KpiSpec
from reportgen.rules.entities import EntityMaster, entity_master
from reportgen.rules.evaluation.evaluate import Evaluation, without_factor
from reportgen.rules.evaluation.partitions import TOTAL, Scopes
from reportgen.rules.evaluation.target_sheet import Targets, sheet_targets
from reportgen.rules.evaluation.times import Span
from reportgen.rules.figures.bench import Terms, bench
from reportgen.rules.figures.detail import Detail, EntityFigures
from reportgen.rules.figures.journeys import StageCount, stage_counts
from reportgen.rules.figures.latest import latest_period
from reportgen.rules.figures.measures import (
    Coverage,
    Measure,
    coverage,
    holds_for_parts,
    measure,
    part_value,
    target_value,
    unit_of,
    value_of,
)
from reportgen.rules.figures.notices import counter_notices
from reportgen.rules.figures.origin import CellTexts
from reportgen.rules.figures.recipes import recipe
from reportgen.rules.figures.stand_ins import marked, stand_ins
from reportgen.rules.planning.plan import BoundKpi, Plan
from reportgen.rules.targets.status import Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

HISTORY = 13
NOT_ASSIGNED = "(not assigned)"


@dataclass(frozen=True, eq=False, slots=True)
class KpiResult:
    """A KPI of the period. `factor` is what a ratio is multiplied by beyond its numerator and denominator
    (1000 for uses per 1,000 residents). `groups`, `entities` and `detail` are empty when its rows name no entity."""

    id: str
    spec: KpiSpec
    label: str
    owner: str
    total: Figure
    groups: Mapping[str, tuple[Figure, ...]]
    history: tuple[Figure, ...]
    entities: EntityFigures | None
    factor: Fraction
    tables: tuple[str, ...]
    targets: Targets = Targets()
    detail: Detail | None = None
    terms: Terms = Terms()


@dataclass(frozen=True, eq=False, slots=True)
class Results:
    """All KPIs of a period in the project's order, the entities they are about, and what has to be said."""

    period: Period
    as_of: date
    kpis: tuple[KpiResult, ...]
    entities: EntityMaster | None
    problems: tuple[Problem, ...]
    journeys: Mapping[str, tuple[StageCount, ...]] = field(default_factory=dict)

    def kpi(self, id: str) -> KpiResult:
        """The KPI of that id; KeyError when there is none."""
        for kpi in self.kpis:
            if kpi.id == id:
                return kpi
        raise KeyError(id)


def compute(plan: Plan, dataset: Dataset, period: Period, as_of: date | None = None) -> Results:
    """All KPIs of the plan for a period, as known at `as_of` (default: the period's end).

    Earlier periods, to compare with, are as known at their own ends."""
    master = entity_master(plan.project, dataset)
    evaluation = Evaluation(plan, dataset, master)
    span = Span.of(period, as_of)
    scopes = Scopes(master)
    paths = {id: kpi.target for id, kpi in plan.kpis.items()}
    targets, in_sheet = sheet_targets(plan.project, dataset, paths, master)
    evaluation.expect([period, period.previous, period.year_ago][bool(span.cutoff) :], scopes)
    evaluation.expect(_last(period, HISTORY), TOTAL)
    cells = CellTexts(evaluation, span, scopes, _lineage_places(scopes))
    kpis = tuple(_KpiOf(evaluation, kpi, targets[id], span, scopes, cells).result() for id, kpi in plan.kpis.items())
    found = (*in_sheet, *counter_notices(evaluation, span))
    return Results(period, span.as_of, kpis, master, found, stage_counts(evaluation, span, scopes))


def _last(period: Period, count: int) -> list[Period]:
    """So many periods, the last of which is this one."""
    return [period.shift(step) for step in range(1 - count, 1)]


def _lineage_places(scopes: Scopes) -> list[int]:
    """The total and the groups of the first grouping: the scopes that the lineage lists."""
    first = next(iter(scopes.groups.values()), slice(0, 0))
    return [0, *range(first.start, first.stop)]


class _KpiOf:
    """One KPI on its way to its figures."""

    def __init__(
        self,
        evaluation: Evaluation,
        kpi: BoundKpi,
        targets: Targets,
        span: Span,
        scopes: Scopes,
        cells: CellTexts,
    ) -> None:
        self.evaluation = evaluation
        self.kpi = kpi
        self.targets = targets
        self.span = span
        self.scopes = scopes
        self.now = measure(evaluation, kpi, span, scopes)
        previous, year_ago = span.last.previous, span.last.year_ago
        self.before = measure(evaluation, kpi, Span.of(previous), scopes)
        self.year_ago = measure(evaluation, kpi, Span.of(year_ago), scopes)
        self.before_id, self.year_ago_id = previous.id, year_ago.id
        self.measured = {span.last: self.now, previous: self.before, year_ago: self.year_ago}
        self._past: dict[tuple[str, Period], list[Figure]] = {}
        self.target = targets.at(span.last)
        self.moves = targets.moves
        self.coverage: Coverage = coverage(evaluation, kpi, span, scopes)
        self.splits_target = holds_for_parts(kpi.tree, evaluation.plan)
        node = self.now.quotient.node if self.now.quotient else None
        sides = [without_factor(node.left)[0], node.right] if node else []
        self.units = [unit_of(side, evaluation.plan) for side in sides]
        self.bench = bench(evaluation, kpi, scopes, self.units, self.moves)
        self.recipe, self.rows = recipe(evaluation, kpi, span, scopes)
        self.cells = cells.of(kpi)

    def result(self) -> KpiResult:
        project = self.evaluation.plan.project
        quotient = self.now.quotient
        factor = Fraction(1) if quotient is None else Fraction(exact(quotient.factor))
        return KpiResult(
            self.kpi.id,
            self.kpi.spec,
            project.kpi_label(self.kpi.id),
            project.kpi_owner(self.kpi.id),
            self._figure(0, f"kpi.{self.kpi.id}", "", ""),
            {group: tuple(self._group(group)) for group in self.scopes.groups} if self.now.outcome.split else {},
            tuple(self._history()),
            self._entities(),
            factor,
            self.evaluation.plan.tables(self.kpi.tree),
            self.targets,
            self if self.scopes.master is not None and self.now.outcome.split else None,
            self.bench.terms,
        )

    def entities(self) -> Sequence[Figure]:
        """Every entity in the order of the entity table, judged by the target of its group."""
        return self._entities_in(self.span.last)

    def past_entities(self, periods: int, judged: bool = True) -> Iterable[Sequence[Figure]]:
        """The last periods of every entity, the present one last, in the order of the entity table."""
        shown = _last(self.span.last, periods)
        self.evaluation.expect(shown[:-1], self.scopes)
        return zip(*(self._entities_in(period, judged) for period in shown), strict=True)

    def past_values(self, periods: int) -> Iterable[Sequence[Figure]]:
        """The same without targets and what is compared with them; of the statuses only that of too few."""
        return self.past_entities(periods, judged=False)

    def _measured(self, period: Period) -> Measure:
        if period not in self.measured:
            self.measured[period] = measure(self.evaluation, self.kpi, Span.of(period), self.scopes)
        return self.measured[period]

    def _entities_in(self, period: Period, judged: bool = True) -> Sequence[Figure]:
        measured, master = self._measured(period), self.scopes.master
        if master is None:
            return ()
        field = self.evaluation.plan.project.entities
        assert field is not None
        labels = {grouping: master.group_labels(grouping).tolist() for grouping in master.groups if judged}
        end = "" if period == self.span.last else f"@{period.id}"
        earlier = stand_ins(self.evaluation, self.kpi, Span.of(period))
        figures = []
        for offset, (key, name) in enumerate(zip(master.keys.tolist(), master.names.tolist(), strict=True)):
            place = self.scopes.first_entity + offset
            id = f"kpi.{self.kpi.id}@{field.key}={key}{end}"
            if judged:
                groups = {field.key: str(key)} | {grouping: held[offset] for grouping, held in labels.items()}
                facts = self._facts(measured, period, place, id, self._entity_target(groups, period))
            else:
                facts = self._unjudged(measured, period, place, id)
            figures.append(Figure(**facts, key=str(key), label=marked(str(name), offset in earlier)))
        return figures

    def _entity_target(self, groups: Mapping[str, str], period: Period) -> Level | None:
        """The target of its own, else of the first of its groups that has one, else that of all parts."""
        own = [self.targets.of(grouping, label, period, None) for grouping, label in groups.items()]
        shared = self.targets.at(period) if self.splits_target else None
        return next((target for target in own if target is not None), shared)

    def entity_groups(self, grouping: str) -> Sequence[str]:
        """The group of every entity, empty where it has none."""
        assert self.scopes.master is not None
        return [str(label) for label in self.scopes.master.group_labels(grouping)]

    def entities_before(self) -> Sequence[bool]:
        """Which entities had a number in the period before."""
        known: list[bool] = np.isfinite(self.before.outcome.values[self.scopes.entities]).tolist()
        return known

    @property
    def _not_assigned(self) -> str:
        return self.bench.words.locale.word("not assigned")

    def past(self, grouping: str, periods: int) -> Mapping[str, tuple[Figure, ...]]:
        """The last periods of every group of a grouping, the present one last."""
        master = self.scopes.master
        if master is None:
            return {}
        shown = _last(self.span.last, periods)
        self.evaluation.expect(shown[:-1], self.scopes)
        keys = [*master.groups[grouping].labels, NOT_ASSIGNED]
        columns = [self._groups_in(grouping, keys, period) for period in shown]
        held = dict(zip(keys, zip(*columns, strict=True), strict=True))
        rest = self.scopes.groups[grouping].stop - 1
        if self.rows[rest] == 0 and not any(figure.value for figure in held[NOT_ASSIGNED]):
            del held[NOT_ASSIGNED]
        return held

    def _groups_in(self, grouping: str, keys: Sequence[str], period: Period) -> list[Figure]:
        """Every group of a grouping in a period: titles, warnings and charts ask for the same ones again."""
        if (grouping, period) not in self._past:
            measured, first = self._measured(period), self.scopes.groups[grouping].start
            shared = self.targets.at(period) if self.splits_target else None
            end = "" if period == self.span.last else f"@{period.id}"
            found = []
            for place, key in enumerate(keys, first):
                target = self.targets.of(grouping, key, period, shared)
                facts = self._facts(measured, period, place, f"kpi.{self.kpi.id}@{grouping}={key}{end}", target)
                found.append(Figure(**facts, key=key, label="not assigned" if key == NOT_ASSIGNED else key))
            self._past[grouping, period] = found
        return self._past[grouping, period]

    def _group(self, group: str) -> Iterator[Figure]:
        assert self.scopes.master is not None
        labels = self.scopes.master.groups[group].labels
        first = self.scopes.groups[group].start
        for offset, label in enumerate(labels):
            yield self._figure(first + offset, f"kpi.{self.kpi.id}@{group}={label}", label, label, group)
        rest = first + len(labels)
        if self.rows[rest] > 0:
            id = f"kpi.{self.kpi.id}@{group}={NOT_ASSIGNED}"
            yield self._figure(rest, id, NOT_ASSIGNED, self._not_assigned, group)

    def _figure(self, place: int, id: str, key: str, label: str, grouping: str = "") -> Figure:
        """A scope's number with everything that is compared with it."""
        period = self.span.last
        shared = self.target if self.splits_target or not grouping else None
        target = self.targets.of(grouping, key, period, shared)
        facts = self._facts(self.now, period, place, id, target)
        previous = self._earlier(self.before, place, id, self.before_id)
        reported, expected = self.coverage.at(place)
        where = f"{key and id.partition('@')[2].replace('=', ' = ')}"
        rows = 0 if np.isnan(self.rows[place]) else int(self.rows[place])
        made = self.recipe
        filter = "; ".join(part for part in (made.filter, where) if part)
        return Figure(
            **facts,
            key=key,
            label=label,
            previous=previous,
            change=difference(facts["value"], previous, id=f"{id}.change"),
            year_ago=self._earlier(self.year_ago, place, id, self.year_ago_id),
            reported=reported,
            expected=expected,
            recipe=Recipe(made.formula, made.tables, made.files, filter, rows, self.cells.get(place, ())),
        )

    def _facts(self, measured: Measure, period: Period, place: int, id: str, target: Level | None) -> dict[str, Any]:
        """Value, parts, target and status of a scope in a period, as a Figure has them."""
        spec = self.kpi.spec
        amount = measured.amount(place)
        value = value_of(amount, spec, id, measured.reason(place))
        numerator, denominator = self._parts(measured, place, id)
        n = self.bench.n(measured, denominator, period, place)
        verdict = self.bench.judge(amount, target, n, period, place)
        wanted = target_value(target, spec, f"{id}.target")
        return {
            "id": id,
            "period": period,
            "value": value,
            "numerator": numerator,
            "denominator": denominator,
            "target": wanted,
            "gap": difference(value, wanted, id=f"{id}.gap"),
            "status": verdict.status,
            "rule": verdict.rule,
            "n": n,
        }

    def _unjudged(self, measured: Measure, period: Period, place: int, id: str) -> dict[str, Any]:
        """Value of a scope in a period, and whether it is one of too few: most tables print nothing else of it."""
        amount = measured.amount(place)
        value = value_of(amount, self.kpi.spec, id, measured.reason(place))
        # The parts of a ratio are asked for where a status needs a least n.
        _, denominator = self._parts(measured, place, id) if self.bench.terms.least_n else (None, None)
        few = self.bench.few(amount, self.bench.n(measured, denominator, period, place))
        return {"id": id, "period": period, "value": value, "status": Status.TOO_FEW if few else Status.NO_TARGET}

    def _parts(self, measured: Measure, place: int, id: str) -> tuple[Value | None, Value | None]:
        quotient = measured.quotient
        if quotient is None:
            return None, None
        sides = (
            ("numerator", quotient.numerator.values[place], self.units[0]),
            ("denominator", quotient.denominator.values[place], self.units[1]),
        )
        reason = measured.reason(place)
        top, bottom = (part_value(float(n), unit, self.kpi.spec, f"{id}.{name}", reason) for name, n, unit in sides)
        return top, bottom

    def _earlier(self, measured: Measure, place: int, id: str, period: str) -> Value:
        return value_of(measured.amount(place), self.kpi.spec, f"{id}@{period}", measured.reason(place))

    def _history(self) -> Iterator[Figure]:
        for step in range(1 - HISTORY, 1):
            period = self.span.last.shift(step)
            measured = self.measured.get(period) or measure(self.evaluation, self.kpi, Span.of(period), TOTAL)
            target = self.targets.at(period)
            yield Figure(**self._facts(measured, period, 0, f"kpi.{self.kpi.id}@{period.id}", target))

    def _entities(self) -> EntityFigures | None:
        master = self.scopes.master
        if master is None or not self.now.outcome.split:
            return None
        earlier = stand_ins(self.evaluation, self.kpi, self.span)
        return replace(self._numbers(self.now, master), declared=self._declared(len(master)), stand_ins=earlier)

    def past_numbers(self, periods: int) -> Sequence[EntityFigures]:
        """The last periods of every entity as bare numbers, the present one last."""
        master, shown = self.scopes.master, _last(self.span.last, periods)
        if master is None:
            return ()
        self.evaluation.expect(shown[:-1], self.scopes)
        return [self._numbers(self._measured(period), master) for period in shown]

    def _numbers(self, measured: Measure, master: EntityMaster) -> EntityFigures:
        place, quotient = self.scopes.entities, measured.quotient
        unknown = np.full(len(master), np.nan)
        return EntityFigures(
            master.keys,
            master.names,
            quotient.numerator.values[place] if quotient else unknown,
            quotient.denominator.values[place] if quotient else unknown,
            measured.outcome.values[place],
        )

    def _declared(self, size: int) -> NDArray[np.bool_]:
        """The entities without a figure that have said that there is none."""
        said = np.zeros(size, np.bool_)
        for leaf, span in self.evaluation.leaves(self.kpi.tree, self.span):
            said |= self.evaluation.declared(leaf, span, size)
        return said


def default_period(plan: Plan, dataset: Dataset) -> Period | None:
    """The latest period in which the first KPI has data; None when it has none anywhere."""
    kpi = next(iter(plan.kpis.values()), None)
    return None if kpi is None else latest_period(Evaluation(plan, dataset, entity_master(plan.project, dataset)), kpi)
