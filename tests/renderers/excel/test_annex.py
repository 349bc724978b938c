"""The corporate annex, filled with the report made by hand and opened again by other programs' readers."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from reportgen.content.tables import Table
from reportgen.content.values import Quantity
from reportgen.locales.numbers import cell_number
from reportgen.renderers import Rendered
from reportgen.renderers.context import vocabulary
from reportgen.renderers.excel import check, render
from tests.renderers.excel.books import BRAND, ENGLISH, book_of, part_of
from tests.renderers.reports import a_report

ANNEX = Path("report_templates/corporate/annex.xlsx")
REPORT = a_report()


@pytest.fixture(scope="module")
def annex() -> Rendered:
    return render(REPORT, ANNEX, BRAND, ENGLISH)


@pytest.fixture(scope="module")
def values(annex: Rendered) -> Any:
    return book_of(annex)


@pytest.fixture(scope="module")
def formulas(annex: Rendered) -> Any:
    return book_of(annex, values=False)


def test_the_template_names_only_what_a_report_has() -> None:
    assert check(ANNEX, vocabulary(tuple(kpi.id for kpi in REPORT.kpis))) == []


def test_nothing_is_worth_a_problem(annex: Rendered) -> None:
    assert annex.problems == ()


def test_sheets_stand_in_the_order_of_the_template(values: Any) -> None:
    assert values.sheetnames == [
        *(
            "Read me",
            "Summary",
            "Charts",
            "By group",
            "By entity",
            "What changed",
            "Definitions",
            "Lineage",
            "Data quality",
        ),
    ]


def test_no_tag_is_left_anywhere(annex: Rendered) -> None:
    with zipfile.ZipFile(io.BytesIO(annex.data)) as package:
        for name in package.namelist():
            assert re.search(rb"\{[{%#]|rg-(row|block|fact)", package.read(name)) is None, name


@pytest.mark.parametrize(("sheet", "name"), [("Summary", "indicators"), ("By group", "by_group")])
def test_every_number_of_a_table_is_a_number_with_the_format_of_its_text(values: Any, sheet: str, name: str) -> None:
    table = REPORT.table(name)
    for row, content in enumerate(table.rows, start=5):
        for column, cell in enumerate(content.cells, start=1):
            if isinstance(cell, Quantity):
                written = values[sheet].cell(row, column)
                assert written.value == pytest.approx(cell_number(cell), rel=1e-15)
                assert written.number_format == ENGLISH.number_format(cell)


def test_a_missing_number_is_a_word_and_never_zero(values: Any) -> None:
    actual = values["Summary"]["D9"]
    assert (actual.value, actual.font.i, actual.font.color.rgb) == ("n/a", True, "FF55606A")


def test_shares_are_formulas_with_their_results(values: Any, formulas: Any) -> None:
    assert formulas["By group"]["F5"].value == "=D5/E5"
    assert values["By group"]["F5"].value == pytest.approx(826 / 1080)
    assert formulas["By group"]["H5"].value == "=(F5-G5)*100"
    assert values["By group"]["H5"].value == pytest.approx(100 * (826 / 1080 - 0.7))


def test_a_missing_input_leaves_no_formula(formulas: Any) -> None:
    assert formulas["By entity"]["F33"].value == "=D33/E33"
    assert formulas["By entity"]["F34"].value == "n/a"


def test_totals_are_sums_where_parts_add_up(values: Any, formulas: Any) -> None:
    sheet = formulas["Summary"]
    assert [sheet[f"{column}16"].value for column in "BC"] == ["=SUM(B13:B15)", "=SUM(C13:C15)"]
    assert values["Summary"]["B16"].value == 826 + 1010 + 338
    assert sheet["D16"].data_type == "n"


def test_totals_stand_below_excels_table(values: Any) -> None:
    assert dict(values["Summary"].tables.items()) == {
        "tbl_indicators": "A4:L9",
        "tbl_lead_groups": "A12:H15",
    }
    assert values["Summary"]["A16"].value == "All departments"
    assert values["Summary"]["A16"].border.top.style == "medium"


def test_excels_tables_have_filters_and_the_headers_of_their_cells(values: Any) -> None:
    for sheet in values:
        for table in sheet.tables.values():
            header = [cell.value for cell in sheet[table.ref][0]]
            assert [column.name for column in table.tableColumns] == header
            assert table.autoFilter.ref == table.ref


def test_status_is_a_sign_and_a_word(values: Any) -> None:
    sign, word = values["Summary"]["G5"], values["Summary"]["H5"]
    assert (sign.value, sign.font.color.rgb, word.value) == ("▲", "FFB5820C", "At risk")
    assert values["By group"]["I7"].value == "◆ Off track"


def test_a_date_is_a_date(values: Any) -> None:
    cell = values["Read me"]["B5"]
    assert (cell.value, cell.number_format) == (datetime(2026, 10, 31), 'dd"/"mm"/"yyyy')


def test_rows_repeat_for_every_indicator(values: Any) -> None:
    sheet = values["Read me"]
    first = next(row for row in range(1, 60) if sheet[f"A{row}"].value == "Indicators") + 2
    assert [sheet[f"A{row}"].value for row in range(first, first + 5)] == [kpi.label for kpi in REPORT.kpis]
    assert sheet[f"C{first + 3}"].value == 51_820


def test_links_lead_to_sheets_that_are_there(values: Any) -> None:
    links = [cell.hyperlink for row in values["Read me"].iter_rows() for cell in row if cell.hyperlink]
    assert [link.location for link in links] == [f"'{name}'!A1" for name in values.sheetnames[1:]]
    for link in links:
        assert values["Read me"][link.ref].value == link.location[1:-4]


def test_headers_are_frozen_and_printed_on_every_page(values: Any) -> None:
    for name in ("Summary", "By group", "By entity", "Definitions", "Lineage", "Data quality"):
        sheet = values[name]
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A5", "$4:$4")
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        assert sheet.oddFooter.right.text == "&P of &N"
        assert sheet.sheet_view.showGridLines is False


def test_charts_are_native_and_draw_cells_of_their_sheet(annex: Rendered, values: Any) -> None:
    for number in (1, 2):
        chart = part_of(annex, f"xl/charts/chart{number}.xml")
        references = re.findall(r"<c:f>'Charts'!([^<]+)</c:f>", chart)
        assert references
        assert all(values["Charts"][reference.replace("$", "")] for reference in references)
    trend = part_of(annex, "xl/charts/chart1.xml")
    series = re.findall(r"<c:val>.*?<c:f>'Charts'!([^<]+)</c:f>", trend)[0].replace("$", "")
    cells = [cell.value for (cell,) in values["Charts"][series]]
    assert cells == [pytest.approx(1750 / 3280), pytest.approx(1802 / 3280), None, *cells[3:]]
    assert cells[-1] == pytest.approx(2174 / 3280)


def test_charts_have_alternative_text_and_the_name_of_their_block(annex: Rendered) -> None:
    drawing = part_of(annex, "xl/drawings/drawing1.xml")
    assert 'name="rg:kpi.active_share.trend"' in drawing
    assert 'descr="Line of the active share from 53.4 % in May' in drawing


def test_every_block_has_a_defined_name(values: Any) -> None:
    names = {name: defined.attr_text for name, defined in values.defined_names.items()}
    assert names["rg.indicators"] == "'Summary'!$A$4:$L$9"
    assert names["rg.lead_groups"] == "'Summary'!$A$12:$H$16"
    assert names["rg.kpi.active_share"] == "'Read me'!$C$24"


def test_slots_say_what_stands_where(annex: Rendered) -> None:
    slots = {slot.id: slot for slot in annex.slots}
    assert slots["kpi.active_share"].text == "66.3\N{NO-BREAK SPACE}%"
    assert slots["entities"].place == "'By entity'!$A$4:$F$34"
    assert slots["entities"].rows[:2] == ("D01", "D02")
    with zipfile.ZipFile(io.BytesIO(annex.data)) as package:
        assert b'id="kpi.active_share.trend"' in package.read("customXml/item1.xml")


def test_another_reader_sees_the_same_numbers(annex: Rendered) -> None:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(annex.data)).get_sheet_by_name("By entity").to_python()
    assert rows[4] == ["D01", "Department 01", "Operations", 21.0, 110.0, 21 / 110]
    assert len(rows) == 34


def test_properties_carry_the_dates_of_the_report(annex: Rendered) -> None:
    properties = book_of(annex).properties
    assert properties.title == "Collaboration suite adoption, October 2026"
    assert properties.created == properties.modified == datetime(2026, 10, 31)


def test_same_report_same_bytes(annex: Rendered) -> None:
    assert render(a_report(), ANNEX, BRAND, ENGLISH).data == annex.data


def test_sheets_without_data_drop_out() -> None:
    blocks = {name: block for name, block in REPORT.blocks.items() if name not in ("by_group", "entities", "quality")}
    kpis = (replace(REPORT.lead, trend=None), *REPORT.kpis[1:])
    report = replace(REPORT, blocks=blocks, groups={}, kpis=kpis)
    result = render(report, ANNEX, BRAND, ENGLISH)
    book = book_of(result)
    assert book.sheetnames == ["Read me", "Summary", "What changed", "Definitions", "Lineage", "Data quality"]
    assert book["Data quality"]["A4"].value == "No row was left out, corrected or guessed."
    assert [book[name].print_title_rows for name in book.sheetnames] == [None, "$4:$4", "$1:$2", *["$4:$4"] * 2, None]
    assert "By group" not in part_of(result, "xl/workbook.xml")
    links = [cell.value for row in book["Read me"].iter_rows() for cell in row if cell.hyperlink]
    assert links == ["Summary", "What changed", "Definitions", "Lineage", "Data quality"]


def test_the_whole_package_is_well_formed(annex: Rendered) -> None:
    book = load_workbook(io.BytesIO(annex.data))
    assert sum(len(sheet._charts) for sheet in book) == 2
    assert date(2026, 10, 31) == book["Read me"]["B5"].value.date()
    assert isinstance(REPORT.table("indicators"), Table)
