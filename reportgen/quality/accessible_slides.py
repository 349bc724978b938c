"""Accessibility of decks: each rule names slide and shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.errors import Problem, Severity
from reportgen.locations import TagLocation
from reportgen.ooxml.names import NS, qn
from reportgen.quality.accessible import has_alternative_text, is_decorative, says_where_it_leads
from reportgen.quality.colours import Rgb, contrast, hexadecimal, needed_contrast
from reportgen.quality.opened import Opened
from reportgen.quality.slide_text import RUNS, SlideText, level_of, listed_slides, shape_name, text_of

_DEFAULT_POINTS: Final = 18.0
_TABLE_PROPERTIES: Final = qn("a:tblPr")
_ON: Final = ("1", "true")


def _objects_have_alternative_text(opened: Opened) -> Iterator[Problem]:
    for number, slide in enumerate(listed_slides(opened), start=1):
        for shape in slide.shapes:
            if shape.tag == qn("p:sp") and (
                text_of(shape).strip() or shape.find(f"*/{qn('p:nvPr')}/{qn('p:ph')}") is not None
            ):
                continue
            if not has_alternative_text(shape.find(f"*/{qn('p:cNvPr')}")):
                message = "An object has no alternative text"
                yield _problem(opened, number, shape, Severity.ERROR, "no-alt-text", message)


def _slides_have_titles_of_their_own(opened: Opened) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for number, slide in enumerate(listed_slides(opened), start=1):
        title = slide.title()
        text = "" if title is None else " ".join(text_of(title).split())
        if not text:
            yield _problem(opened, number, title, Severity.ERROR, "no-slide-title", "The slide has no title")
        elif text.casefold() in seen:
            message = f"The slide has the same title as slide {seen[text.casefold()]}"
            yield _problem(opened, number, title, Severity.NOTICE, "duplicate-slide-title", message, text)
        seen.setdefault(text.casefold(), number)


def _tables_have_header_rows(opened: Opened) -> Iterator[Problem]:
    for number, shape, table in _tables(opened):
        properties = table.find(_TABLE_PROPERTIES)
        if properties is None or properties.get("firstRow") not in _ON:
            yield _problem(opened, number, shape, Severity.ERROR, "no-header-row", "A table has no header row")


def _tables_have_no_merged_cells(opened: Opened) -> Iterator[Problem]:
    for number, shape, table in _tables(opened):
        spans = [cell for cell in table.iter(qn("a:tc")) if cell.get("gridSpan") or cell.get("rowSpan")]
        if spans:
            message = "A table has merged cells"
            yield _problem(opened, number, shape, Severity.WARNING, "merged-cells", message, text_of(spans[0]))


def _titles_are_read_first(opened: Opened) -> Iterator[Problem]:
    for number, slide in enumerate(listed_slides(opened), start=1):
        title = slide.title()
        read = [shape for shape in slide.shapes if not _is_silent(shape)]
        if title is not None and read and title is not read[0]:
            message = "The title is not the first that is read"
            found = f'shape "{shape_name(read[0])}" first'
            yield _problem(opened, number, title, Severity.WARNING, "reading-order", message, found)


def _text_stands_out(opened: Opened) -> Iterator[Problem]:
    for number, slide in enumerate(listed_slides(opened), start=1):
        for shape in slide.tree.iter(qn("p:sp")):
            yield from _faint(opened, number, slide, shape, shape, slide.background(shape))
        for shape, table in _tables_of(slide):
            for cell in table.iter(qn("a:tc")):
                fill = cell.find(f"{qn('a:tcPr')}/{qn('a:solidFill')}")
                plain = fill is None and _is_styled(table)
                behind = slide.page if fill is None else slide.colour(fill)
                yield from _faint(opened, number, slide, shape, cell, None if plain else behind)


def _faint(
    opened: Opened, number: int, slide: SlideText, shape: etree._Element, holder: etree._Element, behind: Rgb | None
) -> Iterator[Problem]:
    """A problem for the first run of a shape or cell that hardly differs from what is behind it."""
    for paragraph, run in _runs(holder):
        levels = [each.find(qn("a:defRPr")) for each in slide.levels(shape, level_of(paragraph))]
        properties = [each for each in (run.find(qn("a:rPr")), *levels) if each is not None]
        fill = next((held for each in properties if (held := each.find(qn("a:solidFill"))) is not None), None)
        ink = slide.theme.get("dk1") if fill is None else slide.colour(fill)
        if ink is None or behind is None:
            continue
        text = run.findtext(qn("a:t")) or ""
        points = next((int(each.get("sz", "0")) / 100 for each in properties if each.get("sz")), _DEFAULT_POINTS)
        bold = next((each.get("b") in _ON for each in properties if each.get("b")), False)
        ratio, needed = contrast(ink, behind), needed_contrast(text, points, bold)
        if ratio < needed:
            found = f'{ratio:.1f}:1, {hexadecimal(ink)} on {hexadecimal(behind)}, "{text[:30]}"'
            message = "Text hardly differs from its background"
            yield _problem(
                opened, number, shape, Severity.WARNING, "low-contrast", message, found, f"{needed:g}:1 or more"
            )
            return


def _text_has_a_language(opened: Opened) -> Iterator[Problem]:
    for number, slide in enumerate(listed_slides(opened), start=1):
        for shape in (*slide.tree.iter(qn("p:sp")), *(shape for shape, _ in _tables_of(slide))):
            for paragraph, run in _runs(shape):
                levels = [each.find(qn("a:defRPr")) for each in slide.levels(shape, level_of(paragraph))]
                if not any(each.get("lang") for each in (run.find(qn("a:rPr")), *levels) if each is not None):
                    found = (run.findtext(qn("a:t")) or "")[:30]
                    yield _problem(
                        opened, number, shape, Severity.WARNING, "no-language", "Text has no language", found
                    )
                    break


def _links_say_where_they_lead(opened: Opened) -> Iterator[Problem]:
    for number, slide in enumerate(listed_slides(opened), start=1):
        outside = {arrow.id for arrow in opened.package.relationships(slide.part) if arrow.external}
        for shape in slide.shapes:
            for _, run in _runs(shape):
                link = run.find(f"{qn('a:rPr')}/{qn('a:hlinkClick')}")
                text = run.findtext(qn("a:t")) or ""
                if link is not None and link.get(f"{{{NS['r']}}}id") in outside and not says_where_it_leads(text):
                    message = "The text of a link does not say where it leads"
                    yield _problem(opened, number, shape, Severity.WARNING, "link-text", message, text)


def _runs(holder: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """The runs that print something, with their paragraphs."""
    for paragraph in holder.iter(qn("a:p")):
        for run in paragraph:
            if run.tag in RUNS and (run.findtext(qn("a:t")) or "").strip():
                yield paragraph, run


def _tables(opened: Opened) -> Iterator[tuple[int, etree._Element, etree._Element]]:
    for number, slide in enumerate(listed_slides(opened), start=1):
        for shape, table in _tables_of(slide):
            yield number, shape, table


def _tables_of(slide: SlideText) -> Iterator[tuple[etree._Element, etree._Element]]:
    for frame in slide.tree.iter(qn("p:graphicFrame")):
        for table in frame.iter(qn("a:tbl")):
            yield frame, table


def _is_styled(table: etree._Element) -> bool:
    """True when a table style may fill cells that say nothing themselves."""
    style = table.findtext(f"{_TABLE_PROPERTIES}/{qn('a:tableStyleId')}")
    # "No style" and "no style, table grid": the two styles of Office without a fill.
    return style not in (None, "{2D5ABB26-0587-4C30-8999-92F81FD0307C}", "{5940675A-B579-460E-94D1-54222C63F5DA}")


def _is_silent(shape: etree._Element) -> bool:
    held = shape.find(f"*/{qn('p:cNvPr')}")
    return held is not None and is_decorative(held)


def _problem(
    opened: Opened,
    number: int,
    shape: etree._Element | None,
    severity: Severity,
    code: str,
    message: str,
    found: str = "",
    expected: str = "",
) -> Problem:
    place = f"slide {number}" if shape is None else f'slide {number}, shape "{shape_name(shape)}"'
    return Problem(severity, code, message, TagLocation(opened.package.name, place), found, expected)


RULES = (
    _objects_have_alternative_text,
    _slides_have_titles_of_their_own,
    _tables_have_header_rows,
    _tables_have_no_merged_cells,
    _titles_are_read_first,
    _text_stands_out,
    _text_has_a_language,
    _links_say_where_they_lead,
)
