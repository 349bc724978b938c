"""Cells with addresses: what every reader gives, whatever the file's format.

A column holds each distinct value once and a code per row, so that texts are understood once however
often they occur: a month's file repeats few values.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.loaders.plain import PlainNumbers

Codes: TypeAlias = NDArray[np.int64]
# A short text in CPython, with its place in a list.
_CELL_BYTES = 70
# Up to so many combinations of values are counted one by one, which takes 80 MB; more are sorted.
_COUNTED = 10_000_000


@dataclass(frozen=True, slots=True)
class RawColumn:
    """The cells of a column below the header: row i holds values[codes[i]]. `index` counts the columns from 0.

    The values are distinct, but for plain numbers."""

    index: int
    codes: Codes
    values: Sequence[Any]

    @property
    def letter(self) -> str:
        return column_letter(self.index)

    @property
    def alike(self) -> NDArray[Any]:
        """An array in which rows are the same where their cells are."""
        return self.values.array[self.codes] if isinstance(self.values, PlainNumbers) else self.codes


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns that were asked for, by header as asked; `rows` are the row numbers as a person sees them.

    `label` is the table's first column where nobody asked for it: a total is named there. `alone` marks records of one
    cell in a text table of several columns: no row of data has so few. `above` is what stands above the headers.
    """

    sheet: str
    header_row: int
    rows: Codes
    columns: Mapping[str, RawColumn]
    label: RawColumn | None = None
    alone: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    above: str = ""

    def __post_init__(self) -> None:
        if not len(self.alone):
            object.__setattr__(self, "alone", np.zeros(len(self.rows), dtype=bool))

    def repeated(self, headers: Sequence[str]) -> NDArray[np.bool_]:
        """Which rows have the same cells as an earlier one in some columns."""
        codes = pd.DataFrame({header: self.columns[header].alike for header in headers}, copy=False)
        return codes.duplicated().to_numpy()

    def repetitions(self, headers: Sequence[str]) -> int:
        """How many rows have the same cells as an earlier one in some columns."""
        columns = [self.columns[header] for header in headers]
        kinds = math.prod(len(column.values) for column in columns)
        if not columns or kinds > _COUNTED or any(isinstance(column.values, PlainNumbers) for column in columns):
            return int(self.repeated(headers).sum())
        together = np.zeros(len(self.rows), dtype=np.int64)
        for column in columns:
            together = together * len(column.values) + column.codes
        return len(together) - int(np.count_nonzero(np.bincount(together)))

    @property
    def weight(self) -> int:
        """About how many bytes it takes in memory."""
        return sum(column.codes.nbytes + _weight(column.values) for column in self.columns.values())


def column_letter(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def distinct_over(columns: Sequence[RawColumn]) -> tuple[Codes, Sequence[Any]]:
    """The codes and distinct values of several columns, one below the other."""
    if len(columns) == 1:
        return columns[0].codes, columns[0].values
    plain = [column.values for column in columns if isinstance(column.values, PlainNumbers)]
    starts = np.cumsum([0, *(len(column.values) for column in columns[:-1])])
    if len(plain) == len(columns):
        together = PlainNumbers(np.concatenate([numbers.array for numbers in plain]))
        return np.concatenate([column.codes + start for column, start in zip(columns, starts, strict=True)]), together
    own, distincts = distinct([value for column in columns for value in column.values])
    codes = [own[column.codes + start] for column, start in zip(columns, starts, strict=True)]
    return np.concatenate(codes).astype(np.int64), distincts


def distinct(cells: Sequence[Any]) -> tuple[Codes, list[Any]]:
    """The codes and distinct values of cells; values of different types stay apart (True is not 1)."""
    kinds = set(map(type, cells))
    # pandas compares by value: only a column that mixes booleans with numbers needs the types looked at.
    if bool not in kinds or kinds <= {bool, str}:
        objects = np.empty(len(cells), dtype=object)
        objects[:] = cells
        own, merged = pd.factorize(objects, use_na_sentinel=False)
        return own.astype(np.int64), merged.tolist()
    known: dict[tuple[type, Any], int] = {}
    codes = [known.setdefault((type(cell), cell), len(known)) for cell in cells]
    return np.array(codes, dtype=np.int64), [value for _, value in known]


def is_blank(value: Any) -> bool:
    """True for an empty cell, or one that holds blanks only (also no-break spaces)."""
    return value is None or (isinstance(value, str) and not value.strip())


def _weight(cells: Sequence[Any]) -> int:
    return int(cells.array.nbytes) if isinstance(cells, PlainNumbers) else _CELL_BYTES * len(cells)


def blanks(cells: Sequence[Any]) -> NDArray[np.bool_]:
    """Which cells are blank."""
    if isinstance(cells, PlainNumbers):
        return cells.blanks
    # is_blank written out: a call for each of a hundred thousand texts takes as long as splitting the file.
    return np.array([cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells], dtype=bool)


def filled_rows(columns: Sequence[RawColumn], count: int) -> NDArray[np.bool_]:
    """Which rows hold anything in one of the columns."""
    filled = np.zeros(count, dtype=bool)
    for column in columns:
        blank = blanks(column.values)
        if not blank.any():
            return np.ones(count, dtype=bool)
        filled |= ~blank[column.codes]
    return filled


def keep_rows(column: RawColumn, keep: NDArray[np.bool_]) -> RawColumn:
    """The column with those rows only, and with the values that they hold: what stands in an example row or a total
    says nothing of how the others are written."""
    codes, values = column.codes[keep], column.values
    if isinstance(values, PlainNumbers):
        return RawColumn(column.index, codes, values)
    held = np.zeros(len(values), dtype=bool)
    held[codes] = True
    if held.all():
        return RawColumn(column.index, codes, values)
    return RawColumn(
        column.index, (np.cumsum(held) - 1)[codes], [values[place] for place in np.flatnonzero(held).tolist()]
    )


def grid_of(
    sheet: str,
    header_row: int,
    rows: Codes,
    columns: Mapping[str, RawColumn],
    label: RawColumn | None,
    alone: NDArray[np.bool_],
    above: str = "",
) -> Grid:
    """A grid of the rows that are not empty."""
    keep = filled_rows(list(columns.values()), len(rows))
    whole = Grid(sheet, header_row, rows, columns, label, alone, above)
    return whole if keep.all() else without_rows(whole, ~keep)


def without_rows(grid: Grid, gone: NDArray[np.bool_]) -> Grid:
    """The grid without some rows."""
    keep = ~gone
    columns = {name: keep_rows(column, keep) for name, column in grid.columns.items()}
    label = keep_rows(grid.label, keep) if grid.label else None
    return replace(grid, rows=grid.rows[keep], columns=columns, label=label, alone=grid.alone[keep])
