"""Numbers of points stand where no line runs through them."""

from __future__ import annotations

from reportgen.charts.clear import Crossings, Spot

ABOVE, BELOW, LEFT, RIGHT = Spot("t"), Spot("b"), Spot("l"), Spot("r")
EVERYWHERE = (ABOVE, BELOW, LEFT, RIGHT)
SIZE = (400_000.0, 200_000.0)
MIDDLE = (1_000_000.0, 1_000_000.0)


def crossings(*lines: list[tuple[float, float]], uprights: tuple[float, ...] = ()) -> Crossings:
    return Crossings(lines, [], uprights, height=2_000_000.0)


def test_the_first_of_the_clear_places_is_taken() -> None:
    assert crossings().clearest(EVERYWHERE, MIDDLE, SIZE) == ABOVE


def test_a_number_gives_way_to_a_line_that_rises_to_its_point() -> None:
    rising = [(0.0, 2_000_000.0), MIDDLE, (2_000_000.0, 0.0)]
    assert crossings(rising).clearest((LEFT, RIGHT, Spot("r", 0, 300_000)), MIDDLE, SIZE) == Spot("r", 0, 300_000)


def test_a_number_gives_way_to_an_event() -> None:
    assert crossings(uprights=(1_200_000.0,)).clearest((RIGHT, LEFT), MIDDLE, SIZE) == LEFT


def test_a_number_stays_within_the_plot() -> None:
    assert crossings().clearest((ABOVE, BELOW), (1_000_000.0, 50_000.0), SIZE) == BELOW
    assert crossings().clearest((BELOW, ABOVE), (1_000_000.0, 1_950_000.0), SIZE) == ABOVE


def test_hatching_is_a_lesser_evil_than_a_line() -> None:
    low, high = [(0.0, 950_000.0), (2_000_000.0, 950_000.0)], [(0.0, 700_000.0), (2_000_000.0, 700_000.0)]
    line = [(0.0, 1_150_000.0), (2_000_000.0, 1_150_000.0)]
    hatched = Crossings([line], [(low, high)], (), 2_000_000.0)
    assert hatched.clearest((BELOW, ABOVE), MIDDLE, SIZE) == ABOVE
