"""Make report_templates/corporate/status.docx, the Word template of the status report.

The result is an ordinary document: open it in Word, change words, order or styles, and save it. This script
is only how it was first made; run it again to start over:

    .venv/bin/python -m scripts.templates.corporate_status
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.opc.constants import RELATIONSHIP_TYPE as RELATED
from docx.oxml import parse_xml
from docx.shared import Cm
from lxml import etree

from reportgen.ooxml import Draft, read_package, write_file
from scripts.templates.corporate_styles import (
    TEXT_WIDTH,
    W,
    fonts_xml,
    numbering_xml,
    settings_xml,
    styles_xml,
    theme_xml,
)

TARGET = Path(__file__).parents[2] / "report_templates" / "corporate" / "status.docx"
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

POINTS = '{% if k.unit == "percent" %} points{% endif %}'
SUMMARY = (
    "{% for finding in summary.findings %}{{ finding.statement }}"
    "{% if finding.consequence %} {{ finding.consequence }}{% endif %}{% if not loop.last %} {% endif %}{% endfor %}"
)
RESULT = (
    "In {{ report.period }} the indicator stood at {{ k.value }}"
    "{% if k.denominator %} ({{ k.numerator }} of {{ k.denominator }}){% endif %}."
    "{% if k.target %} The target for the period was {{ k.target }}, the gap is {{ k.gap }}" + POINTS + ": "
    "{{ k.symbol }} {{ k.status }}.{% endif %}"
    "{% if k.change %} In {{ report.previous_period }} it stood at {{ k.previous }}; the change is {{ k.change }}"
    + POINTS
    + ".{% endif %}"
)
FOOTER = (
    "{% if report.classification %}{{ report.classification }}  ·  {% endif %}"
    '{% if report.status == "draft" %}Draft  ·  {% endif %}'
    "{% if report.version %}Version {{ report.version }}, {% endif %}{{ report.as_of }}\tPage "
)


def main() -> None:
    """Write the template to its place, or to the path given as argument."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    document = _blank_document()
    _status_page(document)
    _chapters(document)
    _closing(document)
    saved = io.BytesIO()
    document.save(saved)
    write_file(target, _tidied(saved.getvalue()))


def _blank_document() -> DocumentType:
    """An A4 document with our styles, theme, numbering, header and footer, and nothing else of python-docx's own."""
    document = Document()
    part = document.part
    for related, id in [(relation.reltype, id) for id, relation in part.rels.items()]:
        if related.rpartition("/")[2] in ("stylesWithEffects", "customXml", "webSettings"):
            del part.rels[id]
    for id, relation in list(part.package.rels.items()):
        if relation.reltype == RELATED.THUMBNAIL:
            del part.package.rels[id]
    _replace_children(document.styles.element, styles_xml())
    _replace_children(document.settings.element, settings_xml())
    _replace_children(part.numbering_part.element, numbering_xml())
    for related, xml in ((RELATED.THEME, theme_xml()), (RELATED.FONT_TABLE, fonts_xml())):
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
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.style, footer.style = document.styles["Header"], document.styles["Footer"]
    header.text = "{{ report.title }}  ·  Status report\t{{ report.period }}"
    _write(footer, [FOOTER, ("PAGE", "field"), " of ", ("NUMPAGES", "field")])


def _status_page(document: DocumentType) -> None:
    _add(document, "Title", "Project status report")
    organisation = "{% if report.organisation %}{{ report.organisation }}  ·  {% endif %}"
    _add(document, "Subtitle", organisation + "{{ report.title }}")
    _key_block(document)
    _add(document, "Status Heading", "Project status summary")
    _add(document, "Template Tag", "{%p if summary %}")
    _add(document, "Status Text", SUMMARY)
    _add(document, "Template Tag", "{%p endif %}")
    on_track = ("\t\t{{ counts.on_track }} of {{ counts.of }} on track", "Status")
    _add(document, "Status Heading", "Project indicators", on_track)
    _add(document, "Normal", "{{ scorecard }}")
    _add(document, "Status Heading", "What changed since {{ report.previous_period }}")
    _add(document, "Template Tag", "{%p if changes %}")
    _add(document, "Normal", "{{ changes }}")
    _add(document, "Template Tag", "{%p else %}")
    _add(document, "Status Text", "There are no data for an earlier period to compare with.")
    _add(document, "Template Tag", "{%p endif %}")
    _add(document, "Template Tag", "{%p if lead.entities and counts.of < 6 %}")
    _add(document, "Status Heading", "Where to look first: {{ lead.label }}")
    _add(document, "Normal", "{{ lead.entities.head(4) }}")
    _add(document, "Template Tag", "{%p endif %}")
    last = _add(document, "Source", "{{ report.source }}")
    _end_section(document, last)


def _key_block(document: DocumentType) -> None:
    before = (
        "{% if lead.history | length > 1 %}{% set before = lead.history[-2] %}"
        "{% if before.symbol %}{{ before.symbol }} {% endif %}{{ before.status }}{% else %}Not known{% endif %}"
    )
    columns: tuple[tuple[str, list[Run]], ...] = (
        ("Reporting period", ["{{ report.period }}"]),
        ("Data to", ["{{ report.as_of }}"]),
        ("Overall status", ["{{ lead.symbol }} ", ("{{ lead.status }}", "Strong")]),
        ("Status in {{ report.previous_period }}", [before]),
    )
    quarter = TEXT_WIDTH // 4
    table = _table(document, "Key Block", [quarter, quarter, quarter, TEXT_WIDTH - 3 * quarter], rows=2)
    for index, (label, value) in enumerate(columns):
        _fill(table, 0, index, "Key Label", [label])
        _fill(table, 1, index, "Key Value", value)


def _chapters(document: DocumentType) -> None:
    """One chapter per indicator that has data, and one that names the others."""
    _add(document, "Template Tag", "{%p for k in kpis if k %}")
    _add(document, "Heading 1", "{{ k.label }}")
    _add(document, "Normal", RESULT)
    _add(document, "Template Tag", "{%p if k.remarks %}")
    _add(document, "List Bullet", "{{ k.remarks }}")
    _add(document, "Template Tag", "{%p endif %}")
    _add(document, "Template Tag", "{%p if k.trend %}")
    _add(document, "Figure", "{{ k.trend }}")
    _caption(document, "Figure", "{{ k.trend.title }}")
    _source(document, "k.trend.source")
    _add(document, "Template Tag", "{%p endif %}")
    _add(document, "Template Tag", "{%p if groups and groups[0] in k.tables and k.by(groups[0]) %}")
    _captioned_table(document, "k.by(groups[0])")
    _add(document, "Template Tag", "{%p if loop.first and k.by(groups[0]).chart %}")
    _add(document, "Figure", '{{ k.by(groups[0]) | show(kind="bar") }}')
    _caption(document, "Figure", "{{ k.by(groups[0]).chart.title }}")
    _source(document, "k.by(groups[0]).source")
    _add(document, "Template Tag", "{%p endif %}")
    _add(document, "Template Tag", "{%p endif %}")
    _add(document, "Template Tag", "{%p endfor %}")
    _add(document, "Template Tag", "{%p if counts.no_data %}")
    _add(document, "Heading 1", "Indicators without data")
    _add(document, "Template Tag", "{%p for k in kpis if not k %}")
    reason = "{% if k.value.reason %} ({{ k.value.reason }}){% endif %}"
    _add(
        document,
        "List Bullet",
        ("{{ k.label }}:", "Strong"),
        " no data for {{ report.period }}" + reason + ". A missing number is not 0 and is left out.",
    )
    _add(document, "Template Tag", "{%p endfor %}")
    _add(document, "Template Tag", "{%p endif %}")
    _add(document, "Template Tag", "{%p for k in kpis if k.entities %}")
    _add(document, "Template Tag", "{%p if loop.first %}")
    _add(document, "Heading 1", "Where to look")
    _add(document, "Template Tag", "{%p endif %}")
    _add(document, "Heading 2", "{{ k.label }}")
    _add(document, "Lead Paragraph", "{{ k.entities.headline }}.")
    _captioned_table(document, "k.entities")
    _add(document, "Template Tag", "{%p endfor %}")


def _closing(document: DocumentType) -> None:
    _add(document, "Heading 1", "Definitions")
    _caption(document, "Table", "How each indicator is counted")
    definitions = _table(document, "Report Table", [2350, 4900, 2388], rows=4)
    for index, label in enumerate(("Indicator", "Definition and formula", "Counted")):
        _fill(definitions, 0, index, "TableText", [label])
    _fill(definitions, 1, 0, "TableText", ["{%tr for row in definitions.rows %}"])
    _fill(definitions, 2, 0, "TableText", [("{{ row.cells[0] }}", "Strong")])
    _fill(definitions, 2, 1, "TableText", ["{{ row.cells[1] }}"])
    for text in ("{%p if row.cells[2] %}", "{{ row.cells[2] }}", "{%p endif %}"):
        definitions.rows[2].cells[1].add_paragraph(text, style=document.styles["Table Note"])
    _fill(definitions, 2, 2, "TableText", ["{{ row.cells[4] }}"])
    _fill(definitions, 3, 0, "TableText", ["{%tr endfor %}"])
    _add(document, "Heading 1", "Sources")
    _caption(document, "Table", "Files read for this report")
    sources = _table(document, "Report Table", [5100, 2938, 1600], rows=4)
    for index, (label, style) in enumerate((("File", "TableText"), ("Table", "TableText"), ("Rows", "TableNumber"))):
        _fill(sources, 0, index, style, [label])
        _fill(sources, 2, index, style, [f"{{{{ row.cells[{index}] }}}}"])
    _fill(sources, 1, 0, "TableText", ["{%tr for row in sources.rows %}"])
    _fill(sources, 3, 0, "TableText", ["{%tr endfor %}"])
    _add(document, "Source", "The annex has the SHA-256 of every file.")
    _add(document, "Template Tag", "{%p if notes %}")
    _add(document, "Heading 1", "Data notes")
    _add(document, "List Bullet", "{{ notes }}")
    _add(document, "Template Tag", "{%p endif %}")


def _captioned_table(document: DocumentType, name: str) -> None:
    _caption(document, "Table", f"{{{{ {name}.title }}}}")
    _add(document, "Normal", f"{{{{ {name} }}}}")
    _source(document, f"{name}.source")


def _caption(document: DocumentType, kind: str, text: str) -> None:
    """A caption with a SEQ field that already shows a number."""
    style = "Figure Caption" if kind == "Figure" else "Caption"
    _add(document, style, (f"{kind} ", "Strong"), (f"SEQ {kind} \\* ARABIC", "field"), f"  {text}")


def _source(document: DocumentType, name: str) -> None:
    _add(document, "Source", f"{{{{ {name} }}}}")


def _add(document: DocumentType, style: str, *runs: Run) -> Any:
    """A paragraph of that style at the end of the document."""
    paragraph = document.add_paragraph(style=document.styles[style])
    _write(paragraph, runs)
    return paragraph


def _write(paragraph: Any, runs: Iterable[Run]) -> None:
    for run in runs:
        text, style = (run, "") if isinstance(run, str) else run
        if style == "field":
            strong = '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>' if text.startswith("SEQ") else ""
            field = f'<w:fldSimple xmlns:w="{W}" w:instr=" {text} "><w:r>{strong}<w:t>1</w:t></w:r></w:fldSimple>'
            paragraph._p.append(parse_xml(field))
        else:
            paragraph.add_run(text, style=style or None)


def _table(document: DocumentType, style: str, widths: Sequence[int], rows: int) -> Any:
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


def _fill(table: Any, row: int, column: int, style: str, runs: Iterable[Run]) -> None:
    paragraph = table.rows[row].cells[column].paragraphs[0]
    paragraph._p.style = style.replace(" ", "")
    _write(paragraph, runs)


def _end_section(document: DocumentType, paragraph: Any) -> None:
    """End the status page after this paragraph: the chapters start on the next page, in the same frame."""
    frame = document.sections[0]._sectPr
    copied = parse_xml(etree.tostring(frame))
    paragraph._p.get_or_add_pPr().append(copied)


def _replace_children(element: Any, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(xml)))


def _tidied(data: bytes) -> bytes:
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


if __name__ == "__main__":
    main()
