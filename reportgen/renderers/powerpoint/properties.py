"""Report -> the properties of the file: title, dates, counts. Dates are those of the report, never of the clock."""

from __future__ import annotations

from typing import Final

from lxml import etree

from reportgen.content.report import Report
from reportgen.ooxml import Draft, parse_xml
from reportgen.ooxml.names import ROOT
from reportgen.renderers.properties import write_core

_EXTENDED: Final = "/extended-properties"
_THUMBNAIL: Final = "/metadata/thumbnail"
_APP: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
# Lists of fonts and titles that PowerPoint writes anew when it saves; stale ones say the wrong thing.
_STALE: Final = ("HeadingPairs", "TitlesOfParts", "TotalTime", "Words", "Paragraphs", "Company", "Manager")


def write_properties(draft: Draft, report: Report, slides: int, notes: int) -> None:
    """Give the presentation its title, language, dates and counts, and take out the template's picture of itself."""
    write_core(draft, report)
    for arrow in draft.relationships(ROOT):
        if arrow.type.endswith(_EXTENDED) and arrow.target in draft:
            draft.replace(arrow.target, _counted(draft.read(arrow.target), slides, notes))
        elif arrow.type.endswith(_THUMBNAIL) and arrow.target in draft:
            draft.drop(arrow.target)


def _counted(app: bytes, slides: int, notes: int) -> bytes:
    root = parse_xml(app)
    for name in _STALE:
        for element in root.findall(f"{_APP}{name}"):
            root.remove(element)
    for name, number in (("Slides", slides), ("Notes", notes), ("HiddenSlides", 0)):
        held = root.find(f"{_APP}{name}")
        if held is not None:
            held.text = str(number)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
