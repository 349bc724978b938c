"""Nothing is left out, corrected, guessed or replaced in silence: the annex lists each cell."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from reportgen.content.tables import Table
from reportgen.errors import DataError, Severity
from reportgen.faces.as_json import problems_json
from reportgen.faces.page import problems_page
from reportgen.loaders.findings import cells_in
from reportgen.operations.build import BuildRequest, build
from reportgen.operations.prepare import prepare, report_for
from tests.loaders.conftest import indent
from tests.loaders.mess import MESS
from tests.loaders.test_messy_data import SEVERITIES, table

KINDS = table()
REFUSED = [number for number, row in KINDS.items() if Severity.ERROR in SEVERITIES.get(row[2], ())]
TOLD = [number for number, row in KINDS.items() if row[2] != "read as is" and number not in REFUSED]
# What was done to which cells of a kind, and what was read there; nothing else is in its file but what is told beside.
CELLS: dict[int, dict[str, str]] = {
    4: {"A4": '"Total"'},
    5: {"A2": '"North: Total"', "A5": '"South: Total"'},
    6: {"C2": "20"},
    8: {"B2": '"12,5"', "B3": '"1.234,75"'},
    10: {"B2": "#DIV/0!", "B3": "#DIV/0!", "B4": "#DIV/0!"},
    13: {"A3": "row 3"},
    16: {"A2": '"2024"'},
    17: {"A2": '"mars 2024"', "A3": '"sept. 2024"'},
    20: {"2:2": "2024-06-27"},
    23: {"A3": '"DG Comm"'},
    24: {"A3": '"Contractors Complaint"'},
    26: {"A2": '"2119.0"', "A3": '"7.0"'},
    27: {"A2": '"1.03006E+13"'},
    28: {"B2": '"< 5"', "B3": '"*"', "B4": '":"', "B5": '".."', "B6": '"c"'},
    36: {"A3": "New"},
    37: {"B3": '"12¹"'},
    40: {"C1": ""},
    45: {"A2": '"L’Aquila"', "A4": '"New\u00a0York"', "A5": '"New  York"'},
    46: {"A3": '"2024-11-21 10:15:00"'},
    50: {"B4": "13"},
}
# Of the whole file, sheet or column.
WHOLE = {12, 14, 30, 31, 44, 47}


def project(folder: Path, number: int) -> Path:
    """The project of a kind, with its file."""
    mess = MESS[number]
    for name, content in mess.files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    other = f"  {mess.other}\n" if mess.other else ""
    tables = f"tables:\n  t:\n{indent(mess.table)}\n{other}"
    (folder / "report.yaml").write_text(
        f"title: A\n{mess.head}\n{tables}\nkpis: {{k: {{formula: count(t)}}}}\n", "utf-8"
    )
    return folder


def quality(folder: Path) -> list[dict[str, str]]:
    """The lines of the sheet "Data quality"."""
    report, _ = report_for(prepare(folder), "2024-10")
    block = report.blocks["quality"]
    assert isinstance(block, Table)
    return [
        {column.key: str(cell) for column, cell in zip(block.columns, row.cells, strict=True)} for row in block.rows
    ]


def test_every_kind_that_is_no_error_is_looked_at() -> None:
    assert sorted([*CELLS, *WHOLE]) == TOLD


@pytest.mark.parametrize("number", TOLD)
def test_the_annex_lists_every_cell_of_a_kind_with_what_was_read_and_done(number: int, tmp_path: Path) -> None:
    mess = MESS[number]
    name = next(iter(mess.files))
    lines = quality(project(tmp_path, number))
    assert all(line["done"] not in ("", "For the record") for line in lines)
    assert {line["file"] for line in lines} == {name}
    listed = {cell: line for line in lines for cell in cells_in(line["cell"]) or [line["cell"]]}
    for cell, found in CELLS.get(number, {}).items():
        assert listed[cell]["found"] == found, lines
        assert listed[cell]["sheet"] == ("Data" if name.endswith("x") else "")
    assert lines


@pytest.mark.parametrize("number", REFUSED)
def test_what_is_refused_or_asked_is_told_by_check_and_stops_the_documents(number: int, tmp_path: Path) -> None:
    with pytest.raises(DataError) as error:
        report_for(prepare(project(tmp_path, number)), "2024-10")
    code = KINDS[number][3].strip("`")
    told = [one for one in error.value.problems if one.code == code and one.severity == "error"]
    page, data = problems_page(error.value.problems, "Problems"), json.loads(problems_json(error.value.problems))
    for one in told:
        assert one.location.file in page
        assert getattr(one.location, "cell", "") in page
        assert one.message.replace('"', "&#34;") in page or one.code in page
        assert one.as_dict() in data["problems"]
    assert told
    assert not (tmp_path / "output").exists()


def many(folder: Path, rows: int) -> Path:
    """A project whose table has a suppressed number in every second row, and 30 wrong ones in the last rows."""
    lines = [f"E{row},2024-{10 + row % 2},{'< 5' if row % 2 else row}" for row in range(rows)]
    lines += [f"E{row},2024-10,n{row % 3}" for row in range(rows, rows + 30)]
    (folder / "use.csv").write_text("Unit,Month,Users\n" + "\n".join(lines) + "\n", "utf-8")
    (folder / "report.yaml").write_text(
        "title: A\ntables:\n  use:\n    files: use.csv\n    time: flow\n    when_wrong: leave_out\n    date: Month\n"
        "    entity: unit\n    columns: {unit: Unit, users: {from: Users, type: count}}\n"
        "kpis: {k: {formula: sum(use.users)}}\n",
        "utf-8",
    )
    return folder


def test_no_cell_is_missing_from_the_annex_however_many_there_are(tmp_path: Path) -> None:
    result = build(BuildRequest(many(tmp_path, 1000), only=("annex",), period="2024-10"))
    (annex,) = [path for path in result.files if path.suffix == ".xlsx"]
    page = openpyxl.load_workbook(annex)["Data quality"]
    rows = [[str(cell.value or "") for cell in row] for row in page.iter_rows()]
    suppressed = [row for row in rows if any("suppressed" in text for text in row)]
    wrong = [row for row in rows if any("not a number" in text for text in row)]
    cells = {cell for row in suppressed for text in row for cell in cells_in(text)}
    assert cells == {f"C{row + 2}" for row in range(1000) if row % 2}
    assert {cell for row in wrong for text in row for cell in cells_in(text)} == {f"C{n}" for n in range(1002, 1032)}
    assert {text for row in wrong for text in row if text.startswith('"')} == {'"n0"', '"n1"', '"n2"'}
    assert all(any(text.startswith("The row is left out") for text in row) for row in wrong)


def test_a_number_in_place_of_each_wrong_one_is_listed_with_its_cell(tmp_path: Path) -> None:
    months = [f"E{unit},2024-{month:02},{unit if month == 9 else 'x'}" for month in (9, 10) for unit in range(30)]
    (tmp_path / "use.csv").write_text("Unit,Month,Users\n" + "\n".join(months) + "\n", "utf-8")
    text = (many(tmp_path, 2) / "report.yaml").read_text("utf-8")
    (tmp_path / "use.csv").write_text("Unit,Month,Users\n" + "\n".join(months) + "\n", "utf-8")
    (tmp_path / "report.yaml").write_text(text.replace("leave_out", "last_period"), "utf-8")
    lines = [line for line in quality(tmp_path) if line["done"].startswith("Replaced by")]
    assert {line["cell"]: line["done"] for line in lines} == {
        f"C{unit + 32}": f"Replaced by {unit}, the value at 2024-09-30." for unit in range(30)
    }


def test_persons_stay_unnamed_in_what_is_listed(tmp_path: Path) -> None:
    (tmp_path / "use.csv").write_text(
        "Person,Last Activity Date,Is Deleted\n"
        + "\n".join(f"anna.{n}@example.org,2024-10-{1 + n % 9:02},False" for n in range(30))
        + "\nL’Anna Kowalska,2024-10-01,False\nL'Anna Kowalska,2024-10-01,False"
        + "\nL'Anna  Kowalska,2024-10-01,False\n",
        "utf-8",
    )
    (tmp_path / "report.yaml").write_text(
        "title: A\ntables:\n  use:\n    files: use.csv\n    time: events\n"
        "    columns: {person: {from: Person, personal: yes}, day: {from: Last Activity Date, type: date}}\n"
        "kpis: {k: {formula: 'count(use, on=day)'}}\n",
        "utf-8",
    )
    lines = quality(tmp_path)
    assert {cell for line in lines for cell in cells_in(line["cell"])} >= {"A32", "A34"}
    assert "Kowalska" not in str(lines)
