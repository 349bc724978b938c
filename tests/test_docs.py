"""The documentation names everything there is, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from reportgen.cli import app
from reportgen.renderers.context import vocabulary
from reportgen.rules.formulas.names import FUNCTIONS, MOMENTS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("name", [*FUNCTIONS, *MOMENTS])
def test_every_function_of_the_formula_language_is_explained(name: str) -> None:
    assert f"`{name}" in (ROOT / "docs/formulas.md").read_text("utf-8")


@pytest.mark.parametrize("name", list(vocabulary(("x",))))
def test_every_name_a_template_can_say_is_listed(name: str) -> None:
    assert re.search(rf"`{name}[`.]", (ROOT / "docs/templates.md").read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_are_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_every_command_is_in_the_readme() -> None:
    commands = getattr(get_command(app), "commands")  # noqa: B009 # the checker knows no group here
    text = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in commands if f"reportgen {name}" not in text] == []
