"""Periods and values that stand side by side become rows, and every value keeps the address of its cell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from reportgen.dataset import DATE, Dataset
from tests.loaders.conftest import Load, places
from tests.loaders.test_workbooks import workbook


def rows(dataset: Dataset, *fields: str) -> list[tuple[Any, ...]]:
    frame = dataset.tables["t"].frame
    days = [str(day)[:10] for day in frame[DATE]] if DATE in frame else [""] * len(frame)
    values = [[None if value != value else value for value in frame[field]] for field in fields]
    return list(zip(days, *values, strict=True))


def wide(form: str, more: str = "", name: str = "a.csv", of: str = "count") -> str:
    return (
        f'files: "{name}"\ntime: flow\ndate: {{columns: "{form}"{more}}}\n'
        f'columns: {{unit: Unit, users: {{from: "*", type: {of}}}}}'
    )


def test_periods_in_headers_become_rows(load_table: Load) -> None:
    dataset, problems = load_table(wide("mmm yyyy"), a__csv="Unit,Jan 2024,Feb 2024,Total\nA,1,2,3\nB,4,,4\n")
    assert rows(dataset, "unit", "users") == [
        ("2024-01-31", "A", 1.0),
        ("2024-01-31", "B", 4.0),
        ("2024-02-29", "A", 2.0),
        ("2024-02-29", "B", None),
    ]
    table = dataset.tables["t"]
    assert [table.cell(row, "users") for row in range(4)] == ["B2", "B3", "C2", "C3"]
    assert [(source.label, source.rows) for source in dataset.sources] == [("a.csv", 2)]
    assert not problems


@pytest.mark.parametrize(
    ("form", "headers", "start", "days"),
    [
        ("yyyy-mm", ["2024-01", "2024-02"], 1, ["2024-01-31", "2024-02-29"]),
        ("Qq yyyy", ["Q1 2024", "Q2 2024"], 1, ["2024-03-31", "2024-06-30"]),
        ("Qq yyyy/yy", ["Q1 2025/26", "Q4 2025/26"], 4, ["2025-06-30", "2026-03-31"]),
        ("FYyy", ["FY24", "FY25"], 10, ["2024-09-30", "2025-09-30"]),
        ("yyyy", ["2023", "2024"], 1, ["2023-12-31", "2024-12-31"]),
        ("mmmm yyyy", ["stycznia 2024", "lutego 2024"], 1, ["2024-01-31", "2024-02-29"]),
    ],
)
def test_periods_are_written_in_any_way(
    load_table: Load, form: str, headers: list[str], start: int, days: list[str]
) -> None:
    dataset, _ = load_table(wide(form), f"year_start: {start}", a__csv=f"Unit,{','.join(headers)}\nA,1,2\n")
    assert [row[0] for row in rows(dataset, "users")] == days


def test_dates_of_a_workbook_are_headers_too(load_table: Load) -> None:
    data = workbook([["Unit", datetime(2024, 1, 1), datetime(2024, 2, 1)], ["A", 1, 2]])
    dataset, _ = load_table(wide("mmm yyyy", name="a.xlsx"), a__xlsx=data)
    assert [row[1] for row in rows(dataset, "users")] == [1.0, 2.0]


def test_a_declared_year_completes_months_without_one(load_table: Load) -> None:
    dataset, problems = load_table(wide("mmm", ", of_year: 2024"), a__csv="Unit,Jan,Feb\nA,1,2\n")
    assert [row[0] for row in rows(dataset, "users")] == ["2024-01-31", "2024-02-29"]
    assert not problems


def test_a_fiscal_year_completes_its_months(load_table: Load) -> None:
    table = wide("mmm", ", of_year: 2023-2024")
    dataset, _ = load_table(table, "year_start: 4", a__csv="Unit,Apr,Dec,Jan,Mar\nA,1,2,3,4\n")
    assert [row[0] for row in rows(dataset, "users")] == ["2023-04-30", "2023-12-31", "2024-01-31", "2024-03-31"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a", "Users in 2024\n\nUnit,Jan,Feb\nA,1,2\n"), ("users_2024", "Unit,Jan,Feb\nA,1,2\n")],
)
def test_the_year_is_found_above_the_table_or_in_the_files_name_and_told(
    load_table: Load, name: str, text: str
) -> None:
    dataset, [told] = load_table(wide("mmm", name="*.csv"), **{f"{name}__csv": text})
    assert [row[0] for row in rows(dataset, "users")] == ["2024-01-31", "2024-02-29"]
    assert (told.code, told.found) == ("year-found", '"2024"')


def test_months_without_any_year_are_asked_about(load_table: Load) -> None:
    _, problems = load_table(wide("mmm"), a__csv="From 2023 to 2024\nUnit,Jan,Feb\nA,1,2\n")
    assert [problem.code for problem in problems] == ["year-missing"]


def test_several_measures_stand_side_by_side(load_table: Load) -> None:
    table = (
        "files: a.csv\ntime: flow\ndate: {columns: mmm yyyy}\ncolumns:\n  unit: Unit\n"
        '  active: {from: "Active *", type: count}\n  licensed: {from: "Licensed *", type: count}'
    )
    text = "Unit,Active Jan 2024,Licensed Jan 2024,Active Feb 2024,Licensed Feb 2024\nA,1,2,3,4\n"
    dataset, problems = load_table(table, a__csv=text)
    assert rows(dataset, "active", "licensed") == [("2024-01-31", 1.0, 2.0), ("2024-02-29", 3.0, 4.0)]
    assert not problems


def test_periods_above_their_measures_are_read_downwards(load_table: Load) -> None:
    table = (
        "files: a.xlsx\ntime: flow\ndate: {columns: mmm yyyy}\ncolumns:\n  unit: Unit\n"
        '  active: {from: "* Active", type: count}\n  licensed: {from: "* Licensed", type: count}'
    )
    data = workbook(
        [
            [None, "Jan 2024", None, "Feb 2024", None],
            ["Unit", "Active", "Licensed", "Active", "Licensed"],
            ["A", 1, 2, 3, 4],
        ]
    )
    dataset, _ = load_table(table, a__xlsx=data)
    assert rows(dataset, "active", "licensed") == [("2024-01-31", 1.0, 2.0), ("2024-02-29", 3.0, 4.0)]


def test_columns_of_months_to_come_are_left_out_and_told(load_table: Load) -> None:
    dataset, [told] = load_table(wide("mmm yyyy"), a__csv="Unit,Jan 2024,Feb 2024\nA,1,\nB,2,\n")
    assert [row[0] for row in rows(dataset, "users")] == ["2024-01-31", "2024-01-31"]
    assert (told.code, str(told.location)) == ("column-empty", "a.csv, cell C1")


def test_values_of_a_field_in_headers_become_rows(load_table: Load) -> None:
    table = (
        "files: a.csv\ntime: flow\ndate: {from: Day, format: dd-mm-yyyy}\n"
        "columns: {scheme: {across: [CIE, CNS, SPID]}, logins: {from: '*', type: count}}"
    )
    dataset, problems = load_table(table, a__csv="Day,CIE,CNS,SPID\n31-10-2024,1,2,3\n30-11-2024,4,5,x\n")
    assert rows(dataset, "scheme", "logins") == [
        ("2024-10-31", "CIE", 1.0),
        ("2024-11-30", "CIE", 4.0),
        ("2024-10-31", "CNS", 2.0),
        ("2024-11-30", "CNS", 5.0),
        ("2024-10-31", "SPID", 3.0),
        ("2024-11-30", "SPID", None),
    ]
    assert places(problems) == ["a.csv, cell D3"]


def test_columns_of_periods_that_are_not_there_are_told(load_table: Load) -> None:
    _, [told] = load_table(wide("mmm yyyy"), a__csv="Unit,2024-01\nA,1\n")
    assert told.code == "missing-column"
