"""A rule over time: which matters met its condition in which period, and whether they hold.

Everything is a function of the period alone, so that what one month calls raised the next one finds open or cleared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reportgen.content.kpis import Figure
from reportgen.content.periods import Period
from reportgen.content.values import NoData, Quantity, Status, Value, difference
from reportgen.dataset import Dataset
from reportgen.rules.cases.blocks import case_blocks
from reportgen.rules.conditions.syntax import (
    FactNumber,
    KpiNumber,
    KpiStatus,
    Rule,
    Things,
    ToTarget,
    compared,
)
from reportgen.rules.conditions.words import FACTS
from reportgen.rules.escalation.things import Thing, things
from reportgen.rules.figures.kpis import HISTORY, NOT_ASSIGNED
from reportgen.rules.programme.decisions import decision_blocks
from reportgen.rules.programme.logs import change_blocks, issue_blocks
from reportgen.rules.programme.risks import risk_blocks
from reportgen.rules.programme.schedule import action_blocks, milestone_blocks
from reportgen.rules.setting import Setting, Subject, Titles
from reportgen.rules.stakeholders.blocks import stakeholder_blocks

# As many periods before this one as reports keep.
HORIZON = HISTORY - 1
# Too small a group, or too early to be judged: it neither raises nor clears anything.
_NOT_JUDGED = (Status.TOO_FEW, Status.NOT_YET)
_MAKERS = {
    "cases": case_blocks,
    "stakeholders": stakeholder_blocks,
    "risks": risk_blocks,
    "issues": issue_blocks,
    "decisions": decision_blocks,
    "actions": action_blocks,
    "changes": change_blocks,
    "milestones": milestone_blocks,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A matter in one period: `met` is None without data. What it is about is a figure, or a row."""

    key: str
    name: str
    met: bool | None
    figure: Figure | None = None
    number: Value = NoData()
    thing: Thing | None = None


_Seen = Mapping[str, Seen]


class Numbers:
    """The numbers of registers in any period, as the report of that period has them."""

    def __init__(self, dataset: Dataset, setting: Setting, now: Mapping[str, Figure]) -> None:
        self.dataset = dataset
        self.setting = setting
        self._held: dict[tuple[str, Period], Mapping[str, Figure]] = {}
        self._now = now

    def fact(self, name: str, period: Period) -> Figure | None:
        """The number; None where the register is empty."""
        if period == self.setting.period:
            return self._now.get(name)
        key = (FACTS[name].contract, period)
        if key not in self._held:
            then = replace(self.setting, period=period, as_of=period.end)
            self._held[key] = _MAKERS[key[0]](self.dataset, then, Titles()).facts
        return self._held[key].get(name)


class Watch:
    """One rule and everything that it watches."""

    def __init__(
        self, rule: Rule, subjects: Mapping[str, Subject], numbers: Numbers, dataset: Dataset, setting: Setting
    ) -> None:
        self.rule = rule
        self.setting = setting
        self.numbers = numbers
        self.dataset = dataset
        test = rule.condition.test
        self.subject = subjects[test.kpi] if isinstance(test, KpiStatus | KpiNumber) else None
        self._seen: dict[Period, _Seen] = {}
        self._figures: dict[str, dict[Period, Figure]] = {}
        self._depth = -1

    def holds(self, period: Period, key: str) -> bool:
        """True when the matter met the condition for as many periods as it asks for; what has no data stays as it
        was in the period before."""
        if self._back(period) > HORIZON:
            return False
        run = [self._met(period.shift(-step), key) for step in range(self.rule.condition.periods)]
        if False in run:
            return False
        return self.holds(period.previous, key) if None in run else True

    def seen(self, period: Period) -> _Seen:
        """Everything that is watched, as it was in a period."""
        if period not in self._seen:
            self._seen[period] = {} if self._back(period) > HORIZON else self._look(period)
        return self._seen[period]

    def _met(self, period: Period, key: str) -> bool | None:
        found = self.seen(period).get(key)
        if found is not None:
            return found.met
        # A row that is not there meets nothing; a period before the history is not known.
        return False if self.subject is None and self._back(period) <= HORIZON else None

    def _back(self, period: Period) -> int:
        return self.setting.period.steps_since(period)

    def _look(self, period: Period) -> _Seen:
        test = self.rule.condition.test
        if isinstance(test, Things):
            end = min(period.end, self.setting.as_of) if period == self.setting.period else period.end
            rows = things(test.thing, self.dataset, end)
            return {
                row.key: Seen(row.key, row.name, all(row.meets(one) for one in test.tests), thing=row) for row in rows
            }
        if isinstance(test, FactNumber):
            figure = self.numbers.fact(test.fact, period)
            value = figure.value if figure else NoData("no such register in the project")
            met = test.limit.holds(_number(value)) if isinstance(value, Quantity) else None
            return {"": Seen("", figure.label if figure else "", met, figure, value)}
        return {key: self._judged(key, period) for key in self._history(self._back(period)) if self._at(key, period)}

    # ---- KPIs ----

    def _history(self, back: int) -> dict[str, dict[Period, Figure]]:
        """The figures by key and period, as far back as is asked for and one period more."""
        assert self.subject is not None
        grouping = self.rule.condition.grouping
        if not grouping:
            held = (*self.subject.kpi.history, self.subject.total)
            self._figures = self._figures or {"": {figure.period: figure for figure in held}}
        elif back + 1 > self._depth and self.subject.detail is not None:
            # What lies nearer is asked for first, and mostly nothing further: a year of all groups is dear.
            first = max(back, self.rule.condition.periods) + 1
            self._depth = HORIZON + 1 if self._depth > 0 else min(first, HORIZON + 1)
            past = self.subject.detail.past(grouping, self._depth + 1)
            self._figures = {
                key: {figure.period: figure for figure in figures}
                for key, figures in past.items()
                if key != NOT_ASSIGNED
            }
        return self._figures

    def _at(self, key: str, period: Period) -> Figure | None:
        return self._figures.get(key, {}).get(period)

    def _judged(self, key: str, period: Period) -> Seen:
        figure, before = self._figures[key][period], self._at(key, period.previous)
        test = self.rule.condition.test
        if figure.status in _NOT_JUDGED:
            return Seen(key, figure.label, None, figure, figure.value)
        if isinstance(test, KpiStatus):
            known = isinstance(figure.value, Quantity) or Status.NO_DATA in test.statuses
            return Seen(key, figure.label, figure.status in test.statuses if known else None, figure, figure.value)
        assert isinstance(test, KpiNumber)
        number: Value = figure.value
        if test.part == "gap":
            number = figure.gap
        elif test.part == "change":
            number = difference(figure.value, before.value if before else NoData("no period before"))
            number = number.named(f"{figure.id}.change")
        # A target may be a range: what lies within it is at its target, so the gap is compared.
        side = figure.gap if isinstance(test.limit, ToTarget) else number
        if not isinstance(number, Quantity) or not isinstance(side, Quantity):
            return Seen(key, figure.label, None, figure, number)
        if isinstance(test.limit, ToTarget):
            met = compared(_number(side), test.limit.operator, Fraction(0))
        else:
            met = test.limit.holds(_number(number))
        return Seen(key, figure.label, met, figure, number)


def watches(
    rules: Sequence[Rule],
    subjects: Sequence[Subject],
    facts: Mapping[str, Figure],
    dataset: Dataset,
    setting: Setting,
) -> list[Watch]:
    """A watch for every rule whose KPI is computed; groups are watched where the KPI has any."""
    by_id = {subject.id: subject for subject in subjects}
    numbers = Numbers(dataset, setting, facts)
    found = []
    for rule in rules:
        test = rule.condition.test
        if not isinstance(test, KpiStatus | KpiNumber) or test.kpi in by_id:
            found.append(Watch(rule, by_id, numbers, dataset, setting))
    return found


def _number(value: Quantity) -> Fraction:
    return Fraction(value.amount)
