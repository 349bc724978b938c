"""Documents -> the tags in them, each with the bytes it covers, wherever Office split it over runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reportgen.locations import TagLocation
from reportgen.templating.dialect import Dialect, Flow
from reportgen.templating.events import Document, Element, plain
from reportgen.templating.placing import Tag
from reportgen.templating.tags import FoundTag, TagKind, find_tags

_CHARACTER = re.compile(r"&[^;]*;|.", re.DOTALL)
_ATTRIBUTE = re.compile(rb"""=\s*("[^"<]*\{\{[^"<]*"|'[^'<]*\{\{[^'<]*')""")


@dataclass(slots=True)
class Segment:
    """A text element as a stretch of its paragraph's text; `element` is None for a pause (a tab, a break)."""

    text: str
    element: Element | None
    raw: str = ""
    _offsets: list[int] = field(default_factory=list)

    def offset(self, index: int) -> int:
        """The byte at which the character `index` of this stretch begins (or where the last one ends)."""
        assert self.element is not None
        if len(self.text) == len(self.raw) and self.raw.isascii():
            return self.element.body + index
        if not self._offsets:
            self._offsets.append(self.element.body)
            for written in _CHARACTER.findall(self.raw):
                self._offsets.append(self._offsets[-1] + len(written.encode("utf-8")))
        return self._offsets[index]


@dataclass(slots=True, eq=False)
class PlacedTag:
    """A tag and where it lies: in a paragraph's text (`stretches`: text element and bytes, in order), or in an
    attribute (`flow` None, one stretch of the element that has it)."""

    found: FoundTag
    document: Document
    paragraph: Element
    flow: Flow | None
    stretches: list[tuple[Element, int, int]]
    tag: Tag

    @property
    def text_element(self) -> Element:
        """The text element in which the tag begins."""
        return self.stretches[0][0]

    @property
    def start(self) -> int:
        """The byte at which the tag begins."""
        return self.stretches[0][1]


def placed_tags(document: Document, dialect: Dialect, file: str, title: str, first: int) -> list[PlacedTag]:
    """The tags of a part in the order in which they begin, numbered from `first`."""
    levels = [*dialect.levels, *([dialect.part_level] if dialect.part_level else [])]
    found = [*_tags_in_text(document, dialect, levels), *_tags_in_attributes(document)]
    found.sort(key=lambda item: item[3][0][1])
    words: dict[int, str] = {}
    placed = []
    for number, (tag, paragraph, flow, stretches) in enumerate(found, first):
        if paragraph.index not in words:
            described = dialect.describe(document, paragraph)
            words[paragraph.index] = ", ".join(part for part in (title, described) if part)
        place = TagLocation(file, words[paragraph.index], tag.source)
        placed.append(
            PlacedTag(tag, document, paragraph, flow, stretches, Tag(document.part, number, tag.source, place))
        )
    return placed


def hidden_doubles(document: Document, dialect: Dialect) -> list[Element]:
    """The elements that repeat tags found beside them (mc:Fallback)."""
    doubles = [element for element in document.elements if element.name in dialect.doubles]
    return [element for element in doubles if b"{" in document.data[element.start : element.end]]


_Found = tuple[FoundTag, Element, Flow | None, list[tuple[Element, int, int]]]


def _tags_in_text(document: Document, dialect: Dialect, levels: list[str]) -> Iterator[_Found]:
    for paragraph, flow, segments in _paragraphs(document, dialect):
        text = "".join(segment.text for segment in segments)
        for tag in find_tags(text, levels):
            stretches = list(_stretches(segments, tag.start, tag.end))
            if stretches:
                yield tag, paragraph, flow, stretches


def _paragraphs(document: Document, dialect: Dialect) -> Iterable[tuple[Element, Flow, list[Segment]]]:
    """Paragraphs that may hold tags, with their text."""
    flows = {flow.text: flow for flow in dialect.flows}
    pauses = {pause: flow for flow in dialect.flows for pause in flow.pauses}
    unread = dialect.skipped | dialect.doubles
    texts: dict[int, tuple[Element, Flow, list[Segment]]] = {}
    for element in document.elements:
        flow = flows.get(element.name) or pauses.get(element.name)
        paragraph = _paragraph(element, flow, unread) if flow else None
        if flow is None or paragraph is None:
            continue
        segments = texts.setdefault(paragraph.index, (paragraph, flow, []))[2]
        if element.name == flow.text:
            raw = document.data[element.body : element.close].decode("utf-8")
            if "<" not in raw:
                segments.append(Segment(plain(raw), element, raw))
        else:
            segments.append(Segment("\n", None))
    return [held for held in texts.values() if any("{" in segment.text for segment in held[2])]


def _paragraph(element: Element, flow: Flow, unread: frozenset[str]) -> Element | None:
    """The paragraph to whose text the element belongs; None where it is not read."""
    if flow.text == flow.paragraph:
        return element
    parent = element.parent
    if parent is None or (element.name == flow.text and parent.name not in (flow.run, flow.paragraph)):
        return None
    paragraph = None
    for above in element.ancestors():
        if above.name in unread:
            return None
        if paragraph is None and above.name == flow.paragraph:
            paragraph = above
    return paragraph


def _stretches(segments: list[Segment], start: int, end: int) -> Iterator[tuple[Element, int, int]]:
    at = 0
    for segment in segments:
        first, last = max(start, at), min(end, at + len(segment.text))
        if first < last and segment.element is not None:
            yield segment.element, segment.offset(first - at), segment.offset(last - at)
        at += len(segment.text)


def _tags_in_attributes(document: Document) -> Iterator[_Found]:
    if b"{{" not in document.data:
        return
    for element in document.elements:
        if b"{{" not in document.data[element.start : element.body]:
            continue
        for match in _ATTRIBUTE.finditer(document.data, element.start, element.body):
            yield from _tags_in_attribute(document, element, match.start(1) + 1, match.end(1) - 1)


def _tags_in_attribute(document: Document, element: Element, start: int, end: int) -> Iterator[_Found]:
    raw = document.data[start:end].decode("utf-8")
    # The entities of an attribute are resolved in its tags only; an offset is counted in written characters.
    for tag in find_tags(raw, ()):
        if tag.kind is TagKind.VALUE:
            first = start + len(raw[: tag.start].encode("utf-8"))
            last = start + len(raw[: tag.end].encode("utf-8"))
            found = FoundTag(tag.kind, tag.start, tag.end, plain(tag.source), plain(tag.code), fault=tag.fault)
            yield found, element, None, [(element, first, last)]
