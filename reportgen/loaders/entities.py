"""What the tables say about entities: each once in the entity table, and known there when another table names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from reportgen.contracts import ColumnType, TimeKind
from reportgen.dataset import DATE, FILE, DataTable
from reportgen.errors import Problem, Severity
from reportgen.loaders.findings import MOST_ALIKE, shown
from reportgen.locations import CellLocation
from reportgen.project import Project

_SHOWN = 5


def check_entities(project: Project, tables: Mapping[str, DataTable]) -> list[Problem]:
    """Duplicate and empty keys are errors where a row stands for one entity; keys that the entity table does not
    know are told: their rows count in totals and in the group "not assigned"."""
    problems: list[Problem] = []
    master = project.entities
    for name, table in tables.items():
        is_master = master is not None and name == master.table
        key = master.key if is_master and master else table.spec.entity
        if key is None:
            continue
        if is_master or table.spec.time is TimeKind.STATIC:
            problems += _one_row_each(table, key)
        elif table.spec.time in (TimeKind.STOCK, TimeKind.CUMULATIVE):
            problems += _one_row_a_date(table, key)
        if master and not is_master and master.table in tables:
            problems += _strangers(table, key, tables[master.table], master.key)
    return problems


def _one_row_each(table: DataTable, key: str) -> Iterator[Problem]:
    keys = table.frame[key]
    empty = np.flatnonzero(keys.isna().to_numpy())
    if len(empty):
        yield Problem(
            Severity.ERROR,
            "empty-key",
            f"{len(empty)} rows have no key" if len(empty) > 1 else "A row has no key",
            _place(table, int(empty[0]), key),
            expected=f'a value in every row of "{key}"',
            hint="Fill in the key, or remove the row.",
        )
    again = np.flatnonzero((keys.duplicated(keep="first") & keys.notna()).to_numpy())
    yield from _duplicates(table, key, again, [key], Severity.ERROR)


def _one_row_a_date(table: DataTable, key: str) -> Iterator[Problem]:
    """Two rows of one entity and date that no other text tells apart would be counted twice."""
    fields = [
        field
        for field, column in table.spec.columns.items()
        if column.type in (ColumnType.TEXT, ColumnType.ID, ColumnType.BOOLEAN)
    ]
    by = [*dict.fromkeys([key, *fields]), *([DATE] if DATE in table.frame else [])]
    numbers = [
        table.frame[name].cat.codes if name in fields and _is_category(table, name) else table.frame[name]
        for name in by
    ]
    same = pd.concat(numbers, axis=1).duplicated(keep="first") & table.frame[key].notna()
    yield from _duplicates(table, key, np.flatnonzero(same.to_numpy()), by, Severity.WARNING)


def _is_category(table: DataTable, name: str) -> bool:
    return isinstance(table.frame[name].dtype, pd.CategoricalDtype)


def _duplicates(table: DataTable, key: str, rows: np.ndarray, by: list[str], severity: Severity) -> Iterator[Problem]:
    message = "The key stands twice" if severity is Severity.ERROR else "The entity has two rows for one date"
    expected = "one row per key" if severity is Severity.ERROR else "one row per entity and date"
    hint = "Remove one of the rows, or correct the key."
    if len(rows) > MOST_ALIKE:
        places = ", ".join(table.cell(int(row), key) for row in rows[:_SHOWN])
        found = ", ".join(dict.fromkeys(shown(table.frame[key].iloc[int(row)]) for row in rows[:_SHOWN]))
        message = f"{message}, in {len(rows)} rows: {places}, ..."
        yield Problem(
            severity, "duplicate-key", message, _place(table, int(rows[0]), key), f"{found}, ...", expected, hint
        )
        return
    for row in rows.tolist():
        value = table.frame[key].iloc[row]
        same = table.frame[by].iloc[:row].eq(table.frame[by].iloc[row]).all(axis=1)
        first = int(np.flatnonzero(same.to_numpy())[0]) if same.any() else row
        where = (
            f"{table.cell(first, key)}"
            if table.frame[FILE].iloc[first] == table.frame[FILE].iloc[row]
            else str(_place(table, first, key))
        )
        yield Problem(
            severity,
            "duplicate-key",
            f"{message}; the first is in {where}",
            _place(table, row, key),
            shown(value),
            expected,
            hint,
        )


def _strangers(table: DataTable, key: str, master: DataTable, master_key: str) -> Iterator[Problem]:
    keys = table.frame[key]
    unknown = np.flatnonzero((~keys.isin(master.frame[master_key].dropna().unique())).to_numpy())
    if not len(unknown):
        return
    values = list(dict.fromkeys("no key" if value is np.nan else str(value) for value in keys.iloc[unknown]))
    more = ", ..." if len(values) > _SHOWN else ""
    what = "rows name entities" if len(unknown) > 1 else "row names an entity"
    yield Problem(
        Severity.NOTICE,
        "unknown-entity",
        f'{len(unknown)} {what} that "{master.name}" does not have; '
        'they count in the total and in the group "not assigned"',
        _place(table, int(unknown[0]), key),
        found=", ".join(values[:_SHOWN]) + more,
        expected=f'keys of "{master.name}"',
        hint="Add them to the entity table, or correct the keys.",
    )


def _place(table: DataTable, row: int, key: str) -> CellLocation:
    file = table.files[int(table.frame[FILE].iloc[row])]
    return CellLocation(file.file, file.sheet, table.cell(row, key))
