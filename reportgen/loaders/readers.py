"""One file -> one Grid, by what the file is and not by what it is called."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.contracts import TableSpec
from reportgen.errors import Problem, Severity
from reportgen.loaders.delimited import read_delimited
from reportgen.loaders.files import InputFile
from reportgen.loaders.grid import Grid
from reportgen.loaders.headers import Wanted
from reportgen.loaders.spreadsheet import read_workbook
from reportgen.locations import Location
from reportgen.ooxml.identify import is_password_protected, kind_of

_TEXT_FILES = (".csv", ".tsv", ".txt")
_OLE = b"\xd0\xcf\x11\xe0"


def read_grid(file: InputFile, spec: TableSpec, wanted: Sequence[Wanted]) -> tuple[Grid | None, list[Problem]]:
    """The columns of a file that a table asks for; None when the file cannot be read or has none of them."""
    if not file.data.strip():
        return None, [_refused(file, "empty-file", "The file is empty", hint="Export or save it again.")]
    if is_password_protected(file.data):
        hint = "Open it in Excel, remove the password (File, Info, Protect) and save it."
        return None, [_refused(file, "password-protected", "The file is password-protected", hint=hint)]
    if file.data.startswith((b"PK", _OLE)):
        return read_workbook(file, spec, wanted)
    if kind_of(file.data) == "a text file" or _is_wide_text(file.data):
        if file.name.lower().endswith(_TEXT_FILES):
            return read_delimited(file, spec, wanted)
        hint = "Rename it to .csv, or open it in Excel and save it as .xlsx."
        return None, [_not_a_workbook(file, hint)]
    return None, [_not_a_workbook(file, "Open it in Excel and save it as .xlsx.")]


def _is_wide_text(data: bytes) -> bool:
    """True for UTF-16 with its mark, as Excel's "Unicode text" is."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _not_a_workbook(file: InputFile, hint: str) -> Problem:
    expected = "a workbook (.xlsx, .xlsm, .xls, .xlsb, .ods) or a text table (.csv, .tsv, .txt)"
    return _refused(file, "not-a-table", "The file is not what its name says", kind_of(file.data), expected, hint)


def _refused(file: InputFile, code: str, message: str, found: str = "", expected: str = "", hint: str = "") -> Problem:
    return Problem(Severity.ERROR, code, message, Location(file.name), found, expected, hint)
