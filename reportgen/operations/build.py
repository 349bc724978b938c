"""build: the project's workbooks to deck, status report and annex.

Everything is read, computed and rendered before the first byte is written, so that a problem
anywhere leaves the previous output untouched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.brand import read_brand
from reportgen.content.report import Report
from reportgen.errors import Problem, TemplateError
from reportgen.locales import locale_for
from reportgen.ooxml import write_files
from reportgen.operations.manifest import FILE, free_path, manifest_json, read_manifest
from reportgen.operations.prepare import Prepared, Progress, prepare, report_for, silent
from reportgen.operations.templates import template_path
from reportgen.renderers import Format, Rendered


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build. None means the project's own choice: latest period with data, `output/<period>`, all documents.

    `scope` restricts the report to one group or entity, by key or name.
    """

    project: Path = Path()
    period: str | None = None
    as_of: date | None = None
    out: Path | None = None
    only: tuple[str, ...] = ()
    language: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The report, the files in the order deck, report, annex, manifest, and everything worth saying about them."""

    report: Report
    files: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


def build(request: BuildRequest, progress: Progress = silent) -> BuildResult:
    """Build the documents; raises the ReportgenError that fits the gravest problem, carrying all of them."""
    prepared = prepare(request.project, request.language, request.only, progress)
    return build_prepared(prepared, request, progress)


def build_prepared(prepared: Prepared, request: BuildRequest, progress: Progress = silent) -> BuildResult:
    """Build one pack from a project that was read already, so that several packs share the reading."""
    progress("Computing the KPIs")
    report, problems = report_for(prepared, request.period, request.as_of, request.scope)
    rendered = _render(prepared, report, progress)
    progress("Writing the documents")
    files, notices = _write(output_folder(prepared, report, request), report, rendered)
    found = (*problems, *(problem for _, document in rendered for problem in document.problems), *notices)
    return BuildResult(report, files, found)


def output_folder(prepared: Prepared, report: Report, request: BuildRequest) -> Path:
    """`output/<period>[/<scope>][/<language>]` in the project's folder; `--out` takes the place of `output`."""
    folder = (request.out or prepared.project.folder / "output") / report.period.id
    if request.scope:
        folder /= _folder_name(request.scope)
    return folder / request.language if request.language else folder


def _render(prepared: Prepared, report: Report, progress: Progress) -> list[tuple[Format, Rendered]]:
    """Every document, or a TemplateError with the problems of all templates."""
    brand = read_brand(prepared.project.brand, prepared.project.folder)
    locale = locale_for(report.language, report.number_style)
    rendered, problems = list[tuple[Format, Rendered]](), list[Problem]()
    for format in prepared.formats:
        progress(f"Filling {format.file}")
        try:
            document = format.renderer().render(report, template_path(brand, format), brand, locale)
        except TemplateError as error:
            problems += error.problems
        else:
            rendered.append((format, document))
    if problems:
        raise TemplateError(problems)
    return rendered


def _write(
    folder: Path, report: Report, rendered: list[tuple[Format, Rendered]]
) -> tuple[tuple[Path, ...], list[Problem]]:
    earlier = read_manifest(folder)
    chosen = [(*free_path(folder, format.file, earlier), document) for format, document in rendered]
    written = {path.name: document for path, _, document in chosen}
    files = {path: document.data for path, _, document in chosen}
    files[folder / FILE] = manifest_json(report, written, earlier, folder)
    write_files(files)
    return tuple(files), [notice for _, notice, _ in chosen if notice]


def _folder_name(text: str) -> str:
    """The text as a folder name: what Windows does not allow in one becomes a hyphen."""
    name = "".join("-" if c in '<>:"/\\|?*' or c < " " else c for c in text).strip(". ")
    return name or "scope"
