"""Lines, circles and words in cm -> one of matplotlib's renderers, without a figure between them.

A figure with axes lays out every word and clips every line before it reaches its renderer. A map has its places
already, so it is drawn on the renderer itself: the same picture in half the time.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from reportgen.renderers.map_places import Point, Rect

# Which end of a text stands at its place.
Side: TypeAlias = Literal["start", "middle", "end"]
CM_PER_INCH: Final = 2.54
_POINTS_PER_CM: Final = 72 / CM_PER_INCH
# From the middle of a line of words down to its baseline: half a capital with its accent, half a small letter.
_CAPITALS, _SMALL_LETTERS = 0.375, 0.25
# Lengths of FreeType are in 64ths of a pixel.
_SUBPIXELS: Final = 64
# The head of an arrow, its tip rounded by the line around it.
_HEAD_LENGTH, _HEAD_HALF = 0.123, 0.064
_DASHES: Final = (3.7, 1.6)
# By how much of its width a text begins before its place.
_BEFORE: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
_ALIGNED: Final[dict[Side, Literal["left", "center", "right"]]] = {"start": "left", "middle": "center", "end": "right"}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: its colour, its width in points, whether it is dashed. Without colour there is none."""

    colour: str = ""
    width: float = 0.0
    dashed: bool = False


NO_STROKE: Final = Stroke()


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text: letters of so many points, and which end of it stands at its place."""

    text: str
    points: float
    colour: str
    bold: bool
    side: Side
    upright: bool


class MapPen(ABC):
    """Draws on one renderer; all measures are cm from the upper left, sizes of letters are points."""

    def __init__(self, renderer: Any, height: float, fonts: Sequence[str]) -> None:
        from matplotlib.transforms import Affine2D

        self.renderer, self._fonts = renderer, list(fonts)
        self._scale = renderer.points_to_pixels(_POINTS_PER_CM)
        self._height = height * self._scale
        # Renderers count from the lower left.
        self._page = Affine2D().scale(self._scale, -self._scale).translate(0, self._height)

    def circle(self, centre: Point, size: float, fill: str, stroke: Stroke) -> None:
        """A circle of that diameter; without fill only its line."""
        from matplotlib.path import Path
        from matplotlib.transforms import Affine2D

        place = Affine2D().scale(size / 2).translate(centre.x, centre.y)
        self._path(Path.unit_circle(), fill, stroke, place + self._page)

    def line(self, points: Sequence[tuple[float, float]], stroke: Stroke) -> None:
        """A line from point to point."""
        from matplotlib.path import Path

        self._path(Path(points), "", stroke, self._page)

    def shape(self, corners: Sequence[tuple[float, float]], fill: str, stroke: Stroke) -> None:
        """A closed shape; without fill only its line."""
        from matplotlib.path import Path

        self._path(Path([*corners, corners[0]], closed=True), fill, stroke, self._page)

    def box(self, box: Rect, fill: str, stroke: Stroke = NO_STROKE) -> None:
        """A rectangle; without fill only its line."""
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], fill, stroke)

    def arrow(self, start: Point, end: Point, colour: str, size: float = 1.0) -> None:
        """An arrow with a filled head that ends a little before its end."""
        way = start.distance(end)
        across, down = (end.x - start.x) / way, (end.y - start.y) / way
        stroke, length, half = Stroke(colour, 1.5 * size), _HEAD_LENGTH * size, _HEAD_HALF * size
        tip = Point(end.x - across * length / 2, end.y - down * length / 2)
        base = Point(tip.x - across * length, tip.y - down * length)
        self.line([(start.x, start.y), (base.x, base.y)], stroke)
        sides = [(base.x - down * half, base.y + across * half), (base.x + down * half, base.y - across * half)]
        self.shape([sides[0], (tip.x, tip.y), sides[1]], colour, stroke)

    def words(
        self, place: Point, text: str, points: float, colour: str, bold: bool, side: Side, upright: bool = False
    ) -> None:
        """A line of words whose start, middle or end stands at the place, whatever signs are in it."""
        if not text:
            return
        down = points / _POINTS_PER_CM
        x = place.x + (_SMALL_LETTERS * down if upright else 0)
        y = place.y + (0 if upright else _CAPITALS * down)
        self._text(x * self._scale, y * self._scale, Words(text, points, colour, bold, side, upright))

    @abstractmethod
    def _text(self, x: float, y: float, words: Words) -> None:
        """The text with its baseline through this point, in units of the renderer from the upper left."""

    def _path(self, path: Any, fill: str, stroke: Stroke, transform: Any) -> None:
        from matplotlib.colors import to_rgba

        self.renderer.draw_path(self._context(stroke), path, transform, to_rgba(fill) if fill else None)

    def _context(self, stroke: Stroke) -> Any:
        context = self.renderer.new_gc()
        context.set_linewidth(stroke.width)
        context.set_joinstyle("round")
        if stroke.colour:
            context.set_foreground(stroke.colour)
        if stroke.dashed:
            context.set_dashes(0, [stroke.width * one for one in _DASHES])
        return context


class SvgPen(MapPen):
    """Draws into an SVG; programs that show it have fonts of their own, so they place a text by its anchor."""

    def __init__(self, renderer: Any, height: float, fonts: Sequence[str]) -> None:
        from matplotlib.text import Text

        super().__init__(renderer, height, fonts)
        self._anchor = Text(rotation_mode="anchor")

    def _text(self, x: float, y: float, words: Words) -> None:
        from matplotlib.font_manager import FontProperties

        self._anchor.set_position((x, self._height - y))
        self._anchor.set_horizontalalignment(_ALIGNED[words.side])
        look = FontProperties(family=self._fonts, weight=_weight(words.bold), size=words.points)
        context, angle = self._context(Stroke(words.colour)), 90 if words.upright else 0
        self.renderer.draw_text(context, x, y, words.text, look, angle, mtext=self._anchor)


class PixelPen(MapPen):
    """Draws pixels. A text is set once and put in as one picture, where the renderer sets it again for every letter."""

    def __init__(self, renderer: Any, height: float, fonts: Sequence[str]) -> None:
        import numpy as np

        super().__init__(renderer, height, fonts)
        self.pixels: Any = np.asarray(renderer.buffer_rgba())

    def _text(self, x: float, y: float, words: Words) -> None:
        import numpy as np
        from matplotlib.backends import backend_agg

        backend: Any = backend_agg
        hinting = backend.get_hinting_flag()
        line = _line(tuple(self._fonts), words.bold, words.points, self.renderer.dpi, hinting, words.text)
        before = round(_BEFORE[words.side] * line.width / _SUBPIXELS) - line.before
        # Rows are whole, and what is drawn stands on the last one.
        column, row = round(x), round(y - self._height + self.pixels.shape[0])
        if words.upright:
            letters = np.rot90(line.letters)
            self._blend(letters, column - line.above, row + before - letters.shape[0], words.colour)
        else:
            self._blend(line.letters, column - before, row - line.above, words.colour)

    def _blend(self, letters: Any, left: int, top: int, colour: str) -> None:
        """Colour the pixels as far as letters cover them; what lies outside the picture is cut."""
        import numpy as np
        from matplotlib.colors import to_rgb

        left, top = max(left, 0), max(top, 0)
        height, width = letters.shape
        area = self.pixels[top : top + height, left : left + width, :3]
        cover = letters[: area.shape[0], : area.shape[1], np.newaxis] / 255
        area[:] = np.rint(area + (255 * np.array(to_rgb(colour)) - area) * cover)


class _Line(NamedTuple):
    """A line of words as pixels: how far letters cover each, its width in 64ths of a pixel, and how many pixels its
    picture begins before its place and above its baseline."""

    letters: Any
    width: int
    before: int
    above: int


@lru_cache(maxsize=256)
def _line(fonts: tuple[str, ...], bold: bool, points: float, dpi: float, hinting: Any, text: str) -> _Line:
    """The words as they are set; kept, because FreeType asks Python for every letter and maps repeat most of them."""
    import numpy as np

    face = _typeface(fonts, bold)
    face.set_size(points, dpi)
    face.set_text(text, 0.0, flags=hinting)
    face.draw_glyphs_to_bitmap(antialiased=True)
    width, height = face.get_width_height()
    # The picture begins in the column of the first ink, and a row above the highest.
    above = (height - face.get_descent()) // _SUBPIXELS + 1
    return _Line(np.array(face.get_image()), width, face.get_bitmap_offset()[0] // _SUBPIXELS, above)


def _typeface(fonts: Sequence[str], bold: bool) -> Any:
    """The brand's font, and behind it the next one for letters that it lacks."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font([findfont(FontProperties(family=font, weight=_weight(bold))) for font in fonts])


def _weight(bold: bool) -> str:
    return "bold" if bold else "normal"
