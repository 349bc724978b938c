"""A workbook to fill in, before it is written: its sheets, their columns and rows, and the lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from reportgen.contracts import ColumnType
from reportgen.contracts.stamp import Stamp


class Role(StrEnum):
    """What a person does with the cells of a column: type, leave alone, or look at."""

    INPUT = "input"
    GIVEN = "given"
    CALCULATED = "calculated"


class Part(StrEnum):
    """What a column is beside the fields of the table."""

    FIELD = "field"
    CHECK = "check"
    NAME = "name"
    PREVIOUS = "previous"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `title` is its header; `of` the title of the column that a name, previous value or change belongs to;
    `choices` the name of a list, `within` the title of the column on whose choice the list depends."""

    field: str
    title: str
    kind: ColumnType = ColumnType.TEXT
    role: Role = Role.INPUT
    part: Part = Part.FIELD
    of: str = ""
    help: str = ""
    unit: str = ""
    needed: bool = False
    choices: str = ""
    within: str = ""
    others: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    at_most: str = ""
    not_before: str = ""
    factors: tuple[str, str] | None = None
    example: Any = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table on one sheet. `fixed`: its rows are given, one for each who reports; otherwise rows are added.
    Rows hold a value per title; a title that a row lacks is an empty cell. `nothing` is the title of the column in
    which a row says that there is nothing to report."""

    table: str
    excel_table: str
    name: str
    help: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    fixed: bool
    nothing: str = ""
    comment: str = ""

    @property
    def fields(self) -> list[Column]:
        """The columns that are fields of the table."""
        return [column for column in self.columns if column.part is Part.FIELD]


@dataclass(frozen=True, slots=True)
class Choices:
    """A list to choose from: codes, and what they are called. `name` is its defined name in the workbook."""

    name: str
    title: str
    codes: Sequence[str]
    labels: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A workbook: what it is for, its sheets and lists, and how it comes back."""

    title: str
    project: str
    organisation: str
    period: str
    previous: str
    stamp: Stamp
    sheets: Sequence[Sheet]
    lists: Sequence[Choices]
    scope: str = ""
    purpose: str = ""
    deadline: date | None = None
    contact: str = ""
    send_to: str = ""
    file: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)
    font: str = ""
