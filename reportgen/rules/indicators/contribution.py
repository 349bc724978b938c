"""What moved a KPI since the period before: the change split by group into parts that add up to it.

Of a ratio R = sum(N) / sum(D) a group's part has two: what its own rate brought, at the mean of its weights (its
share of D) then and now, and what the shift of weights brought, by how far its mean rate lies from that of the whole:

    rate = mean(w) * (r1 - r0)        mix = (w1 - w0) * (mean(r) - mean(R))

Over all groups both together are exactly R1 - R0, because the shifts of weight add up to nothing. A group that enters
or leaves has one rate only, so all of its part is mix. Everything is summed before it is rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.kpis import Figure
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import NoData, Points, Quantity, Value, exact
from reportgen.rules.alternative import shortened
from reportgen.rules.blocks import table
from reportgen.rules.indicators.groups import TOTAL
from reportgen.rules.setting import Setting, Subject, Titles, amount, leading_label

# Rows of 1.46 cm from 5.6 to 17.5 cm hold eight steps between the levels.
_MOST_STEPS = 8
# Sums of floats that are alike but for their last digits are the same.
_ALIKE = Fraction(1, 10**12)
_NONE = NoData()


@dataclass(frozen=True)
class Part:
    """What one group brought: `now` and `before` are its figures; of a ratio `rate` and `mix` apart."""

    now: Figure
    before: Figure
    whole: Fraction
    rate: Fraction | None = None
    mix: Fraction | None = None


@dataclass(frozen=True)
class Contributions:
    """The change of a KPI in parts, in the order of the groups' values."""

    subject: Subject
    setting: Setting
    grouping: str
    parts: tuple[Part, ...]
    before: Figure

    @property
    def change(self) -> Fraction:
        return sum((part.whole for part in self.parts), Fraction(0))

    @property
    def moved(self) -> bool:
        """True where the change or a part of it is printed as something else than zero."""
        return any(
            self.quantity(number, "").rounded() for number in (self.change, *(part.whole for part in self.parts))
        )

    @property
    def is_ratio(self) -> bool:
        return any(part.rate is not None for part in self.parts)

    def quantity(self, number: Fraction, id: str) -> Quantity:
        """A part of the change in the unit of changes."""
        prototype = self.subject.prototype
        if self.subject.is_share:
            return Points(exact(number), prototype.decimals, signed=True, id=id)
        return prototype.like(exact(number), True, id)

    def effect(self, name: str) -> Quantity:
        """What own rates ("rate") or the shift of weights ("mix") of all groups together brought."""
        numbers = [(part.rate if name == "rate" else part.mix) or Fraction(0) for part in self.parts]
        return self.quantity(sum(numbers, Fraction(0)), f"{self.subject.total.id}.{name}_effect")

    def of(self, part: Part) -> Quantity:
        return self.quantity(part.whole, f"{part.now.id}.contribution")


def contributions(subject: Subject, grouping: str, setting: Setting) -> Contributions | None:
    """The change split by a grouping; None without a number for both periods, where groups do not add up, or where
    nothing moved as far as is printed."""
    history = [figure for figure in subject.kpi.history if figure.period == setting.base]
    now = subject.total
    if subject.detail is None or not history or not now.value or not history[0].value:
        return None
    back = setting.period.steps_since(setting.base) + 1
    past = [(held[-1], held[0]) for held in subject.detail.past(grouping, back).values()]
    pairs = [(one, then) for one, then in past if one.value or then.value]
    if len(pairs) < 2:
        return None
    pairs.sort(key=lambda pair: (not pair[0].value, -amount(pair[0].value), pair[0].label))
    if isinstance(now.denominator, Quantity) and isinstance(history[0].denominator, Quantity):
        parts = _ratio_parts(pairs, now, history[0], subject.factor)
    else:
        parts = _sum_parts(pairs, now, history[0])
    found = Contributions(subject, setting, grouping, tuple(parts), history[0])
    return found if found.moved else None


def _number(value: Value | None) -> Fraction:
    return Fraction(value.amount) if isinstance(value, Quantity) else Fraction(0)


def _adds_up(parts: Sequence[Fraction], whole: Value | None) -> bool:
    total, expected = sum(parts, Fraction(0)), _number(whole)
    return abs(total - expected) <= _ALIKE * abs(expected)


def _sum_parts(pairs: Sequence[tuple[Figure, Figure]], now: Figure, before: Figure) -> list[Part]:
    values = [(_number(one.value), _number(then.value)) for one, then in pairs]
    if not _adds_up([one for one, _ in values], now.value) or not _adds_up([then for _, then in values], before.value):
        return []
    return [Part(*pair, one - then) for pair, (one, then) in zip(pairs, values, strict=True)]


def _ratio_parts(pairs: Sequence[tuple[Figure, Figure]], now: Figure, before: Figure, factor: Fraction) -> list[Part]:
    wholes: list[tuple[Fraction, Fraction]] = []
    for side, total in ((0, now), (1, before)):
        tops = [_number(pair[side].numerator) for pair in pairs]
        bottoms = [_number(pair[side].denominator) for pair in pairs]
        if not _adds_up(tops, total.numerator) or not _adds_up(bottoms, total.denominator) or not sum(bottoms):
            return []
        wholes.append((sum(tops, Fraction(0)), sum(bottoms, Fraction(0))))
    (top_now, all_now), (top_then, all_then) = wholes
    middle = (top_now / all_now + top_then / all_then) / 2
    parts = []
    for one, then in pairs:
        rate, mix = _effects(_sides(one), _sides(then), (all_now, all_then), middle)
        parts.append(Part(one, then, factor * (rate + mix), factor * rate, factor * mix))
    return parts


def _sides(figure: Figure) -> tuple[Fraction, Fraction]:
    return _number(figure.numerator), _number(figure.denominator)


def _effects(
    now: tuple[Fraction, Fraction], then: tuple[Fraction, Fraction], wholes: tuple[Fraction, Fraction], middle: Fraction
) -> tuple[Fraction, Fraction]:
    """What a group's rate and its weight brought."""
    weight_now, weight_then = now[1] / wholes[0], then[1] / wholes[1]
    if now[1] and then[1]:
        rate_now, rate_then = now[0] / now[1], then[0] / then[1]
        rate = (weight_now + weight_then) / 2 * (rate_now - rate_then)
        return rate, (weight_now - weight_then) * ((rate_now + rate_then) / 2 - middle)
    # What has a numerator without a denominator cannot be told apart from what it divides: it is all in the weights.
    return Fraction(0), now[0] / wholes[0] - then[0] / wholes[1] - (weight_now - weight_then) * middle


def contribution_table(made: Contributions, titles: Titles) -> Table:
    """One row per group: before, now, what its rate and its weight brought, and both; the change closes it."""
    setting, word = made.setting, made.setting.locale.word
    short = setting.locale.period_short
    points = made.subject.is_share
    prototype = made.quantity(Fraction(0), "")
    effects = (
        Column("rate", word("Own rate"), Align.RIGHT, format=prototype),
        Column("mix", word("Weight"), Align.RIGHT, format=prototype),
    )
    formula = "{rate}+{mix}" if made.is_ratio else "{actual}-{previous}"
    columns = (
        Column("group", setting.groups[made.grouping], weight=2.2),
        Column("previous", short(setting.base), Align.RIGHT, 1, Emphasis.QUIET, made.subject.prototype),
        Column("actual", short(setting.period), Align.RIGHT, 1, Emphasis.NONE, made.subject.prototype),
        *(effects if made.is_ratio else ()),
        Column(
            "contribution",
            word("Contribution, points" if points else "Contribution"),
            Align.RIGHT,
            1.2,
            Emphasis.STRONG,
            prototype,
            formula,
        ),
    )
    rows = [Row(part.now.key, tuple(_cell(made, part, column.key) for column in columns)) for part in made.parts]
    rows.append(Row(TOTAL, tuple(_total(made, column.key) for column in columns), Emphasis.TOTAL))
    noun = setting.group_noun(made.grouping)
    subtitle = setting.locale.phrase(
        "contribution_scope",
        label=made.subject.label,
        points=points,
        period=setting.label,
        previous=setting.base_label,
        noun=noun,
    ).text
    headline = titles.pick(*_titles(made))
    name = word("Contributions to {label} by {noun}", label=made.subject.label, noun=noun)
    chart = _chart(made, headline, subtitle)
    id = f"kpi.{made.subject.id}.contribution.{made.grouping}"
    return table(id, name, columns, rows, setting, headline=headline, subtitle=subtitle, chart=chart)


def _cell(made: Contributions, part: Part, key: str) -> Cell:
    id = part.now.id
    cells: Mapping[str, Cell] = {
        "group": part.now.label,
        "previous": part.before.value,
        "actual": part.now.value,
        "rate": made.quantity(part.rate or Fraction(0), f"{id}.rate_effect"),
        "mix": made.quantity(part.mix or Fraction(0), f"{id}.mix_effect"),
        "contribution": made.of(part),
    }
    return cells[key]


def _total(made: Contributions, key: str) -> Cell:
    total, setting = made.subject.total, made.setting
    word = setting.locale.word
    cells: Mapping[str, Cell] = {
        "group": word("All {nouns}", nouns=setting.nouns) if setting.entity_count > 1 else word("Total"),
        "previous": made.before.value,
        "actual": total.value,
        "contribution": made.subject.shift(setting),
    }
    return cells[key] if key in cells else made.effect(key)


def _steps(made: Contributions) -> list[tuple[str, str, Quantity]]:
    """Key, name and size of what is drawn: all groups, or the largest with the others together."""
    steps = [(part.now.key, part.now.label, made.of(part)) for part in made.parts]
    if len(steps) <= _MOST_STEPS:
        return steps
    largest = sorted(steps, key=lambda step: (-abs(step[2].amount), step[1]))[: _MOST_STEPS - 1]
    kept = {key for key, _, _ in largest}
    rest = [part.whole for part in made.parts if part.now.key not in kept]
    name = made.setting.locale.word("Other ({count})", count=len(rest))
    other = made.quantity(sum(rest, Fraction(0)), f"{made.subject.total.id}.contribution.other")
    return [*(step for step in steps if step[0] in kept), ("other", name, other)]


def _chart(made: Contributions, headline: Phrase, subtitle: str) -> Chart:
    setting, total, steps = made.setting, made.subject.total, _steps(made)
    word, sign = setting.locale.word, 1 if made.subject.higher_is_better else -1
    target: Value = total.target if isinstance(total.target, Quantity) else NoData()
    missing = isinstance(total.gap, Quantity) and bool(target) and sign * total.gap.amount < 0
    names = [setting.base_label, *(name for _, name, _ in steps), setting.label]
    keys = ["before", *(key for key, _, _ in steps), "now"]
    if missing:
        names, keys = [*names, word("Gap to target"), word("Target")], [*keys, "gap", "target"]
    count, result = len(names), len(steps) + 1
    moved: dict[int, Value] = {at + 1: step for at, (_, _, step) in enumerate(steps)}
    rows: list[tuple[str, dict[int, Value], Role]] = [
        (setting.base_label, {0: made.before.value}, Role.PREVIOUS),
        (word("Contribution"), {**moved, result: made.subject.shift(setting)}, Role.ACTUAL),
        (setting.label, {result: total.value}, Role.RESULT),
    ]
    if missing:
        rows.append((word("Gap to target"), {result + 1: total.gap}, Role.GAP))
        rows.append((word("Target"), {result + 2: target}, Role.TARGET))
    series = tuple(Series(name, tuple(held.get(at, _NONE) for at in range(count)), role) for name, held, role in rows)
    alt = setting.locale.phrase(
        "alt_contribution",
        label=made.subject.label,
        first=made.before.value,
        last=total.value,
        previous=setting.base_label,
        period=setting.label,
        steps=[{"name": name, "step": step} for _, name, step in steps],
    )
    return Chart(
        f"kpi.{made.subject.id}.contribution.{made.grouping}.chart",
        ChartKind.CONTRIBUTION,
        tuple(names),
        series,
        made.quantity(Fraction(0), ""),
        subtitle,
        headline,
        subtitle,
        setting.source,
        shortened(alt.text),
        tuple(keys),
        better=made.subject.kpi.better,
    )


def _titles(made: Contributions) -> Iterator[Phrase]:
    """Titles from most to least telling; a group is named only when no other brought as much."""
    say, subject, total = made.setting.locale.phrase, made.subject, made.subject.total
    label = leading_label(subject, made.grouping, made.setting)
    change = made.subject.shift(made.setting)
    ranked = sorted((made.of(part) for part in made.parts), key=lambda step: step.amount, reverse=True)
    names = {made.of(part).id: part.now.label for part in made.parts}
    if isinstance(change, Quantity) and change.rounded() != 0:
        most, second = (ranked[0], ranked[1]) if change.amount > 0 else (ranked[-1], ranked[-2])
        against = ranked[-1] if change.amount > 0 else ranked[0]
        facts = {"label": label, "change": change, "previous": made.setting.base_label}
        if most.rounded() != second.rounded():
            step = {"group": names[most.id], "step": most, "neutral": not subject.higher_is_better}
            # A part is a part of the whole only while nothing goes the other way beyond it.
            if 0 < most.amount / change.amount <= 1 and most.rounded() != 0:
                missing = total.gap if isinstance(total.gap, Quantity) and total.gap.amount < 0 else None
                if missing is not None and subject.higher_is_better and missing.rounded() != 0:
                    yield say("contribution_most", missing=missing, **step, **facts)
                yield say("contribution_most", missing=None, **step, **facts)
            elif most.amount / change.amount > 1 and against.rounded() != 0:
                other = {"against": names[against.id], "other": against}
                yield say("contribution_against", label=label or subject.label, figure=total, **other, **step)
    yield say(
        "contribution_plain", label=label or subject.label, period=made.setting.label, previous=made.setting.base_label
    )


def contribution_notes(made: Contributions) -> Narrative:
    """What to say beside it: rates and weights apart, and whose data came or went."""
    word = made.setting.locale.word
    findings = tuple(Finding(phrase, label=word(heading)) for heading, phrase in _notes(made))
    return Narrative(f"kpi.{made.subject.id}.contribution_notes.{made.grouping}", findings)


def _notes(made: Contributions) -> Iterator[tuple[str, Phrase]]:
    say, setting = made.setting.locale.phrase, made.setting
    noun = setting.group_noun(made.grouping)
    rate, mix = made.effect("rate"), made.effect("mix")
    if made.is_ratio and isinstance(made.subject.shift(setting), Quantity):
        yield "Own rates and weights", say("contribution_effects", rate=rate, mix=mix, noun=noun)
    came, gone = _came_and_went(made.subject, setting)
    facts = {"period": setting.label, "previous": setting.base_label}
    if came:
        yield "New in the data", say("entities_came", names=came, **facts)
    if gone:
        yield "No longer in the data", say("entities_gone", names=gone, **facts)


def _came_and_went(subject: Subject, setting: Setting, most: int = 6) -> tuple[list[str], list[str]]:
    """The entities with data now and not before, and the other way round."""
    if subject.detail is None or subject.entities is None:
        return [], []
    came, gone = [], []
    pairs = zip(subject.entities.names, subject.entities.values, subject.detail.entities_before(), strict=True)
    for name, value, before in pairs:
        now = value == value
        if now and not before:
            came.append(str(name))
        elif before and not now:
            gone.append(str(name))
    return _few(came, setting, most), _few(gone, setting, most)


def _few(names: list[str], setting: Setting, most: int) -> list[str]:
    more = setting.locale.word("{count} more", count=len(names) - most + 1)
    return names if len(names) <= most else [*names[: most - 1], more]
