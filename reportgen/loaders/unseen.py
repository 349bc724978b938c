"""What calamine does not see in an .xlsx: errors, formulas without result, what is hidden, links to other workbooks.

A missing number must not come from nowhere: an error such as #N/A is told, and a formula whose result was never
stored (the file was written by a program and not yet opened in Excel) is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
from lxml import etree

from reportgen.contracts.vocabulary import ROW_CHECK
from reportgen.errors import Problem, Severity
from reportgen.loaders.dangers import Parts
from reportgen.loaders.findings import Cells, with_each
from reportgen.loaders.grid import Grid
from reportgen.loaders.scanning import SheetScan
from reportgen.locations import CellLocation
from reportgen.ooxml import parse_xml
from reportgen.ooxml.walked import Part

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# ECMA-376 part 1, 18.3.1.4 and 18.18.11: t="e" is an error; f is a formula, v its stored result, which for t="str" may
# be an empty text.
_FORMULA = rb"<f(?:[^>]*/|[^>]*>[^<]*</f)>"
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*?\bt="e"[^>]*>(?:\s*' + _FORMULA + rb")?(?:\s*<v>([^<]{0,20})</v>)?"
)
_NO_RESULT = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?![^>]*\bt="str")[^>]*>\s*' + _FORMULA + rb"\s*(?:<v\s*/>|<v></v>)?()\s*</c>"
)
_HIDDEN_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,7})"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMNS = re.compile(rb'<col (?=[^>]*\bhidden="(?:1|true)")[^>]*?\bmin="(\d+)" max="(\d+)"')
_ADDRESSES = 5

Kind = tuple[Severity, str, Callable[[int], str], str]
_ERRORS: Kind = (
    Severity.WARNING,
    "error-cell",
    lambda count: f"{count} cells hold an error such as #N/A and count as missing" if count > 1 else _ONE_ERROR,
    "Correct the formulas, or leave the cells empty.",
)
_FORMULAS: Kind = (
    Severity.ERROR,
    "formula-without-result",
    lambda count: f"{count} cells hold a formula without a result" if count > 1 else _ONE_FORMULA,
    "Open the workbook in Excel, save it, and try again.",
)
_ONE_ERROR = "A cell holds an error such as #N/A and counts as missing"
_ONE_FORMULA = "A cell holds a formula without a result"


def unseen_problems(file: str, entries: Parts, grid: Grid) -> list[Problem]:
    """The errors and formulas without result in the columns of a grid; none for other kinds of workbooks."""
    part = _sheet_part(entries, grid.sheet)
    # Most sheets have nothing of the kind, and need not be inflated again to be looked at more closely.
    looked = part is not None and (part.seen.errors or part.seen.formulas or part.seen.hidden)
    sheet = part.data if part is not None and looked else b""
    problems: list[Problem] = []
    if b't="e"' in sheet:
        problems += _problems(file, grid, _places(_ERROR, sheet, grid), _ERRORS)
    if b"<f" in sheet:
        problems += _problems(file, grid, _places(_NO_RESULT, sheet, grid), _FORMULAS)
    if b'hidden="' in sheet:
        problems += _hidden(file, grid, sheet)
    if any(name.startswith("xl/externalLinks/") for name in entries):
        problems.append(_linked(file, grid))
    return problems


def _hidden(file: str, grid: Grid, sheet: bytes) -> Iterator[Problem]:
    """Rows and columns that nobody sees in Excel, because they are hidden or a filter leaves them out, are read."""
    first, last = grid.header_row, int(grid.rows.max(initial=0))
    rows = [row for row in (int(number) for number in _HIDDEN_ROW.findall(sheet)) if first < row <= last]
    hint = "They are read like the others. Remove them from the file if they are not meant."
    if rows:
        how = "filtered out or hidden" if b"<filterColumn" in sheet else "hidden"
        message = f"{len(rows)} rows are {how}" if len(rows) > 1 else f"A row is {how}"
        found = f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows[:_ADDRESSES]))}"
        found += ", ..." if len(rows) > _ADDRESSES else ""
        told = Problem(
            Severity.NOTICE, "hidden-rows", message, CellLocation(file, grid.sheet, f"A{rows[0]}"), found, hint=hint
        )
        yield with_each(told, [Cells(file, grid.sheet, "A", np.array(rows), "")]) if len(rows) > 1 else told
    spans = [range(int(start) - 1, int(end)) for start, end in _HIDDEN_COLUMNS.findall(sheet)]
    read = [column for column in grid.columns.values() if any(column.index in span for span in spans)]
    if read:
        message = (
            f"{len(read)} columns that are read are hidden" if len(read) > 1 else "A column that is read is hidden"
        )
        place = CellLocation(file, grid.sheet, f"{read[0].letter}{grid.header_row}")
        yield Problem(Severity.NOTICE, "hidden-columns", message, place, hint="They are read like the others.")


def _linked(file: str, grid: Grid) -> Problem:
    return Problem(
        Severity.NOTICE,
        "external-links",
        "The workbook refers to other workbooks",
        CellLocation(file, grid.sheet),
        hint="Their values are those of the last time it was saved with the links updated. Nothing is fetched.",
    )


def _sheet_part(entries: Parts, sheet: str) -> Part[SheetScan] | None:
    """The part of a sheet; None when the workbook does not say which it is."""
    if "xl/workbook.xml" not in entries or "xl/_rels/workbook.xml.rels" not in entries:
        return None
    try:
        book = parse_xml(entries["xl/workbook.xml"].data)
        arrows = parse_xml(entries["xl/_rels/workbook.xml.rels"].data)
    except etree.XMLSyntaxError:
        return None
    ids = {element.get("name"): element.get(_RELATION) for element in book.iter(f"{_MAIN}sheet")}
    targets = {arrow.get("Id"): str(arrow.get("Target")) for arrow in arrows}
    target = targets.get(ids.get(sheet), "")
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return entries.get(part)


def _places(pattern: re.Pattern[bytes], sheet: bytes, grid: Grid) -> dict[str, str]:
    """The addresses of a pattern in the columns that are read, below the header, and what the cells hold."""
    # What a workbook to fill in says of its own rows is no data.
    letters = {column.letter for name, column in grid.columns.items() if name != ROW_CHECK}
    found = (
        (letter.decode(), int(row), held.decode("utf-8", "replace")) for letter, row, held in pattern.findall(sheet)
    )
    return {f"{letter}{row}": held for letter, row, held in found if letter in letters and row > grid.header_row}


def _problems(file: str, grid: Grid, places: dict[str, str], kind: Kind) -> Iterator[Problem]:
    if not places:
        return
    severity, code, message, hint = kind
    addresses = list(places)
    found = ", ".join(addresses[:_ADDRESSES]) + (", ..." if len(places) > _ADDRESSES else "")
    told = Problem(
        severity, code, message(len(places)), CellLocation(file, grid.sheet, addresses[0]), found=found, hint=hint
    )
    yield with_each(told, _alike(file, grid, places), message(1))


def _alike(file: str, grid: Grid, places: dict[str, str]) -> list[Cells]:
    """The cells of each column that hold the same."""
    rows: dict[tuple[str, str], list[int]] = {}
    for place, held in places.items():
        letter = place.rstrip("0123456789")
        rows.setdefault((letter, held), []).append(int(place[len(letter) :]))
    return [Cells(file, grid.sheet, letter, np.array(held), found) for (letter, found), held in rows.items()]
