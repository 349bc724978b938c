"""Keys: each entity once in its table, and known there when another table names it."""

from __future__ import annotations

from pathlib import Path

from reportgen.dataset import Dataset
from reportgen.errors import Problem, Severity
from tests.loaders.conftest import load_project

TABLES = """\
entities: {{table: t, key: code, groups: [region]}}
tables:
  t: {{files: t.csv, columns: {{code: CODE, region: REGION}}}}
  u: {{files: u.csv, time: {time}, entity: code, {date} columns: {{code: CODE, n: {{from: N, type: count}}{more}}}}}
"""


def load(
    folder: Path, master: str, other: str, time: str = "events", date: str = "", more: str = ""
) -> tuple[Dataset, list[Problem]]:
    (folder / "t.csv").write_text("CODE,REGION\n" + master)
    (folder / "u.csv").write_text(other)
    return load_project(folder, TABLES.format(time=time, date=date, more=more))


def test_a_duplicate_key_is_an_error_at_its_second_row(tmp_path: Path) -> None:
    _, problems = load(tmp_path, "a,X\nb,X\na,Y\n,Z\n", "CODE,N\na,1\n")
    assert [str(problem) for problem in problems] == [
        't.csv, cell A5: A row has no key (expected a value in every row of "code"). Fill in the key, '
        "or remove the row.",
        't.csv, cell A4: The key "a" stands twice; the first is in A2 (found "a", expected one row per key). '
        "Remove one of the rows, or correct the key.",
    ]
    assert all(problem.severity is Severity.ERROR for problem in problems)


def test_many_duplicate_keys_are_told_as_one(tmp_path: Path) -> None:
    rows = "".join(f"k{number},X\n" for number in range(30))
    _, [problem] = load(tmp_path, rows + rows, "CODE,N\nk1,1\n")
    assert str(problem.location) == "t.csv, cell A32"
    assert problem.message == "30 rows repeat a key that stands twice: A32, A33, A34, A35, A36, ..."


def test_a_key_that_the_entity_table_does_not_have_is_told_and_its_row_kept(tmp_path: Path) -> None:
    dataset, [problem] = load(tmp_path, "a,X\n", "CODE,N\na,1\nz,2\n,3\n")
    assert dataset.tables["u"].frame["n"].sum() == 6
    assert problem.severity is Severity.NOTICE
    assert str(problem) == (
        'u.csv, cell A3: 2 rows name entities that "t" does not have; they count in the total and in the group '
        '"not assigned" (found z, no key, expected keys of "t"). Add them to the entity table, or correct the keys.'
    )


def test_two_rows_of_an_entity_for_one_date_are_told_in_snapshots(tmp_path: Path) -> None:
    text = "CODE,D,N,K\na,2024-01-31,1,x\na,2024-02-29,2,x\na,2024-02-29,3,x\na,2024-02-29,4,y\n"
    _, [problem] = load(tmp_path, "a,X\n", text, "stock", "date: D,", ", kind: K")
    assert problem.severity is Severity.WARNING
    assert str(problem).startswith('u.csv, cell A4: The key "a" has two rows for one date; the first is in A3')


def test_events_may_repeat_an_entity_but_a_single_repetition_is_told(tmp_path: Path) -> None:
    master = "".join(f"k{number},X\n" for number in range(30))
    once = "CODE,N\n" + "".join(f"k{number},1\n" for number in range(30))
    _, told = load(tmp_path, master, once + "k3,1\n")
    assert [(str(problem.location), problem.severity) for problem in told] == [("u.csv, cell A32", Severity.WARNING)]
    _, told = load(tmp_path, master, once + "k3,1\nk4,1\nk5,1\n")
    assert told == []


def test_a_missing_key_column_is_told_once(tmp_path: Path) -> None:
    _, problems = load(tmp_path, "a,X\n", "KODE,N\na,1\n")
    assert [problem.code for problem in problems] == ["missing-column"]
