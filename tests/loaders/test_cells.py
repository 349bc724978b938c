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
from reportgen.loaders.numbers import numbers
from reportgen.loaders.words import texts
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
        ("-", ""),
        ("1,234", ""),
        ("12.5.1", ""),
        ("1.5", ","),
        ("1 23", ""),
        ("inf", ""),
        ("nan", ""),
        ("1e999", ""),
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


def column_of(kind: str, *cells: object, **said: object) -> tuple[list[float | None], dict[str, list[int]]]:
    """The numbers of a column, None where one is missing, and the cells of each kind of remark; "wrong" is one."""
    typed = numbers(list(cells), ColumnSpec.model_validate({"type": kind, **said}), "", ())
    told = {code: sorted(done) for code, done in typed.notes.items() if done}
    return [None if math.isnan(value) else float(value) for value in typed.values], {
        **told,
        **({"wrong": sorted(typed.wrong)} if typed.wrong else {}),
    }


def test_a_percent_number_without_its_sign_is_read_where_the_column_has_no_ratio() -> None:
    assert column_of("percent", "63", "45 %", "2", "") == ([0.63, 0.45, 0.02, None], {"percent-scale": [0, 2]})


def test_ratios_and_percent_numbers_in_one_column_are_asked_about() -> None:
    assert column_of("percent", 0.63, "45", "63 %") == ([0.63, None, 0.63], {"wrong": [1]})


def test_a_declared_scale_decides() -> None:
    assert column_of("percent", "45", "2", scale="1") == ([None, 2.0], {"wrong": [0]})
    assert column_of("percent", "0.5", "45", scale="100") == ([0.005, 0.45], {})


def test_shares_that_may_be_multiples_are_read_and_told() -> None:
    assert column_of("percent", "2", "1.5") == ([2.0, 1.5], {"percent-doubtful": [0, 1]})
    assert column_of("percent", "1.5758", "0.97", "1") == ([1.5758, 0.97, 1.0], {})


@pytest.mark.parametrize(
    ("cells", "values", "told"),
    [
        (["12,5", "1,234"], [12.5, 1.234], {"decimal-sign": [0, 1]}),
        (["12,5", "1.234"], [12.5, 1234.0], {"decimal-sign": [0, 1]}),
        (["1.234.567", "1.234", "7"], [1234567.0, 1234.0, 7.0], {"decimal-sign": [0, 1]}),
        (["12.5", "1,234"], [12.5, 1234.0], {"decimal-sign": [1]}),
        (["1,234,567", "1,234"], [1234567.0, 1234.0], {"decimal-sign": [1]}),
        (["12,5", "12.5"], [None, 12.5], {"wrong": [0]}),
        (["1,234", "7"], [None, 7.0], {"wrong": [0]}),
        (["1.234", "7"], [1.234, 7.0], {"point-doubtful": [0]}),
        (["1.234", "7.25"], [1.234, 7.25], {}),
    ],
)
def test_the_decimal_sign_is_decided_by_the_whole_column(
    cells: list[str], values: list[float | None], told: dict[str, list[int]]
) -> None:
    assert column_of("number", *cells) == (values, told)


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("< 5", None, "suppressed"),
        ("<5", None, "suppressed"),
        ("≤ 3", None, "suppressed"),
        ("*", None, "suppressed"),
        (":", None, "suppressed"),
        ("..", None, "suppressed"),
        ("c", None, "suppressed"),
        ("#N/A", None, "error-cell"),
        ("#DIV/0!", None, "error-cell"),
        ("12-", -12, "minus-sign"),
        ("(12)", -12, "minus-sign"),
        ("(1 234)", -1234, "minus-sign"),
        ("–12", -12, "minus-sign"),
        ("12​", 12, "invisible-characters"),
        ("﻿12", 12, "invisible-characters"),
        ("12 €", 12, "currency-sign"),
        ("12 zł", 12, "currency-sign"),
        ("EUR 12", 12, "currency-sign"),
        ("≥ 12", 12, "limit-sign"),
        ("~12", 12, "limit-sign"),
        ("12*", 12, "footnote-mark"),
        ("12¹", 12, "footnote-mark"),
        ("12 [2]", 12, "footnote-mark"),
        ("12 p", 12, "footnote-mark"),
        ("12 1)", 12, "footnote-mark"),
    ],
)
def test_what_stands_around_a_number_is_taken_away_and_told(cell: str, value: float | None, told: str) -> None:
    assert column_of("count", cell) == ([value], {told: [0]})


@pytest.mark.parametrize("cell", ["-", "–", "NA", "ND", "n/a", "tbd", "80-85", "12 days", "5 h", "> 100"])
def test_what_may_mean_several_things_is_asked_about(cell: str) -> None:
    assert column_of("count", cell) == ([None], {"wrong": [0]})


def test_amounts_in_two_currencies_are_asked_about() -> None:
    assert column_of("money", "€ 5", "6", "$7") == ([None, 6.0, None], {"wrong": [0, 2]})


def test_a_target_with_a_limit_is_the_limit() -> None:
    assert column_of("percent", "≥ 80 %", "tbd", "80-85%") == ([0.8, None, None], {"limit-sign": [0], "wrong": [1, 2]})


def test_zero_can_be_declared_to_mean_not_measured() -> None:
    dataset_cells = numbers([0, "0", "0.0", 5], ColumnSpec.model_validate({"type": "count"}), "", ("0",))
    assert [math.isnan(value) for value in dataset_cells.values] == [True, True, False, False]


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


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["stycznia 2024", "lutego 2024", "paź 2024"], ["2024-01-31", "2024-02-29", "2024-10-31"]),
        (["janv. 2024", "févr. 2024", "août 2024"], ["2024-01-31", "2024-02-29", "2024-08-31"]),
        (["Mär-24", "Dez-24"], ["2024-03-31", "2024-12-31"]),
        (["січня 2024", "травень 2024"], ["2024-01-31", "2024-05-31"]),
        (["3 марта 2024", "12 мая 2024"], ["2024-03-03", "2024-05-12"]),
        (["Ιανουάριος 2024", "Μάιος 2024"], ["2024-01-31", "2024-05-31"]),
        (["gennaio 2024", "sett. 2024"], ["2024-01-31", "2024-09-30"]),
        (["listopad 2024", "lipiec 2024"], ["2024-11-30", "2024-07-31"]),
        (["Sept. 2024", "Oct. 2024"], ["2024-09-30", "2024-10-31"]),
    ],
)
def test_months_are_named_in_any_language(load_table: Load, cells: list[str], read: list[str]) -> None:
    values, _ = column(load_table, cells)
    assert [str(value)[:10] for value in values] == read


def test_a_month_that_is_another_one_next_door_is_asked_about(load_table: Load) -> None:
    """October in Croatian, November in Polish."""
    values, [told] = column(load_table, ["listopad 2024"])
    assert pd.isna(values[0])
    assert "a.csv, cell A2: The cell is not a date that can be read" in told


@pytest.mark.parametrize(
    ("cells", "start", "read"),
    [
        (["2023-2024", "2024-2025"], 4, ["2024-03-31", "2025-03-31"]),
        (["2023/24"], 7, ["2024-06-30"]),
        (["FY25", "FY 24"], 10, ["2025-09-30", "2024-09-30"]),
        (["FY2025"], 1, ["2025-12-31"]),
        (["Q1 2025/26", "Q4 2025/26"], 4, ["2025-06-30", "2026-03-31"]),
        (["2024-Q3", "2024-Q4"], 1, ["2024-09-30", "2024-12-31"]),
        (["T2 2024"], 1, ["2024-06-30"]),
        (["II kw. 2024"], 1, ["2024-06-30"]),
        (["III кв. 2024"], 1, ["2024-09-30"]),
        (["3. Quartal 2024"], 1, ["2024-09-30"]),
        (["2023", "2024"], 1, ["2023-12-31", "2024-12-31"]),
    ],
)
def test_fiscal_years_and_quarters_end_where_the_projects_year_does(
    load_table: Load, cells: list[str], start: int, read: list[str]
) -> None:
    dataset, _ = load_table(DATED % "", f"year_start: {start}", a__csv="D\n" + "\n".join(cells))
    assert [str(value)[:10] for value in dataset.tables["t"].frame["d"]] == read


def test_a_fiscal_year_without_a_declared_start_is_asked_about(load_table: Load) -> None:
    _, [told] = column(load_table, ["2023-2024"])
    assert told.endswith("say in which month it starts: year_start: 4 at the top of the project file.")


def test_iso_dates_stay_what_they_are_among_others(load_table: Load) -> None:
    values, [told] = column(load_table, ["2024-03-12 09:14", "3/15/2024 2:30 PM"])
    assert values == [pd.Timestamp("2024-03-12 09:14"), pd.Timestamp("2024-03-15 14:30")]
    assert "were read as mm/dd/yyyy hh:mm AM" in told


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


def ids(*cells: object, **said: object) -> tuple[list[str | None], dict[str, list[int]]]:
    """The ids of a column, and the cells of each kind of remark."""
    typed = texts(list(cells), ColumnSpec.model_validate({"type": "id", **said}), ())
    return typed.values, {code: sorted(done) for code, done in typed.notes.items() if done}


def test_a_number_that_lost_its_last_digits_is_told() -> None:
    assert ids(10300600000000000.0, "1,03E+13", "7")[1] == {"damaged-id": [0, 1]}


def test_ids_with_a_point_lose_it_where_all_have_it() -> None:
    assert ids("2119.0", "", "7.0") == (["2119", None, "7"], {"id-point": [0, 2]})
    assert ids("2119.0", "7.1") == (["2119.0", "7.1"], {})


def test_ids_that_lost_their_zeros_are_told_and_filled_where_the_width_is_declared() -> None:
    assert ids("001001", "1002", "001003") == (["001001", "1002", "001003"], {"id-zeros": [1]})
    assert ids("2119", "02120", digits="5") == (["02119", "02120"], {"id-filled": [0]})
    assert ids("007", "1234")[1] == {}, "ids of several widths"


def test_a_code_that_became_a_date_is_told() -> None:
    assert ids("A-1", "03-Apr", "B-2", "Mar-01", "C-3")[1] == {"id-became-date": [1, 3]}
    assert ids("A-1", datetime(2024, 4, 3))[1] == {"id-became-date": [1]}
    assert ids("2024-04-03", "2024-04-04")[1] == {}, "a column of days"


@pytest.mark.parametrize(
    ("cells", "read", "told"),
    [
        (["Rome", "Rome "], ["Rome", "Rome"], {}),
        (["New York", "New York", "New  York"], ["New York"] * 3, {"spelling": [1, 2]}),
        (["CAPRIATA D'ORBA", "CAPRIATA D’ORBA"], ["CAPRIATA D'ORBA"] * 2,
         {"spelling": [1]}),
        (["Rome", "Rome*", "Rome¹"], ["Rome"] * 3, {"spelling": [1, 2]}),
        (["COMM", "СОMM"], ["COMM", "COMM"], {"spelling": [1]}),
        (["Київ", "Кiїв"], ["Київ", "Кiїв"], {"mixed-alphabets": [1]}),
        (["Ro​me"], ["Rome"], {"invisible-characters": [0]}),
        (["Contractor Complaints", "Contractors Complaint"], ["Contractor Complaints", "Contractors Complaint"],
         {"similar-texts": [1]}),
        (["DG comm", "DG COMM"], ["DG comm", "DG COMM"], {"similar-texts": [1]}),
        (["Ward 1", "Ward 11", "Region North-East", "Region North-West", "2023-2024", "2024-2025"],
         ["Ward 1", "Ward 11", "Region North-East", "Region North-West", "2023-2024", "2024-2025"], {}),
    ],
)  # fmt: skip
def test_spellings_that_look_alike_are_one_and_it_is_told(
    cells: list[str], read: list[str], told: dict[str, list[int]]
) -> None:
    typed = texts(cells, ColumnSpec.model_validate({}), ())
    assert typed.values == read
    assert {code: sorted(done) for code, done in typed.notes.items() if done} == told


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_texts_come_back_in_their_places(cells: list[str]) -> None:
    typed = texts(cells, ColumnSpec.model_validate({}), ())
    assert len(typed.values) == len(cells)
    assert all(value is None or value.strip() == value for value in typed.values)


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_is_told(text: str) -> None:
    for kind in ("count", "number", "percent", "money"):
        typed = numbers([text], ColumnSpec.model_validate({"type": kind}), "", ())
        missing = math.isnan(typed.values[0])
        assert missing == bool(typed.wrong or not text.strip() or {"suppressed", "error-cell"} & set(typed.notes))
