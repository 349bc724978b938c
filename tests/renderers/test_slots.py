"""Slots: what a document prints where, for the manifest and inside the file."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from reportgen.content.maps import Bubble, Map, Place
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Phrase, Span
from reportgen.content.tables import Column, Row, Table
from reportgen.content.values import NoData, Percent
from reportgen.ooxml import Draft, read_package
from reportgen.renderers.slots import (
    NAMESPACE,
    Owner,
    Slot,
    SlotBook,
    attach_slots,
    join_phrases,
    read_slots,
    slots_xml,
)
from tests.templates import BRANDS


def test_a_number_is_recorded_with_the_text_as_written() -> None:
    book = SlotBook()
    book.number(Percent(Decimal("0.647"), 1, id="kpi.reach"), "64.7 %", "slide 3")
    assert [slot.as_dict() for slot in book.slots] == [
        {
            "id": "kpi.reach",
            "owner": "data",
            "kind": "number",
            "place": "slide 3",
            "text": "64.7 %",
            "spans": [["kpi.reach", 0, 6]],
        }
    ]


def test_a_number_that_is_no_fact_of_the_report_is_no_slot() -> None:
    book = SlotBook()
    book.number(NoData("nothing"), "n/a", "slide 3")
    assert book.slots == []


def test_a_map_is_recorded_with_the_keys_of_what_stands_on_it() -> None:
    book = SlotBook()
    bubbles = (Bubble("S1", 1, "Head of Support", Place(7, 6)), Bubble("S2", 2, "Helpdesk", Place(7, 4)))
    book.block(Map("stakeholder_map", ("", "", "", ""), bubbles), "slide 7")
    assert [slot.as_dict() for slot in book.slots] == [
        {"id": "stakeholder_map", "owner": "data", "kind": "map", "place": "slide 7", "rows": ["S1", "S2"]}
    ]


def test_joined_sentences_keep_their_facts_in_place() -> None:
    text, spans = join_phrases([Phrase("Up to 5.", (Span("a", 6, 7),)), Phrase("Down 3.", (Span("b", 5, 6),))])
    assert text == "Up to 5.\nDown 3."
    assert [(span.id, text[span.start : span.end]) for span in spans] == [("a", "5"), ("b", "3")]


def test_tables_and_narratives_are_known_by_their_keys_and_text() -> None:
    book = SlotBook()
    book.block(Table("scorecard", (Column("actual", "Actual"),), (Row("reach", ("1",)),)), "slide 3")
    book.block(Narrative("summary", (Finding(Phrase("Reach rose."), consequence=Phrase("It will last.")),)), "slide 2")
    table, narrative = book.slots
    assert (table.rows, table.columns, table.owner) == (("reach",), ("actual",), "data")
    assert (narrative.text, narrative.owner) == ("Reach rose.\nIt will last.", "seed")


def test_the_part_in_the_file_holds_every_slot_with_hostile_texts() -> None:
    book = SlotBook()
    book.number(Percent(Decimal("0.5"), id='kpi.a@group="R&D" <x>'), "50\x0b %", "slide 1")
    root = etree.fromstring(slots_xml(book.slots))
    slot = root.find(f"{{{NAMESPACE}}}slot")
    assert slot is not None
    assert slot.get("id") == 'kpi.a@group="R&D" <x>'
    assert slot.findtext(f"{{{NAMESPACE}}}text") == "50 %"


def test_slots_are_read_back_as_they_were_written() -> None:
    slots = (
        Slot("kpi.reach", Owner.DATA, "number", "slide 2", "64.7 %", (Span("kpi.reach", 0, 6),)),
        Slot("scorecard", Owner.DATA, "table", "slide 3", rows=("a", "b & c"), columns=("actual",)),
        Slot("summary", Owner.SEED, "narrative", "slide 2", "One line\nand <another>"),
    )
    template = read_package(BRANDS / "corporate" / "deck.pptx")
    draft = Draft(template)
    attach_slots(draft, slots)
    assert read_slots(read_package(draft.to_bytes(), "deck.pptx")) == slots
    assert read_slots(template) == ()
