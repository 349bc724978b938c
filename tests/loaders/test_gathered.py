"""Columns from rows of cells, piece by piece: the same as all at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.contracts import ColumnSpec
from reportgen.loaders import gathered
from reportgen.loaders.gathered import Gathered, gather

CELLS = st.one_of(
    st.sampled_from(["", "a", "North", "1"]),
    st.floats(-5, 5).map(lambda number: round(number * 2) / 2),
    st.booleans(),
    st.sampled_from([date(2024, 1, 1), datetime(2024, 1, 1)]),
)
ROWS = st.lists(st.lists(CELLS, max_size=4) | st.lists(CELLS, min_size=3, max_size=3), max_size=12)


def cells_of(column: Gathered, count: int) -> list[Any]:
    raw = column.raw(0, np.arange(count))
    return [raw.values[code] for code in raw.codes.tolist()]


@settings(max_examples=200, deadline=None)
@given(ROWS, st.integers(1, 5), st.integers(0, 2), st.booleans())
def test_every_cell_stays_what_and_where_it_was(rows: list[list[Any]], size: int, first: int, plain: bool) -> None:
    columns = [Gathered(index, ColumnSpec.model_validate({"type": "number"}) if plain else None) for index in (0, 2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathered, "_ROWS", size)
        count = gather(columns, rows, first)
    assert count == len(rows[first:])
    for column in columns:
        expected = [row[column.index] if column.index < len(row) else "" for row in rows[first:]]
        found = cells_of(column, count)
        assert found == expected
        # True is not 1, and a date no moment.
        assert list(map(type, found)) == list(map(type, expected))


@pytest.mark.parametrize("late", ["n/a", True, "", float("inf")])
def test_one_cell_that_is_no_plain_number_is_still_read_as_it_stands(late: Any) -> None:
    column = Gathered(0, ColumnSpec.model_validate({"type": "number"}))
    rows = [[float(number)] for number in range(1200)] + [[late]]
    count = gather([column], rows, 0)
    assert cells_of(column, count) == [row[0] for row in rows]


def test_fractions_in_a_count_are_left_to_be_told() -> None:
    column = Gathered(0, ColumnSpec.model_validate({"type": "count"}))
    gather([column], [[1.0]] * 600 + [[1.5]], 0)
    raw = column.raw(0, np.arange(601))
    assert list(raw.values) == [1.0, 1.5]
