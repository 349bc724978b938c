"""The workbook part: which sheets there are and what the defined names point at.

In: xl/workbook.xml of a draft.  Out: the same part without dropped sheets, with names added and shifted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reportgen.ooxml import Draft, parse_xml
from reportgen.renderers.excel.shift import LostReferenceError, RowMap, shift_formula
from reportgen.renderers.excel.styles import MAIN

RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# What stands before definedNames in the workbook (ECMA-376 part 1, 18.2.27).
_BEFORE_NAMES = (
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"),
    *("functionGroups", "externalReferences"),
)
_BEFORE_CALCULATION = (*_BEFORE_NAMES, "definedNames")
_BEFORE_SHEETS = _BEFORE_NAMES[:4]
_LONGEST_SHEET_NAME = 31
# Excel's limit for a name (Excel specifications and limits).
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: the name on its tab and its part."""

    name: str
    part: str


class Workbook:
    """The workbook part of a draft while it is being changed."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._root = parse_xml(draft.read(draft.main))
        self._taken = {name.get("name", "").casefold() for name in self._names()}

    @property
    def sheets(self) -> list[Sheet]:
        """The worksheets in the order of their tabs."""
        targets = {arrow.id: arrow.target for arrow in self._draft.relationships(self._draft.main)}
        found = self._root.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")
        pairs = ((sheet.get("name", ""), targets.get(sheet.get(f"{{{RELATIONSHIPS}}}id", ""), "")) for sheet in found)
        return [Sheet(name, part) for name, part in pairs if part]

    @property
    def date_1904(self) -> bool:
        """True when the workbook counts days from 1904."""
        properties = self._root.find(f"{{{MAIN}}}workbookPr")
        return properties is not None and properties.get("date1904", "0") in ("1", "true")

    def related(self, kind: str) -> str | None:
        """The part the workbook is related to as "styles", "sharedStrings", "calcChain"; None without one."""
        for arrow in self._draft.relationships(self._draft.main):
            if arrow.type.rsplit("/", 1)[-1] == kind and not arrow.external:
                return arrow.target
        return None

    def areas_named(self) -> dict[tuple[str, str], str]:
        """Names of single ranges: (sheet, range without dollar signs) -> name."""
        found = {}
        for name in self._names():
            match = re.fullmatch(r"('(?:[^']|'')+'|[^'!]+)!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)", name.text or "")
            if match and not name.get("name", "").startswith("_xlnm"):
                sheet = match[1].strip("'").replace("''", "'")
                found[sheet, match[2].replace("$", "")] = name.get("name", "")
        return found

    def drop(self, names: Iterable[str]) -> None:
        """Take sheets out: tab, part, the names on them; what counted sheets is counted anew."""
        dropped = set(names)
        if not dropped:
            return
        sheets = self._root.find(f"{{{MAIN}}}sheets")
        if sheets is None:
            return
        order = [sheet.get("name", "") for sheet in sheets]
        parts = {sheet.name: sheet.part for sheet in self.sheets}
        kept = [position for position, name in enumerate(order) if name not in dropped]
        for position in sorted(set(range(len(order))) - set(kept), reverse=True):
            sheets.remove(sheets[position])
        self._draft.drop(*(parts[name] for name in dropped))
        self._renumber({old: new for new, old in enumerate(kept)}, dropped)

    def shift_names(self, maps: dict[str, RowMap]) -> None:
        """Let the defined names follow the rows of the template."""
        for name in self._names():
            try:
                name.text = shift_formula(name.text or "", "", maps)
            except LostReferenceError:
                name.text = "#REF!"
            parent = name.getparent()
            if parent is not None and "#REF!" in (name.text or "") and name.get("name", "").startswith("_xlnm."):
                # Print titles whose row was dropped: Excel repairs a file that keeps them.
                parent.remove(name)

    def add_sheet(self, wanted: str, part: str, after: str = "") -> str:
        """List a new worksheet after that one or last, under a name that is free. Gives the name."""
        sheets = self._section("sheets", _BEFORE_SHEETS)
        taken = {sheet.get("name", "").casefold() for sheet in sheets}
        base = re.sub(r"[\[\]:*?/\\']", "_", wanted)[: _LONGEST_SHEET_NAME - 4]
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base} {number}"
        id = max((int(sheet.get("sheetId", "0")) for sheet in sheets), default=0) + 1
        attributes = {"name": name, "sheetId": str(id)}
        added = etree.SubElement(sheets, f"{{{MAIN}}}sheet", attributes, nsmap={"r": RELATIONSHIPS})
        added.set(f"{{{RELATIONSHIPS}}}id", self._draft.relate(self._draft.main, f"{RELATIONSHIPS}/worksheet", part))
        order = [sheet.get("name", "") for sheet in sheets]
        if after in order:
            place = order.index(after) + 1
            sheets.insert(place, added)
            self._renumber({old: old + (old >= place) for old in range(len(order) - 1)}, set())
        return name

    def add_name(self, wanted: str, refers_to: str) -> str:
        """Define a name; characters a name cannot have become "_", and a taken one gets a number. Gives the name."""
        base = re.sub(r"[^\w.]", "_", wanted)[: _LONGEST_NAME - 5]
        name, number = base, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{base}_{number}"
        self._taken.add(name.casefold())
        etree.SubElement(
            self._section("definedNames", _BEFORE_NAMES), f"{{{MAIN}}}definedName", name=name
        ).text = refers_to
        return name

    def recalculate_on_load(self) -> None:
        """Ask Excel to calculate when it opens the file: a formula of the template may have new inputs."""
        self._section("calcPr", _BEFORE_CALCULATION).set("fullCalcOnLoad", "1")

    def save(self) -> None:
        """Put the part back into the draft, and take out the calculation chain, which may name cells that are gone."""
        chain = self.related("calcChain")
        if chain:
            self._draft.drop(chain)
        names = self._root.find(f"{{{MAIN}}}definedNames")
        if names is not None and not len(names):
            self._root.remove(names)
        data = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._draft.replace(self._draft.main, data)

    def _names(self) -> list[etree._Element]:
        return list(self._root.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName"))

    def _section(self, name: str, before: tuple[str, ...]) -> etree._Element:
        found = self._root.find(f"{{{MAIN}}}{name}")
        if found is None:
            found = etree.Element(f"{{{MAIN}}}{name}")
            earlier = {f"{{{MAIN}}}{one}" for one in before}
            self._root.insert(sum(1 for child in self._root if child.tag in earlier), found)
        return found

    def _renumber(self, numbers: dict[int, int], dropped: set[str]) -> None:
        for name in self._names():
            local = name.get("localSheetId")
            gone = local is not None and int(local) not in numbers
            if gone or any(_points_at(name.text or "", sheet) for sheet in dropped):
                parent = name.getparent()
                if parent is not None:
                    parent.remove(name)
            elif local is not None:
                name.set("localSheetId", str(numbers[int(local)]))
        for view in self._root.iterfind(f"{{{MAIN}}}bookViews/{{{MAIN}}}workbookView"):
            for attribute in ("activeTab", "firstSheet"):
                if attribute in view.attrib:
                    view.set(attribute, str(numbers.get(int(view.get(attribute, "0")), 0)))


def _points_at(reference: str, sheet: str) -> bool:
    quoted = "'" + sheet.replace("'", "''") + "'!"
    return quoted in reference or re.search(rf"(?<![\w'.]){re.escape(sheet)}!", reference) is not None
