"""What becomes of values and blocks in a Word document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from reportgen.brand import read_brand, shipped_brands
from reportgen.content.charts import Chart
from reportgen.content.narrative import Narrative
from reportgen.content.phrases import Symbol
from reportgen.content.tables import Table
from reportgen.content.values import NoData, Status
from reportgen.locales import locale_for
from reportgen.locations import TagLocation
from reportgen.ooxml import Draft, read_package
from reportgen.renderers.word.figures import EMU_PER_CM, height_of
from reportgen.renderers.word.finish import Numbers, finish_part
from reportgen.renderers.word.frame import paragraph_properties, read_widths
from reportgen.renderers.word.place import WordPlacer
from reportgen.renderers.word.styles import complete_styles
from reportgen.templating import Owner, Runs, Tag
from tests.renderers.reports import a_report
from tests.renderers.word.xml import W, body, find, text_of, value

MAIN = "word/document.xml"


@pytest.fixture
def placer() -> WordPlacer:
    draft = Draft(read_package(shipped_brands() / "corporate" / "status.docx"))
    _, styles = complete_styles(draft.read("word/styles.xml"))
    return WordPlacer(draft, read_brand("corporate", Path("nowhere")), locale_for("en"), styles)


def tag(source: str = "{{ x }}") -> Tag:
    return Tag(MAIN, 1, source, TagLocation("status.docx", 'paragraph "{{ x }}"'))


def owner(properties: str = "", name: str = "w:p") -> Owner:
    return Owner(name, f"<w:p>{properties}<w:r><w:t>{{{{ x }}}}</w:t></w:r></w:p>".encode())


def trend() -> Chart:
    chart = a_report().lead.trend
    assert chart is not None
    return chart


def placed(placer: WordPlacer, block: object, properties: str = ""):
    xml = placer.block(block, tag(), owner(properties))
    assert xml is not None
    (found,) = find(body(xml), "*")
    return found


def in_sentence(placer: WordPlacer, printed: object, look: str = "<w:b/><w:sz w:val='40'/>"):
    """The paragraph after a value was put where a tag stood in bold text of 20 points."""
    made = placer.inline(printed, tag())
    assert isinstance(made, Runs)
    opened = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">'
    xml = f"<w:p>{opened}is </w:t></w:r>{made.xml}{opened}</w:t></w:r></w:p>"
    (paragraph,) = find(etree.fromstring(finish_part(etree.tostring(body(xml)), Numbers())), "w:p")
    return paragraph


def test_a_number_stands_in_a_hidden_control_of_its_own_and_looks_like_its_sentence(placer):
    paragraph = in_sentence(placer, a_report().lead)
    assert text_of(paragraph) == "is 66.3~%"
    (control,) = find(paragraph, "w:sdt")
    assert value(control, "w:sdtPr/w:tag") == "rg:kpi.active_share"
    assert find(control, "w:sdtPr/w15:appearance/@w15:val") == ["hidden"]
    assert value(control, ".//w:rPr/w:sz") == "40"
    assert find(control, ".//w:rPr/w:b")


def test_the_run_that_was_opened_for_nothing_is_taken_away(placer):
    assert len(find(in_sentence(placer, a_report().lead), "w:r")) == 1


def test_a_sign_keeps_its_colour_in_the_look_of_its_sentence(placer):
    paragraph = in_sentence(placer, Symbol(Status.OFF_TRACK))
    properties = find(paragraph, "w:r[2]/w:rPr/*")
    assert [child.tag.rpartition("}")[2] for child in properties] == ["rFonts", "b", "color", "sz"]
    assert value(paragraph, "w:r[2]/w:rPr/w:color") == "9B1D29"


def test_every_fact_of_a_sentence_has_its_control(placer):
    statement = a_report().narrative("summary").findings[0].statement
    paragraph = in_sentence(placer, statement)
    assert text_of(paragraph) == "is Active share rose to 66.3~%, 3.7 points below the target of 70.0~%."
    tags = find(paragraph, "w:sdt/w:sdtPr/w:tag/@w:val")
    assert tags == ["rg:kpi.active_share", "rg:kpi.active_share.gap", "rg:kpi.active_share.target"]
    assert [text_of(control) for control in find(paragraph, "w:sdt")] == ["66.3~%", "3.7", "70.0~%"]


def test_a_missing_number_is_a_word(placer):
    assert placer.inline(NoData("not measured"), tag()) == "n/a"


@pytest.mark.parametrize("block", [trend(), a_report().table("scorecard")])
def test_a_chart_or_table_in_a_sentence_is_refused_with_advice(placer, block):
    with pytest.raises(TypeError, match="paragraph of its own"):
        placer.inline(block, tag())


def test_a_block_takes_a_hidden_control_with_its_id(placer):
    for block in (a_report().table("scorecard"), trend(), a_report().narrative("notes")):
        control = placed(placer, block)
        assert value(control, "w:sdtPr/w:tag") == f"rg:{block.id}"


def test_a_chart_is_a_native_part_in_an_inline_frame_with_a_text_for_screen_readers(placer):
    chart = trend()
    frame = placed(placer, chart, '<w:pPr><w:pStyle w:val="Figure"/></w:pPr>')
    assert value(frame, ".//w:p/w:pPr/w:pStyle") == "Figure"
    (named,) = find(frame, ".//wp:docPr")
    assert (named.get("name"), named.get("descr")) == ("rg:kpi.active_share.trend", chart.alt)
    (relationship,) = find(frame, ".//c:chart/@r:id")
    target = {arrow.id: arrow.target for arrow in placer.draft.relationships(MAIN)}[relationship]
    assert target == "word/charts/chart1.xml"
    assert [arrow.target for arrow in placer.draft.relationships(target)] != []


def test_a_chart_is_as_wide_as_the_text_and_leaves_room_for_two_more_on_the_page(placer):
    (extent,) = find(placed(placer, trend()), ".//wp:extent")
    assert int(extent.get("cx")) / EMU_PER_CM == pytest.approx(17.0, abs=0.01)
    assert int(extent.get("cy")) / EMU_PER_CM == pytest.approx(6.46, abs=0.01)


def test_a_chart_of_few_bars_is_lower_and_one_of_many_is_higher():
    width = 17 * EMU_PER_CM
    bars = a_report().lead.by("segment").chart
    assert bars is not None
    many = [replace(bars, categories=tuple(str(n) for n in range(count))) for count in (20, 40)]
    heights = [height_of(chart, width) / EMU_PER_CM for chart in (bars, *many)]
    assert heights == pytest.approx([2.55, 8.6, 16.6])


def test_a_narrative_becomes_paragraphs_in_the_style_of_its_place(placer):
    paragraphs = find(
        placed(placer, a_report().narrative("notes"), '<w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>'), ".//w:p"
    )
    assert [value(paragraph, "w:pPr/w:pStyle") for paragraph in paragraphs] == ["ListBullet"] * 2
    assert text_of(paragraphs[0]) == "Coverage: 29 of 30 departments reported."
    assert [value(paragraph, ".//w:rStyle") for paragraph in paragraphs] == ["Strong", "Strong"]


@pytest.mark.parametrize("empty", [Table("t", (), ()), Narrative("n", ()), replace(trend(), series=())])
def test_a_block_without_data_takes_its_paragraph_away(placer, empty: Table | Narrative | Chart):
    assert placer.block(empty, tag(), owner()) == ""
    assert placer.book.slots == []


def test_text_does_not_become_a_block(placer):
    assert placer.block("words", tag(), owner()) is None
    assert placer.block(a_report().lead, tag(), owner()) is None


def test_the_book_knows_every_fact_and_block(placer):
    placer.inline(a_report().lead, tag())
    placer.block(a_report().lead.by("segment"), tag(), owner())
    number, table = placer.book.slots
    assert (number.id, number.text, number.place) == (
        "kpi.active_share",
        "66.3\N{NO-BREAK SPACE}%",
        "word/document.xml: rg:kpi.active_share",
    )
    assert (table.kind, table.rows) == ("table", ("POLICY", "OPERATIONS", "FIELD", "total"))


def test_the_properties_of_a_paragraph_are_cut_out_whole():
    properties = '<w:pPr><w:jc w:val="center"/><w:pPrChange w:id="1"><w:pPr><w:b/></w:pPr></w:pPrChange></w:pPr>'
    xml = f"<w:p>{properties}<w:r><w:rPr/><w:t>ü</w:t></w:r></w:p>".encode()
    assert paragraph_properties(xml) == properties
    assert paragraph_properties(b"<w:p><w:r/></w:p>") == ""
    assert paragraph_properties(b'<w:p><w:pPr w:x="1"/><w:r/></w:p>') == '<w:pPr w:x="1"/>'


def test_a_block_is_as_wide_as_its_cell_column_or_section():
    def paragraph(tag: str, section: str = "") -> str:
        return f"<w:p><w:pPr>{section}</w:pPr><w:r><w:t>{tag}</w:t></w:r></w:p>"

    page = '<w:pgSz w:w="{}" w:h="9000"/><w:pgMar w:left="1000" w:right="1000" w:gutter="0"/>{}'
    wide = f"<w:sectPr>{page.format(16000, '')}</w:sectPr>"
    two = '<w:cols w:num="2" w:space="600"/>'
    columns = f"<w:sectPr>{page.format(12000, two)}</w:sectPr>"
    cell = '<w:tcPr><w:tcW w:w="5216" w:type="dxa"/></w:tcPr>'
    table = f"<w:tbl><w:tr><w:tc>{cell}{paragraph('{{ a }}')}</w:tc></w:tr></w:tbl>"
    xml = paragraph("{{ a }}", wide) + table + paragraph("{{ b }} and {{ a }}") + columns
    widths = read_widths(etree.tostring(body(xml)))
    assert [widths.at("{{ a }}", ordinal) for ordinal in range(3)] == [14000, 5000, 4700]
    assert widths.at("{{ b }}") == widths.at("{{ elsewhere }}") == 4700


def test_a_template_without_our_styles_gets_plain_ones():
    bare = b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">%s</w:styles>'
    other = b'<w:style w:type="paragraph" w:styleId="Quiet"><w:name w:val="Silence"/></w:style>'
    data, styles = complete_styles(bare % other)
    made = {style.get(f"{W}styleId"): style for style in etree.fromstring(data)}
    assert list(made) == ["Quiet", "ReportTable", "TableText", "TableNumber", "TableNote", "Strong", "Quiet1"]
    assert styles.quiet == "Quiet1"
    assert value(made["TableNumber"], "w:basedOn") == "TableText"
    assert complete_styles(data) == (data, styles)
