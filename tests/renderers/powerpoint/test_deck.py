"""The corporate deck made from a report, read again with python-pptx and as XML."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest
from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER

from reportgen.content.narrative import Narrative
from reportgen.content.tables import Table
from reportgen.ooxml import Package, read_package
from reportgen.ooxml.names import qn
from reportgen.quality.package import check_package
from reportgen.renderers import Rendered
from reportgen.renderers.context import vocabulary
from reportgen.renderers.powerpoint import check
from reportgen.renderers.slots import Owner
from tests.renderers.powerpoint.decks import BRAND, opened, rendered, rows_of, shape_named, shapes_of, texts_of, titles
from tests.renderers.reports import a_report

NBSP = "\N{NO-BREAK SPACE}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@pytest.fixture(scope="module")
def made() -> Rendered:
    return rendered(a_report(), BRAND.deck)


@pytest.fixture(scope="module")
def deck(made: Rendered):
    return opened(made.data)


@pytest.fixture(scope="module")
def package(made: Rendered) -> Package:
    return read_package(made.data, "deck.pptx")


def slide_titled(deck, start: str):
    return next(slide for slide in deck.slides if slide.shapes.title.text_frame.text.startswith(start))


def test_the_template_has_no_problem():
    assert check(BRAND.deck, vocabulary(("active_share",))) == []


def test_each_part_of_the_story_has_its_slide(made: Rendered):
    report = a_report()
    lead = report.lead
    assert lead.trend
    assert lead.entities
    assert titles(made.data) == [
        "Collaboration suite adoption",
        report.narrative("summary").headline.text,
        report.table("scorecard").headline.text,
        lead.trend.headline.text,
        lead.by("segment").headline.text,
        lead.entities.headline.text,
        report.table("changes").title,
        "What the data say, and what they do not",
        report.table("definitions").title,
    ]


def test_a_deck_on_one_group_says_so_on_every_slide():
    report = replace(a_report(), entity="North & East")
    deck = opened(rendered(report, BRAND.deck).data)
    first, *others = deck.slides
    assert "North & East: status for October 2026" in [shape.text_frame.text for shape in first.placeholders]
    for slide in others:
        topic = next(shape for shape in slide.placeholders if shape.name == "Topic").text_frame.text
        assert topic.endswith(" · Collaboration suite adoption · North & East")
    assert "North & East" in deck.core_properties.title


def test_nothing_of_the_template_is_left(package: Package):
    parts = [name for name in package.names if name.endswith(".xml")]
    assert [name for name in parts if b"{{" in package.read(name) or b"{%" in package.read(name)] == []
    assert [name for name in parts if b'id="19000' in package.read(name)] == []


def test_every_text_body_holds_paragraphs_and_nothing_else(package: Package):
    for name in (name for name in package.names if name.startswith(("ppt/slides/", "ppt/notesSlides/"))):
        for body in etree.fromstring(package.read(name)).iter(qn("p:txBody")):
            held = [etree.QName(element).localname for element in body]
            assert held[:2] == ["bodyPr", "lstStyle"], name
            assert {element.tag for element in list(body)[2:]} == {qn("a:p")}, name


def test_no_placeholder_is_empty_and_titles_and_numbers_are_placeholders(deck):
    for number, slide in enumerate(deck.slides, start=1):
        kinds = [place.placeholder_format.type for place in slide.placeholders]
        texts = [place.text_frame.text for place in slide.placeholders if place.has_text_frame]
        assert all(text.strip() for text in texts), f"slide {number}: {texts}"
        if number > 1:
            assert {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.FOOTER} <= set(kinds)
            assert slide.shapes.title.is_placeholder


def test_the_summary_stands_alone(deck):
    texts = texts_of(deck.slides[1])
    for expected in (
        "At risk",
        "at risk up to 5 points below target",
        f"66.3{NBSP}%",
        "Departments coached",
        "24 of 30 departments were coached.",
        "The overall status follows this indicator.",
    ):
        assert any(expected in text for text in texts), expected
    assert "1  On track" in texts
    assert "2  At risk" in texts
    assert not [text for text in texts if "Decision" in text]


def test_the_scorecard_is_a_native_table_in_its_placeholder(deck):
    frame = shape_named(deck.slides[2], "rg:scorecard")
    assert frame.is_placeholder
    rows = rows_of(frame)
    assert rows[0][:4] == ["Indicator", "Status", "Oct 2026", "Target"]
    assert rows[1][:5] == ["Active share\nof licensed users", "▲ At risk", f"66.3{NBSP}%", f"70.0{NBSP}%", "−3.7"]
    assert rows[5][1:3] == ["○ No data", "n/a"]
    assert frame._element.graphic.graphicData.tbl.tblPr.get("firstRow") == "1"


def test_status_signs_have_the_colours_of_the_brand(deck):
    table = shape_named(deck.slides[2], "rg:scorecard").table
    runs = table.cell(1, 1).text_frame.paragraphs[0].runs
    assert (runs[0].text, str(runs[0].font.color.rgb)) == ("▲", "B5820C")
    assert runs[1].text == " At risk"


def test_charts_are_native_and_hold_the_numbers_of_the_report(deck):
    trend = shape_named(deck.slides[3], "rg:kpi.active_share.trend").chart
    actual = trend.plots[0].series[0]
    assert actual.values[2] is None
    assert round(actual.values[-1], 4) == round(2174 / 3280, 4)
    bars = shape_named(deck.slides[4], "rg:kpi.active_share.by.segment.chart").chart
    assert list(bars.plots[0].categories) == ["Policy", "Operations", "Field offices"]
    assert trend.part.chart_workbook.xlsx_part is not None


def test_remarks_stand_beside_the_trend_without_touching(deck):
    remarks = shape_named(deck.slides[3], "rg:kpi.active_share.remarks")
    texts = [shape for shape in remarks.shapes if shape.has_text_frame]
    assert [shape.text_frame.paragraphs[0].text for shape in texts] == ["What helped", "What is missing"]
    assert texts[0].top + texts[0].height <= texts[1].top
    chart = shape_named(deck.slides[3], "rg:kpi.active_share.trend")
    assert chart.left + chart.width <= remarks.left


def test_every_placed_block_is_named_tagged_and_described(deck, package: Package):
    for slide in deck.slides:
        placed = [shape for shape in slide.shapes if shape.name.startswith("rg:")]
        for shape in placed:
            properties = shape._element.xpath(".//p:cNvPr")[0]
            assert shape.has_text_frame or properties.get("descr"), shape.name
            [tags] = shape._element.xpath("./*/p:nvPr/p:custDataLst/p:tags")
            tag = etree.fromstring(slide.part.related_part(tags.get(RELATIONSHIP)).blob)
            assert tag[0].get("val") == shape.name.removeprefix("rg:")


def test_shape_ids_are_unique_on_each_slide(deck):
    for slide in deck.slides:
        ids = [each.get("id") for each in slide._element.iter(qn("p:cNvPr"))]
        assert not [id for id, count in Counter(ids).items() if count > 1]


def test_every_run_says_its_language(deck):
    for slide in deck.slides:
        for run in slide._element.iter(qn("a:r"), qn("a:fld")):
            assert run.find(qn("a:rPr")).get("lang") == "en-GB"


def test_each_slide_has_notes_of_its_own_that_name_the_sources(deck):
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    assert all("usage export" in text for text in notes)
    assert "Formula: sum(usage.active) / sum(usage.licensed)" in notes[3]
    assert len({slide.notes_slide.part.partname for slide in deck.slides}) == len(deck.slides)
    assert all(slide.notes_slide.part.part_related_by(_NOTES_TO_SLIDE) is slide.part for slide in deck.slides)


_NOTES_TO_SLIDE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"


def test_properties_are_those_of_the_report_and_of_no_person(deck, package: Package):
    core = deck.core_properties
    assert core.title == "Collaboration suite adoption, October 2026"
    assert core.created == core.modified == datetime(2026, 10, 31)
    assert core.last_modified_by == core.author == "Adoption team", "who answers for the report, not who made it"
    app = package.read("docProps/app.xml")
    assert b"<Slides>9</Slides>" in app
    assert b"TitlesOfParts" not in app


def test_slide_numbers_are_written_for_programs_that_compute_none(deck):
    for number, slide in enumerate(list(deck.slides)[1:], start=2):
        [field] = slide._element.iter(qn("a:fld"))
        assert field.find(qn("a:t")).text == str(number)


def test_the_file_opens_without_repair(made: Rendered):
    assert check_package(made.data, "deck.pptx") == []


def test_the_same_report_gives_the_same_bytes(made: Rendered):
    assert rendered(a_report(), BRAND.deck).data == made.data


def test_slots_say_what_is_printed_on_which_slide(made: Rendered):
    slots = {slot.id: slot for slot in made.slots}
    assert slots["scorecard"].place == 'slide 3, shape "rg:scorecard"'
    assert slots["scorecard"].rows[0] == "active_share"
    assert slots["kpi.active_share.trend"].kind == "chart"
    assert slots["summary"].owner is Owner.SEED
    numbers = [slot for slot in made.slots if slot.kind == "number" and slot.id == "kpi.active_share"]
    assert numbers[0].text == f"66.3{NBSP}%"
    assert numbers[0].place.startswith("slide 2")


def test_a_report_without_groups_and_notes_has_no_slides_for_them():
    report = a_report()
    bare = replace(
        report,
        groups={},
        kpis=tuple(replace(kpi, tables={}, entities=None, trend=None) for kpi in report.kpis),
        blocks={**report.blocks, "notes": Narrative("notes", ()), "changes": Table("changes", (), ())},
    )
    data = rendered(bare, BRAND.deck).data
    assert len(titles(data)) == 4
    package = read_package(data)
    assert len([name for name in package.names if name.startswith("ppt/slides/")]) == 4
    assert len([name for name in package.names if name.startswith("ppt/notesSlides/")]) == 4
    assert not [name for name in package.names if name.startswith("ppt/charts/")]
    assert check_package(data) == []


def test_a_trend_without_remarks_has_no_empty_column():
    report = a_report()
    lead = replace(report.lead, remarks=None)
    slide = opened(rendered(replace(report, kpis=(lead, *report.kpis[1:])), BRAND.deck).data).slides[3]
    assert "n/a" not in texts_of(slide)
    assert {place.name for place in slide.placeholders} == {
        "Title",
        "Topic",
        "Period",
        "Subtitle",
        "rg:kpi.active_share.trend",
        "Source",
        "Sensitivity",
        "Slide number",
    }


def test_no_text_is_smaller_than_ten_points(deck):
    for slide in deck.slides:
        for shape in shapes_of(slide):
            sizes = [int(run.get("sz")) for run in shape._element.iter(qn("a:rPr")) if run.get("sz")]
            assert all(size >= 1000 for size in sizes), shape.name
