"""Entities whose number of the period is an earlier one that stands for a wrong cell, as their table's policy says.

What prints such a number carries the sign, and a note says of when the number is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.content.periods import Period
from reportgen.dataset import stand_in
from reportgen.rules.evaluation.evaluate import Evaluation
from reportgen.rules.evaluation.times import Span
from reportgen.rules.formulas.syntax import Aggregation, Field, walk_rows
from reportgen.rules.planning.plan import BoundKpi

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIGN = "†"


def marked(name: str, earlier: bool) -> str:
    """The name of an entity as it is printed beside its number."""
    return f"{name} {SIGN}" if earlier else name


def stand_ins(evaluation: Evaluation, kpi: BoundKpi, span: Span) -> Mapping[int, Period]:
    """The period of the oldest value that stands for a wrong one, by the position of its entity."""
    found: dict[int, Period] = {}
    for leaf, when in evaluation.leaves(kpi.tree, span):
        if when.last == span.last:
            for position, day in _of_leaf(evaluation, leaf, when):
                period = Period.containing(day, evaluation.plan.project.period, evaluation.plan.project.year_start)
                found[position] = min(period, found.get(position, period), key=lambda one: one.start)
    return found


def _of_leaf(evaluation: Evaluation, leaf: Aggregation, span: Span) -> list[tuple[int, Any]]:
    """Positions of entities and days of the values that an aggregation reads."""
    frame = evaluation.tables[leaf.table].table.frame
    rows = [row for row in (leaf.value, leaf.where) if row is not None]
    fields = {node.column for row in rows for node in walk_rows(row) if isinstance(node, Field)}
    marked = [stand_in(field) for field in sorted(fields) if stand_in(field) in frame]
    if not marked:
        return []
    found = evaluation.selection(leaf, span)
    if found.entities is None or found.absence:
        return []
    told: list[tuple[int, Any]] = []
    for column in marked:
        days: NDArray[np.datetime64] = frame[column].to_numpy()[found.placement.shown]
        rows_of = np.flatnonzero(found.exists & ~np.isnat(days) & (found.entities >= 0))
        told += [(int(found.entities[row]), days[row].astype("datetime64[D]").item()) for row in rows_of.tolist()]
    return told
