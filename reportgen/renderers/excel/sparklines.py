"""Small lines of tables -> Excel's own sparklines, with their numbers on a sheet of their own, open to be read.

In: the tables of a workbook as they were written. Out: the sheet "Trend" with the numbers, and in each sheet with
such a table the sparklines over its cells: thin, the last point marked, each on its own scale, gaps left open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reportgen.content.phrases import Label
from reportgen.content.tables import Align, Cell, Column, Row, Spark, Table
from reportgen.content.values import NoData
from reportgen.ooxml import Draft, el, parse_xml
from reportgen.renderers.excel.cells import CellPrinter
from reportgen.renderers.excel.looks import TableLooks
from reportgen.renderers.excel.parts import PlacedTable, add_table
from reportgen.renderers.excel.references import Area, cell_name, quoted_sheet
from reportgen.renderers.excel.styles import MAIN, Look
from reportgen.renderers.excel.tables import TableWriter
from reportgen.renderers.excel.workbook import RELATIONSHIPS, Workbook

_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_X14: Final = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM: Final = "http://schemas.microsoft.com/office/excel/2006/main"
# The extension of a worksheet that holds its sparklines (MS-XLSX 2.2.4.5).
_SPARKLINES: Final = "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"
_WEIGHT: Final = 1.25
# Theme colours as cells count them: accent 1, and accent 2 for what a line chart of Excel does not show.
_ACCENT1, _ACCENT2 = 4, 5
_FIRST_ROW: Final = 4
_BETWEEN: Final = 2  # rows between two tables
_ROW, _HEADER, _TITLE, _SCOPE, _SPACER = 25.5, 28.5, 27.0, 18.0, 9.0
# What the sheet takes over from the one its lines stand on, so that it is printed like it.
_TAKEN: Final = ("pageMargins", "pageSetup", "headerFooter")


@dataclass(frozen=True, slots=True)
class PlacedLines:
    """A table with small lines as it stands on a sheet: the cell of its header's left end."""

    table: Table
    top: int
    left: int


@dataclass(frozen=True, slots=True)
class Line:
    """One sparkline: the cell it is drawn in, and the complete reference of its numbers."""

    cell: str
    numbers: str


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """What is written above the numbers, and the sheet that they follow."""

    title: str
    after: str


def has_lines(table: Table) -> bool:
    """True when a small line of the table has something to show."""
    # A column holds one kind of cell, and a table of thousands of rows has no lines: a look at all would cost more
    # than writing it.
    places = [at for at, cell in enumerate(table.rows[0].cells) if isinstance(cell, Spark)] if table.rows else []
    return any(_line(row, at) for row in table.rows for at in places)


class TrendSheet:
    """The sheet that holds the numbers of all small lines of a workbook."""

    def __init__(
        self,
        draft: Draft,
        workbook: Workbook,
        printer: CellPrinter,
        looks: TableLooks,
        free_name: Callable[[str], str],
        place: SheetPlace,
    ) -> None:
        self._draft, self._printer, self._looks, self._free_name = draft, printer, looks, free_name
        self._part = draft.free_name("xl/worksheets/sheet{}.xml")
        draft.add(self._part, b"", _SHEET_TYPE)
        self.name = workbook.add_sheet(printer.locale.word("Trend"), self._part, place.after)
        self._rows: list[str] = []
        self._next = _FIRST_ROW
        self._widths: dict[int, float] = {}
        self._tables: list[PlacedTable] = []
        self._title(place.title)

    def lines(self, placed: PlacedLines) -> Iterator[Line]:
        """Write the numbers of a table's small lines; gives the lines with where their numbers are."""
        for position in range(len(placed.table.columns)):
            kept = [at for at, row in enumerate(placed.table.rows) if _line(row, position)]
            if kept:
                area = self._write(numbers_of(placed.table, position))
                for number, at in enumerate(kept, start=area.top + 1):
                    source = Area(number, area.left + 1, number, area.right).absolute
                    cell = cell_name(placed.top + 1 + at, placed.left + position)
                    yield Line(cell, f"{quoted_sheet(self.name)}!{source}")

    def finish(self, like: etree._Element, first_number: int) -> None:
        """Write the sheet, printed like that other one; `first_number` is free for a table of the workbook."""
        columns = el("cols", *(_col(at, width) for at, width in sorted(self._widths.items())))
        pane = el("pane", ySplit=_FIRST_ROW, topLeftCell=f"A{_FIRST_ROW + 1}", activePane="bottomLeft", state="frozen")
        view = el("sheetView", pane, el("selection", pane="bottomLeft"), showGridLines=0, workbookViewId=0)
        content = el(
            "worksheet",
            el("sheetPr", el("tabColor", theme=_ACCENT1), el("pageSetUpPr", fitToPage=1)),
            el("sheetViews", view),
            el("sheetFormatPr", defaultRowHeight=_ROW, customHeight=1),
            columns,
            xmlns=MAIN,
        )
        root = parse_xml(str(content).encode())
        root.append(parse_xml(f'<sheetData xmlns="{MAIN}">{"".join(self._rows)}</sheetData>'.encode()))
        root.extend(_printed_like(like))
        for number, table in enumerate(self._tables, start=first_number):
            add_table(self._draft, self._part, root, table, number)
        self._draft.replace(self._part, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def _title(self, text: str) -> None:
        """Title and scope, in the cell styles of the template where it has them."""
        word = self._printer.locale.word
        title = self._style("Report title", Look(bold=True, size=16, colour="dk2", vertical="center"))
        scope = self._style("Report scope", Look(colour=self._printer.brand.grey, vertical="center"))
        said = word("The numbers of the small lines; each line is drawn on its own scale.")
        self._row(1, _TITLE, self._printer.cell("A1", title, text), f' s="{title}" customFormat="1"')
        self._row(2, _SCOPE, self._printer.cell("A2", scope, said))
        self._row(3, _SPACER, "")

    def _style(self, name: str, house: Look) -> int:
        styles = self._printer.styles
        named = styles.named(name)
        return styles.derived(0, house) if named is None else named

    def _row(self, number: int, height: float, cells: str, style: str = "") -> None:
        self._rows.append(f'<row r="{number}"{style} ht="{height:g}" customHeight="1">{cells}</row>')

    def _write(self, table: Table) -> Area:
        writer = TableWriter(table, self._printer, self._looks)
        written = writer.write(self._next, 1)
        for offset, cells in enumerate(written.rows):
            self._row(self._next + offset, _ROW if offset else _HEADER, cells)
        for at, fit in enumerate(writer.fits, start=1):
            self._widths[at] = max(fit.width, self._widths.get(at, 0.0))
        self._next += len(written.rows) + _BETWEEN
        self._tables.append(PlacedTable(written.area, written.headers, self._free_name(table.id), table.alt))
        return written.area


def add_sparklines(root: etree._Element, lines: Sequence[Line]) -> None:
    """Put a group of sparklines into a sheet, beside those that it has."""
    group = _group(lines)
    listed = root.find(f"{{{MAIN}}}extLst")
    if listed is None:
        listed = etree.SubElement(root, f"{{{MAIN}}}extLst")
    held = next((each for each in listed if each.get("uri") == _SPARKLINES), None)
    if held is None:
        held = etree.SubElement(listed, f"{{{MAIN}}}ext", {"uri": _SPARKLINES}, nsmap={"x14": _X14})
    groups = held.find(f"{{{_X14}}}sparklineGroups")
    if groups is None:
        groups = etree.SubElement(held, f"{{{_X14}}}sparklineGroups", nsmap={"xm": _XM})
    groups.append(group)


def numbers_of(table: Table, position: int) -> Table:
    """The numbers of a column of small lines: a row for each line, a column for each point; a gap is an empty cell.

    Shorter lines end with the longest, so they begin with empty cells."""
    rows = [(row, line) for row in table.rows if (line := _line(row, position))]
    longest = max((line for _, line in rows), key=lambda line: len(line.values))
    count = len(longest.values)
    labels = longest.labels or tuple(str(number) for number in range(1, count + 1))
    columns = (
        Column("row", table.columns[0].label),
        *(Column(f"point {at}", label, Align.RIGHT) for at, label in enumerate(labels, start=1)),
    )
    written = []
    for row, line in rows:
        values = ("" if isinstance(value, NoData) else value for value in line.values)
        written.append(Row(row.key, (_name(row.cells[0]), *[""] * (count - len(line.values)), *values)))
    key = table.columns[position].key
    return Table(f"{table.id}.{key}", columns, tuple(written), alt=table.columns[position].label)


def _line(row: Row, position: int) -> Spark | None:
    cell = row.cells[position]
    return cell if isinstance(cell, Spark) and cell else None


def _name(cell: Cell) -> Cell:
    return cell.text if isinstance(cell, Label) else cell


def _col(number: int, width: float) -> str:
    return el("col", min=number, max=number, width=f"{width:g}", customWidth=1)


def _printed_like(sheet: etree._Element) -> Iterator[etree._Element]:
    """Margins, page and footer of another sheet, without what hangs on relationships of its own."""
    for name in _TAKEN:
        found = sheet.find(f"{{{MAIN}}}{name}")
        if found is None or "&G" in "".join(str(text) for text in found.itertext()):
            continue
        copied = deepcopy(found)
        copied.tail = None
        copied.attrib.pop(f"{{{RELATIONSHIPS}}}id", "")
        yield copied


def _group(lines: Sequence[Line]) -> etree._Element:
    blue, grey = {"theme": _ACCENT1}, {"theme": _ACCENT2}
    names = ("Series", "Negative", "Axis", "Markers", "First", "Last", "High", "Low")
    colours = (el(f"x14:color{name}", **(grey if name == "Negative" else blue)) for name in names)
    drawn = (el("x14:sparkline", el("xm:f", line.numbers), el("xm:sqref", line.cell)) for line in lines)
    group = el(
        "x14:sparklineGroup",
        *colours,
        el("x14:sparklines", *drawn),
        lineWeight=_WEIGHT,
        displayEmptyCellsAs="gap",
        last=1,
        **{"xmlns:x14": _X14, "xmlns:xm": _XM},
    )
    return parse_xml(str(group).encode())
