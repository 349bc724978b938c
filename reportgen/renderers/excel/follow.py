"""Lets everything that names rows of a sheet follow them: in the sheet itself and in the parts that hang from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from reportgen.errors import Problem, Severity
from reportgen.locations import TagLocation
from reportgen.ooxml import Draft, parse_xml
from reportgen.renderers.excel.layout import SheetLayout
from reportgen.renderers.excel.references import Area, parse_cell
from reportgen.renderers.excel.shift import LostReferenceError, RowMap, shift_formula, shift_sqref
from reportgen.renderers.excel.styles import MAIN

DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
# Elements with a list of ranges, and elements with one range, and in which attribute.
_LISTS = ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")
_SINGLES = ("hyperlink", "autoFilter", "sortState", "dimension")
_RANGES = {**dict.fromkeys(_LISTS, "sqref"), **dict.fromkeys(_SINGLES, "ref")}
# In whichever namespace, and those of extensions, whose text is the list.
_RANGED = tuple(f"{{*}}{name}" for name in (*_RANGES, "sqref"))
_CELL, _FORMULA = f"{{{MAIN}}}c", f"{{{MAIN}}}f"
# Elements whose text is a formula over the sheet.
_FORMULAS = ("formula", "formula1", "formula2")
_EXTENSION_LIST = "http://schemas.microsoft.com/office/excel/2006/main"


def follow_rows(layout: SheetLayout, file: str, maps: Mapping[str, RowMap]) -> list[Problem]:
    """Shift what the sheet says about its rows; the problems are formulas that cannot follow."""
    if layout.rows.moves:
        _follow_ranges(layout)
        _follow_views(layout)
    _merge(layout)
    problems = follow_formulas(layout.root, layout.name, file, maps)
    _set_dimension(layout)
    return problems


def follow_formulas(root: etree._Element, name: str, file: str, maps: Mapping[str, RowMap]) -> list[Problem]:
    """Shift the formulas of a sheet's own cells, and forget their cached values, whose inputs are new."""
    problems = []
    for cell, formula in cell_formulas(root):
        try:
            _follow_formula(cell, formula, name, maps)
        except LostReferenceError as lost:
            problems.append(_cannot_follow(file, name, cell.get("r", ""), formula.text or "", str(lost)))
    return problems


def cell_formulas(root: etree._Element) -> list[tuple[etree._Element, etree._Element]]:
    """The cells of a sheet that hold a formula, with it."""
    found = ((formula.getparent(), formula) for formula in root.iter(_FORMULA))
    return [(cell, formula) for cell, formula in found if cell is not None and cell.tag == _CELL]


def follow_parts(draft: Draft, part: str, layout: SheetLayout, file: str, maps: Mapping[str, RowMap]) -> list[Problem]:
    """Shift the tables, drawings and charts of the template on this sheet; a problem where there are notes."""
    problems: list[Problem] = []
    if not layout.rows.moves:
        return problems
    for arrow in draft.relationships(part):
        kind = arrow.type.rsplit("/", 1)[-1]
        if arrow.external or arrow.target not in draft:
            continue
        if kind == "table":
            _follow_table(draft, arrow.target, layout.rows)
        elif kind == "drawing":
            _follow_drawing(draft, arrow.target, layout, maps)
        elif kind == "comments":
            problems.append(_notes_stay(file, layout.name))
    return problems


def _follow_ranges(layout: SheetLayout) -> None:
    rows = layout.rows
    for element in list(layout.root.iter(*_RANGED)):
        name = etree.QName(element)
        attribute = _RANGES.get(name.localname, "")
        if attribute and element.get(attribute):
            moved = shift_sqref(element.get(attribute, ""), rows)
            _set_or_drop(element, attribute, moved)
        elif name.localname == "sqref" and name.namespace == _EXTENSION_LIST:
            element.text = shift_sqref(element.text or "", rows)
    _follow_breaks(layout.root, rows)
    for element in layout.root.iter(*(f"{{{MAIN}}}{name}" for name in _FORMULAS)):
        try:
            element.text = shift_formula(element.text or "", layout.name, {layout.name: rows})
        except LostReferenceError:
            element.text = "#REF!"


def _follow_breaks(root: etree._Element, rows: RowMap) -> None:
    """Page breaks stand below their rows, as often as those are repeated."""
    breaks = root.find(f"{{{MAIN}}}rowBreaks")
    if breaks is None:
        return
    held = [(place.last, one) for one in breaks for place in rows.places(int(one.get("id", "0")))]
    breaks[:] = []
    for row, one in sorted(held, key=lambda pair: pair[0]):
        etree.SubElement(breaks, f"{{{MAIN}}}brk", {**dict(one.attrib), "id": str(row)})
    for name in ("count", "manualBreakCount"):
        breaks.set(name, str(len(breaks)))
    if not len(breaks):
        root.remove(breaks)


def _set_or_drop(element: etree._Element, attribute: str, value: str) -> None:
    parent = element.getparent()
    if value or parent is None:
        element.set(attribute, value)
        return
    parent.remove(element)
    # An empty list of validations or links is not valid.
    grandparent = parent.getparent()
    if grandparent is not None and not len(parent):
        grandparent.remove(parent)


def _follow_views(layout: SheetLayout) -> None:
    """Frozen rows stay those of the template, wherever they went."""
    for view in layout.root.iter(f"{{{MAIN}}}sheetView"):
        pane = view.find(f"{{{MAIN}}}pane")
        if pane is not None and pane.get("state") == "frozen" and pane.get("ySplit"):
            split = layout.rows.first(int(float(pane.get("ySplit", "0"))) + 1) - 1
            # A block in the last frozen row would freeze all its rows.
            own = layout.rows.places(int(float(pane.get("ySplit", "0"))))
            split = own[-1].row if own else split
            _, column = parse_cell(pane.get("topLeftCell", "A1"))
            pane.set("ySplit", str(split))
            pane.set("topLeftCell", str(Area(split + 1, column, split + 1, column)))


def _merge(layout: SheetLayout) -> None:
    """Merged ranges follow their rows, as often as those are repeated; under a written block there are none."""
    merges = layout.root.find(f"{{{MAIN}}}mergeCells")
    # Blocks merge cells only where the template did, so there is nothing to do without an element.
    if merges is None:
        return
    areas = [Area.parse(cell.get("ref", "A1")) for cell in merges]
    moved = [copy for area in areas for copy in layout.rows.copies(area)]
    kept = [area for area in moved if not any(_overlap(area, covered) for covered in layout.covered)]
    kept += layout.merges
    merges[:] = []
    for area in kept:
        etree.SubElement(merges, f"{{{MAIN}}}mergeCell", ref=str(area))
    merges.set("count", str(len(kept)))
    if not kept:
        layout.root.remove(merges)


def _overlap(one: Area, other: Area) -> bool:
    rows = one.top <= other.bottom and other.top <= one.bottom
    return rows and one.left <= other.right and other.left <= one.right


def _follow_formula(cell: etree._Element, formula: etree._Element, name: str, maps: Mapping[str, RowMap]) -> None:
    rows = maps.get(name)
    shared = formula.get("t") in ("shared", "array", "dataTable")
    if shared and rows is not None and rows.moves:
        raise LostReferenceError(formula.get("t"))
    here = _own_rows(cell, rows)
    formula.text = shift_formula(formula.text or "", name, maps, here) or None
    value = cell.find(f"{{{MAIN}}}v")
    if value is not None:
        cell.remove(value)
    cell.attrib.pop("t", "")


def _own_rows(cell: etree._Element, rows: RowMap | None) -> tuple[int, int] | None:
    output = parse_cell(cell.get("r", "A1"))[0]
    template = rows.template_row(output) if rows is not None else None
    return None if template is None else (template, output)


def _set_dimension(layout: SheetLayout) -> None:
    """The used range is left out where rows moved: it is optional, and readers then count for themselves."""
    dimension = layout.root.find(f"{{{MAIN}}}dimension")
    if dimension is not None and (layout.rows.moves or layout.covered):
        layout.root.remove(dimension)


def _follow_table(draft: Draft, part: str, rows: RowMap) -> None:
    root = parse_xml(draft.read(part))
    for element in (root, *root.iter(f"{{{MAIN}}}autoFilter"), *root.iter(f"{{{MAIN}}}sortState")):
        moved = rows.area(Area.parse(element.get("ref", "A1")))
        if moved:
            element.set("ref", str(moved))
    draft.replace(part, _serialised(root))


def _follow_drawing(draft: Draft, part: str, layout: SheetLayout, maps: Mapping[str, RowMap]) -> None:
    root = parse_xml(draft.read(part))
    for row in root.iter(f"{{{DRAWING}}}row"):
        parent = row.getparent()
        number = int(row.text or "0") + 1
        ends = parent is not None and etree.QName(parent).localname == "to"
        row.text = str((layout.rows.last(number) if ends else layout.rows.first(number)) - 1)
    draft.replace(part, _serialised(root))
    for arrow in draft.relationships(part):
        if arrow.type.endswith("/chart") and arrow.target in draft:
            chart = parse_xml(draft.read(arrow.target))
            for formula in chart.iter(f"{{{_CHART}}}f"):
                formula.text = shift_formula(formula.text or "", layout.name, maps)
            draft.replace(arrow.target, _serialised(chart))


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cannot_follow(file: str, sheet: str, cell: str, formula: str, what: str) -> Problem:
    if re.fullmatch(r"\d+", what):
        found = f"row {what}, which is repeated"
        hint = "Name a range that includes the whole repeated row, or put the formula into the repeated row."
    else:
        found, hint = f"a {what} formula", "Write the formula into each cell by itself."
    place = TagLocation(file, f'sheet "{sheet}", cell {cell}', f"={formula}")
    message = "The formula cannot follow the rows that its sheet repeats or inserts"
    return Problem(Severity.ERROR, "formula-cannot-follow", message, place, found, hint=hint)


def _notes_stay(file: str, sheet: str) -> Problem:
    place = TagLocation(file, f'sheet "{sheet}"')
    message = "Notes on this sheet stay at their old cells although rows move"
    hint = "Put the text of the notes into cells of the template."
    return Problem(Severity.WARNING, "notes-stay", message, place, hint=hint)
