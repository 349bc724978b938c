"""init writes a project that builds at once, and never over anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import Result

from reportgen import BuildRequest, build, init, schema
from reportgen.errors import UsageError
from reportgen.ooxml import Draft, read_package
from reportgen.operations.init import examples
from tests.conftest import SAMPLES

Run = Callable[..., Result]
DOCUMENTS = ["deck.pptx", "status.docx", "annex.xlsx", "manifest.json"]


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_new_project_builds_at_once(tmp_path: Path, reportgen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = reportgen("init", "my report")
    assert made.exit_code == 0
    assert sorted(made.stdout.splitlines()) == [str(Path("my report") / name) for name in names(tmp_path / "my report")]
    assert made.stderr == 'Next: reportgen build "my report"\n'
    built = reportgen("build", "my report")
    assert built.exit_code == 0, built.stderr
    assert [Path(line).name for line in built.stdout.splitlines()] == DOCUMENTS
    assert built.stderr == "", "nothing in the starter project needs a remark"


def test_the_starter_project_has_two_statuses_and_a_grouping(tmp_path: Path, reportgen: Run) -> None:
    folder = init(tmp_path / "new").folder
    kpis = json.loads(reportgen("inspect", folder, "--json").stdout)["kpis"]
    assert [(kpi["id"], kpi["text"].replace("\u00a0", " "), kpi["status"]) for kpi in kpis] == [
        ("active_share", "63.8 %", "at risk"),
        ("trained_share", "71.6 %", "on track"),
        ("licences", "1 197", "no target"),
    ]
    assert [group["label"] for group in kpis[0]["groups"]["area"]] == ["Headquarters", "Regions"]


def test_the_starter_workbook_is_filled_in_as_excel_tables() -> None:
    book = openpyxl.load_workbook(SAMPLES / "starter" / "data" / "adoption.xlsx")
    assert {sheet.title: list(sheet.tables) for sheet in book} == {
        "Adoption": ["Adoption"],
        "Departments": ["Departments"],
    }


@pytest.mark.parametrize("example", examples())
def test_every_example_comes_without_what_builds_left_and_checks_without_errors(
    example: str, tmp_path: Path, reportgen: Run
) -> None:
    assert reportgen("init", tmp_path / "new", "--example", example).exit_code == 0
    written = names(tmp_path / "new")
    assert {"report.yaml", "README.md", "build.cmd", "build.sh", ".reportgen/schema.json"} <= set(written)
    assert not [name for name in written if name.startswith("output/")]
    assert "Double-click `build.cmd`" in (tmp_path / "new" / "README.md").read_text("utf-8")
    for name in ("README.md", "report.yaml"):
        assert "sample_data" not in (tmp_path / "new" / name).read_text("utf-8")
    for name in set(names(SAMPLES / example)) & set(written) - {"report.yaml", "README.md"}:
        assert (tmp_path / "new" / name).read_bytes() == (SAMPLES / example / name).read_bytes()
    checked = reportgen("check", tmp_path / "new")
    assert checked.exit_code == 0, checked.stdout


def test_the_project_file_names_the_schema_that_lies_beside_it(tmp_path: Path) -> None:
    folder = init(tmp_path / "new").folder
    first, rest = (folder / "report.yaml").read_text("utf-8").split("\n", 1)
    assert first == "# yaml-language-server: $schema=./.reportgen/schema.json"
    assert rest == (SAMPLES / "starter" / "report.yaml").read_text("utf-8")
    assert json.loads((folder / ".reportgen/schema.json").read_text("utf-8")) == schema()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, reportgen: Run) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    refused = reportgen("init", tmp_path)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert refused.stderr.splitlines()[1:3] == [
        f"  {tmp_path}: The folder is not empty, and nothing in it is overwritten.",
        "    found notes.txt, expected a new or an empty folder",
    ]
    assert names(tmp_path) == ["notes.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("mine")
    with pytest.raises(UsageError, match="This is a file"):
        init(tmp_path / "new")
    assert (tmp_path / "new").read_text() == "mine"


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        init(tmp_path / "new", "electrol-roll", "../ours")
    assert [str(problem) for problem in raised.value.problems] == [
        f"--example: There is no example 'electrol-roll' (expected {', '.join(examples())}). "
        "Did you mean 'electoral-roll'?",
        "--brand: '../ours' cannot be the name of a brand (expected letters, digits, - and _).",
    ]
    assert not (tmp_path / "new").exists()


def test_a_brand_of_ones_own_is_a_copy_that_the_project_uses(tmp_path: Path) -> None:
    folder = init(tmp_path / "new", brand="ours").folder
    deck = folder / "report_templates" / "ours" / "deck.pptx"
    draft = Draft(read_package(deck))
    theme = next(name for name in draft.names if name.startswith("ppt/theme/"))
    assert b"17557F" in draft.read(theme), "the shipped first accent"
    draft.replace(theme, draft.read(theme).replace(b"17557F", b"8A1538"))
    deck.write_bytes(draft.to_bytes())
    built = build(BuildRequest(folder, only=("deck",))).files[0]
    assert b"8A1538" in read_package(built).read(theme)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_the_shell_launcher_builds_without_reportgen_on_the_path(tmp_path: Path) -> None:
    folder = init(tmp_path / "a 'new' one").folder
    environment = {**os.environ, "PATH": "/usr/bin:/bin"}
    command = [str(folder / "build.sh"), "--only", "annex", "--quiet"]
    done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["output/2026-10/annex.xlsx", "output/2026-10/manifest.json"]
    wrong = subprocess.run([folder / "build.sh", "--only", "x"], env=environment, capture_output=True, check=False)
    assert wrong.returncode == 2


def test_the_windows_launcher_is_written_for_its_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", r"C:\100% mine\python.exe")
    text = (init(tmp_path / "new").folder / "build.cmd").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n"), "cmd.exe misreads labels after bare line feeds"
    assert rb'"C:\100%% mine\python.exe" -m reportgen build %*' in text


def test_the_documentation_names_every_example() -> None:
    text = (SAMPLES.parent / "docs" / "commands.md").read_text("utf-8")
    assert [name for name in examples() if f"| `{name}`" not in text] == []
