"""What stands on a slide around text, tables and charts: graphic frames, text boxes, lines, signs, groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

from reportgen.content.values import Status
from reportgen.ooxml import Xml, el, join
from reportgen.renderers.powerpoint.geometry import Box, Key
from reportgen.renderers.powerpoint.pen import colour, solid

TABLE: Final = "http://schemas.openxmlformats.org/drawingml/2006/table"
CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
# The shape of each status, where it has one; what is not known or not begun is an outline.
SIGNS: Final = {
    Status.ON_TRACK: "ellipse",
    Status.AT_RISK: "triangle",
    Status.OFF_TRACK: "diamond",
    Status.NO_DATA: "ellipse",
    Status.NOT_STARTED: "rect",
    Status.TOO_FEW: "ellipse",
    Status.NOT_YET: "ellipse",
}
_FILLED: Final = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.DONE)
_OUTLINE: Final = 19_050  # 1.5 pt

# Every id is given anew when the slide is finished.
_ID: Final = 0


def graphic_frame(name: str, alt: str, box: Box, content: str, key: Key | None = None) -> Xml:
    """A table or chart in its frame; with a key it fills that placeholder of the layout, as PowerPoint does it."""
    uri = TABLE if content.startswith("<a:tbl>") else CHART
    place = None if key is None else el("p:ph", type=key.kind or None, idx=key.index)
    return el(
        "p:graphicFrame",
        el(
            "p:nvGraphicFramePr",
            el("p:cNvPr", id=_ID, name=name, descr=alt),
            el("p:cNvGraphicFramePr", el("a:graphicFrameLocks", noGrp=1)),
            el("p:nvPr", place),
        ),
        el("p:xfrm", _rectangle(box)),
        el("a:graphic", el("a:graphicData", Xml(content), uri=uri)),
    )


def chart_content() -> Xml:
    """What a graphic frame holds for a chart; the relationship is set when the slide is written."""
    return el("c:chart", **{"xmlns:c": CHART, "r:id": ""})


def text_box(
    name: str, box: Box, paragraphs: Iterable[str], anchor: str = "t", *, wrapped: bool = True, upright: bool = False
) -> Xml:
    """A text box without insets, fill and frame; `upright` text runs from bottom to top."""
    body = _body(anchor, wrapped, "vert270" if upright else None)
    return el(
        "p:sp",
        el("p:nvSpPr", el("p:cNvPr", id=_ID, name=name), _TEXT_BOX),
        el("p:spPr", _place(box), _EMPTY),
        el("p:txBody", body, *paragraphs),
    )


@dataclass(frozen=True, slots=True)
class Ink:
    """Fill and outline of a shape: theme slots, "grey" or hexadecimal colours, "" for none; points; dash."""

    fill: str = ""
    line: str = ""
    points: float = 0
    dash: str = ""

    def outline(self, arrow: bool = False) -> Xml:
        """The line as a:ln, with an arrow head at its end."""
        dash = el("a:prstDash", val=self.dash) if self.dash else None
        head = el("a:tailEnd", type="triangle", w="med", len="med") if arrow else None
        return el("a:ln", solid(self.line), dash, head, w=round(self.points * 12_700) if self.line else None)


def shape(
    name: str, box: Box, kind: str, ink: Ink, alt: str = "", paragraphs: Iterable[str] = (), id: int = _ID
) -> Xml:
    """A drawn shape such as "ellipse" with text in its middle; without alternative text it is decorative."""
    held = tuple(paragraphs)
    text = el("p:txBody", _body("ctr", False), *held) if held else None
    properties = el("p:cNvPr", None if alt else _DECORATIVE, id=id, name=name, descr=alt or None)
    return el(
        "p:sp",
        el("p:nvSpPr", properties, el("p:cNvSpPr"), el("p:nvPr")),
        el("p:spPr", _place(box), _preset(kind), solid(ink.fill), ink.outline()),
        text,
    )


def connector(
    name: str,
    start: tuple[int, int],
    end: tuple[int, int],
    ink: Ink,
    arrow: bool = False,
    ends: tuple[tuple[int, int], tuple[int, int]] | None = None,
) -> Xml:
    """A straight line from point to point, decorative. `ends` are the shapes it holds on to: id and site of each."""
    (x, y), (to_x, to_y) = start, end
    box = Box(min(x, to_x), min(y, to_y), abs(x - to_x), abs(y - to_y))
    flips = {"flipH": 1 if to_x < x else None, "flipV": 1 if to_y < y else None}
    held = () if ends is None else zip(("a:stCxn", "a:endCxn"), ends, strict=True)
    return el(
        "p:cxnSp",
        el(
            "p:nvCxnSpPr",
            el("p:cNvPr", _DECORATIVE, id=_ID, name=name),
            el("p:cNvCxnSpPr", *(el(tag, id=id, idx=site) for tag, (id, site) in held)),
            el("p:nvPr"),
        ),
        el("p:spPr", el("a:xfrm", _rectangle(box), **flips), _preset("line"), ink.outline(arrow)),
    )


def rule(name: str, left: int, top: int, width: int, points: float, paint: str) -> Xml:
    """A horizontal line, decorative."""
    return el(
        "p:cxnSp",
        el("p:nvCxnSpPr", el("p:cNvPr", _DECORATIVE, id=_ID, name=name), _CONNECTOR),
        el("p:spPr", _place(Box(left, top, width, 0)), _rule(points, paint)),
    )


@lru_cache(maxsize=64)
def _rule(points: float, paint: str) -> Xml:
    return join(_preset("line"), el("a:ln", solid(paint), w=round(points * 12_700)))


def sign(name: str, alt: str, box: Box, status: Status, paint: str) -> Xml:
    """The sign of a status, as large as its box allows."""
    side = min(box.width, box.height)
    # A triangle and a diamond look smaller than a disc of the same height.
    size = round(side * 0.88) if SIGNS[status] in ("ellipse", "rect") else side
    square = Box(box.left + (side - size) // 2, box.top + (box.height - size) // 2, size, size)
    return _drawn(name, alt, square, SIGNS[status], paint, filled=status in _FILLED)


def bar(name: str, alt: str, box: Box, paint: str) -> Xml:
    """A box filled with a colour."""
    return _drawn(name, alt, box, "rect", paint)


def freeform(name: str, box: Box, places: Sequence[tuple[int, int] | None], points: float, paint: str) -> Xml:
    """A line through places of the slide, which all lie in the box; None breaks it."""
    commands = []
    for broken, run in groupby(places, key=lambda place: place is None):
        if broken:
            continue
        points_on_it = [el("a:pt", x=x - box.left, y=y - box.top) for x, y in filter(None, run)]
        first, *others = points_on_it
        # A point between gaps is a line to itself: its round end makes it a dot.
        commands += [el("a:moveTo", first), *(el("a:lnTo", point) for point in others or [first])]
    path = el("a:path", *commands, w=box.width, h=box.height, fill="none")
    lists = (el(f"a:{each}") for each in ("avLst", "gdLst", "ahLst", "cxnLst"))
    whole = el("a:rect", l="0", t="0", r="r", b="b")
    geometry = el("a:custGeom", *lists, whole, el("a:pathLst", path))
    line = el("a:ln", solid(paint), el("a:round"), w=round(points * 12_700), cap="rnd")
    return el(
        "p:sp",
        el("p:nvSpPr", el("p:cNvPr", id=_ID, name=name), el("p:cNvSpPr"), el("p:nvPr")),
        el("p:spPr", _place(box), geometry, el("a:noFill"), line),
    )


def dot(name: str, middle: tuple[int, int], size: int, paint: str) -> Xml:
    """A disc around a place of the slide."""
    box = Box(middle[0] - size // 2, middle[1] - size // 2, size, size)
    return el(
        "p:sp",
        el("p:nvSpPr", el("p:cNvPr", id=_ID, name=name), el("p:cNvSpPr"), el("p:nvPr")),
        el("p:spPr", _place(box), _preset("ellipse"), solid(paint), el("a:ln", el("a:noFill"))),
    )


def group(name: str, alt: str, box: Box, shapes: Iterable[str]) -> Xml:
    """Shapes that belong together; they keep their places on the slide."""
    inside = (el("a:chOff", x=box.left, y=box.top), el("a:chExt", cx=box.width, cy=box.height))
    return el(
        "p:grpSp",
        el("p:nvGrpSpPr", el("p:cNvPr", id=_ID, name=name, descr=alt), el("p:cNvGrpSpPr"), el("p:nvPr")),
        el("p:grpSpPr", el("a:xfrm", _rectangle(box), *inside)),
        *(Xml(shape) for shape in shapes),
    )


def _drawn(name: str, alt: str, box: Box, shape: str, paint: str, filled: bool = True) -> Xml:
    line = el("a:ln", el("a:noFill")) if filled else el("a:ln", el("a:solidFill", colour(paint)), w=_OUTLINE)
    return el(
        "p:sp",
        el("p:nvSpPr", el("p:cNvPr", id=_ID, name=name, descr=alt), el("p:cNvSpPr"), el("p:nvPr")),
        el("p:spPr", _place(box), _preset(shape), solid(paint if filled else ""), line),
    )


@cache
def _body(anchor: str, wrapped: bool = True, turned: str | None = None) -> Xml:
    """What stands before the paragraphs of a shape."""
    wrap = "square" if wrapped else "none"
    insets = {"lIns": 0, "tIns": 0, "rIns": 0, "bIns": 0}
    body = el("a:bodyPr", el("a:noAutofit"), vert=turned, wrap=wrap, **insets, rtlCol=0, anchor=anchor)
    return join(body, el("a:lstStyle"))


def _place(box: Box) -> Xml:
    return Xml(f"<a:xfrm>{_rectangle(box)}</a:xfrm>")


def _rectangle(box: Box) -> Xml:
    # Written out: every shape has one, and no two the same.
    return Xml(f'<a:off x="{box.left}" y="{box.top}"/><a:ext cx="{box.width}" cy="{box.height}"/>')


@cache
def _preset(shape: str) -> Xml:
    return el("a:prstGeom", el("a:avLst"), prst=shape)


# What follows the name of a text box, and of a line; what a text box says after its place.
_TEXT_BOX: Final = join(el("p:cNvSpPr", txBox=1), el("p:nvPr"))
_CONNECTOR: Final = join(el("p:cNvCxnSpPr"), el("p:nvPr"))
_EMPTY: Final = join(_preset("rect"), el("a:noFill"))
# Read aloud as nothing (MS-ODRAWXML 2.24, Office 2019 and later).
_DECORATIVE: Final = el(
    "a:extLst",
    el(
        "a:ext",
        el(
            "adec:decorative",
            val=1,
            **{"xmlns:adec": "http://schemas.microsoft.com/office/drawing/2017/decorative"},
        ),
        uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}",
    ),
)
