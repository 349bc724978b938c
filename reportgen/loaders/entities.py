"""What the tables say about entities: each once in the entity table, and known there when another table names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.contracts import ColumnType, TimeKind
from reportgen.dataset import DATE, FILE, DataTable
from reportgen.errors import Problem, Severity
from reportgen.loaders.aliases import FILE_NAME
from reportgen.loaders.findings import MOST_ALIKE, Cells, shown, with_each
from reportgen.loaders.suggestions import nearest_entities
from reportgen.loaders.table_parts import parts_by_value, parts_of
from reportgen.locations import CellLocation
from reportgen.project import Entities, Project

_SHOWN = 5
# To look for what was meant among thousands of names takes a second for this many.
_LOOKED_UP = 300
# Events may repeat an entity; that one in a hundred does, while all others occur once, looks like a slip.
_RARE = 0.01
_NAMES = (ColumnType.TEXT, ColumnType.ID, ColumnType.BOOLEAN)


@dataclass(frozen=True, slots=True)
class _Repetition:
    """How a repeated key is told."""

    severity: Severity
    message: str
    expected: str
    by: Sequence[str]


def check_entities(project: Project, tables: Mapping[str, DataTable], aliases: str = "") -> list[Problem]:
    """Duplicate and empty keys are errors where a row stands for one entity; keys that the entity table does not
    know are told: their rows count in totals and in the group "not assigned"."""
    problems: list[Problem] = []
    master = project.entities
    for name, table in tables.items():
        is_master = master is not None and name == master.table
        key = master.key if is_master and master else table.spec.entity
        # A column that a file does not have was told when the file was read.
        if key is None or not all(key in file.columns for file in table.files):
            continue
        problems += _repetitions(table, key, is_master)
        if master and not is_master and master.table in tables:
            known = _names(tables[master.table], master)
            problems += _strangers(table, key, tables[master.table].name, known, aliases or FILE_NAME)
    return problems


def _repetitions(table: DataTable, key: str, is_master: bool) -> Iterator[Problem]:
    if is_master or table.spec.time is TimeKind.STATIC:
        yield from _empty_keys(table, key)
        how = _Repetition(Severity.ERROR, "stands twice", "one row per key", [key])
        yield from _told(table, key, _repeated(table, key, how.by), how)
    elif table.spec.time in (TimeKind.STOCK, TimeKind.CUMULATIVE):
        how = _one_row_a_date(table, key)
        yield from _told(table, key, _repeated(table, key, how.by), how)
    elif table.spec.time is TimeKind.EVENTS:
        rows = _repeated(table, key, [key])
        if len(rows) <= max(1, _RARE * len(table.frame)) and len(table.frame) > MOST_ALIKE:
            expected = "one row, as all or nearly all others have"
            yield from _told(table, key, rows, _Repetition(Severity.WARNING, "has two rows", expected, [key]))


def _empty_keys(table: DataTable, key: str) -> Iterator[Problem]:
    empty = np.flatnonzero(table.frame[key].isna().to_numpy())
    if len(empty):
        yield Problem(
            Severity.ERROR,
            "empty-key",
            f"{len(empty)} rows have no key" if len(empty) > 1 else "A row has no key",
            _place(table, int(empty[0]), key),
            expected=f'a value in every row of "{key}"',
            hint="Fill in the key, or remove the row.",
        )


def _one_row_a_date(table: DataTable, key: str) -> _Repetition:
    """Two rows of one entity and date that no other text tells apart would be counted twice."""
    names = [field for field, column in table.spec.columns.items() if column.type in _NAMES]
    by = [*dict.fromkeys([key, *names]), *([DATE] if DATE in table.frame else [])]
    return _Repetition(Severity.WARNING, "has two rows for one date", "one row per entity and date", by)


def _repeated(table: DataTable, key: str, by: Sequence[str]) -> NDArray[np.int64]:
    """The rows whose values of `by` stood in an earlier row."""
    columns = [_codes(table.frame[name]) for name in by]
    same = pd.concat(columns, axis=1).duplicated(keep="first") & table.frame[key].notna()
    return np.flatnonzero(same.to_numpy())


def _codes(column: pd.Series) -> pd.Series:
    """Small numbers compare faster than texts."""
    return column.cat.codes if isinstance(column.dtype, pd.CategoricalDtype) else column


def _told(table: DataTable, key: str, rows: NDArray[np.int64], how: _Repetition) -> Iterator[Problem]:
    hint = "Remove one of the rows, or correct the key."
    keys = table.frame[key]
    if len(rows) > MOST_ALIKE:
        places = ", ".join(table.cell(int(row), key) for row in rows[:_SHOWN])
        found = ", ".join(dict.fromkeys(shown(keys.iloc[int(row)]) for row in rows[:_SHOWN]))
        message = f"{len(rows)} rows repeat a key that {how.message}: {places}, ..."
        place = _place(table, int(rows[0]), key)
        told = Problem(how.severity, "duplicate-key", message, place, f"{found}, ...", how.expected, hint)
        yield with_each(told, [part for row in rows for part in _parts(table, key, row)])
        return
    for row in rows.tolist():
        place = _place(table, row, key)
        first = _place(table, _first_alike(table, row, how.by), key)
        where = first.cell if (first.file, first.sheet) == (place.file, place.sheet) else str(first)
        message = f"The key {shown(keys.iloc[row])} {how.message}; the first is in {where}"
        yield Problem(how.severity, "duplicate-key", message, place, shown(keys.iloc[row]), how.expected, hint)


def _parts(table: DataTable, key: str, row: np.int64) -> list[Cells]:
    return parts_of(table, key, np.array([row]), shown(table.frame[key].iloc[int(row)]))


def _first_alike(table: DataTable, row: int, by: Sequence[str]) -> int:
    same = np.ones(row, dtype=bool)
    for name in by:
        # Factorized, because a missing value equals no other, and among booleans makes everything an object.
        codes = pd.factorize(_codes(table.frame[name]))[0]
        same &= codes[:row] == codes[row]
    return int(np.flatnonzero(same)[0])


def _names(master: DataTable, entities: Entities) -> dict[str, str]:
    """The keys and names of the entities, each with the key."""
    keys = master.frame[entities.key].dropna()
    names = {str(key): str(key) for key in keys.unique()}
    if entities.name and entities.name in master.frame:
        for key, name in zip(keys, master.frame.loc[keys.index, entities.name], strict=True):
            names.setdefault(str(name), str(key))
    return names


def _strangers(table: DataTable, key: str, master: str, names: Mapping[str, str], aliases: str) -> Iterator[Problem]:
    """Keys that are none: those that were probably meant for another one by one, the rest together."""
    keys = table.frame[key]
    known = set(names.values())
    unknown = np.flatnonzero((~keys.isin(known)).to_numpy())
    if not len(unknown):
        return
    values = list(dict.fromkeys("no key" if pd.isna(value) else str(value) for value in keys.iloc[unknown]))
    meant = nearest_entities(values, names) if len(values) <= _LOOKED_UP else {}
    for value in [value for value in values if value in meant][:MOST_ALIKE]:
        rows = np.flatnonzero((keys == value).to_numpy())
        told = _probable(_place(table, int(rows[0]), key), value, len(rows), meant[value], master, names, aliases)
        yield with_each(told, parts_of(table, key, rows, told.found)) if len(rows) > 1 else told
        unknown = np.setdiff1d(unknown, rows)
    values = [value for value in values if value not in list(meant)[:MOST_ALIKE]]
    if not len(unknown):
        return
    more = ", ..." if len(values) > _SHOWN else ""
    many = len(unknown) > 1
    what, counts = ("rows name entities", "they count") if many else ("row names an entity", "it counts")
    told = Problem(
        Severity.NOTICE,
        "unknown-entity",
        f'{len(unknown)} {what} that "{master}" does not have; {counts} in the total and in the group "not assigned"',
        _place(table, int(unknown[0]), key),
        found=", ".join(values[:_SHOWN]) + more,
        expected=f'keys of "{master}"',
        hint="Add them to the entity table, or correct the keys.",
    )
    yield with_each(told, _each_stranger(table, key, unknown)) if many else told


def _each_stranger(table: DataTable, key: str, unknown: NDArray[np.int64]) -> list[Cells]:
    """The rows of each key."""
    keys = table.frame[key].astype(object).iloc[unknown]
    return parts_by_value(table, key, unknown, ["no key" if pd.isna(value) else str(value) for value in keys], {})


def _probable(
    place: CellLocation, value: str, rows: int, meant: str, master: str, names: Mapping[str, str], aliases: str
) -> Problem:
    name = next((name for name, key in names.items() if key == meant and name != meant), "")
    said = f'"{meant}"' + (f" ({name})" if name else "")
    line = f'"{value}",{meant}' if "," in value else f"{value},{meant}"
    counts = "its row counts" if rows == 1 else f"its {rows} rows count"
    return Problem(
        Severity.WARNING,
        "probable-entity",
        f'"{master}" has no such key; {counts} in the total and in the group "not assigned"',
        place,
        found=shown(value),
        expected=f'a key of "{master}"',
        hint=f"Did you mean {said}? Correct it, or accept it with the line {line} in {aliases}.",
    )


def _place(table: DataTable, row: int, key: str) -> CellLocation:
    file = table.files[int(table.frame[FILE].iloc[row])]
    return CellLocation(file.file, file.sheet, table.cell(row, key))
