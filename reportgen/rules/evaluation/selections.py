"""The rows that one aggregation of a formula is made of, and the dates that place them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reportgen.rules.evaluation.followed import looked_at, weeks_start
from reportgen.rules.evaluation.times import Placement, Span, TimedTable, day_number
from reportgen.rules.formulas.syntax import Followed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Days further back than any calendar: rows without a date.
FAR = 4_000_000


@dataclass(frozen=True, eq=False, slots=True)
class Selection:
    """The rows of one aggregation in a span: those that exist, those that count, and those of them with a value;
    of what lasts some time, which have `ended`."""

    timed: TimedTable
    placement: Placement
    exists: NDArray[np.bool_]
    counts: NDArray[np.bool_]
    present: NDArray[np.bool_]
    values: NDArray[Any] | None
    moments: NDArray[Any] | None
    entities: NDArray[np.int64] | None
    absence: str = ""
    ended: NDArray[np.bool_] | None = None

    @property
    def complete(self) -> NDArray[np.bool_]:
        """The rows that have a value that will not change: what is still open has none yet."""
        return self.present if self.ended is None else self.present & self.ended


@dataclass(frozen=True, eq=False, slots=True)
class Dates:
    """A column of dates over the rows of a placement: in days, in full, and its first and last day."""

    days: NDArray[np.int64]
    moments: NDArray[np.int64]
    limits: tuple[int, int] | None

    def between(self, first: date, last: date) -> NDArray[np.bool_]:
        """The rows dated from one day to another."""
        held: NDArray[np.bool_] = (self.days >= day_number(first)) & (self.days <= day_number(last))
        return held

    def before(self, among: Followed, span: Span, name: str) -> str:
        """Why people cannot be told apart by their past: it lies before the data."""
        if among.weeks and self.limits and weeks_start(among, span) + 6 < self.limits[0]:
            return f"{name} does not reach back {among.weeks} weeks"
        return next((reason for past in looked_at(among, span) if (reason := self.absence(past, name))), "")

    def absence(self, span: Span, name: str) -> str:
        """Why a span outside the dates of the data has no data; within them a period without events has none."""
        if self.limits is None:
            return f"{name} has no dates"
        if day_number(span.last.end) < self.limits[0] or day_number(span.first.start) > self.limits[1]:
            return f"no rows with {name} in {span.label}"
        return ""
