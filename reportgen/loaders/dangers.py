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
from numpy.typing import NDArray

from reportgen.errors import Problem, Severity
from reportgen.loaders.files import InputFile
from reportgen.locations import Location
from reportgen.ooxml.archive import Entry, PackageError, read_archive

# 200,000 rows of 100 columns; a larger rectangle has a stray cell far out, or is no table of figures.
MAX_CELLS = 20_000_000
# The attribute r of rows and cells: "12" or "AB12", at most XFD1048576.
_ADDRESS = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{0,3}\d)")
_LETTERS, _DIGITS, _LOWER, _A, _ZERO = 26, 10, np.uint8(0x20), np.uint8(ord("a")), np.uint8(ord("0"))
_MOST_LETTERS = 3
_PIECE, _LONGEST = 1 << 18, 24
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
        head = _prolog(entry.data)
        if any(mark in head for mark in _DOCTYPES):
            return _refused(file, "xml-dtd", "A part of the workbook declares a document type", name, hint)
        # Office writes UTF-8; in anything else the patterns below would find nothing.
        if b"\0" in entry.data[:200]:
            return _refused(file, "xml-encoding", "A part of the workbook is not UTF-8 text", name, hint)
    return None


def _prolog(part: bytes) -> bytes:
    """What stands before the first element, where alone a document type may be declared; all of a part that may hide
    it, behind a comment or an instruction, or in another encoding."""
    root = _ELEMENT.search(part)
    head = part[: root.start()] if root else part
    hidden = b"<!--" in head or head.count(b"<?") != head.count(b"?>") or b"\0" in head
    return part if hidden else head


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
    furthest = _furthest(sheet, spaced=False)
    # Blanks around the sign are allowed by XML, written by nobody: slow, and sure to find every address.
    row, column = furthest or _furthest(_ADDRESS.sub(rb' r="\1', sheet), spaced=True) or (0, 0)
    return row * max(1, column)


def _furthest(sheet: bytes, spaced: bool) -> tuple[int, int] | None:
    """The last row and column that is named; None where blanks stand around a sign of equality and are not allowed.

    A sheet is looked through in pieces: what fits the processor's cache is looked through in a third of the time."""
    last_row = last_column = 0
    for start in range(0, len(sheet), _PIECE):
        piece = sheet[start : start + _PIECE + _LONGEST].ljust(_PIECE + _LONGEST, b"\0")
        signs = np.frombuffer(piece, dtype=np.uint8)
        # The r of an attribute: behind a blank, before the equals sign.
        found = np.flatnonzero((signs[1 : _PIECE + 1] == ord("r")) & (signs[:_PIECE] <= ord(" ")))
        named = found[signs[found + 2] == ord("=")]
        if not spaced and ((signs[found + 2] <= ord(" ")).any() or (signs[named + 3] <= ord(" ")).any()):
            return None
        if len(named):
            # Behind blank, r, equals sign and quote.
            row, column = _highest(piece, named + 4)
            last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row, last_column


def _highest(piece: bytes, places: NDArray[np.int64]) -> tuple[int, int]:
    """The highest row and column of the addresses at some places; all are read together, sign by sign."""
    words = np.ndarray((len(piece) - 7,), dtype=np.uint64, buffer=piece, strides=(1,))
    column = np.zeros(len(places), dtype=np.int32)
    lettering, letters = np.ones(len(places), dtype=bool), np.zeros(len(places), dtype=np.uint8)
    for signs in _signs(words[places])[:_MOST_LETTERS]:
        letter = (signs | _LOWER) - _A
        lettering &= letter < _LETTERS
        if not lettering.any():
            break
        column = np.where(lettering, column * _LETTERS + letter + 1, column)
        letters += lettering
    behind = words[places + letters]
    # The cells of a row name the same row again and again.
    behind = behind[np.append(True, behind[1:] != behind[:-1])]
    row = np.zeros(len(behind), dtype=np.int64)
    reading = np.ones(len(behind), dtype=bool)
    for signs in _signs(behind):
        digit = signs - _ZERO
        reading &= digit < _DIGITS
        if not reading.any():
            break
        row = np.where(reading, row * _DIGITS + digit, row)
    # More digits than a word has signs name no row of any sheet.
    return (MAX_CELLS + 1 if reading.any() else int(row.max())), int(column.max())


def _signs(words: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """The first, second ... sign of every word of eight."""
    return np.ascontiguousarray(words.view(np.uint8).reshape(-1, 8).T)


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
