"""Compiled code and its source <-> plain data on disk, so that the next process need not read the tags again."""

from __future__ import annotations

import re
import sys
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import CodeType, FunctionType
from typing import Any

from reportgen import kept_on_disk
from reportgen.locations import TagLocation
from reportgen.templating.dialect import Dialect
from reportgen.templating.lines import AttributeSlot, Fresh, Guard, Line, OwnerSlot, PartStart, TextSlot
from reportgen.templating.placing import Owner, Tag
from reportgen.templating.source import Source
from reportgen.templating.vocabulary import Vocabulary

# What a source is made of, and at which positions of its fields other such objects stand.
_KINDS: tuple[tuple[type, tuple[int, ...]], ...] = (
    (Line, (1, 2)),
    (Tag, (3,)),
    (TagLocation, ()),
    (TextSlot, (0,)),
    (OwnerSlot, (0, 1)),
    (Owner, ()),
    (AttributeSlot, (0,)),
    (PartStart, ()),
    (Guard, (0,)),
    (Fresh, ()),
)
_NUMBER = {kind: number for number, (kind, _) in enumerate(_KINDS)}
_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind, _ in _KINDS}
# A brace or two per tag: what has fewer is compiled about as fast as it is read from disk.
_MANY_BRACES = 100


def template_key(key: bytes, parts: Mapping[str, bytes], dialect: Dialect) -> bytes:
    """The key on disk of a template; b"" for one that is not worth it or whose dialect is not of this program."""
    if sum(data.count(b"{") for data in parts.values()) < _MANY_BRACES:
        return b""
    try:
        return kept_on_disk.key_of("template", key, _spelled(dialect))
    except _StrangeError:
        return b""


def read_compiled(key: bytes, dialect: Dialect) -> tuple[CodeType, Source] | None:
    """The code and source of a template that an earlier process compiled."""
    held = kept_on_disk.read(key)
    if held is None:
        return None
    code, rows, lines, statics = held
    made: list[Any] = [*dialect.keeps.values()]
    for number, *values in rows:
        kind, places = _KINDS[number]
        for place in places:
            if values[place] is not None:
                values[place] = made[values[place]]
        made.append(kind(*values))
    return code, Source(tuple(made[line] for line in lines), statics)


def write_compiled(key: bytes, dialect: Dialect, code: CodeType, source: Source) -> None:
    """Keep the code and source of a template for later processes."""
    if key:
        flat = _Flat(dialect)
        lines = [flat.number(line) for line in source.lines]
        kept_on_disk.write(key, (code, flat.rows, lines, source.statics))


def is_sound(key: bytes, vocabulary: Vocabulary) -> bool:
    """True when an earlier process found that the template of this key uses nothing but these names."""
    return kept_on_disk.read(_sound_key(key, vocabulary)) is True


def note_sound(key: bytes, vocabulary: Vocabulary) -> None:
    """Keep that the template of this key uses nothing but these names."""
    kept_on_disk.write(_sound_key(key, vocabulary), True)


def _sound_key(key: bytes, vocabulary: Vocabulary) -> bytes:
    if not key:
        return b""
    try:
        return kept_on_disk.key_of("sound", key, _spelled(vocabulary.names))
    except _StrangeError:
        return b""


class _Flat:
    """Objects as rows of plain values, each object once, in which other objects are numbers of earlier rows.

    The first numbers are the dialect's own `Keep`s, which hold functions."""

    def __init__(self, dialect: Dialect) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self._first = len(dialect.keeps)
        self._numbers = {id(keep): number for number, keep in enumerate(dialect.keeps.values())}

    def number(self, held: object) -> int:
        """The row of an object; one that is written already is written once."""
        known = self._numbers.get(id(held))
        if known is not None:
            return known
        kind = type(held)
        places = _KINDS[_NUMBER[kind]][1]
        values = [getattr(held, name) for name in _NAMES[kind]]
        for place in places:
            if values[place] is not None:
                values[place] = self.number(values[place])
        self.rows.append((_NUMBER[kind], *values))
        self._numbers[id(held)] = self._first + len(self.rows) - 1
        return self._numbers[id(held)]


class _StrangeError(Exception):
    """A value whose meaning may change without a change of this program."""


def _spelled(value: Any) -> str:
    """A text that is the same for the same dialect or vocabulary in every process, as long as the program is the same.

    Types and functions are spelled by name, which says enough where they are of this program or Python's own."""
    if value is None or value is ... or isinstance(value, str | bytes | int | float):
        return repr(value)
    if isinstance(value, re.Pattern):
        return repr((value.pattern, value.flags))
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_spelled(key)}:{_spelled(held)}" for key, held in value.items()) + "}"
    if isinstance(value, frozenset | set):
        return "{" + ",".join(sorted(map(_spelled, value))) + "}"
    if isinstance(value, tuple | list):
        return "(" + ",".join(map(_spelled, value)) + ",)"
    if typing.get_origin(value) is not None:
        return f"{_spelled(typing.get_origin(value))}[{_spelled(typing.get_args(value))}]"
    if isinstance(value, FunctionType):
        cells = tuple(cell.cell_contents for cell in value.__closure__ or ())
        return f"{_named(value)}:{value.__code__.co_firstlineno}{_spelled(cells)}"
    if is_dataclass(value) and not isinstance(value, type):
        held = tuple(getattr(value, field.name) for field in fields(value))
        return f"{_named(type(value))}{_spelled(held)}"
    if isinstance(value, type) and "<locals>" not in value.__qualname__:
        return _named(value)
    if value in (typing.Any, typing.Union):
        return repr(value)
    raise _StrangeError


def _named(value: type | FunctionType) -> str:
    root = value.__module__.partition(".")[0]
    if root != __name__.partition(".")[0] and root not in sys.stdlib_module_names:
        raise _StrangeError
    return f"{value.__module__}.{value.__qualname__}"
