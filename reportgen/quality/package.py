"""An Office file -> Problems that would make Office repair or refuse it.

A reader of our own, over parts and trees: it knows nothing of how the file was written. Each rule is a small
function from the opened file to problems; the rules of a format stand in a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from reportgen.errors import Problem
from reportgen.ooxml import PackageError, read_package
from reportgen.ooxml.names import DOCUMENT_TYPE, PRESENTATION_TYPE, WORKBOOK_TYPE
from reportgen.quality import documents, drawings, plumbing, sheets, slides
from reportgen.quality.opened import Opened, open_parts

Rule: TypeAlias = Callable[[Opened], Iterator[Problem]]

_COMMON: Final[tuple[Rule, ...]] = (*plumbing.RULES, *drawings.RULES)
_RULES: Final[dict[str, tuple[Rule, ...]]] = {
    PRESENTATION_TYPE: slides.RULES,
    DOCUMENT_TYPE: documents.RULES,
    WORKBOOK_TYPE: sheets.RULES,
}


def check_package(source: Path | bytes, name: str = "") -> list[Problem]:
    """Every problem of a .pptx, .docx or .xlsx file, part by part; a file that cannot be opened has one."""
    try:
        package = read_package(source, name)
    except PackageError as error:
        return list(error.problems)
    opened, problems = open_parts(package)
    rules = (*_COMMON, *_RULES.get(package.content_type(package.main), ()))
    return [*package.problems, *problems, *(problem for rule in rules for problem in rule(opened))]
