"""The stamp of a workbook that was written to be filled in, read from its bytes whatever the file is called."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import replace
from html import unescape
from typing import Any

from reportgen.contracts.stamp import NOTHING_NAME, STAMP_NAME, Stamp
from reportgen.contracts.vocabulary import languages_of_words, translated
from reportgen.kept import Kept

# A workbook's list of sheets and names takes some kilobytes; more is not read for a stamp.
_MOST = 1_000_000
_NAME = re.compile(rf'<definedName\b[^>]*\bname="{STAMP_NAME}(?:_(\d+))?"[^>]*>(?:"|&quot;)?([^<"]*?)(?:"|&quot;)?</')
_PROPERTY = re.compile(rf'<property\b[^>]*\bname="{STAMP_NAME}(?:_(\d+))?"[^>]*>\s*<vt:lpwstr>([^<]*)</vt:lpwstr>')
_NOTHING = re.compile(rf'<definedName\b[^>]*\bname="{NOTHING_NAME}(\w+)"[^>]*>([^<]*)</')
_ADDRESS = re.compile(r"[A-Z]{1,2}\d{1,4}")
# The answers stand in the first columns of a sheet with some tens of rows; a workbook of reports has a few MB.
_COLUMNS, _MOST_UNPACKED = 10, 100_000_000
_PLACES = (("xl/workbook.xml", _NAME), ("docProps/custom.xml", _PROPERTY))
_STAMPS: Kept[Stamp | None] = Kept(5000)


def stamp_of(data: bytes, sha256: str = "") -> Stamp | None:
    """The stamp, from the hidden name or the property; None when there is none. The hash is the key to keep it by."""
    if not data.startswith(b"PK"):
        return None
    return _STAMPS.get(sha256, lambda: _read(data)) if sha256 else _read(data)


def is_for(table: str, data: bytes, sha256: str = "") -> bool:
    """False for a workbook whose stamp names other tables only: one folder may take what is sent for several."""
    stamp = stamp_of(data, sha256)
    return stamp is None or table in stamp.tables


def _read(data: bytes) -> Stamp | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part, pattern in _PLACES:
                pieces = {int(number or 1): piece for number, piece in pattern.findall(_text(archive, part))}
                stamp = Stamp.parse(unescape("".join(pieces[number] for number in sorted(pieces))))
                if stamp is not None:
                    return replace(stamp, nothing=_nothing(data, archive, stamp))
    # Whatever is wrong with the file is told where its cells are read.
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, OSError, ValueError, RuntimeError):
        return None
    return None


def _nothing(data: bytes, archive: zipfile.ZipFile, stamp: Stamp) -> tuple[str, ...]:
    """The tables of which the first sheet says Yes, there is nothing to report."""
    names = dict(_NOTHING.findall(_text(archive, "xl/workbook.xml")))
    asked = {name: address for name, address in names.items() if name in stamp.tables}
    if not asked or sum(item.file_size for item in archive.infolist()) > _MOST_UNPACKED:
        return ()
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    yes = {translated("Yes", language).casefold() for language in ("en", *languages_of_words())}
    held = {name: _cell(book, unescape(address)) for name, address in asked.items()}
    return tuple(name for name, value in held.items() if str(value).strip().casefold() in yes)


def _cell(book: Any, address: str) -> Any:
    """The value of a cell named as $'Read me'.$C$19 or 'Read me'!$C$19."""
    sheet, _, cell = address.replace("$", "").rpartition("!")
    title = sheet.strip("'").replace("''", "'")
    if title not in book.sheetnames or not _ADDRESS.fullmatch(cell):
        return None
    row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    rows = book[title].iter_rows(min_row=row, max_row=row, max_col=_COLUMNS)
    return next((one.value for held in rows for one in held if getattr(one, "coordinate", "") == cell), None)


def _text(archive: zipfile.ZipFile, part: str) -> str:
    if part not in archive.namelist():
        return ""
    with archive.open(part) as stream:
        return stream.read(_MOST).decode("utf-8", "replace")
