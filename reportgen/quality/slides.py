"""Rules of PowerPoint files: shape ids, slide lists, tables, text bodies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.errors import Problem
from reportgen.ooxml.names import NS, qn
from reportgen.quality.opened import Opened, elements, repeated

_R_ID: Final = f"{{{NS['r']}}}id"
_LEAST_SLIDE_ID: Final = 256  # ECMA-376 part 1, 19.7.13
_LEAST_LAYOUT_ID: Final = 2**31  # 19.7.15
_BODY: Final = (qn("a:bodyPr"), qn("a:lstStyle"), qn("a:p"))
_DRAWN: Final = ("presentationml.slide+xml", "slideLayout+xml", "slideMaster+xml", "notesSlide+xml", "notesMaster+xml")


def _shape_ids_are_unique(opened: Opened) -> Iterator[Problem]:
    for part, tree in opened.parts(_DRAWN[0]):
        for id in repeated([node.get("id", "") for node in elements(tree, qn("p:cNvPr"))]):
            yield opened.problem(part, "duplicate-shape-id", "Two shapes of the slide have one id", id)


def _lists_of_slides_and_layouts_hold_each_once(opened: Opened) -> Iterator[Problem]:
    main = opened.package.main
    root = opened.trees.get(main)
    if root is None:
        return
    slides = list(elements(root, qn("p:sldId")))
    for id in repeated([node.get("id", "") for node in slides]):
        yield opened.problem(main, "duplicate-slide-id", "Two slides have one id", id)
    for node in slides:
        if not node.get("id", "").isdecimal() or int(node.get("id", "")) < _LEAST_SLIDE_ID:
            yield opened.problem(main, "bad-slide-id", "A slide id is out of range", node.get("id", ""), "256 or more")
    for id in repeated([node.get(_R_ID, "") for node in slides]):
        yield opened.problem(main, "slide-listed-twice", "A slide is listed twice", id)
    listed = {node.get(_R_ID) for node in slides}
    for arrow in opened.package.relationships(main):
        if arrow.type.endswith("/slide") and arrow.id not in listed:
            yield opened.problem(main, "slide-not-listed", "A slide is in the file but not in the list", arrow.target)
    layouts = [node.get("id", "") for node in elements(root, qn("p:sldMasterId"))]
    for _, master in opened.parts("slideMaster+xml"):
        layouts += [node.get("id", "") for node in elements(master, qn("p:sldLayoutId"))]
    for id in repeated([id for id in layouts if id]):
        yield opened.problem(main, "duplicate-layout-id", "Two masters or layouts have one id", id)
    for id in layouts:
        if id and (not id.isdecimal() or int(id) < _LEAST_LAYOUT_ID):
            yield opened.problem(main, "bad-layout-id", "The id of a master or layout is out of range", id)


def _table_rows_fill_their_grid(opened: Opened) -> Iterator[Problem]:
    for part, tree in _drawn(opened):
        for table in elements(tree, qn("a:tbl")):
            columns = len(table.findall(f"{qn('a:tblGrid')}/{qn('a:gridCol')}"))
            for number, row in enumerate(table.iterfind(qn("a:tr")), start=1):
                cells = len(row.findall(qn("a:tc")))
                if cells != columns:
                    found = f"{cells} cells in row {number}"
                    yield opened.problem(part, "table-grid", "A table row does not fill its grid", found, str(columns))


def _text_bodies_have_a_paragraph(opened: Opened) -> Iterator[Problem]:
    for part, tree in _drawn(opened):
        for body in elements(tree, qn("p:txBody"), qn("a:txBody")):
            inside = [child.tag for child in body if isinstance(child.tag, str)]
            if qn("a:p") not in inside:
                yield opened.problem(part, "empty-text-body", "A text body has no paragraph")
            if any(tag not in _BODY for tag in inside) or inside != sorted(inside, key=_BODY.index):
                wrong = next((tag for tag in inside if tag not in _BODY), inside[-1])
                found = etree.QName(wrong).localname
                yield opened.problem(part, "text-body", "A text body holds something that does not belong there", found)


def _drawn(opened: Opened) -> Iterator[tuple[str, etree._Element]]:
    for kind in _DRAWN:
        yield from opened.parts(kind)


RULES = (
    _shape_ids_are_unique,
    _lists_of_slides_and_layouts_hold_each_once,
    _table_rows_fill_their_grid,
    _text_bodies_have_a_paragraph,
)
