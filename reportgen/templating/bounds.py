"""How much a template may do, and operations that keep to it. The sandbox alone bounds neither time nor memory."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from typing import Any

from reportgen.content.values import NoData, Quantity

# Rounds of all loops together; a table of 20,000 rows and 10 columns takes 220,000.
MOST_ROUNDS = 1_000_000
# Characters of all finished parts together, and of one text made in a template.
MOST_OUTPUT = 400_000_000
LONGEST_TEXT = 1_000_000
LONGEST_LIST = 200_000
# A number with more bits than this is no number of a report.
_MOST_BITS = 4096


class LimitError(Exception):
    """A template does more than any report needs."""


class RunawayError(LimitError):
    """All of a template's work together is too much."""


class ArithmeticOnFactsError(TypeError):
    """Arithmetic on a KPI value inside a template."""


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}
OPERATORS = frozenset(_OPERATORS)


def compute(sign: str, left: Any, right: Any) -> Any:
    """The result of an operator in a template, refused where it would be huge or would make a number without
    lineage."""
    if isinstance(left, Quantity | NoData) or isinstance(right, Quantity | NoData):
        raise ArithmeticOnFactsError("arithmetic on a value of the report makes a number that nobody can trace")
    if sign == "%" and isinstance(left, str):
        raise TypeError("text is not formatted with % in a template; write the parts one after the other")
    if sign == "**" and isinstance(left, int) and isinstance(right, int):
        _check(left.bit_length() * max(right, 0), _MOST_BITS, "a number", " bits")
    elif sign == "*":
        _check(_length(left) * _count(right), LONGEST_TEXT, "a repeated text or list")
        _check(_length(right) * _count(left), LONGEST_TEXT, "a repeated text or list")
        if isinstance(left, int) and isinstance(right, int):
            _check(left.bit_length() + right.bit_length(), _MOST_BITS, "a number", " bits")
    elif sign == "+":
        _check(_length(left) + _length(right), LONGEST_TEXT, "a joined text or list")
    return _OPERATORS[sign](left, right)


def bounded(items: Iterable[Any], most: int = LONGEST_LIST) -> list[Any]:
    """The items as a list, refused when they are too many."""
    held: list[Any] = []
    for item in items:
        if len(held) >= most:
            raise LimitError(f"a list has more than {most:,} items")
        held.append(item)
    return held


def short(text: str) -> str:
    """The text, refused when it is too long."""
    _check(len(text), LONGEST_TEXT, "a text")
    return text


def _check(size: int, most: int, what: str, unit: str = "") -> None:
    if size > most:
        raise LimitError(f"{what} would grow beyond {most:,}{unit}")


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str | bytes | list | tuple) else 0


def _count(value: Any) -> int:
    return max(value, 0) if isinstance(value, int) else 0
