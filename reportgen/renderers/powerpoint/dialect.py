"""What the tag engine has to know about PresentationML and the DrawingML text in it (ECMA-376 part 1, 19 and 21.1)."""

from __future__ import annotations

import re

from reportgen.templating import Dialect, Document, Element, Flow, Keep
from reportgen.templating.grids import mend_grid

_NAMESPACES = {
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://purl.oclc.org/ooxml/presentationml/main": "p",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
_SHAPES = {"p:sp": "shape", "p:graphicFrame": "table", "p:cxnSp": "connector", "p:pic": "picture"}
_PARTS = {"slideLayout": "layout", "slideMaster": "master", "slide": "slide", "notesSlide": "notes", "chart": "chart"}


def _title(part: str, position: int) -> str:
    match = re.search(r"([A-Za-z]+)([0-9]*)\.xml$", part)
    words = _PARTS.get(match[1]) if match else None
    return f"{words} {match[2]}" if match and words else part


def _describe(document: Document, inside: Element) -> str:
    shape = next((above for above in (inside, *inside.ancestors()) if above.name in _SHAPES), None)
    if shape is None:
        return ""
    named = next((inner for inner in document.within(shape) if inner.name == "p:cNvPr"), None)
    name = document.attribute(named, "name") if named else ""
    return f'{_SHAPES[shape.name]} "{name}"'


POWERPOINT = Dialect(
    name="powerpoint",
    namespaces=_NAMESPACES,
    flows=(Flow("a:p", "a:r", "a:t", "a:rPr", "a:br", between_runs=True, pauses=frozenset({"a:br"})),),
    levels={"p": "a:p", "r": "a:r", "tr": "a:tr", "tc": "a:tc"},
    owners=("p:sp",),
    describe=_describe,
    title=_title,
    part_level="slide",
    content=frozenset({"a:fld", "a:blip"}),
    doubles=frozenset({"mc:Fallback"}),
    keeps={
        "a:tbl": Keep("a:tr", frame="p:graphicFrame", mend=mend_grid("a", "tblGrid", "gridCol", "w")),
        "a:tr": Keep("a:tc"),
        "a:txBody": Keep("a:p", fill="a:p"),
        "p:txBody": Keep("a:p", fill="a:p"),
    },
)
