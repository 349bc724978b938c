"""The contents list and references to captions are written when the part is filled."""

from __future__ import annotations

import re

from lxml import etree

from reportgen.renderers.word.contents import Outline, read_outline
from reportgen.renderers.word.finish import Numbers, finish_part
from tests.renderers.word.xml import W, body, find, text_of

OUTLINE = Outline({"H1": 1, "H2": 2}, {1: "%1", 2: "%1.%2"}, {1: "TOC1", 2: "TOC2"})
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def listed(switches: str = '\\o "1-2" \\n') -> str:
    """A contents field over two paragraphs, as Word leaves it."""
    words = f'<w:r><w:instrText xml:space="preserve"> TOC {switches} </w:instrText></w:r>'
    old = "<w:r><w:t>old</w:t></w:r>"
    return f"<w:p>{BEGIN}{words}{SEPARATE}{old}</w:p><w:p>{old}{END}</w:p>"


def heading(level: int, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="H{level}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def caption(kind: str) -> str:
    field = f'<w:fldSimple w:instr=" SEQ {kind} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f'<w:p><w:r><w:t xml:space="preserve">{kind} </w:t></w:r>{field}<w:r><w:t>  of what</w:t></w:r></w:p>'


def reference(kind: str) -> str:
    return f'<w:p><w:fldSimple w:instr=" REF Next{kind} "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'


def finished(xml: str):
    return etree.fromstring(finish_part(etree.tostring(body(xml)), Numbers(), OUTLINE))


def test_the_list_has_an_entry_for_each_heading_with_its_number():
    made = finished(listed() + heading(1, "Results") + heading(2, "Share") + heading(2, "Use") + heading(1, "Sources"))
    entries = find(made, "w:p[w:hyperlink]")
    assert [text_of(one.find(f"{W}hyperlink")) for one in entries] == ["1Results", "1.1Share", "1.2Use", "2Sources"]
    assert [one.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for one in entries] == ["TOC1", "TOC2", "TOC2", "TOC1"]
    assert "old" not in text_of(made)


def test_each_entry_leads_to_the_bookmark_of_its_heading():
    made = finished(listed() + heading(1, "Results") + heading(2, "Share"))
    anchors = find(made, "w:p/w:hyperlink/@w:anchor")
    marks = {start.get(f"{W}name"): text_of(start.getparent()) for start in find(made, ".//w:bookmarkStart")}
    assert [marks[anchor] for anchor in anchors] == ["Results", "Share"]
    ids = find(made, ".//w:bookmarkStart/@w:id")
    assert sorted(ids) == sorted(find(made, ".//w:bookmarkEnd/@w:id"))
    assert len(set(ids)) == len(ids)


def test_the_field_stays_one_that_word_can_update():
    made = finished(listed() + heading(1, "Results") + heading(2, "Share"))
    kinds = find(made, ".//w:fldChar/@w:fldCharType")
    assert kinds == ["begin", "separate", "end"]
    assert find(made, ".//w:instrText")[0].text.strip().startswith("TOC")


def test_the_list_keeps_to_its_levels():
    made = finished(listed('\\o "1-1"') + heading(1, "Results") + heading(2, "Share"))
    assert [text_of(one) for one in find(made, "w:p/w:hyperlink")] == ["1Results"]


def test_a_list_without_headings_stays_as_it_is():
    assert "old" in text_of(finished(listed()))


def test_a_reference_shows_the_next_caption_of_its_kind_and_leads_to_it():
    held = caption("Table") + reference("Table") + caption("Figure") + reference("Figure") + caption("Table")
    made = finished(held + caption("Figure"))
    shown = [one for one in find(made, ".//w:fldSimple") if " REF " in one.get(f"{W}instr")]
    assert [text_of(one) for one in shown] == ["Table~2", "Figure~2"]
    marks = [re.findall(r"REF (\S+)", one.get(f"{W}instr"))[0] for one in shown]
    assert marks == find(made, ".//w:bookmarkStart/@w:name")
    (start, _) = find(made, ".//w:bookmarkStart")
    between = start.itersiblings()
    held_texts = [text_of(one) for one in iter(lambda: next(between), None) if one.tag != f"{W}bookmarkEnd"][:2]
    assert held_texts == ["Table ", "2"]


def test_a_reference_without_a_caption_after_it_goes():
    made = finished(caption("Table") + reference("Table"))
    assert [one.get(f"{W}instr").split()[0] for one in find(made, ".//w:fldSimple")] == ["SEQ"]


def test_the_outline_is_read_from_styles_and_numbering():
    style = '<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:pPr>{more}</w:pPr></w:style>'
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    root = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    styles = "".join(
        style.format(id=id, name=name, more=more)
        for id, name, more in (("T1", "heading 1", numbered), ("T2", "Heading 2", ""), ("V1", "toc 1", ""))
    )
    numbering = (
        f'<w:numbering {root}><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1. "/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )
    outline = read_outline(f"<w:styles {root}>{styles}</w:styles>".encode(), numbering.encode())
    assert outline == Outline({"T1": 1, "T2": 2}, {1: "%1."}, {1: "V1"})
