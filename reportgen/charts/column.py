"""Columns over few points in time, with their numbers on top and the target as a line."""

from __future__ import annotations

import math
from typing import Final

from reportgen.charts.axes import CATEGORY_AXIS, VALUE_AXIS, category_axis, hidden_value_axis
from reportgen.charts.bars import bar_colour, clustered, points, top_legend, value_labels
from reportgen.charts.data import ChartData
from reportgen.charts.frame import Frame, frame, shifted
from reportgen.charts.labels import PointLabel, point_labels
from reportgen.charts.measure import EMU_PER_CM, line_height, text_width
from reportgen.charts.overlay import Hollow, Overlay, Stroke, Words
from reportgen.charts.paint import INK, NO_FILL, Type, fill, line, no_line, shape
from reportgen.charts.plot import Plot
from reportgen.charts.scale import Scale, bar_scale, widened
from reportgen.content.charts import Role
from reportgen.content.values import Quantity, Status
from reportgen.ooxml import Xml, el

_GAP: Final = round(0.2 * EMU_PER_CM)
_GAP_WIDTH: Final = 67  # per cent of a column
_CLUSTER_GAP_WIDTH: Final = 78
_BARE_GAP_WIDTH: Final = 107
_AXIS_ROOM: Final = round(0.05 * EMU_PER_CM)
_TARGET_POINTS: Final = 1.5
_HOLLOW_HEIGHT: Final = round(0.5 * EMU_PER_CM)


def column_plot(data: ChartData) -> Plot:
    """The plot of a column chart, with a legend when two series stand side by side."""
    look = data.look
    scale = bar_scale(data.every_number(), share=False)
    legend = top_legend(data) if clustered(data) else None
    plot = _frame(data, legend is not None)
    if scale.low < 0:
        # The numbers of negative columns stand where the names would be.
        scale = widened(scale, line_height(look.label_points) / plot.height)
    targets = [index for index, series in enumerate(data.chart.series) if series.role is Role.TARGET]
    columns = [index for index in range(len(data.chart.series)) if index not in targets]
    axes = (el("c:axId", val=CATEGORY_AXIS), el("c:axId", val=VALUE_AXIS))
    charts = [
        el(
            "c:barChart",
            el("c:barDir", val="col"),
            el("c:grouping", val="clustered"),
            el("c:varyColors", val=0),
            *(_columns(data, index, columns, scale, plot) for index in columns),
            el("c:gapWidth", val=_gap_width(data)),
            el("c:overlap", val=0),
            *axes,
        )
    ]
    if targets:
        charts.append(
            el(
                "c:lineChart",
                el("c:grouping", val="standard"),
                el("c:varyColors", val=0),
                *(target_line(data, index, plot) for index in targets),
                el("c:marker", val=1),
                *axes,
            )
        )
    area = el(
        "c:plotArea",
        plot.layout(look),
        *charts,
        category_axis(look, "b", named=not data.chart.bare),
        hidden_value_axis(scale, "l"),
        shape(NO_FILL),
    )
    return Plot(area, legend, _over_bare_columns(data, scale, plot) if data.chart.bare else None)


def _gap_width(data: ChartData) -> int:
    if data.chart.bare:
        return _BARE_GAP_WIDTH
    return _CLUSTER_GAP_WIDTH if clustered(data) else _GAP_WIDTH


def _frame(data: ChartData, has_legend: bool) -> Frame:
    look = data.look
    if data.chart.bare:
        # The name of a target stands above its line, within the plot where that leaves room.
        return frame(look, 0, line_height(look.label_points) if drawn_targets(data) else 0, 0, _AXIS_ROOM)
    targets = [text_width(target_text(data, s), look.measured_points, bold=True) for s in drawn_targets(data)]
    right = max(targets) + _GAP if targets else 0
    pitch = (look.width - right) / max(data.count, 1)
    lines = min(3, math.ceil(data.widest(data.chart.categories) / (0.9 * pitch)))
    # A neighbour on the same scale may have the legend: columns of one number are of one height in both.
    legend = has_legend or bool(data.chart.beside)
    top = line_height(look.key_points) + (line_height(look.label_points) + _GAP if legend else 0)
    bottom = lines * line_height(look.label_points) + _GAP
    return frame(look, 0, top, right, bottom)


def drawn_targets(data: ChartData) -> list[int]:
    """The targets that have a number."""
    held = enumerate(data.chart.series)
    return [index for index, series in held if series.role is Role.TARGET and _last(data, index) is not None]


def _last(data: ChartData, index: int) -> int | None:
    values = data.chart.series[index].values
    return max((at for at, value in enumerate(values) if isinstance(value, Quantity)), default=None)


def target_text(data: ChartData, index: int) -> str:
    """The name of a target with its last number."""
    series, last = data.chart.series[index], _last(data, index)
    return f"{series.name} {data.look.locale.text(series.values[last])}" if last is not None else ""


def _columns(data: ChartData, index: int, columns: list[int], scale: Scale, plot: Frame) -> Xml:
    def fits(number: float, width: int) -> bool:
        thick = plot.width / data.count / (len(columns) + _gap_width(data) / 100)
        tall = abs(scale.share(number) - scale.share(0.0)) * plot.height
        return thick > width and tall > line_height(data.look.label_points)

    colour = bar_colour(data, index)
    return el(
        "c:ser",
        el("c:idx", val=index),
        el("c:order", val=index),
        data.name(index),
        shape(fill(colour, data.look), no_line()),
        el("c:invertIfNegative", val=0),
        *points(data, index),
        value_labels(data, index, fits, inside=bool(drawn_targets(data))),
        data.categories,
        data.values(index),
    )


def target_line(data: ChartData, index: int, plot: Frame) -> Xml:
    """The series of a target: a thin line with its name and number at the end."""
    look, series = data.look, data.chart.series[index]
    last = _last(data, index)
    labels = []
    if last is not None and not data.chart.bare:
        # From the middle of the last column to the right of it, where the page is free.
        beside = (plot.width / max(data.count, 1) / 2 + _GAP) / look.width
        layout = shifted(beside, 0) if last == data.count - 1 else None
        kind = Type(look.label_points, INK, bold=True)
        code = data.format_of(series.values[last])
        labels = [PointLabel(last, kind, code, "r" if layout else "t", named=True, layout=layout)]
    return el(
        "c:ser",
        el("c:idx", val=index),
        el("c:order", val=index),
        data.name(index),
        shape(line(INK, _TARGET_POINTS, look)),
        el("c:marker", el("c:symbol", val="none")),
        point_labels(labels, look),
        data.categories,
        data.values(index),
        el("c:smooth", val=0),
    )


def _over_bare_columns(data: ChartData, scale: Scale, plot: Frame) -> Overlay | None:
    """What names and labels say elsewhere: the target from edge to edge, and a dashed outline for what is missing."""
    strokes, words = _target_over(data, scale, plot)
    hollows = _hollows(data, plot)
    return Overlay(strokes, words, hollows) if words or hollows else None


def _target_over(data: ChartData, scale: Scale, plot: Frame) -> tuple[tuple[Stroke, ...], tuple[Words, ...]]:
    """The name of the target over the end of its line, and the ends of that line: those of a series are in the
    middle of the first and the last column, and a label of its point would break into lines."""
    index = next(iter(drawn_targets(data)), None)
    if index is None:
        return (), ()
    look, last = data.look, _last(data, index)
    numbers = data.numbers(data.chart.series[index])
    text, half = target_text(data, index), round(plot.width / data.count / 2)
    width, height = text_width(text, look.measured_points, bold=True), line_height(look.label_points)
    level = plot.top + round(plot.height * (1 - scale.share(numbers[last or 0] or 0.0)))
    kind = Type(look.label_points, INK, bold=True)
    words = Words(text, plot.left + plot.width - width, max(0, level - height), width, height, kind, "r")
    if len(set(numbers)) > 1:
        return (), (words,)
    ends = (plot.left, plot.left + plot.width - half)
    return tuple(Stroke(left, level, level, _TARGET_POINTS, width=half) for left in ends), (words,)


def _hollows(data: ChartData, plot: Frame) -> tuple[Hollow, ...]:
    """A box on the axis for every category without a number."""
    columns = [series for series in data.chart.series if series.role is not Role.TARGET]
    pitch, none = plot.width / max(data.count, 1), data.look.locale.text(Status.NO_DATA)
    width = pitch / (1 + _BARE_GAP_WIDTH / 100)
    top = plot.top + plot.height - _HOLLOW_HEIGHT
    return tuple(
        Hollow(f"{name}: {none}", round(plot.left + (at + 0.5) * pitch - width / 2), top, round(width), _HOLLOW_HEIGHT)
        for at, name in enumerate(data.chart.categories)
        if all(data.numbers(series)[at] is None for series in columns)
    )
