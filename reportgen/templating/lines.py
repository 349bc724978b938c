"""The lines of the synthetic Jinja source: one per tag or mark, with what is needed when its value arrives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.templating.dialect import Keep
from reportgen.templating.placing import Owner, Tag


@dataclass(frozen=True, slots=True)
class TextSlot:
    """A value in running text. `newline` and `tab` are what these characters become; `close` ends text and run,
    `reopen` begins them again ("" where there are no runs)."""

    tag: Tag
    newline: str = "\n"
    tab: str = "\t"
    close: str = ""
    reopen: str = ""
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnerSlot:
    """A lone value. Text goes between `before` and `after`, whose numbers are values of attributes in the owner.

    `fill` is written after a block that does not end with `fill`'s element (a cell must end with a paragraph)."""

    text: TextSlot
    owner: Owner
    before: tuple[str | int, ...]
    after: tuple[str | int, ...]
    fill: str = ""


@dataclass(frozen=True, slots=True)
class AttributeSlot:
    """A value in an attribute."""

    tag: Tag


@dataclass(frozen=True, slots=True)
class PartStart:
    """Here a part begins; `whole` holds the bytes of one without tags."""

    part: str
    whole: bytes | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """Begin or end of an element that must not lose its last child. `fill` is the XML that mends it, "" drops it."""

    keep: Keep
    begins: bool
    child: str = ""
    fill: str = ""
    mends: bool = False


@dataclass(frozen=True, slots=True)
class Fresh:
    """A number that must be unique in its part: the first use keeps `value`."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Silence:
    """A value that is not printed: its tag failed, and further problems are looked for."""


Payload = TextSlot | OwnerSlot | AttributeSlot | PartStart | Guard | Fresh | Silence


@dataclass(frozen=True, slots=True)
class Line:
    """A line: a statement (`payload` None), a value with its slot, or a mark without code."""

    code: str
    payload: Payload | None = None
    tag: Tag | None = None


def merged(items: Iterator[str | Line]) -> list[str | Line]:
    """The items with neighbouring static texts joined and empty ones left out."""
    result: list[str | Line] = []
    for item in items:
        if isinstance(item, Line) or not (result and isinstance(result[-1], str)):
            if item != "":
                result.append(item)
        else:
            result[-1] += item
    return result
