"""Where the tables of a sheet stand that nobody has described yet."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.loaders.looks import Look, look_of
from reportgen.loaders.shape import find_blocks, find_header

Rows = list[list[Any]]
BODY: Rows = [["2024-01", "Sales", 5], ["2024-02", "Care", 6]]
HEADER: Rows = [["Month", "Unit", "Seats"]]


def spans(rows: Rows, merges: Any = ()) -> list[tuple[int, int, int]]:
    return [(block.top, block.first, block.end) for block in find_blocks(rows, merges)]


def test_a_header_in_the_first_row_is_found() -> None:
    [block] = find_blocks(HEADER + BODY)
    assert (block.top, block.first, block.end, block.left, block.right) == (0, 1, 3, 0, 3)
    assert block.headers == ("Month", "Unit", "Seats")


@pytest.mark.parametrize("gap", [[], [[]], [["", None, ""], []]], ids=["no", "one", "two"])
def test_a_title_above_is_no_header_with_any_number_of_empty_rows_between(gap: Rows) -> None:
    [block] = find_blocks([["Use of the portal", "", ""], *gap, *HEADER, *BODY])
    assert block.top == 1 + len(gap)
    assert block.title == "Use of the portal"


def test_filters_above_and_notes_below_are_not_in_the_table() -> None:
    rows: Rows = [["Applied filters: year is 2024"], [], *HEADER, *BODY, [], ["Source: register"], ["Printed on 3 May"]]
    assert spans(rows) == [(2, 3, 5)]


def test_two_tables_below_each_other_are_two() -> None:
    rows: Rows = [*HEADER, *BODY, [], ["Region", "Visits"], ["North", 4], ["South", 7]]
    assert spans(rows) == [(0, 1, 3), (4, 5, 7)]


def test_two_tables_side_by_side_are_two() -> None:
    rows: Rows = [
        ["Unit", "Seats", None, "Region", "Visits"],
        ["Sales", 5, None, "North", 4],
        ["Care", 6, None, "South", 7],
    ]
    assert [(block.left, block.right) for block in find_blocks(rows)] == [(0, 2), (3, 5)]


def test_a_table_goes_on_after_an_empty_row() -> None:
    assert spans([*HEADER, *BODY, [], *BODY, [], ["Note: all units"]]) == [(0, 1, 6)]


def test_years_and_months_are_headers_of_a_wide_table() -> None:
    assert find_blocks([["Unit", 2022.0, 2023.0], ["Sales", 5.0, 6.0], ["Care", 7.0, 8.0]])[0].headers[1] == "2022"
    assert find_blocks([["Unit", "Jan-24", "Feb-24"], ["Sales", "5", "6"]])[0].headers == ("Unit", "Jan-24", "Feb-24")


@pytest.mark.parametrize(
    "header",
    [
        [["Unit", "2023", "", "2024", ""], ["", "Users", "Seats", "Users", "Seats"]],
        [["", "2023", "", "2024", ""], ["Unit", "Users", "Seats", "Users", "Seats"]],
    ],
    ids=["name above", "name below"],
)
def test_two_header_rows_are_read_downwards(header: Rows) -> None:
    [block] = find_blocks([*header, ["Sales", 1, 2, 3, 4], ["Care", 5, 6, 7, 8]])
    assert block.header_rows == range(2)
    assert block.headers == ("Unit", "2023 / Users", "2023 / Seats", "2024 / Users", "2024 / Seats")


def test_a_merged_heading_holds_for_its_columns_only() -> None:
    rows: Rows = [
        ["", "Persons", "", ""],
        ["Unit", "Users", "Seats", "Note"],
        ["Sales", 1, 2, "late"],
        ["Care", 3, 4, ""],
    ]
    [block] = find_blocks(rows, [(0, 1, 0, 2)])
    assert block.headers == ("Unit", "Persons / Users", "Persons / Seats", "Note")


def test_a_title_merged_over_the_whole_table_is_no_header() -> None:
    rows: Rows = [["Use in 2024", "", ""], *HEADER, *BODY]
    [block] = find_blocks(rows, [(0, 0, 0, 2)])
    assert (block.top, block.title) == (1, "Use in 2024")


def test_a_row_of_units_belongs_to_the_header() -> None:
    [block] = find_blocks([["Unit", "Users", "Cost"], ["", "persons", "EUR"], ["Sales", 1, 2.5], ["Care", 3, 4.5]])
    assert block.headers == ("Unit", "Users / persons", "Cost / EUR")


def test_a_row_of_missing_numbers_belongs_to_the_data() -> None:
    assert spans([["Unit", "Users", "Seats"], ["Sales", "n/a", "-"], ["Care", 3, 4], ["Lab", 5, 6]]) == [(0, 1, 4)]


def test_a_table_of_texts_has_its_header_in_the_first_row() -> None:
    assert spans([["Name", "Role"], ["Office A", "Lead"], ["Office B", "Support"], ["Office C", "Support"]]) == [
        (0, 1, 4)
    ]


@pytest.mark.parametrize("rows", [[], [[]], [["", None]], [["a", 1.5, 2.5], ["b", 3.5, 4.5]]])
def test_without_a_header_there_is_no_table(rows: Rows) -> None:
    assert find_header(rows) is None


def test_a_long_table_reaches_its_last_row() -> None:
    assert spans(HEADER + BODY * 3000) == [(0, 1, 6001)]


@pytest.mark.parametrize(
    ("cell", "look"),
    [
        (None, Look.BLANK), ("\N{NO-BREAK SPACE}", Look.BLANK), ("Unit", Look.TEXT), (5, Look.NUMBER),
        ("1\N{NARROW NO-BREAK SPACE}234,5", Look.NUMBER), ("45 %", Look.NUMBER), ("€ 1.200", Look.NUMBER),
        ("-3", Look.NUMBER), ("1.03006E+13", Look.NUMBER), (2024.0, Look.PERIOD), ("2023-2024", Look.PERIOD),
        ("Q1 2024", Look.PERIOD), ("mars 2024", Look.PERIOD), ("24-10-2024", Look.DATE),
        ("01/02/2015 11:12:50 AM", Look.DATE), ("2024-10-31T10:00:00Z", Look.DATE), ("yes", Look.BOOLEAN),
        (True, Look.BOOLEAN), ("n/a", Look.NO_VALUE), ("< 5", Look.NO_VALUE), ("#DIV/0!", Look.NO_VALUE),
        ("Ward 12", Look.TEXT), ("janv. 2024", Look.PERIOD), ("січня 2024", Look.PERIOD), ("Sept.-24", Look.PERIOD),
        ("x" * 50_000, Look.TEXT),
    ],
)  # fmt: skip
def test_a_cell_is_taken_for_what_it_looks_like(cell: object, look: Look) -> None:
    assert look_of(cell) is look
