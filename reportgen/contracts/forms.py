"""The written forms that values of a project file take, and the error that says what was expected.

All values arrive as text. A form that is not met raises `unexpected(...)`, whose sentence is the
"expected" part of the problem that the person reads.
"""

from __future__ import annotations

import keyword
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

_FIELD = re.compile(r"[^\W\d]\w*")
_DAYS = re.compile(r"(\d+)\s*days?")
# Words of the formula language: a field of that name could not be written in a formula.
_TAKEN = frozenset({"period_start", "period_end", "as_of", "where", "on"})


def unexpected(expected: str) -> PydanticCustomError:
    """The error for a value that does not have the expected form."""
    return PydanticCustomError("form", "{expected}", {"expected": expected})


def field_name(text: Any) -> str:
    """A name that a formula can use: letters, digits and _, not starting with a digit."""
    if text == "kpi":
        raise unexpected("another name, because kpi is a word of the formula language")
    return column_name(text)


def column_name(text: Any) -> str:
    """The name of a column. `kpi` is one: formulas say kpi.reach for a KPI, and kpi alone or targets.kpi for it."""
    if not isinstance(text, str) or not _FIELD.fullmatch(text):
        raise unexpected("a name of letters, digits and _ that does not start with a digit, such as go_live")
    if keyword.iskeyword(text) or text in _TAKEN:
        raise unexpected(f"another name, because {text} is a word of the formula language")
    return text


def listed(value: Any) -> Any:
    """One text stands for a list of one."""
    return [value] if isinstance(value, str) else value


def days(value: Any) -> Any:
    """A length of time such as "5 days" as a number of days."""
    if isinstance(value, str):
        match = _DAYS.fullmatch(value.strip())
        if not match:
            raise unexpected("a length of time such as 5 days")
        return int(match[1])
    return value


FieldName = Annotated[str, BeforeValidator(field_name)]
ColumnName = Annotated[str, BeforeValidator(column_name)]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(listed)]
DayCount = Annotated[
    int, Field(ge=0, json_schema_extra={"type": "string", "examples": ["5 days"]}), BeforeValidator(days)
]


class Declared(BaseModel):
    """A part of the project file: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)
