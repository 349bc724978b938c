"""One file -> one Grid, by what the file is and not by what it is called."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from enum import Enum

from reportgen.contracts import TableSpec
from reportgen.errors import Problem, Severity
from reportgen.loaders.delimited import read_delimited
from reportgen.loaders.files import MAX_BYTES, InputFile
from reportgen.loaders.grid import Grid
from reportgen.loaders.headers import Wanted
from reportgen.loaders.markup import is_web_table, is_xml_spreadsheet, read_web_page, read_xml_spreadsheet
from reportgen.loaders.spreadsheet import read_workbook
from reportgen.locations import Location
from reportgen.ooxml.identify import is_password_protected, kind_of


class Form(Enum):
    """How a table is kept."""

    WORKBOOK = "workbook"
    TEXT = "text"
    PAGE = "web page"
    XML = "XML spreadsheet of Excel 2003"
    PACKED = "packed by gzip"


_TEXT_FILES = (".csv", ".tsv", ".txt", ".tab")
_GZIP = b"\x1f\x8b"
_OLE = b"\xd0\xcf\x11\xe0"
# Most files say in their first bytes that they are not empty; the whole of a large one is a copy.
_HEAD = 1000
# The record BOF of 16 bytes, then a few others before FilePass.
_BEGIN_OF_XLS, _FILE_PASS, _FIRST_RECORDS = b"\x09\x08\x10\x00", 0x2F, 8


def read_grid(file: InputFile, spec: TableSpec, wanted: Sequence[Wanted]) -> tuple[Grid | None, list[Problem]]:
    """The columns of a file that a table asks for; None when the file cannot be read or has none of them."""
    form, problem = table_form(file)
    if problem is not None:
        return None, [problem]
    if form is Form.PACKED:
        inner, problem = unpacked(file)
        return read_grid(inner, spec, wanted) if problem is None else (None, [problem])
    grid, problems = _READERS[form](file, spec, wanted)
    named = file.name.lower().removesuffix(".gz").endswith(_TEXT_FILES)
    return grid, [_as_text(file), *problems] if form is Form.TEXT and not named else problems


def table_form(file: InputFile) -> tuple[Form, Problem | None]:
    """How the table in a file is kept, whatever the file is called, and why it cannot be read."""
    if not file.data[:_HEAD].strip() and not file.data.strip():
        return Form.TEXT, _refused(file, "empty-file", "The file is empty", hint="Export or save it again.")
    if is_password_protected(file.data) or _is_locked_xls(file.data):
        hint = "Open it in Excel, remove the password (File, Info, Protect) and save it."
        return Form.WORKBOOK, _refused(file, "password-protected", "The file is password-protected", hint=hint)
    if file.data.startswith((b"PK", _OLE)):
        return Form.WORKBOOK, None
    if file.data.startswith(_GZIP):
        return Form.PACKED, None
    if is_xml_spreadsheet(file.data):
        return Form.XML, None
    if is_web_table(file.data):
        return Form.PAGE, None
    if kind_of(file.data) == "a text file" or _is_wide_text(file.data):
        return Form.TEXT, None
    return Form.WORKBOOK, _not_a_workbook(file, "Open it in Excel and save it as .xlsx.")


def _is_locked_xls(data: bytes) -> bool:
    """True for an .xls with a password: among its first records is FilePass ([MS-XLS] 2.4.117)."""
    place = data.find(_BEGIN_OF_XLS) if data.startswith(_OLE) else -1
    for _ in range(_FIRST_RECORDS if place >= 0 else 0):
        kind, length = int.from_bytes(data[place : place + 2], "little"), data[place + 2 : place + 4]
        if kind == _FILE_PASS:
            return True
        place += 4 + int.from_bytes(length, "little")
    return False


def unpacked(file: InputFile) -> tuple[InputFile, Problem | None]:
    """What gzip packed, under the same name: its cells have the addresses they had before."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        data = unpacker.decompress(file.data, MAX_BYTES)
    except zlib.error:
        return file, _refused(file, "unreadable-file", "The packed file is damaged", hint="Download it again.")
    if not unpacker.eof:
        expected = f"at most {MAX_BYTES // 1_000_000} MB unpacked, in one piece"
        return file, _refused(file, "file-size", "The packed file is too large or cut off", expected=expected)
    if data.startswith(_GZIP):
        return file, _not_a_workbook(file, "It is packed twice: unpack it.")
    return InputFile(file.name, data, file.sha256), None


def _is_wide_text(data: bytes) -> bool:
    """True for UTF-16 with its mark, as Excel's "Unicode text" is."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _as_text(file: InputFile) -> Problem:
    return Problem(
        Severity.NOTICE,
        "not-as-named",
        "The file is a text table and was read as such",
        Location(file.name),
        found=kind_of(file.data),
        hint="Rename it to .csv.",
    )


def _not_a_workbook(file: InputFile, hint: str) -> Problem:
    expected = "a workbook (.xlsx, .xlsm, .xls, .xlsb, .ods) or a text table (.csv, .tsv, .txt)"
    return _refused(file, "not-a-table", "The file is not what its name says", kind_of(file.data), expected, hint)


def _refused(file: InputFile, code: str, message: str, found: str = "", expected: str = "", hint: str = "") -> Problem:
    return Problem(Severity.ERROR, code, message, Location(file.name), found, expected, hint)


_READERS: Mapping[Form, Callable[[InputFile, TableSpec, Sequence[Wanted]], tuple[Grid | None, list[Problem]]]] = {
    Form.WORKBOOK: read_workbook,
    Form.TEXT: read_delimited,
    Form.PAGE: read_web_page,
    Form.XML: read_xml_spreadsheet,
}
