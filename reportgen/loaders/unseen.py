"""Cells of an .xlsx that calamine gives as empty although something stands there: errors, and formulas without result.

A missing number must not come from nowhere: an error such as #N/A is told, and a formula whose result was never
stored (the file was written by a program and not yet opened in Excel) is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from reportgen.contracts.vocabulary import ROW_CHECK
from reportgen.errors import Problem, Severity
from reportgen.loaders.grid import Grid
from reportgen.locations import CellLocation
from reportgen.ooxml import parse_xml
from reportgen.ooxml.archive import Entry

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# ECMA-376 part 1, 18.3.1.4 and 18.18.11: t="e" is an error; f is a formula, v its stored result.
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*?\bt="e"')
_NO_RESULT = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f(?:[^>]*/|[^>]*>[^<]*</f)>\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
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


def unseen_problems(file: str, entries: Mapping[str, Entry], grid: Grid) -> list[Problem]:
    """The errors and formulas without result in the columns of a grid; none for other kinds of workbooks."""
    sheet = _sheet_part(entries, grid.sheet)
    problems: list[Problem] = []
    if b't="e"' in sheet:
        problems += _problems(file, grid, _places(_ERROR, sheet, grid), _ERRORS)
    if b"<f" in sheet:
        problems += _problems(file, grid, _places(_NO_RESULT, sheet, grid), _FORMULAS)
    return problems


def _sheet_part(entries: Mapping[str, Entry], sheet: str) -> bytes:
    """The part of a sheet; empty when the workbook does not say which it is."""
    if "xl/workbook.xml" not in entries or "xl/_rels/workbook.xml.rels" not in entries:
        return b""
    try:
        book = parse_xml(entries["xl/workbook.xml"].data)
        arrows = parse_xml(entries["xl/_rels/workbook.xml.rels"].data)
    except etree.XMLSyntaxError:
        return b""
    ids = {element.get("name"): element.get(_RELATION) for element in book.iter(f"{_MAIN}sheet")}
    targets = {arrow.get("Id"): str(arrow.get("Target")) for arrow in arrows}
    target = targets.get(ids.get(sheet), "")
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return entries[part].data if part in entries else b""


def _places(pattern: re.Pattern[bytes], sheet: bytes, grid: Grid) -> list[str]:
    """The addresses of a pattern in the columns that are read, below the header."""
    # What a workbook to fill in says of its own rows is no data.
    letters = {column.letter for name, column in grid.columns.items() if name != ROW_CHECK}
    found = ((letter.decode(), int(row)) for letter, row in pattern.findall(sheet))
    return [f"{letter}{row}" for letter, row in found if letter in letters and row > grid.header_row]


def _problems(file: str, grid: Grid, places: list[str], kind: Kind) -> Iterator[Problem]:
    if not places:
        return
    severity, code, message, hint = kind
    found = ", ".join(places[:_ADDRESSES]) + (", ..." if len(places) > _ADDRESSES else "")
    yield Problem(
        severity, code, message(len(places)), CellLocation(file, grid.sheet, places[0]), found=found, hint=hint
    )
