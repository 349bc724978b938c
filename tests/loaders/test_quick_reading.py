"""Columns that are read as numbers and categories give what the same cells give one by one, whatever comes later in
the file than the rows that were looked at."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.loaders import splitting
from tests.loaders.conftest import indent, load_project

TABLE = """
files: FILE
time: flow
entity: id
missing: MISSING
date: {from: Month, format: yyyy-mm}
columns:
  id: {from: Id, type: id}
  note: Note
  people: {from: People, type: count}
  cost: {from: Cost, type: money}
  hours: {from: Hours, type: number}
  share: {from: Share, type: percent}
  comma: {from: Comma, type: number, decimal: ","}
"""
HEADER = "Id,Month,Note,People,Cost,Hours,Share,Comma"
# What is plain comes often, so that columns are begun as plain ones.
WHOLE = st.integers(-20, 3000).map(str)
DECIMAL = st.decimals(-9999, 9999, places=2).map(str) | st.floats(-1e9, 1e9).map(repr)
ODD = st.sampled_from([
    *("", " ", "007", "1e3", "inf", "nan", "NaN", "1.234", "12.50", '"1,234"', '"3,5"', "5 %", "12 €", "n/a", "-"),
    *("0", "<5", "1_0", "0x1A", " 7", "7 ", "+4", "(3)", "true", "False", "9" * 17, "1.", ".5", "#N/A", "1e400", "0.0"),
])  # fmt: skip


def column(*plain: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    """Twelve cells, all of one plain kind or with an odd one somewhere."""
    cells = st.one_of(*(st.lists(kind, min_size=12, max_size=12) for kind in plain))
    spoilt = st.tuples(cells, st.integers(0, 11), ODD | WHOLE | DECIMAL)
    return cells | spoilt.map(lambda parts: [*parts[0][: parts[1]], parts[2], *parts[0][parts[1] + 1 :]])


CODES = st.sampled_from(["A1", "A2", "B"]) | st.sampled_from(["001", "002", "10"])
MONTHS = st.sampled_from(["2024-01", "2024-02", "2024-03"])
COLUMNS = st.tuples(
    column(st.sampled_from(["A1", "A2", "B"]), st.sampled_from(["001", "002", "10"])),
    st.lists(MONTHS, min_size=12, max_size=12),
    column(st.sampled_from(["web", "app"]), st.sampled_from(["1", "2"]), st.sampled_from(["true", "false"])),
    *(column(WHOLE, DECIMAL) for _ in range(5)),
)


def loaded(folder: Path, name: str, text: str, missing: str) -> tuple[pd.DataFrame, list[str]]:
    (folder / name).write_text(text, encoding="utf-8")
    table = TABLE.replace("FILE", name).replace("MISSING", missing)
    dataset, problems = load_project(folder, f"tables:\n  t:\n{indent(table)}")
    return dataset.tables["t"].frame, [str(problem).replace(name, "FILE") for problem in problems]


@settings(max_examples=100, deadline=None)
@given(COLUMNS, st.sampled_from(["[]", "[n/a]", '["0", n/a]']))
def test_what_is_read_quickly_is_what_is_read_cell_by_cell(columns: tuple[list[str], ...], missing: str) -> None:
    lines = [HEADER, *(",".join(row) for row in zip(*columns, strict=True))]
    text = "\n".join(lines) + "\n"
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        patch.setattr(splitting, "_LOOKED_AT", 0)
        slow, said = loaded(folder, "slow.csv", text, missing)
        # Few rows are looked at, and a file comes in pieces of a few rows.
        patch.setattr(splitting, "_LOOKED_AT", 4)
        patch.setattr(splitting, "_ROWS", 5)
        quick, told = loaded(folder, "quick.csv", text, missing)
    pd.testing.assert_frame_equal(quick, slow)
    assert told == said


def test_a_large_file_is_read_as_a_small_one(tmp_path: Path) -> None:
    # Whole numbers, decimals and texts in more rows than are looked at; then what they are not.
    rows = [f'A{n % 9},2024-0{n % 3 + 1},web,{n},{n / 4},{n / 8:.3f},{n % 90} %,"{n},5"' for n in range(600)]
    spoilt = [*rows, "001,2024-01,7,1.5,x,1e400,,12"]
    frame, problems = loaded(tmp_path, "a.csv", "\n".join([HEADER, *spoilt]) + "\n", "[]")
    assert frame["id"].tolist()[-2:] == ["A5", "001"]
    assert frame["people"].tolist()[:3] == [0.0, 1.0, 2.0]
    assert frame["cost"].tolist()[1:4] == [0.25, 0.5, 0.75]
    assert frame["hours"].tolist()[1:4] == [0.125, 0.25, 0.375]
    assert frame["share"].tolist()[2] == 0.02
    assert frame["comma"].tolist()[:2] == [0.5, 1.5]
    assert [problem.split(":")[0] for problem in problems] == [f"FILE, cell {letter}602" for letter in "DEF"]
