"""Tables of a report as native Word tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.brand import read_brand
from reportgen.content.phrases import Label
from reportgen.content.tables import Align, Column, Emphasis, Row, Table
from reportgen.content.values import Percent, Status, exact
from reportgen.locales import locale_for
from reportgen.renderers.word.styles import Styles
from reportgen.renderers.word.tables import TableLook, place_table
from reportgen.renderers.word.widths import MARGINS, Need, column_widths, extent, longest_word
from tests.renderers.reports import a_report, by_segment
from tests.renderers.word.xml import W, body, find, text_of, value

STYLES = Styles("ReportTable", "TableText", "TableNumber", "TableNote", "Strong", "Quiet")
WIDTH = 9638


@pytest.fixture
def look() -> TableLook:
    return TableLook(read_brand("corporate", Path("nowhere")), locale_for("en"), STYLES, WIDTH)


def placed(table: Table, look: TableLook):
    (found,) = find(body(place_table(table, look)), "w:tbl")
    return found


def test_every_cell_prints_what_the_locale_prints(look):
    table = placed(by_segment(), look)
    rows = [[text_of(cell) for cell in find(row, "w:tc")] for row in find(table, "w:tr")]
    assert rows[0] == ["Segment", "Active", "Licensed", "Share", "Target", "Gap, points", "Since Sep", "Status"]
    assert rows[1] == ["Policy", "826", "1~080", "76.5~%", "70.0~%", "+6.5", "+1.7", "● On track"]
    assert rows[3][5:] == ["−29.8", "−1.4", "◆ Off track"]
    assert rows[4][0] == "All departments"


def test_the_header_row_repeats_and_no_row_splits(look):
    rows = find(placed(by_segment(), look), "w:tr")
    assert [bool(find(row, "w:trPr/w:tblHeader")) for row in rows] == [True, False, False, False, False]
    assert all(find(row, "w:trPr/w:cantSplit") for row in rows)


def test_numbers_stand_right_and_texts_left(look):
    row = find(placed(by_segment(), look), "w:tr")[1]
    styles = [value(cell, "w:p/w:pPr/w:pStyle") for cell in find(row, "w:tc")]
    assert styles == ["TableText", *["TableNumber"] * 6, "TableText"]


def test_a_status_is_a_coloured_sign_before_a_word_in_the_colour_of_text(look):
    cell = find(placed(by_segment(), look), "w:tr")[3][-1]
    sign, word = find(cell, "w:p/w:r")
    assert (text_of(sign), value(sign, "w:rPr/w:color")) == ("◆", "9B1D29")
    assert text_of(word) == " Off track"
    assert not find(word, "w:rPr/w:color")


def test_the_total_row_is_the_last_row_of_the_table_style(look):
    look_of = placed(by_segment(), look).find(f"{W}tblPr/{W}tblLook")
    assert (look_of.get(f"{W}firstRow"), look_of.get(f"{W}lastRow")) == ("1", "1")
    without = placed(by_segment().head(3), look).find(f"{W}tblPr/{W}tblLook")
    assert without.get(f"{W}lastRow") == "0"


def test_title_and_description_are_there_for_screen_readers(look):
    table = placed(by_segment(), look)
    assert value(table, "w:tblPr/w:tblCaption") == "Active share by segment, October 2026"
    assert value(table, "w:tblPr/w:tblDescription") == "Active share of three segments against the target of 70.0 %."


def test_a_label_has_its_note_below_it(look):
    cell = find(placed(a_report().table("scorecard"), look), "w:tr")[1][1]
    assert [text_of(paragraph) for paragraph in find(cell, "w:p")] == ["Active share", "of licensed users"]


def test_an_exception_is_filled_in_the_colour_of_the_theme(look):
    table = Table("t", (Column("a", "A"),), (Row("1", ("x",), Emphasis.EXCEPTION), Row("2", ("y",))))
    shades = find(placed(table, look), ".//w:shd")
    assert [(shade.get(f"{W}fill"), shade.get(f"{W}themeFill")) for shade in shades] == [("F3F1EB", "background2")]


def test_plain_numbers_print_as_their_column_says(look):
    columns = (Column("a", "A", Align.RIGHT, format=Percent(exact(0), 1)), Column("b", "B"))
    table = Table("t", columns, (Row("1", (0.12345, None)), Row("2", (1, 7))))
    rows = [text_of(row) for row in find(placed(table, look), "w:tr")]
    assert rows == ["AB", "12.3~%n/a", "100.0~%7"]


def test_a_short_table_stays_on_one_page_and_a_long_one_keeps_its_ends_and_its_source_together(look):
    def kept(count):
        table = Table("t", (Column("a", "A"),), tuple(Row(str(n), (str(n),)) for n in range(count)))
        return [bool(find(row, ".//w:keepNext")) for row in find(placed(table, look), "w:tr")]

    assert all(kept(4))
    long = kept(30)
    assert (long[:4], long[-4:], sum(long)) == ([True, True, False, False], [False, True, True, True], 5)


def test_markup_in_data_is_text(look):
    table = Table("t", (Column("a", "R&D <b>"),), (Row("1", (Label("</w:t>", "& note"),)),), title='say "x"')
    made = placed(table, look)
    assert [text_of(paragraph) for paragraph in find(made, ".//w:p")] == ["R&D <b>", "</w:t>", "& note"]
    assert value(made, "w:tblPr/w:tblCaption") == 'say "x"'


@given(
    st.lists(
        st.builds(Need, st.floats(0.1, 9), st.integers(0, 4000), st.integers(0, 9000), st.integers(0, 3000)), min_size=1
    ),
    st.integers(2000, 14000),
)
def test_column_widths_always_sum_to_the_table(needs, total):
    widths = column_widths(needs, total)
    assert sum(widths) == total
    assert all(width > 0 for width in widths)


def test_no_column_is_narrower_than_its_longest_word_while_there_is_room():
    widths = column_widths([Need(8, 900, 30000, 500), Need(1, 900, 4000, 1200), Need(1, 900, 3000, 900)], WIDTH)
    assert widths[0] > widths[1] >= 1200
    assert widths[2] >= 900


def test_texts_stay_on_one_line_where_all_have_room():
    first, second = column_widths([Need(9, 500, 2000, 800), Need(1, 500, 4000, 800)], WIDTH)
    assert second >= 4000
    assert first > 2000


def test_headings_wrap_before_texts_do():
    needs = [Need(1, 600, 3000, 1000), *[Need(1, 1500, 700, 700)] * 5]
    widths = column_widths(needs, WIDTH)
    assert widths[0] >= 3000
    assert all(width < 1500 for width in widths[1:])


@given(
    st.lists(st.tuples(st.integers(300, 2500), st.integers(300, 900)), min_size=3, max_size=9),
    st.floats(0.1, 9),
)
def test_where_not_even_the_words_have_room_headings_give_way_before_numbers(columns, weight):
    needs = [Need(weight, heading, number, max(heading, number), rigid=number) for heading, number in columns]
    widths = column_widths(needs, WIDTH)
    assert sum(widths) == WIDTH
    for width, (_, number) in zip(widths, columns, strict=True):
        assert width >= number + MARGINS - 1


def test_a_short_name_stays_on_one_line_and_a_long_sentence_wraps():
    sentence, person = Need(1, 900, 9000, 700, short=600), Need(1, 600, 1000, 700, 700, 1000)
    assert column_widths([sentence, sentence, person], WIDTH)[2] >= 1000 + MARGINS


def test_a_long_heading_over_a_narrow_column_can_be_broken_with_a_hyphen(look):
    columns = tuple(Column(str(n), "Wahlberechtigtenverzeichnis", Align.RIGHT) for n in range(8))
    table = placed(Table("t", columns, (Row("r", ("1 234",) * 8),)), look)
    heading = text_of(find(table, "w:tr")[0])
    assert "\N{SOFT HYPHEN}" in heading
    assert heading.replace("\N{SOFT HYPHEN}", "").startswith("Wahlberechtigtenverzeichnis")
    assert "\N{SOFT HYPHEN}" not in "".join(map(text_of, find(placed(by_segment(), look), "w:tr")))


def test_an_initial_stays_with_its_name_and_a_month_with_its_year():
    assert longest_word("K. Vasiliou") == extent("K. Vasiliou")
    assert longest_word("Since Sep 2026") == extent("Sep 2026")
    assert longest_word("in room 7. Then on") == extent("room")


def test_a_number_with_no_break_spaces_is_one_word():
    assert longest_word("about 51\N{NO-BREAK SPACE}820\N{NO-BREAK SPACE}657 users") == extent(
        "51\N{NO-BREAK SPACE}820\N{NO-BREAK SPACE}657"
    )


def test_grid_and_cells_agree(look):
    table = placed(replace(by_segment(), title=""), look)
    grid = [int(column.get(f"{W}w")) for column in find(table, "w:tblGrid/w:gridCol")]
    assert sum(grid) == WIDTH
    for row in find(table, "w:tr"):
        assert [int(cell.get(f"{W}w")) for cell in find(row, "w:tc/w:tcPr/w:tcW")] == grid


def test_a_status_without_a_target_has_no_sign(look):
    table = Table("t", (Column("a", "A"),), (Row("1", (Status.NO_TARGET,)),))
    assert text_of(find(placed(table, look), "w:tr")[1]) == "No target"
