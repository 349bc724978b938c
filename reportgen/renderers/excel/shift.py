"""Where the rows of a template went, and the references that have to follow them.

When a table pushes rows down or a band is repeated, everything that names rows by number has to follow:
merged cells, formulas, formats, validations, names, anchors. All of it asks one RowMap.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reportgen.renderers.excel.references import Area

_COLUMN = r"\$?[A-Za-z]{1,3}"
_ROW = r"\$?[0-9]{1,7}"
# Texts, quoted sheet names, structured references and names are stepped over; what is left of A1 style is matched.
_TOKENS = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<sheet>(?:'(?:[^']|'')+'|[A-Za-z_\\][\w.\\]*)!)?"
    rf"(?:(?P<cells>{_COLUMN}{_ROW}(?::{_COLUMN}{_ROW})?)|(?P<rows>{_ROW}:{_ROW}))(?![\w.(\[!])"
    r"|(?P<structured>[A-Za-z_\\][\w.\\]*\[(?:[^\[\]]|\[[^\]]*\])*\])"
    r"|(?P<word>(?:'(?:[^']|'')+'!)?[\w.\\$]+!?)"
)
_PART = re.compile(rf"({_COLUMN})?(\$?)([0-9]{{1,7}})")


class LostReferenceError(Exception):
    """A formula names a single cell of a row that was repeated, so there is no one cell it can follow."""


@dataclass(frozen=True, slots=True)
class Place:
    """One output of a template row: its row, and the last of the rows that were added below it."""

    row: int
    last: int


class RowMap:
    """Template row -> output rows. `places` holds the outputs of each row of the template, in order."""

    def __init__(self, places: Mapping[int, Sequence[Place]], template_rows: int, output_rows: int) -> None:
        self._places = {row: tuple(held) for row, held in places.items() if held}
        self._rows = sorted(self._places)
        self._template_rows, self._output_rows = template_rows, output_rows
        self._origins = {place.row: row for row, held in self._places.items() for place in held}
        self.moves = output_rows != template_rows or any(
            [place.row for place in held] != [row] for row, held in self._places.items()
        )

    def places(self, row: int) -> tuple[Place, ...]:
        """All outputs of a row of the template; rows below the last one move with it."""
        if row > self._template_rows:
            moved = row + self._output_rows - self._template_rows
            return (Place(moved, moved),)
        return self._places.get(row, ())

    def template_row(self, row: int) -> int | None:
        """The row of the template that an output row comes from; None when it was added by a block."""
        return self._origins.get(row)

    def first(self, row: int) -> int:
        """Where a range that begins at this row begins."""
        if row > self._template_rows:
            return self.places(row)[0].row
        position = bisect_left(self._rows, row)
        return self._places[self._rows[position]][0].row if position < len(self._rows) else self._output_rows + 1

    def last(self, row: int) -> int:
        """Where a range that ends at this row ends; a repeated row counts with all its outputs."""
        if row > self._template_rows:
            return self.places(row)[0].row
        position = bisect_left(self._rows, row + 1) - 1
        return max(place.last for place in self._places[self._rows[position]]) if position >= 0 else 0

    def area(self, area: Area) -> Area | None:
        """Where a range went; None when all its rows were dropped."""
        top, bottom = self.first(area.top), self.last(area.bottom)
        # A block grows from the row of its tag; what was said about that one row stays with it.
        if area.top == area.bottom and len(self.places(area.top)) == 1:
            bottom = top
        return Area(top, area.left, bottom, area.right) if top <= bottom else None

    def copies(self, area: Area) -> list[Area]:
        """Where a merged range went: once for every time its rows were repeated together, else what is left of it."""
        tops, bottoms = self.places(area.top), self.places(area.bottom)
        if not tops or len(tops) != len(bottoms):
            moved = self.area(area)
            return [moved] if moved else []
        pairs = ((top.row, bottom.row) for top, bottom in zip(tops, bottoms, strict=True))
        return [Area(top, area.left, bottom, area.right) for top, bottom in pairs if bottom >= top]


def shift_sqref(text: str, rows: RowMap) -> str:
    """A list of ranges, as formats and validations hold it, where they went; empty when all were dropped."""
    moved = (rows.area(Area.parse(part)) if re.search(r"\d", part) else part for part in text.split())
    return " ".join(str(part) for part in moved if part)


def shift_formula(text: str, sheet: str, maps: Mapping[str, RowMap], here: tuple[int, int] | None = None) -> str:
    """The formula with every reference where its cell went.

    `sheet` is the one the formula stands on; `here` its own template and output row, so that in a repeated
    row it follows the cells beside it. LostReferenceError when a single repeated cell is meant from elsewhere.
    """
    if not any(rows.moves for rows in maps.values()):
        return text

    def moved(match: re.Match[str]) -> str:
        prefix, cells, whole_rows = match["sheet"] or "", match["cells"], match["rows"]
        if cells is None and whole_rows is None:
            return match[0]
        rows = maps.get(_sheet_name(prefix) or sheet)
        if rows is None:
            return match[0]
        own = here if not prefix or _sheet_name(prefix) == sheet else None
        return prefix + _shifted(cells or whole_rows, rows, own)

    return _TOKENS.sub(moved, text)


def _sheet_name(prefix: str) -> str:
    name = prefix.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _shifted(reference: str, rows: RowMap, here: tuple[int, int] | None) -> str:
    first, colon, last = reference.partition(":")
    if not colon:
        return _with_row(first, lambda row: _single(row, rows, here))
    top, bottom = _row(first), _row(last)
    if here and top == bottom == here[0]:
        return ":".join(_with_row(part, lambda row: here[1]) for part in (first, last))
    area = rows.area(Area(min(top, bottom), 1, max(top, bottom), 1))
    if area is None:
        return "#REF!"
    return f"{_with_row(first, lambda row: area.top)}:{_with_row(last, lambda row: area.bottom)}"


def _single(row: int, rows: RowMap, here: tuple[int, int] | None) -> int:
    if here and row == here[0]:
        return here[1]
    places = rows.places(row)
    if len(places) > 1:
        raise LostReferenceError(row)
    return places[0].row if places else 0


def _row(text: str) -> int:
    match = _PART.fullmatch(text)
    return int(match[3]) if match else 0


def _with_row(text: str, change: Callable[[int], int]) -> str:
    match = _PART.fullmatch(text)
    if match is None:
        return text
    row = change(int(match[3]))
    return f"{match[1] or ''}{match[2]}{row}" if row else "#REF!"
