"""Which rows of a table speak for a span of periods, by the table's time kind.

flow         the rows dated in the span
stock        each entity's last row on or before the end, at most `carry` periods old
cumulative   the snapshot of the last period against the snapshot before the first one
events       all rows; the formula's dates decide
static       all rows
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.content.periods import Period
from reportgen.contracts import TimeKind
from reportgen.contracts.asked import NOTHING_TO_REPORT
from reportgen.dataset import DATE, DataTable
from reportgen.locales.dates import period_label
from reportgen.rules.entities import EntityMaster

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EPOCH = date(1970, 1, 1)


def named(period: Period) -> str:
    """The period as reasons say it; they are English sentences, whatever the language of the documents."""
    return period_label(period, "en", str)


@dataclass(frozen=True, slots=True)
class Span:
    """The periods from first to last, both included. What is dated after `as_of` is not known yet."""

    first: Period
    last: Period
    as_of: date

    def __hash__(self) -> int:
        # Spans are keys of all that is computed, and few of them are known as of one day.
        return hash(self.as_of)

    @classmethod
    def of(cls, period: Period, as_of: date | None = None) -> Span:
        """One period, as known at its end or at another cut-off."""
        return cls(period, period, as_of or period.end)

    def earlier(self, periods: int = 1) -> Span:
        """The span so many periods before, as known at its own end."""
        last = self.last.shift(-periods)
        return Span(self.first.shift(-periods), last, last.end)

    def back(self, periods: int | None) -> Span:
        """The span of so many periods that ends with this one; None: from the beginning of the (fiscal) year."""
        if periods is not None:
            return replace(self, first=self.last.shift(1 - periods))
        first = self.last
        year = _year_start(self.last)
        while first.previous.start >= year:
            first = first.previous
        return replace(self, first=first)

    def __len__(self) -> int:
        return self.last.steps_since(self.first) + 1

    def periods(self) -> list[Period]:
        return [self.first.shift(step) for step in range(len(self))]

    @property
    def cutoff(self) -> date | None:
        """The last day that counts, when that is before the end of the span."""
        return self.as_of if self.as_of < self.last.end else None

    def __str__(self) -> str:
        return self.last.id if self.first == self.last else f"{self.first.id} to {self.last.id}"

    @property
    def label(self) -> str:
        """The periods as reasons say them."""
        return named(self.last) if self.first == self.last else f"{named(self.first)} to {named(self.last)}"


@dataclass(frozen=True, eq=False, slots=True)
class Placement:
    """The rows that speak for a span. `rows` are positions in the table; for a counter -1 where an entity is
    gone, and `before` the positions in the earlier snapshot, -1 where an entity is new.

    `absence` says why there is nothing at all; `no_increase` why there is no earlier snapshot. `whole`: the rows are
    all of the table, in its order.
    """

    rows: NDArray[np.int64]
    before: NDArray[np.int64] | None = None
    absence: str = ""
    no_increase: str = ""
    whole: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def shown(self) -> NDArray[np.int64]:
        """A row for each place: the present one, or for an entity that is gone the earlier one."""
        return self.rows if self.before is None else np.where(self.rows >= 0, self.rows, self.before)


class TimedTable:
    """A table that places its rows in spans; answers are remembered."""

    def __init__(self, table: DataTable, master: EntityMaster | None, entity: str | None) -> None:
        self.table = table
        self.master = master
        self.entity = entity if master is not None else None
        self._placements: dict[Span, Placement] = {}
        self._owners: dict[Placement, NDArray[np.int64] | None] = {}

    @property
    def time(self) -> TimeKind:
        return self.table.spec.time

    def __len__(self) -> int:
        return len(self.table.frame)

    @cached_property
    def entities(self) -> NDArray[np.int64] | None:
        """The position of each row's entity in the master, -1 when it is unknown; None for tables without."""
        if self.entity is None or self.master is None:
            return None
        return self.master.positions(self.table.frame[self.entity])

    @cached_property
    def nothing_to_report(self) -> NDArray[np.bool_] | None:
        """The rows that say that there is nothing to report; None in a table that does not ask."""
        if NOTHING_TO_REPORT not in self.table.frame:
            return None
        answers = self.table.frame[NOTHING_TO_REPORT]
        return answers.fillna(False).to_numpy(dtype=np.bool_) if answers.dtype == "boolean" else None

    def place(self, span: Span) -> Placement:
        """The rows that speak for the span."""
        if span not in self._placements:
            self._placements[span] = self._place(span)
        return self._placements[span]

    def owners(self, placement: Placement) -> NDArray[np.int64] | None:
        """The entity of each row of a placement."""
        if placement not in self._owners:
            entities = self.entities
            taken = entities if entities is None or placement.whole else entities[placement.shown]
            self._owners[placement] = taken
        return self._owners[placement]

    def place_together(self, spans: Sequence[Span]) -> tuple[Placement, NDArray[np.int64], dict[Span, int]]:
        """Rows that speak for several spans, the step of each of them, and the step of each span that has rows; of a
        counter only spans with an earlier snapshot. Rows of no span may be there, with a step of no span."""
        if self.time is TimeKind.FLOW and len(self) and all(span.first == span.last for span in spans):
            return self._flow_together(spans)
        placed = {span: self.place(span) for span in spans}
        held = {span: at for span, at in placed.items() if not at.absence and not at.no_increase}
        lines = {span: step for step, span in enumerate(held)}
        steps = np.repeat(np.arange(len(held)), [len(at) for at in held.values()])
        nothing = np.empty(0, np.int64)
        before = [at.before for at in held.values() if at.before is not None]
        rows = np.concatenate([nothing, *(at.rows for at in held.values())])
        return Placement(rows, np.concatenate(before) if before else None), steps, lines

    def _flow_together(self, spans: Sequence[Span]) -> tuple[Placement, NDArray[np.int64], dict[Span, int]]:
        """Each row lies in one period: a table of days says in which."""
        lowest = day_number(min(span.first.start for span in spans))
        step_of = np.full(day_number(max(span.last.end for span in spans)) - lowest + 1, -1, np.int64)
        for step, span in enumerate(spans):
            end = min(span.as_of, span.last.end)
            step_of[day_number(span.first.start) - lowest : max(0, day_number(end) + 1 - lowest)] = step
        inside = (self.days >= lowest) & (self.days < lowest + len(step_of))
        steps = step_of[np.where(inside, self.days - lowest, 0)] if not inside.all() else step_of[self.days - lowest]
        kept = inside & (steps >= 0)
        filled = np.bincount(steps[kept], minlength=len(spans)) > 0
        # Spans without rows have no step.
        rank = np.cumsum(filled) - 1
        lines = {span: int(rank[step]) for step, span in enumerate(spans) if filled[step]}
        if 2 * np.count_nonzero(kept) > len(self):
            # Quicker than to take most rows out of every column: the others have a step of their own, after the last.
            steps = np.where(kept, rank[steps], len(lines))
            return Placement(np.arange(len(self)), whole=True), steps, lines
        return Placement(np.flatnonzero(kept)), rank[steps[kept]], lines

    def _place(self, span: Span) -> Placement:
        if not len(self):
            return Placement(np.empty(0, np.int64), absence=self._emptiness())
        if self.time is TimeKind.FLOW:
            return self._flow(span)
        if self.time is TimeKind.STOCK:
            return self._stock(span)
        if self.time is TimeKind.CUMULATIVE:
            return self._counter(span)
        return self._everything

    @cached_property
    def _everything(self) -> Placement:
        # One for all spans, so that what is read from its rows is read once.
        return Placement(np.arange(len(self)))

    @property
    def is_timeless(self) -> bool:
        """True when the same rows speak for every span."""
        return self.time in (TimeKind.STATIC, TimeKind.EVENTS)

    def _emptiness(self) -> str:
        """Why there are no rows: none in the files, none of the group that was asked for, or rows of nobody."""
        name = self.table.name
        if not any(file.rows for file in self.table.files):
            return f"{name} has no rows"
        return f"{name} has no rows of this group" if self.table.spec.entity else f"{name} cannot be divided by entity"

    @cached_property
    def days(self) -> NDArray[np.int64]:
        """The date of each row in days since 1970; rows without a date lie before everything."""
        return days_of(self.table.frame[DATE].array.to_numpy())

    @cached_property
    def _by_day(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        order = np.argsort(self.days, kind="stable")
        return order, self.days[order]

    def _flow(self, span: Span) -> Placement:
        end = min(span.as_of, span.last.end)
        if span.first == span.last:
            # The days of all rows are sorted for longer spans only: most periods are placed together.
            rows = np.flatnonzero((self.days >= day_number(span.first.start)) & (self.days <= day_number(end)))
            return Placement(rows, absence="" if len(rows) else f"no rows of {self.table.name} in {named(span.last)}")
        order, days = self._by_day
        for period in span.periods():
            low, high = np.searchsorted(days, [day_number(period.start), day_number(min(period.end, end)) + 1])
            if low >= high:
                return Placement(np.empty(0, np.int64), absence=f"no rows of {self.table.name} in {named(period)}")
        low, high = np.searchsorted(days, [day_number(span.first.start), day_number(end) + 1])
        return Placement(np.sort(order[low:high]))

    @cached_property
    def snapshot_days(self) -> list[date]:
        """The days on which there are rows, ascending."""
        return [_EPOCH + timedelta(int(day)) for day in np.unique(self.days) if day > _NEVER]

    def _stock(self, span: Span) -> Placement:
        first = day_number(span.last.shift(-self.table.spec.carry).start)
        known = (self.days >= first) & (self.days <= day_number(min(span.last.end, span.as_of)))
        if not known.any():
            return Placement(np.empty(0, np.int64), absence=f"no rows of {self.table.name} for {named(span.last)}")
        rows = np.flatnonzero(known)
        owners = self.entities[rows] if self.entities is not None else np.zeros(len(rows), np.int64)
        if self.entity is not None and (owners < 0).any():
            # Unknown entities keep their own last rows: the codes of the column tell them apart.
            owners = self.table.frame[self.entity].astype("category").cat.codes.to_numpy()[rows].astype(np.int64)
        latest = np.full(int(owners.max()) + 2, _NEVER)
        np.maximum.at(latest, owners, self.days[rows])
        return Placement(rows[self.days[rows] == latest[owners]])

    def _snapshot(self, period: Period, cutoff: date | None = None) -> NDArray[np.int64]:
        """The rows dated on the period's end: the loader has moved snapshots within the tolerance there."""
        return self.rows_on(period.end) if cutoff is None else np.empty(0, np.int64)

    def _counter(self, span: Span) -> Placement:
        start = span.first.previous
        rows, earlier = self._snapshot(span.last, span.cutoff), self._snapshot(start)
        if not len(rows):
            return Placement(rows, absence=self._no_snapshot(span.last))
        if not len(earlier):
            nothing = np.full(len(rows), -1, np.int64)
            return Placement(rows, nothing, no_increase=self._no_snapshot(start))
        place = np.full(int(self._keys.max()) + 1, -1, np.int64)
        place[self._keys[earlier]] = earlier
        before = place[self._keys[rows]]
        place[self._keys[rows]] = -1
        gone = place[place >= 0]
        gone.sort()
        return Placement(np.append(rows, np.full(len(gone), -1, np.int64)), np.append(before, gone))

    def _no_snapshot(self, period: Period) -> str:
        return f"no snapshot of {self.table.name} for {named(period)}"

    def rows_on(self, day: date) -> NDArray[np.int64]:
        """The positions of the rows of a day, ascending."""
        order, days = self._by_day
        low, high = np.searchsorted(days, [day_number(day), day_number(day) + 1])
        return np.sort(order[low:high])

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        """A number for each counter, the same in every snapshot: by entity, by all texts where that is not enough,
        and by position among equals in the last resort."""
        frame, spec = self.table.frame, self.table.spec
        texts = [field for field, column in spec.columns.items() if column.type.value in ("text", "id")]
        keys = np.zeros(len(frame), np.int64)
        for fields in ([self.entity] if self.entity else [], texts):
            if fields:
                groups = frame.groupby(fields, sort=False, observed=True, dropna=False)
                keys = groups.ngroup().to_numpy().astype(np.int64)
            pairs = (keys * (int(self.days.max()) + 2) + self.days)[self.days > _NEVER]
            if len(np.unique(pairs)) == len(pairs):
                return keys
        repeat = frame.groupby([keys, self.days], sort=False).cumcount().to_numpy()
        return (keys * (int(repeat.max()) + 1) + repeat).astype(np.int64)


_NEVER = np.iinfo(np.int64).min // 2


def days_of(moments: NDArray[Any]) -> NDArray[np.int64]:
    """Whole days since 1970; far in the past where there is no date."""
    days = moments.astype("datetime64[D]")
    return np.where(np.isnat(days), _NEVER, days.astype(np.int64))


def day_number(day: date) -> int:
    """A day in days since 1970."""
    return (day - _EPOCH).days


def _year_start(period: Period) -> date:
    month = period.fiscal_start
    year = period.end.year if period.end.month >= month else period.end.year - 1
    return date(year, month, 1)
