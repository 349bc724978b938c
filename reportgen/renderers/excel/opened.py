"""An Excel template read once: its package, its sheets, and those that hold tags made ready for the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from reportgen.errors import Problem, Severity, TemplateError
from reportgen.locales import Locale
from reportgen.locations import Location
from reportgen.ooxml import Draft, Package, parse_xml
from reportgen.ooxml.fixed_texts import in_words
from reportgen.ooxml.sheet_names import sheets_in_words
from reportgen.renderers.excel.dialect import EXCEL
from reportgen.renderers.excel.styles import MAIN
from reportgen.renderers.excel.tagged import SharedStrings, tagged_sheet
from reportgen.renderers.excel.workbook import Sheet, Workbook
from reportgen.renderers.opening import template_bytes, template_package
from reportgen.templating import Template, Vocabulary, compile_template


@dataclass(frozen=True, slots=True)
class OpenedTemplate:
    """A template ready to be filled any number of times. `tagged` holds the sheets with tags by part, `own_names` how
    the template calls its sheets, which problems name;
    `strings` is the content of the shared strings part without tags, None when there is no such part."""

    file: str
    package: Package
    sheets: tuple[Sheet, ...]
    own_names: Mapping[str, str]
    tagged: Mapping[str, bytes]
    strings_part: str
    strings: bytes | None

    def compiled(self, vocabulary: Vocabulary | None = None) -> Template:
        """The tags as the engine runs them; TemplateError with every problem of the template."""
        titles = {part: f'sheet "{name}"' for part, name in self.own_names.items()}
        return compile_template(self.tagged, EXCEL, self.file, titles=titles, vocabulary=vocabulary)


def open_template(path: Path, locale: Locale | None = None) -> OpenedTemplate:
    """Read a template, its fixed texts in a language; TemplateError when it is not there or is no workbook."""
    return _opened(template_bytes(path), path.name, locale)


def _refuse_strict(package: Package, file: str) -> None:
    """TemplateError for a workbook in the Strict form, whose elements have other names."""
    if etree.QName(parse_xml(package.read(package.main))).namespace != MAIN:
        message, hint = "The template is a Strict Open XML workbook", 'Save it again as "Excel Workbook (.xlsx)".'
        raise TemplateError([Problem(Severity.ERROR, "strict-workbook", message, Location(file), hint=hint)])


@lru_cache(maxsize=8)
def _opened(data: bytes, file: str, locale: Locale | None) -> OpenedTemplate:
    package = template_package(data, file, "spreadsheetml")
    _refuse_strict(package, file)
    own_names = {sheet.part: sheet.name for sheet in Workbook(Draft(package)).sheets}
    if locale is not None:
        link = locale.word("Go to sheet {name}")
        package = sheets_in_words(in_words(package, locale.words), locale.words, link)
    workbook = Workbook(Draft(package))
    part = workbook.related("sharedStrings") or ""
    strings = SharedStrings(package.read(part) if part else None)
    sheets = tuple(workbook.sheets)
    ready = {
        sheet.part: tagged_sheet(package.read(sheet.part), strings, file, own_names[sheet.part]) for sheet in sheets
    }
    tagged = {part: sheet for part, sheet in ready.items() if sheet is not None}
    return OpenedTemplate(file, package, sheets, own_names, tagged, part, strings.blanked() if part else None)
