"""References follow the rows of a template to where they went."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.renderers.excel.references import Area, cell_name, column_letters, column_number, parse_cell
from reportgen.renderers.excel.shift import LostReferenceError, Place, RowMap, shift_formula, shift_sqref


def rows_to(*places: list[tuple[int, int]], output: int) -> RowMap:
    """A RowMap from the outputs of rows 1, 2, 3 ... as (row, last added row)."""
    held = {row: [Place(*place) for place in group] for row, group in enumerate(places, start=1)}
    return RowMap(held, len(places), output)


# Row 2 held a table of three further rows, row 3 was repeated twice, row 4 was dropped.
MOVED = rows_to([(1, 1)], [(2, 5)], [(6, 6), (7, 7)], [], [(8, 8)], output=8)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A1", "A1"),
        ("A5", "A8"),
        ("$A$5+B5*2", "$A$8+B8*2"),
        ("SUM(A3:A3)", "SUM(A6:A7)"),
        ("SUM(B1:B5)", "SUM(B1:B8)"),
        ("SUM(A2:A3)", "SUM(A2:A7)"),
        ("SUM(A4:A5)", "SUM(A8:A8)"),
        ("A4", "#REF!"),
        ("A9", "A12"),
        ('"A5 stays "&A5', '"A5 stays "&A8'),
        ("'Sheet A'!A5", "'Sheet A'!A8"),
        ("Other!A5", "Other!A5"),
        ("'Other one'!A5+A5", "'Other one'!A5+A8"),
        ("tbl_x[A5]+A5", "tbl_x[A5]+A8"),
        ("LOG10(A5)", "LOG10(A8)"),
        ("$1:$3", "$1:$7"),
        ("rate5*A5", "rate5*A8"),
    ],
)
def test_a_formula_follows_its_cells(before: str, after: str) -> None:
    assert shift_formula(before, "Sheet A", {"Sheet A": MOVED}) == after


def test_a_formula_of_a_repeated_row_follows_the_cells_beside_it() -> None:
    assert shift_formula("B3/C3", "S", {"S": MOVED}, (3, 7)) == "B7/C7"
    assert shift_formula("SUM(B3:D3)", "S", {"S": MOVED}, (3, 7)) == "SUM(B7:D7)"


def test_a_single_cell_of_a_repeated_row_cannot_be_followed_from_elsewhere() -> None:
    with pytest.raises(LostReferenceError):
        shift_formula("B3", "S", {"S": MOVED})


def test_lists_of_ranges_follow_and_dropped_ones_go() -> None:
    assert shift_sqref("A1:B2 C4 D5", MOVED) == "A1:B5 D8"
    assert shift_sqref("C4", MOVED) == ""


def test_merged_ranges_are_repeated_with_their_rows() -> None:
    band = rows_to([(1, 1), (3, 3)], [(2, 2), (4, 4)], output=4)
    assert band.copies(Area.parse("A1:C2")) == [Area.parse("A1:C2"), Area.parse("A3:C4")]


def test_a_merged_range_keeps_what_is_left_of_it_when_its_ends_are_dropped() -> None:
    ends_dropped = rows_to([(1, 1)], [], [(2, 2)], [(3, 3)], [], output=3)
    assert ends_dropped.copies(Area.parse("A2:C5")) == [Area.parse("A2:C3")]
    assert ends_dropped.copies(Area.parse("A2:C2")) == []


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_references_survive_the_round_trip(column: int, row: int) -> None:
    assert column_number(column_letters(column)) == column
    assert parse_cell(cell_name(row, column)) == (row, column)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.data())
def test_ranges_stay_ranges_and_keep_their_order(counts: list[int], data: st.DataObject) -> None:
    places, row = [], 0
    for count in counts:
        places.append([(row + n + 1, row + n + 1) for n in range(count)])
        row += count
    rows = rows_to(*places, output=row)
    top = data.draw(st.integers(1, len(counts)))
    bottom = data.draw(st.integers(top, len(counts)))
    moved = rows.area(Area(top, 1, bottom, 1))
    alive = sum(counts[top - 1 : bottom])
    if not alive:
        assert moved is None
    elif top < bottom:
        assert moved is not None
        assert moved.bottom - moved.top + 1 == alive
