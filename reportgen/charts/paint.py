"""Colours, lines and type of a chart as DrawingML, always by theme slot and theme font."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from reportgen.charts.look import ChartLook
from reportgen.charts.measure import EMU_PER_POINT
from reportgen.content.values import Status
from reportgen.ooxml import Xml, el

# Text and page are named by role in charts (ECMA-376 part 1, 20.1.10.54), so that dark themes stay readable.
INK: Final = "tx1"
PAGE: Final = "bg1"
MESSAGE: Final = "accent1"
CONTEXT: Final = "accent2"
RULE: Final = "accent6"
GREY: Final = "grey"
LIGHT: Final = "light"
BLACK: Final = "black"

NO_FILL: Final = el("a:noFill")
# The body font of the theme, for every script.
THEME_FONT: Final = (
    el("a:latin", typeface="+mn-lt"),
    el("a:ea", typeface="+mn-ea"),
    el("a:cs", typeface="+mn-cs"),
)


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: size in points, colour (a theme slot or GREY), weight."""

    points: float
    colour: str = INK
    bold: bool = False


def fill(colour: str, look: ChartLook) -> Xml:
    """A solid fill. Fixed are only the brand's grey, which has no theme slot, and the colours of a status."""
    if colour == GREY:
        return _solid("a:srgbClr", look.brand.grey)
    if isinstance(colour, Status):
        return _solid("a:srgbClr", look.brand.status_colours[colour])
    return _MIXED.get(colour) or _solid("a:schemeClr", colour)


@lru_cache(maxsize=64)
def _solid(kind: str, colour: str) -> Xml:
    return el("a:solidFill", el(kind, val=colour))


# The message at 40 %, as in the theme colours that Office offers; the ink without any of its light.
_MIXED: Final = {
    LIGHT: el(
        "a:solidFill",
        el("a:schemeClr", el("a:lumMod", val=40_000), el("a:lumOff", val=60_000), val=MESSAGE),
    ),
    BLACK: el("a:solidFill", el("a:schemeClr", el("a:lumMod", val=0), val=INK)),
}


def on(paint: str) -> str:
    """The colour of small text on a fill: at least 4.5:1 in the brands that come along. White reads on dark ones only;
    a brand's own ink is too light for those in the middle, on which black has 5:1."""
    return _ON.get(paint, INK)


_ON: Final[Mapping[str, str]] = {
    **dict.fromkeys((MESSAGE, INK, Status.OFF_TRACK), PAGE),
    **dict.fromkeys((CONTEXT, Status.ON_TRACK, Status.AT_RISK), BLACK),
}


def line(colour: str, points: float, look: ChartLook, cap: str | None = None, dashed: bool = False) -> Xml:
    """A line of that width, solid unless it is dashed."""
    return _line(fill(colour, look), points, cap, dashed)


@lru_cache(maxsize=256)
def _line(ink: Xml, points: float, cap: str | None, dashed: bool) -> Xml:
    dash = el("a:prstDash", val="dash") if dashed else None
    return el("a:ln", ink, dash, el("a:round"), w=round(points * EMU_PER_POINT), cap=cap)


@cache
def hatching() -> Xml:
    """Wide upward diagonals of the message on the page, for what is not certain."""
    inks = el("a:fgClr", el("a:schemeClr", val=MESSAGE)), el("a:bgClr", el("a:schemeClr", val=PAGE))
    return el("a:pattFill", *inks, prst="wdUpDiag")


def no_line() -> Xml:
    """The declaration that there is no line."""
    return _NO_LINE


@lru_cache(maxsize=256)
def shape(*properties: Xml) -> Xml:
    """c:spPr with a fill, a line or both."""
    return el("c:spPr", *properties)


_NO_LINE: Final = el("a:ln", NO_FILL)


def text(kind: Type, look: ChartLook, angle: int = 0, wrap: str | None = None) -> Xml:
    """c:txPr, at an angle in 60 000ths of a degree; `wrap` is "none" for a text that stays on one line."""
    return _text(kind.points, fill(kind.colour, look), kind.bold, look.locale.language, angle, wrap)


@lru_cache(maxsize=512)
def _text(points: float, ink: Xml, bold: bool, language: str, angle: int, wrap: str | None) -> Xml:
    """Kept, because the labels and axes of all charts of a document are set in a handful of ways."""
    font = el("a:defRPr", ink, *THEME_FONT, sz=round(points * 100), b=bold)
    return el(
        "c:txPr",
        el("a:bodyPr", rot=angle, vert="horz", wrap=wrap),
        el("a:lstStyle"),
        el("a:p", el("a:pPr", font), el("a:endParaRPr", lang=language)),
    )
