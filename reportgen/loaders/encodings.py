"""Bytes of a text file -> UTF-8 bytes: byte order mark, then UTF-8, then a good guess, then cp1252."""

from __future__ import annotations

import codecs

from reportgen.errors import Problem, Severity
from reportgen.loaders.files import InputFile
from reportgen.locations import Location

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Enough text to tell encodings apart; the whole of a large file would take seconds.
_SAMPLE = 100_000


def as_utf8(file: InputFile, encoding: str) -> tuple[bytes | None, list[Problem]]:
    """The text as UTF-8 without mark, lines ending in LF or CRLF; a guessed encoding is told."""
    marked = next((name for mark, name in _MARKS if file.data.startswith(mark)), "")
    problems: list[Problem] = []
    name = marked or encoding or "utf-8"
    if not (marked or encoding) and not _is_utf8(file.data):
        name = _guess(file.data)
        problems.append(
            Problem(
                Severity.NOTICE,
                "encoding-guessed",
                f"The file is not UTF-8 and was read as {name}",
                Location(file.name),
                hint="If letters are wrong, say encoding: in the project file.",
            )
        )
    data = file.data
    if name != "utf-8" or encoding:
        try:
            data = data.decode(name).encode("utf-8")
        except (UnicodeError, LookupError):
            return None, [_undecodable(file, name)]
    if b"\0" in data:
        return None, [_undecodable(file, name)]
    # Only old Macintosh files end lines in CR alone.
    return (data if b"\n" in data else data.replace(b"\r", b"\n")), problems


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    candidates = ["cp1252", "cp1250", "cp1251", "cp1253", "iso8859_7", "iso8859_2", "iso8859_15", "mac_roman", "cp437"]
    # Without a bare 0x00 it is no UTF-16; the listed single-byte code pages are what offices in Europe write.
    best = from_bytes(data[:_SAMPLE], cp_isolation=candidates).best()
    name = best.encoding if best else "cp1252"
    try:
        data.decode(name)
    except UnicodeError:
        return "latin-1"  # decodes any byte: a wrong letter is better than no report, and it is told
    return name


def _undecodable(file: InputFile, name: str) -> Problem:
    return Problem(
        Severity.ERROR,
        "file-encoding",
        f"The file is not text in {name}",
        Location(file.name),
        expected="a text file, best in UTF-8",
        hint='Save it in Excel as "CSV UTF-8", or correct encoding: in the project file.',
    )
