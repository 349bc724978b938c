"""A small project around one table, whose files a test writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.dataset import Dataset
from reportgen.errors import Problem
from reportgen.loaders import load
from reportgen.project import read_project

Load = Callable[..., tuple[Dataset, list[Problem]]]


@pytest.fixture
def load_table(tmp_path: Path) -> Load:
    """Load one table `t` from files (name -> text or bytes), declared by YAML lines."""

    def run(table: str, head: str = "", **files: str | bytes) -> tuple[Dataset, list[Problem]]:
        for name, content in files.items():
            path = tmp_path / name.replace("__", ".")
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return load_project(tmp_path, f"{head}\ntables:\n  t:\n" + indent(table))

    return run


def load_project(folder: Path, body: str) -> tuple[Dataset, list[Problem]]:
    """Load the tables of a project with a title and one KPI."""
    (folder / "report.yaml").write_text(f"title: A test\n{body}\nkpis: {{k: {{formula: count(t)}}}}\n", "utf-8")
    return load(read_project(folder))


def indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip().splitlines())


def places(problems: list[Problem], code: str = "") -> list[str]:
    """Where the problems are, of one code or all."""
    return [str(problem.location) for problem in problems if code in ("", problem.code)]
