"""Every format that systems export gives the same table, by what a file is and not by what it is called."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from reportgen.errors import has_errors
from tests.loaders.conftest import Load, places
from tests.loaders.test_workbooks import saved, workbook
from tests.loaders.xlsb import xlsb

FILES = Path(__file__).parent / "files"
CSV = "CODE,N\n001,5\nb,\n"
ROWS: list[list[object]] = [["CODE", "N"], ["001", 5], ["b", None]]


def declared(name: str, more: str = "") -> str:
    return f"files: {name}\ncolumns: {{code: {{from: CODE, type: id}}, n: {{from: N, type: count}}}}\n{more}"


def page(*rows: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table></body></html>"


PAGE = page("<th>CODE</th><th>N</th>", "<td>001</td><td>5</td>", "<td>b</td><td>&nbsp;</td>")
XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Data"><Table><Row ss:Index="2"><Cell><Data ss:Type="String">CODE</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">N</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">001</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">5</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">b</Data></Cell></Row></Table></Worksheet></Workbook>"""


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.xlsx", workbook(ROWS), []),
        ("a.xlsm", workbook(ROWS), []),
        ("a.xlsb", xlsb(ROWS), []),
        ("a.csv", CSV.encode(), []),
        ("a.tsv", CSV.replace(",", "\t").encode(), []),
        ("a.txt", CSV.replace(",", "|").encode(), []),
        ("a.csv", CSV.encode("utf-8-sig"), []),
        ("a.csv", CSV.replace(",", "\t").encode("utf-16"), []),
        ("a.csv.gz", gzip.compress(CSV.encode(), mtime=0), []),
        ("a.xlsx", CSV.encode(), ["not-as-named"]),
        ("a.xls", CSV.replace(",", "\t").encode("utf-16"), ["not-as-named"]),
        ("a.xls", PAGE.encode(), ["not-as-named"]),
        ("a.csv", PAGE.removeprefix("<html>").encode(), ["not-as-named"]),
        ("a.xls", XML.encode(), ["not-as-named"]),
        ("a.csv", workbook(ROWS), []),
    ],
)
def test_every_format_gives_the_same_table(load_table: Load, name: str, data: bytes, told: list[str]) -> None:
    dataset, problems = load_table(declared(name), **{name.replace(".", "__"): data})
    frame = dataset.tables["t"].frame
    assert frame["code"].tolist() == ["001", "b"]
    assert frame["n"].fillna(-1).tolist() == [5.0, -1.0]
    assert [problem.code for problem in problems] == told


@pytest.mark.parametrize("encoding", ["cp1250", "cp1251", "cp1252", "cp1253", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_encoding_with_every_delimiter(load_table: Load, encoding: str, delimiter: str) -> None:
    names = {
        "cp1250": ["Łódź", "Wrocław", "Świętokrzyskie", "Kraków"],
        "cp1251": ["Департамент финансов", "Область", "Київ"],
        "cp1253": ["Αθήνα", "Θεσσαλονίκη", "Υπηρεσία"],
    }.get(encoding, ["Città", "Forlì", "perché più là"])
    lines = [delimiter.join(["CODE", "N"]), *(delimiter.join([name, "1"]) for name in names)]
    dataset, problems = load_table(declared("a.csv"), a__csv="\r\n".join(lines).encode(encoding))
    assert dataset.tables["t"].frame["code"].tolist() == names
    assert not has_errors(problems)
    assert {problem.code for problem in problems} <= {"encoding-guessed"}
    assert bool(problems) == encoding.startswith("cp")


def test_a_dash_of_windows_in_a_header_is_read(load_table: Load) -> None:
    text = "files: a.csv\ncolumns: {code: 'Rate \N{EN DASH} 2024'}"
    dataset, _ = load_table(text, a__csv="Rate \N{EN DASH} 2024;x\n5;6\n".encode("cp1252"))
    assert dataset.tables["t"].frame["code"].tolist() == ["5"]


def test_cells_over_several_columns_and_rows_of_a_page_keep_the_others_in_place(load_table: Load) -> None:
    rows = (
        "<td colspan=2>Displaying 2 issues</td><td></td>",
        "<th>X</th><th>CODE</th><th>N</th>",
        "<td rowspan=2>both</td><td>a<br>b</td><td>1</td>",
        "<td>c</td><td>2</td>",
    )
    dataset, _ = load_table(declared("a.xls"), a__xls=page(*rows, head='<meta charset="windows-1252">'))
    assert dataset.tables["t"].frame["code"].tolist() == ["a b", "c"]
    assert dataset.tables["t"].cell(1, "n") == "C4"


def test_the_table_of_a_page_is_the_one_with_the_headers(load_table: Load) -> None:
    text = "<table><tr><td>Menu</td></tr></table>" + PAGE
    dataset, _ = load_table(declared("a.xls"), a__xls=text)
    assert dataset.tables["t"].frame["code"].tolist() == ["001", "b"]


def test_a_page_in_an_old_encoding_is_read_by_what_it_says(load_table: Load) -> None:
    text = page("<th>CODE</th><th>N</th>", "<td>Łódź</td><td>5</td>", head='<meta charset="windows-1250">')
    dataset, _ = load_table(declared("a.xls"), a__xls=text.encode("cp1250"))
    assert dataset.tables["t"].frame["code"].tolist() == ["Łódź"]


def test_a_page_that_asks_for_too_much_is_bounded(load_table: Load) -> None:
    text = page("<th>CODE</th><th>N</th>", "<td colspan=999999999>001</td><td rowspan=99999999>5</td>")
    _, problems = load_table(declared("a.xls"), a__xls=text)
    assert problems[0].code == "not-as-named"


def test_an_encrypted_workbook_of_the_open_document_format_is_named_as_such(load_table: Load) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", bytes(range(256)))
        package.writestr("META-INF/manifest.xml", "<manifest:manifest><manifest:encryption-data/></manifest:manifest>")
    _, [problem] = load_table(declared("a.ods"), a__ods=stream.getvalue())
    assert problem.code == "password-protected"


def test_an_old_workbook_with_a_password_is_named_as_such(load_table: Load) -> None:
    """[MS-XLS] 2.4.117: the record FilePass, here in place of WriteAccess, says that what follows is encrypted."""
    data = (FILES / "small.xls").read_bytes()
    assert b"\x5c\x00\x70\x00" in data
    _, [problem] = load_table(declared("a.xls"), a__xls=data.replace(b"\x5c\x00\x70\x00", b"\x2f\x00\x70\x00", 1))
    assert problem.code == "password-protected"


def test_a_packed_file_that_is_cut_off_is_told(load_table: Load) -> None:
    packed = gzip.compress(CSV.encode() * 100, mtime=0)
    _, [problem] = load_table(declared("a.csv.gz"), a__csv__gz=packed[: len(packed) // 2])
    assert (problem.code, str(problem.location)) == ("file-size", "a.csv.gz")


def test_days_of_a_workbook_that_counts_from_1904_are_the_days_one_sees(load_table: Load) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.worksheets[0].append(["D"])
    book.worksheets[0].append([date(2024, 10, 31)])
    dataset, _ = load_table("files: a.xlsx\ncolumns: {d: {from: D, type: date}}", a__xlsx=saved(book))
    assert str(dataset.tables["t"].frame["d"].iloc[0])[:10] == "2024-10-31"


def test_a_missing_drawing_does_not_keep_a_sheet_from_being_read(load_table: Load) -> None:
    """openpyxl raises KeyError for such a file, which Excel opens."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(ROWS))) as whole, zipfile.ZipFile(stream, "w") as broken:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "xl/worksheets/sheet1.xml":
                relation = b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
                data = data.replace(b"</worksheet>", relation + b'r:id="rId1"/></worksheet>')
            broken.writestr(name, data)
        broken.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
            'Target="../drawings/drawing1.xml"/></Relationships>',
        )
    dataset, problems = load_table(declared("a.xlsx"), a__xlsx=stream.getvalue())
    assert dataset.tables["t"].frame["code"].tolist() == ["001", "b"]
    assert not places(problems)
