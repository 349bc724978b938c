"""The tag engine: Office parts with tags + a context -> finished parts. Knows no KPI and no PowerPoint.

bytes -> events (elements with byte ranges) -> tags -> blocks -> pieces -> one Jinja template -> joined pieces.
"""

from reportgen.templating.check import check_template
from reportgen.templating.compile import compile_template
from reportgen.templating.dialect import Dialect, Flow, Keep
from reportgen.templating.events import Document, Element
from reportgen.templating.placing import Owner, Placer, RenderedPart, Runs, Tag
from reportgen.templating.render import render_template
from reportgen.templating.template import Template
from reportgen.templating.vocabulary import Vocabulary

__all__ = [
    "Dialect",
    "Document",
    "Element",
    "Flow",
    "Keep",
    "Owner",
    "Placer",
    "RenderedPart",
    "Runs",
    "Tag",
    "Template",
    "Vocabulary",
    "check_template",
    "compile_template",
    "render_template",
]
