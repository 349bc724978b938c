"""Tables, charts and narratives as blocks of a sheet: their cells, and what has to be laid over them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from reportgen.charts import CellRefs, ChartLook, arranged
from reportgen.content.charts import Chart
from reportgen.content.narrative import Narrative
from reportgen.content.tables import Align, Column, Row, Table
from reportgen.content.values import NoData
from reportgen.locations import TagLocation
from reportgen.renderers.excel.cells import CellPrinter
from reportgen.renderers.excel.layout import Frame, Written
from reportgen.renderers.excel.looks import TableLooks
from reportgen.renderers.excel.parts import PlacedChart
from reportgen.renderers.excel.references import Area, cell_name, quoted_sheet
from reportgen.renderers.excel.styles import Look
from reportgen.renderers.excel.tables import TableWriter
from reportgen.renderers.excel.widths import WIDEST, Fit, count_lines, header_height, row_heights

EMU_PER_POINT: Final = 12_700
# A pixel at 96 dpi; a character of 11 pt Calibri is 7 of them, a cell's margins 5 (ECMA-376 part 1, 18.3.1.13).
_EMU_PER_PIXEL = 9_525
_PIXELS_PER_CHARACTER = 7
_MARGIN_PIXELS = 5
# A chart whose tag stands in a single cell: 8 columns wide, 8 cm high.
_LONE_COLUMNS = 8
_LONE_POINTS = 227.0
# Charts are read on screen and in print beside 11 pt cells.
_LABEL_POINTS = 10.0
_KEY_POINTS = 11.0
_LINE_POINTS = 15.0
# Margins of a cell, and capitals and bold letters that are wider than digits, in characters.
_AROUND_HEADING = 4


@dataclass(slots=True)
class Surroundings:
    """What all blocks of one workbook share."""

    printer: CellPrinter
    looks: TableLooks
    enter: Callable[[TagLocation], None]


@dataclass(slots=True)
class TableBlock:
    """A Table from the cell of its tag on; `area` and `headers` are known once it is written."""

    block: Table
    place: TagLocation
    shared: Surroundings
    writer: TableWriter = field(init=False)
    sheet: str = ""
    area: Area | None = None
    whole: Area | None = None

    def __post_init__(self) -> None:
        self.shared.enter(self.place)
        self.writer = TableWriter(self.block, self.shared.printer, self.shared.looks)

    def height(self, frame_height: int, row_height: float) -> int:
        return 1 + len(self.block.rows)

    def write(self, frame: Frame) -> Written:
        self.shared.enter(self.place)
        top, left = frame.area.top, frame.area.left
        self.writer.fit([frame.given.get(left + at, 0.0) for at in range(len(self.block.columns))])
        written = self.writer.write(top, left)
        right = written.area.right
        self.sheet, self.area = frame.sheet, written.area
        self.whole = Area(top, left, top + len(self.block.rows), right)
        heights = row_heights(self.block, self.writer.fits, frame.row_height)
        return Written(top, left, right, written.rows, self.writer.fits, (header_height(self.writer.fits), *heights))


@dataclass(slots=True)
class ChartBlock:
    """A Chart over its merged or named range, its numbers in cells to the right of it."""

    block: Chart
    place: TagLocation
    shared: Surroundings
    sheet: str = ""
    whole: Area | None = None
    chart: PlacedChart | None = None

    def height(self, frame_height: int, row_height: float) -> int:
        frame = frame_height if frame_height > 1 else math.ceil(_LONE_POINTS / row_height)
        return max(frame, 1 + len(self.block.categories))

    def write(self, frame: Frame) -> Written:
        self.shared.enter(self.place)
        area, widths = frame.area, list(frame.widths)
        if area.top == area.bottom and area.left == area.right:
            widths = widths * _LONE_COLUMNS
            rows = math.ceil(_LONE_POINTS / frame.row_height)
            area = Area(area.top, area.left, area.top + rows - 1, area.left + _LONE_COLUMNS - 1)
        left = area.right + 2
        drawn = arranged(self.block, self.shared.printer.locale)
        numbers = chart_table(drawn, self.shared)
        table = TableWriter(numbers, self.shared.printer, self.shared.looks)
        # Rows beside a chart keep their height: a heading of two lines would be cut.
        table.fits = tuple(_on_one_line(*one) for one in zip(table.fits, numbers.columns, strict=True))
        written = table.write(area.top, left)
        self.sheet, self.whole = frame.sheet, written.area
        pixels = sum(width * _PIXELS_PER_CHARACTER + _MARGIN_PIXELS for width in widths)
        height = round((area.bottom - area.top + 1) * frame.row_height * EMU_PER_POINT)
        printer = self.shared.printer
        look = ChartLook(
            printer.brand, printer.locale, round(pixels * _EMU_PER_PIXEL), height, _LABEL_POINTS, _KEY_POINTS
        )
        self.chart = PlacedChart(self.block, area, _references(frame.sheet, written.area), look)
        return Written(area.top, left, written.area.right, written.rows, table.fits, under=area)


@dataclass(slots=True)
class NarrativeBlock:
    """A Narrative, one finding in a row, in the style of the cell of its tag."""

    block: Narrative
    place: TagLocation
    shared: Surroundings
    style: int = 0
    sheet: str = ""
    whole: Area | None = None

    def height(self, frame_height: int, row_height: float) -> int:
        return max(len(self.block.findings), frame_height)

    def write(self, frame: Frame) -> Written:
        self.shared.enter(self.place)
        top, left = frame.area.top, frame.area.left
        style = self.shared.printer.styles.derived(self.style, Look(wrap=True, vertical="top"))
        texts = [finding_text(self.block, position) for position in range(len(self.block.findings))]
        cells = [self._cell(text, top + row, left, style) for row, text in enumerate(texts)]
        self.sheet, self.whole = frame.sheet, Area(top, left, top + len(cells) - 1, frame.area.right)
        width = min(sum(frame.widths), 3 * WIDEST)
        lines = [count_lines(text, width) for text in texts]
        heights = [max(count * _LINE_POINTS + 3, frame.row_height) for count in lines]
        return Written(top, left, frame.area.right, cells, (), heights, merged=True)

    def _cell(self, text: str, row: int, column: int, style: int) -> str:
        return self.shared.printer.cell(cell_name(row, column), style, text)


def finding_text(narrative: Narrative, position: int) -> str:
    """A finding as one line: label, statement, consequence."""
    finding = narrative.findings[position]
    label = f"{finding.label}: " if finding.label else ""
    consequence = f" {finding.consequence}" if finding.consequence else ""
    return f"{label}{finding.statement}{consequence}"


def _on_one_line(fit: Fit, column: Column) -> Fit:
    return replace(fit, width=max(fit.width, len(column.label) + _AROUND_HEADING), header_lines=1)


def chart_table(chart: Chart, shared: Surroundings) -> Table:
    """The numbers of a chart as a table, so that they can be seen and edited; a gap is an empty cell."""
    columns = (
        Column("category", shared.printer.locale.word("Chart data")),
        *(Column(f"series {at}", one.name, Align.RIGHT, format=chart.format) for at, one in enumerate(chart.series)),
    )
    keys = chart.keys or chart.categories
    rows = []
    for at, (key, category) in enumerate(zip(keys, chart.categories, strict=True)):
        values = (one.values[at] for one in chart.series)
        rows.append(Row(key, (category, *("" if isinstance(value, NoData) else value for value in values))))
    return Table(chart.id, columns, tuple(rows))


def _references(sheet: str, area: Area) -> CellRefs:
    prefix = f"{quoted_sheet(sheet)}!"

    def column(number: int) -> str:
        return prefix + Area(area.top + 1, number, area.bottom, number).absolute

    series = range(area.left + 1, area.right + 1)
    names = tuple(prefix + Area(area.top, number, area.top, number).absolute for number in series)
    return CellRefs(column(area.left), names, tuple(column(number) for number in series))
