"""Aggregations over several periods made in one pass over their rows.

A history by entity asks for the same sums period by period. Rows that lie in a period, or speak for it, are placed
beside those of the others, and every scope of every period is a group of its own; each period then finds its line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.rules.evaluation.partitions import Scopes
from reportgen.rules.evaluation.selections import Selection
from reportgen.rules.evaluation.times import Placement, Span, TimedTable
from reportgen.rules.evaluation.totals import Part, parts, totals
from reportgen.rules.formulas.syntax import Aggregation

if TYPE_CHECKING:
    from numpy.typing import NDArray

Select = Callable[[Aggregation, Span, Placement], Selection]


@dataclass(frozen=True, eq=False, slots=True)
class _Laid:
    """The rows of a table for all spans together; `lines` says at which step a span is, those without rows at none."""

    placement: Placement
    steps: NDArray[np.int64]
    lines: dict[Span, int]
    parts: list[Part]


@dataclass(frozen=True, eq=False, slots=True)
class _Made:
    """An aggregation in all spans: a line of numbers per step, the rows that count and lack a value, and whether there
    are such in a step."""

    found: Selection
    values: NDArray[np.float64]
    lacking: NDArray[np.bool_]
    lacks: NDArray[np.bool_]


class Batch:
    """Some spans in some scopes; what is asked for in one of them is made for all.

    `select` finds the rows of an aggregation; it is not kept, so that nothing keeps what holds the batch."""

    def __init__(self, spans: Sequence[Span], scopes: Scopes) -> None:
        self.spans = tuple(spans)
        self.scopes = scopes
        self._laid: dict[TimedTable, _Laid] = {}
        self._made: dict[Aggregation, _Made] = {}
        self._without: dict[tuple[Aggregation, tuple[Aggregation, ...]], NDArray[np.float64]] = {}

    def line(
        self,
        leaf: Aggregation,
        timed: TimedTable,
        span: Span,
        select: Select,
        without: tuple[Aggregation, ...] = (),
    ) -> NDArray[np.float64] | None:
        """The numbers of an aggregation in a span, without the rows that lack the value of another one; None when the
        span has no rows, or cannot be had together."""
        laid = self._place(timed)
        if span not in laid.lines:
            return None
        made = self._make(leaf, laid, select)
        values = made.values
        if without:
            if (leaf, without) not in self._without:
                out = np.logical_or.reduce([self._make(other, laid, select).lacking for other in without])
                self._without[leaf, without] = totals(leaf, made.found, laid.parts, self.scopes.size, out)
            values = self._without[leaf, without]
        line: NDArray[np.float64] = values[laid.lines[span]]
        return line

    def has(self, timed: TimedTable, span: Span) -> bool:
        """True when the rows of a span are among those that are reduced together."""
        return span in self._place(timed).lines

    def lacks(self, leaf: Aggregation, timed: TimedTable, span: Span, select: Select) -> bool:
        """False when every row that counts in a span has a value; True also where that is not known."""
        laid = self._place(timed)
        return span not in laid.lines or bool(self._make(leaf, laid, select).lacks[laid.lines[span]])

    def _place(self, timed: TimedTable) -> _Laid:
        if timed not in self._laid:
            placement, steps, lines = timed.place_together(self.spans)
            owners = timed.owners(placement)
            made = parts(self.scopes, owners, len(placement), steps, int(steps.max(initial=0)) + 1)
            self._laid[timed] = _Laid(placement, steps, lines, made)
        return self._laid[timed]

    def _make(self, leaf: Aggregation, laid: _Laid, select: Select) -> _Made:
        if leaf not in self._made:
            found = select(leaf, self.spans[0], laid.placement)
            lacking = found.counts & ~found.present
            lacks = np.zeros(laid.parts[0].steps, np.bool_)
            if lacking.any():
                lacks[laid.steps[lacking]] = True
            self._made[leaf] = _Made(found, totals(leaf, found, laid.parts, self.scopes.size), lacking, lacks)
        return self._made[leaf]
