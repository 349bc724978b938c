"""Accessibility of workbooks: each rule names sheet and cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation, Location
from reportgen.ooxml.names import NS, qn
from reportgen.quality.accessible import has_alternative_text, says_where_it_leads
from reportgen.quality.colours import (
    BLACK,
    WHITE,
    Rgb,
    contrast,
    hexadecimal,
    needed_contrast,
    rgb,
    theme_colours,
    tinted,
)
from reportgen.quality.opened import Opened

_C, _V, _SI, _COLOR = (qn(f"s:{name}") for name in ("c", "v", "si", "color"))
# Excel counts theme colours in another order than the theme lists them: light before dark.
_THEME: Final = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_DEFAULT_NAME: Final = re.compile(r"(sheet|chart|tabelle|feuil|hoja|foglio|blad|arkusz|taul|list|φύλλο)\s?\d+", re.I)
_DRAWN: Final = ("pic", "graphicFrame", "grpSp", "sp", "cxnSp")
_DEFAULT_POINTS: Final = 11.0
_NO: Final = ("0", "false")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name on the tab, its part, its tree."""

    name: str
    part: str
    tree: etree._Element


def _objects_have_alternative_text(opened: Opened) -> Iterator[Problem]:
    for sheet in _sheets(opened):
        for arrow in opened.package.relationships(sheet.part):
            tree = opened.trees.get(arrow.target)
            if tree is None or not arrow.type.endswith("/drawing"):
                continue
            for anchor in tree:
                for shape in anchor.iterchildren(*(qn(f"xdr:{name}") for name in _DRAWN)):
                    if not has_alternative_text(shape.find(f"*/{qn('xdr:cNvPr')}")) and not _text(shape):
                        message = "An object has no alternative text"
                        name = shape.find(f"*/{qn('xdr:cNvPr')}")
                        found = "" if name is None else name.get("name", "")
                        yield _problem(opened, sheet, "", Severity.ERROR, "no-alt-text", message, found)


def _tables_have_header_rows(opened: Opened) -> Iterator[Problem]:
    for sheet in _sheets(opened):
        for arrow in opened.package.relationships(sheet.part):
            table = opened.trees.get(arrow.target)
            if table is not None and arrow.type.endswith("/table") and table.get("headerRowCount") == "0":
                cell = table.get("ref", "")
                yield _problem(opened, sheet, cell, Severity.ERROR, "no-header-row", "A table has no header row")


def _no_cells_are_merged(opened: Opened) -> Iterator[Problem]:
    for sheet in _sheets(opened):
        for merge in sheet.tree.iter(qn("s:mergeCell")):
            cell = merge.get("ref", "")
            yield _problem(opened, sheet, cell, Severity.WARNING, "merged-cells", "Cells are merged")


def _text_stands_out(opened: Opened) -> Iterator[Problem]:
    looks, texts = _Looks(opened), _coloured_texts(opened)
    strings = [_text(item) for _, tree in opened.parts("sharedStrings+xml") for item in tree.iterfind(_SI)]
    for sheet in _sheets(opened):
        seen: set[tuple[str, str]] = set()
        for cell in sheet.tree.iter(_C):
            value = cell.findtext(_V)
            if value is None and cell.find(qn("s:is")) is None:
                continue
            # One cell of each look will do: a sheet may have a million.
            style, shared = cell.get("s", "0"), value or "" if cell.get("t") == "s" and value in texts else ""
            text = _cell_text(cell, strings)
            # A sign alone needs less contrast than words.
            look = (style, shared or ("sign" if len(text) == 1 and not text.isalnum() else ""))
            if look in seen:
                continue
            seen.add(look)
            for font, shown in texts.get(shared, [(None, text or "x")]):
                found = looks.fault(style, font, shown)
                if found:
                    message = "Text hardly differs from the fill of its cell"
                    yield _problem(opened, sheet, cell.get("r", ""), Severity.WARNING, "low-contrast", message, *found)
                    break


class _Looks:
    """Fonts and fills by the number of a cell's format."""

    def __init__(self, opened: Opened) -> None:
        theme = next((tree for _, tree in opened.parts(".theme+xml")), None)
        self._theme = theme_colours(theme)
        tree = next((tree for _, tree in opened.parts("spreadsheetml.styles+xml")), None)
        self._fonts = _children(tree, "fonts")
        self._fills = _children(tree, "fills")
        self._formats = _children(tree, "cellXfs")

    def fault(self, style: str, run: etree._Element | None, text: str) -> tuple[str, str] | None:
        """(found, expected) when text of a format, or of a run in its cell, is too faint."""
        if not style.isdecimal() or int(style) >= len(self._formats):
            return None
        format = self._formats[int(style)]
        font, fill = self._fonts[int(format.get("fontId", "0"))], self._fills[int(format.get("fillId", "0"))]
        font = font if run is None else run
        colour = font.find(_COLOR)
        ink = BLACK if colour is None else self._colour(colour)
        behind = self._behind(fill)
        if ink is None or behind is None:
            return None
        size, bold = font.find(qn("s:sz")), font.find(qn("s:b"))
        points = _DEFAULT_POINTS if size is None else float(size.get("val", "11"))
        needed = needed_contrast(text, points, bold is not None and bold.get("val", "1") not in _NO)
        ratio = contrast(ink, behind)
        if ratio >= needed:
            return None
        return f"{ratio:.1f}:1, {hexadecimal(ink)} on {hexadecimal(behind)}", f"{needed:g}:1 or more"

    def _behind(self, fill: etree._Element) -> Rgb | None:
        pattern = fill.find(qn("s:patternFill"))
        if pattern is None or pattern.get("patternType", "none") in ("none", "gray125"):
            return None if fill.find(qn("s:gradientFill")) is not None else WHITE
        held = pattern.find(qn("s:fgColor"))
        return None if held is None else self._colour(held)

    def _colour(self, held: etree._Element) -> Rgb | None:
        colour, theme = rgb(held.get("rgb", "")), held.get("theme", "")
        if theme.isdecimal() and int(theme) < len(_THEME):
            colour = self._theme.get(_THEME[int(theme)])
        return None if colour is None else tinted(colour, float(held.get("tint", "0")))


def _coloured_texts(opened: Opened) -> dict[str, list[tuple[etree._Element | None, str]]]:
    """The shared texts that have colours of their own: index -> (font, text) of the runs that have one."""
    found: dict[str, list[tuple[etree._Element | None, str]]] = {}
    for _, tree in opened.parts("sharedStrings+xml"):
        for index, item in enumerate(tree.iterfind(_SI)):
            for run in item.iterfind(qn("s:r")):
                font, text = run.find(qn("s:rPr")), run.findtext(qn("s:t")) or ""
                if font is not None and font.find(_COLOR) is not None and text.strip():
                    found.setdefault(str(index), []).append((font, text))
    return found


def _the_workbook_has_a_language(opened: Opened) -> Iterator[Problem]:
    if not any(tree.findtext(qn("dc:language")) for _, tree in opened.parts("core-properties+xml")):
        message = "The properties of the document have no language"
        yield Problem(Severity.WARNING, "no-language", message, Location(opened.package.name))


def _links_say_where_they_lead(opened: Opened) -> Iterator[Problem]:
    strings = [_text(item) for _, tree in opened.parts("sharedStrings+xml") for item in tree.iterfind(_SI)]
    for sheet in _sheets(opened):
        outside = {arrow.id for arrow in opened.package.relationships(sheet.part) if arrow.external}
        links = [node for node in sheet.tree.iter(qn("s:hyperlink")) if node.get(f"{{{NS['r']}}}id") in outside]
        places = {link.get("ref", "") for link in links}
        texts = {
            cell.get("r", ""): _cell_text(cell, strings) for cell in sheet.tree.iter(_C) if cell.get("r") in places
        }
        for link in links:
            cell = link.get("ref", "")
            text = texts.get(cell, "")
            if not says_where_it_leads(text):
                message = "The text of a link does not say where it leads"
                yield _problem(opened, sheet, cell, Severity.WARNING, "link-text", message, text)


def _sheet_names_say_something(opened: Opened) -> Iterator[Problem]:
    for sheet in _sheets(opened):
        if _DEFAULT_NAME.fullmatch(sheet.name.strip()):
            message = "The name of a sheet says nothing of what is on it"
            yield _problem(opened, sheet, "", Severity.NOTICE, "sheet-name-says-nothing", message, sheet.name)


def _first_cells_are_filled(opened: Opened) -> Iterator[Problem]:
    """Screen readers begin in A1."""
    for sheet in _sheets(opened):
        first = next((cell for cell in sheet.tree.iter(_C)), None)
        if first is None or first.get("r", "A1") != "A1" or (not first.findtext(_V) and not _text(first)):
            message = "The first cell of a sheet is blank"
            yield _problem(opened, sheet, "A1", Severity.NOTICE, "blank-first-cell", message)


def _sheets(opened: Opened) -> Iterator[Sheet]:
    """The worksheets that can be seen."""
    main = opened.package.main
    targets = {arrow.id: arrow.target for arrow in opened.package.relationships(main)}
    root = opened.trees.get(main)
    for node in [] if root is None else root.iter(qn("s:sheet")):
        part = targets.get(node.get(f"{{{NS['r']}}}id", ""), "")
        tree = opened.trees.get(part)
        if tree is not None and tree.tag == qn("s:worksheet") and node.get("state", "visible") == "visible":
            yield Sheet(node.get("name", ""), part, tree)


def _children(tree: etree._Element | None, name: str) -> list[etree._Element]:
    held = None if tree is None else tree.find(qn(f"s:{name}"))
    return [] if held is None else list(held)


def _cell_text(cell: etree._Element, strings: list[str]) -> str:
    value = cell.findtext(_V) or ""
    if cell.get("t") == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    return value or _text(cell)


def _text(holder: etree._Element) -> str:
    return "".join(node.text or "" for node in holder.iter(qn("s:t"), qn("a:t")))


def _problem(
    opened: Opened,
    sheet: Sheet,
    cell: str,
    severity: Severity,
    code: str,
    message: str,
    found: str = "",
    expected: str = "",
) -> Problem:
    return Problem(severity, code, message, CellLocation(opened.package.name, sheet.name, cell), found, expected)


RULES = (
    _objects_have_alternative_text,
    _tables_have_header_rows,
    _no_cells_are_merged,
    _text_stands_out,
    _the_workbook_has_a_language,
    _links_say_where_they_lead,
    _sheet_names_say_something,
    _first_cells_are_filled,
)
