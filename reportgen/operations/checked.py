"""What `check` gives, of projects, input files and documents alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import Problem


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Every problem found, the exit code that a build would end with, and the marked copies that were written;
    `folder` is that of the project whose input file was asked for."""

    problems: tuple[Problem, ...]
    exit_code: int
    files: tuple[Path, ...] = ()
    folder: Path | None = None
