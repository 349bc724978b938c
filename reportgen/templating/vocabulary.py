"""The names a template may use and what they are, in Python's own type language."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any

UNKNOWN = object()
"""What `attribute_kind` answers for a name that is not there."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known names and their kinds. A kind is
    - a mapping of names to kinds: exactly these attributes are known ({"title": str, "period": str});
    - a type: its public dataclass fields, properties and methods are known, with the kinds of their annotations (Kpi);
    - tuple[Kpi, ...]: a loop over it yields Kpi; Mapping[str, Kpi]: any key, each a Kpi;
    - typing.Any: anything goes.
    """

    names: Mapping[str, Any]

    @property
    def key(self) -> Hashable:
        """What stands for these names and kinds where results are kept; equal for equal vocabularies."""
        return _key(self.names)

    @classmethod
    def of(cls, context: Mapping[str, object]) -> Vocabulary:
        """The vocabulary of a context: mappings by their keys, everything else by its type."""
        return cls({name: _kind_of(value) for name, value in context.items()})


def _key(kind: Any) -> Hashable:
    return tuple((name, _key(held)) for name, held in kind.items()) if isinstance(kind, Mapping) else kind


@dataclass(frozen=True, slots=True)
class Method:
    """The kind of a method: what a call of it gives."""

    result: Any


def attribute_kind(kind: Any, name: str) -> Any:
    """The kind of an attribute, or UNKNOWN."""
    kind = _single(kind)
    if isinstance(kind, Mapping):
        return kind[name] if name in kind else Any if hasattr(dict, name) else UNKNOWN
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is not None and inspect.isclass(origin) and issubclass(origin, Mapping):
        return arguments[-1] if arguments and not hasattr(dict, name) else Any
    cls = origin or kind
    # Since Python 3.11 Any is a class itself.
    if not isinstance(cls, type) or cls in (object, dict, Any) or issubclass(cls, Mapping):
        return Any
    if is_dataclass(cls):
        return _members(cls).get(name, UNKNOWN)
    return Any if hasattr(cls, name) and not name.startswith("_") else UNKNOWN


def attribute_names(kind: Any) -> Iterable[str]:
    """The attributes there are, for suggestions."""
    kind = _single(kind)
    if isinstance(kind, Mapping):
        return list(kind)
    cls = typing.get_origin(kind) or kind
    # What Python's lists and texts can do is no attribute that anybody meant.
    if not isinstance(cls, type) or cls.__module__ == "builtins":
        return []
    return _members(cls) if is_dataclass(cls) else [name for name in dir(cls) if not name.startswith("_")]


def item_kind(kind: Any, key: object = None) -> Any:
    """The kind of what a loop over it, or a subscript, yields; Any where that cannot be told."""
    kind = _single(kind)
    if isinstance(kind, Mapping):
        return kind.get(key, UNKNOWN) if isinstance(key, str) else Any
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (tuple, list, set, frozenset) or getattr(origin, "__name__", "") in (
        "Sequence",
        "Iterable",
        "Iterator",
    ):
        alike = len(arguments) == 1 or (len(arguments) == 2 and arguments[1] is ...)
        return arguments[0] if arguments and alike else Any
    if inspect.isclass(origin) and issubclass(origin, Mapping) and arguments:
        return arguments[1] if key is not None else arguments[0]
    return str if kind is str else Any


def called_kind(kind: Any) -> Any:
    """The kind of what a call gives."""
    return kind.result if isinstance(kind, Method) else Any


@cache
def _members(cls: type) -> dict[str, Any]:
    hints = _hints(cls)
    members: dict[str, Any] = {name: kind for name, kind in hints.items() if not name.startswith("_")}
    for name in dir(cls):
        if name.startswith("_") or name in members:
            continue
        member = inspect.getattr_static(cls, name)
        if isinstance(member, property) and member.fget is not None:
            members[name] = _hints(member.fget).get("return", Any)
        elif callable(member):
            members[name] = Method(_hints(member).get("return", Any))
        else:
            members[name] = Any
    return members


def _hints(obj: Any) -> dict[str, Any]:
    try:
        return typing.get_type_hints(obj)
    except (NameError, TypeError):  # a name imported for the checker only
        return {}


def _single(kind: Any) -> Any:
    """A kind without its None; Any for real alternatives."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        some = [one for one in typing.get_args(kind) if one is not type(None)]
        return some[0] if len(some) == 1 else Any
    if typing.get_origin(kind) is typing.ClassVar:
        return Any
    return kind


def _kind_of(value: object) -> Any:
    if isinstance(value, type):
        return value
    if isinstance(value, Mapping):
        named = all(isinstance(key, str) for key in value)
        return {key: _kind_of(held) for key, held in value.items()} if named else Any
    if isinstance(value, tuple | list) and value:
        kinds = {type(item) for item in value}
        return tuple[kinds.pop(), ...] if len(kinds) == 1 and not isinstance(value[0], Mapping) else Any  # type: ignore[misc]
    return Any if value is None else type(value)
