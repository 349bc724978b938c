"""Accessibility of Word documents: each rule names the paragraph or table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.errors import Problem, Severity
from reportgen.locations import TagLocation
from reportgen.ooxml.names import NS, qn
from reportgen.quality.accessible import has_alternative_text, says_where_it_leads
from reportgen.quality.colours import BLACK, WHITE, Rgb, contrast, hexadecimal, needed_contrast, rgb
from reportgen.quality.opened import Opened

_DOCUMENT: Final = "wordprocessingml.document.main+xml"
_STORIES: Final = (_DOCUMENT, "wordprocessingml.header+xml", "wordprocessingml.footer+xml")
_VAL: Final = qn("w:val")
_P, _R, _T, _TC, _TR, _TBL = (qn(f"w:{name}") for name in ("p", "r", "t", "tc", "tr", "tbl"))
_OFF: Final = ("0", "false", "off")
_DEFAULT_POINTS: Final = 10.0  # ECMA-376 part 1, 17.3.2.38
_QUOTED: Final = 40  # characters of a paragraph that a problem quotes
_BODY_LEVEL: Final = 9  # outline level of text that is no heading


class Styles:
    """The styles of a document, and what a run takes from them."""

    def __init__(self, opened: Opened) -> None:
        self._styles: dict[str, etree._Element] = {}
        self.defaults: etree._Element | None = None
        self._usual: str | None = None
        for _, tree in opened.parts("wordprocessingml.styles+xml"):
            self.defaults = tree.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
            for style in tree.iterfind(qn("w:style")):
                id = style.get(qn("w:styleId"), "")
                self._styles[id] = style
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true"):
                    self._usual = id

    def chain(self, id: str | None) -> Iterator[etree._Element]:
        """A style and those that it is based on."""
        seen: set[str] = set()
        while id and id in self._styles and id not in seen:
            seen.add(id)
            yield self._styles[id]
            based = self._styles[id].find(qn("w:basedOn"))
            id = None if based is None else based.get(_VAL)

    def of_paragraph(self, paragraph: etree._Element) -> list[etree._Element]:
        """The styles of a paragraph."""
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return list(self.chain(self._usual if named is None else named.get(_VAL)))

    def run_properties(self, paragraph: etree._Element, run: etree._Element) -> list[etree._Element]:
        """All that is said of a run, nearest first: itself, its style, its paragraph's, its table's, the defaults."""
        own = run.find(qn("w:rPr"))
        named = None if own is None else own.find(qn("w:rStyle"))
        styles = [] if named is None else list(self.chain(named.get(_VAL)))
        styles += self.of_paragraph(paragraph)
        held = [style.find(qn("w:rPr")) for style in styles]
        held += [part.find(qn("w:rPr")) for part in self.of_table(paragraph)]
        return [each for each in (own, *held, self.defaults) if each is not None]

    def of_table(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """What the style of a table says of the row in which a paragraph stands, the header row's part first."""
        row = next(paragraph.iterancestors(_TR), None)
        table = next(paragraph.iterancestors(_TBL), None)
        if row is None or table is None:
            return
        named = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
        styles = list(self.chain(None if named is None else named.get(_VAL)))
        if row is next(table.iter(_TR)):
            for style in styles:
                parts = style.iterfind(qn("w:tblStylePr"))
                yield from (part for part in parts if part.get(qn("w:type")) == "firstRow")
        yield from styles

    def level(self, paragraph: etree._Element) -> int:
        """The outline level of a paragraph from 0; 9 for text that is no heading."""
        for holder in (paragraph, *self.of_paragraph(paragraph)):
            held = holder.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if held is not None:
                return int(held.get(_VAL, "9"))
        return _BODY_LEVEL


def _objects_have_alternative_text(opened: Opened) -> Iterator[Problem]:
    for place, paragraph in _paragraphs(opened):
        for drawing in paragraph.iter(qn("w:drawing")):
            if next(drawing.iterancestors(_P)) is paragraph and not has_alternative_text(
                drawing.find(f"*/{qn('wp:docPr')}")
            ):
                message = "An object has no alternative text"
                yield _problem(opened, place, Severity.ERROR, "no-alt-text", message, _name(drawing))


def _tables_have_header_rows(opened: Opened) -> Iterator[Problem]:
    for place, table in _tables(opened):
        rows = [row for row in table.iter(_TR) if next(row.iterancestors(_TBL)) is table]
        head = None if not rows else rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
        if len(rows) > 1 and (head is None or head.get(_VAL, "1") in _OFF):
            found = _quoted(_text(rows[0]))
            yield _problem(opened, place, Severity.ERROR, "no-header-row", "A table has no header row", found)


def _tables_are_simple(opened: Opened) -> Iterator[Problem]:
    for place, table in _tables(opened):
        if table.find(f".//{_TBL}") is not None:
            yield _problem(opened, place, Severity.WARNING, "nested-table", "A table stands in a table")
        merged = [node for node in table.iter(qn("w:gridSpan"), qn("w:vMerge")) if node.get(_VAL, "2") != "1"]
        if merged:
            found = _quoted(_text(next(merged[0].iterancestors(_TC))))
            yield _problem(opened, place, Severity.WARNING, "merged-cells", "A table has merged cells", found)


def _text_stands_out(opened: Opened) -> Iterator[Problem]:
    styles = Styles(opened)
    for place, paragraph in _paragraphs(opened):
        for run in _runs(paragraph):
            properties = styles.run_properties(paragraph, run)
            ink, behind = _ink(properties), _behind(styles, paragraph, properties)
            if ink is None or behind is None:
                continue
            size = next((held for each in properties if (held := each.find(qn("w:sz"))) is not None), None)
            bold = next((held for each in properties if (held := each.find(qn("w:b"))) is not None), None)
            points = _DEFAULT_POINTS if size is None else int(size.get(_VAL, "20")) / 2
            text = _text(run)
            needed = needed_contrast(text, points, bold is not None and bold.get(_VAL, "1") not in _OFF)
            ratio = contrast(ink, behind)
            if ratio < needed:
                found = f'{ratio:.1f}:1, {hexadecimal(ink)} on {hexadecimal(behind)}, "{_quoted(text)}"'
                message, wanted = "Text hardly differs from its background", f"{needed:g}:1 or more"
                yield _problem(opened, place, Severity.WARNING, "low-contrast", message, found, wanted)
                break


def _ink(properties: list[etree._Element]) -> Rgb | None:
    # Text that is hidden or of automatic colour is never faint.
    held = next((colour for each in properties if (colour := each.find(qn("w:color"))) is not None), None)
    return BLACK if held is None else rgb(held.get(_VAL, ""))


def _behind(styles: Styles, paragraph: etree._Element, properties: list[etree._Element]) -> Rgb | None:
    shade = f"{qn('w:pPr')}/{qn('w:shd')}"
    cell = next(paragraph.iterancestors(_TC), None)
    held = [each.find(qn("w:shd")) for each in properties]
    held += [each.find(shade) for each in (paragraph, *styles.of_paragraph(paragraph))]
    held += [] if cell is None else [cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")]
    held += [part.find(f"{qn('w:tcPr')}/{qn('w:shd')}") for part in styles.of_table(paragraph)]
    fills = [each.get(qn("w:fill"), "auto") for each in held if each is not None]
    return next((rgb(fill) for fill in fills if fill != "auto"), WHITE)


def _text_has_a_language(opened: Opened) -> Iterator[Problem]:
    styles = Styles(opened)
    for place, paragraph in _paragraphs(opened):
        for run in _runs(paragraph):
            held = [each.find(qn("w:lang")) for each in styles.run_properties(paragraph, run)]
            if not any(each.get(_VAL) for each in held if each is not None):
                yield _problem(opened, place, Severity.WARNING, "no-language", "Text has no language", _text(run))
                return


def _links_say_where_they_lead(opened: Opened) -> Iterator[Problem]:
    for kind in _STORIES:
        for part, tree in opened.parts(kind):
            outside = {arrow.id for arrow in opened.package.relationships(part) if arrow.external}
            for link in tree.iter(qn("w:hyperlink")):
                if link.get(f"{{{NS['r']}}}id") in outside and not says_where_it_leads(_text(link)):
                    message = "The text of a link does not say where it leads"
                    yield _problem(opened, part, Severity.WARNING, "link-text", message, _text(link))


def _headings_are_in_order(opened: Opened) -> Iterator[Problem]:
    styles, last = Styles(opened), -1
    for place, paragraph in _paragraphs(opened, (_DOCUMENT,)):
        level = styles.level(paragraph)
        if level >= _BODY_LEVEL:
            continue
        if not _text(paragraph).strip():
            yield _problem(opened, place, Severity.NOTICE, "empty-heading", "A heading has no text")
        elif level > last + 1:
            found, wanted = f"level {level + 1}", f"level {last + 2} or above"
            yield _problem(opened, place, Severity.NOTICE, "heading-order", "A heading skips a level", found, wanted)
        last = level
    if last < 0:
        yield _problem(opened, "", Severity.NOTICE, "no-headings", "The document has no headings")


def _paragraphs(opened: Opened, kinds: tuple[str, ...] = _STORIES) -> Iterator[tuple[str, etree._Element]]:
    """Every paragraph with the words that name it."""
    for kind in kinds:
        for _, tree in opened.parts(kind):
            story = {"hdr": "page header, ", "ftr": "page footer, "}.get(etree.QName(tree).localname, "")
            for number, paragraph in enumerate(tree.iter(_P), start=1):
                quoted = _quoted(_text(paragraph))
                yield f'{story}paragraph {number} "{quoted}"' if quoted else f"{story}paragraph {number}", paragraph


def _tables(opened: Opened) -> Iterator[tuple[str, etree._Element]]:
    for kind in _STORIES:
        for _, tree in opened.parts(kind):
            for number, table in enumerate(tree.iter(_TBL), start=1):
                caption = table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}")
                name = "" if caption is None else f' "{caption.get(_VAL, "")}"'
                yield f"table {number}{name}", table


def _runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    for run in paragraph.iter(_R):
        if _text(run).strip() and next(run.iterancestors(_P)) is paragraph:
            yield run


def _text(holder: etree._Element) -> str:
    return "".join(node.text or "" for node in holder.iter(_T))


def _name(drawing: etree._Element) -> str:
    held = drawing.find(f"*/{qn('wp:docPr')}")
    return "" if held is None else held.get("name", "")


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED].rstrip()}…"


def _problem(
    opened: Opened, place: str, severity: Severity, code: str, message: str, found: str = "", expected: str = ""
) -> Problem:
    return Problem(severity, code, message, TagLocation(opened.package.name, place), found, expected)


RULES = (
    _objects_have_alternative_text,
    _tables_have_header_rows,
    _tables_are_simple,
    _text_stands_out,
    _text_has_a_language,
    _links_say_where_they_lead,
    _headings_are_in_order,
)
