"""The template around a block: the paragraph it replaces and the width it may take."""

from __future__ import annotations

import re
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
_VALUE_TAG = re.compile(r"\{\{.*?\}\}")
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
class Widths:
    """How wide, in twips, the text is where tags stand: for each tag by its source, in the order of the part."""

    by_source: Mapping[str, tuple[int, ...]]
    usual: int

    def at(self, source: str, ordinal: int = 0) -> int:
        """The width of the section, column or table cell of a tag: the one with that source, counted from 0."""
        held = self.by_source.get(_squeezed(source), ())
        return held[min(ordinal, len(held) - 1)] if held else self.usual


@lru_cache(maxsize=32)
def read_widths(part: bytes) -> Widths:
    """The text widths of a part of a template."""
    places: list[tuple[str, int]] = []
    usual, section_begins = _DEFAULT_WIDTH, 0
    for element in parse_xml(part).iter(f"{_W}p", f"{_W}sectPr"):
        if element.tag == f"{_W}sectPr":
            # A section's properties stand at its end: 0 was written for the tags in it.
            usual = _section_width(element)
            places[section_begins:] = [(source, width or usual) for source, width in places[section_begins:]]
            section_begins = len(places)
            continue
        text = _squeezed("".join(node.text or "" for node in element.iter(f"{_W}t")))
        cell = next(element.iterancestors(f"{_W}tc"), None)
        width = 0 if cell is None else _cell_width(cell)
        places += [(source, width) for source in _VALUE_TAG.findall(text)]
    by_source: dict[str, tuple[int, ...]] = {}
    for source, width in places:
        by_source[source] = (*by_source.get(source, ()), width or usual)
    return Widths(by_source, usual)


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
