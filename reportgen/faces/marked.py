"""Problems of a workbook -> a copy of it in which they can be seen: marked cells, notes, and a sheet that lists them.

The original is only read. openpyxl makes the copy and loses what it does not know; the list says what that was.
A text file becomes a workbook of one sheet with the same rows, so that the addresses agree.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from reportgen.errors import Problem, ReportgenError, Severity
from reportgen.faces.catalogue import codes, tasks
from reportgen.locations import CellLocation

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIX = "-checked"
WORKBOOKS = (".xlsx", ".xlsm", ".xltx")
TEXTS = (".csv", ".tsv", ".txt")
_AUTHOR = "reportgen"
_LIST = "Issues"
_FONT = "Calibri"
# Fill, colour and form of the border, and the word that stands beside them: nobody has to tell colours apart.
_LOOKS = {
    Severity.ERROR: ("F6C7C3", "9C1C12", "thick"),
    Severity.WARNING: ("FFE29A", "8A5A00", "mediumDashed"),
    Severity.NOTICE: ("DCE9F7", "1F4E79", "dotted"),
}
# Stands for a cell that names a person.
_CONCEALED = "\N{HORIZONTAL ELLIPSIS}"
_RANK = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)
_COLUMNS = (
    ("Severity", 10),
    ("Sheet", 18),
    ("Cell", 9),
    ("Field", 16),
    ("Problem", 46),
    ("Found", 26),
    ("Expected", 28),
    ("What to do", 46),
    ("Code", 20),
)
# Parts of a workbook that openpyxl reads and does not write again, by the beginning of their names.
_LOST = {
    "xl/slicers/": "slicers",
    "xl/slicerCaches/": "slicers",
    "xl/timelines/": "timelines",
    "xl/threadedComments/": "answers to comments",
    "xl/persons/": "answers to comments",
    "xl/ctrlProps/": "form controls",
    "xl/activeX/": "form controls",
    "xl/queryTables/": "queries",
    "xl/connections.xml": "queries",
    "xl/model/": "the data model",
    "customXml/": "custom data",
    "xl/vbaProject.bin": "macros",
}
_MARKS_LOST = {
    b"sparklineGroup": "sparklines",
    b"x14:dataValidation": "drop-downs from other sheets",
    b"x14:conditionalFormatting": "some conditional formats",
    b"<xdr:sp ": "text boxes and shapes",
}
_MOST_ROWS = 1_000_000
_MOST_SIGNS = 32_000
# What XML 1.0 does not allow in a text (section 2.2, Char).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """The bytes of the copy, and what of the original is not in it."""

    data: bytes
    lost: tuple[str, ...]


def marked_copy(name: str, data: bytes, problems: Iterable[Problem]) -> MarkedCopy | None:
    """The copy of a file with its problems marked; None for a kind of file, or a damaged one, that gets no copy.

    `data` is the file; texts are given as UTF-8.
    """
    own = [problem for problem in problems if problem.location.file == name]
    ending = PurePath(name).suffix.lower()
    if ending in TEXTS:
        book, lost = _from_text(data), list[str]()
    elif ending in WORKBOOKS:
        opened = _opened(data, name)
        if opened is None:
            return None
        book, lost = opened, _lost(data)
    else:
        return None
    placed = [(problem, _sheet(book, problem)) for task in tasks(own) for problem in task.problems]
    concealed = [_conceal(problem, sheet) for problem, sheet in placed if sheet is not None]
    if any(concealed):
        lost = [*lost, "the cells that name persons"]
    _mark(placed)
    _list(book, name, placed, lost)
    return MarkedCopy(_saved(book), tuple(lost))


def _opened(data: bytes, name: str) -> Workbook | None:
    from openpyxl import load_workbook

    from reportgen.ooxml import read_package

    try:
        read_package(data, name)  # its limits keep bombs away from openpyxl
        book = load_workbook(io.BytesIO(data))
    except (ReportgenError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, OSError):
        return None
    book.template = False
    return book


def _from_text(data: bytes) -> Workbook:
    from openpyxl import Workbook

    text = data.decode("utf-8-sig", "replace")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Data"
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t|", key=first.count)
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        if number > _MOST_ROWS:
            break
        for column, value in enumerate(row, 1):
            if value:
                _write(sheet.cell(number, column), value)
    sheet.freeze_panes = "A2"
    return book


def _write(cell: Any, value: str) -> None:
    """A text as a text, whatever it begins with: no formula comes out of a cell that was read."""
    cell.value = _FORBIDDEN.sub("", value)[:_MOST_SIGNS]
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in "=+-@"


def _lost(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        found = {what for start, what in _LOST.items() if any(name.startswith(start) for name in names)}
        for name in names:
            if name.startswith(("xl/worksheets/sheet", "xl/drawings/drawing")):
                part = archive.read(name)
                found |= {what for mark, what in _MARKS_LOST.items() if mark in part}
    return sorted(found)


def _sheet(book: Workbook, problem: Problem) -> Worksheet | None:
    """The sheet of a problem's cell; None when it names no cell of the workbook."""
    place = problem.location
    if not isinstance(place, CellLocation):
        return None
    if not place.sheet:
        return book.worksheets[0]
    return next((sheet for sheet in book.worksheets if sheet.title == place.sheet), None)


def _conceal(problem: Problem, sheet: Worksheet) -> bool:
    """Empty the columns that the project reduces: nobody is named in what is written beside a file. False when the
    problem tells of none."""
    from openpyxl.cell.cell import MergedCell

    from reportgen.loaders.persons import reduced_columns

    letters, place = reduced_columns(problem), problem.location
    header = int("".join(filter(str.isdigit, place.cell)) or 0) if isinstance(place, CellLocation) else 0
    for letter in letters:
        for cell in sheet[letter][header:]:
            if cell.value is not None and not isinstance(cell, MergedCell):
                _write(cell, _CONCEALED)
                cell.comment = cell.hyperlink = None
    return bool(letters)


def _mark(placed: Sequence[tuple[Problem, Worksheet | None]]) -> None:
    """Fill, border and note for each cell; the gravest of several problems decides how it looks."""
    cells: dict[tuple[str, str], tuple[Worksheet, list[Problem]]] = {}
    for problem, sheet in placed:
        place = problem.location
        if sheet is not None and isinstance(place, CellLocation) and place.cell:
            cells.setdefault((sheet.title, place.cell), (sheet, []))[1].append(problem)
    for (_, address), (sheet, problems) in cells.items():
        _mark_cell(sheet, address, problems)


def _mark_cell(sheet: Worksheet, address: str, problems: Sequence[Problem]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill, Side
    from openpyxl.styles.borders import Border

    try:
        cell = sheet[address]
    except ValueError:
        return
    if isinstance(cell, MergedCell):
        area = next((area for area in sheet.merged_cells.ranges if address in area), None)
        if area is None:
            return
        cell = sheet.cell(area.min_row, area.min_col)
    fill, ink, form = _LOOKS[min((problem.severity for problem in problems), key=_RANK.index)]
    cell.fill = PatternFill("solid", start_color=fill, end_color=fill)
    side = Side(style=form, color=ink)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    texts = [_note(problem) for problem in problems]
    if cell.comment is not None and cell.comment.text:
        texts.append(f"(Note in the original:) {cell.comment.text}")
    text = _FORBIDDEN.sub("", "\n\n".join(texts))
    # 60 signs a line at a width of 320 points: high enough that nothing has to be scrolled.
    cell.comment = Comment(text, _AUTHOR, height=40 + 18 * (len(text) // 55 + text.count("\n")), width=320)


def _note(problem: Problem) -> str:
    details = [f"Found: {problem.found}"] if problem.found else []
    details += [f"Expected: {problem.expected}"] if problem.expected else []
    return "\n".join(
        [f"{problem.severity.value.upper()}: {problem.message}.", *details, _remedy(problem), problem.code]
    )


def _remedy(problem: Problem) -> str:
    known = codes().get(problem.code)
    return problem.hint or (known[1].remedy if known else "")


def _list(book: Workbook, name: str, placed: Sequence[tuple[Problem, Worksheet | None]], lost: Sequence[str]) -> None:
    """The sheet in front that lists all problems, each with a link to its cell."""
    from openpyxl.styles import Alignment, Font, PatternFill

    title = _LIST if _LIST not in book.sheetnames else f"{_LIST} ({_AUTHOR})"
    sheet = book.create_sheet(title, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    for number, line in enumerate(_head(name, placed, lost), 1):
        _write(sheet.cell(number, 1), line)
        sheet.cell(number, 1).font = Font(name=_FONT, bold=number == 1, size=14 if number == 1 else 11)
    top = sheet.max_row + 2
    for column, (heading, width) in enumerate(_COLUMNS, 1):
        cell = sheet.cell(top, column, heading)
        cell.font = Font(name=_FONT, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color="1F3864", end_color="1F3864")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for row, (problem, target) in enumerate(placed, top + 1):
        _row(sheet, row, problem, target)
    last = max(top + len(placed), top + 1)
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.auto_filter.ref = f"A{top}:{sheet.cell(top, len(_COLUMNS)).column_letter}{last}"
    _as_printed(sheet, top)


def _head(name: str, placed: Sequence[tuple[Problem, Worksheet | None]], lost: Sequence[str]) -> list[str]:
    held = [problem.severity for problem, _ in placed]
    counts = [(held.count(severity), severity.value) for severity in _RANK]
    tally = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count)
    able = "The report cannot be made with these errors." if Severity.ERROR in held else "The report can be made."
    said = "Results of formulas appear when the copy is opened in Excel."
    if lost:
        said += f" Not in the copy: {', '.join(lost)}."
    return [
        f"Problems in {name}",
        f"{tally or 'None'}. {able}",
        f"This is a copy to look at: correct the original, {PurePath(name).name}, which was not changed. {said}",
    ]


def _row(sheet: Worksheet, row: int, problem: Problem, target: Worksheet | None) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    place = problem.location
    address = place.cell if isinstance(place, CellLocation) else ""
    known = target.title if target is not None else getattr(place, "sheet", "")
    values = (
        problem.severity.value,
        known,
        address,
        problem.field,
        problem.message,
        problem.found,
        problem.expected,
        _remedy(problem),
        problem.code,
    )
    # Programs that do not fit rows to their texts by themselves would lay one line over the next.
    lines = max(-(-len(value) // int(width * 0.95)) for value, (_, width) in zip(values, _COLUMNS, strict=True))
    sheet.row_dimensions[row].height = 15 * max(lines, 1)
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        cell.font = Font(name=_FONT)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if value:
            _write(cell, value)
    fill = _LOOKS[problem.severity][0]
    sheet.cell(row, 1).fill = PatternFill("solid", start_color=fill, end_color=fill)
    if target is not None and address:
        cell = sheet.cell(row, 3)
        quoted = target.title.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}", display=address)
        cell.font = Font(name=_FONT, color="0563C1", underline="single")


def _as_printed(sheet: Worksheet, top: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4 (ECMA-376 18.3.1.63)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{top}:{top}"


def _saved(book: Workbook) -> bytes:
    """The workbook as bytes that depend on its content alone: openpyxl writes the time into it."""
    held = io.BytesIO()
    book.save(held)
    made = io.BytesIO()
    with zipfile.ZipFile(held) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in archive.namelist():
            part = archive.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"<dcterms:(modified|created)[^>]*>[^<]*</dcterms:\1>", b"", part)
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()
