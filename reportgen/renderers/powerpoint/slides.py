"""A rendered slide -> the slides that people see: blocks in place, titles that fit, nothing left empty.

Works on one slide's tree; the package is for `deck`. Tables stay outside of the tree: they are most of a slide, and
nothing in them changes any more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reportgen.ooxml import parse_xml
from reportgen.ooxml.names import NS, qn
from reportgen.renderers.powerpoint.bodies import DISPLAY, DISPLAY_SHARES
from reportgen.renderers.powerpoint.fitting import fitting_size, shortened
from reportgen.renderers.powerpoint.geometry import Geometry
from reportgen.renderers.powerpoint.placing import Placement, marked, unmarked
from reportgen.renderers.powerpoint.shapes import Shape, shapes_of
from reportgen.renderers.powerpoint.texts import (
    append,
    has_text,
    resize,
    retext,
    run_properties,
    runs_of,
    text_of,
    type_of,
)

# The instruction that stands before a block until the slide is read, and that for a table until it is written.
_BLOCK: Final = "reportgen-block"
_TABLE: Final = "reportgen-table"
_TABLES: Final = re.compile(rf"<\?{_TABLE} (\d+)\?>".encode())
_DECLARED: Final = ("a", "p", "r")
_ROOT: Final = re.compile(rb"(<[A-Za-z_][^\s/>]*)[^>]*>")
# 24, 22, 20 points, then the title is shortened; what is set larger may shrink further.
_TITLE_SHARES: Final = (1.0, 22 / 24, 20 / 24)
# Share of a line that may stand out of a title's box below.
_HANGING: Final = 0.1
_FIELD: Final = qn("a:fld")
# What leads to shapes by their ids, and in which attribute.
_LEADS: Final = {qn("a:stCxn"): "id", qn("a:endCxn"): "id", qn("p:spTgt"): "spid", qn("p:bldP"): "spid"}


@dataclass(frozen=True, slots=True)
class FittedTitle:
    """A title as it is printed: its size where it differs from the layout's, `whole` where it was shortened."""

    text: str
    points: float | None = None
    whole: str = ""


@dataclass(slots=True)
class SlideTree:
    """A slide in the making: its tree, the tables that wait outside of it, the shapes that hold text, and the blocks
    in place, each with its first element."""

    root: etree._Element
    tables: list[str]
    shapes: list[Shape] = field(default_factory=list)
    placed: list[tuple[etree._Element, Placement]] = field(default_factory=list)

    @property
    def title(self) -> Shape | None:
        """The title placeholder."""
        return next((shape for shape in self.shapes if shape.is_title), None)

    def to_bytes(self) -> bytes:
        """The slide as a part, tables in their places."""
        return _TABLES.sub(lambda sign: self.tables[int(sign[1])].encode(), part_bytes(self.root))


def part_bytes(root: etree._Element) -> bytes:
    """A tree as a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def page_count(slide: bytes, placements: Sequence[Placement]) -> int:
    """How many slides the blocks of a rendered one need."""
    return max((len(placements[index].pages) for index in marked(slide)), default=1)


def page_of(slide: bytes, placements: Sequence[Placement], page: int) -> SlideTree:
    """The rendered slide with the blocks of that page in place, without what was left empty."""
    tables: list[str] = []

    def written(index: int) -> str:
        pages = placements[index].pages
        xml = pages[min(page, len(pages) - 1)]
        return f"<?{_BLOCK} {index}?>{_without_tables(xml, tables)}" if xml else ""

    # Written into the text before it is read: to move parsed elements between trees costs as much as to parse them.
    root = parse_xml(_declared(unmarked(slide, written)))
    made = SlideTree(root, tables)
    for sign in list(root.iter(etree.ProcessingInstruction)):
        if not isinstance(sign, etree._ProcessingInstruction) or sign.target != _BLOCK:
            continue
        placement = placements[int(sign.text or "")]
        elements = list(sign.itersiblings())
        made.placed.append((elements[0], placement))
        for at, inner in placement.inside[min(page, len(placement.pages) - 1)] if placement.inside else ():
            made.placed.append((elements[at], inner))
        _remove(sign)
    for shape in list(shapes_of(root)):
        if shape.is_left_empty:
            _remove(shape.element)
        else:
            made.shapes.append(shape)
    return made


def _without_tables(xml: str, tables: list[str]) -> str:
    """The XML of a block with an instruction in the place of each table, which joins the others."""
    first, *others = xml.split("<a:tbl>")
    pieces = [first]
    for other in others:
        inner, _, behind = other.partition("</a:tbl>")
        pieces.append(f"<?{_TABLE} {len(tables)}?>{behind}")
        tables.append(f"<a:tbl>{inner}</a:tbl>")
    return "".join(pieces)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _declared(slide: bytes) -> bytes:
    """The slide, whose root declares the prefixes in which blocks are written."""
    root = _ROOT.search(slide)
    if root is None:
        return slide
    missing = [name for name in _DECLARED if f"xmlns:{name}=".encode() not in root[0]]
    more = "".join(f' xmlns:{name}="{NS[name]}"' for name in missing).encode()
    return slide[: root.end(1)] + more + slide[root.end(1) :]


def fill_title(slide: SlideTree, language: str) -> None:
    """Give an empty title the first words of the slide: a slide without title cannot be found or read aloud."""
    title = slide.title
    if title is None or title.is_filled:
        return
    words = next((text_of(shape.body) for shape in slide.shapes if shape.is_filled), "")
    paragraph = title.body.find(qn("a:p"))
    if words and paragraph is not None:
        run = etree.Element(qn("a:r"))
        etree.SubElement(run, qn("a:rPr")).set("lang", language)
        etree.SubElement(run, qn("a:t")).text = words.strip()
        for held in paragraph.findall(qn("a:r")):
            paragraph.remove(held)
        paragraph.insert(1 if paragraph.find(qn("a:pPr")) is not None else 0, run)


def fitted_title(slide: SlideTree, part: str, geometry: Geometry, ending: str = "") -> FittedTitle | None:
    """How the title with its ending, such as " (2/3)", fits its box; None without a title."""
    title = slide.title
    frame = geometry.frame_as(part, title.element, title.key) if title is not None else None
    if title is None or frame is None or not has_text(title.body):
        return None
    text, type = text_of(title.body).replace("\n", " "), type_of(title.body.find(qn("a:p")), frame)
    # Whole lines of the largest size are the room there is; what hangs below the last base line may stand out.
    height = type.line * max(1, int(frame.text_height / type.line + _HANGING))
    shares = DISPLAY_SHARES if type.points >= DISPLAY else _TITLE_SHARES
    size = fitting_size(f"{text}{ending}", frame.text_width, height, type, shares)
    if size is not None:
        return FittedTitle(f"{text}{ending}", size if size != type.points else None)
    smallest = type.sized(round(type.points * shares[-1]))
    lines = max(1, int(height / smallest.line))
    return FittedTitle(shortened(text, frame.text_width, lines, smallest, ending), smallest.points, text)


def set_title(slide: SlideTree, fitted: FittedTitle) -> None:
    """Give the title the text and size that fit."""
    if slide.title is None:
        return
    body = slide.title.body
    if fitted.points is not None:
        resize(body, fitted.points)
    held = text_of(body)
    if fitted.whole:
        retext(body, fitted.text)
    elif fitted.text != held.replace("\n", " "):
        append(body, fitted.text[len(held) :])


def number_shapes(slide: etree._Element) -> None:
    """Give every shape of the slide its own id, and animations and connectors the new ones."""
    tree = slide.find(f"{qn('p:cSld')}/{qn('p:spTree')}")
    if tree is None:
        return
    renamed: dict[str, str] = {}
    for number, properties in enumerate(tree.iter(qn("p:cNvPr")), start=1):
        renamed.setdefault(properties.get("id", ""), str(number))
        properties.set("id", str(number))
    for element in slide.iter(*_LEADS):
        attribute = _LEADS[str(element.tag)]
        element.set(attribute, renamed.get(element.get(attribute, ""), element.get(attribute, "")))


def mark_language(slide: etree._Element, language: str) -> None:
    """Say the language of every run that does not say its own."""
    for run in runs_of(slide):
        properties = run_properties(run)
        if not properties.get("lang"):
            properties.set("lang", language)


def print_slide_number(slide: etree._Element, number: int) -> None:
    """Write the number that the field shows, for programs that do not compute fields."""
    for held in slide.iter(_FIELD):
        text = held.find(qn("a:t"))
        if held.get("type") == "slidenum" and text is not None:
            text.text = str(number)
