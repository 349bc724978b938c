"""How things in a log stand: what their owner says in a word, and what dates and scales make of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportgen.content.values import Status
from reportgen.errors import Problem
from reportgen.rules.registers.register import Register

# What owners write; PM² forms say Green, Amber or Yellow, and Red.
_WORDS = {
    Status.ON_TRACK: ("on track", "green", "in progress", "ongoing", "open", "started"),
    Status.AT_RISK: ("at risk", "amber", "yellow"),
    Status.OFF_TRACK: ("off track", "red", "late", "delayed"),
    Status.NOT_STARTED: ("not started", "planned", "pending"),
    Status.DONE: ("done", "complete", "completed", "closed", "reached"),
}
_BY_WORD = {word: status for status, words in _WORDS.items() for word in words}
# The five words that the contracts name.
_EXPECTED = ", ".join(words[0].capitalize() for words in _WORDS.values())
# A milestone may slip by a month and be at risk only: the status report counts the variance in months.
MILESTONE_DAYS = 30
# PM² Guide, risk matrix: Green up to 2, Red from 20; between them Yellow.
_GREEN, _RED = 2, 20


def said_status(text: str) -> Status | None:
    """The status that a word names; None for no word or another one."""
    return _BY_WORD.get(text.strip().casefold())


def unknown_words(register: Register) -> Iterator[Problem]:
    """The status words of actions and milestones that name no status."""
    for row, text in enumerate(register.texts("status")):
        if text and said_status(text) is None:
            hint = "Without a known word the dates decide."
            message = "The status is not a word that is known"
            yield register.problem(row, "status", "unknown-status", message, text, _EXPECTED, hint)


def unknown_states(register: Register, states: tuple[str, ...]) -> Iterator[Problem]:
    """The states of a PM² log that are not those of the log; their rows count as active."""
    known = {state.casefold() for state in states}
    for row, text in enumerate(register.texts("status")):
        if text.strip().casefold() not in known:
            hint = "The row counts as active."
            message = "The status is not one of this log"
            yield register.problem(row, "status", "unknown-status", message, text or "nothing", ", ".join(states), hint)


def off_scale(register: Register, fields: tuple[str, ...], low: int = 1, high: int = 5) -> Iterator[Problem]:
    """The numbers that lie outside their scale."""
    for field in fields:
        for row, number in enumerate(register.numbers(field).tolist()):
            if number == number and not low <= number <= high:
                message = f"The {field} lies outside its scale"
                expected = f"a number from {low} to {high}"
                yield register.problem(row, field, "off-scale", message, f"{number:g}", expected)


def is_over(state: str, over: tuple[str, ...], closed: date | None, end: date) -> bool:
    """True when a row of a log is closed at the end of a day: its date says so, or its state where there is none."""
    if closed is not None:
        return closed <= end
    return state.strip().casefold() in {word.casefold() for word in over}


def risk_status(level: int | None) -> Status:
    """The colour of a risk level as a status."""
    if level is None:
        return Status.NO_DATA
    return Status.ON_TRACK if level <= _GREEN else Status.OFF_TRACK if level >= _RED else Status.AT_RISK


def urgency_status(urgency: int | None) -> Status:
    """An issue of urgency 5 is off track, of 4 at risk."""
    if urgency is None:
        return Status.NO_DATA
    return Status.OFF_TRACK if urgency >= 5 else Status.AT_RISK if urgency == 4 else Status.ON_TRACK


def action_status(
    said: Status | None, started: date | None, due: date | None, closed: date | None, end: date
) -> Status:
    """Done and overdue by the dates, else what the owner says, else whether it has begun."""
    if (closed is not None and closed <= end) or (closed is None and said is Status.DONE):
        return Status.DONE
    if due is not None and due < end:
        return Status.OFF_TRACK
    if said is not None and said is not Status.DONE:
        return said
    return Status.NOT_STARTED if started is not None and started > end else Status.ON_TRACK


def milestone_status(
    said: Status | None, baseline: date | None, forecast: date | None, actual: date | None, end: date
) -> Status:
    """Done by its date; off track when it is past or more than a month behind its baseline, at risk when behind;
    otherwise what the owner says."""
    if (actual is not None and actual <= end) or (actual is None and said is Status.DONE):
        return Status.DONE
    expected = forecast or baseline
    if expected is None:
        return said or Status.NO_DATA
    behind = (expected - baseline).days if baseline else 0
    if expected < end or behind > MILESTONE_DAYS:
        return Status.OFF_TRACK
    if behind > 0:
        return Status.OFF_TRACK if said is Status.OFF_TRACK else Status.AT_RISK
    return said if said is not None and said is not Status.DONE else Status.ON_TRACK
