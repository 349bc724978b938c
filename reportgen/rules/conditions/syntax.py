"""What a condition says, as plain values; `str` writes it in the one form by which it is recognised again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from reportgen.content.values import Status

# What separates the parts of a condition, so no part of a text without quotation marks.
_JOINTS = {"where", "and", "for", "in", "not"}
_PLAIN = re.compile(r"\w[\w.-]*( \w[\w.-]*)*")
_WORDS = {"<": "below", "<=": "at or below", ">": "above", ">=": "at or above", "==": "at", "!=": "other than"}


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison with a number: shares as ratios; `text` is the number as it was written."""

    operator: str
    amount: Fraction
    text: str

    def holds(self, number: Fraction) -> bool:
        """True when the number lies on the side that is asked for."""
        return compared(number, self.operator, self.amount)

    @property
    def words(self) -> str:
        """The comparison within a sentence: "below"."""
        return _WORDS[self.operator]

    def __str__(self) -> str:
        return f"{self.operator} {self.text}"


@dataclass(frozen=True, slots=True)
class ToTarget:
    """A comparison with the target of the KPI."""

    operator: str

    @property
    def words(self) -> str:
        """The comparison within a sentence."""
        return _WORDS[self.operator]

    def __str__(self) -> str:
        return f"{self.operator} target"


@dataclass(frozen=True, slots=True)
class KpiStatus:
    """A KPI has one of these statuses."""

    kpi: str
    statuses: tuple[Status, ...]

    def __str__(self) -> str:
        return f"{self.kpi} {' or '.join(status.value for status in self.statuses)}"


@dataclass(frozen=True, slots=True)
class KpiNumber:
    """A KPI's `value`, its `change` on the period before or its `gap` to the target lies beyond a limit."""

    kpi: str
    part: str
    limit: Limit | ToTarget

    def __str__(self) -> str:
        part = "" if self.part == "value" else f" {self.part}"
        return f"{self.kpi}{part} {self.limit}"


@dataclass(frozen=True, slots=True)
class FactNumber:
    """A number of a register or log, by its name in templates, lies beyond a limit."""

    fact: str
    words: str
    limit: Limit

    def __str__(self) -> str:
        return f"{self.words} {self.limit}"


@dataclass(frozen=True, slots=True)
class FieldNumber:
    """A number of a row lies beyond a limit."""

    field: str
    limit: Limit

    def __str__(self) -> str:
        return f"{self.field} {self.limit}"


@dataclass(frozen=True, slots=True)
class FieldText:
    """A text of a row is, or is not, this one in any case."""

    field: str
    text: str
    negated: bool = False

    def __str__(self) -> str:
        return f"{self.field} is {'not ' if self.negated else ''}{_quoted(self.text)}"


FieldTest: TypeAlias = FieldNumber | FieldText


@dataclass(frozen=True, slots=True)
class Things:
    """Rows of a register or log that meet all tests: each is a matter of its own."""

    thing: str
    tests: tuple[FieldTest, ...]

    def __str__(self) -> str:
        return f"{self.thing} where {' and '.join(map(str, self.tests))}"


Test: TypeAlias = KpiStatus | KpiNumber | FactNumber | Things


@dataclass(frozen=True, slots=True)
class Condition:
    """A test that holds for so many periods running; with a grouping every group is a matter of its own."""

    test: Test
    periods: int = 1
    grouping: str = ""

    def __str__(self) -> str:
        running = f" for {self.periods} periods" if self.periods > 1 else ""
        return f"{self.test}{running}" + (f" in any {self.grouping}" if self.grouping else "")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the project file, by its number there, with its condition."""

    number: int
    condition: Condition
    label: str
    owner: str = ""
    action: str = ""
    within: int | None = None

    @property
    def key(self) -> str:
        """By which the rule is recognised in an earlier report."""
        return str(self.condition)


def _quoted(text: str) -> str:
    """The text in quotation marks where its words alone would be read otherwise."""
    if _PLAIN.fullmatch(text) and not _JOINTS & set(text.split()):
        return text
    return f'"{text}"' if "'" in text else f"'{text}'"


def compared(left: Fraction, operator: str, right: Fraction) -> bool:
    """left < right and so on, exactly."""
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "==": left == right,
        "!=": left != right,
    }[operator]
