"""The template around a block: the paragraph it replaces, the width it may take, the styles it can use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from reportgen.ooxml import Xml, parse_xml
from reportgen.ooxml.names import NS

_W = f"{{{NS['w']}}}"
# A4 with margins of 2 cm, in twips: what a part without a section gets.
_DEFAULT_WIDTH = 9638
# Word's own cell margins where a table says nothing, left and right together, in twips.
_CELL_MARGINS = 216


def paragraph_properties(xml: bytes) -> Xml:
    """The w:pPr of a paragraph, from its bytes in a template, whose namespaces are declared further up; "" if none."""
    # Without namespace processing: the prefixes are declared on the root of the part, which is not here.
    parser = expat.ParserCreate()
    depth, bounds = 0, list[int]()

    def start(name: str, _: object) -> None:
        nonlocal depth
        depth += 1
        if depth == 2 and name.endswith(":pPr"):
            bounds.append(parser.CurrentByteIndex)

    def end(name: str) -> None:
        nonlocal depth
        if depth == 2 and name.endswith(":pPr"):
            at = parser.CurrentByteIndex
            # Of an element without content, expat reports the end after its only tag.
            bounds.append(xml.index(b">", at) + 1 if xml.startswith(b"</", at) else at)
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(xml, True)
    return Xml(xml[slice(*bounds)].decode() if bounds else "")


@dataclass(frozen=True, slots=True)
class Styles:
    """Ids of the styles that blocks use, "" where the template has none of that name."""

    table: str
    text: str
    number: str
    note: str
    strong: str
    quiet: str


@lru_cache(maxsize=32)
def read_styles(styles: bytes) -> Styles:
    """The styles of a template by their names; the template's own words are "Report Table", "Table Text" and so on."""
    held = {
        (style.get(f"{_W}type"), name.get(f"{_W}val", "").lower()): style.get(f"{_W}styleId", "")
        for style in parse_xml(styles).iter(f"{_W}style")
        for name in style.iterchildren(f"{_W}name")
    }
    text = held.get(("paragraph", "table text"), "")
    return Styles(
        held.get(("table", "report table")) or held.get(("table", "table grid"), ""),
        text,
        held.get(("paragraph", "table number"), ""),
        held.get(("paragraph", "table note"), "") or text,
        held.get(("character", "strong"), ""),
        held.get(("character", "quiet"), ""),
    )


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide, in twips, the text is where a tag stands: by the text of its paragraph; `usual` elsewhere."""

    by_text: Mapping[str, int]
    usual: int

    def at(self, source: str) -> int:
        """The width of the section, column or table cell of the tag with that source."""
        return self.by_text.get(_squeezed(source), self.usual)


@lru_cache(maxsize=32)
def read_widths(part: bytes) -> Widths:
    """The text widths of a part of a template."""
    root = parse_xml(part)
    by_text: dict[str, int] = {}
    usual, waiting = _DEFAULT_WIDTH, list[str]()
    for element in root.iter(f"{_W}p", f"{_W}sectPr"):
        if element.tag == f"{_W}sectPr":
            usual = _section_width(element)
            by_text |= dict.fromkeys([text for text in waiting if text not in by_text], usual)
            waiting = []
            continue
        text = _squeezed("".join(node.text or "" for node in element.iter(f"{_W}t")))
        if "{{" in text:
            cell = next(element.iterancestors(f"{_W}tc"), None)
            if cell is None:
                waiting.append(text)
            else:
                by_text.setdefault(text, _cell_width(cell))
    return Widths(by_text, usual)


def _section_width(section: Any) -> int:
    size, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")
    if size is None or margins is None:
        return _DEFAULT_WIDTH
    sides = sum(_number(margins, side) for side in ("left", "right", "gutter"))
    width = _number(size, "w") - sides
    columns = section.find(f"{_W}cols")
    count = max(1, _number(columns, "num")) if columns is not None else 1
    gaps = (count - 1) * _number(columns, "space", 720) if count > 1 else 0
    return max(1, (width - gaps) // count)


def _cell_width(cell: Any) -> int:
    width = cell.find(f"{_W}tcPr/{_W}tcW")
    twips = _number(width, "w") if width is not None and width.get(f"{_W}type") == "dxa" else 0
    return max(1, twips - _CELL_MARGINS) if twips else _DEFAULT_WIDTH


def _number(element: Any, name: str, default: int = 0) -> int:
    text = element.get(f"{_W}{name}", "")
    # Strict files and some writers give a decimal or a unit; only whole twips are taken.
    return int(text) if text.lstrip("-").isdigit() else default


def _squeezed(text: str) -> str:
    return "".join(text.split())
