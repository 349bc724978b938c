"""Rows of a table -> the cells of a column, in the files from which they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.dataset import FILE, ROW, DataTable
from reportgen.loaders.findings import LINES, Cells, by_value


def parts_of(table: DataTable, field: str, rows: NDArray[np.int64], found: str, hint: str = "") -> list[Cells]:
    """The cells of a field in some rows, which say the same, file by file."""
    files = table.frame[FILE].to_numpy(dtype=np.int64)[rows]
    numbers = table.frame[ROW].to_numpy(dtype=np.int64)[rows]
    return [
        Cells(file.file, file.sheet, file.columns.get(field, ""), numbers[files == index], found, hint)
        for index, file in enumerate(table.files)
        if (files == index).any()
    ]


def parts_by_value(
    table: DataTable, field: str, rows: NDArray[np.int64], values: Sequence[str], hints: Mapping[str, str]
) -> list[Cells]:
    """The cells of a field in some rows, of which `values` says what each holds, value by value."""
    codes, kinds = pd.factorize(np.array(values, dtype=object))
    groups = by_value(codes)
    parts = [
        part
        for code, places in groups[:LINES]
        for part in parts_of(table, field, rows[places], kinds[code], hints.get(kinds[code], ""))
    ]
    rest = [places for _, places in groups[LINES:]]
    return parts + (parts_of(table, field, rows[np.sort(np.concatenate(rest))], f"{len(rest)} others") if rest else [])
