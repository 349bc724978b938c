"""The parts that hang from a sheet: Excel tables and the drawing that holds its charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reportgen import charts
from reportgen.charts import CellRefs, ChartLook
from reportgen.content.charts import Chart
from reportgen.ooxml import Draft, Xml, el, parse_xml
from reportgen.renderers.excel.follow import DRAWING
from reportgen.renderers.excel.references import Area
from reportgen.renderers.excel.styles import MAIN
from reportgen.renderers.excel.texts import legal_text
from reportgen.renderers.excel.workbook import RELATIONSHIPS

_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_DRAWINGML: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_TABLE_ALT = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
# What follows in a worksheet: ECMA-376 part 1, 18.3.1.99.
_AFTER_DRAWING = (
    *("legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
    *("tableParts", "extLst"),
)
_AFTER_TABLES = ("extLst",)


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table to be laid over cells: the area with its header, the header texts, its name and description."""

    area: Area
    headers: Sequence[str]
    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart to be drawn over cells, from numbers in cells."""

    chart: Chart
    area: Area
    cells: CellRefs
    look: ChartLook


def add_table(draft: Draft, sheet_part: str, root: etree._Element, table: PlacedTable, number: int) -> None:
    """Add the table part and name it in the sheet; `number` is unique in the workbook."""
    part = draft.free_name("xl/tables/table{}.xml")
    draft.add(part, _table_xml(table, number), _TABLE_TYPE)
    tables = _section(root, "tableParts", _AFTER_TABLES)
    etree.SubElement(tables, f"{{{MAIN}}}tablePart", _relation(draft, sheet_part, part, "table"))
    tables.set("count", str(len(tables)))
    _accept_as_meant(root, table.area)


def add_chart(draft: Draft, sheet_part: str, root: etree._Element, placed: PlacedChart) -> None:
    """Add a native chart over its area, to the sheet's drawing or to a new one."""
    drawing = _drawing_part(draft, sheet_part, root)
    relation = charts.add_chart(draft, drawing, placed.chart, placed.look, "xl", placed.cells)
    tree = parse_xml(draft.read(drawing))
    taken = [int(shape.get("id", "0")) for shape in tree.iter(f"{{{DRAWING}}}cNvPr")]
    tree.append(etree.fromstring(_anchor(placed, max([1, *taken]) + 1, relation)))
    draft.replace(drawing, etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _accept_as_meant(root: etree._Element, area: Area) -> None:
    """Keep Excel's green corners away from codes such as "069001" and from rows without a formula."""
    ignored = _section(root, "ignoredErrors", ("smartTags", "drawing", *_AFTER_DRAWING))
    kinds = dict.fromkeys(("numberStoredAsText", "formula", "formulaRange"), "1")
    etree.SubElement(ignored, f"{{{MAIN}}}ignoredError", {"sqref": str(area)} | kinds)


def _drawing_part(draft: Draft, sheet_part: str, root: etree._Element) -> str:
    for arrow in draft.relationships(sheet_part):
        if arrow.type.endswith("/drawing") and not arrow.external:
            return arrow.target
    part = draft.free_name("xl/drawings/drawing{}.xml")
    empty = f'<xdr:wsDr xmlns:xdr="{DRAWING}" xmlns:a="{_DRAWINGML}/main"/>'
    draft.add(part, empty.encode(), _DRAWING_TYPE)
    found = _section(root, "drawing", _AFTER_DRAWING)
    for name, value in _relation(draft, sheet_part, part, "drawing").items():
        found.set(name, value)
    return part


def _relation(draft: Draft, source: str, target: str, kind: str) -> dict[str, str]:
    return {f"{{{RELATIONSHIPS}}}id": draft.relate(source, f"{RELATIONSHIPS}/{kind}", target)}


def _section(root: etree._Element, name: str, after: tuple[str, ...]) -> etree._Element:
    """The sheet's element of that name, made before those that have to follow it."""
    found = root.find(f"{{{MAIN}}}{name}")
    if found is None:
        found = etree.Element(f"{{{MAIN}}}{name}")
        later = {f"{{{MAIN}}}{one}" for one in after}
        position = next((at for at, child in enumerate(root) if child.tag in later), len(root))
        root.insert(position, found)
    return found


def _table_xml(table: PlacedTable, number: int) -> bytes:
    """The table part (ECMA-376 part 1, 18.5.1.2); its cells carry their own looks, so it has no style."""
    area = str(table.area)
    columns = (el("tableColumn", id=at, name=_string(text)) for at, text in enumerate(table.headers, start=1))
    alt = el("x14:table", altText=table.alt, **{"xmlns:x14": _TABLE_ALT})
    described = el("extLst", el("ext", alt, uri="{504A1905-F514-4f6f-8877-14C23A59335A}")) if table.alt else None
    content = el(
        "table",
        el("autoFilter", ref=area),
        el("tableColumns", *columns, count=len(table.headers)),
        el("tableStyleInfo", showFirstColumn=0, showLastColumn=0, showRowStripes=0, showColumnStripes=0),
        described,
        xmlns=MAIN,
        id=number,
        name=table.name,
        displayName=table.name,
        ref=area,
        totalsRowShown=0,
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}'.encode()


def _string(text: str) -> str:
    # ST_Xstring: what looks like an escaped character is escaped itself (ECMA-376 part 1, 22.9.2.19).
    return legal_text(text).replace("_x", "_x005F_x")


def _anchor(placed: PlacedChart, number: int, relation: str) -> Xml:
    area, chart = placed.area, placed.chart
    graphic = el(
        "a:graphic",
        el(
            "a:graphicData",
            el("c:chart", **{"xmlns:c": f"{_DRAWINGML}/chart", "xmlns:r": RELATIONSHIPS, "r:id": relation}),
            uri=f"{_DRAWINGML}/chart",
        ),
    )
    frame = el(
        "xdr:graphicFrame",
        el(
            "xdr:nvGraphicFramePr",
            el("xdr:cNvPr", id=number, name=f"rg:{chart.id}", descr=chart.alt or chart.title),
            el("xdr:cNvGraphicFramePr"),
        ),
        el("xdr:xfrm", el("a:off", x=0, y=0), el("a:ext", cx=0, cy=0)),
        graphic,
        macro="",
    )
    return el(
        "xdr:twoCellAnchor",
        _corner("xdr:from", area.left - 1, area.top - 1),
        _corner("xdr:to", area.right, area.bottom),
        frame,
        el("xdr:clientData"),
        **{"xmlns:xdr": DRAWING, "xmlns:a": f"{_DRAWINGML}/main"},
    )


def _corner(name: str, column: int, row: int) -> Xml:
    return el(name, el("xdr:col", column), el("xdr:colOff", 0), el("xdr:row", row), el("xdr:rowOff", 0))
