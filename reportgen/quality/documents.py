"""Rules of Word files: tables, ids, on/off values, fields, bookmarks, styles and lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.errors import Problem, Severity
from reportgen.ooxml.names import qn
from reportgen.quality.opened import Opened, elements, repeated

_STORIES: Final = (
    "wordprocessingml.document.main+xml",
    "wordprocessingml.header+xml",
    "wordprocessingml.footer+xml",
    "wordprocessingml.footnotes+xml",
    "wordprocessingml.endnotes+xml",
)
_VAL: Final = qn("w:val")
# Elements of type CT_OnOff (ECMA-376 part 1, 17.17.4) in paragraphs, runs, tables, sections and styles.
_ON_OFF_NAMES: Final = """
    b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
    webHidden rtl cs specVanish oMath keepNext keepLines pageBreakBefore widowControl
    suppressLineNumbers suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE
    autoSpaceDN bidi adjustRightInd contextualSpacing mirrorIndents cantSplit tblHeader noWrap tcFitText
    hideMark titlePg formProt noEndnote rtlGutter bidiVisual qFormat semiHidden unhideWhenUsed locked
    updateFields
"""
_ON_OFF: Final = tuple(qn(f"w:{name}") for name in _ON_OFF_NAMES.split())
_ON_OFF_VALUES: Final = ("0", "1", "true", "false", "on", "off")
_STYLED: Final = {qn("w:pStyle"): "paragraph", qn("w:rStyle"): "character", qn("w:tblStyle"): "table"}


def _table_grids_have_every_column(opened: Opened) -> Iterator[Problem]:
    for part, tree in _stories(opened):
        for table in elements(tree, qn("w:tbl")):
            grid = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))
            widest = max((_columns(row) for row in _own_rows(table)), default=0)
            if widest > grid:
                found = f"{widest} cells"
                yield opened.problem(part, "table-grid", "A table row is wider than its grid", found, f"{grid} at most")
            for row in _own_rows(table):
                for cell in row.iter(qn("w:tc")):
                    last = [node for node in cell if node.tag != qn("w:tcPr")][-1:]
                    if not last or last[0].tag not in (qn("w:p"), qn("w:sdt"), qn("w:bookmarkEnd")):
                        yield opened.problem(part, "cell-without-paragraph", "A table cell does not end in a paragraph")


def _columns(row: etree._Element) -> int:
    total = 0
    for cell in row.iterfind(qn("w:tc")):
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        value = "1" if span is None else span.get(_VAL, "1")
        total += int(value) if value.isdecimal() else 1
    return total


def _own_rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, also those inside content controls, without those of tables within."""
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is table:
            yield row


def _drawing_ids_are_unique(opened: Opened) -> Iterator[Problem]:
    for part, tree in _stories(opened):
        for id in repeated([node.get("id", "") for node in elements(tree, qn("wp:docPr"))]):
            yield opened.problem(part, "duplicate-drawing-id", "Two drawings have one id", id)


def _on_off_values_are_known(opened: Opened) -> Iterator[Problem]:
    for part, tree in opened.trees.items():
        if "wordprocessingml" not in opened.package.content_type(part):
            continue
        for node in elements(tree, *_ON_OFF):
            value = node.get(_VAL)
            if value is not None and value not in _ON_OFF_VALUES:
                name = etree.QName(node).localname
                yield opened.problem(part, "bad-on-off", f"{name} is neither on nor off", value, "0, 1, true or false")


def _fields_and_bookmarks_are_closed(opened: Opened) -> Iterator[Problem]:
    for part, tree in _stories(opened):
        open_fields = 0
        for node in elements(tree, qn("w:fldChar")):
            kind = node.get(qn("w:fldCharType"))
            open_fields += {"begin": 1, "end": -1}.get(kind or "", 0)
            if open_fields < 0:
                break
        if open_fields:
            yield opened.problem(part, "unclosed-field", "A field is opened and not closed, or the other way round")
        starts = [node.get(qn("w:id"), "") for node in elements(tree, qn("w:bookmarkStart"))]
        ends = [node.get(qn("w:id"), "") for node in elements(tree, qn("w:bookmarkEnd"))]
        for id in repeated(starts):
            yield opened.problem(part, "duplicate-bookmark", "Two bookmarks have one id", id)
        for id in sorted(set(starts) ^ set(ends)):
            yield opened.problem(part, "unclosed-bookmark", "A bookmark has no start or no end", id)
        names = [node.get(qn("w:name"), "").lower() for node in elements(tree, qn("w:bookmarkStart"))]
        for name in repeated(names):
            yield opened.problem(part, "duplicate-bookmark", "Two bookmarks have one name", name)


def _styles_and_lists_exist(opened: Opened) -> Iterator[Problem]:
    styles = {
        (node.get(qn("w:styleId")), node.get(qn("w:type")))
        for _, tree in opened.parts("wordprocessingml.styles+xml")
        for node in elements(tree, qn("w:style"))
    }
    lists = {
        node.get(qn("w:numId"))
        for _, tree in opened.parts("wordprocessingml.numbering+xml")
        for node in elements(tree, qn("w:num"))
    }
    for part, tree in _stories(opened):
        used = {(node.get(_VAL, ""), _STYLED[str(node.tag)]): None for node in elements(tree, *_STYLED)}
        for name, kind in used:
            if styles and (name, kind) not in styles:
                message = f"There is no such {kind} style"
                yield opened.problem(part, "unknown-style", message, name, severity=Severity.WARNING)
        numbered = {node.get(_VAL, "") for node in tree.iterfind(f".//{qn('w:numPr')}/{qn('w:numId')}")}
        for number in sorted(numbered - {"0"}):
            if number not in lists:
                message = "A paragraph is in a list that is not there"
                yield opened.problem(part, "unknown-list", message, number, severity=Severity.WARNING)


def _the_section_comes_last(opened: Opened) -> Iterator[Problem]:
    for part, tree in opened.parts(_STORIES[0]):
        body = tree.find(qn("w:body"))
        children = [] if body is None else [child.tag for child in body]
        if qn("w:sectPr") in children[:-1]:
            yield opened.problem(
                part, "section-not-last", "Something follows the page setup at the end of the document"
            )
        if any(node.tag == qn("w:p") for outer in elements(tree, qn("w:p")) for node in outer):
            yield opened.problem(part, "nested-paragraph", "A paragraph stands directly in a paragraph")


def _stories(opened: Opened) -> Iterator[tuple[str, etree._Element]]:
    for kind in _STORIES:
        yield from opened.parts(kind)


RULES = (
    _table_grids_have_every_column,
    _drawing_ids_are_unique,
    _on_off_values_are_known,
    _fields_and_bookmarks_are_closed,
    _styles_and_lists_exist,
    _the_section_comes_last,
)
