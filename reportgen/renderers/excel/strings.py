"""The shared strings of a workbook: every text once, cells name it by number, as Excel itself writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from reportgen.ooxml import parse_xml
from reportgen.renderers.excel.styles import MAIN, Look, StyleBook
from reportgen.renderers.excel.texts import LONGEST_TEXT, fitting_text, looks_like_formula, text_element, utf16_length

# What lxml adds to an element that is written by itself; the part declares it once.
_DECLARATION = re.compile(r' xmlns(:\w+)?="[^"]*"')
_EMPTY = re.compile(r"(<t[^>]*(/>|></t>))?")
_MAIN_ONLY: dict[Any, str] = {None: MAIN}
STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


class StringBook:
    """The strings of one workbook in the making, after those of its template, whose numbers stay."""

    def __init__(self, template: bytes | None = None) -> None:
        self._root = with_default_namespace(parse_xml(template)) if template else _empty()
        self._first = len(self._root)
        self._plain: dict[str, int] = {}
        self._items: dict[str, int] = {}
        self._texts: dict[int, str] = {}

    def number(self, text: str) -> int:
        """The number of a text."""
        if text not in self._plain:
            self._plain[text] = self.item(text_element(text))
            self._texts[self._plain[text]] = text
        return self._plain[text]

    def text(self, number: int) -> str:
        """The text of that number when it was added here as one; empty for the template's own and for runs."""
        return self._texts.get(number, "")

    def item(self, xml: str) -> int:
        """The number of a string given as the content of its element: a text or runs."""
        return self._items.setdefault(xml, self._first + len(self._items))

    def simple_numbers(self, texts: Iterable[str]) -> dict[str, int]:
        """The numbers of texts that stand in XML as they are."""
        items, first = self._items, self._first
        return {text: items.setdefault(f"<t>{text}</t>", first + len(items)) for text in texts}

    def simple_number(self, text: str) -> int:
        """The number of a text that stands in XML as it is."""
        return self._items.setdefault(f"<t>{text}</t>", self._first + len(self._items))

    def to_bytes(self) -> bytes:
        """The part."""
        self._root.attrib.pop("count", "")
        self._root.set("uniqueCount", str(self._first + len(self._items)))
        self._root.append(etree.ProcessingInstruction("rg-strings", "here"))
        data = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        del self._root[-1]
        added = f"<si>{'</si><si>'.join(self._items)}</si>" if self._items else ""
        return data.replace(b"<?rg-strings here?>", added.encode("utf-8"), 1)


def share_texts(root: etree._Element, styles: StyleBook, strings: StringBook) -> None:
    """Share the texts that tags were filled into; cut what is too long, keep text what looks like a formula."""
    for cell in root.iterfind(f"{{{MAIN}}}sheetData/{{{MAIN}}}row/{{{MAIN}}}c[@t='inlineStr']"):
        texts = list(cell.iter(f"{{{MAIN}}}t"))
        text = "".join(element.text or "" for element in texts)
        if looks_like_formula(text):
            cell.set("s", str(styles.derived(int(cell.get("s", "0")), Look(quoted=True))))
        if len(text) * 2 > LONGEST_TEXT and utf16_length(text) > LONGEST_TEXT:
            for element in texts[1:]:
                element.text = ""
            texts[0].text = fitting_text(text)
        _share(cell, strings)


def _share(cell: etree._Element, strings: StringBook) -> None:
    """Turn an inline string into a shared one; an empty one into an empty cell."""
    content = "".join(_content(child) for child in cell.iterfind(f"{{{MAIN}}}is/*"))
    cell[:] = []
    if _EMPTY.fullmatch(content):
        cell.attrib.pop("t", "")
        return
    cell.set("t", "s")
    etree.SubElement(cell, f"{{{MAIN}}}v").text = str(strings.item(content))


def _content(element: etree._Element) -> str:
    """The element as text, without the declarations that lxml adds to its start tag."""
    start, end, rest = etree.tostring(element, encoding="unicode", with_tail=False).partition(">")
    return _DECLARATION.sub("", start) + end + rest


def with_default_namespace(root: etree._Element) -> etree._Element:
    """The same tree with the main namespace unprefixed, so that elements written as text can be put into it."""
    if root.prefix is None:
        return root
    names: dict[Any, str] = {prefix: uri for prefix, uri in root.nsmap.items() if prefix and uri != MAIN}
    moved = etree.Element(root.tag, {str(k): str(v) for k, v in root.attrib.items()}, nsmap={**_MAIN_ONLY, **names})
    moved[:] = list(root)
    etree.cleanup_namespaces(moved, keep_ns_prefixes=list(names))
    return moved


def _empty() -> etree._Element:
    return etree.Element(f"{{{MAIN}}}sst", nsmap=_MAIN_ONLY)
