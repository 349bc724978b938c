"""Good files with one of everything that the package check looks at."""

from __future__ import annotations

import io

import pytest

from reportgen.charts import add_chart
from reportgen.ooxml import Draft, read_package
from reportgen.ooxml.names import NS
from tests.charts.samples import COLUMNS, TREND, look


@pytest.fixture(scope="session")
def good_deck() -> bytes:
    """Two slides: a table and a native chart."""
    import pptx
    from pptx.util import Cm

    deck = pptx.Presentation()
    for number in (1, 2):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"Slide {number}"
    table = deck.slides[0].shapes.add_table(2, 3, Cm(1), Cm(5), Cm(10), Cm(3)).table
    table.cell(0, 0).text = "Indicator"
    from pptx.dml.color import RGBColor

    table.cell(0, 0).fill.solid()
    table.cell(0, 0).fill.fore_color.rgb = RGBColor(0x12, 0x34, 0x56)
    out = io.BytesIO()
    deck.save(out)
    draft = Draft(read_package(out.getvalue(), "deck.pptx"))
    part = "ppt/slides/slide2.xml"
    frame = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="70" name="rg:trend" descr="A chart"/><p:cNvGraphicFramePr/>'
        '<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="900" cy="900"/></p:xfrm>'
        f'<a:graphic><a:graphicData uri="{NS["c"]}"><c:chart xmlns:c="{NS["c"]}" '
        f'r:id="{add_chart(draft, part, COLUMNS, look(), "ppt")}"/></a:graphicData></a:graphic></p:graphicFrame>'
    )
    draft.replace(part, draft.read(part).replace(b"</p:spTree>", frame.encode() + b"</p:spTree>"))
    return draft.to_bytes()


@pytest.fixture(scope="session")
def good_report() -> bytes:
    """Headings, a list, a bold run, a table, a page number field, a bookmark and two native charts."""
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = docx.Document()
    document.add_heading("Status", 1)
    document.add_paragraph("First", style="List Number")
    document.add_paragraph().add_run("Bold").bold = True
    table = document.add_table(2, 3)
    table.cell(0, 0).text = "Indicator"
    field = document.add_paragraph("Page ")
    for kind in ("begin", "separate", "end"):
        character = OxmlElement("w:fldChar")
        character.set(qn("w:fldCharType"), kind)
        field.add_run()._r.append(character)
    for kind in ("bookmarkStart", "bookmarkEnd"):
        mark = OxmlElement(f"w:{kind}")
        mark.set(qn("w:id"), "5")
        if kind == "bookmarkStart":
            mark.set(qn("w:name"), "figure_1")
        field._p.append(mark)
    numbered = document.add_paragraph("Numbered")
    numbering = numbered._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]
    numbering.get_or_add_ilvl().val = 0
    numbering.get_or_add_numId().val = 1
    document.add_paragraph("CHART")
    document.add_paragraph("CHART")
    out = io.BytesIO()
    document.save(out)
    draft = Draft(read_package(out.getvalue(), "status.docx"))
    text = draft.read("word/document.xml").decode()
    for number, chart in enumerate((TREND, COLUMNS), start=1):
        id = add_chart(draft, "word/document.xml", chart, look(), "word")
        text = text.replace(
            "<w:t>CHART</w:t>",
            f'<w:drawing><wp:inline xmlns:wp="{NS["wp"]}"><wp:extent cx="900" cy="900"/>'
            f'<wp:docPr id="{number}" name="rg:{number}" descr="A chart"/><wp:cNvGraphicFramePr/>'
            f'<a:graphic xmlns:a="{NS["a"]}"><a:graphicData uri="{NS["c"]}"><c:chart xmlns:c="{NS["c"]}" '
            f'r:id="{id}"/></a:graphicData></a:graphic></wp:inline></w:drawing>',
            1,
        )
    draft.replace("word/document.xml", text.encode())
    return draft.to_bytes()


@pytest.fixture(scope="session")
def good_annex() -> bytes:
    """Two sheets: a table with a formula column, styles, merges, a conditional format, a validation, names, a chart."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("By group")
    share = book.add_format({"num_format": "0.0%", "bold": True})
    sheet.merge_range("A1:B1", "Title")
    sheet.merge_range("A2:C2", "Scope")
    columns = [{"header": "Group"}, {"header": "Reached"}, {"header": "Share", "formula": "=B5/(1+2)", "format": share}]
    sheet.add_table("A4:C6", {"columns": columns, "name": "tbl_group", "data": [["North", 1, 0.5], ["South", 2, 1]]})
    sheet.conditional_format("C5:C6", {"type": "cell", "criteria": ">", "value": 0.5, "format": share})
    sheet.data_validation("E5", {"validate": "list", "source": ["on track", "at risk"]})
    other = book.add_worksheet("Definitions")
    other.write_string(0, 0, "Indicator")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='By group'!$B$5:$B$6"})
    other.insert_chart("C3", chart)
    book.define_name("kpi.reach", "='By group'!$C$5")
    book.close()
    return out.getvalue()
