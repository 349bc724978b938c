"""Columns of plain numbers, kept as one array: nothing in them has to be understood cell by cell.

Their cells are not made distinct, because there is nothing to understand once for all alike. One of them is still had
as everywhere, as a Python number or an empty text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from reportgen.contracts import ColumnSpec, ColumnType, TableSpec


class PlainNumbers(Sequence[Any]):
    """Cells that are finite numbers or empty; in the array an empty cell is NaN. Nobody changes the array."""

    __slots__ = ("array", "blanks")

    def __init__(self, array: NDArray[Any]) -> None:
        self.array = array
        self.blanks: NDArray[np.bool_] = np.isnan(array) if self.has_points else np.zeros(len(array), np.bool_)

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return PlainNumbers(self.array[index])
        return _cell(self.array[index].item())

    def __iter__(self) -> Iterator[Any]:
        return map(_cell, self.array.tolist()) if self.blanks.any() else iter(self.array.tolist())

    @property
    def has_points(self) -> bool:
        """False when all are whole numbers by their type."""
        return bool(self.array.dtype.kind == "f")

    def floats(self) -> NDArray[np.float64]:
        """The numbers in an array of their own."""
        return self.array.astype(np.float64, copy=True)


def _cell(number: Any) -> Any:
    return "" if isinstance(number, float) and math.isnan(number) else number


def is_plain(spec: TableSpec, column: ColumnSpec) -> bool:
    """True for a column of which plain numbers can be read as they stand, and nothing is to be said about one."""
    if not column.type.is_number or column.type is ColumnType.PERCENT:
        return False
    return not may_name_numbers((*spec.missing_texts(column), *column.zero))


def plain_numbers(array: NDArray[np.float64], column: ColumnSpec) -> PlainNumbers | None:
    """The numbers of a workbook's column; None when they are no finite ones, or fractions in a count."""
    fractions = column.type is ColumnType.COUNT and (array != np.trunc(array)).any()
    return None if fractions or not np.isfinite(array).all() else PlainNumbers(array)


def may_name_numbers(texts: Iterable[str]) -> bool:
    """True when one of the texts may stand in a column of plain numbers: "0" or "-1" for a missing value."""
    return any(map(_is_number, texts))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
