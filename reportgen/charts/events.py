"""Events of a chart over time: a dashed upright line each, with its date and its name above the plot."""

from __future__ import annotations

from typing import Final

from reportgen.charts.data import ChartData
from reportgen.charts.frame import Frame
from reportgen.charts.measure import EMU_PER_CM, line_height, text_width
from reportgen.charts.overlay import Stroke, Words
from reportgen.charts.paint import GREY, INK, Type
from reportgen.content.charts import Event

_GAP: Final = round(0.3 * EMU_PER_CM)
_POINTS: Final = 0.75


def event_room(data: ChartData) -> int:
    """The height that the names of events take above the plot."""
    return 2 * line_height(data.look.label_points) if _placed(data) else 0


def event_marks(data: ChartData, plot: Frame) -> tuple[tuple[Stroke, ...], tuple[Words, ...]]:
    """The lines and their names, which move aside so that none covers another."""
    placed, look = _placed(data), data.look
    if not placed:
        return (), ()
    height, pitch = line_height(look.label_points), plot.width / max(data.count, 1)
    top = plot.top - line_height(look.key_points) - 2 * height
    middles = [plot.left + round((at + 0.5) * pitch) for at, _ in placed]
    widths = [max(_width(data, event.when, True), _width(data, event.label, False)) for _, event in placed]
    strokes, words = [], []
    for (_, event), middle, width, left in zip(
        placed, middles, widths, _lefts(middles, widths, look.width), strict=True
    ):
        strokes.append(Stroke(middle, top + 2 * height, plot.top + plot.height, _POINTS, GREY, dashed=True))
        words.append(Words(event.when, left, top, width, height, Type(look.label_points, INK, bold=True)))
        words.append(Words(event.label, left, top + height, width, height, Type(look.label_points, INK)))
    return tuple(strokes), tuple(words)


def _placed(data: ChartData) -> list[tuple[int, Event]]:
    """The events by the place of their category, in its order."""
    places = {key: at for at, key in enumerate(data.chart.keys)}
    return sorted(
        ((places[event.key], event) for event in data.chart.events if event.key in places), key=lambda p: p[0]
    )


def _width(data: ChartData, text: str, bold: bool) -> int:
    return text_width(text, data.look.measured_points, bold=bold)


def _lefts(middles: list[int], widths: list[int], room: int) -> list[int]:
    """Where the names begin: over their lines, pushed apart to the right and then back into the chart."""
    lefts = [middle - width // 2 for middle, width in zip(middles, widths, strict=True)]
    for at, _ in enumerate(lefts[1:], start=1):
        lefts[at] = max(lefts[at], lefts[at - 1] + widths[at - 1] + _GAP)
    limit = room
    for at in reversed(range(len(lefts))):
        lefts[at] = max(0, min(lefts[at], limit - widths[at]))
        limit = lefts[at] - _GAP
    return lefts
