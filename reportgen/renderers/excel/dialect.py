"""What the tag engine has to know about worksheets whose strings were made inline (ECMA-376 part 1, 18.3)."""

from __future__ import annotations

from reportgen.templating import Dialect, Document, Element, Flow

_NAMESPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
# The texts of page headers and footers (18.3.1.46), which hold codes such as &P beside plain characters.
_HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def _title(part: str, position: int) -> str:
    return part.rsplit("/", 1)[-1].removesuffix(".xml")


def _describe(document: Document, inside: Element) -> str:
    line = (inside, *inside.ancestors())
    cell = next((above for above in line if above.name == "c"), None)
    if cell is not None:
        return f"cell {document.attribute(cell, 'r')}"
    return "header or footer" if any(above.name == "headerFooter" for above in line) else ""


EXCEL = Dialect(
    name="excel",
    namespaces=_NAMESPACES,
    flows=(
        *(Flow(name, "", name, "", crossing=False) for name in _HEADERS),
        Flow("is", "r", "t", "rPr", preserve=True, crossing=False),
        Flow("a:p", "a:r", "a:t", "a:rPr", "a:br", between_runs=True, pauses=frozenset({"a:br"})),
    ),
    levels={"tr": "row"},
    owners=("c",),
    describe=_describe,
    title=_title,
    part_level="sheet",
    skipped=frozenset({"rPh"}),
    content=frozenset({"f"}),
)
