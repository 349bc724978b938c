"""What every table, chart and sentence of one report needs to know, and what is known of one KPI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from reportgen.content.kpis import Figure, Kpi
from reportgen.content.periods import Period
from reportgen.content.phrases import Phrase
from reportgen.content.values import Aim, NoData, Quantity, Range, Status, Value, difference
from reportgen.locales import Locale
from reportgen.rules.formulas.method_words import counts_open

if TYPE_CHECKING:
    from reportgen.project import KpiSpec
    from reportgen.rules.figures.bench import Terms
    from reportgen.rules.figures.detail import Detail, EntityFigures
    from reportgen.rules.registers.happenings import Happening

_JUDGED = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
# Two lines of a slide title (looks, section 6).
TITLE_LENGTH = 90


@dataclass(frozen=True)
class Setting:
    """Language, time and scope of a report. `lead` is the id of the first KPI; `nouns` names the entities
    ("municipalities"), `entity_field` their key, `events` what happened when. `against` is the period with which the
    change brief compares, where that is not the one before. `verdicts` are those that were put into words, by the id
    of their figure."""

    locale: Locale
    period: Period
    as_of: date
    source: str = ""
    lead: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    noun: str = "entity"
    nouns: str = ""
    entity_field: str = "entity"
    entity_count: int = 0
    events: tuple[Happening, ...] = ()
    against: Period | None = None
    verdicts: dict[str, tuple[Figure, Phrase]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def label(self) -> str:
        return self.locale.period_label(self.period)

    @property
    def previous(self) -> str:
        return self.locale.period_label(self.period.previous)

    @property
    def base(self) -> Period:
        """The period with which the change brief compares."""
        return self.against or self.period.previous

    @property
    def base_label(self) -> str:
        return self.locale.period_label(self.base)

    def scope(self, subject: Subject) -> str:
        """What the totals of a KPI cover: "all 7 896 municipalities"; empty where its rows name no entity."""
        if subject.entities is None or self.entity_count < 2:
            return ""
        total = subject.total
        partial = total.reported is not None and total.expected is not None and total.reported < total.expected
        if partial and not counts_open(subject.kpi.formula):
            return self.locale.phrase("with_data", nouns=self.nouns).text
        return self.locale.phrase("everything", count=self.entity_count, nouns=self.nouns).text

    def reporters(self, expected: int) -> str:
        """What `expected` counts in coverage: the entities, or rows where it is not as many as there are entities."""
        return self.nouns if self.owes(expected) else self.locale.word("rows")

    def owes(self, expected: int) -> bool:
        """True where `expected` counts the entities, each of which owes a report."""
        return bool(self.nouns) and expected == self.entity_count

    def group_noun(self, grouping: str) -> str:
        """The grouping as a noun within a sentence: "region"; an abbreviation such as DG keeps its capitals."""
        label = self.groups[grouping]
        return label if label.isupper() else label[:1].lower() + label[1:]

    def subtitle(self, subject: Subject, when: str, scope: str = "") -> str:
        """What, unit, period, scope."""
        return self.locale.phrase("subtitle", label=subject.label, unit=subject.unit_sign, when=when, scope=scope).text


@dataclass(frozen=True)
class Goal:
    """The final target and the period in which it is due."""

    value: Quantity
    due: Period


@dataclass(frozen=True)
class Subject:
    """One KPI as the sentences need it. `prototype` prints its numbers; `ahead` is its target path after the period;
    `factor` is what a ratio is multiplied by (1000 for a rate per 1,000), `base` names its denominator (residents),
    `detail` has what is computed on demand, `spec` and `terms` what its status is judged by, `signs` what stands
    beside restated totals ("restated from 63.1 %")."""

    kpi: Kpi
    prototype: Quantity
    goal: Goal | None = None
    ahead: tuple[tuple[Period, Aim], ...] = ()
    entities: EntityFigures | None = None
    factor: Fraction = Fraction(1)
    base: str = ""
    detail: Detail | None = None
    spec: KpiSpec | None = None
    terms: Terms | None = None
    signs: Mapping[Period, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.kpi.id

    @property
    def label(self) -> str:
        return self.kpi.label

    @property
    def total(self) -> Figure:
        return self.kpi.total

    @property
    def unit_sign(self) -> str:
        """The unit as a subtitle names it; empty where the label alone says what is counted."""
        return {"percent": "%", "points": "points", "days": "days"}.get(self.prototype.unit, "") or getattr(
            self.prototype, "currency", ""
        )

    @property
    def is_share(self) -> bool:
        return self.prototype.unit == "percent"

    @property
    def higher_is_better(self) -> bool:
        return self.kpi.better == "higher"

    def shift(self, setting: Setting) -> Value:
        """The change of the total since the period of the change brief."""
        if setting.base == setting.period.previous:
            return self.total.change
        then = next((figure.value for figure in self.kpi.history if figure.period == setting.base), NoData())
        return difference(self.total.value, then, id=f"{self.total.id}.change@{setting.base.id}")

    def ranked(self, grouping: str) -> tuple[Figure, ...]:
        """The groups with data, highest first; equal ones by size, then by name."""
        found = [figure for figure in self.kpi.groups.get(grouping, ()) if figure.value]
        return tuple(sorted(found, key=lambda f: (-amount(f.value), -amount(f.denominator), f.label)))

    def compared(self, grouping: str) -> tuple[Figure, ...]:
        """The ranked groups that can be called first or last: rows without a group are none, nor are too few."""
        from reportgen.rules.figures.kpis import NOT_ASSIGNED

        ranked = self.ranked(grouping)
        return tuple(one for one in ranked if one.key != NOT_ASSIGNED and one.status is not Status.TOO_FEW)

    def last(self, ranked: Sequence[Figure]) -> Figure:
        """The one of ranked figures that does worst: the lowest, or the highest where less is better."""
        return ranked[-1] if self.higher_is_better else ranked[0]

    def past(self) -> tuple[Figure, ...]:
        """The history from the first period that has data."""
        history = self.kpi.history
        first = next((n for n, figure in enumerate(history) if figure.value), len(history))
        return history[first:]


def amount(value: Value | None) -> float:
    """The number for sorting; 0 for none."""
    return float(value.amount) if isinstance(value, Quantity) else 0.0


def with_status(figures: Iterable[Figure], status: Status) -> tuple[Figure, ...]:
    """The figures that have this status, in the same order."""
    return tuple(figure for figure in figures if figure.status is status)


def judged(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures that were compared with a target."""
    return tuple(figure for figure in figures if figure.status in _JUDGED)


def comparable(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures that may be called first or last: those of too few are not."""
    return tuple(figure for figure in figures if figure.status is not Status.TOO_FEW)


def alone(figure: Figure, figures: Iterable[Figure]) -> bool:
    """True when no other figure has the same value: only then it may be called the first or the last."""
    return sum(other.value == figure.value for other in figures) == 1


def exceptions(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Those off track, where they are at most half of all: an exception that is the rule does not stand out."""
    off_track = with_status(figures, Status.OFF_TRACK)
    return off_track if 2 * len(off_track) <= len(figures) else ()


def furthest(figures: Iterable[Figure], higher_is_better: bool) -> Figure | None:
    """The figure that misses its target by most; None when none has a gap."""
    found = [figure for figure in figures if isinstance(figure.gap, Quantity)]
    return min(found, key=lambda f: (margin(f, higher_is_better), f.label), default=None)


def margin(figure: Figure, higher_is_better: bool) -> float:
    """How far a figure lies on the better side of its target, negative on the worse; a range has worse ones only."""
    gap = amount(figure.gap)
    return -abs(gap) if isinstance(figure.target, Range) else gap if higher_is_better else -gap


def step(value: Quantity, whole: Quantity, id: str) -> Quantity:
    """The signed difference value - whole, unrounded and named: shares differ in points."""
    result = difference(value, whole)
    assert isinstance(result, Quantity)
    return result.named(id)


def divided(quantity: Quantity, parts: int) -> Quantity:
    """The quantity per part, with one decimal more where it has none."""
    return replace(quantity, amount=quantity.amount / parts, decimals=max(quantity.decimals, 1 if parts > 1 else 0))


def leading_label(subject: Subject, grouping: str, setting: Setting) -> str:
    """The name before a title's sentence: none for the first KPI by the first grouping, which the pages are about."""
    if grouping != next(iter(setting.groups), ""):
        return setting.locale.word("{label} by {noun}", label=subject.label, noun=setting.group_noun(grouping))
    return "" if subject.id == setting.lead else subject.label


class Titles:
    """Chooses titles that fit on a slide and are said once: the first candidate that is short and new."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def others(self) -> Titles:
        """Titles that avoid those taken so far and take none away: for blocks that are made in any order."""
        copy = Titles()
        copy._taken = set(self._taken)
        return copy

    def pick(self, *candidates: Phrase) -> Phrase:
        """The first candidate of at most 90 characters that no other title has; else the shortest that is new."""
        new = [phrase for phrase in candidates if phrase and phrase.text not in self._taken]
        fitting = [phrase for phrase in new if len(phrase.text) <= TITLE_LENGTH]
        chosen = (fitting or sorted(new, key=lambda phrase: len(phrase.text)) or [*candidates])[0]
        self._taken.add(chosen.text)
        return chosen
