"""Files read before are not read again, and a file that changed is."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.loaders import readers, tables
from tests.loaders.conftest import Load, load_project

TABLE = """
files: ["a.csv", "b.csv"]
columns: {n: {from: N, type: count}}
"""
FIRST = "N\n1\n2\n"


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are split into cells."""
    names: list[str] = []

    def read_grid(file, *rest):
        names.append(file.name)
        return readers.read_grid(file, *rest)

    monkeypatch.setattr(tables, "read_grid", read_grid)
    return names


def test_only_a_file_that_changed_is_read_again(load_table: Load, read_files: list[str]) -> None:
    load_table(TABLE, a__csv=FIRST, b__csv="N\n3\n")
    dataset, _ = load_table(TABLE, a__csv=FIRST, b__csv="N\n4\n")
    assert read_files == ["a.csv", "b.csv", "b.csv"]
    assert dataset.tables["t"].frame["n"].tolist() == [1, 2, 4]
    assert [file.rows for file in dataset.tables["t"].files] == [2, 1]


def test_the_problems_of_a_file_are_told_each_time(load_table: Load) -> None:
    again = [load_table(TABLE, a__csv=FIRST, b__csv="N\nmany\n")[1] for _ in range(2)]
    assert again[0] == again[1]
    assert [problem.code for problem in again[1]] == ["bad-number"]


def test_a_table_declared_otherwise_is_read_anew(load_table: Load) -> None:
    whole = "N,D\n1.5,2024-01-31\n"
    dataset, problems = load_table(TABLE, a__csv=whole, b__csv="N\n1\n")
    assert [problem.code for problem in problems] == ["bad-number"]
    dataset, problems = load_table(TABLE.replace("count", "number"), a__csv=whole, b__csv="N\n1\n")
    assert not problems
    assert dataset.tables["t"].frame["n"].tolist() == [1.5, 1]


def test_a_table_in_use_does_not_change_what_is_read_next(load_table: Load) -> None:
    dataset, _ = load_table(TABLE, a__csv=FIRST, b__csv="N\n3\n")
    frame = dataset.tables["t"].frame
    with pytest.raises(ValueError, match="read-only"):
        frame["n"].to_numpy()[0] = 100
    dataset, _ = load_table(TABLE, a__csv=FIRST, b__csv="N\n3\n")
    assert dataset.tables["t"].frame["n"].tolist() == [1, 2, 3]


def test_entities_are_checked_anew_when_their_table_changes(tmp_path: Path) -> None:
    body = """
entities: {table: places, key: code}
tables:
  places: {files: places.csv, columns: {code: {from: Code, type: id}}}
  t: {files: t.csv, entity: code, columns: {code: {from: Code, type: id}}}
"""
    (tmp_path / "t.csv").write_text("Code\nA\nB\n", "utf-8")
    (tmp_path / "places.csv").write_text("Code\nA\n", "utf-8")
    assert "unknown-entity" in [problem.code for problem in load_project(tmp_path, body)[1]]
    (tmp_path / "places.csv").write_text("Code\nA\nB\n", "utf-8")
    assert "unknown-entity" not in [problem.code for problem in load_project(tmp_path, body)[1]]
