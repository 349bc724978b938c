"""A tag's value arrives -> the piece of output it becomes. These run inside the compiled template, as filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context, Undefined

from reportgen.templating.bounds import MOST_ROUNDS, RunawayError, bounded, short
from reportgen.templating.fragments import Fragment, Mark
from reportgen.templating.lines import AttributeSlot, OwnerSlot, PartStart, Payload, Silence, TextSlot
from reportgen.templating.placing import Placer, Tag
from reportgen.templating.printers import (
    Bunch,
    Printer,
    attribute_printer,
    escaped,
    fixed_printer,
    owner_printer,
    text_of,
    text_printer,
)

# A name no template can write.
RUN = "\x00run"


class Run:
    """One rendering: the printers of the tags, made when they are first needed, and what is counted."""

    def __init__(
        self, placer: Placer, payloads: Mapping[int, Payload], tags: Mapping[int, Tag], statics: Sequence[str]
    ) -> None:
        self.placer, self._payloads, self._tags, self._statics = placer, payloads, tags, statics
        self._printers: dict[int, Printer] = {}
        self._bunches: dict[int, Bunch] = {}
        self._copies: dict[str, int] = {}
        self._copy = 0
        self._rounds = 0

    def print(self, line: int, value: Any) -> str:
        """The value of a line, printed or placed."""
        payload = self._payloads[line]
        if isinstance(payload, PartStart):
            self._begin(payload.part)
        return self._printer(line).print(value)

    def print_filled(self, line: int, value: Any, attributes: Sequence[str]) -> str:
        """The value of a lone tag whose owner has tags in attributes, which come printed."""
        payload = self._payloads[line]
        assert isinstance(payload, OwnerSlot)
        return owner_printer(payload, self.placer, self.tag(line), attributes).print(value)

    def bunch(self, first: int, count: int) -> Bunch:
        """The printers of neighbouring lines."""
        held = self._bunches.get(first)
        if held is None:
            lines = range(first, first + count)
            printers = [self._printer(line) for line in lines]
            held = self._bunches[first] = Bunch(printers, [self._statics[line - 1] for line in lines])
        return held

    def tag(self, line: int) -> Tag:
        """The tag of a line, as it stands in the copy that is being written."""
        tag = self._tags[line]
        return Tag(tag.part, tag.number, tag.source, tag.place, self._copy) if self._copy else tag

    def count(self, rounds: int) -> None:
        """Count the rounds of a loop against the limit of all loops together."""
        self._rounds += rounds
        if self._rounds > MOST_ROUNDS:
            raise RunawayError(f"the loops of the template take more than {MOST_ROUNDS:,} rounds")

    def _printer(self, line: int) -> Printer:
        printer = self._printers.get(line)
        if printer is None:
            printer = self._printers[line] = self._made(line)
        return printer

    def _made(self, line: int) -> Printer:
        payload = self._payloads[line]
        if isinstance(payload, OwnerSlot):
            return owner_printer(payload, self.placer, self.tag(line))
        if isinstance(payload, TextSlot):
            return text_printer(payload, self.placer, self.tag(line))
        if isinstance(payload, AttributeSlot):
            return attribute_printer(self.placer, self.tag(line))
        return fixed_printer("" if isinstance(payload, Silence) else Mark(payload))

    def _begin(self, part: str) -> None:
        copy = self._copies[part] = self._copies.get(part, -1) + 1
        if copy != self._copy:
            # Printers hold the tag of their copy.
            self._copy = copy
            self._printers.clear()
            self._bunches.clear()


@pass_context
def print_value(context: Context, value: Any, line: int) -> str:
    """The value of a tag, printed or placed."""
    run: Run = context.parent[RUN]
    return run.print(line, value)


@pass_context
def print_filled(context: Context, value: Any, line: int, *attributes: str) -> str:
    """The value of a lone tag whose owner has tags in attributes, which come printed."""
    run: Run = context.parent[RUN]
    return run.print_filled(line, value, attributes)


@pass_context
def print_bunch(context: Context, value: Any, first: int, *values: Any) -> str:
    """The values of neighbouring tags, with the text between and after them."""
    run: Run = context.parent[RUN]
    return run.bunch(first, len(values) + 1).print((value, *values))


@pass_context
def count_rounds(context: Context, value: Any) -> Any:
    """The items of a loop, counted."""
    if isinstance(value, Undefined):
        return value
    items = value if hasattr(value, "__len__") else bounded(value)
    context.parent[RUN].count(len(items) + 1)
    return items


@pass_context
def as_text(context: Context, value: Any, line: int) -> str:
    """A value as the text it prints, for {{ a ~ b }}."""
    run: Run = context.parent[RUN]
    if isinstance(value, str | Undefined):
        return value.text() if isinstance(value, Fragment) else str(value)
    return text_of(value, run.placer, run.tag(line))


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
