"""Report -> what every kind of document says of itself: title, author, language, dates.

Dates are those of the report, never of the clock.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from reportgen.content.report import Report
from reportgen.ooxml import Draft, document, el
from reportgen.ooxml.names import ROOT

_CORE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_PART: Final = "docProps/core.xml"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
# Languages whose usual region is not their own name in capitals; of English, the spelling of EU institutions.
_REGIONS: Final = {
    "cs": "CZ", "da": "DK", "el": "GR", "en": "GB", "et": "EE", "ga": "IE", "nb": "NO",
    "sl": "SI", "sq": "AL", "sr": "RS", "sv": "SE", "uk": "UA",
}  # fmt: skip


@cache
def language_tag(language: str) -> str:
    """The language as Office writes it: en-GB for "en", fr-FR for "fr"; a tag with a region stays."""
    written = language.replace("_", "-")
    return written if "-" in written else f"{written}-{_REGIONS.get(written, written.upper())}"


def document_title(report: Report) -> str:
    """Title, scope and period, such as "Use of the portal, Lazio, October 2026"."""
    parts = (report.title, report.entity, report.period_label or report.period.id)
    return ", ".join(part for part in parts if part)


def write_core(draft: Draft, report: Report) -> None:
    """Give the document its core properties in place of the template's."""
    moment = f"{report.as_of.isoformat()}T00:00:00Z"
    dated = {"xsi:type": "dcterms:W3CDTF"}
    author = report.owner or report.organisation
    data = document(
        "cp:coreProperties",
        ("cp", "dc", "dcterms"),
        el("dc:title", document_title(report)),
        el("dc:subject", report.subtitle or report.title),
        el("dc:creator", author),
        el("cp:lastModifiedBy", author),
        el("cp:revision", 1),
        el("dcterms:created", moment, **dated),
        el("dcterms:modified", moment, **dated),
        el("dc:language", language_tag(report.language)),
        **{"xmlns:xsi": _XSI},
    )
    held = next(
        (arrow.target for arrow in draft.relationships(ROOT) if arrow.type == _CORE and arrow.target in draft), ""
    )
    if held:
        draft.replace(held, data)
        return
    part = _CORE_PART if _CORE_PART not in draft else draft.free_name("docProps/core{}.xml")
    draft.add(part, data, _CORE_TYPE)
    draft.relate(ROOT, _CORE, part)
