"""The package as a library: the verbs of the command line, with paths as texts or as Path."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import reportgen
from reportgen.content.values import Count
from tests.test_command_line import small

__all__ = ["small"]
HEAVY = ("pandas", "numpy", "matplotlib", "pptx", "docx", "openpyxl", "xlsxwriter", "python_calamine", "lxml")


@pytest.mark.parametrize("kind", [str, Path])
def test_every_verb_takes_a_project(kind: type, small: Path) -> None:
    project = kind(small)
    assert reportgen.check(project).exit_code == 0
    assert reportgen.check([project, project]).problems == ()
    report, problems = reportgen.inspect(project, period="2024-01")
    assert reportgen.schema()["title"]
    assert isinstance(report.lead.value, Count)
    assert (int(report.lead.value.amount), problems) == (7, ())
    result = reportgen.build(reportgen.BuildRequest(project, only=("annex",), out=kind(small / "out")))
    assert result.files == (small / "out/2024-02/annex.xlsx", small / "out/2024-02/manifest.json")
    assert [file.name for file in reportgen.build(project).files] == [
        "deck.pptx",
        "status.docx",
        "annex.xlsx",
        "manifest.json",
    ]


def test_an_error_carries_its_problems_and_its_exit_code(tmp_path: Path) -> None:
    with pytest.raises(reportgen.ReportgenError) as caught:
        reportgen.build(tmp_path)
    assert caught.value.exit_code == 3
    assert [problem.code for problem in caught.value.problems] == ["project-missing"]


def test_every_public_name_is_there() -> None:
    assert all(getattr(reportgen, name) for name in reportgen.__all__)


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    code = "import sys, reportgen, reportgen.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(HEAVY).isdisjoint(loaded)
