"""One KPI by a grouping in this period beside the period before, as pairs of bars under a target line."""

from __future__ import annotations

from dataclasses import replace

from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.kpis import Figure
from reportgen.content.values import NoData, Quantity, Value
from reportgen.rules.alternative import shortened
from reportgen.rules.indicators.goal_lines import goal_series
from reportgen.rules.indicators.groups import TOTAL
from reportgen.rules.setting import Setting, Subject, comparable

# Pairs 1.3 cm apart: more do not fit on a page beside their table.
_MOST = 12


def paired_bars(subject: Subject, grouping: str, setting: Setting) -> Chart | None:
    """The groups, highest first, and the total; None without an earlier period, or with too many groups."""
    figures = subject.ranked(grouping)
    if not 1 < len(figures) <= _MOST or not any(isinstance(figure.previous, Quantity) for figure in figures):
        return None
    word, locale = setting.locale.word, setting.locale
    total = subject.total
    shown = (*figures, total) if isinstance(total.value, Quantity) and subject.is_share else figures
    whole = word("All {nouns}", nouns=setting.nouns) if setting.entity_count > 1 else word("Total")
    labels = [whole if figure is total else figure.label for figure in shown]
    series = [
        Series(setting.label, tuple(figure.value for figure in shown)),
        Series(setting.previous, tuple(figure.previous for figure in shown), Role.PREVIOUS),
    ]
    target = _one_target(shown)
    series += goal_series([figure.target for figure in shown], locale)
    scope = locale.phrase("by_noun", noun=setting.group_noun(grouping)).text
    title = word(
        "{subtitle}, beside {previous}",
        subtitle=setting.subtitle(subject, setting.label, scope),
        previous=setting.previous,
    )
    ends = comparable(figures) or figures
    alt = locale.phrase("alt_bars", subtitle=title, top=ends[0], bottom=ends[-1], below=_below(figures), target=target)
    return Chart(
        f"kpi.{subject.id}.pairs.{grouping}",
        ChartKind.BAR,
        tuple(labels),
        tuple(series),
        subject.prototype,
        title,
        source=setting.source,
        alt=shortened(alt.text),
        keys=tuple(TOTAL if figure is total else figure.key for figure in shown),
    )


def _one_target(figures: tuple[Figure, ...]) -> Value | None:
    """The target that all have; None where they differ or some have none."""
    targets = [
        replace(target, id="") if isinstance(target := figure.target, Quantity) else NoData() for figure in figures
    ]
    first = targets[0]
    if isinstance(first, NoData) or any(target != first for target in targets):
        return None
    return target if isinstance(target := figures[-1].target, Quantity) else None


def _below(figures: tuple[Figure, ...]) -> int:
    return len([figure for figure in figures if isinstance(figure.gap, Quantity) and figure.gap.amount < 0])
