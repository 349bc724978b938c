"""Values of one field that stand in several columns: a header that comes several times, a name in two parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from reportgen.contracts import ColumnSpec, ColumnType, TableSpec
from reportgen.loaders.grid import Grid, RawColumn, distinct, is_blank
from reportgen.loaders.headers import REPEATED

# As Microsoft Forms joins several answers to one question.
_JOINT = "; "


def with_repeated_joined(grid: Grid) -> Grid:
    """The grid with one column for each header that came several times: the texts of a row, each once."""
    repeated: dict[str, list[RawColumn]] = {}
    for name, column in grid.columns.items():
        first, mark, _ = name.partition(REPEATED)
        if mark:
            repeated.setdefault(first, [grid.columns[first]]).append(column)
    if not repeated:
        return grid
    columns = {name: column for name, column in grid.columns.items() if REPEATED not in name}
    for name, parts in repeated.items():
        columns[name] = _joined(parts)
    return replace(grid, columns=columns)


def _joined(parts: Sequence[RawColumn]) -> RawColumn:
    rows = zip(*([part.values[code] for code in part.codes.tolist()] for part in parts), strict=True)
    texts = [_JOINT.join(dict.fromkeys(str(cell).strip() for cell in row if not is_blank(cell))) for row in rows]
    codes, values = distinct(texts)
    return RawColumn(parts[0].index, codes, values)


def fill_from_others(spec: TableSpec, columns: dict[str, Any]) -> None:
    """Put in place of empty cells what other fields of the row say, where the contract names such fields."""
    for field, column in spec.columns.items():
        if column.filled_from and column.type in (ColumnType.TEXT, ColumnType.ID):
            columns[field] = _filled(column, columns, field)


def _filled(column: ColumnSpec, columns: Mapping[str, Any], field: str) -> pd.Categorical:
    own = np.asarray(columns[field], dtype=object)
    others = [np.asarray(columns[other], dtype=object) for other in column.filled_from]
    texts = [
        value if isinstance(value, str) else " ".join(part for part in parts if isinstance(part, str)) or None
        for value, *parts in zip(own, *others, strict=True)
    ]
    codes, categories = pd.factorize(np.array(texts, dtype=object))
    return pd.Categorical.from_codes(codes, categories=pd.Index(categories, dtype=object))
