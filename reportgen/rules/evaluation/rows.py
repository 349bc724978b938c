"""Row-level expressions over placed rows: a node of a formula -> one value per row, missing where there is none.

Numbers and truth values are floats (NaN is missing), dates datetime64 (NaT), texts codes with their labels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reportgen.rules.evaluation.times import Placement, Span, TimedTable
from reportgen.rules.formulas.syntax import (
    Comparison,
    DaysBetween,
    Field,
    Junction,
    Kind,
    Literal,
    Membership,
    Missing,
    Moment,
    Negation,
    Row,
    RowArithmetic,
    walk_rows,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DAY = np.timedelta64(1, "D")
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


@dataclass(frozen=True, eq=False, slots=True)
class Texts:
    """A column of texts: `codes` point into `labels`, -1 is missing."""

    codes: NDArray[np.int64]
    labels: NDArray[Any]

    def at(self, rows: NDArray[np.int64]) -> Texts:
        return Texts(_taken(self.codes, rows, -1), self.labels)

    def code(self, label: str) -> int:
        """The code of a label; -2, which no row has, when it does not occur."""
        found = np.flatnonzero(self.labels == label)
        return int(found[0]) if len(found) else -2

    def words(self) -> NDArray[Any]:
        words: NDArray[Any] = np.array([*self.labels, None], dtype=object)
        return words[self.codes]


class Columns:
    """The columns of all tables as arrays, each converted once."""

    def __init__(self, tables: Mapping[str, TimedTable]) -> None:
        self.tables = tables
        self._known: dict[tuple[str, str], Any] = {}
        self._read: dict[tuple[str, Row, Placement, Span | None], Any] = {}
        self._moving: dict[Row, bool] = {}

    def read(self, how: str, node: Row, placement: Placement, span: Span, make: Callable[[Row], Any]) -> Any:
        """What a node gives over the rows of a placement; what is the same in every span is made once for all."""
        key = (how, node, placement, span if self.moves(node) else None)
        if key not in self._read:
            self._read[key] = make(node)
        return self._read[key]

    def moves(self, node: Row) -> bool:
        """True when a node asks for a day of the span, and may give something else for the same rows."""
        if node not in self._moving:
            self._moving[node] = any(isinstance(part, Moment) for part in walk_rows(node))
        return self._moving[node]

    def column(self, table: str, name: str, kind: Kind) -> Any:
        """A whole column: floats, datetime64 or Texts."""
        key = (table, name)
        if key not in self._known:
            self._known[key] = _array(self.tables[table].table.frame[name], kind)
        return self._known[key]

    def master_column(self, table: str, name: str, kind: Kind, entities: NDArray[np.int64]) -> Any:
        """A column of the entity master for each row, by the position of the row's entity."""
        master = self.tables[table]
        owned = master.entities
        assert owned is not None
        size = int(max(owned.max(initial=-1), entities.max(initial=-1))) + 1
        place = np.full(size + 1, -1, np.int64)
        # The last row of an entity wins, as in the master.
        place[owned[owned >= 0]] = np.flatnonzero(owned >= 0)
        return _take(self.column(table, name, kind), place[entities])


@dataclass(frozen=True, slots=True)
class RowValues:
    """Evaluates row-level nodes over the rows of one placement."""

    columns: Columns
    timed: TimedTable
    placement: Placement
    span: Span

    def numbers(self, node: Row) -> NDArray[np.float64]:
        """The node's numbers, NaN where missing."""
        numbers: NDArray[np.float64] = self.columns.read("numbers", node, self.placement, self.span, self._numbers)
        return numbers

    def _numbers(self, node: Row) -> NDArray[np.float64]:
        values = self.of(node)
        full = np.broadcast_to(np.asarray(values, dtype=np.float64), (len(self.placement),))
        endless = np.isinf(full)
        return np.where(endless, np.nan, full) if endless.any() else full

    def truth(self, node: Row) -> NDArray[np.bool_]:
        """Where a condition holds."""
        held: NDArray[np.bool_] = self.columns.read("truth", node, self.placement, self.span, self._truth)
        return held

    def _truth(self, node: Row) -> NDArray[np.bool_]:
        values = np.asarray(self.of(node))
        held = values if values.dtype == np.bool_ else values == 1
        return np.broadcast_to(held.astype(np.bool_), (len(self.placement),))

    def present(self, node: Row) -> NDArray[np.bool_]:
        """Where there is a value."""
        return np.broadcast_to(~_missing(self.of(node)), (len(self.placement),))

    def of(self, node: Row) -> Any:
        """The node's values: an array, Texts, or one value for all rows."""
        match node:
            case Field():
                return self._field(node)
            case Literal():
                return np.datetime64(str(node.value), "ns") if node.kind is Kind.DATE else node.value
            case Moment():
                return np.datetime64(self._moment(node.name, node.back), "ns")
            case RowArithmetic():
                return _calculate(node.operator, self.of(node.left), self.of(node.right))
            case DaysBetween():
                start, end = self._dates(node.start, node.end)
                return (end - start) / _DAY
            case Missing():
                return _missing(self.of(node.operand))
            case Comparison():
                return self._compare(node)
            case Membership():
                return self._member(node)
            case Junction():
                join = np.logical_and if node.operator == "and" else np.logical_or
                held = self.truth(node.operands[0])
                for operand in node.operands[1:]:
                    held = join(held, self.truth(operand))
                return held
            case Negation():
                return ~self.truth(node.operand)

    def _moment(self, name: str, back: int) -> date:
        if back:
            return self.span.first.shift(-back).start if name == "period_start" else self.span.last.shift(-back).end
        return {
            "period_start": self.span.first.start,
            # What happened after the cut-off is not known yet.
            "period_end": min(self.span.last.end, self.span.as_of),
            "as_of": self.span.as_of,
        }[name]

    def dates(self, node: Row) -> NDArray[Any]:
        """The node's dates, NaT where missing."""
        return np.broadcast_to(np.asarray(self.of(node), "datetime64[ns]"), (len(self.placement),))

    def _field(self, node: Field) -> Any:
        if node.joined:
            entities = self.timed.entities
            assert entities is not None
            return self.columns.master_column(node.table, node.column, node.kind, entities[self.placement.shown])
        column = self.columns.column(node.table, node.column, node.kind)
        before = self.placement.before
        if before is None:
            return column if self.placement.whole else _take(column, self.placement.rows)
        if node.kind is not Kind.NUMBER:
            return _take(column, self.placement.shown)
        now = _take(column, self.placement.rows)
        if node.level:
            return now
        if self.placement.no_increase:
            return np.full(len(self.placement), np.nan)
        # No row in a snapshot counts as 0 there, an empty cell is missing.
        reading = np.where(self.placement.rows >= 0, now, 0.0)
        return reading - np.where(before >= 0, _take(column, before), 0.0)

    def _dates(self, left: Row, right: Row) -> tuple[Any, Any]:
        """Two dates to compare: beside a whole day, such as period_end, the time of day does not count."""
        if any(isinstance(node, Moment | Literal) for node in (left, right)):
            first, second = (
                self.columns.read("days", node, self.placement, self.span, self._days) for node in (left, right)
            )
            return first, second
        return self.of(left), self.of(right)

    def _days(self, node: Row) -> Any:
        return self.of(node).astype("datetime64[D]")

    def _compare(self, node: Comparison) -> Any:
        if node.left.kind is Kind.DATE:
            left, right = self._dates(node.left, node.right)
        else:
            left, right = self.of(node.left), self.of(node.right)
        if node.left.kind is Kind.TEXT:
            return _compare_texts(node.operator, left, right)
        held = COMPARE[node.operator](left, right)
        return held & ~(_missing(left) | _missing(right)) if node.operator == "!=" else held

    def _member(self, node: Membership) -> Any:
        operand = self.of(node.operand)
        if isinstance(operand, Texts):
            held = np.isin(operand.codes, [operand.code(str(literal.value)) for literal in node.values])
        elif node.operand.kind is Kind.DATE:
            days = [np.datetime64(str(literal.value), "D") for literal in node.values]
            held = np.isin(np.asarray(operand).astype("datetime64[D]"), days)
        elif isinstance(operand, str):
            held = np.asarray(operand in [literal.value for literal in node.values])
        else:
            held = np.isin(np.asarray(operand, np.float64), [float(literal.value) for literal in node.values])
        return ~held & ~_missing(operand) if node.negated else held


def _array(column: pd.Series, kind: Kind) -> Any:
    if kind is Kind.DATE:
        return column.to_numpy(dtype="datetime64[ns]")
    if kind is Kind.TEXT:
        categories = column.astype("category").cat
        labels = categories.categories.astype(object).to_numpy()
        return Texts(categories.codes.to_numpy().astype(np.int64), labels)
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def _take(column: Any, rows: NDArray[np.int64]) -> Any:
    """The values at the positions; missing at -1."""
    if isinstance(column, Texts):
        return column.at(rows)
    return _taken(column, rows, np.datetime64("NaT") if column.dtype.kind == "M" else np.nan)


def _taken(column: NDArray[Any], rows: NDArray[np.int64], missing: Any) -> NDArray[Any]:
    if not len(column):
        return np.full(len(rows), missing, column.dtype)
    taken: NDArray[Any] = column[rows]
    absent = rows < 0
    if absent.any():
        taken[absent] = missing
    return taken


def _missing(values: Any) -> NDArray[np.bool_]:
    if isinstance(values, Texts):
        absent: NDArray[np.bool_] = values.codes < 0
        return absent
    array: NDArray[Any] = np.asarray(values)
    if array.dtype.kind not in "Mf":
        return np.zeros(array.shape, np.bool_)
    # Only NaN and NaT differ from themselves.
    missing: NDArray[np.bool_] = array != array
    return missing


def _calculate(operator: str, left: Any, right: Any) -> Any:
    left, right = np.asarray(left, np.float64), np.asarray(right, np.float64)
    with np.errstate(all="ignore"):
        if operator == "+":
            return left + right
        if operator == "-":
            return left - right
        if operator == "*":
            return left * right
        return np.where(right == 0, np.nan, left / np.where(right == 0, np.nan, right))


def _compare_texts(operator: str, left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, Texts):
        left, right = right, left
    if isinstance(left, Texts) and isinstance(right, str):
        held = left.codes == left.code(right)
    else:
        words = [side.words() if isinstance(side, Texts) else np.asarray(side, dtype=object) for side in (left, right)]
        held = np.asarray(words[0] == words[1])
    known = ~(_missing(left) | _missing(right))
    return (held if operator == "==" else ~held) & known
