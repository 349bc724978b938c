"""Text -> how much room it takes, and what fits: PowerPoint shrinks nothing until somebody types.

Widths are those of Calibri from a table made by scripts/templates/font_widths.py, other fonts by a factor:
the same text breaks alike on every machine, whatever fonts it has. Lengths are points.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

ELLIPSIS: Final = "…"
NBSP: Final = "\N{NO-BREAK SPACE}"
# Line height of Calibri over its size (ascent + descent + gap of the font's hhea table: 1536 + 512 + 452 of 2048).
LINE: Final = 1.2207
# Widths of other fonts against Calibri, regular and bold, over a page of English text and its figures.
_FACTORS: Final = {
    "Calibri": (1.0, 1.0),
    "Carlito": (1.0, 1.0),
    "Arial": (1.12, 1.16),
    "Liberation Sans": (1.12, 1.16),
    "Verdana": (1.27, 1.40),
    "DejaVu Sans": (1.27, 1.40),
}
_OTHER_FONT: Final = (1.12, 1.16)
# In wide fonts plus and minus are wider still than letters and figures, by so many thousandths of the size.
_WIDE_FONT: Final = 1.2
_SIGN_EXTRA: Final = 190
# For letters outside the table: Hebrew, Arabic and others are near an average letter, from U+2E80 on East
# Asian letters fill the em.
_AVERAGE: Final = 560
_WIDE_FROM: Final = 0x2E80
# Geometric shapes fill the em in the fonts that have them.
_SIGNS: Final = range(0x25A0, 0x2600)
# A little less than the box: programs round the widths of letters differently.
SAFETY: Final = 0.99


class Type(NamedTuple):
    """Type of one size: points, weight, line spacing as a share of the font's own line, font.

    Of a paragraph in it: the gap `before` it, and the `margin` that its lines keep from the left."""

    points: float
    bold: bool = False
    spacing: float = 1.0
    font: str = "Calibri"
    before: float = 0.0
    margin: float = 0.0

    @property
    def line(self) -> float:
        """Height of one line in points."""
        return self.points * LINE * self.spacing

    # Not by `_replace`, which goes through a dictionary: these are asked for every run and paragraph.

    def sized(self, points: float, bold: bool | None = None) -> Type:
        """The same type in another size, and in another weight if one is given."""
        weight = self.bold if bold is None else bold
        return Type(points, weight, self.spacing, self.font, self.before, self.margin)

    def spaced(self, before: float) -> Type:
        """The same type with another gap before its paragraph."""
        return Type(self.points, self.bold, self.spacing, self.font, before, self.margin)


def font_factor(font: str, bold: bool = False) -> float:
    """How much wider a font is than Calibri."""
    return _FACTORS.get(font, _OTHER_FONT)[int(bold)]


def text_width(text: str, type: Type) -> float:
    """The width of a text on one line, in points."""
    return em_width(text, type.bold, type.font) * type.points / 1000


@lru_cache(maxsize=8192)
def em_width(text: str, bold: bool, font: str) -> float:
    """The width of a text on one line, in thousandths of its size; kept, because a table is measured in many ways."""
    return _width(*_letters(text, bold), bold, font)


def wrap(text: str, width: float, type: Type) -> list[str]:
    """The lines into which a text breaks in a box of that width; a word that is too long breaks inside."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrapped(paragraph, width * SAFETY, type)
    return lines


def text_height(text: str, width: float, type: Type) -> float:
    """The height of a text in a box of that width."""
    return len(wrap(text, width, type)) * type.line


def fitting_size(text: str, width: float, height: float, type: Type, shares: tuple[float, ...]) -> float | None:
    """The first of the shares of the size at which the text fits the box, in whole points; None if none does."""
    for share in shares:
        tried = type.sized(round(type.points * share))
        if text_height(text, width, tried) <= height:
            return tried.points
    return None


def shortened(text: str, width: float, lines: int, type: Type, ending: str = "") -> str:
    """The text with its ending, cut at a word with an ellipsis before the ending when it needs more lines."""
    wrapped = wrap(f"{text}{ending}", width, type)
    if len(wrapped) <= lines:
        return f"{text}{ending}"
    # A word that breaks inside ends a line without a blank: what is taken too much is given back below.
    kept = text[: sum(len(line) + 1 for line in wrapped[:lines])].rstrip()
    while kept and len(wrap(f"{kept}…{ending}", width, type)) > lines:
        kept = kept[: kept.rstrip().rfind(" ")].rstrip() if " " in kept.strip() else kept[:-1]
    return f"{kept.rstrip(' ,;:–')}…{ending}"


def longest_word(text: str, type: Type) -> float:
    """The width of the widest piece that does not break."""
    return max((text_width(word, type) for word in text.split(" ")), default=0.0)


def _wrapped(text: str, width: float, type: Type) -> list[str]:
    """The lines of a paragraph. Letters keep their widths beside others, so that a line is as wide as its words with
    the blanks between them."""
    if text_width(text, type) <= width:
        return [text]
    lines, line, ems, signs = [], "", 0, 0
    blank = _letters(" ", type.bold).ems
    for word in text.split(" "):
        letters = _letters(word, type.bold)
        if line and _points(ems + blank + letters.ems, signs + letters.signs, type) <= width:
            line, ems, signs = f"{line} {word}", ems + blank + letters.ems, signs + letters.signs
            continue
        if line:
            lines.append(line)
        line, ems, signs = word, *letters
        while len(line) > 1 and _points(ems, signs, type) > width:
            fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or text_width(line[:n], type) <= width)
            lines.append(line[:fits])
            line = line[fits:]
            ems, signs = _letters(line, type.bold)
    return [*lines, line]


class _Letters(NamedTuple):
    """What the letters of a text add up to: the widths that Calibri gives them, in thousandths, and the signs that
    are wider in wide fonts."""

    ems: int
    signs: int


@lru_cache(maxsize=8192)
def _letters(text: str, bold: bool) -> _Letters:
    """Kept, because a deck says the same words often."""
    widths = _widths()["bold" if bold else "regular"]
    ems = sum(widths.get(ord(letter)) or _unknown(ord(letter)) for letter in text)
    return _Letters(ems, text.count("\N{MINUS SIGN}") + text.count("+"))


def _points(ems: int, signs: int, type: Type) -> float:
    return _width(ems, signs, type.bold, type.font) * type.points / 1000


def _width(ems: int, signs: int, bold: bool, font: str) -> float:
    factor = font_factor(font, bold)
    return ems * factor + (_SIGN_EXTRA * signs if factor >= _WIDE_FONT else 0)


def _unknown(code: int) -> int:
    return 1000 if code >= _WIDE_FROM or code in _SIGNS else _AVERAGE


@cache
def _widths() -> dict[str, dict[int, int]]:
    table = json.loads((Path(__file__).parent / "widths.json").read_text("utf-8"))
    return {
        weight: {first + n: width for first, *held in ranges for n, width in enumerate(held)}
        for weight, ranges in table.items()
    }
