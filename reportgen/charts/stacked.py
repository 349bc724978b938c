"""Parts of sums and of wholes: stacked columns over time, or horizontal bars from the top in reading order.

The parts are named beside the last column or above the first bar where their names fit there, else in a legend.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from reportgen.charts.axes import CATEGORY_AXIS, VALUE_AXIS, category_axis, hidden_value_axis
from reportgen.charts.bar import bar_target, target_overlay, target_words
from reportgen.charts.bars import top_legend
from reportgen.charts.column import drawn_targets, target_line, target_text
from reportgen.charts.data import ChartData
from reportgen.charts.frame import Frame, frame
from reportgen.charts.labels import PointLabel, point_labels
from reportgen.charts.measure import EMU_PER_CM, line_height, text_width
from reportgen.charts.overlay import Overlay, Words
from reportgen.charts.paint import CONTEXT, INK, LIGHT, MESSAGE, NO_FILL, PAGE, RULE, Type, fill, line, on, shape
from reportgen.charts.plot import Plot
from reportgen.charts.scale import Scale, bar_scale
from reportgen.content.charts import ChartKind, Role
from reportgen.content.values import Quantity, Status
from reportgen.ooxml import Xml, el

_GAP: Final = round(0.2 * EMU_PER_CM)
_COLUMN_GAP_WIDTH: Final = 67  # per cent of a column
_BAR_GAP_WIDTH: Final = 35
_RANKED_GAP_WIDTH: Final = 60
_RANKED_FROM: Final = 9  # categories
_NAMES_AT_MOST: Final = 0.42  # of the width; longer names wrap
# The message first, then what reads beside it; a sixth part begins again, and five are all that a reader tells apart.
_COLOURS: Final = (MESSAGE, CONTEXT, LIGHT, INK, RULE)
# Parts that are statuses have their colours; what did not report has that of the rules.
_OF_STATUS: Final = {status: status for status in (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)} | {
    Status.NO_DATA: RULE
}


def stacked_plot(data: ChartData) -> Plot:
    """The plot of a stacked chart, whose bars are as long as their sums or as the whole."""
    return _Stack(data).plot()


@dataclass(frozen=True)
class _Stack:
    """One stacked chart: its parts, where they lie, and the room around them."""

    data: ChartData

    @property
    def is_whole(self) -> bool:
        return self.data.chart.kind is ChartKind.STACKED100

    @property
    def lying(self) -> bool:
        return self.data.chart.is_lying

    @cached_property
    def parts(self) -> list[int]:
        return [index for index, series in enumerate(self.data.chart.series) if series.role is not Role.TARGET]

    @cached_property
    def ends(self) -> dict[tuple[int, int], tuple[float, float]]:
        """Where each part of each category begins and ends, by (series, category), as numbers of the axis."""
        ends = {}
        columns = {index: self.data.numbers(self.data.chart.series[index]) for index in self.parts}
        for at in range(self.data.count):
            held = {index: column[at] for index, column in columns.items()}
            whole = sum(abs(number) for number in held.values() if number is not None) or 1.0
            up = down = 0.0
            for index, number in held.items():
                if number is None:
                    continue
                part = number / whole if self.is_whole else number
                start = up if part >= 0 else down
                ends[index, at] = (start, start + part)
                up, down = (up + part, down) if part >= 0 else (up, down + part)
        return ends

    @cached_property
    def scale(self) -> Scale:
        if self.is_whole:
            low = min([0.0, *(end for _, end in self.ends.values())])
            return Scale(-1.0 if low < 0 else 0.0, 1.0, 1.0)
        targets = [number for index in self.targets for number in self.data.numbers(self.data.chart.series[index])]
        numbers = [*(end for _, end in self.ends.values()), *(number for number in targets if number is not None)]
        return bar_scale(numbers, self.data.is_share)

    @property
    def targets(self) -> list[int]:
        return drawn_targets(self.data)

    @cached_property
    def named(self) -> bool:
        """True when every part has room for its name where the parts are named, so that no legend is needed."""
        if len(self.parts) < 2:
            return True
        frame = self.frame(with_names=True)
        return all(self.name_fits(index, frame) for index in self.parts)

    def name_fits(self, index: int, frame: Frame) -> bool:
        look, series = self.data.look, self.data.chart.series[index]
        if self.lying:
            return text_width(series.name, look.measured_points) + _GAP < self.length(index, 0, frame)
        # Names at the right stand where a target would say its name.
        return not self.targets and self.length(index, self.data.count - 1, frame) >= line_height(look.label_points)

    def length(self, index: int, at: int, frame: Frame) -> float:
        """How long a part is drawn, in EMU; 0 where it has no number."""
        start, end = self.ends.get((index, at), (0.0, 0.0))
        return abs(self.scale.share(end) - self.scale.share(start)) * (frame.width if self.lying else frame.height)

    def frame(self, with_names: bool) -> Frame:
        look = self.data.look
        room = line_height(look.label_points)
        legend = 0 if with_names else room + _GAP
        names = [self.data.chart.series[index].name for index in self.parts]
        if self.lying:
            left = min(self.data.widest(self.data.chart.categories), round(_NAMES_AT_MOST * look.width)) + _GAP
            target = bar_target(self.data)
            above = round(1.2 * room) if target or (with_names and len(names) > 1) else 0
            words = target_words(self.data, target) if target else ""
            right = max(_GAP, text_width(words, look.measured_points, bold=True) // 2)
            # A target's name and those of the parts would stand in the same line.
            return frame(look, left, legend + above * (2 if target and with_names else 1), right, 0)
        right = self.data.widest(names) + _GAP if with_names and len(names) > 1 else 0
        targets = [text_width(target_text(self.data, at), look.measured_points, bold=True) for at in self.targets]
        right = max([right, *(width + _GAP for width in targets)])
        pitch = (look.width - right) / max(self.data.count, 1)
        wraps = not self.data.years and self.data.widest(self.data.chart.categories) > 0.9 * pitch
        return frame(look, 0, legend + _GAP, right, room * (2 if self.data.years or wraps else 1) + _GAP)

    def plot(self) -> Plot:
        look = self.data.look
        frame = self.frame(self.named)
        axes = (el("c:axId", val=CATEGORY_AXIS), el("c:axId", val=VALUE_AXIS))
        bars = el(
            "c:barChart",
            el("c:barDir", val="bar" if self.lying else "col"),
            el("c:grouping", val="percentStacked" if self.is_whole else "stacked"),
            el("c:varyColors", val=0),
            *(self.series(index, frame) for index in self.parts),
            el("c:gapWidth", val=self.gap_width),
            el("c:overlap", val=100),
            *axes,
        )
        lines = None
        if self.targets and not self.lying:
            lines = el(
                "c:lineChart",
                el("c:grouping", val="standard"),
                el("c:varyColors", val=0),
                *(target_line(self.data, index, frame) for index in self.targets),
                el("c:marker", val=1),
                *axes,
            )
        if self.lying:
            category = category_axis(look, "l", reading_down=True)
        else:
            category = category_axis(look, "b", two_levels=self.data.years is not None)
        area = el(
            "c:plotArea",
            frame.layout(look),
            bars,
            lines,
            category,
            hidden_value_axis(self.scale, "t" if self.lying else "l"),
            shape(NO_FILL),
        )
        return Plot(area, None if self.named else top_legend(self.data), self.overlay(frame))

    @property
    def gap_width(self) -> int:
        if not self.lying:
            return _COLUMN_GAP_WIDTH
        return _RANKED_GAP_WIDTH if self.data.count >= _RANKED_FROM else _BAR_GAP_WIDTH

    def series(self, index: int, frame: Frame) -> Xml:
        data = self.data
        return el(
            "c:ser",
            el("c:idx", val=index),
            el("c:order", val=index),
            data.name(index),
            # A thin line of the page keeps parts of like colours apart.
            shape(fill(self.colour(index), data.look), line(PAGE, 0.75, data.look)),
            el("c:invertIfNegative", val=0),
            point_labels(self.labels(index, frame), data.look),
            data.categories,
            data.values(index),
        )

    def colour(self, index: int) -> str:
        status = self.data.chart.series[index].status
        if status in _OF_STATUS:
            return _OF_STATUS[status]
        return _COLOURS[self.parts.index(index) % len(_COLOURS)]

    def labels(self, index: int, frame: Frame) -> list[PointLabel]:
        """The numbers of the parts that are large enough to hold them."""
        look, series = self.data.look, self.data.chart.series[index]
        thick = (frame.height if self.lying else frame.width) / max(self.data.count, 1) / (1 + self.gap_width / 100)
        kind = Type(look.label_points, on(self.colour(index)))
        labels = []
        for at, value in enumerate(series.values):
            if not isinstance(value, Quantity):
                continue
            wide, high = text_width(look.locale.text(value), look.measured_points), line_height(look.label_points)
            along, across = (wide + _GAP, high) if self.lying else (high, wide)
            if along <= self.length(index, at, frame) and across <= thick:
                labels.append(PointLabel(at, kind, self.data.format_of(value), "ctr"))
        return labels

    def overlay(self, frame: Frame) -> Overlay | None:
        target = target_overlay(self.data, self.scale, frame) if self.lying else None
        if not self.named or len(self.parts) < 2:
            return target
        above = line_height(self.data.look.label_points) if target else 0
        words = tuple(self.name(index, frame, above) for index in self.parts)
        return Overlay(target.strokes, (*target.words, *words)) if target else Overlay((), words)

    def name(self, index: int, frame: Frame, above: int) -> Words:
        """The name of a part beside the last column, or above the first bar."""
        look, series = self.data.look, self.data.chart.series[index]
        width, height = text_width(series.name, look.measured_points), line_height(look.label_points)
        ink = INK if self.colour(index) != MESSAGE else MESSAGE
        kind = Type(look.label_points, ink, bold=ink == MESSAGE)
        if self.lying:
            start, end = self.ends[index, 0]
            left = frame.left + round(min(self.scale.share(start), self.scale.share(end)) * frame.width)
            return Words(series.name, left, frame.top - above - height, width, height, kind, "l")
        start, end = self.ends[index, self.data.count - 1]
        middle = frame.top + round((1 - (self.scale.share(start) + self.scale.share(end)) / 2) * frame.height)
        spare = frame.width / max(self.data.count, 1) * (1 - 1 / (1 + self.gap_width / 100)) / 2
        left = frame.left + frame.width - round(spare) + _GAP
        return Words(series.name, left, middle - height // 2, width, height, kind, "l")
