"""Where something is, in the words of the person who has to go there.

A location prints as the sentence fragment that opens a problem ("adoption.xlsx, sheet "Q3", cell D4").
All are frozen, comparable and picklable; `as_dict` gives the same facts to JSON.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

_ADDRESS = re.compile(r"([A-Z]*)(\d+)")


@dataclass(frozen=True, slots=True)
class Location:
    """A file or folder, named relative to the project where that is possible."""

    file: str

    def __str__(self) -> str:
        return self.file

    @property
    def order(self) -> tuple[object, ...]:
        """What locations are sorted by: the file, then the place in it as one reads; alike for all kinds."""
        return (self.file, "", 0, 0, "")

    def as_dict(self) -> dict[str, str | int]:
        """The filled fields by name; empty strings and zeros are left out."""
        found = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {name: value for name, value in found if value not in ("", 0)}


@dataclass(frozen=True, slots=True)
class CellLocation(Location):
    """A cell of a workbook, or with `sheet` empty a field of a delimited file (row counts from 1)."""

    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        sheet = f', sheet "{self.sheet}"' if self.sheet else ""
        cell = f", cell {self.cell}" if self.cell else ""
        return f"{self.file}{sheet}{cell}"

    @property
    def order(self) -> tuple[object, ...]:
        match = _ADDRESS.match(self.cell)
        row, letters = (int(match[2]), match[1]) if match else (0, "")
        return (self.file, self.sheet, row, len(letters), letters)


@dataclass(frozen=True, slots=True)
class TextLocation(Location):
    """A place in a text file; line and column count from 1, 0 means unknown."""

    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])

    @property
    def order(self) -> tuple[object, ...]:
        return (self.file, "", self.line, self.column, "")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text inside a text file, and where each of its parts starts there: (characters before it, line, column), the
    first part with 0 characters before it; a text on one line is one part. A text in a cell has that `place`."""

    file: str
    starts: tuple[tuple[int, int, int], ...]
    place: Location | None = None

    def at(self, offset: int) -> Location:
        """Where the character after so many others stands."""
        if self.place is not None:
            return self.place
        before, line, column = next(start for start in reversed(self.starts) if start[0] <= max(offset, 0))
        return TextLocation(self.file, line, column + max(offset, 0) - before if column else 0)


@dataclass(frozen=True, slots=True)
class TagLocation(Location):
    """A tag in a template or document: `place` says where in the words of its program, such as
    'slide 4, shape "Title 1"' or 'page header, paragraph "Status of ..."' or 'sheet "Summary", cell B3'."""

    place: str = ""
    tag: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.file, self.place, self.tag) if part)
