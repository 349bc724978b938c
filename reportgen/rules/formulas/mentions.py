"""What a formula names, whether or not it exists."""

from __future__ import annotations

import ast

from reportgen.locations import Passage
from reportgen.rules.formulas.names import FUNCTIONS, MOMENTS, PERIOD_DAYS
from reportgen.rules.formulas.reader import Findings, read_expression


def mentions(formula: str) -> frozenset[tuple[str, str]]:
    """The names as (owner, name): ("kpi", "reach"), ("cases", "opened"), and ("", "opened") where no owner is written.

    None when the formula cannot be read.
    """
    tree = read_expression(Findings(formula, Passage("", ((0, 0, 0),))))
    nodes = [] if tree is None else list(ast.walk(tree))
    owned = [node for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)]
    owners = {id(node.value) for node in owned}
    alone = {
        ("", node.id)
        for node in nodes
        if isinstance(node, ast.Name) and id(node) not in owners and node.id not in (*FUNCTIONS, *MOMENTS, PERIOD_DAYS)
    }
    return frozenset(alone | {(node.value.id, node.attr) for node in owned if isinstance(node.value, ast.Name)})
