"""Cells become numbers, shares, dates, texts; what does not fit is told with its cell, never guessed."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.contracts import ColumnSpec
from reportgen.loaders.cells import numbers
from tests.loaders.conftest import Load, places


def number(text: object, kind: str = "number", decimal: str = "", **said: object) -> float | str:
    """The number in a cell, or what was expected in its place."""
    typed = numbers([text], ColumnSpec.model_validate({"type": kind, **said}), decimal, ("NA", "n/a"))
    return typed.wrong[0] if typed.wrong else float(typed.values[0])


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("12", "", 12),
        (" 12.5 ", "", 12.5),
        ("-3", "", -3),
        ("\N{MINUS SIGN}3", "", -3),
        ("1e3", "", 1000),
        ("1 234 567", "", 1234567),
        ("1\u00a0234", "", 1234),
        ("1\u202f234.5", "", 1234.5),
        ("1'234", "", 1234),
        ("1,234,567", "", 1234567),
        ("1,234.5", "", 1234.5),
        ("1,234", ".", 1234),
        ("12,5", ",", 12.5),
        ("1.234,5", ",", 1234.5),
        ("1.234", ",", 1234),
        ("1 234,5", ",", 1234.5),
        (12, "", 12),
        (0.1, ",", 0.1),
    ],
)
def test_a_number_is_read_as_people_write_it(text: object, decimal: str, value: float) -> None:
    assert number(text, decimal=decimal) == value


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "NA", " n/a "])
def test_blank_and_declared_texts_are_missing(text: str) -> None:
    assert math.isnan(float(number(text)))


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("ten", ""),
        ("1O", ""),
        ("< 5", ""),
        ("-", ""),
        ("1,234", ""),
        ("12,5", ""),
        ("12.5.1", ""),
        ("1.5", ","),
        ("1 23", ""),
        ("inf", ""),
        ("nan", ""),
        ("1e999", ""),
        ("#N/A", ""),
        ("0x10", ""),
        ("45 %", ""),
        (True, ""),
        (datetime(2024, 1, 1), ""),
    ],
)
def test_what_is_no_certain_number_is_wrong(text: object, decimal: str) -> None:
    assert number(text, decimal=decimal) == "a number"


@pytest.mark.parametrize(
    ("text", "scale", "value"),
    [
        ("45 %", "1", 0.45),
        ("0.45", "1", 0.45),
        ("150%", "1", 1.5),
        (1.5758, "1", 1.5758),
        ("45", "100", 0.45),
        ("45 %", "100", 0.45),
        ("71,5 %", "1", 0.715),
    ],
)
def test_a_share_is_a_ratio(text: object, scale: str, value: float) -> None:
    assert number(text, "percent", decimal="," if "," in str(text) else "", scale=scale) == pytest.approx(value, abs=0)


def test_a_percent_number_without_its_sign_is_asked_about() -> None:
    assert number("45", "percent") == "a share such as 0.45 or 45 %"


@pytest.mark.parametrize("text", ["€180 000", "180 000 €", "EUR 180 000", "180000 EUR", "180000"])
def test_money_may_carry_its_sign(text: str) -> None:
    assert number(text, "money") == 180000


def test_a_count_is_whole() -> None:
    assert number("1.5", "count") == "a whole number"
    assert number(136.0, "count") == 136


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_a_program_writes_comes_back(value: float) -> None:
    assert number(repr(value)) == value
    assert number(value) == value


DATED = "files: a.csv\ncolumns: {d: {from: D, type: date%s}}"


def column(load_table: Load, cells: list[str], said: str = "") -> tuple[list[Any], list[str]]:
    dataset, problems = load_table(DATED % said, a__csv="D\n" + "\n".join(f'"{cell}"' for cell in cells))
    return dataset.tables["t"].frame["d"].tolist(), [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("dd-mm-yyyy", "27-06-2024", "2024-06-27"),
        ("dd-mm-yyyy", "7-6-2024", "2024-06-07"),
        ("mm/dd/yyyy hh:mm:ss AM", "01/02/2015 11:12:50 AM", "2015-01-02 11:12:50"),
        ("mm/dd/yyyy hh:mm:ss AM", "01/02/2015 12:12:50 AM", "2015-01-02 00:12:50"),
        ("yyyy-mm", "2024-02", "2024-02-29"),
        ("yyyy", "2024", "2024-12-31"),
        ("Qq yyyy", "Q3 2024", "2024-09-30"),
        ("mmm-yy", "Jan-22", "2022-01-31"),
        ("dd/mmm/yy hh:mm AM", "11/May/24 03:26 PM", "2024-05-11 15:26"),
    ],
)
def test_a_date_is_read_by_its_format(load_table: Load, form: str, text: str, expected: str) -> None:
    values, problems = column(load_table, [text], f', format: "{form}"')
    assert (values, problems) == ([pd.Timestamp(expected)], [])


@pytest.mark.parametrize("text", ["31-02-2024", "27/06/2024", "soon", "01-01-9999", "45321"])
def test_what_is_no_date_is_told(load_table: Load, text: str) -> None:
    _, [told] = column(load_table, [text, "27-06-2024"], ", format: dd-mm-yyyy")
    assert told == (
        f'a.csv, cell A2: The cell is not a date that can be read (found "{text}", expected a date such as dd-mm-yyyy).'
    )


def test_iso_dates_need_no_format(load_table: Load) -> None:
    values, problems = column(load_table, ["2024-06-27", "2024-07-01"])
    assert (values, problems) == ([pd.Timestamp("2024-06-27"), pd.Timestamp("2024-07-01")], [])


def test_one_certain_row_decides_for_the_column_and_it_is_told(load_table: Load) -> None:
    values, [told] = column(load_table, ["10/11/2024", "27/06/2024"])
    assert values == [pd.Timestamp("2024-11-10"), pd.Timestamp("2024-06-27")]
    assert 'a.csv, cell A1: The dates of "D" were read as dd/mm/yyyy' in told


def test_dates_that_can_be_read_in_two_ways_are_asked_about(load_table: Load) -> None:
    values, problems = column(load_table, ["10/11/2024", "01/02/2024"])
    assert pd.isna(values[0])
    assert problems[0] == (
        'a.csv, cell A2: The cell is not a date that can be read (found "10/11/2024", expected a date that can be read '
        "in one way (dd/mm/yyyy or mm/dd/yyyy)). Say format: dd/mm/yyyy or format: mm/dd/yyyy for the column."
    )


def test_the_files_of_a_table_decide_together(load_table: Load) -> None:
    table = DATED.replace("a.csv", "a*.csv") % ""
    dataset, problems = load_table(table, a1__csv="D\n10/11/2024\n", a2__csv="D\n27/06/2024\n")
    assert dataset.tables["t"].frame["d"].tolist() == [pd.Timestamp("2024-11-10"), pd.Timestamp("2024-06-27")]
    assert [problem.code for problem in problems] == ["date-format"]


def test_wrong_cells_are_told_one_by_one_and_beyond_twenty_as_one(load_table: Load) -> None:
    table = "files: a.csv\ncolumns: {code: CODE, n: {from: N, type: count}, m: {from: M, type: number}}"
    rows = "".join(f"{i},{'bad' if i < 21 else i},{'x' if i < 20 else i}\n" for i in range(40))
    _, problems = load_table(table, a__csv="CODE,N,M\n" + rows)
    assert places(problems) == ["a.csv, cell B2", *(f"a.csv, cell C{row}" for row in range(2, 22))]
    assert problems[0].message == (
        "The cell is not a number that can be read, in 21 cells of this column: B2, B3, B4, B5, B6, ..."
    )


def test_texts_lose_their_outer_blanks_and_declared_missing_ones_are_missing(load_table: Load) -> None:
    table = "files: a.csv\nmissing: [NA]\ncolumns: {s: {from: S, missing: ['-']}}"
    dataset, problems = load_table(table, a__csv='S\n"UNIONE CIVILE "\nUNIONE CIVILE\nNA\n-\n0\n')
    assert dataset.tables["t"].frame["s"].astype(object).where(lambda s: s.notna(), None).tolist() == [
        "UNIONE CIVILE",
        "UNIONE CIVILE",
        None,
        None,
        "0",
    ]
    assert not problems


def test_booleans_are_words(load_table: Load) -> None:
    table = "files: a.csv\ncolumns: {b: {from: B, type: boolean}, c: C}"
    dataset, problems = load_table(table, a__csv="B,C\nYes,1\nno,2\nTRUE,3\n,4\nperhaps,5\n")
    assert dataset.tables["t"].frame["b"].astype(object).tolist()[:3] == [True, False, True]
    assert dataset.tables["t"].frame["b"].isna().tolist() == [False, False, False, True, True]
    assert places(problems) == ["a.csv, cell A6"]


def test_an_id_that_a_program_destroyed_is_told(load_table: Load) -> None:
    _, problems = load_table("files: a.csv\ncolumns: {id: {from: ID, type: id}}", a__csv="ID\n1.03006E+13\n007\n")
    assert [(problem.code, str(problem.location)) for problem in problems] == [("damaged-id", "a.csv, cell A2")]
