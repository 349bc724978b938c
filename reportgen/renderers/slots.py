"""What a document holds of the report, slot by slot, so that a refresh can find every fact again.

In: what a renderer placed.  Out: `Slot`s for the manifest, and the custom XML part that travels in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lxml import etree

from reportgen.content.charts import Chart
from reportgen.content.kpis import Kpi
from reportgen.content.maps import Map
from reportgen.content.narrative import Narrative
from reportgen.content.phrases import Phrase, Span
from reportgen.content.tables import Table
from reportgen.content.values import NoData, Quantity, Range
from reportgen.ooxml import Draft, Package, Xml, el, escape, parse_xml

# The namespace by which a refresh recognises its own part among others.
NAMESPACE = "https://reportgen.org/slots/1"
_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
# A fixed GUID: it names the kind of part, not this file (ECMA-376 part 1, 22.5.2.1 asks for a GUID only).
_STORE_ITEM = "{6E1B6A0C-6C1B-4E43-9D58-2B5E0C7F4A11}"


class Owner(StrEnum):
    """Whose the slot is after the first build: data: new data win; seed: written once, then the person's."""

    DATA = "data"
    SEED = "seed"


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a document that prints the report: what (`id`), where, and the text as written.

    `spans` are the facts inside a text; `rows` and `columns` the keys of a table or the categories and
    series of a chart.
    """

    id: str
    owner: Owner
    kind: str
    place: str
    text: str = ""
    spans: tuple[Span, ...] = ()
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The slot for JSON; empty fields are left out."""
        spans = [[span.id, span.start, span.end] for span in self.spans]
        lists = {"spans": spans, "rows": list(self.rows), "columns": list(self.columns)}
        fixed = {"id": self.id, "owner": self.owner.value, "kind": self.kind, "place": self.place}
        return fixed | ({"text": self.text} if self.text else {}) | {name: held for name, held in lists.items() if held}


@dataclass(slots=True)
class SlotBook:
    """Collects the slots of one document in the order in which they are written."""

    slots: list[Slot] = field(default_factory=list)

    def number(self, value: Quantity | NoData | Range, text: str, place: str) -> None:
        """A single printed fact; values without an id are not facts of the report and are left out."""
        if value.id:
            self.slots.append(Slot(value.id, Owner.DATA, "number", place, text, (Span(value.id, 0, len(text)),)))

    def text(self, id: str, phrase: Phrase, place: str) -> None:
        """A sentence: written once, then the person's, but its numbers are known."""
        self.slots.append(Slot(id, Owner.SEED, "text", place, phrase.text, phrase.spans))

    def block(self, block: Table | Chart | Map | Narrative | Kpi, place: str) -> None:
        """A native table or chart, a map, or a narrative in its frame."""
        if isinstance(block, Table):
            rows = tuple(row.key for row in block.rows)
            columns = tuple(column.key for column in block.columns)
            self.slots.append(Slot(block.id, Owner.DATA, "table", place, rows=rows, columns=columns))
        elif isinstance(block, Chart):
            series = tuple(one.name for one in block.series)
            self.slots.append(
                Slot(block.id, Owner.DATA, "chart", place, rows=block.keys or block.categories, columns=series)
            )
        elif isinstance(block, Map):
            self.slots.append(
                Slot(block.id, Owner.DATA, "map", place, rows=tuple(bubble.key for bubble in block.bubbles))
            )
        elif isinstance(block, Narrative):
            phrases = [phrase for found in block.findings for phrase in (found.statement, found.consequence) if phrase]
            text, spans = join_phrases(phrases)
            self.slots.append(Slot(block.id, Owner.SEED, "narrative", place, text, spans))


def join_phrases(phrases: Iterable[Phrase], separator: str = "\n") -> tuple[str, tuple[Span, ...]]:
    """The sentences as one text, with the spans moved to where they then stand."""
    text, spans = "", list[Span]()
    for phrase in phrases:
        start = len(text) + (len(separator) if text else 0)
        text = f"{text}{separator}{phrase.text}" if text else phrase.text
        spans += [Span(span.id, span.start + start, span.end + start) for span in phrase.spans]
    return text, tuple(spans)


def attach_slots(draft: Draft, slots: Iterable[Slot]) -> None:
    """Write the slots into the file as a custom XML part related to its main part (ECMA-376 part 1, 15.2.5)."""
    part = draft.free_name("customXml/item{}.xml")
    properties = draft.free_name("customXml/itemProps{}.xml")
    draft.add(part, slots_xml(slots), "application/xml")
    draft.add(properties, _properties_xml(), _PROPERTIES)
    draft.relate(part, f"{_OFFICE}/relationships/customXmlProps", properties)
    draft.relate(draft.main, f"{_OFFICE}/relationships/customXml", part)


def slots_xml(slots: Iterable[Slot]) -> bytes:
    """The custom XML part: one element per slot, in document order."""
    return _part(el("slots", *(_slot_xml(slot) for slot in slots), xmlns=NAMESPACE))


def has_slots(package: Package) -> bool:
    """True for a document that was written by a build: it holds the part that `attach_slots` writes."""
    held = (name for name in package.names if name.startswith("customXml/"))
    return any(NAMESPACE.encode() in package.read(name) for name in held)


def read_slots(package: Package) -> tuple[Slot, ...]:
    """The slots that a document carries, in document order; none for one that no build has written."""
    part = next((name for name in package.names if _holds_slots(package, name)), None)
    return tuple(_slot(element) for element in parse_xml(package.read(part))) if part else ()


def _holds_slots(package: Package, name: str) -> bool:
    return name.startswith("customXml/") and f'xmlns="{NAMESPACE}"'.encode() in package.read(name)[:500]


def _slot(element: etree._Element) -> Slot:
    inner: dict[str, list[etree._Element]] = {}
    for child in element:
        inner.setdefault(etree.QName(child).localname, []).append(child)
    text = "".join(child.text or "" for child in inner.get("text", ()))
    facts = inner.get("fact", ())
    return Slot(
        element.get("id", ""),
        Owner(element.get("owner", Owner.DATA.value)),
        element.get("kind", ""),
        element.get("place", ""),
        text,
        tuple(Span(fact.get("id", ""), int(fact.get("start", 0)), int(fact.get("end", 0))) for fact in facts),
        tuple(child.text or "" for child in inner.get("row", ())),
        tuple(child.text or "" for child in inner.get("column", ())),
    )


def _slot_xml(slot: Slot) -> Xml:
    # Written out: there are thousands of these, and each is only once in a document.
    place = f'owner="{slot.owner.value}" kind="{escape(slot.kind)}" place="{escape(slot.place)}"'
    inner = [f"<text>{escape(slot.text)}</text>"] if slot.text else []
    inner += [f'<fact id="{escape(span.id)}" start="{span.start}" end="{span.end}"/>' for span in slot.spans]
    inner += [f"<row>{escape(key)}</row>" for key in slot.rows[:_MOST_KEYS]]
    inner += [f"<column>{escape(key)}</column>" for key in slot.columns]
    return Xml(f'<slot id="{escape(slot.id)}" {place}>{"".join(inner)}</slot>')


# A table of thousands of rows is found again by its Excel table; its keys would double the file.
_MOST_KEYS = 500


def _properties_xml() -> bytes:
    references = el("ds:schemaRefs", el("ds:schemaRef", **{"ds:uri": NAMESPACE}))
    named = {"ds:itemID": _STORE_ITEM, "xmlns:ds": f"{_OFFICE}/customXml"}
    return _part(el("ds:datastoreItem", references, **named))


def _part(root: Xml) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{root}'.encode()
