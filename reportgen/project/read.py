"""A project folder or file -> Project, or one ProjectError with every problem of the file."""

from __future__ import annotations

import codecs
import copy
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reportgen.errors import Problem, ProjectError, Severity
from reportgen.locations import Location, TextLocation
from reportgen.project.checks import check_project
from reportgen.project.complaints import explain
from reportgen.project.marks import Marks
from reportgen.project.model import Project
from reportgen.project.tree import read_tree

PROJECT_FILE = "report.yaml"
_YAML = (".yaml", ".yml")
# A project file is written by hand; the longest known has some 20 kB.
_MAX_BYTES = 2_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_project(path: str | Path) -> Project:
    """The project in a folder (its report.yaml) or file; ProjectError with all problems, each at line and column."""
    path = Path(path)
    file = path / PROJECT_FILE if path.is_dir() else path
    if file.exists() and file.suffix.lower() not in _YAML:
        hint = "Name the folder with report.yaml, or that file."
        raise ProjectError([_problem("project-form", "This is not a project file", Location(file.name), hint=hint)])
    text = _read_text(file)
    tree, marks, problems = read_tree(text, file.name)
    if tree is None:
        raise ProjectError(problems)
    if not isinstance(tree, dict):
        expected = "lines such as title: My report"
        raise ProjectError([*problems, _problem("project-form", "This is not a project file", marks.where(), expected)])
    project, found = _validate(tree, marks)
    problems += found
    if project is not None:
        project._file = file
        project._marks = marks
        problems += check_project(project, tree)
    if problems or project is None:
        raise ProjectError(sorted(problems, key=_by_place))
    return project


def _by_place(problem: Problem) -> tuple[int, int]:
    place = problem.location
    return (place.line, place.column) if isinstance(place, TextLocation) else (0, 0)


def _problem(code: str, message: str, place: Location, expected: str = "", hint: str = "") -> Problem:
    return Problem(Severity.ERROR, code, message, place, expected=expected, hint=hint)


def _missing(file: Path) -> Problem:
    if file.name == PROJECT_FILE and file.parent.is_dir():
        message = f"There is no project file in {file.parent.as_posix()}"
        return _problem("project-missing", message, Location(file.name), f"a file {file.name}")
    expected = "a folder with report.yaml, or that file"
    return _problem("project-missing", "There is no such file or folder", Location(file.as_posix()), expected)


def _read_text(file: Path) -> str:
    place = Location(file.name)
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        raise ProjectError([_missing(file)]) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProjectError([_problem("project-unreadable", f"The file cannot be read: {reason}", place)]) from None
    if len(data) > _MAX_BYTES:
        expected = f"a text of at most {_MAX_BYTES // 1_000_000} MB"
        raise ProjectError([_problem("project-size", "The project file is too large", place, expected)])
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        start = data[: error.start]
        line, column = start.count(b"\n") + 1, error.start - start.rfind(b"\n")
        at = TextLocation(file.name, line, column)
        hint = "Save the file with the encoding UTF-8."
        raise ProjectError([_problem("project-encoding", "The file is not UTF-8 text", at, hint=hint)]) from None


def _validate(tree: dict[str, Any], marks: Marks) -> tuple[Project | None, list[Problem]]:
    """The project and the problems of its form. With problems, the project is what remains without the faulty parts,
    so that the checks across parts can still run on the rest."""
    try:
        return Project.model_validate(tree), []
    except ValidationError as error:
        problems = explain(error, marks, tree)
        return _without_faults(copy.deepcopy(tree), error, marks), problems


def _without_faults(tree: dict[str, Any], error: ValidationError, marks: Marks) -> Project | None:
    # Each round takes away at least one faulty part; a part that misses something goes as a whole.
    for _ in range(6):
        for fault in error.errors(include_url=False, include_context=False, include_input=False):
            _, steps = marks.nearest(*fault["loc"])
            if not _remove(tree, steps):
                return None
        try:
            return Project.model_validate(tree)
        except ValidationError as next_error:
            error = next_error
    return None


def _remove(tree: dict[str, Any], steps: tuple[str | int, ...]) -> bool:
    """Take the part at steps out of the tree; False when that is the whole tree."""
    if not steps:
        return False
    part: Any = tree
    for step in steps[:-1]:
        try:
            part = part[step]
        except (KeyError, IndexError, TypeError):
            return True  # its container is gone already
    if isinstance(part, dict):
        part.pop(steps[-1], None)
    elif isinstance(part, list):
        part[:] = []
    return True
