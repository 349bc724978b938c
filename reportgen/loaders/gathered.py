"""Rows of cells -> columns, some thousand cells at a time.

A sheet of two million cells is two million Python objects. Made and used up piece by piece they stay in the
processor's cache and take no memory; together they take a quarter of a gigabyte and twice the time.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.contracts import ColumnSpec
from reportgen.loaders.grid import Codes, RawColumn
from reportgen.loaders.plain import plain_numbers

# With 12 columns their cells take half a megabyte; 2,000 rows take half as long again for each.
_ROWS = 500
# Cells of so many columns are put in one list for each column that is asked for; beyond it, rows are looked into.
_WIDTHS = 4


class Gathered:
    """A column that grows: one array while its cells are plain numbers as `plain` asks for, else its distinct values
    and a code per row."""

    def __init__(self, index: int, plain: ColumnSpec | None = None) -> None:
        self.index = index
        self._plain = plain
        self._numbers: list[NDArray[Any]] = []
        self._known = _Known()
        self._codes: list[Codes] = []

    def add(self, cells: Sequence[Any]) -> None:
        """The cells of the next rows."""
        if self._plain is not None:
            if set(map(type, cells)) == {float}:
                self._numbers.append(np.array(cells, dtype=np.float64))
                return
            self._understand_all()
        self._codes.append(self._known.codes(cells))

    def _understand_all(self) -> None:
        """One that is no plain number makes all of them cells to be understood."""
        self._plain = None
        self._codes = [self._known.codes(array.tolist()) for array in self._numbers]

    def raw(self, left: int, numbered: Codes) -> RawColumn:
        """The column of a sheet whose cells begin in column `left`; `numbered` counts the rows from 0."""
        index = self.index + left
        if self._plain is not None and self._numbers:
            numbers = plain_numbers(np.concatenate(self._numbers), self._plain)
            if numbers is not None:
                return RawColumn(index, numbered, numbers)
            self._understand_all()
        codes = np.concatenate(self._codes) if self._codes else np.zeros(0, dtype=np.int64)
        return RawColumn(index, codes, self._known.values())


def gather(columns: Sequence[Gathered], rows: Iterable[Sequence[Any]], first: int) -> int:
    """Give each column its cells of all rows from the first on, "" where a row is too short; how many rows."""
    remaining = itertools.islice(rows, first, None)
    count = 0
    while block := list(itertools.islice(remaining, _ROWS)):
        count += len(block)
        widths = set(map(len, block))
        width = max(widths)
        # All rows of a workbook are equally long. In one long list a column is every so-manieth cell, which is had in
        # half the time of looking into every row.
        if len(widths) == 1 and 0 < width <= _WIDTHS * len(columns):
            together = list(itertools.chain.from_iterable(block))
            for column in columns:
                column.add(together[column.index :: width] if column.index < width else [""] * len(block))
        else:
            for column in columns:
                column.add([row[column.index] if column.index < len(row) else "" for row in block])
    return count


class _Known(dict[Any, int]):
    """A number for every distinct value, in the order in which they are first seen; True is not 1."""

    def __missing__(self, key: Any) -> int:
        self[key] = number = len(self)
        return number

    def codes(self, cells: Sequence[Any]) -> Codes:
        keys = cells
        if bool in set(map(type, cells)):
            # Python finds True where 1 is known: a key of its own keeps them apart.
            keys = [(cell,) if isinstance(cell, bool) else cell for cell in cells]
        return np.fromiter(map(self.__getitem__, keys), dtype=np.int64, count=len(keys))

    def values(self) -> list[Any]:  # type: ignore[override]
        return [key[0] if isinstance(key, tuple) else key for key in self]
