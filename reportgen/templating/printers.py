"""What becomes of a value at one tag: text between its surroundings, runs, or a block in the place of its owner.

A rendering makes one printer per tag, with all it needs at hand: a table of 20,000 rows prints 200,000 values. A
printer works in two steps, `probe` (ask the placer) and `finish` (escape), so that the texts of a whole row are looked
at for special characters once, and written by one format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2.runtime import Undefined

from reportgen.templating.fragments import Fragment
from reportgen.templating.lines import OwnerSlot, TextSlot
from reportgen.templating.placing import Placer, Runs, Tag

_SPECIAL = re.compile("[&<>\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# Characters outside of XML 1.0's Char (2.2), and the control characters of C1, which no font shows.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|\r|\u2028|\u2029")
# What is not simply handed to the placer: nothing, finished XML, and heaps of values, whose text nobody could read
# and which a template can nest so that Python's spelling of them is endless.
_ABSENT_OR_XML = (Undefined, Fragment)
_HEAPS = frozenset({list, tuple, dict, set})


class MisplacedValueError(TypeError):
    """A value that cannot stand where its tag is."""


# Not frozen, here and below: that would double the time it takes to make one.
@dataclass(slots=True)
class Done:
    """A finished piece of output."""

    piece: str


@dataclass(slots=True)
class Printer:
    """`probe` gives the text of a value, or what is Done; `finish` the piece of output. `plain`: the piece of a text
    without special characters is the text between `before` and `after`."""

    probe: Callable[[Any], str | Done]
    spell: Callable[[str], str]
    before: str = ""
    after: str = ""
    plain: bool = True

    def finish(self, found: str | Done) -> str:
        """The piece of output for what `probe` gave."""
        if type(found) is Done:
            return found.piece
        text = self.spell(found)  # type: ignore[arg-type]
        return f"{self.before}{text}{self.after}"

    def print(self, value: Any) -> str:
        """The piece of output for a value."""
        return self.finish(self.probe(value))


class Bunch:
    """Neighbouring printers and the static text after each, in a loop."""

    def __init__(self, printers: Sequence[Printer], statics: Sequence[str]) -> None:
        self._printers, self._statics = printers, statics
        self._probes = [printer.probe for printer in printers]
        self._plain = all(printer.plain for printer in printers)
        pieces = ((printer.before, printer.after + static) for printer, static in zip(printers, statics, strict=True))
        self._format = "".join(f"{_percent(before)}%s{_percent(after)}" for before, after in pieces)

    def print(self, values: Sequence[Any]) -> str:
        """The piece of output for all their values."""
        found = [probe(value) for probe, value in zip(self._probes, values, strict=True)]
        if self._plain and set(map(type, found)) == _TEXT and not _SPECIAL.search("".join(found)):  # type: ignore[arg-type]
            return self._format % tuple(found)
        pieces: list[str] = []
        for printer, static, one in zip(self._printers, self._statics, found, strict=True):
            pieces.append(one.piece if type(one) is Done else printer.finish(one))
            pieces.append(static)
        return "".join(pieces) if set(map(type, pieces)) == _TEXT else Fragment(pieces)


_TEXT = {str}


def text_printer(slot: TextSlot, placer: Placer, tag: Tag) -> Printer:
    """Prints in running text."""
    inline = placer.inline

    def probe(value: Any) -> str | Done:
        if type(value) is not str and (isinstance(value, _ABSENT_OR_XML) or type(value) in _HEAPS):
            return _odd_text(value, slot)
        printed = inline(value, tag)
        return printed if type(printed) is str else _printed(printed, slot)

    return Printer(probe, _speller(slot))


def owner_printer(slot: OwnerSlot, placer: Placer, tag: Tag, attributes: Sequence[str] = ()) -> Printer:
    """Prints a lone value: the block that replaces its owner, or text inside it."""
    place, inline, owner = placer.block, placer.inline, slot.owner
    before, after = _filled(slot.before, attributes), _filled(slot.after, attributes)

    def probe(value: Any) -> str | Done:
        known = type(value) is str
        if not known and isinstance(value, _ABSENT_OR_XML):
            return _odd_owner(value, slot, before, after)
        block = place(value, tag, owner)
        if block is not None:
            return Done(block if not slot.fill or _ends_alike(block, slot.fill) else block + slot.fill)
        if not known:
            _refuse_heap(value)
        printed = inline(value, tag)
        return printed if type(printed) is str else _surrounded(_printed(printed, slot.text), before, after)

    return Printer(probe, _speller(slot.text), before, after)


def attribute_printer(placer: Placer, tag: Tag) -> Printer:
    """Prints in an attribute."""

    def probe(value: Any) -> str | Done:
        return Done(str(value)) if isinstance(value, Undefined) else text_of(value, placer, tag)

    def spell(text: str) -> str:
        text = escaped(text).replace('"', "&quot;").replace("'", "&apos;")
        return text.replace("\n", "&#10;").replace("\t", "&#9;")

    return Printer(probe, spell, plain=False)


def fixed_printer(piece: str) -> Printer:
    """Prints the same whatever the value."""
    done = Done(piece)
    return Printer(lambda _: done, str, plain=False)


def escaped(text: str) -> str:
    """The text as XML: what XML cannot hold is left out, the rest is escaped."""
    if not _SPECIAL.search(text):
        return text
    text = _ILLEGAL.sub("", _BREAKS.sub("\n", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_of(value: Any, placer: Placer, tag: Tag) -> str:
    """The text that a value prints, unescaped."""
    if isinstance(value, Fragment):
        return value.text()
    _refuse_heap(value)
    printed = placer.inline(value, tag)
    return Fragment((printed.xml,)).text() if isinstance(printed, Runs) else str(printed)


def _speller(slot: TextSlot) -> Callable[[str], str]:
    def spell(text: str) -> str:
        text = escaped(text)
        if "\n" in text:
            text = text.replace("\n", slot.newline)
        return text.replace("\t", slot.tab) if "\t" in text else text

    return spell


def _printed(printed: str | Runs, slot: TextSlot) -> str | Done:
    if not isinstance(printed, Runs):
        return str.__str__(printed)  # a text of some other kind, such as an enumeration's
    if not slot.close:
        raise MisplacedValueError("formatted text cannot stand here, only plain text")
    return Done(f"{slot.close}{printed.xml}{slot.reopen}")


def _surrounded(found: str | Done, before: str, after: str) -> str | Done:
    return Done(f"{before}{found.piece}{after}") if isinstance(found, Done) else found


def _odd_text(value: Any, slot: TextSlot) -> Done:
    if isinstance(value, Undefined):
        return Done(str(value))  # raises, or notes itself while problems are collected
    _refuse_heap(value)
    outer = value.outer()
    if outer in slot.blocks:
        advice = "call it alone in a paragraph, as {{p ... }}" if slot.close else "call it alone"
        raise MisplacedValueError(f"this prints whole paragraphs or rows and stands inside a sentence; {advice}")
    return Done(Fragment((slot.close, value, slot.reopen)) if outer and slot.close else value)


def _odd_owner(value: Any, slot: OwnerSlot, before: str, after: str) -> Done:
    if isinstance(value, Fragment) and value.outer() in slot.text.blocks:
        return Done(Fragment((value, "" if _ends_alike(value, slot.fill) else slot.fill)))
    return Done(Fragment((before, _odd_text(value, slot.text).piece, after)))


def _refuse_heap(value: Any) -> None:
    if type(value) in _HEAPS:
        raise MisplacedValueError(f"a {type(value).__name__} cannot be printed; print its items in a loop")


def _filled(pieces: tuple[str | int, ...], attributes: Sequence[str]) -> str:
    return "".join(piece if isinstance(piece, str) else attributes[piece] for piece in pieces)


def _ends_alike(block: str, fill: str) -> bool:
    name = fill[1:-2]
    return block.endswith(f"</{name}>") or bool(re.search(rf"<{re.escape(name)}(\s[^<>]*)?/>\s*$", block[-500:]))


def _percent(text: str) -> str:
    return text.replace("%", "%%")
