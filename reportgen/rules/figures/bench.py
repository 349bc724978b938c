"""What a KPI is judged by in every scope and period: its tolerance, the n that a status needs, the time of grace."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from reportgen.content.periods import Period
from reportgen.content.values import Count, Quantity, Status, Value, exact
from reportgen.locales import locale_for
from reportgen.project import Project, Unit
from reportgen.rules.evaluation.evaluate import Evaluation
from reportgen.rules.evaluation.partitions import TOTAL, Scopes
from reportgen.rules.evaluation.times import Span
from reportgen.rules.figures.measures import Measure, holds_for_parts, measure, rows_by_scope
from reportgen.rules.planning.plan import BoundKpi
from reportgen.rules.targets.rule_words import RuleWords
from reportgen.rules.targets.status import Judgement, Level, judge

if TYPE_CHECKING:
    from numpy.typing import NDArray

# As far back as documents show a KPI: who had no data since then has joined anew.
_LOOKS_BACK = 13


@dataclass(frozen=True, slots=True)
class Terms:
    """The declared terms of a KPI's status: `least_n` is 0 for any n; nothing is judged `until` a period, or in the
    first `grace` periods with data."""

    least_n: int = 0
    until: Period | None = None
    grace: int = 0

    @classmethod
    def of(cls, project: Project, kpi: str) -> Terms:
        """What the project file says of a KPI."""
        grace = project.kpis[kpi].grace if kpi in project.kpis else None
        until = project.period_named(grace.until) if grace and grace.until else None
        return cls(project.least_n(kpi) if kpi in project.kpis else 0, until, grace.periods if grace else 0)


@dataclass(eq=False)
class Bench:
    """Judges the values of one KPI. A scope is a place among `scopes`; of the history there is the total only."""

    evaluation: Evaluation
    kpi: BoundKpi
    scopes: Scopes
    terms: Terms
    counts: bool
    moves: bool
    words: RuleWords
    _known: dict[tuple[Period, bool], NDArray[np.bool_]] = field(default_factory=dict)
    _rows: dict[tuple[Period, bool], NDArray[np.float64]] = field(default_factory=dict)

    def judge(
        self, amount: Fraction | None, level: Level | None, n: Value | None, period: Period, place: int
    ) -> Judgement:
        """The status of a value; one of too few, or in the time of grace, is not compared with its target."""
        if isinstance(n, Quantity) and self.few(amount, n):
            return Judgement(Status.TOO_FEW, self.words.too_few(f"{n.amount:f}", self.terms.least_n))
        if amount is not None and level is not None and self._in_grace(period, place):
            until = self.terms.until
            return Judgement(Status.NOT_YET, self.words.until(until) if until else self._first_periods(period))
        return judge(amount, level, self.kpi.spec, self.moves, self.words)

    def few(self, amount: Fraction | None, n: Value | None) -> bool:
        """True for a value of fewer than a status needs."""
        return amount is not None and isinstance(n, Quantity) and n.amount < self.terms.least_n

    def n(self, measured: Measure, denominator: Value | None, period: Period, place: int) -> Value | None:
        """How many stand behind a value: what it was divided by, or the rows of a mean; None where nobody asks."""
        if not self.terms.least_n:
            return None
        if measured.quotient is not None and self.counts:
            return denominator
        if not holds_for_parts(self.kpi.tree, self.evaluation.plan):
            return None
        rows = self._rows_of(period, place > 0)[place]
        return None if np.isnan(rows) else Count(exact(int(rows)))

    def _first_periods(self, period: Period) -> str:
        return self.words.first_periods(self.terms.grace, period.kind)

    def _in_grace(self, period: Period, place: int) -> bool:
        if self.terms.until is not None:
            return period <= self.terms.until
        if not self.terms.grace:
            return False
        steps = range(self.terms.grace, max(_LOOKS_BACK, self.terms.grace + 1))
        earlier = [period.shift(-step) for step in steps]
        self.evaluation.expect(earlier, self.scopes if place else TOTAL)
        return not any(self._known_in(one, place > 0)[place] for one in earlier)

    def _known_in(self, period: Period, parts: bool) -> NDArray[np.bool_]:
        """Which scopes have a number in a period."""
        key = (period, parts)
        if key not in self._known:
            found = measure(self.evaluation, self.kpi, Span.of(period), self.scopes if parts else TOTAL)
            self._known[key] = np.isfinite(found.outcome.values)
        return self._known[key]

    def _rows_of(self, period: Period, parts: bool) -> NDArray[np.float64]:
        """The rows behind the number of each scope in a period."""
        key = (period, parts)
        if key not in self._rows:
            marked: dict[tuple[str, Span], NDArray[np.bool_]] = {}
            for leaf, span in self.evaluation.leaves(self.kpi.tree, Span.of(period)):
                found = self.evaluation.selection(leaf, span)
                counts = found.counts if not found.absence else np.zeros_like(found.counts)
                at = (leaf.table, span)
                marked[at] = marked[at] | counts if at in marked else counts
            self._rows[key] = rows_by_scope(self.evaluation, marked, self.scopes if parts else TOTAL)
        return self._rows[key]


def bench(evaluation: Evaluation, kpi: BoundKpi, scopes: Scopes, units: list[Unit], moves: bool) -> Bench:
    """The bench of a KPI; `units` are those of what is divided and of what it is divided by."""
    counts = bool(units) and units[-1] is Unit.COUNT
    project = evaluation.plan.project
    words = RuleWords(kpi.spec, locale_for(project.language, project.number_style))
    return Bench(evaluation, kpi, scopes, Terms.of(project, kpi.id), counts, moves, words)
