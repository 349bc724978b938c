"""Report + Word template -> .docx: native tables and charts, real styles, captions that are numbered already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from reportgen.brand import Brand
from reportgen.content.report import Report
from reportgen.errors import Problem, TemplateError
from reportgen.locales import Locale
from reportgen.ooxml import Draft, Package
from reportgen.ooxml.fixed_texts import in_words
from reportgen.renderers import Rendered
from reportgen.renderers.context import template_context
from reportgen.renderers.opening import template_bytes, template_package
from reportgen.renderers.properties import write_core
from reportgen.renderers.slots import attach_slots
from reportgen.renderers.word.contents import Outline, read_outline
from reportgen.renderers.word.dialect import WORD
from reportgen.renderers.word.finish import Numbers, finish_part
from reportgen.renderers.word.place import WordPlacer
from reportgen.renderers.word.properties import language_of_styles
from reportgen.renderers.word.styles import complete_styles
from reportgen.templating import Template, Vocabulary, check_template, compile_template, render_template

# Parts with text of their own beside the body; the body comes first, so that its `set` is known in all.
_PARTS = ("header", "footer", "footnotes", "endnotes", "comments")
_STYLES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"


def check(template: Path, vocabulary: Mapping[str, object]) -> list[Problem]:
    """Every problem of the template that can be seen without data."""
    names = Vocabulary(vocabulary)
    try:
        return check_template(_compiled(_read(template), names), names)
    except TemplateError as error:
        return list(error.problems)


def compiled(template: Path) -> Template:
    """The tags of a template; raises TemplateError with every problem of syntax."""
    return _compiled(_read(template))


def render(report: Report, template: Path, brand: Brand, locale: Locale) -> Rendered:
    """The filled document; raises TemplateError with every problem of the template."""
    package = _read(template, locale)
    draft = Draft(package)
    styles_part = _styles_part(package)
    styles_xml, styles = complete_styles(draft.read(styles_part))
    compiled = _compiled(package)
    placer = WordPlacer(draft, brand, locale, styles, _ordinals(compiled))
    numbers, outline = Numbers(), _outline(package, styles_xml)
    for part in render_template(compiled, template_context(report), placer):
        draft.replace(part.part, finish_part(part.data, numbers, outline))
    draft.replace(styles_part, language_of_styles(styles_xml, report.language))
    write_core(draft, report)
    attach_slots(draft, placer.book.slots)
    return Rendered(draft.to_bytes(), tuple(placer.book.slots))


def _outline(package: Package, styles: bytes) -> Outline:
    arrows = package.relationships(package.main)
    numbering = next((arrow.target for arrow in arrows if arrow.type.endswith("/numbering")), "")
    return read_outline(styles, package.read(numbering) if numbering else b"")


def _read(template: Path, locale: Locale | None = None) -> Package:
    return _opened(template_bytes(template), template.name, locale)


@lru_cache(maxsize=8)
def _opened(data: bytes, name: str, locale: Locale | None) -> Package:
    package = template_package(data, name, "wordprocessingml")
    return in_words(package, locale.words) if locale is not None else package


def _compiled(package: Package, names: Vocabulary | None = None) -> Template:
    parts = {name: package.read(name) for name in (package.main, *sorted(_texts_beside(package)))}
    return compile_template(parts, WORD, package.name, vocabulary=names)


def _ordinals(template: Template) -> dict[int, int]:
    """For each tag, how many of the same source stand before it in its part."""
    seen: Counter[tuple[str, str]] = Counter()
    ordinals = {}
    for tag in template.tags:
        ordinals[tag.number] = seen[tag.part, tag.source]
        seen[tag.part, tag.source] += 1
    return ordinals


def _texts_beside(package: Package) -> set[str]:
    return {
        arrow.target
        for arrow in package.relationships(package.main)
        if not arrow.external and arrow.type.rpartition("/")[2] in _PARTS
    }


def _styles_part(package: Package) -> str:
    return next(arrow.target for arrow in package.relationships(package.main) if arrow.type == _STYLES)
