"""Functions of numbers, scope by scope: histories, targets, margins, counts of entities.

Where a number is missing there is none: no period that has no data is bridged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.rules.evaluation.goals import goal_numbers
from reportgen.rules.evaluation.outcomes import Dropped, Outcome
from reportgen.rules.evaluation.partitions import TOTAL, Scopes
from reportgen.rules.evaluation.rows import COMPARE
from reportgen.rules.evaluation.times import Span
from reportgen.rules.formulas.syntax import (
    Aggregate,
    Applied,
    Check,
    EntityCount,
    Goal,
    History,
    Margin,
    Overall,
    PeriodDays,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportgen.rules.evaluation.evaluate import Evaluation

    Numbers = NDArray[np.float64]

# Between -1.96 and 1.96 standard errors lie 95 % of a normal distribution.
_Z = 1.96


def computed(evaluation: Evaluation, node: Aggregate, span: Span, scopes: Scopes, dropped: Dropped) -> Outcome:
    """The number of a function in every scope; inside a ratio without the rows that are left out of it."""
    if isinstance(node, History):
        return _history(evaluation, node, span, scopes, dropped)
    if isinstance(node, Applied):
        return _applied(node, [evaluation.number(part, span, scopes, dropped) for part in node.operands])
    if isinstance(node, Overall):
        whole = evaluation.number(node.operand, span, TOTAL, dropped)
        return Outcome(np.full(scopes.size, whole.values[0]), whole.reason)
    if isinstance(node, Margin):
        return _margin(evaluation, node, span, scopes)
    if isinstance(node, EntityCount):
        return _entities(evaluation, node, span, scopes, dropped)
    if isinstance(node, Goal):
        numbers, reason = goal_numbers(evaluation.plan, evaluation.targets, node, span.last, scopes)
        return Outcome(numbers, reason)
    assert isinstance(node, PeriodDays)
    days = (min(span.last.end, span.as_of) - span.first.start).days + 1
    return Outcome(np.full(scopes.size, float(days)))


def looks_back(node: History) -> range | tuple[int, ...]:
    """How many periods back the numbers lie of which a history is made, the latest first."""
    return range(node.periods) if node.function in ("average", "slope") else (0, node.periods)


def _history(evaluation: Evaluation, node: History, span: Span, scopes: Scopes, dropped: Dropped) -> Outcome:
    past = [
        evaluation.number(node.operand, span.earlier(back) if back else span, scopes, dropped)
        for back in looks_back(node)
    ]
    numbers = np.array([outcome.values for outcome in past])
    with np.errstate(all="ignore"):
        found = _HISTORIES[node.function](numbers, node.periods)
    lacking = next((outcome.reason for outcome in past if np.isnan(outcome.values[0])), "")
    return _outcome(found, lacking, all(outcome.split for outcome in past))


def _growth(numbers: Numbers, periods: int) -> Numbers:
    return np.where(numbers[1] == 0, np.nan, (numbers[0] - numbers[1]) / numbers[1])


def _compound(numbers: Numbers, periods: int) -> Numbers:
    sound = (numbers[1] > 0) & (numbers[0] >= 0)
    ratio = np.where(sound, numbers[0], np.nan) / np.where(sound, numbers[1], np.nan)
    return np.asarray(ratio ** (1 / periods) - 1)


def _slope(numbers: Numbers, periods: int) -> Numbers:
    """The move a period of the straight line by least squares; the first row is the latest period."""
    places = (periods - 1) / 2 - np.arange(periods)
    moves: Numbers = (places[:, None] * (numbers - numbers.mean(axis=0))).sum(axis=0) / (places**2).sum()
    return moves


_HISTORIES: dict[str, Callable[[Any, int], Any]] = {
    "change": lambda numbers, periods: numbers[0] - numbers[1],
    "growth": _growth,
    "cagr": _compound,
    "average": lambda numbers, periods: numbers.mean(axis=0),
    "slope": _slope,
}


def _applied(node: Applied, operands: Sequence[Outcome]) -> Outcome:
    numbers = [outcome.values for outcome in operands]
    lacking = next((outcome.reason for outcome in operands if np.isnan(outcome.values[0])), "")
    split = all(outcome.split for outcome in operands)
    if node.function == "abs":
        return _outcome(np.abs(numbers[0]), lacking, split)
    with np.errstate(all="ignore"):
        if node.function == "score":
            value, low, high = numbers
            found = np.clip((value - low) / np.where(high == low, np.nan, high - low), 0.0, 1.0)
            return _outcome(found, lacking, split)
        value, goal, slope, sign = numbers
        missing, speed = sign * (goal - value), sign * slope
        steps = np.where(missing <= 0, 0.0, missing / np.where(speed > 0, speed, np.nan))
    known = not any(np.isnan(array[0]) for array in numbers)
    return _outcome(steps, "not reached at this rate" if known else lacking, split)


def _margin(evaluation: Evaluation, node: Margin, span: Span, scopes: Scopes) -> Outcome:
    ratio = evaluation.quotient(node.operand, span, scopes)
    if ratio is None:
        return Outcome(np.full(scopes.size, np.nan), "no share of counts")
    count = np.where(ratio.denominator.values > 0, ratio.denominator.values, np.nan)
    share = ratio.numerator.values / count
    share = np.where((share >= 0) & (share <= 1), share, np.nan)
    half = _Z * np.sqrt(share * (1 - share) / count)
    reason = ratio.numerator.reason or ratio.denominator.reason
    return _outcome(half, reason, ratio.numerator.split and ratio.denominator.split)


def _entities(evaluation: Evaluation, node: EntityCount, span: Span, scopes: Scopes, dropped: Dropped) -> Outcome:
    whole = evaluation.every_scope if scopes.master is None else scopes
    held, known, reason = _holds(evaluation, node.operand, span, whole, dropped)
    met, counted = (scopes.spread(flags[whole.entities]) for flags in (held & known, known))
    return Outcome(np.where(counted > 0, met, np.nan), reason)


def _holds(
    evaluation: Evaluation, node: Aggregate, span: Span, scopes: Scopes, dropped: Dropped
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], str]:
    """Where a condition holds, where all its numbers are known, and why they are not."""
    if not isinstance(node, Check):
        outcome = evaluation.number(node, span, scopes, dropped)
        there = ~np.isnan(outcome.values)
        return there, there, outcome.reason
    if node.operator in COMPARE:
        left, right = (evaluation.number(part, span, scopes, dropped) for part in node.operands)
        known = ~(np.isnan(left.values) | np.isnan(right.values))
        with np.errstate(invalid="ignore"):
            return COMPARE[node.operator](left.values, right.values) & known, known, left.reason or right.reason
    parts = [_holds(evaluation, part, span, scopes, dropped) for part in node.operands]
    known = np.logical_and.reduce([part[1] for part in parts])
    reason = next((part[2] for part in parts if part[2]), "")
    held = [part[0] for part in parts]
    if node.operator == "not":
        return ~held[0] & known, known, reason
    join = np.logical_and if node.operator == "and" else np.logical_or
    return join.reduce(held) & known, known, reason


def _outcome(numbers: Numbers, reason: str, split: bool) -> Outcome:
    found = np.where(np.isfinite(numbers), numbers, np.nan)
    return Outcome(found, reason, split)
