"""The target of a KPI as a number in every scope, for formulas that compare with it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from reportgen.content.periods import Period
from reportgen.rules.evaluation.divisible import holds_for_parts
from reportgen.rules.evaluation.partitions import Scopes
from reportgen.rules.evaluation.times import named
from reportgen.rules.formulas.syntax import Goal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportgen.rules.evaluation.target_sheet import Targets
    from reportgen.rules.planning.plan import Plan


# The place of the entities without a group.
NOT_ASSIGNED = "(not assigned)"


def goal_numbers(
    plan: Plan, targets: Mapping[str, Targets], node: Goal, period: Period, scopes: Scopes
) -> tuple[NDArray[np.float64], str]:
    """What a KPI is to reach at the end of a period, or in the end, in every scope; or the periods left until then.

    NaN where there is no target, or a range instead of one number, and why: a group has one of its own or, when a
    share, that of the whole."""
    numbers = np.full(scopes.size, np.nan)
    held = targets.get(node.kpi)
    if held is None:
        return numbers, f"{node.kpi} has no target"
    due = held.due
    if node.what == "periods_left":
        if due is None:
            return numbers, f"the target of {node.kpi} has no end"
        return np.full(scopes.size, float(max(0, due.steps_since(period)))), ""
    when = due if node.what == "goal" and due is not None else period
    whole = held.at(when)
    numbers[0] = _number(whole)
    shared = whole if node.kpi in plan.kpis and holds_for_parts(plan.kpis[node.kpi].tree, plan) else None
    for name, grouping in scopes.master.groups.items() if scopes.master is not None else ():
        labels = [*grouping.labels, NOT_ASSIGNED]
        numbers[scopes.groups[name]] = [_number(held.of(name, label, when, shared)) for label in labels]
    if scopes.master is not None:
        numbers[scopes.entities] = _entities(held, when, _number(shared), scopes, plan)
    return numbers, f"{node.kpi} has no target for {named(period)}" if np.isnan(numbers[0]) else ""


def _entities(held: Targets, when: Period, shared: float, scopes: Scopes, plan: Plan) -> NDArray[np.float64]:
    """An entity has a target of its own, or that of the first of its groups with one, or that of all parts."""
    master, described = scopes.master, plan.project.entities
    assert master is not None
    assert described is not None
    own = [_number(held.of(described.key, str(key), when, None)) for key in master.keys.tolist()]
    numbers = np.array(own, np.float64)
    for name, grouping in master.groups.items():
        groups = np.array([*(_number(held.of(name, label, when, None)) for label in grouping.labels), np.nan])
        numbers = np.where(np.isnan(numbers), groups[grouping.codes], numbers)
    return np.where(np.isnan(numbers), shared, numbers)


def _number(target: object) -> float:
    return float(target) if isinstance(target, Fraction) else np.nan
