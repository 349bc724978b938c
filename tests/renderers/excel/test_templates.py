"""What a template may do: bands of rows, frames, formulas and formats that follow, and what it may not."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as ExcelTable

from reportgen.errors import TemplateError
from reportgen.renderers.excel import check, render
from tests.renderers.excel.books import BRAND, ENGLISH, book_of, part_of, rendered, sheet_of, template
from tests.renderers.reports import a_report

BAND = {"A1": "Indicators", "A2": "{%tr for k in kpis %}", "A3": "{{ k.label }}", "B3": "{{ k.value }}"}
BAND |= {"A4": "{%tr endfor %}", "A5": "end"}


def test_rows_of_a_band_repeat_and_the_rest_follows(tmp_path: Path) -> None:
    sheet = sheet_of(rendered(tmp_path, BAND))
    assert [cell.value for cell in sheet["A"]] == [
        *(
            "Indicators",
            "Active share",
            "Departments coached",
            "Complaints answered",
            "Sessions",
            "Satisfaction",
            "end",
        ),
    ]
    assert sheet["B4"].value == 81


def test_a_band_of_several_rows_keeps_its_empty_rows_and_its_merges(tmp_path: Path) -> None:
    cells = {"A1": "{%tr for k in kpis %}", "A2": "{{ k.label }}", "A4": "{{ k.value }}", "A5": "{%tr endfor %}"}

    def merge(book: Any) -> None:
        book.active.merge_cells("A2:C3")

    sheet = sheet_of(rendered(tmp_path, cells, setup=merge))
    assert [sheet[f"A{row}"].value for row in (1, 3, 4, 6)] == [
        *("Active share", pytest.approx(2174 / 3280), "Departments coached", pytest.approx(0.8)),
    ]
    assert {str(area) for area in sheet.merged_cells.ranges} == {f"A{top}:C{top + 1}" for top in (1, 4, 7, 10, 13)}


def test_merged_cells_at_the_end_of_a_sheet_go_with_the_rows_that_are_dropped(tmp_path: Path) -> None:
    band = {"A3": "{%tr if not kpis %}", "A4": "{{ report.title }}", "A7": "{%tr endif %}"}

    def merge(book: Any) -> None:
        book.active.merge_cells("A4:C6")
        book.active.merge_cells("A7:C9")
        book.active.merge_cells("E1:F4")

    sheet = sheet_of(rendered(tmp_path, {"A1": "{{ report.title }}", "E1": "beside", **band}, setup=merge))
    # What began above the dropped rows keeps those that are left, and so does what ended below them.
    assert {str(area) for area in sheet.merged_cells.ranges} == {"E1:F2", "A3:C4"}


def test_formulas_formats_names_and_validations_follow_the_rows(tmp_path: Path) -> None:
    cells = {"A1": "{{ kpis[0].tables.segment }}", "B3": "=SUM(B1:B2)", "C3": "=B3*2", "A4": "=Other!A1"}

    def more(book: Any) -> None:
        sheet = book.active
        sheet.conditional_formatting.add("B2:B3", CellIsRule(operator="greaterThan", formula=["B3"]))
        validation = DataValidation("whole", formula1="1", formula2="9", showErrorMessage=True)
        validation.add("C3")
        sheet.add_data_validation(validation)
        sheet.print_title_rows = "3:3"
        sheet.print_area = "A1:C4"
        book.defined_names["total"] = DefinedName("total", attr_text="'Sheet A'!$B$3")
        other = book.create_sheet("Other")
        other["A1"] = "='Sheet A'!B3+total"

    result = rendered(tmp_path, cells, setup=more)
    book = book_of(result, values=False)
    sheet = book["Sheet A"]
    assert (sheet["B7"].value, sheet["C7"].value, sheet["A8"].value) == ("=SUM(B1:B6)", "=B7*2", "=Other!A1")
    assert book["Other"]["A1"].value == "='Sheet A'!B7+total"
    assert book.defined_names["total"].attr_text == "'Sheet A'!$B$7"
    assert (sheet.print_title_rows, sheet.print_area) == ("$7:$7", "'Sheet A'!$A$1:$C$8")
    assert [str(held.sqref) for held in sheet.conditional_formatting] == ["B6:B7"]
    assert [rule.formula for held in sheet.conditional_formatting for rule in held.rules] == [["B7"]]
    assert [str(held.sqref) for held in sheet.data_validations.dataValidation] == ["C7"]
    assert 'fullCalcOnLoad="1"' in part_of(result, "xl/workbook.xml")


def test_an_excel_table_of_the_template_grows_with_its_rows(tmp_path: Path) -> None:
    def table(book: Any) -> None:
        book.active.add_table(ExcelTable(displayName="mine", ref="A1:B4"))

    cells = {**BAND, "A1": "Indicator", "B1": "Value", "A5": None}
    sheet = sheet_of(rendered(tmp_path, cells, setup=table))
    assert sheet.tables["mine"].ref == "A1:B6"


def test_two_blocks_in_one_row_share_the_rows_below(tmp_path: Path) -> None:
    cells = {"A1": "{{ sources }}", "H1": "{{ lead.by('segment') }}", "A2": "below", "H2": "also below"}
    sheet = sheet_of(rendered(tmp_path, cells))
    assert (sheet["A2"].value, sheet["H2"].value, sheet["H5"].value) == ("usage.xlsx", "Policy", "All departments")
    assert (sheet["A6"].value, sheet["H6"].value) == ("below", "also below")


def test_the_same_block_twice_gets_two_names(tmp_path: Path) -> None:
    book = book_of(rendered(tmp_path, {"A1": "{{ sources }}", "A2": "{{ sources }}"}))
    assert sorted(book.active.tables) == ["tbl_sources", "tbl_sources_2"]
    assert sorted(book.defined_names) == ["rg.sources", "rg.sources_2"]


def test_a_chart_fills_its_named_range(tmp_path: Path) -> None:
    def name(book: Any) -> None:
        book.defined_names["trend"] = DefinedName("trend", attr_text="'Sheet A'!$B$2:$F$9")

    result = rendered(tmp_path, {"B2": "{{ lead.trend }}", "B11": "below"}, setup=name)
    anchor = sheet_of(result)._charts[0].anchor
    assert (anchor._from.col, anchor._from.row, anchor.to.col, anchor.to.row) == (1, 1, 6, 9)
    sheet = sheet_of(result)
    assert [cell.value for cell in sheet[2]][7:] == ["Chart data", "Active share", "Target"]
    assert (sheet["H3"].value, sheet["B11"].value) == ("May 2026", "below")


def test_a_chart_in_a_repeated_band_is_drawn_for_every_round(tmp_path: Path) -> None:
    cells = {"A1": "{%tr for n in [1, 2] %}", "A2": "{{ lead.trend }}", "A5": "{%tr endfor %}", "A6": "end"}

    def merge(book: Any) -> None:
        book.active.merge_cells("A2:D4")

    sheet = sheet_of(rendered(tmp_path, cells, setup=merge))
    tops = [chart.anchor._from.row for chart in sheet._charts]
    # Three rows of the frame, and four more for the numbers beside it.
    assert (tops, sheet["A15"].value) == ([0, 7], "end")
    # The template merged cells to say how large the chart is; below it none are.
    assert not sheet.merged_cells.ranges


def test_a_narrative_is_a_row_for_every_finding(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("A1:E1")

    sheet = sheet_of(rendered(tmp_path, {"A1": "{{ notes }}", "A2": "below"}, setup=merge))
    assert sheet["A1"].value == "Coverage: 29 of 30 departments reported."
    assert sheet["A3"].value == "below"
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["A1:E1", "A2:E2"]


def test_a_block_without_data_is_a_word(tmp_path: Path) -> None:
    sheet = sheet_of(rendered(tmp_path, {"A1": "{{ kpi.coaching.trend }}", "A2": "{{ kpi.satisfaction }}"}))
    assert [sheet["A1"].value, sheet["A2"].value] == ["n/a", "n/a"]


def test_text_around_a_tag_makes_a_text(tmp_path: Path) -> None:
    sheet = sheet_of(rendered(tmp_path, {"A1": "Share: {{ lead }} ({{ report.as_of }})"}))
    assert sheet["A1"].value == "Share: 66.3\N{NO-BREAK SPACE}% (31 October 2026)"


def test_headers_and_footers_of_pages_are_filled(tmp_path: Path) -> None:
    def footer(book: Any) -> None:
        book.active.oddFooter.left.text = "{{ report.title }}"
        book.active.oddFooter.right.text = "&P of &N"

    report = replace(a_report(), title="R&D")
    sheet = sheet_of(rendered(tmp_path, {"A1": "{{ lead }}"}, report, footer))
    assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == ("R&&D", "&P of &N")


def test_a_date_keeps_the_format_of_the_template(tmp_path: Path) -> None:
    def dated(book: Any) -> None:
        book.active["A1"].number_format = "yyyy-mm-dd"

    assert sheet_of(rendered(tmp_path, {"A1": "{{ report.as_of }}"}, setup=dated))["A1"].number_format == "yyyy-mm-dd"


def test_content_in_the_way_of_a_block_is_an_error_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(tmp_path, {"A1": "{{ sources }}", "C1": "mine"})
    assert str(caught.value) == (
        'template.xlsx, sheet "Sheet A", cell C1: The cell has content where "sources" has to be written. '
        "Keep the cells to the right of a block's tag free; a chart needs the cells beside its range too."
    )


def test_a_formula_on_one_cell_of_a_repeated_row_is_an_error_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(tmp_path, {**BAND, "B5": "=B3"})
    assert str(caught.value) == (
        'template.xlsx, sheet "Sheet A", cell B7, =B3: The formula cannot follow the rows that its sheet repeats or '
        "inserts (found row 3, which is repeated). Name a range that includes the whole repeated row, or put the "
        "formula into the repeated row."
    )


def test_a_formula_inside_a_repeated_row_is_repeated_with_it(tmp_path: Path) -> None:
    sheet = sheet_of(rendered(tmp_path, {**BAND, "C3": "=B3*2"}), values=False)
    assert [sheet[f"C{row}"].value for row in range(2, 7)] == [f"=B{row}*2" for row in range(2, 7)]


def test_a_block_within_a_text_is_an_error_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r'sheet "Sheet A", cell A1, .*table cannot stand within a text'):
        rendered(tmp_path, {"A1": "See {{ sources }}"})


def test_a_repeated_sheet_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match='sheet "Sheet A": A sheet cannot be repeated'):
        rendered(tmp_path, {"A1": "{%sheet for k in kpis %}", "A2": "{{ k.label }}"})


def test_a_template_whose_sheets_all_drop_out_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"template.xlsx: No sheet is left"):
        rendered(tmp_path, {"A1": "{%sheet if kpi.coaching.trend %}"})


def test_every_unknown_name_is_reported_at_once(tmp_path: Path) -> None:
    path = template(tmp_path, {"A1": "{{ kpi.activ_share }}", "B2": "{{ indicatorz }}"})
    problems = check(path, {"kpi": {"active_share": int}, "indicators": int})
    assert len(problems) == 2
    assert 'sheet "Sheet A", cell A1' in str(problems[0])
    assert "indicators" in str(problems[1])


def changed(path: Path, part: str, *pairs: tuple[str, str]) -> Path:
    """The template with texts of a part replaced."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts[part].decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, text if name == part else data)
    return path


def test_a_sheet_with_a_prefix_for_its_namespace_is_filled(tmp_path: Path) -> None:
    path = template(tmp_path, {"A1": "{{ sources }}", "A2": "{{ lead }}"})
    prefixed = (("<", "<x:"), ("<x:/", "</x:"), ("xmlns=", "xmlns:x="))
    result = render(a_report(), changed(path, "xl/worksheets/sheet1.xml", *prefixed), BRAND, ENGLISH)
    assert sheet_of(result)["A2"].value == "usage.xlsx"
    assert sheet_of(result)["A3"].value == pytest.approx(2174 / 3280)


def test_a_strict_workbook_is_an_error_with_advice(tmp_path: Path) -> None:
    path = template(tmp_path, {"A1": "{{ lead }}"})
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    changed(path, "xl/workbook.xml", (main, "http://purl.oclc.org/ooxml/spreadsheetml/main"))
    assert [str(problem) for problem in check(path, {})] == [
        'template.xlsx: The template is a Strict Open XML workbook. Save it again as "Excel Workbook (.xlsx)".'
    ]


def test_a_template_that_is_no_workbook_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "annex.xlsx"
    path.write_text("not a workbook")
    problems = check(path, {})
    assert [problem.location.file for problem in problems] == ["annex.xlsx"]
    assert [problem.code for problem in check(tmp_path / "missing.xlsx", {})] == ["template-unreadable"]
