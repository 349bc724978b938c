"""What columns and horizontal bars have in common: colours by meaning, points that stand out, the legend of a pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reportgen.charts.data import ChartData
from reportgen.charts.frame import manual_layout
from reportgen.charts.labels import PointLabel, all_labels, point_labels
from reportgen.charts.measure import EMU_PER_CM, line_height, text_width
from reportgen.charts.paint import CONTEXT, INK, MESSAGE, Type, fill, no_line, on, shape, text
from reportgen.content.charts import ChartKind, Role
from reportgen.content.values import Quantity, Status
from reportgen.ooxml import Xml, el


def clustered(data: ChartData) -> bool:
    """True when two or more series of bars stand side by side."""
    return sum(series.role is not Role.TARGET for series in data.chart.series) > 1


def bar_colour(data: ChartData, index: int) -> str:
    """The theme colour of a series of bars: grey where single points carry the message."""
    role = data.chart.series[index].role
    if data.chart.kind is ChartKind.VARIANCE:
        return Status.ON_TRACK
    if role is not Role.ACTUAL:
        return CONTEXT
    before = sum(series.role is Role.ACTUAL for series in data.chart.series[:index])
    if before:
        return CONTEXT if before == 1 else INK
    if data.chart.kind is ChartKind.COLUMN and clustered(data):
        # Two measures over time: neither is the message, which one column of a chart beside them may carry.
        return INK
    return CONTEXT if data.chart.emphasis and not clustered(data) else MESSAGE


def emphasised(data: ChartData) -> list[int]:
    """The categories that stand out from grey bars."""
    if clustered(data) or data.chart.kind is ChartKind.VARIANCE:
        return []
    chosen = set(data.chart.emphasis)
    return [at for at, key in enumerate(data.chart.keys) if key in chosen]


def points(data: ChartData, index: int) -> list[Xml]:
    """c:dPt of every bar that stands out, by its message or by being worse."""
    if data.chart.kind is ChartKind.VARIANCE:
        numbers = data.numbers(data.chart.series[index])
        told = [(at, verdict(number, data.chart.better)) for at, number in enumerate(numbers) if number is not None]
        own = [(at, paint) for at, paint in told if paint != Status.ON_TRACK]
    else:
        own = [(at, MESSAGE) for at in emphasised(data)]
    return [
        el(
            "c:dPt",
            el("c:idx", val=at),
            el("c:invertIfNegative", val=0),
            el("c:bubble3D", val=0),
            shape(fill(paint, data.look), no_line()),
        )
        for at, paint in own
    ]


def verdict(number: float, better: str) -> str:
    """The colour of a difference: that of on track where it is a good one, of off track where not, grey for none.
    From a range ("within") there is no good one."""
    if not number:
        return CONTEXT
    good = {"higher": number > 0, "lower": number < 0}.get(better, False)
    return Status.ON_TRACK if good else Status.OFF_TRACK


def value_labels(
    data: ChartData, index: int, fits: Callable[[float, int], bool], inside: bool, named: int | None = None
) -> Xml:
    """c:dLbls with the number of every bar: at its end, or `inside` at its base where a target crosses the ends.

    `fits` says whether a bar of that number holds a label of that width; one that does not has it at its end.
    The bar at `named` says the name of its series as well.
    """
    look, series = data.look, data.chart.series[index]
    if data.chart.bare:
        return point_labels((), look)
    colour = bar_colour(data, index)
    usual = PointLabel(-1, Type(look.label_points, on(colour) if inside else INK), data.format, _place(inside))
    strong = set(emphasised(data))
    own = []
    for at, value in enumerate(series.values):
        if not isinstance(value, Quantity):
            continue
        width = text_width(look.locale.text(value), look.measured_points, bold=at in strong)
        within = inside and fits(data.numbers(series)[at] or 0.0, width)
        paint = MESSAGE if at in strong else colour
        ink = on(paint) if within else MESSAGE if at in strong else INK
        kind = Type(look.label_points, ink, bold=at in strong or at == named)
        label = PointLabel(-1, kind, data.format_of(value), _place(within), named=at == named)
        if label != usual:
            own.append(replace(label, index=at))
    return all_labels(usual.type, usual.number_format, usual.place, own, look)


def _place(inside: bool) -> str:
    return "inBase" if inside else "outEnd"


def top_legend(data: ChartData) -> Xml:
    """The legend above two series, from the left; targets name themselves in the plot."""
    look = data.look
    names = [series.name for series in data.chart.series if series.role is not Role.TARGET]
    width = sum(text_width(name, look.measured_points) + EMU_PER_CM for name in names)
    height = 1.4 * line_height(look.label_points)
    # A target line is drawn after the columns, so its entries come last, whatever its place among the series.
    drawn = len(names) if data.chart.is_lying else len(data.chart.series)
    hidden = [el("c:legendEntry", el("c:idx", val=index), el("c:delete", val=1)) for index in range(len(names), drawn)]
    return el(
        "c:legend",
        el("c:legendPos", val="t"),
        *hidden,
        manual_layout(0.0, 0.0, min(1.0, width / look.width), height / look.height),
        el("c:overlay", val=0),
        text(Type(look.label_points, INK), look),
    )
