"""What the engine hands to a renderer for each tag, and what it takes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reportgen.locations import TagLocation


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a template: `part` it stands in, `number` in the template (from 1), `source` as the author wrote it,
    `place` for problems, `copy` of the part that is being written (from 0; counts the rounds of {%slide for %})."""

    part: str
    number: int
    source: str
    place: TagLocation
    copy: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """The element that a lone {{ x }} owns: its `name` ("p:sp", "w:p", "c") and `xml`, its bytes in the template,
    tag included. Prefixes are those of the part; namespace declarations stay on the part's root."""

    name: str
    xml: bytes


@dataclass(frozen=True, slots=True)
class Runs:
    """Ready XML of runs. The engine closes the run of the tag, writes this as it is, and opens the run again with
    the same properties. Escaping is the maker's duty."""

    xml: str


class Placer(Protocol):
    """How a format prints values. Called in the order of the output, once for each time a tag is reached; only what a
    macro prints in a row of a loop comes before the values beside it."""

    def inline(self, value: object, tag: Tag) -> str | Runs:
        """The value as text (the engine escapes it, drops characters XML cannot hold, turns newlines and tabs into
        the format's elements) or as Runs. Raise TypeError with a sentence for a value that cannot stand in text."""

    def block(self, value: object, tag: Tag, owner: Owner) -> str | None:
        """XML that replaces the whole owner element ("" removes it), or None: print `inline` text inside it."""


@dataclass(frozen=True, slots=True)
class RenderedPart:
    """A finished part: from which template part, which copy of it (from 0), and its bytes.

    Parts that no tag touches come back with the very bytes of the template. A part that is missing from
    the result was dropped by a part-level `if`. Parts stand in output order: copies of a unit follow each other.
    """

    part: str
    data: bytes
    copy: int = 0
