"""One KPI, group by group, over time: small charts side by side on one scale, with what to know of each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.content.charts import Chart, ChartKind, Series
from reportgen.content.kpis import Figure
from reportgen.content.panels import Panel, Panels
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import Percent, Quantity, Status, exact
from reportgen.rules.alternative import shortened
from reportgen.rules.blocks import table
from reportgen.rules.indicators.goal_lines import goal_series
from reportgen.rules.setting import Setting, Subject, Titles, amount, furthest, judged, leading_label

# Three rows of four panels fill a slide.
_MOST = 12
_PERIODS = 13
_LEAST_POINTS = 2
_WHOLE = Percent(exact(1), 0)


@dataclass(frozen=True)
class _Group:
    """A group: its figure of the period, and its history from the first period in which any group has data."""

    figure: Figure
    past: tuple[Figure, ...]


def panels(subject: Subject, grouping: str, setting: Setting, titles: Titles) -> Panels | None:
    """A panel for every group with data, highest first; None with fewer than two histories or too many groups."""
    ranked = subject.compared(grouping)
    if subject.detail is None or not 1 < len(ranked) <= _MOST:
        return None
    past = subject.detail.past(grouping, _PERIODS)
    first = min((_first(past[figure.key]) for figure in ranked), default=0)
    groups = [_Group(figure, past[figure.key][first:]) for figure in ranked]
    if sum(_known(group.past) >= _LEAST_POINTS for group in groups) < 2:
        return None
    periods = [figure.period for figure in groups[0].past]
    label, noun = setting.locale.period_label, setting.group_noun(grouping)
    when = setting.locale.phrase(
        "over_time", kind=setting.period.kind.value, first=label(periods[0]), last=label(periods[-1])
    ).text
    subtitle = setting.subtitle(subject, when, setting.locale.phrase("panels_scope", noun=noun).text)
    span = _span(subject, groups)
    return Panels(
        f"kpi.{subject.id}.panels.{grouping}",
        tuple(
            Panel(
                group.figure.key,
                group.figure.label,
                group.figure.status,
                _chart(subject, grouping, group, when, span, at > 0, setting),
                _facts(subject, grouping, group.figure, setting),
            )
            for at, group in enumerate(groups)
        ),
        subtitle,
        titles.pick(*_titles(subject, grouping, ranked, setting)),
        subtitle,
        setting.source,
    )


def _first(past: Sequence[Figure]) -> int:
    return next((at for at, figure in enumerate(past) if isinstance(figure.value, Quantity)), len(past) - 1)


def _known(past: Sequence[Figure]) -> int:
    return sum(isinstance(figure.value, Quantity) for figure in past)


def _span(subject: Subject, groups: Sequence[_Group]) -> tuple[Quantity, ...]:
    """What the axes of all panels have to reach: 0 to 100 % for shares that stay within, else the extremes of all."""
    values = [
        value
        for group in groups
        for figure in group.past
        for value in (figure.value, figure.target)
        if isinstance(value, Quantity)
    ]
    low, high = (pick(values, key=lambda value: value.amount) for pick in (min, max))
    zero = replace(subject.prototype, amount=exact(0), id="")
    if subject.is_share and low.amount >= 0 and high.amount <= 1:
        return zero, _WHOLE
    return zero, low.named(""), high.named("")


def _chart(
    subject: Subject, grouping: str, group: _Group, when: str, span: tuple[Quantity, ...], later: bool, setting: Setting
) -> Chart:
    locale, past = setting.locale, group.past
    subtitle = setting.subtitle(subject, when, group.figure.label)
    series = [Series(subject.label, tuple(figure.value for figure in past))]
    series += goal_series([figure.target for figure in past], locale)
    known = [figure for figure in past if isinstance(figure.value, Quantity)]
    first = past[_first(past)]
    joined = locale.phrase("panel_since", period=locale.period_short(first.period)).text if first is not past[0] else ""
    alt = locale.phrase(
        "alt_trend",
        kind="line",
        subtitle=subtitle,
        first=known[0].value,
        last=known[-1].value,
        low=None,
        high=None,
        figure=group.figure if group.figure.gap else None,
    )
    return Chart(
        f"kpi.{subject.id}.panels.{grouping}.{group.figure.key}",
        ChartKind.LINE,
        tuple(locale.period_short(figure.period) for figure in past),
        tuple(series),
        subject.prototype,
        group.figure.label,
        Phrase(),
        subtitle,
        setting.source,
        shortened(alt.text),
        tuple(figure.period.id for figure in past),
        span=span,
        # What the first panel names need not be named again.
        bare=later,
        note=joined,
    )


def _facts(subject: Subject, grouping: str, figure: Figure, setting: Setting) -> Table:
    """What was counted, the gap to the target and the change since the period before: what of it there is."""
    word = setting.locale.word
    columns = (
        Column("fact", "", weight=1.4, emphasis=Emphasis.QUIET),
        Column("value", "", Align.RIGHT, 1, Emphasis.STRONG),
    )
    points = subject.is_share
    cells: list[tuple[str, str, Cell]] = []
    if isinstance(figure.denominator, Quantity) and isinstance(figure.numerator, Quantity):
        counted = word("{part} of {whole}", part=figure.numerator, whole=figure.denominator)
        cells.append(("counted", word("Counted"), counted))
    if isinstance(figure.gap, Quantity):
        cells.append(("gap", word("Gap to target, points" if points else "Gap to target"), figure.gap))
    if isinstance(figure.change, Quantity):
        since = "Since {period}, points" if points else "Since {period}"
        cells.append(
            ("change", word(since, period=setting.locale.period_short(setting.period.previous)), figure.change)
        )
    rows = [Row(key, (label, cell)) for key, label, cell in cells]
    id = f"kpi.{subject.id}.panels.{grouping}.{figure.key}.facts"
    return table(id, f"{subject.label}, {figure.label}", columns, rows, setting)


def _titles(subject: Subject, grouping: str, ranked: Sequence[Figure], setting: Setting) -> Iterator[Phrase]:
    """Titles from most to least telling; each is given only where the changes of all groups bear it out."""
    say, noun = setting.locale.phrase, setting.group_noun(grouping)
    label = leading_label(subject, grouping, setting)
    facts = {"label": label, "noun": noun, "of": len(ranked), "period": setting.label}
    moved = sorted((f for f in ranked if isinstance(f.change, Quantity)), key=lambda f: (-amount(f.change), f.label))
    steps = [figure.change.rounded() for figure in moved if isinstance(figure.change, Quantity)]
    if len(moved) == len(ranked):
        rose, fell = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
        most, least = moved[0], moved[-1]
        alone = steps.count(steps[0]) == 1 and amount(most.change) != amount(moved[1].change)
        last = steps.count(steps[-1]) == 1 and amount(least.change) != amount(moved[-2].change)
        if fell == 1 and rose and alone:
            yield say("panels_one_fell", most=most, least=least, **facts)
        elif rose == 1 and fell and last:
            yield say("panels_one_rose", most=most, least=least, **facts)
        elif rose == len(ranked) and alone:
            yield say("panels_all", figure=most, rose=True, **facts)
        elif fell == len(ranked) and last:
            yield say("panels_all", figure=least, rose=False, **facts)
        elif rose and fell and alone and last:
            worst = furthest(judged(ranked), subject.higher_is_better)
            if worst and worst.status is Status.OFF_TRACK and worst is not most:
                yield say("panels_below", most=most, worst=worst, **facts)
            yield say("panels_ends", most=most, least=least, **facts)
    yield say("panels_plain", label=subject.label, noun=noun)
