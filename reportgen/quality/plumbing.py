"""Rules of all formats: content types, relationships, and the references that stand on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.errors import Problem
from reportgen.ooxml.names import NS, ROOT, qn
from reportgen.quality.opened import Opened, repeated

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."

# Last step of a relationship type -> how the content type of its target ends (ECMA-376 part 1, 11.3, 12.3, 13.3, 14.2).
_KINDS: Final = {
    "slide": ("presentationml.slide+xml",),
    "slideLayout": ("presentationml.slideLayout+xml",),
    "slideMaster": ("presentationml.slideMaster+xml",),
    "notesSlide": ("presentationml.notesSlide+xml",),
    "notesMaster": ("presentationml.notesMaster+xml",),
    "handoutMaster": ("presentationml.handoutMaster+xml",),
    "presProps": ("presentationml.presProps+xml",),
    "viewProps": ("presentationml.viewProps+xml",),
    "tableStyles": ("presentationml.tableStyles+xml",),
    "theme": (".theme+xml",),
    "worksheet": ("spreadsheetml.worksheet+xml",),
    "chartsheet": ("spreadsheetml.chartsheet+xml",),
    "sharedStrings": ("spreadsheetml.sharedStrings+xml",),
    "table": ("spreadsheetml.table+xml",),
    "styles": ("spreadsheetml.styles+xml", "wordprocessingml.styles+xml"),
    "numbering": ("wordprocessingml.numbering+xml",),
    "settings": ("wordprocessingml.settings+xml",),
    "fontTable": ("wordprocessingml.fontTable+xml",),
    "header": ("wordprocessingml.header+xml",),
    "footer": ("wordprocessingml.footer+xml",),
    "footnotes": ("wordprocessingml.footnotes+xml",),
    "endnotes": ("wordprocessingml.endnotes+xml",),
    "chart": ("drawingml.chart+xml",),
    "chartUserShapes": ("drawingml.chartshapes+xml",),
    "drawing": ("officedocument.drawing+xml",),
    "customXmlProps": ("customXmlProperties+xml",),
    "extended-properties": ("extended-properties+xml",),
    "core-properties": ("core-properties+xml",),
}
# The root element that a content type promises.
_ROOTS: Final = {
    "presentationml.slide+xml": qn("p:sld"),
    "presentationml.slideLayout+xml": qn("p:sldLayout"),
    "presentationml.slideMaster+xml": qn("p:sldMaster"),
    "presentationml.notesSlide+xml": qn("p:notes"),
    "presentationml.presentation.main+xml": qn("p:presentation"),
    "wordprocessingml.document.main+xml": qn("w:document"),
    "wordprocessingml.styles+xml": qn("w:styles"),
    "wordprocessingml.numbering+xml": qn("w:numbering"),
    "spreadsheetml.sheet.main+xml": qn("s:workbook"),
    "spreadsheetml.worksheet+xml": qn("s:worksheet"),
    "spreadsheetml.styles+xml": qn("s:styleSheet"),
    "spreadsheetml.sharedStrings+xml": qn("s:sst"),
    "spreadsheetml.table+xml": qn("s:table"),
    "drawingml.chart+xml": qn("c:chartSpace"),
    "drawingml.chartshapes+xml": qn("c:userShapes"),
    "officedocument.drawing+xml": qn("xdr:wsDr"),
}
_REFERENCE: Final = f"{{{NS['r']}}}"


def _every_part_has_a_content_type(opened: Opened) -> Iterator[Problem]:
    for part in opened.package.names:
        if not opened.package.content_type(part):
            yield opened.problem(part, "no-content-type", "The part has no content type")
    for part in sorted(opened.package.types.overrides):
        if part not in opened.package.entries:
            yield opened.problem(part, "type-without-part", "There is a content type for a part that is not there")


def _content_types_fit(opened: Opened) -> Iterator[Problem]:
    wanted: dict[str, tuple[str, ...]] = {}
    for source in sorted(opened.package.arrows):
        for arrow in opened.package.relationships(source):
            endings = _KINDS.get(arrow.type.rpartition("/")[2])
            if endings and not arrow.external and arrow.target in opened.package.entries:
                wanted.setdefault(arrow.target, endings)
    for part, endings in sorted(wanted.items()):
        held = opened.package.content_type(part)
        # Strict files and extensions of other makers have types of their own.
        if held and not held.endswith(endings) and (held.startswith(_OFFICE) or held == "application/xml"):
            yield opened.problem(part, "wrong-content-type", "The part has the wrong content type", held, endings[0])
    for part, tree in opened.trees.items():
        held = opened.package.content_type(part)
        for ending, root in _ROOTS.items():
            local = etree.QName(tree).localname
            if held.endswith(ending) and local != etree.QName(root).localname:
                yield opened.problem(part, "wrong-root", "The part holds something else than its type says", local)


def _relationships_lead_somewhere(opened: Opened) -> Iterator[Problem]:
    for source in sorted(opened.package.arrows):
        place = source or "_rels/.rels"
        if source != ROOT and source not in opened.package.entries:
            yield opened.problem(place, "orphan-relationships", "There are relationships of a part that is not there")
        arrows = opened.package.relationships(source)
        for id in repeated([arrow.id for arrow in arrows]):
            yield opened.problem(place, "duplicate-relationship", "Two relationships have one id", id)
        for arrow in arrows:
            if not arrow.external and not arrow.target.startswith("#") and arrow.target not in opened.package.entries:
                yield opened.problem(
                    place, "missing-part", "A relationship leads to a part that is not there", arrow.target
                )


def _references_have_relationships(opened: Opened) -> Iterator[Problem]:
    for part, tree in opened.trees.items():
        known = {arrow.id for arrow in opened.package.relationships(part)}
        missing = {
            value: None
            for node in tree.iter("*")
            for name, value in node.attrib.items()
            if isinstance(name, str) and name.startswith(_REFERENCE) and value and value not in known
        }
        for id in missing:
            yield opened.problem(part, "dangling-reference", "The part refers to a relationship it does not have", id)


RULES = (
    _every_part_has_a_content_type,
    _content_types_fit,
    _relationships_lead_somewhere,
    _references_have_relationships,
)
