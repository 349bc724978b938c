"""One KPI by a grouping: the ranked table with the total last, and the same as bars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.content.charts import Chart, ChartKind, Series
from reportgen.content.kpis import Figure
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import Percent, Quantity, Status
from reportgen.rules.alternative import shortened
from reportgen.rules.indicators.goal_lines import goal_series
from reportgen.rules.setting import (
    Setting,
    Subject,
    Titles,
    alone,
    comparable,
    exceptions,
    furthest,
    judged,
    with_status,
)

TOTAL = "total"
# Bars of 0.48 cm from 5.2 to 17.5 cm: no more fit on a slide (looks, section 4).
_MOST_BARS = 25
_LOWEST = 3


@dataclass(frozen=True)
class _View:
    """One KPI by one grouping: `figures` have data, highest first, `missing` have none."""

    subject: Subject
    grouping: str
    setting: Setting
    figures: tuple[Figure, ...]
    missing: tuple[Figure, ...]

    @property
    def noun(self) -> str:
        return self.setting.group_noun(self.grouping)

    @property
    def named(self) -> tuple[Figure, ...]:
        """The figures that sentences compare: those of groups."""
        return self.subject.compared(self.grouping)

    @property
    def has_target(self) -> bool:
        return bool(judged(self.figures))


def group_table(subject: Subject, grouping: str, setting: Setting, titles: Titles) -> Table:
    """All groups, highest first and those without data last, then the total; false when no group has data."""
    groups = subject.kpi.groups.get(grouping, ())
    missing = tuple(sorted((f for f in groups if not f.value), key=lambda f: f.label))
    view = _View(subject, grouping, setting, subject.ranked(grouping), missing)
    id = f"kpi.{subject.id}.by.{grouping}"
    subtitle = setting.subtitle(subject, setting.label, setting.locale.phrase("by_noun", noun=view.noun).text)
    if not view.figures:
        none = setting.locale.phrase("groups_none", label=subject.label, noun=view.noun, period=setting.label)
        return Table(id, (), (), subtitle, none, subtitle, setting.source)
    columns = _columns(view)
    headline = titles.pick(*group_titles(view))
    return Table(
        id=id,
        columns=columns,
        rows=tuple(_rows(view, columns)),
        title=subtitle,
        headline=headline,
        subtitle=subtitle,
        source=setting.source,
        alt=_table_alternative(view, subtitle, columns),
        chart=_bars(view, id, headline),
    )


def _columns(view: _View) -> tuple[Column, ...]:
    """The columns that hold anything: counts have no numerator, a KPI without a target no gap."""
    word, figures = view.setting.locale.word, (*view.figures, view.subject.total)
    prototype, total = view.subject.prototype, view.subject.total
    columns = [Column("group", view.setting.groups[view.grouping], weight=2.4)]
    if all(isinstance(figure.denominator, Quantity) for figure in view.figures):
        columns += [
            Column("numerator", word("Numerator"), Align.RIGHT, format=_format(total.numerator)),
            Column("denominator", word("Denominator"), Align.RIGHT, format=_format(total.denominator)),
        ]
    formula = _ratio(view.subject) if len(columns) > 1 else ""
    value = Column("value", word("Actual"), Align.RIGHT, 1, Emphasis.STRONG, prototype, formula)
    columns.append(value)
    if view.has_target:
        columns += [
            Column("target", word("Target"), Align.RIGHT, format=prototype),
            Column("gap", gap_label(view), Align.RIGHT, 1, Emphasis.STRONG, _format(total.gap), "{value}-{target}"),
        ]
    if any(figure.change for figure in figures):
        since = word("Since {period}", period=view.setting.locale.period_short(view.setting.period.previous))
        columns.append(Column("change", since, Align.RIGHT, format=_format(total.change)))
    if view.has_target:
        columns.append(Column("status", word("Status"), weight=1.3))
    return tuple(columns)


def _format(value: object) -> Quantity | None:
    return value if isinstance(value, Quantity) else None


def gap_label(view: _View) -> str:
    """The head of the gap column with its unit."""
    return view.setting.locale.word("Gap, points" if view.subject.is_share else "Gap")


def _ratio(subject: Subject) -> str:
    """The workbook formula that gives a ratio from what was counted: {numerator}/{denominator}."""
    factor = "" if subject.factor == 1 else f"{float(subject.factor):g}*"
    return f"{factor}{{numerator}}/{{denominator}}"


def _rows(view: _View, columns: tuple[Column, ...]) -> Iterator[Row]:
    filled = exceptions(view.figures)
    for figure in (*view.figures, *view.missing):
        emphasis = Emphasis.EXCEPTION if figure in filled else quiet(figure)
        yield Row(figure.key, tuple(_cell(figure, column.key, figure.label) for column in columns), emphasis)
    word = view.setting.locale.word
    label = word("All {nouns}", nouns=view.setting.nouns) if view.setting.entity_count > 1 else word("Total")
    yield Row(TOTAL, tuple(_cell(view.subject.total, column.key, label) for column in columns), Emphasis.TOTAL)


def quiet(figure: Figure) -> Emphasis:
    """Grey for a figure of too few, which is not judged."""
    return Emphasis.QUIET if figure.status is Status.TOO_FEW else Emphasis.NONE


def _cell(figure: Figure, key: str, label: str) -> Cell:
    if key == "group":
        return label
    cell: Cell = getattr(figure, key)
    return cell


def group_titles(view: _View) -> Iterator[Phrase]:
    """Titles from most to least telling; each is given only where the groups bear it out."""
    say, label, noun = view.setting.locale.phrase, view.subject.label, view.noun
    figures, of = view.named, len(view.named)
    if judged(figures):
        yield from _target_titles(view)
    if of > 1 and figures[0].value == figures[-1].value:
        yield say("groups_equal", label=label, of=of, noun=noun, figure=figures[0])
    elif of > 1:
        top, bottom, last = figures[0], figures[-1], view.subject.last(figures)
        first = bottom if last is top else top
        share = share_of_total(top, view.subject)
        if share and alone(top, figures):
            yield say("groups_share", label=label, group=top.label, share=share, noun=noun, others=of)
        if alone(first, figures) and alone(last, figures):
            yield say("groups_range", label=label, top=first, bottom=last)
            yield say("groups_range_short", label=label, top=top, bottom=bottom)
        elif alone(last, figures):
            tied = sum(figure.value == first.value for figure in figures)
            yield say("groups_ties", label=label, count=tied, noun=noun, top=first, bottom=last)
        yield say("groups_span", label=label, top=top, bottom=bottom, of=of, noun=noun)
    yield say("groups_plain", label=label, noun=noun, period=view.setting.label)


def _target_titles(view: _View) -> Iterator[Phrase]:
    say, label, noun = view.setting.locale.phrase, view.subject.label, view.noun
    word, compared = view.setting.locale.word, judged(view.named)
    of = len(compared)
    off, risk = with_status(compared, Status.OFF_TRACK), with_status(compared, Status.AT_RISK)
    worst = furthest(compared, view.subject.higher_is_better)
    if off and worst:
        facts = {"count": len(off), "of": of, "noun": noun, "group": worst.label, "figure": worst}
        if view.subject.id == view.setting.lead:
            yield say("groups_off_track", **facts)
        yield say("groups_off_track_label", label=label, **facts)
        if isinstance(worst.gap, Quantity) and worst.gap.rounded():
            yield say("groups_off_track_short", label=label, **facts)
        yield say("groups_status", label=label, count=len(off), of=of, noun=noun, word=word(off[0].status.value))
    elif risk and worst:
        yield say("groups_at_risk", label=label, count=len(risk), of=of, noun=noun, group=worst.label, figure=worst)
    elif not off and not risk:
        on_track = word(compared[0].status.value)
        yield say("groups_status", label=label, count=of, of=of, noun=noun, word=on_track)


def share_of_total(figure: Figure, subject: Subject) -> Percent | None:
    """The part of the total that a group accounts for; None unless the groups add up to the total."""
    total = subject.total.value
    if subject.prototype.unit not in ("count", "money") or not isinstance(total, Quantity) or total.amount <= 0:
        return None
    groups = next((g for g in subject.kpi.groups.values() if figure in g), ())
    parts = [f.value.amount for f in groups if isinstance(f.value, Quantity)]
    if sum(parts) != total.amount or min(parts, default=0) < 0 or not isinstance(figure.value, Quantity):
        return None
    return Percent(figure.value.amount / total.amount, 1, id=f"{figure.id}.share")


def _bars(view: _View, id: str, headline: Phrase) -> Chart:
    setting, top_counts = view.setting, _highest_matter(view)
    shown = view.figures[:_MOST_BARS] if top_counts else view.figures[-_MOST_BARS:]
    scope = setting.locale.phrase(
        "ranked_top" if top_counts else "ranked",
        noun=view.noun,
        shown=len(shown),
        of=len(view.figures),
        differ=view.figures[0].value != view.figures[-1].value,
    ).text
    subtitle = setting.subtitle(view.subject, setting.label, scope)
    series = [Series(view.subject.label, tuple(figure.value for figure in shown))]
    series += goal_series([figure.target for figure in shown], setting.locale)
    return Chart(
        id=f"{id}.chart",
        kind=ChartKind.BAR,
        categories=tuple(figure.label for figure in shown),
        series=tuple(series),
        format=view.subject.prototype,
        title=subtitle,
        headline=headline,
        subtitle=subtitle,
        source=setting.source,
        alt=_bars_alternative(view, subtitle),
        keys=tuple(figure.key for figure in shown),
        emphasis=tuple(figure.key for figure in _standing_out(view, shown)),
    )


def _highest_matter(view: _View) -> bool:
    """True where the message is in the highest bars: counts, and KPIs of which less is better."""
    return not view.has_target and view.subject.prototype.unit in ("count", "money")


def _standing_out(view: _View, shown: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The groups that carry the message: off track or at risk, without targets the three lowest (of counts: the three
    highest)."""
    if judged(view.figures):
        # What the title names: those off track, else those at risk; nobody where all are on track.
        named = with_status(view.figures, Status.OFF_TRACK) or with_status(view.figures, Status.AT_RISK)
        if 2 * len(named) <= len(view.figures):
            return tuple(figure for figure in shown if figure in named) or _large_enough(shown)
    large = comparable(shown)
    if len(large) <= _LOWEST or large[0].value == large[-1].value:
        return _large_enough(shown)
    return large[:_LOWEST] if _highest_matter(view) or not view.subject.higher_is_better else large[-_LOWEST:]


def _large_enough(shown: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """All but those of too few, which are grey; nobody stands out where there are none of these."""
    large = comparable(shown)
    return large if len(large) < len(shown) else ()


def _bars_alternative(view: _View, subtitle: str) -> str:
    ends = comparable(view.figures) or view.figures
    top, bottom, total = ends[0], ends[-1], view.subject.total
    same_target = len({figure.target for figure in view.figures if figure.target}) == 1
    below = [f for f in view.figures if isinstance(f.gap, Quantity) and f.gap.amount < 0]
    target = total.target if same_target and total.target else None
    phrase = view.setting.locale.phrase(
        "alt_bars", subtitle=subtitle, top=top, bottom=bottom, below=len(below), target=target
    )
    return shortened(phrase.text)


def _table_alternative(view: _View, subtitle: str, columns: tuple[Column, ...]) -> str:
    rows = len(view.figures) + len(view.missing) + 1
    labels = [column.label for column in columns]
    return shortened(view.setting.locale.phrase("alt_table", title=subtitle, rows=rows, columns=labels).text)
