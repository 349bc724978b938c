"""People followed over time in a log: which of its rows count for newcomers, lapsed, retained or habitual ones.

A person is whoever the counted column names. Someone who moves from one group to another is neither new there nor
lapsed here: first and last time are looked for in the whole table. Those who lapsed, and the cohort of a retention,
count in the group in which they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.rules.evaluation.times import Span, day_number
from reportgen.rules.formulas.syntax import Followed, Following

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Visits:
    """The rows of a log: who, on which day, and whether the row counts; `persons` are numbers from 0."""

    persons: NDArray[np.int64]
    days: NDArray[np.int64]
    held: NDArray[np.bool_]

    @classmethod
    def of(cls, values: NDArray[Any], present: NDArray[np.bool_], days: NDArray[np.int64]) -> Visits:
        """The rows with who and when; the others count for nobody."""
        known = np.where(present, values, 0)
        # Codes of texts are numbers from 0 already.
        persons = known if known.dtype.kind == "i" else np.unique(known, return_inverse=True)[1].reshape(-1)
        return cls(persons.astype(np.int64), days, present)

    def until(self, last: int) -> Visits:
        """The same rows as known at the end of a day."""
        return Visits(self.persons, self.days, self.held & (self.days <= last))

    def between(self, first: int, last: int) -> NDArray[np.bool_]:
        """The rows of some days."""
        found: NDArray[np.bool_] = self.held & (self.days >= first) & (self.days <= last)
        return found

    def seen(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For every row whether its person is among those of the marked rows."""
        marks = np.zeros(int(self.persons.max(initial=-1)) + 1, np.bool_)
        marks[self.persons[rows]] = True
        return marks[self.persons]

    def counted(self, among: Followed) -> NDArray[np.int64]:
        """What is told apart: every person, or every person on every day."""
        if among.kind is not Following.DAILY or not self.held.any():
            return self.persons
        first, last = int(self.days[self.held].min()), int(self.days[self.held].max())
        return self.persons * (last - first + 1) + np.clip(self.days - first, 0, last - first)

    def first_days(self) -> NDArray[np.int64]:
        """For every row the first day of its person."""
        first = np.full(int(self.persons.max(initial=-1)) + 1, _NEVER, np.int64)
        np.minimum.at(first, self.persons[self.held], self.days[self.held])
        return first[self.persons]


def looked_at(among: Followed, span: Span) -> tuple[Span, ...]:
    """The periods whose days the method needs beside those of the span."""
    if among.kind in (Following.LAPSED, Following.REACTIVATED):
        return (span.earlier(),)
    return (span.earlier(among.after),) if among.kind is Following.RETAINED else ()


def rows_followed(among: Followed, visits: Visits, span: Span) -> NDArray[np.bool_]:
    """The rows whose distinct people are the ones that the method counts."""
    end = day_number(min(span.last.end, span.as_of))
    visits = visits.until(end)
    start = day_number(span.first.start)
    now = visits.between(start, end)
    if among.kind is Following.DAILY:
        return now
    if among.kind in (Following.RECENT, Following.HABITUAL):
        return _of_weeks(among, visits, end)
    if among.kind is Following.NEW:
        return now & (visits.first_days() >= start)
    if among.kind is Following.RETAINED:
        cohort = span.earlier(among.after)
        first, last = day_number(cohort.first.start), day_number(cohort.last.end)
        return visits.between(first, last) & (visits.first_days() >= first) & visits.seen(now)
    last_time = span.earlier()
    before = visits.between(day_number(last_time.first.start), day_number(last_time.last.end))
    if among.kind is Following.LAPSED:
        return before & ~visits.seen(now)
    return now & (visits.first_days() < start) & ~visits.seen(before)


def weeks_start(among: Followed, span: Span) -> int:
    """The first day of the last weeks, which end with the period or at the cut-off."""
    return day_number(min(span.last.end, span.as_of) - timedelta(days=7 * among.weeks - 1))


def _of_weeks(among: Followed, visits: Visits, end: int) -> NDArray[np.bool_]:
    recent = visits.between(end - 7 * among.weeks + 1, end)
    if among.kind is Following.RECENT:
        return recent
    week = (end - visits.days[recent]) // 7
    pairs = np.unique(visits.persons[recent] * among.weeks + week)
    weeks = np.bincount(pairs // among.weeks, minlength=int(visits.persons.max(initial=-1)) + 1)
    return recent & (weeks >= among.least)[visits.persons]
