"""A block and the frame that held its tag -> native objects; the tag engine's values -> text.

While the engine runs, a block leaves a marked shape behind; the slide is finished when its number is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

from reportgen.content.charts import Chart
from reportgen.content.kpis import Kpi
from reportgen.content.maps import Map
from reportgen.content.narrative import Narrative
from reportgen.content.panels import Panels
from reportgen.content.phrases import Phrase, Symbol
from reportgen.content.tables import Table
from reportgen.content.values import NoData, Quantity, Range, Status
from reportgen.errors import Problem, Severity
from reportgen.ooxml import Xml, el
from reportgen.ooxml.names import NS
from reportgen.renderers.powerpoint.frames import SIGNS, bar, chart_content, graphic_frame, group, sign, text_box
from reportgen.renderers.powerpoint.geometry import CM, POINT, Box, Frame, Geometry, Key
from reportgen.renderers.powerpoint.maps import map_shapes
from reportgen.renderers.powerpoint.matrix import is_matrix, matrix_pages
from reportgen.renderers.powerpoint.narratives import is_list, list_paragraphs, narrative_pages
from reportgen.renderers.powerpoint.panels import panel_pages
from reportgen.renderers.powerpoint.pen import Look, Pen
from reportgen.renderers.powerpoint.ranking import is_ranking, ranking_pages
from reportgen.renderers.powerpoint.sparks import spark_shapes
from reportgen.renderers.powerpoint.table_cells import BODY_SIZES
from reportgen.renderers.powerpoint.table_plan import REST_HEIGHT, plan_table
from reportgen.renderers.powerpoint.tables import cut_names, rest_text, table_xml
from reportgen.renderers.powerpoint.tallies import is_tally, tally_lines
from reportgen.renderers.slots import join_phrases
from reportgen.templating import Owner, Runs, Tag

# Ids from here on mark shapes that wait for their block; PowerPoint numbers shapes of a slide from 2.
_FIRST_MARK: Final = 1_900_000_000
# A text box lower than this is a coloured bar when it holds a status sign alone.
_BAR: Final = round(0.3 * CM)
_BELOW: Final = round(0.15 * CM)
# From the middle of a bar to that of the next, at most.
_MOST_BAR_PITCH: Final = 1.9 * CM
# Placeholders that may hold tables and charts (ECMA-376 part 1, 19.7.10).
_CONTENT_KINDS: Final = ("", "obj", "tbl", "chart")

Placed: TypeAlias = Table | Chart | Map | Narrative | Panels | Symbol
_PLACED: Final = (Table, Chart, Map, Narrative, Panels, Symbol)
# What cannot stand in text, and what is said of the document when it does.
_BOXES: Final = (Table, Chart, Map, Panels)
_FACTS: Final = (Quantity, NoData, Range, Phrase)


@dataclass(frozen=True, slots=True)
class Placement:
    """A block as XML for each slide that it needs; the first element is the block, "" removes the shape.
    `notes` are lines for the notes of each slide: what had to be shortened, whole. `inside` says for each slide which
    of its elements hold further blocks, `size` the points of a table's text."""

    block: Placed
    pages: tuple[Xml, ...]
    tag: Tag
    box: Box
    problems: tuple[Problem, ...] = ()
    notes: tuple[tuple[str, ...], ...] = ()
    inside: tuple[tuple[tuple[int, Placement], ...], ...] = ()
    size: float = 0

    @property
    def name(self) -> str:
        """The name of the shape, by which a later build finds it again."""
        return "" if isinstance(self.block, Symbol) else f"rg:{self.block.id}"


class Written(NamedTuple):
    """A value printed in text: which, as what, by which tag."""

    value: Quantity | NoData | Range | Phrase
    text: str
    tag: Tag


def shape_of(tag: Tag) -> str:
    """The name of the shape that holds a tag."""
    return tag.place.place.partition('shape "')[2].removesuffix('"')


def place_block(
    block: Placed, frame: Frame, key: Key | None, tag: Tag, pen: Pen, most: float = BODY_SIZES[0]
) -> Placement:
    """The block as native objects in the frame of the text box that held its tag; tables in `most` points at most."""
    held = key if key is not None and key.kind in _CONTENT_KINDS else None
    if isinstance(block, Symbol):
        return Placement(block, (_symbol(block, frame.box, pen),), tag, frame.box)
    if not block:
        return Placement(block, (_no_data(block, frame.box, pen),), tag, frame.box)
    if isinstance(block, Table):
        return _table(block, frame.box, held, tag, pen, most)
    if isinstance(block, Panels):
        return _panels(block, frame.box, tag, pen)
    if isinstance(block, Chart):
        return _chart(block, _chart_box(block, frame.box), held, tag)
    if isinstance(block, Map):
        drawn, unnamed = map_shapes(block, _alt(block), frame.box, pen)
        return Placement(block, (drawn,), tag, frame.box, notes=(unnamed,))
    return Placement(block, _narrative(block, frame.box, key, pen), tag, frame.box)


class DeckPlacer:
    """Hands values to the engine as text, and keeps what was placed for the finishing of the slides."""

    def __init__(self, geometry: Geometry, pen: Pen) -> None:
        self._geometry, self._pen = geometry, pen
        self.placements: list[Placement] = []
        self.written: list[Written] = []
        self._reached: dict[tuple[int, int], Tag] = {}
        self._tables: dict[tuple[str, int], list[tuple[int, Frame, Key | None]]] = {}

    @property
    def printed(self) -> set[tuple[str, int, str]]:
        """Part, copy and name of every shape in which a tag has printed."""
        return {(tag.part, tag.copy, shape_of(tag)) for tag in self._reached.values()}

    def inline(self, value: object, tag: Tag) -> str | Runs:
        """The value as text; a sign as a run in its colour."""
        self._reached[tag.number, tag.copy] = tag
        if type(value) is str:
            return value
        if isinstance(value, Symbol):
            return Runs(self._pen.sign(value.status))
        if isinstance(value, _BOXES):
            kind = type(value).__name__.lower()
            raise TypeError(f"a {kind} needs a text box of its own: let {tag.source} stand alone in one")
        printed = _printed(value)
        text = self._pen.locale.text(printed)
        if isinstance(printed, _FACTS):
            self.written.append(Written(printed, text, tag))
        return text

    def block(self, value: object, tag: Tag, owner: Owner) -> str | None:
        """A mark in place of the shape; None for values that are text."""
        if not isinstance(value, _PLACED) or owner.name != "p:sp":
            return None
        frame, key = self._geometry.frame_as_written(tag.part, owner.xml)
        if frame is None:
            return None
        self.placements.append(place_block(value, frame, key, tag, self._pen))
        if self.placements[-1].size:
            held = self._tables.setdefault((tag.part, tag.copy), [])
            held.append((len(self.placements) - 1, frame, key))
            self._one_size(held)
        return _mark(len(self.placements) - 1)

    def _one_size(self, held: Sequence[tuple[int, Frame, Key | None]]) -> None:
        """Tables of one slide have one size of text: that of the smallest."""
        least = min(self.placements[n].size for n, _, _ in held)
        for n, frame, key in held:
            placed = self.placements[n]
            if placed.size > least:
                self.placements[n] = place_block(placed.block, frame, key, placed.tag, self._pen, least)


def _mark(index: int) -> str:
    return str(
        el(
            "p:sp",
            el("p:nvSpPr", el("p:cNvPr", id=_FIRST_MARK + index, name=""), el("p:cNvSpPr"), el("p:nvPr")),
            el("p:spPr"),
            **{"xmlns:p": NS["p"]},
        )
    )


# A mark as it stands in a rendered slide.
_MARKED: Final = re.compile(re.escape(_mark(0)).replace(str(_FIRST_MARK), r"(\d+)").encode())


def marked(slide: bytes) -> list[int]:
    """The numbers of the placements for which a rendered slide holds marks."""
    return [int(number) - _FIRST_MARK for number in _MARKED.findall(slide)]


def unmarked(slide: bytes, written: Callable[[int], str]) -> bytes:
    """A rendered slide with what is written for each number of a placement in place of its mark."""
    return _MARKED.sub(lambda mark: written(int(mark[1]) - _FIRST_MARK).encode(), slide)


def _table(table: Table, box: Box, key: Key | None, tag: Tag, pen: Pen, most: float) -> Placement:
    if is_matrix(table):
        drawn = matrix_pages(table, box, pen)
        frames = tuple(graphic_frame(f"rg:{table.id}", _alt(table), held, xml, key) for xml, held, _ in drawn)
        return Placement(table, frames, tag, box, notes=tuple(cut for _, _, cut in drawn))
    if is_tally(table):
        lines = text_box(f"rg:{table.id}", box, tally_lines(table, pen))
        return Placement(table, (lines,), tag, box)
    if is_ranking(table):
        return _ranking(table, box, key, tag, pen)
    plan = plan_table(table, box, pen, most)
    width = sum(plan.widths)
    boxes = [replace(box, width=width, height=plan.height(page)) for page in range(len(plan.pages))]
    pages = [
        graphic_frame(f"rg:{table.id}", _alt(table), held, table_xml(plan, page, pen), key)
        for page, held in enumerate(boxes)
    ]
    pages = [Xml("".join((xml, *spark_shapes(plan, page, boxes[page])))) for page, xml in enumerate(pages)]
    problems: tuple[Problem, ...] = ()
    if plan.left_out:
        pages[-1] = Xml(pages[-1] + _rest(rest_text(plan, pen), boxes[-1], pen))
        found = f"{len(table.rows)} rows, {len(table.rows) - plan.left_out} of them shown"
        hint = "The slide says so; the annex holds all rows."
        problems = (Problem(Severity.NOTICE, "table-cut", "A table is too long", tag.place, found, "", hint),)
    notes = tuple(cut_names(plan, page, pen) for page in range(len(pages)))
    return Placement(table, tuple(pages), tag, box, problems, notes, size=plan.sizes[0])


def _ranking(table: Table, box: Box, key: Key | None, tag: Tag, pen: Pen) -> Placement:
    """A ranked list: the table fills the place of the tag, its bars stand beside it."""
    pages, inside = [], []
    drawn = ranking_pages(table, box, pen)
    for page in drawn:
        elements = [graphic_frame(f"rg:{table.id}", _alt(table), page.box, page.xml, key)]
        held: list[tuple[int, Placement]] = []
        if page.chart is not None:
            held.append((len(elements), _chart(page.chart, page.chart_box, None, tag)))
            elements.append(held[0][1].pages[0])
        pages.append(Xml("".join((*elements, *page.drawn))))
        inside.append(tuple(held))
    notes = tuple(page.cut for page in drawn)
    return Placement(table, tuple(pages), tag, box, notes=notes, inside=tuple(inside))


def _panels(panels: Panels, box: Box, tag: Tag, pen: Pen) -> Placement:
    """Small charts in a grid, each with the name of its group above it and its facts below."""
    pages, inside, notes = [], [], []
    for drawn in panel_pages(panels, box, pen):
        elements: list[Xml] = []
        held: list[tuple[int, Placement]] = []
        for panel in drawn:
            elements += panel.above
            chart = _chart(panel.chart, panel.chart_box, None, tag)
            held.append((len(elements), chart))
            elements.append(chart.pages[0])
            if panel.facts is not None and panel.below is not None:
                held.append((len(elements), Placement(panel.facts, (panel.below,), tag, panel.chart_box)))
                elements.append(panel.below)
        pages.append(Xml("".join(elements)))
        inside.append(tuple(held))
        notes.append(tuple(name for panel in drawn for name in panel.cut))
    return Placement(panels, tuple(pages), tag, box, notes=tuple(notes), inside=tuple(inside))


def _chart(chart: Chart, box: Box, key: Key | None, tag: Tag) -> Placement:
    xml = graphic_frame(f"rg:{chart.id}", _alt(chart), box, chart_content(), key)
    return Placement(chart, (xml,), tag, box)


def _rest(text: str, table: Box, pen: Pen) -> Xml:
    """The line below a table that was cut."""
    below = Box(table.left, table.bottom + _BELOW, table.width, round(REST_HEIGHT * CM) - _BELOW)
    look = Look(12, False, "grey", italic=True)
    return text_box("Rows left out", below, [pen.paragraph([pen.run(text, look)])])


def _chart_box(chart: Chart, box: Box) -> Box:
    """The box of a chart; a few bars take only the height that keeps them bars."""
    if not chart.is_lying:
        return box
    return replace(box, height=min(box.height, round(len(chart.categories) * _MOST_BAR_PITCH)))


def _narrative(narrative: Narrative, box: Box, key: Key | None, pen: Pen) -> tuple[Xml, ...]:
    name = f"rg:{narrative.id}"
    if is_list(narrative):
        if key is None:
            return (text_box(name, box, list_paragraphs(narrative, pen)),)
        return (_filled_placeholder(name, key, list_paragraphs(narrative, pen)),)
    alt = "; ".join(finding.label or finding.statement.text for finding in narrative.findings)
    return tuple(group(name, alt, box, page) for page in narrative_pages(narrative, box, pen))


def _filled_placeholder(name: str, key: Key, paragraphs: list[Xml]) -> Xml:
    return el(
        "p:sp",
        el(
            "p:nvSpPr",
            el("p:cNvPr", id=0, name=name),
            el("p:cNvSpPr", el("a:spLocks", noGrp=1)),
            el("p:nvPr", el("p:ph", type=key.kind or None, idx=key.index)),
        ),
        el("p:spPr"),
        el("p:txBody", el("a:bodyPr"), el("a:lstStyle"), *paragraphs),
    )


def _symbol(symbol: Symbol, box: Box, pen: Pen) -> Xml:
    status = symbol.status
    if box.height <= _BAR:
        # Nothing to judge: the bar stays as a plain rule.
        return bar("Status bar", pen.locale.text(status), box, pen.status_colour(status))
    if status is Status.NO_TARGET:
        return Xml("")
    if status not in SIGNS:
        points = box.height / POINT * 0.7
        return text_box("Status sign", box, [pen.paragraph([pen.sign(status, Look(points))])], "ctr")
    return sign("Status sign", pen.locale.text(status), box, status, pen.status_colour(status))


def _no_data(block: Table | Chart | Map | Narrative | Panels, box: Box, pen: Pen) -> Xml:
    look = Look(14, False, "grey", italic=True)
    return text_box(f"rg:{block.id}", box, [pen.paragraph([pen.run(pen.locale.word("No data"), look)])])


def _alt(block: Table | Chart | Map) -> str:
    return block.alt or block.title or block.subtitle or block.headline.text or block.id


def _printed(value: object) -> object:
    if isinstance(value, Kpi):
        return value.value
    if isinstance(value, Narrative):
        return Phrase(*join_phrases([finding.statement for finding in value.findings], " "))
    return value
