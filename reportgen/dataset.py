"""Dataset: the checked tables of a project, in which every row knows its file and row.

Made by the loaders from the files and the contracts, read by the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reportgen.content.report import Source
from reportgen.contracts import TableSpec
from reportgen.contracts.stamp import Stamp
from reportgen.errors import Problem

if TYPE_CHECKING:
    import pandas as pd

FILE = "@file"
ROW = "@row"
DATE = "@date"
_STAND_IN = "@stand-in:"


def stand_in(field: str) -> str:
    """The column with the date of the value that stands for a wrong one of a field; NaT in all other rows."""
    return f"{_STAND_IN}{field}"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One input file as it was read: `file` is relative to the project, `columns` are the letters of the fields,
    `header_row` and `rows` are 1-based numbers and a count as a person sees them; `stamp` is that of a workbook which
    was written to be filled in, `dated` the letter of the column that dates its rows."""

    file: str
    sha256: str
    rows: int
    sheet: str = ""
    header_row: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)
    stamp: Stamp | None = None
    dated: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table: one column per declared field, then "@file" (index into `files`), "@row" (as a person counts) and,
    where the table has a date, "@date"; `stand_in(field)` where values of an earlier date stand for wrong ones.

    Texts and ids are categories, numbers float64 (missing is NaN), dates datetime64[ns], booleans "boolean".
    Each file's rows stand together, in the order of the file.
    """

    name: str
    spec: TableSpec
    frame: pd.DataFrame
    files: tuple[SourceFile, ...]

    def cell(self, row: int, field: str) -> str:
        """The address of a field in a row of the frame, such as D4; empty when the file has no such column."""
        file = self.files[int(self.frame[FILE].iloc[row])]
        letter = file.columns.get(field, "")
        return f"{letter}{self.frame[ROW].iloc[row]}" if letter else ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """All tables that could be read, the files behind them, and what was found, left out or corrected on the way.

    `registers` are the rows of tables of some contracts side by side, for the rules that ask for them again; a dataset
    with other tables begins without."""

    tables: Mapping[str, DataTable]
    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()
    registers: dict[tuple[str, ...], Any] = field(default_factory=dict, init=False, compare=False, repr=False)
