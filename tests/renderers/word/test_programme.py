"""The status report of a project with registers and logs: the PM² form on page one, chapters after it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from reportgen.brand import read_brand
from reportgen.content.tables import Column, Row, Table
from reportgen.content.values import Status
from reportgen.locales import locale_for
from reportgen.ooxml import read_package
from reportgen.renderers.context import vocabulary
from reportgen.renderers.word import check, render
from tests.renderers.programme import a_programme
from tests.renderers.reports import a_report
from tests.renderers.word.xml import find, text_of, value

BRANDS = ("corporate", "agency")


def made(report, name: str = "corporate"):
    brand = read_brand(name, Path("nowhere"))
    return etree.fromstring(
        read_package(render(report, brand.report, brand, locale_for("en")).data).read("word/document.xml")
    )


@pytest.fixture(scope="module")
def document():
    return made(a_programme())


def styled(document, style: str) -> list[str]:
    return [text_of(one) for one in find(document, f".//w:p[w:pPr/w:pStyle/@w:val='{style}']")]


def compact(document) -> list[Any]:
    return find(document, ".//w:tbl[w:tblPr/w:tblStyle/@w:val='CompactTable']")


@pytest.mark.parametrize("name", BRANDS)
def test_the_template_of_each_brand_has_no_problems(name: str):
    assert check(read_brand(name, Path("nowhere")).report, vocabulary(("active_share",))) == []


@pytest.mark.parametrize("name", BRANDS)
def test_each_brand_fills_without_a_tag_left(name: str):
    text = text_of(made(a_programme(), name))
    assert "{{" not in text
    assert "{%" not in text


def test_blocks_without_a_table_drop_out():
    headings = styled(made(a_report()), "StatusHeading")
    assert [heading.split("  ")[0].split(" of ")[0] for heading in headings][:1] == ["Project status summary"]
    assert "Top risks" not in " ".join(headings)
    assert [text_of(table).startswith("Indicator") for table in compact(made(a_report()))] == [True]


def test_a_programme_has_the_blocks_of_the_form_in_its_order(document):
    order = ["Project status summary", "Milestones", "Project changes", "Project indicators", "Top risks", "Issues"]
    order += ["Decisions", "Activities"]
    found = [next(name for name in order if text.startswith(name)) for text in styled(document, "StatusHeading")]
    assert found == sorted(found, key=order.index)
    assert len(found) >= 3


def test_a_block_on_page_one_has_four_rows_at_most(document):
    for table in compact(document):
        assert 1 < len(find(table, "w:tr")) <= 5


def test_page_one_ends_where_the_contents_begin(document):
    paragraphs = styled(document, "ContentsHeading")
    assert paragraphs == ["Contents"]
    entries = [text_of(one) for one in find(document, ".//w:p/w:hyperlink")]
    assert len(entries) == len(styled(document, "Heading1")) + len(styled(document, "Heading2"))


def test_only_indicators_with_a_target_can_be_on_track():
    report = a_report()
    words = " ".join(styled(made(report), "StatusHeading"))
    with_target = [kpi for kpi in report.kpis if kpi.target]
    assert f"1 of {len(with_target)} on track" in words
    without = replace(
        report, kpis=tuple(replace(kpi, total=replace(kpi.total, target=report.kpis[3].target)) for kpi in report.kpis)
    )
    assert "on track" not in " ".join(styled(made(without), "StatusHeading"))


def a_log(rows: int, title: str = "A risk") -> Table:
    columns = (Column("id", "Risk"), Column("title", "Title", weight=3), Column("status", "Status"))
    return Table("top_risks", columns, tuple(Row(f"R{n}", (f"R-{n:02}", title, Status.AT_RISK)) for n in range(rows)))


def test_a_long_text_on_page_one_is_cut_to_one_line_and_whole_in_its_chapter():
    long = "Complaints outgrow the helpdesk because more come in than are closed " * 3
    report = a_programme()
    document = made(replace(report, blocks={**report.blocks, "top_risks": a_log(2, long.strip())}))
    cut = [
        text_of(cell) for table in compact(document) for cell in find(table, ".//w:tc") if "outgrow" in text_of(cell)
    ]
    assert len(cut) == 2
    assert all(text.endswith("…") and long.startswith(text[:-1]) for text in cut)
    assert long.strip() in text_of(document)


def test_milestones_on_page_one_are_those_reached_last_and_next():
    columns = (Column("date", "Date"), Column("title", "Milestone"), Column("status", "Status"))
    states = [Status.DONE] * 5 + [Status.NOT_STARTED] * 4
    table = Table("milestones", columns, tuple(Row(str(n), ("", f"M{n}", state)) for n, state in enumerate(states)))
    assert [row.key for row in table.around(4).rows] == ["3", "4", "5", "6"]
    assert [row.key for row in table.head(5).around(4).rows] == ["1", "2", "3", "4"]
    assert [row.key for row in table.head(3).around(4).rows] == ["0", "1", "2"]


def test_rows_of_each_kind_and_columns_can_be_picked():
    columns = (Column("kind", "Kind"), Column("title", "Title"))
    rows = tuple(Row(str(n), (kind, f"T{n}")) for n, kind in enumerate(("a", "a", "a", "b", "b")))
    table = Table("activities", columns, rows)
    assert [row.key for row in table.heads(2).rows] == ["0", "1", "3", "4"]
    assert [column.key for column in table.pick("title", "unknown").columns] == ["title"]
    assert next(row.cells for row in table.pick("title").rows) == ("T0",)


def test_a_compact_table_has_a_header_row_in_a_quiet_style(document):
    for table in compact(document):
        assert find(table, "w:tr[1]/w:trPr/w:tblHeader")
        styles = {value(one, "w:pPr/w:pStyle") for one in find(table, "w:tr[1]//w:p")}
        assert styles == {"TableNote"}
