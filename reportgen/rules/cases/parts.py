"""A whole in parts (ages, causes) -> the rows of its table and its bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.content.charts import Chart, ChartKind, Series
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Align, Column, Emphasis, Row
from reportgen.rules.alternative import shortened
from reportgen.rules.blocks import COUNT, SHARE, count, share
from reportgen.rules.setting import Setting


@dataclass(frozen=True, slots=True)
class Slice:
    """A part: its key stays the same from period to period, `id` is the name of its number."""

    key: str
    label: str
    number: int
    id: str


def part_columns(key: str, label: str, counted: str, setting: Setting) -> tuple[Column, ...]:
    """What the part is, how many it has, and which share of the whole that is."""
    return (
        Column(key, label, weight=2.4),
        Column(counted, setting.locale.word("Number"), Align.RIGHT, emphasis=Emphasis.STRONG, format=COUNT),
        Column("share", setting.locale.word("Share"), Align.RIGHT, format=SHARE),
    )


def part_rows(parts: Sequence[Slice]) -> list[Row]:
    """One row per part, in their order."""
    whole = sum(part.number for part in parts)
    return [
        Row(part.key, (part.label, count(part.number, part.id), share(part.number, whole, f"{part.id}.share", "none")))
        for part in parts
    ]


def part_bars(
    id: str,
    parts: Sequence[Slice],
    title: str,
    headline: Phrase,
    subtitle: str,
    emphasis: Sequence[str],
    setting: Setting,
) -> Chart:
    """The parts as bars; those in `emphasis` carry the message."""
    values = tuple(count(part.number, part.id) for part in parts)
    labels = tuple(part.label for part in parts)
    alt = setting.locale.phrase("alt_parts", title=title, subtitle=subtitle, labels=labels, numbers=values)
    return Chart(
        id,
        ChartKind.BAR,
        labels,
        (Series(title, values),),
        COUNT,
        title,
        headline,
        subtitle,
        setting.source,
        shortened(alt.text),
        tuple(part.key for part in parts),
        tuple(emphasis),
    )
