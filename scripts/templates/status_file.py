"""Word documents made with python-docx for the templates: a blank one in a look, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.opc.constants import RELATIONSHIP_TYPE as RELATED
from docx.oxml import parse_xml
from docx.shared import Cm
from lxml import etree

from reportgen.ooxml import Draft, read_package
from scripts.templates.status_styles import Look, W, fonts_xml, numbering_xml, settings_xml, styles_xml, theme_xml

NAMESPACES = {
    "w": W,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
# A run is its text, or a pair of text and character style; a field stands as ("SEQ Table", "field").
Run = str | tuple[str, str]


def blank_document(look: Look) -> DocumentType:
    """An A4 document with our styles, theme, numbering, header and footer, and nothing else of python-docx's own."""
    document = Document()
    part = document.part
    for related, id in [(relation.reltype, id) for id, relation in part.rels.items()]:
        if related.rpartition("/")[2] in ("stylesWithEffects", "customXml", "webSettings"):
            del part.rels[id]
    for id, relation in list(part.package.rels.items()):
        if relation.reltype == RELATED.THUMBNAIL:
            del part.package.rels[id]
    _replace_children(document.styles.element, styles_xml(look))
    _replace_children(document.settings.element, settings_xml())
    _replace_children(part.numbering_part.element, numbering_xml())
    for related, xml in ((RELATED.THEME, theme_xml(look)), (RELATED.FONT_TABLE, fonts_xml(look))):
        part.part_related_by(related)._blob = _declared(etree.fromstring(xml))
    core = document.core_properties
    core.title, core.author, core.comments, core.language = "Status report", "", "", "en-GB"
    core.created = core.modified = datetime(2023, 1, 1)
    core.last_modified_by, core.keywords = "", ""
    _page(document)
    return document


def _page(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.9), Cm(1.8)
    section.header_distance, section.footer_distance = Cm(1.05), Cm(0.85)


def tag(document: DocumentType, *texts: str) -> None:
    """Paragraphs of tags, each in one of its own: they go when the template is filled."""
    for text in texts:
        add(document, "Template Tag", text)


def add(document: DocumentType, style: str, *runs: Run) -> Any:
    """A paragraph of that style at the end of the document."""
    paragraph = document.add_paragraph(style=document.styles[style])
    write(paragraph, runs)
    return paragraph


def write(paragraph: Any, runs: Iterable[Run]) -> None:
    for run in runs:
        text, style = (run, "") if isinstance(run, str) else run
        if style == "field":
            strong = '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>' if text.startswith("SEQ") else ""
            field = f'<w:fldSimple xmlns:w="{W}" w:instr=" {text} "><w:r>{strong}<w:t>1</w:t></w:r></w:fldSimple>'
            paragraph._p.append(parse_xml(field))
        else:
            paragraph.add_run(text, style=style or None)


def table(document: DocumentType, style: str, widths: Sequence[int], rows: int) -> Any:
    """A table of fixed widths in twips whose first row is a header that repeats on the next page."""
    table = document.add_table(rows=rows, cols=len(widths), style=document.styles[style])
    properties = table._tbl.tblPr
    for old in properties.xpath("w:tblW | w:tblLook | w:tblLayout | w:jc"):
        properties.remove(old)
    properties.append(parse_xml(f'<w:tblW xmlns:w="{W}" w:w="{sum(widths)}" w:type="dxa"/>'))
    properties.append(parse_xml(f'<w:tblLayout xmlns:w="{W}" w:type="fixed"/>'))
    look = 'w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"'
    properties.append(parse_xml(f'<w:tblLook xmlns:w="{W}" {look}/>'))
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(f"{{{W}}}w", str(width))
    for index, row in enumerate(table.rows):
        header = "<w:tblHeader/>" if index == 0 else ""
        row._tr.insert(0, parse_xml(f'<w:trPr xmlns:w="{W}"><w:cantSplit/>{header}</w:trPr>'))
        for cell, width in zip(row.cells, widths, strict=True):
            cell._tc.get_or_add_tcPr().get_or_add_tcW().set(f"{{{W}}}w", str(width))
    return table


def fill(table: Any, row: int, column: int, style: str, runs: Iterable[Run]) -> None:
    paragraph = table.rows[row].cells[column].paragraphs[0]
    paragraph._p.style = style.replace(" ", "")
    write(paragraph, runs)


def caption(document: DocumentType, kind: str, text: str) -> None:
    """A caption with a SEQ field that already shows a number."""
    style = "Figure Caption" if kind == "Figure" else "Caption"
    add(document, style, (f"{kind} ", "Strong"), (f"SEQ {kind} \\* ARABIC", "field"), f"  {text}")


def source(document: DocumentType, name: str) -> None:
    add(document, "Source", f"{{{{ {name} }}}}")


def contents(document: DocumentType, instruction: str) -> None:
    """A contents list with one entry to be replaced."""
    paragraph = add(document, "toc 1")
    marks = {
        kind: f'<w:r xmlns:w="{W}"><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    }
    words = f'<w:r xmlns:w="{W}"><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    text = f'<w:r xmlns:w="{W}"><w:t>Chapters</w:t></w:r>'
    for xml in (marks["begin"], words, marks["separate"], text, marks["end"]):
        paragraph._p.append(parse_xml(xml))


def _replace_children(element: Any, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(xml)))


def tidied(data: bytes) -> bytes:
    """The document with one set of namespaces in every part that is filled, in fixed order and with fixed times."""
    draft = Draft(read_package(data, "status.docx"))
    for name in draft.names:
        if name.startswith(("word/document", "word/header", "word/footer")):
            draft.replace(name, _declared(_rerooted(etree.fromstring(draft.read(name)))))
    return draft.to_bytes()


def _rerooted(root: Any) -> Any:
    """The same part with the namespaces that filling it needs; Word 2010 may ignore what came later."""
    made = etree.Element(root.tag, nsmap=NAMESPACES)
    made.set(f"{{{NAMESPACES['mc']}}}Ignorable", "w14 w15")
    made.extend(list(root))
    etree.cleanup_namespaces(made, top_nsmap=NAMESPACES, keep_ns_prefixes=list(NAMESPACES))
    return made


def _declared(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
