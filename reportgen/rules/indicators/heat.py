"""One KPI over the last periods: groups or entities as a table with shaded cells, and how many had which status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.content.charts import Chart, ChartKind, Series
from reportgen.content.kpis import Figure
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Column, Emphasis, Row, Table
from reportgen.content.values import Count, Quantity, Status, exact
from reportgen.rules.alternative import shortened
from reportgen.rules.blocks import COUNT, table
from reportgen.rules.figures.kpis import NOT_ASSIGNED
from reportgen.rules.indicators.groups import TOTAL, quiet
from reportgen.rules.indicators.ranking import MOST_ENTITIES
from reportgen.rules.indicators.stand_in_words import with_sign_note
from reportgen.rules.setting import Setting, Subject, Titles, amount, comparable

# A year and the period a year before it; more columns do not fit on a slide.
_PERIODS = 13
_MOST_ROWS = 40
_STATUSES = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.NO_DATA)
_LEAST_PERIODS = 3


def group_heat(subject: Subject, grouping: str, setting: Setting, titles: Titles) -> Table | None:
    """The groups by period, as in the ranked table; the whole closes it."""
    if subject.detail is None:
        return None
    past = {key: held for key, held in subject.detail.past(grouping, _PERIODS).items() if key != NOT_ASSIGNED}
    return _heat(subject, past, f"heat.{grouping}", setting.groups[grouping], setting, titles)


def entity_heat(subject: Subject, setting: Setting, titles: Titles) -> Table | None:
    """The entities by period; None for more than fit on a page."""
    if subject.detail is None or subject.entities is None or not 1 < len(subject.entities.keys) <= _MOST_ROWS:
        return None
    past = {figures[0].key: figures for figures in subject.detail.past_values(_PERIODS)}
    name = setting.noun[:1].upper() + setting.noun[1:]
    found = _heat(subject, past, "heat", name, setting, titles)
    return replace(found, subtitle=with_sign_note(found.subtitle, subject, setting)) if found else None


def _heat(
    subject: Subject,
    past: Mapping[str, Sequence[Figure]],
    end: str,
    head: str,
    setting: Setting,
    titles: Titles,
) -> Table | None:
    first = min((at for held in past.values() for at, figure in enumerate(held) if figure.value), default=_PERIODS)
    rows = sorted(past.values(), key=lambda held: (not held[-1].value, -amount(held[-1].value), held[-1].label))
    if len(rows) < 2 or first > _PERIODS - 2 or len(rows) > _MOST_ROWS:
        return None
    shown = [held[first:] for held in rows]
    periods = [figure.period for figure in shown[0]]
    large = [comparable(held) for held in shown]
    known = [figure.value for held in large for figure in held if isinstance(figure.value, Quantity)]
    if not known:
        return None
    low, high = (pick(known, key=lambda value: value.amount) for pick in (min, max))
    short, label = setting.locale.period_short, setting.locale.period_label
    columns = [
        Column("name", head, weight=2.6),
        *(Column(period.id, short(period), Align.RIGHT, format=subject.prototype) for period in periods),
    ]
    made = [Row(held[-1].key, (held[-1].label, *(one.value for one in held)), quiet(held[-1])) for held in shown]
    totals = {figure.period: figure.value for figure in subject.kpi.history}
    whole = setting.locale.word("All {nouns}", nouns=setting.nouns) if setting.entity_count > 1 else ""
    total = (whole or setting.locale.word("Total"), *(totals.get(period) for period in periods))
    made.append(Row(TOTAL, total, Emphasis.TOTAL))
    when = setting.locale.phrase(
        "over_time", kind=setting.period.kind.value, first=label(periods[0]), last=label(periods[-1])
    ).text
    noun = head if head.isupper() else head[:1].lower() + head[1:]
    subtitle = setting.subtitle(subject, when, setting.locale.phrase("heat_scope", noun=noun).text)
    name = setting.locale.word("{label} by {noun} over time", label=subject.label, noun=noun)
    headline = titles.pick(*_titles(subject, large, low, high, noun, setting))
    found = table(f"kpi.{subject.id}.{end}", name, columns, made, setting, headline=headline, subtitle=subtitle)
    return _heated(found, low, high)


def _heated(found: Table, low: Quantity, high: Quantity) -> Table:
    return replace(found, heat=(low.named(""), high.named("")))


def _titles(
    subject: Subject, rows: Sequence[Sequence[Figure]], low: Quantity, high: Quantity, noun: str, setting: Setting
) -> Iterator[Phrase]:
    """The lowest and the highest cell, where each stands alone."""
    say, label = setting.locale.phrase, setting.locale.period_label
    ends = []
    for value in (low, high):
        at = [figure for held in rows for figure in held if figure.value == value]
        ends.append(at[0] if len(at) == 1 else None)
    lowest, highest = ends
    if lowest is not None and highest is not None and low != high:
        when = {"low_when": label(lowest.period), "high_when": label(highest.period)}
        yield say("heat_ends", label=subject.label, lowest=lowest, highest=highest, **when)
        short = {
            "low_when": setting.locale.period_short(lowest.period),
            "high_when": setting.locale.period_short(highest.period),
        }
        yield say("heat_ends", label=subject.label, lowest=lowest, highest=highest, **short)
    yield say("heat_plain", label=subject.label, noun=noun)


def statuses_over_time(subject: Subject, setting: Setting) -> Chart | None:
    """How many entities had which status in each period; None without targets, or with too short a past."""
    if subject.detail is None or subject.entities is None or len(subject.entities.keys) > MOST_ENTITIES:
        return None
    past = list(subject.detail.past_entities(_PERIODS))
    counts = [Counter(held[at].status for held in past) for at in range(_PERIODS)]
    first = next((at for at, numbers in enumerate(counts) if any(numbers[status] for status in _STATUSES[:3])), None)
    if (
        first is None
        or _PERIODS - first < _LEAST_PERIODS
        or any(numbers[Status.NO_TARGET] for numbers in counts[first:])
    ):
        return None
    periods = [figure.period for figure in past[0][first:]]
    id = f"kpi.{subject.id}.statuses_over_time"
    series = tuple(
        Series(
            setting.locale.text(status),
            tuple(
                Count(
                    exact(numbers[status]), id=f"kpi.{subject.id}.entities.{status.value.replace(' ', '_')}@{period.id}"
                )
                for numbers, period in zip(counts[first:], periods, strict=True)
            ),
            status=status,
        )
        for status in _STATUSES
        if any(numbers[status] for numbers in counts[first:])
    )
    label = setting.locale.period_label
    when = setting.locale.phrase(
        "over_time", kind=setting.period.kind.value, first=label(periods[0]), last=label(periods[-1])
    ).text
    subtitle = setting.locale.phrase("statuses_scope", label=subject.label, nouns=setting.nouns, when=when).text
    ends = [one.name for one in series], [one.values[0] for one in series], [one.values[-1] for one in series]
    alt = setting.locale.phrase("alt_statuses", subtitle=subtitle, names=ends[0], first=ends[1], last=ends[2])
    return Chart(
        id,
        ChartKind.STACKED100,
        tuple(setting.locale.period_short(period) for period in periods),
        series,
        COUNT,
        subtitle,
        setting.locale.phrase("statuses_title", label=subject.label, nouns=setting.nouns),
        subtitle,
        setting.source,
        shortened(alt.text),
        tuple(period.id for period in periods),
    )
