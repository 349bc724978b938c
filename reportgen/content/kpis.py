"""A KPI with everything that is known of it in one period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.content.charts import Chart, ChartKind
from reportgen.content.narrative import Narrative
from reportgen.content.panels import Panels
from reportgen.content.periods import Period
from reportgen.content.phrases import Phrase, Symbol
from reportgen.content.tables import Table
from reportgen.content.values import Aim, Count, NoData, Quantity, Status, Value

_NOTHING = Count(Decimal(0))


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
class Figure:
    """A KPI's number for one scope in one period. `key` and `label` name the scope (empty key: the total).

    `restated` is the sign of a value that was reported otherwise ("restated from 63.1 %"), `previous_restated` that
    of the period before. `rule` says in words which rule gave the status; `reported` of `expected` entities had data.
    `n` is what stands behind the value, where a status needs a least n.
    """

    id: str
    period: Period
    value: Value
    key: str = ""
    label: str = ""
    numerator: Value | None = None
    denominator: Value | None = None
    target: Aim = NoData()
    gap: Value = NoData()
    status: Status = Status.NO_TARGET
    rule: str = ""
    previous: Value = NoData()
    change: Value = NoData()
    year_ago: Value = NoData()
    reported: int | None = None
    expected: int | None = None
    restated: str = ""
    previous_restated: str = ""
    recipe: Recipe = Recipe()
    n: Value | None = None

    @property
    def symbol(self) -> Symbol:
        """The coloured sign of the status."""
        return Symbol(self.status)


@dataclass(frozen=True, slots=True)
class Prospect:
    """Where a KPI is heading, while its target lies ahead: `goal` is due in `due` and takes `needed` a period; the last
    `over` periods brought `achieved` each, `ratio` times what is needed. `expected` is the forecast for `due`, four
    times of five within `range`; at the present rate the goal is `reached` then (None: not in sight), or it is `met`.
    `method` says how, or why there is no forecast; `error` is its past miss, on average of `trials`."""

    goal: Value = NoData()
    due: Period | None = None
    needed: Value = NoData()
    achieved: Value = NoData()
    over: int = 0
    ratio: Value = NoData()
    expected: Value = NoData()
    range: Aim = NoData()
    reached: Period | None = None
    met: bool = False
    points: int = 0
    error: Value = NoData()
    trials: int = 0
    method: Phrase = Phrase()

    def __bool__(self) -> bool:
        return self.due is not None


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI of one period: in total, by group, over time. Its number and attributes are those of `total`; `verdict`
    is the sentence that says which rule gave its status.

    `forecast` is what is expected when its target is due, `ahead` what else is known of the way there. `tables` holds
    one table per grouping, `pairs` a chart per grouping of this period beside the one before, `entities` the entities
    to look at (largest shortfall, or highest and lowest). `more` are the blocks behind `ranking`, `strip`, `panels`,
    `contribution` and the others that are made when somebody asks for them, under the ends of their ids.
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
    verdict: Phrase = Phrase()
    trend: Chart | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    pairs: Mapping[str, Chart] = field(default_factory=dict)
    entities: Table | None = None
    remarks: Narrative | None = None
    forecast: Value = NoData()
    ahead: Prospect = Prospect()
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
    def target(self) -> Aim:
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
    def restated(self) -> str:
        """The sign of a value that was reported otherwise; empty for most."""
        return self.total.restated

    @property
    def previous_restated(self) -> str:
        """The sign of the value of the period before."""
        return self.total.previous_restated

    @property
    def year_ago(self) -> Value:
        return self.total.year_ago
