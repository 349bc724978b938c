"""Rows of the template grow with the texts that were filled into their wrapped cells; Excel would cut them off."""

from __future__ import annotations

from lxml import etree

from reportgen.renderers.excel.layout import column_widths, default_row_height
from reportgen.renderers.excel.references import Area, parse_cell
from reportgen.renderers.excel.strings import StringBook
from reportgen.renderers.excel.styles import MAIN, StyleBook
from reportgen.renderers.excel.widths import HIGHEST, LINE, count_lines

# Points that a row of text has above and below its lines.
_AROUND = 3.0


def fit_rows(root: etree._Element, styles: StyleBook, strings: StringBook) -> None:
    """Give rows the height that their wrapped texts need; heights the template gives are kept where they suffice."""
    widths, default = column_widths(root), default_row_height(root)
    merged = {area.top: area for area in _merged_in_one_row(root)}
    for row in root.iterfind(f"{{{MAIN}}}sheetData/{{{MAIN}}}row"):
        lines = 1
        for cell in row.iterchildren(f"{{{MAIN}}}c"):
            if not styles.wraps(int(cell.get("s", "0"))) or not (text := _text(cell, strings)):
                continue
            number, column = parse_cell(cell.get("r", "A1"))
            area = merged.get(number, Area(number, column, number, column))
            last = area.right if area.left == column else column
            width = sum(widths.get(one, widths[0]) for one in range(column, last + 1))
            lines = max(lines, count_lines(text, width))
        height = min(lines * LINE + _AROUND, HIGHEST)
        if lines > 1 and height > float(row.get("ht", default)):
            row.set("ht", f"{height:g}")
            row.set("customHeight", "1")


def _text(cell: etree._Element, strings: StringBook) -> str:
    """The text that was filled into a cell, shared by now or not; empty for what stood there before."""
    if cell.get("t") == "s":
        return strings.text(int(cell.findtext(f"{{{MAIN}}}v") or "0"))
    return "".join(str(part) for part in cell.itertext(f"{{{MAIN}}}t"))


def _merged_in_one_row(root: etree._Element) -> list[Area]:
    areas = (Area.parse(cell.get("ref", "A1")) for cell in root.iter(f"{{{MAIN}}}mergeCell"))
    return [area for area in areas if area.top == area.bottom]
