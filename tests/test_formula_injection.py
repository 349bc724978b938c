"""Text from cells stays text in every workbook that is written: nobody's cell becomes a formula of ours."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from typer.testing import Result

Run = Callable[..., Result]
HOSTILE = (
    "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "=HYPERLINK(\"http://x.example\",\"x\")", "＝1+1",
    "{=1+1}", "'=1+1",
)  # fmt: skip
PROJECT = """title: "=1+1"
organisation: "@organisation"
owner: "=owner()"
source: "+source"
entities: {table: units, key: code, name: unit, groups: [division]}
tables:
  units: {files: units.xlsx, columns: {code: {from: Code, type: id}, unit: Unit, division: Division}}
  use:
    files: use.xlsx
    time: flow
    date: {from: Month, format: yyyy-mm}
    entity: code
    columns: {code: {from: Code, type: id}, users: {from: Users, type: count}}
kpis:
  users: {label: "=users", note: "-note", definition: "@definition", formula: sum(use.users), unit: count, target: 5}
"""


def written(path: Path, *rows: tuple[object, ...]) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "report.yaml").write_text(PROJECT, "utf-8")
    units = [(f"{text} {number}", text, f"{text} division") for number, text in enumerate(HOSTILE)]
    written(tmp_path / "units.xlsx", ("Code", "Unit", "Division"), *units)
    written(tmp_path / "use.xlsx", ("Month", "Code", "Users"), *(("2026-10", code, 5) for code, _, _ in units))
    return tmp_path


def formulas(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    return [text for sheet in sheets for text in re.findall(r"<f[^>]*>([^<]*)</f>", sheet)]


def test_no_text_of_a_cell_or_project_file_becomes_a_formula_of_the_annex(project: Path, reportgen: Run) -> None:
    done = reportgen("build", project, "--only", "annex", "-q")
    assert done.exit_code == 0, done.stderr
    annex = project / "output/2026-10/annex.xlsx"
    for formula in formulas(annex):
        assert not re.search(r"cmd|HYPERLINK|owner\(\)|SUM\(1,1\)|1\+1", formula), formula
    book = openpyxl.load_workbook(io.BytesIO(annex.read_bytes()))
    told = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
    for text in HOSTILE:
        assert text.strip() in {str(value).strip() for value in told}, f"{text!r} is printed as it is"


def test_inspect_shows_such_texts_and_what_it_proposes_reads_them(
    project: Path, reportgen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    done = reportgen("inspect", "units.xlsx")
    assert done.exit_code == 0
    assert "tried, they load 9 rows" in done.stdout
