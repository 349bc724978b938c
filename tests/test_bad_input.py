"""What bad input gets: one run, all problems, each with its place; nothing half-written, no traceback."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import Result

from tests.templates import replace_in_part

Run = Callable[..., Result]
MASTER = "data/popolazione_residente_export.csv"
ROLLOUT = "data/subentro_liste_elettorali_export.csv"
# The first bytes of a compound file (MS-CFB 2.2), in which Office keeps workbooks with a password.
LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le").ljust(512, b"\0")


def spoil(project: Path, file: str, *replacements: tuple[str, str]) -> None:
    """Replace texts that stand once in a file of the project."""
    path = project / file
    text = path.read_text("utf-8")
    for old, new in replacements:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def add_table(project: Path, name: str, file: str, fields: str) -> None:
    """A further static table in report.yaml."""
    spoil(project, "report.yaml", ("tables:\n", f"tables:\n  {name}:\n    files: {file}\n    columns: {fields}\n"))


@pytest.fixture
def spoilt(sample: Path) -> Path:
    """The sample with a fault of every kind that a person can make in data, project file and template."""
    spoil(sample, ROLLOUT, ("09-11-2023,51552", "09-11-2023,many"))
    spoil(sample, MASTER, ("CHIETI,069002", "CHIETI,069001"))
    spoil(sample, "report.yaml", ("DATA_SUBENTRO", "DATA_SUBINGRESSO"))
    spoil(sample, "report.yaml", ("sum(uses.total)", "sum(uses.totl)"))
    add_table(sample, "absent", "data/absent.csv", "{id: ID}")
    add_table(sample, "locked", "data/locked.xlsx", "{id: ID}")
    add_table(sample, "broken", "data/broken.xlsx", "{id: ID}")
    (sample / "data/locked.xlsx").write_bytes(LOCKED)
    (sample / "data/broken.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    replace_in_part(sample, "corporate", "deck.pptx", "report.title", "report.titel")
    return sample


def test_one_run_names_every_fault_with_its_place(spoilt: Path, reportgen: Run) -> None:
    result = reportgen("check", spoilt, "--json")
    problems = json.loads(result.stdout)["problems"]
    places = {(p["location"]["file"], p["location"].get("cell", "")) for p in problems if p["severity"] == "error"}
    told = "\n".join(f"{p['code']}: {p['location']} {p['message']} {p.get('hint', '')}" for p in problems)
    files = {file for file, _ in places}
    assert {"report.yaml", "data/locked.xlsx", "data/broken.xlsx", ROLLOUT, "deck.pptx"} <= {
        Path(file).name if file.endswith(".pptx") else file for file in files
    }, told
    assert "data/absent.csv" in told
    assert "DATA_SUBINGRESSO" in told
    assert "DATA_SUBENTRO" in told, "the header that was meant is suggested"
    assert "password" in told
    assert "totl" in told
    assert "total" in told
    assert "titel" in told
    assert (MASTER, "D3") in places, "the duplicate key is an error where it stands"
    assert (ROLLOUT, "E2") in places, "the cell with text instead of a number"
    assert result.exit_code == 3, "a wrong project file comes before wrong data"


def test_a_wrong_project_file_hides_nothing_of_data_formulas_and_templates(sample: Path, reportgen: Run) -> None:
    spoil(
        sample, "report.yaml", ("subtitle:", "colour: red\nsubtitle:"), ("tolerance: 5 points", "tolerance: 5 apples")
    )
    spoil(sample, "report.yaml", ("sum(uses.total)", "sum(uses.totl)"))
    add_table(sample, "absent", "data/absent.csv", "{id: ID}")
    spoil(sample, ROLLOUT, ("09-11-2023,51552", "09-11-2023,many"))
    replace_in_part(sample, "corporate", "annex.xlsx", "{{ definitions }}", "{{ definitons }}")
    before = tree(sample)
    result = reportgen("check", sample, "--json")
    problems = [p for p in json.loads(result.stdout)["problems"] if p["severity"] == "error"]
    places = [(p["code"], *(p["location"].get(part) for part in ("file", "line", "place", "cell"))) for p in problems]
    assert places == [
        ("unknown-key", "report.yaml", 4, None, None),
        ("missing-file", "report.yaml", 21, None, None),
        ("project-value", "report.yaml", 78, None, None),
        ("formula-unknown-column", "report.yaml", 96, None, None),
        ("unknown-name", "annex.xlsx", None, 'sheet "Definitions", cell A4', None),
        ("bad-number", ROLLOUT, None, None, "E2"),
    ], result.stdout
    assert result.exit_code == 3
    build = reportgen("build", sample, "-q")
    assert build.exit_code == 3
    assert all(problem["message"] in build.stderr for problem in problems)
    assert tree(sample) == before, "nothing is written"


def test_every_error_says_what_was_found_and_what_to_do(spoilt: Path, reportgen: Run) -> None:
    problems = json.loads(reportgen("check", spoilt, "--json").stdout)["problems"]
    errors = [problem for problem in problems if problem["severity"] == "error"]
    assert len(errors) >= 8
    for problem in errors:
        assert problem["location"]["file"], problem
        assert problem["message"], problem
        assert problem.get("found") or problem.get("expected") or problem.get("hint"), problem


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (lambda p: spoil(p, ROLLOUT, ("09-11-2023,51552", "09-11-2023,many")), 1),
        (lambda p: (p / ROLLOUT).unlink(), 1),
        (lambda p: spoil(p, "report.yaml", ("period: month", "period: moon")), 3),
        (lambda p: spoil(p, "report.yaml", ("sum(uses.total)", "sum(uses.totl)")), 3),
        (lambda p: replace_in_part(p, "corporate", "status.docx", "report.title", "report.titel"), 4),
        (lambda p: replace_in_part(p, "corporate", "annex.xlsx", "report.title", "report.titel"), 4),
        (lambda p: spoil(p, "report.yaml", ("brand: corporate", "brand: corprate")), 4),
    ],
    ids=["text", "missing file", "yaml", "formula", "word tag", "excel tag", "brand"],
)
def test_a_fault_ends_the_build_with_its_code_and_leaves_the_output_alone(
    sample: Path, reportgen: Run, fault: Callable[[Path], object], code: int
) -> None:
    assert reportgen("build", sample, "-p", "2023-10", "-q").exit_code == 0
    before = tree(sample / "output")
    fault(sample)
    result = reportgen("build", sample, "-p", "2023-10", "-q")
    assert result.exit_code == code, result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert tree(sample / "output") == before


def test_a_column_of_wrong_cells_in_a_workbook_is_told_by_cell(sample: Path, reportgen: Run) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "October"
    for row in (["ID", "N"], ["1", 5], ["2", "n/a"], ["3", "about 7"]):
        sheet.append(row)
    workbook.save(sample / "data/counts.xlsx")
    add_table(sample, "counts", "data/counts.xlsx", "{id: ID, n: {from: N, type: count}}")
    problems = json.loads(reportgen("check", sample, "--json").stdout)["problems"]
    cells = [p["location"] for p in problems if p["severity"] == "error"]
    assert {"file": "data/counts.xlsx", "sheet": "October", "cell": "B4"} in cells


def test_a_period_that_is_none_is_a_usage_error(sample: Path, reportgen: Run) -> None:
    result = reportgen("build", sample, "--period", "October")
    assert result.exit_code == 2
    assert "2026-10" in result.stderr


def test_an_output_that_cannot_be_written_is_exit_code_5(sample: Path, reportgen: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    result = reportgen("build", sample, "-p", "2023-10", "--out", blocked, "-q")
    assert result.exit_code == 5, result.stderr
