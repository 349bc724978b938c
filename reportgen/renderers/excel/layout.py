"""A rendered sheet with marked cells to the finished sheet: rows counted anew, blocks written where their tags stood.

In: the engine's output, whose rows carry their number in the template and whose block cells carry the number of
their block.  Out: the sheet part, a RowMap for everything that follows the rows, and where each block went.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from lxml import etree

from reportgen.ooxml import parse_xml
from reportgen.renderers.excel.references import Area, cell_name, parse_cell
from reportgen.renderers.excel.shift import Place, RowMap
from reportgen.renderers.excel.styles import MAIN
from reportgen.renderers.excel.tagged import ROW_MARK
from reportgen.renderers.excel.widths import Fit

# Marks on cells: a block to be written here, a single fact whose final address is wanted.
BLOCK_MARK: Final = "rg-block"
FACT_MARK: Final = "rg-fact"
_INSTRUCTION = re.compile(rb"<\?rg-rows (\d+)\?>")
_CELL: Final = f"{{{MAIN}}}c"
_DEFAULT_HEIGHT = 15.0
# An entry for columns often runs to the last of 16,384; blocks stand further left.
_WIDTHS_READ = 512


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a block goes: the cell of its tag, or the merged or named range around it, in output rows.

    `row_height` is the sheet's own, in points; `widths` are those of the columns, in characters; `given` has those
    that the template chose, by the number of their column.
    """

    sheet: str
    area: Area
    row_height: float
    widths: Sequence[float]
    given: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A block as cells: `rows` of cell strings from row `top`, column `left` to column `right`.

    `merged`: every row is one cell from left to right. `under`: cells that something is laid over, which the template
    merged to say how large it is; nobody reads them, and merged cells hinder those who walk through a sheet.
    """

    top: int
    left: int
    right: int
    rows: Sequence[str]
    fits: Sequence[Fit] = ()
    heights: Sequence[float | None] = ()
    merged: bool = False
    under: Area | None = None


class Block(Protocol):
    """What stands for a tag that yields a table, a chart or a narrative."""

    def height(self, frame_height: int, row_height: float) -> int:
        """How many rows it takes when its frame has that many, of that height in points."""

    def write(self, frame: Frame) -> Written:
        """Its cells, once the frame is known."""


@dataclass(slots=True)
class Marked:
    """A block's tag in the rendered sheet: the position of its row among the rows, its column, its frame."""

    number: int
    block: Block
    position: int
    column: int
    frame: Area


@dataclass(slots=True)
class Collision:
    """A cell of the template with content, where the block of that number has to write."""

    cell: str
    block: int


@dataclass(slots=True)
class SheetLayout:
    """One sheet in the making."""

    name: str
    root: etree._Element
    rows: RowMap
    facts: dict[int, str] = field(default_factory=dict)
    collisions: list[Collision] = field(default_factory=list)
    covered: list[Area] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    fits: dict[int, float] = field(default_factory=dict)
    strings: list[str] = field(default_factory=list)

    def to_bytes(self) -> bytes:
        """The sheet part with the rows of the blocks in it."""
        _set_widths(self.root, self.fits)
        data = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        pieces = _INSTRUCTION.split(data)
        # split gives text, number, text, number ... text
        return b"".join(
            self.strings[int(piece)].encode("utf-8") if odd % 2 else piece for odd, piece in enumerate(pieces)
        )


def lay_out(
    data: bytes, name: str, blocks: Mapping[int, Block], named: Mapping[str, Area], template_rows: int
) -> SheetLayout:
    """The sheet with its blocks written. `named` gives ranges with a name, by the reference of their first cell;
    `template_rows` is the last row of the template, which may be among those that were dropped."""
    root = parse_xml(data)
    sheet_data = root.find(f"{{{MAIN}}}sheetData")
    rows = [] if sheet_data is None else list(sheet_data)
    frames = _frames(root, named)
    marked = _marked(rows, blocks, frames)
    default, widths = default_row_height(root), column_widths(root)
    given = {number: widths[number] for number in _custom_columns(root)}
    heights = dict.fromkeys(range(len(rows)), 0)
    for one in marked:
        frame_height = one.frame.bottom - one.frame.top + 1
        end = min(one.position + frame_height, len(rows)) - 1
        heights[end] = max(heights[end], one.block.height(frame_height, default) - frame_height)
    numbers = _number(rows, heights)
    row_map = _row_map(rows, numbers, heights, template_rows)
    layout = SheetLayout(name, root, row_map)
    placed: dict[int, list[tuple[int, str]]] = {}
    tall: dict[int, float] = {}
    for one in marked:
        top = numbers[one.position]
        height = one.frame.bottom - one.frame.top
        bottom = numbers[min(one.position + height, len(rows) - 1)]
        area = Area(top, one.frame.left, bottom, one.frame.right)
        spanned = [widths.get(column, widths[0]) for column in range(area.left, area.right + 1)]
        written = one.block.write(Frame(name, area, default, spanned, given))
        _collect(written, one, layout, placed, tall, rows, numbers)
    _renumber_cells(rows, numbers, layout)
    if sheet_data is not None:
        _insert(sheet_data, rows, numbers, placed, tall, layout)
    return layout


def _frames(root: etree._Element, named: Mapping[str, Area]) -> dict[str, Area]:
    """Merged and named ranges of the template by the reference of their first cell; a named one wins."""
    merged = (Area.parse(cell.get("ref", "A1")) for cell in root.iter(f"{{{MAIN}}}mergeCell"))
    return {cell_name(area.top, area.left): area for area in merged} | dict(named)


def _marked(rows: Sequence[etree._Element], blocks: Mapping[int, Block], frames: Mapping[str, Area]) -> list[Marked]:
    found = []
    for position, row in enumerate(rows):
        for cell in row.iterchildren(_CELL):
            mark = cell.get(BLOCK_MARK)
            if not mark:
                continue
            del cell.attrib[BLOCK_MARK]
            number = int(mark)
            template_row = int(row.get(ROW_MARK, "0"))
            column = parse_cell(cell.get("r", "A1"))[1]
            own = Area(template_row, column, template_row, column)
            frame = frames.get(cell_name(template_row, column), own)
            found.append(Marked(number, blocks[number], position, column, frame))
    return found


def _number(rows: Sequence[etree._Element], heights: Mapping[int, int]) -> list[int]:
    """The output row of every row element."""
    numbers, next_row = [], 1
    for position in range(len(rows)):
        numbers.append(next_row)
        next_row += 1 + heights[position]
    return numbers


def _row_map(
    rows: Sequence[etree._Element], numbers: Sequence[int], heights: Mapping[int, int], template_rows: int
) -> RowMap:
    places: dict[int, list[Place]] = {}
    for position, row in enumerate(rows):
        place = Place(numbers[position], numbers[position] + heights[position])
        places.setdefault(int(row.get(ROW_MARK, "0")), []).append(place)
    output_rows = numbers[-1] + heights[len(rows) - 1] if rows else 0
    return RowMap(places, template_rows, output_rows)


def default_row_height(root: etree._Element) -> float:
    """The height in points of rows that do not say their own."""
    format = root.find(f"{{{MAIN}}}sheetFormatPr")
    return _DEFAULT_HEIGHT if format is None else float(format.get("defaultRowHeight", _DEFAULT_HEIGHT))


def column_widths(root: etree._Element) -> dict[int, float]:
    """The widths of the columns in characters; 0 holds that of all others (8.43 where the sheet does not say)."""
    format = root.find(f"{{{MAIN}}}sheetFormatPr")
    widths = {0: 8.43 if format is None else float(format.get("defaultColWidth", 8.43))}
    for col in root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        last = min(int(col.get("max", "1")), _WIDTHS_READ)
        widths |= {number: float(col.get("width", widths[0])) for number in range(int(col.get("min", "1")), last + 1)}
    return widths


def _custom_columns(root: etree._Element) -> list[int]:
    """The columns whose width somebody chose; others only say what the program took for them."""
    found: list[int] = []
    for col in root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        if col.get("customWidth") in ("1", "true") and "width" in col.attrib:
            found += range(int(col.get("min", "1")), min(int(col.get("max", "1")), _WIDTHS_READ) + 1)
    return found


def _collect(
    written: Written,
    one: Marked,
    layout: SheetLayout,
    placed: dict[int, list[tuple[int, str]]],
    tall: dict[int, float],
    rows: Sequence[etree._Element],
    numbers: Sequence[int],
) -> None:
    """Note the block's rows and widths, and clear the template's empty cells that they replace."""
    for offset, cells in enumerate(written.rows):
        if cells:
            placed.setdefault(written.top + offset, []).append((written.left, cells))
    for offset, height in enumerate(written.heights):
        if height is not None:
            tall[written.top + offset] = max(height, tall.get(written.top + offset, 0.0))
    for column, fit in enumerate(written.fits, start=written.left):
        layout.fits[column] = max(fit.width, layout.fits.get(column, 0.0))
    last = written.top + len(written.rows) - 1
    layout.covered.append(Area(written.top, written.left, last, written.right))
    if written.under is not None:
        layout.covered.append(written.under)
    if written.merged and written.right > written.left:
        rows_down = range(written.top, last + 1)
        layout.merges += [Area(number, written.left, number, written.right) for number in rows_down]
    for position in range(one.position, len(rows)):
        if numbers[position] > last:
            return
        for cell in list(rows[position].iterchildren(_CELL)):
            column = parse_cell(cell.get("r", "A1"))[1]
            if not written.left <= column <= written.right:
                continue
            if len(cell) and column != one.column:
                layout.collisions.append(
                    Collision(cell_name(int(rows[position].get(ROW_MARK, "0")), column), one.number)
                )
            rows[position].remove(cell)


def _renumber_cells(rows: Sequence[etree._Element], numbers: Sequence[int], layout: SheetLayout) -> None:
    for row, number in zip(rows, numbers, strict=True):
        stays = row.get(ROW_MARK) == str(number)
        for cell in row.iterchildren(_CELL):
            if not stays:
                cell.set("r", cell_name(number, parse_cell(cell.get("r", "A1"))[1]))
            if fact := cell.get(FACT_MARK):
                del cell.attrib[FACT_MARK]
                layout.facts[int(fact)] = cell.get("r", "A1")
        row.set("r", str(number))
        row.attrib.pop("spans", "")


def _insert(
    data: etree._Element,
    rows: Sequence[etree._Element],
    numbers: Sequence[int],
    placed: Mapping[int, list[tuple[int, str]]],
    tall: Mapping[int, float],
    layout: SheetLayout,
) -> None:
    """Put the rows of the blocks in: beside the cells of a row of the template, or as rows of their own."""
    elements = dict(zip(numbers, rows, strict=True))
    run: list[str] = []
    data[:] = []

    def close_run() -> None:
        if run:
            data.append(_instruction("".join(run), layout))
            run.clear()

    for number in sorted({*elements, *placed}):
        cells = placed.get(number, [])
        if len(cells) > 1:
            cells.sort(key=lambda pair: pair[0])
        row = elements.get(number)
        if row is None:
            height = f' ht="{tall[number]:g}" customHeight="1"' if number in tall else ""
            texts = cells[0][1] if len(cells) == 1 else "".join(text for _, text in cells)
            run.append(f'<row r="{number}"{height}>{texts}</row>')
            continue
        close_run()
        row.attrib.pop(ROW_MARK, "")
        if number in tall and tall[number] > float(row.get("ht", _DEFAULT_HEIGHT)):
            row.set("ht", f"{tall[number]:g}")
            row.set("customHeight", "1")
        for left, text in cells:
            row.insert(_position(row, left), _instruction(text, layout))
        data.append(row)
    close_run()


def _position(row: etree._Element, column: int) -> int:
    """Where in a row cells from this column on belong. Blocks come from left to right, so those there stand before."""
    return sum(1 for child in row if not isinstance(child.tag, str) or parse_cell(child.get("r", "A1"))[1] < column)


def _instruction(text: str, layout: SheetLayout) -> etree._Element:
    layout.strings.append(text)
    return etree.ProcessingInstruction("rg-rows", str(len(layout.strings) - 1))


def _set_widths(root: etree._Element, fits: Mapping[int, float]) -> None:
    """Make columns wide enough; a width the template gives is kept where it is the larger."""
    if not fits:
        return
    columns: dict[int, dict[str, str]] = {}
    cols = root.find(f"{{{MAIN}}}cols")
    for col in [] if cols is None else list(cols):
        attributes = {str(name): str(value) for name, value in col.attrib.items() if name not in ("min", "max")}
        # One entry may span all columns to the right; beyond those that are written it is kept as one.
        columns |= dict.fromkeys(range(int(col.get("min", "1")), int(col.get("max", "1")) + 1), attributes)
    for number, width in fits.items():
        known = columns.get(number, {})
        given = float(known.get("width", 0)) if known.get("customWidth") in ("1", "true") else 0.0
        columns[number] = known | {"width": f"{max(given, width):g}", "customWidth": "1"}
    if cols is None:
        cols = etree.Element(f"{{{MAIN}}}cols")
        data = root.find(f"{{{MAIN}}}sheetData")
        root.insert(root.index(data) if data is not None else len(root), cols)
    cols[:] = []
    for first, last, attributes in _spans(columns):
        etree.SubElement(cols, f"{{{MAIN}}}col", {"min": str(first), "max": str(last), **attributes})


def _spans(columns: Mapping[int, dict[str, str]]) -> list[tuple[int, int, dict[str, str]]]:
    """Neighbouring columns that are equal, as one entry."""
    spans: list[tuple[int, int, dict[str, str]]] = []
    for number in sorted(columns):
        if spans and spans[-1][1] == number - 1 and spans[-1][2] == columns[number]:
            spans[-1] = (spans[-1][0], number, columns[number])
        else:
            spans.append((number, number, columns[number]))
    return spans
