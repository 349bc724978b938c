"""Tables of one contract -> the rows of a register: cases, stakeholders, risks, actions, commentary.

A project may keep a register in several tables; their rows stand one after the other, and each knows its cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.contracts import about_contract
from reportgen.dataset import FILE, ROW, Dataset, DataTable
from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation
from reportgen.project.model import in_words

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

# The kinds of array that `Register.texts` and `Register.holds` ask for, beside those of NumPy.
_TEXTS, _FILLED = "texts", "filled"
_NUMPY = {_TEXTS: "object", _FILLED: "bool"}


@dataclass(frozen=True, eq=False, slots=True)
class Register:
    """Rows of the tables of a contract: `owners` are the positions of their tables, `rows` those in the frames.
    `columns` are whole fields of the tables as arrays, each converted once for all registers of these rows."""

    tables: tuple[DataTable, ...]
    owners: NDArray[np.int64]
    rows: NDArray[np.int64]
    columns: dict[tuple[int, str, str], NDArray[Any] | None] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def nouns(self) -> str:
        """What the rows are called within a sentence, after the name of their table; empty for several tables."""
        return in_words(self.tables[0].name).lower() if len(self.tables) == 1 else ""

    @property
    def source(self) -> str:
        """The names of the tables as a list."""
        return ", ".join(table.name for table in self.tables)

    def texts(self, field: str) -> list[str]:
        """A field as texts; numbers without decimals read as people write them, missing is empty."""
        texts: list[str] = self._values(field, "", _TEXTS).tolist()
        return texts

    def numbers(self, field: str) -> NDArray[np.float64]:
        """A field of numbers, NaN where missing."""
        return self._values(field, np.nan, "float64")

    def answers(self, field: str) -> list[bool | None]:
        """A field of yes or no; None where missing."""
        return [
            bool(value) if isinstance(value, bool | np.bool_) else None for value in self._values(field, None, "object")
        ]

    def moments(self, field: str) -> NDArray[Any]:
        """A field of dates with their time of day, NaT where missing."""
        return self._values(field, np.datetime64("NaT"), "datetime64[ns]")

    def days(self, field: str) -> NDArray[Any]:
        """A field of dates as whole days, NaT where missing."""
        return self.moments(field).astype("datetime64[D]")

    def dates(self, field: str) -> list[date | None]:
        """A field of dates; None where missing."""
        days: list[date | None] = self.days(field).tolist()
        return days

    def holds(self, field: str) -> bool:
        """True when any row has a value in the field."""
        return bool(self._values(field, False, _FILLED).any())

    def at(self, keep: NDArray[Any]) -> Register:
        """The rows of a mask, or at these positions in this order."""
        return replace(self, owners=self.owners[keep], rows=self.rows[keep])

    def table(self, row: int) -> str:
        """The name of the table in which a row stands."""
        return self.tables[int(self.owners[row])].name

    def place(self, row: int, field: str) -> CellLocation:
        """Where a field of a row stands; its row alone where the file has no such column."""
        table, position = self.tables[int(self.owners[row])], int(self.rows[row])
        file = table.files[int(table.frame[FILE].iloc[position])]
        cell = table.cell(position, field) or f"row {int(table.frame[ROW].iloc[position])}"
        return CellLocation(file.file, file.sheet, cell)

    def problem(
        self,
        row: int,
        field: str,
        code: str,
        message: str,
        found: str = "",
        expected: str = "",
        hint: str = "",
        severity: Severity = Severity.WARNING,
    ) -> Problem:
        """What is wrong or doubtful in a cell; the row is used as far as it can be."""
        return Problem(severity, code, message, self.place(row, field), found, expected, hint)

    def known(self, field: str, day: date) -> Register:
        """What was known on a day: without rows whose date in the field lies after it."""
        # A comparison with NaT is false: rows without a date are known at all times.
        return self.at(~(self.days(field) > np.datetime64(day)))

    def latest(self, key: str, field: str, day: date) -> Register:
        """The last row of each key that was known on a day, in the order in which the keys first occur."""
        known = self.known(field, day)
        dated = known.days(field)
        last: dict[str, int] = {}
        for row, name in enumerate(known.texts(key)):
            name = name or f"@{row}"
            if name not in last or not dated[row] < dated[last[name]]:
                last[name] = row
        return known.at(np.array([*last.values()], np.int64))

    def repeated(self, key: str, field: str = "") -> list[Problem]:
        """One warning for each key that stands twice (with a field: on one day); its last row counts."""
        found: list[Problem] = []
        seen: set[tuple[str, date | None]] = set()
        days = self.dates(field) if field else [None] * len(self)
        hint = "Give every row an id of its own."
        for row, (name, day) in enumerate(zip(self.texts(key), days, strict=True)):
            if name and (name, day) in seen:
                found.append(self.problem(row, key, "repeated-id", "The id stands twice", name, hint=hint))
            seen.add((name, day))
        return found

    def _values(self, field: str, missing: object, kind: str) -> NDArray[Any]:
        """A field of all rows as an array of that kind; `missing` where a table has no such field."""
        held = [self._column(owner, field, kind) for owner in range(len(self.tables))]
        if len(held) == 1 and held[0] is not None:
            return held[0][self.rows]
        found: NDArray[Any] = np.full(len(self), missing, _NUMPY.get(kind, kind))
        for owner, column in enumerate(held):
            if column is not None:
                place = self.owners == owner
                found[place] = column[self.rows[place]]
        return found

    def _column(self, owner: int, field: str, kind: str) -> NDArray[Any] | None:
        """A whole field of a table; None where it has none."""
        key = (owner, field, kind)
        if key not in self.columns:
            frame = self.tables[owner].frame
            self.columns[key] = _array(frame[field], kind) if field in frame else None
        return self.columns[key]


def register(dataset: Dataset, *contracts: str) -> Register:
    """All rows of the tables that follow one of the contracts, or that serve as such, in the order of the project;
    made once for a dataset, whose registers many blocks are made of."""
    if contracts not in dataset.registers:
        dataset.registers[contracts] = _register(dataset, contracts)
    found: Register = dataset.registers[contracts]
    return found


def _register(dataset: Dataset, contracts: tuple[str, ...]) -> Register:
    serving = {name: about_contract(table.spec.contract).serves for name, table in dataset.tables.items()}
    tables = tuple(table for name, table in dataset.tables.items() if serving[name] in contracts)
    sizes = [len(table.frame) for table in tables]
    owners = np.repeat(np.arange(len(tables)), sizes)
    rows: Sequence[NDArray[np.int64]] = [np.arange(size) for size in sizes]
    return Register(tables, owners.astype(np.int64), np.concatenate([*rows, np.empty(0, np.int64)]).astype(np.int64))


def _array(column: pd.Series, kind: str) -> NDArray[Any]:
    # Asked of the array where that is enough: each question to the column makes another column.
    held: Any = column.values
    if kind == _FILLED:
        import pandas as pd

        return np.asarray(pd.notna(held))
    if kind == _TEXTS:
        # Few texts stand in many rows.
        held = held if held.dtype == "category" else column.astype("category").values
        texts: NDArray[Any] = np.array([*map(_text, held.categories.tolist()), ""], object)[held.codes]
        return texts
    if held.dtype == kind:
        own: NDArray[Any] = held
        return own
    if kind == "object":
        return column.to_numpy(dtype=object)
    return column.to_numpy(dtype=kind, na_value=np.nan) if kind == "float64" else column.to_numpy(dtype=kind)


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
