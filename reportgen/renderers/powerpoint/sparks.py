"""Small lines of a planned table -> native shapes over its cells: a freeform with a dot at its end, on its own scale.

A table cell holds text only; the shapes are grouped and named after table and row, so that a later build finds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from reportgen.content.tables import Spark
from reportgen.content.values import Quantity
from reportgen.ooxml import Xml
from reportgen.renderers.powerpoint.frames import dot, freeform, group
from reportgen.renderers.powerpoint.geometry import CM, Box
from reportgen.renderers.powerpoint.table_cells import SPARK_WIDTH
from reportgen.renderers.powerpoint.table_plan import TablePlan

# Of the height of a row; what a line takes at most.
_SHARE: Final = 0.55
_HIGHEST: Final = round(0.8 * CM)
_DOT: Final = round(0.19 * CM)
_POINTS: Final = 1.5
_PAINT: Final = "accent1"


def spark_shapes(plan: TablePlan, page: int, table: Box) -> tuple[Xml, ...]:
    """The lines of one page of a table that stands in that box."""
    lefts = [table.left + before for before in accumulate(plan.widths, initial=0)]
    shapes = []
    top = table.top + plan.header
    for row, height, _ in plan.pages[page]:
        for n, cell in enumerate(row.cells):
            if isinstance(cell, Spark) and cell:
                left, right = plan.margins[n]
                width = min(plan.widths[n] - left - right, SPARK_WIDTH)
                high = min(round(_SHARE * height), _HIGHEST)
                box = Box(lefts[n] + left, top + (height - high) // 2, width, high)
                key = plan.table.columns[n].key
                shapes.append(_drawn(f"rg:{plan.table.id}.{key}.{row.key}", cell, box))
        top += height
    return tuple(shapes)


def _drawn(name: str, spark: Spark, box: Box) -> Xml:
    places = list(_places(spark, box))
    known = [place for place in places if place is not None]
    line = freeform("Line", box, places, _POINTS, _PAINT)
    return group(name, spark.alt, box, [line, dot("End", known[-1], _DOT, _PAINT)])


def _places(spark: Spark, box: Box) -> Iterator[tuple[int, int] | None]:
    """Where each value lies on the slide, None for a gap; the dot at the end keeps its room at all sides."""
    amounts = [value.amount if isinstance(value, Quantity) else None for value in spark.values]
    known = [amount for amount in amounts if amount is not None]
    low, high = min(known), max(known)
    room, wide, tall = _DOT // 2, box.width - _DOT, box.height - _DOT
    for at, amount in enumerate(amounts):
        if amount is None:
            yield None
            continue
        # A number that never moved is a line in the middle.
        share = float((amount - low) / (high - low)) if high > low else 0.5
        yield box.left + room + round(wide * at / (len(amounts) - 1)), box.top + room + round(tall * (1 - share))
