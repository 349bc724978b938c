"""Report + PowerPoint template -> .pptx: native tables and charts in the template's own placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportgen.brand import Brand
from reportgen.content.report import Report
from reportgen.errors import Problem, Severity, TemplateError
from reportgen.locales import Locale
from reportgen.locations import Location
from reportgen.ooxml import Package, PackageError
from reportgen.ooxml.fixed_texts import in_words
from reportgen.renderers import Rendered
from reportgen.renderers.context import template_context
from reportgen.renderers.opening import template_bytes, template_package
from reportgen.renderers.powerpoint.deck import DeckWriter, Unit, book_of, units_of
from reportgen.renderers.powerpoint.dialect import POWERPOINT
from reportgen.renderers.powerpoint.geometry import Geometry
from reportgen.renderers.powerpoint.pen import Pen
from reportgen.renderers.powerpoint.placing import DeckPlacer
from reportgen.renderers.powerpoint.properties import write_properties
from reportgen.renderers.slots import attach_slots
from reportgen.templating import Template, Vocabulary, check_template, compile_template, render_template

_STRICT = b"http://purl.oclc.org/ooxml/presentationml/main"


@dataclass(frozen=True, slots=True)
class DeckTemplate:
    """A template that was read: its package, its slides, where things are on them."""

    package: Package
    units: tuple[Unit, ...]
    geometry: Geometry

    def compiled(self, vocabulary: Vocabulary | None = None) -> Template:
        """The tags of all slides and notes; TemplateError with every problem of syntax."""
        parts = {part: self.package.read(part) for unit in self.units for part in unit.parts}
        titles: dict[str, str] = {}
        for number, unit in enumerate(self.units, start=1):
            titles |= {unit.slide: f"slide {number}"} | ({unit.notes: f"notes of slide {number}"} if unit.notes else {})
        return compile_template(
            parts,
            POWERPOINT,
            self.package.name,
            titles=titles,
            units=[unit.parts for unit in self.units],
            vocabulary=vocabulary,
        )


def check(template: Path, vocabulary: Mapping[str, object]) -> list[Problem]:
    """Every problem of a template that can be seen without data."""
    names = Vocabulary(vocabulary)
    try:
        deck = _read(template)
        return [*deck.package.problems, *check_template(deck.compiled(names), names)]
    except (PackageError, TemplateError) as error:
        return list(error.problems)


def compiled(template: Path) -> Template:
    """The tags of a template; raises TemplateError with every problem of syntax."""
    return _read(template).compiled()


def render(report: Report, template: Path, brand: Brand, locale: Locale) -> Rendered:
    """The filled presentation; raises TemplateError with every problem of the template."""
    deck = _read(template, locale)
    placer = DeckPlacer(deck.geometry, Pen(locale, brand))
    rendered = render_template(deck.compiled(), template_context(report), placer)
    writer = DeckWriter(deck.package, deck.units, deck.geometry, brand, locale)
    slides = writer.write(rendered, placer.placements, placer.printed)
    book = book_of(slides, placer.written)
    write_properties(writer.draft, report, len(slides), sum(1 for slide in slides if slide.notes))
    attach_slots(writer.draft, book.slots)
    return Rendered(writer.draft.to_bytes(), tuple(book.slots), (*deck.package.problems, *writer.problems))


def _read(template: Path, locale: Locale | None = None) -> DeckTemplate:
    return _opened(template_bytes(template), template.name, locale)


@lru_cache(maxsize=8)
def _opened(data: bytes, name: str, locale: Locale | None) -> DeckTemplate:
    package = template_package(data, name, "presentationml")
    package = in_words(package, locale.words) if locale is not None else package
    if _STRICT in package.read(package.main)[:2000]:
        hint = "Save it from PowerPoint as PowerPoint Presentation (*.pptx)."
        found = "Strict Open XML"
        raise TemplateError(
            [
                Problem(
                    Severity.ERROR,
                    "strict-presentation",
                    "This kind of presentation cannot be filled",
                    Location(name),
                    found,
                    "",
                    hint,
                )
            ]
        )
    return DeckTemplate(package, tuple(units_of(package)), Geometry(package))


__all__ = ["DeckTemplate", "check", "compiled", "render"]
