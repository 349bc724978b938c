"""A worksheet of a template made ready for the tag engine.

Shared strings that hold tags become inline strings of their cells, because a repeated row needs its own text;
their entries in the shared part are blanked, so that no tag is left in the file. Every row gets an element and
carries its number in the template in an attribute, from which `layout` later knows where it went.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Final

from lxml import etree

from reportgen.errors import Problem, Severity, TemplateError
from reportgen.locations import TagLocation
from reportgen.ooxml import parse_xml
from reportgen.renderers.excel.references import Area, cell_name, parse_cell
from reportgen.renderers.excel.strings import with_default_namespace
from reportgen.renderers.excel.styles import MAIN

# Marks of the renderer inside a sheet that is being made; `layout` takes them out again.
ROW_MARK: Final = "rg-row"
_MARKED = re.compile(rb'\b%s="(\d+)"' % ROW_MARK.encode())
_TAG = re.compile(r"\{\{|\{%|\{#")
# Beyond this a sheet is no template but data: every row gets an element of its own.
_MOST_TEMPLATE_ROWS = 20_000


def has_tags(text: str) -> bool:
    """True when the text may hold a tag of the template language."""
    return _TAG.search(text) is not None


class SharedStrings:
    """The shared strings of a template; knows which hold tags."""

    def __init__(self, data: bytes | None) -> None:
        self._root = parse_xml(data) if data else etree.Element(f"{{{MAIN}}}sst")
        self.items = list(self._root.iterfind(f"{{{MAIN}}}si"))
        texts = ["".join(str(text) for text in item.itertext(f"{{{MAIN}}}t")) for item in self.items]
        self.tagged = {number for number, text in enumerate(texts) if has_tags(text)}

    def inline(self, number: int) -> etree._Element:
        """The string as the content of an inline string cell, with its runs; reading aids are left out."""
        held = etree.Element(f"{{{MAIN}}}is")
        wanted = (f"{{{MAIN}}}t", f"{{{MAIN}}}r")
        held.extend(deepcopy(child) for child in self.items[number] if child.tag in wanted)
        return held

    def blanked(self) -> bytes:
        """The part with the strings that hold tags emptied; their numbers stay taken."""
        for number in sorted(self.tagged):
            self.items[number][:] = []
            etree.SubElement(self.items[number], f"{{{MAIN}}}t")
        return etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)


def tagged_sheet(data: bytes, strings: SharedStrings, file: str, sheet: str) -> bytes | None:
    """The sheet ready for the engine; None when it holds no tag. TemplateError when it is too tall."""
    if not strings.tagged and not has_tags(data.decode("utf-8", "replace")):
        return None
    root = with_default_namespace(parse_xml(data))
    found = _inline_tagged_strings(root, strings)
    if not found and not has_tags("".join(str(text) for text in root.itertext())):
        return None
    _mark_rows(root, file, sheet)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _inline_tagged_strings(root: etree._Element, strings: SharedStrings) -> bool:
    found = False
    for cell in root.iter(f"{{{MAIN}}}c"):
        value = cell.find(f"{{{MAIN}}}v")
        if cell.get("t") != "s" or value is None or int(value.text or "0") not in strings.tagged:
            continue
        found = True
        cell[:] = [strings.inline(int(value.text or "0"))]
        cell.set("t", "inlineStr")
    return found


def _mark_rows(root: etree._Element, file: str, sheet: str) -> None:
    """Give every row from 1 to the last one an element, and every cell its reference."""
    data = root.find(f"{{{MAIN}}}sheetData")
    if data is None:
        return
    rows = number_rows(list(data))
    merged = [Area.parse(cell.get("ref", "A1")).bottom for cell in root.iter(f"{{{MAIN}}}mergeCell")]
    height = max([*rows, *merged], default=0)
    if height > _MOST_TEMPLATE_ROWS:
        place = TagLocation(file, f'sheet "{sheet}"')
        message = "The sheet has tags and too many rows to be a template"
        hint = "Delete the empty formatted rows at its end."
        problem = Problem(
            Severity.ERROR, "sheet-too-tall", message, place, f"{height} rows", f"{_MOST_TEMPLATE_ROWS} at most", hint
        )
        raise TemplateError([problem])
    complete = []
    for number in range(1, height + 1):
        row = rows.get(number)
        if row is None:
            row = etree.Element(f"{{{MAIN}}}row", r=str(number))
        row.set(ROW_MARK, str(number))
        row.attrib.pop("spans", "")
        complete.append(row)
    data[:] = complete


def last_row(data: bytes) -> int:
    """The last row of a sheet that is ready for the engine; 0 for one without rows."""
    row = data.rpartition(b"<row ")[2].partition(b">")[0]
    found = _MARKED.search(row)
    return int(found[1]) if found else 0


def number_rows(rows: Sequence[etree._Element]) -> dict[int, etree._Element]:
    """The row elements by number; those without one follow the row before (ECMA-376 part 1, 18.3.1.73)."""
    found: dict[int, etree._Element] = {}
    number = 0
    for row in rows:
        number = int(row.get("r", number + 1))
        found[number] = row
        _number_cells(row, number)
    return found


def _number_cells(row: etree._Element, number: int) -> None:
    column = 0
    for cell in row.iterfind(f"{{{MAIN}}}c"):
        reference = cell.get("r")
        column = parse_cell(reference)[1] if reference else column + 1
        cell.set("r", cell_name(number, column))
