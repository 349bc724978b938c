"""Report -> the workbook's properties. Dates are those of the report, never of the clock."""

from __future__ import annotations

from typing import Final

from lxml import etree

from reportgen.content.report import Report
from reportgen.ooxml import Draft, document, el, parse_xml

_CORE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_EXTENDED: Final = "/extended-properties"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
# What the extended properties say about sheets and names; optional, and wrong once sheets were dropped.
_COUNTED: Final = ("HeadingPairs", "TitlesOfParts")


def write_properties(draft: Draft, report: Report) -> None:
    """Give the workbook its title, author, language and dates."""
    moment = f"{report.as_of.isoformat()}T00:00:00Z"
    dated = {"xsi:type": "dcterms:W3CDTF"}
    author = report.owner or report.organisation
    data = document(
        "cp:coreProperties",
        ("cp", "dc", "dcterms"),
        el("dc:title", ", ".join(part for part in (report.title, report.period_label) if part)),
        el("dc:subject", report.subtitle or report.title),
        el("dc:creator", author),
        el("cp:lastModifiedBy", author),
        el("dcterms:created", moment, **dated),
        el("dcterms:modified", moment, **dated),
        el("dc:language", report.language),
        **{"xmlns:xsi": _XSI},
    )
    arrows = draft.relationships()
    core = next((arrow.target for arrow in arrows if arrow.type == _CORE and arrow.target in draft), "")
    if core:
        draft.replace(core, data)
    else:
        part = draft.free_name("docProps/core{}.xml") if "docProps/core.xml" in draft else "docProps/core.xml"
        draft.add(part, data, _CORE_TYPE)
        draft.relate("", _CORE, part)
    for arrow in arrows:
        if arrow.type.endswith(_EXTENDED) and arrow.target in draft:
            _forget_counts(draft, arrow.target)


def _forget_counts(draft: Draft, part: str) -> None:
    root = parse_xml(draft.read(part))
    for child in list(root):
        if etree.QName(child).localname in _COUNTED:
            root.remove(child)
    draft.replace(part, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
