"""build: the project's workbooks to deck, status report and annex.

Everything is read, computed and rendered before the first byte is written, so that a problem
anywhere leaves the previous output untouched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.brand import read_brand
from reportgen.content.report import Report
from reportgen.errors import Problem, Severity, TemplateError
from reportgen.locales import locale_for
from reportgen.locations import Location
from reportgen.ooxml import write_files
from reportgen.operations.collection import collection_waits
from reportgen.operations.manifest import FILE, Manifest, free_path, manifest_json, read_manifest, sha256
from reportgen.operations.pdf import CONVERTIBLE, make_pdfs
from reportgen.operations.prepare import Prepared, Progress, prepare, report_for, silent
from reportgen.operations.reported import Lookup
from reportgen.operations.templates import template_path
from reportgen.renderers import Format, Rendered
from reportgen.renderers.themes import in_brand


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build. None means the project's own choice: latest period with data, `output/<period>`, all documents.

    `scope` restricts the report to one group or entity, by key or name. `pdf` makes deck and report as PDF too, where
    LibreOffice is installed. `against` is the period with which the change brief compares, or the folder of an earlier
    report; None means the period before.
    """

    project: str | Path = "."
    period: str | None = None
    as_of: date | None = None
    out: str | Path | None = None
    only: tuple[str, ...] = ()
    language: str | None = None
    scope: str | None = None
    pdf: bool = False
    against: str | None = None


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The report, the files in the order deck, report, annex, PDFs, manifest, and everything worth saying of them."""

    report: Report
    files: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


@collection_waits()
def build(request: BuildRequest | str | Path = ".", progress: Progress = silent) -> BuildResult:
    """Build the documents; raises the ReportgenError that fits the gravest problem, carrying all of them.

    A path instead of a request is that project with its own choices.
    """
    if not isinstance(request, BuildRequest):
        request = BuildRequest(request)
    prepared = prepare(request.project, request.language, request.only, progress)
    return build_prepared(prepared, request, progress)


@collection_waits()
def build_prepared(prepared: Prepared, request: BuildRequest, progress: Progress = silent) -> BuildResult:
    """Build one pack from a project that was read already, so that several packs share the reading."""
    progress("Computing the KPIs")
    earlier = lookup(prepared, request)
    report, problems = report_for(prepared, request.period, request.as_of, request.scope, earlier=earlier)
    rendered = render_documents(prepared, report, progress)
    files, notices = _write(output_folder(prepared, report, request), report, rendered, request.pdf, progress)
    found = (
        *problems,
        *earlier.problems,
        *(problem for _, document in rendered for problem in document.problems),
        *notices,
    )
    return BuildResult(report, files, found)


def output_folder(prepared: Prepared, report: Report, request: BuildRequest) -> Path:
    """`output/<period>[/<scope>][/<language>]` in the project's folder; `--out` takes the place of `output`."""
    return _root(prepared, request).joinpath(report.period.id, *_inside(request))


def lookup(prepared: Prepared, request: BuildRequest) -> Lookup:
    """Where the earlier reports of this pack are."""
    return Lookup(prepared.project, _root(prepared, request), _inside(request), request.against)


def _root(prepared: Prepared, request: BuildRequest) -> Path:
    return Path(request.out or prepared.project.folder / "output")


def _inside(request: BuildRequest) -> tuple[str, ...]:
    scope = (_folder_name(request.scope),) if request.scope else ()
    return (*scope, request.language) if request.language else scope


def render_documents(prepared: Prepared, report: Report, progress: Progress) -> list[tuple[Format, Rendered]]:
    """Every document, or a TemplateError with the problems of all templates."""
    brand = read_brand(prepared.project.brand, prepared.project.folder)
    locale = locale_for(report.language, report.number_style)
    rendered, problems = list[tuple[Format, Rendered]](), list[Problem]()
    for format in prepared.formats:
        progress(f"Filling {format.file}")
        try:
            template = template_path(brand, format)
            document = in_brand(format.renderer().render(report, template, brand, locale), brand, template)
        except TemplateError as error:
            problems += error.problems
        else:
            rendered.append((format, document))
    if problems:
        raise TemplateError(problems)
    return rendered


def _write(
    folder: Path, report: Report, rendered: list[tuple[Format, Rendered]], pdf: bool, progress: Progress
) -> tuple[tuple[Path, ...], list[Problem]]:
    """Write documents, PDFs and manifest, all or none; a file that a person has edited keeps its place."""
    earlier = read_manifest(folder)
    chosen = [(*free_path(folder, format.file, earlier), document) for format, document in rendered]
    notices = [notice for _, notice, _ in chosen if notice]
    written = {path.name: document for path, _, document in chosen}
    if pdf:
        progress("Making the PDFs")
        pdfs, in_pdfs = _pdfs(folder, report, written, earlier)
        written |= pdfs
        notices += in_pdfs
    notices += [*_left_behind(folder, written), *_older_versions(folder, written, earlier)]
    progress("Writing the documents")
    files = {folder / name: document.data for name, document in written.items()}
    files[folder / FILE] = manifest_json(report, written, earlier, folder)
    write_files(files)
    return tuple(files), notices


def _pdfs(
    folder: Path, report: Report, documents: Mapping[str, Rendered], earlier: Manifest
) -> tuple[dict[str, Rendered], list[Problem]]:
    """The PDFs under the names of their documents, or the next free ones when a person has edited those."""
    made, problems = make_pdfs({name: document.data for name, document in documents.items()}, report.as_of)
    pdfs = dict[str, Rendered]()
    for name, data in made.items():
        path, notice = free_path(folder, Path(name).with_suffix(".pdf").name, earlier)
        pdfs[path.name] = Rendered(data, ())
        problems += [notice] if notice else []
    return pdfs, problems


def _left_behind(folder: Path, written: Mapping[str, Rendered]) -> list[Problem]:
    """A notice for every PDF that shows an earlier state of a document of this build."""
    names = [Path(name).with_suffix(".pdf").name for name in written if Path(name).suffix in CONVERTIBLE]
    stale = [name for name in names if name not in written and (folder / name).exists()]
    message, hint = "This PDF is of an earlier build", "Make it anew with --pdf, or delete it."
    return [Problem(Severity.NOTICE, "earlier-pdf", message, Location(name), hint=hint) for name in stale]


def _older_versions(folder: Path, written: Mapping[str, Rendered], earlier: Manifest) -> list[Problem]:
    """A notice for every document that an earlier build put beside an edited one, and that is none of this build: its
    figures are older than those of the file with the plain name."""
    stems = {re.sub(r"-\d+$", "", Path(name).stem) for name in written}
    left = [
        name
        for name in sorted(earlier.documents)
        if name not in written and (found := re.fullmatch(r"(.+)-\d+(\.\w+)", name)) and found[1] in stems
    ]
    message, hint = "This document is of an earlier build", "Delete it when nothing in it is needed."
    return [
        Problem(Severity.NOTICE, "earlier-document", message, Location(name), hint=hint)
        for name in left
        if Path(name).suffix != ".pdf" and earlier.wrote(folder / name)
    ]


# Names that Windows keeps for devices, whatever their ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


def _folder_name(text: str) -> str:
    """The text as a folder name: what Windows does not allow becomes a hyphen, and a few digits of the text's hash
    then keep "A/B" and "A:B" apart."""
    name = "".join("-" if c in '<>:"/\\|?*' or c < " " else c for c in text).strip(". ")
    if name == text and name.partition(".")[0].casefold() not in _DEVICES:
        return name
    return f"{name or 'scope'}-{sha256(text.encode())[:6]}"
