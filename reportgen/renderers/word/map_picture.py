"""Map -> the same picture twice: SVG, whose words stay text, and PNG for programs that show no SVG.

The bytes depend on the map, the look and the fonts of the machine only: matplotlib gets no date.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportgen.charts.measure import EMU_PER_CM, text_width
from reportgen.content.maps import Bubble, Map
from reportgen.renderers.map_places import BUBBLE, RING, Name, Point, Rect, centres, name_places, point_of
from reportgen.renderers.word.map_pen import CM_PER_INCH, MapPen, PixelPen, Side, Stroke, SvgPen
from reportgen.renderers.word.png import png_bytes
from reportgen.renderers.word.widths import font_factor

if TYPE_CHECKING:
    from reportgen.brand import Brand

# Sizes in cm: the picture is as wide as the text and 0.66 of that high; axes and key stand around the plot.
_HEIGHT_OF_WIDTH: Final = 0.66
_LEFT, _TOP, _RIGHT, _BOTTOM = 0.8, 0.05, 0.05, 1.3
_QUADRANT_INSET = 0.2
_LABEL, _QUADRANT, _NUMBER, _AXIS = 9.0, 9.5, 9.0, 9.0
# Letters of one line take so much height for each point of their size.
_LINE: Final = 1.2 / 72 * 2.54
# Dots per inch of the fallback, which programs show that know no SVG: its letters are sharp on a page in full view.
_DPI: Final = 150
_POINTS_PER_INCH: Final = 72
_SIDES: Final[tuple[Side, ...]] = ("start", "middle", "end")


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The two forms of a picture, and its size in EMU."""

    svg: bytes
    png: bytes
    width: int
    height: int


def draw_map(shown: Map, brand: Brand, width: int) -> MapPicture:
    """The map as wide as the text, in EMU, in the colours and the font of the brand."""
    import matplotlib

    high = round(width * _HEIGHT_OF_WIDTH)
    drawing = _Drawing(shown, brand, width / EMU_PER_CM, high / EMU_PER_CM)
    # Letters are not bent to the dots, which hardly shows at this resolution and is most of their drawing.
    settings: Any = {"svg.fonttype": "none", "text.hinting": "none"}
    with matplotlib.rc_context(settings):
        return MapPicture(_svg(drawing, _fonts(brand)), _png(drawing, _fonts(brand)), width, high)


def _svg(drawing: _Drawing, fonts: list[str]) -> bytes:
    from matplotlib.backends.backend_svg import RendererSVG

    written = io.StringIO()
    across, down = (side / CM_PER_INCH * _POINTS_PER_INCH for side in (drawing.width, drawing.height))
    make: Any = RendererSVG
    renderer = make(across, down, written, metadata={"Date": None, "Creator": None})
    drawing.draw(SvgPen(renderer, drawing.height, fonts))
    renderer.finalize()
    return written.getvalue().encode("utf-8")


def _png(drawing: _Drawing, fonts: list[str]) -> bytes:
    from matplotlib.backends.backend_agg import RendererAgg

    across, down = (side / CM_PER_INCH * _DPI for side in (drawing.width, drawing.height))
    make: Any = RendererAgg
    renderer = make(across, down, _DPI)
    pen = PixelPen(renderer, drawing.height, fonts)
    drawing.draw(pen)
    return png_bytes(pen.pixels, _DPI)


def _fonts(brand: Brand) -> list[str]:
    """The brand's fonts that are installed, and the one that matplotlib brings."""
    from matplotlib import font_manager

    held = set(font_manager.get_font_names())
    wanted = [font for font in (brand.fonts.body, brand.fonts.twin) if font in held]
    return [*wanted, "DejaVu Sans"]


class _Drawing:
    """One map, its names in their places; all measures are cm from the upper left."""

    def __init__(self, shown: Map, brand: Brand, width: float, height: float) -> None:
        self.map, self.width, self.height = shown, width, height
        self.colours = {slot: f"#{rgb}" for slot, rgb in brand.theme.items()} | {"grey": f"#{brand.grey}"}
        self.factor = font_factor(brand.fonts.body)
        # A wider font is set smaller, as in the text.
        self.scale = 0.87 if self.factor > 1.2 else 1.0
        self.plot = Rect(_LEFT, _TOP, width - _LEFT - _RIGHT, height - _TOP - _BOTTOM)
        self.points = centres(shown.bubbles, self.plot)
        self.moves = [
            (point_of(bubble.previous, self.plot), point)
            for bubble, point in zip(shown.bubbles, self.points, strict=True)
            if bubble.previous
        ]
        self.quadrants = [self._quadrant(place, name) for place, name in enumerate(shown.quadrants)]
        names = [self._name(bubble) for bubble in shown.bubbles]
        self.names = name_places(names, self.points, self.plot, self.quadrants, self.moves)

    def draw(self, pen: MapPen) -> None:
        """Everything, from the back to the front."""
        pen.box(Rect(0, 0, self.width, self.height), "#FFFFFF")
        self._quadrants(pen)
        self._axis_words(pen)
        for source, target in self.moves:
            self._move(pen, source, target)
        for bubble, point, box in zip(self.map.bubbles, self.points, self.names, strict=True):
            self._bubble(pen, point, bubble)
            if box:
                middle = Point(box.left, box.top + box.height / 2)
                self._words(pen, middle, bubble.label, _LABEL, bold=bubble.filled)
        self._key(pen)

    def _quadrant(self, place: int, name: str) -> Rect:
        """Where the name of a quadrant goes."""
        plot, width, height = self.plot, self._wide(name, _QUADRANT, bold=True), _QUADRANT * self.scale * _LINE
        left = plot.left + _QUADRANT_INSET if place % 2 == 0 else plot.right - _QUADRANT_INSET - width
        top = plot.top + _QUADRANT_INSET if place < 2 else plot.bottom - _QUADRANT_INSET - height
        return Rect(left, top, width, height)

    def _quadrants(self, pen: MapPen) -> None:
        """Frame, middle lines and names."""
        plot, half_x, half_y = self.plot, self.plot.width / 2, self.plot.height / 2
        stroke = Stroke(self.colours["accent2"], 0.75)
        pen.box(Rect(plot.left + half_x, plot.top, half_x, half_y), self.colours["lt2"])
        pen.line([(plot.left + half_x, plot.top), (plot.left + half_x, plot.bottom)], stroke)
        pen.line([(plot.left, plot.top + half_y), (plot.right, plot.top + half_y)], stroke)
        pen.box(plot, "", stroke)
        for place, (name, box) in enumerate(zip(self.map.quadrants, self.quadrants, strict=True)):
            middle, side = box.top + box.height / 2, _SIDES[place % 2 * 2]
            edge = box.left if side == "start" else box.right
            self._words(pen, Point(edge, middle), name, _QUADRANT, "grey", bold=True, side=side)

    def _axis_words(self, pen: MapPen) -> None:
        words, plot = self.map.words, self.plot
        below, beside = plot.bottom + 0.3, plot.left - 0.35
        across = (plot.left, plot.left + plot.width / 2, plot.right)
        up = (plot.bottom, plot.top + plot.height / 2, plot.top)
        for x, y, right, upward, side in zip(
            across, up, (words.low, words.x, words.high), (words.low, words.y, words.high), _SIDES, strict=True
        ):
            bold = side == "middle"
            self._words(pen, Point(x, below), right, _AXIS, "grey", bold=bold, side=side)
            self._words(pen, Point(beside, y), upward, _AXIS, "grey", bold=bold, side=side, upright=True)

    def _move(self, pen: MapPen, source: Point, target: Point) -> None:
        """A dashed ring where a bubble was and an arrow to where it is."""
        pen.circle(source, RING, "", self._ring)
        way = source.distance(target)
        if way <= (BUBBLE + RING) / 2:
            return
        across, down = (target.x - source.x) / way, (target.y - source.y) / way
        start = Point(source.x + across * RING / 2, source.y + down * RING / 2)
        end = Point(target.x - across * BUBBLE / 2, target.y - down * BUBBLE / 2)
        pen.arrow(start, end, self.colours["dk1"])

    def _bubble(self, pen: MapPen, point: Point, bubble: Bubble) -> None:
        pen.circle(point, BUBBLE, self._face(bubble.filled), Stroke(self.colours["accent1"], 1.5))
        slot = "lt1" if bubble.filled else "accent1"
        self._words(pen, point, str(bubble.number), _NUMBER, slot, bold=True, side="middle")

    def _face(self, filled: bool) -> str:
        return self.colours["accent1" if filled else "lt1"]

    @property
    def _ring(self) -> Stroke:
        return Stroke(self.colours["grey"], 0.75, dashed=True)

    def _key(self, pen: MapPen) -> None:
        """What filled, outlined and dashed circles mean."""
        y, x, size, words = self.plot.bottom + 0.95, self.plot.left, 0.34, self.map.words
        for text, filled in ((words.filled, True), (words.outlined, False)):
            if text:
                stroke = Stroke(self.colours["accent1"], 1.25)
                pen.circle(Point(x + size / 2, y), size, self._face(filled), stroke)
                x += size
                self._words(pen, Point(x + 0.15, y), text, _LABEL)
                x += 0.15 + self._wide(text, _LABEL) + 0.8
        if words.moved:
            pen.circle(Point(x + size / 2, y), size, "", self._ring)
            pen.arrow(Point(x + size, y), Point(x + 1.1, y), self.colours["dk1"], 0.8)
            self._words(pen, Point(x + 1.25, y), words.moved, _LABEL)

    def _name(self, bubble: Bubble) -> Name:
        return Name(self._wide(bubble.label, _LABEL, bold=bubble.filled), _LABEL * self.scale * _LINE, bubble.filled)

    def _wide(self, text: str, points: float, bold: bool = False) -> float:
        """The width of a line in cm."""
        return text_width(text, points * self.scale, bold) * min(self.factor, 1.3) / EMU_PER_CM

    def _words(
        self,
        pen: MapPen,
        place: Point,
        text: str,
        points: float,
        slot: str = "dk1",
        bold: bool = False,
        side: Side = "start",
        upright: bool = False,
    ) -> None:
        pen.words(place, text, points * self.scale, self.colours[slot], bold, side, upright)
