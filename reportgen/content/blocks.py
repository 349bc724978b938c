"""The few kinds of content that documents are made of: Kpi, Table, Chart, Map, Narrative.

Every block has an id, under which templates, `inspect`, shape names and the manifest know it.
A block without data is false, so a template can say `{%slide if lead.trend %}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from reportgen.content.charts import Chart
from reportgen.content.kpis import Kpi
from reportgen.content.maps import Map
from reportgen.content.narrative import Narrative
from reportgen.content.panels import Panels
from reportgen.content.tables import Table

Block: TypeAlias = Kpi | Table | Chart | Map | Narrative


def blocks_within(block: Block) -> Iterator[Block]:
    """The block itself and every block that hangs from it, each once."""
    yield block
    if isinstance(block, Kpi):
        for child in (block.trend, block.entities, block.remarks, *block.tables.values(), *block.pairs.values()):
            if child is not None:
                yield from blocks_within(child)
        for held in block.more.values():
            if held:
                yield from _of_panels(held) if isinstance(held, Panels) else blocks_within(held)
    elif isinstance(block, Table) and block.chart is not None:
        yield block.chart


def _of_panels(panels: Panels) -> Iterator[Block]:
    for panel in panels.each:
        for child in (panel.chart, panel.facts):
            if child is not None:
                yield from blocks_within(child)
