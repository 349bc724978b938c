"""Content to JSON and back, without loss: a Report written and read again is equal.

Objects become {"is": "Percent", "amount": "0.5", ...}; fields at their default are left out. Decimals
and dates are texts, so no reader turns them into binary floats.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from reportgen.content import charts, kpis, maps, narrative, panels, periods, phrases, report, reported, tables, values

_KINDS: dict[str, type[Any]] = {
    name: kind
    for module in (values, periods, phrases, charts, tables, panels, maps, narrative, kpis, report, reported)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and (is_dataclass(kind) or (issubclass(kind, StrEnum) and kind is not StrEnum))
}
T = TypeVar("T")


def to_json(content: object, indent: int | None = None) -> str:
    """The content as JSON text; keys in a fixed order, so equal content gives equal text."""
    return json.dumps(_plain(content), ensure_ascii=False, indent=indent)


def from_json(text: str, kind: type[T]) -> T:
    """The content that `to_json` wrote; ValueError when the text holds something else."""
    content = _content(json.loads(text))
    if not isinstance(content, kind):
        raise ValueError(f"expected a {kind.__name__}, found a {type(content).__name__}")
    return content


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return {"is": type(value).__name__, "value": value.value}
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return {"is": "Decimal", "value": str(value)}
    if isinstance(value, date):
        return {"is": "date", "value": value.isoformat()}
    if isinstance(value, Mapping):
        return {"is": "map", "items": [[key, _plain(item)] for key, item in value.items()]}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return {"is": type(value).__name__} | {
        f.name: _plain(getattr(value, f.name)) for f in fields(value) if not _is_default(value, f)
    }


def _is_default(value: Any, field: Any) -> bool:
    if field.default is MISSING and field.default_factory is MISSING:
        return False
    default = field.default if field.default is not MISSING else field.default_factory()
    held = getattr(value, field.name)
    # Equality leaves ids out, and 0 equals False: only the very same kind and text may be dropped.
    return type(held) is type(default) and repr(held) == repr(default)


def _content(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_content(item) for item in plain)
    if not isinstance(plain, dict):
        return plain
    kind = plain.get("is", "")
    if kind == "Decimal":
        return Decimal(plain["value"])
    if kind == "date":
        return date.fromisoformat(plain["value"])
    if kind == "map":
        return {key: _content(item) for key, item in plain["items"]}
    if kind not in _KINDS:
        raise ValueError(f"unknown kind of content {kind!r}")
    if issubclass(_KINDS[kind], StrEnum):
        return _KINDS[kind](plain["value"])
    return _KINDS[kind](**{name: _content(item) for name, item in plain.items() if name != "is"})
