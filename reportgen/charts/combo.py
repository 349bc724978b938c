"""Columns with lines over them, named at their ends: actual against target, a value beside its context, a range.

A range is drawn as an area that stands on another without a colour, so its upper end becomes a height.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reportgen.charts.axes import CATEGORY_AXIS, VALUE_AXIS, category_axis, hidden_value_axis
from reportgen.charts.bars import bar_colour, emphasised, points, top_legend
from reportgen.charts.data import ChartData
from reportgen.charts.frame import Frame, frame, shifted
from reportgen.charts.labels import PointLabel, point_labels, spread
from reportgen.charts.measure import EMU_PER_CM, line_height, text_width
from reportgen.charts.overlay import Overlay, Words
from reportgen.charts.paint import (
    CONTEXT,
    GREY,
    INK,
    MESSAGE,
    NO_FILL,
    Type,
    fill,
    hatching,
    line,
    no_line,
    on,
    shape,
)
from reportgen.charts.plot import Plot
from reportgen.charts.scale import Scale, bar_scale
from reportgen.content.charts import Chart, Role, Series
from reportgen.content.values import Quantity, Value
from reportgen.locales import Locale
from reportgen.ooxml import Xml, el

_GAP: Final = round(0.2 * EMU_PER_CM)
_GAP_WIDTH: Final = 67  # per cent of a column
_CLUSTER_GAP_WIDTH: Final = 78
_LINES: Final = (Role.TARGET, Role.PREVIOUS, Role.CONTEXT)
_RANGE: Final = (Role.LOW, Role.HIGH)
_WIDTHS: Final = {Role.TARGET: 1.5, Role.PREVIOUS: 2.0, Role.CONTEXT: 2.0}


def ranges(chart: Chart, locale: Locale) -> Chart:
    """The chart with the upper end of a range as its height above the lower end; without one where an end lacks."""
    low = next((series for series in chart.series if series.role is Role.LOW), None)
    high = next((series for series in chart.series if series.role is Role.HIGH), None)
    others = tuple(series for series in chart.series if series.role not in _RANGE)
    if low is None or high is None:
        return replace(chart, series=others)
    height = tuple(map(_height, low.values, high.values))
    # "80 % range, from" and "80 % range" are two ends of one thing, "least" and "most" are two.
    same = low.name.startswith(high.name)
    name = high.name if same else locale.word("{low} to {high}", low=low.name, high=high.name)
    return replace(chart, series=(*others, low, Series(name, height, Role.HIGH)))


def combo_plot(data: ChartData) -> Plot:
    """The plot of columns and lines; a legend only where columns stand side by side."""
    look = data.look
    scale = bar_scale(data.levels(), data.is_share)
    plot = _frame(data)
    axes = (el("c:axId", val=CATEGORY_AXIS), el("c:axId", val=VALUE_AXIS))
    columns = _columns(data)
    ends = _ends(data, scale, plot)
    charts = [
        _chart("c:areaChart", "stacked", [range_area(data, index) for index in _with_roles(data, _RANGE)], axes),
        _chart("c:barChart", "clustered", [_bars(data, index, plot, ends) for index in columns], axes),
        _chart("c:lineChart", "standard", [_line(data, index, plot, ends) for index in _lines(data)], axes),
    ]
    area = el(
        "c:plotArea",
        plot.layout(look),
        *charts,
        category_axis(look, "b", two_levels=data.years is not None),
        hidden_value_axis(scale, "l"),
        shape(NO_FILL),
    )
    words = _range_words(data, scale, plot)
    legend = top_legend(_only(data, columns)) if len(columns) > 1 else None
    return Plot(area, legend, Overlay((), (words,)) if words else None)


def _chart(name: str, grouping: str, series: list[Xml], axes: tuple[Xml, Xml]) -> Xml | None:
    if not series:
        return None
    bars = name == "c:barChart"
    gap = _CLUSTER_GAP_WIDTH if len(series) > 1 else _GAP_WIDTH
    return el(
        name,
        el("c:barDir", val="col") if bars else None,
        el("c:grouping", val=grouping),
        el("c:varyColors", val=0),
        *series,
        el("c:gapWidth", val=gap) if bars else None,
        el("c:overlap", val=0) if bars else None,
        el("c:marker", val=1) if name == "c:lineChart" else None,
        *axes,
    )


def _only(data: ChartData, indexes: list[int]) -> ChartData:
    """The chart with the others as targets, which no legend names."""
    series = [one if at in indexes else replace(one, role=Role.TARGET) for at, one in enumerate(data.chart.series)]
    return replace(data, chart=replace(data.chart, series=tuple(series)))


def _columns(data: ChartData) -> list[int]:
    return _with_roles(data, (Role.ACTUAL,))


def _with_roles(data: ChartData, roles: tuple[Role, ...]) -> list[int]:
    return [index for index, series in enumerate(data.chart.series) if series.role in roles]


def _lines(data: ChartData) -> list[int]:
    return [index for index in _with_roles(data, _LINES) if _last(data, index) is not None]


def _last(data: ChartData, index: int) -> int | None:
    values = data.chart.series[index].values
    return max((at for at, value in enumerate(values) if isinstance(value, Quantity)), default=None)


def _frame(data: ChartData) -> Frame:
    look = data.look
    ends = [text_width(_end_text(data, index), look.measured_points, bold=True) for index in _at_the_end(data)]
    ends.append(text_width(range_text(data), look.measured_points))
    right = max(ends) + _GAP if any(ends) else 0
    top = line_height(look.key_points) + (line_height(look.label_points) + _GAP if len(_columns(data)) > 1 else 0)
    wraps = data.years is None and data.widest(data.chart.categories) > 0.9 * (look.width - right) / max(data.count, 1)
    lines = 2 if data.years or wraps else 1
    return frame(look, 0, top, right, lines * line_height(look.label_points) + _GAP)


def _end_text(data: ChartData, index: int) -> str:
    series, last = data.chart.series[index], _last(data, index)
    return f"{series.name} {data.look.locale.text(series.values[last])}" if last is not None else ""


def _ends(data: ChartData, scale: Scale, plot: Frame) -> dict[int, float]:
    """How far down each label at the right end has to move so that none covers another."""
    held = []
    for index in _at_the_end(data):
        number = data.numbers(data.chart.series[index])[-1]
        if number is not None:
            held.append((plot.height * (1 - scale.share(number)), index))
    return spread(sorted(held), line_height(data.look.label_points))


def _at_the_end(data: ChartData) -> list[int]:
    """The series that say their name and last number to the right of the plot: lines, and crowded columns."""
    return _lines(data) + (_columns(data) if _is_crowded(data) else [])


def _is_crowded(data: ChartData) -> bool:
    """True for one series of columns whose numbers are wider than they are."""
    columns = _columns(data)
    if len(columns) != 1 or _last(data, columns[0]) is None:
        return False
    texts = [data.look.locale.text(value) for value in data.chart.series[columns[0]].values if value]
    return 1.05 * data.widest(texts) > 0.88 * data.look.width / max(data.count, 1) / (1 + _GAP_WIDTH / 100)


def _bars(data: ChartData, index: int, plot: Frame, ends: dict[int, float]) -> Xml:
    columns = _columns(data)
    colour = bar_colour(_only(data, columns), index)
    return el(
        "c:ser",
        el("c:idx", val=index),
        el("c:order", val=index),
        data.name(index),
        shape(fill(colour, data.look), no_line()),
        el("c:invertIfNegative", val=0),
        *([] if len(columns) > 1 else points(_only(data, columns), index)),
        point_labels(_bar_labels(data, index, colour, plot, ends), data.look),
        data.categories,
        data.values(index),
    )


def _bar_labels(data: ChartData, index: int, colour: str, plot: Frame, ends: dict[int, float]) -> list[PointLabel]:
    """The numbers of the columns, at their base where lines cross their ends; of crowded ones only the last."""
    look, series = data.look, data.chart.series[index]
    known = [at for at, value in enumerate(series.values) if isinstance(value, Quantity)]
    if index in _at_the_end(data):
        at = known[-1]
        return [_crowded_end(data, index, at, colour, plot, ends.get(index, 0.0))]
    strong = set(emphasised(_only(data, _columns(data))))
    inside = bool(_lines(data))
    labels = []
    for at in known:
        paint = MESSAGE if at in strong else colour
        ink = on(paint) if inside else MESSAGE if at in strong else INK
        kind = Type(look.label_points, ink, bold=at in strong)
        labels.append(PointLabel(at, kind, data.format_of(series.values[at]), "inBase" if inside else "outEnd"))
    return labels


def _crowded_end(data: ChartData, index: int, at: int, colour: str, plot: Frame, down: float) -> PointLabel:
    """The last number with its name, moved from above its column to the right of the plot."""
    look, value = data.look, data.chart.series[index].values[at]
    kind = Type(look.label_points, MESSAGE if colour == MESSAGE else INK, bold=True)
    code = data.format_of(value)
    if at != data.count - 1:
        return PointLabel(at, kind, code, "outEnd")
    width = text_width(_end_text(data, index), look.measured_points, bold=True)
    right = plot.width / data.count / 2 + _GAP + width / 2
    layout = shifted(right / look.width, (down + line_height(look.label_points) / 2) / look.height)
    return PointLabel(at, kind, code, "outEnd", named=True, layout=layout)


def _line(data: ChartData, index: int, plot: Frame, ends: dict[int, float]) -> Xml:
    look, series = data.look, data.chart.series[index]
    last = _last(data, index)
    assert last is not None
    is_target = series.role is Role.TARGET
    # Over columns beside each other, of which one is grey, a grey line would be lost.
    colour = INK if is_target or len(_columns(data)) > 1 else CONTEXT
    at_end = last == data.count - 1
    # From the middle of the last column to the right of it, where the page is free.
    beside = (plot.width / max(data.count, 1) / 2 + _GAP) / look.width
    layout = shifted(beside, ends.get(index, 0.0) / look.height) if at_end else None
    kind = Type(look.label_points, INK if is_target else GREY, bold=is_target)
    code = data.format_of(series.values[last])
    label = PointLabel(last, kind, code, "r" if at_end else "t", named=True, layout=layout)
    return el(
        "c:ser",
        el("c:idx", val=index),
        el("c:order", val=index),
        data.name(index),
        shape(line(colour, _WIDTHS[series.role], look)),
        el("c:marker", el("c:symbol", val="none")),
        point_labels([label], look),
        data.categories,
        data.values(index),
        el("c:smooth", val=0),
    )


def range_area(data: ChartData, index: int) -> Xml:
    """The series of an end of a range: the lower one drawn as nothing, the other hatched."""
    paint = NO_FILL if data.chart.series[index].role is Role.LOW else hatching()
    return el(
        "c:ser",
        el("c:idx", val=index),
        el("c:order", val=index),
        data.name(index),
        shape(paint, no_line()),
        data.categories,
        data.values(index),
    )


def range_text(data: ChartData) -> str:
    """Both ends of the range where it ends; empty when that is before the last category."""
    given = data.given or data.chart
    ends = {series.role: series.values[-1] for series in given.series if series.role in _RANGE and series.values}
    low, high = (ends.get(role) for role in _RANGE)
    if not isinstance(low, Quantity) or not isinstance(high, Quantity):
        return ""
    return data.look.locale.word("{low} to {high}", low=low, high=high)


def range_lines(data: ChartData) -> tuple[str, ...]:
    """What stands under the name of a forecast: which range it is, and its ends."""
    given, ends = data.given or data.chart, range_text(data)
    names = (series.name for series in given.series if series.role is Role.HIGH)
    return (*names, ends) if ends else ()


def _range_words(data: ChartData, scale: Scale, plot: Frame) -> Words | None:
    """The ends of the range beside it."""
    text, look = range_text(data), data.look
    if not text:
        return None
    low, width = (data.numbers(data.chart.series[index])[-1] or 0.0 for index in _with_roles(data, _RANGE))
    middle = plot.top + round(plot.height * (1 - scale.share(low + width / 2)))
    # The area ends in the middle of the last column.
    left = plot.left + round(plot.width * (1 - 0.5 / data.count)) + _GAP
    high = line_height(look.label_points)
    kind = Type(look.label_points, GREY)
    return Words(text, left, middle - high // 2, text_width(text, look.measured_points), high, kind, "l")


def _height(low: Value, high: Value) -> Value:
    if not isinstance(low, Quantity) or not isinstance(high, Quantity):
        return low if not isinstance(low, Quantity) else high
    return replace(high, amount=high.amount - low.amount, id="")
