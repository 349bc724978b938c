"""The smallest .xlsb that a reader accepts, written by hand: no library writes the format.

Records as in [MS-XLSB] 2.1.4: type and length in seven bits a byte, then the data.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from typing import Any

_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/></Relationships>'
)
_ROW, _BLANK, _REAL, _BOOL, _TEXT = 0, 1, 5, 4, 6
_BEGIN_BOOK, _END_BOOK, _BEGIN_SHEETS, _END_SHEETS, _SHEET = 131, 132, 143, 144, 156
_BEGIN_SHEET, _END_SHEET, _BEGIN_DATA, _END_DATA, _SIZE = 129, 130, 145, 146, 148


def xlsb(rows: Sequence[Sequence[Any]], sheet: str = "Data") -> bytes:
    """A workbook of one sheet; cells are texts, numbers, booleans or None."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", _CONTENT_TYPES)
        package.writestr("_rels/.rels", _RELATIONS.format(kind="officeDocument", target="xl/workbook.bin"))
        relations = _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.bin")
        package.writestr("xl/_rels/workbook.bin.rels", relations)
        package.writestr("xl/workbook.bin", _book(sheet))
        package.writestr("xl/worksheets/sheet1.bin", _sheet(rows))
    return stream.getvalue()


def _book(sheet: str) -> bytes:
    entry = struct.pack("<II", 0, 1) + _wide("rId1") + _wide(sheet)
    return b"".join(
        [_record(_BEGIN_BOOK), _record(_BEGIN_SHEETS), _record(_SHEET, entry), _record(_END_SHEETS), _record(_END_BOOK)]
    )


def _sheet(rows: Sequence[Sequence[Any]]) -> bytes:
    width = max(map(len, rows))
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)
    parts = [_record(_BEGIN_SHEET), _record(_SIZE, size), _record(_BEGIN_DATA)]
    for number, row in enumerate(rows):
        spans = struct.pack("<III", 1, 0, len(row) - 1)
        parts.append(_record(_ROW, struct.pack("<IIHBBB", number, 0, 300, 0, 0, 0) + spans))
        parts += [_cell(column, value) for column, value in enumerate(row)]
    return b"".join([*parts, _record(_END_DATA), _record(_END_SHEET)])


def _cell(column: int, value: Any) -> bytes:
    place = struct.pack("<II", column, 0)
    if value is None:
        return _record(_BLANK, place)
    if isinstance(value, bool):
        return _record(_BOOL, place + bytes([value]))
    if isinstance(value, str):
        return _record(_TEXT, place + _wide(value))
    return _record(_REAL, place + struct.pack("<d", value))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, data: bytes = b"") -> bytes:
    return _seven_bits(kind) + _seven_bits(len(data)) + data


def _seven_bits(number: int) -> bytes:
    digits = b""
    while number > 0x7F:
        digits += bytes([number & 0x7F | 0x80])
        number >>= 7
    return digits + bytes([number])
