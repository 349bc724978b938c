"""Cases with their dates -> how many were received, closed and open, how old, why and in time.

The same rules as the formulas of KPIs follow: beside a whole day the time of day does not count, a case
without a date is left out of what needs it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.content.periods import Period
from reportgen.rules.evaluation.times import day_number, days_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The last day of each age; the rest is older (domain practice for complaints).
AGES = (7, 30, 90)
# What days_of gives for a missing date is far below the first day that a date can name.
_NO_DAY = -(10**7)


@dataclass(frozen=True, eq=False)
class CaseDates:
    """When each case was opened, due and closed; NaT where that is not said."""

    opened: NDArray[Any]
    due: NDArray[Any]
    closed: NDArray[Any]

    @cached_property
    def _opened(self) -> NDArray[np.int64]:
        return days_of(self.opened)

    @cached_property
    def _due(self) -> NDArray[np.int64]:
        return days_of(self.due)

    @cached_property
    def _closed(self) -> NDArray[np.int64]:
        return days_of(self.closed)

    def open_on(self, day: date) -> NDArray[np.bool_]:
        """The cases that were open at the end of a day."""
        end = day_number(day)
        return _known(self._opened, end) & ~_known(self._closed, end)

    def received(self, first: date, last: date) -> NDArray[np.bool_]:
        """The cases opened from one day to another."""
        return _between(self._opened, first, last)

    def closed_in(self, first: date, last: date) -> NDArray[np.bool_]:
        """The cases closed from one day to another."""
        return _between(self._closed, first, last)

    def overdue(self, day: date) -> NDArray[np.bool_]:
        """The cases that were open at the end of a day and due before it."""
        return self.open_on(day) & _known(self._due, day_number(day) - 1)

    def ages(self, day: date) -> NDArray[np.int64]:
        """The age in days of the cases that were open at the end of a day."""
        return day_number(day) - self._opened[self.open_on(day)]

    def days_to_close(self, first: date, last: date) -> NDArray[np.float64]:
        """How long each case took that was closed from one day to another, in days; those without a start are out."""
        closed = self.closed_in(first, last)
        taken: NDArray[np.float64] = (self.closed[closed] - self.opened[closed]) / np.timedelta64(1, "D")
        return taken[~np.isnan(taken)]


@dataclass(frozen=True, slots=True)
class Flow:
    """What came in and went out in a period, and what was open at its end."""

    period: Period
    received: int
    closed: int
    backlog: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Of the cases with a due date: closed in time, all closed, and open after their date."""

    in_time: int
    closed: int
    late_open: int

    @property
    def due(self) -> int:
        """All that should have been closed: a late case counts whether it was closed or not."""
        return self.closed + self.late_open


def flow(cases: CaseDates, period: Period, as_of: date) -> Flow:
    """The flow of a period, as known at its end or, when that is earlier, at `as_of`."""
    end = min(period.end, as_of)
    return Flow(
        period,
        _count(cases.received(period.start, end)),
        _count(cases.closed_in(period.start, end)),
        _count(cases.open_on(end)),
        _count(cases.overdue(end)),
    )


def timeliness(cases: CaseDates, period: Period, as_of: date) -> Timeliness:
    """How the cases closed in a period, and those open at its end, stand to their due dates."""
    end = min(period.end, as_of)
    closed = cases.closed_in(period.start, end) & ~np.isnat(cases.due)
    return Timeliness(_count(closed & (cases.closed <= cases.due)), _count(closed), _count(cases.overdue(end)))


def by_age(cases: CaseDates, day: date) -> tuple[int, ...]:
    """How many open cases have each age of AGES, and how many are older."""
    # Intervals include their last day: 7 days old belongs to the first.
    places = np.searchsorted(np.array(AGES), cases.ages(day), side="left")
    counts: list[int] = np.bincount(places, minlength=len(AGES) + 1).tolist()
    return tuple(counts)


def by_cause(causes: Iterable[str]) -> list[tuple[str, int]]:
    """How often each cause occurs, the most frequent first; an empty cause is last."""
    return sorted(Counter(causes).items(), key=lambda item: (not item[0], -item[1], item[0]))


def impossible(cases: CaseDates) -> NDArray[np.int64]:
    """The positions of cases that were closed before they were opened."""
    opened, closed = days_of(cases.opened), days_of(cases.closed)
    return np.flatnonzero((closed < opened) & ~np.isnat(cases.closed))


def _known(days: NDArray[np.int64], last: int) -> NDArray[np.bool_]:
    """Where there is a day and it is not after the last one; a missing day lies before everything."""
    held: NDArray[np.bool_] = (days <= last) & (days > _NO_DAY)
    return held


def _between(days: NDArray[np.int64], first: date, last: date) -> NDArray[np.bool_]:
    held: NDArray[np.bool_] = (days >= day_number(first)) & (days <= day_number(last))
    return held


def _count(held: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(held))
