"""`check FILE` for a file with data, and `build` for what can be read and may yet be wrong."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import Result

import reportgen as package
from reportgen.content.report import Report
from reportgen.content.tables import Table
from reportgen.errors import Problem
from tests.conftest import SAMPLES

Run = Callable[..., Result]


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    """A copy of the programme in which one department's cell of October is no number and one jumped."""
    folder = tmp_path / "crm-adoption"
    shutil.copytree(SAMPLES / "crm-adoption", folder, ignore=shutil.ignore_patterns("output", "collect"))
    path = folder / "data/adoption/adoption_2026-10.xlsx"
    book = openpyxl.load_workbook(path)
    page = book["Adoption"]
    heads = [cell.value for cell in page[1]]
    active = heads.index("Active users") + 1
    page.cell(3, active).value = page.cell(3, active).value // 4
    book.save(path)
    return folder


def told(folder: Path, period: str) -> tuple[Report, dict[str, Problem]]:
    report, problems = package.inspect(folder, period)
    return report, {problem.code: problem for problem in problems}


def test_a_build_tells_what_may_be_wrong_and_the_annex_lists_it(programme: Path) -> None:
    report, found = told(programme, "2026-10")
    assert found["jump"].severity == "warning"
    assert "1 of 25 departments did not report" in found["not-reported"].message
    quality = report.blocks["quality"]
    assert isinstance(quality, Table)
    said = [str(cell) for row in quality.rows for cell in row.cells]
    assert found["jump"].message in said
    assert found["not-reported"].message in said


def test_a_build_of_an_earlier_period_looks_at_nothing_after_it(programme: Path) -> None:
    _, found = told(programme, "2026-09")
    assert "jump" not in found
    assert "for September 2026" in found["not-reported"].message if "not-reported" in found else True


def test_build_and_check_tell_problems_in_one_face(programme: Path, reportgen: Run) -> None:
    checked = reportgen("check", programme)
    built = reportgen("build", programme, "--only", "annex")
    assert "WARNING: Look whether this is right" in built.stderr
    assert built.stderr.split() == checked.stdout.split()


def test_an_input_file_is_checked_by_its_project(programme: Path, reportgen: Run) -> None:
    path = programme / "data/adoption/adoption_2026-10.xlsx"
    result = reportgen("check", path, "--json", "--mark")
    problems = json.loads(result.stdout)["problems"]
    assert {problem["location"]["file"] for problem in problems} == {"data/adoption/adoption_2026-10.xlsx"}
    assert {"jump", "not-reported"} <= {problem["code"] for problem in problems}
    assert result.exit_code == 0
    assert path.with_name("adoption_2026-10-checked.xlsx").exists()
    (programme / "data/adoption/adoption_2026-08.xlsx").write_bytes(b"")
    assert reportgen("check", path).exit_code == 0, "another file's errors are not told"
    assert reportgen("check", programme / "data/adoption/adoption_2026-08.xlsx").exit_code == 1


def test_a_file_that_no_project_reads_is_looked_at_by_itself(tmp_path: Path, reportgen: Run) -> None:
    (tmp_path / "use.csv").write_text("unit,users\nA,1\nB,2\n", "utf-8")
    result = reportgen("check", tmp_path / "use.csv")
    assert result.exit_code == 0
    assert "reportgen inspect" in result.stdout
    (tmp_path / "empty.csv").write_bytes(b"")
    assert reportgen("check", tmp_path / "empty.csv").exit_code == 1
    missing = reportgen("check", tmp_path / "us.csv")
    assert missing.exit_code == 2
    assert 'Did you mean "use.csv"?' in missing.stdout


def test_a_sheet_that_reaches_too_far_is_refused_outside_of_a_project_too(tmp_path: Path, reportgen: Run) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["XFD1048576"] = 1
    book.save(tmp_path / "far.xlsx")
    result = reportgen("check", tmp_path / "far.xlsx", "--json")
    assert result.exit_code == 1
    assert [problem["code"] for problem in json.loads(result.stdout)["problems"]] == ["sheet-size"]


def test_a_packed_table_is_looked_at_as_what_it_holds(tmp_path: Path, reportgen: Run) -> None:
    (tmp_path / "use.csv.gz").write_bytes(gzip.compress(b"Unit,Users\nA,5\n"))
    result = reportgen("check", tmp_path / "use.csv.gz", "--json")
    assert result.exit_code == 0
    assert [problem["code"] for problem in json.loads(result.stdout)["problems"]] == ["no-project"]
