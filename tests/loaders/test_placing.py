"""Rows are placed in time by a column, by columns of its parts, by the file's name; snapshots may stand for an end."""

from __future__ import annotations

import pandas as pd
import pytest

from reportgen.dataset import DATE
from reportgen.errors import Severity
from tests.loaders.conftest import Load, places

COLUMNS = "columns: {n: {from: N, type: count}}"


def dates(dataset: object) -> list[str]:
    frame = dataset.tables["t"].frame  # type: ignore[attr-defined]
    return [str(day)[:10] for day in frame[DATE]]


def test_year_and_month_in_two_columns_are_the_months_end(load_table: Load) -> None:
    table = f"files: a.csv\ntime: flow\ndate: {{year: ANNO, month: MESE}}\n{COLUMNS}"
    dataset, problems = load_table(table, a__csv="MESE,ANNO,N\n2,2024,1\n12,2023,2\nMarch,2023,3\n")
    assert dates(dataset) == ["2024-02-29", "2023-12-31", "2023-03-31"]
    assert not problems


def test_year_month_and_day_in_three_columns_are_a_day(load_table: Load) -> None:
    table = f"files: a.csv\ntime: flow\ndate: {{year: Y, month: M, day: D}}\n{COLUMNS}"
    dataset, _ = load_table(table, a__csv="Y,M,D,N\n2024,2,3,1\n")
    assert dates(dataset) == ["2024-02-03"]


def test_year_and_quarter_are_the_quarters_end(load_table: Load) -> None:
    table = f"files: a.csv\ntime: stock\ndate: {{year: Y, quarter: Q}}\n{COLUMNS}"
    dataset, problems = load_table(table, a__csv="Y,Q,N\n2024,Q2,1\n2023,4,2\n2023,Q5,3\n")
    assert dates(dataset) == ["2024-06-30", "2023-12-31", "NaT"]
    assert places(problems) == ["a.csv, cell B4"]


def test_a_month_that_is_none_is_told(load_table: Load) -> None:
    table = f"files: a.csv\ntime: flow\ndate: {{year: Y, month: M}}\n{COLUMNS}"
    dataset, problems = load_table(table, a__csv="Y,M,N\n2024,13,1\n2024,1,2\n")
    assert dates(dataset) == ["NaT", "2024-01-31"]
    assert places(problems) == ["a.csv, cell B2"]
    assert problems[0].expected == "a month from 1 to 12 or its name"


@pytest.mark.parametrize(
    ("form", "name", "day"),
    [
        ("yyyy-mm-dd", "use_2024-06-27", "2024-06-27"),
        ("yyyy-mm", "use_2024-06_v2", "2024-06-30"),
        ("yyyymmdd", "20240627", "2024-06-27"),
        ("yyyy", "12_use_2023", "2023-12-31"),
        ("Qq yyyy", "use Q2 2024", "2024-06-30"),
    ],
)
def test_the_date_stands_in_the_files_name(load_table: Load, form: str, name: str, day: str) -> None:
    table = f'files: "*.csv"\ntime: stock\ndate: {{file: {form}}}\n{COLUMNS}'
    dataset, problems = load_table(table, **{f"{name}__csv": "N\n1\n2\n"})
    assert dates(dataset) == [day, day]
    assert not problems


def test_a_files_name_without_date_is_told(load_table: Load) -> None:
    table = f'files: "*.csv"\ntime: stock\ndate: {{file: yyyy-mm}}\n{COLUMNS}'
    _, problems = load_table(table, use__csv="N\n1\n")
    assert [str(problem) for problem in problems] == [
        "use.csv: The file's name holds no date (expected a date written yyyy-mm). "
        "Rename the file, or correct date: in the project file."
    ]


def test_rows_without_a_date_are_told(load_table: Load) -> None:
    table = f"files: a.csv\ntime: flow\ndate: D\n{COLUMNS}"
    _, problems = load_table(table, a__csv="D,N\n2024-01-31,1\n,2\n,3\n")
    assert [(str(p.location), p.severity, p.message) for p in problems] == [
        ("a.csv, cell A3", Severity.WARNING, "2 rows have no date and are in no period")
    ]


def snapshots(
    load_table: Load, days: list[str], period: str = "month", tolerance: str = "5 days"
) -> tuple[list[str], list[str]]:
    table = f"files: a.csv\ntime: cumulative\ndate: {{from: D, tolerance: {tolerance}}}\n{COLUMNS}"
    text = "D,N\n" + "".join(f"{day},{number}\n" for number, day in enumerate(days, start=1))
    dataset, problems = load_table(table, f"period: {period}", a__csv=text)
    return dates(dataset), [problem.message for problem in problems]


def test_a_snapshot_near_the_end_stands_for_it_and_says_so(load_table: Load) -> None:
    assert snapshots(load_table, ["2024-05-31", "2024-06-27", "2024-08-02"]) == (
        ["2024-05-31", "2024-06-30", "2024-07-31"],
        [
            'In "t", the snapshot of 2024-06-27 stands for 2024-06-30',
            'In "t", the snapshot of 2024-08-02 stands for 2024-07-31',
        ],
    )


def test_an_end_that_has_its_snapshot_takes_no_other(load_table: Load) -> None:
    days = ["2024-06-27", "2024-06-30", "2024-07-01"]
    assert snapshots(load_table, days) == (days, [])


def test_the_closest_of_several_snapshots_stands_for_the_end(load_table: Load) -> None:
    moved, told = snapshots(load_table, ["2024-06-27", "2024-06-29", "2024-07-02"])
    assert moved == ["2024-06-27", "2024-06-30", "2024-07-02"]
    assert len(told) == 1


def test_the_end_is_that_of_the_projects_period(load_table: Load) -> None:
    days = ["2024-05-29", "2024-06-28"]
    assert snapshots(load_table, days, period="quarter")[0] == ["2024-05-29", "2024-06-30"]


def test_a_snapshot_beyond_the_tolerance_stays(load_table: Load) -> None:
    assert snapshots(load_table, ["2024-06-24"]) == (["2024-06-24"], [])
    assert snapshots(load_table, ["2024-06-25"])[0] == ["2024-06-30"]


def test_dates_are_nanoseconds(load_table: Load) -> None:
    dataset, _ = load_table(f"files: a.csv\ntime: flow\ndate: D\n{COLUMNS}", a__csv="D,N\n2024-01-31,1\n")
    assert dataset.tables["t"].frame[DATE].dtype == pd.Series(dtype="datetime64[ns]").dtype
