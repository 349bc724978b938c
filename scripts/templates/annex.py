"""Make report_templates/<brand>/annex.xlsx: an ordinary workbook whose cells hold tags.

Run it from the top of the project: python -m scripts.templates.annex corporate agency
The files can be edited in Excel; this script exists so that their measures stay traceable.
"""

from __future__ import annotations

import io
import re
import sys
from typing import Any, Final

from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break

from reportgen.ooxml import Draft, read_package
from reportgen.renderers.excel.strings import STRINGS_TYPE, StringBook, share_texts
from reportgen.renderers.excel.styles import StyleBook
from reportgen.renderers.excel.workbook import RELATIONSHIPS
from scripts.templates.annex_look import AnnexLook, annex_look
from scripts.templates.annex_programme import LOOPED, PILES
from scripts.templates.annex_sheets import (
    A3,
    DATA_TO,
    DENSE_ROW,
    HEADER_ROW,
    HEADING_ROW,
    ROW,
    Page,
    Rows,
    begin,
    fill_looped,
    fill_page,
    fill_pile,
    set_widths,
)

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FONT_ORDER: Final = ("b", "i", "strike", "u", "vertAlign", "sz", "color", "name", "family", "charset", "scheme")
# The sheet itself is added with the lines.
_HAS_LINES: Final = 'indicators.pick("trend").columns'
_HAS_CHARTS: Final = "lead.trend or groups or case_flow"

BY_GROUP: Final = Page(
    "By group",
    "by group",
    f"{DATA_TO} Parts add up to the total; rates are sums over sums, never means of rates.",
    "{{ by_group }}",
    "{%sheet if by_group %}",
)
BY_ENTITY: Final = Page(
    "By entity",
    "by entity",
    f"{DATA_TO} One row for each entity, with what was counted for every indicator.",
    "{{ entities }}",
    "{%sheet if entities %}",
    DENSE_ROW,
    A3,
)
RANKING: Final = Page(
    "Ranking",
    "ranking",
    f"{DATA_TO} {{{{ lead.label }}}} of everyone, highest first; who did not report stands last, never as 0.",
    "{{ lead.ranking }}",
    "{%sheet if lead.ranking %}",
)
OVER_TIME: Final = Page(
    "Over time",
    "over time",
    f"{DATA_TO} {{{{ lead.label }}}} of everyone, period by period; the darker a cell, the higher its number.",
    "{{ lead.heat() }}",
    "{%sheet if lead.heat() %}",
)
OUTLOOK: Final = Page(
    "Outlook",
    "outlook",
    "{{ outlook.subtitle }}. Past miss: on average, one period ahead.",
    "{{ outlook }}",
    "{%sheet if outlook %}",
)
DEFINITIONS: Final = Page(
    "Definitions",
    "definitions",
    "What each indicator means, how it is calculated, and what was counted in {{ report.period }}.",
    "{{ definitions }}",
    "{%sheet if definitions %}",
)
LINEAGE: Final = Page(
    "Lineage",
    "lineage",
    "From which tables, files and rows each printed number comes.",
    "{{ lineage }}",
    "{%sheet if lineage %}",
    DENSE_ROW,
    A3,
)


def main() -> None:
    """Write the templates of the brands that are named."""
    for name in sys.argv[1:] or ("corporate", "agency"):
        look = annex_look(name)
        look.target.write_bytes(template_bytes(look))


def template_bytes(look: AnnexLook) -> bytes:
    """The template; the same bytes on every run."""
    book = Workbook()
    book.properties.title, book.properties.language = "Annex", "en-GB"
    book.loaded_theme = look.theme_part()
    # The first font is what column widths are measured in.
    book._fonts = IndexedList([look.font_of()])
    book._named_styles["Normal"].font = look.font_of()
    for style in look.styles():
        book.add_named_style(style)
    banded = bool(look.band)
    _read_me(book.active, banded)
    _summary(book.create_sheet("Summary"), banded)
    _charts(book.create_sheet("Charts"), banded)
    for page in (BY_GROUP, OUTLOOK):
        fill_page(book.create_sheet(page.name), page, banded)
    for looped in LOOPED:
        fill_looped(book.create_sheet(looped.name), looped, banded)
    for page in (RANKING, OVER_TIME, BY_ENTITY):
        fill_page(book.create_sheet(page.name), page, banded)
    for pile in PILES:
        fill_pile(book.create_sheet(pile.name), pile, banded)
    for page in (DEFINITIONS, LINEAGE):
        fill_page(book.create_sheet(page.name), page, banded)
    _quality(book.create_sheet("Data quality"), banded)
    stream = io.BytesIO()
    book.save(stream)
    return _settled(stream.getvalue())


def _read_me(sheet: Any, banded: bool) -> None:
    sheet.title = "Read me"
    begin(sheet, "annex", "{{ report.organisation }}", DENSE_ROW, header_row=0, banded=banded)
    # Names of files and of sheets, texts and digests, numbers, what is short.
    set_widths(sheet, (40, 66, 16, 16, 24))
    rows = Rows(sheet, 4)
    facts = (
        ("Period", "{{ report.period }}", ""),
        ("Data to", "{{ report.as_of }}", ""),
        ("Scope", "{{ report.entity }}", "report.entity"),
        ("Owner", "{{ report.owner }}", "report.owner"),
        ("Overall status", "{{ overall.status }}. {{ overall.judged }} {{ overall.basis }}", "overall.basis"),
        ("Version", "{{ report.version }}, {{ report.status }}", "report.version"),
        ("Classification", "{{ report.classification }}", "report.classification"),
        ("Source", "{{ report.source }}", "report.source"),
    )
    for label, value, condition in facts:
        rows.put((label, "Report label"), (value, "Report value"), condition=condition)
    rows.skip()
    _contents(rows)
    rows.skip()
    _listed_indicators(rows)
    rows.skip()
    rows.put(("How to read it", "Report heading"), height=HEADING_ROW)
    for line in (
        "A status compares the actual value with its target: ● on track, ▲ at risk, ◆ off track, "
        "○ no data, too few or not judged yet.",
        "n/a stands for a number that is missing. Missing is never counted as zero.",
        "Numbers are kept unrounded and shown rounded; shares are ratios, gaps are percentage points.",
    ):
        rows.put((line, "Report text"))
    _told(rows, "changes", "Changes since {{ report.compared_period }}", ("{{ changes.headline }}.", "Report text"))
    _notes(rows)
    rows.put(("{%tr if sources %}", "Normal"))
    rows.skip()
    rows.put(("Sources", "Report heading"), height=HEADING_ROW)
    picked = '"file", "sha256", "rows", "table", "label"'
    rows.put((f"{{{{ sources.pick({picked}) }}}}", "Normal"), height=HEADER_ROW)
    rows.put(("{%tr endif %}", "Normal"))


def _notes(rows: Rows) -> None:
    """What the notes are about, and beside it what they say, in the column that is wide enough for texts."""
    rows.put(("{%tr if notes %}", "Normal"))
    rows.skip()
    rows.put(("What the data say and do not say", "Report heading"), height=HEADING_ROW)
    rows.put(("{%tr for note in notes.findings %}", "Normal"))
    said = "{{ note.statement }}{% if note.consequence %} {{ note.consequence }}{% endif %}"
    rows.put(("{{ note.label }}", "Report label"), (said, "Report value"))
    rows.sheet[f"A{rows.number - 1}"].alignment = Alignment(vertical="top")
    rows.sheet[f"B{rows.number - 1}"].alignment = Alignment(vertical="top", wrap_text=True)
    rows.put(("{%tr endfor %}", "Normal"))
    rows.put(("{%tr endif %}", "Normal"))


def _listed_indicators(rows: Rows) -> None:
    sheet = rows.sheet
    rows.put(("Indicators", "Report heading"), height=HEADING_ROW)
    heads = ("Indicator", "Definition", "Actual", "Target", "Status")
    rows.put(*((text, "Report header") for text in heads), height=HEADER_ROW)
    _aligned(sheet, rows.number - 1, wrapped=False)
    cells = ("{{ k.label }}", "{{ k.definition }}", "{{ k.value }}", "{{ k.target }}", "{{ k.status }}")
    rows.put(("{%tr for k in kpis %}", "Normal"))
    rows.put(*((text, "Report cell") for text in cells))
    _aligned(sheet, rows.number - 1, wrapped=True)
    rows.put(("{%tr endfor %}", "Normal"))


def _aligned(sheet: Any, row: int, wrapped: bool) -> None:
    for column in "CD":
        sheet[f"{column}{row}"].alignment = Alignment(horizontal="right", vertical="center")
    sheet[f"B{row}"].alignment = Alignment(horizontal="left", vertical="center", wrap_text=wrapped or None)
    sheet[f"E{row}"].alignment = Alignment(horizontal="left", vertical="center", indent=1)


def _told(rows: Rows, block: str, heading: str, *cells: tuple[str, str]) -> None:
    """A heading with a row of cells below it, where there is one."""
    rows.put((f"{{%tr if {block} %}}", "Normal"))
    rows.skip()
    rows.put((heading, "Report heading"), height=HEADING_ROW)
    rows.put(*cells)
    rows.put(("{%tr endif %}", "Normal"))


def _contents(rows: Rows) -> None:
    """The other sheets, with a link to each that is there."""
    rows.put(("Sheets", "Report heading"), height=HEADING_ROW)
    listed = (
        ("Summary", "All indicators against target, and the first one by group", ""),
        ("Trend", "The numbers of the small lines in the summary", _HAS_LINES),
        ("Charts", "Indicators over time and by group, with their numbers", _HAS_CHARTS),
        ("By group", "Every indicator by every grouping", "by_group"),
        ("Outlook", "What targets ahead take, and what is expected", "outlook"),
        *((looped.name, looped.content, looped.condition) for looped in LOOPED),
        ("Ranking", "Everyone in order of the first indicator", "lead.ranking"),
        ("Over time", "Everyone, period by period", "lead.heat()"),
        ("By entity", "Every entity with what was counted", "entities"),
        *((pile.name, pile.content, pile.condition) for pile in PILES),
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


def _summary(sheet: Any, banded: bool) -> None:
    scope = (
        f"{DATA_TO} {{% if counts.with_target %}}{{{{ counts.on_track }}}} of {{{{ counts.with_target }}}} "
        "indicators with a target on track. {% endif %}"
        "Shares in %, gaps in percentage points. Definitions and data notes: sheets Definitions and Data quality."
    )
    begin(sheet, "summary", scope, ROW, banded=banded)
    sheet.column_dimensions["A"].width = 28
    rows = Rows(sheet, 4)
    rows.put(("{{ indicators }}", "Normal"), height=HEADER_ROW)
    # More groups have a sheet of their own; here all has to stay on one page, under the one repeated header.
    rows.put(("{%tr if lead_groups and lead_groups.rows | length <= 30 %}", "Normal"))
    rows.skip()
    rows.put(("{{ lead_groups.title }}", "Report heading"))
    rows.put(("{{ lead_groups }}", "Normal"), height=HEADER_ROW)
    rows.put(("{%tr endif %}", "Normal"))
    sheet.page_setup.fitToHeight = 1


def _charts(sheet: Any, banded: bool) -> None:
    """One chart under the other, each over a merged range; their numbers are written beside them."""
    scope = f"{DATA_TO} The numbers of each chart stand to its right."
    begin(sheet, "charts", scope, 15.0, header_row=0, banded=banded)
    sheet["A3"] = f"{{%sheet if {_HAS_CHARTS} %}}"
    set_widths(sheet, (15,) * 8)
    rows = Rows(sheet, 4)
    rows.put(("{%tr for k in kpis if k.trend %}", "Normal"))
    _chart(rows, "k.trend", "{{ k.trend }}")
    rows.put(("{%tr endfor %}", "Normal"))
    rows.put(("{%tr if groups and groups[0] in lead.tables and lead.by(groups[0]).chart %}", "Normal"))
    _chart(rows, "lead.by(groups[0]).chart", '{{ lead.by(groups[0]) | show(kind="bar") }}')
    rows.put(("{%tr endif %}", "Normal"))
    moved = "lead.contribution(groups[0])"
    rows.put((f"{{%tr if groups and groups[0] in lead.tables and {moved} and {moved}.chart %}}", "Normal"))
    _chart(rows, f"{moved}.chart", f"{{{{ {moved} | show() }}}}")
    rows.put(("{%tr endif %}", "Normal"))
    rows.put(("{%tr if lead.ranking %}", "Normal"))
    _chart(rows, "lead.ranking.chart", "{{ lead.ranking | show() }}", rows_high=30)
    rows.put(("{%tr endif %}", "Normal"))
    rows.put(("{%tr for journey in journeys if journey.chart %}", "Normal"))
    _chart(rows, "journey.chart", "{{ journey | show() }}")
    rows.put(("{%tr endfor %}", "Normal"))
    for block in ("case_flow", "case_causes"):
        rows.put((f"{{%tr if {block}.chart %}}", "Normal"))
        _chart(rows, f"{block}.chart", f"{{{{ {block} | show() }}}}")
        rows.put(("{%tr endif %}", "Normal"))
    sheet.print_area = f"A1:H{rows.number - 1}"
    # At full size 8 columns fill a page; fitting to the width would switch the breaks between charts off.
    sheet.sheet_properties.pageSetUpPr.fitToPage = False
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None


def _chart(rows: Rows, chart: str, tag: str, rows_high: int = 21) -> None:
    rows.put((f"{{{{ {chart}.headline or {chart}.title }}}}", "Report heading"), height=HEADING_ROW)
    rows.put((f"{{{{ {chart}.subtitle or {chart}.title }}}}", "Report scope"), height=18)
    top = rows.number
    rows.put((tag, "Normal"), merged=f"A{{0}}:H{top + rows_high - 1}")
    rows.number = top + rows_high
    rows.sheet.row_breaks.append(Break(id=rows.number))
    rows.skip()


def _quality(sheet: Any, banded: bool) -> None:
    scope = "Every row that was left out, corrected or guessed, with its place."
    begin(sheet, "data quality", scope, DENSE_ROW, 5, banded=banded)
    rows = Rows(sheet, 4)
    rows.put(("{%tr if quality %}", "Normal"))
    rows.put(("{{ quality }}", "Normal"), height=HEADER_ROW)
    rows.put(("{%tr else %}", "Normal"))
    rows.put(("No row was left out, corrected or guessed.", "Report text"))
    rows.put(("{%tr endif %}", "Normal"))
    sheet.column_dimensions["A"].width = 14


def _settled(data: bytes) -> bytes:
    """The workbook as Excel would have saved it: fixed times, texts shared, fonts in the order of the schema."""
    draft = Draft(read_package(data, "annex.xlsx"))
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
