"""A finished deck -> what a reader would see go wrong: text outside its shape, things off the slide or on each other.

Text is measured by font metrics, so that the same file has the same problems on every machine. What is left over
from templates and formulas ("{{", "#REF!") is looked for in all formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Final

from lxml import etree

from reportgen.errors import Problem, Severity
from reportgen.locations import TagLocation
from reportgen.ooxml import PackageError, read_package
from reportgen.ooxml.names import PRESENTATION_TYPE, qn
from reportgen.quality.leftovers import leftovers
from reportgen.quality.opened import Opened, open_parts
from reportgen.quality.slide_measure import Extent, Measure
from reportgen.quality.slide_text import SHAPES, SlideText, listed_slides, shape_name, text_of
from reportgen.renderers.powerpoint.geometry import POINT, Box, Frame, own_box, placeholder_key

# Programs round widths and line heights differently; nobody sees less than this, in points.
_SLACK: Final = 2.0
_FOOTERS: Final = ("ftr", "sldNum")
# Placeholders that the program fills itself when the slide is shown.
_FILLED_BY_PROGRAM: Final = ("dt", "ftr", "sldNum", "hdr")
_CELL_MARGINS: Final = (91_440, 45_720, 91_440, 45_720)  # left, top, right, bottom; ECMA-376 part 1, 21.1.3.17


@dataclass(frozen=True, slots=True)
class Placed:
    """Something with text on a slide: where it may be (box), and where its text or rows really are (ink)."""

    shape: etree._Element
    box: Box
    ink: Box
    extent: Extent = Extent(0.0, 0.0)

    @property
    def is_table(self) -> bool:
        return self.shape.find(f".//{qn('a:tbl')}") is not None


def check_layout(source: Path | bytes, name: str = "") -> list[Problem]:
    """Every problem of the pages of a deck, and of leftovers in any file; a file that cannot be opened has one."""
    try:
        package = read_package(source, name)
    except PackageError as error:
        return list(error.problems)
    opened, _ = open_parts(package)
    problems = list(leftovers(opened))
    if package.content_type(package.main) == PRESENTATION_TYPE:
        size = _slide_size(opened)
        for number, slide in enumerate(listed_slides(opened), start=1):
            problems += _on_slide(opened, number, slide, size)
    return problems


def _on_slide(opened: Opened, number: int, slide: SlideText, size: Box) -> Iterator[Problem]:
    placed = list(_placed(slide))
    for code, message, shape, found, expected in (
        *_empty_placeholders(slide),
        *_off_the_slide(slide, placed, size),
        *_too_tall(placed),
        *_below_the_content(slide, placed, size),
        *_on_each_other(placed),
    ):
        place = TagLocation(opened.package.name, f'slide {number}, shape "{shape_name(shape)}"')
        yield Problem(Severity.ERROR, code, message, place, found, expected)


_Finding = tuple[str, str, etree._Element, str, str]


def _empty_placeholders(slide: SlideText) -> Iterator[_Finding]:
    for shape in slide.shapes:
        key = placeholder_key(shape)
        empty = shape.tag == qn("p:sp") and not text_of(shape).strip()
        if key is not None and empty and key.kind not in _FILLED_BY_PROGRAM:
            yield "empty-placeholder", "A placeholder is empty", shape, "", ""


def _off_the_slide(slide: SlideText, placed: list[Placed], size: Box) -> Iterator[_Finding]:
    boxes = [(each.shape, each.box) for each in placed]
    boxes += [(shape, box) for shape in slide.shapes if shape.tag != qn("p:sp") and (box := _outer_box(shape))]
    seen: set[etree._Element] = set()
    for shape, box in boxes:
        out = max(-box.left, -box.top, box.right - size.right, box.bottom - size.bottom)
        if out > _SLACK * POINT and shape not in seen:
            seen.add(shape)
            yield "off-slide", "A shape is not all on the slide", shape, f"{out / POINT:.0f} pt outside", ""


def _too_tall(placed: list[Placed]) -> Iterator[_Finding]:
    for each in placed:
        if each.is_table or each.shape.tag != qn("p:sp"):
            continue
        over = (each.ink.height - each.box.height) / POINT
        wide = (each.ink.width - each.box.width) / POINT
        quoted = " ".join(text_of(each.shape).split())[:40]
        if over > _SLACK:
            message, found = "Text is taller than its shape", f'{over:.0f} pt too tall, "{quoted}"'
            yield "text-overflow", message, each.shape, found, f"{each.box.height / POINT:.0f} pt at most"
        if each.extent.broken:
            yield "word-too-long", "A word is wider than its shape", each.shape, each.extent.broken, ""
        elif wide > _SLACK and not _is_wrapped(each.shape) and not _is_drawn(each.shape):
            yield "text-overflow", "Text is wider than its shape", each.shape, f'{wide:.0f} pt too wide, "{quoted}"', ""


def _below_the_content(slide: SlideText, placed: list[Placed], size: Box) -> Iterator[_Finding]:
    tops = [
        frame.box.top
        for shape in slide.shapes
        if (key := placeholder_key(shape)) and key.kind in _FOOTERS and (frame := _frame(slide, shape))
    ]
    # A footer at the top of the slide bounds nothing.
    end = min((top for top in tops if top > size.height // 2), default=size.bottom)
    for each in placed:
        if each.is_table and each.ink.bottom - end > _SLACK * POINT:
            found = f"{(each.ink.bottom - end) / POINT:.0f} pt too far down"
            yield "table-too-tall", "A table reaches below the content of the slide", each.shape, found, ""


def _on_each_other(placed: list[Placed]) -> Iterator[_Finding]:
    for one, other in combinations(placed, 2):
        width = min(one.ink.right, other.ink.right) - max(one.ink.left, other.ink.left)
        height = min(one.ink.bottom, other.ink.bottom) - max(one.ink.top, other.ink.top)
        upper, lower = sorted((one, other), key=lambda each: each.ink.bottom)
        height -= round((upper.extent.below + lower.extent.above) * POINT)
        if min(width, height) > _SLACK * POINT:
            found = f'"{shape_name(other.shape)}", by {width / POINT:.0f} x {height / POINT:.0f} pt'
            yield "overlap", "Two shapes with text overlap", one.shape, found, ""


def _placed(slide: SlideText) -> Iterator[Placed]:
    """The shapes with text, those in groups too; a chart has text, a picture has none."""
    measure = Measure(slide)
    for shape, box in _boxes(slide):
        if shape.tag == qn("p:graphicFrame"):
            table = shape.find(f".//{qn('a:tbl')}")
            yield Placed(shape, box, box if table is None else _table_ink(measure, shape, table, box))
        elif shape.tag == qn("p:sp") and text_of(shape).strip():
            frame = _frame(slide, shape)
            if frame is not None:
                yield _text_ink(slide, measure, shape, replace(frame, box=box))


def _boxes(slide: SlideText) -> Iterator[tuple[etree._Element, Box]]:
    def inside(shape: etree._Element) -> Iterator[tuple[etree._Element, Box]]:
        if shape.tag != qn("p:grpSp"):
            box = own_box(shape)
            frame = _frame(slide, shape) if box is None and shape.tag == qn("p:sp") else None
            held = frame.box if frame else box
            if held is not None:
                yield shape, held
            return
        for child in shape:
            if child.tag in SHAPES:
                for each, box in inside(child):
                    yield each, _in_group(shape, box)

    for shape in slide.shapes:
        yield from inside(shape)


def _in_group(group: etree._Element, box: Box) -> Box:
    """The box of a shape in a group, in the measures of what the group stands in (ECMA-376 part 1, 20.1.7.5)."""
    outer, transform = _outer_box(group), group.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}")
    if outer is None or transform is None:
        return box
    offset, size = transform.find(qn("a:chOff")), transform.find(qn("a:chExt"))
    if offset is None or size is None:
        return box
    across = outer.width / max(int(size.get("cx", "0")), 1)
    down = outer.height / max(int(size.get("cy", "0")), 1)
    left = outer.left + round((box.left - int(offset.get("x", "0"))) * across)
    top = outer.top + round((box.top - int(offset.get("y", "0"))) * down)
    return Box(left, top, round(box.width * across), round(box.height * down))


def _outer_box(shape: etree._Element) -> Box | None:
    if shape.tag != qn("p:grpSp"):
        return own_box(shape)
    transform = shape.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}")
    offset = None if transform is None else transform.find(qn("a:off"))
    size = None if transform is None else transform.find(qn("a:ext"))
    if offset is None or size is None:
        return None
    return Box(*(int(node.get(name, "0")) for node, name in ((offset, "x"), (offset, "y"), (size, "cx"), (size, "cy"))))


def _text_ink(slide: SlideText, measure: Measure, shape: etree._Element, frame: Frame) -> Placed:
    """The text of a shape; text that runs from bottom to top is laid out in a box on its side."""
    left, top, right, bottom = frame.insets
    room = Box(
        frame.box.left + left, frame.box.top + top, frame.box.width - left - right, frame.box.height - top - bottom
    )
    turned = _body_says(slide, shape, "vert", "horz") in ("vert", "vert270")
    long, high = (room.height, room.width) if turned else (room.width, room.height)
    wrapped = _body_says(slide, shape, "wrap", "square") != "none"
    extent = measure.text(shape, shape, long / POINT if wrapped else 1e6)
    width, height = round(extent.width * POINT), round(extent.height * POINT)
    if turned:
        ink = Box(room.left, room.top + max(long - width, 0) // 2, height, width)
    else:
        across = _aligned(slide, shape, long - width)
        down = {"ctr": 0.5, "b": 1.0}.get(frame.anchor, 0.0)
        ink = Box(room.left + across, room.top + round((high - height) * down), width, height)
    return Placed(shape, room, ink, extent)


def _aligned(slide: SlideText, shape: etree._Element, rest: int) -> int:
    """How far the text stands from the left, when so much room is left beside it."""
    paragraph = next((each for each in shape.iter(qn("a:p")) if each.find(f".//{qn('a:t')}") is not None), None)
    own = None if paragraph is None else paragraph.find(qn("a:pPr"))
    said = [each for each in (own, *slide.levels(shape, 0)) if each is not None and each.get("algn")]
    kind = said[0].get("algn") if said else "l"
    return {"ctr": rest // 2, "r": rest}.get(kind or "l", 0)


def _table_ink(measure: Measure, shape: etree._Element, table: etree._Element, box: Box) -> Box:
    """Where the rows of a table end: PowerPoint makes a row as tall as its text."""
    widths = [int(column.get("w", "0")) for column in table.iterfind(f"{qn('a:tblGrid')}/{qn('a:gridCol')}")]
    height = 0
    for row in table.iterfind(qn("a:tr")):
        needed = [int(row.get("h", "0"))]
        for number, cell in enumerate(row.iterfind(qn("a:tc"))):
            span = int(cell.get("gridSpan", "1"))
            left, top, right, bottom = _cell_margins(cell)
            room = sum(widths[number : number + span]) - left - right
            if cell.get("hMerge") is None and cell.get("vMerge") is None and cell.get("rowSpan") is None:
                needed.append(round(measure.text(shape, cell, room / POINT).height * POINT) + top + bottom)
        height += max(needed)
    return Box(box.left, box.top, sum(widths), height)


def _cell_margins(cell: etree._Element) -> tuple[int, int, int, int]:
    properties = cell.find(qn("a:tcPr"))
    said: dict[str, str] = {} if properties is None else {str(k): str(v) for k, v in properties.attrib.items()}
    left, top, right, bottom = (
        int(said.get(name, was)) for name, was in zip(("marL", "marT", "marR", "marB"), _CELL_MARGINS, strict=True)
    )
    return left, top, right, bottom


def _frame(slide: SlideText, shape: etree._Element) -> Frame | None:
    return slide.geometry.frame(slide.part, shape)


def _body_says(slide: SlideText, shape: etree._Element, name: str, usual: str) -> str:
    bodies = (each.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}") for each in slide.behind(shape))
    return next((body.get(name, usual) for body in bodies if body is not None and body.get(name)), usual)


def _is_wrapped(shape: etree._Element) -> bool:
    body = shape.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}")
    return body is None or body.get("wrap") != "none"


def _is_drawn(shape: etree._Element) -> bool:
    """True for a drawn shape with a number in it, as on a map: the text may be wider than the disc."""
    return shape.find(f"{qn('p:nvSpPr')}/{qn('p:cNvSpPr')}[@txBox]") is None and placeholder_key(shape) is None


def _slide_size(opened: Opened) -> Box:
    root = opened.trees.get(opened.package.main)
    size = None if root is None else root.find(qn("p:sldSz"))
    if size is None:
        return Box(0, 0, 12_192_000, 6_858_000)
    return Box(0, 0, int(size.get("cx", "0")), int(size.get("cy", "0")))
