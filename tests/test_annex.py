"""The annex of the sample programme in both brands: its sheets, its files' soundness, and what must not be in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen import BuildRequest, build
from reportgen.quality.package import check_package
from scripts.templates.annex import template_bytes
from scripts.templates.annex_look import annex_look
from tests.conftest import SAMPLES
from tests.quality.audit import new_findings
from tests.templates import BRANDS

SHEETS = [
    *(
        "Read me",
        "Summary",
        "Trend",
        "Charts",
        "By group",
        "Outlook",
        "Contribution",
        "Journey",
        "Ranking",
        "Over time",
        "By entity",
    ),
    *("What changed", "For decision", "Stakeholders", "Voice of the users", "Complaints", "Logs", "Plan"),
    *("Definitions", "Lineage", "Data quality"),
]
# Sheets of several tables have no header that could be repeated on every page.
SEVERAL = ("What changed", "For decision", "Stakeholders", "Voice of the users", "Complaints", "Logs", "Plan")
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


@pytest.fixture(scope="module", params=["corporate", "agency"])
def brand(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def annex(brand: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The annex of crm-adoption in a brand."""
    project = tmp_path_factory.mktemp("programme") / "crm-adoption"
    shutil.copytree(SAMPLES / "crm-adoption", project, ignore=shutil.ignore_patterns("output"))
    file = project / "report.yaml"
    file.write_text(file.read_text("utf-8").replace("\nbrand: corporate\n", f"\nbrand: {brand}\n"), "utf-8")
    return build(BuildRequest(project, only=("annex",))).files[0]


@pytest.fixture(scope="module")
def book(annex: Path) -> Any:
    return openpyxl.load_workbook(annex, data_only=True)


def test_a_programme_has_a_sheet_for_each_register(book: Any) -> None:
    assert book.sheetnames == SHEETS


def test_the_read_me_links_to_every_other_sheet(book: Any) -> None:
    links = [cell.hyperlink.location for row in book["Read me"].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in SHEETS[1:]]


def test_the_files_hold_together(annex: Path, brand: str) -> None:
    assert [str(problem) for problem in check_package(annex)] == []
    assert dict(new_findings(annex, BRANDS / brand / "annex.xlsx")) == {}


def test_every_sheet_says_what_it_is_and_is_printed_in_landscape(book: Any) -> None:
    for sheet in book:
        assert sheet["A1"].value.startswith("Collaboration suite adoption: "), sheet.title
        assert sheet["A1"].value.endswith(", October 2026"), sheet.title
        assert sheet["A2"].value, sheet.title
        assert sheet.page_setup.orientation == "landscape", sheet.title
    for name in SEVERAL:
        assert (book[name].freeze_panes, book[name].print_title_rows) == ("A4", "$1:$2")


def test_registers_and_logs_are_excel_tables_under_headings(book: Any) -> None:
    assert {name: sorted(book[name].tables) for name in SEVERAL} == {
        "What changed": ["tbl_changes"],
        "For decision": ["tbl_escalations"],
        "Stakeholders": [
            *("tbl_adkar", "tbl_contacts", "tbl_engagement_matrix", "tbl_next_talks", "tbl_salience"),
            *("tbl_stakeholder_moves", "tbl_stakeholders"),
        ],
        "Voice of the users": ["tbl_feedback", "tbl_feedback_themes"],
        "Complaints": [
            *("tbl_case_age", "tbl_case_causes", "tbl_case_facts", "tbl_case_flow", "tbl_case_list"),
            "tbl_case_roll_forward",
        ],
        "Logs": ["tbl_decisions", "tbl_decisions_asked", "tbl_issues", "tbl_project_changes", "tbl_risks"],
        "Plan": ["tbl_actions", "tbl_communications", "tbl_events", "tbl_milestones"],
    }
    for name in SEVERAL:
        for table in book[name].tables.values():
            top = book[name][table.ref][0][0]
            heading = book[name].cell(top.row - 2, top.column)
            assert heading.value.endswith(", October 2026"), table.name
            assert heading.font.b


def test_no_comment_on_a_case_is_in_the_annex(annex: Path) -> None:
    register = openpyxl.load_workbook(SAMPLES / "crm-adoption/data/complaints.xlsx", read_only=True)["Complaints"]
    header, *cases = register.iter_rows(values_only=True)
    comments = {str(case[header.index("Comment")]) for case in cases} - {"None"}
    assert len(comments) > 5
    with zipfile.ZipFile(annex) as package:
        held = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    assert not [comment for comment in comments if comment in held]


def test_the_brand_decides_colours_and_font(book: Any, brand: str) -> None:
    title = book["Summary"]["A1"]
    font, band = {"corporate": ("Calibri", None), "agency": ("Verdana", "solid")}[brand]
    assert (title.font.name, title.fill.fill_type) == (font, band)
    assert {cell.font.name for row in book["Logs"].iter_rows() for cell in row if cell.value is not None} == {font}


def test_the_template_is_what_its_script_makes(brand: str) -> None:
    assert template_bytes(annex_look(brand)) == (BRANDS / brand / "annex.xlsx").read_bytes()


def test_headings_beside_charts_stand_on_one_line(book: Any) -> None:
    sheet = book["Charts"]
    texts = (cell for row in sheet.iter_rows(min_col=10) for cell in row if isinstance(cell.value, str))
    headings = [cell for cell in texts if cell.font.b]
    assert {"Chart data", "Departments at target"} <= {cell.value for cell in headings}
    for cell in headings:
        assert not cell.alignment.wrap_text, cell.value
        assert len(cell.value) < sheet.column_dimensions[cell.column_letter].width, cell.value


def test_no_cells_are_merged(book: Any) -> None:
    assert {sheet.title: sheet.merged_cells.ranges for sheet in book if sheet.merged_cells.ranges} == {}


@needs_office
def test_recalculated_numbers_are_the_cached_ones(annex: Path, book: Any, resaved: Path) -> None:
    again = openpyxl.load_workbook(resaved, data_only=True)
    compared = 0
    for sheet in openpyxl.load_workbook(annex):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            cached = book[sheet.title][cell.coordinate].value
            assert again[sheet.title][cell.coordinate].value == pytest.approx(cached, rel=1e-12), cell
            compared += 1
    assert compared > 60


@needs_office
def test_another_program_keeps_tables_filters_and_names(annex: Path, resaved: Path) -> None:
    ours, theirs = openpyxl.load_workbook(annex), openpyxl.load_workbook(resaved)
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        again = theirs[sheet.title]
        assert {table.name: table.ref for table in again.tables.values()} == {
            table.name: table.ref for table in sheet.tables.values()
        }
        filtered = {table.name for table in sheet.tables.values() if table.autoFilter}
        assert {table.name for table in again.tables.values() if table.autoFilter} == filtered
    names = {name: defined.attr_text.replace("'", "") for name, defined in ours.defined_names.items()}
    assert names
    for name, reference in names.items():
        assert theirs.defined_names[name].attr_text.replace("'", "") == reference


@pytest.fixture(scope="module")
def resaved(annex: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as an office program computes and saves it: without results in the file it has to."""
    folder = tmp_path_factory.mktemp("resaved")
    bare = folder / "bare.xlsx"
    with zipfile.ZipFile(annex) as old, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", old.read(name)))
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
    subprocess.run(
        [*command, "--convert-to", "xlsx", "--outdir", str(folder / "computed"), str(bare)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return folder / "computed/bare.xlsx"
