"""Maps: bubbles stand where they belong, and no name covers another, a bubble or a move."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.content.maps import Bubble, Place
from reportgen.renderers.map_places import BUBBLE, Name, Point, Rect, centres, name_places, point_of

PLOT = Rect(2.48, 4.75, 16.4, 11.6)
places = st.builds(Place, st.floats(0, 10), st.floats(0, 10))
whole_places = st.builds(Place, st.integers(0, 10), st.integers(0, 10))


def bubbles(*placed: Place) -> list[Bubble]:
    return [Bubble(f"S{n}", n, f"Stakeholder {n}", place) for n, place in enumerate(placed, start=1)]


def around(point: Point) -> Rect:
    return Rect(point.x - BUBBLE / 2, point.y - BUBBLE / 2, BUBBLE, BUBBLE)


def named(placed: list[Bubble], width: float = 3.0, moves: tuple[tuple[Point, Point], ...] = ()) -> list[Rect | None]:
    names = [Name(width, 0.5, bubble.filled) for bubble in placed]
    return name_places(names, centres(placed, PLOT), PLOT, [], moves)


def test_the_scale_runs_from_the_lower_left_to_the_upper_right():
    assert point_of(Place(0, 0), PLOT) == Point(2.48, 16.35)
    middle = point_of(Place(5, 5), PLOT)
    assert (round(middle.x, 6), round(middle.y, 6)) == (10.68, 10.55)


def test_a_bubble_stands_on_its_place():
    assert centres(bubbles(Place(6.2, 9.3)), PLOT) == [point_of(Place(6.2, 9.3), PLOT)]


def test_a_bubble_on_the_frame_moves_inside():
    corner = centres(bubbles(Place(10, 10)), PLOT)[0]
    assert around(corner).within(PLOT)


def test_bubbles_on_the_same_place_are_moved_apart():
    points = centres(bubbles(*[Place(7, 7)] * 5), PLOT)
    assert all(one.distance(other) >= BUBBLE for one, other in combinations(points, 2))
    assert points[0] == point_of(Place(7, 7), PLOT)


@given(st.lists(whole_places, max_size=25))
def test_no_bubble_is_moved_to_another_quadrant(found: list[Place]):
    middle = point_of(Place(5, 5), PLOT)
    for place, point in zip(found, centres(bubbles(*found), PLOT), strict=True):
        assert (place.x - 5) * (point.x - middle.x) >= 0
        assert (place.y - 5) * (middle.y - point.y) >= 0


@given(st.lists(places, max_size=20))
def test_names_cover_neither_each_other_nor_a_bubble_and_stay_inside(found: list[Place]):
    points = centres(bubbles(*found), PLOT)
    boxes = [box for box in named(bubbles(*found)) if box is not None]
    shrunk = [Rect(box.left, box.top + 0.05, box.width, box.height - 0.1) for box in boxes]
    assert not any(one.overlaps(other) for one, other in combinations(shrunk, 2))
    assert not any(box.overlaps(around(point)) for box in shrunk for point in points)
    assert all(box.within(PLOT) for box in boxes)


def test_a_name_stands_below_its_bubble_where_there_is_room():
    bubble = bubbles(Place(2, 8))
    box = named(bubble)[0]
    point = centres(bubble, PLOT)[0]
    assert box is not None
    assert (round(box.left + box.width / 2, 6), round(box.top, 6)) == (round(point.x, 6), round(point.y + 0.42, 6))


def test_a_name_goes_to_the_right_when_another_bubble_is_below():
    pair = bubbles(Place(2, 8), Place(2, 7.2))
    box = named(pair)[0]
    assert box is not None
    assert box.left > centres(pair, PLOT)[0].x


def test_what_must_be_seen_first_takes_its_place_first():
    first = Bubble("A", 1, "A", Place(2, 8))
    second = Bubble("B", 2, "B", Place(3.2, 8), filled=True)
    boxes = named([first, second], width=4.0)
    assert boxes[1] is not None
    assert boxes[1].top > centres([first, second], PLOT)[1].y
    assert boxes[0] != boxes[1]


def test_no_name_crosses_a_move():
    pair = bubbles(Place(2, 7))
    point = centres(pair, PLOT)[0]
    below = Point(point.x, point.y + 3)
    box = named(pair, moves=((below, point),))[0]
    assert box is not None
    assert box.left > point.x


def test_a_name_without_room_is_tried_on_two_lines():
    crowd = bubbles(Place(1.2, 9), Place(2.2, 9.05), Place(1.2, 8.2), Place(0.3, 9))
    wide, narrow = Name(6.0, 0.5), Name(0.6, 1.0)
    points = centres(crowd, PLOT)
    names = [wide, *[Name(0.1, 0.1)] * 3]
    assert name_places(names, points, PLOT, [], [])[0] is None
    found = name_places([Name(6.0, 0.5, narrow=narrow), *names[1:]], points, PLOT, [], [])[0]
    assert found is not None
    assert (found.width, found.height) == (0.6, 1.0)


def test_a_crowd_keeps_its_numbers_and_loses_names():
    crowd = bubbles(*(Place(6 + n % 5 * 0.5, 6 + n // 5 * 0.7) for n in range(25)))
    boxes = named(crowd, width=4.0)
    assert None in boxes
    assert any(box is not None for box in boxes)
