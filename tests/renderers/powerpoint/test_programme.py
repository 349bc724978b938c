"""The slides of a programme: maps whose shapes can be moved, matrices, decisions; and what drops out without data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.brand import read_brand
from reportgen.content.blocks import Block
from reportgen.content.maps import Bubble, Map, Place
from reportgen.content.report import Report
from reportgen.content.tables import Row, Table
from reportgen.quality.package import check_package
from reportgen.renderers.context import vocabulary
from reportgen.renderers.powerpoint import check, render
from reportgen.renderers.powerpoint.fitting import NBSP
from tests.renderers.powerpoint.decks import (
    BRAND,
    ENGLISH,
    a_template,
    opened,
    rendered,
    rows_of,
    shape_named,
    shapes_of,
    texts_of,
    titles,
)
from tests.renderers.programme import a_map, a_matrix, a_programme
from tests.renderers.reports import a_report


def of(report: Report, **blocks: Block) -> Report:
    return replace(report, blocks={**report.blocks, **blocks})


def without(report: Report, *names: str) -> Report:
    return replace(report, blocks={name: block for name, block in report.blocks.items() if name not in names})


def sections(data: bytes) -> list[str]:
    """The sections that the slides belong to, after the cover."""
    topics = [next(s for s in slide.placeholders if s.name == "Topic") for slide in list(opened(data).slides)[1:]]
    return [topic.text_frame.text.partition(" · ")[0] for topic in topics]


@pytest.fixture(scope="module")
def programme() -> bytes:
    return rendered(a_programme(), BRAND.deck).data


@pytest.mark.parametrize("name", ["corporate", "agency"])
def test_a_programme_fills_the_deck_of_every_brand_without_a_warning(name: str):
    brand = read_brand(name, Path("nowhere"))
    made = render(a_programme(), brand.deck, brand, ENGLISH)
    assert [str(problem) for problem in made.problems] == []
    assert check_package(made.data) == []


@pytest.mark.parametrize("name", ["corporate", "agency"])
def test_the_decks_that_come_along_name_only_what_there_is(name: str):
    assert check(read_brand(name, Path("nowhere")).deck, vocabulary(("active_share",))) == []


def test_columns_that_a_template_leaves_out_are_gone(programme: bytes):
    asked = a_programme().table("decisions_asked")
    fewer = asked.without("title", "effect", "no such column")
    assert [column.key for column in fewer.columns] == ["number", "id", "if_not", "identified_by", "due"]
    assert [len(row.cells) for row in fewer.rows] == [5, 5]
    assert rows_of(shape_named(opened(programme).slides[11], "rg:milestones"))[1][0] == f"1{NBSP}Dec{NBSP}2026"


def test_the_slides_are_in_the_order_of_the_agenda(programme: bytes):
    assert sections(programme) == [
        "Executive summary",
        "Scorecard",
        "Trend",
        "Segment",
        "Where to look",
        "Stakeholders",
        "Complaints",
        "What changed",
        "Risks and issues",
        "Decisions and next steps",
        "Milestones",
        "Next period",
        "What the data say",
        "Backup",
    ]


def test_without_registers_their_slides_drop_out():
    kept = sections(rendered(a_report(), BRAND.deck).data)
    gone = {"Stakeholders", "Complaints", "Risks and issues", "Decisions and next steps", "Milestones", "Next period"}
    assert not gone & set(kept)
    assert "Scorecard" in kept


@pytest.mark.parametrize(
    ("missing", "section"),
    [
        ("stakeholder_map", "Stakeholders"),
        ("case_flow", "Complaints"),
        ("milestones", "Milestones"),
        ("activities", "Next period"),
        ("changes", "What changed"),
    ],
)
def test_each_slide_stands_on_its_own_register(missing: str, section: str, programme: bytes):
    assert section in sections(programme)
    assert section not in sections(rendered(without(a_programme(), missing), BRAND.deck).data)


def test_the_bubbles_of_a_map_are_shapes_with_numbers_and_names(programme: bytes):
    slide = opened(programme).slides[6]
    bubble = shape_named(slide, "rg:stakeholder_map.S2")
    assert bubble.text_frame.text == "2"
    assert shape_named(slide, "rg:stakeholder_map.S2.name").text_frame.text == "Heads of field offices"
    assert bubble.fill.fore_color.theme_color is not None
    assert bubble._element.nvSpPr.cNvPr.get("descr") == "Heads of field offices: below desired level"
    assert shape_named(slide, "rg:stakeholder_map")._element.nvGrpSpPr.cNvPr.get("descr") == a_map().alt


def test_arrows_hold_on_to_the_ring_and_the_bubble(programme: bytes):
    slide = opened(programme).slides[6]
    arrow = shape_named(slide, "rg:stakeholder_map.S7.moved")._element.nvCxnSpPr.cNvCxnSpPr
    held = [int(end.get("id")) for end in arrow]
    ring, bubble = (shape_named(slide, f"rg:stakeholder_map.S7{end}").shape_id for end in (".before", ""))
    assert held == [ring, bubble]


def test_a_bubble_stands_where_its_stakeholder_is():
    report = of(a_report(), stakeholder_map=replace(a_map(), bubbles=(Bubble("S1", 1, "One", Place(5, 5)),)))
    slide = opened(rendered(report, BRAND.deck).data).slides[6]
    frame, bubble = shape_named(slide, "Frame"), shape_named(slide, "rg:stakeholder_map.S1")
    assert abs((bubble.left + bubble.width // 2) - (frame.left + frame.width // 2)) < 3
    assert abs((bubble.top + bubble.height // 2) - (frame.top + frame.height // 2)) < 3


def test_names_without_room_are_in_the_notes():
    crowd = tuple(Bubble(f"S{n}", n, f"Head of unit {n}", Place(8, 8)) for n in range(1, 30))
    report = of(a_report(), stakeholder_map=replace(a_map(), bubbles=crowd))
    slide = opened(rendered(report, BRAND.deck).data).slides[6]
    shown = [text for shown in texts_of(slide) if (text := shown.replace("\n", " ")).startswith("Head of unit")]
    notes = slide.notes_slide.notes_text_frame.text
    assert 0 < len(shown) < 29
    assert all(bubble.label in shown or f"{bubble.number} {bubble.label}" in notes for bubble in crowd)


def test_a_map_without_bubbles_says_so_where_it_is_asked_for(tmp_path: Path):
    template = a_template(tmp_path / "t.pptx", ("Map", "{{ stakeholder_map }}", ""))
    report = of(a_report(), stakeholder_map=Map("stakeholder_map", ("", "", "", ""), ()))
    assert "No data" in texts_of(opened(rendered(report, template).data).slides[0])


def test_the_matrix_is_filled_where_somebody_is_and_outlined_where_they_should_be(programme: bytes):
    table = shape_named(opened(programme).slides[6], "rg:engagement_matrix")
    assert rows_of(table)[1][1:] == ["", "C", "→", "D", ""]
    cell = table.table.cell(1, 2)._tc
    assert cell.tcPr.find("{*}solidFill/{*}schemeClr").get("val") == "accent1"
    desired = table.table.cell(1, 4)._tc.tcPr
    assert desired.find("{*}solidFill") is None
    for side in "LRTB":
        edge = desired.find(f"{{*}}ln{side}")
        # The line under the head is that of the table.
        assert edge.find("{*}solidFill/{*}schemeClr").get("val") == ("tx1" if side == "T" else "accent1")
    assert table.table.cell(1, 3)._tc.tcPr.find("{*}solidFill") is None


def test_a_long_matrix_goes_on_on_a_further_slide_with_the_map():
    row = a_matrix().rows[0]
    longer = replace(a_matrix(), rows=tuple(Row(f"S{n}", row.cells) for n in range(12)))
    data = rendered(of(a_programme(), engagement_matrix=longer), BRAND.deck).data
    assert sections(data).count("Stakeholders") == 2
    assert [title[-6:] for title in titles(data) if "desired level" in title] == [" (1/2)", " (2/2)"]


def test_a_table_of_letters_that_are_no_levels_is_an_ordinary_table(tmp_path: Path):
    template = a_template(tmp_path / "t.pptx", ("Letters", "{{ engagement_matrix }}", ""))
    letters = replace(
        a_matrix(), rows=tuple(replace(row, cells=(row.cells[0], *"CDE", "", "")) for row in a_matrix().rows)
    )
    table = shape_named(
        opened(rendered(of(a_report(), engagement_matrix=letters), template).data).slides[0], "rg:engagement_matrix"
    )
    assert table.table.cell(1, 1)._tc.tcPr.find("{*}solidFill") is None


def test_decisions_asked_are_on_the_summary_and_in_boxes(programme: bytes):
    summary, decisions = opened(programme).slides[1], opened(programme).slides[10]
    assert "Decisions requested\nEffect and reasons: see “Decisions and next steps”" in texts_of(summary)
    boxes = [shape.text_frame.text for shape in shapes_of(decisions) if shape.name.startswith("Decision ")]
    assert [box.split("\n")[0] for box in boxes] == ["Decision 1 · D-14", "Decision 2 · D-15"]
    assert "If not\tForecast stays at 73.2 % for March 2027" in boxes[0]
    assert rows_of(shape_named(decisions, "rg:actions"))[0][:2] == ["No.", "Action"]


def test_three_decisions_take_two_slides_and_the_actions_stay_on_the_first():
    asked = a_programme().table("decisions_asked")
    report = of(a_programme(), decisions_asked=replace(asked, rows=(*asked.rows, asked.rows[0])))
    slides = opened(rendered(report, BRAND.deck).data).slides
    names = [[shape.name for shape in shapes_of(slide)] for slide in slides]
    assert ["Decision 1" in held for held in names].count(True) == 2
    assert ["rg:actions" in held for held in names].count(True) == 1
    assert "Decision 2" not in names[11]


def test_actions_have_a_slide_of_their_own_when_nothing_is_asked():
    data = rendered(without(a_programme(), "decisions_asked"), BRAND.deck).data
    assert "Next steps" in sections(data)
    assert "Decisions requested" not in "\n".join(texts_of(opened(data).slides[1]))


@pytest.mark.parametrize("missing", ["top_risks", "urgent_issues"])
def test_risks_or_issues_alone_fill_their_slide(missing: str):
    data = rendered(without(a_programme(), missing), BRAND.deck).data
    assert sections(data).count("Risks and issues") == 1
    assert check_package(data) == []


def test_few_groups_have_panels_and_many_are_ranked():
    report = a_report()
    lead = report.kpis[0]
    many = tuple(replace(lead.groups["segment"][0], key=f"G{n}", label=f"Group {n}") for n in range(7))
    ranked = replace(report, kpis=(replace(lead, groups={"segment": many}), *report.kpis[1:]))
    few, more = (opened(rendered(one, BRAND.deck).data).slides[4] for one in (report, ranked))
    assert {"Group 1", "Group 3"} <= {shape.name for shape in shapes_of(few)}
    assert "Group 4" not in {shape.name for shape in shapes_of(few)}
    assert "Against target" in {shape.name for shape in shapes_of(more)}
    five = replace(report, kpis=(replace(lead, groups={"segment": many[:5]}), *report.kpis[1:]))
    assert "Group 5" in {shape.name for shape in shapes_of(opened(rendered(five, BRAND.deck).data).slides[4])}


def test_other_indicators_are_in_the_backup():
    report = a_report()
    lead, *others = report.kpis
    second = replace(others[0], trend=replace(lead.trend, id="kpi.coaching.trend") if lead.trend else None)
    held = sections(rendered(replace(report, kpis=(lead, second, *others[1:])), BRAND.deck).data)
    assert held[-2:] == ["Backup", "Backup, Trend"]
    assert held.count("Trend") == 1


def test_the_tables_of_a_programme_are_native(programme: bytes):
    found = {shape.name for slide in opened(programme).slides for shape in slide.shapes if shape.has_table}
    assert {f"rg:{name}" for name in ("top_risks", "urgent_issues", "milestones", "activities", "changes")} <= found
    charts = {shape.name for slide in opened(programme).slides for shape in slide.shapes if shape.has_chart}
    assert {"rg:case_backlog", "rg:case_flow.chart", "rg:case_age.chart", "rg:case_causes.chart"} <= charts
    assert isinstance(a_programme().blocks["case_flow"], Table)
