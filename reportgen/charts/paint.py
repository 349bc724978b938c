"""Colours, lines and type of a chart as DrawingML, always by theme slot and theme font."""

from __future__ import annotations

from dataclasses import dataclass
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

NO_FILL: Final = el("a:noFill")


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: size in points, colour (a theme slot or GREY), weight."""

    points: float
    colour: str = INK
    bold: bool = False


def fill(colour: str, look: ChartLook) -> Xml:
    """A solid fill. Fixed are only the brand's grey, which has no theme slot, and the colours of a status."""
    if colour == GREY:
        return el("a:solidFill", el("a:srgbClr", val=look.brand.grey))
    if isinstance(colour, Status):
        return el("a:solidFill", el("a:srgbClr", val=look.brand.status_colours[colour]))
    if colour == LIGHT:
        # The message at 40 %, as in the theme colours that Office offers.
        light = el("a:schemeClr", el("a:lumMod", val=40_000), el("a:lumOff", val=60_000), val=MESSAGE)
        return el("a:solidFill", light)
    return el("a:solidFill", el("a:schemeClr", val=colour))


def line(colour: str, points: float, look: ChartLook, cap: str | None = None, dashed: bool = False) -> Xml:
    """A line of that width, solid unless it is dashed."""
    dash = el("a:prstDash", val="dash") if dashed else None
    return el("a:ln", fill(colour, look), dash, el("a:round"), w=round(points * EMU_PER_POINT), cap=cap)


def hatching() -> Xml:
    """Wide upward diagonals of the message on the page, for what is not certain."""
    inks = el("a:fgClr", el("a:schemeClr", val=MESSAGE)), el("a:bgClr", el("a:schemeClr", val=PAGE))
    return el("a:pattFill", *inks, prst="wdUpDiag")


def no_line() -> Xml:
    """The declaration that there is no line."""
    return el("a:ln", NO_FILL)


def shape(*properties: Xml) -> Xml:
    """c:spPr with a fill, a line or both."""
    return el("c:spPr", *properties)


def text(kind: Type, look: ChartLook, angle: int = 0, wrap: str | None = None) -> Xml:
    """c:txPr, at an angle in 60 000ths of a degree; `wrap` is "none" for a text that stays on one line."""
    font = el(
        "a:defRPr",
        fill(kind.colour, look),
        *theme_font(),
        sz=round(kind.points * 100),
        b=kind.bold,
    )
    return el(
        "c:txPr",
        el("a:bodyPr", rot=angle, vert="horz", wrap=wrap),
        el("a:lstStyle"),
        el("a:p", el("a:pPr", font), el("a:endParaRPr", lang=look.locale.language)),
    )


def theme_font() -> tuple[Xml, Xml, Xml]:
    """The body font of the theme, for every script."""
    return (
        el("a:latin", typeface="+mn-lt"),
        el("a:ea", typeface="+mn-ea"),
        el("a:cs", typeface="+mn-cs"),
    )
