"""Drawing pieces of a deck template as PresentationML: text, placeholders, rules, signs.

Lengths are centimetres, type sizes points. Colours are theme slots, so a change of theme restyles
everything; only the status colours are fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
# tx1 lightened: close to the secondary grey of the house style, and right in any theme.
GREY: Final = (
    '<a:schemeClr val="tx1"><a:lumMod val="75000"/><a:lumOff val="25000"/><a:satMod val="55000"/></a:schemeClr>'
)
ON_TRACK, AT_RISK, OFF_TRACK = "47887C", "B5820C", "9B1D29"
LANGUAGE: Final = "en-GB"


def column(k: float) -> float:
    """Left edge of grid column k (0 to 11) in cm: twelve columns of 2.10 with gutters of 0.50."""
    return 1.583 + 2.6 * k


def span(n: float) -> float:
    """Width of n grid columns in cm."""
    return 2.6 * n - 0.5


def emu(centimetres: float) -> int:
    """Centimetres in English Metric Units."""
    return round(centimetres * 360_000)


def colour(name: str) -> str:
    """A theme slot, "grey", or six hexadecimal digits as a DrawingML colour."""
    if name == "grey":
        return GREY
    return f'<a:srgbClr val="{name}"/>' if len(name) == 6 and name.isupper() else f'<a:schemeClr val="{name}"/>'


def fill(name: str) -> str:
    """A solid fill; no fill for an empty name."""
    return f"<a:solidFill>{colour(name)}</a:solidFill>" if name else "<a:noFill/>"


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks; 0 and empty mean inherited."""

    size: float = 0
    bold: bool | None = None
    colour: str = ""

    def properties(self, element: str) -> str:
        """The style as a:rPr, a:defRPr or a:endParaRPr."""
        size = f' sz="{round(self.size * 100)}"' if self.size else ""
        bold = "" if self.bold is None else f' b="{int(self.bold)}"'
        inner = fill(self.colour) if self.colour else ""
        if element == "a:defRPr":
            inner += '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
        return f'<{element} lang="{LANGUAGE}"{size}{bold}>{inner}</{element}>'


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list style: line and gap before in percent and points, bullet character if any.

    `indent` hangs the lines by so many cm, the first one reaches there by a tab; `stop` is a right tab stop in cm."""

    style: Style
    line: float = 100
    before: float = 0
    align: str = "l"
    bullet: str = ""
    indent: float = 0
    stop: float = 0

    def xml(self, number: int) -> str:
        """The level as a:lvl<number>pPr."""
        indent = ' marL="216000" indent="-216000"' if self.bullet else ' marL="0" indent="0"'
        if self.indent:
            indent = f' marL="{emu(self.indent)}" indent="-{emu(self.indent)}"'
        bullet = f"<a:buChar char={quoteattr(self.bullet)}/>" if self.bullet else "<a:buNone/>"
        if self.stop:
            bullet += f'<a:tabLst><a:tab pos="{emu(self.stop)}" algn="r"/></a:tabLst>'
        return (
            f'<a:lvl{number}pPr{indent} algn="{self.align}" rtl="0" eaLnBrk="1">'
            f'<a:lnSpc><a:spcPct val="{round(self.line * 1000)}"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="{round(self.before * 100)}"/></a:spcBef>{bullet}'
            f"{self.style.properties('a:defRPr')}</a:lvl{number}pPr>"
        )


def levels(*given: Level) -> str:
    """The content of a list style from its levels, first to last."""
    return "".join(level.xml(number) for number, level in enumerate(given, start=1))


def run(text: str, style: Style | None = None) -> str:
    """A run of text."""
    return f"<a:r>{(style or Style()).properties('a:rPr')}<a:t>{escape(text)}</a:t></a:r>"


def paragraph(*runs: str, level: int = 1, align: str = "", before: float = 0) -> str:
    """A paragraph of runs; plain strings without markup become runs."""
    attributes = (f' lvl="{level - 1}"' if level > 1 else "") + (f' algn="{align}"' if align else "")
    gap = f'<a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef>' if before else ""
    pieces = "".join(text if text.startswith("<a:") else run(text) for text in runs)
    return f"<a:p><a:pPr{attributes}>{gap}</a:pPr>{pieces}</a:p>"


def slide_number(style: Style | None = None) -> str:
    """The field that prints the number of the slide."""
    return (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        f"{(style or Style()).properties('a:rPr')}<a:t>‹#›</a:t></a:fld>"
    )


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the slide in cm."""

    left: float
    top: float
    width: float
    height: float

    def xml(self, prefix: str = "a") -> str:
        """The rectangle as a transform."""
        return (
            f'<{prefix}:xfrm><a:off x="{emu(self.left)}" y="{emu(self.top)}"/>'
            f'<a:ext cx="{emu(self.width)}" cy="{emu(self.height)}"/></{prefix}:xfrm>'
        )


def _body(anchor: str) -> str:
    insets = 'lIns="0" tIns="0" rIns="0" bIns="0"'
    return f'<a:bodyPr wrap="square" {insets} rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'


def placeholder(
    id: int,
    name: str,
    text: str,
    *,
    kind: str = "",
    index: int | None = None,
    box: Box | None = None,
    style: str = "",
    anchor: str = "",
    prompt: bool = False,
) -> str:
    """A placeholder. On slides give kind and index only; place, list style and anchor come from the layout."""
    attributes = (f' type="{kind}"' if kind else "") + (f' idx="{index}"' if index is not None else "")
    attributes += ' hasCustomPrompt="1"' if prompt else ""
    geometry = f'{box.xml()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if box else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name={quoteattr(name)}/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph{attributes}/></p:nvPr></p:nvSpPr><p:spPr>{geometry}</p:spPr>"
        f"<p:txBody>{_body(anchor) if anchor else '<a:bodyPr/>'}<a:lstStyle>{style}</a:lstStyle>{text}"
        "</p:txBody></p:sp>"
    )


def text_box(id: int, name: str, box: Box, text: str, anchor: str = "t") -> str:
    """A free text box without insets, fill or frame."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name={quoteattr(name)}/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{box.xml()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        f"<p:txBody>{_body(anchor)}<a:lstStyle/>{text}</p:txBody></p:sp>"
    )


def rule(id: int, name: str, left: float, top: float, width: float, points: float, paint: str) -> str:
    """A horizontal line, marked as decorative."""
    return (
        f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{id}" name={quoteattr(name)}>{DECORATIVE}</p:cNvPr>'
        f"<p:cNvCxnSpPr/><p:nvPr userDrawn={quoteattr('1')}/></p:nvCxnSpPr>"
        f'<p:spPr>{Box(left, top, width, 0).xml()}<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="{round(points * 12_700)}">{fill(paint)}</a:ln></p:spPr></p:cxnSp>'
    )


def figure(id: int, name: str, shape: str, box: Box, paint: str = "", outline: str = "") -> str:
    """A drawn shape such as "ellipse" or "rect" without text, marked as decorative: words stand beside it."""
    line = f'<a:ln w="19050">{fill(outline)}</a:ln>' if outline else "<a:ln><a:noFill/></a:ln>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name={quoteattr(name)}>{DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr>{box.xml()}<a:prstGeom prst="{shape}"><a:avLst/></a:prstGeom>{fill(paint)}{line}</p:spPr>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{Style().properties('a:endParaRPr')}</a:p></p:txBody></p:sp>"
    )


# Office 2019+: read aloud as nothing (MS-ODRAWXML 2.24).
DECORATIVE: Final = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


def shape_tree(shapes: list[str]) -> str:
    """The shapes of a slide, layout or master in reading order."""
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
        f"</a:xfrm></p:grpSpPr>{''.join(shapes)}</p:spTree>"
    )
