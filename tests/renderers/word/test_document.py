"""The whole status report, made from the corporate template and read again."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from reportgen.brand import Brand, read_brand
from reportgen.content.report import Report
from reportgen.errors import TemplateError
from reportgen.locales import locale_for
from reportgen.ooxml import Draft, Package, read_package
from reportgen.renderers import Rendered
from reportgen.renderers.context import vocabulary
from reportgen.renderers.word import check, render
from tests.renderers.reports import a_report
from tests.renderers.word.xml import W, find, text_of, value

MAIN = "word/document.xml"


@pytest.fixture(scope="module")
def brand() -> Brand:
    return read_brand("corporate", Path("nowhere"))


@pytest.fixture(scope="module")
def rendered(brand: Brand) -> Rendered:
    return render(a_report(), brand.report, brand, locale_for("en"))


@pytest.fixture(scope="module")
def package(rendered: Rendered) -> Package:
    return read_package(rendered.data, "status.docx")


@pytest.fixture(scope="module")
def document(package: Package):
    return etree.fromstring(package.read(MAIN))


def made(report: Report, brand: Brand):
    return etree.fromstring(read_package(render(report, brand.report, brand, locale_for("en")).data).read(MAIN))


def styled(document, *styles: str) -> list[str]:
    wanted = " or ".join(f"w:pPr/w:pStyle/@w:val='{style}'" for style in styles)
    return [text_of(paragraph) for paragraph in find(document, f".//w:p[{wanted}]")]


def tables(document) -> dict[str, list[list[str]]]:
    """Rows of every table by what its caption in the table's properties, or its first cell, says."""
    held = {}
    for table in find(document, ".//w:tbl"):
        rows = [[text_of(cell) for cell in find(row, "w:tc")] for row in find(table, "w:tr")]
        titles = find(table, "w:tblPr/w:tblCaption/@w:val")
        held[titles[0] if titles else rows[0][0]] = rows
    return held


def test_no_tag_is_left_in_any_part(package):
    for name in package.names:
        if name.endswith(".xml") and not name.startswith("customXml"):
            assert b"{{" not in package.read(name), name
            assert b"{%" not in package.read(name), name


def test_page_one_says_period_status_and_summary(document):
    assert styled(document, "Title") == ["Project status report"]
    assert styled(document, "Subtitle") == ["European Agency for Cross-border Records  ·  Collaboration suite adoption"]
    assert styled(document, "KeyLabel") == ["Reporting period", "Data to", "Overall status", "Status in September 2026"]
    period = "01/10/2026 to 31/10/2026"
    assert styled(document, "KeyValue")[:3] == [period, "31/10/2026", "▲ At risk (Amber)"]
    assert styled(document, "StatusText") == [
        "Active share rose to 66.3~%, 3.7 points below the target of 70.0~%. The overall status follows this "
        "indicator. 24 of 30 departments were coached. Satisfaction was not measured."
    ]


def test_every_indicator_with_data_has_a_chapter_and_the_others_are_named(document):
    assert styled(document, "Heading1") == [
        *("Results by indicator", "Results by segment", "Where to look", "Definitions and data")
    ]
    assert styled(document, "Heading2") == [
        *("Active share", "Departments coached", "Complaints answered", "Sessions", "Indicators without data"),
        *("Active share by segment", "Active share: where to look", "Definitions", "Data notes", "Sources"),
    ]
    assert any(
        "Satisfaction: no data for October 2026 (the survey was not held)." in bullet
        for bullet in styled(document, "ListBullet")
    )


def test_headings_skip_no_level(document):
    levels = [int(style[-1]) for style in find(document, ".//w:pStyle/@w:val") if style.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_chapter_says_value_parts_target_gap_and_status(document):
    sentences = [text for text in map(text_of, find(document, ".//w:p")) if text.startswith("In October")]
    assert sentences[0] == (
        "In October 2026 the indicator stood at 66.3~% (2~174 of 3~280, Figure~1). ▲ 66.3~% is 3.7 points below "
        "the target of 70.0~%, within the tolerance of 5 points: at risk. In September 2026 it stood at 65.3~%; the "
        "change is +0.9 points."
    )
    assert (
        sentences[3]
        == "In October 2026 the indicator stood at 51~820. In September 2026 it stood at 48~116; the change is +3~704."
    )


def test_captions_are_numbered_without_updating_fields(document):
    assert styled(document, "FigureCaption") == [
        "Figure 1  Active users as % of licensed users, monthly",
        "Figure 2  Active users as % of licensed users by segment, October 2026",
    ]
    assert styled(document, "Caption") == [
        "Table 1  Active share by segment, October 2026",
        "Table 2  Departments with the largest shortfall, October 2026",
        "Table 3  How each indicator is counted",
        "Table 4  Files read for this report",
    ]


def test_captions_stay_right_when_chapters_repeat_or_go(brand):
    report = a_report()
    twice = replace(report, kpis=(report.kpis[0], replace(report.kpis[0], id="second"), *report.kpis[1:]))
    assert [text.split("  ")[0] for text in styled(made(twice, brand), "FigureCaption", "Caption")] == [
        *("Figure 1", "Figure 2", "Figure 3", "Table 1", "Table 2", "Table 3", "Table 4", "Table 5", "Table 6")
    ]
    without = replace(report, kpis=report.kpis[1:])
    assert [text.split("  ")[0] for text in styled(made(without, brand), "FigureCaption", "Caption")] == [
        *("Table 1", "Table 2")
    ]


def test_tables_hold_the_rows_of_the_report(document):
    held = tables(document)
    assert [row[0] for row in held["Indicators, October 2026"]][1:] == [
        *("Active shareof licensed users", "Departments coached", "Complaints answered", "Sessions", "Satisfaction")
    ]
    assert len(held["Changes since September 2026"]) == 5
    assert held["Active share by segment, October 2026"][-1][0] == "All departments"
    assert [row[0] for row in held["Indicator"]] == ["Indicator", *(kpi.label for kpi in a_report().kpis)]
    assert held["Table"] == [["Table", "Files", "Rows"], ["usage", "usage.xlsx", "30"]]


def test_every_table_has_a_header_row_and_fills_the_text(document):
    for table in find(document, ".//w:tbl"):
        assert find(table, "w:tr[1]/w:trPr/w:tblHeader")
        assert all(find(row, "w:trPr/w:cantSplit") for row in find(table, "w:tr"))
        assert sum(int(width) for width in find(table, "w:tblGrid/w:gridCol/@w:w")) == 9638


def test_every_chart_is_native_and_can_be_edited(package, document):
    charts = [name for name in package.names if name.startswith("word/charts/chart") and name.endswith(".xml")]
    assert charts == ["word/charts/chart1.xml", "word/charts/chart2.xml"]
    assert len(find(document, ".//c:chart")) == 2
    for chart in charts:
        (workbook,) = [arrow.target for arrow in package.relationships(chart) if arrow.target.endswith(".xlsx")]
        assert package.read(workbook).startswith(b"PK")


def test_ids_are_unique_in_the_document(document):
    frames = [frame.get("id") for frame in find(document, ".//wp:docPr")]
    controls = find(document, ".//w:sdtPr/w:id/@w:val")
    assert len(set(frames)) == len(frames) == 2
    assert len(set(controls)) == len(controls) > 20


def test_every_block_and_number_stands_in_its_control(document, rendered):
    tags = find(document, ".//w:sdtPr/w:tag/@w:val")
    for id in ("scorecard", "changes", "kpi.active_share.trend", "kpi.active_share.by.segment", "notes"):
        assert f"rg:{id}" in tags
    assert all(len(tag) <= 64 for tag in tags)
    shown = {value(one, "w:sdtPr/w:tag"): text_of(one) for one in find(document, ".//w:p/w:sdt")}
    assert shown["rg:kpi.active_share"] == "66.3~%"
    assert shown["rg:kpi.active_share.target"] == "70.0~%"
    assert {slot.id for slot in rendered.slots} >= {"scorecard", "kpi.active_share"}
    assert "kpi.active_share.gap" in {span.id for slot in rendered.slots for span in slot.spans}


def test_header_and_footer_say_programme_period_classification_and_page(package):
    header, footer = (
        etree.fromstring(package.read(next(name for name in package.names if name.startswith(f"word/{kind}"))))
        for kind in ("header", "footer")
    )
    assert text_of(header) == "Collaboration suite adoption  ·  Status reportOctober 2026"
    assert text_of(footer).startswith("Limited  ·  Version 1.0, 31 October 2026Page ")
    assert [field.get(f"{W}instr").strip() for field in find(footer, ".//w:fldSimple")] == ["PAGE", "NUMPAGES"]


def test_properties_and_language_are_those_of_the_report(rendered, package):
    core = Document(io.BytesIO(rendered.data)).core_properties
    assert (core.title, core.author) == ("Collaboration suite adoption, October 2026", "Adoption team")
    assert core.language == "en-GB"
    assert core.created == core.modified
    assert core.created is not None
    assert core.created.replace(tzinfo=None) == datetime(2026, 10, 31)
    assert b'w:lang w:val="en-GB"' in package.read("word/styles.xml")


def test_the_slots_travel_in_the_document(package):
    (part,) = [name for name in package.names if name.startswith("customXml/item") and b"<slot " in package.read(name)]
    assert b'id="kpi.active_share.by.segment"' in package.read(part)


def test_only_styles_of_the_template_are_used(package, document):
    styles = etree.fromstring(package.read("word/styles.xml"))
    known = set(find(styles, ".//w:style/@w:styleId"))
    assert set(find(document, ".//w:pStyle/@w:val | .//w:rStyle/@w:val | .//w:tblStyle/@w:val")) <= known


def test_the_same_report_gives_the_same_bytes(brand, rendered):
    assert render(a_report(), brand.report, brand, locale_for("en")).data == rendered.data


def test_another_language_marks_the_text_with_it(brand):
    report = replace(a_report(), language="fr")
    data = render(report, brand.report, brand, locale_for("en")).data
    assert b'w:lang w:val="fr-FR"' in read_package(data).read("word/styles.xml")


def test_the_corporate_template_has_no_problems(brand):
    assert check(brand.report, vocabulary(tuple(kpi.id for kpi in a_report().kpis))) == []


def test_every_unknown_name_of_a_template_is_reported_with_its_place(brand, tmp_path):
    draft = Draft(read_package(brand.report))
    body = (
        draft.read(MAIN).replace(b"{{ scorecard }}", b"{{ scorcard }}").replace(b"{{ k.label }}", b"{{ k.lable }}", 1)
    )
    draft.replace(MAIN, body)
    spoilt = tmp_path / "status.docx"
    spoilt.write_bytes(draft.to_bytes())
    problems = check(spoilt, vocabulary(("active_share",)))
    assert [problem.hint for problem in problems] == ['Did you mean "scorecard"?', 'Did you mean "label"?']
    assert "scorcard" in str(problems[0])
    with pytest.raises(TemplateError):
        render(a_report(), spoilt, brand, locale_for("en"))


def test_blocks_in_sentences_are_reported_all_at_once_with_their_places(brand, tmp_path):
    template = Document()
    template.add_paragraph("See {{ scorecard }} here")
    template.add_paragraph("and {{ lead.trend }} there")
    template.save(str(tmp_path / "mine.docx"))
    with pytest.raises(TemplateError) as raised:
        render(a_report(), tmp_path / "mine.docx", brand, locale_for("en"))
    assert str(raised.value).splitlines() == [
        'mine.docx, paragraph "See {{ scorecard }} here", {{ scorecard }}: '
        "a table cannot stand in a sentence; give it a paragraph of its own.",
        'mine.docx, paragraph "and {{ lead.trend }} there", {{ lead.trend }}: '
        "a chart cannot stand in a sentence; give it a paragraph of its own.",
    ]


def test_a_plain_document_of_somebody_else_is_filled(brand, tmp_path):
    template = Document()
    template.add_paragraph("Share: {{ lead }}")
    template.add_paragraph("{{ scorecard }}")
    table = template.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "{{ lead.trend }}", "{{ notes }}"
    template.sections[0].header.paragraphs[0].text = "{{ report.title }}"
    template.save(str(tmp_path / "mine.docx"))
    data = render(a_report(), tmp_path / "mine.docx", brand, locale_for("en")).data
    document = etree.fromstring(read_package(data).read(MAIN))
    assert text_of(find(document, "w:body/w:p")[0]) == "Share: 66.3~%"
    assert not find(document, ".//w15:appearance")
    assert [child.tag.rpartition("}")[2] for child in find(document, ".//w:tc[w:sdt]")[0]][-1] == "p"
    assert Document(io.BytesIO(data)).sections[0].header.paragraphs[0].text == "Collaboration suite adoption"
