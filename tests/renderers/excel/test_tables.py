"""Tables of plain values: large ones, odd numbers, widths and heights."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reportgen.content.phrases import Label
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import Count, Days, Number, Percent, Points, Quantity, Status, exact
from reportgen.locales.numbers import cell_number
from tests.renderers.excel.books import ENGLISH, part_of, rendered, sheet_of, with_blocks

SHARE = Percent(Decimal(0), 1)


def table(*rows: tuple[Cell, ...], format: Quantity | None = SHARE, emphasis: Emphasis = Emphasis.NONE) -> Table:
    columns = (Column("name", "Name"), Column("value", "Value", Align.RIGHT, format=format))
    return Table("sources", columns, tuple(Row(str(n), cells, emphasis) for n, cells in enumerate(rows)))


def test_a_large_table_of_plain_values_comes_back_whole(tmp_path: Path) -> None:
    rows = [(f"Town {n % 700}", None if n % 9 == 0 else n / 3000) for n in range(3000)]
    result = rendered(tmp_path, {"B2": "{{ sources }}", "B4": "below"}, with_blocks(sources=table(*rows)))
    sheet = sheet_of(result)
    cells = [(sheet.cell(row, 2).value, sheet.cell(row, 3).value) for row in range(3, 3003)]
    assert cells == [(name, "n/a" if value is None else value) for name, value in rows]
    assert {sheet.cell(row, 3).number_format for row in (4, 1000, 3002)} == {ENGLISH.number_format(SHARE)}
    assert sheet["B3004"].value == "below"
    read = (
        CalamineWorkbook.from_filelike(io.BytesIO(result.data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    )
    assert read[2][1:3] == ["Town 0", "n/a"]
    assert read[3001][1:3] == ["Town 199", 2999 / 3000]


@pytest.mark.parametrize(
    "texts",
    [
        ["Town 1", "Town 2", "Town 1"],
        ["Town 1", "R&D <new>", "=1+1", "Town 1", "50 %", "%s"],
        ["Town 1", "Town\n2", "2", "Town 1"],
        ["one\ntwo", "three"],
    ],
)
def test_texts_stand_in_their_rows_whatever_stands_beside_them(tmp_path: Path, texts: list[str]) -> None:
    rows = [(text, number) for number, text in enumerate(texts)]
    made = table(*rows, format=Count(Decimal(0)))
    sheet = sheet_of(rendered(tmp_path, {"A1": "{{ sources }}"}, with_blocks(sources=made)))
    assert [(sheet.cell(row, 1).value, sheet.cell(row, 2).value) for row in range(2, 2 + len(rows))] == rows


@pytest.mark.parametrize("value", [0.5, 0, -0.25, 12.5, 1e12, -1e-9, 0.99949999])
@pytest.mark.parametrize("format", [SHARE, Points(Decimal(0), 1, signed=True), Count(Decimal(0)), Days(Decimal(0), 2)])
def test_a_plain_number_prints_as_its_column_says(tmp_path: Path, value: float, format: Quantity) -> None:
    cell = sheet_of(
        rendered(tmp_path, {"A1": "{{ sources }}"}, with_blocks(sources=table(("a", value), ("b", 1), format=format)))
    )["B2"]
    printed = replace(format, amount=exact(value))
    assert cell.value == pytest.approx(cell_number(printed), rel=1e-15)
    assert cell.number_format == ENGLISH.number_format(printed)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None])
def test_what_is_no_number_is_a_word(tmp_path: Path, value: float | None) -> None:
    sheet = sheet_of(rendered(tmp_path, {"A1": "{{ sources }}"}, with_blocks(sources=table(("a", value), ("b", 0.5)))))
    assert (sheet["B2"].value, sheet["B3"].value) == ("n/a", 0.5)


def test_a_total_that_is_not_the_sum_stays_a_number(tmp_path: Path) -> None:
    whole = Count(Decimal(0))
    rows = [Row(str(n), (str(n), replace(whole, amount=Decimal(n)))) for n in (1, 2)]
    total = Row("total", ("All", replace(whole, amount=Decimal(4))), Emphasis.TOTAL)
    made = replace(table(), rows=(*rows, total))
    sheet = sheet_of(rendered(tmp_path, {"A1": "{{ sources }}"}, with_blocks(sources=made)), values=False)
    assert (sheet["B4"].value, sheet.tables["tbl_sources"].ref) == (4, "A1:B3")


def test_emphasis_and_labels_are_shown(tmp_path: Path) -> None:
    made = table((Label("Reach", "of users"), 0.5), emphasis=Emphasis.EXCEPTION)
    cell = sheet_of(rendered(tmp_path, {"A1": "{{ sources }}"}, with_blocks(sources=made)))["A2"]
    assert (cell.value, cell.fill.fgColor.theme, cell.border.bottom.style) == ("Reach", 2, "medium")


def test_columns_are_as_wide_as_their_texts_and_at_most_60(tmp_path: Path) -> None:
    columns = (Column("a", "A"), Column("b", "B"), Column("c", "C"), Column("d", "Municipalities live: denominator"))
    made = Table("sources", columns, (Row("1", ("x", "y" * 30, "long text " * 12, 1)),))
    result = rendered(tmp_path, {"A1": "{{ sources }}"}, with_blocks(sources=made))
    sheet = sheet_of(result)
    assert [sheet.column_dimensions[column].width for column in "ABCD"] == [8, 32, 60, 20]
    assert (sheet["C2"].alignment.wrap_text, sheet.row_dimensions[2].height) == (True, 40.5)
    assert (sheet["D1"].alignment.wrap_text, sheet.row_dimensions[1].height) == (True, 55.5)


def test_a_wider_column_of_the_template_stays(tmp_path: Path) -> None:
    def widen(book: object) -> None:
        book.active.column_dimensions["A"].width = 40  # type: ignore[attr-defined]

    sheet = sheet_of(rendered(tmp_path, {"A1": "{{ sources }}"}, setup=widen))
    assert sheet.column_dimensions["A"].width == 40


@pytest.mark.parametrize(("given", "width", "wraps"), [(24, 24, True), (10, 52, False), (70, 70, False)])
def test_texts_wrap_in_a_column_that_the_template_made_for_them(
    tmp_path: Path, given: float, width: float, wraps: bool
) -> None:
    def setup(book: Any) -> None:
        book.active.column_dimensions["A"].width = given

    made = table(("word " * 9 + "12345", 0.5), ("short", 0.5))
    sheet = sheet_of(rendered(tmp_path, {"A1": "{{ sources }}"}, with_blocks(sources=made), setup))
    assert sheet.column_dimensions["A"].width == pytest.approx(width)
    assert bool(sheet["A2"].alignment.wrap_text) is wraps
    assert (sheet.row_dimensions[2].height or 0) > (30 if wraps else -1)


@pytest.mark.parametrize("head", ["No.", "For", "Id", "WWW"])
def test_a_short_header_is_one_line(tmp_path: Path, head: str) -> None:
    made = replace(table(("a", 0.5)), columns=(Column("name", head), Column("value", "Value")))
    sheet = sheet_of(rendered(tmp_path, {"A1": "{{ sources }}"}, with_blocks(sources=made)))
    assert not sheet["A1"].alignment.wrap_text
    assert sheet.row_dimensions[1].height is None


def test_rows_grow_with_the_wrapped_texts_of_tags(tmp_path: Path) -> None:
    def wrap(book: object) -> None:
        from openpyxl.styles import Alignment

        book.active["A1"].alignment = Alignment(wrap_text=True)  # type: ignore[attr-defined]

    report = replace(with_blocks(), title="word " * 10)
    sheet = sheet_of(rendered(tmp_path, {"A1": "{{ report.title }}"}, report, wrap))
    assert sheet.row_dimensions[1].height > 40


def test_codes_of_digits_get_no_green_corners(tmp_path: Path) -> None:
    result = rendered(tmp_path, {"A1": "{{ sources }}"}, with_blocks(sources=table(("001001", 0.5))))
    assert '<ignoredError sqref="A1:B2" numberStoredAsText="1"' in part_of(result, "xl/worksheets/sheet1.xml")
    assert sheet_of(result)["A2"].value == "001001"


CELLS = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.integers(-(10**9), 10**9),
    st.text("abc =<&'\"", max_size=12),
    st.sampled_from(list(Status)),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_any_table_opens_with_its_numbers(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Cell, Cell]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    made = table(*rows, format=Number(Decimal(0), 2))
    sheet = sheet_of(rendered(folder, {"A1": "{{ sources }}"}, with_blocks(sources=made)))
    for row, (_, value) in enumerate(rows, start=2):
        if isinstance(value, int | float):
            assert sheet.cell(row, 2).value == value
