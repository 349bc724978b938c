"""Report + Excel template -> .xlsx: typed cells, Excel tables, formulas with their results, native charts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import Problem, TemplateError
from reportgen.renderers import Rendered
from reportgen.renderers.excel.filling import Filling
from reportgen.renderers.excel.opened import open_template
from reportgen.templating import Template, Vocabulary, check_template

if TYPE_CHECKING:
    from reportgen.brand import Brand
    from reportgen.content.report import Report
    from reportgen.locales import Locale

__all__ = ["check", "compiled", "render"]


def check(template: Path, vocabulary: Mapping[str, object]) -> list[Problem]:
    """Every problem of a template that can be seen without data."""
    names = Vocabulary(vocabulary)
    try:
        compiled = open_template(template).compiled(names)
    except TemplateError as error:
        return list(error.problems)
    return check_template(compiled, names)


def compiled(template: Path) -> Template:
    """The tags of a template; raises TemplateError with every problem of syntax."""
    return open_template(template).compiled()


def render(report: Report, template: Path, brand: Brand, locale: Locale) -> Rendered:
    """Fill the template; raises TemplateError with every problem of the template."""
    filling = Filling(report, open_template(template, locale), brand, locale)
    data = filling.filled()
    return Rendered(data, tuple(filling.slots.slots), tuple(filling.problems))
