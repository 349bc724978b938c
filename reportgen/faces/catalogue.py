"""What every code of a problem means and what to do about it, in the groups in which faces tell problems.

`catalogue.txt` holds them; docs/problems.md is made of it by scripts/problems.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation, Location, TagLocation

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


@dataclass(frozen=True, slots=True)
class Code:
    """A code, what it means and what to do, in a sentence each."""

    name: str
    meaning: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Section:
    """Codes about which a person does the same thing: `title` says what, `scope` where."""

    title: str
    scope: str
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Problems that one action mends, alike in code; the gravest tasks come first, and in them the first places."""

    title: str
    code: str
    severity: Severity
    problems: tuple[Problem, ...]


@cache
def sections() -> tuple[Section, ...]:
    """All sections, in the order in which one goes through them."""
    text = resources.files("reportgen.faces").joinpath("catalogue.txt").read_text(encoding="utf-8")
    return tuple(_section(part.strip().splitlines()) for part in ("\n" + text).split("\n# ")[1:])


def _section(lines: list[str]) -> Section:
    rows = [line.split(" | ") for line in lines[2:] if line.strip()]
    return Section(lines[0], lines[1], tuple(Code(name, meaning, remedy) for name, meaning, remedy in rows))


@cache
def codes() -> dict[str, tuple[Section, Code]]:
    """Every code with its section."""
    return {code.name: (section, code) for section in sections() for code in section.codes}


def tasks(problems: Iterable[Problem]) -> list[Task]:
    """The problems grouped by what to do: errors before warnings before notices, then in the order of the sections."""
    order = {section.title: number for number, section in enumerate(sections())}
    grouped: dict[tuple[Severity, str, str], list[Problem]] = {}
    for problem in dict.fromkeys(problems):
        grouped.setdefault((problem.severity, _title(problem), problem.code), []).append(problem)
    found = [Task(title, code, severity, tuple(held)) for (severity, title, code), held in grouped.items()]
    return sorted(found, key=lambda task: (_ORDER[task.severity], order.get(task.title, len(order)), task.code))


def _title(problem: Problem) -> str:
    """The section of a problem; a code of the project file that stands in a template or a cell is mended there."""
    known = codes().get(problem.code)
    if known is None:
        return _OTHERS
    if known[0].title == sections()[0].title:
        elsewhere: dict[type[Location], str] = {TagLocation: _TEMPLATE, CellLocation: _CELLS}
        return elsewhere.get(type(problem.location), known[0].title)
    return known[0].title


_TEMPLATE, _CELLS = "Correct the template or brand", "Correct the cells"
_OTHERS = "Other problems"
