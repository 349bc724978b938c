"""inspect FILE, for Office documents: the tags of a template and the names they use; the slots of a finished document.

Whether a document was edited is known by the manifest beside it, which holds the hash of what was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportgen.content.kpis import Kpi
from reportgen.errors import Problem, ReportgenError, Severity, TemplateError
from reportgen.locations import Location
from reportgen.ooxml import Package, PackageError, read_package
from reportgen.ooxml.archive import read_archive
from reportgen.operations.manifest import FILE, read_manifest
from reportgen.project import read_project
from reportgen.renderers import RENDERERS, Renderer
from reportgen.renderers.context import vocabulary
from reportgen.renderers.slots import NAMESPACE, Slot, has_slots, read_slots
from reportgen.templating.used import names_used

_FORMATS = {"ppt": "deck", "word": "report", "xl": "annex"}
_PROGRAMS = {"ppt": "presentation", "word": "text document", "xl": "workbook"}
# .pptx, .potx and .ppsm begin alike, as do those of the other programs.
_BEGINNINGS = {"ppt": (".p",), "word": (".d",), "xl": (".x",)}
_TAG = re.compile(rb"\{\{[^{}]|\{%")


def holds_document(data: bytes, name: str) -> bool:
    """True for a presentation, a text document, and a workbook with tags or slots: not for a workbook of data."""
    try:
        entries = read_archive(data, name)
    except PackageError:
        return False
    if any(part.startswith(("ppt/", "word/")) for part in entries):
        return True
    texts = [entry.data for part, entry in entries.items() if part.startswith(("xl/sharedStrings", "xl/worksheets/"))]
    slots = any(part.startswith("customXml/") and NAMESPACE.encode() in entry.data for part, entry in entries.items())
    return slots or any(_TAG.search(text) for text in texts)


def inspect_document(path: Path, data: bytes) -> tuple[dict[str, Any], list[Problem]]:
    """The facts about a template or finished document, and its problems; no facts when it cannot be read."""
    try:
        package = read_package(data, path.name)
    except PackageError as error:
        return {}, list(error.problems)
    folder = package.main.partition("/")[0]
    if folder not in _FORMATS:
        expected = "a presentation, a text document or a workbook"
        place = Location(path.name)
        return {}, [Problem(Severity.ERROR, "not-an-office-file", "This is not an Office file", place, "", expected)]
    facts = {"file": path.name, "program": _PROGRAMS[folder], "bytes": len(data)}
    told = [*package.problems, *_wrong_name(path, folder)]
    if has_slots(package):
        return facts | _document(path, package), told
    try:
        found, problems = _template(path, facts, RENDERERS[_FORMATS[folder]].renderer())
        return found, [*told, *(problem for problem in problems if problem not in told)]
    except TemplateError as error:
        return {}, list(error.problems)


def _wrong_name(path: Path, folder: str) -> list[Problem]:
    """That a presentation, text document or workbook is called like another kind of file."""
    if path.suffix.lower()[:2] in _BEGINNINGS[folder]:
        return []
    right = RENDERERS[_FORMATS[folder]].template.rpartition(".")[2]
    message = f"The file is called {path.suffix or 'nothing'} and is a {_PROGRAMS[folder]}"
    place, hint = Location(path.name), f"Rename it to .{right}; as data for a report it cannot be read."
    return [Problem(Severity.WARNING, "not-as-named", message, place, hint=hint)]


def _document(path: Path, package: Package) -> dict[str, Any]:
    slots = read_slots(package)
    manifest = written_with(path)
    wrote = path.name in read_manifest(path.parent).documents
    edited = (not read_manifest(path.parent).wrote(path)) if wrote else None
    about = {key: manifest[key] for key in ("title", "period", "as_of", "language", "entity") if manifest.get(key)}
    return {"kind": "document", **about, "edited": edited, "slots": [_slot(slot) for slot in slots]}


def written_with(path: Path) -> Mapping[str, Any]:
    """What the manifest beside a document says of the report; empty when it is not of this document."""
    try:
        held = json.loads((path.parent / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) and path.name in held.get("documents", {}) else {}


def _slot(slot: Slot) -> dict[str, Any]:
    facts = slot.as_dict()
    facts.pop("spans", None)
    sizes = {"rows": len(slot.rows), "columns": len(slot.columns)}
    return {key: value for key, value in (facts | sizes).items() if value}


def _template(path: Path, facts: dict[str, Any], renderer: Renderer) -> tuple[dict[str, Any], list[Problem]]:
    compiled = renderer.compiled(path)
    kpis = _kpis_of_project(path)
    names = vocabulary(kpis) if kpis is not None else {**vocabulary(()), "kpi": Mapping[str, Kpi]}
    problems = renderer.check(path, names)
    tags = [{"place": tag.place.place, "tag": tag.source} for tag in compiled.tags]
    known = {"kpis_of_project": list(kpis)} if kpis else {}
    unknown = [problem.message for problem in problems if problem.code.startswith("unknown-")]
    return facts | {
        "kind": "template",
        "tags": tags,
        "names": list(names_used(compiled)),
        "unknown": list(dict.fromkeys(unknown)),
        **known,
    }, problems


def _kpis_of_project(path: Path) -> tuple[str, ...] | None:
    """The KPIs of the project that a template belongs to; None when it belongs to none that can be read."""
    folder = next((each for each in path.absolute().parents if (each / "report.yaml").is_file()), None)
    if folder is None:
        return None
    try:
        return tuple(read_project(folder).kpis)
    except ReportgenError:
        return None
