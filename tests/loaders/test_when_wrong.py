"""What a table does with wrong cells is its own choice, and always told."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from reportgen.dataset import DATE, stand_in
from reportgen.errors import ProjectError, Severity, has_errors
from tests.loaders.conftest import Load, places

TEXT = (
    "Unit,Month,Users,Since\nA,2024-01,5,2020-01-01\nB,2024-01,7,soon\n"
    "A,2024-02,ill,2020-01-01\nB,2024-02,8,2021-01-01\n"
)


def table(policy: str, files: str = "a.csv") -> str:
    return (
        f'files: "{files}"\ntime: stock\nentity: unit\ndate: {{from: Month, format: yyyy-mm}}\nwhen_wrong: {policy}\n'
        "columns: {unit: Unit, users: {from: Users, type: count}, since: {from: Since, type: date}}"
    )


def test_wrong_cells_block_unless_something_else_is_said(load_table: Load) -> None:
    _, problems = load_table(table("block"), a__csv=TEXT)
    assert {problem.severity for problem in problems} == {Severity.ERROR}
    assert places(problems) == ["a.csv, cell C4", "a.csv, cell D3"]


def test_rows_with_wrong_cells_are_left_out_and_told(load_table: Load) -> None:
    dataset, problems = load_table(table("leave_out"), a__csv=TEXT)
    frame = dataset.tables["t"].frame
    assert frame["@row"].tolist() == [2, 5]
    assert frame["users"].tolist() == [5, 8]
    assert not has_errors(problems)
    assert str(problems[0]) == (
        'a.csv, cell C4: The cell is not a number that can be read (found "ill", expected a whole number). '
        "The row is left out."
    )


def test_wrong_cells_count_as_missing_and_are_told(load_table: Load) -> None:
    dataset, problems = load_table(table("missing"), a__csv=TEXT)
    frame = dataset.tables["t"].frame
    assert [None if math.isnan(value) else value for value in frame["users"]] == [5, 7, None, 8]
    assert not has_errors(problems)
    assert {problem.hint for problem in problems} == {"It counts as missing."}


def test_the_last_period_stands_for_a_wrong_number_and_is_marked(load_table: Load) -> None:
    dataset, problems = load_table(table("last_period"), a__csv=TEXT)
    frame = dataset.tables["t"].frame
    assert frame["users"].tolist() == [5, 7, 5, 8]
    assert [str(day)[:10] for day in frame[stand_in("users")]] == ["NaT", "NaT", "2024-01-31", "NaT"]
    assert not has_errors(problems)
    [told] = [problem for problem in problems if problem.code == "last-period"]
    assert (str(told.location), told.found) == ("a.csv, cell C4", '"ill"')
    assert told.hint == "Replaced by 5, the value at 2024-01-31."
    assert [str(problem.location) for problem in problems].count("a.csv, cell C4") == 1


def test_where_there_is_no_last_period_the_number_is_missing(load_table: Load) -> None:
    dataset, problems = load_table(table("last_period"), a__csv="Unit,Month,Users,Since\nA,2024-01,ill,2020-01-01\n")
    assert math.isnan(dataset.tables["t"].frame["users"].iloc[0])
    assert [problem.hint for problem in problems] == ["It counts as missing: there is no value before it."]


@pytest.mark.parametrize("policy", ["leave_out", "missing", "last_period"])
def test_a_file_that_cannot_be_read_is_left_out_when_there_are_others(load_table: Load, policy: str) -> None:
    dataset, problems = load_table(table(policy, "*.csv"), a__csv=TEXT, b__csv=b"\0\1\2")
    assert [file.file for file in dataset.tables["t"].files] == ["a.csv"]
    [told] = [problem for problem in problems if str(problem.location) == "b.csv"]
    assert told.severity is Severity.WARNING
    assert told.hint.startswith("The file is left out.")


def test_a_table_of_which_no_file_can_be_read_blocks(load_table: Load) -> None:
    dataset, [told] = load_table(table("leave_out"), a__csv=b"\0\1\2")
    assert dataset.tables == {}
    assert told.severity is Severity.ERROR


def test_a_row_whose_date_is_wrong_is_in_no_period(load_table: Load) -> None:
    text = "Unit,Month,Users,Since\nA,2024-01,5,2020-01-01\nB,some day,7,2020-01-01\n"
    dataset, problems = load_table(table("missing"), a__csv=text)
    assert dataset.tables["t"].frame[DATE].isna().tolist() == [False, True]
    assert not has_errors(problems)


def test_the_last_period_needs_an_entity_and_a_date(load_table: Load, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="entity: and date: beside when_wrong: last_period"):
        load_table("files: a.csv\nwhen_wrong: last_period\ncolumns: {n: N}", a__csv="N\n1\n")


def test_a_row_whose_date_is_wrong_is_left_out(load_table: Load) -> None:
    text = "Unit,Month,Users,Since\nA,2024-01,5,2020-01-01\nB,some day,7,2020-01-01\n"
    dataset, _ = load_table(table("leave_out"), a__csv=text)
    assert dataset.tables["t"].frame["unit"].tolist() == ["A"]


@pytest.mark.parametrize("policy", ["leave_out", "missing", "last_period"])
def test_rows_out_of_step_with_the_headers_are_left_out_and_told(load_table: Load, policy: str) -> None:
    text = "Unit,Month,Users,Since\nA,2024-01,5,2020-01-01\nB, and C,2024-01,7,2020-01-01\nC,2024-01,8,2020-01-01,x\n"
    dataset, [told] = load_table(table(policy), a__csv=text)
    assert dataset.tables["t"].frame["@row"].tolist() == [2]
    assert told.severity is Severity.WARNING
    assert told.message.endswith("2 rows are like this: 3, 4")
    assert told.hint.startswith("The rows are left out.")
