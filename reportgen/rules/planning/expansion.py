"""What only shows when a formula's references to other KPIs are followed: what it costs, periods inside periods,
periods over states, shares that are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.errors import Problem
from reportgen.locations import Passage
from reportgen.rules.formulas.names import Vocabulary
from reportgen.rules.formulas.reader import Findings
from reportgen.rules.formulas.syntax import (
    Aggregate,
    Aggregation,
    Arithmetic,
    Earlier,
    EntityCount,
    Following,
    History,
    Margin,
    Reference,
    Window,
    aggregate_parts,
    walk_aggregates,
)

# A formula may refer to KPIs that refer to KPIs; more nodes than this is a mistake or an attack.
_MAX_NODES = 5000
# Each reading goes through the rows of a table once; an average over ten years of a ratio takes 240.
_MAX_READINGS = 250
# Twenty years of months: nobody reports further back, and dates have a beginning.
_MAX_BACK = 240
_ADDITIVE = ("flow", "cumulative")
_COUNTED = ("count", "sum", "distinct")


def expansion_problems(
    formula: str, tree: Aggregate, passage: Passage, trees: Mapping[str, Aggregate], names: Vocabulary
) -> list[Problem]:
    """The problems of a formula whose references are sound."""
    findings = Findings(formula, passage)
    if _size(tree, trees, {}) > _MAX_NODES:
        findings.add(
            "formula-too-long",
            "The formula is too large when the KPIs it refers to are put in",
            0,
            hint="Refer to fewer KPIs, or less often.",
        )
        return findings.problems
    _cost(findings, tree, trees)
    for node in walk_aggregates(tree):
        if isinstance(node, Window):
            _window(findings, node, trees, names)
        elif isinstance(node, Margin) and not _is_share(node.operand, trees):
            findings.add(
                "formula-margin",
                "margin() is for a share: counts over counts",
                node.offset,
                expected="for example margin(count(t, where=...) / count(t))",
                hint="A difference of shares such as NPS has another margin.",
            )
        elif isinstance(node, EntityCount) and any(
            isinstance(part, EntityCount) for part in _expanded(node.operand, trees)
        ):
            findings.add("formula-entities", "entities() counts by a number of each entity, not by another count", 0)
    return findings.problems


def _cost(findings: Findings, tree: Aggregate, trees: Mapping[str, Aggregate]) -> None:
    """Tell a formula that reads more, or looks further back, than any report needs."""
    readings: set[tuple[Aggregation, int]] = set()
    pending: list[tuple[Aggregate, int, int]] = [(tree, 0, 0)]
    seen: set[tuple[Aggregate, int]] = set()
    while pending:
        node, back, wide = pending.pop()
        if (node, back) in seen:
            continue
        seen.add((node, back))
        if back + wide > _MAX_BACK or len(readings) > _MAX_READINGS or len(seen) > _MAX_NODES:
            told = f"more than {_MAX_BACK} periods" if back + wide > _MAX_BACK else f"more than {_MAX_READINGS} times"
            findings.add(
                "formula-too-costly",
                "The formula reads its tables too often or too far back",
                0,
                found=told,
                expected=f"at most {_MAX_READINGS} readings and {_MAX_BACK} periods",
                hint="Use shorter windows, or fewer of them inside each other.",
            )
            return
        if isinstance(node, Aggregation):
            readings.add((node, back))
        elif isinstance(node, Reference):
            pending.append((trees[node.kpi], back, wide))
        elif isinstance(node, Earlier):
            pending.append((node.operand, back + node.periods, wide))
        elif isinstance(node, Window):
            pending.append((node.operand, back, wide + (node.periods or 0)))
        elif isinstance(node, History):
            steps = range(node.periods) if node.function in ("average", "slope") else (0, node.periods)
            pending += [(node.operand, back + step, wide) for step in steps]
        else:
            pending += [(part, back, wide) for part in aggregate_parts(node)]


def _window(findings: Findings, node: Window, trees: Mapping[str, Aggregate], names: Vocabulary) -> None:
    inside = list(_expanded(node.operand, trees))
    name = "year_to_date" if node.periods is None else "rolling"
    if any(isinstance(part, Window | History) or _looks_back(part) for part in inside):
        findings.add(
            "formula-window",
            f"{name}() over something that already spans several periods",
            node.offset,
            hint="Use one of rolling() and year_to_date().",
        )
    leaves = [part for part in inside if isinstance(part, Aggregation)]
    if leaves and not any(leaf.on or names.tables[leaf.table].time in _ADDITIVE for leaf in leaves):
        tables = ", ".join(dict.fromkeys(f"{leaf.table} ({names.tables[leaf.table].time})" for leaf in leaves))
        findings.add(
            "formula-window",
            f"{name}() is for rows that add up over periods",
            node.offset,
            found=tables,
            expected="a table with time: flow or cumulative, or events with on=",
        )


def _looks_back(node: Aggregate) -> bool:
    """True for people who are told apart by the periods before; who is new in several periods can be said."""
    among = node.among if isinstance(node, Aggregation) else None
    return among is not None and among.kind not in (Following.NEW, Following.DAILY)


def _is_share(node: Aggregate, trees: Mapping[str, Aggregate]) -> bool:
    while isinstance(node, Reference | Earlier | Window):
        node = trees[node.kpi] if isinstance(node, Reference) else node.operand
    return (
        isinstance(node, Arithmetic)
        and node.operator == "/"
        and all(isinstance(side, Aggregation) and side.function in _COUNTED for side in (node.left, node.right))
    )


def _expanded(tree: Aggregate, trees: Mapping[str, Aggregate]) -> Iterator[Aggregate]:
    for node in walk_aggregates(tree):
        yield node
        if isinstance(node, Reference):
            yield from _expanded(trees[node.kpi], trees)


def _size(tree: Aggregate, trees: Mapping[str, Aggregate], known: dict[str, int]) -> int:
    if isinstance(tree, Reference):
        if tree.kpi not in known:
            known[tree.kpi] = _size(trees[tree.kpi], trees, known)
        return 1 + known[tree.kpi]
    return 1 + sum(_size(part, trees, known) for part in aggregate_parts(tree))
