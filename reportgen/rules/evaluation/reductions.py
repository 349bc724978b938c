"""Reduce the values of rows to one number per group, for all groups in one pass over sorted rows or by counting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

IN_TIME = frozenset({"first", "last"})
# Functions that need the rows of a group side by side, in the order of value or of time.
ORDERED = frozenset({"median", "percentile", "min", "max", "first", "last", "distinct"})


def reduce_groups(
    function: str,
    values: NDArray[Any] | None,
    groups: NDArray[np.int64],
    size: int,
    parameter: float = 0.0,
    moments: NDArray[Any] | None = None,
) -> NDArray[np.float64]:
    """One number for each of `size` groups; NaN where a group has no rows (count, sum, distinct: 0).

    `values` are without missing ones, in step with `groups`; `moments` order the rows for first and last.
    """
    if function == "count" or values is None:
        return np.bincount(groups, minlength=size).astype(np.float64)
    if function == "sum":
        return np.bincount(groups, weights=values, minlength=size).astype(np.float64)
    if function == "mean":
        counts = np.bincount(groups, minlength=size)
        sums = np.bincount(groups, weights=values, minlength=size)
        return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    # Without dates the order of the rows decides what is first and last: sorting is stable.
    times = np.zeros(len(groups)) if moments is None else moments
    order = np.lexsort((times if function in IN_TIME else values, groups))
    return _ordered(function, values[order], groups[order], size, parameter)


def _ordered(
    function: str, values: NDArray[Any], groups: NDArray[np.int64], size: int, parameter: float
) -> NDArray[np.float64]:
    starts = np.searchsorted(groups, np.arange(size))
    counts = np.searchsorted(groups, np.arange(size), side="right") - starts
    if function == "distinct":
        if not len(values):
            return np.zeros(size)
        new = np.ones(len(values), np.bool_)
        new[1:] = (values[1:] != values[:-1]) | (groups[1:] != groups[:-1])
        return np.bincount(groups[new], minlength=size).astype(np.float64)
    result = np.full(size, np.nan)
    filled = counts > 0
    if not filled.any():
        return result
    share = {"min": 0.0, "first": 0.0, "max": 1.0, "last": 1.0, "median": 0.5}.get(function, parameter / 100)
    # Rounded, because 0.1 * 30 is a hair above 3 and 0.9 * 10 a hair below 9 may be.
    if function == "percentile":
        # The smallest value that so many rows do not exceed (nearest rank): one that occurs, never one in between.
        position = np.maximum(np.ceil(np.round(share * counts[filled], 9)) - 1, 0)
    else:
        position = np.round(share * (counts[filled] - 1), 9)
    low = starts[filled] + np.floor(position).astype(np.int64)
    high = starts[filled] + np.ceil(position).astype(np.int64)
    # A median lies midway between the middle values.
    result[filled] = (values[low] + values[high]) / 2 if function == "median" else values[low]
    return result
