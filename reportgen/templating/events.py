"""XML bytes -> flat elements with byte ranges, by expat, so that what no edit touches stays byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Element:
    """An element: `start` to `end` are its bytes, `body` to `close` its content (equal for an empty element)."""

    name: str
    index: int
    parent: Element | None
    start: int
    body: int
    close: int = 0
    end: int = 0

    def ancestors(self) -> Iterator[Element]:
        """Parent, grandparent and so on up to the root."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


@dataclass(slots=True)
class Document:
    """A part: its `data` and its `elements` in document order."""

    part: str
    data: bytes
    elements: list[Element] = field(default_factory=list)

    def within(self, element: Element) -> Iterator[Element]:
        """The element's descendants in document order."""
        for candidate in self.elements[element.index + 1 :]:
            if candidate.start >= element.end:
                return
            yield candidate

    def attribute(self, element: Element, name: str) -> str:
        """The value of an attribute by its written name ("name", "w:id"), unescaped; "" when absent."""
        raise NotImplementedError
