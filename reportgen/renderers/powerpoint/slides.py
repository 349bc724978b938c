"""A rendered slide -> the slides that people see: blocks in place, titles that fit, nothing left empty.

Works on one slide's tree; the package is for `deck`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reportgen.ooxml import parse_xml
from reportgen.ooxml.elements import child
from reportgen.ooxml.names import NS, qn
from reportgen.renderers.powerpoint.bodies import DISPLAY, DISPLAY_SHARES
from reportgen.renderers.powerpoint.fitting import fitting_size, shortened
from reportgen.renderers.powerpoint.geometry import Geometry, placeholder_key
from reportgen.renderers.powerpoint.placing import Placement, marked, unmarked
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

# The instruction that stands before a block until the slide is read.
_BLOCK: Final = "reportgen-block"
_DECLARED: Final = ("a", "p", "r")
_ROOT: Final = re.compile(rb"(<[A-Za-z_][^\s/>]*)[^>]*>")
# 24, 22, 20 points, then the title is shortened; what is set larger may shrink further.
_TITLE_SHARES: Final = (1.0, 22 / 24, 20 / 24)
# Share of a line that may stand out of a title's box below.
_HANGING: Final = 0.1
_SHAPE: Final = qn("p:sp")
_BODY: Final = qn("p:txBody")
_BOX: Final = (qn("p:nvSpPr"), qn("p:cNvSpPr"))
_FIELD: Final = qn("a:fld")
# What leads to shapes by their ids, and in which attribute.
_LEADS: Final = {qn("a:stCxn"): "id", qn("a:endCxn"): "id", qn("p:spTgt"): "spid", qn("p:bldP"): "spid"}


@dataclass(frozen=True, slots=True)
class FittedTitle:
    """A title as it is printed: its size where it differs from the layout's, `whole` where it was shortened."""

    text: str
    points: float | None = None
    whole: str = ""


def page_count(slide: bytes, placements: Sequence[Placement]) -> int:
    """How many slides the blocks of a rendered one need."""
    return max((len(placements[index].pages) for index in marked(slide)), default=1)


def page_of(
    slide: bytes, placements: Sequence[Placement], page: int
) -> tuple[etree._Element, list[tuple[etree._Element, Placement]]]:
    """The rendered slide with the blocks of that page in place, and the elements that were placed."""

    def written(index: int) -> str:
        pages = placements[index].pages
        xml = pages[min(page, len(pages) - 1)]
        return f"<?{_BLOCK} {index}?>{xml}" if xml else ""

    # Written into the text before it is read: to move parsed elements between trees costs as much as to parse them.
    tree = parse_xml(_declared(unmarked(slide, written)))
    placed = []
    for sign in list(tree.iter(etree.ProcessingInstruction)):
        if not isinstance(sign, etree._ProcessingInstruction) or sign.target != _BLOCK:
            continue
        placement = placements[int(sign.text or "")]
        elements = list(sign.itersiblings())
        placed.append((elements[0], placement))
        for at, inner in placement.inside[min(page, len(placement.pages) - 1)] if placement.inside else ():
            placed.append((elements[at], inner))
        parent = sign.getparent()
        assert parent is not None
        parent.remove(sign)
    return tree, placed


def _declared(slide: bytes) -> bytes:
    """The slide, whose root declares the prefixes in which blocks are written."""
    root = _ROOT.search(slide)
    if root is None:
        return slide
    missing = [name for name in _DECLARED if f"xmlns:{name}=".encode() not in root[0]]
    more = "".join(f' xmlns:{name}="{NS[name]}"' for name in missing).encode()
    return slide[: root.end(1)] + more + slide[root.end(1) :]


def drop_empty(slide: etree._Element) -> None:
    """Take out text boxes and placeholders without text; the title and drawn shapes stay."""
    for shape in list(slide.iter(_SHAPE)):
        body = child(shape, _BODY)
        if body is None or has_text(body):
            continue
        key, box = placeholder_key(shape), child(shape, *_BOX)
        is_box = box is not None and box.get("txBox") in ("1", "true")
        if (key is None and not is_box) or (key is not None and key.is_title):
            continue
        if next(body.iter(_FIELD), None) is None:
            parent = shape.getparent()
            assert parent is not None
            parent.remove(shape)


def title_shape(slide: etree._Element) -> etree._Element | None:
    """The title placeholder of a slide."""
    return next((s for s in slide.iter(_SHAPE) if (key := placeholder_key(s)) and key.is_title), None)


def title_text(slide: etree._Element) -> str:
    """The title; empty when there is none."""
    shape = title_shape(slide)
    return "" if shape is None else text_of(shape).strip()


def fill_title(slide: etree._Element, language: str) -> None:
    """Give an empty title the first words of the slide: a slide without title cannot be found or read aloud."""
    shape = title_shape(slide)
    if shape is None or has_text(shape):
        return
    words = next((text_of(body) for body in slide.iter(_BODY) if has_text(body)), "")
    paragraph = shape.find(f"{qn('p:txBody')}/{qn('a:p')}")
    if words and paragraph is not None:
        run = etree.Element(qn("a:r"))
        etree.SubElement(run, qn("a:rPr")).set("lang", language)
        etree.SubElement(run, qn("a:t")).text = words.strip()
        for held in paragraph.findall(qn("a:r")):
            paragraph.remove(held)
        paragraph.insert(1 if paragraph.find(qn("a:pPr")) is not None else 0, run)


def fitted_title(slide: etree._Element, part: str, geometry: Geometry, ending: str = "") -> FittedTitle | None:
    """How the title with its ending, such as " (2/3)", fits its box; None without a title."""
    shape = title_shape(slide)
    body = child(shape, _BODY) if shape is not None else None
    frame = geometry.frame(part, shape) if shape is not None else None
    if body is None or frame is None or not has_text(body):
        return None
    text, type = text_of(body).replace("\n", " "), type_of(body.find(qn("a:p")), frame)
    # Whole lines of the largest size are the room there is; what hangs below the last base line may stand out.
    height = type.line * max(1, int(frame.text_height / type.line + _HANGING))
    shares = DISPLAY_SHARES if type.points >= DISPLAY else _TITLE_SHARES
    size = fitting_size(f"{text}{ending}", frame.text_width, height, type, shares)
    if size is not None:
        return FittedTitle(f"{text}{ending}", size if size != type.points else None)
    smallest = type.sized(round(type.points * shares[-1]))
    lines = max(1, int(height / smallest.line))
    return FittedTitle(shortened(text, frame.text_width, lines, smallest, ending), smallest.points, text)


def set_title(slide: etree._Element, fitted: FittedTitle) -> None:
    """Give the title the text and size that fit."""
    shape = title_shape(slide)
    body = child(shape, _BODY) if shape is not None else None
    if body is None:
        return
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
    for field in slide.iter(_FIELD):
        text = field.find(qn("a:t"))
        if field.get("type") == "slidenum" and text is not None:
            text.text = str(number)
