"""Report + template -> finished document, one folder per format; `RENDERERS` names them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from reportgen.errors import Problem
from reportgen.renderers.slots import Slot

if TYPE_CHECKING:
    from reportgen.brand import Brand
    from reportgen.content.report import Report
    from reportgen.locales import Locale
    from reportgen.templating import Template


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document: its bytes, what it prints where, and what is worth saying about it."""

    data: bytes
    slots: tuple[Slot, ...]
    problems: tuple[Problem, ...] = ()


class Renderer(Protocol):
    """What each format's package offers."""

    def check(self, template: Path, vocabulary: Mapping[str, object]) -> list[Problem]:
        """Every problem of a template that can be seen without data."""

    def compiled(self, template: Path) -> Template:
        """The tags of a template; raises TemplateError with every problem of syntax."""

    def render(self, report: Report, template: Path, brand: Brand, locale: Locale) -> Rendered:
        """Fill the template; raises TemplateError with every problem of the template."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of document: the name `--only` knows, its file, the brand's template, and the package that renders it."""

    name: str
    file: str
    template: str
    package: str

    def renderer(self) -> Renderer:
        """The package, imported when the format is first needed."""
        return cast(Renderer, import_module(self.package))


RENDERERS: Mapping[str, Format] = {
    "deck": Format("deck", "deck.pptx", "deck.pptx", "reportgen.renderers.powerpoint"),
    "report": Format("report", "status.docx", "status.docx", "reportgen.renderers.word"),
    "annex": Format("annex", "annex.xlsx", "annex.xlsx", "reportgen.renderers.excel"),
}
