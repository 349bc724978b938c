"""A project folder or file -> Project, and every problem of the file.

`read_project` wants a file without problems; `salvage_project` goes on with what can be used, for whoever wants to
find the faults of data and templates in the same run.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from reportgen.errors import Problem, ProjectError, Severity, has_errors
from reportgen.locations import Location, TextLocation
from reportgen.project.model import Project
from reportgen.project.recover import read_text
from reportgen.project.salvage import salvage
from reportgen.project.setup import read_setup

PROJECT_FILE = "report.yaml"
_YAML = (".yaml", ".yml")
# A project file is written by hand; the longest known has some 20 kB.
_MAX_BYTES = 2_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_project(path: str | Path) -> Project:
    """The project in a folder (its report.yaml) or file; ProjectError with all problems, each at line and column."""
    project, problems = salvage_project(path)
    if has_errors(problems):
        raise ProjectError(problems)
    return project


def salvage_project(path: str | Path) -> tuple[Project, list[Problem]]:
    """The project without its faulty parts, which are in `project.aside`, and all problems in the order of the file.

    ProjectError where nothing of the file can be used.
    """
    path = Path(path)
    file = path / PROJECT_FILE if path.is_dir() else path
    if file.exists() and file.suffix.lower() not in _YAML:
        hint = "Name the folder with report.yaml, or that file."
        raise ProjectError([_problem("project-form", "This is not a project file", Location(file.name), hint=hint)])
    reading = read_text(_decoded(file), file.name)
    if reading.tree is None:
        raise ProjectError(reading.problems)
    if not isinstance(reading.tree, dict):
        expected = "lines such as title: My report"
        form = _problem("project-form", "This is not a project file", reading.marks.where(), expected)
        raise ProjectError([*reading.problems, form])
    said = read_setup(file.parent, reading.tree, reading.marks)
    project, problems = salvage(said.tree, said.marks, reading.lost)
    project._file = file
    return project, sorted([*reading.problems, *said.problems, *problems], key=_by_place)


def _by_place(problem: Problem) -> tuple[int, int]:
    place = problem.location
    return (place.line, place.column) if isinstance(place, TextLocation) else (0, 0)


def _problem(code: str, message: str, place: Location, expected: str = "", hint: str = "") -> Problem:
    return Problem(Severity.ERROR, code, message, place, expected=expected, hint=hint)


def _missing(file: Path) -> Problem:
    if file.name == PROJECT_FILE and file.parent.is_dir():
        folder = file.parent.as_posix()
        message = f"There is no project file in {'this folder' if folder == '.' else folder}"
        hint = "Go to the folder of the project or name it; `reportgen init my-report` makes one to start from."
        return _problem("project-missing", message, Location(file.name), f"a file {file.name}", hint)
    expected = "a folder with report.yaml, or that file"
    return _problem("project-missing", "There is no such file or folder", Location(file.as_posix()), expected)


def _decoded(file: Path) -> str:
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
