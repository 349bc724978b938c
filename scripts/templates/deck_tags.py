"""What the slides of a deck template have in common: notes that tell where numbers come from, filled placeholders."""

from __future__ import annotations

from typing import Final

from scripts.templates.deck_blocks import MAIN
from scripts.templates.deck_shapes import paragraph, placeholder

_ATTRIBUTION: Final = "Sources{% if report.source %}: {{ report.source }}{% endif %}"
_LAST: Final = "Data to {{ report.as_of }}. Lineage of every number: annex, sheet Lineage."
SOURCES: Final = (
    _ATTRIBUTION,
    "{%p for source in sources.rows %}",
    "{{ source.cells[0] }}: {{ source.cells[2] }} rows",
    "{%p endfor %}",
    _LAST,
)
KPI_NOTES: Final = (
    "{{ k.label }}: {{ k.definition }}",
    "Formula: {{ k.formula }}",
    "{%p if k.numerator and k.denominator %}",
    "{{ report.period }}: {{ k.numerator }} / {{ k.denominator }} = {{ k.value }}",
    "{%p endif %}",
    "{%p if k.verdict %}",
    "Status: {{ k.verdict }}",
    "{%p endif %}",
    _ATTRIBUTION,
    "{%p if k.total.recipe.files %}",
    "Files: {{ k.total.recipe.files | join(', ') }}",
    "{%p endif %}",
    "{%p if k.total.recipe.ranges %}",
    "Cells: {{ k.total.recipe.ranges | join(', ') }}",
    "{%p endif %}",
    _LAST,
)


def text(index: int, name: str, *paragraphs: str, kind: str = "body") -> str:
    """A placeholder of the layout with that index, filled with paragraphs."""
    return placeholder(index, name, "".join(paragraphs), kind=kind, index=index)


def main(name: str, tag: str, index: int = MAIN) -> str:
    """The content placeholder of the layout, or another one, holding one tag."""
    return placeholder(index, name, paragraph(tag), index=index)
