"""The rule that gave a status, in few words of the language of the documents: "up to 5 points below the target"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from reportgen.content.periods import Period, PeriodKind
from reportgen.locales import Locale, locale_for
from reportgen.project import KpiSpec
from reportgen.rules.targets.tolerances import tolerance_value

Goal: TypeAlias = Literal["target", "target path", "range"]
Side: TypeAlias = Literal["below", "above"]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """Words for the rules of one KPI; each is put together once, however many figures it holds for."""

    spec: KpiSpec
    locale: Locale = field(default_factory=lambda: locale_for("en"))
    _known: dict[tuple[object, ...], str] = field(default_factory=dict)

    def no_data(self) -> str:
        """There is nothing to judge."""
        return self._once(("none",), lambda: self.locale.word("no data"))

    def met(self, goal: Goal) -> str:
        """At the target or on its better side, or within the range."""
        better = "above" if self.spec.better == "higher" else "below"
        return self._once(("met", goal), lambda: self._say("rule_met", goal=goal, side=better))

    def missed(self, goal: Goal, side: Side, within: bool) -> str:
        """On the wrong side of the target, within the tolerance or beyond it."""
        key = ("missed", goal, side, within)
        return self._once(
            key, lambda: self._say("rule_missed", goal=goal, side=side, within=within, **self._width(side))
        )

    def _width(self, side: Side) -> dict[str, object]:
        tolerance = self.spec.allowance_on(side)
        # A share has two kinds of percent: points of it, and parts of its target.
        relative = tolerance.relative and self.spec.unit.is_share
        return {"width": tolerance_value(tolerance, self.spec), "relative": relative}

    def too_few(self, n: str, least: int) -> str:
        """Fewer than a status needs."""
        return self.locale.word("n is {n}, fewer than {least}", n=n, least=least)

    def until(self, period: Period) -> str:
        """In the time of grace that ends with a period."""
        label = self.locale.period_label(period)
        return self._once(("until", label), lambda: self._say("rule_until", until=label))

    def first_periods(self, periods: int, kind: PeriodKind) -> str:
        """In the time of grace after the first number."""
        key = ("first", periods, kind)
        return self._once(key, lambda: self._say("rule_first", periods=periods, kind=kind.value))

    def _say(self, name: str, **facts: object) -> str:
        return self.locale.phrase(name, **facts).text

    def _once(self, key: tuple[object, ...], made: Callable[[], str]) -> str:
        if key not in self._known:
            self._known[key] = made()
        return self._known[key]
