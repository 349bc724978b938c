"""Small charts side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportgen.content.charts import Chart
from reportgen.content.phrases import Phrase, Symbol
from reportgen.content.tables import Table
from reportgen.content.values import Status


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
