"""The looks of a table's cells: the template's own cell styles where it has them, else the house look.

A brand changes how generated tables look by changing the cell styles "Report header", "Report cell" and
"Report total" in Excel's style gallery.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.content.tables import Align, Column, Emphasis
from reportgen.renderers.excel.styles import Look, Rule, StyleBook

if TYPE_CHECKING:
    from reportgen.brand import Brand

HEADER_STYLE = "Report header"
CELL_STYLE = "Report cell"
TOTAL_STYLE = "Report total"
_HOUSE = {
    HEADER_STYLE: Look(bold=True, colour="lt1", fill="dk2", vertical="center"),
    CELL_STYLE: Look(bottom=Rule("thin", "accent6"), vertical="center"),
    TOTAL_STYLE: Look(bold=True, top=Rule("medium", "dk2"), bottom=Rule("medium", "dk2"), vertical="center"),
}
_TABLE_END = Look(bottom=Rule("medium", "dk2"))
# Room for the filter's button, which Excel draws over the right end of a header (in steps of three blanks).
_FILTER_INDENT = 2


class TableLooks:
    """Style indexes for the cells of generated tables, in one workbook."""

    def __init__(self, styles: StyleBook, brand: Brand) -> None:
        self._styles = styles
        self._grey = brand.grey
        self._bases = {name: self._base(name) for name in _HOUSE}
        self._headers: dict[tuple[Align, int, bool], int] = {}
        self._cells: dict[tuple[Align, Emphasis, Emphasis, bool, bool, int], int] = {}

    def header(self, column: Column, indent: int = 0, wrap: bool = False) -> int:
        """The style of a column's header; a left one is indented like its cells."""
        indent = _FILTER_INDENT if column.align is Align.RIGHT else indent
        key = (column.align, indent, wrap)
        if key not in self._headers:
            look = Look(align=column.align.value, indent=indent or None, wrap=wrap or None)
            self._headers[key] = self._styles.derived(self._bases[HEADER_STYLE], look)
        return self._headers[key]

    def cell(
        self, column: Column, row: Emphasis = Emphasis.NONE, last: bool = False, wrap: bool = False, indent: int = 0
    ) -> int:
        """The style of a cell before its value adds a number format; `last` rules the end of the table."""
        key = (column.align, column.emphasis, row, last, wrap, indent)
        if key not in self._cells:
            self._cells[key] = self._cell(*key)
        return self._cells[key]

    def _cell(self, align: Align, emphasis: Emphasis, row: Emphasis, last: bool, wrap: bool, indent: int) -> int:
        base = self._bases[TOTAL_STYLE if row is Emphasis.TOTAL else CELL_STYLE]
        look = self._emphasis(row).over(self._emphasis(emphasis))
        place = Look(align=align.value, wrap=wrap or None, indent=indent or None)
        if last and row is not Emphasis.TOTAL:
            look = look.over(_TABLE_END)
        return self._styles.derived(base, look.over(place))

    def _emphasis(self, emphasis: Emphasis) -> Look:
        if emphasis is Emphasis.STRONG:
            return Look(bold=True)
        if emphasis is Emphasis.QUIET:
            return Look(colour=self._grey)
        return Look(fill="lt2") if emphasis is Emphasis.EXCEPTION else Look()

    def _base(self, name: str) -> int:
        named = self._styles.named(name)
        return self._styles.derived(0, _HOUSE[name]) if named is None else named
