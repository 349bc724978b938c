"""Numbers -> an axis with round ends and three to five marks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
# A line may leave zero out when all of it lies in the upper half of the axis; the chart then says so.
_CUT_FROM: Final = 0.5
_ROOM_BELOW: Final = 0.1


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from low to high with a mark every step."""

    low: float
    high: float
    step: float

    def share(self, value: float) -> float:
        """Where the value lies: 0 at the low end, 1 at the high end."""
        return (value - self.low) / (self.high - self.low)

    @property
    def marks(self) -> tuple[float, ...]:
        """The marked numbers from low to high."""
        count = round((self.high - self.low) / self.step)
        return tuple(_tidy(self.low + self.step * index) for index in range(count + 1))

    @property
    def is_cut(self) -> bool:
        """True when the axis leaves out zero."""
        return self.low > 0 or self.high < 0


def line_scale(values: Sequence[float], share: bool) -> Scale:
    """The axis of a line chart: from zero unless all values lie far from it. `share`: nothing lies above 1."""
    low, high = min(values), max(values)
    if low >= 0 and low < _CUT_FROM * high:
        low = 0.0
    elif high <= 0 and high > _CUT_FROM * low:
        high = 0.0
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = 1.0
    if low > 0:
        # Room for a label below the lowest point.
        low -= _ROOM_BELOW * (high - low)
    for intervals in (4, 3, 2):
        step = _round_step((high - low) / intervals)
        bottom, top = _tidy(math.floor(_tidy(low / step)) * step), _tidy(math.ceil(_tidy(high / step)) * step)
        if round((top - bottom) / step) <= 4:
            break
    if share and high <= 1.0 < top:
        top = 1.0
        bottom = _tidy(top - math.ceil(_tidy((top - bottom) / step)) * step)
    return Scale(bottom, top, step)


def halved(scale: Scale) -> Scale:
    """The same axis with every other mark, where both ends stay marked."""
    count = round((scale.high - scale.low) / scale.step)
    return Scale(scale.low, scale.high, _tidy(2 * scale.step)) if count > 2 and count % 2 == 0 else scale


def bar_scale(values: Sequence[float], share: bool) -> Scale:
    """The axis of columns or bars, always with zero; shares above a half are drawn on 0 to 100 %."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if share and 0.5 < high <= 1.0:
        high = 1.0
    if low == high:
        high = 1.0
    return Scale(low, high, high - low)


def widened(scale: Scale, share: float) -> Scale:
    """The scale with room below its low end: that share of the new, longer axis."""
    share = min(share, 0.5)
    extra = (scale.high - scale.low) * share / (1 - share)
    return Scale(scale.low - extra, scale.high, scale.step + extra)


def _round_step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return next(_tidy(step * size) for step in _STEPS if _tidy(step * size) >= _tidy(rough))


def _tidy(number: float) -> float:
    # 0.1 * 3 is not 0.3: twelve digits are more than any axis shows.
    return float(f"{number:.12g}")
