"""check FILE for a file with data: what its project says of it, or what can be seen in it without a project."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from reportgen.errors import Problem, ReportgenError, Severity, has_errors
from reportgen.locations import Location
from reportgen.operations.checked import CheckResult
from reportgen.project.read import PROJECT_FILE

# Workbooks are documents, too: outside of a project they are checked as such.
_DATA = (".csv", ".tsv", ".txt", ".gz", ".xls", ".xlsb", ".ods")
_WORKBOOKS = (".xlsx", ".xlsm")
# Data lie a few folders below report.yaml, never at the root of a disk.
_LEVELS = 4


def check_input(path: Path, check_project: Callable[[Path], CheckResult]) -> CheckResult | None:
    """The problems of an input file, with the exit code 1 for errors; None for a file that is no data."""
    if not path.is_file() or path.suffix.lower() not in (*_DATA, *_WORKBOOKS):
        return None
    found = _project_of(path)
    if found is not None:
        return _of_project(*found, check_project)
    if path.suffix.lower() in _DATA:
        return _without_project(path)
    return _too_far(path)


def _too_far(path: Path) -> CheckResult | None:
    """The problem of a workbook whose cells reach too far for anybody to read them; as a document it has none."""
    from reportgen.loaders.dangers import look_through
    from reportgen.loaders.files import read_file

    file, _ = read_file(path, path.name)
    problem = look_through(file)[1] if file is not None else None
    return CheckResult((problem,), 1) if problem is not None and problem.code == "sheet-size" else None


def _project_of(path: Path) -> tuple[Path, str] | None:
    """The folder of the project that reads the file, and the name by which it reads it."""
    from reportgen.loaders.files import input_names
    from reportgen.project import salvage_project

    whole = path.resolve()
    folder = next((each for each in islice(whole.parents, _LEVELS) if (each / PROJECT_FILE).is_file()), None)
    if folder is None:
        return None
    try:
        names = input_names(salvage_project(folder)[0])
    except ReportgenError:
        return None
    return next(((folder, name) for name in names if (folder / name).resolve() == whole), None)


def _of_project(folder: Path, name: str, check_project: Callable[[Path], CheckResult]) -> CheckResult:
    result = check_project(folder)
    # A project file with errors may keep the file from being read; they are told then.
    files = {name, PROJECT_FILE} if result.exit_code > 1 else {name}
    problems = tuple(one for one in result.problems if one.location.file in files)
    code = max(result.exit_code, 1) if has_errors(problems) else 0
    return CheckResult(problems, code, folder=folder)


def _without_project(path: Path) -> CheckResult:
    from reportgen.operations.inspect_file import inspect_file

    problems = inspect_file(path).problems
    message = "No project reads this file; it was only looked at whether it can be read"
    hint = "`reportgen inspect` shows its tables and proposes lines for report.yaml; name the folder of a project."
    alone = Problem(Severity.NOTICE, "no-project", message, Location(path.name), hint=hint)
    return CheckResult((*problems, alone), 0)
