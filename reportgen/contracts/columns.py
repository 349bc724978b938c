"""One column of a table: where it stands in the file and what its cells must hold."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from reportgen.contracts.asked import Asked
from reportgen.contracts.dates import date_format
from reportgen.contracts.forms import Text, Texts, listed, unexpected


class ColumnType(StrEnum):
    """What the cells of a column hold; a share is kept as a ratio (45 % is 0.45)."""

    TEXT = "text"
    ID = "id"
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    BOOLEAN = "boolean"

    @property
    def is_number(self) -> bool:
        """True for the types that formulas can add up."""
        return self in (ColumnType.COUNT, ColumnType.NUMBER, ColumnType.PERCENT, ColumnType.MONEY)


class ColumnSpec(Asked):
    """A column: a header alone (`residents: RESIDENTI`), or a mapping that says more."""

    header: str = Field("", alias="from", description="Header of the column in the file; default: the field's name.")
    type: ColumnType = Field(
        ColumnType.TEXT,
        description="What the cells hold: text, id, count, number, percent, money, date or boolean (default text).",
    )
    format: Annotated[str, AfterValidator(date_format)] = Field(
        "", description="How dates are written, such as dd-mm-yyyy or mm/dd/yyyy hh:mm:ss AM; default: found out."
    )
    decimal: Literal["", ".", ","] = Field("", description="The decimal sign of numbers written as text: . or ,")
    scale: Literal["", "1", "100"] = Field(
        "",
        description="For percent: the number that means the whole, 1 or 100; default: found out. "
        "Cells with % need none.",
    )
    digits: int = Field(
        0, ge=0, le=30, description="For id: how many digits it has; ids that lost zeros at their start get them back."
    )
    missing: Texts = Field((), description="Texts that stand for a missing value, such as NA or ND.")
    zero: Annotated[tuple[str, ...], BeforeValidator(listed)] = Field(
        (), description="Texts that stand for 0, such as NA where it means not applicable; always told."
    )
    aliases: Texts = Field((), description="Other headers under which the column may come.")
    across: Texts = Field(
        (),
        description="Headers that are values of this field; the field whose header is * holds their cells.",
    )
    required: bool = Field(True, description="Whether a file without this column is an error (default yes).")
    description: str = Field("", description="What the column holds, in a sentence for those who fill it in.")
    personal: bool = Field(
        False,
        description="Whether it names persons or says how to reach them: personal_data decides what is kept of it.",
    )
    several: bool = Field(
        False, description="Whether the file may have the header several times; the texts are then joined by ; ."
    )
    filled_from: Texts = Field(
        (), description="Fields of the same row that stand for it where its cell is empty: their texts, joined."
    )

    @property
    def is_spread(self) -> bool:
        """True when its values stand in several columns, one for each period or for each value of another field."""
        return "*" in self.header

    @model_validator(mode="after")
    def _fitting_example(self) -> ColumnSpec:
        try:
            if self.example and self.type is ColumnType.DATE:
                date.fromisoformat(self.example)
            elif self.example and self.type.is_number:
                float(self.example)
        except ValueError:
            form = "a date such as 2026-11-30" if self.type is ColumnType.DATE else "a number"
            raise unexpected(f"for example: {form}, as the column's type is {self.type.value}") from None
        return self

    @model_validator(mode="after")
    def _persons_are_named(self) -> ColumnSpec:
        if self.personal and self.type not in (ColumnType.TEXT, ColumnType.ID):
            raise unexpected("personal: yes only with type text or id")
        return self

    def headers(self, field: str) -> tuple[str, ...]:
        """The headers to look for, the declared one first."""
        return tuple(dict.fromkeys((self.header or field, *self.aliases, *self.titles())))


def _from_header(value: Any) -> Any:
    return {"from": value} if isinstance(value, str) else value


Column = Annotated[ColumnSpec, BeforeValidator(_from_header, json_schema_input_type=Text | ColumnSpec)]
