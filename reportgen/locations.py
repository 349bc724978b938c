"""Where something is, in the words of the person who has to go there.

A location prints as the sentence fragment that opens a problem ("adoption.xlsx, sheet "Q3", cell D4").
All are frozen, comparable and picklable; `as_dict` gives the same facts to JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Location:
    """A file or folder, named relative to the project where that is possible."""

    file: str

    def __str__(self) -> str:
        return self.file

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


@dataclass(frozen=True, slots=True)
class TextLocation(Location):
    """A place in a text file; line and column count from 1, 0 means unknown."""

    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class TagLocation(Location):
    """A tag in a template or document: `place` says where in the words of its program, such as
    'slide 4, shape "Title 1"' or 'page header, paragraph "Status of ..."' or 'sheet "Summary", cell B3'."""

    place: str = ""
    tag: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.file, self.place, self.tag) if part)
