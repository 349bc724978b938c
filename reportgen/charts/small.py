"""Words in one of several small line charts side by side: the target's name once, since when a line runs, some dates.

The axis names no category: LibreOffice prints all names of a narrow axis, broken into letters, whatever the file says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportgen.charts.data import ChartData
from reportgen.charts.frame import Frame
from reportgen.charts.measure import EMU_PER_CM, line_height, text_width
from reportgen.charts.overlay import Words
from reportgen.charts.paint import GREY, INK, Type
from reportgen.charts.scale import Scale
from reportgen.content.charts import Role, Series

# Four charts of 7.3 cm stand side by side (looks, section 4).
_SMALL: Final = 10 * EMU_PER_CM
_AXIS_GAP: Final = round(0.1 * EMU_PER_CM)


def is_small(data: ChartData) -> bool:
    """True for a chart that has room for its last numbers only."""
    return data.look.width < _SMALL


def small_words(data: ChartData, scale: Scale, plot: Frame) -> tuple[Words, ...]:
    """The words over a small chart; none over others."""
    return tuple(_words(data, scale, plot)) if is_small(data) else ()


def _words(data: ChartData, scale: Scale, plot: Frame) -> Iterator[Words]:
    target = next((series for series in data.chart.series if series.role is Role.TARGET), None)
    actual = next((series for series in data.chart.series if series.role is Role.ACTUAL), None)
    if target is not None and not data.chart.bare:
        yield from _target_name(data, target, actual, scale, plot)
    if actual is not None and data.chart.note:
        yield from _since(data, actual, scale, plot)
    yield from _dates(data, plot)


def _dates(data: ChartData, plot: Frame) -> Iterator[Words]:
    """The first and the last category and, where it fits, the one between: months over their years."""
    look, last = data.look, data.count - 1
    pairs = [_two_lines(name) for name in data.chart.categories]
    widest = data.widest([part for pair in pairs for part in pair])
    pitch, height = plot.width / max(data.count, 1), line_height(look.label_points)
    middle = [last // 2] if last % 2 == 0 and last * pitch > 3 * widest else []
    for at in dict.fromkeys([0, *middle, last]):
        left = round(plot.left + (at + 0.5) * pitch - widest / 2)
        left = max(0, min(left, look.width - widest))
        for line, text in enumerate(pairs[at]):
            top = plot.top + plot.height + _AXIS_GAP + line * height
            yield Words(text, left, top, widest, height, Type(look.label_points, GREY))


def _two_lines(name: str) -> tuple[str, ...]:
    month, _, year = name.rpartition(" ")
    return (month, year) if month else (name,)


def _target_name(data: ChartData, target: Series, actual: Series | None, scale: Scale, plot: Frame) -> Iterator[Words]:
    """The name of the target beside the middle of its line, on the side away from the actual line."""
    at = data.count // 2
    number = data.numbers(target)[at]
    if number is None:
        return
    here = data.numbers(actual)[at] if actual is not None else None
    above = here is not None and here < number
    yield _beside(data, target.name, at, number, above, Type(data.look.label_points, INK, bold=True), scale, plot)


def _since(data: ChartData, actual: Series, scale: Scale, plot: Frame) -> Iterator[Words]:
    """The chart's note below the first point of a line that starts late."""
    numbers = data.numbers(actual)
    first = next((at for at, number in enumerate(numbers) if number is not None), 0)
    if first:
        kind = Type(data.look.label_points, GREY)
        yield _beside(data, data.chart.note, first, numbers[first] or 0.0, False, kind, scale, plot)


def _beside(
    data: ChartData, text: str, at: int, number: float, above: bool, kind: Type, scale: Scale, plot: Frame
) -> Words:
    """A text over or under a point, within the plot."""
    look = data.look
    width, height = text_width(text, look.measured_points, bold=kind.bold), line_height(look.label_points)
    middle = plot.left + round((at + 0.5) * plot.width / max(data.count, 1))
    # Rising lines leave room to the left above them and to the right below them.
    start = middle - width if above else middle
    left = max(plot.left, min(start, plot.left + plot.width - width))
    line = plot.top + round(plot.height * (1 - scale.share(number)))
    return Words(text, left, line - round(1.3 * height) if above else line + height // 3, width, height, kind, "l")
