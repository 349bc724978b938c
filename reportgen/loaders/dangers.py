"""Workbooks that must not be opened: bombs, foreign document types, and cells so far out that memory would not do.

calamine holds a sheet as a full rectangle. One stray cell in the last column of the last row asks for 400 GB,
which ends the whole process without an exception, so the size of that rectangle is known before calamine starts.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping

import numpy as np

from reportgen.errors import Problem, Severity
from reportgen.loaders.files import InputFile
from reportgen.locations import Location
from reportgen.ooxml.archive import Entry, PackageError, read_archive

# 200,000 rows of 100 columns; a larger rectangle has a stray cell far out, or is no table of figures.
MAX_CELLS = 20_000_000
# The attribute r of rows and cells: "12" or "AB12", at most XFD1048576.
_ADDRESS = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{0,3}\d)")
_LETTERS, _LOWER = 26, np.uint8(0x20)
_MOST_LETTERS, _MOST_DIGITS, _LONGEST = 3, 9, 16
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


def look_through(file: InputFile) -> tuple[Mapping[str, Entry], Problem | None]:
    """The parts of a workbook, and why it must not be opened; None when it may be (whether it can be read is open).

    An .xls has no parts; it holds 65,536 rows of 256 columns at most."""
    if not file.data.startswith(b"PK"):
        return {}, None
    try:
        entries = read_archive(file.data, file.name)
    except PackageError as error:
        return {}, error.problems[0]
    return entries, _locked(file, entries) or _foreign_text(file, entries) or _too_far(file, entries)


def _locked(file: InputFile, entries: Mapping[str, Entry]) -> Problem | None:
    """A workbook of the Open Document Format with a password: its manifest says how each part is encrypted."""
    manifest = entries.get("META-INF/manifest.xml")
    if manifest is None or b"encryption-data" not in manifest.data:
        return None
    hint = "Open it, save it without a password, and try again."
    return _refused(file, "password-protected", "The file is password-protected", "", hint)


def _foreign_text(file: InputFile, entries: Mapping[str, Entry]) -> Problem | None:
    for name, entry in entries.items():
        if not name.lower().endswith((".xml", ".rels")):
            continue
        hint = "Do not use this file; it was not written by Excel."
        if any(mark in entry.data for mark in _DOCTYPES):
            return _refused(file, "xml-dtd", "A part of the workbook declares a document type", name, hint)
        # Office writes UTF-8; in anything else the patterns below would find nothing.
        if b"\0" in entry.data[:200]:
            return _refused(file, "xml-encoding", "A part of the workbook is not UTF-8 text", name, hint)
    return None


def _too_far(file: InputFile, entries: Mapping[str, Entry]) -> Problem | None:
    hint = "Delete the empty rows and columns around the table (Ctrl+End shows how far the sheet goes)."
    if "xl/workbook.bin" in entries or "content.xml" in entries:
        cells = _probed_cells(file.data)
        if cells is None:
            hint = "Open it in Excel and save it as .xlsx."
            return _refused(file, "unreadable-file", "The workbook cannot be read", "", hint)
        found = {"": cells}
    else:
        sheets = {name: entry.data for name, entry in entries.items() if b"sheetData" in entry.data}
        found = {name: _cells_at_most(data) for name, data in sheets.items()}
    for name, cells in found.items():
        if cells > MAX_CELLS:
            return _refused(file, "sheet-size", "A sheet reaches too far", name, hint)
    return None


def _cells_at_most(sheet: bytes) -> int:
    """The cells of the rectangle from A1 around all rows and cells that a sheet part names."""
    signs = np.frombuffer(sheet + bytes(_LONGEST), dtype=np.uint8)
    # The r of an attribute: behind a blank, before the equals sign.
    letters = np.flatnonzero((signs[1:-3] == ord("r")) & (signs[:-4] <= ord(" ")))
    behind = signs[letters + 2]
    named = letters[behind == ord("=")]
    if (behind <= ord(" ")).any() or (signs[named + 3] <= ord(" ")).any():
        # Blanks around the sign are allowed by XML, written by nobody: slow, and sure to find every address.
        sheet = _ADDRESS.sub(rb' r="\1', sheet)
        signs = np.frombuffer(sheet + bytes(_LONGEST), dtype=np.uint8)
        named = np.flatnonzero((signs[1:-2] == ord("r")) & (signs[2:-1] == ord("=")) & (signs[:-3] <= ord(" ")))
    place = named + 4  # behind blank, r, equals sign and quote
    column = np.zeros(len(place), dtype=np.int64)
    row = np.zeros(len(place), dtype=np.int64)
    # Addresses are read all together, sign by sign: letters, then digits.
    for _ in range(_MOST_LETTERS):
        letter = (signs[place] | _LOWER).astype(np.int64) - ord("a") + 1
        is_letter = (letter >= 1) & (letter <= _LETTERS)
        column = np.where(is_letter, column * _LETTERS + letter, column)
        place = place + is_letter
    for _ in range(_MOST_DIGITS):
        digit = signs[place].astype(np.int64) - ord("0")
        is_digit = (digit >= 0) & (digit <= 9)
        row = np.where(is_digit, row * 10 + digit, row)
        place = place + is_digit
    return int(row.max(initial=0)) * max(1, int(column.max(initial=0)))


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
