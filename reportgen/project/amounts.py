"""Amounts written with their unit ("80 %", "5 points", "2 days"), and tolerances."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from reportgen.contracts.forms import Text, unexpected

_AMOUNT = re.compile(r"([+\-\N{MINUS SIGN}]?)\s*(\d[\d \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]*(?:\.\d+)?)\s*(.*)")
_UNITS = {
    "": "number",
    "%": "percent",
    "percent": "percent",
    "point": "points",
    "points": "points",
    "pp": "points",
    "day": "days",
    "days": "days",
}
_FORM = "an amount such as 80 %, 5 points, 3 days or 1200"
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in its unit: percent and points as a ratio (80 % is 0.8, 5 points are 0.05); `part` is a part of the
    target (10 % of the target)."""

    value: Decimal
    unit: Literal["number", "percent", "points", "days", "part"] = "number"

    @property
    def is_share(self) -> bool:
        return self.unit in ("percent", "points", "part")

    @property
    def text(self) -> str:
        """The amount as a project file writes it."""
        number = self.value * _HUNDRED if self.is_share else self.value
        sign = {"percent": " %", "points": " points", "days": " days", "part": " % of the target"}.get(self.unit, "")
        return f"{number.normalize():f}{sign}"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a value may miss its target and still be at risk only: an amount, or a part of the target."""

    value: Decimal
    relative: bool = False


def parse_amount(text: Any) -> Any:
    """The amount that a text names; the decimal sign is a point, thousands may be set off by a blank."""
    if not isinstance(text, str):
        raise unexpected(_FORM)
    match = _AMOUNT.fullmatch(text.strip())
    unit = _UNITS.get(match[3].strip().lower()) if match else None
    if match is None or unit is None:
        raise unexpected(_FORM)
    number = Decimal(re.sub(r"\s", "", match[2]))
    number = -number if match[1] in ("-", "\N{MINUS SIGN}") else number
    return Amount(number / _HUNDRED if unit in ("percent", "points") else number, unit)  # type: ignore[arg-type]


AmountText = Annotated[Amount, BeforeValidator(parse_amount, json_schema_input_type=Text)]
