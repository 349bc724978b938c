"""A file that cannot be read is a problem that says why and what to do: no traceback, no exhausted machine."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from reportgen.errors import Severity
from tests.loaders.conftest import Load, load_project, places
from tests.loaders.test_workbooks import FILES, PLAIN, workbook

GOOD = workbook([["CODE", "N"], ["a", 5]])
# Compound files (MS-CFB 2.2): a package with a password (MS-OFFCRYPTO 2.3.4), and one that is nothing.
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le").ljust(512, b"\0")
HTML = b"<html><body><h1>Sign in</h1></body></html>"


def changed(part: str, old: bytes, new: bytes) -> bytes:
    """The good workbook with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == part:
                assert old in content
                content = content.replace(old, new)
            target.writestr(info.filename, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet '


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The file is empty"),
        (b"  \n", "The file is empty"),
        (LOCKED, "The file is password-protected. Open it in Excel, remove the password"),
        (OLE, "The workbook cannot be read"),
        (HTML, "(found a web page, expected a workbook"),
        (b"<?xml version='1.0'?><Workbook/>", "(found an XML file, expected a workbook"),
        (b"%PDF-1.7 ...", "(found a PDF file, expected a workbook"),
        (b"PK\x03\x04 and then nothing", "a damaged Office file"),
        (GOOD[: len(GOOD) // 2], "a damaged Office file"),
        (changed(SHEET, b"<worksheet ", LAUGHS), "A part of the workbook declares a document type"),
        (changed(SHEET, b"<sheetData>", b"<sheetData>" + b" " * 30_000_000), "unpacks to far more than it should"),
        (changed(SHEET, b'r="A2"', b'r="XFD1048576"'), "A sheet reaches too far"),
        (changed(SHEET, b'r="A2"', b"r = 'XFD1048576'"), "A sheet reaches too far"),
        (changed(SHEET, b'r="B2"', b'r="Z1048576"'), "A sheet reaches too far"),
        (changed(SHEET, b"<sheetData>", b"<sheetData"), "The workbook cannot be read"),
        (changed("xl/workbook.xml", b"<sheets>", b"<sheets><sheet/>"), ""),
    ],
    ids=["empty", "blank", "password", "compound file", "html", "xml", "pdf", "not a zip", "cut off", "laughs",
         "bomb", "far cell", "far cell in single quotes", "far row", "broken xml", "odd sheet"],
)  # fmt: skip
def test_a_bad_workbook_is_one_problem(load_table: Load, data: bytes, told: str) -> None:
    started = time.process_time()
    dataset, problems = load_table(PLAIN, a__xlsx=data)
    assert time.process_time() - started < 5
    assert dataset.tables == {} or not told
    assert len(problems) == 1 or not told
    for problem in problems:
        assert told in str(problem)
        assert str(problem.location).startswith("a.xlsx")
        assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The file is empty"),
        (b"\0\1\2\3" * 100, "(found a file of an unknown kind, expected a workbook"),
        (b"CODE,N\na\0b,5\n", "(found a file of an unknown kind"),
        (HTML, "(found a web page"),
        (b"\n\n\n", "The file is empty"),
        (b";;;\n;;\n", 'There is no column "CODE"'),
        (b"x,y\n1,2\n", 'There is no column "CODE" (found the headers x, y'),
    ],
)
def test_a_bad_text_table_is_told(load_table: Load, data: bytes, told: str) -> None:
    dataset, problems = load_table(PLAIN.replace("a.xlsx", "a.csv"), a__csv=data)
    assert dataset.tables == {}
    assert told in str(problems[0])


def test_a_sheet_that_fills_all_rows_and_columns_of_an_ods_is_refused(load_table: Load) -> None:
    stream = io.BytesIO()
    repeated = b'<table:table-row table:number-rows-repeated="1048570" '
    cell = b'<table:table-cell table:number-columns-repeated="16000" office:value-type="string"'
    with zipfile.ZipFile(FILES / "small.ods") as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info).replace(b"<table:table-row ", repeated, 1)
            target.writestr(info, content.replace(b'<table:table-cell office:value-type="string"', cell, 1))
    _, [problem] = load_table(PLAIN.replace("a.xlsx", "a.ods"), a__ods=stream.getvalue())
    assert problem.code in ("sheet-size", "unreadable-file"), "the machine may have the memory to count, or not"


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_cut_or_changed_anywhere_never_raises(load_table: Load, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(GOOD)
    if seed % 2:
        data = data[: chance.randrange(len(data))]
    else:
        for _ in range(5):
            data[chance.randrange(len(data))] = chance.randrange(256)
    dataset, problems = load_table(PLAIN, a__xlsx=bytes(data))
    assert dataset.tables or problems


def test_a_missing_file_is_told_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/january.csv").write_text("CODE\n")
    tables = "tables:\n  t: {files: [data/january.csv, data/febuary.csv, 'more/*.csv'], columns: {code: CODE}}"
    _, problems = load_project(tmp_path, tables)
    assert [str(problem) for problem in problems] == [
        'report.yaml:3:33: There is no file "data/febuary.csv" (expected a file relative to the project\'s folder). '
        "The folder holds january.csv.",
        'report.yaml:3:52: There is no file "more/*.csv" (expected a file relative to the project\'s folder). '
        "The folder more does not exist.",
    ]


def test_a_lock_file_is_passed_over(load_table: Load) -> None:
    dataset, problems = load_table(PLAIN.replace("a.xlsx", '"*.xlsx"'), a__xlsx=GOOD, **{"~$a__xlsx": b"lock"})
    assert len(dataset.tables["t"].files) == 1
    assert not problems


def test_a_bracket_in_a_name_is_no_pattern(load_table: Load) -> None:
    table = 'files: "a [1]*.csv"\ncolumns: {code: CODE}'
    dataset, _ = load_table(table, **{"a [1]__csv": b"CODE\nx\n"})
    assert len(dataset.tables["t"].frame) == 1


def test_every_bad_file_and_cell_is_told_in_one_run(tmp_path: Path) -> None:
    (tmp_path / "locked.xlsx").write_bytes(LOCKED)
    (tmp_path / "page.xls").write_bytes(HTML)
    (tmp_path / "cells.csv").write_text("CODE;N\na;many\nb;few\n")
    tables = "\n".join(
        f"  {name}: {{files: {file}, columns: {{code: CODE, n: {{from: N, type: count}}}}}}"
        for name, file in [("t", "locked.xlsx"), ("u", "page.xls"), ("v", "cells.csv"), ("w", "absent.csv")]
    )
    _, problems = load_project(tmp_path, f"tables:\n{tables}")
    assert places(problems) == [
        "locked.xlsx",
        "page.xls",
        "cells.csv, cell B2",
        "cells.csv, cell B3",
        "report.yaml:6:14",
    ]


def test_errors_of_a_workbook_are_texts_in_a_number_column(load_table: Load) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Data")
    for row, cells in enumerate([["CODE", "N"], ["a", 1], ["b", "#N/A"]]):
        sheet.write_row(row, 0, cells)
    book.close()
    _, problems = load_table(PLAIN, a__xlsx=stream.getvalue())
    assert places(problems) == ['a.xlsx, sheet "Data", cell B3']
