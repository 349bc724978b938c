"""Within how many days a share of what began has ended, when some of it is still open.

What is open has lasted at least so long and counts as that (censored): the share that has ended within a time is
estimated by product and limit (Kaplan and Meier 1958). Where nothing is open that is the plain share, and where all
that is open is older than the answer, it is the share with the open ones counted as longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DAY = np.timedelta64(1, "D")
# A product of floats that is a hair above the share it stands for is that share.
_HAIR = 1e-9


def durations(
    start: NDArray[Any], end: NDArray[Any], cutoff: np.datetime64
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Days from start to end, or to the cut-off where it is open then, and what has ended; NaN where nothing began."""
    known_end = ~np.isnat(end) & (end.astype("datetime64[D]") <= cutoff)
    began = ~np.isnat(start) & (start.astype("datetime64[D]") <= cutoff)
    open_days: NDArray[np.float64] = (cutoff - start.astype("datetime64[D]")).astype(np.float64)
    taken = (end - start) / _DAY
    return np.where(began, np.where(known_end, taken, open_days), np.nan), known_end & began


def days_within(
    days: NDArray[np.float64], ended: NDArray[np.bool_], groups: NDArray[np.int64], size: int, share: float
) -> NDArray[np.float64]:
    """For each of `size` groups the days within which a share (0 to 100) has ended; NaN where it never comes so far."""
    found = np.full(size, np.nan)
    # At the same time ends come before what is still open: that has lasted longer.
    order = np.lexsort((~ended, days, groups))
    days, ended, groups = days[order], ended[order], groups[order]
    starts = np.searchsorted(groups, np.arange(size + 1))
    for group in np.flatnonzero(np.diff(starts)).tolist():
        rows = slice(starts[group], starts[group + 1])
        at_risk = np.arange(starts[group + 1] - starts[group], 0, -1)
        left = np.cumprod(np.where(ended[rows], 1 - 1 / at_risk, 1.0))
        # Even 0 % is the first end, not the first open one.
        reached = np.flatnonzero(ended[rows] & (1 - left >= share / 100 - _HAIR))
        if len(reached):
            found[group] = days[rows][reached[0]]
    return found
