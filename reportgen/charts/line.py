"""A line chart over time: the actual line with its end marked, targets as thin lines, labels instead of a legend."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from reportgen.charts.axes import CATEGORY_AXIS, VALUE_AXIS, category_axis, value_axis
from reportgen.charts.clear import Crossings, Spot
from reportgen.charts.combo import range_area, range_lines
from reportgen.charts.data import ChartData
from reportgen.charts.events import event_marks, event_room
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
    PAGE,
    Type,
    fill,
    line,
    no_line,
    shape,
)
from reportgen.charts.plot import Plot
from reportgen.charts.scale import Scale, halved, line_scale
from reportgen.charts.small import is_small, small_words
from reportgen.charts.telling import rises, telling
from reportgen.content.charts import Role, Series
from reportgen.content.values import Points, Quantity, Value, exact
from reportgen.ooxml import Xml, el

_END_GAP: Final = round(0.3 * EMU_PER_CM)
_END_SHIFT: Final = round(0.12 * EMU_PER_CM)
_BESIDE: Final = (("r", _END_SHIFT), ("l", -_END_SHIFT))
_PAST_MARKER: Final = round(0.15 * EMU_PER_CM)
_END_ROOM: Final = round(4.5 * EMU_PER_CM)
_AXIS_GAP: Final = round(0.25 * EMU_PER_CM)
_END_MARKER: Final = 10  # points, 0.34 cm
_START_MARKER: Final = 6
_TARGET_MARKER: Final = 5

_WIDTHS: Final = {Role.ACTUAL: 3.0, Role.TARGET: 1.5, Role.PREVIOUS: 2.0}
_OTHER_WIDTH: Final = 1.5
_RANGE: Final = (Role.LOW, Role.HIGH)
_EXPECTED: Final = (Role.FORECAST, *_RANGE)


def line_plot(data: ChartData) -> Plot:
    """The plot of a line chart; it has no legend."""
    look = data.look
    scale = line_scale(data.levels(), data.is_share)
    if is_small(data):
        scale = halved(scale)
    tick_format, tick_texts = _ticks(data, scale)
    plot = _frame(data, scale, tick_texts)
    ends = _end_shifts(data, scale, plot)
    crossings = _crossings(data, scale, plot)
    drawn = _lines(data)
    lines = [_series(data, index, scale, plot, ends, crossings) for index in drawn]
    axes = el("c:axId", val=CATEGORY_AXIS), el("c:axId", val=VALUE_AXIS)
    areas = [range_area(data, index) for index in range(len(data.chart.series)) if index not in drawn]
    fan = (
        el("c:areaChart", el("c:grouping", val="stacked"), el("c:varyColors", val=0), *areas, *axes) if areas else None
    )
    chart = el(
        "c:lineChart",
        el("c:grouping", val="standard"),
        el("c:varyColors", val=0),
        *lines,
        el("c:marker", val=1),
        *axes,
    )
    strokes, told = event_marks(data, plot)
    words = [*told, *small_words(data, scale, plot), *_range_words(data, scale, plot, ends)]
    if scale.is_cut:
        words.append(_scale_note(data, tick_texts[0]))
    area = el(
        "c:plotArea",
        plot.layout(look),
        fan,
        chart,
        category_axis(
            look,
            "b",
            skip=_skip(data, plot),
            two_levels=data.years is not None,
            upright=_upright(data, plot),
            named=not is_small(data),
        ),
        value_axis(scale, tick_format, look),
        shape(NO_FILL),
    )
    return Plot(area, overlay=Overlay(strokes, tuple(words)) if words else None)


def _ticks(data: ChartData, scale: Scale) -> tuple[str, list[str]]:
    """The format of the value axis, with no more decimals than its marks need, and the marks as printed."""
    prototype = data.chart.format
    per_cell = {"percent": 100.0}.get(prototype.unit, 1.0)
    decimals = 0
    while decimals < prototype.decimals and not _whole(scale.step * per_cell * 10**decimals):
        decimals += 1
    marks = [_as_quantity(prototype, mark, decimals) for mark in scale.marks]
    largest = max(marks, key=lambda mark: abs(mark.amount))
    return data.format_of(largest), [data.look.locale.text(mark) for mark in marks]


def _as_quantity(prototype: Quantity, cell: float, decimals: int) -> Quantity:
    """The quantity that a cell of this number shows: the inverse of `cell_number`."""
    amount = exact(cell)
    return replace(prototype, amount=amount / 100 if isinstance(prototype, Points) else amount, decimals=decimals)


def _whole(number: float) -> bool:
    return math.isclose(number, round(number), abs_tol=1e-9)


def _frame(data: ChartData, scale: Scale, tick_texts: list[str]) -> Frame:
    look = data.look
    ends = [
        text_width(_end_text(data, series), _end_type(data, series).points * data.look.font_factor, bold=True)
        for series in (data.chart.series[index] for index in _lines(data))
    ]
    ends += [text_width(text, look.measured_points) for text in range_lines(data)]
    room = min(max(ends, default=0) + _END_GAP, _END_ROOM)
    half_pitch = look.width // (2 * max(data.count, 1))
    note = line_height(look.label_points) if scale.is_cut else 0
    plot = frame(
        look,
        left=data.widest(tick_texts) + _END_GAP,
        top=note + event_room(data) + line_height(look.key_points),
        right=max(room - half_pitch, _END_GAP),
        bottom=line_height(look.label_points) * (2 if data.years or is_small(data) else 1) + _AXIS_GAP,
    )
    if not _upright(data, plot):
        return plot
    return replace(plot, height=plot.height - _widest_month(data) + line_height(look.label_points))


def _upright(data: ChartData, plot: Frame) -> bool:
    """True when the months have to stand on end to fit."""
    return data.years is not None and _widest_month(data) > 0.96 * plot.width / data.count


def _widest_month(data: ChartData) -> int:
    return data.widest([month for _, month in data.years or ()])


def _skip(data: ChartData, plot: Frame) -> int:
    """Every how many categories get a label, chosen so that the last has one where that costs little."""
    pitch = plot.width / max(data.count, 1)
    needed = max(1, math.ceil(data.widest(data.chart.categories) / (0.95 * pitch)))
    fitting = [skip for skip in range(needed, needed + 3) if (data.count - 1) % skip == 0]
    return fitting[0] if fitting else needed


def _series(
    data: ChartData, index: int, scale: Scale, plot: Frame, ends: dict[int, float], crossings: Crossings
) -> Xml:
    look, series = data.look, data.chart.series[index]
    colour = _colour(data, index)
    width = _WIDTHS.get(series.role, _OTHER_WIDTH)
    known = _known(series)
    markers = []
    labels = _labels(data, index, scale, plot, ends, crossings)
    if series.role is Role.ACTUAL and known:
        markers = [_marked(at, colour, size, width, data) for at, size in _marks(known, is_small(data))]
    elif series.role is Role.TARGET and not is_small(data):
        markers = [_marked(label.index, colour, _TARGET_MARKER, width, data) for label in labels[:-1]]
    return el(
        "c:ser",
        el("c:idx", val=index),
        el("c:order", val=index),
        data.name(index),
        shape(line(colour, width, look, cap="rnd", dashed=series.role is Role.FORECAST)),
        el("c:marker", el("c:symbol", val="none")),
        *markers,
        point_labels(labels, look),
        data.categories,
        data.values(index),
        el("c:smooth", val=0),
    )


def _marks(known: list[int], small: bool) -> list[tuple[int, int]]:
    """Points that get a marker and its size: a small one where the line starts, a ringed one where it ends."""
    start = [(known[0], _START_MARKER)] if len(known) > 1 and not small else []
    return [*start, (known[-1], _END_MARKER)]


def _marked(at: int, colour: str, size: int, width: float, data: ChartData) -> Xml:
    look = data.look
    ring = line(PAGE, 1.5, look) if size == _END_MARKER else no_line()
    return el(
        "c:dPt",
        el("c:idx", val=at),
        el("c:marker", el("c:symbol", val="circle"), el("c:size", val=size), shape(fill(colour, look), ring)),
        el("c:bubble3D", val=0),
        # A point has its own line, that to the point before: without this it falls back to the program's.
        shape(line(colour, width, look, cap="rnd")),
    )


def _labels(
    data: ChartData, index: int, scale: Scale, plot: Frame, ends: dict[int, float], crossings: Crossings
) -> list[PointLabel]:
    series = data.chart.series[index]
    known = _known(series)
    if not known:
        return []
    last = known[-1]
    kind = _end_type(data, series, index)
    if last == data.count - 1:
        down = ends.get(index, 0.0)
    else:
        # Another line goes on to the right of this end: keep to the side away from it.
        down = (0.7 if _others_above(data, index, last) else -0.7) * line_height(kind.points)
    # Where ends lie so close that their labels stand apart, the marker of one reaches to the label of the other.
    clear = _END_SHIFT + (_PAST_MARKER if down and series.role is Role.TARGET and _now(data) is None else 0)
    layout: Xml | None = shifted(clear / data.look.width, down / data.look.height)
    place = "r"
    if last < data.count - 1 and any(other.role is Role.FORECAST for other in data.chart.series):
        # To the right the range opens: below it, below the point, or where else nothing crosses.
        high = line_height(kind.points)
        spots = [Spot("r", _END_SHIFT, down * high) for down in (0.9, 1.4, 1.9)]
        spots += [Spot("b", 0, 0.3 * high), Spot("t"), Spot("l", -_END_SHIFT), Spot("l", -_END_SHIFT, -0.8 * high)]
        place, layout = _clearest(data, crossings, spots, (series, last), kind, scale, plot)
    code = data.format_of(series.values[last])
    end = PointLabel(last, kind, code, place, named=_is_named(data, series), layout=layout)
    if series.role is Role.TARGET and not is_small(data):
        return [*_target_now(data, series, crossings, scale, plot), end]
    if series.role is not Role.ACTUAL or is_small(data):
        return [end]
    small = Type(data.look.label_points, kind.colour, bold=True)
    more = []
    for at in telling(data.numbers(series), known, scale):
        aside = _off_the_axis(data, series.values[at], at, plot)
        first, second = ("b", "t") if rises(data.numbers(series), at) else ("t", "b")
        away = 0.6 * line_height(small.points)
        spots = [Spot(first, aside), Spot(second, aside), Spot("b", aside, away), Spot("t", aside, -away)]
        # In the foot of a steep valley, with the axis close below, there is room beside the point only.
        spots += [Spot(side, right, down) for down in (0.5 * away, 0.0) for side, right in _BESIDE]
        side, moved = _clearest(data, crossings, spots, (series, at), small, scale, plot)
        more.append(PointLabel(at, small, data.format_of(series.values[at]), side, layout=moved))
    return [*more, end]


def _now(data: ChartData) -> int | None:
    """Where the actual line ends while others go on; None where it reaches the end."""
    ends = [_known(series)[-1] for series in data.chart.series if series.role is Role.ACTUAL and _known(series)]
    return ends[0] if len(ends) == 1 and ends[0] < data.count - 1 else None


def _target_now(data: ChartData, series: Series, crossings: Crossings, scale: Scale, plot: Frame) -> list[PointLabel]:
    """What the target asks for where the actual line ends, if that is another number than at its own end."""
    at = _now(data)
    if at is None or not isinstance(series.values[at], Quantity):
        return []
    numbers = data.numbers(series)
    if len({number for number in numbers[at:] if number is not None}) < 2:
        return []
    kind = Type(data.look.label_points, INK, bold=True)
    away = 0.3 * line_height(kind.points)
    spots = [Spot("t"), Spot("t", -2 * away), Spot("t", 0, -2 * away), Spot("t", 0, -3 * away)]
    spots += [Spot("l", -_END_SHIFT, -away), Spot("l", -_END_SHIFT, -2 * away)]
    place, layout = _clearest(data, crossings, spots, (series, at), kind, scale, plot)
    return [PointLabel(at, kind, data.format_of(series.values[at]), place, layout=layout)]


def _clearest(
    data: ChartData,
    crossings: Crossings,
    spots: list[Spot],
    point: tuple[Series, int],
    kind: Type,
    scale: Scale,
    plot: Frame,
) -> tuple[str, Xml | None]:
    """Where the number of a point stands clear of lines: its place, and the shift from there."""
    series, at = point
    place = (at + 0.5) * plot.width / data.count, plot.height * (1 - scale.share(data.numbers(series)[at] or 0.0))
    width = text_width(data.look.locale.text(series.values[at]), kind.points * data.look.font_factor, bold=True)
    spot = crossings.clearest(spots, place, (width, line_height(kind.points)))
    moved = spot.right or spot.down
    return spot.place, shifted(spot.right / data.look.width, spot.down / data.look.height) if moved else None


def _crossings(data: ChartData, scale: Scale, plot: Frame) -> Crossings:
    """The lines of a plot, its events and the range of its forecast."""

    def level(number: float | None) -> float:
        return plot.height * (1 - scale.share(number or 0.0))

    def drawn(numbers: list[float | None]) -> list[tuple[float, float]]:
        pitch = plot.width / data.count
        return [((at + 0.5) * pitch, level(number)) for at, number in enumerate(numbers) if number is not None]

    lows, highs = ([data.numbers(one) for one in data.chart.series if one.role is role] for role in _RANGE)
    # The upper end of a range is drawn on top of the lower one: its series holds the height between.
    bands = [
        (
            drawn(low),
            drawn([None if one is None or two is None else one + two for one, two in zip(low, high, strict=True)]),
        )
        for low, high in zip(lows, highs, strict=True)
    ]
    uprights = [stroke.x - plot.left for stroke in event_marks(data, plot)[0]]
    return Crossings([drawn(data.numbers(data.chart.series[at])) for at in _lines(data)], bands, uprights, plot.height)


def _off_the_axis(data: ChartData, value: Value, at: int, plot: Frame) -> float:
    """How far to the right, in EMU, a label of the first points keeps out of the numbers of the axis."""
    room = (at + 0.5) * plot.width / data.count
    return max(0.0, text_width(data.look.locale.text(value), data.look.measured_points, bold=True) / 2 - room)


def _end_shifts(data: ChartData, scale: Scale, plot: Frame) -> dict[int, float]:
    """How far down, in EMU, the end label of each series has to move so that none covers another."""
    held = []
    for index in _lines(data):
        series = data.chart.series[index]
        number = data.numbers(series)[-1] if series.values else None
        if number is not None:
            held.append((plot.height * (1 - scale.share(number)), index))
    # Under the name of a forecast stands its range.
    below = len(range_lines(data)) * line_height(data.look.label_points)
    forecasts = {index: below for _, index in held if data.chart.series[index].role is Role.FORECAST}
    return spread(sorted(held), line_height(data.look.key_points), forecasts)


def _others_above(data: ChartData, index: int, at: int) -> bool:
    mine = data.numbers(data.chart.series[index])[at]
    others = [data.numbers(series)[at] for other, series in enumerate(data.chart.series) if other != index]
    return any(number is not None and mine is not None and number >= mine for number in others)


def _lines(data: ChartData) -> list[int]:
    """The series that are lines; the ends of a range are areas."""
    return [index for index, series in enumerate(data.chart.series) if series.role not in _RANGE]


def _range_words(data: ChartData, scale: Scale, plot: Frame, ends: dict[int, float]) -> list[Words]:
    """The name and the ends of a forecast's range under its name."""
    lines, look = range_lines(data), data.look
    index = next((index for index in _lines(data) if data.chart.series[index].role is Role.FORECAST), None)
    number = data.numbers(data.chart.series[index])[-1] if index is not None else None
    if not lines or index is None or number is None:
        return []
    height = line_height(look.label_points)
    top = plot.top + round(plot.height * (1 - scale.share(number)) + ends.get(index, 0.0)) + height // 2
    width = max(text_width(text, look.measured_points) for text in lines)
    # LibreOffice leaves out what reaches beyond the chart.
    left = min(plot.left + round(plot.width * (1 - 0.5 / data.count)) + _END_GAP, look.width - width)
    kind = Type(look.label_points, GREY)
    return [Words(text, left, top + at * height, width, height, kind, "l") for at, text in enumerate(lines)]


def _known(series: Series) -> list[int]:
    return [at for at, value in enumerate(series.values) if isinstance(value, Quantity)]


def _is_named(data: ChartData, series: Series) -> bool:
    """A target always says so; actual lines say their names when there are several."""
    plain = sum(other.role not in (Role.TARGET, *_EXPECTED) for other in data.chart.series)
    return series.role is Role.FORECAST or (series.role is Role.TARGET and not is_small(data)) or plain > 1


def _end_text(data: ChartData, series: Series) -> str:
    known = _known(series)
    number = data.look.locale.text(series.values[known[-1]]) if known else ""
    return f"{series.name} {number}" if _is_named(data, series) else number


def _end_type(data: ChartData, series: Series, index: int = 0) -> Type:
    if series.role is Role.ACTUAL:
        return Type(data.look.key_points, _colour(data, index), bold=True)
    if series.role is Role.FORECAST:
        return Type(data.look.label_points, MESSAGE, bold=True)
    return Type(data.look.label_points, INK, bold=series.role is Role.TARGET)


def _colour(data: ChartData, index: int) -> str:
    role = data.chart.series[index].role
    if role is Role.TARGET:
        return INK
    if role is Role.FORECAST:
        return MESSAGE
    if role is not Role.ACTUAL:
        return CONTEXT
    before = sum(series.role is Role.ACTUAL for series in data.chart.series[:index])
    return (MESSAGE, "accent3", "accent4", "accent5")[min(before, 3)]


def _scale_note(data: ChartData, start: str) -> Words:
    """The words that say where a cut axis starts, above the plot.

    An axis title would be the native place, but LibreOffice breaks it into lines where the axis is short.
    """
    look = data.look
    words = look.locale.word("scale starts at {start}", start=start)
    width, height = text_width(words, look.measured_points), line_height(look.label_points)
    return Words(words, 0, 0, width, height, Type(look.label_points, GREY))
