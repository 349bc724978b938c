"""What the command line prints where, and the exit code it ends with."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from reportgen import __version__
from reportgen.operations.inspect import inspect
from tests.templates import replace_in_part

Run = Callable[..., Result]
SMALL = """
title: Portal
entities: {table: units, key: id, groups: [area, city]}
tables:
  units: {files: units.csv, columns: {id: id, area: area, city: city}}
  use: {files: use.csv, time: flow, date: day, entity: id, columns: {id: id, n: {type: count}}}
kpis:
  number_of_active_users_of_the_portal: {label: "Users [of any kind] who came back", formula: sum(use.n), unit: count}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with two areas that is read in no time."""
    folder = tmp_path / "portal"
    folder.mkdir()
    (folder / "report.yaml").write_text(SMALL, "utf-8")
    (folder / "units.csv").write_text("id,area,city\nA,North,Oslo\nB,South,Rome\nC,South,Bari\n", "utf-8")
    (folder / "use.csv").write_text(
        "id,day,n\nA,2024-01-31,3\nB,2024-01-31,4\nA,2024-02-29,5\nB,2024-02-29,2\nC,2024-02-29,1\n", "utf-8"
    )
    return folder


@pytest.mark.parametrize("command", ["", "build", "check", "inspect", "explain", "schema"])
def test_help_ends_with_examples_one_to_a_line(command: str, reportgen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = reportgen(*command.split(), "--help").stdout.splitlines()
    examples = [
        line.strip() for line in lines[[line.strip() for line in lines].index("Examples") + 1 :] if line.strip()
    ]
    assert examples
    assert all(line.startswith(f"reportgen {command}".strip()) for line in examples), examples
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("width", [60, 80, 120])
def test_inspect_names_every_kpi_whole_with_its_id_beside_it(
    width: int, small: Path, reportgen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = reportgen("inspect", small, "-q").stdout
    assert "8" in shown, "the value of February, the latest period"
    for word in ("Users", "[of", "any", "kind]", "came", "back"):
        assert word in shown
    if width >= 120:
        assert "number_of_active_users_of_the_portal" in shown


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--lang", "xx"], "--lang: no language 'xx'. expected de, el, en, fr, it, pl, uk"),
        (["--period", "2026-13"], "'2026-13' is no period of this project. expected a month such as 2026-10"),
        (["--period", ""], "'' is no period of this project"),
        (["--entity", ""], "no entity or group ''"),
        (["--entity", "nroth"], "Did you mean 'North'?"),
        (["--only", ","], "no document ''"),
        (["--only", "slides"], "no document 'slides'. expected deck, report, annex"),
        (["--each", "region"], "the project has no grouping 'region'. expected area, city"),
        (["--as-of", "31/10/2026"], "expected one such as"),
        (["--as-of", "2024-01-31"], "2024-01-31 lies before the period 2024-02. expected 2024-02-01 or later"),
    ],
)
def test_arguments_that_do_not_fit_end_with_2_and_say_what_would(
    arguments: list[str], told: str, small: Path, reportgen: Run
) -> None:
    result = reportgen("build", small, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in " ".join(result.stderr.split())
    assert not (small / "output").exists()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("nowhere", "There is no such file or folder. expected a folder with report.yaml, or that file"),
        ("portal/use.csv", "use.csv: This is not a project file. -> Name the folder with report.yaml, or that file."),
        (".", "report.yaml: There is no project file in"),
    ],
)
def test_what_is_no_project_ends_with_3(place: str, told: str, small: Path, reportgen: Run) -> None:
    result = reportgen("build", small.parent / place)
    assert (result.exit_code, result.stdout) == (3, "")
    assert told in " ".join(result.stderr.split())


def test_that_there_is_nothing_to_mark_is_told(small: Path, reportgen: Run) -> None:
    told = "No copies were written: no input file has a problem in a cell.\n"
    assert reportgen("check", small, "--mark").stderr == told
    assert reportgen("check", small).stderr == ""
    (small / "use.csv").write_text("id,day,n\nA,2024-01-31,many\n", "utf-8")
    assert reportgen("check", small, "--mark").stderr.startswith("Written: ")


def test_a_period_without_figures_is_told_with_the_latest_that_has_some(small: Path, reportgen: Run) -> None:
    result = reportgen("build", small, "--period", "2024-12", "--only", "annex")
    assert result.exit_code == 0
    told = " ".join(result.stderr.split())
    assert "has no data for 2024-12. expected a period with data; the latest is 2024-02" in told
    assert "report.yaml:" in told
    for arguments in (("--period", "2024-01"), ()):
        assert "has no data for" not in reportgen("build", small, "--only", "annex", *arguments).stderr


def test_an_unknown_language_is_told_with_everything_else(small: Path, reportgen: Run) -> None:
    file = small / "report.yaml"
    file.write_text(file.read_text("utf-8") + "language: xx\nnumber_style: us\n", "utf-8")
    (small / "use.csv").write_text("id,day,n\nA,2024-01-31,many\n", "utf-8")
    result = reportgen("check", small, "--json")
    codes = {problem["code"] for problem in json.loads(result.stdout)["problems"]}
    assert {"unknown-language", "unknown-number-style", "bad-number"} <= codes
    assert result.exit_code == 3


def test_a_program_without_a_console_can_be_run(
    small: Path, reportgen: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from reportgen.cli import _build_one
    from reportgen.operations.build import BuildRequest

    monkeypatch.setattr(sys, "stderr", None)
    _build_one(BuildRequest(small, only=("annex",)), quiet=False)
    assert capsys.readouterr().out.splitlines()[0].endswith("annex.xlsx")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
@pytest.mark.parametrize("arguments", [["schema"], ["inspect", "--json"], ["inspect"]])
def test_output_to_a_full_disk_ends_with_5_and_says_so(arguments: list[str], small: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "reportgen", *arguments]
        run = subprocess.run(command, cwd=small, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert run.returncode == 5
    assert "No space left" in run.stderr
    assert "fault of reportgen" not in run.stderr


def test_check_finds_what_shows_only_when_the_documents_are_filled(small: Path, reportgen: Run) -> None:
    sums = "{{ lead + lead }}{{ lead.by('nobody') }}"
    replace_in_part(small, "corporate", "deck.pptx", "{{ report.organisation }}", sums)
    before = sorted(small.rglob("*"))
    checked, built = reportgen("check", small), reportgen("build", small)
    assert (checked.exit_code, built.exit_code) == (4, 4)
    assert "the template cannot calculate with these.\n    -> Declare a KPI with this formula" in checked.stdout
    assert "is not grouped by 'nobody'; it is by area, city" in checked.stdout
    assert all(part in built.stderr for part in ("cannot calculate with these", "is not grouped by 'nobody'"))
    assert sorted(small.rglob("*")) == before, "nothing is written"


def test_a_pack_on_one_group_names_it_and_compares_what_is_in_it(small: Path, reportgen: Run) -> None:
    result = reportgen("build", small, "--each", "area", "--workers", "2", "-q")
    assert result.exit_code == 0
    folders = [Path(line).parent for line in result.stdout.splitlines()[::4]]
    assert [folder.relative_to(small).as_posix() for folder in folders] == [
        "output/2024-02/North",
        "output/2024-02/South",
    ]
    shown = json.loads(reportgen("inspect", small, "--entity", "south", "--json").stdout)
    assert (shown["entity"], shown["kpis"][0]["value"]) == ("South", 3)
    report, _ = inspect(small, scope="south")
    assert list(report.groups) == ["city", "area"], "there is but one area, so cities come first"


def test_the_cut_off_of_the_project_is_told_at_its_line_where_it_lies_before_the_period(
    small: Path, reportgen: Run
) -> None:
    file = small / "report.yaml"
    file.write_text(file.read_text("utf-8") + "as_of: 2024-01-31\n", "utf-8")
    assert reportgen("inspect", small, "-p", "2024-01").exit_code == 0
    result = reportgen("inspect", small, "-p", "2024-02")
    assert result.exit_code == 3
    assert "report.yaml:9:8: 2024-01-31 lies before the period 2024-02" in result.stderr


def test_the_version_is_printed(reportgen: Run) -> None:
    result = reportgen("--version")
    assert (result.exit_code, result.stdout) == (0, f"reportgen {__version__}\n")


def test_tables_without_dates_need_a_period_to_be_named(small: Path, reportgen: Run) -> None:
    file = small / "report.yaml"
    file.write_text(file.read_text("utf-8").replace("time: flow, date: day, entity: id, ", ""), "utf-8")
    result = reportgen("build", small)
    assert result.exit_code == 1
    assert "has no data with a date, so no period can be chosen. -> Name a period with --period" in " ".join(
        result.stderr.split()
    )
    assert json.loads(reportgen("inspect", small, "-p", "2024-02", "--json").stdout)["kpis"][0]["value"] == 15
