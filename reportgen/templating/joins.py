"""{%- and -%}: the text before or after the tag, in the neighbouring paragraph, is joined to it."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.templating.edits import Edits
from reportgen.templating.events import Document, Element
from reportgen.templating.texts import PlacedTag


def join_neighbours(document: Document, tags: Iterable[PlacedTag], edits: Edits) -> set[Element]:
    """Take out what lies between a tag that joins and its neighbour's text; the texts that now hold more.

    Only a tag at the edge of its paragraph has a neighbour, and only one at an equal place can be joined, so
    that what is taken out closes and opens the same elements.
    """
    grown: set[Element] = set()
    for tag in tags:
        before, after = tag.found.joins
        text, last = tag.text_element, tag.stretches[-1][0]
        if before and tag.start == text.body:
            neighbour = _neighbour(document, tag, text, -1)
            if neighbour:
                edits.replace(neighbour.close, text.body, [], rank=-1)
                grown.add(neighbour)
        if after and tag.stretches[-1][2] == last.close:
            neighbour = _neighbour(document, tag, last, 1)
            if neighbour:
                edits.replace(last.close, neighbour.body, [], rank=1)
                grown.add(last)
    return grown


def _neighbour(document: Document, tag: PlacedTag, text: Element, step: int) -> Element | None:
    """The nearest text before or after, in the same paragraph or in the one right beside it."""
    elements, index = document.elements, text.index + step
    while 0 <= index < len(elements):
        element = elements[index]
        if tag.flow and element.name == tag.flow.text and element.close > element.body:
            return element if element.path() == text.path() and _beside(document, tag.paragraph, element) else None
        index += step
    return None


def _beside(document: Document, paragraph: Element, text: Element) -> bool:
    other = next((above for above in text.ancestors() if above.name == paragraph.name), None)
    if other is None or other.parent is not paragraph.parent:
        return False
    first, second = sorted((paragraph, other), key=lambda element: element.start)
    between = document.elements[first.index + 1 : second.index]
    return first is second or all(element.start < first.end for element in between)
