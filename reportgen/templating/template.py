"""What the stages of the engine hand on: a compiled template, and how its lines lead back to its tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import jinja2

from reportgen.templating.dialect import Dialect
from reportgen.templating.lines import Payload
from reportgen.templating.placing import Tag
from reportgen.templating.source import Source


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template; immutable, may be rendered any number of times and from several threads.

    `key` is the hash of all that it was made from, `stored` its key on disk (b"" for one that is not kept there)."""

    key: bytes
    stored: bytes
    file: str
    dialect: Dialect
    parts: Mapping[str, bytes]
    source: Source
    compiled: jinja2.Template
    payloads: Mapping[int, Payload]
    line_tags: Mapping[int, Tag]

    def tag_at(self, line: int) -> Tag | None:
        """The tag on a line of the synthetic source."""
        return self.source.tag_at(line)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The template's tags, each once, in the order of their numbers."""
        found = {line.tag.number: line.tag for line in self.source.lines if line.tag}
        return tuple(found[number] for number in sorted(found))
