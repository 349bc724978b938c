"""Cell references: "B3", "B3:D9" and lists of them, as numbers and back. Rows and columns count from 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# The size of a sheet (ECMA-376 part 1, 18.3.1.13 and 18.3.1.73; Excel since 2007).
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@cache
def column_letters(column: int) -> str:
    """1 is "A", 27 is "AA"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """ "A" is 1, "AA" is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """The reference of a cell, such as "B3"."""
    return f"{column_letters(column)}{row}"


def parse_cell(text: str) -> tuple[int, int]:
    """Row and column of a reference with or without dollar signs; ValueError when it is none."""
    match = _CELL.fullmatch(text)
    if match is None:
        raise ValueError(f"no cell reference: {text!r}")
    return int(match[2]), column_number(match[1])


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, text: str) -> Area:
        """The area named "B3" or "B3:D9"; ValueError when it is none."""
        first, _, last = text.partition(":")
        top, left = parse_cell(first)
        bottom, right = parse_cell(last or first)
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def __str__(self) -> str:
        first, last = cell_name(self.top, self.left), cell_name(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def absolute(self) -> str:
        """The area with dollar signs, as defined names and charts want it."""
        first = f"${column_letters(self.left)}${self.top}"
        last = f"${column_letters(self.right)}${self.bottom}"
        return first if first == last else f"{first}:{last}"

    def contains(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def quoted_sheet(name: str) -> str:
    """A sheet's name as formulas write it; always quoted, which every program accepts."""
    return "'" + name.replace("'", "''") + "'"
