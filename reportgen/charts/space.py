"""Chart + look -> c:chartSpace, the part that holds a native chart in all three formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from reportgen.charts.bar import bar_plot
from reportgen.charts.column import column_plot
from reportgen.charts.data import CellRefs, ChartData
from reportgen.charts.line import line_plot
from reportgen.charts.look import ChartLook
from reportgen.charts.paint import INK, NO_FILL, Type, no_line, shape, text
from reportgen.content.blocks import Chart, ChartKind
from reportgen.ooxml import Xml, document, el

Plot: TypeAlias = Callable[[ChartData], tuple[Xml, Xml | None]]

CHART_KINDS: Final[Mapping[ChartKind, Plot]] = {
    ChartKind.LINE: line_plot,
    ChartKind.COLUMN: column_plot,
    ChartKind.BAR: bar_plot,
}


def chart_part(chart: Chart, look: ChartLook, workbook_rid: str | None = None, cells: CellRefs | None = None) -> bytes:
    """The chart part: data in the embedded workbook of that relationship, or in the given cells."""
    return chart_space(ChartData(chart, look, cells), workbook_rid)


def chart_space(data: ChartData, workbook_rid: str | None) -> bytes:
    """The chart part of data whose references are settled."""
    look = data.look
    plot, legend = CHART_KINDS[data.chart.kind](data)
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
            plot,
            legend,
            el("c:plotVisOnly", val=1),
            el("c:dispBlanksAs", val="gap"),
        ),
        shape(NO_FILL, no_line()),
        text(Type(look.label_points, INK), look),
        linked,
    )
