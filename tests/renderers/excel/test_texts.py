"""Text from users stays text, whatever it looks like, and fits into a cell."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from reportgen.content.tables import Align, Column, Row, Table
from reportgen.renderers.excel.tables import header_texts
from reportgen.renderers.excel.texts import LONGEST_TEXT, text_element, utf16_length
from tests.renderers.excel.books import part_of, rendered, sheet_of, with_blocks
from tests.renderers.reports import a_report

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "＝1"]


def texts(*held: str) -> Table:
    return Table("sources", (Column("text", "Text"),), tuple(Row(str(n), (text,)) for n, text in enumerate(held)))


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_is_text(tmp_path: Path, text: str) -> None:
    report = replace(with_blocks(sources=texts(text)), title=text)
    result = rendered(
        tmp_path, {"A1": "{{ report.title }}", "B1": "{{ report.title }}!", "A3": "{{ sources }}"}, report
    )
    sheet = sheet_of(result, values=False)
    for address, expected in (("A1", text), ("B1", f"{text}!"), ("A4", text)):
        assert sheet[address].data_type == "s"
        assert sheet[address].value == expected
        assert sheet[address].quotePrefix, address


def test_a_template_in_the_data_stays_data(tmp_path: Path) -> None:
    report = replace(a_report(), title="{{ 7*7 }} {%tr for x in y %}")
    assert sheet_of(rendered(tmp_path, {"A1": "{{ report.title }}"}, report))["A1"].value == report.title


@pytest.mark.parametrize("text", ["a & <b> \"c\" 'd' </t></is>", 'x xmlns="y" z', " both ends ", "one\ntwo", "_x0041_"])
def test_every_character_comes_back(tmp_path: Path, text: str) -> None:
    report = replace(with_blocks(sources=texts(text)), title=text)
    result = rendered(
        tmp_path, {"A1": "{{ report.title }}", "A2": "> {{ report.title }}", "A3": "{{ sources }}"}, report
    )
    rows = CalamineWorkbook.from_filelike(io.BytesIO(result.data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == [text, f"> {text}", "Text", text]


def test_a_text_too_long_for_a_cell_is_cut_with_a_warning(tmp_path: Path) -> None:
    result = rendered(tmp_path, {"A1": "{{ sources }}"}, with_blocks(sources=texts("𝄞" * 20_000)))
    assert utf16_length(sheet_of(result)["A2"].value) == LONGEST_TEXT
    assert [problem.code for problem in result.problems] == ["text-cut"]
    assert "cell A1" in str(result.problems[0])


def test_characters_xml_cannot_hold_are_left_out_with_a_warning(tmp_path: Path) -> None:
    report = replace(with_blocks(sources=texts("a\x00b\x0bc\ud800d\ufffe")), title="t\x07itle")
    result = rendered(tmp_path, {"A1": "{{ report.title }}", "A2": "{{ sources }}"}, report)
    assert (sheet_of(result)["A1"].value, sheet_of(result)["A3"].value) == ("title", "abcd")
    assert {problem.code for problem in result.problems} == {"characters-dropped"}
    assert len(result.problems) == 2


def test_headers_are_filled_unique_and_in_one_line() -> None:
    columns = [Column("a", "Share"), Column("b", "SHARE"), Column("c", ""), Column("d", "two\nlines")]
    assert header_texts(columns) == ("Share", "SHARE 2", "C", "two lines")


def test_hostile_headers_and_names_give_a_table_that_opens(tmp_path: Path) -> None:
    columns = (Column("a", "=1+1"), Column("b", 'x"<&>'), Column("c", "_x0041_", Align.RIGHT))
    table = Table("sources", columns, (Row("1", ("a", "b", 1.5)),), alt='"<&>')
    table = replace(table, id="kpi.x@région='A'!1")
    result = rendered(tmp_path, {"A1": "{{ sources }}"}, with_blocks(sources=table))
    sheet = load_workbook(io.BytesIO(result.data))["Sheet A"]
    assert [cell.value for cell in sheet[1]][:2] == ["=1+1", 'x"<&>']
    assert list(sheet.tables) == ["tbl_kpi_x_région__A__1"]
    assert "x14:table altText=" in part_of(result, "xl/tables/table1.xml")


@given(st.text(max_size=60))
def test_any_text_is_a_well_formed_string(text: str) -> None:
    assert etree.fromstring(f"<si>{text_element(text)}</si>").find("t") is not None
