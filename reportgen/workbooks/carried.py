"""Rows of a Dataset as the values of cells: what stands there already, and the figures of the period before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from reportgen.content.periods import Period
from reportgen.contracts import ColumnSpec, ColumnType
from reportgen.dataset import DATE, DataTable
from reportgen.workbooks.wording import Wording

Values = Mapping[str, Any]


def all_rows(table: DataTable, fields: Sequence[str], say: Wording, keys: Sequence[str] | None) -> list[Values]:
    """Every row of a table by field, of these entities only where they are given."""
    frame = table.frame
    entity = table.spec.entity
    if keys is not None and entity is not None:
        frame = frame[frame[entity].isin(list(keys))]
    return _rows(table, frame, fields, say)


def rows_of_period(table: DataTable, period: Period, fields: Sequence[str], say: Wording) -> list[Values]:
    """The rows that lie in a period; of an entity that has several at different dates, those of the last date."""
    dates = table.frame[DATE]
    within = (dates >= pd.Timestamp(period.start)) & (dates < pd.Timestamp(period.end) + pd.Timedelta(days=1))
    frame = table.frame[within]
    entity = table.spec.entity
    if entity is not None and len(frame):
        last = frame.groupby(frame[entity].astype("object"))[DATE].transform("max")
        frame = frame[frame[DATE] == last]
    return _rows(table, frame, fields, say)


def _rows(table: DataTable, frame: pd.DataFrame, fields: Sequence[str], say: Wording) -> list[Values]:
    columns = {field: _cells(frame[field], table.spec.columns[field], say) for field in fields}
    return [{field: cells[index] for field, cells in columns.items()} for index in range(len(frame))]


def _cells(values: pd.Series[Any], column: ColumnSpec, say: Wording) -> list[Any]:
    known = set(column.choices)
    return [_cell(value, column.type, known, say) for value in values.astype("object").tolist()]


def _cell(value: Any, kind: ColumnType, choices: set[str], say: Wording) -> Any:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return date(value.year, value.month, value.day)
    if isinstance(value, bool):
        return say("Yes") if value else say("No")
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return say(value) if value in choices else str(value)
