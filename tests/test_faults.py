"""Thirty planted faults: one check finds exactly these, no miss and no cascade, each with what to do about it."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from tests.faults.project import write_project

Run = Callable[..., Result]
PLANTED = Path(__file__).parent / "faults.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    project = tmp_path / "portal"
    write_project(project)
    return project


def planted() -> list[dict[str, str]]:
    with PLANTED.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def place(location: dict[str, object]) -> str:
    """The cell, the tag's place, or line:column, as the list of faults writes it."""
    if "line" in location:
        return f"{location['line']}:{location['column']}"
    return str(location.get("cell") or location.get("place") or "")


def test_one_check_finds_the_thirty_faults_and_nothing_else(folder: Path, reportgen: Run) -> None:
    result = reportgen("check", folder, "--json")
    found = json.loads(result.stdout)["problems"]
    told = {
        (
            one["location"]["file"],
            one["location"].get("sheet", ""),
            place(one["location"]),
            one["severity"],
            one["code"],
        )
        for one in found
    }
    faults = planted()
    listed = {(one["file"], one["sheet"], one["cell"], one["severity"], one["code"]) for one in faults}
    assert len(faults) == len(listed) == 30
    assert not listed - told, "missed"
    assert not told - listed, "cascades"
    assert len(found) == 30, "each is told once"
    assert result.exit_code == 3


def test_each_fault_says_what_to_do(folder: Path, reportgen: Run) -> None:
    found = json.loads(reportgen("check", folder, "--json").stdout)["problems"]
    for fault in planted():
        said = [
            " ".join(str(one.get(part, "")) for part in ("hint", "expected"))
            for one in found
            if one["code"] == fault["code"] and place(one["location"]) == fault["cell"]
        ]
        assert any(fault["fix"] in text for text in said), (fault, said)


def test_a_fault_in_a_cell_names_its_field(folder: Path, reportgen: Run) -> None:
    found = json.loads(reportgen("check", folder, "--json").stdout)["problems"]
    fields = {(one["location"]["file"], one["location"].get("cell")): one.get("field") for one in found}
    assert fields["data/usage_2026-10.xlsx", "D2"] == "active"
    assert fields["data/visits_2026-10-31.csv", "B6"] == "visits"
    assert fields["data/teams.xlsx", "A12"] == "code"


def test_a_second_check_finds_the_same_and_no_input_was_written(folder: Path, reportgen: Run) -> None:
    def hashes() -> dict[str, str]:
        files = sorted(path for path in folder.rglob("*") if path.is_file() and "-checked" not in path.name)
        return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    before = hashes()
    first = reportgen("check", folder, "--json", "--mark")
    second = reportgen("check", folder, "--json", "--mark")
    assert first.stdout == second.stdout
    assert hashes() == before
    copies = sorted(path.name for path in folder.rglob("*-checked.xlsx"))
    assert copies == [
        "company-checked.xlsx",
        "courses-checked.xlsx",
        "surveys-checked.xlsx",
        "teams-checked.xlsx",
        "usage_2026-09-checked.xlsx",
        "usage_2026-10-checked.xlsx",
        "visits_2026-10-31-checked.xlsx",
    ]
