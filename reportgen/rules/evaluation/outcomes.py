"""What the evaluation of a formula gives: a number for every scope, and a ratio as it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reportgen.rules.evaluation.times import Span
from reportgen.rules.formulas.syntax import Aggregate, Aggregation, Arithmetic, Constant

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, slots=True)
class LeftOut:
    """Rows left out of a ratio: `rows` of a span's placement or, where that is None, those that lack the value of one
    of the `lacking` aggregations, which are looked up where somebody asks for them."""

    rows: NDArray[np.bool_] | None = None
    lacking: tuple[Aggregation, ...] = ()


# What is left out of a ratio, by table and span.
Dropped: TypeAlias = "dict[tuple[str, Span], LeftOut]"


@dataclass(frozen=True, eq=False, slots=True)
class Outcome:
    """A number per scope, NaN for no data; `reason` says why no scope has any. `split` is false when the rows
    cannot be told apart by entity."""

    values: NDArray[np.float64]
    reason: str = ""
    split: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Quotient:
    """A ratio as it is printed: factor * numerator / denominator."""

    factor: float
    numerator: Outcome
    denominator: Outcome
    node: Arithmetic
    span: Span
    dropped: Dropped


def combine(operator: str, left: Outcome, right: Outcome) -> Outcome:
    """left + - * / right in every scope; division by zero is no data."""
    a, b = left.values, right.values
    reason = left.reason or right.reason
    with np.errstate(all="ignore"):
        if operator == "/":
            values = a / np.where(b == 0, np.nan, b)
        else:
            values = a + b if operator == "+" else a - b if operator == "-" else a * b
    values = np.where(np.isfinite(values), values, np.nan)
    return Outcome(values, reason, left.split and right.split)


def without_factor(node: Aggregate) -> tuple[Aggregate, float]:
    """The node without a constant factor, and the factor: 1000 * a -> (a, 1000)."""
    factor = 1.0
    while isinstance(node, Arithmetic) and node.operator in "*/":
        if isinstance(node.left, Constant) and node.operator == "*":
            factor, node = factor * node.left.value, node.right
        elif isinstance(node.right, Constant):
            factor = factor * node.right.value if node.operator == "*" else factor / node.right.value
            node = node.left
        else:
            break
    return node, factor
