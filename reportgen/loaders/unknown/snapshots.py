"""Files of one form beside each other -> one table: `uses_2024-10.csv` is one of many, each a state at its date."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from reportgen.loaders.unknown.columns import ColumnGuess
from reportgen.loaders.unknown.tables import TableGuess

DATES = re.compile(r"(?:19|20)\d\d(?:[-_]?Q[1-4]|[-_.]?[01]\d(?:[-_.]?[0-3]\d)?)?")
_NEVER_FALLS = 0.95


def pattern_of(path: Path) -> tuple[str, list[Path]]:
    """The name with * for its date, and the other files of that name; empty when there are none or it has no date."""
    found = list(DATES.finditer(path.stem))
    if not found:
        return "", []
    stem = path.stem[: found[-1].start()] + "*" + path.stem[found[-1].end() :]
    pattern = f"{stem}{path.suffix}"
    if any(sign in pattern.replace("*", "") for sign in "?[]"):
        return "", []
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return "", []
    others = [path.parent / name for name in names if name != path.name and fnmatch.fnmatchcase(name, pattern)]
    return (pattern, [other for other in others if other.is_file()]) if others else ("", [])


def as_snapshots(table: TableGuess, others: Iterable[TableGuess]) -> TableGuess:
    """The table as one of several states: a counter where the numbers never fall from one to the other."""
    placing = table.placing
    if not (placing.single or placing.name_form):
        return table
    time, why = "stock", "each file holds the state at its date"
    other = next((each for each in others if _headers(each) == _headers(table) and each.key == table.key), None)
    if other is not None and _rises(table, other):
        time, why = "cumulative", "the numbers do not fall from file to file"
    return replace(table, placing=replace(placing, single=False, time=time, why=why))


def _headers(table: TableGuess) -> list[str]:
    return [column.header for column in table.columns]


def _rises(table: TableGuess, other: TableGuess) -> bool:
    """True when hardly any number of an entity falls between the two files."""
    if table.key < 0 or table.placing.moments is None or other.placing.moments is None:
        return False
    earlier, later = sorted((table, other), key=lambda each: int(each.placing.moments.astype(np.int64).max()))  # type: ignore[union-attr]
    moved: list[float] = []
    for column, before in zip(later.columns, earlier.columns, strict=True):
        if column.held.numbers is None or before.held.numbers is None:
            continue
        old, new = _by_key(earlier, before), _by_key(later, column)
        moved += [new[key] - old[key] for key in old.keys() & new.keys() if new[key] != old[key]]
    return bool(moved) and float(np.mean(np.array(moved) > 0)) >= _NEVER_FALLS


def _by_key(table: TableGuess, column: ColumnGuess) -> dict[str, float]:
    assert column.held.numbers is not None
    key = table.columns[table.key].held
    names = [str(key.values[code]) for code in key.codes.tolist()]
    numbers = column.held.numbers[column.held.codes].tolist()
    return {name: number for name, number in zip(names, numbers, strict=True) if number == number}
