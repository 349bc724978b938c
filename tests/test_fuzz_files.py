"""Random files, and good files changed at random, by `inspect FILE` and `check`: an answer, never a traceback."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.errors import Problem, ReportgenError
from reportgen.operations.check import check
from reportgen.operations.inspect_file import inspect_file
from tests.bad_files import good
from tests.loaders.conftest import load_project
from tests.office_files import plain_deck, plain_report

CALM = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
SEEDS = {
    "book.xlsx": good(),
    "deck.pptx": plain_deck(),
    "report.docx": plain_report(),
    "text.csv": b"Unit;Month;Users\nSales;2026-01;5\nCare;2026-02;7,5\n",
}
changes = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=6)
cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["5", "1,234", "1.234,5", "45 %", "n/a", "2026-10", "03/04/2026", "Q1", "2023-24", "=1+1", "€ 5", ""]
    ),
)


def looked_at(path: Path) -> None:
    """What inspect and a project that reads the file say; only problems may be raised, and they can be printed."""
    said = [*problems_of(path)]
    said += load_project(path.parent, f"tables: {{t: {{files: {path.name}, columns: {{a: Unit}}}}}}")[1]
    assert all(str(problem) for problem in said)


def problems_of(path: Path) -> Sequence[Problem]:
    try:
        return inspect_file(path).problems
    except ReportgenError as error:
        return error.problems


@CALM
@given(data=st.binary(max_size=300), name=st.sampled_from(["a.xlsx", "a.xls", "a.csv", "a.pptx", "a.ods", "a"]))
def test_random_bytes_get_an_answer(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    looked_at(tmp_path / name)


@pytest.mark.parametrize("name", ["deck.pptx", "report.docx", "book.xlsx"])
def test_a_file_that_lacks_any_one_part_gets_an_answer(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(SEEDS[name])) as whole:
        parts = {part: whole.read(part) for part in whole.namelist()}
    for lost in parts:
        with zipfile.ZipFile(tmp_path / name, "w") as rest:
            for part, data in parts.items():
                if part != lost:
                    rest.writestr(part, data)
        looked_at(tmp_path / name)
        assert check(tmp_path / name).exit_code in (0, 1, 3, 4), lost


@pytest.mark.parametrize("name", SEEDS)
@CALM
@given(changes=changes, cut=st.floats(0, 1))
def test_a_good_file_changed_anywhere_gets_an_answer(
    tmp_path: Path, name: str, changes: list[tuple[float, bytes]], cut: float
) -> None:
    data = bytearray(SEEDS[name])
    for place, change in changes:
        at = int(place * len(data))
        data[at : at + len(change)] = change
    # Half of the files are whole: a cut package is refused at the door.
    (tmp_path / name).write_bytes(data[: int(cut * 2 * len(data))] if cut < 0.5 else data)
    looked_at(tmp_path / name)


@CALM
@given(
    rows=st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=8), delimiter=st.sampled_from(";,\t|")
)
def test_any_table_of_texts_gets_an_answer(tmp_path: Path, rows: list[list[str]], delimiter: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("\n".join(delimiter.join(row) for row in rows).encode("utf-8", "surrogatepass"))
    looked_at(path)
    with contextlib.suppress(ReportgenError):
        tables = [table for sheet in inspect_file(path).facts["sheets"] for table in sheet["tables"]]
        assert all(table.get("loads", True) for table in tables), "what is proposed loads"
