"""The bubbles of a map -> where they stand and where their names go, without covering each other.

In: places from 0 to 10 and the sizes of the names.  Out: centres and rectangles in cm from the upper left of
the plot. The same for every format; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import Final, NamedTuple

from reportgen.content.maps import Bubble, Place

SCALE: Final = 10.0
BUBBLE: Final = 0.8
RING: Final = 0.64

# From a bubble to its name, below and beside it; above is as near as below.
_GAP: Final = 0.02
_BESIDE: Final = 0.12
# Names keep this distance from each other, and bubbles from the frame.
_AIR: Final = 0.04
_INSET: Final = BUBBLE / 2 + _AIR
# How far bubbles on the same spot are moved apart, nearest first, in shares of their size.
_RADII: Final = (0.55, 0.8, 1.05, 1.4, 2.1)
_DIRECTIONS: Final = 12


class Rect(NamedTuple):
    """A rectangle in cm."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def overlaps(self, other: Rect) -> bool:
        """True when the two share more than an edge."""
        beside = self.right <= other.left or other.right <= self.left
        return not beside and self.top < other.bottom and other.top < self.bottom

    def within(self, other: Rect) -> bool:
        """True when nothing of it lies outside the other."""
        inside = other.left <= self.left and self.right <= other.right
        return inside and other.top <= self.top and self.bottom <= other.bottom


@dataclass(frozen=True, slots=True)
class Point:
    """A point in cm."""

    x: float
    y: float

    def distance(self, other: Point) -> float:
        """The way to another point."""
        return hypot(self.x - other.x, self.y - other.y)


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a bubble: how much room it takes in cm, and whether it must be seen before others. `narrow` is the
    same name on more lines, for where there is no room otherwise."""

    width: float
    height: float
    first: bool = False
    narrow: Name | None = None


def point_of(place: Place, plot: Rect) -> Point:
    """A place of the scale as a point of the plot."""
    across, up = place.x / SCALE, place.y / SCALE
    return Point(plot.left + plot.width * across, plot.bottom - plot.height * up)


def centres(bubbles: Sequence[Bubble], plot: Rect) -> list[Point]:
    """Where the bubbles stand: on their places, moved apart where they would cover each other, inside the frame."""
    placed: list[Point] = []
    for bubble in bubbles:
        wanted = _inside(point_of(bubble.place, plot), plot)
        tried = (point for point in _around(wanted) if _same_quadrant(point, bubble.place, plot))
        free = (point for point in tried if all(point.distance(other) >= BUBBLE for other in placed))
        placed.append(next(free, wanted))
    return placed


def name_places(
    names: Sequence[Name],
    points: Sequence[Point],
    plot: Rect,
    taken: Sequence[Rect],
    moves: Iterable[tuple[Point, Point]],
) -> list[Rect | None]:
    """Where each name goes: below, right, left or above its bubble, else nowhere. `taken` is covered by other text,
    `moves` are lines that no name may cross; the lines in the middle are crossed only where there is no other way."""
    held = [*taken, *(_around_point(point, BUBBLE) for point in points)]
    held += [box for start, end in moves for box in _along(start, end)]
    middle = [
        Rect(plot.left + plot.width / 2, plot.top, 0, plot.height),
        Rect(plot.left, plot.top + plot.height / 2, plot.width, 0),
    ]
    found: list[Rect | None] = [None] * len(names)
    order = sorted(range(len(names)), key=lambda n: (not names[n].first, n))
    for n in order:
        forms = [form for form in (names[n], names[n].narrow) if form is not None]
        tried = [box for form in forms for box in _beside(points[n], form) if box.within(plot)]
        free = [box for box in tried if not _overlaps_any(_roomy(box), held)]
        clear = [box for box in free if not _overlaps_any(box, middle)]
        chosen = next(iter([*clear, *free]), None)
        found[n] = chosen
        if chosen is not None:
            held.append(chosen)
    return found


def _overlaps_any(box: Rect, others: Iterable[Rect]) -> bool:
    # Compared in place: names are tried thousands of times, and a call for each pair costs more than the comparison.
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    return any(left < x + width and x < right and top < y + height and y < bottom for x, y, width, height in others)


def _beside(point: Point, name: Name) -> Iterator[Rect]:
    """The four places of a name, in the order in which they are tried."""
    half, across, down = BUBBLE / 2, name.width, name.height
    yield Rect(point.x - across / 2, point.y + half + _GAP, across, down)
    yield Rect(point.x + half + _BESIDE, point.y - down / 2, across, down)
    yield Rect(point.x - half - _BESIDE - across, point.y - down / 2, across, down)
    yield Rect(point.x - across / 2, point.y - half - _GAP - down, across, down)


def _inside(point: Point, plot: Rect) -> Point:
    """The nearest point whose bubble does not cross the frame."""
    x = min(max(point.x, plot.left + _INSET), plot.right - _INSET)
    return Point(x, min(max(point.y, plot.top + _INSET), plot.bottom - _INSET))


def _around(point: Point) -> Iterator[Point]:
    yield point
    for radius in _RADII:
        for step in range(_DIRECTIONS):
            angle = 2 * pi * step / _DIRECTIONS
            yield Point(point.x + radius * BUBBLE * cos(angle), point.y + radius * BUBBLE * sin(angle))


def _same_quadrant(point: Point, place: Place, plot: Rect) -> bool:
    """False for a point that tells another quadrant than the place, or lies outside the frame."""
    half_x, half_y = plot.left + plot.width / 2, plot.top + plot.height / 2
    # What stands on the line may move to either side of it.
    across = (place.x - SCALE / 2) * (point.x - half_x) >= 0
    up = (place.y - SCALE / 2) * (half_y - point.y) >= 0
    return across and up and _inside(point, plot) == point


def _around_point(point: Point, size: float) -> Rect:
    return Rect(point.x - size / 2, point.y - size / 2, size, size)


def _along(start: Point, end: Point) -> Iterator[Rect]:
    """Small rectangles along a line, and the ring where it starts."""
    yield _around_point(start, RING)
    steps = max(1, round(start.distance(end) / 0.25))
    points = [
        Point(start.x + (end.x - start.x) * n / steps, start.y + (end.y - start.y) * n / steps)
        for n in range(steps + 1)
    ]
    for one, other in pairwise(points):
        left, top = min(one.x, other.x), min(one.y, other.y)
        yield Rect(left - _AIR, top - _AIR, abs(one.x - other.x) + 2 * _AIR, abs(one.y - other.y) + 2 * _AIR)


def _roomy(box: Rect) -> Rect:
    """What must be free around a name: a little beside it, and less than its lines, which letters do not fill."""
    return Rect(box.left - _AIR, box.top + _AIR, box.width + 2 * _AIR, box.height - 2 * _AIR)
