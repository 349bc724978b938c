"""Rows of registers and logs as conditions see them: those that are open or active at the end of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from reportgen.content.tables import Cell
from reportgen.dataset import Dataset
from reportgen.rules.conditions.syntax import FieldNumber, FieldTest
from reportgen.rules.programme.logs import active_changes, active_issues
from reportgen.rules.programme.risks import threats
from reportgen.rules.programme.schedule import actions, milestones
from reportgen.rules.registers.engagement import LEVELS, QUADRANTS, stakeholders
from reportgen.rules.registers.register import register


@dataclass(frozen=True, slots=True)
class Thing:
    """One row: what it is called, its fields, and who does what by when, as its register says."""

    key: str
    name: str
    numbers: Mapping[str, Fraction | None] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""
    action: str = ""
    due: date | None = None

    def meets(self, test: FieldTest) -> bool:
        """True when the row meets the test; a missing number meets none, a missing text only what it is not."""
        if isinstance(test, FieldNumber):
            number = self.numbers.get(test.field)
            return number is not None and test.limit.holds(number)
        return (self.texts.get(test.field, "").strip().casefold() == test.text) is not test.negated


def things(kind: str, dataset: Dataset, end: date) -> list[Thing]:
    """The rows of a kind as they were at the end of a day, in the order of their block; keys are unique."""
    found: dict[str, Thing] = {}
    for thing in _MAKERS[kind](dataset, end):
        found.setdefault(thing.key, thing)
    return [*found.values()]


def _stakeholders(dataset: Dataset, end: date) -> Iterator[Thing]:
    rows = register(dataset, "stakeholders").latest("id", "assessed", end)
    names = ("role", "organisation", "segment", "owner", "next_action")
    texts, due = {name: rows.texts(name) for name in names}, rows.dates("due")
    for one in stakeholders(rows):
        own = {name: held[one.row] for name, held in texts.items()}
        said = {
            **own,
            "name": one.name,
            "current": "" if one.current is None else LEVELS[one.current],
            "desired": "" if one.desired is None else LEVELS[one.desired],
            "quadrant": "" if one.quadrant is None else QUADRANTS[one.quadrant],
        }
        numbers = {"power": _number(one.power), "interest": _number(one.interest), "gap": _number(one.gap)}
        yield Thing(one.key, one.name, numbers, said, own["owner"], own["next_action"], due[one.row])


def _risks(dataset: Dataset, end: date) -> Iterator[Thing]:
    for risk in threats(dataset, end):
        numbers = {
            "level": _number(risk.level),
            "likelihood": _number(risk.likelihood),
            "impact": _number(None if risk.impact is None else abs(risk.impact)),
        }
        texts = {"id": risk.key, **risk.texts}
        yield Thing(
            risk.key, _named(risk.key, texts["title"]), numbers, texts, texts["owner"], texts["action"], risk.due
        )


def _issues(dataset: Dataset, end: date) -> Iterator[Thing]:
    for key, cells in active_issues(dataset, end):
        yield _of_log(key, cells, ("urgency", "impact", "size", "severity"))


def _changes(dataset: Dataset, end: date) -> Iterator[Thing]:
    for key, cells in active_changes(dataset, end):
        yield _of_log(key, cells, ("size", "priority"))


def _of_log(key: str, cells: Mapping[str, Cell], scales: tuple[str, ...]) -> Thing:
    texts = {name: cell for name, cell in cells.items() if isinstance(cell, str)}
    # In its cells the status is the colour of the urgency, the state is what the log calls status.
    texts |= {"id": key, "status": texts.get("state", "")}
    numbers = {name: _number(cell) for name in scales if isinstance(cell := cells.get(name), int | None)}
    due = cells.get("due")
    day = due if isinstance(due, date) else None
    owner, action = texts.get("owner", ""), texts.get("action", "")
    return Thing(key, _named(key, texts.get("title", "")), numbers, texts, owner, action, day)


def _actions(dataset: Dataset, end: date) -> Iterator[Thing]:
    for action in actions(register(dataset, "actions"), end):
        if not action.done:
            texts = {"id": action.key, "title": action.title, "owner": action.owner, "source": action.source}
            numbers = {"late": _number(action.late)}
            yield Thing(action.key, action.title, numbers, texts, action.owner, action.progress, action.due)


def _milestones(dataset: Dataset, end: date) -> Iterator[Thing]:
    for one in milestones(register(dataset, "milestones"), end):
        if one.actual is None:
            texts = {"id": one.key, "title": one.title, "owner": one.owner}
            yield Thing(one.key, one.title, {"behind": _number(one.behind)}, texts, one.owner, one.comment)


def _named(key: str, title: str) -> str:
    return f"{key} {title}".strip()


def _number(value: float | int | None) -> Fraction | None:
    return None if value is None else Fraction(str(value))


_MAKERS: Mapping[str, Callable[[Dataset, date], Iterator[Thing]]] = {
    "stakeholder": _stakeholders,
    "risk": _risks,
    "issue": _issues,
    "change": _changes,
    "action": _actions,
    "milestone": _milestones,
}
