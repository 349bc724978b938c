"""Workbooks of all kinds give the same tables, with sheet and cell."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.loaders.conftest import Load, places

FILES = Path(__file__).parent / "files"
PLAIN = "files: a.xlsx\ncolumns: {code: {from: CODE, type: id}, n: {from: N, type: count}}"


def workbook(rows: Sequence[Sequence[Any]], sheet: str = "Data", **more: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with the rows on a sheet, and further sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, content in {sheet: rows, **more}.items():
        page = book.create_sheet(name)
        for row in content:
            page.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_values_keep_their_types_and_addresses(load_table: Load) -> None:
    table = (
        "files: a.xlsx\ncolumns: {code: {from: CODE, type: id}, n: {from: N, type: count}, "
        "share: {from: Share, type: percent}, day: {from: Day, type: date}, ok: {from: OK, type: boolean}}"
    )
    rows: list[list[Any]] = [
        ["CODE", "N", "Share", "Day", "OK"],
        [2119.0, 5, 0.45, datetime(2024, 6, 27), True],
        ["001", None, "45 %", date(2024, 7, 1), "no"],
    ]
    dataset, problems = load_table(table, a__xlsx=workbook(rows))
    frame = dataset.tables["t"].frame
    assert not problems
    assert frame["code"].tolist() == ["2119", "001"], "an id is no number"
    assert frame["n"].isna().tolist() == [False, True]
    assert frame["share"].tolist() == [0.45, 0.45]
    assert [str(day)[:10] for day in frame["day"]] == ["2024-06-27", "2024-07-01"]
    assert frame["ok"].tolist() == [True, False]
    assert (dataset.tables["t"].files[0].sheet, dataset.tables["t"].cell(1, "share")) == ("Data", "C3")


def test_a_wrong_cell_is_told_with_sheet_and_cell(load_table: Load) -> None:
    rows: list[list[Any]] = [
        ["Title"],
        [],
        [None, "CODE", None, "N"],
        [None, "a", None, 5],
        [None, "b", None, "n/a"],
        [None, "c", None, 1.5],
    ]
    dataset, problems = load_table(PLAIN, a__xlsx=workbook(rows, "Q3"))
    assert str(problems[0]) == (
        'a.xlsx, sheet "Q3", cell D5: The cell is not a number that can be read (found "n/a", expected a whole '
        "number). Leave the cell empty if the number is unknown, or say what stands for missing values: missing: [n/a]."
    )
    assert places(problems)[1] == 'a.xlsx, sheet "Q3", cell D6'
    assert dataset.tables["t"].files[0].header_row == 3
    assert dataset.tables["t"].frame["@row"].tolist() == [4, 5, 6]


def test_the_sheet_with_the_headers_is_found_and_told(load_table: Load) -> None:
    rows: list[list[Any]] = [["CODE", "N"], ["a", 5]]
    data = workbook([["Read this first"], ["CODE of conduct"]], "Read me", Data=rows, Lists=[["x"]])
    dataset, problems = load_table(PLAIN, a__xlsx=data)
    assert dataset.tables["t"].frame["n"].tolist() == [5]
    assert [(problem.code, str(problem.location)) for problem in problems] == [("sheet-chosen", 'a.xlsx, sheet "Data"')]


def test_a_sheet_is_chosen_by_name(load_table: Load) -> None:
    data = workbook([["CODE", "N"], ["a", 5]], "January", February=[["CODE", "N"], ["a", 7]])
    dataset, problems = load_table(PLAIN + "\nsheet: february", a__xlsx=data)
    assert dataset.tables["t"].frame["n"].tolist() == [7]
    assert not problems


def test_a_sheet_that_is_not_there_is_told_with_a_suggestion(load_table: Load) -> None:
    _, [problem] = load_table(PLAIN + "\nsheet: Febuary", a__xlsx=workbook([["CODE"]], "January", February=[["x"]]))
    assert str(problem) == (
        'a.xlsx: There is no sheet "Febuary" (found January, February, expected Febuary). Did you mean "February"?'
    )


def test_an_excel_table_is_found_by_name(load_table: Load) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Data")
    sheet.write(0, 0, "CODE and N")
    columns = {"columns": [{"header": "CODE"}, {"header": "N"}], "data": [["a", 5], ["b", "x"]], "name": "tbl_use"}
    sheet.add_table(3, 2, 5, 3, columns)
    sheet.write(8, 2, "a note below the table")
    book.close()
    dataset, problems = load_table(PLAIN + "\ntable: TBL_use", a__xlsx=stream.getvalue())
    assert dataset.tables["t"].frame["code"].tolist() == ["a", "b"]
    assert places(problems) == ['a.xlsx, sheet "Data", cell D6']


def test_blank_rows_inside_and_below_a_table_are_skipped(load_table: Load) -> None:
    rows: list[list[Any]] = [["CODE", "N"], ["a", 1], [None, None], ["b", 2], ["", " "]]
    dataset, problems = load_table(PLAIN, a__xlsx=workbook(rows))
    assert dataset.tables["t"].frame["@row"].tolist() == [2, 4]
    assert not problems


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_other_kinds_of_workbooks_give_the_same_table(load_table: Load, kind: str) -> None:
    """The files were saved by LibreOffice 7.4."""
    table = f"files: a.{kind}\ncolumns: {{code: CODE, n: {{from: N, type: count}}, day: {{from: DAY, type: date}}}}"
    dataset, problems = load_table(table, **{f"a__{kind}": (FILES / f"small.{kind}").read_bytes()})
    assert dataset.tables["t"].frame["code"].tolist() == ["001", "b"]
    assert [str(day)[:10] for day in dataset.tables["t"].frame["day"]] == ["2024-06-27", "2024-07-01"]
    assert places(problems) == [f'a.{kind}, sheet "Data", cell B3']


def test_a_workbook_with_a_wrong_ending_is_read_all_the_same(load_table: Load) -> None:
    dataset, problems = load_table(PLAIN.replace("a.xlsx", "a.csv"), a__csv=workbook([["CODE", "N"], ["a", 5]]))
    assert dataset.tables["t"].frame["n"].tolist() == [5]
    assert not problems


def test_error_cells_are_missing_and_told(load_table: Load) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["CODE", "N", "X"])
    sheet.write_row(1, 0, ["a", 1])
    sheet.write(2, 0, "b")
    sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    sheet.write_formula(2, 2, "=NA()", None, "#N/A")
    sheet.write(3, 0, "c")
    sheet.write_formula(3, 1, "=2+3", None, 5)
    book.close()
    dataset, problems = load_table(PLAIN, a__xlsx=stream.getvalue())
    assert dataset.tables["t"].frame["n"].isna().tolist() == [False, True, False]
    assert [(str(problem.location), problem.code) for problem in problems] == [
        ('a.xlsx, sheet "Data", cell B3', "error-cell")
    ]


def test_a_formula_that_was_never_computed_is_an_error(load_table: Load) -> None:
    rows: list[list[Any]] = [["CODE", "N"], ["a", 1], ["b", "=B2+1"], ["c", "=SUM(B2:B3)"]]
    _, problems = load_table(PLAIN, a__xlsx=workbook(rows))
    assert [str(problem) for problem in problems] == [
        'a.xlsx, sheet "Data", cell B3: 2 cells hold a formula without a result (found B3, B4). '
        "Open the workbook in Excel, save it, and try again."
    ]
