"""What the tag engine asks of Excel: a value within a text, and a value that has a cell of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from reportgen.content.charts import Chart
from reportgen.content.kpis import Kpi
from reportgen.content.narrative import Narrative
from reportgen.content.tables import Table
from reportgen.content.values import NoData, Quantity, Range
from reportgen.errors import Problem, Severity
from reportgen.locations import TagLocation
from reportgen.renderers.excel.cells import CellPrinter
from reportgen.renderers.excel.layout import BLOCK_MARK, FACT_MARK
from reportgen.renderers.excel.looks import TableLooks
from reportgen.renderers.excel.placed import ChartBlock, NarrativeBlock, Surroundings, TableBlock
from reportgen.renderers.excel.styles import Look
from reportgen.renderers.excel.texts import LONGEST_TEXT, fitting_text, legal_text, literal_text, utf16_length
from reportgen.templating import Owner, Tag

AnyBlock: TypeAlias = TableBlock | ChartBlock | NarrativeBlock
_ATTRIBUTE = re.compile(rb'\s(r|s)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Fact:
    """A number alone in its cell."""

    value: Quantity | NoData | Range
    text: str


@dataclass(slots=True)
class Watch:
    """Notices texts that a workbook cannot hold as they are, at the place that is being written."""

    place: TagLocation = field(default_factory=lambda: TagLocation(""))
    problems: list[Problem] = field(default_factory=list)

    def enter(self, place: TagLocation) -> None:
        """What is written from here on belongs to this place."""
        self.place = place

    def see(self, text: str) -> None:
        """Note what cleaning or cutting will take from the text."""
        if len(text) * 2 > LONGEST_TEXT and utf16_length(text) > LONGEST_TEXT:
            hint = "Shorten the text in the source."
            self._add("text-cut", "A text is longer than a cell can hold and was cut", f"{len(text)} characters", hint)
        if not text.isascii() or not text.isprintable():
            clean = legal_text(text)
            if len(clean) < len(text.replace("\r\n", "\n")):
                lost = len(text) - len(clean)
                self._add("characters-dropped", "Characters that a workbook cannot hold were left out", str(lost), "")

    def _add(self, code: str, message: str, found: str, hint: str) -> None:
        problem = Problem(Severity.WARNING, code, message, self.place, found, hint=hint)
        if problem not in self.problems:
            self.problems.append(problem)


class ExcelPlacer:
    """Prints values for one workbook, and keeps the blocks and facts whose cells it marked."""

    def __init__(self, printer: CellPrinter, looks: TableLooks, watch: Watch) -> None:
        self.printer, self.looks = printer, looks
        self._printer = printer
        self._watch = watch
        self._shared = Surroundings(printer, looks, watch.enter)
        self.blocks: dict[int, AnyBlock] = {}
        self.facts: dict[int, Fact] = {}
        self.printed: list[tuple[Fact, str]] = []

    def inline(self, value: object, tag: Tag) -> str:
        """The value as part of a text; TypeError for blocks, which need a cell of their own."""
        self._watch.enter(tag.place)
        if isinstance(value, Table | Chart | Narrative):
            kind = type(value).__name__.lower()
            raise TypeError(f"a {kind} cannot stand within a text; give its tag a cell of its own")
        value = value.value if isinstance(value, Kpi) else value
        text = self._printer.locale.text(value)
        if isinstance(value, Quantity | NoData | Range):
            self.printed.append((Fact(value, text), tag.place.place))
        self._watch.see(text)
        if tag.place.place.endswith("header or footer"):
            # There "&" begins a code such as the page number (ECMA-376 part 1, 18.3.1.46).
            return text.replace("&", "&&")
        return literal_text(fitting_text(text))

    def block(self, value: object, tag: Tag, owner: Owner) -> str | None:
        """The cell for a value that has one of its own: typed, or marked for the block to be written there."""
        if owner.name != "c":
            return None
        self._watch.enter(tag.place)
        attributes = {name.decode(): held.decode() for name, held in _ATTRIBUTE.findall(_start(owner.xml))}
        reference, style = attributes.get("r", "A1"), int(attributes.get("s", "0"))
        value = value.value if isinstance(value, Kpi) else value
        if isinstance(value, Table | Chart | Narrative):
            if value:
                return self._marked(value, tag, reference, style)
            value = None
        return self._cell(value, reference, style)

    def _marked(self, value: Table | Chart | Narrative, tag: Tag, reference: str, style: int) -> str:
        number = len(self.blocks)
        self.blocks[number] = self._placed(value, tag.place, style)
        return f'<c r="{reference}" s="{style}" {BLOCK_MARK}="{number}"/>'

    def _placed(self, value: Table | Chart | Narrative, place: TagLocation, style: int) -> AnyBlock:
        if isinstance(value, Table):
            return TableBlock(value, place, self._shared)
        if isinstance(value, Chart):
            return ChartBlock(value, place, self._shared)
        return NarrativeBlock(value, place, self._shared, style)

    def _cell(self, value: object, reference: str, style: int) -> str:
        printed = self._printer.printed(value)
        look = printed.look
        if look.number_format and not isinstance(value, Quantity) and self._has_format(style):
            # A date keeps the form the template chose for it.
            look = Look(number_format=self._printer.styles.number_format(style)).over(look)
        mark = ""
        if isinstance(value, Quantity | NoData | Range) and value.id:
            mark = f' {FACT_MARK}="{len(self.facts)}"'
            self.facts[len(self.facts)] = Fact(value, self._printer.locale.text(value))
        return f'<c r="{reference}" s="{self._printer.styles.derived(style, look)}"{mark}{printed.rest}'

    def _has_format(self, style: int) -> bool:
        return self._printer.styles.number_format(style) not in ("General", "@", "built-in")


def _start(xml: bytes) -> bytes:
    return xml[: xml.index(b">")]
