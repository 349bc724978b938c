"""Every command that the documentation shows can be called so, and those with output beside them print it."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import Result

from reportgen.cli import app
from reportgen.faces.catalogue import codes
from tests.conftest import SAMPLES

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted(SAMPLES.glob("*/README.md"))]
PAGES += sorted((ROOT / "reportgen/operations/scaffold").glob("*.md"))
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What two blanks or a # set off is said about the command.
_LINE = re.compile(r"^(?:\$ |\.venv/bin/)?reportgen ((?:\S+ ?)+?)(?: *#.*|  .*)?$", re.MULTILINE)
_SPAN = re.compile(r"`reportgen ([^`]+)`")
GROUP = get_command(app)


def commands() -> Iterator[tuple[str, str]]:
    """Page and command, each once; what is shown with [options] or DIR is a pattern and no command."""
    for page in PAGES:
        text = page.read_text("utf-8")
        blocks = "\n".join(block for _, block in _FENCE.findall(text))
        # A line break within a code span is a blank.
        spans = (" ".join(span.split()) for span in _SPAN.findall(_FENCE.sub("", text)))
        for command in dict.fromkeys([*_LINE.findall(blocks), *spans]):
            if not re.search(r"[\[…]|\b[A-Z]{2,}\b", command):
                yield page.name, command.strip()


@pytest.mark.parametrize(("page", "command"), list(commands()), ids=lambda part: part)
def test_a_command_in_the_documentation_can_be_called(page: str, command: str) -> None:
    name, *arguments = shlex.split(command)
    known = getattr(GROUP, "commands")  # noqa: B009 # the checker knows no group here
    assert name in known, page
    if arguments:
        known[name].make_context(name, arguments)


def test_the_commands_are_found() -> None:
    found = {command for _, command in commands()}
    assert {"build --each region", "explain active_share", "inspect data/usage.xlsx", "build --pdf"} <= found
    assert len(found) > 20


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the programme, whose figures the pages show."""
    folder = tmp_path_factory.mktemp("docs") / "crm-adoption"
    shutil.copytree(SAMPLES / "crm-adoption", folder, ignore=shutil.ignore_patterns("output", "collect"))
    return folder


def shown() -> dict[str, list[str]]:
    """The commands of the page of commands that stand with their output, but for those with a workbook of their own."""
    text = (ROOT / "docs/commands.md").read_text("utf-8")
    blocks = [block.splitlines() for language, block in _FENCE.findall(text) if language == "console"]
    return {line[0].removeprefix("$ reportgen "): line[1:] for line in blocks if "usage.xlsx" not in line[0]}


@pytest.mark.parametrize("command", list(shown()))
def test_what_stands_below_a_command_is_what_it_prints(
    command: str, programme: Path, reportgen: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(programme)
    result = reportgen(*shlex.split(command))
    assert result.exit_code == 0
    printed = [line.replace("\N{NO-BREAK SPACE}", " ").rstrip() for line in result.stdout.splitlines()]
    parts = "\n".join(line.rstrip() for line in shown()[command]).split("\n...\n")
    for part in parts:
        lines = part.removesuffix("\n...").splitlines()
        first = printed.index(lines[0])
        assert printed[first : first + len(lines)] == lines


def test_a_code_that_the_documentation_explains_is_one(reportgen: Callable[..., Result]) -> None:
    text = (ROOT / "docs/commands.md").read_text("utf-8")
    named = re.findall(r"`reportgen explain ([a-z]+-[a-z-]+)`", text)
    assert named
    assert set(named) <= set(codes())
