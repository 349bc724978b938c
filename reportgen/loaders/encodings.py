"""Bytes of a text file -> UTF-8 bytes: byte order mark, then UTF-8, then a good guess, then cp1252."""

from __future__ import annotations

import codecs
import re

from reportgen.errors import Problem, Severity
from reportgen.loaders.files import InputFile
from reportgen.locations import Location

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# 16,384 columns of 600 characters; what is longer would be copied many times over before it is refused.
LONGEST_LINE = 10_000_000
# Enough text to tell encodings apart; the whole of a large file would take seconds.
_SAMPLE = 100_000
_CODE_PAGES = ("cp1250", "cp1251", "cp1252", "cp1253", "iso8859_2", "iso8859_7", "mac_roman", "cp437")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœ"
    "\N{EN DASH}\N{EM DASH}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{HORIZONTAL ELLIPSIS}"
    "\N{NO-BREAK SPACE}\N{EURO SIGN}\N{DEGREE SIGN}\N{MASCULINE ORDINAL INDICATOR}\N{FEMININE ORDINAL INDICATOR}"
    "«»·§²³½"
)


def as_utf8(file: InputFile, encoding: str) -> tuple[bytes | None, list[Problem]]:
    """The text as UTF-8 without mark, lines ending in LF or CRLF; a guessed encoding is told."""
    # Before anything is decoded: a text of the whole file takes four times its bytes.
    if _has_endless_line(file.data):
        return None, [_endless(file)]
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


def _has_endless_line(data: bytes) -> bool:
    """True when so much follows without the end of a line that it is no row of a table."""
    start = 0
    while len(data) - start > LONGEST_LINE:
        end = max(data.rfind(sign, start, start + LONGEST_LINE) for sign in (b"\n", b"\r"))
        if end < 0:
            return True
        start = end + 1
    return False


def _endless(file: InputFile) -> Problem:
    return Problem(
        Severity.ERROR,
        "line-too-long",
        "A line of the file is too long for a row of a table",
        Location(file.name),
        expected=f"at most {LONGEST_LINE // 1_000_000} MB in a line",
        hint="Export the file again, one row to a line.",
    )


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guess(data: bytes) -> str:
    """Western European where the letters look like it, else what charset-normalizer finds among European code pages."""
    sample = data[:_SAMPLE]
    if _looks_western(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    # Delimiters between words mislead it: tabs look like a binary file.
    plain = b" ".join(_WORD.findall(sample))
    best = from_bytes(plain, cp_isolation=list(_CODE_PAGES)).best()
    name = best.encoding if best else "cp1252"
    try:
        data.decode(name)
    except UnicodeError:
        return "latin-1"  # decodes any byte: a wrong letter is better than no report, and it is told
    return name


def _looks_western(sample: bytes) -> bool:
    """True when accents are rare within words, and only those of Western languages: charset-normalizer cannot
    tell cp1252 from cp1250 in tables, where texts are short."""
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    letters = sum(map(len, words))
    accented = sum(byte > 127 for word in words for byte in word)
    try:
        signs = {sign for sign in sample.decode("cp1252") if ord(sign) > 127}
    except UnicodeDecodeError:
        return False
    return 2 * accented <= letters and signs <= _WESTERN


def _undecodable(file: InputFile, name: str) -> Problem:
    return Problem(
        Severity.ERROR,
        "file-encoding",
        f"The file is not text in {name}",
        Location(file.name),
        expected="a text file, best in UTF-8",
        hint='Save it in Excel as "CSV UTF-8", or correct encoding: in the project file.',
    )
