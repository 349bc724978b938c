"""Workbooks that must not be opened: bombs, foreign document types, and cells so far out that memory would not do.

calamine holds a sheet as a full rectangle. One stray cell in the last column of the last row asks for 400 GB,
which ends the whole process without an exception, so the size of that rectangle is known before calamine starts.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from typing import TypeAlias

from reportgen.errors import Problem, Severity
from reportgen.loaders.files import InputFile
from reportgen.loaders.scanning import SheetScan, cells_at_most
from reportgen.locations import Location
from reportgen.ooxml.archive import PackageError
from reportgen.ooxml.walked import Part, walk_archive

Parts: TypeAlias = Mapping[str, Part[SheetScan]]

# 200,000 rows of 100 columns; a larger rectangle has a stray cell far out, or is no table of figures.
MAX_CELLS = 20_000_000
_ELEMENT = re.compile(rb"<[^?!]")
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_PROBE = """
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
except ImportError:
    pass
import python_calamine
book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
print(max((sheet.total_height * sheet.total_width for sheet in sheets), default=0))
"""
_PROBE_SECONDS = 30


def look_through(file: InputFile) -> tuple[Parts, Problem | None]:
    """The parts of a workbook, and why it must not be opened; None when it may be (whether it can be read is open).

    An .xls has no parts; it holds 65,536 rows of 256 columns at most."""
    if not file.data.startswith(b"PK"):
        return {}, None
    try:
        entries = walk_archive(file.data, file.name, SheetScan)
    except PackageError as error:
        return {}, error.problems[0]
    return entries, _locked(file, entries) or _foreign_text(file, entries) or _too_far(file, entries)


def _locked(file: InputFile, entries: Parts) -> Problem | None:
    """A workbook of the Open Document Format with a password: its manifest says how each part is encrypted."""
    manifest = entries.get("META-INF/manifest.xml")
    if manifest is None or b"encryption-data" not in manifest.data:
        return None
    hint = "Open it, save it without a password, and try again."
    return _refused(file, "password-protected", "The file is password-protected", "", hint)


def _foreign_text(file: InputFile, entries: Parts) -> Problem | None:
    for name, entry in entries.items():
        if not name.lower().endswith((".xml", ".rels")):
            continue
        hint = "Do not use this file; it was not written by Excel."
        head = _prolog(entry)
        if any(mark in head for mark in _DOCTYPES):
            return _refused(file, "xml-dtd", "A part of the workbook declares a document type", name, hint)
        # Office writes UTF-8; in anything else the patterns below would find nothing.
        if b"\0" in entry.head[:200]:
            return _refused(file, "xml-encoding", "A part of the workbook is not UTF-8 text", name, hint)
    return None


def _prolog(part: Part[SheetScan]) -> bytes:
    """What stands before the first element, where alone a document type may be declared; all of a part that may hide
    it, behind a comment or an instruction, or in another encoding."""
    root = _ELEMENT.search(part.head)
    head = part.head[: root.start()] if root else part.data
    hidden = b"<!--" in head or head.count(b"<?") != head.count(b"?>") or b"\0" in head
    return part.data if hidden else head


def _too_far(file: InputFile, entries: Parts) -> Problem | None:
    hint = "Delete the empty rows and columns around the table (Ctrl+End shows how far the sheet goes)."
    if "xl/workbook.bin" in entries or "content.xml" in entries:
        cells = _probed_cells(file.data)
        if cells is None:
            hint = "Open it in Excel and save it as .xlsx."
            return _refused(file, "unreadable-file", "The workbook cannot be read", "", hint)
        found = {"": cells}
    else:
        sheets = {name: entry for name, entry in entries.items() if entry.seen.is_sheet}
        found = {name: _cells_of(sheet) for name, sheet in sheets.items()}
    for name, cells in found.items():
        if cells > MAX_CELLS:
            return _refused(file, "sheet-size", "A sheet reaches too far", name, hint)
    return None


def _cells_of(sheet: Part[SheetScan]) -> int:
    return cells_at_most(sheet.seen.furthest, sheet.data if sheet.seen.furthest is None else None)


def _probed_cells(data: bytes) -> int | None:
    """The cells of the largest sheet of an .ods or .xlsb, counted by a process that may die of it; None when it did."""
    try:
        done = subprocess.run([sys.executable, "-c", _PROBE], input=data, capture_output=True, timeout=_PROBE_SECONDS)
        return int(done.stdout)
    except (subprocess.TimeoutExpired, ValueError, OSError):
        return None


def _refused(file: InputFile, code: str, message: str, found: str, hint: str) -> Problem:
    expected = f"at most {MAX_CELLS // 10**6} million cells" if code == "sheet-size" else ""
    return Problem(Severity.ERROR, code, message, Location(file.name), found, expected, hint)
