"""Problems as a page for a browser: one file that loads nothing, in light and dark, on paper, filtered by file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportgen.errors import Problem, Severity
from reportgen.faces.catalogue import Task, codes, sections, tasks

if TYPE_CHECKING:
    from jinja2 import Template


def problems_page(problems: Iterable[Problem], title: str) -> str:
    """The page as HTML; everything that came from files is escaped."""
    found = tasks(problems)
    listed = [problem for task in found for problem in task.problems]
    held = [problem.severity for problem in listed]
    scopes = {section.title: section.scope for section in sections()}
    parts = groupby(sorted(found, key=_section_order), key=lambda task: task.title)
    return _template().render(
        title=title,
        verdict="The documents cannot be made with these errors."
        if Severity.ERROR in held
        else "The documents can be made.",
        counts=[(_counted(severity, held.count(severity)), held.count(severity)) for severity in Severity],
        files=sorted({problem.location.file for problem in listed}),
        tasks=found,
        sections=[(name, scopes.get(name, ""), [_card(task) for task in part]) for name, part in parts],
    )


def _counted(severity: Severity, count: int) -> str:
    return severity.value if count == 1 else f"{severity.value}s"


def _section_order(task: Task) -> int:
    order = [section.title for section in sections()]
    return order.index(task.title) if task.title in order else len(order)


def _card(task: Task) -> dict[str, Any]:
    known = codes().get(task.code)
    return {
        "severity": task.severity.value,
        "code": task.code,
        "meaning": known[1].meaning.rstrip(".") if known else task.problems[0].message,
        "remedy": known[1].remedy if known else "",
        "rows": [_row(problem) for problem in task.problems],
    }


def _row(problem: Problem) -> dict[str, str]:
    place = str(problem.location).removeprefix(problem.location.file).lstrip(",: ")
    return {
        "file": problem.location.file,
        "place": place,
        "whole": str(problem.location),
        "field": problem.field,
        "message": problem.message[:1].upper() + problem.message[1:],
        "found": problem.found,
        "expected": problem.expected,
        "hint": problem.hint,
    }


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    text = resources.files("reportgen.faces").joinpath("issues.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True).from_string(text)
