"""Panels -> a table of small native charts on one scale: above each its group and status, no vertical lines.

The names stand in rows of their own, the first of which is the header of the table: a reader of screens hears which
group a chart is about before its description. All rows keep together: a page has room for twelve.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from reportgen.content.charts import Chart
from reportgen.content.panels import Panel, Panels
from reportgen.content.values import Status
from reportgen.ooxml import Xml, clean_text, el
from reportgen.ooxml.markup import join
from reportgen.renderers.word.runs import run, status_runs
from reportgen.renderers.word.tables import TableLook

# Up to four panels stand in pairs, more in threes.
_IN_PAIRS: Final = 4
# A chart is so high as part of its width, in pairs and in threes.
_HEIGHTS: Final = {2: 0.54, 3: 0.62}
# Left and right margins of a cell in the table styles, in twips.
_MARGINS: Final = 170
_LONGEST: Final = 250


def place_panels(panels: Panels, look: TableLook, draw: Callable[[Chart, int, int], Xml]) -> Xml:
    """The panels as w:tbl, as wide as the text; `draw` makes the run of a chart of a width and height in twips."""
    shown = [panel for panel in panels.each if panel.chart]
    columns = 2 if len(shown) <= _IN_PAIRS else 3
    width = look.width // columns
    rows = []
    for start in range(0, len(shown), columns):
        held = shown[start : start + columns]
        rows.append(_row([_name(panel, look) for panel in held], columns, width, look, is_header=not start, fill=True))
        charts = [draw(panel.chart, width - _MARGINS, _height(width, columns)) for panel in held if panel.chart]
        rows.append(_row([_paragraph(look.styles.text, chart) for chart in charts], columns, width, look))
    grid = el("w:tblGrid", *(el("w:gridCol", **{"w:w": width}) for _ in range(columns)))
    return el("w:tbl", _properties(panels, look, width * columns), grid, *rows)


def _height(width: int, columns: int) -> int:
    return round((width - _MARGINS) * _HEIGHTS[columns])


def _name(panel: Panel, look: TableLook) -> Xml:
    styles = look.styles
    name = run(panel.label, styles.strong)
    if panel.status is Status.NO_TARGET:
        return _paragraph(styles.text, name)
    # A space of its own, so that the sign stands off the name in every font.
    return _paragraph(styles.text, join(name, run("\N{EM SPACE}"), status_runs(panel.status, look.brand, look.locale)))


def _paragraph(style: str, runs: Xml) -> Xml:
    return el("w:p", el("w:pPr", el("w:pStyle", **{"w:val": style}), el("w:keepNext")), runs)


def _row(
    cells: Sequence[Xml], columns: int, width: int, look: TableLook, is_header: bool = False, fill: bool = False
) -> Xml:
    """A row of so many columns; those that the last row of panels has no panel for are empty."""
    empty = _paragraph(look.styles.text, Xml(""))
    header = el("w:tblHeader") if is_header else None
    filled = [*cells, *[empty] * (columns - len(cells))]
    return el("w:tr", el("w:trPr", el("w:cantSplit"), header), *(_cell(cell, width, look, fill) for cell in filled))


def _cell(content: Xml, width: int, look: TableLook, fill: bool) -> Xml:
    paint: dict[str, str] = {"w:val": "clear", "w:color": "auto", "w:fill": look.brand.theme["lt2"]}
    paint["w:themeFill"] = "background2"
    size: dict[str, str | int] = {"w:w": width, "w:type": "dxa"}
    return el("w:tc", el("w:tcPr", el("w:tcW", **size), el("w:shd", **paint) if fill else None), content)


def _properties(panels: Panels, look: TableLook, width: int) -> Xml:
    # No bands: 0600. All rows of names look alike: none has the look of a first row.
    flags: dict[str, str | int] = {"w:val": "0600", "w:firstRow": 0, "w:lastRow": 0}
    flags |= {"w:firstColumn": 0, "w:lastColumn": 0, "w:noHBand": 1, "w:noVBand": 1}
    size: dict[str, str | int] = {"w:w": width, "w:type": "dxa"}
    title, description = clean_text(panels.title)[:_LONGEST], clean_text(panels.headline.text)[:_LONGEST]
    return el(
        "w:tblPr",
        el("w:tblStyle", **{"w:val": look.styles.table}),
        el("w:tblW", **size),
        el("w:tblLayout", **{"w:type": "fixed"}),
        el("w:tblLook", **flags),
        el("w:tblCaption", **{"w:val": title}) if title else None,
        el("w:tblDescription", **{"w:val": description}) if description else None,
    )
