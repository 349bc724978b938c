"""A tag's value arrives -> the piece of output it becomes. These run inside the compiled template, as filters.

Each rendering makes one printer per tag, a function that has all it needs at hand: a table of 20,000 rows
prints 200,000 values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context, Undefined

from reportgen.templating.bounds import MOST_ROUNDS, RunawayError, bounded, short
from reportgen.templating.fragments import Fragment, Mark
from reportgen.templating.lines import AttributeSlot, OwnerSlot, PartStart, Payload, Silence, TextSlot
from reportgen.templating.placing import Placer, Runs, Tag

# A name no template can write.
RUN = "\x00run"
Printer = Callable[..., str]
_SPECIAL = re.compile("[&<>\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# Characters outside of XML 1.0's Char (2.2), and the control characters of C1, which no font shows.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|\r|\u2028|\u2029")


class MisplacedValueError(TypeError):
    """A value that cannot stand where its tag is."""


class Run(dict[int, Printer]):
    """One rendering: the printer of each line, made when it is first needed."""

    def __init__(
        self, placer: Placer, payloads: Mapping[int, Payload], tags: Mapping[int, Tag], statics: Sequence[str]
    ) -> None:
        super().__init__()
        self.placer, self._payloads, self._tags, self._statics = placer, payloads, tags, statics
        self._bunches: dict[int, list[Printer]] = {}
        self._copies: dict[str, int] = {}
        self._copy = 0
        self._rounds = 0

    def __missing__(self, number: int) -> Printer:
        printer = self[number] = self._printer(number, "")
        return printer

    def _printer(self, number: int, tail: str) -> Printer:
        """What prints the value of a line, followed by `tail`."""
        payload = self._payloads[number]
        if isinstance(payload, OwnerSlot):
            return _owner_printer(payload, self.placer, self.current(payload.text.tag), tail)
        if isinstance(payload, TextSlot):
            return _text_printer(payload, self.placer, self.current(payload.tag), tail)
        if isinstance(payload, AttributeSlot):
            return _attribute_printer(self.placer, self.current(payload.tag), tail)
        if isinstance(payload, Silence):
            return lambda _: ""
        mark = Mark(payload)
        if isinstance(payload, PartStart):
            return self._part_printer(mark, payload.part)
        finished = Fragment((mark, tail)) if tail else mark
        return lambda _: finished

    def bunch(self, first: int, count: int) -> list[Printer]:
        """The printers of neighbouring lines; each prints the text that follows, too."""
        held = self._bunches.get(first)
        if held is None:
            held = [self._printer(number, self._statics[number - 1]) for number in range(first, first + count)]
            self._bunches[first] = held
        return held

    def tag(self, number: int) -> Tag:
        """The tag of a line."""
        return self.current(self._tags[number])

    def current(self, tag: Tag) -> Tag:
        """The tag as it stands in the copy that is being written."""
        return replace(tag, copy=self._copy) if self._copy else tag

    def count(self, rounds: int) -> None:
        """Count the rounds of a loop against the limit of all loops together."""
        self._rounds += rounds
        if self._rounds > MOST_ROUNDS:
            raise RunawayError(f"the loops of the template take more than {MOST_ROUNDS:,} rounds")

    def _part_printer(self, mark: Mark, part: str) -> Printer:
        def begin(_: object) -> str:
            copy = self._copies[part] = self._copies.get(part, -1) + 1
            if copy != self._copy:
                self._copy = copy
                self.clear()
                self._bunches.clear()
            return mark

        return begin


def escaped(text: str) -> str:
    """The text as XML: what XML cannot hold is left out, the rest is escaped."""
    if not _SPECIAL.search(text):
        return text
    text = _ILLEGAL.sub("", _BREAKS.sub("\n", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _text_printer(slot: TextSlot, placer: Placer, tag: Tag, tail: str) -> Printer:
    inline, special = placer.inline, _SPECIAL.search

    def print_text(value: Any) -> str:
        if type(value) is not str and isinstance(value, _ODD):
            return _odd_text(value, slot, tail)
        printed = inline(value, tag)
        if type(printed) is str and not special(printed):
            return printed + tail
        return _special_text(printed, slot) + tail

    return print_text


def _special_text(printed: str | Runs, slot: TextSlot) -> str:
    if isinstance(printed, Runs):
        if not slot.close:
            raise MisplacedValueError("formatted text cannot stand here, only plain text")
        return f"{slot.close}{printed.xml}{slot.reopen}"
    text = escaped(str(printed))
    if "\n" in text:
        text = text.replace("\n", slot.newline)
    return text.replace("\t", slot.tab) if "\t" in text else text


# What is not simply handed to the placer: nothing, finished XML, and heaps of values, whose text nobody could read
# and which a template can nest so that Python's spelling of them is endless.
_ODD = (Undefined, Fragment, list, tuple, dict, set)
_ABSENT_OR_XML = (Undefined, Fragment)
_HEAPS = frozenset({list, tuple, dict, set})
_TEXT = {str}


def _odd_text(value: Any, slot: TextSlot, tail: str) -> str:
    if isinstance(value, Undefined):
        return str(value)  # raises, or notes itself while problems are collected
    _refuse_heap(value)
    outer = value.outer()
    if outer in slot.blocks:
        advice = "call it alone in a paragraph, as {{p ... }}" if slot.close else "call it alone"
        raise MisplacedValueError(f"this prints whole paragraphs or rows and stands inside a sentence; {advice}")
    return Fragment((slot.close, value, slot.reopen, tail) if outer and slot.close else (value, tail))


def _owner_printer(slot: OwnerSlot, placer: Placer, tag: Tag, tail: str) -> Printer:
    place, inline, special, owner = placer.block, placer.inline, _SPECIAL.search, slot.owner
    plain = len(slot.before) == len(slot.after) == 1
    before, end = (slot.before[0], f"{slot.after[0]}{tail}") if plain else ("", "")

    def print_owner(value: Any, *attributes: str) -> str:
        if type(value) is not str and isinstance(value, _ABSENT_OR_XML):
            return _odd_owner(value, slot, attributes, tail)
        block = place(value, tag, owner)
        if block is not None:
            return _with_fill(block, slot.fill) + tail
        _refuse_heap(value)
        printed = inline(value, tag)
        if plain and type(printed) is str and not special(printed):
            return f"{before}{printed}{end}"
        text = _special_text(printed, slot.text)
        return f"{_filled(slot.before, attributes)}{text}{_filled(slot.after, attributes)}{tail}"

    return print_owner


def _refuse_heap(value: Any) -> None:
    if type(value) in _HEAPS:
        raise MisplacedValueError(f"a {type(value).__name__} cannot be printed; print its items in a loop")


def _odd_owner(value: Undefined | Fragment, slot: OwnerSlot, attributes: tuple[str, ...], tail: str) -> str:
    if isinstance(value, Fragment) and value.outer() in slot.text.blocks:
        return Fragment((value, "" if _ends_alike(value, slot.fill) else slot.fill, tail))
    text = _odd_text(value, slot.text, "")
    return Fragment((_filled(slot.before, attributes), text, _filled(slot.after, attributes), tail))


def _with_fill(block: str, fill: str) -> str:
    return block if not fill or _ends_alike(block, fill) else block + fill


def _filled(pieces: tuple[str | int, ...], attributes: tuple[str, ...]) -> str:
    return "".join(piece if isinstance(piece, str) else attributes[piece] for piece in pieces)


def _ends_alike(block: str, fill: str) -> bool:
    name = fill[1:-2]
    return block.endswith(f"</{name}>") or bool(re.search(rf"<{re.escape(name)}(\s[^<>]*)?/>\s*$", block[-500:]))


def _attribute_printer(placer: Placer, tag: Tag, tail: str) -> Printer:
    def print_attribute(value: Any) -> str:
        if isinstance(value, Undefined):
            return str(value)
        text = escaped(_as_text(value, placer, tag)).replace('"', "&quot;").replace("'", "&apos;")
        return text.replace("\n", "&#10;").replace("\t", "&#9;") + tail

    return print_attribute


def _as_text(value: Any, placer: Placer, tag: Tag) -> str:
    if isinstance(value, Fragment):
        return value.text()
    _refuse_heap(value)
    printed = placer.inline(value, tag)
    return Fragment((printed.xml,)).text() if isinstance(printed, Runs) else str(printed)


@pass_context
def print_value(context: Context, value: Any, number: int) -> str:
    """The value of a tag, printed or placed."""
    return context.parent[RUN][number](value)  # type: ignore[no-any-return]


@pass_context
def print_filled(context: Context, value: Any, number: int, *attributes: str) -> str:
    """The value of a lone tag whose owner has tags in attributes, which come printed."""
    return context.parent[RUN][number](value, *attributes)  # type: ignore[no-any-return]


@pass_context
def print_bunch(context: Context, value: Any, first: int, *values: Any) -> str:
    """The values of neighbouring tags, with the text between and after them."""
    bunch = context.parent[RUN].bunch(first, len(values) + 1)
    pieces = [printer(held) for printer, held in zip(bunch, (value, *values), strict=True)]
    return "".join(pieces) if set(map(type, pieces)) == _TEXT else Fragment(pieces)


@pass_context
def count_rounds(context: Context, value: Any) -> Any:
    """The items of a loop, counted."""
    if isinstance(value, Undefined):
        return value
    items = value if hasattr(value, "__len__") else bounded(value)
    context.parent[RUN].count(len(items) + 1)
    return items


@pass_context
def as_text(context: Context, value: Any, number: int) -> str:
    """A value as the text it prints, for {{ a ~ b }}."""
    run: Run = context.parent[RUN]
    if isinstance(value, str | Undefined):
        return value.text() if isinstance(value, Fragment) else str(value)
    return _as_text(value, run.placer, run.tag(number))


def as_xml(text: Any) -> str:
    """The result of a filter block, which Jinja would write as it is."""
    return Fragment((escaped(str(text)),))


SLOT_FILTERS: dict[str, Callable[..., Any]] = {
    "\x00print": print_value,
    "\x00bunch": print_bunch,
    "\x00fill": print_filled,
    "\x00rounds": count_rounds,
    "\x00string": as_text,
    "\x00limited": short,
    "\x00escaped": as_xml,
}
