"""What `check` takes for implausible: thresholds with defaults that tell little and rightly."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from reportgen.contracts.forms import Declared, FieldName, Text, listed
from reportgen.project.amounts import Amount, AmountText


class TotalSpec(Declared):
    """Two columns that must add up to the same in each period: a total, and its parts in another table."""

    total: Text = Field(description="The column with the total, as table.column.")
    parts: Text = Field(description="The column with the parts, as table.column.")
    within: AmountText = Field(
        Amount(Decimal(0)), description="How far they may differ, such as 1 % or 5 (default: not at all)."
    )


class Plausibility(Declared):
    """How far numbers may go before `check` asks whether they are right."""

    jump: AmountText = Field(
        Amount(Decimal("0.5"), "percent"),
        description="From which change on the period before an entity's number is told (default 50 %), if the others "
        "changed less than a third of that.",
    )
    least: AmountText = Field(
        Amount(Decimal(20)), description="Numbers below this in both periods are not compared (default 20)."
    )
    skip: Annotated[tuple[FieldName, ...], BeforeValidator(listed)] = Field(
        (), description="Tables that are not compared with the period before."
    )
    totals: tuple[TotalSpec, ...] = Field((), description="Totals and their parts in two tables, to be reconciled.")
