"""What a build wrote: `manifest.json` beside the documents.

It tells which documents are still as they were written, so that `build` never replaces one that a
person has edited, and it records every slot, so that a refresh can find each fact again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportgen import __version__
from reportgen.content.report import Report
from reportgen.errors import Problem, Severity
from reportgen.locations import Location
from reportgen.operations.records import FINAL, as_plain
from reportgen.renderers import Rendered

FILE = "manifest.json"
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def sha256(data: bytes) -> str:
    """The hash by which documents and inputs are recognised, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The documents written into one folder by name, each with its hash and slots; and what their report said."""

    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reported: Mapping[str, Any] = field(default_factory=dict)

    def wrote(self, path: Path) -> bool:
        """True when the file is byte for byte what was written last."""
        entry = self.documents.get(path.name)
        return entry is not None and path.is_file() and sha256(path.read_bytes()) == entry.get("sha256")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder; an empty one where there is none or it cannot be read.

    An unreadable manifest is no error: without it every document counts as edited and is left alone.
    """
    try:
        held = json.loads((folder / FILE).read_text("utf-8"))
        documents = held["documents"]
        return Manifest({name: dict(entry) for name, entry in documents.items()}, dict(held.get("reported", {})))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def manifest_json(report: Report, written: Mapping[str, Rendered], earlier: Manifest, folder: Path) -> bytes:
    """The manifest of this build; documents of earlier builds that were left alone keep their entries."""
    kept = {
        name: entry for name, entry in earlier.documents.items() if name not in written and (folder / name).exists()
    }
    new = {
        name: {"sha256": sha256(document.data), "slots": [slot.as_dict() for slot in document.slots]}
        for name, document in written.items()
    }
    content = {
        "reportgen": __version__,
        "title": report.title,
        "period": report.period.id,
        "as_of": report.as_of.isoformat(),
        "language": report.language,
        "status": report.status,
        "entity": report.entity,
        "inputs": [
            {"file": source.file, "table": source.table, "rows": source.rows, "sha256": source.sha256}
            for source in report.sources
        ],
        "reported": _reported(report, earlier),
        "documents": dict(sorted((kept | new).items())),
    }
    return (_spread(content) + "\n").encode("utf-8")


def _reported(report: Report, earlier: Manifest) -> Mapping[str, Any]:
    """What this report says; a draft does not take the place of what was reported as final."""
    if report.record is None or (report.status != FINAL and earlier.reported.get("status") == FINAL):
        return earlier.reported
    return as_plain(report.record)


def _spread(value: Any, margin: str = "") -> str:
    """JSON with a line for each key, and for each item of a list: one slot is one line, so that two manifests can be
    compared line by line. (A line for each field of a slot would take json its slow way.)"""
    inner = f"\n{margin} "
    if isinstance(value, dict) and value:
        items = (f"{_ENCODER.encode(key)}: {_spread(held, margin + ' ')}" for key, held in value.items())
        return f"{{{inner}{f',{inner}'.join(items)}\n{margin}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{f',{inner}'.join(map(_ENCODER.encode, value))}\n{margin}]"
    return _ENCODER.encode(value)


def free_path(folder: Path, file: str, manifest: Manifest) -> tuple[Path, Problem | None]:
    """Where a document may be written: its own name, or the next free one when a person has edited it since."""
    stem, suffix = Path(file).stem, Path(file).suffix
    path, number = folder / file, 1
    while path.exists() and not manifest.wrote(path):
        number += 1
        path = folder / f"{stem}-{number}{suffix}"
    if number == 1:
        return path, None
    known = file in manifest.documents
    why = "was edited since it was written" if known else f"is none that {FILE} tells of"
    return path, Problem(
        Severity.NOTICE,
        "edited-document-kept",
        f"{file} {why} and is left as it is; the new document is {path.name}",
        Location(file),
        hint=f"Compare the two, or delete {file} to have it made anew.",
    )
