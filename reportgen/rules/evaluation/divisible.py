"""Whether what is asked of the whole is asked of every part: of shares and means it is, of sums and counts not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.rules.formulas.syntax import Aggregate, Arithmetic, Goal, Reference, walk_aggregates

if TYPE_CHECKING:
    from reportgen.rules.planning.plan import Plan

_ADDITIVE = frozenset({"count", "sum", "distinct"})


def holds_for_parts(tree: Aggregate, plan: Plan) -> bool:
    """True when a target for the whole is one for every part: for shares and means, not for sums and counts."""
    nodes = list(walk_aggregates(tree))
    if any(isinstance(node, Arithmetic) and node.operator == "/" and has_data(node.right, plan) for node in nodes):
        return True
    references = [node for node in nodes if isinstance(node, Reference)]
    if any(holds_for_parts(plan.kpis[node.kpi].tree, plan) for node in references):
        return True
    return all(leaf.function not in _ADDITIVE for leaf in plan.leaves(tree))


def has_data(node: Aggregate, plan: Plan) -> bool:
    """True when a number comes from data or from a target, not from the formula alone."""
    goals = any(isinstance(part, Goal) for part in walk_aggregates(node))
    return goals or any(True for _ in plan.leaves(node))
