"""Project -> Plan: every formula bound to tables and columns, every target to periods, before any file is read.

All mistakes of all KPIs are found together, each at its line and column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

from reportgen.contracts import ColumnType, TableSpec
from reportgen.errors import Problem
from reportgen.project import KpiSpec, Project, Unit
from reportgen.rules.conditions.reader import escalation_rules
from reportgen.rules.conditions.syntax import Rule
from reportgen.rules.formulas import TableNames, Vocabulary, compile_formula
from reportgen.rules.formulas.mentions import mentions
from reportgen.rules.formulas.reader import Findings
from reportgen.rules.formulas.syntax import (
    Aggregate,
    Aggregation,
    Field,
    Kind,
    Reference,
    walk_aggregates,
    walk_rows,
)
from reportgen.rules.planning.expansion import expansion_problems
from reportgen.rules.targets.status import TargetPath, target_path


@dataclass(frozen=True, slots=True)
class BoundKpi:
    """A KPI ready to be computed."""

    id: str
    spec: KpiSpec
    tree: Aggregate
    target: TargetPath | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The KPIs that can be computed, in the project's order, and `order`: each after those it refers to; the stages
    of the journeys that can be computed as a whole; what is watched for escalation."""

    project: Project
    kpis: Mapping[str, BoundKpi]
    order: tuple[str, ...]
    journeys: Mapping[str, tuple[BoundKpi, ...]] = field(default_factory=dict)
    watched: tuple[Rule, ...] = ()

    def leaves(self, tree: Aggregate) -> Iterator[Aggregation]:
        """The aggregations that a tree uses, also through other KPIs."""
        for node in walk_aggregates(tree):
            if isinstance(node, Aggregation):
                yield node
            elif isinstance(node, Reference):
                yield from self.leaves(self.kpis[node.kpi].tree)

    def tables(self, tree: Aggregate) -> tuple[str, ...]:
        """The tables that a tree reads, in the order of first mention."""
        names: list[str] = []
        for leaf in self.leaves(tree):
            joined = [
                row.table
                for part in (leaf.value, leaf.where)
                for row in walk_rows(part)
                if isinstance(row, Field) and row.joined
            ]
            names += [leaf.table, *joined]
        return tuple(dict.fromkeys(names))


def plan(project: Project) -> tuple[Plan, list[Problem]]:
    """Bind everything; with problems the plan holds the KPIs that are sound.

    A formula that names a part of the project file that had to be set aside is not looked at.
    """
    names = vocabulary(project)
    trees: dict[str, Aggregate] = {}
    problems: list[Problem] = []
    for id, spec in project.kpis.items():
        if waits(project, spec.formula):
            continue
        tree, found = compile_formula(spec.formula, names, project.passage("kpis", id, "formula"))
        # Which tables can be joined is not known while the entities are set aside.
        alone = project.aside.touches("entities")
        problems += [problem for problem in found if not (alone and problem.code == "formula-other-table")]
        if tree is not None:
            trees[id] = tree
    order, found = _order(project, trees)
    problems += found
    for id in order:
        passage = project.passage("kpis", id, "formula")
        problems += expansion_problems(project.kpis[id].formula, trees[id], passage, trees, names)
    sound = {id: trees[id] for id in project.kpis if id in order}
    kpis = {
        id: BoundKpi(id, spec, sound[id], target_path(spec, project))
        for id, spec in project.kpis.items()
        if id in sound
    }
    stages, found = _stages(project, names, sound)
    watched, in_rules = escalation_rules(project)
    made = Plan(project, MappingProxyType(kpis), tuple(order), MappingProxyType(stages), watched)
    return made, [*problems, *found, *in_rules]


def _stages(
    project: Project, names: Vocabulary, trees: Mapping[str, Aggregate]
) -> tuple[dict[str, tuple[BoundKpi, ...]], list[Problem]]:
    """The stages of every journey as counts that no document lists; a journey with a faulty stage is left out."""
    journeys: dict[str, tuple[BoundKpi, ...]] = {}
    problems: list[Problem] = []
    for id, journey in project.journeys.items():
        bound = []
        for number, stage in enumerate(journey.stages):
            passage = project.passage("journeys", id, "stages", number, "formula")
            if waits(project, stage.formula):
                continue
            tree, found = compile_formula(stage.formula, names, passage)
            # A stage that refers to a faulty KPI is left out without a second problem.
            if tree is not None and all(reference.kpi in trees for reference in _references(tree)):
                found = [*found, *expansion_problems(stage.formula, tree, passage, trees, names)]
                spec = KpiSpec.model_validate({"formula": stage.formula, "label": stage.label, "unit": Unit.COUNT})
                bound.append(BoundKpi(f"journey.{id}.{number + 1}", spec, tree))
            problems += found
        if len(bound) == len(journey.stages):
            journeys[id] = tuple(bound)
    return journeys, problems


def waits(project: Project, formula: str) -> bool:
    """True when the formula names something that is declared, but not so that it can be used."""
    return bool(project.aside) and any(_is_aside(project, owner, name) for owner, name in mentions(formula))


def _is_aside(project: Project, owner: str, name: str) -> bool:
    aside = project.aside
    if owner == "kpi":
        return aside.has("kpis", name)
    if owner:
        return aside.uncounted(owner) or aside.has("tables", owner, "columns", name)
    tables = [table for table, spec in project.tables.items() if table == name or name in spec.columns]
    if not tables:
        return aside.has("tables", name) or aside.declares(name)
    return aside.declares(name) or any(aside.uncounted(table) for table in tables)


def vocabulary(project: Project) -> Vocabulary:
    """What the formulas of a project may name."""
    master = project.entities.table if project.entities else ""
    tables = {
        name: TableNames(
            {field: column_kind(spec, field) for field in spec.columns},
            spec.time.value,
            spec.entity is not None or name == master,
        )
        for name, spec in project.tables.items()
    }
    kpis = (*project.kpis, *project.aside.names("kpis"))
    falling = frozenset(id for id, spec in project.kpis.items() if spec.better == "lower")
    return Vocabulary(tables, kpis, master if master in tables else "", falling)


def column_kind(spec: TableSpec, field: str) -> Kind:
    """The kind of a column's values in formulas."""
    kind = spec.columns[field].type
    if kind.is_number:
        return Kind.NUMBER
    return {ColumnType.DATE: Kind.DATE, ColumnType.BOOLEAN: Kind.BOOLEAN}.get(kind, Kind.TEXT)


def _order(project: Project, trees: Mapping[str, Aggregate]) -> tuple[list[str], list[Problem]]:
    """The KPIs with sound references, each after those it refers to; and the cycles."""
    problems: list[Problem] = []
    rest = dict(trees)
    while True:
        # A KPI that refers to a faulty one is left out without a second problem.
        rest = {id: tree for id, tree in rest.items() if all(ref.kpi in rest for ref in _references(tree))}
        if any(ref.kpi not in rest for tree in rest.values() for ref in _references(tree)):
            continue
        graph = {id: [ref.kpi for ref in _references(tree)] for id, tree in rest.items()}
        try:
            return list(TopologicalSorter(graph).static_order()), problems
        except CycleError as error:
            # graphlib names the cycle against the direction of reference, first and last the same.
            cycle = list(reversed(error.args[1]))[:-1]
            first = min(cycle, key=list(rest).index)
            turn = cycle.index(first)
            cycle = cycle[turn:] + cycle[:turn]
            problems.append(_cycle_problem(project, rest, cycle))
            rest = {id: tree for id, tree in rest.items() if id not in cycle}


def _cycle_problem(project: Project, trees: Mapping[str, Aggregate], cycle: list[str]) -> Problem:
    first, after = cycle[0], cycle[1 % len(cycle)]
    reference = next(ref for ref in _references(trees[first]) if ref.kpi == after)
    findings = Findings(project.kpis[first].formula, project.passage("kpis", first, "formula"))
    findings.add(
        "formula-cycle",
        "The KPI is computed from itself" if len(cycle) == 1 else "The KPIs are computed from each other",
        reference.offset,
        found=" -> ".join([*cycle, first]),
        hint="Give one of them a formula over the tables alone.",
    )
    return findings.problems[0]


def _references(tree: Aggregate) -> list[Reference]:
    return [node for node in walk_aggregates(tree) if isinstance(node, Reference)]
