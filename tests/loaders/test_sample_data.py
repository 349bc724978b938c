"""The sample project loads without a complaint, quickly, and its tables give the published results."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reportgen.dataset import DATE, Dataset
from reportgen.errors import Problem
from reportgen.loaders import load
from reportgen.project import read_project

SAMPLE = Path(__file__).parents[2] / "sample_data/electoral-roll"


@pytest.fixture(scope="module")
def loaded() -> tuple[Dataset, list[Problem]]:
    return load(read_project(SAMPLE))


def test_the_only_notice_is_that_27_june_stands_for_june(loaded: tuple[Dataset, list[Problem]]) -> None:
    dataset, problems = loaded
    assert [(problem.code, problem.message) for problem in problems] == [
        ("snapshot-stands-for", 'In "uses", the snapshot of 2024-06-27 stands for 2024-06-30')
    ]
    assert dataset.problems == tuple(problems)


def test_all_rows_are_there(loaded: tuple[Dataset, list[Problem]]) -> None:
    dataset, _ = loaded
    assert {name: len(table.frame) for name, table in dataset.tables.items()} == {
        "municipalities": 7896,
        "rollout": 7896,
        "uses": 63136,
        "changes": 259,
    }
    assert len(dataset.sources) == 11
    assert dataset.tables["rollout"].frame["electors"].sum() == 51820657
    assert dataset.tables["municipalities"].frame["istat_code"].iloc[0] == "069001", "codes keep their zeros"


@pytest.mark.parametrize(
    ("day", "live", "reach"),
    [("2023-07-31", 471, 3.25), ("2023-09-30", 2775, 26.68), ("2023-10-31", 5106, 59.81), ("2023-12-31", 7805, 99.45)],
)
def test_municipalities_live_by_a_day(loaded: tuple[Dataset, list[Problem]], day: str, live: int, reach: float) -> None:
    frame = loaded[0].tables["rollout"].frame
    reached = frame["go_live"] <= day
    assert int(reached.sum()) == live
    assert round(100 * frame["electors"][reached].sum() / frame["electors"].sum(), 2) == reach


def test_service_uses_are_the_growth_of_the_counter(loaded: tuple[Dataset, list[Problem]]) -> None:
    frame = loaded[0].tables["uses"].frame
    growth = frame.groupby(DATE)["total"].sum().diff().dropna()
    assert {f"{day:%m-%d}": int(value) for day, value in growth.items()} == {
        "04-30": 988635,
        "05-31": 1166818,
        "06-30": 956771,
        "07-31": 1160150,
        "08-31": 674976,
        "09-30": 1180932,
        "10-31": 1308882,
    }


def test_residence_changes_of_2024_by_state(loaded: tuple[Dataset, list[Problem]]) -> None:
    frame = loaded[0].tables["changes"].frame
    year = frame[frame[DATE].dt.year == 2024]
    assert year.groupby("state", observed=True)["requests"].sum().to_dict() == {
        "ACCOLTA": 248079,
        "ANNULLATA": 7872,
        "IN LAVORAZIONE": 242823,
        "IRRICEVIBILE": 41935,
    }


def test_a_printed_cell_is_found_again_in_its_file(loaded: tuple[Dataset, list[Problem]]) -> None:
    table = loaded[0].tables["uses"]
    row = 40_000
    file = table.files[table.frame["@file"].iloc[row]]
    line = (SAMPLE / file.file).read_text("utf-8").splitlines()[table.frame["@row"].iloc[row] - 1].split(",")
    assert table.cell(row, "total") == f"L{table.frame['@row'].iloc[row]}"
    assert float(line[11]) == table.frame["total"].iloc[row]
    assert line[5] == table.frame["istat_code"].iloc[row]


def test_79_000_rows_are_read_within_a_second_of_cpu() -> None:
    project = read_project(SAMPLE)
    started = time.process_time()
    load(project)
    assert time.process_time() - started < 1.0, "about 0.25 s on a machine of 2024"
