"""The rows of an aggregation -> its number in every scope: in total, by each grouping and by entity.

Rows of several periods are reduced together: each scope of each period is a group of its own, so that one pass over
the rows gives them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reportgen.rules.evaluation.partitions import Scopes
from reportgen.rules.evaluation.reductions import ORDERED, reduce_groups
from reportgen.rules.evaluation.selections import Selection
from reportgen.rules.evaluation.waiting import days_within
from reportgen.rules.formulas.syntax import Aggregation

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Part:
    """Scopes that do not overlap: the total, the groups of a grouping, the entities. They are `size` places from
    `start` on; in each step the groups take `stride` numbers, the last ones for rows of no scope. `codes` is the
    group of every row."""

    start: int
    size: int
    stride: int
    steps: int
    codes: NDArray[np.int64]

    def rows(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many of the chosen rows lie in each group."""
        if self.steps * self.stride == 1:
            return np.array([np.count_nonzero(chosen)])
        return self._all_rows if chosen.all() else np.bincount(self.codes[chosen], minlength=self.steps * self.stride)

    @cached_property
    def _all_rows(self) -> NDArray[np.int64]:
        # The same for nearly all reductions of a table.
        return np.bincount(self.codes, minlength=self.steps * self.stride)


def parts(
    scopes: Scopes,
    owners: NDArray[np.int64] | None,
    count: int,
    placed: NDArray[np.int64] | None = None,
    steps: int = 1,
) -> list[Part]:
    """The parts for rows of these entities (None: rows name none); `placed` is the step of each row."""
    whole = np.zeros(count, np.int64) if placed is None else placed
    found = [Part(0, 1, 1, steps, whole)]
    for start, size, codes in scopes.partitions(owners) if owners is not None else ():
        found.append(Part(start, size, size + 1, steps, codes if placed is None else placed * (size + 1) + codes))
    return found


def totals(
    leaf: Aggregation, found: Selection, parts: Sequence[Part], size: int, out: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """The number of every step and scope, without the rows left out; NaN for no data.

    Rows exist and none meets the condition: that is 0. Rows meet it and have no value: no data.
    """
    values = np.full((parts[0].steps, size), np.nan)
    valued = found.counts & found.present
    kept = valued if out is None else valued & ~out
    # To count values and find none is 0, too; only what was left out for a ratio's sake is no data.
    wanted = valued if leaf.function in ("count", "distinct") else found.counts
    every = bool(kept.all())
    rows = slice(None) if every else np.flatnonzero(kept)
    picked = found.values[rows] if found.values is not None else None
    moments = found.moments[rows] if found.moments is not None and leaf.function in ORDERED else None
    # Most columns are filled: what is wanted is there.
    lacking = not every and bool((wanted & ~kept).any())
    for part in parts:
        codes, groups = part.codes[rows], part.steps * part.stride
        if found.ended is not None and picked is not None:
            reduced = days_within(picked, found.ended[rows], codes, groups, leaf.parameter)
        else:
            reduced = reduce_groups(leaf.function, picked, codes, groups, leaf.parameter, moments)
        known = part.rows(found.exists) > 0
        if lacking:
            known &= (part.rows(wanted) == 0) | (part.rows(kept) > 0)
        table = np.where(known, reduced, np.nan).reshape(part.steps, part.stride)
        values[:, part.start : part.start + part.size] = table[:, : part.size]
    return values
