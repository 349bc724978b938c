"""Names of ECMA-376 that several rooms need: namespaces, relationship types, content types."""

from __future__ import annotations

from functools import cache
from typing import Final

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument"

NS: Final[dict[str, str]] = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "cdr": "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing",
    "cp": f"{_PACKAGE}/metadata/core-properties",
    "ct": f"{_PACKAGE}/content-types",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "r": f"{_OFFICE}/relationships",
    "rel": f"{_PACKAGE}/relationships",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "xml": "http://www.w3.org/XML/1998/namespace",
}

CONTENT_TYPES_PART: Final = "[Content_Types].xml"
ROOT: Final = ""  # the source of the relationships in _rels/.rels

OFFICE_DOCUMENT: Final = f"{_OFFICE}/relationships/officeDocument"
OFFICE_DOCUMENT_STRICT: Final = f"{_STRICT}/relationships/officeDocument"
CHART: Final = f"{_OFFICE}/relationships/chart"
CHART_USER_SHAPES: Final = f"{_OFFICE}/relationships/chartUserShapes"
EMBEDDED_PACKAGE: Final = f"{_OFFICE}/relationships/package"
VBA_PROJECT: Final = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"

RELATIONSHIPS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"
CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
CHART_SHAPES_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
WORKBOOK_FILE_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

PRESENTATION_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
DOCUMENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

# A template (.potx) and a file with macros (.pptm) differ from a document by the main part's content type.
DOCUMENT_TYPE_OF: Final[dict[str, str]] = {
    "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml": PRESENTATION_TYPE,
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml": PRESENTATION_TYPE,
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": PRESENTATION_TYPE,
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml": PRESENTATION_TYPE,
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml": PRESENTATION_TYPE,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": DOCUMENT_TYPE,
    "application/vnd.ms-word.document.macroEnabled.main+xml": DOCUMENT_TYPE,
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": DOCUMENT_TYPE,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": WORKBOOK_TYPE,
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": WORKBOOK_TYPE,
    "application/vnd.ms-excel.template.macroEnabled.main+xml": WORKBOOK_TYPE,
}


@cache
def qn(name: str) -> str:
    """The prefixed name ("c:ser") in lxml's form ("{namespace}ser")."""
    prefix, local = name.split(":", 1)
    return f"{{{NS[prefix]}}}{local}"
