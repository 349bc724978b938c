"""skeleton"""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.templating.compile import Template
from reportgen.templating.placing import Placer, RenderedPart


def render_template(template: Template, context: Mapping[str, object], placer: Placer) -> list[RenderedPart]:
    """The finished parts. Raises TemplateError with every problem that shows only with data; the placer may
    then have been called for output that is thrown away, so use a fresh placer for each call."""
    raise NotImplementedError
