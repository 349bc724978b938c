"""Cell references, names and formulas as Excel reads them."""

from __future__ import annotations

import re
from typing import Final

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

_CELL: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_NAME: Final = re.compile(r"[^\W\d\\][\w.?\\]*|\\[\w.?\\]+|_[\w.?\\]*")
_R1C1: Final = re.compile(r"[rR]\d*([cC]\d*)?|[cC]\d*")

Area = tuple[int, int, int, int]


def cell_place(reference: str) -> tuple[int, int] | None:
    """(row, column) of a reference such as "B7", both from 1; None when it is none of this sheet."""
    match = _CELL.fullmatch(reference)
    if not match:
        return None
    column = 0
    for letter in match.group(1).upper():
        column = column * 26 + ord(letter) - 64
    row = int(match.group(2))
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def area_of(reference: str) -> Area | None:
    """(top, left, bottom, right) of "A1:C9" or "A1"; None when it is no area from its upper left."""
    first, _, last = reference.partition(":")
    start, end = cell_place(first), cell_place(last or first)
    if start is None or end is None or end[0] < start[0] or end[1] < start[1]:
        return None
    return (*start, *end)


def overlapping(areas: list[Area]) -> tuple[Area, Area] | None:
    """Two areas that share a cell, or None; by sweeping down the rows."""
    active: list[Area] = []
    for area in sorted(areas):
        active = [other for other in active if other[2] >= area[0]]
        for other in active:
            if other[1] <= area[3] and area[1] <= other[3]:
                return other, area
        active.append(area)
    return None


def is_defined_name(name: str) -> bool:
    """True when Excel allows the name: no cell reference, no space, at most 255 characters."""
    bare = name.removeprefix("_xlnm.")
    if not bare or len(name) > 255 or not _NAME.fullmatch(bare):
        return False
    return cell_place(bare) is None and not _R1C1.fullmatch(bare)


def is_balanced(formula: str) -> bool:
    """True when brackets, quotes and apostrophes of a formula close in order."""
    closing = {")": "(", "}": "{", "]": "["}
    waiting: list[str] = []
    quote = ""
    for letter in formula:
        if quote:
            # A doubled quote closes and opens again, which comes to the same.
            quote = "" if letter == quote else quote
        elif letter == '"' or (letter == "'" and "[" not in waiting):
            quote = letter
        elif letter in "({[":
            waiting.append(letter)
        elif letter in closing and (not waiting or waiting.pop() != closing[letter]):
            return False
    return not waiting and not quote
