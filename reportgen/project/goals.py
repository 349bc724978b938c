"""The forms that a target takes: an amount, an amount by a date, a range, a path, steps; and what goes with a status:
the tolerance, the time in which nothing is judged yet, a person's judgement in place of the computed one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from reportgen.contracts.forms import Declared, Text, unexpected
from reportgen.project.amounts import Amount, AmountText, parse_amount
from reportgen.project.control import DateText

_TARGET = "an amount such as 80 %, 80 % by 2027-03, or a range such as 20 % to 30 %"
_OF_TARGET = re.compile(r"(.*%|.*percent)\s+of\s+(?:the\s+)?target", re.IGNORECASE)
_GRACE = re.compile(r"(?:until\s+(?P<until>\S+))|(?:(?P<periods>[1-9]\d?)\s+periods?)")
# PM² forms say Green, Amber or Yellow, and Red.
_STATUSES = {"green": "on track", "amber": "at risk", "yellow": "at risk", "red": "off track"}


@dataclass(frozen=True, slots=True)
class ByDate:
    """An amount that holds at all times and is due in a period: 80 % by 2027-03."""

    amount: Amount
    due: str

    @property
    def text(self) -> str:
        """The target as a project file writes it."""
        return f"{self.amount.text} by {self.due}"


@dataclass(frozen=True, slots=True)
class Between:
    """A range that a value should lie in, both ends included: 20 % to 30 %."""

    low: Amount
    high: Amount

    @property
    def text(self) -> str:
        """The range as a project file writes it."""
        return f"{self.low.text} to {self.high.text}"


class CurveSpec(Declared):
    """A target that moves from one period's end to another's, and stays there."""

    path: Literal["linear", "s-curve"] = Field(
        description="The form of the path: linear (equal steps) or s-curve (slow, fast, slow); stepwise has steps."
    )
    start_period: Text = Field(alias="from", description="The period at whose end the path begins, such as 2023-05.")
    start: AmountText = Field(description="The target at the beginning, such as 0 %.")
    due: Text = Field(description="The period at whose end the final target is due, such as 2023-11.")
    end: AmountText = Field(description="The final target, such as 100 %.")


class StepsSpec(Declared):
    """A target that stays as it is until its next step."""

    path: Literal["stepwise"] = Field(description="The form of the path: stepwise.")
    steps: Mapping[Text, AmountText] = Field(
        min_length=1, description="The target from the end of each period on, such as 2023-05: 40 %."
    )


def parse_tolerance(text: Any) -> Any:
    """The amount that a text names; "10 % of the target" is a part of it whatever the unit of the KPI is."""
    match = _OF_TARGET.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        return parse_amount(text)
    amount = parse_amount(match[1])
    return Amount(amount.value, "part")


ToleranceText = Annotated[Amount, BeforeValidator(parse_tolerance, json_schema_input_type=Text)]


class Sides(Declared):
    """A tolerance that is not the same on both sides of the target."""

    below: ToleranceText = Field(description="How far a value may lie below the target and be at risk only.")
    above: ToleranceText = Field(description="How far it may lie above the target and be at risk only.")


@dataclass(frozen=True, slots=True)
class Grace:
    """The time in which a status is not judged yet: until the end of a period, or in the first periods with data."""

    until: str = ""
    periods: int = 0

    @property
    def text(self) -> str:
        """The grace period as a project file writes it."""
        return f"until {self.until}" if self.until else f"{self.periods} period{'s' if self.periods > 1 else ''}"


class OverallSpec(Declared):
    """A person's judgement of the overall status: only with a reason, a name and a date, which are printed."""

    status: Annotated[
        Literal["on track", "at risk", "off track"],
        BeforeValidator(lambda text: _STATUSES.get(text.lower(), text.lower()) if isinstance(text, str) else text),
    ] = Field(description="The status instead of the computed one: on track, at risk or off track.")
    reason: Text = Field(description="Why it is another than the computed one, in a sentence.")
    name: Text = Field(description="Who judged so.")
    date: DateText = Field(description="The day of the judgement, such as 2024-11-06.")
    period: str = Field(
        "", description="The period it holds for, such as 2024-10; default: that of the date and the one before."
    )


def parse_target(text: Any) -> Any:
    """The amount, dated amount or range that a text names."""
    if not isinstance(text, str):
        raise unexpected(_TARGET)
    for sign, form in ((" by ", ByDate), (" to ", Between)):
        first, found, second = text.partition(sign)
        if found and form is ByDate:
            return ByDate(parse_amount(first), second.strip())
        if found:
            return _between(parse_amount(second), first)
    return parse_amount(text)


def _between(high: Amount, first: str) -> Between:
    """A range; its first end may leave the unit to the second: 20 to 30 %."""
    low = parse_amount(first)
    if low.unit == "number" and high.unit != "number":
        low = parse_amount(f"{first} {high.text.partition(' ')[2]}")
    if low.unit != high.unit or low.value >= high.value:
        raise unexpected("a range from a lower to a higher amount, such as 20 % to 30 %")
    return Between(low, high)


def parse_grace(text: Any) -> Any:
    """The grace period that a text names."""
    match = _GRACE.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise unexpected("until 2026-03 or 3 periods")
    return Grace(until=match["until"]) if match["until"] else Grace(periods=int(match["periods"]))


# The tags never occur as keys of a project file, so that error paths can leave them out.
_TEXT, _CURVE, _STEPS, _SIDES = "(text)", "(curve)", "(steps)", "(sides)"


def _form(value: Any) -> str:
    if isinstance(value, dict):
        return _STEPS if value.get("path") == "stepwise" else _CURVE
    return _STEPS if isinstance(value, StepsSpec) else _CURVE if isinstance(value, CurveSpec) else _TEXT


TargetText = Annotated[Amount | ByDate | Between, BeforeValidator(parse_target, json_schema_input_type=Text)]
Target = Annotated[
    Annotated[TargetText, Tag(_TEXT)] | Annotated[CurveSpec, Tag(_CURVE)] | Annotated[StepsSpec, Tag(_STEPS)],
    Discriminator(_form),
]
ToleranceForm = Annotated[
    Annotated[ToleranceText, Tag(_TEXT)] | Annotated[Sides, Tag(_SIDES)],
    Discriminator(lambda value: _SIDES if isinstance(value, dict | Sides) else _TEXT),
]
GraceText = Annotated[Grace, BeforeValidator(parse_grace, json_schema_input_type=Text)]
