"""The tree of a slide -> its shapes, each with what the finishing of a slide asks of it in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reportgen.ooxml.elements import child
from reportgen.ooxml.names import qn
from reportgen.renderers.powerpoint.geometry import Key, placeholder_key
from reportgen.renderers.powerpoint.texts import has_text

_SHAPE: Final = qn("p:sp")
_BODY: Final = qn("p:txBody")
_FIELD: Final = qn("a:fld")
_BOX: Final = (qn("p:nvSpPr"), qn("p:cNvSpPr"))


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with text (p:sp): its body, the placeholder that it is, if it is one, and whether it says something."""

    element: etree._Element
    body: etree._Element
    key: Key | None
    is_filled: bool

    @property
    def is_title(self) -> bool:
        return self.key is not None and self.key.is_title

    @property
    def is_left_empty(self) -> bool:
        """True for text boxes and placeholders without text; the title stays, and so do drawn shapes."""
        if self.is_filled or self.is_title:
            return False
        return (self.key is not None or _is_box(self.element)) and next(self.body.iter(_FIELD), None) is None


def shapes_of(slide: etree._Element) -> Iterator[Shape]:
    """The shapes of a slide that can hold text, in their order."""
    for element in slide.iter(_SHAPE):
        body = child(element, _BODY)
        if body is not None:
            yield Shape(element, body, placeholder_key(element), has_text(body))


def _is_box(shape: etree._Element) -> bool:
    box = child(shape, *_BOX)
    return box is not None and box.get("txBox") in ("1", "true")
