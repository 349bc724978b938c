"""The columns of a text table, split by pandas in pieces: a large file takes little more than its own size.

How a column is read follows from its first rows: whole numbers and decimals as such, texts that come again as
categories, which is quick. A column that turns out otherwise is read once more as it is written, because 1.234 may be
1234 and 001 is no number.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.loaders.grid import Codes, RawColumn
from reportgen.loaders.headers import Headers
from reportgen.loaders.plain import PlainNumbers, may_name_numbers
from reportgen.loaders.written import decimal_signs

_ROWS = 100_000
# So many rows tell how a column is read at first.
_LOOKED_AT = 200
_WHOLE = re.compile(r"[+-]?\d{1,15}")
_DECIMAL = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?")


def records_of(data: bytes, delimiter: str) -> Iterator[list[str]]:
    """The records one by one, as lists of texts."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="ignore", newline="")
    return csv.reader(text, delimiter=delimiter)


def split_columns(
    data: bytes,
    delimiter: str,
    headers: Headers,
    wanted: Mapping[str, int],
    numeric: Collection[str],
    pointed: Collection[str],
) -> tuple[dict[str, RawColumn], int] | None:
    """The wanted columns and the number of records below the header; None when pandas cannot split the text.

    `numeric` may be read as whole numbers, `pointed` also as numbers with a decimal point.
    """
    below = itertools.islice(records_of(data, delimiter), headers.row + 1, headers.row + 1 + _LOOKED_AT)
    rows = list(below)
    numbers = {wanted[name] for name in numeric if name in wanted}
    decimals = {wanted[name] for name in pointed if name in wanted}
    columns: dict[int, _Column] = {
        index: _column(_cells(rows, index), index in numbers, index in decimals) for index in set(wanted.values())
    }
    try:
        count = _read(data, delimiter, headers, columns)
        broken = {index: _Texts() for index, column in columns.items() if column.is_broken}
        if broken:
            _read(data, delimiter, headers, broken)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, ValueError):
        return None
    # One array for all columns of numbers.
    numbered = np.arange(count)
    made = {index: column.made(index, numbered) for index, column in (columns | broken).items()}
    return {name: made[index] for name, index in wanted.items()}, count


def _cells(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index] if len(row) > index else "" for row in rows]


def _column(cells: Sequence[str], is_number: bool, is_pointed: bool) -> _Column:
    """How to read a column that starts with these cells."""
    if is_number and cells and all(map(_WHOLE.fullmatch, cells)):
        return _Whole()
    filled = [cell for cell in cells if cell]
    if is_pointed and all(map(_DECIMAL.fullmatch, filled)) and any(decimal_signs(cell) == "." for cell in filled):
        return _Decimals()
    # Of many different texts pandas makes categories in more time than texts; of codes in digits it makes numbers.
    repeated = 2 * len(set(cells)) < len(cells)
    return _Categories() if repeated and not all(may_name_numbers([cell]) for cell in filled) else _Texts()


class _Column(Protocol):
    """A column that comes in pieces."""

    dtype: Any
    blanks: bool
    is_broken: bool

    def add(self, piece: pd.Series[Any]) -> None:
        """The next rows."""

    def made(self, index: int, rows: Codes) -> RawColumn:
        """All of its cells; `rows` counts them."""


def _read(data: bytes, delimiter: str, headers: Headers, columns: Mapping[int, _Column]) -> int:
    """Fill the columns; the number of records."""
    count = 0
    emptied: Any = {index: [""] for index, column in columns.items() if column.blanks}
    with pd.read_csv(
        io.BytesIO(data),
        sep=delimiter,
        header=None,
        skiprows=headers.row + 1,
        names=list(range(len(headers.texts))),
        usecols=sorted(columns),
        dtype={index: column.dtype for index, column in columns.items() if column.dtype is not None},
        keep_default_na=False,
        na_values=emptied,
        na_filter=bool(emptied),
        index_col=False,
        skip_blank_lines=False,
        encoding="utf-8",
        chunksize=_ROWS,
        # In smaller pieces yet, a column could be numbers here and texts there.
        low_memory=False,
    ) as pieces:
        for piece in pieces:
            count += len(piece)
            for index, column in columns.items():
                if not column.is_broken:
                    column.add(piece[index])
    return count


class _Whole:
    """Whole numbers in every row."""

    dtype: Any = None
    blanks = False

    def __init__(self) -> None:
        self.parts: list[NDArray[Any]] = []
        self.is_broken = False

    def add(self, piece: pd.Series[Any]) -> None:
        self._add(piece.to_numpy() if piece.dtype == np.dtype(np.int64) else None)

    def _add(self, numbers: NDArray[Any] | None) -> None:
        self.is_broken = numbers is None
        self.parts = [] if numbers is None else [*self.parts, numbers]

    def made(self, index: int, rows: Codes) -> RawColumn:
        return RawColumn(index, rows, PlainNumbers(np.concatenate(self.parts) if self.parts else np.zeros(0)))


class _Decimals(_Whole):
    """Numbers with a decimal point, whole ones and empty cells among them."""

    blanks = True

    def add(self, piece: pd.Series[Any]) -> None:
        numbers = piece.to_numpy(dtype=np.float64) if piece.dtype.kind in "fi" else None
        # What is beyond all numbers has to be asked about.
        self._add(None if numbers is None or np.isinf(numbers).any() else numbers)


class _Texts:
    """Texts as they are written."""

    dtype: Any = object
    blanks = False
    is_broken = False

    def __init__(self) -> None:
        self.values: list[NDArray[np.object_]] = []
        self.codes: list[NDArray[np.int64]] = []
        self.count = 0

    def add(self, piece: pd.Series[Any]) -> None:
        self._add(*pd.factorize(piece.to_numpy(dtype=object)))

    def _add(self, codes: NDArray[Any], values: NDArray[np.object_]) -> None:
        self.codes.append(codes + self.count)
        self.values.append(values)
        self.count += len(values)

    def made(self, index: int, rows: Codes) -> RawColumn:
        if not self.codes:
            return RawColumn(index, np.zeros(0, dtype=np.int64), [])
        own, values = pd.factorize(np.concatenate(self.values))
        return RawColumn(index, own[np.concatenate(self.codes)].astype(np.int64, copy=False), values.tolist())


class _Categories(_Texts):
    """Few texts that come again and again."""

    dtype: Any = "category"

    def add(self, piece: pd.Series[Any]) -> None:
        texts = piece.cat.categories
        # pandas makes numbers of categories that all look like numbers: 001 would lose its zeros.
        self.is_broken = texts.dtype.kind not in "OT" and not isinstance(texts.dtype, pd.StringDtype)
        if not self.is_broken:
            # In the order in which they come, as everywhere; pandas sorts them.
            codes, first = pd.factorize(piece.cat.codes.to_numpy().astype(np.int64))
            self._add(codes, texts.to_numpy(dtype=object)[first])
