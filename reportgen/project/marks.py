"""Where the values of a project file stand: a tree of marks beside the tree of values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from reportgen.locations import CellLocation, Location, Passage, TextLocation

Tree: TypeAlias = "str | dict[str, Tree] | list[Tree]"


@dataclass(slots=True)
class Mark:
    """A value's first character (line and column from 1), its key's, and the marks of what it contains; of a text over
    several lines also the starts of its parts, as in a Passage; of a value of setup.xlsx its `cell`."""

    line: int
    column: int
    key_line: int = 0
    key_column: int = 0
    children: dict[str, Mark] | list[Mark] = field(default_factory=dict)
    starts: tuple[tuple[int, int, int], ...] = ()
    cell: CellLocation | None = None

    def child(self, step: str | int) -> Mark | None:
        """The mark of an entry of a mapping or an item of a list."""
        if isinstance(self.children, dict):
            return self.children.get(str(step))
        return self.children[step] if isinstance(step, int) and 0 <= step < len(self.children) else None


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a file."""

    file: str
    root: Mark = field(default_factory=lambda: Mark(1, 1))

    def where(self, *path: str | int) -> Location:
        """Where the value at path starts, or the nearest part of the file that contains it."""
        mark = self.nearest(*path)[0]
        return mark.cell or TextLocation(self.file, mark.line, mark.column)

    def passage(self, *path: str | int) -> Passage:
        """Where each part of the text at path stands."""
        mark = self.nearest(*path)[0]
        return Passage(self.file, mark.starts or ((0, mark.line, mark.column),), mark.cell)

    def key(self, *path: str | int) -> Location:
        """Where the key of the entry at path starts."""
        mark = self.nearest(*path)[0]
        return mark.cell or TextLocation(self.file, mark.key_line or mark.line, mark.key_column or mark.column)

    def nearest(self, *path: str | int) -> tuple[Mark, tuple[str | int, ...]]:
        """The deepest mark on the path, and the steps that lead to it; steps that are not in the file are skipped."""
        mark, taken = self.root, list[str | int]()
        for step in path:
            child = mark.child(step)
            if child is not None:
                mark = child
                taken.append(step)
        return mark, tuple(taken)
