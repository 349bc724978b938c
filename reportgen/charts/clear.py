"""Where the number of a point stands so that no line runs through it: the first of some places that is clear."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, TypeAlias

from reportgen.charts.measure import EMU_PER_CM

# Programs keep about this distance between a point and its label.
_GAP: Final = 0.15 * EMU_PER_CM
_SAMPLES: Final = 9
_OUTSIDE: Final = 100.0
_UPRIGHT: Final = 2.0
# Hatching under a number is a lesser evil than a line through it.
_BAND: Final = 0.5

# Points from left to right.
Line: TypeAlias = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place beside a point (r, l, t, b as in ST_DLblPos), moved from there by EMU to the right and down."""

    place: str
    right: float = 0.0
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Crossings:
    """What a label should not lie on, in EMU from the plot's left and top, and the height of the plot."""

    lines: Sequence[Line]
    bands: Sequence[tuple[Line, Line]]
    uprights: Sequence[float]
    height: float

    def clearest(self, spots: Sequence[Spot], point: tuple[float, float], size: tuple[float, float]) -> Spot:
        """The first of the spots that a label of this size has for itself, else the one least crossed."""
        least, best = math.inf, spots[0]
        for spot in spots:
            weight = self._weight(_box(spot, point, size))
            if weight < least:
                least, best = weight, spot
            if not weight:
                break
        return best

    def _weight(self, box: tuple[float, float, float, float]) -> float:
        left, top, right, bottom = box
        weight = _UPRIGHT * sum(left <= upright <= right for upright in self.uprights)
        if top < 0 or bottom > self.height:
            weight += _OUTSIDE
        for at in (left + (right - left) * n / (_SAMPLES - 1) for n in range(_SAMPLES)):
            weight += sum(top <= level <= bottom for line in self.lines if (level := _level(line, at)) is not None)
            weight += _BAND * sum(self._covers(band, at, top, bottom) for band in self.bands)
        return weight

    @staticmethod
    def _covers(band: tuple[Line, Line], at: float, top: float, bottom: float) -> bool:
        one, other = _level(band[0], at), _level(band[1], at)
        return one is not None and other is not None and min(one, other) < bottom and max(one, other) > top


def _box(spot: Spot, point: tuple[float, float], size: tuple[float, float]) -> tuple[float, float, float, float]:
    (x, y), (width, height) = point, size
    left = {"r": x + _GAP, "l": x - _GAP - width}.get(spot.place, x - width / 2) + spot.right
    top = {"b": y + _GAP, "t": y - _GAP - height}.get(spot.place, y - height / 2) + spot.down
    return left, top, left + width, top + height


def _level(line: Line, at: float) -> float | None:
    """The height of a line above a place on the axis; None where the line is not."""
    end = max(1, bisect_left(line, at, key=itemgetter(0)))
    if end >= len(line) or at < line[0][0]:
        return None
    (x, y), (next_x, next_y) = line[end - 1], line[end]
    return y + (next_y - y) * (at - x) / (next_x - x)
