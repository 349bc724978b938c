"""Lines and words drawn over a plot -> a c:userShapes part, as for the target of horizontal bars.

No series can draw an upright line across horizontal bars alike in PowerPoint and LibreOffice: error bars keep
their end caps in the one, stacked bars on a second axis lose their axis in the other. A drawing that is part of
the chart stays where the fixed plot and the fixed scale put it, and moves with the chart when it is resized.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from reportgen.charts.look import ChartLook
from reportgen.charts.paint import GREY, INK, THEME_FONT, Type, fill, line, no_line
from reportgen.ooxml import Xml, document, el, escape, join

_HOLLOW_POINTS: Final = 0.75


@dataclass(frozen=True, slots=True)
class Stroke:
    """An upright line, or a level one of a `width`, in EMU from the chart's left and top."""

    x: int
    top: int
    bottom: int
    points: float
    colour: str = INK
    dashed: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Hollow:
    """A dashed box where something is missing, in EMU from the chart's left and top; `name` says what."""

    name: str
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text, centred unless `align` says l or r, in EMU from the chart's left and top."""

    text: str
    left: int
    top: int
    width: int
    height: int
    type: Type
    align: str = "ctr"


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is drawn over a chart; the first words say what the strokes are."""

    strokes: tuple[Stroke, ...]
    words: tuple[Words, ...]
    hollows: tuple[Hollow, ...] = ()


def overlay_part(overlay: Overlay, look: ChartLook) -> bytes:
    """The c:userShapes part."""
    name = overlay.words[0].text if overlay.words else ""
    strokes = [_stroke(stroke, number, name, look) for number, stroke in enumerate(overlay.strokes, start=2)]
    words = [_words(one, number, look) for number, one in enumerate(overlay.words, start=len(strokes) + 2)]
    first = len(strokes) + len(words) + 2
    hollows = [_hollow(one, number, look) for number, one in enumerate(overlay.hollows, start=first)]
    return document("c:userShapes", ("c", "a", "cdr"), *strokes, *words, *hollows)


def _stroke(stroke: Stroke, id: int, name: str, look: ChartLook) -> Xml:
    # Written out, as words are: the rest of what is drawn over charts.
    said, place = escape(name), _place(stroke.x, stroke.top, stroke.width, stroke.bottom - stroke.top)
    ink = line(stroke.colour, stroke.points, look, dashed=stroke.dashed)
    shape = Xml(
        f'<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="{id}" name="{said}" descr="{said}"/>{_CONNECTOR}'
        f"</cdr:nvCxnSpPr><cdr:spPr>{place}{_LINE}{ink}</cdr:spPr></cdr:cxnSp>"
    )
    return _anchored(shape, stroke.x, stroke.top, stroke.x + stroke.width, stroke.bottom, look)


def _hollow(hollow: Hollow, id: int, look: ChartLook) -> Xml:
    shape = el(
        "cdr:sp",
        el("cdr:nvSpPr", el("cdr:cNvPr", id=id, name=hollow.name, descr=hollow.name), el("cdr:cNvSpPr")),
        el(
            "cdr:spPr",
            _place(hollow.left, hollow.top, hollow.width, hollow.height),
            el("a:prstGeom", el("a:avLst"), prst="rect"),
            el("a:noFill"),
            line(GREY, _HOLLOW_POINTS, look, dashed=True),
        ),
        macro="",
        textlink="",
    )
    right, bottom = hollow.left + hollow.width, hollow.top + hollow.height
    return _anchored(shape, hollow.left, hollow.top, right, bottom, look)


def _words(words: Words, id: int, look: ChartLook) -> Xml:
    # Written out: most of what is drawn over charts are words.
    kind = words.type
    font = _font(fill(kind.colour, look), kind.points, kind.bold, look.locale.language)
    text, name = escape(words.text), escape(f"{words.text} label")
    place = _place(words.left, words.top, words.width, words.height)
    shape = Xml(
        f'<cdr:sp macro="" textlink=""><cdr:nvSpPr><cdr:cNvPr id="{id}" name="{name}"/>{_TEXT_BOX}</cdr:nvSpPr>'
        f"<cdr:spPr>{place}{_PLAIN_BOX}</cdr:spPr>"
        f"<cdr:txBody>{_body(words.align)}<a:p>{_paragraph(words.align)}<a:r>{font}<a:t>{text}</a:t></a:r></a:p>"
        "</cdr:txBody></cdr:sp>"
    )
    return _anchored(shape, words.left, words.top, words.left + words.width, words.top + words.height, look)


@lru_cache(maxsize=64)
def _font(ink: Xml, points: float, bold: bool, language: str) -> Xml:
    return el("a:rPr", ink, *THEME_FONT, lang=language, sz=round(points * 100), b=bold)


@cache
def _body(align: str) -> Xml:
    """What stands before the paragraph of words."""
    anchor = "b" if align == "ctr" else "ctr"
    return join(el("a:bodyPr", wrap="none", lIns=0, tIns=0, rIns=0, bIns=0, anchor=anchor), el("a:lstStyle"))


@cache
def _paragraph(align: str) -> Xml:
    return el("a:pPr", algn=align)


_CONNECTOR: Final = el("cdr:cNvCxnSpPr")
_LINE: Final = el("a:prstGeom", el("a:avLst"), prst="line")
_TEXT_BOX: Final = el("cdr:cNvSpPr", txBox=1)
_PLAIN_BOX: Final = join(el("a:prstGeom", el("a:avLst"), prst="rect"), el("a:noFill"), no_line())


def _anchored(shape: Xml, left: int, top: int, right: int, bottom: int, look: ChartLook) -> Xml:
    start, end = _corner(left, top, look), _corner(right, bottom, look)
    return Xml(f"<cdr:relSizeAnchor><cdr:from>{start}</cdr:from><cdr:to>{end}</cdr:to>{shape}</cdr:relSizeAnchor>")


def _corner(x: int, y: int, look: ChartLook) -> str:
    return f"<cdr:x>{x / look.width:.5f}</cdr:x><cdr:y>{y / look.height:.5f}</cdr:y>"


def _place(left: int, top: int, width: int, height: int) -> Xml:
    return Xml(f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>')
