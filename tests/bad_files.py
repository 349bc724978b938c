"""Files that a program must survive, made by code: bombs, damage, lies, and what people send by mistake.

Every case is small on disk, but for the one line of many megabytes; what it unpacks to is another matter.
"""

from __future__ import annotations

import io
import json
import struct
import sys
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.office_files import plain_deck, plain_report, rewritten

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
# The first bytes of a compound file (MS-CFB 2.2), in which Office keeps workbooks with a password.
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le").ljust(512, b"\0")
HTML = b"<html><body><table><tr><th>CODE</th><th>N</th></tr><tr><td>a</td><td>5</td></tr></table></body></html>"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROWS = [["CODE", "N"], *([f"c{number}", number] for number in range(1, 6))]


def good() -> bytes:
    """A workbook of two columns: CODE and N."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def part(data: bytes, name: str) -> bytes:
    """The bytes of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def changed(name: str, old: bytes, new: bytes) -> bytes:
    """The good workbook with a text of one part changed."""
    content = part(good(), name)
    assert old in content, old
    return rewritten(good(), {name: content.replace(old, new, 1)})


def with_sheet(rows: bytes) -> bytes:
    """The good workbook with other rows."""
    content = part(good(), SHEET)
    start, end = content.index(b"<sheetData>"), content.index(b"</sheetData>")
    return rewritten(good(), {SHEET: content[: start + 11] + rows + content[end:]})


def styled_blanks() -> bytes:
    """A million rows with a style and nothing in them, below the table."""
    content = part(good(), SHEET)
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(7, 1_000_007))
    return rewritten(good(), {SHEET: content.replace(b"</sheetData>", rows + b"</sheetData>")})


def texts(row: int, *cells: str) -> bytes:
    """The cells of texts at the start of a row."""
    each = (f'<c r="{"AB"[place]}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for place, text in enumerate(cells))
    return "".join(each).encode()


def long_cell(length: int) -> bytes:
    """A text longer than Excel's 32,767 characters."""
    rows = texts(1, "CODE", "N"), texts(2, "x" * length) + b'<c r="B2"><v>5</v></c>'
    return with_sheet(b"".join(b"<row>" + row + b"</row>" for row in rows))


def formulas() -> bytes:
    """Formulas without results, errors, and a link to another workbook."""
    rows = (
        texts(1, "CODE", "N"),
        texts(2, "a") + b'<c r="B2"><f>1+1</f></c>',
        texts(3, "b") + b'<c r="B3" t="e"><v>#N/A</v></c>',
        texts(4, "c") + b'<c r="B4" t="e"><f>[1]Other!A1</f><v>#REF!</v></c>',
    )
    return with_sheet(b"".join(b"<row>" + row + b"</row>" for row in rows))


def stored_zip_bomb() -> bytes:
    """A shared string of 100 MB in a file of 100 kB."""
    huge = b"<sst><si><t>" + b"a" * 100_000_000 + b"</t></si></sst>"
    return rewritten(good(), {STRINGS: huge})


def nested_rows(depth: int) -> bytes:
    """Elements within elements."""
    return with_sheet(b"<row>" * depth + b"</row>" * depth)


def lying_size() -> bytes:
    """A package whose directory says that a part is one byte long."""
    data = bytearray(good())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 24, 1)
    return bytes(data)


def many_parts(count: int) -> bytes:
    """A package of more parts than any workbook has."""
    stream = io.BytesIO(good())
    with zipfile.ZipFile(stream, "a") as package:
        for number in range(count):
            package.writestr(f"xl/x{number}.xml", b"")
    return stream.getvalue()


def png() -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def huge_ods() -> bytes:
    """A sheet of OpenDocument whose one row and cell are repeated to the last."""
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell>"
    )
    return ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


def blank_ods() -> bytes:
    """The same with a table, and a million rows below it that have a style only."""
    blank = '<table:table-row table:style-name="a"><table:table-cell table:style-name="b"/></table:table-row>'
    words = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{t}</text:p></table:table-cell>' for t in "ab"
    )
    return ods(f"<table:table-row>{words}</table:table-row>" + blank * 1_000_000)


def ods(rows: str) -> bytes:
    """A sheet of OpenDocument."""
    stream = io.BytesIO()
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Data">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return stream.getvalue()


DTD = LAUGHS + b"]>"
BAD: Mapping[str, Callable[[], bytes]] = {
    "empty.xlsx": lambda: b"",
    "blank.csv": lambda: b" \n\n",
    "locked.xlsx": lambda: LOCKED,
    "compound.xls": lambda: OLE,
    "truncated.xlsx": lambda: good()[: len(good()) // 2],
    "no-directory.xlsx": lambda: good()[:-30],
    "not-a-zip.xlsx": lambda: b"PK\x03\x04 and then nothing",
    "lying-size.xlsx": lying_size,
    "many-parts.xlsx": lambda: many_parts(5_000),
    "zip-bomb.xlsx": stored_zip_bomb,
    "laughs-in-strings.xlsx": lambda: changed(STRINGS, b"<sst", DTD + b"<sst"),
    "laughs-in-book.xlsx": lambda: changed(BOOK, b"<workbook", DTD + b"<workbook"),
    "outside-entity.xlsx": lambda: changed(SHEET, b"<worksheet", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet'),
    "utf-16-part.xlsx": lambda: rewritten(
        good(), {SHEET: part(good(), SHEET).decode().replace("UTF-8", "UTF-16").encode("utf-16")}
    ),
    "far-cell.xlsx": lambda: changed(SHEET, b'r="A2"', b'r="XFD1048576"'),
    "declared-far.xlsx": lambda: changed(SHEET, b'ref="A1:B6"', b'ref="A1:XFD1048576"'),
    "styled-blanks.xlsx": styled_blanks,
    "deep.xlsx": lambda: nested_rows(100_000),
    "broken-xml.xlsx": lambda: changed(SHEET, b"<sheetData>", b"<sheetData"),
    "control-characters.xlsx": lambda: changed(STRINGS, b"c1<", b"c\x01\x0b<"),
    "escaped-characters.xlsx": lambda: changed(STRINGS, b"c1<", b"_x0000_c\xef\xbf\xbf_xD800_<"),
    "long-text.xlsx": lambda: long_cell(40_000),
    "megabyte-word.xlsx": lambda: long_cell(1_000_000),
    "formulas.xlsx": formulas,
    "missing-sheet-part.xlsx": lambda: rewritten(good(), {SHEET: None}),
    "missing-strings.xlsx": lambda: rewritten(good(), {STRINGS: None}),
    "string-out-of-range.xlsx": lambda: changed(SHEET, b"<v>0</v>", b"<v>99999</v>"),
    "drawing-missing.xlsx": lambda: changed(
        SHEET,
        b"</worksheet>",
        b'<drawing xmlns:r="' + RELATIONS + b'" r:id="rId9"/></worksheet>',
    ),
    "page.xls": lambda: HTML,
    "table.xlsx": lambda: b"CODE,N\na,5\nb,6\n",
    "report.xlsx": plain_report,
    "deck.xlsx": plain_deck,
    "picture.png": png,
    "picture.xlsx": png,
    "paper.pdf": lambda: b"%PDF-1.7 ...",
    "nul.csv": lambda: b"CODE,N\na\0b,5\n",
    "not-utf-8.csv": lambda: b"CODE,N\n\xff\xfe\x80,5\n\x81,6\n",
    "half-utf-16.csv": lambda: b"\xff\xfe" + "CODE,N\na,5\n".encode("utf-16-le")[:-1],
    "open-quote.csv": lambda: b'CODE,N\n"a,5\n' + b"b,6\n" * 1000,
    "long-line.csv": lambda: b"CODE,N\n" + b"x" * 100_000_000 + b",5\n",
    "long-quoted-line.csv": lambda: b'CODE,N\n"' + b"x\n" * 6_000_000 + b'",5\n',
    "wide.csv": lambda: b",".join(b"h%d" % n for n in range(20_000)) + b"\n" + b",".join([b"5"] * 20_000) + b"\n",
    "long-header.csv": lambda: b"h" * 2_000_000 + b",N\na,5\n",
    "huge.ods": huge_ods,
    "styled-blanks.ods": blank_ods,
    "many-cells.xls": lambda: b"<table><tr><td>CODE</td><td>N</td></tr>" + b"<tr><td>a</td><td>5</td></tr>" * 400_000,
    "spans.xls": lambda: (
        b"<table><tr><td>CODE</td><td>N</td></tr>"
        b"<tr><td colspan=99999999 rowspan=99999999>a</td><td>5</td></tr></table>"
    ),
    "nested-tables.xls": lambda: b"<table><tr><td>CODE</td><td>N</td></tr>" + b"<tr><td><table>" * 100_000,
    "laughs.xls": lambda: DTD + b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&j;</Workbook>',
    "nul-block.csv": lambda: b"CODE,N\n" + b"\0" * 10_000_000 + b"a,5\n",
    "utf-32.csv": lambda: "CODE,N\na,5\n".encode("utf-32"),
    "mark-only.csv": lambda: b"\xef\xbb\xbf",
    "quotes.csv": lambda: b"CODE,N\n" + b'"' * 1_000_001,
    "noise.xlsb": lambda: zlib.compress(bytes(range(256)) * 40),
    "noise.bin": lambda: bytes(range(256)) * 40,
}


# What takes seconds; check reads files as build does, so it need not be asked about these again.
HEAVY = ("styled-blanks.xlsx", "long-line.csv", "long-quoted-line.csv", "wide.csv", "long-header.csv", "zip-bomb.xlsx")


def names_for(verb: str) -> list[str]:
    """The bad files that a verb is tried on."""
    return [name for name in BAD if verb != "check" or name not in HEAVY]


def run_all(verb: str, folder: Path) -> Iterator[dict[str, Any]]:
    """Run a verb of the command line on every bad file in this process; what came of each, one after the other."""
    from typer.testing import CliRunner

    from reportgen.cli import app

    for name in names_for(verb):
        target = folder / name if verb == "inspect" else folder / f"project of {name}"
        started = time.process_time()
        result = CliRunner().invoke(app, [verb, str(target)])
        crash = result.exception is not None and not isinstance(result.exception, SystemExit)
        yield {
            "name": name,
            "exit": result.exit_code,
            "seconds": time.process_time() - started,
            "peak": _peak(),
            "output": result.output[:4000],
            "crash": "".join(traceback.format_exception(result.exception)) if crash else "",
        }


def _peak() -> int:
    """The most memory that this process has held so far, in bytes; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    for outcome in run_all(sys.argv[1], Path(sys.argv[2])):
        print(json.dumps(outcome), flush=True)
