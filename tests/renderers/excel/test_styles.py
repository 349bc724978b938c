"""New looks become entries of the styles part, once each."""

from __future__ import annotations

from lxml import etree

from reportgen.renderers.excel.styles import MAIN, MINIMAL_STYLES, Look, Rule, StyleBook


def entries(book: StyleBook, section: str) -> list[etree._Element]:
    found = etree.fromstring(book.to_bytes()).find(f"{{{MAIN}}}{section}")
    assert found is not None
    assert found.get("count") == str(len(found))
    return list(found)


def test_equal_looks_share_an_entry() -> None:
    book = StyleBook(MINIMAL_STYLES)
    first = book.derived(0, Look(number_format="0.0", bold=True))
    assert book.derived(0, Look(number_format="0.0", bold=True)) == first
    assert book.derived(0, Look(number_format="0.0")) != first
    assert len(entries(book, "cellXfs")) == 3
    assert [entry.get("formatCode") for entry in entries(book, "numFmts")] == ["0.0"]


def test_an_empty_look_is_the_style_itself() -> None:
    assert StyleBook(MINIMAL_STYLES).derived(0, Look()) == 0


def test_a_font_keeps_what_the_look_does_not_say() -> None:
    book = StyleBook(MINIMAL_STYLES)
    bold = book.derived(0, Look(bold=True))
    book.derived(bold, Look(colour="accent1"))
    names = [etree.QName(child).localname for child in entries(book, "fonts")[-1]]
    assert names == ["b", "sz", "color", "name"]


def test_rules_keep_the_other_edges() -> None:
    book = StyleBook(MINIMAL_STYLES)
    over = book.derived(0, Look(top=Rule("medium", "dk2")))
    book.derived(over, Look(bottom=Rule("thin", "accent6")))
    edges = {etree.QName(edge).localname: edge.get("style") for edge in entries(book, "borders")[-1]}
    assert edges == {"left": None, "right": None, "top": "medium", "bottom": "thin", "diagonal": None}
    assert {color.get("theme") for color in entries(book, "borders")[-1].iter(f"{{{MAIN}}}color")} == {"3", "9"}


def test_sections_stand_in_the_order_of_the_schema() -> None:
    book = StyleBook(MINIMAL_STYLES)
    book.derived(0, Look(number_format="0.0", fill="lt2", align="right", wrap=True, indent=1))
    names = [etree.QName(child).localname for child in etree.fromstring(book.to_bytes())]
    assert names == ["numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs"]


def test_a_named_style_can_be_used_by_cells() -> None:
    named = MINIMAL_STYLES.replace(
        b"</styleSheet>", b'<cellStyles count="1"><cellStyle name="Mine" xfId="0"/></cellStyles></styleSheet>'
    )
    assert StyleBook(named).named("Mine") is not None
    assert StyleBook(named).named("Other") is None
