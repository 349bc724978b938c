"""How the numbers of a KPI were found, for whoever wants to find them again: formula, conditions, rows and files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from reportgen.content.kpis import Recipe
from reportgen.dataset import FILE
from reportgen.rules.evaluation.evaluate import Evaluation
from reportgen.rules.evaluation.partitions import Scopes
from reportgen.rules.evaluation.times import Span
from reportgen.rules.figures.measures import rows_by_scope
from reportgen.rules.planning.plan import BoundKpi

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Marked = Mapping[tuple[str, Span], "NDArray[np.bool_]"]


def recipe(evaluation: Evaluation, kpi: BoundKpi, span: Span, scopes: Scopes) -> tuple[Recipe, NDArray[np.float64]]:
    """How the numbers of a span were found, and how many rows are behind them in every scope."""
    marked: dict[tuple[str, Span], NDArray[np.bool_]] = {}
    conditions: dict[str, None] = {}
    counters: set[str] = set()
    for leaf, when in evaluation.leaves(kpi.tree, span):
        found = evaluation.selection(leaf, when)
        counts = found.counts if not found.absence else np.zeros_like(found.counts)
        key = (leaf.table, when)
        marked[key] = marked[key] | counts if key in marked else counts
        if evaluation.uses_increase(leaf):
            counters.add(leaf.table)
        told = [leaf.condition, f"{leaf.on} in {when}" if leaf.on else ""]
        conditions |= {condition: None for condition in told if condition}
    made = Recipe(
        kpi.spec.formula,
        evaluation.plan.tables(kpi.tree),
        tuple(_files(evaluation, marked, counters)),
        "; ".join([*conditions, str(span)]),
    )
    return made, rows_by_scope(evaluation, marked, scopes)


def _files(evaluation: Evaluation, marked: _Marked, counters: set[str]) -> Iterator[str]:
    """The files in which the rows stand, for the increase of a counter those of both snapshots."""
    used: dict[str, set[int]] = {}
    for (name, span), rows in marked.items():
        timed = evaluation.tables[name]
        placement = timed.place(span)
        sides = [placement.rows]
        if placement.before is not None and name in counters:
            sides.append(placement.before)
        files = timed.table.frame[FILE].to_numpy()
        for side in sides:
            used.setdefault(name, set()).update(np.flatnonzero(np.bincount(files[side[rows & (side >= 0)]])).tolist())
    for name, indices in used.items():
        for index in sorted(indices):
            yield evaluation.tables[name].table.files[index].file
