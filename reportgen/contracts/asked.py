"""What a column says to those who fill it in, and what the workbook that asks for it lets them type.

One declaration serves the workbook's prompts and drop-downs, the check of what comes back, and the data dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from reportgen.contracts.forms import Declared, Texts, unexpected
from reportgen.contracts.vocabulary import code_of, languages_of_tables, translated

# The field in which a row says that it has nothing to report: it is no missing report then.
NOTHING_TO_REPORT = "nothing_to_report"


_GIVEN = re.compile(r"last|kpi\.\w+\.target")


def _given(text: str) -> str:
    if text and not _GIVEN.fullmatch(text):
        raise unexpected("last, or the target of a KPI such as kpi.active_share.target")
    return text


class Among(StrEnum):
    """A list that the project itself makes."""

    ENTITIES = "entities"
    KPIS = "kpis"
    GROUPINGS = "groupings"
    GROUPS = "groups"


class Asked(Declared):
    """The part of a column that speaks to people: its name and unit, what is allowed, and an example."""

    label: str = Field("", description="The column's name in workbooks that `collect` writes; default: its header.")
    unit: str = Field("", description="What its numbers count, such as persons; it stands behind the name.")
    choices: Texts = Field((), description="The values to choose from, as formulas know them.")
    others: bool = Field(False, description="Whether other values than the choices may be typed (default no).")
    among: Among | None = Field(
        None, description="A list of the project to choose from: entities, kpis, groupings or groups."
    )
    minimum: Decimal | None = Field(None, description="The smallest number allowed.")
    maximum: Decimal | None = Field(None, description="The largest number allowed.")
    at_most: str = Field("", description="The field of the same row that the number cannot exceed, such as licensed.")
    not_before: str = Field("", description="The field of the same row whose date cannot be later.")
    calculated: str = Field("", description="Product of two fields, such as likelihood * impact; not typed.")
    given: Annotated[str, AfterValidator(_given)] = Field(
        "",
        description="What the sender fills in, so that nobody is asked: `last`, the value of the period before, or "
        "kpi.ID.target, the target of a KPI in the period.",
    )
    optional: bool = Field(False, description="Whether a cell may stay empty although the column is required.")
    example: str = Field("", description="What the example row shows.")

    def titles(self) -> Iterator[str]:
        """Every name that a workbook written by `collect` can give the column, and what it is called in the other
        languages in which tables come."""
        if self.label:
            for language in ("en", *languages_of_tables()):
                yield from dict.fromkeys((translated(self.label, language), self._with_unit(self.label, language)))

    def _with_unit(self, name: str, language: str) -> str:
        name = translated(name, language)
        return f"{name} ({translated(self.unit, language)})" if self.unit else name

    def choice_of(self, text: str) -> str:
        """The choice that a text stands for in any language; the text itself when it is none."""
        return code_of(text, self.choices)
