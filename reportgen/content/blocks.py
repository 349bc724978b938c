"""The few kinds of content that documents are made of: Kpi, Table, Chart, Map, Narrative.

Every block has an id, under which templates, `inspect`, shape names and the manifest know it.
A block without data is false, so a template can say `{%slide if lead.trend %}`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from reportgen.content.periods import Period
from reportgen.content.values import Count, NoData, Quantity, Status, Value


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a number can be found again: formula, rows and files. `ranges` are cell or line ranges of printed numbers."""

    formula: str = ""
    tables: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    filter: str = ""
    rows: int = 0
    ranges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The characters of a text, from start to before end, that print the fact `id`."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A finished sentence in the report's language that knows which of its characters are facts."""

    text: str = ""
    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Label:
    """A name with a smaller second line, as in the first column of a scorecard."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line that shows how a row's number moved, on a scale of its own; NoData breaks it.

    `labels` name the points where they are listed ("Oct 2025"), `alt` says in words what the line shows."""

    values: tuple[Value, ...]
    labels: tuple[str, ...] = ()
    alt: str = ""

    def __bool__(self) -> bool:
        return sum(isinstance(value, Quantity) for value in self.values) > 1


# A plain int or float is printed by its column's `format`: large tables hold plain numbers.
Cell: TypeAlias = "str | int | float | date | Quantity | NoData | Status | Label | Symbol | Spark | None"


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Emphasis(StrEnum):
    """How a column or row stands out: strong is bold, quiet is grey, total closes a table, exception is filled."""

    NONE = ""
    STRONG = "strong"
    QUIET = "quiet"
    TOTAL = "total"
    EXCEPTION = "exception"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `weight` is its share of the width, `format` a prototype of its numbers (unit, decimals, sign).

    `formula` is for workbooks: an expression over the keys of the table's columns in braces, such as
    "{numerator}/{denominator}", whose cached result is the cell's number.
    """

    key: str
    label: str
    align: Align = Align.LEFT
    weight: float = 1.0
    emphasis: Emphasis = Emphasis.NONE
    format: Quantity | None = None
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `key` stays the same from month to month, `cells` are in the order of the columns."""

    key: str
    cells: tuple[Cell, ...]
    emphasis: Emphasis = Emphasis.NONE


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
    `better` is "higher" or "lower": which differences are good ones. `span` holds numbers that the axis has to
    reach, so that charts beside each other share one scale; for the names `beside` bars keep the room that their
    neighbours need. `bare`: names and numbers of the categories stand
    elsewhere. `events` are marked on charts over time. `note` says what the chart leaves out."""

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


# Four steps are told apart at a glance; the strongest still bears dark text.
SHADES = 4


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `title` is the neutral caption (what, unit, period), `headline` the sentence with the message.
    `chart` is the same content drawn; `show` picks it. `status` is that of what the table lists as a whole,
    `tally` counts what matters in it ("active: 6"); both stand beside a heading. `heat` are the numbers between which
    its cells are shaded, from faint to strong; each number is printed all the same."""

    id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    headline: Phrase = Phrase()
    subtitle: str = ""
    source: str = ""
    alt: str = ""
    chart: Chart | None = None
    status: Status = Status.NO_TARGET
    tally: Phrase = Phrase()
    heat: tuple[Quantity, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows and self.columns)

    def shade(self, cell: Cell) -> int:
        """How strongly a cell is shaded: 0 not at all, 4 at the strong end."""
        if not self.heat or not isinstance(cell, Quantity) or cell.unit != self.heat[0].unit:
            return 0
        low, high = self.heat[0].amount, self.heat[-1].amount
        part = (cell.amount - low) / (high - low) if high > low else Decimal(0)
        return min(SHADES, 1 + int(SHADES * max(part, Decimal(0))))

    @property
    def symbol(self) -> Symbol:
        """The coloured sign of the status."""
        return Symbol(self.status)

    def head(self, count: int) -> Table:
        """The same table with its first rows only."""
        return replace(self, rows=self.rows[:count])

    def without(self, *keys: str) -> Table:
        """The same table without the columns of those keys; keys that it does not have are passed over."""
        kept = [n for n, column in enumerate(self.columns) if column.key not in keys]
        rows = tuple(replace(row, cells=tuple(row.cells[n] for n in kept)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[n] for n in kept), rows=rows)

    def without_lines(self) -> Table:
        """The same table without its columns of small lines, for where none can be drawn."""
        lines = {at for row in self.rows for at, cell in enumerate(row.cells) if isinstance(cell, Spark)}
        return self.pick(*(column.key for at, column in enumerate(self.columns) if at not in lines)) if lines else self

    def heads(self, count: int) -> Table:
        """The first rows of each kind; the kind of a row is what stands in its first column."""
        seen: Counter[Cell] = Counter()
        kept = []
        for row in self.rows:
            kind = row.cells[0] if row.cells else None
            seen[kind] += 1
            if seen[kind] <= count:
                kept.append(row)
        return replace(self, rows=tuple(kept))

    def around(self, count: int) -> Table:
        """So many rows around the first that is not done: what was reached last, and what comes next."""
        done = (Status.DONE in row.cells for row in self.rows)
        first = next((place for place, is_done in enumerate(done) if not is_done), len(self.rows))
        start = max(0, min(first - count // 2, len(self.rows) - count))
        return replace(self, rows=self.rows[start : start + count])

    def pages(self, count: int) -> tuple[Table, ...]:
        """The rows in pages of at most so many, each with the bars of its rows; one page where all fit."""
        if count < 1 or len(self.rows) <= count:
            return (self,) if self else ()
        starts = range(0, len(self.rows), count)
        return tuple(self._page(self.rows[start : start + count]) for start in starts)

    def _page(self, rows: tuple[Row, ...]) -> Table:
        chart, shown = self.chart, {row.key for row in rows}
        if chart is not None:
            kept = [at for at, key in enumerate(chart.keys) if key in shown]
            chart = replace(
                chart,
                categories=tuple(chart.categories[at] for at in kept),
                keys=tuple(chart.keys[at] for at in kept),
                series=tuple(replace(one, values=tuple(one.values[at] for at in kept)) for one in chart.series),
                emphasis=tuple(key for key in chart.emphasis if key in shown),
            )
        return replace(self, rows=rows, chart=chart)

    def pick(self, *keys: str) -> Table:
        """The same table with these columns in this order; one that it lacks is left out."""
        places = {column.key: place for place, column in enumerate(self.columns)}
        kept = [places[key] for key in keys if key in places]
        columns = tuple(self.columns[place] for place in kept)
        return replace(
            self,
            columns=columns,
            rows=tuple(replace(row, cells=tuple(row.cells[p] for p in kept)) for row in self.rows),
        )


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several small charts on one scale: of a group, with its status and what to know of it as a table."""

    key: str = ""
    label: str = ""
    status: Status = Status.NO_TARGET
    chart: Chart | None = None
    facts: Table | None = None

    def __bool__(self) -> bool:
        return bool(self.chart)

    @property
    def symbol(self) -> Symbol:
        """The coloured sign of the status."""
        return Symbol(self.status)


@dataclass(frozen=True, slots=True)
class Panels:
    """Small charts side by side on one scale, one for each group. Each is placed by itself: `each`, or `at(0)`."""

    id: str
    each: tuple[Panel, ...] = ()
    title: str = ""
    headline: Phrase = Phrase()
    subtitle: str = ""
    source: str = ""

    def __bool__(self) -> bool:
        return any(self.each)

    def at(self, place: int) -> Panel:
        """The panel at a place, from 0; a false one beyond the last."""
        return self.each[place] if 0 <= place < len(self.each) else Panel()

    def pages(self, count: int) -> tuple[Panels, ...]:
        """The panels in pages of at most so many."""
        starts = range(0, len(self.each), max(count, 1))
        return tuple(replace(self, each=self.each[start : start + max(count, 1)]) for start in starts)


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a map: `x` to the right and `y` upwards, both from 0 to 10."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on a map: numbered, named, filled where there is a gap; `previous` is where it was before."""

    key: str
    number: int
    label: str
    place: Place
    filled: bool = False
    previous: Place | None = None


@dataclass(frozen=True, slots=True)
class MapWords:
    """What is written on a map: names of the axes and their ends, and what the key explains."""

    x: str = ""
    y: str = ""
    low: str = ""
    high: str = ""
    filled: str = ""
    outlined: str = ""
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """Things placed by two qualities, in four quadrants that meet at 5 and 5.

    `quadrants` names them as one reads: upper left, upper right, lower left, lower right. `words.moved` is
    empty where nothing moved."""

    id: str
    quadrants: tuple[str, str, str, str]
    bubbles: tuple[Bubble, ...]
    words: MapWords = MapWords()
    title: str = ""
    headline: Phrase = Phrase()
    subtitle: str = ""
    source: str = ""
    alt: str = ""

    def __bool__(self) -> bool:
        return bool(self.bubbles)


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement with the number that carries it: "66.4 %" / "Active share" / sentence / consequence.
    A remark under a heading has `label` and `statement` only."""

    statement: Phrase
    number: Value | None = None
    label: str = ""
    consequence: Phrase = Phrase()


@dataclass(frozen=True, slots=True)
class Narrative:
    """Sentences with a message: an executive summary, a column of remarks, a list of notes."""

    id: str
    findings: tuple[Finding, ...]
    headline: Phrase = Phrase()

    def __bool__(self) -> bool:
        return bool(self.findings)

    def head(self, count: int) -> Narrative:
        """The same narrative with its first findings only."""
        return replace(self, findings=self.findings[:count])


@dataclass(frozen=True, slots=True)
class Figure:
    """A KPI's number for one scope in one period. `key` and `label` name the scope (empty key: the total).

    `rule` says in words which rule gave the status; `reported` of `expected` entities had data.
    """

    id: str
    period: Period
    value: Value
    key: str = ""
    label: str = ""
    numerator: Value | None = None
    denominator: Value | None = None
    target: Value = NoData()
    gap: Value = NoData()
    status: Status = Status.NO_TARGET
    rule: str = ""
    previous: Value = NoData()
    change: Value = NoData()
    year_ago: Value = NoData()
    reported: int | None = None
    expected: int | None = None
    recipe: Recipe = Recipe()

    @property
    def symbol(self) -> Symbol:
        """The coloured sign of the status."""
        return Symbol(self.status)


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI of one period: in total, by group, over time. Its number and attributes are those of `total`.

    `forecast` is what is expected when its target is due. `tables` holds one table per grouping, `pairs` a chart per
    grouping of this period beside the one before, `entities` the entities to look at (largest shortfall, or highest
    and lowest). `more` are the blocks behind `ranking`, `strip`, `panels`, `contribution` and the others that are made
    when somebody asks for them, under the ends of their ids.
    """

    id: str
    label: str
    total: Figure
    note: str = ""
    definition: str = ""
    formula: str = ""
    owner: str = ""
    better: str = "higher"
    groups: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict)
    history: tuple[Figure, ...] = ()
    trend: Chart | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    pairs: Mapping[str, Chart] = field(default_factory=dict)
    entities: Table | None = None
    remarks: Narrative | None = None
    forecast: Value = NoData()
    more: Mapping[str, Table | Chart | Panels | Narrative] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return isinstance(self.total.value, Quantity)

    def by(self, group: str) -> Table:
        """The table of this KPI by a grouping such as "region"; KeyError names the groupings there are."""
        if group not in self.tables:
            raise KeyError(f"KPI {self.id} is not grouped by {group!r}; it is by {', '.join(self.tables) or 'nothing'}")
        return self.tables[group]

    def beside(self, group: str) -> Chart | None:
        """This KPI by a grouping beside the period before, as pairs of bars; None where there is nothing to compare."""
        return self.pairs.get(group)

    @property
    def ranking(self) -> Table:
        """Every entity, best first, those that did not report last; false where no ranking helps."""
        return self._table("ranking")

    @property
    def strip(self) -> Chart:
        """A column per entity, best first, without names: the picture of a cover."""
        found = self.more.get("strip")
        return found if isinstance(found, Chart) else Chart(f"kpi.{self.id}.strip", ChartKind.COLUMN, (), (), _NOTHING)

    @property
    def statuses(self) -> Table:
        """How many entities have which status."""
        return self._table("statuses")

    @property
    def ranking_notes(self) -> Narrative:
        """What to say beside the ranking."""
        return self._narrative("ranking_notes")

    def contribution(self, group: str) -> Table:
        """The change since the period before, split by a grouping; false where its parts do not add up."""
        return self._table(self._grouped("contribution", group))

    def contribution_notes(self, group: str) -> Narrative:
        """What to say beside the contributions."""
        return self._narrative(self._grouped("contribution_notes", group))

    def panels(self, group: str) -> Panels:
        """The history of every group of a grouping, as small charts on one scale; false without two such groups."""
        found = self.more.get(self._grouped("panels", group))
        return found if isinstance(found, Panels) else Panels(f"kpi.{self.id}.panels.{group}")

    def heat(self, group: str = "") -> Table:
        """The last periods of every group of a grouping, or of every entity, as a table with shaded cells."""
        return self._table(self._grouped("heat", group)) if group else self._table("heat")

    def gaps(self, group: str) -> Chart:
        """How far every group is from its target, in the colours of good and bad; false without targets."""
        found = self.more.get(self._grouped("gaps", group))
        return (
            found
            if isinstance(found, Chart)
            else Chart(f"kpi.{self.id}.gaps.{group}", ChartKind.VARIANCE, (), (), _NOTHING)
        )

    @property
    def statuses_over_time(self) -> Chart:
        """How many entities had which status, period by period, as parts of the whole."""
        found = self.more.get("statuses_over_time")
        id = f"kpi.{self.id}.statuses_over_time"
        return found if isinstance(found, Chart) else Chart(id, ChartKind.STACKED100, (), (), _NOTHING)

    def _grouped(self, name: str, group: str) -> str:
        if self.tables and group not in self.tables:
            raise KeyError(f"KPI {self.id} is not grouped by {group!r}; it is by {', '.join(self.tables)}")
        return f"{name}.{group}"

    @property
    def outlook(self) -> Narrative:
        """The forecast in sentences, with its method; false where there is no forecast."""
        return self._narrative("outlook")

    def _narrative(self, name: str) -> Narrative:
        found = self.more.get(name)
        return found if isinstance(found, Narrative) else Narrative(f"kpi.{self.id}.{name}", ())

    def _table(self, name: str) -> Table:
        found = self.more.get(name)
        return found if isinstance(found, Table) else Table(f"kpi.{self.id}.{name}", (), ())

    @property
    def value(self) -> Value:
        return self.total.value

    @property
    def unit(self) -> str:
        """The unit of the value, such as "percent"; empty without data."""
        return self.total.value.unit if isinstance(self.total.value, Quantity) else ""

    @property
    def numerator(self) -> Value | None:
        return self.total.numerator

    @property
    def denominator(self) -> Value | None:
        return self.total.denominator

    @property
    def target(self) -> Value:
        return self.total.target

    @property
    def gap(self) -> Value:
        return self.total.gap

    @property
    def status(self) -> Status:
        return self.total.status

    @property
    def symbol(self) -> Symbol:
        """The coloured sign of the status."""
        return self.total.symbol

    @property
    def rule(self) -> str:
        return self.total.rule

    @property
    def previous(self) -> Value:
        return self.total.previous

    @property
    def change(self) -> Value:
        return self.total.change

    @property
    def year_ago(self) -> Value:
        return self.total.year_ago


@dataclass(frozen=True, slots=True)
class Symbol:
    """The sign of a status, printed in the status colour."""

    status: Status

    def __bool__(self) -> bool:
        return bool(self.status.symbol)


Block: TypeAlias = Kpi | Table | Chart | Map | Narrative
_NOTHING = Count(Decimal(0))


def blocks_within(block: Block) -> Iterator[Block]:
    """The block itself and every block that hangs from it, each once."""
    yield block
    if isinstance(block, Kpi):
        for child in (block.trend, block.entities, block.remarks, *block.tables.values(), *block.pairs.values()):
            if child is not None:
                yield from blocks_within(child)
        for held in block.more.values():
            if held:
                yield from _of_panels(held) if isinstance(held, Panels) else blocks_within(held)
    elif isinstance(block, Table) and block.chart is not None:
        yield block.chart


def _of_panels(panels: Panels) -> Iterator[Block]:
    for panel in panels.each:
        for child in (panel.chart, panel.facts):
            if child is not None:
                yield from blocks_within(child)
