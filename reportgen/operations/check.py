"""check: what stands in the way of a build, and what is wrong with a template or a finished document.

Nothing is written, unless marked copies of the input files are asked for; the files themselves never are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import Problem, ReportgenError, Severity, TemplateError
from reportgen.locations import Location
from reportgen.operations.build import render_documents
from reportgen.operations.checked import CheckResult
from reportgen.operations.prepare import Prepared, Progress, prepare, report_for, silent
from reportgen.renderers import RENDERERS

if TYPE_CHECKING:
    from reportgen.ooxml import Package

# Eight times the largest sheet of an annex for 7,896 entities (3 MB); larger ones would be looked at for minutes.
_LARGEST_PART = 25_000_000
_PROJECTS = (".yaml", ".yml")
OFFICE = (".pptx", ".docx", ".xlsx", ".potx", ".dotx", ".xltx", ".pptm", ".docm", ".xlsm")


def check(
    paths: str | Path | Iterable[str | Path] = ".", progress: Progress = silent, mark: bool = False
) -> CheckResult:
    """Check projects (folders, project files) and Office files; all are looked at, whatever is found in the first.

    With `mark`, a copy of each input file with a problem in a cell is written beside it, the cells marked.
    """
    asked = [paths] if isinstance(paths, str | Path) else paths
    results = [_check_one(Path(path), progress, mark) for path in asked]
    problems = tuple(problem for result in results for problem in result.problems)
    files = tuple(file for result in results for file in result.files)
    return CheckResult(problems, max((result.exit_code for result in results), default=0), files)


def _check_one(path: Path, progress: Progress, mark: bool) -> CheckResult:
    result = _found(path, progress)
    if not mark or not path.exists() or (_is_document(path) and result.folder is None):
        return result
    from reportgen.operations.marking import mark_files

    progress("Marking the files")
    files, notices = mark_files(result.folder or (path if path.is_dir() else path.parent), result.problems)
    return replace(result, problems=(*result.problems, *notices), files=tuple(files))


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in OFFICE and not path.is_dir()


def _found(path: Path, progress: Progress) -> CheckResult:
    from reportgen.operations.check_input import check_input
    from reportgen.operations.inspect_file import no_such_file

    try:
        if path.suffix and not path.exists() and path.suffix.lower() not in _PROJECTS:
            raise no_such_file(path)
        of_input = check_input(path, lambda folder: _check_project(folder, progress))
        if of_input is not None:
            return of_input
        if _is_document(path):
            return _check_document(path)
        return _check_project(path, progress)
    except ReportgenError as error:
        return CheckResult(error.problems, error.exit_code)


def _check_project(path: Path, progress: Progress) -> CheckResult:
    """What is doubtful in the data, and what a build would end with: the documents are made, and thrown away."""
    from reportgen.operations.doubts import doubts, without_sums

    prepared = prepare(path, progress=progress)
    progress("Comparing with earlier periods")
    found = doubts(prepared.project, prepared.plan, prepared.dataset)
    if prepared.error is not None:
        return CheckResult((*prepared.problems, *found), prepared.error.exit_code)
    result = _made(prepared, progress)
    return replace(result, problems=(*without_sums(result.problems, found), *found))


def _made(prepared: Prepared, progress: Progress) -> CheckResult:
    progress("Computing the KPIs")
    try:
        # What is doubtful is told of the latest period of each table.
        report, problems = report_for(prepared, doubtful=False)
    except ReportgenError as error:
        return CheckResult(error.problems, error.exit_code)
    try:
        rendered = render_documents(prepared, report, progress)
    except TemplateError as error:
        return CheckResult((*problems, *error.problems), error.exit_code)
    return CheckResult((*problems, *(problem for _, document in rendered for problem in document.problems)), 0)


def _check_document(path: Path) -> CheckResult:
    from reportgen.ooxml import PackageError, read_package
    from reportgen.quality.accessibility import check_accessibility
    from reportgen.quality.package import check_package

    try:
        package = read_package(path)
    except PackageError as error:
        return CheckResult(tuple(error.problems), 4)
    if any(len(package.read(part)) > _LARGEST_PART for part in package.names if part.endswith(".xml")):
        return CheckResult((_too_large(path),), 1)
    problems = (*check_package(path), *_tags_and_pages(path, package), *check_accessibility(path))
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    return CheckResult(problems, 4 if failed else 0)


def _too_large(path: Path) -> Problem:
    return Problem(
        Severity.ERROR,
        "too-large",
        "The file is too large to be checked as a document",
        Location(str(path)),
        expected=f"parts of at most {_LARGEST_PART // 1_000_000} MB",
        hint="For a workbook of data say reportgen inspect; delete empty rows that have a format.",
    )


def _tags_and_pages(path: Path, package: Package) -> list[Problem]:
    """The tags of a template; what is left of them, or out of place, in a document that is no template."""
    from reportgen.quality.layout import check_layout
    from reportgen.quality.leftovers import LEFTOVERS
    from reportgen.renderers.slots import has_slots

    found = check_layout(path)
    if any(problem.code == "leftover-tag" for problem in found) and not has_slots(package):
        return _tags_of(path)
    # How a page looks is for a person to judge; a tag or a lost reference is wrong whoever looks.
    return [one if one.code in LEFTOVERS else replace(one, severity=Severity.WARNING) for one in found]


def _tags_of(path: Path) -> list[Problem]:
    """The problems of a template that can be seen without a project: every KPI is taken to be there."""
    from reportgen.content.kpis import Kpi
    from reportgen.renderers.context import vocabulary

    # .pptx, .potx and .pptm begin alike, as do those of the other programs.
    kind = path.suffix.lower()[:2]
    format = next((one for one in RENDERERS.values() if Path(one.template).suffix[:2] == kind), None)
    names = {**vocabulary(()), "kpi": Mapping[str, Kpi]}
    return format.renderer().check(path, names) if format is not None else []
