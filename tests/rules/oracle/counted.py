"""What was counted for a report: the truth with which its sentences are compared, in exact fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

NO_GROUP = "not assigned"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
Aim = Fraction | tuple[Fraction, Fraction] | None
Series = Sequence[Fraction | None]


@dataclass(frozen=True)
class Measure:
    """What was counted for one KPI: a number a month in total, by group and by unit; None is no data. `aims` are the
    targets from the first month on, `due` the month of the final one where it moves; `tolerance` None is a tenth of
    the target. `parts` are numerator and denominator."""

    id: str
    label: str
    unit: str
    decimals: int
    better: str
    tolerance: Fraction | None
    aims: Sequence[Aim]
    due: int | None
    is_ratio: bool
    total: Series
    groups: Mapping[str, Series]
    units: Mapping[str, Series]
    parts: Mapping[str, Sequence[tuple[int, int] | None]]
    places: Mapping[str, str]

    @property
    def sign(self) -> int:
        return 1 if self.better == "higher" else -1

    @property
    def scale(self) -> int:
        return 100 if self.unit in ("percent", "points") else 1

    def rounded(self, number: Fraction, decimals: int | None = None) -> Fraction:
        """The number as it is printed."""
        return half_up(number * self.scale, self.decimals if decimals is None else decimals)

    def best(self, values: Sequence[Fraction]) -> Fraction:
        return max(values) if self.sign > 0 else min(values)

    def worst(self, values: Sequence[Fraction]) -> Fraction:
        return min(values) if self.sign > 0 else max(values)

    def missed(self, value: Fraction, aim: Aim) -> Fraction:
        """By how much a value misses its target; 0 or less where it does not."""
        assert aim is not None
        if isinstance(aim, tuple):
            return max(aim[0] - value, value - aim[1], Fraction(0))
        return self.sign * (aim - value)

    def gap(self, value: Fraction, aim: Aim) -> Fraction:
        """The signed way from the target, or from the nearer end of a range, to the value."""
        assert aim is not None
        if isinstance(aim, tuple):
            return min(value - aim[0], Fraction(0)) + max(value - aim[1], Fraction(0))
        return value - aim

    def status(self, value: Fraction | None, aim: Aim) -> str:
        if value is None:
            return "no data"
        if aim is None:
            return "no target"
        missed = self.missed(value, aim)
        if missed <= 0:
            return "on track"
        nearest = aim if not isinstance(aim, tuple) else aim[0] if value < aim[0] else aim[1]
        allowed = abs(nearest) / 10 if self.tolerance is None else self.tolerance
        return "at risk" if missed <= allowed else "off track"


def half_up(number: Fraction, decimals: int) -> Fraction:
    """Rounded half away from zero."""
    size = int(abs(number) * 10**decimals + Fraction(1, 2))
    return Fraction(size if number >= 0 else -size, 10**decimals)


@dataclass(frozen=True)
class Truth:
    """What was counted for a report: the months start with `first` (year, month), the last reported one is `now`."""

    first: tuple[int, int]
    now: int
    measures: tuple[Measure, ...]
    grouping: str
    entity: str

    def month(self, text: str) -> int:
        """The position of a month such as October 2024."""
        name, year = text.split()
        return (int(year) - self.first[0]) * 12 + MONTHS.index(name) + 1 - self.first[1]
