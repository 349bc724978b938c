"""The fixed texts of a package in another language: headings and labels that stand in a template as they are.

A text is a run of characters of one format (`a:r`, `w:r`), or a cell's shared string. It is replaced where its whole
text, blanks at the ends apart, has a translation; what has none stays, as in any template that a person wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from lxml import etree

from reportgen.ooxml.archive import pack
from reportgen.ooxml.package import Package, parse_xml

_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
# The parts of the three kinds of documents in which people read texts.
_FOLDERS: Final = ("ppt/slides/", "ppt/notesSlides/", "ppt/slideLayouts/", "ppt/slideMasters/", "word/", "xl/")
_ENDING: Final = ".xml"


def in_words(package: Package, words: Mapping[str, str]) -> Package:
    """The same package with every fixed text that `words` translates; the package itself when there is none."""
    changed = {}
    for part in package.names if words else ():
        if part.startswith(_FOLDERS) and part.endswith(_ENDING):
            data = _translated(package.read(part), words)
            if data is not None:
                changed[part] = pack(part, data)
    return replace(package, entries={**package.entries, **changed}) if changed else package


def _translated(data: bytes, words: Mapping[str, str]) -> bytes | None:
    """The part with its texts in the other language; None when it has none of them."""
    root = parse_xml(data)
    found = [(element, words[text.strip()]) for element, text in _texts(root) if text.strip() in words]
    for element, text in found:
        before = element.text or ""
        start, end = before[: len(before) - len(before.lstrip())], before[len(before.rstrip()) :]
        element.text = f"{start}{text}{end}"
        if (start or end) and element.tag == _WORD:
            element.set(_SPACE, "preserve")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if found else None


def _texts(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter(_DRAWING, _WORD, _SHEET):
        if element.text and not element.text.isspace():
            yield element, element.text
