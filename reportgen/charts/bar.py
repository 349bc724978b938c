"""Horizontal bars to compare, from the top in reading order, with the target as a line across them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reportgen.charts.axes import CATEGORY_AXIS, VALUE_AXIS, category_axis, hidden_value_axis
from reportgen.charts.bars import bar_colour, clustered, points, top_legend, value_labels
from reportgen.charts.data import ChartData
from reportgen.charts.frame import Frame, frame
from reportgen.charts.measure import EMU_PER_CM, line_height, text_width
from reportgen.charts.overlay import Overlay, Stroke, Words
from reportgen.charts.paint import GREY, INK, NO_FILL, Type, fill, no_line, shape
from reportgen.charts.plot import Plot
from reportgen.charts.scale import Scale, bar_scale, widened
from reportgen.content.charts import ChartKind, Role, Series
from reportgen.content.values import Quantity, Range, Status
from reportgen.ooxml import Xml, el

_GAP: Final = round(0.2 * EMU_PER_CM)
_RANKED_FROM: Final = 9  # categories
_RANKED_GAP_WIDTH: Final = 60  # per cent of a bar
_GAP_WIDTH: Final = 35
_CLUSTER_GAP_WIDTH: Final = 78
_LEAST_GAP_WIDTH: Final = 15
_NAMES_AT_MOST: Final = 0.42  # of the width; longer names wrap
_TARGET_POINTS: Final = 1.5


def bar_plot(data: ChartData) -> Plot:
    """The plot of a bar chart, with the target drawn over it. Two series side by side are named on the first bars
    that hold their names: whether a legend runs with bars that are read downwards or against them, programs differ."""
    look = data.look
    drawn = [index for index, series in enumerate(data.chart.series) if series.role is not Role.TARGET]
    named = _named_at(data)
    plot = _frame(data, has_legend=clustered(data) and named is None)
    scale = bar_scale(data.every_number(), data.is_share)
    if scale.low < 0:
        # The numbers of negative bars stand where the names would be.
        scale = widened(scale, _widest_number(data) / plot.width)
    area = el(
        "c:plotArea",
        plot.layout(look),
        el(
            "c:barChart",
            el("c:barDir", val="bar"),
            el("c:grouping", val="clustered"),
            el("c:varyColors", val=0),
            *(_bars(data, index, scale, plot, named) for index in drawn),
            el("c:gapWidth", val=_gap_width(data, plot)),
            el("c:overlap", val=0),
            el("c:axId", val=CATEGORY_AXIS),
            el("c:axId", val=VALUE_AXIS),
        ),
        category_axis(look, "l", reading_down=True, named=not data.chart.bare),
        hidden_value_axis(scale, "t"),
        shape(NO_FILL),
    )
    return Plot(area, top_legend(data) if clustered(data) and named is None else None, _overlay(data, scale, plot))


def _gap_width(data: ChartData, plot: Frame) -> int:
    if clustered(data):
        return _CLUSTER_GAP_WIDTH
    usual = _RANKED_GAP_WIDTH if data.count >= _RANKED_FROM else _GAP_WIDTH
    if bar_target(data) is None or data.chart.bare:
        return usual
    # Numbers stand inside the bars: make those thick enough for them.
    fitting = round((plot.height / data.count / line_height(data.look.label_points) - 1) * 100)
    return max(_LEAST_GAP_WIDTH, min(usual, fitting))


def _named_at(data: ChartData) -> int | None:
    """The first category whose bars hold the names of their series with their numbers; None where none does."""
    if not clustered(data) or bar_target(data) is None or data.chart.bare:
        return None
    drawn = [series for series in data.chart.series if series.role is not Role.TARGET]
    plot, scale = _frame(data, has_legend=False), bar_scale(data.every_number(), data.is_share)
    for at in range(data.count):
        if all(_holds(data, series, at, scale, plot) for series in drawn):
            return at
    return None


def _holds(data: ChartData, series: Series, at: int, scale: Scale, plot: Frame) -> bool:
    number = data.numbers(series)[at]
    words = f"{series.name} {data.look.locale.text(series.values[at])}"
    width = text_width(words, data.look.measured_points, bold=True) + _GAP
    return number is not None and number > 0 and (scale.share(number) - scale.share(0.0)) * plot.width > width


def _frame(data: ChartData, has_legend: bool) -> Frame:
    look = data.look
    bare = data.chart.bare
    names = (
        0
        if bare
        else min(data.widest((*data.chart.categories, *data.chart.beside)), round(_NAMES_AT_MOST * look.width)) + _GAP
    )
    line_room = line_height(look.label_points)
    legend = line_room + _GAP if has_legend else 0
    target = bar_target(data)
    right = 0 if bare else _widest_number(data) + _GAP
    own = _own_targets(data)
    if own:
        right = max(right, data.widest(own) + 2 * _GAP)
    elif target and not bare:
        # A target at the end of the scale has half its label beyond it.
        right = max(right, text_width(target_words(data, target), look.measured_points, bold=True) // 2)
    return frame(look, names, legend + (round(1.2 * line_room) if target and not own else 0), right, 0)


def _widest_number(data: ChartData) -> int:
    values = [value for series in data.chart.series for value in series.values]
    return data.widest([data.look.locale.text(value) for value in (*values, *data.chart.span)])


def _bars(data: ChartData, index: int, scale: Scale, plot: Frame, named: int | None) -> Xml:
    def fits(number: float, width: int) -> bool:
        return abs(scale.share(number) - scale.share(0.0)) * plot.width > width + _GAP

    return el(
        "c:ser",
        el("c:idx", val=index),
        el("c:order", val=index),
        data.name(index),
        shape(fill(bar_colour(data, index), data.look), no_line()),
        el("c:invertIfNegative", val=0),
        *points(data, index),
        value_labels(data, index, fits, inside=bar_target(data) is not None, named=named),
        data.categories,
        data.values(index),
    )


def bar_target(data: ChartData) -> Series | None:
    """The first target with a number: of a range its lower end."""
    return next(iter(bar_targets(data)), None)


def bar_targets(data: ChartData) -> tuple[Series, ...]:
    """The target, or the two ends of a range; a third one would not be told apart."""
    targets = [series for series in data.chart.series if series.role is Role.TARGET]
    return tuple(series for series in targets if any(series.values))[:2]


def target_words(data: ChartData, target: Series) -> str:
    """The target's name, with its number when all rows have the same."""
    name, known = _target_name(data, target), [aim for aim in _aims(data) if aim]
    return f"{name} {data.look.locale.text(known[0])}" if all(aim == known[0] for aim in known) else name


def _target_name(data: ChartData, target: Series) -> str:
    """The name of the target, of a range that of both ends."""
    return data.look.locale.word("Target") if len(bar_targets(data)) == 2 else target.name


def _aims(data: ChartData) -> tuple[Quantity | Range | None, ...]:
    """What each row should reach: a number, or a range; None where there is nothing to reach."""
    targets = bar_targets(data)
    if len(targets) < 2:
        return tuple(value if isinstance(value, Quantity) else None for one in targets for value in one.values)
    return tuple(
        Range(low, high) if isinstance(low, Quantity) and isinstance(high, Quantity) else None
        for low, high in zip(targets[0].values, targets[1].values, strict=True)
    )


def _own_targets(data: ChartData) -> tuple[str, ...]:
    """What stands at the end of each row that has a target of its own; nothing where all have the same, or where
    a table beside the bars says it."""
    target = bar_target(data)
    if data.chart.kind is not ChartKind.BAR or data.chart.bare or target is None:
        return ()
    name, text = _target_name(data, target), data.look.locale.text
    if target_words(data, target) != name:
        return ()
    return tuple(f"{name} {text(aim)}" if aim else "" for aim in _aims(data))


def _overlay(data: ChartData, scale: Scale, plot: Frame) -> Overlay | None:
    """The target, and words in the place of bars that are missing; None without either."""
    target, missing = target_overlay(data, scale, plot), _missing(data, plot)
    if target is None:
        return Overlay((), missing) if missing else None
    return replace(target, words=(*target.words, *missing))


def _missing(data: ChartData, plot: Frame) -> tuple[Words, ...]:
    """Words beside the names of categories without any number."""
    drawn = [series for series in data.chart.series if series.role is not Role.TARGET]
    look, pitch = data.look, plot.height / max(data.count, 1)
    none, height = look.locale.text(Status.NO_DATA), line_height(look.label_points)
    empty = [at for at in range(data.count) if all(data.numbers(series)[at] is None for series in drawn)]
    if data.chart.bare or len(empty) == data.count:
        return ()
    width, kind = text_width(none, look.measured_points), Type(look.label_points, GREY)
    tops = [plot.top + round((at + 0.5) * pitch - height / 2) for at in empty]
    return tuple(Words(none, plot.left + _GAP, top, width, height, kind, "l") for top in tops)


def target_overlay(data: ChartData, scale: Scale, plot: Frame) -> Overlay | None:
    """The target as a line across the bars, a range as two, with its name above; None without one."""
    target = bar_target(data)
    if target is None:
        return None
    lines = [_line(data, one, scale, plot) for one in bar_targets(data)]
    strokes = tuple(stroke for line in lines for stroke in line)
    own = _at_the_ends(data, scale, plot)
    if own:
        return Overlay(strokes, own)
    words = target_words(data, target)
    width = text_width(words, data.look.measured_points, bold=True)
    height = line_height(data.look.label_points)
    middle = (lines[0][0].x + lines[-1][0].x) // 2
    left = max(0, min(middle - width // 2, data.look.width - width))
    top = strokes[0].top - height
    kind = Type(data.look.label_points, INK, bold=True)
    return Overlay(strokes, (Words(words, left, top, width, height, kind),))


def _line(data: ChartData, target: Series, scale: Scale, plot: Frame) -> list[Stroke]:
    """One target across the rows that have it, as few strokes as that takes."""
    pitch = plot.height / data.count
    strokes: list[Stroke] = []
    for at, number in enumerate(data.numbers(target)):
        if number is None:
            continue
        x = plot.left + round(scale.share(number) * plot.width)
        top, bottom = plot.top + round(at * pitch), plot.top + round((at + 1) * pitch)
        if strokes and (strokes[-1].x, strokes[-1].bottom) == (x, top):
            strokes[-1] = Stroke(x, strokes[-1].top, bottom, _TARGET_POINTS)
        else:
            strokes.append(Stroke(x, top, bottom, _TARGET_POINTS))
    return strokes


def _at_the_ends(data: ChartData, scale: Scale, plot: Frame) -> tuple[Words, ...]:
    """The targets that rows have of their own, to the right of bar and line."""
    look, pitch = data.look, plot.height / max(data.count, 1)
    height, kind = line_height(look.label_points), Type(look.label_points, INK)
    words = []
    for at, text in enumerate(_own_targets(data)):
        reached = max(
            (numbers[at] or 0.0 for series in data.chart.series if (numbers := data.numbers(series))), default=0.0
        )
        left = plot.left + round(scale.share(reached) * plot.width) + _GAP
        top = plot.top + round((at + 0.5) * pitch - height / 2)
        if text:
            words.append(Words(text, left, top, text_width(text, look.measured_points), height, kind, "l"))
    return tuple(words)
