"""How many lines the texts of a workbook take: as many as Python's own wrapping makes, found in a tenth of its time."""

from __future__ import annotations

from textwrap import wrap

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.renderers.excel.widths import count_lines

# What a small letter takes of a column: small letters only, so that the room for them is known.
_SMALL_LETTER = 0.92
_TEXTS = st.text(alphabet="abcdé  .,'-—\t\n\u00a0\u2003", max_size=60)


@settings(deadline=None)
@example("follow-up of the all-hands meeting-room booking", 12)
@example("a word that-is-longer than the column", 5)
@example("two  blanks", 7)
@given(_TEXTS, st.integers(1, 30))
def test_a_text_takes_as_many_lines_as_it_is_wrapped_into(text: str, room: int):
    lines = (1 if len(line) <= room else len(wrap(line, room)) for line in text.split("\n"))
    assert count_lines(text, (room + 0.5) * _SMALL_LETTER) == sum(lines)


def test_capitals_need_more_room():
    assert (count_lines("many words", 10), count_lines("MANY WORDS", 10)) == (1, 2)
