"""Numbers of a chart -> the small workbook behind "Edit data", from a skeleton that is compressed already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from reportgen.ooxml.archive import Entry, pack, write_archive
from reportgen.ooxml.content_types import ContentTypes, content_types_xml
from reportgen.ooxml.markup import Xml, document, el, escape
from reportgen.ooxml.names import NS, OFFICE_DOCUMENT, RELATIONSHIPS_TYPE, ROOT, WORKBOOK_TYPE
from reportgen.ooxml.relationships import Relationship, relationships_xml

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OFFICE = NS["r"]
_FORMAT_ID = 164  # the first id of custom number formats (ECMA-376 part 1, 18.8.30)


@dataclass(frozen=True, slots=True)
class DataSheet:
    """A block of numbers: `names` head the columns of numbers, each row has its labels and its numbers.

    None is an empty cell, and so is an empty label. Every row has the same number of labels, at least one.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[float | int | None, ...]], ...]
    number_format: str = "General"


def column_letter(index: int) -> str:
    """The letters of a column counted from 0."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def workbook_bytes(sheet: DataSheet) -> bytes:
    """An .xlsx file with one sheet "Data": labels first, one series in each column after them."""
    return write_archive(
        [*_skeleton(), _styles(sheet.number_format), pack("xl/worksheets/sheet1.xml", _sheet_xml(sheet))]
    )


def _sheet_xml(sheet: DataSheet) -> bytes:
    depth = len(sheet.rows[0][0]) if sheet.rows else 1
    letters = [column_letter(index) for index in range(depth + len(sheet.names))]
    named = zip(letters[depth:], sheet.names, strict=True)
    rows = [_row(1, [_text(f"{letter}1", name) for letter, name in named])]
    for number, (labels, values) in enumerate(sheet.rows, start=2):
        cells = [_text(f"{letter}{number}", label) for letter, label in zip(letters, labels, strict=False) if label]
        told = zip(letters[depth:], values, strict=True)
        cells += [f'<c r="{letter}{number}" s="1"><v>{value!r}</v></c>' for letter, value in told if value is not None]
        rows.append(_row(number, cells))
    return document(
        "worksheet",
        (),
        el("cols", el("col", min=1, max=depth, width=28, customWidth=1)),
        el("sheetData", *rows),
        xmlns=NS["s"],
    )


def _row(number: int, cells: Sequence[str]) -> Xml:
    # Written out, as the cells are, because a chart's workbook is made of these.
    inner = "".join(cells)
    return Xml(f'<row r="{number}">{inner}</row>' if cells else f'<row r="{number}"/>')


def _text(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


@cache
def _skeleton() -> tuple[Entry, ...]:
    types = ContentTypes(
        {"rels": RELATIONSHIPS_TYPE, "xml": "application/xml"},
        {
            "xl/workbook.xml": WORKBOOK_TYPE,
            "xl/styles.xml": f"{_SPREADSHEET}.styles+xml",
            "xl/worksheets/sheet1.xml": f"{_SPREADSHEET}.worksheet+xml",
        },
    )
    book = document(
        "workbook",
        ("r",),
        el("sheets", el("sheet", name="Data", sheetId=1, **{"r:id": "rId1"})),
        xmlns=NS["s"],
    )
    arrows = (
        Relationship("rId1", f"{_OFFICE}/worksheet", "xl/worksheets/sheet1.xml"),
        Relationship("rId2", f"{_OFFICE}/styles", "xl/styles.xml"),
    )
    root = (Relationship("rId1", OFFICE_DOCUMENT, "xl/workbook.xml"),)
    return (
        pack("[Content_Types].xml", content_types_xml(types)),
        pack("_rels/.rels", relationships_xml(ROOT, root)),
        pack("xl/_rels/workbook.xml.rels", relationships_xml("xl/workbook.xml", arrows)),
        pack("xl/workbook.xml", book),
    )


@cache
def _styles(number_format: str) -> Entry:
    xf = el("xf", numFmtId=0, fontId=0, fillId=0, borderId=0)
    styled = el("xf", numFmtId=_FORMAT_ID, fontId=0, fillId=0, borderId=0, xfId=0, applyNumberFormat=1)
    data = document(
        "styleSheet",
        (),
        el("numFmts", el("numFmt", numFmtId=_FORMAT_ID, formatCode=number_format), count=1),
        el("fonts", el("font", el("sz", val=11), el("name", val="Calibri"), el("family", val=2)), count=1),
        el(
            "fills",
            el("fill", el("patternFill", patternType="none")),
            el("fill", el("patternFill", patternType="gray125")),
            count=2,
        ),
        el("borders", el("border", *(el(side) for side in ("left", "right", "top", "bottom", "diagonal"))), count=1),
        el("cellStyleXfs", xf, count=1),
        el("cellXfs", el("xf", numFmtId=0, fontId=0, fillId=0, borderId=0, xfId=0), styled, count=2),
        el("cellStyles", el("cellStyle", name="Normal", xfId=0, builtinId=0), count=1),
        xmlns=NS["s"],
    )
    return pack("xl/styles.xml", data)
