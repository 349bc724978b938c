"""Which points of a line are worth a number, and on which side of them it stands."""

from __future__ import annotations

import math
from typing import Final

from reportgen.charts.scale import Scale

_DIP: Final = 0.1  # of the scale


def telling(numbers: list[float | None], known: list[int], scale: Scale) -> list[int]:
    """Points before the last that are worth a number: the first, and the bottom of the deepest fall."""
    if len(known) < 2:
        return []
    first, last = known[0], known[-1]
    deepest, bottom, peak = 0.0, first, -math.inf
    for at in known:
        here = numbers[at] or 0.0
        peak = max(peak, here)
        if peak - here > deepest:
            deepest, bottom = peak - here, at
    # Labels of neighbours would run into each other, and a ripple is no news.
    apart = max(2, len(numbers) // 8)
    is_dip = bottom - first >= apart and last - bottom >= min(apart, 2) and deepest > _DIP * (scale.high - scale.low)
    return [first, bottom] if is_dip else [first]


def rises(numbers: list[float | None], at: int) -> bool:
    """True where the points beside one are higher: then its number belongs below."""
    beside = [number for near in (at - 1, at + 1) if 0 <= near < len(numbers) and (number := numbers[near]) is not None]
    return bool(beside) and sum(beside) / len(beside) >= (numbers[at] or 0.0)
