"""One table: its files, how it lies in time, what one row is about, and its columns."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from reportgen.contracts.columns import Column, ColumnSpec
from reportgen.contracts.dates import DateSpec, Dating
from reportgen.contracts.forms import ColumnName, Declared, FieldName, Texts, unexpected
from reportgen.contracts.ready import ready_contract, ready_contracts


class TimeKind(StrEnum):
    """How rows lie in time.

    flow: rows belong to a period and add up; stock: the last row of an entity counts; cumulative: a counter whose
    differences count; events: rows with dates of their own; static: no time.
    """

    FLOW = "flow"
    STOCK = "stock"
    CUMULATIVE = "cumulative"
    EVENTS = "events"
    STATIC = "static"


class WhenWrong(StrEnum):
    """What happens to cells that are wrong: block everything, leave the row out, take the entity's last value, or let
    them count as missing."""

    BLOCK = "block"
    LEAVE_OUT = "leave_out"
    LAST_PERIOD = "last_period"
    MISSING = "missing"


def _known_contract(name: str) -> str:
    if name and name not in ready_contracts():
        raise unexpected(f"one of the ready contracts: {', '.join(ready_contracts())}")
    return name


class PersonalData(StrEnum):
    """What is kept of a column that names persons: who they are does not matter (counts), their initials, or all."""

    COUNTS = "counts"
    INITIALS = "initials"
    FULL = "full"


class TableSpec(Declared):
    """A table of the project: one or more files of the same form."""

    files: Texts = Field(
        min_length=1,
        description="File or files, relative to the project's folder; * and ? stand for parts of names.",
    )
    contract: Annotated[str, AfterValidator(_known_contract)] = Field(
        "", description="A ready contract (such as cases) that declares the columns; columns: then only maps them."
    )
    label: str = Field(
        "", description="The table's name in workbooks that `collect` writes; default: its name in words."
    )
    version: int = Field(
        1, ge=1, description="Version of the columns; workbooks of another version are told (default 1)."
    )
    description: str = Field("", description="What the table holds, in a sentence for those who fill it in.")
    time: TimeKind = Field(
        TimeKind.STATIC,
        description="How rows lie in time: flow, stock, cumulative, events or static (default static).",
    )
    date: Dating | None = Field(
        None, description="The date that places a row: a header, or from/format, year/month, or file."
    )
    carry: int = Field(
        0, ge=0, le=1000, description="For stock: for how many further periods an entity's last row still counts."
    )
    entity: FieldName | None = Field(
        None, description="The field that holds the entity's key, by which this table joins the entity table."
    )
    columns: Mapping[ColumnName, Column] = Field(
        description="The columns that are read: field name, and header or a mapping. Other columns are not read."
    )
    sheet: str = Field("", description="The sheet of a workbook; default: the first one that has the headers.")
    table: str = Field("", description="The name of an Excel table in the workbook, instead of a sheet.")
    encoding: str = Field("", description="Encoding of a text file, such as cp1252; default: found out.")
    delimiter: Literal["", ";", ",", "tab", "|"] = Field(
        "", description="What separates the columns of a text file: ; , tab or |; default: found out."
    )
    decimal: Literal["", ".", ","] = Field(
        "",
        description="The decimal sign of numbers written as text, in all columns: . or , (default ., and 1,234 asks).",
    )
    missing: Texts = Field((), description="Texts that stand for a missing value in any column, such as NA or ND.")
    when_wrong: WhenWrong = Field(
        WhenWrong.BLOCK,
        description="What happens to cells that are wrong: block (default), leave_out (their rows), last_period (the "
        "entity's value before stands for it) or missing; always told.",
    )
    totals: Literal["leave_out", "keep"] = Field(
        "leave_out", description="Whether rows that are called a total are left out (default) or kept as data."
    )
    personal_data: PersonalData | None = Field(
        None,
        description="What is kept of columns that name persons: counts, initials or full; default: the project's.",
    )

    @model_validator(mode="before")
    @classmethod
    def _with_contract(cls, data: Any) -> Any:
        name = data.get("contract") if isinstance(data, dict) else None
        if not isinstance(name, str) or name not in ready_contracts():
            return data
        contract = ready_contract(name)
        columns = data.get("columns", {})
        if not isinstance(columns, dict):
            return data
        merged = {field: _merge(spec, columns.get(field)) for field, spec in contract["columns"].items()}
        others = {field: spec for field, spec in columns.items() if field not in merged}
        # A contract places its rows by one of its fields, whatever a project says of that field's header.
        placed = contract.get("date")
        if "date" not in data and isinstance(placed, str) and isinstance(merged.get(placed), dict):
            contract["date"] = merged[placed].get("from", placed)
        return {**contract, **data, "columns": {**merged, **others}}

    @model_validator(mode="after")
    def _last_period_of_something(self) -> TableSpec:
        if self.when_wrong is WhenWrong.LAST_PERIOD and not (self.entity and self.date):
            raise unexpected("entity: and date: beside when_wrong: last_period")
        return self

    @model_validator(mode="after")
    def _spread_in_one_way(self) -> TableSpec:
        ways = [field for field, column in self.columns.items() if column.across]
        ways += ["date"] if self.date and self.date.columns else []
        if len(ways) > 1:
            raise unexpected(f"one thing spread over columns, not {' and '.join(ways)}")
        if ways and not any(column.is_spread for column in self.columns.values()):
            raise unexpected('a field with from: "*" that holds the values of these columns')
        return self

    @property
    def across(self) -> str:
        """The field whose values are headers of columns; empty when there is none."""
        return next((field for field, column in self.columns.items() if column.across), "")

    @property
    def is_wide(self) -> bool:
        """True when periods or values of a field stand side by side in columns."""
        return bool(self.across or (self.date and self.date.columns))

    @field_validator("files")
    @classmethod
    def _with_slashes(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """As Windows shows a path it works everywhere: a project moves from there to a server."""
        return tuple(name.replace("\\", "/") for name in names)

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, name: str) -> str:
        try:
            "".encode(name or "utf-8")
        except LookupError:
            raise unexpected("the name of an encoding, such as utf-8 or cp1252") from None
        return name

    @model_validator(mode="after")
    def _known_neighbours(self) -> TableSpec:
        """Columns that others are compared with, or calculated from, are columns of the same table."""
        for field, column in self.columns.items():
            factors = [name.strip() for name in column.calculated.split("*")] if column.calculated else []
            if factors and len(factors) != 2:
                raise unexpected(f"for calculated: of {field} a product of two fields, such as likelihood * impact")
            for name in (column.at_most, column.not_before, *factors, *column.filled_from):
                if name and name not in self.columns:
                    raise unexpected(f"for {field} another field of the table than {name}: {', '.join(self.columns)}")
        return self

    def missing_texts(self, column: ColumnSpec) -> tuple[str, ...]:
        """The texts that stand for a missing value in a column."""
        return (*self.missing, *column.missing)

    def decimal_sign(self, column: ColumnSpec) -> str:
        """The decimal sign of a column."""
        return column.decimal or self.decimal


def _merge(spec: dict[str, Any], said: Any) -> Any:
    """A contract's column with what the project says of it."""
    if said is None:
        return spec
    if isinstance(said, str):
        return {**spec, "from": said}
    return {**spec, **said} if isinstance(said, dict) else said


__all__ = ["ColumnSpec", "DateSpec", "PersonalData", "TableSpec", "TimeKind", "WhenWrong"]
