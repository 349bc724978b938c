"""A KPI's value against its target: the target of a period, the gap, the status and the rule that gave it.

Everything is compared unrounded and exactly, as fractions: a value that prints like its target but lies
below it is below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from reportgen.content.periods import Period
from reportgen.content.values import Status
from reportgen.project import Amount, Between, ByDate, CurveSpec, KpiSpec, Project, StepsSpec, Tolerance
from reportgen.project.goals import Target
from reportgen.rules.targets.rule_words import Goal, RuleWords, Side


@dataclass(frozen=True, slots=True)
class Band:
    """A range that a value should lie in, both ends included."""

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        assert self.low < self.high, "a range from a lower to a higher number"


Level: TypeAlias = Fraction | Band


@dataclass(frozen=True, slots=True)
class TargetPath:
    """A target over time: `start` until the period `begins`, on a line to `end` at the period `due`, and `end` from
    then on; or `steps`, each from the end of its period on. Without `begins` and steps it is the constant `end`."""

    end: Level
    start: Fraction = Fraction(0)
    begins: Period | None = None
    due: Period | None = None
    curved: bool = False
    steps: tuple[tuple[Period, Fraction], ...] = ()

    @property
    def moves(self) -> bool:
        """True for a path, false for a constant."""
        return self.begins is not None or len(self.steps) > 1

    def at(self, period: Period) -> Level | None:
        """The target at the period's end; None before the path begins.

        Steps are periods, not days, so that every month adds the same (domain practice: PL(t) in KPI 4)."""
        if self.steps:
            return next((level for begins, level in reversed(self.steps) if begins <= period), None)
        if self.begins is None or self.due is None or isinstance(self.end, Band):
            return self.end
        steps, length = period.steps_since(self.begins), self.due.steps_since(self.begins)
        if steps < 0:
            return None
        return self.end if steps >= length else self.start + (self.end - self.start) * self._part(steps, length)

    def _part(self, steps: int, length: int) -> Fraction:
        """How much of the way is due after so many steps.

        The S is the cubic 3x² - 2x³: unlike a logistic curve it is at 0, 1/2 and 1 exactly, and exact in fractions."""
        x = Fraction(steps, length)
        return x * x * (3 - 2 * x) if self.curved else x


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status and, in words, the rule that gave it."""

    status: Status
    rule: str = ""


def target_path(spec: KpiSpec, project: Project) -> TargetPath | None:
    """The target that a KPI declares; None without one."""
    return None if spec.target is None else path_of(spec.target, project)


def path_of(target: Target, project: Project) -> TargetPath:
    """A declared target over time."""
    match target:
        case CurveSpec():
            begins, due = project.period_named(target.start_period), project.period_named(target.due)
            curved = target.path == "s-curve"
            return TargetPath(Fraction(target.end.value), Fraction(target.start.value), begins, due, curved)
        case StepsSpec():
            steps = tuple((project.period_named(text), Fraction(step.value)) for text, step in target.steps.items())
            return TargetPath(steps[-1][1], due=steps[-1][0], steps=steps)
        case ByDate():
            return TargetPath(Fraction(target.amount.value), due=project.period_named(target.due))
        case Between():
            return TargetPath(Band(Fraction(target.low.value), Fraction(target.high.value)))
        case Amount():
            return TargetPath(Fraction(target.value))


def gap_to(value: Fraction, level: Level) -> Fraction:
    """How far a value lies above its target (negative: below); 0 anywhere within a range."""
    return value - nearest(value, level)


def nearest(value: Fraction, level: Level) -> Fraction:
    """The point of the target that a value is compared with: the target, or the nearest point of the range."""
    return min(max(value, level.low), level.high) if isinstance(level, Band) else level


def judge(
    value: Fraction | None, level: Level | None, spec: KpiSpec, moves: bool = False, words: RuleWords | None = None
) -> Judgement:
    """The status of a value: on track at the target or better, at risk within the tolerance, else off track.

    Both limits belong to the better side. No value is no data; a value without target has no status. The rule is
    said in English unless `words` has another language."""
    words = words or RuleWords(spec)
    if value is None:
        return Judgement(Status.NO_DATA, words.no_data())
    if level is None:
        return Judgement(Status.NO_TARGET)
    gap = gap_to(value, level)
    goal: Goal
    if isinstance(level, Band):
        goal, missed = "range", gap != 0
    else:
        goal = "target path" if moves else "target"
        missed = gap < 0 if spec.better == "higher" else gap > 0
    if not missed:
        return Judgement(Status.ON_TRACK, words.met(goal))
    side: Side = "below" if gap < 0 else "above"
    within = abs(gap) <= tolerance_width(spec.allowance_on(side), nearest(value, level))
    return Judgement(Status.AT_RISK if within else Status.OFF_TRACK, words.missed(goal, side, within))


def tolerance_width(tolerance: Tolerance, target: Fraction) -> Fraction:
    """How far a value may miss the target and be at risk only, in the unit of the KPI."""
    width = Fraction(tolerance.value)
    return width * abs(target) if tolerance.relative else width
