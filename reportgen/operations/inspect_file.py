"""inspect FILE: what is in a workbook, a text table, a template or a finished document.

In: one file.  Out: facts for JSON and for faces, and the problems of the file. Nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.errors import DataError, Problem, Severity, TemplateError, UsageError, has_errors
from reportgen.locations import Location

if TYPE_CHECKING:
    from reportgen.loaders.files import InputFile

_DOCUMENTS = (".pptx", ".docx", ".potx", ".dotx", ".pptm", ".docm", ".ppsx")
_PROJECTS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file holds: `facts["kind"]` is workbook, text table, template or document."""

    facts: dict[str, Any]
    problems: tuple[Problem, ...]


def is_single_file(path: Path) -> bool:
    """True for what is inspected as a file: everything but a project's folder or its project file."""
    if path.is_dir():
        return path.suffix.lower() in (*_DOCUMENTS, ".xlsx", ".xlsm", ".xls", ".csv") and not any(path.glob("*.yaml"))
    return path.suffix.lower() not in _PROJECTS and (path.exists() or bool(path.suffix))


def inspect_file(path: Path) -> FileFacts:
    """The facts of a file; raises DataError or TemplateError with its problems when it cannot be read."""
    from reportgen.loaders.files import read_file

    if not path.exists():
        raise no_such_file(path)
    file, problem = read_file(path, path.name)
    if file is None or problem is not None:
        raise DataError([problem] if problem else [])
    if path.suffix.lower() in _DOCUMENTS or _is_document(file):
        from reportgen.operations.inspect_document import inspect_document

        facts, problems = inspect_document(path, file.data)
        if not facts:
            raise TemplateError(problems)
        return FileFacts(facts, tuple(problems))
    facts, problems = _table_facts(path, file)
    if not facts or has_errors(problems):
        raise DataError(problems)
    return FileFacts(facts, tuple(problems))


def _table_facts(path: Path, file: InputFile) -> tuple[dict[str, Any], list[Problem]]:
    from reportgen.loaders.readers import table_form
    from reportgen.operations.inspect_data import inspect_data

    form, refused = table_form(file)
    return ({}, [refused]) if refused is not None else inspect_data(path, file, form)


def _is_document(file: InputFile) -> bool:
    """True for a presentation or text document whatever it is called, and for a workbook with tags or slots."""
    if not file.data.startswith(b"PK"):
        return False
    from reportgen.operations.inspect_document import holds_document

    return holds_document(file.data, file.name)


def no_such_file(path: Path) -> UsageError:
    """The error that a file is not there, with the name that it may have."""
    if path.is_symlink():
        found = path.readlink().as_posix()
        message = "The file is a link to one that is not there"
        return UsageError([Problem(Severity.ERROR, "file-missing", message, Location(path.as_posix()), found)])
    from rapidfuzz import fuzz, process

    names = sorted(each.name for each in path.parent.iterdir()) if path.parent.is_dir() else []
    close = process.extractOne(path.name, names, scorer=fuzz.ratio, score_cutoff=70)
    hint = f'Did you mean "{close[0]}"?' if close else ""
    return UsageError(
        [Problem(Severity.ERROR, "file-missing", "There is no such file", Location(path.as_posix()), hint=hint)]
    )
