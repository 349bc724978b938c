"""Edits of a part: byte ranges and what stands there instead. What no edit touches is copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reportgen.templating.dialect import Flow
from reportgen.templating.events import Document, Element
from reportgen.templating.lines import Line, merged
from reportgen.templating.texts import PlacedTag

Items = list["str | Line"]


@dataclass(slots=True)
class Edits:
    """The edits of one part. At one place, a lower rank comes first; edits inside a replaced range are void."""

    document: Document
    _edits: list[tuple[int, int, int, int, Items]] = field(default_factory=list)

    def replace(self, start: int, end: int, items: Items, rank: int = 0) -> None:
        """Bytes `start` to `end` become the items."""
        self._edits.append((start, rank, -end, len(self._edits), items))

    def insert(self, at: int, items: Items, rank: int = 0) -> None:
        """The items stand before byte `at`."""
        self.replace(at, at, items, rank)

    def replace_element(self, element: Element, items: Items) -> None:
        """The items stand instead of the element."""
        self.replace(element.start, element.end, items)

    def replace_tag(self, tag: PlacedTag, items: Items) -> None:
        """The items stand where the tag begins; the rest of the tag, in other runs too, goes."""
        for index, (_, start, end) in enumerate(tag.stretches):
            self.replace(start, end, [] if index else items)

    def take(self, start: int, end: int) -> Items:
        """The finished items of a range, whose edits are then used up."""
        inside = [edit for edit in self._edits if start <= edit[0] and -edit[2] <= end]
        self._edits = [edit for edit in self._edits if not (start <= edit[0] and -edit[2] <= end)]
        return merged(self._cut(sorted(inside, key=lambda edit: edit[:4]), start, end))

    def _cut(self, edits: list[tuple[int, int, int, int, Items]], at: int, end: int) -> Iterator[str | Line]:
        for start, _, negative_end, _, items in edits:
            if start < at:
                continue
            yield self.document.data[at:start].decode("utf-8")
            yield from items
            at = -negative_end
        yield self.document.data[at:end].decode("utf-8")


def opening(document: Document, element: Element, flow: Flow | None) -> str:
    """The start tag of an element that is opened once more, with its properties if it is a run, and with
    xml:space if it is a text whose blanks count."""
    tag = document.start_tag(element)
    if flow and element.name == flow.text and flow.preserve and "xml:space" not in tag:
        return f'{tag[:-1]} xml:space="preserve">'
    properties = document.child(element, flow.properties) if flow and element.name == flow.run else None
    return tag + (document.xml(properties) if properties else "")


def splitting(document: Document, chain: list[Element], flow: Flow) -> tuple[str, str]:
    """The end tags that close a chain of elements, innermost first, and the start tags that open them again."""
    closing = "".join(document.end_tag(element) for element in chain)
    return closing, "".join(opening(document, element, flow) for element in reversed(chain))
