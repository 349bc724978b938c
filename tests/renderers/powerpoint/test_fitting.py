"""Text measured before it is placed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.renderers.powerpoint.fitting import Type, fitting_size, shortened, text_height, text_width, wrap

WORDS = st.lists(st.text("abcdefghijABC éłω0123456789,;", min_size=1, max_size=14), min_size=1, max_size=30)
TITLE = Type(24, True, 0.9)


def test_letters_are_as_wide_as_those_of_calibri():
    # From the advance widths of Calibri: W 1823, i 470 of 2048.
    assert text_width("W", Type(100)) == pytest.approx(89.0, abs=0.2)
    assert text_width("i", Type(100)) == pytest.approx(22.9, abs=0.2)


def test_figures_are_all_equally_wide():
    assert len({text_width(figure, TITLE) for figure in "0123456789"}) == 1


def test_a_word_is_not_torn_at_a_no_break_space():
    assert wrap("up to 66.4\N{NO-BREAK SPACE}% in all", 46, Type(12)) == ["up to", "66.4\N{NO-BREAK SPACE}%", "in all"]


def test_a_word_wider_than_its_box_breaks_inside():
    lines = wrap("Donaudampfschifffahrtsgesellschaft", 60, Type(12))
    assert len(lines) > 2
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaft"


def test_a_title_that_needs_three_lines_is_set_smaller():
    title = "Active share reached 66.4 % in October, four points below its path; at this pace 80 % comes in a year"
    assert len(wrap(title, 722, TITLE)) == 2
    assert fitting_size(title, 722, 2 * TITLE.line, TITLE, (1, 22 / 24, 20 / 24)) == 24
    narrow = 0.485 * text_width(title, TITLE)
    assert fitting_size(title, narrow, 2 * TITLE.line, TITLE, (1, 22 / 24, 20 / 24)) == 22
    assert fitting_size(title * 2, narrow, 2 * TITLE.line, TITLE, (1, 22 / 24, 20 / 24)) is None


def test_a_text_is_cut_at_a_word_and_keeps_its_ending():
    assert shortened("Municipalities with the largest shortfall of electors", 150, 1, Type(12), " (2/3)").endswith(
        "… (2/3)"
    )
    assert shortened("Short enough", 150, 1, Type(12)) == "Short enough"


@given(WORDS, st.floats(40, 700))
def test_no_line_is_wider_than_its_box(words: list[str], width: float):
    assert all(text_width(line, TITLE) <= width or len(line) == 1 for line in wrap(" ".join(words), width, TITLE))


@given(WORDS, st.floats(60, 700), st.integers(1, 3))
def test_a_shortened_text_fits(words: list[str], width: float, lines: int):
    text = shortened(" ".join(words), width, lines, Type(12))
    assert text_height(text, width, Type(12)) <= lines * Type(12).line + 0.01
