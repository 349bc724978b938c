"""Cases with their dates -> how many were received, closed and open, how old, why and in time.

The same rules as the formulas of KPIs follow: beside a whole day the time of day does not count, a case
without a date is left out of what needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.content.periods import Period

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The last day of each age; the rest is older (domain practice for complaints).
AGES = (7, 30, 90)


@dataclass(frozen=True, eq=False, slots=True)
class CaseDates:
    """When each case was opened, due and closed; NaT where that is not said."""

    opened: NDArray[Any]
    due: NDArray[Any]
    closed: NDArray[Any]

    def open_on(self, day: date) -> NDArray[np.bool_]:
        """The cases that were open at the end of a day."""
        return (_days(self.opened) <= _day(day)) & ~(_days(self.closed) <= _day(day))

    def received(self, first: date, last: date) -> NDArray[np.bool_]:
        """The cases opened from one day to another."""
        return _between(self.opened, first, last)

    def closed_in(self, first: date, last: date) -> NDArray[np.bool_]:
        """The cases closed from one day to another."""
        return _between(self.closed, first, last)

    def overdue(self, day: date) -> NDArray[np.bool_]:
        """The cases that were open at the end of a day and due before it."""
        return self.open_on(day) & (_days(self.due) < _day(day))

    def ages(self, day: date) -> NDArray[np.int64]:
        """The age in days of the cases that were open at the end of a day."""
        opened = _days(self.opened)[self.open_on(day)]
        return (_day(day) - opened).astype(np.int64)

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


def by_cause(causes: list[str], chosen: NDArray[np.bool_]) -> list[tuple[str, int]]:
    """The causes of the chosen cases, the most frequent first; an empty cause is last."""
    counts: dict[str, int] = {}
    for cause, counted in zip(causes, chosen.tolist(), strict=True):
        if counted:
            counts[cause] = counts.get(cause, 0) + 1
    return sorted(counts.items(), key=lambda item: (not item[0], -item[1], item[0]))


def impossible(cases: CaseDates) -> NDArray[np.int64]:
    """The positions of cases that were closed before they were opened."""
    return np.flatnonzero(_days(cases.closed) < _days(cases.opened))


def _between(moments: NDArray[Any], first: date, last: date) -> NDArray[np.bool_]:
    days = _days(moments)
    held: NDArray[np.bool_] = (days >= _day(first)) & (days <= _day(last))
    return held


def _days(moments: NDArray[Any]) -> NDArray[Any]:
    return moments.astype("datetime64[D]")


def _day(day: date) -> np.datetime64:
    return np.datetime64(day, "D")


def _count(held: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(held))
