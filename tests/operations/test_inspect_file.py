"""inspect FILE where there is nothing to inspect: a clear sentence and the documented exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]


def test_a_missing_file_is_a_usage_error_with_the_name_that_was_meant(tmp_path: Path, reportgen: Run) -> None:
    (tmp_path / "usage.xlsx").write_bytes(b"")
    done = reportgen("inspect", tmp_path / "usgae.xlsx")
    assert done.exit_code == 2
    assert "There is no such file" in done.stderr
    assert 'Did you mean "usage.xlsx"?' in done.stderr


def test_a_folder_called_like_a_workbook_is_told(tmp_path: Path, reportgen: Run) -> None:
    (tmp_path / "usage.xlsx").mkdir()
    done = reportgen("inspect", tmp_path / "usage.xlsx")
    assert done.exit_code == 1
    assert "usage.xlsx: This is not a file. found a folder, expected a file" in " ".join(done.stderr.split())


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path, reportgen: Run) -> None:
    try:
        (tmp_path / "usage.xlsx").symlink_to(tmp_path / "gone.xlsx")
    except OSError:
        pytest.skip("no right to make links")
    for verb in ("inspect", "check"):
        done = reportgen(verb, tmp_path / "usage.xlsx")
        assert done.exit_code == 2
        assert "a link to one that is not there" in done.output
        assert "gone.xlsx" in done.output


def test_a_file_that_is_open_elsewhere_is_told(tmp_path: Path, reportgen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "usage.csv").write_text("Unit,Users\nA,5\n", "utf-8")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    done = reportgen("inspect", tmp_path / "usage.csv")
    assert done.exit_code == 1
    assert "Close the file in Excel" in done.stderr


def test_a_project_is_still_inspected_as_one(sample: Path, reportgen: Run) -> None:
    for path in (sample, sample / "report.yaml"):
        done = reportgen("inspect", path, "-p", "2023-10", "-q")
        assert done.exit_code == 0, done.stderr
        assert "Electoral roll in the national register, October 2023" in done.stdout


@pytest.mark.parametrize("name", ["notes.yaml", "nothing-here"])
def test_what_is_neither_project_nor_file_is_told_as_before(tmp_path: Path, reportgen: Run, name: str) -> None:
    done = reportgen("inspect", tmp_path / name)
    assert done.exit_code == 3
    assert "no" in done.stderr.lower()
