"""The filters, tests and functions a template may use. Everything else of Jinja is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, cast

from jinja2 import pass_context, pass_environment
from jinja2.environment import Environment
from jinja2.filters import FILTERS
from jinja2.runtime import Context, Undefined
from jinja2.tests import TESTS
from jinja2.utils import Cycler, Joiner, Namespace

from reportgen.content.charts import Chart, ChartKind
from reportgen.content.tables import Table
from reportgen.locales.dates import short_date
from reportgen.templating.bounds import LONGEST_TEXT, LimitError, bounded, compute
from reportgen.templating.fragments import Fragment

# No run of items in a template is batched wider than a sheet has columns.
_WIDEST = 16_384
# Kinds of chart that stand or lie.
_EITHER_WAY = (ChartKind.STACKED, ChartKind.STACKED100, ChartKind.VARIANCE)


def show(block: Any, kind: str = "") -> Any:
    """The chart of a table, or a chart, drawn as another kind. A block without data stays as it is."""
    chart = block.chart if isinstance(block, Table) else block
    if isinstance(chart, Undefined) or not isinstance(chart, Chart | type(None)):
        raise TypeError(f"show draws tables and charts, not a {type(block).__name__}")
    if kind and kind not in set(ChartKind):
        raise ValueError(f"there is no chart kind {kind!r}; there is {', '.join(ChartKind)}")
    if chart is None:
        return None
    if not kind:
        return chart
    # Horizontal bars stay horizontal where the other kind can be both.
    lying = chart.lying or (chart.kind is ChartKind.BAR and kind in _EITHER_WAY)
    return replace(chart, kind=ChartKind(kind), lying=lying and kind in _EITHER_WAY)


@pass_context
def _short(context: Context, day: Any) -> str:
    """A date in digits, as the report's language writes them; nothing for a date that is not known."""
    if day is None or isinstance(day, date):
        return short_date(day, getattr(context.get("report"), "language", "en")) if day else ""
    raise TypeError(f"short works on dates, not on a {type(day).__name__}")


@pass_environment
def _join(
    environment: Environment, items: Iterable[Any], separator: str = "", attribute: str | int | None = None
) -> str:
    held = items if attribute is None else (environment.getitem(item, attribute) for item in items)
    parts = [_text("join", item) for item in bounded(held)]
    if len(separator) * len(parts) + sum(map(len, parts)) > LONGEST_TEXT:
        raise LimitError("a joined text would be too long")
    return separator.join(parts)


@pass_environment
def _sum(environment: Environment, items: Iterable[Any], attribute: str | int | None = None, start: float = 0) -> Any:
    for item in bounded(items):
        start = compute("+", start, item if attribute is None else environment.getitem(item, attribute))
    return start


def _text(name: str, value: Any) -> str:
    """A value as text for a filter: what the report prints its own way is no text yet."""
    if isinstance(value, Fragment):
        return value.text()
    if isinstance(value, str | int | float | Undefined):
        return str(value)
    raise TypeError(f"{name} works on texts, not on a {type(value).__name__}")


def _replace(text: str, old: str, new: str, count: int = -1) -> str:
    if len(new) * (text.count(old) if old else len(text) + 1) > LONGEST_TEXT:
        raise LimitError("a replaced text would be too long")
    return text.replace(old, new, count)


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
    return float(_JINJA["round"](number, max(-15, min(digits, 15)), method))


def _on_text(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter for texts only: of anything else Jinja would take Python's spelling."""

    def filtered(value: Any, *args: Any, **kwargs: Any) -> Any:
        return function(_text(name, value), *args, **kwargs)

    return filtered


_JINJA = cast("dict[str, Callable[..., Any]]", FILTERS)
_FOR_TEXT = ("capitalize", "lower", "title", "trim", "upper", "wordcount")
_FOR_LISTS = (
    *("abs", "count", "default", "d", "dictsort", "first", "float", "groupby", "int", "items", "last", "length"),
    *("list", "map", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique"),
)
_OWN: dict[str, Callable[..., Any]] = {
    "show": show,
    "short": _short,
    "join": _join,
    "sum": _sum,
    "replace": _on_text("replace", _replace),
    "string": _on_text("string", str),
    "batch": _batch,
    "round": _round,
}
ALLOWED_FILTERS: dict[str, Callable[..., Any]] = {
    **{name: _JINJA[name] for name in _FOR_LISTS},
    **{name: _on_text(name, _JINJA[name]) for name in _FOR_TEXT},
    **_OWN,
}
ALLOWED_TESTS = cast("dict[str, Callable[..., Any]]", {n: TESTS[n] for n in TESTS if n not in ("filter", "test")})
ALLOWED_FUNCTIONS: dict[str, Any] = {"cycler": Cycler, "joiner": Joiner, "namespace": Namespace, "dict": dict}
