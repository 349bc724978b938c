"""Elements: every value is escaped, whatever is in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.ooxml import clean_text, document, el, parse_xml


@given(st.text(), st.text())
def test_any_text_comes_back_as_it_was_but_for_what_xml_cannot_hold(content, attribute):
    root = parse_xml(document("root", ("a",), el("child", content, name=attribute)))
    assert (root[0].text or "") == clean_text(content)
    assert root[0].get("name") == clean_text(attribute)


def test_markup_stays_values_are_escaped_and_none_is_left_out():
    assert el("p", el("b", "R&D <new>"), None, 5, on=True, off=False, gone=None, q='"') == (
        '<p on="1" off="0" q="&quot;"><b>R&amp;D &lt;new&gt;</b>5</p>'
    )


def test_illegal_characters_are_stripped():
    assert el("t", "a\x00b\x0bc\ud800d\ufffee") == "<t>abcde</t>"
