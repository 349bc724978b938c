"""What a project file says and nobody can use: the parts that were left out so that the rest can be looked at.

Whoever reads formulas, data or templates asks here before calling a name unknown: it may be one that the file
declares, only not well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

# Without these the files of a table cannot be read, or not as they are meant.
_READING = ("files", "contract", "columns", "sheet", "table", "encoding", "delimiter", "decimal", "missing")
# Without these it is not known how the rows of a table count.
_COUNTING = ("contract", "columns", "time", "date", "entity")


@dataclass(frozen=True, slots=True)
class Aside:
    """Paths of the project file that were left out, such as ("kpis", "reach", "unit")."""

    paths: frozenset[Path] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.paths)

    def has(self, *path: str | int) -> bool:
        """True when the part at path, or one that contains it, was left out."""
        return any(path[:length] in self.paths for length in range(1, len(path) + 1))

    def touches(self, *path: str | int) -> bool:
        """True when the part at path, one that contains it, or something inside it was left out."""
        return self.has(*path) or any(left[: len(path)] == path for left in self.paths)

    def names(self, *path: str | int) -> tuple[str, ...]:
        """The entries of the part at path that were left out, sorted."""
        below = {left[len(path)] for left in self.paths if len(left) == len(path) + 1 and left[: len(path)] == path}
        return tuple(sorted(str(name) for name in below))

    def unreadable(self, table: str) -> bool:
        """True when what is left of the table does not say how its files are to be read."""
        return any(self.has("tables", table, key) for key in _READING)

    def uncounted(self, table: str) -> bool:
        """True when what is left of the table does not say what its rows mean to a formula."""
        return any(self.has("tables", table, key) for key in _COUNTING)

    def declares(self, column: str) -> bool:
        """True when a table or column that was left out has, or may have, this name."""
        return any(self._may_be(path, column) for path in self.paths if path[0] == "tables")

    def _may_be(self, path: Path, column: str) -> bool:
        if len(path) == 4:
            return path[2:] == ("columns", column)
        whole = len(path) < 3 or path[2] in ("columns", "contract")
        # Where the columns of a table are known by name, they stand among the paths one by one.
        return whole and not self.names(*path[:2], "columns")
