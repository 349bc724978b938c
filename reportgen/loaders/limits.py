"""The limits that contracts declare, checked again: what is pasted into a workbook goes around Excel's own checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.contracts import ColumnSpec, ColumnType
from reportgen.dataset import FILE, DataTable
from reportgen.errors import Problem, Severity
from reportgen.loaders.findings import MOST_ALIKE, Cells, shown, with_each
from reportgen.loaders.table_parts import parts_by_value
from reportgen.locations import CellLocation


def check_limits(tables: Mapping[str, DataTable]) -> list[Problem]:
    """A warning for every cell beyond the smallest or largest number, above or before the column that bounds it, and
    for every value that is not among the choices."""
    return [
        problem
        for table in tables.values()
        for field, column in table.spec.columns.items()
        for problem in _of_column(table, field, column)
    ]


def _of_column(table: DataTable, field: str, column: ColumnSpec) -> Iterator[Problem]:
    if column.type.is_number:
        bounded = bool(column.at_most) and column.at_most in table.frame
        if column.minimum is None and column.maximum is None and not bounded:
            return
        values = table.frame[field].to_numpy(dtype=np.float64)
        with np.errstate(invalid="ignore"):
            if column.minimum is not None:
                small = values < float(column.minimum)
                yield from _told(
                    table, field, small, "too-small", "The number is too small", f"{column.minimum} or more"
                )
            if column.maximum is not None:
                large = values > float(column.maximum)
                yield from _told(
                    table, field, large, "too-large", "The number is too large", f"{column.maximum} or less"
                )
            if bounded:
                bound = table.frame[column.at_most].to_numpy(dtype=np.float64)
                name = _name(table, column.at_most)
                message = f"The number is more than {name}"
                yield from _told(table, field, values > bound, "more-than-whole", message, f"at most {name}")
    elif column.type is ColumnType.DATE and column.not_before and column.not_before in table.frame:
        days, first = table.frame[field].to_numpy(), table.frame[column.not_before].to_numpy()
        early = ~np.isnat(days) & ~np.isnat(first) & (days.astype("datetime64[D]") < first.astype("datetime64[D]"))
        name = _name(table, column.not_before)
        yield from _told(table, field, early, "too-early", f"The date lies before {name}", f"{name} or later")
    elif column.choices and not column.others:
        # Few texts stand in many rows.
        cells = table.frame[field].array
        held = cells if isinstance(cells, pd.Categorical) else pd.Categorical(cells)
        known = {choice.casefold() for choice in column.choices}
        strange = [str(text).casefold() not in known for text in held.categories]
        if any(strange):
            rows = np.array([*strange, False])[held.codes]
            expected = f"one of {', '.join(column.choices)}"
            yield from _told(table, field, rows, "not-a-choice", "The value is none of the list", expected)


def _told(
    table: DataTable, field: str, rows: NDArray[np.bool_], code: str, message: str, expected: str
) -> Iterator[Problem]:
    places = np.flatnonzero(rows).tolist()
    parts: list[Cells] = []
    one = message
    if len(places) > MOST_ALIKE:
        cells = ", ".join(table.cell(place, field) for place in places[:5])
        values = [_said(value) for value in table.frame[field].iloc[places]]
        parts = parts_by_value(table, field, np.array(places), values, {})
        message, places = f"{message}, in {len(places)} cells of this column: {cells}, ...", places[:1]
    for place in places:
        file = table.files[int(table.frame[FILE].iloc[place])]
        said = _said(table.frame[field].iloc[place])
        where = CellLocation(file.file, file.sheet, table.cell(place, field))
        hint = "Correct the cell, or the one beside it."
        told = Problem(Severity.WARNING, code, message, where, said, expected, hint)
        yield with_each(told, parts, one) if parts else told


def _said(found: object) -> str:
    return f"{found:g}" if isinstance(found, float) else shown(str(found).removesuffix(" 00:00:00"))


def _name(table: DataTable, field: str) -> str:
    column = table.spec.columns[field]
    return f'"{column.header or column.label or field}"'
