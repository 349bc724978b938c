"""docs/messy-data.md says of each kind of mess what becomes of it, and its example is what the program says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from reportgen.dataset import Dataset
from reportgen.errors import Problem, Severity
from tests.loaders.conftest import indent, load_project
from tests.loaders.mess import MESS, Mess

PAGE = Path(__file__).resolve().parents[2] / "docs/messy-data.md"
_CELL = re.compile(r"(?<!\\)\|")
SEVERITIES = {
    "corrected": {Severity.NOTICE},
    "left out": {Severity.NOTICE},
    "left out, told": {Severity.WARNING},
    "missing": {Severity.NOTICE, Severity.WARNING},
    "told": {Severity.NOTICE, Severity.WARNING},
    "asked": {Severity.ERROR},
    "refused": {Severity.ERROR},
}


def table() -> dict[int, list[str]]:
    """The rows of the page by number: kind, seen by, policy, code, example."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| \d", line)]
    cells = [[cell.strip().replace("\\|", "|") for cell in _CELL.split(line)[1:-1]] for line in lines]
    return {int(row[0]): row[1:] for row in cells}


def loaded(mess: Mess, folder: Path) -> tuple[Dataset, list[Problem]]:
    for name, content in mess.files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    other = f"  {mess.other}\n" if mess.other else ""
    return load_project(folder, f"{mess.head}\ntables:\n  t:\n{indent(mess.table)}\n{other}")


def plain(value: Any) -> Any:
    """A value as the fixtures write it: None where it is missing, days as text."""
    if value is None or value != value:
        return None
    return str(value)[:10] if hasattr(value, "year") else value


def test_the_page_names_all_56_kinds() -> None:
    assert list(table()) == list(MESS) == list(range(1, 57))


@pytest.mark.parametrize("number", MESS)
def test_what_the_page_says_of_a_kind_is_what_happens(number: int, tmp_path: Path) -> None:
    _, _, policy, code, example = table()[number]
    _, problems = loaded(MESS[number], tmp_path)
    if policy == "read as is":
        assert (code, example, problems) == ("", "", [])
        return
    told = [problem for problem in problems if problem.code == code.strip("`")]
    assert str(told[0]) == example
    assert told[0].severity in SEVERITIES[policy]


@pytest.mark.parametrize("number", [number for number, mess in MESS.items() if mess.read])
def test_the_values_of_a_kind_are_read(number: int, tmp_path: Path) -> None:
    dataset, _ = loaded(MESS[number], tmp_path)
    frame = dataset.tables["t"].frame
    for field, values in MESS[number].read.items():
        assert [plain(value) for value in frame[field].astype(object)] == list(values), field
