"""`check --mark` writes a copy beside a file with its problems marked; the file itself is never written."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from typer.testing import Result

from reportgen.errors import Problem, Severity
from reportgen.faces.marked import marked_copy
from reportgen.locations import CellLocation

Run = Callable[..., Result]
PROJECT = """\
title: Use
tables:
  uses:
    files: "*.xlsx"
    columns: {team: TEAM, n: {from: N, type: count}}
  texts:
    files: "*.csv"
    columns: {team: TEAM, n: {from: N, type: count}}
kpis:
  all: {formula: sum(uses.n) + sum(texts.n), unit: count}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Team's use"
    for row in (["TEAM", "N"], ["A", 5], ["=cmd|' /C calc'!A0", "many"], ["C", "few"]):
        sheet.append(row)
    sheet["A3"].data_type = "s"
    sheet["B4"].comment = Comment("Ask Ann", "Ann")
    sheet["D1"] = "=SUM(B2:B4)"
    book.save(tmp_path / "use.xlsx")
    (tmp_path / "texts.csv").write_bytes('TEAM;N\nCafé;3\n"=1+1;\n""x""";none at all\n'.encode("cp1252"))
    (tmp_path / "report.yaml").write_text(PROJECT, "utf-8")
    return tmp_path


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


def test_the_cells_are_marked_in_a_copy_and_the_originals_are_not_written(folder: Path, reportgen: Run) -> None:
    before = hashes(folder)
    result = reportgen("check", folder, "--mark", "-q")
    assert result.exit_code == 1
    assert {name: before[name] for name in before} == {name: hashes(folder)[name] for name in before}
    assert set(hashes(folder)) - set(before) == {"use-checked.xlsx", "texts-checked.xlsx"}
    book = openpyxl.load_workbook(folder / "use-checked.xlsx")
    assert book.sheetnames == ["Issues", "Team's use"]
    sheet = book["Team's use"]
    assert (sheet["B3"].fill.start_color.rgb, sheet["B3"].border.left.style) == ("00F6C7C3", "thick")
    assert sheet["B3"].comment.text.startswith('ERROR: The cell is not a number that can be read.\nFound: "many"')
    assert sheet["B3"].comment.author == "reportgen"
    assert "Ask Ann" in sheet["B4"].comment.text, "the note of the original stays"
    assert sheet["B2"].comment is None
    assert (sheet["A3"].data_type, sheet["D1"].data_type) == ("s", "f"), "texts stay texts, formulas stay formulas"


def test_the_list_leads_to_the_cells(folder: Path, reportgen: Run) -> None:
    reportgen("check", folder, "--mark", "-q")
    sheet = openpyxl.load_workbook(folder / "use-checked.xlsx")["Issues"]
    rows = {row[2].value: row for row in sheet.iter_rows(min_row=6) if row[2].value}
    assert list(rows) == ["B3", "B4"]
    assert rows["B3"][2].hyperlink.location == "'Team''s use'!B3"
    assert [cell.value for cell in rows["B3"][:6]] == [
        "error",
        "Team's use",
        "B3",
        "n",
        "The cell is not a number that can be read",
        '"many"',
    ]
    assert sheet.auto_filter.ref == "A5:I7"
    assert sheet.freeze_panes == "A6"
    assert sheet["A2"].value == "2 errors. The report cannot be made with these errors."


def test_a_text_file_becomes_a_workbook_with_the_same_addresses_and_no_formulas(folder: Path, reportgen: Run) -> None:
    reportgen("check", folder, "--mark", "-q")
    sheet = openpyxl.load_workbook(folder / "texts-checked.xlsx")["Data"]
    assert sheet["A2"].value == "Café"
    assert (sheet["A3"].value, sheet["A3"].data_type) == ('=1+1;\n"x"', "s")
    assert sheet["B3"].comment is not None
    with zipfile.ZipFile(folder / "texts-checked.xlsx") as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in part for part in parts)


def test_a_copy_is_no_input_of_the_next_check_and_is_made_anew(folder: Path, reportgen: Run) -> None:
    reportgen("check", folder, "--mark", "-q")
    first = hashes(folder)
    again = reportgen("check", folder, "--mark", "-q")
    assert hashes(folder) == first, "same input, same bytes"
    assert "-checked" not in again.stdout


def test_what_the_copy_has_not_is_said(folder: Path) -> None:
    data = (folder / "use.xlsx").read_bytes()
    path = folder / "more.xlsx"
    path.write_bytes(data)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/slicers/slicer1.xml", "<slicers/>")
        types = archive.read("[Content_Types].xml")
    assert types
    problem = Problem(Severity.WARNING, "jump", "A jump", CellLocation("more.xlsx", "Team's use", "B2"))
    copy = marked_copy("more.xlsx", path.read_bytes(), [problem])
    assert copy is not None
    assert copy.lost == ("slicers",)


def test_a_damaged_file_and_one_of_another_kind_get_no_copy(folder: Path, reportgen: Run) -> None:
    assert marked_copy("a.xlsx", b"PK\x03\x04 and nothing", []) is None
    assert marked_copy("a.ods", b"PK", []) is None
    (folder / "use.xlsx").write_bytes(b"PK\x03\x04 and nothing")
    assert reportgen("check", folder, "--mark", "-q").exit_code == 1


def test_the_page_loads_nothing_and_escapes_everything(folder: Path, reportgen: Run) -> None:
    (folder / "texts.csv").write_text("TEAM;N\nA;<script>alert(1)</script>\n", "utf-8")
    result = reportgen("check", folder, "--html", folder / "issues.html", "-q")
    assert result.exit_code == 1
    page = (folder / "issues.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert not [sign for sign in ("http://", "https://", "src=", "@import", "url(") if sign in page]
    assert "default-src 'none'" in page
    assert "<option>texts.csv</option><option>use.xlsx</option>" in page
    assert page.count("<tr data-file=") == 3
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_a_narrow_terminal_shows_the_problems_by_what_to_do(folder: Path) -> None:
    import io

    from rich.console import Console

    from reportgen.faces.terminal import print_tasks
    from reportgen.operations.check import check

    held = io.StringIO()
    print_tasks(check(folder).problems, Console(file=held, width=80, force_terminal=True, no_color=True))
    lines = held.getvalue().replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
    assert lines[0].strip() == "ERROR: Correct the cells"
    assert max(len(line) for line in lines) <= 80
    assert lines[-1] == "3 errors, 1 notice"
