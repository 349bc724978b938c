"""An Office file -> what keeps people from reading it with a screen reader, a keyboard or weak eyes.

Twelve rules, with the severities of Microsoft's accessibility checker where it has the rule: alternative text,
slide titles, header rows, merged cells, reading order, contrast, language, document title, link text, heading
order, sheet names, first cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from reportgen.errors import Problem, Severity
from reportgen.locations import Location
from reportgen.ooxml import PackageError, read_package
from reportgen.ooxml.names import DOCUMENT_TYPE, PRESENTATION_TYPE, WORKBOOK_TYPE, qn
from reportgen.quality import accessible_documents, accessible_sheets, accessible_slides
from reportgen.quality.opened import Opened, open_parts

Rule: TypeAlias = Callable[[Opened], Iterator[Problem]]

_RULES: Final[dict[str, tuple[Rule, ...]]] = {
    PRESENTATION_TYPE: accessible_slides.RULES,
    DOCUMENT_TYPE: accessible_documents.RULES,
    WORKBOOK_TYPE: accessible_sheets.RULES,
}


def check_accessibility(source: Path | bytes, name: str = "") -> list[Problem]:
    """Every barrier in a .pptx, .docx or .xlsx file, rule by rule; a file that cannot be opened has one problem."""
    try:
        package = read_package(source, name)
    except PackageError as error:
        return list(error.problems)
    opened, _ = open_parts(package)
    rules = (_the_document_has_a_title, *_RULES.get(package.content_type(package.main), ()))
    return [problem for rule in rules for problem in rule(opened)]


def _the_document_has_a_title(opened: Opened) -> Iterator[Problem]:
    titles = [tree.findtext(qn("dc:title")) or "" for _, tree in opened.parts("core-properties+xml")]
    if not any(title.strip() for title in titles):
        message = "The properties of the document have no title"
        yield Problem(Severity.WARNING, "no-document-title", message, Location(opened.package.name))
