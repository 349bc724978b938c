"""The accessibility check: files made with care have no problem, files with one barrier have that problem."""

from __future__ import annotations

import io
from typing import Any

import pytest

from reportgen.errors import Severity
from reportgen.quality.accessibility import check_accessibility
from reportgen.quality.colours import contrast, hexadecimal, rgb, tinted
from tests.office_files import edited, plain_annex, plain_deck, plain_report

SLIDE1, SLIDE2, DOCUMENT = "ppt/slides/slide1.xml", "ppt/slides/slide2.xml", "word/document.xml"
BOOK, SHEET, CORE = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"
ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE

Fault = tuple[str, str, str, str, str, Severity, str, str]

# What is wrong, good file, part, text in it, text instead, severity, code, where it is said to be.
FAULTS: list[Fault] = [
    (
        "chart without alternative text",
        "deck",
        SLIDE1,
        'descr="Reach by region"',
        "",
        ERROR,
        "no-alt-text",
        'slide 1, shape "Table 1"',
    ),
    (
        "file name as alternative text",
        "deck",
        SLIDE1,
        "Reach by region",
        "chart_3.png",
        ERROR,
        "no-alt-text",
        'slide 1, shape "Table 1"',
    ),
    (
        "shape no longer decorative",
        "deck",
        SLIDE2,
        'decorative" val="1"',
        'decorative" val="0"',
        ERROR,
        "no-alt-text",
        'slide 2, shape "Bar"',
    ),
    ("slide without title", "deck", SLIDE2, "<a:t>Gap</a:t>", "<a:t> </a:t>", ERROR, "no-slide-title", "slide 2"),
    (
        "title of another slide",
        "deck",
        SLIDE2,
        "<a:t>Gap</a:t>",
        "<a:t>reach</a:t>",
        NOTICE,
        "duplicate-slide-title",
        "slide 2",
    ),
    (
        "table without header row",
        "deck",
        SLIDE1,
        'firstRow="1"',
        'firstRow="0"',
        ERROR,
        "no-header-row",
        'slide 1, shape "Table 1"',
    ),
    (
        "merged cells",
        "deck",
        SLIDE1,
        "<a:tc><a:txBody>",
        '<a:tc gridSpan="2"><a:txBody>',
        WARNING,
        "merged-cells",
        'slide 1, shape "Table 1"',
    ),
    (
        "shape read before the title",
        "deck",
        SLIDE2,
        "<p:spTree>",
        '<p:spTree><p:sp><p:nvSpPr><p:cNvPr id="90" name="Early"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr/>'
        "<p:txBody><a:bodyPr/><a:p><a:r><a:t>Early</a:t></a:r></a:p></p:txBody></p:sp>",
        WARNING,
        "reading-order",
        "slide 2",
    ),
    (
        "grey text on white",
        "deck",
        SLIDE2,
        'schemeClr val="tx1"',
        'schemeClr val="bg2"',
        WARNING,
        "low-contrast",
        'slide 2, shape "Note"',
    ),
    (
        "light table cell text",
        "deck",
        SLIDE1,
        'srgbClr val="000000"',
        'srgbClr val="8899AA"',
        WARNING,
        "low-contrast",
        'slide 1, shape "Table 1"',
    ),
    (
        "no language anywhere",
        "deck",
        "ppt/presentation.xml",
        '<a:defRPr lang="en-US"/>',
        "<a:defRPr/>",
        WARNING,
        "no-language",
        "slide 1",
    ),
    (
        "link that says here",
        "deck",
        SLIDE2,
        "Register of sources",
        "Click here",
        WARNING,
        "link-text",
        'slide 2, shape "Note"',
    ),
    ("deck without title", "deck", CORE, "Adoption", "", WARNING, "no-document-title", ""),
    ("picture without text", "report", DOCUMENT, 'descr="Map"', 'descr=""', ERROR, "no-alt-text", "paragraph 4"),
    ("table without head", "report", DOCUMENT, "<w:tblHeader/>", "", ERROR, "no-header-row", "table 1"),
    (
        "merged cells in a report",
        "report",
        DOCUMENT,
        '<w:tcW w:type="dxa" w:w="4320"/>',
        '<w:tcW w:type="dxa" w:w="4320"/><w:gridSpan w:val="2"/>',
        WARNING,
        "merged-cells",
        "table 1",
    ),
    (
        "light text in a report",
        "report",
        DOCUMENT,
        '<w:color w:val="333333"/>',
        '<w:color w:val="AAAAAA"/>',
        WARNING,
        "low-contrast",
        "Body",
    ),
    (
        "dark cell behind dark text",
        "report",
        DOCUMENT,
        'w:fill="EEEEEE"',
        'w:fill="444444"',
        WARNING,
        "low-contrast",
        "Group",
    ),
    (
        "report without language",
        "report",
        "word/styles.xml",
        '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="ar-SA"/>',
        "",
        WARNING,
        "no-language",
        "Status",
    ),
    ("heading that skips a level", "report", DOCUMENT, '"Heading2"', '"Heading3"', NOTICE, "heading-order", "Details"),
    ("empty heading", "report", DOCUMENT, "<w:t>Details</w:t>", "<w:t/>", NOTICE, "empty-heading", "paragraph 2"),
    (
        "bare address as link",
        "report",
        DOCUMENT,
        "the register",
        "https://example.org/a",
        WARNING,
        "link-text",
        DOCUMENT,
    ),
    ("report without title", "report", CORE, "Adoption", " ", WARNING, "no-document-title", ""),
    (
        "chart without text in a workbook",
        "annex",
        "xl/drawings/drawing1.xml",
        'descr="Reach by region"',
        "",
        ERROR,
        "no-alt-text",
        'sheet "Summary"',
    ),
    (
        "table whose header is off",
        "annex",
        "xl/tables/table1.xml",
        "<table ",
        '<table headerRowCount="0" ',
        ERROR,
        "no-header-row",
        "cell A3:B4",
    ),
    (
        "merged cells in a workbook",
        "annex",
        SHEET,
        "<pageMargins",
        '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><pageMargins',
        WARNING,
        "merged-cells",
        "cell A1:B1",
    ),
    (
        "white text on white",
        "annex",
        "xl/styles.xml",
        '<color rgb="FF003366"/>',
        '<color rgb="FFDDDDDD"/>',
        WARNING,
        "low-contrast",
        "cell A1",
    ),
    ("workbook without language", "annex", CORE, "en-GB", "", WARNING, "no-language", ""),
    ("workbook without title", "annex", CORE, "Adoption", "", WARNING, "no-document-title", ""),
    (
        "link that is an address",
        "annex",
        "xl/sharedStrings.xml",
        "Register",
        "www.example.org",
        WARNING,
        "link-text",
        "cell D1",
    ),
    (
        "sheet named Sheet1",
        "annex",
        BOOK,
        'name="Summary"',
        'name="Sheet1"',
        NOTICE,
        "sheet-name-says-nothing",
        "Sheet1",
    ),
    ("blank first cell", "annex", SHEET, 'r="A1"', 'r="B1"', NOTICE, "blank-first-cell", "cell A1"),
]


@pytest.fixture(scope="module")
def deck() -> bytes:
    """Two slides: a table; a decorated note with a link."""
    import pptx
    from pptx.dml.color import RGBColor
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Cm

    show: Any = pptx.Presentation()
    show.core_properties.title = "Adoption"
    one, two = (show.slides.add_slide(show.slide_layouts[5]) for _ in range(2))
    one.shapes.title.text, two.shapes.title.text = "Reach", "Gap"
    frame = one.shapes.add_table(2, 2, Cm(1), Cm(6), Cm(10), Cm(3))
    frame.name = "Table 1"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "Reach by region")
    cell = frame.table.cell(1, 0)
    cell.text = "North"
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    cell.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(0, 0, 0)
    note = two.shapes.add_textbox(Cm(1), Cm(6), Cm(10), Cm(2))
    note.name = "Note"
    run = note.text_frame.paragraphs[0].add_run()
    run.text = "Register of sources"
    run.hyperlink.address = "https://example.org/register"
    plain = note.text_frame.add_paragraph().add_run()
    plain.text = "Read with care"
    plain.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    bar = two.shapes.add_shape(1, Cm(1), Cm(10), Cm(5), Cm(0.1))
    bar.name = "Bar"
    return edited(
        saved(show),
        SLIDE2,
        'name="Bar"/>',
        'name="Bar"><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative xmlns:adec='
        '"http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></p:cNvPr>',
    )


@pytest.fixture(scope="module")
def report() -> bytes:
    """Two headings, a paragraph with a link, a picture and a table with a shaded head."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn
    from docx.shared import RGBColor
    from PIL import Image

    document: Any = docx.Document()
    document.core_properties.title = "Adoption"
    document.add_heading("Status", 1)
    # The colour that the library gives to headings of this level has 4.0:1 only.
    document.add_heading("Details", 2).runs[0].font.color.rgb = RGBColor(0x1F, 0x3F, 0x6F)
    paragraph = document.add_paragraph()
    paragraph.add_run("Body").font.color.rgb = RGBColor(0x33, 0x33, 0x33)
    id = document.part.relate_to("https://example.org", RELATIONSHIP_TYPE.HYPERLINK, True)
    link = parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{id}"><w:r><w:t>the register</w:t></w:r></w:hyperlink>')
    paragraph._p.append(link)
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    document.add_picture(picture)
    document.inline_shapes[0]._inline.docPr.set("descr", "Map")
    table = document.add_table(2, 2)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    table.cell(0, 0).text = "Group"
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "EEEEEE")
    table.cell(0, 0)._tc.get_or_add_tcPr().append(shade)
    return saved(document)


@pytest.fixture(scope="module")
def annex() -> bytes:
    """A sheet with a heading, a link, a table and a chart."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "Adoption"})
    sheet = book.add_worksheet("Summary")
    sheet.write("A1", "Reach", book.add_format({"bold": True, "font_color": "#003366"}))
    sheet.write_url("D1", "https://example.org/", string="Register")
    sheet.add_table("A3:B4", {"columns": [{"header": "Group"}, {"header": "Reached"}], "data": [["North", 1]]})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Summary!$B$4:$B$4"})
    sheet.insert_chart("D5", chart, {"description": "Reach by region"})
    book.close()
    return edited(out.getvalue(), CORE, "</cp:coreProperties>", "<dc:language>en-GB</dc:language></cp:coreProperties>")


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("fault", FAULTS, ids=[fault[0] for fault in FAULTS])
def test_one_barrier_is_found_where_it_is(request: pytest.FixtureRequest, fault: Fault) -> None:
    _, file, part, old, new, severity, code, place = fault
    problems = check_accessibility(edited(request.getfixturevalue(file), part, old, new), "file")
    found = [problem for problem in problems if problem.code == code]
    assert found, [str(problem) for problem in problems]
    assert {problem.severity for problem in found} == {severity}
    assert any(place in str(problem.location) for problem in found), [str(problem) for problem in found]


@pytest.mark.parametrize("file", ["deck", "report", "annex"])
def test_a_file_made_with_care_has_no_problem(request: pytest.FixtureRequest, file: str) -> None:
    assert [str(problem) for problem in check_accessibility(request.getfixturevalue(file), "file")] == []


@pytest.mark.parametrize("make", [plain_deck, plain_report, plain_annex])
def test_what_the_common_libraries_write_has_no_error(make: Any) -> None:
    assert [p.code for p in check_accessibility(make(), "file") if p.severity is Severity.ERROR] == []


def test_text_on_a_band_is_measured_against_the_band() -> None:
    import pptx
    from pptx.dml.color import RGBColor
    from pptx.util import Cm

    show: Any = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Reach"
    band = slide.shapes.add_shape(1, 0, Cm(10), Cm(20), Cm(3))
    band.fill.solid()
    band.fill.fore_color.rgb = RGBColor(0, 0x20, 0x40)
    text = slide.shapes.add_textbox(Cm(1), Cm(10), Cm(10), Cm(2))
    run = text.text_frame.paragraphs[0].add_run()
    run.text, run.font.color.rgb = "On the band", RGBColor(255, 255, 255)
    assert "low-contrast" not in {problem.code for problem in check_accessibility(saved(show), "deck")}
    band.fill.fore_color.rgb = RGBColor(0xDD, 0xEE, 0xFF)
    assert "low-contrast" in {problem.code for problem in check_accessibility(saved(show), "deck")}


def test_a_file_that_is_none_has_one_problem() -> None:
    assert [problem.code for problem in check_accessibility(b"month;users", "a.pptx")] == ["not-an-office-file"]


def test_contrast_is_that_of_the_guidelines() -> None:
    black, white, grey = rgb("000000"), rgb("FFFFFF"), rgb("767676")
    assert black
    assert white
    assert grey
    assert contrast(black, white) == pytest.approx(21)
    # The lightest grey that passes on white, in the guidelines' own example.
    assert contrast(white, grey) == pytest.approx(4.54, abs=0.005)
    assert hexadecimal(tinted(black, 0.5)) == "808080"
