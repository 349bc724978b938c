"""Make report_templates/corporate/annex.xlsx: an ordinary workbook whose cells hold tags.

Run it from the top of the project: python -m scripts.templates.corporate_annex
The file can be edited in Excel; this script exists so that its measures stay traceable.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.writer.theme import theme_xml

from reportgen.ooxml import Draft, read_package
from reportgen.renderers.excel.strings import STRINGS_TYPE, StringBook, share_texts
from reportgen.renderers.excel.styles import StyleBook
from reportgen.renderers.excel.workbook import RELATIONSHIPS

TARGET: Final = Path("report_templates/corporate/annex.xlsx")
# The corporate palette by theme slot; the order is that of a theme (ECMA-376 part 1, 20.1.6.2).
PALETTE: Final = {
    "dk1": "1C242B",
    "lt1": "FFFFFF",
    "dk2": "14324A",
    "lt2": "F2F0EA",
    "accent1": "17557F",
    "accent2": "8B949E",
    "accent3": "47887C",
    "accent4": "B5820C",
    "accent5": "9B1D29",
    "accent6": "C5CCD3",
    "hlink": "17557F",
    "folHlink": "55606A",
}
GREY: Final = "FF55606A"
BODY_FONT: Final = "Calibri"
# Theme colours as cells count them.
_LT1, _DK1, _DK2, _ACCENT1, _ACCENT6 = 0, 1, 3, 4, 9
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FONT_ORDER: Final = ("b", "i", "strike", "u", "vertAlign", "sz", "color", "name", "family", "charset", "scheme")

# Points: rows of tables as in the house style, rows of long tables and of text closer together.
ROW: Final = 25.5
DENSE_ROW: Final = 18.0
HEADER_ROW: Final = 28.5
FIRST_ROWS: Final = {1: 27.0, 2: 18.0, 3: 9.0}


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet that is one table: title and scope above it, the table's tag in row 4, a condition in row 3."""

    name: str
    title: str
    scope: str
    tag: str
    condition: str = ""
    row: float = ROW


_DATA_TO: Final = "Data to {{ report.as_of }}."
PAGES: Final = (
    Page(
        "By group",
        "by group",
        f"{_DATA_TO} Parts add up to the total; rates are sums over sums, never means of rates.",
        "{{ by_group }}",
        "{%sheet if by_group %}",
    ),
    Page(
        "By entity",
        "by entity",
        f"{_DATA_TO} One row for each entity, with what was counted for every indicator.",
        "{{ entities }}",
        "{%sheet if entities %}",
        DENSE_ROW,
    ),
    Page(
        "Definitions",
        "definitions",
        "What each indicator means, how it is calculated, and what was counted in {{ report.period }}.",
        "{{ definitions }}",
        "{%sheet if definitions %}",
    ),
    Page(
        "Lineage",
        "lineage",
        "From which tables, files and rows each printed number comes.",
        "{{ lineage }}",
        "{%sheet if lineage %}",
        DENSE_ROW,
    ),
)


def main() -> None:
    """Write the template."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(template_bytes())


def template_bytes() -> bytes:
    """The template; the same bytes on every run."""
    book = Workbook()
    book.loaded_theme = _theme()
    for style in _styles():
        book.add_named_style(style)
    _read_me(book.active)
    _summary(book.create_sheet("Summary"))
    _charts(book.create_sheet("Charts"))
    for page in PAGES:
        _page(book.create_sheet(page.name), page)
    _quality(book.create_sheet("Data quality"))
    stream = io.BytesIO()
    book.save(stream)
    return _settled(stream.getvalue())


def _read_me(sheet: Any) -> None:
    sheet.title = "Read me"
    _common(sheet, "annex", "{{ report.organisation }}", DENSE_ROW, header_row=0)
    for column, width in zip("ABCDE", (30, 16, 16, 60, 24), strict=True):
        sheet.column_dimensions[column].width = width
    rows = _Rows(sheet, 4)
    facts = (
        ("Period", "{{ report.period }}", ""),
        ("Data to", "{{ report.as_of }}", ""),
        ("Scope", "{{ report.entity }}", "report.entity"),
        ("Owner", "{{ report.owner }}", "report.owner"),
        ("Version", "{{ report.version }}, {{ report.status }}", "report.version"),
        ("Classification", "{{ report.classification }}", "report.classification"),
        ("Source", "{{ report.source }}", "report.source"),
    )
    for label, value, condition in facts:
        rows.put((label, "Report label"), (value, "Report value"), condition=condition)
    rows.skip()
    rows.put(("Indicators", "Report heading"))
    heads = ("Indicator", "Actual", "Target", "Definition", "Status")
    rows.put(*((text, "Report header") for text in heads), height=HEADER_ROW)
    for column in "BC":
        sheet[f"{column}{rows.number - 1}"].alignment = Alignment(horizontal="right", vertical="center")
    sheet[f"D{rows.number - 1}"].alignment = Alignment(horizontal="left", vertical="center", indent=1)
    cells = ("{{ k.label }}", "{{ k.value }}", "{{ k.target }}", "{{ k.definition }}", "{{ k.status }}")
    rows.put(("{%tr for k in kpis %}", "Normal"))
    rows.put(*((text, "Report cell") for text in cells))
    for column in "BC":
        sheet[f"{column}{rows.number - 1}"].alignment = Alignment(horizontal="right", vertical="center")
    sheet[f"D{rows.number - 1}"].alignment = Alignment(horizontal="left", vertical="center", indent=1, wrap_text=True)
    rows.put(("{%tr endfor %}", "Normal"))
    rows.skip()
    _contents(rows)
    rows.skip()
    rows.put(("How to read it", "Report heading"))
    for line in (
        "A status compares the actual value with its target: ● on track, ▲ at risk, ◆ off track, ○ no data.",
        "n/a stands for a number that is missing. Missing is never counted as zero.",
        "Numbers are kept unrounded and shown rounded; shares are ratios, gaps are percentage points.",
    ):
        rows.put((line, "Report text"))
    rows.put(("{%tr if notes %}", "Normal"))
    rows.skip()
    rows.put(("What the data say and do not say", "Report heading"))
    rows.put(("{{ notes }}", "Report text"), merged="A{0}:E{0}")
    rows.put(("{%tr endif %}", "Normal"))
    rows.put(("{%tr if sources %}", "Normal"))
    rows.skip()
    rows.put(("Sources", "Report heading"))
    rows.put(("{{ sources }}", "Normal"), height=HEADER_ROW)
    rows.put(("{%tr endif %}", "Normal"))


def _contents(rows: _Rows) -> None:
    """The other sheets, with a link to each that is there."""
    rows.put(("Sheets", "Report heading"))
    listed = (
        ("Summary", "All indicators against target, and the first one by group", ""),
        ("Charts", "Indicators over time and by group, with their numbers", "lead.trend or groups"),
        ("By group", "Every indicator by every grouping", "by_group"),
        ("By entity", "Every entity with what was counted", "entities"),
        ("Definitions", "What each indicator means", "definitions"),
        ("Lineage", "Where each number comes from", "lineage"),
        ("Data quality", "Rows left out, corrected or guessed", ""),
    )
    for name, content, condition in listed:
        rows.put((name, "Report link"), (content, "Report value"), condition=condition)
        at = f"A{rows.number - (2 if condition else 1)}"
        link = Hyperlink(ref=at, location=f"'{name}'!A1", display=name, tooltip=f"Go to sheet {name}")
        rows.sheet[at].hyperlink = link
        rows.sheet[at].style = "Report link"


def _summary(sheet: Any) -> None:
    scope = (
        f"{_DATA_TO} {{% if counts.with_target %}}{{{{ counts.on_track }}}} of {{{{ counts.with_target }}}} "
        "indicators with a target on track. {% endif %}"
        "Shares in %, gaps in percentage points. Definitions and data notes: sheets Definitions and Data quality."
    )
    _common(sheet, "summary", scope, ROW)
    sheet.column_dimensions["A"].width = 28
    rows = _Rows(sheet, 4)
    rows.put(("{{ indicators }}", "Normal"), height=HEADER_ROW)
    # More groups have a sheet of their own; here all has to stay on one page, under the one repeated header.
    few = "groups and groups[0] in lead.tables and lead.by(groups[0]).rows | length <= 30"
    rows.put((f"{{%tr if {few} %}}", "Normal"))
    rows.skip()
    rows.put(("{{ lead.by(groups[0]).title }}", "Report heading"))
    rows.put(("{{ lead.by(groups[0]) }}", "Normal"), height=HEADER_ROW)
    rows.put(("{%tr endif %}", "Normal"))
    sheet.page_setup.fitToHeight = 1


def _charts(sheet: Any) -> None:
    """One chart under the other, each over a merged range; their numbers are written beside them."""
    _common(sheet, "charts", f"{_DATA_TO} The numbers of each chart stand to its right.", 15.0, header_row=0)
    sheet["A3"] = "{%sheet if lead.trend or groups %}"
    for column in "ABCDEFGH":
        sheet.column_dimensions[column].width = 15
    rows = _Rows(sheet, 4)
    rows.put(("{%tr for k in kpis if k.trend %}", "Normal"))
    _chart(rows, "k.trend", "{{ k.trend }}")
    rows.put(("{%tr endfor %}", "Normal"))
    rows.put(("{%tr if groups and groups[0] in lead.tables and lead.by(groups[0]).chart %}", "Normal"))
    _chart(rows, "lead.by(groups[0]).chart", '{{ lead.by(groups[0]) | show(kind="bar") }}')
    rows.put(("{%tr endif %}", "Normal"))
    sheet.print_area = f"A1:H{rows.number - 1}"
    # At full size 8 columns fill a page; fitting to the width would switch the breaks between charts off.
    sheet.sheet_properties.pageSetUpPr.fitToPage = False
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None


def _chart(rows: _Rows, chart: str, tag: str, rows_high: int = 21) -> None:
    rows.put((f"{{{{ {chart}.headline or {chart}.title }}}}", "Report heading"), height=21)
    rows.put((f"{{{{ {chart}.subtitle or {chart}.title }}}}", "Report scope"), height=18)
    top = rows.number
    rows.put((tag, "Normal"), merged=f"A{{0}}:H{top + rows_high - 1}")
    rows.number = top + rows_high
    rows.sheet.row_breaks.append(Break(id=rows.number))
    rows.skip()


def _page(sheet: Any, page: Page) -> None:
    _common(sheet, page.title, page.scope, page.row)
    sheet["A3"] = page.condition
    _Rows(sheet, 4).put((page.tag, "Normal"), height=HEADER_ROW)


def _quality(sheet: Any) -> None:
    _common(sheet, "data quality", "Every row that was left out, corrected or guessed, with its place.", DENSE_ROW, 5)
    rows = _Rows(sheet, 4)
    rows.put(("{%tr if quality %}", "Normal"))
    rows.put(("{{ quality }}", "Normal"), height=HEADER_ROW)
    rows.put(("{%tr else %}", "Normal"))
    rows.put(("No row was left out, corrected or guessed.", "Report text"))
    rows.put(("{%tr endif %}", "Normal"))
    sheet.column_dimensions["A"].width = 14


class _Rows:
    """Fills a sheet from the top down."""

    def __init__(self, sheet: Any, first: int) -> None:
        self.sheet = sheet
        self.number = first

    def put(self, *cells: tuple[str, str], height: float = 0, condition: str = "", merged: str = "") -> None:
        """A row of (text, style) from column A on; with a condition between two rows that hold it."""
        if condition:
            self.put((f"{{%tr if {condition} %}}", "Normal"))
        for column, (text, style) in enumerate(cells, start=1):
            cell = self.sheet.cell(self.number, column, text)
            cell.style = style
        if height:
            self.sheet.row_dimensions[self.number].height = height
        if merged:
            self.sheet.merge_cells(merged.format(self.number))
        self.number += 1
        if condition:
            self.put(("{%tr endif %}", "Normal"))

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.number += rows


def _common(sheet: Any, title: str, scope: str, row: float, header_row: int = 4) -> None:
    """Title and scope, frozen header, print setup: the same on every sheet."""
    sheet["A1"], sheet["A2"] = f"{{{{ report.title }}}}: {title}, {{{{ report.period }}}}", scope
    sheet["A1"].style, sheet["A2"].style = "Report title", "Report scope"
    for number, height in FIRST_ROWS.items():
        sheet.row_dimensions[number].height = height
    sheet.sheet_format.defaultRowHeight = row
    sheet.sheet_format.customHeight = True
    sheet.sheet_format.baseColWidth = 10
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = Color(theme=_ACCENT1)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P of &N"
    sheet.oddFooter.center.text = "{{ report.classification }}"
    if header_row:
        sheet.freeze_panes = f"A{header_row + 1}"
        sheet.print_title_rows = f"{header_row}:{header_row}"


def _styles() -> Sequence[NamedStyle]:
    """The cell styles of the template; generated tables take the first three."""
    rule = Side(style="thin", color=Color(theme=_ACCENT6))
    end = Side(style="medium", color=Color(theme=_DK2))
    middle, top = Alignment(vertical="center"), Alignment(vertical="top")
    fill = PatternFill("solid", fgColor=Color(theme=_DK2))
    return (
        _style("Report header", _font(bold=True, theme=_LT1), middle, fill=fill),
        _style("Report cell", _font(), middle, border=Border(bottom=rule)),
        _style("Report total", _font(bold=True), middle, border=Border(top=end, bottom=end)),
        _style("Report title", _font(16, bold=True, theme=_DK2), middle),
        _style("Report scope", _font(grey=True), middle),
        _style("Report heading", _font(13, bold=True, theme=_DK2), middle),
        _style("Report label", _font(grey=True), middle),
        _style("Report value", _font(), Alignment(horizontal="left", vertical="center")),
        _style("Report text", _font(), top),
        _style("Report link", _font(theme=_ACCENT1, underline="single"), middle),
    )


def _style(name: str, font: Font, alignment: Alignment, **more: Any) -> NamedStyle:
    return NamedStyle(name=name, font=font, alignment=alignment, **more)


def _font(size: float = 11, bold: bool = False, theme: int = _DK1, grey: bool = False, underline: str = "none") -> Font:
    colour = Color(rgb=GREY) if grey else Color(theme=theme)
    line = None if underline == "none" else underline
    return Font(name=BODY_FONT, sz=size, b=bold or None, color=colour, family=2, scheme="minor", u=line)


def _theme() -> bytes:
    """The Office theme with the corporate colours and fonts."""
    root = etree.fromstring(theme_xml.encode())
    root.set("name", "Corporate")
    for scheme in (*root.iter(f"{_A}clrScheme"), *root.iter(f"{_A}fontScheme")):
        scheme.set("name", "Corporate")
    for slot in root.iterfind(f".//{_A}clrScheme/*"):
        slot[:] = [etree.Element(f"{_A}srgbClr", val=PALETTE[etree.QName(slot).localname])]
    for latin in root.iterfind(f".//{_A}fontScheme/*/{_A}latin"):
        latin.set("typeface", BODY_FONT)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _settled(data: bytes) -> bytes:
    """The workbook as Excel would have saved it: fixed times, texts shared, fonts in the order of the schema."""
    draft = Draft(read_package(data, TARGET.name))
    styles = etree.fromstring(draft.read("xl/styles.xml"))
    for font in styles.iter(f"{_MAIN}font"):
        font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(etree.QName(child).localname))
    draft.replace("xl/styles.xml", bytes(etree.tostring(styles, xml_declaration=True, encoding="UTF-8")))
    strings = StringBook()
    for part in draft.names:
        if part.startswith("xl/worksheets/sheet"):
            sheet = etree.fromstring(draft.read(part))
            share_texts(sheet, StyleBook(draft.read("xl/styles.xml")), strings)
            draft.replace(part, bytes(etree.tostring(sheet, xml_declaration=True, encoding="UTF-8", standalone=True)))
    draft.add("xl/sharedStrings.xml", strings.to_bytes(), STRINGS_TYPE)
    draft.relate(draft.main, f"{RELATIONSHIPS}/sharedStrings", "xl/sharedStrings.xml")
    core = draft.read("docProps/core.xml").decode()
    draft.replace("docProps/core.xml", re.sub(r"\d{4}-\d\d-\d\dT[\d:]+Z", "2026-01-01T00:00:00Z", core).encode())
    return draft.to_bytes()


if __name__ == "__main__":
    main()
