"""Small lines in workbooks: Excel's sparklines over the cells, their numbers on a sheet that anybody can read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportgen.content.tables import Spark
from reportgen.ooxml import parse_xml
from reportgen.quality.package import check_package
from reportgen.renderers import Rendered
from reportgen.renderers.excel import render
from tests.quality.audit import new_findings
from tests.renderers.excel.books import BRAND, ENGLISH, book_of, part_of, rendered, with_blocks
from tests.renderers.sparks import table_with_lines

X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
ANNEX = Path("report_templates/corporate/annex.xlsx")
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture
def made(tmp_path: Path) -> Rendered:
    return rendered(tmp_path, {"B3": "{{ scorecard }}"}, with_blocks(scorecard=table_with_lines()))


def groups(result: Rendered, part: str = "xl/worksheets/sheet1.xml") -> list[Any]:
    return list(parse_xml(part_of(result, part).encode()).iter(f"{X14}sparklineGroup"))


def drawn(group: Any) -> dict[str, str]:
    """The numbers of each sparkline by its cell."""
    lines = group.iter(f"{X14}sparkline")
    return {line.findtext(f"{XM}sqref"): line.findtext(f"{XM}f") for line in lines}


def test_each_line_with_numbers_is_drawn_in_its_cell_from_a_row_of_its_own(made: Rendered) -> None:
    [group] = groups(made)
    assert drawn(group) == {f"D{4 + at}": f"'Trend'!$B${5 + at}:$E${5 + at}" for at in range(4)}


def test_the_numbers_stand_on_a_sheet_with_the_names_of_rows_and_periods(made: Rendered) -> None:
    rows = [[cell.value for cell in row] for row in book_of(made)["Trend"].iter_rows(min_row=4)]
    assert rows == [
        ["Indicator", "Jul 2026", "Aug 2026", "Sep 2026", "Oct 2026"],
        ["Whole", 0.2, 0.5, 0.3, 0.6],
        ["Broken", 0.4, None, 0.6, 0.4],
        ["Late", None, None, 0.7, 0.8],
        ["Level", 0.5, 0.5, 0.5, 0.5],
    ]
    sheet = book_of(made)["Trend"]
    assert sheet["A1"].value == "Collaboration suite adoption: trend, October 2026"
    assert sheet["B5"].number_format == book_of(made)["Trend"]["E8"].number_format != "General"
    assert sheet.tables["tbl_scorecard_trend"].ref == "A4:E8"
    assert sheet.sheet_state == "visible"


def test_lines_are_thin_in_the_colour_of_the_message_with_their_last_point_marked(made: Rendered) -> None:
    [group] = groups(made)
    assert (group.get("lineWeight"), group.get("last"), group.get("displayEmptyCellsAs")) == ("1.25", "1", "gap")
    assert {group.find(f"{X14}color{name}").get("theme") for name in ("Series", "Last")} == {"4"}
    # Without a shared scale each line has its own.
    assert group.get("minAxisType") is None


def test_a_table_whose_lines_are_empty_needs_no_sheet(tmp_path: Path) -> None:
    table = table_with_lines()
    rows = tuple(replace(row, cells=(*row.cells[:2], Spark(()), row.cells[3])) for row in table.rows)
    result = rendered(tmp_path, {"B3": "{{ scorecard }}"}, with_blocks(scorecard=replace(table, rows=rows)))
    assert book_of(result).sheetnames == ["Sheet A"]
    assert groups(result) == []


def test_two_tables_with_lines_share_the_sheet_and_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    def name_taken(book: Any) -> None:
        book.create_sheet("trend")["A1"] = "mine"

    cells = {"A1": "{{ scorecard }}", "A9": "{{ indicators }}"}
    tables = with_blocks(scorecard=table_with_lines(), indicators=replace(table_with_lines(), id="indicators"))
    result = rendered(tmp_path, cells, tables, name_taken)
    assert book_of(result).sheetnames == ["Sheet A", "Trend 2", "trend"]
    first, second = groups(result)
    assert next(iter(drawn(first).values())) == "'Trend 2'!$B$5:$E$5"
    assert next(iter(drawn(second).values())) == "'Trend 2'!$B$12:$E$12"
    assert set(book_of(result)["Trend 2"].tables) == {"tbl_scorecard_trend", "tbl_indicators_trend"}


def test_the_column_is_as_wide_as_a_line_needs(made: Rendered) -> None:
    assert book_of(made).worksheets[0].column_dimensions["D"].width == 14


def test_the_annex_with_lines_has_no_finding_of_the_package_check_or_openxml_audit(tmp_path: Path) -> None:
    file = tmp_path / "annex.xlsx"
    report = with_blocks(indicators=replace(table_with_lines(), id="indicators"))
    file.write_bytes(render(report, ANNEX, BRAND, ENGLISH).data)
    assert check_package(file) == []
    assert not new_findings(file)


def test_the_sheet_of_the_numbers_is_printed_like_the_one_of_the_lines(tmp_path: Path) -> None:
    report = with_blocks(indicators=replace(table_with_lines(), id="indicators"))
    result = render(report, ANNEX, BRAND, ENGLISH)
    summary, trend = (book_of(result)[name] for name in ("Summary", "Trend"))
    assert trend.page_setup.orientation == summary.page_setup.orientation == "landscape"
    assert trend.oddFooter.center.text == summary.oddFooter.center.text
    assert re.search(r"<sheet [^>]*r:id=", part_of(result, "xl/workbook.xml"))
