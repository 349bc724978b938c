"""Map -> the same picture twice: SVG, whose words stay text, and PNG for programs that show no SVG.

The bytes depend on the map, the look and the fonts of the machine only: matplotlib gets a fixed salt and no date.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportgen.charts.measure import EMU_PER_CM, text_width
from reportgen.content.maps import Bubble, Map
from reportgen.renderers.map_places import BUBBLE, RING, Name, Point, Rect, centres, name_places, point_of
from reportgen.renderers.word.png import png_bytes
from reportgen.renderers.word.widths import font_factor

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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
_CM_PER_INCH: Final = 2.54
_SALT: Final = "reportgen"


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
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    high = round(width * _HEIGHT_OF_WIDTH)
    across, down = width / EMU_PER_CM, high / EMU_PER_CM
    settings: Any = {
        "svg.hashsalt": _SALT,
        "svg.fonttype": "none",
        "font.family": _fonts(brand),
        "path.simplify": False,
        # Letters are not bent to the dots, which hardly shows at this resolution and is most of their drawing.
        "text.hinting": "none",
    }
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(across / _CM_PER_INCH, down / _CM_PER_INCH))
        _Drawing(figure, shown, brand, across, down).draw()
        svg = io.BytesIO()
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        figure.set_dpi(_DPI)
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
        png = png_bytes(np.asarray(canvas.buffer_rgba()), _DPI)
    return MapPicture(svg.getvalue(), png, width, high)


def _fonts(brand: Brand) -> list[str]:
    """The brand's fonts that are installed, and the one that matplotlib brings."""
    from matplotlib import font_manager

    held = set(font_manager.get_font_names())
    wanted = [font for font in (brand.fonts.body, brand.fonts.twin) if font in held]
    return [*wanted, "DejaVu Sans"]


class _Drawing:
    """One map on one figure; all measures are cm from the upper left."""

    def __init__(self, figure: Figure, shown: Map, brand: Brand, width: float, height: float) -> None:
        self.map = shown
        self.colours = {slot: f"#{rgb}" for slot, rgb in brand.theme.items()} | {"grey": f"#{brand.grey}"}
        self.factor = font_factor(brand.fonts.body)
        # A wider font is set smaller, as in the text.
        self.scale = 0.87 if self.factor > 1.2 else 1.0
        self.plot = Rect(_LEFT, _TOP, width - _LEFT - _RIGHT, height - _TOP - _BOTTOM)
        self.axes = figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.axis("off")

    def draw(self) -> None:
        """Everything, from the back to the front."""
        taken = self._quadrants()
        self._axis_words()
        points = centres(self.map.bubbles, self.plot)
        moves = [
            (point_of(bubble.previous, self.plot), point)
            for bubble, point in zip(self.map.bubbles, points, strict=True)
            if bubble.previous
        ]
        for source, target in moves:
            self._move(source, target)
        names = [self._name(bubble) for bubble in self.map.bubbles]
        boxes = name_places(names, points, self.plot, taken, moves)
        for bubble, point, box in zip(self.map.bubbles, points, boxes, strict=True):
            self._bubble(point, str(bubble.number), bubble.filled)
            if box:
                self._words(box.left, box.top + box.height / 2, bubble.label, _LABEL, bold=bubble.filled)
        self._key()

    def _quadrants(self) -> list[Rect]:
        """Frame, middle lines and names; gives the places of the names."""
        plot, half_x, half_y = self.plot, self.plot.width / 2, self.plot.height / 2
        self._box(plot.left + half_x, plot.top, half_x, half_y, self.colours["lt2"])
        line: dict[str, Any] = {"color": self.colours["accent2"], "linewidth": 0.75}
        self._line([plot.left + half_x] * 2, [plot.top, plot.bottom], line)
        self._line([plot.left, plot.right], [plot.top + half_y] * 2, line)
        corners = [plot.left, plot.right, plot.right, plot.left, plot.left]
        self._line(corners, [plot.top, plot.top, plot.bottom, plot.bottom, plot.top], line)
        taken = []
        height = _QUADRANT * self.scale * _LINE
        for place, name in enumerate(self.map.quadrants):
            width = self._wide(name, _QUADRANT, bold=True)
            left = plot.left + _QUADRANT_INSET if place % 2 == 0 else plot.right - _QUADRANT_INSET - width
            top = plot.top + _QUADRANT_INSET if place < 2 else plot.bottom - _QUADRANT_INSET - height
            taken.append(Rect(left, top, width, height))
            side = "left" if place % 2 == 0 else "right"
            edge = plot.left + _QUADRANT_INSET if place % 2 == 0 else plot.right - _QUADRANT_INSET
            self._words(edge, top + height / 2, name, _QUADRANT, "grey", bold=True, side=side)
        return taken

    def _axis_words(self) -> None:
        words, plot = self.map.words, self.plot
        below = plot.bottom + 0.3
        self._words(plot.left, below, words.low, _AXIS, "grey")
        self._words(plot.left + plot.width / 2, below, words.x, _AXIS, "grey", bold=True, side="center")
        self._words(plot.right, below, words.high, _AXIS, "grey", side="right")
        beside = plot.left - 0.35
        for y, text, bold, side in (
            (plot.bottom, words.low, False, "bottom"),
            (plot.top + plot.height / 2, words.y, True, "center"),
            (plot.top, words.high, False, "top"),
        ):
            self._words(beside, y, text, _AXIS, "grey", bold=bold, side="center", upright=side)

    def _move(self, source: Point, target: Point) -> None:
        """A dashed ring where a bubble was and an arrow to where it is."""
        self._circle(source, RING, fill="none", edge=self.colours["grey"], width=0.75, dashed=True)
        way = source.distance(target)
        if way <= (BUBBLE + RING) / 2:
            return
        across, down = (target.x - source.x) / way, (target.y - source.y) / way
        start = (source.x + across * RING / 2, source.y + down * RING / 2)
        end = (target.x - across * BUBBLE / 2, target.y - down * BUBBLE / 2)
        arrow = {"arrowstyle": "-|>,head_width=0.18,head_length=0.35", "color": self.colours["dk1"], "linewidth": 1.5}
        self.axes.annotate("", end, start, arrowprops={**arrow, "shrinkA": 0, "shrinkB": 1})

    def _bubble(self, point: Point, number: str, filled: bool, size: float = BUBBLE) -> None:
        face = self.colours["accent1"] if filled else self.colours["lt1"]
        self._circle(point, size, face, self.colours["accent1"], 1.5)
        slot = "lt1" if filled else "accent1"
        self._words(point.x, point.y, number, _NUMBER, slot, bold=True, side="center")

    def _key(self) -> None:
        """What filled, outlined and dashed circles mean."""
        y, x, size, words = self.plot.bottom + 0.95, self.plot.left, 0.34, self.map.words
        for text, filled, moved in (
            (words.filled, True, False),
            (words.outlined, False, False),
            (words.moved, False, True),
        ):
            if not text:
                continue
            if moved:
                source, target = Point(x + size / 2, y), (x + 1.1, y)
                self._circle(source, size, "none", self.colours["grey"], 0.75, dashed=True)
                arrow = {"arrowstyle": "-|>,head_width=0.14,head_length=0.28", "color": self.colours["dk1"]}
                start = (x + size, y)
                self.axes.annotate(
                    "", target, start, arrowprops={**arrow, "linewidth": 1.25, "shrinkA": 0, "shrinkB": 0}
                )
                x += 1.1
            else:
                face = self.colours["accent1"] if filled else self.colours["lt1"]
                self._circle(Point(x + size / 2, y), size, face, self.colours["accent1"], 1.25)
                x += size
            self._words(x + 0.15, y, text, _LABEL)
            x += 0.15 + self._wide(text, _LABEL) + 0.8

    def _name(self, bubble: Bubble) -> Name:
        return Name(self._wide(bubble.label, _LABEL, bold=bubble.filled), _LABEL * self.scale * _LINE, bubble.filled)

    def _wide(self, text: str, points: float, bold: bool = False) -> float:
        """The width of a line in cm."""
        return text_width(text, points * self.scale, bold) * min(self.factor, 1.3) / EMU_PER_CM

    def _words(
        self,
        x: float,
        y: float,
        text: str,
        points: float,
        slot: str = "dk1",
        bold: bool = False,
        side: str = "left",
        upright: str = "",
    ) -> None:
        look: dict[str, Any] = {"fontsize": points * self.scale, "color": self.colours[slot]}
        look |= {"fontweight": "bold" if bold else "normal", "ha": side}
        look |= {"rotation": 90, "va": upright} if upright else {"va": "center_baseline"}
        # Names come from data: a dollar sign starts no formula.
        self.axes.text(x, y, text, parse_math=False, **look)

    def _circle(self, point: Point, size: float, fill: str, edge: str, width: float, dashed: bool = False) -> None:
        from matplotlib.patches import Circle

        style = "--" if dashed else "-"
        look: dict[str, Any] = {
            "facecolor": fill,
            "edgecolor": edge,
            "linewidth": width,
            "linestyle": style,
            "zorder": 3,
        }
        self.axes.add_artist(Circle((point.x, point.y), size / 2, **look))

    def _line(self, x: list[float], y: list[float], look: dict[str, Any]) -> None:
        from matplotlib.lines import Line2D

        # As other artists not by `plot` or `add_patch`: the limits of the axes are fixed and need no search.
        self.axes.add_artist(Line2D(x, y, **look))

    def _box(self, left: float, top: float, width: float, height: float, fill: str) -> None:
        from matplotlib.patches import Rectangle

        self.axes.add_artist(Rectangle((left, top), width, height, facecolor=fill, edgecolor="none", zorder=0))
