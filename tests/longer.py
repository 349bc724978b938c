"""A report with every text a third longer, as German or Finnish would have it: words are repeated until it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from reportgen.content.charts import Chart
from reportgen.content.kpis import Kpi
from reportgen.content.maps import MapWords
from reportgen.content.narrative import Finding
from reportgen.content.phrases import Label, Phrase, Span
from reportgen.content.report import Report
from reportgen.content.tables import Column, Table

GROWTH = 0.35
T = TypeVar("T")

# What is printed of each kind of content; ids, keys, formulas and file names are no text for readers.
TEXTS: Mapping[type, tuple[str, ...]] = {
    Report: ("title", "subtitle", "organisation", "owner", "classification", "source", "entity"),
    Kpi: ("label", "note", "definition", "owner"),
    Table: ("title", "subtitle", "source"),
    Chart: ("title", "subtitle", "source"),
    Column: ("label",),
    Label: ("text", "note"),
    Finding: ("label",),
    MapWords: ("x", "y", "filled", "outlined", "moved"),
}


def longer_text(text: str) -> str:
    """The text with words of its own repeated at its end, or one word made longer, until it has grown."""
    words = [word for word in text.split(" ") if word.isalpha()]
    if not words:
        return text
    if len(words) == 1 and " " not in text:
        return text + text[: max(1, round(len(text) * GROWTH))].lower()
    wanted, grown, turn = round(len(text) * (1 + GROWTH)), text, 0
    ending = grown[-1] if grown[-1] in ".;:" else ""
    grown = grown.removesuffix(ending)
    while len(grown) + len(ending) < wanted:
        grown += f" {words[turn % len(words)].lower()}"
        turn += 1
    return f"{grown}{ending}"


def longer(content: T) -> T:
    """The content with every text longer; numbers and what identifies things stay."""
    return _longer(content)  # type: ignore[no-any-return]


def _longer(content: Any) -> Any:
    if isinstance(content, Phrase):
        text = longer_text(content.text) if content.text else ""
        spans = tuple(Span(span.id, span.start, span.end) for span in content.spans)
        return Phrase(text, spans)
    if isinstance(content, tuple):
        return tuple(_longer(each) for each in content)
    if isinstance(content, Mapping):
        return {key: _longer(each) for key, each in content.items()}
    if not is_dataclass(content) or isinstance(content, type | Enum):
        return content
    texts = TEXTS.get(type(content), ())
    changes = {}
    for field in fields(content):
        value = getattr(content, field.name)
        if isinstance(value, str):
            changes[field.name] = longer_text(value) if field.name in texts and value else value
        elif field.init:
            changes[field.name] = _longer(value)
    return replace(content, **changes)
