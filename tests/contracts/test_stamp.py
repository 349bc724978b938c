"""The stamp of a workbook to fill in survives as a text, in pieces that Excel holds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from reportgen.contracts import TableSpec
from reportgen.contracts.stamp import Stamp

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
STAMPS = st.builds(
    Stamp,
    st.sampled_from(["2026-11", "2026-Q4", "2026", "2026-W41"]),
    st.dates(),
    st.dates(),
    st.dictionaries(NAMES, st.integers(1, 99), min_size=1, max_size=30),
    st.text(max_size=20),
    st.text(max_size=60),
    st.sampled_from(["en", "uk"]),
)


@given(STAMPS)
def test_a_stamp_is_read_as_it_was_written(stamp: Stamp) -> None:
    assert Stamp.parse(stamp.text()) == stamp


@given(STAMPS)
def test_its_pieces_are_short_plain_and_make_the_whole(stamp: Stamp) -> None:
    pieces = stamp.pieces()
    assert len({name for name, _ in pieces}) == len(pieces)
    assert all(len(text) <= 255 and text.isascii() and '"' not in text for _, text in pieces)
    assert "".join(text for _, text in pieces) == stamp.text()


@pytest.mark.parametrize(
    "text",
    ["", "reportgen-collect?", "period=2026-11", "reportgen-collect?period=2026-11&from=x&to=y&tables=a.1",
     "reportgen-collect?period=2026-11&from=2026-11-01&to=2026-11-30&tables=a"],
)  # fmt: skip
def test_any_other_text_is_no_stamp(text: str) -> None:
    assert Stamp.parse(text) is None


def test_a_stamp_says_period_and_scope_in_words_that_people_can_read() -> None:
    stamp = Stamp("2026-11", date(2026, 11, 1), date(2026, 11, 30), {"adoption": 1}, "segment", "Field offices")
    assert stamp.text() == (
        "reportgen-collect?period=2026-11&from=2026-11-01&to=2026-11-30&tables=adoption.1"
        "&grouping=segment&scope=Field%20offices&language=en"
    )


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ({"type": "count", "at_most": "seatz"}, "seatz"),
        ({"type": "date", "not_before": "opened"}, "opened"),
        ({"type": "count", "calculated": "a * b"}, "than a"),
        ({"type": "count", "calculated": "seats"}, "a product of two fields"),
        ({"type": "date", "example": "soon"}, "a date such as"),
        ({"type": "count", "example": "many"}, "a number"),
    ],
)
def test_what_a_column_refers_to_must_be_there(column: dict[str, str], expected: str) -> None:
    with pytest.raises(ValidationError, match=expected):
        TableSpec.model_validate({"files": "a.xlsx", "columns": {"seats": {"type": "count"}, "x": column}})
