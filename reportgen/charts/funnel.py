"""What is left from stage to stage: centred bars with their numbers, and beside them the part of the stage before.

Bars are centred by a bar without a colour before each, which is a column of the chart's numbers like any other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reportgen.charts.axes import CATEGORY_AXIS, VALUE_AXIS, category_axis, hidden_value_axis
from reportgen.charts.bars import emphasised
from reportgen.charts.data import ChartData
from reportgen.charts.frame import Frame, frame, shifted
from reportgen.charts.labels import PointLabel, point_labels
from reportgen.charts.measure import EMU_PER_CM, line_height, text_width
from reportgen.charts.overlay import Overlay, Words
from reportgen.charts.paint import CONTEXT, GREY, INK, MESSAGE, NO_FILL, Type, fill, no_line, on, shape
from reportgen.charts.plot import Plot
from reportgen.charts.scale import Scale
from reportgen.content.charts import Chart, Role, Series
from reportgen.content.values import Quantity, Value
from reportgen.locales import Locale
from reportgen.ooxml import Xml, el

_GAP: Final = round(0.2 * EMU_PER_CM)
_GAP_WIDTH: Final = 35  # per cent of a bar
_NAMES_AT_MOST: Final = 0.42  # of the width; longer names wrap


def centred(chart: Chart, locale: Locale) -> Chart:
    """The chart with the room before each bar, half of what it lacks to the longest."""
    stages = next((series for series in chart.series if series.role is not Role.CONTEXT), chart.series[0])
    widest = max((value.amount for value in stages.values if isinstance(value, Quantity)), default=None)

    def room(value: Value) -> Value:
        if widest is None or not isinstance(value, Quantity):
            return value
        return replace(value, amount=(widest - value.amount) / 2, id="")

    before = Series(locale.word("Room before the bar"), tuple(map(room, stages.values)), Role.ROOM)
    return replace(chart, series=(before, replace(stages, role=Role.ACTUAL)))


def funnel_plot(data: ChartData) -> Plot:
    """The plot of a funnel, from a chart that `centred` made."""
    look = data.look
    plot = _frame(data)
    widest = max([number for number in data.numbers(data.chart.series[1]) if number is not None], default=1.0)
    scale = Scale(0.0, widest or 1.0, widest or 1.0)
    area = el(
        "c:plotArea",
        plot.layout(look),
        el(
            "c:barChart",
            el("c:barDir", val="bar"),
            el("c:grouping", val="stacked"),
            el("c:varyColors", val=0),
            _series(data, 0, NO_FILL, [], []),
            _series(data, 1, fill(_colour(data), look), _points(data), _labels(data, scale, plot)),
            el("c:gapWidth", val=_GAP_WIDTH),
            el("c:overlap", val=100),
            el("c:axId", val=CATEGORY_AXIS),
            el("c:axId", val=VALUE_AXIS),
        ),
        category_axis(look, "l", reading_down=True, bare=True),
        hidden_value_axis(scale, "t"),
        shape(NO_FILL),
    )
    words = _conversions(data, plot)
    return Plot(area, overlay=Overlay((), words) if words else None)


def _series(data: ChartData, index: int, paint: Xml, own: list[Xml], labels: list[PointLabel]) -> Xml:
    return el(
        "c:ser",
        el("c:idx", val=index),
        el("c:order", val=index),
        data.name(index),
        shape(paint, no_line()),
        el("c:invertIfNegative", val=0),
        *own,
        point_labels(labels, data.look),
        data.categories,
        data.values(index),
    )


def _colour(data: ChartData) -> str:
    return CONTEXT if emphasised(_lone(data)) else MESSAGE


def _lone(data: ChartData) -> ChartData:
    return replace(data, chart=replace(data.chart, series=data.chart.series[1:]))


def _points(data: ChartData) -> list[Xml]:
    return [
        el(
            "c:dPt",
            el("c:idx", val=at),
            el("c:invertIfNegative", val=0),
            el("c:bubble3D", val=0),
            shape(fill(MESSAGE, data.look), no_line()),
        )
        for at in emphasised(_lone(data))
    ]


def _labels(data: ChartData, scale: Scale, plot: Frame) -> list[PointLabel]:
    """The number of each stage, in the middle of its bar or, where that is too short, to the right of it."""
    look, series = data.look, data.chart.series[1]
    strong = emphasised(_lone(data))
    labels = []
    for at, (value, number) in enumerate(zip(series.values, data.numbers(series), strict=True)):
        if not isinstance(value, Quantity):
            continue
        width = text_width(look.locale.text(value), look.measured_key_points, bold=True)
        length = scale.share(number or 0.0) * plot.width
        inside = width + _GAP < length
        message = not strong or at in strong
        ink = on(MESSAGE if message else CONTEXT) if inside else MESSAGE if message else INK
        layout = None if inside else shifted((length / 2 + width / 2 + _GAP / 2) / look.width, 0)
        kind = Type(look.key_points, ink, bold=True)
        labels.append(PointLabel(at, kind, data.format_of(value), "ctr", layout=layout))
    return labels


def _conversion_texts(data: ChartData) -> list[str]:
    """What part of the stage before each stage is, as it is printed; "" where nothing says so."""
    given = data.given or data.chart
    context = next((series for series in given.series if series.role is Role.CONTEXT), None)
    if context is None:
        return []
    text = data.look.locale.text
    return [f"{text(value)} {context.name}" if isinstance(value, Quantity) else "" for value in context.values]


def _frame(data: ChartData) -> Frame:
    look = data.look
    left = min(data.widest(data.chart.categories), round(_NAMES_AT_MOST * look.width)) + _GAP
    right = max((text_width(text, look.measured_points) for text in _conversion_texts(data)), default=0)
    return frame(look, left, 0, right + 2 * _GAP, 0)


def _conversions(data: ChartData, plot: Frame) -> tuple[Words, ...]:
    look = data.look
    pitch, height = plot.height / max(data.count, 1), line_height(look.label_points)
    left = plot.left + plot.width + _GAP
    return tuple(
        Words(
            text,
            left,
            plot.top + round((at + 0.5) * pitch) - height // 2,
            look.width - left,
            height,
            Type(look.label_points, GREY),
            "l",
        )
        for at, text in enumerate(_conversion_texts(data))
        if text
    )
