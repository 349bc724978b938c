"""Tables in boxes: widths, sizes, pages."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from lxml import etree

from reportgen.brand import read_brand
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Label, Phrase
from reportgen.content.tables import Align, Column, Emphasis, Row, Table
from reportgen.content.values import Count, NoData, Percent, Points, Status
from reportgen.ooxml import parse_xml
from reportgen.ooxml.names import NS, qn
from reportgen.renderers.powerpoint.fitting import text_width
from reportgen.renderers.powerpoint.geometry import CM, Box
from reportgen.renderers.powerpoint.narratives import narrative_pages
from reportgen.renderers.powerpoint.pen import Look, Pen
from reportgen.renderers.powerpoint.table_plan import plan_table
from reportgen.renderers.powerpoint.tables import rest_text, table_xml
from tests.renderers.powerpoint.decks import BRAND, ENGLISH

PEN = Pen(ENGLISH, BRAND)
BOX = Box(0, 0, round(30.7 * CM), round(12.9 * CM))
NBSP = "\N{NO-BREAK SPACE}"
COLUMNS = (
    Column("name", "Municipality", weight=2),
    Column("value", "Share", Align.RIGHT, emphasis=Emphasis.STRONG, format=Percent(Decimal(0), 1)),
    Column("gap", "Gap, points", Align.RIGHT),
    Column("status", "Status"),
)


def a_table(count: int) -> Table:
    return of_rows(
        *(
            Row(f"r{n}", (f"Town {n}", 0.5 + n / 1000, Points(Decimal("-0.04"), 1, True), Status.AT_RISK))
            for n in range(count)
        )
    )


def of_rows(*rows: Row) -> Table:
    return Table("kpi.reach.entities", COLUMNS, rows)


def drawn(table: Table, box: Box = BOX, page: int = 0) -> etree._Element:
    xml = table_xml(plan_table(table, box, PEN), page, PEN)
    return parse_xml(f'<root xmlns:a="{NS["a"]}">{xml}</root>'.encode())[0]


def texts(table: etree._Element) -> list[list[str]]:
    return [
        [
            "\n".join("".join(t.text or "" for t in p.iter(qn("a:t"))) for p in cell.iter(qn("a:p")))
            for cell in row.iter(qn("a:tc"))
        ]
        for row in table.iter(qn("a:tr"))
    ]


def test_numbers_are_printed_by_the_format_of_their_column():
    assert texts(drawn(a_table(1))) == [
        ["Municipality", "Share", "Gap, points", "Status"],
        ["Town 0", f"50.0{NBSP}%", "−4.0", "▲ At risk"],
    ]


def test_a_missing_number_says_so_in_grey():
    table = drawn(of_rows(Row("x", ("Town", None, NoData("late"), Status.NO_DATA))))
    assert texts(table)[1] == ["Town", "n/a", "n/a", "○ No data"]
    share = list(table.iter(qn("a:tr")))[1][1]
    run = share.find(f".//{qn('a:rPr')}")
    assert run is not None
    assert run.get("b") == "0"
    assert run.find(f".//{qn('a:lumOff')}") is not None


def test_columns_fill_the_box_exactly():
    for count in (1, 10, 40):
        assert sum(plan_table(many_columns(count), BOX, PEN).widths) == BOX.width


def test_few_columns_stay_near_each_other():
    rows = (Row("a", ("Roma", Count(Decimal(2381479)))),)
    columns = (Column("name", "Municipality"), Column("actual", "Actual", Align.RIGHT))
    assert sum(plan_table(Table("t", columns, rows), BOX, PEN).widths) < 0.5 * BOX.width


def many_columns(count: int) -> Table:
    table = a_table(count)
    rows = tuple(replace(row, cells=row.cells + row.cells) for row in table.rows)
    return replace(table, columns=COLUMNS + COLUMNS, rows=rows)


def test_few_rows_are_roomy_and_many_are_dense():
    few, many = plan_table(a_table(5), BOX, PEN), plan_table(a_table(16), BOX, PEN)
    assert few.pages[0][0][1] == round(1.10 * CM)
    assert many.pages[0][0][1] == round(0.72 * CM)


def test_rows_that_do_not_fit_are_dealt_evenly_over_further_pages():
    plan = plan_table(a_table(30), BOX, PEN)
    assert [len(page) for page in plan.pages] == [15, 15]
    assert plan.left_out == 0
    assert all(plan.height(page) <= BOX.height for page in range(2))


def test_a_table_too_long_for_three_slides_says_where_the_rest_is():
    plan = plan_table(a_table(400), BOX, PEN)
    shown = sum(len(page) for page in plan.pages)
    assert len(plan.pages) == 3
    assert plan.left_out == 400 - shown
    assert rest_text(plan, PEN) == f"and {400 - shown} more: annex, sheet By entity"


def test_names_have_their_note_below_and_are_cut_after_two_lines():
    long = "Accepted of decided requests for a change of residence from abroad " * 4
    columns = (Column("indicator", "Indicator"), Column("actual", "Actual", Align.RIGHT, emphasis=Emphasis.STRONG))
    rows = (Row("a", (Label("Reach", "of electors"), Count(Decimal(5106)))), Row("b", (Label(long), Count(Decimal(1)))))
    table = drawn(Table("scorecard", columns, rows), replace(BOX, width=round(9 * CM)))
    assert texts(table)[1] == ["Reach\nof electors", f"5{NBSP}106"]
    assert texts(table)[2][0].endswith("…")


def test_off_track_rows_are_filled_as_long_as_they_are_the_exception():
    def filled(count: int) -> int:
        rows = (
            replace(row, cells=(*row.cells[:3], Status.OFF_TRACK if n < count else Status.ON_TRACK))
            for n, row in enumerate(a_table(6).rows)
        )
        table = drawn(of_rows(*rows))
        return sum(
            1 for cell in table.iter(qn("a:tcPr")) if cell.find(f"{qn('a:solidFill')}/*[@val='bg2']") is not None
        )

    assert filled(2) == 2 * len(COLUMNS)
    assert filled(5) == 0


def test_a_total_is_bold_and_ruled_off():
    rows = (*a_table(2).rows, Row("total", ("All", 0.6, NoData(), Status.ON_TRACK), Emphasis.TOTAL))
    table = drawn(of_rows(*rows))
    properties = table.find(qn("a:tblPr"))
    assert properties is not None
    assert properties.get("lastRow") == "1"
    name = list(table.iter(qn("a:tr")))[-1][0].find(f".//{qn('a:rPr')}")
    assert name is not None
    assert name.get("b") == "1"


def test_every_cell_is_a_plain_cell_with_a_header_row():
    table = drawn(a_table(3))
    assert table.find(qn("a:tblPr")).get("firstRow") == "1"  # type: ignore[union-attr]
    assert not [cell for cell in table.iter(qn("a:tc")) if cell.attrib]
    assert {len(row.findall(qn("a:tc"))) for row in table.iter(qn("a:tr"))} == {len(COLUMNS)}


def test_words_give_way_to_numbers():
    """Labels far too long for the box leave the columns of numbers as wide as their numbers."""
    columns = (
        *(Column(f"c{n}", "Verwaltungszusammenarbeit " * 2, weight=1) for n in range(6)),
        Column("value", "Zielerreichungsgrad", Align.RIGHT, format=Count(Decimal(0))),
        Column("status", "Zielerreichungsstatus"),
    )
    words = "Grenzüberschreitende Registerzusammenarbeitsvereinbarung"
    row = Row("r", (Label(words, words), *[words] * 5, Count(Decimal(1_234_567)), Status.NO_DATA))
    plan = plan_table(Table("t", columns, (row,)), BOX, PEN)
    assert sum(plan.widths) == BOX.width
    assert plan.room(6) >= text_width("1 234 567", PEN.type(Look(plan.sizes[6])))
    assert plan.room(7) >= text_width(f"○ {ENGLISH.text(Status.NO_DATA)}", PEN.type(Look(plan.sizes[7])))


def test_a_name_of_a_hundred_letters_makes_its_column_no_wider_than_one_of_forty():
    long, short = (of_rows(Row("r", (Label(name), 0.5, None, Status.AT_RISK))) for name in ("mm " * 40, "mm " * 14))
    narrow = replace(BOX, width=round(9 * CM))
    assert plan_table(long, narrow, PEN).widths[0] <= 1.05 * plan_table(short, narrow, PEN).widths[0]


def test_names_beside_many_numbers_are_not_broken():
    """Thirteen months in a wide font: cells come nearer to each other before a word is torn."""
    pen = Pen(ENGLISH, read_brand("agency", Path("nowhere")))
    months = tuple(Column(f"m{n}", f"Oct {2013 + n}", Align.RIGHT, format=Percent(Decimal(0), 1)) for n in range(13))
    row = Row("r", ("International relations", *[Percent(Decimal("0.834"), 1)] * 13))
    plan = plan_table(Table("t", (Column("name", "Department", weight=2), *months), (row,)), BOX, pen)
    assert sum(plan.widths) == BOX.width
    assert plan.room(0) >= text_width("International", pen.type(Look(plan.sizes[0])))
    assert all(plan.room(n) >= text_width(f"83.4{NBSP}%", pen.type(Look(plan.sizes[n]))) for n in range(1, 14))


def test_a_table_has_one_size_of_type_that_its_sentences_have_room_for():
    columns = (Column("name", "Stakeholder", weight=2), Column("why", "Why", weight=4))
    why = "; ".join(
        ["fell to Resistant since September 2026", "two levels below Supportive", "no contact took place"] * 2
    )
    few, many = (
        plan_table(Table("t", columns, tuple(Row(f"r{n}", (f"Office {n}", why)) for n in range(count))), BOX, PEN)
        for count in (4, 9)
    )
    assert few.sizes == (14, 14)
    assert many.sizes == (12, 12)
    assert len(few.pages) == len(many.pages) == 1


def test_definitions_are_set_as_notes_beside_names():
    columns = (Column("name", "Indicator", weight=2), Column("definition", "Definition", weight=4))
    rows = tuple(Row(f"r{n}", (f"Indicator {n}", "Users with an edit in the month. " * 3)) for n in range(5))
    assert plan_table(Table("t", columns, rows), BOX, PEN).sizes == (14, 12)


def test_where_one_period_breaks_before_its_year_all_heads_do():
    periods = ("Jul 2026", "Aug 2026", "Sep 2026", "Oct 2026")
    columns = (Column("name", "Department", weight=2), *(Column(p, p, Align.RIGHT) for p in periods))
    rows = (Row("r", ("International relations", *[Percent(Decimal("0.834"), 1)] * 4)),)
    wide, narrow = (plan_table(Table("t", columns, rows), replace(BOX, width=round(w * CM)), PEN) for w in (30.7, 12.4))
    assert wide.heads[1:] == periods
    assert narrow.heads[1:] == tuple(period.replace(" ", "\n") for period in periods)
    assert narrow.header > wide.header


def test_findings_lose_no_more_consequences_than_the_box_asks_for():
    long = Phrase("Reaching the goal takes a rise of two points in one month; the last three brought one. " * 2)
    findings = [Finding(Phrase(f"Finding {n}."), Count(Decimal(n)), "n", consequence=long) for n in range(2)]
    findings.append(Finding(Phrase("Finding 2."), Count(Decimal(2)), "n", consequence=Phrase("Short.")))
    shapes = narrative_pages(Narrative("summary", tuple(findings)), Box(0, 0, round(20.3 * CM), round(8.7 * CM)), PEN)
    assert len(shapes) == 1
    said = "".join(shapes[0])
    assert (said.count("Reaching the goal"), said.count("Short.")) == (2, 1)
