"""Reporting periods: months, quarters, years and weeks, and fiscal years that start in another month.

A period is named as people sort it: 2026-10, 2026-Q4, 2026, 2026-W41. With a fiscal year that
starts in month m, quarters and years are named after the calendar year in which the year ENDS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    WEEK = "week"


_PATTERNS = {
    PeriodKind.MONTH: re.compile(r"(\d{4})-(0[1-9]|1[0-2])"),
    PeriodKind.QUARTER: re.compile(r"(\d{4})-Q([1-4])"),
    PeriodKind.YEAR: re.compile(r"(\d{4})"),
    PeriodKind.WEEK: re.compile(r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])"),
}
_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both included. Periods of one kind sort by time."""

    start: date
    end: date
    kind: PeriodKind
    fiscal_start: int = 1

    def __hash__(self) -> int:
        # Periods are keys nearly everywhere; their days alone tell them apart.
        return hash((self.start, self.end))

    @classmethod
    def parse(cls, text: str, kind: PeriodKind | None = None, fiscal_start: int = 1) -> Period:
        """The period named by text; ValueError with the expected form when it names none of that kind."""
        for candidate in [kind] if kind else list(PeriodKind):
            match = _PATTERNS[candidate].fullmatch(text.strip())
            if match:
                return _from_numbers(candidate, [int(group) for group in match.groups()], fiscal_start)
        expected = {"month": "2026-10", "quarter": "2026-Q4", "year": "2026", "week": "2026-W41"}
        raise ValueError(f"expected a {kind or 'period'} such as {expected.get(kind or 'month')}")

    @classmethod
    def containing(cls, day: date, kind: PeriodKind, fiscal_start: int = 1) -> Period:
        """The period of that kind in which the day lies."""
        if kind is PeriodKind.WEEK:
            monday = day - timedelta(days=day.weekday())
            return cls(monday, monday + timedelta(days=6), kind, fiscal_start)
        length = _MONTHS[kind]
        anchor = 0 if kind is PeriodKind.MONTH else fiscal_start - 1
        index = day.year * 12 + day.month - 1
        return _from_month(index - (index - anchor) % length, kind, fiscal_start)

    @property
    def id(self) -> str:
        """The sortable name, such as 2026-10 or 2026-Q4."""
        if self.kind is PeriodKind.MONTH:
            return self.start.isoformat()[:7]
        if self.kind is PeriodKind.WEEK:
            year, week, _ = self.start.isocalendar()
            return f"{year}-W{week:02}"
        last = self.end.year
        if self.kind is PeriodKind.YEAR:
            return str(last)
        offset = (self.start.month - self.fiscal_start) % 12
        year = self.start.year + (1 if self.fiscal_start > 1 and self.start.month >= self.fiscal_start else 0)
        return f"{year}-Q{offset // 3 + 1}"

    def shift(self, steps: int) -> Period:
        """The period that many steps later (negative: earlier)."""
        if self.kind is PeriodKind.WEEK:
            week = timedelta(weeks=steps)
            return Period(self.start + week, self.end + week, self.kind, self.fiscal_start)
        index = self.start.year * 12 + self.start.month - 1
        return _from_month(index + steps * _MONTHS[self.kind], self.kind, self.fiscal_start)

    @property
    def previous(self) -> Period:
        return self.shift(-1)

    @property
    def year_ago(self) -> Period:
        """The same period one year earlier (for weeks: 52 weeks)."""
        return self.shift(
            {PeriodKind.MONTH: -12, PeriodKind.QUARTER: -4, PeriodKind.YEAR: -1, PeriodKind.WEEK: -52}[self.kind]
        )

    def steps_since(self, other: Period) -> int:
        """How many periods lie from other to this one; 0 for itself."""
        if self.kind is PeriodKind.WEEK:
            return (self.start - other.start).days // 7
        months = (self.start.year - other.start.year) * 12 + self.start.month - other.start.month
        return months // _MONTHS[self.kind]

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return self.id


def _from_numbers(kind: PeriodKind, numbers: list[int], fiscal_start: int) -> Period:
    year = numbers[0]
    if kind is PeriodKind.WEEK:
        monday = date.fromisocalendar(year, numbers[1], 1)
        return Period(monday, monday + timedelta(days=6), kind, fiscal_start)
    if kind is PeriodKind.MONTH:
        return _from_month(year * 12 + numbers[1] - 1, kind, fiscal_start)
    first = (year if fiscal_start == 1 else year - 1) * 12 + fiscal_start - 1
    quarter = numbers[1] - 1 if kind is PeriodKind.QUARTER else 0
    return _from_month(first + 3 * quarter, kind, fiscal_start)


@lru_cache(maxsize=1024)
def _from_month(index: int, kind: PeriodKind, fiscal_start: int) -> Period:
    # Kept: a calendar has few of them, and keys that are the same object are found without being compared.
    start = date(index // 12, index % 12 + 1, 1)
    after = index + _MONTHS[kind]
    return Period(start, date(after // 12, after % 12 + 1, 1) - timedelta(days=1), kind, fiscal_start)
