"""Captions, frames and controls are numbered when the part is filled."""

from __future__ import annotations

from lxml import etree

from reportgen.renderers.word.controls import control, control_tag
from reportgen.renderers.word.finish import Numbers, finish_part
from reportgen.renderers.word.runs import run
from tests.renderers.word.xml import body, find, text_of, value


def finished(xml: str, numbers: Numbers | None = None):
    return etree.fromstring(finish_part(etree.tostring(body(xml)), numbers or Numbers()))


def simple(kind: str, switches: str = "") -> str:
    return f'<w:p><w:fldSimple w:instr=" SEQ {kind} {switches}"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'


def complex_field(instruction: str, shown: str = "9") -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    words = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    result = f"<w:r><w:t>{shown}</w:t></w:r><w:r><w:t>9</w:t></w:r>"
    return f"<w:p>{marks['begin']}{words}{marks['separate']}{result}{marks['end']}</w:p>"


def texts(xml: str) -> list[str]:
    return [text_of(paragraph) for paragraph in find(finished(xml), "w:p")]


def test_captions_of_each_kind_are_counted_in_document_order():
    held = simple("Figure") + simple("Table") + simple("Figure") + simple("Table") + simple("Figure")
    assert texts(held) == ["1", "1", "2", "2", "3"]


def test_a_field_made_of_runs_is_counted_with_the_others():
    assert texts(simple("Table") + complex_field(" SEQ Table \\* ARABIC ") + simple("Table")) == ["1", "2", "3"]


def test_a_field_can_start_anew_or_repeat_its_number():
    held = simple("Table", "\\r 5") + simple("Table") + simple("Table", "\\c") + simple("Table")
    assert texts(held) == ["5", "6", "6", "7"]


def test_a_number_that_follows_headings_is_left_to_word():
    assert texts(simple("Table", "\\s 1") + simple("Table")) == ["1", "1"]


def test_other_fields_keep_their_result():
    assert texts(complex_field(" PAGE ", "4")) == ["49"]


def test_frames_and_controls_get_numbers_of_their_own():
    frames = '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="7" name="a"/></wp:inline></w:drawing></w:r></w:p>' * 3
    controls = "".join(f"<w:p>{control(id, run('1'))}</w:p>" for id in ("kpi.a", "kpi.b"))
    made = finished(frames + controls)
    assert [frame.get("id") for frame in find(made, ".//wp:docPr")] == ["1", "2", "3"]
    assert [value(one, "w:sdtPr/w:id") for one in find(made, ".//w:sdt")] == ["1", "2"]


def test_numbers_go_on_from_part_to_part():
    numbers = Numbers()
    parts = [finished(f"<w:p>{control(id, run('1'))}</w:p>", numbers) for id in ("kpi.a", "kpi.b")]
    assert [value(made, ".//w:sdtPr/w:id") for made in parts] == ["1", "2"]


def test_a_part_with_nothing_to_number_stays_as_it_is():
    data = b"<?xml version='1.0'?><w:hdr   xmlns:w='x'><w:p/></w:hdr>"
    assert finish_part(data, Numbers()) == data


def test_the_tag_of_a_control_is_short_enough_for_word_and_still_its_own():
    long = ["kpi.municipalities_live@region=FRIULI-VENEZIA GIULIA AND MORE." + name for name in ("target", "gap")]
    tags = [control_tag(id) for id in long]
    assert [len(tag) for tag in tags] == [64, 64]
    assert len(set(tags)) == 2
    assert control_tag("kpi.reach") == "rg:kpi.reach"
