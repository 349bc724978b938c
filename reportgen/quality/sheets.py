"""Rules of Excel files: sheet names, cells, styles, merges, tables, names, formulas, validations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.errors import Problem
from reportgen.ooxml.names import NS, qn
from reportgen.ooxml.relationships import Relationship
from reportgen.quality.cells import area_of, cell_place, is_balanced, is_defined_name, overlapping
from reportgen.quality.opened import Opened, elements, repeated

_TEXT_AT_MOST: Final = 32_767  # characters of a cell (Excel specifications and limits)
_LIST_AT_MOST: Final = 255  # characters of a validation list written out
_SHEET_NAME_AT_MOST: Final = 31
_NOT_IN_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_FORMAT_IDS: Final = (
    *("dxfId", "headerRowDxfId", "dataDxfId", "totalsRowDxfId"),
    *("headerRowBorderDxfId", "tableBorderDxfId", "totalsRowBorderDxfId"),
)
_WORKSHEET: Final = "spreadsheetml.worksheet+xml"

_C, _F, _V, _T, _IS = (qn(f"s:{name}") for name in ("c", "f", "v", "t", "is"))

# Children of a worksheet in the order the schema wants (ECMA-376 part 1, 18.3.1.99).
_ORDERED: Final = """
    sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
    protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells
    phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup
    headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing
    legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst
"""
_ORDER: Final = {qn(f"s:{name}"): place for place, name in enumerate(_ORDERED.split())}


def _sheet_names_are_allowed(opened: Opened) -> Iterator[Problem]:
    main = opened.package.main
    root = opened.trees.get(main)
    names = [] if root is None else [node.get("name", "") for node in elements(root, qn("s:sheet"))]
    for name in repeated([name.lower() for name in names]):
        yield opened.problem(main, "duplicate-sheet-name", "Two sheets have one name", name)
    for name in names:
        if not name or len(name) > _SHEET_NAME_AT_MOST:
            yield opened.problem(main, "sheet-name", "A sheet name is empty or too long", name, "1 to 31 characters")
        elif _NOT_IN_SHEET_NAME.search(name) or name[0] == "'" or name[-1] == "'" or name.lower() == "history":
            yield opened.problem(main, "sheet-name", "Excel does not allow this sheet name", name)


def _names_are_allowed(opened: Opened) -> Iterator[Problem]:
    main = opened.package.main
    root = opened.trees.get(main)
    if root is None:
        return
    scoped = []
    for node in elements(root, qn("s:definedName")):
        name = node.get("name", "")
        scoped.append(f"{node.get('localSheetId', '')}!{name.lower()}")
        if not is_defined_name(name):
            yield opened.problem(main, "bad-name", "Excel does not allow this defined name", name)
        if not (node.text or "").strip() or not is_balanced(node.text or ""):
            yield opened.problem(main, "bad-name", "A defined name refers to nothing", f"{name} = {node.text or ''}")
    for name in repeated(scoped):
        yield opened.problem(main, "duplicate-name", "Two defined names are the same", name.partition("!")[2])


def _cells_are_in_order(opened: Opened) -> Iterator[Problem]:
    for part, tree in opened.parts(_WORKSHEET):
        last_row = 0
        for row in tree.iterfind(f"{qn('s:sheetData')}/{qn('s:row')}"):
            written = row.get("r", str(last_row + 1))
            number = int(written) if written.isdecimal() else 0
            if number <= last_row:
                yield opened.problem(
                    part, "row-order", "A row stands twice or out of order", number, f"over {last_row}"
                )
            last_row = max(number, last_row)
            last_column = 0
            for cell in row.iterfind(_C):
                reference = cell.get("r")
                place = (number, last_column + 1) if reference is None else cell_place(reference)
                if place is None or place[0] != number:
                    yield opened.problem(part, "bad-cell", "A cell is none of its row", reference, f"row {number}")
                elif place[1] <= last_column:
                    yield opened.problem(part, "cell-order", "A cell stands twice or out of order", reference)
                last_column = max(last_column, place[1] if place else 0)


def _cells_hold_what_they_say(opened: Opened) -> Iterator[Problem]:
    strings = sum(1 for _, tree in opened.parts("sharedStrings+xml") for _ in tree.iterfind(qn("s:si")))
    formats = _count_of(opened, "cellXfs", "xf")
    for part, tree in opened.parts(_WORKSHEET):
        for cell in elements(tree, _C):
            where = cell.get("r", "")
            style = cell.get("s", "0")
            if not style.isdecimal() or int(style) >= max(formats, 1):
                yield opened.problem(
                    part, "style-beyond", "A cell has a style that is not there", f"{style} in {where}"
                )
            value = cell.findtext(_V)
            if cell.get("t") == "s" and (value is None or not value.isdecimal() or int(value) >= strings):
                yield opened.problem(
                    part, "string-beyond", "A cell has a text that is not there", f"{value} in {where}"
                )
            elif cell.get("t", "n") == "n" and value is not None and not _is_number(value):
                yield opened.problem(part, "bad-number", "A number cell holds no number", f"{value[:40]} in {where}")
            formula = cell.findtext(_F)
            if formula and not is_balanced(formula):
                yield opened.problem(part, "bad-formula", "A formula's brackets do not close", f"{formula} in {where}")
        for row in tree.iter(qn("s:row"), qn("s:col")):
            style = row.get("s", row.get("style", "0"))
            if not style.isdecimal() or int(style) >= max(formats, 1):
                yield opened.problem(part, "style-beyond", "A row or column has a style that is not there", style)


def _texts_fit_their_cells(opened: Opened) -> Iterator[Problem]:
    for kind, holder in ((_WORKSHEET, _IS), ("sharedStrings+xml", qn("s:si"))):
        for part, tree in opened.parts(kind):
            for node in elements(tree, holder):
                # Excel counts UTF-16 units: most emoji are two.
                length = sum(len((text.text or "").encode("utf-16-le")) // 2 for text in node.iter(_T))
                if length > _TEXT_AT_MOST:
                    yield opened.problem(
                        part, "text-too-long", "A text is too long for a cell", length, "32767 at most"
                    )


def _conditional_formats_exist(opened: Opened) -> Iterator[Problem]:
    count = _count_of(opened, "dxfs", "dxf")
    for part, tree in opened.trees.items():
        for node in elements(tree, qn("s:cfRule"), qn("s:tableColumn"), qn("s:table")):
            for name in _FORMAT_IDS:
                value = node.get(name)
                if value is not None and (not value.isdecimal() or int(value) >= count):
                    yield opened.problem(part, "format-beyond", "A conditional format is not there", value, f"{count}")


def _areas_are_areas(opened: Opened) -> Iterator[Problem]:
    for part, tree in opened.parts(_WORKSHEET):
        merges = [(node.get("ref", ""), area_of(node.get("ref", ""))) for node in elements(tree, qn("s:mergeCell"))]
        for reference, area in merges:
            if area is None or area[:2] == area[2:]:
                yield opened.problem(part, "bad-area", "A merged range is no range", reference)
        clash = overlapping([area for _, area in merges if area])
        if clash:
            yield opened.problem(part, "overlapping-merges", "Two merged ranges overlap", f"row {clash[1][0]}")
        for node in elements(tree, qn("s:conditionalFormatting"), qn("s:dataValidation"), qn("s:autoFilter")):
            for reference in (node.get("sqref") or node.get("ref") or "").split():
                if area_of(reference) is None and not _is_band(reference):
                    yield opened.problem(part, "bad-area", "A range is no range", reference)
        children = [_ORDER[child.tag] for child in tree if child.tag in _ORDER]
        if children != sorted(children):
            yield opened.problem(part, "element-order", "Parts of the worksheet stand out of order")


def _validations_fit(opened: Opened) -> Iterator[Problem]:
    for part, tree in opened.parts(_WORKSHEET):
        for node in elements(tree, qn("s:dataValidation")):
            source = node.findtext(qn("s:formula1")) or ""
            if node.get("type") == "list" and source.startswith('"') and len(source) - 2 > _LIST_AT_MOST:
                found = len(source) - 2
                yield opened.problem(part, "list-too-long", "A validation list is too long", found, "255 at most")
            if not is_balanced(source):
                yield opened.problem(part, "bad-formula", "A validation's brackets do not close", source)


def _tables_fit_their_sheets(opened: Opened) -> Iterator[Problem]:
    names: list[str] = []
    ids: list[str] = []
    for part, table in opened.parts("spreadsheetml.table+xml"):
        names.append(table.get("displayName", "").lower())
        ids.append(table.get("id", ""))
        columns = [node.get("name", "") for node in elements(table, qn("s:tableColumn"))]
        for name in repeated([name.lower() for name in columns]):
            yield opened.problem(part, "duplicate-column", "Two columns of the table have one name", name)
        for id in repeated([node.get("id", "") for node in elements(table, qn("s:tableColumn"))]):
            yield opened.problem(part, "duplicate-column", "Two columns of the table have one id", id)
        area = area_of(table.get("ref", ""))
        if area is None or area[3] - area[1] + 1 != len(columns):
            found = f"{len(columns)} columns in {table.get('ref')}"
            yield opened.problem(part, "table-area", "The table's columns do not fill its range", found)
        if not is_defined_name(table.get("displayName", "")):
            yield opened.problem(part, "bad-name", "Excel does not allow this table name", table.get("displayName"))
        for node in elements(table, qn("s:calculatedColumnFormula")):
            if not is_balanced(node.text or ""):
                yield opened.problem(part, "bad-formula", "A formula's brackets do not close", node.text)
    root = opened.trees.get(opened.package.main)
    if root is not None:
        names += [node.get("name", "").lower() for node in elements(root, qn("s:definedName"))]
    tables = set(names[: len(ids)])
    for name in repeated(names):
        if name in tables:
            yield opened.problem(opened.package.main, "duplicate-table", "A table's name is taken", name)
    for id in repeated(ids):
        yield opened.problem(opened.package.main, "duplicate-table", "Two tables have one id", id)
    yield from _heads_say_the_columns(opened)


def _heads_say_the_columns(opened: Opened) -> Iterator[Problem]:
    strings = [_text(node) for _, tree in opened.parts("sharedStrings+xml") for node in tree.iterfind(qn("s:si"))]
    for part, tree in opened.parts(_WORKSHEET):
        tables = [table for table in _tables_of(opened, part) if table[1].get("headerRowCount", "1") != "0"]
        areas = [(name, table, area) for name, table in tables if (area := area_of(table.get("ref", "")))]
        rows = {area[0] for _, _, area in areas}
        heads = {
            place: _cell_text(cell, strings)
            for row in tree.iterfind(f"{qn('s:sheetData')}/{qn('s:row')}")
            if row.get("r", "").isdecimal() and int(row.get("r", "")) in rows
            for cell in row.iterfind(_C)
            if (place := cell_place(cell.get("r", "")))
        }
        for name, table, area in areas:
            for offset, column in enumerate(elements(table, qn("s:tableColumn"))):
                held = heads.get((area[0], area[1] + offset), "")
                said = column.get("name", "").replace("_x000a_", "\n")
                if held != said:
                    yield opened.problem(
                        name, "table-head", "A header cell says another name than its table", held, said
                    )
        clash = overlapping([area for _, _, area in areas])
        if clash:
            yield opened.problem(part, "overlapping-tables", "Two tables overlap", f"row {clash[1][0]}")


def _tables_of(opened: Opened, sheet: str) -> list[tuple[str, etree._Element]]:
    arrows: tuple[Relationship, ...] = opened.package.relationships(sheet)
    targets = [arrow.target for arrow in arrows if arrow.type == f"{NS['r']}/table"]
    return [(target, opened.trees[target]) for target in targets if target in opened.trees]


def _cell_text(cell: etree._Element, strings: list[str]) -> str:
    value = cell.findtext(_V) or ""
    if cell.get("t") == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    inline = cell.find(_IS)
    return value if inline is None else _text(inline)


def _text(holder: etree._Element) -> str:
    # Phonetic readings (rPh) are beside the text, not in it.
    readings = {node for reading in holder.iter(qn("s:rPh")) for node in reading.iter(_T)}
    return "".join(node.text or "" for node in holder.iter(_T) if node not in readings)


def _count_of(opened: Opened, collection: str, item: str) -> int:
    path = f"{qn('s:' + collection)}/{qn('s:' + item)}"
    return sum(len(tree.findall(path)) for _, tree in opened.parts("spreadsheetml.styles+xml"))


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False


def _is_band(reference: str) -> bool:
    """True for whole columns or rows: "A:C", "1:4"."""
    return re.fullmatch(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+", reference) is not None


RULES = (
    _sheet_names_are_allowed,
    _names_are_allowed,
    _cells_are_in_order,
    _cells_hold_what_they_say,
    _texts_fit_their_cells,
    _conditional_formats_exist,
    _areas_are_areas,
    _validations_fit,
    _tables_fit_their_sheets,
)
