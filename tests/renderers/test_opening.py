"""A template that is not there, or of another program, is told with what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from reportgen.operations.init import init
from reportgen.renderers import RENDERERS

BRANDS = Path(__file__).resolve().parent.parent.parent / "report_templates" / "corporate"
KINDS = {"deck.pptx": "a presentation", "status.docx": "a text document", "annex.xlsx": "a workbook"}


@pytest.mark.parametrize("other", KINDS)
@pytest.mark.parametrize("name", KINDS)
def test_a_template_of_another_program_is_refused(name: str, other: str, tmp_path: Path) -> None:
    path = tmp_path / name
    shutil.copy(BRANDS / other, path)
    (renderer,) = [format.renderer() for format in RENDERERS.values() if format.template == name]
    told = [problem for problem in renderer.check(path, {}) if problem.code == "template-kind"]
    if name == other:
        assert told == []
        return
    (problem,) = told
    assert (problem.found, problem.expected) == (KINDS[other], KINDS[name])
    assert problem.location.file == name


@pytest.mark.parametrize("name", KINDS)
def test_a_template_that_is_not_there_is_told_with_the_folder_it_belongs_into(
    name: str, tmp_path: Path, reportgen: Callable[..., Result]
) -> None:
    project = init(tmp_path / "new", brand="ours").folder
    (project / "report_templates" / "ours" / name).unlink()
    result = reportgen("build", project)
    assert result.exit_code == 4
    told = " ".join(result.stderr.split())
    assert f"{name}: There is no such file in the brand's folder report_templates/ours." in told
    assert "name the right file under [documents] in its brand.toml" in told
    assert not (project / "output").exists()
