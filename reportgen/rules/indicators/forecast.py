"""Where a KPI is heading: a straight line through its last periods, to the period in which its target is due.

Least squares over the last unbroken periods (domain practice: FC(t) = AC + slope * (tT - t), k stated); never over a
gap, never further ahead than the line looks back. The range is the 80 % prediction interval of the line. How well such
a line does is tried out on the same periods: each is forecast from those before it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from reportgen.content.kpis import Figure
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.periods import Period
from reportgen.content.phrases import Phrase
from reportgen.content.values import NoData, Percent, Quantity, Value, exact
from reportgen.rules.setting import Setting, Subject, amount, step

# Fewer points are no trend (domain practice: k >= 4); more than a year back the world was another.
LEAST_PERIODS, _MOST_PERIODS = 4, 12
# How often the range is to hold what comes.
RANGE = Percent(exact(8) / 10, 0)
# Student's t for 80 % between both ends, by degrees of freedom (k - 2).
_STUDENT = {2: 1.886, 3: 1.638, 4: 1.533, 5: 1.476, 6: 1.440, 7: 1.415, 8: 1.397, 9: 1.383, 10: 1.372}
# A target that lies further ahead than three years at the present rate is not in sight.
_IN_SIGHT = 36


@dataclass(frozen=True)
class Expected:
    """What is expected at the end of a period, and between which ends it lies four times of five."""

    period: Period
    value: Quantity
    low: Quantity
    high: Quantity


@dataclass(frozen=True)
class Forecast:
    """The expected values up to the target's due period. `slope` is the move a period, over `points` periods; `reached`
    when the target is met at this rate. `error` is by how much such lines missed the next period on average, in
    `trials` on the same periods; None where there are too few of them to try."""

    expected: tuple[Expected, ...]
    points: int
    slope: Quantity
    error: Quantity | None
    trials: int
    reached: Period | None

    @property
    def last(self) -> Expected:
        return self.expected[-1]


def forecast(subject: Subject, setting: Setting) -> Forecast | None:
    """The forecast of a KPI; None without a target ahead, or without four unbroken periods up to this one."""
    goal, recent = subject.goal, unbroken(subject.past())
    if goal is None or len(recent) < LEAST_PERIODS or recent[-1].period != setting.period:
        return None
    ahead = goal.due.steps_since(setting.period)
    if not 0 < ahead <= len(recent):
        return None
    numbers = [amount(figure.value) for figure in recent]
    line = _Line.through(numbers)
    last = recent[-1].value
    assert isinstance(last, Quantity)
    expected = tuple(
        _expected(subject, setting.period.shift(steps), steps, last, line) for steps in range(1, ahead + 1)
    )
    id = subject.total.id
    slope = step(replace(last, amount=exact(numbers[-1] + line.slope)), replace(last, amount=exact(numbers[-1])), "")
    misses = _misses(numbers)
    error = _size_of(fmean(misses), last).named(f"{id}.forecast.error") if misses else None
    reached = _reached(subject, line.slope, numbers[-1], amount(goal.value), setting)
    return Forecast(expected, len(recent), slope.named(f"{id}.slope"), error, len(misses), reached)


def _misses(numbers: Sequence[float]) -> list[float]:
    """By how much a line through all numbers before it missed each number, one step ahead."""
    return [
        abs(number - numbers[at - 1] - _Line.through(numbers[:at]).slope)
        for at, number in enumerate(numbers)
        if at >= LEAST_PERIODS
    ]


def _size_of(difference: float, like: Quantity) -> Quantity:
    """A difference in the unit in which two such values differ."""
    nothing = replace(like, amount=exact(0))
    return replace(step(replace(like, amount=exact(difference)), nothing, ""), signed=False)


def unbroken(past: Sequence[Figure]) -> list[Figure]:
    """The last periods up to the end without a gap, twelve at most; before the target path began was another time."""
    recent: list[Figure] = []
    for figure in reversed(past):
        known = isinstance(figure.value, Quantity) and isinstance(figure.target, Quantity)
        if not known or len(recent) == _MOST_PERIODS:
            break
        recent.insert(0, figure)
    return recent


@dataclass(frozen=True)
class _Line:
    """A straight line by least squares: its slope, and what its range needs."""

    slope: float
    spread: float
    count: int
    squares: float

    @classmethod
    def through(cls, numbers: Sequence[float]) -> _Line:
        count, middle, mean = len(numbers), (len(numbers) - 1) / 2, fmean(numbers)
        squares = sum((at - middle) ** 2 for at in range(count))
        slope = sum((at - middle) * (number - mean) for at, number in enumerate(numbers)) / squares
        misses = [number - mean - slope * (at - middle) for at, number in enumerate(numbers)]
        spread = math.sqrt(sum(miss * miss for miss in misses) / (count - 2))
        return cls(slope, spread, count, squares)

    def half_range(self, steps: int) -> float:
        """Half the width of the prediction interval so many periods after the last point."""
        away = (self.count - 1) / 2 + steps
        return _STUDENT[self.count - 2] * self.spread * math.sqrt(1 + 1 / self.count + away * away / self.squares)


def _expected(subject: Subject, period: Period, steps: int, last: Quantity, line: _Line) -> Expected:
    centre, half = float(last.amount) + steps * line.slope, line.half_range(steps)
    least = 0.0 if subject.is_share or subject.prototype.unit == "count" else -math.inf
    most = 1.0 if subject.is_share and last.amount <= 1 else math.inf
    id = f"{subject.total.id}.forecast@{period.id}"
    held = [max(least, min(most, number)) for number in (centre, centre - half, centre + half)]
    value, low, high = (
        last.like(exact(number), last.signed, f"{id}{end}")
        for number, end in zip(held, ("", ".low", ".high"), strict=True)
    )
    return Expected(period, value, low, high)


def _reached(subject: Subject, slope: float, now: float, goal: float, setting: Setting) -> Period | None:
    """The period in which the target is met at this rate; None when it is met or moves away, or is out of sight."""
    sign = 1 if subject.higher_is_better else -1
    missing, speed = sign * (goal - now), sign * slope
    if missing <= 0 or speed <= 0 or missing / speed > _IN_SIGHT:
        return None
    # A hair below a whole number of steps is that number: floats are not exact.
    return setting.period.shift(math.ceil(round(missing / speed, 9)))


def expected_value(made: Forecast | None, subject: Subject) -> Value:
    """What is expected when the target is due."""
    return made.last.value if made else NoData("no forecast", f"{subject.total.id}.forecast")


def outlook_sentence(made: Forecast, subject: Subject, setting: Setting) -> Phrase:
    """What is expected if it goes on like this, and between which ends."""
    goal = subject.goal
    assert goal is not None
    kind, due = setting.period.kind.value, setting.locale.period_label(goal.due)
    return setting.locale.phrase(
        "outlook", expected=made.last, due=due, points=made.points, kind=kind, slope=made.slope
    )


def outlook(subject: Subject, setting: Setting) -> Narrative | None:
    """The forecast in sentences: what is expected, when the target is reached at this rate, and by which method."""
    made, goal = forecast(subject, setting), subject.goal
    if made is None or goal is None:
        return None
    say, word, kind = setting.locale.phrase, setting.locale.word, setting.period.kind.value
    findings = [Finding(outlook_sentence(made, subject, setting), made.last.value, word("Expected"))]
    reached = setting.locale.period_label(made.reached) if made.reached else ""
    late = made.reached.steps_since(goal.due) if made.reached else 0
    if not _met(subject, amount(subject.total.value), amount(goal.value)):
        at_this_rate = say("outlook_reached", goal=goal.value, reached=reached, late=late, kind=kind)
        findings.append(Finding(at_this_rate, label=word("At this rate")))
    method = say("outlook_method", points=made.points, kind=kind, error=made.error, trials=made.trials)
    findings.append(Finding(method, label=word("Method")))
    return Narrative(f"kpi.{subject.id}.outlook", tuple(findings))


def _met(subject: Subject, now: float, goal: float) -> bool:
    return now >= goal if subject.higher_is_better else now <= goal


def outlook_title(made: Forecast, subject: Subject, setting: Setting) -> Phrase | None:
    """The title of a trend that says when the target is reached at this rate; None where it is not in sight."""
    goal = subject.goal
    if goal is None or made.reached is None:
        return None
    return setting.locale.phrase(
        "trend_outlook",
        label=subject.label,
        figure=subject.total,
        goal=goal.value,
        when=setting.locale.period_label(made.reached),
        kind=setting.period.kind.value,
        late=made.reached.steps_since(goal.due),
    )
