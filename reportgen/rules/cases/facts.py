"""The cases of a project in a period: flows, causes, and the facts about them beside those of the period before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reportgen.content.kpis import Figure
from reportgen.content.periods import Period
from reportgen.content.values import Days, NoData, Value, exact
from reportgen.rules.blocks import count, fact, share
from reportgen.rules.cases.counts import CaseDates, Flow, by_cause, flow, timeliness
from reportgen.rules.evaluation.reductions import reduce_groups
from reportgen.rules.evaluation.waiting import days_within, durations
from reportgen.rules.registers.register import Register
from reportgen.rules.setting import Setting

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PERIODS = 12


class CountedCases:
    """The cases of a project in one period: what the blocks about them print."""

    def __init__(self, cases: Register, dates: CaseDates, setting: Setting) -> None:
        self.cases = cases
        self.dates = dates
        self.setting = setting
        self.nouns = cases.nouns or setting.locale.word("cases")
        self.end = min(setting.period.end, setting.as_of)
        self.flows = self._flows()
        self.causes = self._causes()
        self.facts = self._facts()

    def _flows(self) -> list[Flow]:
        """The last twelve periods, from the first in which a case was opened."""
        opened = self.dates.opened[~np.isnat(self.dates.opened)]
        first = opened.min().astype("datetime64[D]").tolist() if len(opened) else self.setting.period.start
        periods = [self.setting.period.shift(step) for step in range(1 - _PERIODS, 1)]
        shown = [period for period in periods if period.end >= first] or periods[-1:]
        return [flow(self.dates, period, self._known(period)) for period in shown]

    def _known(self, period: Period) -> date:
        return self.setting.as_of if period == self.setting.period else period.end

    def _causes(self) -> list[tuple[str, int]]:
        if not self.cases.holds("cause"):
            return []
        received = self.dates.received(self.setting.period.start, self.end)
        return by_cause(self.cases.at(received).texts("cause"))

    def _facts(self) -> dict[str, Figure]:
        word = self.setting.locale.word
        now, before = self._values(self.setting.period), self._values(self.setting.period.previous)
        labels = {
            "cases_received": word("Received"),
            "cases_closed": word("Closed"),
            "cases_open": word("Open at the end"),
            "cases_overdue": word("Overdue at the end"),
            "cases_on_time_closed": word("Closed in time, of all closed"),
            "cases_on_time_due": word("Closed in time, of all due"),
            "cases_median_days": word("Median days to close"),
            "cases_p90_days": word("Nine of ten closed within, days; open ones counted as longer"),
            "cases_reopened": word("Opened again, of those closed"),
        }
        return {name: fact(name, now[name], before[name], self.setting, label) for name, label in labels.items()}

    def _values(self, period: Period) -> dict[str, Value]:
        known = self._known(period)
        moved, kept = flow(self.dates, period, known), timeliness(self.dates, period, known)
        taken = self.dates.days_to_close(period.start, min(period.end, known))
        reason = "no case with a due date was closed"
        return {
            "cases_received": count(moved.received),
            "cases_closed": count(moved.closed),
            "cases_open": count(moved.backlog),
            "cases_overdue": count(moved.overdue) if self.has_due else NoData("no due dates"),
            "cases_on_time_closed": share(kept.in_time, kept.closed, "", reason),
            "cases_on_time_due": share(kept.in_time, kept.due, "", "no case was due"),
            "cases_median_days": _median(taken),
            "cases_p90_days": self._nine_of_ten(period, known),
            "cases_reopened": self._reopened(period, known),
        }

    def _nine_of_ten(self, period: Period, known: date) -> Value:
        """The days within which nine of ten end, of those closed in the period and those open at its end: what is open
        has lasted at least so long, and counts as lasting longer."""
        end = min(period.end, known)
        held = self.dates.closed_in(period.start, end) | self.dates.open_on(end)
        days, ended = durations(self.dates.opened[held], self.dates.closed[held], np.datetime64(end))
        began = ~np.isnan(days)
        if not ended.any():
            return NoData("nothing was closed")
        found = days_within(days[began], ended[began], np.zeros(int(began.sum()), np.int64), 1, 90)[0]
        return NoData("more than one of ten is still open") if np.isnan(found) else Days(exact(float(found)), 1)

    def _reopened(self, period: Period, known: date) -> Value:
        """The share of the cases closed in the period that had been closed before."""
        if not self.cases.holds("reopened"):
            return NoData("not said")
        closed = self.dates.closed_in(period.start, min(period.end, known))
        again = int(np.count_nonzero(self.cases.numbers("reopened")[closed] > 0))
        return share(again, int(np.count_nonzero(closed)), "", "nothing was closed")

    @property
    def has_due(self) -> bool:
        """True when any case has a due date."""
        return self.cases.holds("due")

    def first_cause(self) -> tuple[str, Value] | None:
        """The most frequent cause and its share of the cases received; None when several share that place."""
        stated = [(cause, number) for cause, number in self.causes if cause]
        if not stated or (len(stated) > 1 and stated[0][1] == stated[1][1]):
            return None
        cause, number = stated[0]
        received = sum(number for _, number in self.causes)
        return cause, share(number, received, f"facts.cases_received@cause={cause}.share", "")


def _median(taken: NDArray[np.float64]) -> Value:
    """The median of those that were closed."""
    if not len(taken):
        return NoData("nothing was closed")
    found = reduce_groups("median", taken, np.zeros(len(taken), np.int64), 1, 0)
    return Days(exact(float(found[0])), 1)
