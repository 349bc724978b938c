"""One KPI entity by entity: the ranked list with its bars, the strip of a cover, and what to say beside them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.content.charts import Chart, ChartKind, Series
from reportgen.content.kpis import Figure
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Phrase, Symbol
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import Count, Percent, Quantity, Status, exact
from reportgen.rules.alternative import shortened
from reportgen.rules.blocks import COUNT, listed, table
from reportgen.rules.indicators.goal_lines import goal_series
from reportgen.rules.indicators.stand_in_words import with_sign_note
from reportgen.rules.indicators.verdicts import joined
from reportgen.rules.setting import (
    Setting,
    Subject,
    Titles,
    alone,
    amount,
    comparable,
    exceptions,
    judged,
    with_status,
)

# Four pages of 25 rows (looks, section 4): a longer list is no list that one reads.
MOST_ENTITIES = 100
_LOWEST = 3
# Fewer columns make no picture.
_LEAST_COLUMNS = 8
_PLAIN = Emphasis.NONE
_ONE = Percent(exact(1), 0)


@dataclass(frozen=True)
class Ranking:
    """The entities of a KPI: `known` have a number, highest first; `silent` have none. `groups` has the group of the
    first grouping by key."""

    subject: Subject
    setting: Setting
    known: tuple[Figure, ...]
    silent: tuple[Figure, ...]
    groups: dict[str, str]
    grouping: str

    @property
    def of(self) -> int:
        return len(self.known) + len(self.silent)

    @cached_property
    def has_target(self) -> bool:
        return bool(judged(self.known))

    @cached_property
    def compared(self) -> tuple[Figure, ...]:
        """The entities with a number that may be called first or last, highest first."""
        return comparable(self.known)

    @cached_property
    def worst_first(self) -> tuple[Figure, ...]:
        """The entities that are compared, the one that does worst first."""
        return tuple(reversed(self.compared)) if self.subject.higher_is_better else self.compared

    @cached_property
    def group_at_the_end(self) -> str:
        """The group whose entities with data are all behind all others; empty when there is none."""
        if len(self.compared) < 2:
            return ""
        sizes = Counter(self.groups[figure.key] for figure in self.compared)
        group = self.groups[self.worst_first[0].key]
        size = sizes[group]
        last, others = self.worst_first[:size], self.worst_first[size:]
        together = {self.groups[figure.key] for figure in last} == {group}
        if not group or not 1 < size <= len(self.compared) // 2 or not together:
            return ""
        return group if last[-1].value != others[0].value else ""

    @cached_property
    def message(self) -> tuple[Figure, ...]:
        """The entities that stand out: a group behind all others, else those off track, else the three last."""
        if self.group_at_the_end:
            return tuple(figure for figure in self.compared if self.groups[figure.key] == self.group_at_the_end)
        off_track = exceptions(self.known)
        if off_track or self.has_target:
            return off_track
        if len(self.compared) <= 2 * _LOWEST or self.compared[0].value == self.compared[-1].value:
            return ()
        top_matters = self.subject.prototype.unit in ("count", "money")
        return self.compared[:_LOWEST] if top_matters else self.worst_first[:_LOWEST]

    @cached_property
    def in_colour(self) -> tuple[Figure, ...]:
        """The bars that are not grey; empty where all are alike."""
        return self.message or (self.compared if len(self.compared) < len(self.known) else ())


def ranking_of(subject: Subject, setting: Setting) -> Ranking | None:
    """The ranking of a KPI; None where its entities are too many or too few, or each counts as yes or no."""
    held = subject.entities
    if subject.detail is None or held is None or not subject.total.value or not 1 < len(held.keys) <= MOST_ENTITIES:
        return None
    figures = subject.detail.entities()
    known = [figure for figure in figures if isinstance(figure.value, Quantity)]
    wholes = {figure.denominator for figure in known}
    if len(known) < 2 or (wholes == {Count(exact(1))} and subject.is_share):
        return None
    grouping = next((grouping for grouping in setting.groups if grouping in subject.kpi.groups), "")
    labels = subject.detail.entity_groups(grouping) if grouping else [""] * len(figures)
    return Ranking(
        subject,
        setting,
        tuple(sorted(known, key=lambda f: (-amount(f.value), -amount(f.denominator), f.label, f.key))),
        tuple(sorted((f for f in figures if not isinstance(f.value, Quantity)), key=lambda f: (f.label, f.key))),
        {figure.key: label for figure, label in zip(figures, labels, strict=True)},
        grouping,
    )


def ranking_table(made: Ranking, titles: Titles) -> Table:
    """Every entity once: those with a number, highest first, then those without, with the reason."""
    setting = made.setting
    subtitle = with_sign_note(_scope(made), made.subject, setting)
    columns, rows = _columns_and_rows(made)
    name = setting.locale.word("{label} by {noun}", label=made.subject.label, noun=setting.noun)
    headline = titles.pick(*_titles(made))
    return table(
        f"kpi.{made.subject.id}.ranking",
        name,
        columns,
        rows,
        setting,
        headline=headline,
        subtitle=subtitle,
        chart=_bars(made, headline, subtitle),
        tally=_silent(made),
    )


def _scope(made: Ranking) -> str:
    ranked = made.setting.locale.phrase("ranking_scope", noun=made.setting.noun, base=made.subject.base).text
    return made.setting.subtitle(made.subject, made.setting.label, ranked)


def _columns_and_rows(made: Ranking) -> tuple[list[Column], list[Row]]:
    word, setting, total = made.setting.locale.word, made.setting, made.subject.total
    noun, gap = setting.noun, "Gap, points" if made.subject.is_share else "Gap"
    columns = [
        Column("sign", "", weight=0.3),
        Column("name", noun[:1].upper() + noun[1:], weight=2.6),
        Column("group", setting.groups.get(made.grouping, ""), weight=1.8, emphasis=Emphasis.QUIET),
        Column("numerator", word("Numerator"), Align.RIGHT, format=_prototype(total.numerator)),
        Column("denominator", "n", Align.RIGHT, 0.8, Emphasis.QUIET, _prototype(total.denominator)),
        Column("value", word("Actual"), Align.RIGHT, 1, Emphasis.STRONG, made.subject.prototype),
        Column("target", word("Target"), Align.RIGHT, format=made.subject.prototype),
        Column("gap", word(gap), Align.RIGHT, format=_prototype(total.gap), formula="{value}-{target}"),
        Column("status", word("Status"), weight=1.4),
        Column("note", word("Remark"), weight=1.8, emphasis=Emphasis.QUIET),
    ]
    judging = () if made.has_target else ("sign", "target", "gap", "status")
    kept = [column for column in columns if column.key not in judging]
    found = listed(kept, _cells(made), "group", "numerator", "denominator", "note")
    strong = {figure.key for figure in made.message}
    few = {figure.key for figure in made.known} - {figure.key for figure in made.compared}
    rows = [
        Row(row.key, row.cells, Emphasis.STRONG if row.key in strong else Emphasis.QUIET if row.key in few else _PLAIN)
        for row in found.rows
    ]
    return found.columns, rows


def _prototype(value: object) -> Quantity | None:
    return value if isinstance(value, Quantity) else None


def _cells(made: Ranking) -> Iterator[tuple[str, dict[str, Cell]]]:
    missing = made.setting.locale.word("not reported for {period}", period=made.setting.label)
    for figure in (*made.known, *made.silent):
        yield (
            figure.key,
            {
                "sign": Symbol(figure.status),
                "name": figure.label,
                "group": made.groups[figure.key],
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "value": figure.value,
                "target": figure.target,
                "gap": figure.gap,
                "status": figure.status,
                "note": "" if isinstance(figure.value, Quantity) else missing,
            },
        )


def _titles(made: Ranking) -> Iterator[Phrase]:
    say, label, nouns = made.setting.locale.phrase, made.subject.label, made.setting.nouns
    leads = made.subject.id == made.setting.lead
    compared = judged(made.known)
    met = len(with_status(compared, Status.ON_TRACK))
    facts = {"label": "" if leads else label, "nouns": nouns, "noun": made.setting.noun}
    counts = {"met": met, "of": len(compared)}
    group, last = made.group_at_the_end, next(iter(made.worst_first), None)
    if group:
        silent = any(made.groups[figure.key] == group for figure in made.silent)
        block = {"group": group, "count": len(made.message), "silent": silent}
        yield say("ranking_group", **facts, **block, **counts)
        yield say("ranking_group", **facts, **block, met=0, of=0)
    if compared:
        if last and alone(last, made.compared):
            yield say("ranking_met_last", **facts, **counts, last=last)
        yield say("ranking_met", **facts, **counts)
    if last and alone(last, made.compared) and len(made.compared) > 1:
        yield say("ranking_last", label=label, last=last, of=len(made.compared), nouns=nouns)
    yield say("ranking_plain", label=label, noun=made.setting.noun, period=made.setting.label)


def _silent(made: Ranking) -> Phrase:
    """How many did not report; nothing when all did."""
    count = len(made.silent)
    return made.setting.locale.phrase("ranking_silent", count=count) if count else Phrase()


def _bars(made: Ranking, headline: Phrase, subtitle: str) -> Chart:
    id, setting = f"kpi.{made.subject.id}.ranking.chart", made.setting
    ends = made.compared or made.known
    top, bottom = ends[0], ends[-1]
    below = len([figure for figure in made.known if isinstance(figure.gap, Quantity) and figure.gap.amount < 0])
    target = made.subject.total.target if _one_target(made) else None
    alt = setting.locale.phrase("alt_bars", subtitle=subtitle, top=top, bottom=bottom, below=below, target=target)
    return _chart(made, id, ChartKind.BAR, headline, subtitle, alt.text)


def _one_target(made: Ranking) -> bool:
    targets = {amount(figure.target) for figure in made.known if isinstance(figure.target, Quantity)}
    total = made.subject.total.target
    return len(targets) == 1 and isinstance(total, Quantity) and targets == {amount(total)}


def _chart(made: Ranking, id: str, kind: ChartKind, headline: Phrase, subtitle: str, alt: str) -> Chart:
    shown = (*made.known, *made.silent)
    series = [Series(made.subject.label, tuple(figure.value for figure in shown))]
    if _one_target(made):
        # The line goes on over those that did not report: it is the same for all.
        target = made.subject.total.target
        series += goal_series((target,) * len(shown), made.setting.locale)
    elif kind is ChartKind.BAR:
        series += goal_series([figure.target for figure in shown], made.setting.locale)
    return Chart(
        id,
        kind,
        tuple(figure.label for figure in shown),
        tuple(series),
        made.subject.prototype,
        subtitle,
        headline,
        subtitle,
        made.setting.source,
        shortened(alt),
        tuple(figure.key for figure in shown),
        tuple(figure.key for figure in made.in_colour),
        span=(_ONE,) if made.subject.is_share else (),
        note=_silent(made).text,
    )


def strip_chart(made: Ranking) -> Chart:
    """A column for every entity, highest first, without names; a gap for one that did not report."""
    setting, label = made.setting, made.subject.label
    say = setting.locale.phrase
    stands = made.group_at_the_end or (setting.locale.word("off track") if made.message and made.has_target else "")
    scope = say("strip_scope", label=label, of=made.of, nouns=setting.nouns, stands=stands)
    top, *_, bottom = made.compared if len(made.compared) > 1 else made.known
    ends = {"top": top.label, "bottom": bottom.label}
    values = {"top_value": top.value, "bottom_value": bottom.value}
    alt = say("alt_strip", label=label, of=made.of, nouns=setting.nouns, silent=len(made.silent), **ends, **values)
    chart = _chart(made, f"kpi.{made.subject.id}.strip", ChartKind.COLUMN, Phrase(), scope.text, alt.text)
    return chart.bared()


def group_strip(subject: Subject, setting: Setting) -> Chart | None:
    """A column for every group of the first grouping, where the entities are too many for one each; None where there
    are too few groups, or all are alike and nothing would be seen."""
    grouping = next((grouping for grouping in setting.groups if grouping in subject.kpi.groups), "")
    figures = subject.kpi.groups.get(grouping, ())
    known = sorted((f for f in figures if isinstance(f.value, Quantity)), key=lambda f: (-amount(f.value), f.label))
    if len(known) < _LEAST_COLUMNS or len(figures) > MOST_ENTITIES or known[0].value == known[-1].value:
        return None
    silent = tuple(figure for figure in figures if figure not in known)
    made = Ranking(subject, setting, tuple(known), silent, dict.fromkeys((f.key for f in figures), ""), "")
    ranked = setting.locale.phrase("ranking_scope", noun=setting.group_noun(grouping), base="").text
    subtitle = setting.subtitle(subject, setting.label, ranked)
    ends = {"top": known[0], "bottom": known[-1], "below": 0, "target": None}
    alt = setting.locale.phrase("alt_bars", subtitle=subtitle, **ends)
    chart = _chart(made, f"kpi.{subject.id}.strip", ChartKind.COLUMN, Phrase(), subtitle, alt.text)
    # Without names no colour would say whom it marks.
    return replace(chart, emphasis=()).bared()


def status_counts(made: Ranking) -> Table:
    """How many entities have which status; those without a number are a row of their own."""
    setting, word = made.setting, made.setting.locale.word
    columns = (
        Column("number", word("Number"), Align.RIGHT, 0.5, Emphasis.STRONG, COUNT),
        Column("status", word("Status"), weight=1.5),
    )
    numbers = Counter(figure.status for figure in (*made.known, *made.silent))
    shown = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
    rows = [Row(status.value, (_count(made, numbers[status], status), status)) for status in shown if made.has_target]
    if made.silent:
        rows.append(Row("silent", (_count(made, len(made.silent), Status.NO_DATA), Status.NO_DATA)))
    name = word("{label}: {nouns} by status", label=made.subject.label, nouns=setting.nouns)
    return table(f"kpi.{made.subject.id}.statuses", name, columns, rows if made.has_target else [], setting)


def _count(made: Ranking, number: int, status: Status) -> Count:
    return Count(exact(number), id=f"kpi.{made.subject.id}.entities.{status.value.replace(' ', '_')}")


def ranking_notes(made: Ranking) -> Narrative:
    """What to say beside the list: who is close to the target, who else is off track, who did not report."""
    word = made.setting.locale.word
    findings = tuple(Finding(phrase, label=word(heading)) for heading, phrase in _notes(made))
    return Narrative(f"kpi.{made.subject.id}.ranking_notes", findings)


def _notes(made: Ranking) -> Iterator[tuple[str, Phrase]]:
    say = made.setting.locale.phrase
    close = with_status(made.known, Status.AT_RISK)
    if close:
        phrases = [
            say("ranking_close", names=_names(same, made.setting), missing=_missing(made, same), rule=rule)
            for rule, same in _by_rule(close)
        ]
        yield "Close to the target", joined(" ", *phrases)
    off_track = with_status(made.known, Status.OFF_TRACK)
    others = [figure for figure in off_track if figure not in made.message] if made.group_at_the_end else off_track
    if others:
        heading = "Off track as well" if made.group_at_the_end and len(others) < len(off_track) else "Off track"
        yield (
            heading,
            joined(
                " ",
                *(say("ranking_off", names=_names(same, made.setting), rule=rule) for rule, same in _by_rule(others)),
            ),
        )
    if made.silent:
        yield "Not reported", say("silent_entities", period=made.setting.label, names=_names(made.silent, made.setting))


def _by_rule(figures: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    """The figures that one rule concerns: those above a range and those below it are not the same."""
    rules = dict.fromkeys(figure.rule for figure in figures)
    return [(rule, [figure for figure in figures if figure.rule == rule]) for rule in rules]


def _names(figures: Sequence[Figure], setting: Setting, most: int = 6) -> list[str]:
    names = [figure.label for figure in figures]
    more = setting.locale.word("{count} more", count=len(names) - most + 1)
    return names if len(names) <= most else [*names[: most - 1], more]


def _missing(made: Ranking, figures: Sequence[Figure]) -> Count | None:
    """How many more would have to be counted for all of them to reach their targets; None where that is no count."""
    if not made.subject.higher_is_better or not made.subject.is_share:
        return None
    lacking = 0
    for figure in figures:
        parts = (figure.target, figure.denominator, figure.numerator)
        if not all(isinstance(part, Quantity) for part in parts) or not isinstance(figure.numerator, Count):
            return None
        target, whole, counted = (part.amount for part in parts if isinstance(part, Quantity))
        lacking += max(0, math.ceil(target * whole - counted))
    return Count(exact(lacking), id=f"kpi.{made.subject.id}.entities.missing") if lacking else None
