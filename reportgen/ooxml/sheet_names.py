"""The names of a workbook's sheets in another language, and what refers to them: links, defined names, formulas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from lxml import etree

from reportgen.ooxml.archive import pack
from reportgen.ooxml.package import Package, parse_xml

_SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# What may hold a reference to a sheet as its text: formulas, those of conditions and lists, and defined names.
_REFERRING: Final = tuple(f"{_SHEET}{name}" for name in ("f", "formula", "formula1", "formula2", "definedName"))
# 'Read me'!$A$1 or Summary!A1, but not a text in quotation marks.
_REFERENCE: Final = re.compile(r"""("[^"]*")|'((?:[^']|'')+)'!|(?<![\w.'\]])([^\W\d][\w.]*)!""")
# ECMA-376 part 1, 18.2.19, and Excel's limit for a name.
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]|^'|'$")
_LONGEST: Final = 31


def sheets_in_words(package: Package, words: Mapping[str, str], link: str) -> Package:
    """The same workbook with every sheet name that `words` translates into a name that Excel takes and no other sheet
    has. `link` is how the tip of a link to a sheet reads, such as `Go to sheet {name}`."""
    book = parse_xml(package.read(package.main))
    sheets = list(book.iterfind(f"{_SHEET}sheets/{_SHEET}sheet"))
    renamed = _renamed([sheet.get("name", "") for sheet in sheets], words)
    if not renamed:
        return package
    # A link may lead to a sheet that is only made when the workbook is filled, under its name in that language.
    kept = {sheet.get("name", "") for sheet in sheets} - set(renamed)
    linked = {name: new for name, new in words.items() if name not in kept}
    for sheet in sheets:
        sheet.set("name", renamed.get(sheet.get("name", ""), sheet.get("name", "")))
    _follow(book, renamed, {}, "")
    changed = {package.main: pack(package.main, _bytes(book))}
    for part in package.names:
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            root = parse_xml(package.read(part))
            if _follow(root, renamed, linked, link):
                changed[part] = pack(part, _bytes(root))
    return replace(package, entries={**package.entries, **changed})


def _renamed(names: list[str], words: Mapping[str, str]) -> dict[str, str]:
    """The new names by the old ones; a sheet keeps its name where the new one cannot be or is taken."""
    taken = {name.casefold() for name in names}
    renamed: dict[str, str] = {}
    for name in names:
        new = words.get(name, name)
        if len(new) <= _LONGEST and not _FORBIDDEN.search(new) and new.casefold() not in taken:
            taken.add(new.casefold())
            renamed[name] = new
    return renamed


def _follow(root: etree._Element, renamed: Mapping[str, str], linked: Mapping[str, str], link: str) -> bool:
    """Let formulas, names and links refer to the new names; true when any did."""
    changed = False
    for element in root.iter(*_REFERRING):
        text = _referring(element.text or "", renamed)
        changed = changed or text != element.text
        element.text = text
    for element in root.iter(f"{_SHEET}hyperlink"):
        if element.get("location"):
            element.set("location", _referring(element.get("location", ""), linked))
            changed = True
        shown = linked.get(element.get("display", ""), "")
        if shown:
            element.set("display", shown)
            element.set("tooltip", link.format(name=shown))
    return changed


def _referring(text: str, renamed: Mapping[str, str]) -> str:
    """The reference or formula with the new names of sheets, in quotes."""

    def new(found: re.Match[str]) -> str:
        name = renamed.get((found[2] or found[3] or "").replace("''", "'"))
        quoted = (name or "").replace("'", "''")
        return f"'{quoted}'!" if name else found[0]

    return _REFERENCE.sub(new, text)


def _bytes(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
