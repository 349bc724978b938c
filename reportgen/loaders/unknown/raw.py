"""A file of unknown form -> the cells of its sheets, as they stand, and what the file says about itself."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import python_calamine as calamine
from lxml import etree

from reportgen.errors import Problem, Severity
from reportgen.loaders.dangers import Parts, look_through
from reportgen.loaders.encodings import as_utf8
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import Grid, RawColumn, column_letter
from reportgen.loaders.markup import page_sheets, too_many_cells, xml_sheets
from reportgen.loaders.readers import Form, table_form, unpacked
from reportgen.loaders.shape import Merge
from reportgen.loaders.unseen import unseen_problems
from reportgen.locations import CellLocation, Location
from reportgen.ooxml import parse_xml

# So many cells of a sheet are looked at: enough to know a table, and within a second or two.
MOST_CELLS = 500_000
DELIMITERS = {",": ",", ";": ";", "\t": "tab", "|": "|"}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SAMPLE, _SAMPLE_RECORDS = 1_000_000, 200
_UNSEEN = ("error-cell", "formula-without-result", "hidden-rows", "hidden-columns")
# calamine's members cannot be keys of a dict.
_HIDDEN = ((calamine.SheetVisibleEnum.Hidden, "hidden"), (calamine.SheetVisibleEnum.VeryHidden, "very hidden"))


@dataclass(frozen=True, slots=True)
class NamedArea:
    """An Excel table or a defined name: `kind` is "table" or "name", rows and columns count from 0 in the sheet."""

    kind: str
    name: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The cells of a sheet from row `top` and column `left` on; `height` rows in all, of which `rows` are the first."""

    name: str
    rows: Sequence[Sequence[Any]] = field(repr=False)
    top: int = 0
    left: int = 0
    height: int = 0
    hidden: str = ""
    merges: Sequence[Merge] = ()
    areas: Sequence[NamedArea] = ()


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's sheets; a text table is one sheet without a name. `encoding` and `delimiter` are those of a text."""

    sheets: tuple[RawSheet, ...]
    encoding: str = ""
    delimiter: str = ""
    entries: Parts = field(default_factory=dict, repr=False)


def read_raw(file: InputFile, form: Form) -> tuple[RawFile | None, list[Problem]]:
    """The cells of a file, kept in whatever form; None with the problem when it cannot be read."""
    if form is Form.PACKED:
        inner, problem = unpacked(file)
        form, refused = table_form(inner)
        told = problem or refused
        return read_raw(inner, form) if told is None else (None, [told])
    if form is Form.TEXT:
        return _read_text(file)
    return _read_workbook(file) if form is Form.WORKBOOK else _read_markup(file, form)


def _read_markup(file: InputFile, form: Form) -> tuple[RawFile | None, list[Problem]]:
    if too_many := too_many_cells(file):
        return None, [too_many]
    sheets = page_sheets(file.data) if form is Form.PAGE else xml_sheets(file.data)
    try:
        raw = tuple(RawSheet(each.name, each.rows, each.top, each.left, len(each.rows)) for each in sheets)
    except (etree.LxmlError, ValueError) as error:
        hint = "Open it in Excel and save it as .xlsx."
        return None, [_refused(file, "unreadable-file", "The tables of the file cannot be read", hint, str(error))]
    return RawFile(raw), []


def _read_workbook(file: InputFile) -> tuple[RawFile | None, list[Problem]]:
    entries, problem = look_through(file)
    if problem is not None:
        return None, [problem]
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.data), load_tables=_may_have_tables(entries))
        areas = [*_excel_tables(book), *_defined_names(entries)]
        sheets = tuple(_sheet(book, meta, areas) for meta in book.sheets_metadata)
    except calamine.PasswordError:
        hint = "Open it in Excel, remove the password (File, Info, Protect) and save it."
        return None, [_refused(file, "password-protected", "The file is password-protected", hint)]
    # Rust panics arrive as BaseException's child PanicException; it has no importable name.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        hint = "Open it in Excel and save it as .xlsx."
        return None, [_refused(file, "unreadable-file", "The workbook cannot be read", hint, str(error))]
    return RawFile(sheets, entries=entries), list(_told(file, entries))


def _may_have_tables(entries: Parts) -> bool:
    return any(name.startswith("xl/tables/") for name in entries)


def _sheet(
    book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, areas: Sequence[tuple[str, NamedArea]]
) -> RawSheet:
    hidden = next((word for state, word in _HIDDEN if meta.visible == state), "")
    if meta.typ != calamine.SheetTypeEnum.WorkSheet:
        return RawSheet(meta.name, (), hidden=hidden)
    sheet = book.get_sheet_by_name(meta.name)
    top, left = sheet.start or (0, 0)
    most = max(1, MOST_CELLS // max(1, sheet.width))
    rows = sheet.to_python(skip_empty_area=True, nrows=most)
    merges = [
        (first[0] - top, first[1] - left, last[0] - top, last[1] - left)
        for first, last in sheet.merged_cell_ranges or ()
    ]
    own = [area for name, area in areas if name == meta.name]
    return RawSheet(meta.name, rows, top, left, sheet.height, hidden, merges, own)


def _excel_tables(book: calamine.CalamineWorkbook) -> Iterator[tuple[str, NamedArea]]:
    # Without load_tables calamine does not know the names.
    try:
        names = book.table_names or []
    except calamine.CalamineError:
        return
    for name in names:
        table = book.get_table_by_name(name)
        if table.start is None or table.end is None:
            continue
        # calamine counts a table from its first row of data.
        top, left = max(table.start[0] - 1, 0), table.start[1]
        yield table.sheet, NamedArea("table", name, top, left, table.end[0], left + len(table.columns) - 1)


def _defined_names(entries: Parts) -> Iterator[tuple[str, NamedArea]]:
    """The visible names of .xlsx that stand for one rectangle of a sheet."""
    if "xl/workbook.xml" not in entries:
        return
    try:
        book = parse_xml(entries["xl/workbook.xml"].data)
    except etree.XMLSyntaxError:
        return
    for element in book.iter(f"{_MAIN}definedName"):
        name = str(element.get("name", ""))
        if name.startswith("_xlnm") or element.get("hidden") in ("1", "true"):
            continue
        place = _rectangle(element.text or "")
        if place:
            sheet, area = place
            yield sheet, NamedArea("name", name, *area)


def _rectangle(reference: str) -> tuple[str, tuple[int, int, int, int]] | None:
    """Sheet and rectangle of a reference such as 'My data'!$A$1:$C$9; None for a formula or a single cell."""
    sheet, mark, cells = reference.strip().rpartition("!")
    first, colon, last = cells.replace("$", "").partition(":")
    start, end = _cell(first), _cell(last)
    if not mark or not colon or start is None or end is None:
        return None
    name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    return name, (start[0], start[1], end[0], end[1])


def _cell(address: str) -> tuple[int, int] | None:
    letters = address.rstrip("0123456789")
    digits = address[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and digits and len(letters) <= 3 and len(digits) <= 7):
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1


def _told(file: InputFile, entries: Parts) -> Iterator[Problem]:
    """What a workbook brings along that is not read: macros, and links to other workbooks."""
    if any(name.lower().endswith("vbaproject.bin") for name in entries):
        yield Problem(Severity.NOTICE, "macros-ignored", "The macros of the workbook are not read", Location(file.name))
    links = sum(name.startswith("xl/externalLinks/externalLink") for name in entries)
    if links:
        many = f"{links} other workbooks" if links > 1 else "another workbook"
        message = f"Formulas take numbers from {many}; the numbers last stored are read, the links are not followed"
        yield Problem(Severity.WARNING, "external-links", message, Location(file.name))


def _read_text(file: InputFile) -> tuple[RawFile | None, list[Problem]]:
    data, problems = as_utf8(file, "")
    if data is None:
        return None, problems
    encoding = next((each.message.rpartition(" ")[2] for each in problems if each.code == "encoding-guessed"), "")
    delimiter = _delimiter(data)
    try:
        rows, height = _records(data, delimiter)
    except csv.Error:
        hint = "A quote that is never closed can be the cause; export the file again."
        return None, [*problems, _refused(file, "line-too-long", "The file cannot be split into cells", hint)]
    return RawFile((RawSheet("", rows, height=height),), encoding, DELIMITERS[delimiter]), problems


def _delimiter(data: bytes) -> str:
    """The sign that splits most lines into equally many cells."""
    best, most = ",", 0.0
    for sign in DELIMITERS:
        try:
            records = list(itertools.islice(_split(data[:_SAMPLE], sign), _SAMPLE_RECORDS))
        except csv.Error:
            continue
        # The last record of the sample may be cut.
        widths = [len(record) for record in (records[:-1] or records) if any(record)]
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        # A title above and notes below a table have one cell.
        alike = widths.count(usual) / len([width for width in widths if width > 1] or widths)
        # Of two signs that split alike, as the comma of decimals may, the one that also splits the header.
        score = alike * (1 + usual / 1000) + widths.count(usual) / len(widths) / 10 if usual > 1 else 0.0
        if score > most:
            best, most = sign, score
    return best


def _split(data: bytes, delimiter: str) -> Iterator[list[str]]:
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="replace", newline="")
    return csv.reader(text, delimiter=delimiter)


def _records(data: bytes, delimiter: str) -> tuple[list[list[str]], int]:
    """The first records, and how many there are (lines, where not all were split)."""
    rows: list[list[str]] = []
    cells = 0
    for record in _split(data, delimiter):
        rows.append(record)
        cells += len(record) + 1
        if cells > MOST_CELLS:
            return rows, max(len(rows), data.count(b"\n"))
    return rows, len(rows)


def unseen_in(file: str, raw: RawFile, sheet: RawSheet, header_row: int, columns: range) -> list[Problem]:
    """The cells of a table that seem empty and are not (errors such as #N/A, formulas without a result), and what is
    hidden in it. Nothing of it is an error here: a build asks for the numbers, and refuses."""
    nothing = np.zeros(0, dtype=np.int64)
    held = {str(index): RawColumn(index + sheet.left, nothing, ()) for index in columns}
    found = unseen_problems(file, raw.entries, Grid(sheet.name, header_row + sheet.top, nothing, held))
    return [
        replace(each, severity=Severity.WARNING) if each.severity is Severity.ERROR else each
        for each in found
        if each.code in _UNSEEN
    ]


def cell_place(file: str, sheet: RawSheet, row: int, column: int) -> CellLocation:
    """Where a cell stands, from its row and column in the sheet's rows."""
    return CellLocation(file, sheet.name, f"{column_letter(column + sheet.left)}{row + sheet.top + 1}")


def _refused(file: InputFile, code: str, message: str, hint: str = "", found: str = "") -> Problem:
    return Problem(Severity.ERROR, code, message, Location(file.name), found, "", hint)
