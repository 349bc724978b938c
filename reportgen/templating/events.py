"""XML bytes -> flat elements with byte ranges, by expat: what no edit touches can stay byte for byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from xml.parsers import expat

_START_TAG = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9A-Fa-f]+|amp|lt|gt|quot|apos);")
# Deeper nesting than any program writes; a hostile part would otherwise cost quadratic time in paths.
DEEPEST = 256


class BrokenXmlError(ValueError):
    """The part is not XML that an Office program writes; the sentence says why."""


@dataclass(slots=True, eq=False)
class Element:
    """An element: `start` to `end` are its bytes, `body` to `close` its content (equal for an empty element).

    `name` carries the usual prefix of its namespace ("w:p"), whatever prefix the part uses.
    """

    name: str
    index: int
    parent: Element | None
    start: int
    body: int
    close: int = 0
    end: int = 0

    def ancestors(self) -> Iterator[Element]:
        """Parent, grandparent and so on up to the root."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def path(self) -> tuple[str, ...]:
        """The names of the element and its ancestors, innermost first."""
        return (self.name, *(above.name for above in self.ancestors()))


@dataclass(slots=True, eq=False)
class Document:
    """A part: its `data` in UTF-8 and its `elements` in document order."""

    part: str
    data: bytes
    elements: list[Element] = field(default_factory=list)

    def within(self, element: Element) -> Iterator[Element]:
        """The element's descendants in document order."""
        for index in range(element.index + 1, len(self.elements)):
            candidate = self.elements[index]
            if candidate.start >= element.end:
                return
            yield candidate

    def child(self, element: Element, name: str) -> Element | None:
        """The first child of that name."""
        return next((inner for inner in self.within(element) if inner.parent is element and inner.name == name), None)

    def text(self, element: Element) -> str:
        """The content of a text element, entities resolved; "" when it holds more than characters."""
        raw = self.data[element.body : element.close].decode("utf-8")
        return "" if "<" in raw else plain(raw)

    def start_tag(self, element: Element) -> str:
        """The start tag as written, opening also where the element is empty ("<w:p/>" gives "<w:p>")."""
        raw = self.data[element.start : element.body].decode("utf-8")
        return raw[:-2].rstrip() + ">" if raw.endswith("/>") else raw

    def end_tag(self, element: Element) -> str:
        """The end tag, with the prefix the part uses."""
        return f"</{self.written_name(element)}>"

    def written_name(self, element: Element) -> str:
        """The name with the prefix the part uses."""
        raw = self.data[element.start + 1 : element.body]
        return re.split(rb"[\s/>]", raw, maxsplit=1)[0].decode("utf-8")

    def xml(self, element: Element) -> str:
        """The element as written."""
        return self.data[element.start : element.end].decode("utf-8")

    def attribute(self, element: Element, name: str) -> str:
        """The value of an attribute by its written name ("name", "w:id"), unescaped; "" when absent."""
        found = self.attribute_range(element, name)
        return plain(self.data[found[0] : found[1]].decode("utf-8")) if found else ""

    def attribute_range(self, element: Element, name: str) -> tuple[int, int] | None:
        """The bytes of an attribute's value, without the quotes; None when absent."""
        quoted = rb"""\s""" + re.escape(name.encode()) + rb"""\s*=\s*("[^"]*"|'[^']*')"""
        match = re.search(quoted, self.data[element.start : element.body])
        return (element.start + match.start(1) + 1, element.start + match.end(1) - 1) if match else None


def plain(raw: str) -> str:
    """Characters as written in XML, with the entities resolved that need no DTD."""
    return _ENTITY.sub(lambda match: unescape(match[0]), raw) if "&" in raw else raw


def read_document(part: str, data: bytes, namespaces: Mapping[str, str]) -> Document:
    """The elements of a part; BrokenXmlError with line and column when it is not well-formed, has a DTD,
    is nested too deeply or is neither UTF-8 nor UTF-16."""
    document = Document(part, _as_utf8(data))
    parser = expat.ParserCreate("utf-8", " ")
    reader = _Reader(document, namespaces, parser)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = reader.refuse_dtd
    try:
        parser.Parse(document.data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        raise BrokenXmlError(f"{part} is not well-formed XML: {reason}, line {error.lineno}") from None
    return document


class _Reader:
    """Expat's handlers: they fill the document's list of elements."""

    def __init__(self, document: Document, namespaces: Mapping[str, str], parser: expat.XMLParserType) -> None:
        self._document, self._namespaces, self._parser = document, namespaces, parser
        self._open: list[Element] = []
        self._names: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= DEEPEST:
            raise BrokenXmlError(f"{self._document.part} nests elements more than {DEEPEST} deep")
        at = self._parser.CurrentByteIndex
        match = _START_TAG.match(self._document.data, at)
        if match is None:
            raise BrokenXmlError(f"{self._document.part} cannot be read at byte {at}")
        elements, parent = self._document.elements, self._open[-1] if self._open else None
        element = Element(self._names.get(name) or self._name(name), len(elements), parent, at, match.end())
        elements.append(element)
        self._open.append(element)

    def end(self, name: str) -> None:
        element = self._open.pop()
        data, at = self._document.data, self._parser.CurrentByteIndex
        # The end of <w:p/> is reported behind it, where another element may begin.
        if data[element.body - 2 : element.body] == b"/>":
            element.close = element.end = element.body
        else:
            element.close, element.end = at, data.index(b">", at) + 1

    def refuse_dtd(self, *_: object) -> None:
        raise BrokenXmlError(f"{self._document.part} has a document type declaration, which no Office file needs")

    def _name(self, expanded: str) -> str:
        uri, _, local = expanded.rpartition(" ")
        prefix = self._namespaces.get(uri, f"{{{uri}}}" if uri else "")
        name = local if not prefix else f"{prefix}{local}" if prefix.endswith("}") else f"{prefix}:{local}"
        self._names[expanded] = name
        return name


def _as_utf8(data: bytes) -> bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            raise BrokenXmlError("a part announces UTF-16 and is not") from None
        return re.sub(r"^(<\?xml[^>]*?)\s+encoding\s*=\s*(\"[^\"]*\"|'[^']*')", r"\1", text).encode("utf-8", "replace")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise BrokenXmlError("a part is neither UTF-8 nor UTF-16") from None
    return data
