"""The package check: files made well have no problem, files with one fault have that problem."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from reportgen.quality.cells import area_of, cell_place, is_balanced, is_defined_name, overlapping
from reportgen.quality.package import check_package
from tests.office_files import edited, part_of, plain_annex, plain_deck, plain_report, rewritten

SLIDE1, CHART = "ppt/slides/slide1.xml", "ppt/charts/chart1.xml"
SHEET, BOOK, TABLE = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/tables/table1.xml"

Fault = tuple[str, str, str, str, str, str]


def faults() -> list[Fault]:
    """The faults of faults.txt, and those too long for a line."""
    lines = (Path(__file__).parent / "faults.txt").read_text("utf-8").splitlines()
    written = [tuple(line.split(" | ")) for line in lines if not line.startswith("#")]
    long = [
        ("sheet name of 32 characters", "annex", BOOK, 'name="Definitions"', f'name="{"x" * 32}"', "sheet-name"),
        ("list of 256 characters", "annex", SHEET, '"on track,at risk"', f'"{"x" * 256}"', "list-too-long"),
        ("text of 32 768 characters", "annex", "xl/sharedStrings.xml", ">Title<", f">{'x' * 32768}<", "text-too-long"),
    ]
    return [*written, *long]  # type: ignore[list-item]


@pytest.mark.parametrize("fault", faults(), ids=[fault[0] for fault in faults()])
def test_one_fault_is_found_in_its_part(request, fault):
    _, file, part, old, new, code = fault
    data = edited(request.getfixturevalue(f"good_{file}"), part, old, new)
    assert code in {problem.code for problem in check_package(data, "file")}


@pytest.mark.parametrize("name", ["good_deck", "good_report", "good_annex"])
def test_a_good_file_has_no_problem(request, name):
    assert check_package(request.getfixturevalue(name), name) == []


@pytest.mark.parametrize("make", [plain_deck, plain_report, plain_annex])
def test_what_the_common_libraries_write_has_no_problem(make):
    assert check_package(make(), "file") == []


def test_a_problem_says_file_part_finding_and_expectation(good_annex):
    data = edited(good_annex, TABLE, 'name="Reached"', 'name="Reach"')
    assert [str(problem) for problem in check_package(data, "annex.xlsx")] == [
        "annex.xlsx, part xl/tables/table1.xml: A header cell says another name than its table "
        "(found Reached, expected Reach)."
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_found(good_deck):
    out = io.BytesIO(good_deck)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(SLIDE1, part_of(good_deck, SLIDE1))
    assert [problem.code for problem in check_package(out.getvalue(), "deck.pptx")] == ["duplicate-part"]


@pytest.mark.parametrize(
    ("file", "part"), [("good_deck", CHART), ("good_report", "word/styles.xml"), ("good_annex", TABLE)]
)
def test_a_part_that_is_gone_is_found(request, file, part):
    found = {problem.code for problem in check_package(rewritten(request.getfixturevalue(file), {part: None}), "file")}
    assert {"missing-part", "type-without-part"} <= found


def test_relationships_of_a_part_that_is_gone_are_found(good_deck):
    found = {problem.code for problem in check_package(rewritten(good_deck, {SLIDE1: None}), "deck.pptx")}
    assert "orphan-relationships" in found


def test_a_slide_that_is_in_no_list_is_found(good_deck):
    text = part_of(good_deck, "ppt/presentation.xml").decode()
    start = text.index("<p:sldId ")
    data = rewritten(good_deck, {"ppt/presentation.xml": (text[:start] + text[text.index("/>", start) + 2 :]).encode()})
    assert [problem.code for problem in check_package(data, "deck.pptx")] == ["slide-not-listed"]


def test_a_part_that_holds_something_else_than_its_type_is_found(good_deck):
    data = rewritten(good_deck, {SLIDE1: part_of(good_deck, "ppt/slideLayouts/slideLayout6.xml")})
    assert "wrong-root" in {problem.code for problem in check_package(data, "deck.pptx")}


def test_a_file_that_is_none_has_one_problem(tmp_path):
    file = tmp_path / "deck.pptx"
    file.write_text("month;users")
    assert [problem.code for problem in check_package(file)] == ["not-an-office-file"]


def test_cell_references_are_read_as_excel_does():
    assert cell_place("$B$7") == (7, 2)
    assert cell_place("XFD1048576") == (1_048_576, 16_384)
    assert [cell_place(text) for text in ("XFE1", "A1048577", "A0", "1A", "AAAA1", "")] == [None] * 6
    assert area_of("B2:C9") == (2, 2, 9, 3)
    assert area_of("C9:B2") is None


def test_areas_that_share_a_cell_overlap():
    assert overlapping([(1, 1, 1, 2), (2, 1, 2, 3), (1, 3, 1, 9)]) is None
    assert overlapping([(5, 1, 5, 9), (1, 3, 9, 3)]) == ((1, 3, 9, 3), (5, 1, 5, 9))


@pytest.mark.parametrize("name", ["kpi.reach", "_xlnm.Print_Area", "_x", "Größe", "r_1", "tbl_by_group", "XFE1"])
def test_names_that_excel_allows(name):
    assert is_defined_name(name)


@pytest.mark.parametrize("name", ["", "A1", "xfd1", "R1C1", "r", "C", "1x", "a b", "a-b", "x" * 256])
def test_names_that_excel_refuses(name):
    assert not is_defined_name(name)


@pytest.mark.parametrize(
    "formula", ["SUM(A1:B2)", '"(" & A1', "'By (group'!A1", 'IF(A1="""",{1;2},x)', "t[[#This Row],[it''s]]"]
)
def test_formulas_whose_brackets_close(formula):
    assert is_balanced(formula)


@pytest.mark.parametrize("formula", ["SUM(A1", "A1)", "(A1]", '"open', "{1,2"])
def test_formulas_whose_brackets_do_not_close(formula):
    assert not is_balanced(formula)
