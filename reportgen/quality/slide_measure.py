"""Text on slides -> the room it takes, by the metrics of its fonts. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from reportgen.ooxml.names import qn
from reportgen.quality.slide_text import RUNS, SlideText, level_of
from reportgen.renderers.powerpoint.fitting import LINE, Type, text_width
from reportgen.renderers.powerpoint.geometry import POINT

_DEFAULT_POINTS: Final = 18.0
_WHOLE: Final = 100_000
# Shares of the size in a line of Calibri (OS/2 table: winAscent 1950, winDescent 550 of 2048): the room over a
# capital with an accent, and the room below the base line.
_ABOVE: Final = 0.2
_DESCENT: Final = 0.25
_REACHING_DOWN: Final = "gjpqyQ,;()[]{}|/§ęąįų"
_FONT_OF_THEME: Final = ("+mn-lt", "+mj-lt")


@dataclass(frozen=True, slots=True)
class Extent:
    """Width and height of a text; `broken` is a word that is wider than its room, "" without one.

    `above` and `below` are the parts of the height in which nothing is printed."""

    width: float
    height: float
    broken: str = ""
    above: float = 0.0
    below: float = 0.0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, or the gap before one, in one type."""

    text: str
    type: Type

    @property
    def width(self) -> float:
        return text_width(self.text, self.type)


class Measure:
    """Measures the text of one slide's shapes."""

    def __init__(self, slide: SlideText) -> None:
        self._slide = slide

    def text(self, shape: etree._Element, holder: etree._Element, width: float) -> Extent:
        """The text of a holder (the shape itself, or a cell of its table) in a column of that width."""
        widest, height, broken = 0.0, 0.0, ""
        above = below = 0.0
        scale = _share(holder.find(f".//{qn('a:normAutofit')}"), "fontScale")
        for number, paragraph in enumerate(holder.iter(qn("a:p"))):
            found = self._paragraph(shape, paragraph, width, scale, first=number == 0)
            widest, height, broken = max(widest, found.width), height + found.height, broken or found.broken
            above, below = above if number else found.above, found.below
        return Extent(widest, height, broken, above, below)

    def _paragraph(
        self, shape: etree._Element, paragraph: etree._Element, width: float, scale: float, *, first: bool
    ) -> Extent:
        levels = self._slide.levels(shape, level_of(paragraph))
        own = paragraph.find(qn("a:pPr"))
        said = levels if own is None else [own, *levels]
        margin = _number(said, "marL")
        width -= (margin + _number(said, "marR")) / POINT
        pieces = _without_hanging_label(self._pieces(paragraph, levels, scale), -_number(said, "indent") / POINT)
        lines, broken = _lines(pieces, width)
        end = self._type(paragraph.find(qn("a:endParaRPr")), levels, scale)
        sizes = [max((piece.type.points for piece in line), default=end.points) for line in lines] or [end.points]
        widest = max((_width(line) for line in lines), default=0.0)
        height = sum(_line_height(said, size) for size in sizes)
        height += 0 if first else _space(said, "a:spcBef", sizes[0])
        height += _space(said, "a:spcAft", sizes[-1])
        last = "".join(piece.text for piece in lines[-1])
        below = 0.0 if any(letter in _REACHING_DOWN for letter in last) else _DESCENT * sizes[-1]
        return Extent(widest + margin / POINT, height, broken, _ABOVE * sizes[0], below)

    def _pieces(self, paragraph: etree._Element, levels: list[etree._Element], scale: float) -> list[_Piece | None]:
        """Words and gaps in turn; None is the end of a line."""
        pieces: list[_Piece | None] = []
        for node in paragraph:
            if node.tag == qn("a:br"):
                pieces.append(None)
            elif node.tag in RUNS:
                type = self._type(node.find(qn("a:rPr")), levels, scale)
                for n, line in enumerate((node.findtext(qn("a:t")) or "").split("\v")):
                    pieces += [None] if n else []
                    pieces += [_Piece(word, type) for word in _words(line)]
        return pieces

    def _type(self, run: etree._Element | None, levels: list[etree._Element], scale: float) -> Type:
        held = [each for each in (run, *(level.find(qn("a:defRPr")) for level in levels)) if each is not None]
        points = next((int(each.get("sz", "0")) / 100 for each in held if each.get("sz")), _DEFAULT_POINTS)
        bold = next((each.get("b") in ("1", "true") for each in held if each.get("b")), False)
        fonts = (each.find(qn("a:latin")) for each in held)
        font = next((each.get("typeface", "") for each in fonts if each is not None), _FONT_OF_THEME[0])
        return Type(points * scale, bold, font=self._slide.font if font in _FONT_OF_THEME else font)


def _without_hanging_label(pieces: list[_Piece | None], room: float) -> list[_Piece | None]:
    """The pieces without what stands left of the paragraph, before a tab, when it fits there."""
    tab = next((n for n, piece in enumerate(pieces) if piece and "\t" in piece.text), None)
    if tab is None or sum(piece.width for piece in pieces[:tab] if piece) > room:
        return pieces
    return pieces[tab + 1 :]


def _lines(pieces: list[_Piece | None], width: float) -> tuple[list[list[_Piece]], str]:
    """The lines into which pieces break, and the first word that is wider than a line."""
    lines: list[list[_Piece]] = [[]]
    broken = ""
    for word in _joined(pieces):
        if word is None:
            lines.append([])
            continue
        gap = word[0].text.isspace()
        size = sum(piece.width for piece in word)
        if lines[-1] and not gap and _width(lines[-1]) + size > width:
            lines.append([])
        if gap and not lines[-1]:
            continue
        if not gap and size > width:
            broken = broken or "".join(piece.text for piece in word)
            lines += [list(word) for _ in range(int(size // max(width, 1.0)))]
            continue
        lines[-1] += word
    return lines, broken


def _joined(pieces: list[_Piece | None]) -> list[list[_Piece] | None]:
    """Pieces that no gap divides, together: they never part at the end of a line."""
    words: list[list[_Piece] | None] = []
    for piece in pieces:
        last = words[-1] if words else None
        if piece is None:
            words.append(None)
        elif last and not piece.text.isspace() and not last[-1].text.isspace():
            last.append(piece)
        else:
            words.append([piece])
    return words


def _words(text: str) -> list[str]:
    """Words and gaps in turn. A no-break space is part of its word; a tab is a gap."""
    found: list[str] = []
    for letter in text:
        gap = letter in " \t"
        if found and (found[-1][0] in " \t") == gap:
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _width(line: list[_Piece]) -> float:
    while line and line[-1].text.isspace():
        line = line[:-1]
    return sum(piece.width for piece in line)


def _number(said: list[etree._Element], name: str) -> int:
    return next((int(each.get(name, "0")) for each in said if each.get(name) is not None), 0)


def _spacing(said: list[etree._Element], name: str) -> etree._Element | None:
    return next((held[0] for each in said if (held := each.find(qn(name))) is not None and len(held)), None)


def _line_height(said: list[etree._Element], points: float) -> float:
    held = _spacing(said, "a:lnSpc")
    if held is None:
        return points * LINE
    if held.tag == qn("a:spcPts"):
        return int(held.get("val", "0")) / 100
    return points * LINE * int(held.get("val", str(_WHOLE))) / _WHOLE


def _space(said: list[etree._Element], name: str, points: float) -> float:
    held = _spacing(said, name)
    if held is None:
        return 0.0
    if held.tag == qn("a:spcPts"):
        return int(held.get("val", "0")) / 100
    return points * LINE * int(held.get("val", "0")) / _WHOLE


def _share(holder: etree._Element | None, name: str) -> float:
    return 1.0 if holder is None else int(holder.get(name, str(_WHOLE)).rstrip("%")) / _WHOLE
