"""The words of the condition language: statuses, numbers of registers, kinds of rows and their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from reportgen.content.values import Status
from reportgen.rules.registers.engagement import LEVELS, QUADRANTS

OPERATORS = ("<=", ">=", "==", "!=", "<", ">")
STATUSES = MappingProxyType(
    {status.value: status for status in (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.NO_DATA)}
)
# More periods than this are no longer news, and the oldest of them may lie outside the history that reports keep.
MOST_PERIODS = 6
COUNTED = MappingProxyType({"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6})


@dataclass(frozen=True, slots=True)
class FactWords:
    """A number of a register: its words in a condition, the contract that brings it, its unit; and its name within a
    sentence, where that is another."""

    words: str
    contract: str
    unit: str = "number"
    name: str = ""


FACTS: Mapping[str, FactWords] = MappingProxyType(
    {
        "cases_received": FactWords("received cases", "cases"),
        "cases_closed": FactWords("closed cases", "cases"),
        "cases_open": FactWords("open cases", "cases"),
        "cases_overdue": FactWords("overdue cases", "cases"),
        "cases_on_time_closed": FactWords(
            "cases on time closed", "cases", "percent", "cases closed in time, of all closed"
        ),
        "cases_on_time_due": FactWords("cases on time due", "cases", "percent", "cases closed in time, of all due"),
        "cases_median_days": FactWords("cases median days", "cases", "days", "median days to close"),
        "cases_p90_days": FactWords("cases p90 days", "cases", "days", "days within which nine of ten were closed"),
        "stakeholders_at_level": FactWords(
            "stakeholders at level", "stakeholders", name="stakeholders at their desired level"
        ),
        "risks_active": FactWords("active risks", "risks"),
        "issues_urgent": FactWords("urgent issues", "issues"),
        "changes_severe": FactWords("severe changes", "changes"),
        "decisions_asked": FactWords("decisions asked", "decisions"),
        "actions_open": FactWords("open actions", "actions"),
        "actions_overdue": FactWords("overdue actions", "actions"),
        "milestones_late": FactWords("late milestones", "milestones"),
    }
)


@dataclass(frozen=True, slots=True)
class ThingWords:
    """A kind of rows: the contract, the fields that hold numbers (with their unit) and texts, and the values of those
    texts that have only a few."""

    contract: str
    numbers: Mapping[str, str]
    texts: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


THINGS: Mapping[str, ThingWords] = MappingProxyType(
    {
        "stakeholder": ThingWords(
            "stakeholders",
            MappingProxyType({"power": "number", "interest": "number", "gap": "number"}),
            ("current", "desired", "quadrant", "name", "role", "organisation", "segment", "owner"),
            MappingProxyType({"current": LEVELS, "desired": LEVELS, "quadrant": QUADRANTS}),
        ),
        "risk": ThingWords(
            "risks",
            MappingProxyType({"level": "number", "likelihood": "number", "impact": "number"}),
            ("id", "title", "category", "status", "strategy", "owner"),
        ),
        "issue": ThingWords(
            "issues",
            MappingProxyType({"urgency": "number", "impact": "number", "size": "number", "severity": "number"}),
            ("id", "title", "category", "status", "owner"),
        ),
        "change": ThingWords(
            "changes",
            MappingProxyType({"size": "number", "priority": "number"}),
            ("id", "title", "category", "status"),
        ),
        "action": ThingWords(
            "actions",
            MappingProxyType({"late": "days"}),
            ("id", "title", "owner", "source"),
        ),
        "milestone": ThingWords(
            "milestones",
            MappingProxyType({"behind": "days"}),
            ("id", "title", "owner"),
        ),
    }
)


def fact_named(words: str) -> str | None:
    """The number of a register that the words name, in either order: "overdue actions", "actions overdue"."""
    said = sorted(words.casefold().replace("_", " ").split())
    for name, fact in FACTS.items():
        if said in (sorted(fact.words.split()), sorted(name.split("_"))):
            return name
    return None


def thing_named(word: str) -> str | None:
    """The kind of rows that a word names, in the singular or the plural."""
    word = word.casefold()
    return next((name for name in THINGS if word in (name, f"{name}s")), None)
