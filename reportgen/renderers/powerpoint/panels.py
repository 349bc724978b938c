"""Panels + box -> small charts on one scale in a grid: name, status, chart, and below it the facts of a group.

One row of them holds facts; in two rows the charts say it all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from reportgen.content.charts import Chart
from reportgen.content.panels import Panel, Panels
from reportgen.content.tables import Table
from reportgen.content.values import Quantity, Status
from reportgen.ooxml import Xml
from reportgen.renderers.powerpoint.fitting import shortened, text_width
from reportgen.renderers.powerpoint.frames import group, rule, text_box
from reportgen.renderers.powerpoint.geometry import CM, POINT, Box
from reportgen.renderers.powerpoint.pen import Look, Pen

_GUTTER: Final = round(0.5 * CM)
# A panel is no narrower than this; four stand beside each other at most.
_LEAST_WIDTH: Final = 6 * CM
_MOST_COLUMNS: Final = 4
# A row of panels is no lower than this; there are two at most.
_LEAST_HEIGHT: Final = 5 * CM
_MOST_ROWS: Final = 2
_ROW_GAP: Final = round(0.3 * CM)
_NAME_TOP: Final = round(0.15 * CM)
_NAME_HEIGHT: Final = round(0.9 * CM)
_STATUS_HEIGHT: Final = round(0.65 * CM)
_FACT_PITCH: Final = round(0.8 * CM)
_AIR: Final = round(0.25 * CM)
# The chart of a panel with facts below is at least this high.
_LEAST_CHART: Final = 4 * CM

_NAME: Final = Look(18, True)
_STATUS: Final = Look(14)
_FACT: Final = Look(12, False, "grey")
_VALUE: Final = Look(14)


@dataclass(frozen=True, slots=True)
class DrawnPanel:
    """A panel on its slide: what stands above its chart, the chart with its box, what stands below it; the names of
    the group and the facts where they were cut, whole."""

    above: tuple[Xml, ...]
    chart: Chart
    chart_box: Box
    below: Xml | None
    facts: Table | None
    cut: tuple[str, ...]


def panel_pages(panels: Panels, box: Box, pen: Pen) -> list[list[DrawnPanel]]:
    """The panels for each slide that they need."""
    shown = [(panel, panel.chart) for panel in panels.each if panel.chart]
    most_columns = max(1, min(_MOST_COLUMNS, (box.width + _GUTTER) // (_LEAST_WIDTH + _GUTTER)))
    most_rows = max(1, min(_MOST_ROWS, (box.height + _ROW_GAP) // (_LEAST_HEIGHT + _ROW_GAP)))
    count = -(-len(shown) // (most_columns * most_rows))
    size = -(-len(shown) // count)
    rows = -(-size // most_columns)
    columns = -(-size // rows)
    width = (box.width - (columns - 1) * _GUTTER) // columns
    height = (box.height - (rows - 1) * _ROW_GAP) // rows
    pages = []
    for start in range(0, len(shown), size):
        page = []
        for n, (panel, chart) in enumerate(shown[start : start + size]):
            left = box.left + n % columns * (width + _GUTTER)
            place = Box(left, box.top + n // columns * (height + _ROW_GAP), width, height)
            page.append(_drawn(panel, chart, place, pen))
        pages.append(page)
    return pages


def _drawn(panel: Panel, chart: Chart, box: Box, pen: Pen) -> DrawnPanel:
    room = box.width / POINT
    look = pen.display(_NAME)
    name = shortened(panel.label, room, 1, pen.type(look))
    top = box.top + _NAME_TOP
    above = [
        rule("Rule", box.left, box.top, box.width, 1, "tx1"),
        text_box("Group", Box(box.left, top, box.width, _NAME_HEIGHT), [pen.paragraph([pen.run(name, look)])]),
    ]
    top += _NAME_HEIGHT
    if panel.status is not Status.NO_TARGET:
        status = pen.paragraph([pen.status(panel.status, _STATUS)])
        above.append(text_box("Status", Box(box.left, top, box.width, _STATUS_HEIGHT), [status]))
        top += _STATUS_HEIGHT
    top += _AIR // 2
    rows = panel.facts.rows if panel.facts is not None else ()
    needed = len(rows) * _FACT_PITCH + _AIR
    facts = panel.facts if rows and box.bottom - top - needed >= _LEAST_CHART else None
    bottom = box.bottom - (needed if facts else 0)
    cut = (panel.label,) if name != panel.label else ()
    place = Box(box.left, top, box.width, bottom - top)
    if facts is None:
        return DrawnPanel(tuple(above), chart, place, None, None, cut)
    below, whole = _facts(facts, Box(box.left, bottom + _AIR, box.width, needed - _AIR), pen)
    return DrawnPanel(tuple(above), chart, place, below, facts, (*cut, *whole))


def _facts(facts: Table, box: Box, pen: Pen) -> tuple[Xml, tuple[str, ...]]:
    """The facts, each on its line below a rule: its name, and its value at the right edge; names that were cut.

    Name and value are boxes of their own: LibreOffice forgets tab stops where a style says an indent."""
    shapes: list[Xml] = []
    cut = []
    small = pen.small(_FACT)
    for n, row in enumerate(facts.rows):
        place = Box(box.left, box.top + n * _FACT_PITCH, box.width, _FACT_PITCH)
        value, words = pen.printed(row.cells[1], facts.columns[1]), pen.printed(row.cells[0], facts.columns[0])
        look = Look(_VALUE.points, isinstance(row.cells[1], Quantity))
        needed = round(text_width(value, pen.type(look)) * 1.05 * POINT) + 1
        name = shortened(words, (box.width - needed) / POINT - 6, 1, pen.type(small))
        cut += [words] if name != words else []
        left = replace(place, width=box.width - needed)
        right = Box(left.right, place.top, needed, place.height)
        shapes += [
            rule(f"Rule {n + 1}", place.left, place.top, place.width, 0.75, "accent6"),
            text_box(f"Fact {n + 1}", left, [pen.paragraph([pen.run(name, small)])], "ctr"),
            text_box(f"Value {n + 1}", right, [pen.paragraph([pen.run(value, look)], align="r")], "ctr"),
        ]
    return group(f"rg:{facts.id}", facts.alt or facts.title, box, shapes), tuple(cut)
