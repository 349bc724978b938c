"""A KPI's value against its target: the target of a period, the gap, the status and the rule that gave it.

Everything is compared unrounded and exactly, as fractions: a value that prints like its target but lies
below it is below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reportgen.content.periods import Period
from reportgen.content.values import Status
from reportgen.project import Amount, KpiSpec, LinearPath, Project, Tolerance, Unit


@dataclass(frozen=True, slots=True)
class TargetPath:
    """A target over time: `start` until the period `begins`, on a straight line to `end` at the period `due`,
    and `end` from then on. Without `begins` and `due` it is the constant `end`."""

    end: Fraction
    start: Fraction = Fraction(0)
    begins: Period | None = None
    due: Period | None = None

    @property
    def moves(self) -> bool:
        """True for a path, false for a constant."""
        return self.begins is not None and self.due is not None

    def at(self, period: Period) -> Fraction | None:
        """The target at the period's end; None before the path begins.

        Steps are periods, not days, so that every month adds the same (domain practice: PL(t) in KPI 4)."""
        if self.begins is None or self.due is None:
            return self.end
        steps, length = period.steps_since(self.begins), self.due.steps_since(self.begins)
        if steps < 0:
            return None
        return self.end if steps >= length else self.start + (self.end - self.start) * Fraction(steps, length)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status and, in words, the rule that gave it."""

    status: Status
    rule: str = ""


def target_path(spec: KpiSpec, project: Project) -> TargetPath | None:
    """The target that a KPI declares; None without one."""
    target = spec.target
    if target is None:
        return None
    if isinstance(target, LinearPath):
        begins, due = project.period_named(target.start_period), project.period_named(target.due)
        return TargetPath(Fraction(target.end.value), Fraction(target.start.value), begins, due)
    assert isinstance(target, Amount)
    return TargetPath(Fraction(target.value))


def judge(value: Fraction | None, target: Fraction | None, spec: KpiSpec, moves: bool = False) -> Judgement:
    """The status of a value: on track at the target or better, at risk within the tolerance, else off track.

    Both limits belong to the better side. No value is no data; a value without target has no status."""
    if value is None:
        return Judgement(Status.NO_DATA, "no data")
    if target is None:
        return Judgement(Status.NO_TARGET)
    goal = "the target path" if moves else "the target"
    better, worse = ("above", "below") if spec.better == "higher" else ("below", "above")
    shortfall = target - value if spec.better == "higher" else value - target
    if shortfall <= 0:
        return Judgement(Status.ON_TRACK, f"at or {better} {goal}")
    tolerance = spec.allowance
    limit = tolerance_width(tolerance, target)
    words = tolerance_words(tolerance, spec)
    if shortfall <= limit:
        return Judgement(Status.AT_RISK, f"up to {words} {worse} {goal}")
    return Judgement(Status.OFF_TRACK, f"more than {words} {worse} {goal}")


def tolerance_width(tolerance: Tolerance, target: Fraction) -> Fraction:
    """How far a value may miss the target and be at risk only, in the unit of the KPI."""
    width = Fraction(tolerance.value)
    return width * abs(target) if tolerance.relative else width


def tolerance_words(tolerance: Tolerance, spec: KpiSpec) -> str:
    """The tolerance as a person writes it: "5 points", "10 %", "2 days"."""
    if tolerance.relative:
        return f"{_plain(tolerance.value * 100)} %"
    if spec.unit.is_share:
        number = _plain(tolerance.value * 100)
        return f"{number} point" if number == "1" else f"{number} points"
    number = _plain(tolerance.value)
    if spec.unit is Unit.DAYS:
        return f"{number} day" if number == "1" else f"{number} days"
    return f"{spec.currency} {number}" if spec.unit is Unit.MONEY else number


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
