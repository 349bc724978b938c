"""Chart -> parts of a document: the chart part, its workbook, the relationships between them."""

from __future__ import annotations

from typing import Final

from reportgen.charts.data import CellRefs, ChartData
from reportgen.charts.look import ChartLook
from reportgen.charts.space import chart_space
from reportgen.content.blocks import Chart
from reportgen.ooxml import Draft, workbook_bytes
from reportgen.ooxml.names import CHART, CHART_TYPE, EMBEDDED_PACKAGE, WORKBOOK_FILE_TYPE

# What the workbook of the first relationship of a chart part is called in that part.
_FIRST_ID: Final = "rId1"


def add_chart(
    draft: Draft, owner_part: str, chart: Chart, look: ChartLook, folder: str, cells: CellRefs | None = None
) -> str:
    """Add the chart to a document and give the relationship id by which `owner_part` shows it.

    `folder` is "ppt", "word" or "xl". With `cells` the chart reads its numbers there; else it gets a workbook.
    """
    data = ChartData(chart, look, cells)
    part = draft.free_name(f"{folder}/charts/chart{{}}.xml")
    draft.add(part, chart_space(data, None if cells else _FIRST_ID), CHART_TYPE)
    if not cells:
        # Excel's own name for it; the same in decks and reports.
        book = draft.free_name(f"{folder}/embeddings/Microsoft_Excel_Sheet{{}}.xlsx")
        draft.add(book, workbook_bytes(data.sheet()), WORKBOOK_FILE_TYPE)
        draft.relate(part, EMBEDDED_PACKAGE, book)
    return draft.relate(owner_part, CHART, part)
