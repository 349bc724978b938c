"""Chart -> parts of a document: the chart part, its workbook, the relationships between them."""

from __future__ import annotations

from typing import Final

from reportgen.charts.data import CellRefs
from reportgen.charts.look import ChartLook
from reportgen.charts.overlay import overlay_part
from reportgen.charts.space import chart_data, chart_space, draw
from reportgen.content.charts import Chart
from reportgen.ooxml import Draft, workbook_bytes
from reportgen.ooxml.names import (
    CHART,
    CHART_SHAPES_TYPE,
    CHART_TYPE,
    CHART_USER_SHAPES,
    EMBEDDED_PACKAGE,
    WORKBOOK_FILE_TYPE,
)

# The ids of the two relationships a chart part can have.
_BOOK_ID: Final = "rId1"
_OVERLAY_ID: Final = "rId2"


def add_chart(
    draft: Draft, owner_part: str, chart: Chart, look: ChartLook, folder: str, cells: CellRefs | None = None
) -> str:
    """Add the chart to a document and give the relationship id by which `owner_part` shows it.

    `folder` is "ppt", "word" or "xl". With `cells` the chart reads its numbers there; else it gets a workbook.
    """
    data = chart_data(chart, look, cells)
    part = draft.free_name(f"{folder}/charts/chart{{}}.xml")
    plot = draw(data)
    book_id = None if cells else _BOOK_ID
    overlay_id = _OVERLAY_ID if plot.overlay else None
    draft.add(part, chart_space(data, plot, book_id, overlay_id), CHART_TYPE)
    if not cells:
        # Excel's own name for it; the same in decks and reports.
        book = draft.free_name(f"{folder}/embeddings/Microsoft_Excel_Sheet{{}}.xlsx")
        draft.add(book, workbook_bytes(data.sheet()), WORKBOOK_FILE_TYPE)
        draft.relate(part, EMBEDDED_PACKAGE, book, id=_BOOK_ID)
    if plot.overlay:
        drawing = draft.free_name(f"{folder}/drawings/drawing{{}}.xml")
        draft.add(drawing, overlay_part(plot.overlay, look), CHART_SHAPES_TYPE)
        draft.relate(part, CHART_USER_SHAPES, drawing, id=_OVERLAY_ID)
    return draft.relate(owner_part, CHART, part)
