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
    """`period_start`, `period_end` or `as_of`; `back`: of so many periods before."""

    name: str
    back: int = 0
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


class Following(StrEnum):
    """Which of the people of a log are told apart by when they were there before: those seen for the first time,
    those back after a period away, those away after a period there, those of a first period who are there now, each
    once for every day, and those of the last weeks who were there in several of them."""

    NEW = "new"
    REACTIVATED = "reactivated"
    LAPSED = "lapsed"
    RETAINED = "retained"
    DAILY = "daily"
    RECENT = "recent"
    HABITUAL = "habitual"


@dataclass(frozen=True, eq=False, slots=True)
class Followed:
    """What distinct people are counted of: `after` periods since their first one; in `least` of the last `weeks`."""

    kind: Following
    after: int = 0
    least: int = 0
    weeks: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class Aggregation:
    """One reduction over the rows of a table: `value` is None when rows are counted, `parameter` the
    percentile; `condition` is the text of where=, for people; `among` picks distinct people by their past."""

    function: str
    table: str
    value: Row | None = None
    where: Row | None = None
    on: str = ""
    parameter: float = 0.0
    condition: str = ""
    among: Followed | None = None


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
    """`previous(x, n)`: the operand so many periods earlier."""

    operand: Aggregate
    periods: int = 1


@dataclass(frozen=True, eq=False, slots=True)
class Window:
    """`rolling(x, n)` and, with `periods` None, `year_to_date(x)`: the operand over the rows of several
    periods together, so that a ratio stays sum over sum."""

    operand: Aggregate
    periods: int | None
    offset: int


@dataclass(frozen=True, eq=False, slots=True)
class History:
    """`average(x, n)` and `slope(x, n)`: made of the operand's numbers in the last n periods, of which none may be
    missing."""

    function: str
    operand: Aggregate
    periods: int
    offset: int


@dataclass(frozen=True, eq=False, slots=True)
class Applied:
    """A function of numbers, scope by scope: no number on a side gives no number."""

    function: str
    operands: tuple[Aggregate, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Margin:
    """`margin(x)`: half the width of the 95 % interval of a share of counts."""

    operand: Aggregate
    offset: int


@dataclass(frozen=True, eq=False, slots=True)
class Overall:
    """`overall(x)`: the number of the total, in every scope."""

    operand: Aggregate


@dataclass(frozen=True, eq=False, slots=True)
class Check:
    """A condition of numbers: a comparison of two, or `and`, `or`, `not` of conditions; false with a number missing."""

    operator: str
    operands: tuple[Aggregate, ...]


@dataclass(frozen=True, eq=False, slots=True)
class EntityCount:
    """`entities(c)`: how many entities meet a condition by their own numbers, or have a number."""

    operand: Aggregate


@dataclass(frozen=True, eq=False, slots=True)
class Goal:
    """`target(kpi.x)`, `goal(kpi.x)`, `periods_left(kpi.x)`: what a KPI has as its target, now and in the end."""

    kpi: str
    what: str
    offset: int


@dataclass(frozen=True, eq=False, slots=True)
class PeriodDays:
    """`period_days`: the days of the period up to the cut-off."""


Aggregate: TypeAlias = (
    Aggregation
    | Constant
    | Arithmetic
    | Reference
    | Earlier
    | Window
    | History
    | Applied
    | Margin
    | Overall
    | Check
    | EntityCount
    | Goal
    | PeriodDays
)


def aggregate_parts(node: Aggregate) -> tuple[Aggregate, ...]:
    """The aggregates directly below a node."""
    if isinstance(node, Arithmetic):
        return (node.left, node.right)
    if isinstance(node, Applied | Check):
        return node.operands
    return (node.operand,) if isinstance(node, Earlier | Window | History | Margin | Overall | EntityCount) else ()


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
