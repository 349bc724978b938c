"""From one level to the next by the steps between, and what is missing to the target.

The level before is the zero line, so the axis is not cut; a step begins where the one before ends. Bars that
begin elsewhere stand on bars without a colour. Levels are printed beside their bars, steps are labels of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from reportgen.charts.axes import CATEGORY_AXIS, VALUE_AXIS, category_axis, hidden_value_axis
from reportgen.charts.bars import verdict
from reportgen.charts.data import ChartData
from reportgen.charts.frame import Frame, frame, shifted
from reportgen.charts.labels import PointLabel, point_labels
from reportgen.charts.measure import EMU_PER_CM, line_height, text_width
from reportgen.charts.overlay import Overlay, Stroke, Words
from reportgen.charts.paint import GREY, INK, NO_FILL, PAGE, Type, fill, line, no_line, shape
from reportgen.charts.plot import Plot
from reportgen.charts.scale import Scale
from reportgen.content.charts import Chart, Role, Series
from reportgen.content.values import NoData, Quantity, Value
from reportgen.locales import Locale
from reportgen.ooxml import Xml, el

_GAP: Final = round(0.2 * EMU_PER_CM)
_GAP_WIDTH: Final = 78  # per cent of a bar: 0.82 cm in a row of 1.46
_NAMES_AT_MOST: Final = 0.42  # of the width; longer names wrap
_LEVEL_POINTS: Final = 2.0
_LINK_POINTS: Final = 0.75
_MISSING_POINTS: Final = 1.25
# The series that are drawn, in this order; steps by whether they lead up or down.
_ROOM, _UP, _DOWN, _RESULT, _MISSING = range(5)
_LEVELS: Final = (Role.PREVIOUS, Role.RESULT, Role.TARGET)


@dataclass(frozen=True, slots=True)
class Move:
    """What one row draws, in the unit of the steps: from a level to a level; the value it prints, and the level
    that it prints beside it."""

    series: int
    start: Decimal
    end: Decimal
    value: Value
    level: Value


def moves(chart: Chart) -> list[Move | None]:
    """The rows of a contribution chart, None for one without a number."""
    by_role: dict[Role, Series] = {}
    for series in chart.series:
        by_role.setdefault(series.role, series)
    before = [value for value in by_role.get(Role.PREVIOUS, _NO_SERIES).values if isinstance(value, Quantity)]
    base = level = before[0].amount if before else Decimal(0)
    rows: list[Move | None] = []
    for at in range(len(chart.categories)):
        held = {role: series.values[at] for role, series in by_role.items() if isinstance(series.values[at], Quantity)}
        move = _move(chart, held, base, level)
        if move is not None:
            level = move.end
        rows.append(move)
    return rows


_NO_SERIES: Final = Series("", ())


def _move(chart: Chart, held: dict[Role, Value], base: Decimal, level: Decimal) -> Move | None:
    step, missing, result = held.get(Role.ACTUAL), held.get(Role.GAP), held.get(Role.RESULT)
    nothing = NoData()
    if isinstance(result, Quantity):
        return Move(_RESULT, base, result.amount, step or nothing, result)
    if isinstance(step, Quantity):
        return Move(_UP if step.amount >= 0 else _DOWN, level, level + step.amount, step, nothing)
    if isinstance(missing, Quantity):
        # A gap is the level less the target: it leads back from the one to the other.
        return Move(_MISSING, level, level - missing.amount, missing, nothing)
    for role in (Role.PREVIOUS, Role.TARGET):
        value = held.get(role)
        if isinstance(value, Quantity):
            return Move(_ROOM, value.amount, value.amount, nothing, value)
    return None


def floating(chart: Chart, locale: Locale) -> Chart:
    """The chart as bars that float: the room before each, then its length."""
    rows = moves(chart)
    low = min((min(move.start, move.end) for move in rows if move), default=Decimal(0))
    columns: list[list[Value]] = [[NoData() for _ in rows] for _ in range(5)]
    for at, move in enumerate(rows):
        if move is None:
            continue
        columns[_ROOM][at] = _length(chart, min(move.start, move.end) - low)
        if move.series != _ROOM:
            columns[move.series][at] = _length(chart, abs(move.end - move.start))
    word = locale.word
    names = (word("Room before the bar"), word("Up"), word("Down"), word("Change"), word("Missing to the target"))
    roles = (Role.ROOM, Role.ACTUAL, Role.ACTUAL, Role.RESULT, Role.GAP)
    series = (Series(*one) for one in zip(names, map(tuple, columns), roles, strict=True))
    return replace(chart, series=tuple(series))


def _length(chart: Chart, amount: Decimal) -> Quantity:
    return replace(chart.format, amount=amount, signed=False, id="")


def contribution_plot(data: ChartData) -> Plot:
    """The plot of contributions, from a chart that `floating` made."""
    look = data.look
    rows = moves(data.given or data.chart)
    view = _View(data, rows)
    area = el(
        "c:plotArea",
        view.frame.layout(look),
        el(
            "c:barChart",
            el("c:barDir", val="bar"),
            el("c:grouping", val="stacked"),
            el("c:varyColors", val=0),
            *(view.series(index) for index in range(5)),
            el("c:gapWidth", val=_GAP_WIDTH),
            el("c:overlap", val=100),
            el("c:axId", val=CATEGORY_AXIS),
            el("c:axId", val=VALUE_AXIS),
        ),
        # The names are what one reads first: as large as the numbers.
        category_axis(replace(look, label_points=look.key_points), "l", reading_down=True, bare=True),
        hidden_value_axis(view.scale, "t"),
        shape(NO_FILL),
    )
    return Plot(area, overlay=view.overlay())


class _View:
    """One contribution chart on its way to a plot."""

    def __init__(self, data: ChartData, rows: list[Move | None]) -> None:
        self.data, self.rows = data, rows
        ends = [end for move in rows if move for end in (move.start, move.end)]
        self.low = min(ends, default=Decimal(0))
        per_cell = data.chart.format.scale if data.chart.format.unit == "points" else 1
        self.per_cell = per_cell
        top = float(max(ends, default=Decimal(1)) - self.low) * per_cell or 1.0
        self.scale = Scale(0.0, top, top)
        look = data.look
        names = max((text_width(name, look.measured_key_points) for name in data.chart.categories), default=0)
        left = min(names, round(_NAMES_AT_MOST * look.width)) + 2 * _GAP
        printed = [text for move in rows if move for text in (self._text(move.value), self._text(move.level))]
        right = max((text_width(text, look.measured_key_points, bold=True) for text in printed), default=0) + 2 * _GAP
        self.frame: Frame = frame(look, left, 0, right, 0)
        self.pitch = self.frame.height / max(len(rows), 1)
        self.thick = self.pitch / (1 + _GAP_WIDTH / 100)

    def _text(self, value: Value) -> str:
        return self.data.look.locale.text(value) if isinstance(value, Quantity) else ""

    def x(self, level: Decimal) -> int:
        """Where a level lies, in EMU from the left of the chart."""
        return self.frame.left + round(self.scale.share(float(level - self.low) * self.per_cell) * self.frame.width)

    def series(self, index: int) -> Xml:
        data, look = self.data, self.data.look
        better = (data.given or data.chart).better
        paint = {
            _ROOM: NO_FILL,
            _UP: fill(verdict(1.0, better), look),
            _DOWN: fill(verdict(-1.0, better), look),
            _RESULT: fill(INK, look),
            _MISSING: NO_FILL,
        }[index]
        edge = line(INK, _MISSING_POINTS, look) if index == _MISSING else no_line()
        labels = [
            self.label(at, move) for at, move in enumerate(self.rows) if move and move.series == index and move.value
        ]
        return el(
            "c:ser",
            el("c:idx", val=index),
            el("c:order", val=index),
            data.name(index),
            shape(paint, edge),
            el("c:invertIfNegative", val=0),
            point_labels(labels, look),
            data.categories,
            data.values(index),
        )

    def label(self, at: int, move: Move) -> PointLabel:
        """The step that a bar stands for: right of it, or within the bars of result and gap where it fits."""
        look = self.data.look
        width = text_width(self._text(move.value), look.measured_key_points, bold=True)
        length = abs(self.x(move.end) - self.x(move.start))
        inside = move.series in (_RESULT, _MISSING) and width + _GAP < length
        colour = PAGE if inside and move.series == _RESULT else INK
        # Beside a result stands its level: a change that does not fit into the bar goes to its left.
        away = -1 if move.series == _RESULT else 1
        layout = None if inside else shifted(away * (length + width + _GAP) / 2 / look.width, 0)
        return PointLabel(at, Type(look.key_points, colour, bold=True), self._format(move.value), "ctr", layout=layout)

    def _format(self, value: Value) -> str:
        """The format under which the length of a bar reads as the step it stands for, with its sign."""
        assert isinstance(value, Quantity)
        locale = self.data.look.locale
        length = replace(value, amount=abs(value.amount), signed=False)
        sign = locale.text(value).removesuffix(locale.text(length))
        return f'"{sign}"{locale.number_format(length)}' if sign else locale.number_format(length)

    def overlay(self) -> Overlay | None:
        """The level before and the target as lines, thin ones from bar to bar, and the levels in words."""
        known = [(at, move) for at, move in enumerate(self.rows) if move]
        words = tuple(self._level(at, move) for at, move in known if move.level)
        if not words:
            return None
        strokes = []
        last_result = max((at for at, move in known if move.series == _RESULT), default=len(self.rows) - 1)
        for at, move in known:
            if move.series != _ROOM:
                continue
            top = self._top(at)
            if at < last_result:
                strokes.append(Stroke(self.x(move.end), top, round(top + self.thick), _LEVEL_POINTS))
                strokes.append(Stroke(self.x(move.end), top, self._bottom(last_result), _LINK_POINTS))
            else:
                # The target reaches up to the end of the bar that lacks to it.
                strokes.append(Stroke(self.x(move.end), self._top(max(at - 1, 0)), self._bottom(at), _LEVEL_POINTS))
        for (at, move), (after, following) in pairwise(known):
            if move.series in (_UP, _DOWN, _RESULT) and following.series != _ROOM:
                strokes.append(Stroke(self.x(move.end), self._bottom(at), self._top(after), _LINK_POINTS, GREY))
        return Overlay(tuple(strokes), words)

    def _top(self, at: int) -> int:
        return self.frame.top + round((at + 0.5) * self.pitch - self.thick / 2)

    def _bottom(self, at: int) -> int:
        return self._top(at) + round(self.thick)

    def _level(self, at: int, move: Move) -> Words:
        look = self.data.look
        text, kind = self._text(move.level), Type(look.key_points, INK, bold=True)
        width, height = text_width(text, look.measured_key_points, bold=True), line_height(look.key_points)
        top = self.frame.top + round((at + 0.5) * self.pitch) - height // 2
        edge = max(self.x(move.start), self.x(move.end))
        # At the right end of the plot there is nothing to the left of a target's line.
        if move.series == _ROOM and edge - self.frame.left > width + 2 * _GAP and at > 0:
            return Words(text, edge - _GAP - width, top, width, height, kind, "r")
        return Words(text, edge + _GAP, top, width, height, kind, "l")
