"""Report -> the workbook's properties. Dates are those of the report, never of the clock."""

from __future__ import annotations

from typing import Final

from lxml import etree

from reportgen.content.report import Report
from reportgen.ooxml import Draft, parse_xml
from reportgen.ooxml.names import ROOT
from reportgen.renderers.properties import write_core

_EXTENDED: Final = "/extended-properties"
# What the extended properties say about sheets and names; optional, and wrong once sheets were dropped.
_COUNTED: Final = ("HeadingPairs", "TitlesOfParts")


def write_properties(draft: Draft, report: Report) -> None:
    """Give the workbook its title, author, language and dates."""
    write_core(draft, report)
    for arrow in draft.relationships(ROOT):
        if arrow.type.endswith(_EXTENDED) and arrow.target in draft:
            _forget_counts(draft, arrow.target)


def _forget_counts(draft: Draft, part: str) -> None:
    root = parse_xml(draft.read(part))
    for child in list(root):
        if etree.QName(child).localname in _COUNTED:
            root.remove(child)
    draft.replace(part, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
