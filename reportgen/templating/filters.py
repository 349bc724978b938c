"""The filters, tests and functions a template may use. Everything else of Jinja is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from jinja2 import pass_context, pass_environment, pass_eval_context
from jinja2.environment import Environment
from jinja2.filters import FILTERS
from jinja2.runtime import Context, Undefined
from jinja2.tests import TESTS
from jinja2.utils import Cycler, Joiner, Namespace

from reportgen.content.blocks import Chart, ChartKind, Table
from reportgen.templating.bounds import LimitError, bounded, short
from reportgen.templating.fragments import Fragment

# No run of items in a template is batched wider than a sheet has columns.
_WIDEST = 16_384


def show(block: Any, kind: str = "") -> Any:
    """The chart of a table, or a chart, drawn as line, column or bar. A block without data stays as it is."""
    chart = block.chart if isinstance(block, Table) else block
    if isinstance(chart, Undefined) or not isinstance(chart, Chart | type(None)):
        raise TypeError(f"show draws tables and charts, not a {type(block).__name__}")
    if kind and kind not in set(ChartKind):
        raise ValueError(f"there is no chart kind {kind!r}; there is {', '.join(ChartKind)}")
    if chart is None:
        return None
    return replace(chart, kind=ChartKind(kind)) if kind else chart


def _join(items: Iterable[Any], separator: str = "", attribute: str | int | None = None) -> str:
    parts = (
        [_printable(item) for item in items] if attribute is None else [_printable(_of(i, attribute)) for i in items]
    )
    if len(separator) * len(parts) > 1_000_000:
        raise LimitError("a joined text would be too long")
    return short(separator.join(parts))


def _of(item: Any, attribute: str | int) -> Any:
    return item[attribute] if isinstance(item, Mapping) or isinstance(attribute, int) else getattr(item, attribute)


def _printable(item: Any) -> str:
    if isinstance(item, str | int | float):
        return str(item)
    raise TypeError(f"join puts texts together, not a {type(item).__name__}; print each one in a loop instead")


def _replace(text: str, old: str, new: str, count: int | None = None) -> str:
    if len(new) * (text.count(old) if old else len(text) + 1) > 1_000_000:
        raise LimitError("a replaced text would be too long")
    return short(str(text).replace(old, new, -1 if count is None else count))


def _batch(items: Iterable[Any], count: int, fill: Any = None) -> list[list[Any]]:
    if not 0 < count <= _WIDEST:
        raise ValueError(f"batch takes 1 to {_WIDEST:,} items at a time")
    held = bounded(items)
    rows = [held[at : at + count] for at in range(0, len(held), count)]
    if fill is not None and rows:
        rows[-1] += [fill] * (count - len(rows[-1]))
    return rows


def _round(number: float, digits: int = 0, method: str = "common") -> float:
    if not isinstance(number, int | float):
        raise TypeError("values of the report are rounded when they are printed")
    return float(FILTERS["round"](number, max(-15, min(digits, 15)), method))


_PLAIN = ["abs", "attr", "capitalize", "count", "default", "d", "dictsort", "first", "float", "groupby", "int", "items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "string", "sum", "title", "trim", "truncate", "unique", "upper", "wordcount"]
_OWN: dict[str, Callable[..., Any]] = {
    "show": show,
    "join": _join,
    "replace": _replace,
    "batch": _batch,
    "round": _round,
}


def _on_text(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter with captured output read as the text it prints."""
    if any(getattr(function, "jinja_pass_arg", None) is marker for marker in _PASSES):
        return function
    return lambda value, *args, **kwargs: function(
        value.text() if isinstance(value, Fragment) else value, *args, **kwargs
    )


def _marker(decorate: Callable[[Callable[..., Any]], Callable[..., Any]]) -> object:
    return getattr(decorate(lambda: None), "jinja_pass_arg", None)


_PASSES = [_marker(decorate) for decorate in (pass_context, pass_environment, pass_eval_context)]
ALLOWED_FILTERS: dict[str, Callable[..., Any]] = {
    name: _on_text(function)
    for name, function in {**{name: FILTERS[name] for name in _PLAIN if name != "attr"}, **_OWN}.items()
}
ALLOWED_TESTS: dict[str, Callable[..., Any]] = {
    name: test for name, test in TESTS.items() if name not in ("filter", "test")
}
ALLOWED_FUNCTIONS: dict[str, Any] = {"cycler": Cycler, "joiner": Joiner, "namespace": Namespace, "dict": dict}

__all__ = ["ALLOWED_FILTERS", "ALLOWED_FUNCTIONS", "ALLOWED_TESTS", "Context", "Environment", "show"]
