"""The numbers of one KPI in one span, scope by scope: unrounded, exact, with what they were made of.

Between the arrays of `evaluate` and the Figures of `kpis`: turns floats into exact fractions, and fractions
into values that know their unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from reportgen.content.values import (
    Aim,
    Count,
    Days,
    Money,
    NoData,
    Number,
    Percent,
    Points,
    Quantity,
    Range,
    Value,
    exact,
)
from reportgen.contracts import ColumnType, TimeKind
from reportgen.project import KpiSpec, Unit
from reportgen.rules.evaluation.divisible import holds_for_parts as holds_for_parts
from reportgen.rules.evaluation.evaluate import Evaluation, Outcome, Quotient, combine
from reportgen.rules.evaluation.partitions import Scopes
from reportgen.rules.evaluation.times import Span
from reportgen.rules.formulas.syntax import (
    Aggregate,
    Aggregation,
    Arithmetic,
    Constant,
    DaysBetween,
    Earlier,
    EntityCount,
    Field,
    Goal,
    Overall,
    Reference,
    Row,
    Window,
)
from reportgen.rules.planning.plan import BoundKpi, Plan
from reportgen.rules.targets.status import Band, Level

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Whole numbers of at most 15 digits are what Excel keeps of them.
_EXACT_BELOW = 10**15
# Numbers of more digits cannot be rounded exactly (content.values keeps 28) and mean a mistake in the data.
_TOO_LARGE = 10**18
_KINDS: dict[Unit, type[Quantity]] = {
    Unit.PERCENT: Percent,
    Unit.COUNT: Count,
    Unit.DAYS: Days,
    Unit.POINTS: Points,
}


@dataclass(frozen=True, eq=False, slots=True)
class Measure:
    """A KPI in a span: `outcome` in every scope and, when the formula is a ratio, its quotient."""

    outcome: Outcome
    quotient: Quotient | None

    def amount(self, place: int = 0) -> Fraction | None:
        """The unrounded number of a scope; of a ratio the exact quotient, not its nearest float."""
        if math.isnan(self.outcome.values[place]):
            return None
        if self.quotient is None:
            return _fraction(self.outcome.values[place])
        top, bottom = self.quotient.numerator.values[place], self.quotient.denominator.values[place]
        ratio = _ratio(float(top), float(bottom))
        return ratio if self.quotient.factor == 1 else _fraction(self.quotient.factor) * ratio

    def reason(self, place: int = 0) -> str:
        """Why a scope has no number."""
        if self.outcome.reason:
            return self.outcome.reason
        zero = self.quotient is not None and self.quotient.denominator.values[place] == 0
        return "the denominator is 0" if zero else "no values"


def measure(evaluation: Evaluation, kpi: BoundKpi, span: Span, scopes: Scopes) -> Measure:
    """The KPI in every scope of the span."""
    quotient = evaluation.quotient(kpi.tree, span, scopes)
    if quotient is None:
        return Measure(evaluation.outcome(kpi.tree, span, scopes), None)
    ratio = combine("/", quotient.numerator, quotient.denominator)
    return Measure(Outcome(ratio.values * quotient.factor, ratio.reason, ratio.split), quotient)


def _fraction(number: float) -> Fraction:
    number = float(number)
    return Fraction(int(number)) if _is_whole(number) else Fraction(exact(number))


def _ratio(top: float, bottom: float) -> Fraction:
    # Nearly all are counts: made of two ints a fraction costs a third of the quotient of two fractions.
    whole = _is_whole(top) and _is_whole(bottom)
    return Fraction(int(top), int(bottom)) if whole else _fraction(top) / _fraction(bottom)


def _is_whole(number: float) -> bool:
    return number.is_integer() and abs(number) < _EXACT_BELOW


def value_of(amount: Fraction | None, spec: KpiSpec, id: str, reason: str = "") -> Value:
    """A number in the unit of a KPI, under the id of its fact."""
    if amount is None:
        return NoData(reason, id)
    if abs(amount.numerator) >= _TOO_LARGE * amount.denominator:
        return NoData("the number is too large", id)
    return _quantity(exact(amount), spec.unit, spec.decimals, id, spec.currency)


def target_value(level: Level | None, spec: KpiSpec, id: str) -> Aim:
    """A target in the unit of a KPI: a number, a range, or that there is none."""
    if level is None:
        return NoData("no target", id)
    if not isinstance(level, Band):
        return value_of(level, spec, id)
    low, high = (value_of(end, spec, f"{id}.{name}") for name, end in (("low", level.low), ("high", level.high)))
    if isinstance(low, Quantity) and isinstance(high, Quantity):
        return Range(low, high, id)
    return NoData("the number is too large", id)


def part_value(number: float, unit: Unit, spec: KpiSpec, id: str, reason: str = "") -> Value:
    """A numerator or denominator in its own unit, with as few decimals as it has."""
    if math.isnan(number):
        return NoData(reason, id)
    if abs(number) >= _TOO_LARGE:
        return NoData("the number is too large", id)
    few = 0 if number.is_integer() and not unit.is_share else 1
    decimals = spec.decimals if unit is Unit.DAYS else few
    # Nearly all are counts, of which no fraction need be made.
    amount = Decimal(int(number)) if _is_whole(number) else exact(_fraction(number))
    return _quantity(amount, unit, decimals, id, spec.currency)


def _quantity(number: Decimal, unit: Unit, decimals: int, id: str, currency: str) -> Quantity:
    if unit is Unit.MONEY:
        return Money(number, decimals, id=id, currency=currency)
    return _KINDS.get(unit, Number)(number, decimals, id=id)


def unit_of(node: Aggregate, plan: Plan) -> Unit:
    """What a part of a formula counts: rows and counted columns are counts, money stays money."""
    match node:
        case Aggregation(function="count" | "distinct"):
            return Unit.COUNT
        case Aggregation():
            unit = _row_unit(node.value, plan)
            return Unit.NUMBER if unit is Unit.COUNT and node.function != "sum" else unit
        case Reference() | Goal():
            return plan.kpis[node.kpi].spec.unit if node.kpi in plan.kpis else Unit.NUMBER
        case EntityCount():
            return Unit.COUNT
        case Earlier() | Window() | Overall():
            return unit_of(node.operand, plan)
        case Arithmetic():
            return _arithmetic_unit(node, plan)
        case _:
            return Unit.NUMBER


def _arithmetic_unit(node: Arithmetic, plan: Plan) -> Unit:
    if isinstance(node.left, Constant) or isinstance(node.right, Constant):
        other = node.right if isinstance(node.left, Constant) else node.left
        return unit_of(other, plan) if node.operator in "+-" else Unit.NUMBER
    left, right = unit_of(node.left, plan), unit_of(node.right, plan)
    return left if left is right and node.operator in "+-" else Unit.NUMBER


def _row_unit(node: Row | None, plan: Plan) -> Unit:
    if isinstance(node, DaysBetween):
        return Unit.DAYS
    if not isinstance(node, Field):
        return Unit.NUMBER
    kind = plan.project.tables[node.table].columns[node.column].type
    return {ColumnType.COUNT: Unit.COUNT, ColumnType.MONEY: Unit.MONEY}.get(kind, Unit.NUMBER)


@dataclass(frozen=True, eq=False, slots=True)
class Coverage:
    """How many of the entities (or rows) that should have reported did, per scope; NaN where it is not known."""

    reported: NDArray[np.float64]
    expected: NDArray[np.float64]

    def at(self, place: int) -> tuple[int | None, int | None]:
        """Reported and expected of a scope."""
        if math.isnan(self.expected[place]):
            return None, None
        return int(self.reported[place]), int(self.expected[place])


def coverage(evaluation: Evaluation, kpi: BoundKpi, span: Span, scopes: Scopes) -> Coverage:
    """Who reported: entities where tables are reports of entities, otherwise rows that have the value."""
    unknown = np.full(scopes.size, np.nan)
    leaves = [(leaf, when) for leaf, when in evaluation.leaves(kpi.tree, span) if when.last == span.last]
    reports = [
        (leaf, when)
        for leaf, when in leaves
        if evaluation.tables[leaf.table].entities is not None
        and evaluation.tables[leaf.table].time is not TimeKind.EVENTS
    ]
    if reports and scopes.master is not None:
        complete = np.ones(len(scopes.master), np.bool_)
        for leaf, when in reports:
            absent = bool(evaluation.selection(leaf, when).absence)
            complete &= False if absent else evaluation.reporting(leaf, when, len(complete))
        return Coverage(scopes.spread(complete), scopes.spread(np.ones_like(complete)))
    valued = [(leaf, when) for leaf, when in leaves if leaf.value is not None]
    if not valued:
        return Coverage(unknown, unknown)
    counted: dict[tuple[str, Span], NDArray[np.bool_]] = {}
    lacking: dict[tuple[str, Span], NDArray[np.bool_]] = {}
    for leaf, when in valued:
        found = evaluation.selection(leaf, when)
        if found.absence:
            return Coverage(unknown, unknown)
        key, lacks = (leaf.table, when), found.counts & ~found.complete
        counted[key] = counted[key] | found.counts if key in counted else found.counts
        lacking[key] = lacking[key] | lacks if key in lacking else lacks
    expected = rows_by_scope(evaluation, counted, scopes)
    return Coverage(rows_by_scope(evaluation, {key: counted[key] & ~lacking[key] for key in counted}, scopes), expected)


def rows_by_scope(
    evaluation: Evaluation, rows: dict[tuple[str, Span], NDArray[np.bool_]], scopes: Scopes
) -> NDArray[np.float64]:
    """How many of the marked rows lie in each scope; NaN in the parts of tables that have no entity."""
    total = np.zeros(scopes.size)
    for (table, span), marked in rows.items():
        timed = evaluation.tables[table]
        total[0] += marked.sum()
        if timed.entities is None:
            total[1:] = np.nan
            continue
        owners = timed.entities[timed.place(span).shown][marked]
        for start, size, codes in scopes.partitions(owners):
            total[start : start + size] += np.bincount(codes, minlength=size + 1)[:size]
    return total
