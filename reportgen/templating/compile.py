"""skeleton"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.templating.dialect import Dialect
from reportgen.templating.vocabulary import Vocabulary


class Template:
    """A compiled template; immutable, may be rendered any number of times and from several threads."""

    file: str
    dialect: Dialect


def compile_template(
    parts: Mapping[str, bytes],
    dialect: Dialect,
    file: str,
    *,
    titles: Mapping[str, str] | None = None,
    units: Sequence[Sequence[str]] | None = None,
    vocabulary: Vocabulary | None = None,
) -> Template:
    """The template made of these parts, in this order (what earlier parts `set`, later parts see).

    titles: words for a part in locations ("slide 4", 'sheet "Summary"', "page header"); else the dialect's.
    units: parts that a part-level tag holds together (a slide and its notes), in order, each part in one unit;
    parts not named are units of their own. Raises TemplateError with every problem of syntax and structure;
    with a vocabulary also the unknown names of the same template, so that one run says everything.
    """
    raise NotImplementedError
