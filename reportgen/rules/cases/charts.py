"""Cases -> charts beside each other: one scale for what has one unit, flow with backlog, causes over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from reportgen.content.blocks import Block
from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.tables import Table
from reportgen.content.values import Count, Quantity
from reportgen.rules.alternative import shortened
from reportgen.rules.blocks import COUNT, count
from reportgen.rules.cases.facts import CountedCases

# Five parts are all that a reader tells apart (looks, section 4): four causes and the others.
_CAUSES = 4
_PERIODS = 12
_LEAST_PERIODS = 3


def on_one_scale(blocks: Mapping[str, Block], *names: str) -> dict[str, Block]:
    """The blocks, those of these names with charts whose bars of one number are of one length."""
    charts = {name: _chart_of(blocks[name]) for name in names}
    known = {name: chart for name, chart in charts.items() if chart}
    numbers = [
        value.amount
        for chart in known.values()
        for series in chart.series
        for value in series.values
        if isinstance(value, Quantity)
    ]
    if len(known) < 2 or not numbers:
        return dict(blocks)
    span = (Count(max(numbers)),)
    made = dict(blocks)
    for name, chart in known.items():
        beside = tuple(label for other, one in known.items() if other != name for label in one.categories)
        alike = replace(chart, span=span, beside=beside)
        held = made[name]
        made[name] = replace(held, chart=alike) if isinstance(held, Table) else alike
    return made


def _chart_of(block: Block) -> Chart | None:
    return block.chart if isinstance(block, Table) else block if isinstance(block, Chart) else None


def flow_and_backlog(flow: Chart, backlog: Chart) -> Chart:
    """Received beside closed as columns, and over them what was open at the end as a line."""
    received, closed = flow.series
    series = (received, replace(closed, role=Role.ACTUAL), replace(backlog.series[0], role=Role.CONTEXT))
    return replace(flow, id="case_combo", kind=ChartKind.COMBO, series=series, span=(), beside=())


def causes_over_time(made: CountedCases) -> Chart | None:
    """The cases received by cause, period by period, as sums of parts; None with less than two causes or periods."""
    if not made.cases.holds("cause"):
        return None
    locale, flows = made.setting.locale, made.flows[-_PERIODS:]
    texts = [text.strip() for text in made.cases.texts("cause")]
    came = [made.dates.received(one.period.start, min(one.period.end, made.end)) for one in flows]
    counted = [Counter(texts[row] for row in np.flatnonzero(rows).tolist()) for rows in came]
    totals = sum(counted, Counter[str]())
    stated = sorted((cause for cause in totals if cause), key=lambda cause: (-totals[cause], cause))
    if len(stated) < 2 or len(flows) < _LEAST_PERIODS:
        return None
    shown = stated if len(stated) <= _CAUSES + 1 and not totals[""] else stated[:_CAUSES]
    rest = [cause for cause in totals if cause not in shown]
    parts: list[tuple[str, str, Sequence[str]]] = [(cause, cause, [cause]) for cause in shown]
    if rest:
        parts.append(("other", locale.word("Other"), rest))
    series = tuple(
        Series(
            label,
            tuple(
                count(sum(numbers[cause] for cause in causes), f"facts.cases_received@cause={key}@{one.period.id}")
                for numbers, one in zip(counted, flows, strict=True)
            ),
        )
        for key, label, causes in parts
    )
    title = locale.word("Causes over time")
    first, last = locale.period_label(flows[0].period), locale.period_label(flows[-1].period)
    kind = made.setting.period.kind.value
    subtitle = locale.phrase("cases_over_time", nouns=made.nouns, kind=kind, first=first, last=last).text
    alt = locale.phrase("alt_columns", title=title, subtitle=subtitle, series=series)
    return Chart(
        "case_causes_over_time",
        ChartKind.STACKED,
        tuple(locale.period_short(one.period) for one in flows),
        series,
        COUNT,
        title,
        locale.phrase("causes_over_time", nouns=made.nouns),
        subtitle,
        made.setting.source,
        shortened(alt.text),
        tuple(one.period.id for one in flows),
    )
