"""The Report: everything the documents print, in one language, for one period, as plain values.

Renderers read nothing else. It can be printed, compared, pickled and written as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from reportgen.content.blocks import Block, blocks_within
from reportgen.content.charts import Chart
from reportgen.content.kpis import Figure, Kpi
from reportgen.content.maps import Map
from reportgen.content.narrative import Narrative
from reportgen.content.periods import Period
from reportgen.content.phrases import Phrase, Symbol
from reportgen.content.reported import Reported
from reportgen.content.tables import Table
from reportgen.content.values import Status


@dataclass(frozen=True, slots=True)
class Source:
    """An input file: `sha256` of its bytes, how many rows were read from it, and how it is to be named."""

    file: str
    table: str
    rows: int
    sha256: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """What the documents say of themselves, as on the cover of a PM² artefact; `meeting` is whom they are made for."""

    author: str = ""
    manager: str = ""
    phase: str = ""
    issued: date | None = None
    location: str = ""
    meeting: str = ""
    meeting_date: date | None = None
    next_meeting: date | None = None


@dataclass(frozen=True, slots=True)
class Overall:
    """The overall status, `computed` and as it stands; `basis` says which KPI gave it, `judged` who judged otherwise,
    when and why (empty: nobody). `brief` is the rule alone, `previous` the computed one of the period before."""

    status: Status = Status.NO_TARGET
    computed: Status = Status.NO_TARGET
    previous: Status = Status.NO_DATA
    basis: Phrase = Phrase()
    judged: Phrase = Phrase()
    brief: str = ""

    @property
    def symbol(self) -> Symbol:
        """The coloured sign of the status."""
        return Symbol(self.status)

    @property
    def moved(self) -> str:
        """Where the computed status went since the period before: "better", "worse" or empty."""
        order = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)
        if self.computed not in order or self.previous not in order or self.computed is self.previous:
            return ""
        return "better" if order.index(self.computed) > order.index(self.previous) else "worse"

    @property
    def computed_symbol(self) -> Symbol:
        """The coloured sign of the computed status."""
        return Symbol(self.computed)

    @property
    def previous_symbol(self) -> Symbol:
        """The coloured sign of the status before."""
        return Symbol(self.previous)


@dataclass(frozen=True, slots=True)
class Report:
    """The content of deck, report and annex.

    `blocks` holds the named blocks that do not belong to one KPI: summary, scorecard, indicators, by_group,
    entities, definitions, lineage, quality, notes; and where the project keeps them, those of stakeholders,
    cases and logs. `facts` are numbers that are no KPI, by name: cases_open, risks_active. `groups` are the
    groupings (region, segment) by id with their label. `record` is what the next report compares itself with.
    """

    title: str
    period: Period
    as_of: date
    language: str
    kpis: tuple[Kpi, ...]
    blocks: Mapping[str, Block]
    period_label: str = ""
    previous_label: str = ""
    year_ago_label: str = ""
    compared_label: str = ""
    subtitle: str = ""
    organisation: str = ""
    owner: str = ""
    entity: str = ""
    status: str = "draft"
    version: str = ""
    classification: str = ""
    number_style: str = "eu"
    source: str = ""
    coverage: str = ""
    control: Control = Control()
    groups: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Figure] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    overall: Overall = Overall()
    record: Reported | None = None

    def kpi(self, id: str) -> Kpi:
        """The KPI of that id; KeyError when there is none."""
        for kpi in self.kpis:
            if kpi.id == id:
                return kpi
        raise KeyError(id)

    @property
    def lead(self) -> Kpi:
        """The first KPI, the one the documents are about."""
        return self.kpis[0]

    def table(self, name: str) -> Table:
        """A named table; KeyError when there is none of that name."""
        block = self.blocks[name]
        if not isinstance(block, Table):
            raise KeyError(name)
        return block

    def narrative(self, name: str) -> Narrative:
        """A named narrative; KeyError when there is none of that name."""
        block = self.blocks[name]
        if not isinstance(block, Narrative):
            raise KeyError(name)
        return block

    def chart(self, name: str) -> Chart:
        """A named chart; KeyError when there is none of that name."""
        block = self.blocks[name]
        if not isinstance(block, Chart):
            raise KeyError(name)
        return block

    def map(self, name: str) -> Map:
        """A named map; KeyError when there is none of that name."""
        block = self.blocks[name]
        if not isinstance(block, Map):
            raise KeyError(name)
        return block

    def every_block(self) -> Iterator[Block]:
        """All blocks, also those that hang from KPIs and tables."""
        for block in (*self.kpis, *self.blocks.values()):
            yield from blocks_within(block)
