"""Slides repeated, dropped, continued; titles; what has no place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.util import Cm, Pt

from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Label, Phrase
from reportgen.content.report import Report
from reportgen.content.tables import Column, Row, Table
from reportgen.content.values import Status
from reportgen.errors import Severity, TemplateError
from reportgen.ooxml import read_package
from reportgen.quality.package import check_package
from reportgen.renderers.context import vocabulary
from reportgen.renderers.powerpoint import check
from tests.renderers.powerpoint.decks import (
    BRAND,
    a_template,
    add_box,
    opened,
    rendered,
    rows_of,
    shape_named,
    texts_of,
    titles,
)
from tests.renderers.reports import a_report


def with_entities(report: Report, count: int) -> Report:
    table = report.lead.entities
    assert table is not None
    rows = tuple(Row(f"D{n:03}", (f"Department {n:03}", "Field", n, 110, n / 1000)) for n in range(count))
    lead = replace(report.lead, entities=replace(table, rows=rows))
    return replace(report, kpis=(lead, *report.kpis[1:]))


def test_a_slide_is_repeated_for_each_indicator_with_notes_of_its_own(tmp_path: Path):
    template = a_template(
        tmp_path / "t.pptx",
        ("First", "x", ""),
        ("{{ k.label }}", "{{ k.value }}", "{%slide for k in kpis %}Owner: {{ k.owner }}"),
        ("Last", "y", ""),
    )
    data = rendered(a_report(), template).data
    labels = [kpi.label for kpi in a_report().kpis]
    assert titles(data) == ["First", *labels, "Last"]
    notes = [slide.notes_slide.notes_text_frame.text for slide in list(opened(data).slides)[1:-1]]
    assert notes[0] == "Owner: Adoption team"
    assert notes[2] == "Owner: Helpdesk"
    assert check_package(data) == []


def test_each_copy_of_a_slide_has_a_chart_of_its_own(tmp_path: Path):
    template = a_template(tmp_path / "t.pptx", ("{{ n }}", "{{ lead.trend }}", "{%slide for n in [1, 2, 3] %}"))
    package = read_package(rendered(a_report(), template).data)
    assert len([name for name in package.names if name.startswith("ppt/charts/chart")]) == 3
    assert len([name for name in package.names if name.startswith("ppt/embeddings/")]) == 3


def test_a_long_table_goes_on_on_further_slides(tmp_path: Path):
    template = a_template(tmp_path / "t.pptx", ("Where to look", "{{ lead.entities }}", "Notes"))
    made = rendered(with_entities(a_report(), 30), template)
    assert titles(made.data) == ["Where to look (1/2)", "Where to look (2/2)"]
    first, second = (rows_of(shape_named(slide, "rg:kpi.active_share.entities")) for slide in opened(made.data).slides)
    assert first[0] == second[0]
    assert [row[0] for row in first[1:] + second[1:]] == [f"Department {n:03}" for n in range(30)]
    assert check_package(made.data) == []


def test_a_table_of_hundreds_of_rows_is_cut_and_says_so(tmp_path: Path):
    template = a_template(tmp_path / "t.pptx", ("Where to look", "{{ lead.entities }}", ""))
    made = rendered(with_entities(a_report(), 400), template)
    slides = list(opened(made.data).slides)
    assert len(slides) == 3
    shown = sum(len(rows_of(shape_named(slide, "rg:kpi.active_share.entities"))) - 1 for slide in slides)
    assert f"and {400 - shown} more: annex, sheet By entity" in texts_of(slides[-1])
    assert [(problem.severity, problem.code) for problem in made.problems] == [(Severity.NOTICE, "table-cut")]


def test_equal_titles_are_told_apart(tmp_path: Path):
    template = a_template(tmp_path / "t.pptx", ("Trend", "a", ""), ("Trend", "b", ""), ("Trend", "c", ""))
    assert titles(rendered(a_report(), template).data) == ["Trend", "Trend (2)", "Trend (3)"]


def test_a_title_without_words_takes_the_first_of_its_slide(tmp_path: Path):
    template = a_template(tmp_path / "t.pptx", ("{{ notes.headline }}", "What to know", ""))
    assert titles(rendered(a_report(), template).data) == ["What to know"]


def test_a_long_title_is_set_smaller_then_cut_with_the_whole_in_the_notes(tmp_path: Path):
    fits = "Active share reached 66.3 % in October, which is four points below the path of the programme for 2026"
    long = f"{fits}; at the present pace the target of 80 % is reached in August 2027, which is five months late"
    template = a_template(tmp_path / "t.pptx", (fits, "a", "x"), (long, "b", "x"))
    made = rendered(a_report(), template)
    slides = list(opened(made.data).slides)
    sizes = [slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size for slide in slides]
    assert sizes[0] in (None, Pt(22))
    assert sizes[1] == Pt(20)
    assert slides[1].shapes.title.text_frame.text.endswith("…")
    assert slides[1].notes_slide.notes_text_frame.text.startswith(long)
    [problem] = made.problems
    assert str(problem.location) == "t.pptx, slide 2"
    assert problem.code == "title-too-long"


def test_a_name_that_was_cut_stands_whole_in_the_notes(tmp_path: Path):
    name = "Accepted of decided requests for a change of residence from abroad, without those in progress " * 3
    report = a_report()
    scorecard = report.table("scorecard")
    first = scorecard.rows[0]
    rows = (replace(first, cells=(Label(name.strip()), *first.cells[1:])), *scorecard.rows[1:])
    template = a_template(tmp_path / "t.pptx", ("Scorecard", "{{ scorecard }}", "Notes"))
    blocks = {**report.blocks, "scorecard": replace(scorecard, rows=rows)}
    [slide] = opened(rendered(replace(report, blocks=blocks), template).data).slides
    assert rows_of(shape_named(slide, "rg:scorecard"))[1][0].endswith("…")
    assert slide.notes_slide.notes_text_frame.text.splitlines() == [name.strip(), "Notes"]


def test_a_template_of_another_house_is_filled_too(tmp_path: Path):
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text_frame.text = "{{ scorecard.headline }}"
    slide.placeholders[1].text_frame.text = "{{ scorecard }}"
    for tag in ("{{ lead.trend }}", "{{ summary }}"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text_frame.text = "{{ lead.label }}"
        slide.shapes.add_textbox(Cm(1), Cm(5), Cm(20), Cm(12)).text_frame.text = tag
    deck.save(str(tmp_path / "other.pptx"))
    made = rendered(a_report(), tmp_path / "other.pptx")
    slides = list(opened(made.data).slides)
    assert len(rows_of(shape_named(slides[0], "rg:scorecard"))) == 6
    assert shape_named(slides[1], "rg:kpi.active_share.trend").has_chart
    assert titles(made.data)[1:] == ["Active share", "Active share (2)"]
    assert check_package(made.data) == []


def test_a_narrative_of_plain_sentences_stays_text_of_its_placeholder(tmp_path: Path):
    notes = Narrative("notes", (Finding(Phrase("One.")), Finding(Phrase("Two."), consequence=Phrase("So what."))))
    report = a_report()
    template = a_template(tmp_path / "t.pptx", ("Notes", "{{ notes }}", ""), layout="Text")
    data = rendered(replace(report, blocks={**report.blocks, "notes": notes}), template).data
    shape = shape_named(opened(data).slides[0], "rg:notes")
    assert shape.is_placeholder
    assert shape.text_frame.text == "One.\nTwo.\nSo what."


def test_more_findings_than_fit_go_to_a_further_slide(tmp_path: Path):
    sentence = Phrase("A sentence that says what happened and why it matters to the committee today. " * 4)
    notes = Narrative("notes", tuple(Finding(sentence, label=f"Note {n}") for n in range(9)))
    report = a_report()
    template = a_template(tmp_path / "t.pptx", ("Notes", "{{ notes }}", ""), layout="Text")
    data = rendered(replace(report, blocks={**report.blocks, "notes": notes}), template).data
    assert titles(data) == ["Notes (1/3)", "Notes (2/3)", "Notes (3/3)"]
    labels = [text for slide in opened(data).slides for text in texts_of(slide) if text.startswith("Note ")]
    assert labels == [f"Note {n}" for n in range(9)]


def test_a_block_without_data_says_so(tmp_path: Path):
    report = a_report()
    blocks = {**report.blocks, "notes": Narrative("notes", ())}
    template = a_template(tmp_path / "t.pptx", ("Notes", "{{ notes }}", ""))
    data = rendered(replace(report, blocks=blocks), template).data
    assert shape_named(opened(data).slides[0], "rg:notes").text_frame.text == "No data"


def test_a_status_sign_alone_in_a_box_becomes_a_shape(tmp_path: Path):
    template = a_template(tmp_path / "t.pptx", ("Status", "x", ""))
    add_box(template, 1, "{{ lead.symbol }}")
    shape = shape_named(opened(rendered(a_report(), template).data).slides[0], "Status sign")
    assert a_report().lead.status is Status.AT_RISK
    assert shape.auto_shape_type.name == "ISOSCELES_TRIANGLE"
    assert str(shape.fill.fore_color.rgb) == "B5820C"
    assert shape._element.xpath(".//p:cNvPr")[0].get("descr") == "At risk"


def test_a_table_in_the_middle_of_a_sentence_is_refused_with_its_place(tmp_path: Path):
    template = a_template(tmp_path / "t.pptx", ("Table", "See {{ scorecard }} here", ""))
    with pytest.raises(TemplateError) as raised:
        rendered(a_report(), template)
    assert "slide 1" in str(raised.value)
    assert "a table needs a text box of its own" in str(raised.value)


def test_all_unknown_names_of_a_template_are_reported_at_once(tmp_path: Path):
    template = a_template(tmp_path / "t.pptx", ("{{ lead.labell }}", "{{ scorcard }}", "{{ kpi.activ_share }}"))
    problems = check(template, vocabulary(("active_share",)))
    assert sorted(problem.location.as_dict()["place"] for problem in problems) == [
        'notes of slide 1, shape "Notes Placeholder 2"',
        'slide 1, shape "Content Placeholder 4"',
        'slide 1, shape "Title 1"',
    ]
    assert all("Did you mean" in problem.hint for problem in problems)


def test_a_file_that_is_no_presentation_is_a_problem_not_a_traceback(tmp_path: Path):
    path = tmp_path / "deck.pptx"
    path.write_bytes(b"not a zip")
    [problem] = check(path, vocabulary(()))
    assert problem.severity is Severity.ERROR


def test_the_template_is_never_changed(tmp_path: Path):
    before = BRAND.deck.read_bytes()
    rendered(a_report(), BRAND.deck)
    assert BRAND.deck.read_bytes() == before


def with_slide(template: Path, change: Callable[[str], str]) -> Path:
    """The template with its first slide changed as text."""
    with ZipFile(template) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    slide = "ppt/slides/slide1.xml"
    before = parts[slide].decode()
    parts[slide] = change(before).encode()
    assert parts[slide].decode() != before
    with ZipFile(template, "w") as held:
        for name, data in parts.items():
            held.writestr(name, data)
    return template


def test_a_chart_is_placed_on_a_slide_that_declares_only_the_prefixes_it_uses(tmp_path: Path):
    declared = ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    template = a_template(tmp_path / "t.pptx", ("Trend", "{{ lead.trend }}", ""))
    data = rendered(a_report(), with_slide(template, lambda slide: slide.replace(declared, ""))).data
    assert [shape.has_chart for shape in opened(data).slides[0].shapes].count(True) == 1
    assert check_package(data) == []


def test_a_shape_of_the_template_with_a_very_large_id_stays(tmp_path: Path):
    template = a_template(tmp_path / "t.pptx", ("Trend", "", ""))
    add_box(template, 1, "Typed by the author")
    renumbered = with_slide(
        template, lambda slide: re.sub(r'(<p:cNvPr id=)"[^"]*"( name="Box)', r'\1"1900000000"\2', slide)
    )
    data = rendered(a_report(), renumbered).data
    assert "Typed by the author" in texts_of(opened(data).slides[0])


def test_the_cells_of_two_tables_on_a_slide_say_what_looks_like_markup(tmp_path: Path):
    odd = ('"R&D" <a:tbl>', "</a:tbl> & more", "<?reportgen-table 0?>")
    tables = [Table(name, (Column("what", f"Of {name}"),), tuple(Row(text, (text,)) for text in odd)) for name in "xy"]
    report = a_report()
    report = replace(report, blocks={**report.blocks, "changes": tables[0], "definitions": tables[1]})
    template = a_template(tmp_path / "t.pptx", ("Two", "{{ changes }}", ""))
    add_box(template, 1, "{{ definitions }}")
    (slide,) = opened(rendered(report, template).data).slides
    held = sorted(rows_of(shape) for shape in slide.shapes if shape.has_table)
    assert held == [[[head], *([text] for text in odd)] for head in ("Of x", "Of y")]
