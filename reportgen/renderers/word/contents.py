"""Headings and captions of a filled part -> the entries of its contents list, and references to its captions.

A field shows what is written as its result until somebody updates it, and viewers never do. So the list holds real
entries, each a link to its heading. They have no page numbers: those are known only to the program that lays the
document out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from reportgen.ooxml import Xml, el, parse_xml
from reportgen.ooxml.markup import join
from reportgen.ooxml.names import NS

_W: Final = f"{{{NS['w']}}}"
_STYLE: Final = f"{_W}pStyle"
_VALUE: Final = f"{_W}val"
_HEADING: Final = re.compile(r"heading ([1-9])")
_ENTRY: Final = re.compile(r"toc ([1-9])")
_RANGE: Final = re.compile(r'\\o\s+"(\d)-(\d)"')
_PLACEHOLDER: Final = re.compile(r"%(\d)")
# A reference in a template to the caption that follows it: REF NextFigure, REF NextTable.
_NEXT: Final = re.compile(r"^\s*REF\s+Next(\w+)")
# A document's own bookmarks count from 0; Word needs numbers that differ.
_FIRST_ID: Final = 10_000
# What a contents list shows where it names no levels, as Word does.
_LEVELS: Final = (1, 3)


@dataclass(frozen=True, slots=True)
class Outline:
    """The styles of headings: level by style id, the pattern of its number by level, style ids of entries by level."""

    levels: Mapping[str, int] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)
    entries: Mapping[int, str] = field(default_factory=dict)


NO_OUTLINE: Final = Outline()


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    number: str
    text: str
    mark: str


@lru_cache(maxsize=32)
def read_outline(styles: bytes, numbering: bytes = b"") -> Outline:
    """The outline of a document from its styles part and, where headings are numbered, its numbering part."""
    levels, entries, lists = dict[str, int](), dict[int, str](), dict[int, str]()
    for style in parse_xml(styles).iter(f"{_W}style"):
        name = next((one.get(f"{_W}val", "").lower() for one in style.iterchildren(f"{_W}name")), "")
        id = style.get(f"{_W}styleId", "")
        if found := _HEADING.fullmatch(name):
            levels[id] = int(found.group(1))
            number = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
            if number is not None:
                lists[levels[id]] = number.get(f"{_W}val", "")
        elif found := _ENTRY.fullmatch(name):
            entries[int(found.group(1))] = id
    return Outline(levels, _patterns(numbering, lists) if numbering and lists else {}, entries)


def _patterns(numbering: bytes, lists: Mapping[int, str]) -> dict[int, str]:
    """The pattern of the number of each heading level, such as "%1.%2"; decimal numbers only."""
    root, found = parse_xml(numbering), dict[int, str]()
    abstract = {one.get(f"{_W}numId", ""): _value(one, "abstractNumId") for one in root.iterchildren(f"{_W}num")}
    levels = {
        (one.get(f"{_W}abstractNumId", ""), level.get(f"{_W}ilvl", "")): level
        for one in root.iterchildren(f"{_W}abstractNum")
        for level in one.iterchildren(f"{_W}lvl")
    }
    for level, list_id in lists.items():
        held = levels.get((abstract.get(list_id, ""), str(level - 1)))
        if held is not None and _value(held, "numFmt") == "decimal":
            found[level] = _value(held, "lvlText").strip()
    return found


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return str(child.get(f"{_W}val", "")) if child is not None else ""


def fill_contents(root: Any, outline: Outline) -> None:
    """Write the entries of every contents list of the part, and the bookmarks that they lead to."""
    begins = [text for text in root.iter(f"{_W}instrText") if (text.text or "").split()[:1] == ["TOC"]]
    if not begins:
        return
    headings = _headings(root, outline)
    for instruction in begins:
        bounds = _RANGE.search(instruction.text)
        first, last = map(int, bounds.groups()) if bounds else _LEVELS
        _replace(instruction, [one for one in headings if first <= one.level <= last], outline)


def _headings(root: Any, outline: Outline) -> list[_Heading]:
    counted, found = [0] * 10, list[_Heading]()
    # By style, because few of thousands of paragraphs have one of these.
    for style in [one for one in root.iter(_STYLE) if one.get(_VALUE) in outline.levels]:
        level = outline.levels[style.get(_VALUE)]
        if (paragraph := style.getparent().getparent()).tag != f"{_W}p":
            continue
        counted[level] += 1
        counted[level + 1 :] = [0] * (9 - level)
        number = _PLACEHOLDER.sub(lambda place: str(counted[int(place.group(1))]), outline.numbers.get(level, ""))
        text = " ".join("".join(one.text or "" for one in paragraph.iter(f"{_W}t")).split(" "))
        mark = f"_Toc{len(found) + 1:05}"
        _bookmark(paragraph, mark, len(found))
        found.append(_Heading(level, number, text, mark))
    return found


def _bookmark(paragraph: Any, mark: str, count: int) -> None:
    start, end = _marks(mark, _FIRST_ID + count)
    paragraph.insert(1 if paragraph.find(f"{_W}pPr") is not None else 0, start)
    paragraph.append(end)


def _marks(mark: str, id: int) -> tuple[Any, Any]:
    start = etree.Element(f"{_W}bookmarkStart", {f"{_W}id": str(id), f"{_W}name": mark})
    return start, etree.Element(f"{_W}bookmarkEnd", {f"{_W}id": str(id)})


def _replace(instruction: Any, headings: list[_Heading], outline: Outline) -> None:
    """Put the entries in place of the paragraphs from the beginning of the field to its end."""
    first = next(instruction.iterancestors(f"{_W}p"))
    held, depth = list[Any](), 0
    for paragraph in (first, *first.itersiblings(f"{_W}p")):
        held.append(paragraph)
        for mark in paragraph.iter(f"{_W}fldChar"):
            depth += {"begin": 1, "end": -1}.get(mark.get(f"{_W}fldCharType"), 0)
        if depth == 0:
            break
    else:
        return
    for number, one in enumerate(headings):
        begin = _begin(instruction.text) if number == 0 else Xml("")
        end = _mark("end") if number == len(headings) - 1 else Xml("")
        first.addprevious(_element(_entry(one, outline, begin, end)))
    if headings:
        for paragraph in held:
            paragraph.getparent().remove(paragraph)


def _entry(one: _Heading, outline: Outline, begin: Xml, end: Xml) -> Xml:
    style = outline.entries.get(one.level, "")
    number = join(_run(one.number), el("w:r", el("w:tab"))) if one.number else None
    link = el("w:hyperlink", number, _run(one.text), **{"w:anchor": one.mark, "w:history": "1"})
    properties = el("w:pPr", el("w:pStyle", **{"w:val": style})) if style else None
    return el("w:p", properties, begin, link, end)


def _run(text: str) -> Xml:
    return el("w:r", el("w:t", text, **{"xml:space": "preserve"}))


def _begin(instruction: str) -> Xml:
    words = el("w:r", el("w:instrText", instruction, **{"xml:space": "preserve"}))
    return join(_mark("begin"), words, _mark("separate"))


def _mark(kind: str) -> Xml:
    return el("w:r", el("w:fldChar", **{"w:fldCharType": kind}))


def _element(xml: Xml) -> Any:
    (made,) = parse_xml(el("w:body", xml, **{"xmlns:w": NS["w"]}).encode())
    return made


def resolve_references(root: Any) -> None:
    """Let each REF NextFigure or REF NextTable show, and lead to, the next caption of that kind."""
    waiting: dict[str, list[Any]] = {}
    marked = 0
    for reference in list(root.iter(f"{_W}fldSimple")):
        words = reference.get(f"{_W}instr", "")
        wanted = _NEXT.match(words)
        if wanted:
            waiting.setdefault(wanted.group(1).lower(), []).append(reference)
            continue
        kind = words.split()[1].lower() if words.split()[:1] == ["SEQ"] and len(words.split()) > 1 else ""
        if waiting.get(kind):
            marked += 1
            _lead_to(reference, waiting.pop(kind), f"_Ref{marked:05}", 2 * _FIRST_ID + marked)
    for left in (one for held in waiting.values() for one in held):
        left.getparent().remove(left)


def _lead_to(caption: Any, references: list[Any], mark: str, id: int) -> None:
    """Bookmark the words and number of a caption and show them in the references."""
    paragraph = caption.getparent()
    place = paragraph.index(caption)
    first = 1 if paragraph.find(f"{_W}pPr") is not None else 0
    label = "".join(text.text or "" for child in paragraph[first : place + 1] for text in child.iter(f"{_W}t"))
    start, end = _marks(mark, id)
    paragraph.insert(place + 1, end)
    paragraph.insert(first, start)
    for reference in references:
        reference.set(f"{_W}instr", f" REF {mark} \\h ")
        for number, text in enumerate(reference.iter(f"{_W}t")):
            text.text = label.strip().replace(" ", "\N{NO-BREAK SPACE}") if number == 0 else ""
