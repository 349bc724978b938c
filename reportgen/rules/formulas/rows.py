"""Row-level expressions: Python's syntax tree -> nodes with a kind, all of one table.

Columns of the entity master may be named beside the columns of a table that has an entity; that is
the only join there is.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from datetime import date

from reportgen.rules.formulas.names import FUNCTIONS, MOMENTS, ROW_FUNCTIONS, Vocabulary, suggestion
from reportgen.rules.formulas.reader import MAX_WINDOW, Findings
from reportgen.rules.formulas.refusals import OPERATORS, read_literal, refuse_call, refuse_operator, refuse_syntax
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
)

_COMPARISONS: dict[type[ast.AST], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the row-level expressions of one aggregation over `table`."""

    findings: Findings
    names: Vocabulary
    table: str

    def read(self, node: ast.expr, level: bool = False) -> Row | None:
        """The node as a row-level expression; None when it has problems, which are added to the findings."""
        if isinstance(node, ast.Constant):
            return read_literal(self.findings, node)
        if isinstance(node, ast.Name):
            return self._name(node, level)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, level)
        if isinstance(node, ast.BinOp):
            return self._arithmetic(node)
        if isinstance(node, ast.UnaryOp):
            return self._unary(node)
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.BoolOp):
            operands = [self.condition(value) for value in node.values]
            known = tuple(operand for operand in operands if operand is not None)
            word = "and" if isinstance(node.op, ast.And) else "or"
            return Junction(word, known) if len(known) == len(operands) else None
        if isinstance(node, ast.Call):
            return self._call(node)
        refuse_syntax(self.findings, node)
        return None

    def condition(self, node: ast.expr) -> Row | None:
        """The node as a row-level expression that is true or false."""
        return self._of_kind(node, Kind.BOOLEAN, "a condition such as state == 'done'")

    def number(self, node: ast.expr) -> Row | None:
        """The node as a row-level expression of numbers."""
        return self._of_kind(node, Kind.NUMBER, "numbers")

    def date(self, node: ast.expr) -> Row | None:
        """The node as a row-level expression of dates."""
        return self._of_kind(node, Kind.DATE, "a date")

    def _of_kind(self, node: ast.expr, kind: Kind, expected: str) -> Row | None:
        row = self.read(node)
        if row is None or row.kind is kind:
            return row
        if kind is Kind.NUMBER and row.kind is Kind.BOOLEAN:
            hint = f"To count the rows for which it holds, write count({self.table}, where=...)."
        elif kind is Kind.NUMBER and row.kind is Kind.DATE:
            hint = "Write days(a, b) for the time between two dates."
        else:
            hint = ""
        found = f"{row.kind.value} ({self.findings.source(node)})"
        self.findings.add(
            "formula-kind", "A part of the formula is of the wrong kind", self._at(node), found, expected, hint
        )
        return None

    def _at(self, node: ast.AST) -> int:
        return self.findings.offset(node)

    def _name(self, node: ast.Name, level: bool) -> Row | None:
        name = node.id
        columns = self.names.tables[self.table].columns
        if name in columns:
            return self._field(node, name, level)
        if name in MOMENTS:
            return Moment(name)
        if self.names.joined(self.table, name):
            return Field(self.names.master, name, self.names.tables[self.names.master].columns[name], joined=True)
        if name in self.names.tables:
            self.findings.add(
                "formula-level",
                f'"{name}" is a table, not a column',
                self._at(node),
                hint=f"Name a column, such as {name}.{next(iter(self.names.tables[name].columns), 'column')}.",
            )
            return None
        elsewhere = self.names.owners(name)
        if elsewhere:
            self._foreign(node, elsewhere[0], name)
            return None
        self.findings.add(
            "formula-unknown-column",
            f'Table "{self.table}" has no column "{name}"',
            self._at(node),
            hint=suggestion(name, [*columns, *MOMENTS]),
        )
        return None

    def _attribute(self, node: ast.Attribute, level: bool) -> Row | None:
        owner = node.value
        if not isinstance(owner, ast.Name):
            refuse_syntax(self.findings, node)
            return None
        if owner.id == "kpi":
            self._aggregate_inside(node, "the value of a KPI")
            return None
        column = resolve_qualified(self.findings, self.names, node, owner.id)
        if column is None:
            return None
        if owner.id == self.table:
            return self._field(node, column, level)
        if owner.id == self.names.master and self.names.joined(self.table, column):
            return Field(owner.id, column, self.names.tables[owner.id].columns[column], joined=True)
        self._foreign(node, owner.id, column)
        return None

    def _field(self, node: ast.expr, column: str, level: bool) -> Row | None:
        table = self.names.tables[self.table]
        if level and table.time != "cumulative":
            self.findings.add(
                "formula-level-time",
                "level() is for counters",
                self._at(node),
                found=f'table "{self.table}" with time: {table.time}',
                expected="a table with time: cumulative",
                hint=f"Write {self.findings.source(node)} alone.",
            )
            return None
        return Field(self.table, column, table.columns[column], level=level)

    def _foreign(self, node: ast.expr, table: str, column: str) -> None:
        master = f" or of the entity table {self.names.master}" if self.names.master else ""
        self.findings.add(
            "formula-other-table",
            f'"{column}" is a column of table "{table}", but these rows are of table "{self.table}"',
            self._at(node),
            expected=f"columns of {self.table}{master}",
            hint="Reduce each table by itself and combine the results, for example sum(a.x) / sum(b.y).",
        )

    def _arithmetic(self, node: ast.BinOp) -> Row | None:
        operator = OPERATORS.get(type(node.op))
        if operator is None:
            refuse_operator(self.findings, node)
            return None
        left, right = self.number(node.left), self.number(node.right)
        return None if left is None or right is None else RowArithmetic(operator, left, right)

    def _unary(self, node: ast.UnaryOp) -> Row | None:
        if isinstance(node.op, ast.Not):
            operand = self.condition(node.operand)
            return None if operand is None else Negation(operand)
        if isinstance(node.op, ast.Invert):
            refuse_syntax(self.findings, node)
            return None
        number = self.number(node.operand)
        if number is None or isinstance(node.op, ast.UAdd):
            return number
        return RowArithmetic("-", Literal(0.0, Kind.NUMBER), number)

    def _comparison(self, node: ast.Compare) -> Row | None:
        sides = [node.left, *node.comparators]
        parts = [
            self._pair(operator, left, right) for operator, left, right in zip(node.ops, sides, sides[1:], strict=False)
        ]
        known = tuple(part for part in parts if part is not None)
        if len(known) < len(parts):
            return None
        return known[0] if len(known) == 1 else Junction("and", known)

    def _pair(self, operator: ast.cmpop, left: ast.expr, right: ast.expr) -> Row | None:
        if isinstance(operator, ast.In | ast.NotIn):
            return self._membership(left, right, isinstance(operator, ast.NotIn))
        symbol = _COMPARISONS.get(type(operator))
        if symbol is None:
            self.findings.add(
                "formula-refused",
                "is and is not are not part of a formula",
                self._at(left),
                hint="Write == or missing(x).",
            )
            return None
        one, other = self.read(left), self.read(right)
        if one is None or other is None:
            return None
        first, second = self._as_date(one, other, left), self._as_date(other, one, right)
        if first is None or second is None:
            return None
        return self._compared(symbol, first, second, left)

    def _compared(self, symbol: str, one: Row, other: Row, node: ast.expr) -> Row | None:
        if one.kind is not other.kind:
            hint = ""
            if {one.kind, other.kind} == {Kind.NUMBER, Kind.TEXT}:
                hint = "Put the value in quotation marks, or declare the column as a number."
            self.findings.add(
                "formula-kind",
                "Only values of one kind can be compared",
                self._at(node),
                found=f"{one.kind.value} {symbol} {other.kind.value}",
                hint=hint,
            )
            return None
        if symbol not in ("==", "!=") and one.kind in (Kind.TEXT, Kind.BOOLEAN):
            self.findings.add(
                "formula-kind",
                f"A {one.kind.value} has no order",
                self._at(node),
                found=symbol,
                expected="==, != or in [...]",
            )
            return None
        return Comparison(symbol, one, other)

    def _as_date(self, row: Row, other: Row, node: ast.expr) -> Row | None:
        if not (isinstance(row, Literal) and row.kind is Kind.TEXT and other.kind is Kind.DATE):
            return row
        try:
            return Literal(date.fromisoformat(str(row.value)).isoformat(), Kind.DATE)
        except ValueError:
            self.findings.add(
                "formula-date", "A date is not readable", self._at(node), repr(row.value), "a date such as '2026-10-31'"
            )
            return None

    def _membership(self, left: ast.expr, right: ast.expr, negated: bool) -> Row | None:
        operand = self.read(left)
        if not isinstance(right, ast.List | ast.Tuple) or not right.elts:
            self.findings.add(
                "formula-list",
                "After in stands a list",
                self._at(right),
                found=self.findings.source(right),
                expected="for example ['OPEN', 'CLOSED']",
            )
            return None
        values: list[Literal] = []
        for element in right.elts:
            literal = read_literal(self.findings, element) if isinstance(element, ast.Constant) else None
            if literal is None:
                if not isinstance(element, ast.Constant):
                    self.findings.add(
                        "formula-list",
                        "A list holds written values only",
                        self._at(element),
                        found=self.findings.source(element),
                        hint="Put text in quotation marks.",
                    )
                return None
            typed = self._as_date(literal, operand, element) if operand is not None else literal
            if typed is None:
                return None
            assert isinstance(typed, Literal)
            if operand is not None and typed.kind is not operand.kind:
                self.findings.add(
                    "formula-kind",
                    "Only values of one kind can be compared",
                    self._at(element),
                    found=f"{operand.kind.value} in a list with {typed.kind.value}",
                )
                return None
            values.append(typed)
        return None if operand is None else Membership(operand, tuple(values), negated)

    def _call(self, node: ast.Call) -> Row | None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in MOMENTS:
            return self._moment(node, name)
        if name in FUNCTIONS and name not in ROW_FUNCTIONS:
            self._aggregate_inside(node, f"{name}() gives one number for all rows")
            return None
        if name not in ROW_FUNCTIONS:
            refuse_call(self.findings, node)
            return None
        needed = 2 if name == "days" else 1
        if len(node.args) != needed or node.keywords:
            self.findings.add(
                "formula-arguments",
                f"{name}() takes {needed} argument{'s' if needed > 1 else ''}",
                self._at(node),
                found=self.findings.source(node),
                expected="days(start, end)" if name == "days" else f"{name}(column)",
            )
            return None
        if name == "level":
            return self._level(node.args[0])
        if name == "missing":
            operand = self.read(node.args[0])
            return None if operand is None else Missing(operand)
        start, end = (self.date(argument) for argument in node.args)
        return None if start is None or end is None else DaysBetween(start, end)

    def _moment(self, node: ast.Call, name: str) -> Row | None:
        """`period_start(3)`: the first day of the period three periods before."""
        value = node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], ast.Constant) else None
        written = name != "as_of" and not node.keywords
        if written and isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_WINDOW:
            return Moment(name, value)
        self.findings.add(
            "formula-arguments",
            f"{name}() is called with the wrong arguments",
            self._at(node),
            found=self.findings.source(node)[:60],
            expected="as_of" if name == "as_of" else f"{name}, or {name}(3) for the period three periods before",
        )
        return None

    def _level(self, argument: ast.expr) -> Row | None:
        if not isinstance(argument, ast.Name | ast.Attribute):
            self.findings.add(
                "formula-arguments",
                "level() takes a column",
                self._at(argument),
                found=self.findings.source(argument),
                expected="level(table.column)",
            )
            return None
        return self.read(argument, level=True)

    def _aggregate_inside(self, node: ast.expr, what: str) -> None:
        self.findings.add(
            "formula-level",
            "A number for the whole scope stands where every row needs its own value",
            self._at(node),
            found=f"{self.findings.source(node)} ({what})",
            expected=f"columns of {self.table}",
            hint="Reduce first and calculate afterwards, outside the brackets of the aggregation.",
        )


def resolve_qualified(findings: Findings, names: Vocabulary, node: ast.Attribute, table: str) -> str | None:
    """The column of `table.column`; None with a problem when the table or the column is unknown."""
    if table not in names.tables:
        known = [*names.tables, "kpi"]
        findings.add(
            "formula-unknown-table",
            f'There is no table "{table}"',
            findings.offset(node),
            hint=suggestion(table, known),
        )
        return None
    columns = names.tables[table].columns
    if node.attr not in columns:
        findings.add(
            "formula-unknown-column",
            f'Table "{table}" has no column "{node.attr}"',
            findings.offset(node) + len(table) + 1,
            hint=suggestion(node.attr, columns),
        )
        return None
    return node.attr
