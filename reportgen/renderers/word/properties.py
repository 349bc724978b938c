"""Report -> the document's properties and language. Dates are those of the report, never of the clock."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lxml import etree

from reportgen.content.report import Report
from reportgen.ooxml import Draft, document, el, parse_xml
from reportgen.ooxml.names import NS, ROOT

_CORE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_PART: Final = "docProps/core.xml"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_W: Final = f"{{{NS['w']}}}"
# Word marks text with a language and a country; the country whose spelling European institutions use.
_COUNTRIES: Final = {
    "en": "en-GB",
    "cs": "cs-CZ",
    "da": "da-DK",
    "el": "el-GR",
    "et": "et-EE",
    "ga": "ga-IE",
    "sl": "sl-SI",
    "sv": "sv-SE",
}


def language_tag(language: str) -> str:
    """The language as Word writes it: en-GB, fr-FR; one with a country stays as it is."""
    if "-" in language or "_" in language:
        return language.replace("_", "-")
    return _COUNTRIES.get(language, f"{language}-{language.upper()}")


def write_properties(draft: Draft, report: Report, title: str) -> None:
    """Give the document its title, author, language and dates."""
    moment = f"{report.as_of.isoformat()}T00:00:00Z"
    dated = {"xsi:type": "dcterms:W3CDTF"}
    data = document(
        "cp:coreProperties",
        ("cp", "dc", "dcterms"),
        el("dc:title", title),
        el("dc:subject", report.title),
        el("dc:creator", report.owner or report.organisation),
        el("cp:lastModifiedBy", report.owner or report.organisation),
        el("dcterms:created", moment, **dated),
        el("dcterms:modified", moment, **dated),
        el("dc:language", language_tag(report.language)),
        **{"xmlns:xsi": _XSI},
    )
    held = next((arrow.target for arrow in draft.relationships(ROOT) if arrow.type == _CORE), "")
    if held in draft and held:
        draft.replace(held, data)
        return
    part = _CORE_PART if _CORE_PART not in draft else draft.free_name("docProps/core{}.xml")
    draft.add(part, data, _CORE_TYPE)
    draft.relate(ROOT, _CORE, part)


@lru_cache(maxsize=32)
def language_of_styles(styles: bytes, language: str) -> bytes:
    """The styles part with the report's language as that of all text that names no other."""
    root = parse_xml(styles)
    wanted = language_tag(language)
    held = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}lang")
    if held is None or held.get(f"{_W}val") == wanted:
        return styles
    held.set(f"{_W}val", wanted)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
