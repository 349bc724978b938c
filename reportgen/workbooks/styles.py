"""How cells look: what is typed, what is given, what is calculated and what is an example, everywhere the same.

Colours never speak alone: the read-me sheet names each, states have a sign and a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.contracts import ColumnType
from reportgen.workbooks.form import Role

# Pale yellow with blue text is where figures are typed, a convention of financial models; grey is not to be touched.
INPUT, GIVEN, EXAMPLE_TEXT = "#FFF9DB", "#EEF0F2", "#707880"
TYPED = "#0B3C8C"
MISSING, WRONG = "#FFD27F", "#F6C7C3"
GOOD_TEXT, WARN_TEXT, WRONG_TEXT = "#1E6B34", "#8A5A00", "#9C1C12"
LINE = "#C9CED4"
CODES: Mapping[ColumnType, str] = {
    ColumnType.COUNT: "#,##0",
    ColumnType.NUMBER: "#,##0.0##",
    ColumnType.PERCENT: "0.0%",
    ColumnType.MONEY: "#,##0",
    ColumnType.DATE: "dd/mm/yyyy",
    ColumnType.TEXT: "General",
    # Text: ids keep their zeros.
    ColumnType.ID: "@",
    ColumnType.BOOLEAN: "General",
}
CHANGE = "+0.0%;-0.0%;0.0%"


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any, colours: Mapping[str, str], font: str) -> None:
        self._book = book
        self.dark = f"#{colours.get('dk2', '14324A')}"
        self._font = font or "Calibri"
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def format(self, **properties: object) -> Any:
        """The format of these properties."""
        said = {"font_name": self._font, "font_size": 11, "valign": "vcenter", **properties}
        key = tuple(sorted(said.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(said)
        return self._made[key]

    def header(self, role: Role) -> Any:
        """The head of a column; columns that are not typed are lighter, so that the others stand out."""
        typed = role is Role.INPUT
        return self.format(
            bold=True, text_wrap=True, border=1, border_color=LINE,
            font_color="#FFFFFF" if typed else self.dark, bg_color=self.dark if typed else "#DDE3E8",
        )  # fmt: skip

    def cell(self, role: Role, kind: ColumnType, code: str = "", long: bool = False) -> Any:
        """A cell of a table."""
        typed = role is Role.INPUT
        return self.format(
            num_format=code or CODES[kind], border=1, border_color=LINE, locked=not typed, text_wrap=long,
            valign="top", font_color=TYPED if typed else "#404040", bg_color=INPUT if typed else GIVEN,
            # A blank before a text keeps it apart from the number at its left.
            **({} if kind.is_number or kind is ColumnType.DATE else {"align": "left", "indent": 1}),
        )  # fmt: skip

    def example(self, kind: ColumnType, code: str = "") -> Any:
        """A cell of the example row."""
        return self.format(
            num_format=code or CODES[kind], italic=True, font_color=EXAMPLE_TEXT, border=1, border_color=LINE,
            **({} if kind.is_number or kind is ColumnType.DATE else {"align": "left", "indent": 1}),
        )  # fmt: skip

    def header_of_list(self) -> Any:
        """The head of a list or of a table that is not filled in."""
        return self.format(bold=True, text_wrap=True, font_color="#FFFFFF", bg_color=self.dark)

    def format_of(self, **properties: object) -> Any:
        """What a conditional format adds; a font or size cannot be changed by one."""
        key = tuple(sorted({"conditional": True, **properties}.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def title(self) -> Any:
        """The title of a page."""
        return self.format(bold=True, font_size=16, font_color=self.dark)

    def heading(self) -> Any:
        """The title of a part of a page."""
        return self.format(bold=True, font_size=13, font_color=self.dark)

    def text(self, **properties: object) -> Any:
        """Running text."""
        return self.format(**{"text_wrap": True, "valign": "top", **properties})
