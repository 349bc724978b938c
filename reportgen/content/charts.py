"""Charts, as what they show; how they are drawn is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from reportgen.content.phrases import Phrase
from reportgen.content.values import Quantity, Status, Value


class ChartKind(StrEnum):
    """line: over time; column: over time, few points; bar: horizontal, to compare; combo: columns with lines over
    them; stacked, stacked100: parts of sums, parts of a whole; variance: from zero, better and worse in colour;
    contribution: steps from one level to the next; funnel: what is left from stage to stage."""

    LINE = "line"
    COLUMN = "column"
    BAR = "bar"
    COMBO = "combo"
    STACKED = "stacked"
    STACKED100 = "stacked100"
    VARIANCE = "variance"
    CONTRIBUTION = "contribution"
    FUNNEL = "funnel"


class Role(StrEnum):
    """What a series means; each meaning always looks the same.

    low, high: the ends of a range; result: the level that steps lead to; gap: what a level lacks to its target;
    room: drawn as nothing, it keeps the bars after it in their place; forecast: what is expected."""

    ACTUAL = "actual"
    TARGET = "target"
    PREVIOUS = "previous"
    CONTEXT = "context"
    LOW = "low"
    HIGH = "high"
    RESULT = "result"
    GAP = "gap"
    ROOM = "room"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class Series:
    """One series; `values` has one entry per category, NoData leaves a gap. A part that counts things of one status
    has its `status`, and its colour."""

    name: str
    values: tuple[Value, ...]
    role: Role = Role.ACTUAL
    status: Status = Status.NO_TARGET


@dataclass(frozen=True, slots=True)
class Event:
    """What happened in a category of a chart, by its key: when in words, and what."""

    key: str
    when: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to be drawn natively. `format` is the prototype of its numbers; `emphasis` holds the keys of
    the categories that carry the message (empty: all). Categories and keys run in reading order:
    time ascending, ranked bars from the top. `lying`: a chart of parts or differences has horizontal bars.
    `better` is "higher", "lower" or "within" (a range, from which no difference is a good one). `span` holds numbers
    that the axis has to reach, so that charts beside each other share one scale; for the names `beside` bars keep the
    room that their neighbours need. `bare`: names and numbers of the categories stand elsewhere. `events` are marked on
    charts over time. `note` says what the chart leaves out."""

    id: str
    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    format: Quantity
    title: str = ""
    headline: Phrase = Phrase()
    subtitle: str = ""
    source: str = ""
    alt: str = ""
    keys: tuple[str, ...] = ()
    emphasis: tuple[str, ...] = ()
    lying: bool = False
    better: str = "higher"
    span: tuple[Quantity, ...] = ()
    beside: tuple[str, ...] = ()
    bare: bool = False
    events: tuple[Event, ...] = ()
    note: str = ""

    def __bool__(self) -> bool:
        return any(isinstance(value, Quantity) for series in self.series for value in series.values)

    @property
    def is_lying(self) -> bool:
        """True when the categories stand below each other, each a horizontal bar."""
        if self.kind in (ChartKind.STACKED, ChartKind.STACKED100, ChartKind.VARIANCE):
            return self.lying
        return self.kind in (ChartKind.BAR, ChartKind.CONTRIBUTION, ChartKind.FUNNEL)

    def bared(self) -> Chart:
        """The same chart without names and numbers, for beside a table that prints them."""
        return replace(self, bare=True)
