"""A tag's value arrives -> the piece of output it becomes. These run inside the compiled template, as filters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context, Undefined

from reportgen.templating.bounds import MOST_ROUNDS, LimitError, bounded, short
from reportgen.templating.fragments import Fragment, Mark
from reportgen.templating.lines import AttributeSlot, OwnerSlot, PartStart, Payload, TextSlot
from reportgen.templating.placing import Placer, Runs, Tag

# A name no template can write.
RUN = "\x00run"
_SPECIAL = re.compile("[&<>\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# Characters outside of XML 1.0's Char (2.2), and the control characters of C1, which no font shows.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|\r|\u2028|\u2029")


class MisplacedValueError(TypeError):
    """A value that cannot stand where its tag is."""


@dataclass(slots=True)
class Run:
    """One rendering: what the compiled template needs at every tag."""

    placer: Placer
    payloads: Mapping[int, Payload]
    tags: Mapping[int, Tag]
    copies: dict[str, int] = field(default_factory=dict)
    copy: int = 0
    rounds: int = 0
    _copied: dict[tuple[int, int], Tag] = field(default_factory=dict)

    def tag(self, tag: Tag) -> Tag:
        """The tag as it stands in the copy that is being written."""
        if not self.copy:
            return tag
        key = (tag.number, self.copy)
        if key not in self._copied:
            self._copied[key] = replace(tag, copy=self.copy)
        return self._copied[key]


def escaped(text: str) -> str:
    """The text as XML: what XML cannot hold is left out, the rest is escaped."""
    if not _SPECIAL.search(text):
        return text
    text = _ILLEGAL.sub("", _BREAKS.sub("\n", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pass_context
def print_text(context: Context, value: Any, number: int) -> str:
    """A value in running text."""
    run: Run = context.parent[RUN]
    slot: TextSlot = run.payloads[number]  # type: ignore[assignment]
    return _in_text(value, slot, run)


def _in_text(value: Any, slot: TextSlot, run: Run) -> str:
    if isinstance(value, Undefined | Fragment):
        return str(value) if isinstance(value, Undefined) else _fragment_in_text(value, slot)
    printed = run.placer.inline(value, run.tag(slot.tag) if run.copy else slot.tag)
    if type(printed) is Runs:
        if not slot.close:
            raise MisplacedValueError("formatted text cannot stand here, only plain text")
        return f"{slot.close}{printed.xml}{slot.reopen}"
    text = str(printed)
    if not _SPECIAL.search(text):
        return text
    text = escaped(text)
    if "\n" in text:
        text = text.replace("\n", slot.newline)
    return text.replace("\t", slot.tab) if "\t" in text else text


def _fragment_in_text(value: Fragment, slot: TextSlot) -> str:
    outer = value.outer()
    if outer in slot.blocks:
        advice = "call it alone in a paragraph, as {{p ... }}" if slot.close else "call it alone"
        raise MisplacedValueError(f"this prints whole paragraphs or rows and stands inside a sentence; {advice}")
    return Fragment((slot.close, value, slot.reopen)) if outer and slot.close else value


@pass_context
def place_owned(context: Context, value: Any, number: int, *attributes: str) -> str:
    """A lone value: the block that replaces its owner, or text inside it."""
    run: Run = context.parent[RUN]
    slot: OwnerSlot = run.payloads[number]  # type: ignore[assignment]
    if isinstance(value, Undefined):
        return str(value)
    if isinstance(value, Fragment):
        if value.outer() in slot.text.blocks:
            return Fragment((value, slot.fill)) if slot.fill else value
    else:
        tag = slot.text.tag
        block = run.placer.block(value, run.tag(tag) if run.copy else tag, slot.owner)
        if block is not None:
            return block + slot.fill if slot.fill and not _ends_alike(block, slot.fill) else block
    text = _in_text(value, slot.text, run)
    before, after = _filled(slot.before, attributes), _filled(slot.after, attributes)
    return before + text + after if type(text) is str else Fragment((before, text, after))


def _filled(pieces: tuple[str | int, ...], attributes: tuple[str, ...]) -> str:
    if len(pieces) == 1 and type(pieces[0]) is str:
        return pieces[0]
    return "".join(piece if isinstance(piece, str) else attributes[piece] for piece in pieces)


def _ends_alike(block: str, fill: str) -> bool:
    name = fill[1:-2]
    return block.endswith(f"</{name}>") or bool(re.search(rf"<{re.escape(name)}(\s[^<>]*)?/>\s*$", block[-500:]))


@pass_context
def print_attribute(context: Context, value: Any, number: int) -> str:
    """A value in an attribute."""
    run: Run = context.parent[RUN]
    slot: AttributeSlot = run.payloads[number]  # type: ignore[assignment]
    if isinstance(value, Undefined):
        return str(value)
    if isinstance(value, Fragment):
        value = value.text()
    printed = run.placer.inline(value, run.tag(slot.tag))
    if isinstance(printed, Runs):
        printed = Fragment((printed.xml,)).text()
    text = escaped(str(printed)).replace('"', "&quot;").replace("'", "&apos;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


@pass_context
def mark(context: Context, value: Any, number: int) -> str:
    """A sign to the writer of the output."""
    run: Run = context.parent[RUN]
    payload = run.payloads[number]
    if isinstance(payload, PartStart):
        run.copy = run.copies.get(payload.part, -1) + 1
        run.copies[payload.part] = run.copy
    return Mark(payload)  # type: ignore[arg-type]


@pass_context
def count_rounds(context: Context, value: Any) -> Any:
    """The items of a loop, counted against the limit of all loops together."""
    run: Run = context.parent[RUN]
    if isinstance(value, Undefined):
        return value
    items = value if hasattr(value, "__len__") else bounded(value)
    run.rounds += len(items) + 1
    if run.rounds > MOST_ROUNDS:
        raise LimitError(f"the loops of the template take more than {MOST_ROUNDS:,} rounds")
    return items


@pass_context
def as_text(context: Context, value: Any, number: int) -> str:
    """A value as the text it prints, for {{ a ~ b }}."""
    run: Run = context.parent[RUN]
    if isinstance(value, str | Undefined):
        return value.text() if isinstance(value, Fragment) else str(value)
    printed = run.placer.inline(value, run.tag(run.tags[number]))
    return Fragment((printed.xml,)).text() if isinstance(printed, Runs) else str(printed)


def as_xml(text: Any) -> str:
    """The result of a filter block, which Jinja would write as it is."""
    return Fragment((escaped(str(text)),))


SLOT_FILTERS: dict[str, Callable[..., Any]] = {
    "\x00text": print_text,
    "\x00own": place_owned,
    "\x00attribute": print_attribute,
    "\x00mark": mark,
    "\x00rounds": count_rounds,
    "\x00string": as_text,
    "\x00limited": short,
    "\x00escaped": as_xml,
}
