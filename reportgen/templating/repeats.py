"""Numbers and ids that a part may hold once only, where a tag may repeat the element that has them."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.templating.blocks import Block
from reportgen.templating.dialect import Dialect
from reportgen.templating.edits import Edits
from reportgen.templating.events import Document, Element
from reportgen.templating.lines import Fresh, Line

_REPEATING = ("for", "macro", "call", "set")


def renew_numbers(document: Document, blocks: Iterable[Block], edits: Edits, dialect: Dialect) -> None:
    """Elements inside repeating blocks get numbers that are counted up, and lose ids that nobody refers to."""
    ranges = [(block.tags[0].start, block.tags[-1].start) for block in blocks if block.keyword in _REPEATING]
    if not ranges or not (dialect.fresh or dialect.shed):
        return
    for element in document.elements:
        if any(start < element.start < end for start, end in ranges):
            _renew(document, element, edits, dialect)


def _renew(document: Document, element: Element, edits: Edits, dialect: Dialect) -> None:
    for name, attribute in dialect.fresh:
        found = document.attribute_range(element, attribute) if element.name == name else None
        if found:
            value = document.data[found[0] : found[1]].decode("utf-8")
            edits.replace(*found, [Line("0", Fresh(f"{name}@{attribute}", value))])
    for attribute in dialect.shed:
        found = document.attribute_range(element, attribute)
        if found:
            start = document.data.rindex(attribute.encode(), element.start, found[0])
            edits.replace(start - 1, found[1] + 1, [])
