"""How the sheets of an annex are filled: from the top down, under a title and a scope, with the same print setup."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.styles.colors import Color

from scripts.templates.annex_look import ACCENT1

# Points: rows of tables as in the house style, rows of long tables and of text closer together.
ROW: Final = 25.5
DENSE_ROW: Final = 18.0
HEADER_ROW: Final = 28.5
HEADING_ROW: Final = 21.0
FIRST_ROWS: Final = {1: 27.0, 2: 18.0, 3: 9.0}
# Paper sizes as sheets number them (ECMA-376 part 1, 18.3.1.63).
A3: Final = 8
A4: Final = 9
DATA_TO: Final = "Data to {{ report.as_of }}."


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet that is one table: title and scope above it, the table's tag in row 4, a condition in row 3."""

    name: str
    title: str
    scope: str
    tag: str
    condition: str = ""
    row: float = ROW
    paper: int = A4


@dataclass(frozen=True, slots=True)
class Section:
    """A table among others on a sheet: its block, its tag where that is not the block alone, the cell it begins in."""

    block: str
    tag: str = ""
    column: int = 1


@dataclass(frozen=True, slots=True)
class Pile:
    """A sheet of several tables, each under its heading; there where one of them has data.

    The widths (in characters) hold for all tables: longer texts wrap in them.
    """

    name: str
    title: str
    scope: str
    content: str
    widths: tuple[float, ...]
    sections: tuple[Section, ...]
    row: float = DENSE_ROW
    paper: int = A4

    @property
    def condition(self) -> str:
        return " or ".join(section.block for section in self.sections)


@dataclass(frozen=True, slots=True)
class Looped:
    """A sheet of tables of one kind below each other: `loop` gives each its `name`; there where `condition` holds."""

    name: str
    title: str
    scope: str
    content: str
    widths: tuple[float, ...]
    loop: str
    tag: str
    condition: str


class Rows:
    """Fills a sheet from the top down."""

    def __init__(self, sheet: Any, first: int) -> None:
        self.sheet = sheet
        self.number = first

    def put(
        self,
        *cells: tuple[str, str],
        height: float = 0,
        condition: str = "",
        merged: str = "",
        first: int = 1,
    ) -> None:
        """A row of (text, style) from column `first` on; with a condition between two rows that hold it."""
        if condition:
            self.put((f"{{%tr if {condition} %}}", "Normal"))
        for column, (text, style) in enumerate(cells, start=first):
            cell = self.sheet.cell(self.number, column, text)
            cell.style = style
        if height:
            self.sheet.row_dimensions[self.number].height = height
        if merged:
            self.sheet.merge_cells(merged.format(self.number))
        self.number += 1
        if condition:
            self.put(("{%tr endif %}", "Normal"))

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.number += rows


def begin(
    sheet: Any, title: str, scope: str, row: float, header_row: int = 4, paper: int = A4, banded: bool = False
) -> None:
    """Title and scope, frozen header, print setup: the same on every sheet."""
    sheet["A1"], sheet["A2"] = f"{{{{ report.title }}}}: {title}, {{{{ report.period }}}}", scope
    sheet["A1"].style, sheet["A2"].style = "Report title", "Report scope"
    if banded:
        # On the row and not on its cells: filled cells would be printed however far they reach.
        row_look = sheet.row_dimensions[1]
        row_look.fill, row_look.border = copy(sheet["A1"].fill), copy(sheet["A1"].border)
    for number, height in FIRST_ROWS.items():
        sheet.row_dimensions[number].height = height
    sheet.sheet_format.defaultRowHeight = row
    sheet.sheet_format.customHeight = True
    sheet.sheet_format.baseColWidth = 10
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = Color(theme=ACCENT1)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.7
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P of &N"
    sheet.oddFooter.center.text = "{{ report.classification }}"
    if header_row:
        sheet.freeze_panes = f"A{header_row + 1}"
        sheet.print_title_rows = f"{header_row}:{header_row}"


def fill_page(sheet: Any, page: Page, banded: bool) -> None:
    """A sheet that is one table."""
    begin(sheet, page.title, page.scope, page.row, paper=page.paper, banded=banded)
    sheet["A3"] = page.condition
    Rows(sheet, 4).put((page.tag, "Normal"), height=HEADER_ROW)


def fill_pile(sheet: Any, pile: Pile, banded: bool) -> None:
    """A sheet of several tables; what stays in sight is the title, because each table has a header of its own."""
    begin(sheet, pile.title, pile.scope, pile.row, header_row=0, paper=pile.paper, banded=banded)
    sheet["A3"] = f"{{%sheet if {pile.condition} %}}"
    sheet.freeze_panes, sheet.print_title_rows = "A4", "1:2"
    set_widths(sheet, pile.widths)
    rows = Rows(sheet, 4)
    for section in pile.sections:
        tag = section.tag or section.block
        rows.put((f"{{%tr if {section.block} %}}", "Normal"))
        rows.put((f"{{{{ {section.block}.title }}}}", "Report heading"), height=HEADING_ROW, first=section.column)
        rows.put((f"{{{{ {section.block}.headline }}}}", "Report scope"), height=DENSE_ROW, first=section.column)
        rows.put((f"{{{{ {tag} }}}}", "Normal"), height=HEADER_ROW, first=section.column)
        rows.skip()
        rows.put(("{%tr endif %}", "Normal"))


def fill_looped(sheet: Any, looped: Looped, banded: bool) -> None:
    """A sheet of as many tables as the loop has rounds, each under its title and headline."""
    begin(sheet, looped.title, looped.scope, ROW, header_row=0, banded=banded)
    sheet["A3"] = f"{{%sheet if {looped.condition} %}}"
    sheet.freeze_panes, sheet.print_title_rows = "A4", "1:2"
    set_widths(sheet, looped.widths)
    rows = Rows(sheet, 4)
    rows.put((f"{{%tr for {looped.loop} %}}", "Normal"))
    rows.put((f"{{{{ {looped.tag}.title }}}}", "Report heading"), height=HEADING_ROW)
    rows.put((f"{{{{ {looped.tag}.headline }}}}", "Report scope"), height=DENSE_ROW)
    rows.put((f"{{{{ {looped.tag} }}}}", "Normal"), height=HEADER_ROW)
    rows.skip()
    rows.put(("{%tr endfor %}", "Normal"))


def set_widths(sheet: Any, widths: Sequence[float]) -> None:
    """The widths of the first columns, in characters."""
    for number, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]].width = width
