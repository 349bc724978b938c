"""Chart + look -> c:chartSpace, the part that holds a native chart in all three formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from reportgen.charts.bar import bar_plot
from reportgen.charts.column import column_plot
from reportgen.charts.combo import combo_plot, ranges
from reportgen.charts.contribution import contribution_plot, floating
from reportgen.charts.data import CellRefs, ChartData
from reportgen.charts.funnel import centred, funnel_plot
from reportgen.charts.line import line_plot
from reportgen.charts.look import ChartLook
from reportgen.charts.paint import INK, NO_FILL, Type, no_line, shape, text
from reportgen.charts.plot import Plot
from reportgen.charts.stacked import stacked_plot
from reportgen.charts.variance import differences, variance_plot
from reportgen.content.charts import Chart, ChartKind
from reportgen.locales import Locale
from reportgen.ooxml import document, el

CHART_KINDS: Final[Mapping[ChartKind, Callable[[ChartData], Plot]]] = {
    ChartKind.LINE: line_plot,
    ChartKind.COLUMN: column_plot,
    ChartKind.BAR: bar_plot,
    ChartKind.COMBO: combo_plot,
    ChartKind.STACKED: stacked_plot,
    ChartKind.STACKED100: stacked_plot,
    ChartKind.VARIANCE: variance_plot,
    ChartKind.CONTRIBUTION: contribution_plot,
    ChartKind.FUNNEL: funnel_plot,
}
# Kinds that draw other numbers than they are given: heights of ranges, room before bars, differences.
_ARRANGED: Final[Mapping[ChartKind, Callable[[Chart, Locale], Chart]]] = {
    ChartKind.LINE: ranges,
    ChartKind.COMBO: ranges,
    ChartKind.VARIANCE: differences,
    ChartKind.CONTRIBUTION: floating,
    ChartKind.FUNNEL: centred,
}


def arranged(chart: Chart, locale: Locale) -> Chart:
    """The chart with the series that its kind draws, which are those that its cells have to hold."""
    arrange = _ARRANGED.get(chart.kind)
    return arrange(chart, locale) if arrange and chart.series else chart


def chart_part(chart: Chart, look: ChartLook, workbook_rid: str | None = None, cells: CellRefs | None = None) -> bytes:
    """The chart part: data in the embedded workbook of that relationship, or in the given cells.

    What is drawn over the plot is a part of its own, which only `add_chart` adds.
    """
    data = chart_data(chart, look, cells)
    return chart_space(data, draw(data), workbook_rid)


def chart_data(chart: Chart, look: ChartLook, cells: CellRefs | None = None) -> ChartData:
    """The chart as it is drawn; `cells` are those of its arranged series."""
    return ChartData(arranged(chart, look.locale), look, cells, chart)


def draw(data: ChartData) -> Plot:
    """The plot of a chart as its kind draws it."""
    return CHART_KINDS[data.chart.kind](data)


def chart_space(data: ChartData, plot: Plot, workbook_rid: str | None, overlay_rid: str | None = None) -> bytes:
    """The chart part around a drawn plot."""
    look = data.look
    linked = None
    if workbook_rid is not None:
        linked = el("c:externalData", el("c:autoUpdate", val=0), **{"r:id": workbook_rid})
    return document(
        "c:chartSpace",
        ("c", "a", "r"),
        el("c:date1904", val=0),
        el("c:lang", val=look.locale.language),
        el("c:roundedCorners", val=0),
        el(
            "c:chart",
            el("c:autoTitleDeleted", val=1),
            plot.area,
            plot.legend,
            el("c:plotVisOnly", val=1),
            el("c:dispBlanksAs", val="gap"),
        ),
        shape(NO_FILL, no_line()),
        text(Type(look.label_points, INK), look),
        linked,
        el("c:userShapes", **{"r:id": overlay_rid}) if overlay_rid else None,
    )
