"""Values -> runs and paragraphs of DrawingML text, in the report's language and the brand's colours.

Colours are theme slots, so a foreign template restyles what is placed in it; only status colours are fixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Final

from reportgen.brand import Brand
from reportgen.charts import ChartLook
from reportgen.content.phrases import Label, Symbol
from reportgen.content.tables import Cell, Column
from reportgen.content.values import Status, exact
from reportgen.locales import Locale
from reportgen.ooxml import Xml, el, escape
from reportgen.ooxml.markup import join
from reportgen.renderers.powerpoint.fitting import NBSP, Type, font_factor
from reportgen.renderers.properties import language_tag

# Calibri lacks the triangle and the diamond; without a named font each program picks another size of sign.
SIGN_FONT: Final = "Segoe UI Symbol"
# What is larger than body text shrinks for wide fonts, body text does not.
BODY_POINTS: Final = 14.0
# Labels of charts, and those that carry the message.
LABEL_POINTS: Final = 12.0
KEY_POINTS: Final = 14.0
LEAST_POINTS: Final = 10.5
# Theme text colour made lighter: the secondary grey, right in any theme.
_GREY: Final = el(
    "a:schemeClr", el("a:lumMod", val=75_000), el("a:lumOff", val=25_000), el("a:satMod", val=55_000), val="tx1"
)
_HEX: Final = re.compile("[0-9A-F]{6}")


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: points, weight, colour (a theme slot, "grey", or six hexadecimal digits), slant."""

    points: float
    bold: bool = False
    colour: str = "tx1"
    italic: bool = False


def colour(name: str) -> Xml:
    """A colour by theme slot, "grey", or six hexadecimal digits."""
    if name == "grey":
        return _GREY
    return el("a:srgbClr" if _HEX.fullmatch(name) else "a:schemeClr", val=name)


def solid(name: str) -> Xml:
    """A solid fill; none for an empty name."""
    return el("a:solidFill", colour(name)) if name else el("a:noFill")


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes text: prints values through the locale, marks every run with the language."""

    locale: Locale
    brand: Brand

    @property
    def language(self) -> str:
        return language_tag(self.locale.language)

    def type(self, look: Look, spacing: float = 1.0) -> Type:
        """The look as type to be measured, in the brand's font."""
        return Type(look.points, look.bold, spacing, self.brand.fonts.body)

    def display(self, look: Look) -> Look:
        """A look larger than body text, in the size at which the brand's font is as wide as Calibri."""
        points = round(look.points / font_factor(self.brand.fonts.body))
        return replace(look, points=max(points, min(look.points, BODY_POINTS)))

    def small(self, look: Look) -> Look:
        """A label in the size at which the brand's font is as wide as Calibri, but never too small to be read."""
        points = round(2 * look.points / font_factor(self.brand.fonts.body)) / 2
        return replace(look, points=max(points, LEAST_POINTS))

    def run(self, text: str, look: Look | None = None, font: str = "") -> Xml:
        """A run of text; without a look it takes that of its level."""
        # Written out, as paragraphs and cells are: slides are made of these.
        properties = _run_properties("a:rPr", look, self.language, font)
        return Xml(f"<a:r>{properties}<a:t>{escape(text)}</a:t></a:r>")

    def sign(self, status: Status, look: Look | None = None) -> Xml:
        """The sign of a status in its colour; nothing for a status without one."""
        if not status.symbol:
            return Xml("")
        painted = self.status_colour(status)
        if look is not None:
            return self.run(status.symbol, replace(look, colour=painted, bold=False), SIGN_FONT)
        inner = join(solid(painted), *_fonts(SIGN_FONT))
        return el("a:r", el("a:rPr", inner, lang=self.language, b=0, dirty=0), el("a:t", status.symbol))

    def status(self, status: Status, look: Look) -> Xml:
        """Sign and word of a status, with a blank between."""
        word = self.locale.text(status)
        return join(self.sign(status, look), self.run(f" {word}" if status.symbol else word, look))

    def status_colour(self, status: Status) -> str:
        """Six hexadecimal digits."""
        return self.brand.status_colours.get(status, self.brand.grey)

    def paragraph(
        self, runs: Iterable[str], *, align: str = "", before: float = 0, spacing: float = 1.0, end: Look | None = None
    ) -> Xml:
        """A paragraph without bullet and indent: alignment "r" or "ctr", gap before in points, line spacing."""
        held = "".join(runs)
        last = "" if held or end is None else _run_properties("a:endParaRPr", end, self.language, "")
        return Xml(f"<a:p>{_paragraph_properties(align, before, spacing)}{held}{last}</a:p>")

    def around(self, look: Look, align: str = "") -> tuple[str, str]:
        """What stands before and behind the text of a paragraph that is one run in that look."""
        run = _run_properties("a:rPr", look, self.language, "")
        return f"<a:p>{_paragraph_properties(align, 0, 1.0)}<a:r>{run}<a:t>", "</a:t></a:r></a:p>"

    def line(
        self, runs: Iterable[str], points: float, *, align: str = "", hang: int = 0, end: Look | None = None
    ) -> Xml:
        """A paragraph whose lines are exactly so many points high, whatever its fonts. `hang`: how far its lines stand
        from the left, in EMU; the first one reaches there by a tab."""
        held = "".join(runs)
        last = "" if held or end is None else _run_properties("a:endParaRPr", end, self.language, "")
        return Xml(f"<a:p>{_line_properties(align, points, hang)}{held}{last}</a:p>")

    def printed(self, cell: Cell | Symbol, column: Column) -> str:
        """The text of a table cell on one line: a label without its note, a status with its sign."""
        if isinstance(cell, Status):
            return f"{cell.symbol} {self.locale.text(cell)}".strip()
        if isinstance(cell, Label):
            return cell.text
        if isinstance(cell, int | float) and not isinstance(cell, bool) and column.format is not None:
            return self.locale.text(replace(column.format, amount=exact(cell), id=""))
        if isinstance(cell, date):
            # On slides dates are short, and never break.
            return self.locale.date_brief(cell).replace(" ", NBSP)
        return self.locale.text(cell)


def chart_look(pen: Pen, width: int, height: int) -> ChartLook:
    """How a chart of that size (EMU) is lettered: as wide in any font as in Calibri, but never too small to be read."""
    labels, key = (pen.small(Look(points)).points for points in (LABEL_POINTS, KEY_POINTS))
    return ChartLook(pen.brand, pen.locale, width, height, labels, key)


@cache
def _paragraph_properties(align: str, before: float, spacing: float) -> Xml:
    line = el("a:lnSpc", el("a:spcPct", val=round(spacing * 100_000))) if spacing != 1.0 else None
    gap = el("a:spcBef", el("a:spcPts", val=round(before * 100)))
    return el("a:pPr", line, gap, el("a:buNone"), marL=0, indent=0, algn=align or None)


@lru_cache(maxsize=256)
def _line_properties(align: str, points: float, hang: int) -> Xml:
    return el(
        "a:pPr",
        el("a:lnSpc", el("a:spcPts", val=round(points * 100))),
        el("a:spcBef", el("a:spcPts", val=0)),
        el("a:buNone"),
        marL=hang,
        indent=-hang,
        algn=align or None,
    )


@cache
def _run_properties(name: str, look: Look | None, language: str, font: str) -> Xml:
    if look is None:
        return el(name, lang=language, dirty=0)
    inner = join(solid(look.colour), *(_fonts(font) if font else ()))
    slant = 1 if look.italic else None
    return el(name, inner, lang=language, sz=round(look.points * 100), b=int(look.bold), i=slant, dirty=0)


def _fonts(name: str) -> tuple[Xml, Xml]:
    return el("a:latin", typeface=name), el("a:ea", typeface=name)
