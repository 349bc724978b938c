"""How far every group is from its target: bars from zero, good ones and bad ones in colour."""

from __future__ import annotations

from reportgen.content.charts import Chart, ChartKind, Series
from reportgen.content.phrases import Phrase
from reportgen.content.values import Quantity, Range
from reportgen.rules.alternative import shortened
from reportgen.rules.indicators.goal_lines import goal_series
from reportgen.rules.setting import Setting, Subject, comparable, furthest

_MOST = 25


def gap_bars(subject: Subject, grouping: str, setting: Setting) -> Chart | None:
    """The groups with a target, highest first; None with fewer than two."""
    # Colour would judge those of too few.
    figures = [one for one in comparable(subject.ranked(grouping)) if isinstance(one.target, Quantity | Range)]
    worst = furthest(figures, subject.higher_is_better)
    if not 1 < len(figures) <= _MOST or worst is None:
        return None
    noun = setting.group_noun(grouping)
    scope = setting.locale.phrase("by_noun", noun=noun).text
    subtitle = setting.locale.phrase(
        "gaps_scope", label=subject.label, points=subject.is_share, period=setting.label
    ).text
    alt = setting.locale.phrase("alt_gaps", subtitle=f"{subtitle}, {scope}", figure=worst)
    return Chart(
        f"kpi.{subject.id}.gaps.{grouping}",
        ChartKind.VARIANCE,
        tuple(figure.label for figure in figures),
        (
            Series(subject.label, tuple(figure.value for figure in figures)),
            *goal_series([figure.target for figure in figures], setting.locale),
        ),
        subject.prototype,
        subtitle,
        Phrase(),
        f"{subtitle}, {scope}",
        setting.source,
        shortened(alt.text),
        tuple(figure.key for figure in figures),
        lying=True,
        better=subject.kpi.better,
    )
