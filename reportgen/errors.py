"""What can go wrong, as values.

    ReportgenError          carries Problems; its exit_code is the command line's
    +-- DataError      1    the user's data
    +-- UsageError     2    arguments
    +-- ProjectError   3    report.yaml, setup.xlsx
    +-- TemplateError  4    an Office template or a brand
    +-- OutputError    5    the output cannot be written

A Problem says place, found, expected and next step. Problems are collected and travel beside
results; an error is raised only where nothing further can be done, with every problem known by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from reportgen.locations import Location


class Severity(StrEnum):
    """error: the documents are not made; warning: made, but look; notice: made, for the record."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding at one place. `code` is stable (kebab-case); `message` is one sentence without the place; `field` is
    the column of a cell, by the name that the project gives it. Where many cells are told as one, `each` has a finding
    per value, with all its cells."""

    severity: Severity
    code: str
    message: str
    location: Location
    found: str = ""
    expected: str = ""
    hint: str = ""
    field: str = ""
    each: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        details = f"found {self.found}" if self.found else ""
        if self.expected:
            details = f"{details}, expected {self.expected}" if details else f"expected {self.expected}"
        sentence = f"{self.message} ({details})." if details else f"{self.message}."
        return f"{self.location}: {sentence}" + (f" {self.hint}" if self.hint else "")

    def as_dict(self) -> dict[str, object]:
        """The problem for JSON; empty fields are left out."""
        texts = {
            "message": self.message,
            "field": self.field,
            "found": self.found,
            "expected": self.expected,
            "hint": self.hint,
        }
        return {
            "severity": self.severity.value,
            "code": self.code,
            "location": self.location.as_dict(),
            **{name: text for name, text in texts.items() if text},
        }


def has_errors(problems: Iterable[Problem]) -> bool:
    """True when one of the problems keeps the documents from being made."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def in_file_order(parts: Sequence[Sequence[Problem]]) -> list[Problem]:
    """The problems by file, in each by place as one reads it; files in the order of the parts that name them first."""
    first: dict[str, int] = {}
    for number, part in enumerate(parts):
        for problem in part:
            first.setdefault(problem.location.file, number)
    together = [problem for part in parts for problem in part]
    return sorted(together, key=lambda problem: (first[problem.location.file], problem.location.order))


class ReportgenError(Exception):
    """Something stops the work; `problems` says what, all of it."""

    exit_code: ClassVar[int] = 70

    # Positional and stored as args, so that the exception survives pickling between processes.
    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class DataError(ReportgenError):
    """The user's data cannot be used as they are."""

    exit_code = 1


class UsageError(ReportgenError):
    """The command was called with arguments that do not fit."""

    exit_code = 2


class ProjectError(ReportgenError):
    """The project file says something that cannot be done."""

    exit_code = 3


class TemplateError(ReportgenError):
    """A template or brand cannot be filled."""

    exit_code = 4


class OutputError(ReportgenError):
    """The output cannot be written."""

    exit_code = 5
