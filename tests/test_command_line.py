"""What the command line prints where, and the exit code it ends with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]
SMALL = """
title: Portal
entities: {table: units, key: id, groups: [area]}
tables:
  units: {files: units.csv, columns: {id: id, area: area}}
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
    (folder / "units.csv").write_text("id,area\nA,North\nB,South\n", "utf-8")
    (folder / "use.csv").write_text("id,day,n\nA,2024-01-31,3\nB,2024-01-31,4\nA,2024-02-29,5\n", "utf-8")
    return folder


@pytest.mark.parametrize("command", ["", "build", "check", "inspect", "schema"])
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
    assert "5" in shown, "the value of February, the latest period"
    for word in "Users [of any kind] who came back".split():
        assert word in shown
    if width >= 120:
        assert "number_of_active_users_of_the_portal" in shown
