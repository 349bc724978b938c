"""Rendered slides -> the presentation: parts, relationships and lists that agree with each other.

A template slide gives none, one or several slides; each gets its own notes, charts and tags, and what a
template slide brings along (pictures, its layout) is shared.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from lxml import etree

from reportgen.brand import Brand
from reportgen.charts import add_chart
from reportgen.content.charts import Chart
from reportgen.content.panels import Panels
from reportgen.content.phrases import Symbol
from reportgen.content.values import NoData, Quantity, Range
from reportgen.errors import Problem, Severity
from reportgen.locales import Locale
from reportgen.locations import TagLocation
from reportgen.ooxml import Draft, Package, document, el, parse_xml
from reportgen.ooxml.elements import child
from reportgen.ooxml.names import qn
from reportgen.renderers.powerpoint.bodies import fit_text
from reportgen.renderers.powerpoint.geometry import Geometry
from reportgen.renderers.powerpoint.pen import Pen, chart_look
from reportgen.renderers.powerpoint.placing import Placement, Written
from reportgen.renderers.powerpoint.slides import (
    FittedTitle,
    SlideTree,
    fill_title,
    fitted_title,
    mark_language,
    number_shapes,
    page_count,
    page_of,
    part_bytes,
    print_slide_number,
    set_title,
)
from reportgen.renderers.properties import language_tag
from reportgen.renderers.slots import SlotBook
from reportgen.templating import RenderedPart

_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TAGS_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.tags+xml"
_P14: Final = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
# What each copy of a slide needs for itself; everything else may be shared (comments stay with the first).
_OWN: Final = ("chart", "tags", "package", "oleObject", "diagramData", "diagramLayout", "diagramColors", "diagramStyle")
_FIRST_ONLY: Final = ("comments",)
_FIRST_SLIDE_ID: Final = 256  # ECMA-376 part 1, 19.7.13


@dataclass(frozen=True, slots=True)
class Unit:
    """A slide of the template and its notes ("" without)."""

    slide: str
    notes: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.slide, self.notes) if self.notes else (self.slide,)


@dataclass(slots=True)
class Made:
    """A slide of the presentation: from which unit and copy, its part names, its trees, its page."""

    unit: Unit
    copy: int
    part: str
    notes: str
    tree: SlideTree
    notes_tree: etree._Element | None
    page: int
    pages: int
    whole_title: str = ""


def units_of(package: Package) -> list[Unit]:
    """The slides of a presentation in the order in which they are shown, with their notes."""
    targets = {arrow.id: arrow.target for arrow in package.relationships(package.main)}
    listed = parse_xml(package.read(package.main)).iter(qn("p:sldId"))
    # A slide that nothing leads to is told as a missing part when it is read.
    slides = [targets.get(each.get(f"{{{_R}}}id", ""), f"slide {number}") for number, each in enumerate(listed, 1)]
    return [Unit(slide, _target(package, slide, "/notesSlide")) for slide in slides]


class DeckWriter:
    """Writes one presentation into a draft of its template."""

    def __init__(
        self, package: Package, units: Sequence[Unit], geometry: Geometry, brand: Brand, locale: Locale
    ) -> None:
        self.draft = Draft(package)
        self.problems: list[Problem] = []
        self._package, self._units, self._geometry = package, units, geometry
        self._pen = Pen(locale, brand)
        self._language = language_tag(locale.language)

    def write(
        self,
        rendered: Sequence[RenderedPart],
        placements: Sequence[Placement],
        printed: Collection[tuple[str, int, str]] = (),
    ) -> list[Made]:
        """Put the rendered slides into the draft; gives them in the order in which they are shown.

        `printed`: part, copy and name of the shapes in which tags have printed."""
        slides = self._expand(rendered, placements)
        self._finish_titles(slides)
        named: dict[tuple[str, int], set[str]] = {}
        for part, copy, shape in printed:
            named.setdefault((part, copy), set()).add(shape)
        for number, slide in enumerate(slides, start=1):
            self._finish(slide, number, named.get((slide.unit.slide, slide.copy), ()))
        self._drop_unused(slides)
        self._list(slides)
        return slides

    def _expand(self, rendered: Sequence[RenderedPart], placements: Sequence[Placement]) -> list[Made]:
        data = {(part.part, part.copy): part.data for part in rendered}
        by_slide = {unit.slide: unit for unit in self._units}
        used: set[str] = set()
        made = []
        for part in rendered:
            unit = by_slide.get(part.part)
            if unit is None:
                continue
            notes = data.get((unit.notes, part.copy))
            pages = page_count(part.data, placements)
            for page in range(pages):
                tree = page_of(part.data, placements, page)
                name, notes_name = self._parts(unit, tree.root, first=unit.slide not in used)
                used.add(unit.slide)
                notes_tree = parse_xml(notes) if notes is not None else None
                made.append(Made(unit, part.copy, name, notes_name, tree, notes_tree, page, pages))
        return made

    def _parts(self, unit: Unit, tree: etree._Element, first: bool) -> tuple[str, str]:
        """The names of slide and notes: those of the template for the first copy, then new ones."""
        if first:
            return unit.slide, unit.notes
        # No slide is finished before all are made, so what is copied here is still the template's.
        part = self._copied(unit.slide, "ppt/slides/slide{}.xml", tree)
        if not unit.notes:
            return part, ""
        notes = self._copied(unit.notes, "ppt/notesSlides/notesSlide{}.xml", None)
        self._relink(part, "/notesSlide", notes)
        self._relink(notes, "/slide", part)
        return part, notes

    def _copied(self, part: str, pattern: str, tree: etree._Element | None) -> str:
        name = self.draft.copy_part(part, pattern)
        for arrow in self.draft.relationships(name):
            kind = arrow.type.rpartition("/")[2]
            if arrow.external or kind not in (*_OWN, *_FIRST_ONLY):
                continue
            self.draft.unrelate(name, arrow.id)
            if kind in _OWN:
                own = self._copied(arrow.target, _pattern(arrow.target), None)
                new = self.draft.relate(name, arrow.type, own)
                self._rename(name, tree, arrow.id, new)
        return name

    def _rename(self, part: str, tree: etree._Element | None, old: str, new: str) -> None:
        """Let the part say the new id of a relationship."""
        root = parse_xml(self.draft.read(part)) if tree is None else tree
        for element in root.iter():
            for name, value in element.attrib.items():
                if str(name).startswith(f"{{{_R}}}") and value == old:
                    element.set(name, new)
        if tree is None:
            self.draft.replace(part, part_bytes(root))

    def _relink(self, part: str, kind: str, target: str) -> None:
        for arrow in self.draft.relationships(part):
            if arrow.type.endswith(kind):
                self.draft.unrelate(part, arrow.id)
                self.draft.relate(part, arrow.type, target)

    def _finish_titles(self, slides: Sequence[Made]) -> None:
        """Every slide has a title that fits, and no two the same."""
        taken: set[str] = set()
        for number, slide in enumerate(slides, start=1):
            fill_title(slide.tree, self._language)
            page = f" ({slide.page + 1}/{slide.pages})" if slide.pages > 1 else ""
            fits = (fitted_title(slide.tree, slide.unit.slide, self._geometry, page + again) for again in _endings())
            fitted = next(fit for fit in fits if fit is None or fit.text not in taken)
            if fitted is None:
                continue
            set_title(slide.tree, fitted)
            taken.add(fitted.text)
            if fitted.whole:
                slide.whole_title = fitted.whole
                self.problems.append(self._shortened(fitted, number))

    def _shortened(self, fitted: FittedTitle, number: int) -> Problem:
        place = TagLocation(self._package.name, f"slide {number}")
        hint = "The notes hold the whole title."
        message = "The title was shortened"
        return Problem(Severity.WARNING, "title-too-long", message, place, fitted.whole, "at most two lines", hint)

    def _finish(self, slide: Made, number: int, printed: Collection[str]) -> None:
        file, place = self._package.name, f"slide {number}"
        fitted = fit_text(slide.tree.shapes, slide.unit.slide, self._geometry, place, file, printed)
        self.problems += fitted.problems
        for element, placement in slide.tree.placed:
            self._attach(slide.part, element, placement)
            if slide.page == 0:
                self.problems += placement.problems
        mark_language(slide.tree.root, self._language)
        number_shapes(slide.tree.root)
        print_slide_number(slide.tree.root, number)
        self.draft.replace(slide.part, slide.tree.to_bytes())
        if slide.notes_tree is not None:
            for line in (slide.whole_title, *fitted.notes, *_cut_names(slide)):
                if line:
                    self._note(slide.notes_tree, line)
            mark_language(slide.notes_tree, self._language)
            print_slide_number(slide.notes_tree, number)
            self.draft.replace(slide.notes, part_bytes(slide.notes_tree))

    def _attach(self, part: str, element: etree._Element, placement: Placement) -> None:
        """Give a placed block its chart part, and the tags by which a later build knows it."""
        block = placement.block
        if isinstance(block, Symbol | Panels):
            return
        chart = next(element.iter(qn("c:chart")), None) if isinstance(block, Chart) else None
        if chart is not None and isinstance(block, Chart):
            look = chart_look(self._pen, placement.box.width, placement.box.height)
            chart.set(f"{{{_R}}}id", add_chart(self.draft, part, block, look, "ppt"))
        tags = self.draft.free_name("ppt/tags/tag{}.xml")
        data = document("p:tagLst", ("a", "r", "p"), el("p:tag", name="REPORTGEN", val=block.id))
        self.draft.add(tags, data, _TAGS_TYPE)
        properties = child(element[0], qn("p:nvPr"))
        if properties is not None:
            held = etree.SubElement(etree.SubElement(properties, qn("p:custDataLst")), qn("p:tags"))
            held.set(f"{{{_R}}}id", self.draft.relate(part, f"{_R}/tags", tags))

    def _note(self, notes: etree._Element, text: str) -> None:
        """Put a line first in the notes."""
        body = next((b for b in notes.iter(qn("p:txBody")) if b.find(qn("a:p")) is not None), None)
        if body is not None:
            paragraph = etree.Element(qn("a:p"))
            run = etree.SubElement(paragraph, qn("a:r"))
            etree.SubElement(run, qn("a:rPr")).set("lang", self._language)
            etree.SubElement(run, qn("a:t")).text = text
            first = body.find(qn("a:p"))
            assert first is not None
            first.addprevious(paragraph)

    def _drop_unused(self, slides: Sequence[Made]) -> None:
        used = {slide.unit.slide for slide in slides}
        self.draft.drop(*(unit.slide for unit in self._units if unit.slide not in used))

    def _list(self, slides: Sequence[Made]) -> None:
        """Write the list of slides, the sections and the custom shows of the presentation."""
        root = parse_xml(self.draft.read(self.draft.main))
        ids = {arrow.id: arrow.target for arrow in self._package.relationships(self._package.main)}
        held = root.find(qn("p:sldIdLst"))
        assert held is not None
        old = {ids[each.get(f"{{{_R}}}id", "")]: each.get("id", "") for each in held}
        number = max([_FIRST_SLIDE_ID - 1, *(int(id) for id in old.values())])
        for each in list(held):
            held.remove(each)
        new: dict[str, list[str]] = {}
        for slide in slides:
            if slide.part in old:
                id = old[slide.part]
            else:
                number += 1
                id = str(number)
            element = etree.SubElement(held, qn("p:sldId"))
            element.set("id", id)
            element.set(f"{{{_R}}}id", self.draft.relate(self.draft.main, f"{_R}/slide", slide.part))
            new.setdefault(old[slide.unit.slide], []).append(id)
        _renew_sections(root, new)
        _renew_shows(root, {arrow.id for arrow in self.draft.relationships(self.draft.main)})
        self.draft.replace(self.draft.main, part_bytes(root))


def _cut_names(slide: Made) -> tuple[str, ...]:
    """The names that tables of this slide show shortened."""
    held = [placement.notes for _, placement in slide.tree.placed if slide.page < len(placement.notes)]
    return tuple(name for notes in held for name in notes[slide.page])


def _endings() -> Iterator[str]:
    """What tells equal titles apart: nothing for the first, then numbers."""
    yield ""
    yield from (f" ({number})" for number in count(2))


def book_of(slides: Sequence[Made], written: Sequence[Written]) -> SlotBook:
    """What the presentation prints of the report, in the order of the template's tags."""
    book = SlotBook()
    numbers: dict[tuple[str, int], int] = {}
    for number, slide in enumerate(slides, start=1):
        for part in slide.unit.parts:
            numbers.setdefault((part, slide.copy), number)
    for each in written:
        number = numbers.get((each.tag.part, each.tag.copy), 0)
        place = re.sub(r"slide \d+", f"slide {number}", each.tag.place.place, count=1)
        if isinstance(each.value, Quantity | NoData | Range):
            book.number(each.value, each.text, place)
        elif each.value.spans:
            book.text(each.value.spans[0].id, each.value, place)
    for number, slide in enumerate(slides, start=1):
        for _, placement in slide.tree.placed if slide.page == 0 else ():
            if not isinstance(placement.block, Symbol | Panels):
                book.block(placement.block, f'slide {number}, shape "{placement.name}"')
    return book


def _renew_sections(root: etree._Element, new: Mapping[str, Sequence[str]]) -> None:
    for listed in root.iter(f"{_P14}sldIdLst"):
        for each in list(listed):
            for id in new.get(each.get("id", ""), ()):
                copied = etree.Element(f"{_P14}sldId")
                copied.set("id", id)
                each.addprevious(copied)
            listed.remove(each)


def _renew_shows(root: etree._Element, ids: set[str]) -> None:
    for show in list(root.iter(qn("p:custShow"))):
        for each in list(show.iter(qn("p:sld"))):
            parent = each.getparent()
            if each.get(f"{{{_R}}}id") not in ids and parent is not None:
                parent.remove(each)


def _target(package: Package, part: str, kind: str) -> str:
    return next((arrow.target for arrow in package.relationships(part) if arrow.type.endswith(kind)), "")


def _pattern(part: str) -> str:
    """The name pattern of a part: its name with a place for a number before the ending."""
    stem, dot, ending = part.rpartition(".")
    return re.sub(r"\d+$", "", stem).replace("{", "").replace("}", "") + "{}" + dot + ending
