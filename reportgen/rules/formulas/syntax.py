"""The tree of a compiled formula.

Row-level nodes give a value for every row of one table; aggregate nodes give one number per scope
(total, group, entity). A node is compared by identity: the evaluation remembers results by node.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """What the values of a row-level expression are."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    BOOLEAN = "boolean"


@dataclass(frozen=True, eq=False, slots=True)
class Field:
    """A column. `joined`: it belongs to the entity master and is looked up by the row's entity;
    `level`: the counter of a cumulative table itself instead of its increase."""

    table: str
    column: str
    kind: Kind
    joined: bool = False
    level: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Literal:
    """A value written in the formula; dates are ISO text."""

    value: float | str | bool
    kind: Kind


@dataclass(frozen=True, eq=False, slots=True)
class Moment:
    """`period_start`, `period_end` or `as_of`."""

    name: str
    kind: Kind = Kind.DATE


@dataclass(frozen=True, eq=False, slots=True)
class RowArithmetic:
    """left + - * / right, row by row; a missing side or a zero divisor gives a missing value."""

    operator: str
    left: Row
    right: Row
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, eq=False, slots=True)
class DaysBetween:
    """The time from start to end in days, with fractions."""

    start: Row
    end: Row
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, eq=False, slots=True)
class Missing:
    """True where there is no value."""

    operand: Row
    kind: Kind = Kind.BOOLEAN


@dataclass(frozen=True, eq=False, slots=True)
class Comparison:
    """left < right and so on; false where a side is missing, also for !=."""

    operator: str
    left: Row
    right: Row
    kind: Kind = Kind.BOOLEAN


@dataclass(frozen=True, eq=False, slots=True)
class Membership:
    """operand in [values]; false where the operand is missing, also for not in."""

    operand: Row
    values: tuple[Literal, ...]
    negated: bool
    kind: Kind = Kind.BOOLEAN


@dataclass(frozen=True, eq=False, slots=True)
class Junction:
    """All (`and`) or any (`or`) of the operands."""

    operator: str
    operands: tuple[Row, ...]
    kind: Kind = Kind.BOOLEAN


@dataclass(frozen=True, eq=False, slots=True)
class Negation:
    """not operand; a comparison with no data is false, so its negation is true."""

    operand: Row
    kind: Kind = Kind.BOOLEAN


Row: TypeAlias = (
    Field | Literal | Moment | RowArithmetic | DaysBetween | Missing | Comparison | Membership | Junction | Negation
)


@dataclass(frozen=True, eq=False, slots=True)
class Aggregation:
    """One reduction over the rows of a table: `value` is None when rows are counted, `parameter` the
    percentile; `condition` is the text of where=, for people."""

    function: str
    table: str
    value: Row | None = None
    where: Row | None = None
    on: str = ""
    parameter: float = 0.0
    condition: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Constant:
    """A number written in the formula."""

    value: float


@dataclass(frozen=True, eq=False, slots=True)
class Arithmetic:
    """left + - * / right of two numbers; no data on a side and division by zero give no data."""

    operator: str
    left: Aggregate
    right: Aggregate


@dataclass(frozen=True, eq=False, slots=True)
class Reference:
    """`kpi.other`: the unrounded value of another KPI in the same scope and period.
    `offset` is where it stands in the formula, counted in characters."""

    kpi: str
    offset: int


@dataclass(frozen=True, eq=False, slots=True)
class Earlier:
    """`previous(x)`: the operand one period earlier."""

    operand: Aggregate


@dataclass(frozen=True, eq=False, slots=True)
class Window:
    """`rolling(x, n)` and, with `periods` None, `year_to_date(x)`: the operand over the rows of several
    periods together, so that a ratio stays sum over sum."""

    operand: Aggregate
    periods: int | None
    offset: int


Aggregate: TypeAlias = Aggregation | Constant | Arithmetic | Reference | Earlier | Window


def aggregate_parts(node: Aggregate) -> tuple[Aggregate, ...]:
    """The aggregates directly below a node."""
    if isinstance(node, Arithmetic):
        return (node.left, node.right)
    return (node.operand,) if isinstance(node, Earlier | Window) else ()


def walk_aggregates(node: Aggregate) -> Iterator[Aggregate]:
    """The node and all aggregates below it, in reading order."""
    yield node
    for part in aggregate_parts(node):
        yield from walk_aggregates(part)


def row_parts(node: Row) -> tuple[Row, ...]:
    """The row-level expressions directly below a node."""
    if isinstance(node, RowArithmetic | Comparison):
        return (node.left, node.right)
    if isinstance(node, DaysBetween):
        return (node.start, node.end)
    if isinstance(node, Missing | Negation | Membership):
        return (node.operand,)
    return node.operands if isinstance(node, Junction) else ()


def walk_rows(node: Row | None) -> Iterator[Row]:
    """The node and all row-level expressions below it; nothing for None."""
    if node is not None:
        yield node
        for part in row_parts(node):
            yield from walk_rows(part)
