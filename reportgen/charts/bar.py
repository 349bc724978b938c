"""Horizontal bars to compare, from the top in reading order, with the target as a line across them.

The target is a series of its own, so it moves with its numbers: invisible bars whose error bars are as
thick as a row is high and almost no longer than a line is wide. Row by row they join to one upright line.
"""

from __future__ import annotations

from typing import Final

from reportgen.charts.axes import CATEGORY_AXIS, VALUE_AXIS, category_axis, hidden_value_axis
from reportgen.charts.bars import bar_colour, clustered, emphasised, points, top_legend
from reportgen.charts.data import ChartData
from reportgen.charts.frame import Frame, frame, shifted
from reportgen.charts.labels import PointLabel, all_labels, point_labels
from reportgen.charts.measure import EMU_PER_CM, EMU_PER_POINT, line_height, text_width
from reportgen.charts.paint import INK, MESSAGE, NO_FILL, PAGE, Type, fill, line, no_line, shape
from reportgen.charts.scale import Scale, bar_scale
from reportgen.content.blocks import Role
from reportgen.content.values import Quantity
from reportgen.ooxml import Xml, el

_GAP: Final = round(0.2 * EMU_PER_CM)
_RANKED_FROM: Final = 9  # categories
_RANKED_GAP_WIDTH: Final = 60  # per cent of a bar
_GAP_WIDTH: Final = 35
_CLUSTER_GAP_WIDTH: Final = 78
_NAMES_AT_MOST: Final = 0.42  # of the width; longer names wrap
_TARGET_POINTS: Final = 1.5


def bar_plot(data: ChartData) -> tuple[Xml, Xml | None]:
    """c:plotArea of a bar chart, and its legend when two series stand side by side."""
    look = data.look
    scale = bar_scale(data.every_number(), data.is_share)
    legend = top_legend(data) if clustered(data) else None
    plot = _frame(data, scale, legend is not None)
    series = data.chart.series
    bars = [_bars(data, index, scale, plot) for index in range(len(series)) if series[index].role is not Role.TARGET]
    gap = _CLUSTER_GAP_WIDTH if clustered(data) else _RANKED_GAP_WIDTH if data.count >= _RANKED_FROM else _GAP_WIDTH
    targets = _target_indexes(data)
    return el(
        "c:plotArea",
        plot.layout(look),
        _chart([*bars, *(_target(data, index, scale, plot) for index in targets)], gap, 100 if targets else 0),
        category_axis(look, "l", reading_down=True),
        hidden_value_axis(scale, "t"),
        shape(NO_FILL),
    ), legend


def _chart(series: list[Xml], gap: int, overlap: int) -> Xml:
    return el(
        "c:barChart",
        el("c:barDir", val="bar"),
        el("c:grouping", val="clustered"),
        el("c:varyColors", val=0),
        *series,
        el("c:gapWidth", val=gap),
        el("c:overlap", val=overlap),
        el("c:axId", val=CATEGORY_AXIS),
        el("c:axId", val=VALUE_AXIS),
    )


def _frame(data: ChartData, scale: Scale, has_legend: bool) -> Frame:
    look = data.look
    names = min(data.widest(data.chart.categories), round(_NAMES_AT_MOST * look.width)) + _GAP
    numbers = _widest_number(data) + _GAP
    line_room = line_height(look.label_points)
    top = (line_room + _GAP if has_legend else 0) + (line_room if _target_indexes(data) else 0)
    return frame(look, names + (numbers if scale.low < 0 else 0), top, numbers, 0)


def _widest_number(data: ChartData) -> int:
    texts = [data.look.locale.text(value) for series in data.chart.series for value in series.values if value]
    return data.widest(texts)


def _target_indexes(data: ChartData) -> list[int]:
    return [index for index, series in enumerate(data.chart.series) if series.role is Role.TARGET]


def _bars(data: ChartData, index: int, scale: Scale, plot: Frame) -> Xml:
    look = data.look
    colour = bar_colour(data, index)
    inside = bool(_target_indexes(data))
    kind = Type(look.label_points, PAGE if inside and colour == MESSAGE else INK)
    return el(
        "c:ser",
        el("c:idx", val=index),
        el("c:order", val=index),
        data.name(index),
        shape(fill(colour, look), no_line()),
        el("c:invertIfNegative", val=0),
        *points(data, index),
        all_labels(
            kind,
            data.format,
            "inBase" if inside else "outEnd",
            _own_labels(data, index, scale, plot, kind),
            look,
        ),
        data.categories(),
        data.values(index),
    )


def _own_labels(data: ChartData, index: int, scale: Scale, plot: Frame, usual: Type) -> list[PointLabel]:
    """Labels that differ: of bars that stand out, of bars too short to hold their number, of other formats."""
    look, series = data.look, data.chart.series[index]
    strong = set(emphasised(data))
    inside = bool(_target_indexes(data))
    own = []
    for at, value in enumerate(series.values):
        if not isinstance(value, Quantity):
            continue
        number = data.numbers(series)[at] or 0.0
        length = abs(scale.share(number) - scale.share(0.0)) * plot.width
        short = length < text_width(look.locale.text(value), look.label_points) + _GAP
        place = "outEnd" if short or not inside else "inBase"
        colour = usual.colour
        if at in strong:
            colour = PAGE if place == "inBase" else MESSAGE
        elif short:
            colour = INK
        kind = Type(look.label_points, colour, bold=at in strong)
        code = data.format_of(value)
        if kind != usual or code != data.format or (inside and short):
            own.append(PointLabel(at, kind, code, place))
    return own


def _target(data: ChartData, index: int, scale: Scale, plot: Frame) -> Xml:
    look = data.look
    rows = max(data.count, 1)
    thickness = plot.height / rows / EMU_PER_POINT
    length = (scale.high - scale.low) * _TARGET_POINTS * EMU_PER_POINT / plot.width
    bars = el(
        "c:errBars",
        el("c:errBarType", val="both"),
        el("c:errValType", val="fixedVal"),
        el("c:noEndCap", val=1),
        el("c:val", val=repr(length / 2)),
        shape(line(INK, thickness, look, cap="flat")),
    )
    return el(
        "c:ser",
        el("c:idx", val=index),
        el("c:order", val=index),
        data.name(index),
        shape(NO_FILL, no_line()),
        el("c:invertIfNegative", val=0),
        point_labels(_target_labels(data, index, plot), look),
        bars,
        data.categories(),
        data.values(index),
    )


def _target_labels(data: ChartData, index: int, plot: Frame) -> list[PointLabel]:
    """The target's name above the plot, once, with its number when all rows have the same."""
    look, series = data.look, data.chart.series[index]
    known = [at for at, value in enumerate(series.values) if isinstance(value, Quantity)]
    if not known:
        return []
    first = series.values[known[0]]
    same = len({value for value in series.values if isinstance(value, Quantity)}) == 1
    words = f"{series.name} {look.locale.text(first)}" if same else series.name
    left = -(text_width(words, look.label_points, bold=True) / 2) / look.width
    up = -((known[0] + 0.5) * plot.height / data.count + line_height(look.label_points) / 2) / look.height
    kind = Type(look.label_points, INK, bold=True)
    return [PointLabel(known[0], kind, data.format_of(first), "outEnd", True, same, shifted(left, up))]
