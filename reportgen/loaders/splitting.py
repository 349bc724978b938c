"""The columns of a text table, split by pandas in pieces: a large file takes little more than its own size.

Whole numbers are read as such, which is quick; everything else stays as it is written, because 1.234 may be 1234.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.loaders.grid import RawColumn
from reportgen.loaders.headers import Headers

_ROWS = 100_000
# So many rows tell whether a column may hold whole numbers only; if it does not, it is read again.
_LOOKED_AT = 200
_WHOLE = re.compile(r"[+-]?\d{1,15}")


def records_of(data: bytes, delimiter: str) -> Iterator[list[str]]:
    """The records one by one, as lists of texts."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="ignore", newline="")
    return csv.reader(text, delimiter=delimiter)


def split_columns(
    data: bytes, delimiter: str, headers: Headers, wanted: Mapping[str, int], numeric: Sequence[str]
) -> tuple[dict[str, RawColumn], int] | None:
    """The wanted columns and the number of records below the header; None when pandas cannot split the text."""
    below = itertools.islice(records_of(data, delimiter), headers.row + 1, headers.row + 1 + _LOOKED_AT)
    whole = _whole_columns(list(below), {wanted[name] for name in numeric if name in wanted})
    try:
        columns, broken, count = _read(data, delimiter, headers, set(wanted.values()), whole)
        if broken:
            columns |= _read(data, delimiter, headers, broken, set())[0]
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, ValueError):
        return None
    return {name: columns[index] for name, index in wanted.items()}, count


def _whole_columns(rows: Sequence[Sequence[str]], indices: set[int]) -> set[int]:
    """Those of the columns in which the first rows hold whole numbers only."""
    return {
        index for index in indices if rows and all(len(row) > index and _WHOLE.fullmatch(row[index]) for row in rows)
    }


def _read(
    data: bytes, delimiter: str, headers: Headers, indices: set[int], whole: set[int]
) -> tuple[dict[int, RawColumn], set[int], int]:
    """The columns, those of `whole` that hold something else, and the number of records."""
    pieces = pd.read_csv(
        io.BytesIO(data),
        sep=delimiter,
        header=None,
        skiprows=headers.row + 1,
        names=list(range(len(headers.texts))),
        usecols=sorted(indices),
        # Not "category": pandas makes numbers of its categories, and 001001 would lose its zeros.
        dtype=dict.fromkeys(indices - whole, object),
        na_filter=False,
        index_col=False,
        skip_blank_lines=False,
        encoding="utf-8",
        chunksize=_ROWS,
        # In smaller pieces yet, a column could be numbers here and texts there.
        low_memory=False,
    )
    texts = {index: _Texts() for index in indices - whole}
    numbers: dict[int, list[NDArray[np.int64]]] = {index: [] for index in whole}
    count = 0
    with pieces:
        for piece in pieces:
            count += len(piece)
            for index, column in texts.items():
                column.add(piece[index].to_numpy(dtype=object))
            for index, parts in list(numbers.items()):
                if piece[index].dtype == np.dtype(np.int64):
                    parts.append(piece[index].to_numpy())
                else:
                    del numbers[index]
    columns = {index: column.column(index) for index, column in texts.items()}
    for index, parts in numbers.items():
        codes, values = pd.factorize(np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64))
        columns[index] = RawColumn(index, codes.astype(np.int64), values.tolist())
    return columns, whole - set(numbers), count


class _Texts:
    """A column of texts that comes in pieces."""

    def __init__(self) -> None:
        self.values: list[NDArray[np.object_]] = []
        self.codes: list[NDArray[np.int64]] = []
        self.count = 0

    def add(self, texts: NDArray[np.object_]) -> None:
        """The next rows."""
        codes, values = pd.factorize(texts)
        self.codes.append(codes + self.count)
        self.values.append(values)
        self.count += len(values)

    def column(self, index: int) -> RawColumn:
        """All rows."""
        if not self.codes:
            return RawColumn(index, np.zeros(0, dtype=np.int64), [])
        own, values = pd.factorize(np.concatenate(self.values))
        return RawColumn(index, own[np.concatenate(self.codes)].astype(np.int64), values.tolist())
