"""Aggregate expressions: formula text -> a checked tree, or every problem with its place in the formula."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from reportgen.errors import Problem
from reportgen.locations import Passage
from reportgen.rules.formulas.methods import MethodReader
from reportgen.rules.formulas.names import (
    AGGREGATIONS,
    METHODS,
    MOMENTS,
    PERIOD_DAYS,
    ROW_FUNCTIONS,
    WINDOWS,
    Vocabulary,
    suggestion,
)
from reportgen.rules.formulas.reader import MAX_WINDOW, Findings, read_expression
from reportgen.rules.formulas.refusals import OPERATORS, read_literal, refuse_call, refuse_operator, refuse_syntax
from reportgen.rules.formulas.rows import RowReader, resolve_qualified
from reportgen.rules.formulas.sources import percentage, refused_options, source_of, whole_number, wrong_arguments
from reportgen.rules.formulas.syntax import (
    Aggregate,
    Aggregation,
    Arithmetic,
    Constant,
    Earlier,
    Goal,
    Kind,
    PeriodDays,
    Reference,
    Row,
    RowArithmetic,
    Window,
    walk_aggregates,
)

_NOWHERE = Passage("", ((0, 0, 0),))


def compile_formula(
    text: str, names: Vocabulary, passage: Passage = _NOWHERE
) -> tuple[Aggregate | None, list[Problem]]:
    """The formula as a tree whose names are all known, and what is wrong with it (then the tree is None).

    `passage` is where the formula stands in the project file.
    """
    findings = Findings(text, passage)
    expression = read_expression(findings)
    if expression is None:
        return None, findings.problems
    tree = _Reader(findings, names).read(expression)
    if tree is not None and not findings.problems and not _uses_data(tree):
        findings.add(
            "formula-constant",
            "The formula uses no data",
            0,
            found=findings.source(expression)[:60],
            hint="A fixed number to compare with belongs under target:.",
        )
    return (None if findings.problems else tree), findings.problems


def _uses_data(tree: Aggregate) -> bool:
    return any(isinstance(node, Aggregation | Goal | Reference) for node in walk_aggregates(tree))


@dataclass(frozen=True, slots=True)
class _Reader:
    findings: Findings
    names: Vocabulary

    def read(self, node: ast.expr) -> Aggregate | None:
        """The node as one number per scope; None when it has problems, which are added to the findings."""
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.BinOp):
            return self._arithmetic(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            operand = self.read(node.operand)
            if operand is None or isinstance(node.op, ast.UAdd):
                return operand
            if isinstance(operand, Constant):
                return Constant(-operand.value)
            return Arithmetic("*", Constant(-1.0), operand)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return self._attribute(node, node.value.id)
        if isinstance(node, ast.Name) and node.id == PERIOD_DAYS and not self.names.owners(node.id):
            return PeriodDays()
        if isinstance(node, ast.Name):
            self._lone_name(node)
        elif isinstance(node, ast.Compare | ast.BoolOp | ast.UnaryOp):
            self.findings.add(
                "formula-level",
                "A condition stands where a number is needed",
                self._at(node),
                found=self.findings.source(node)[:60],
                hint="Conditions go into where=, for example count(table, where=state == 'done').",
            )
        else:
            refuse_syntax(self.findings, node)
        return None

    def _at(self, node: ast.AST) -> int:
        return self.findings.offset(node)

    def _constant(self, node: ast.Constant) -> Aggregate | None:
        literal = read_literal(self.findings, node)
        if literal is None:
            return None
        if literal.kind is Kind.NUMBER:
            return Constant(float(literal.value))
        self.findings.add(
            "formula-kind", "A number is needed here", self._at(node), found=self.findings.source(node)[:60]
        )
        return None

    def _arithmetic(self, node: ast.BinOp) -> Aggregate | None:
        operator = OPERATORS.get(type(node.op))
        if operator is None:
            refuse_operator(self.findings, node)
            return None
        left, right = self.read(node.left), self.read(node.right)
        if operator == "/" and isinstance(right, Constant) and right.value == 0:
            self.findings.add("formula-zero", "A formula cannot divide by zero", self._at(node.right), found="0")
        return None if left is None or right is None else Arithmetic(operator, left, right)

    def _attribute(self, node: ast.Attribute, owner: str) -> Aggregate | None:
        if owner == "kpi":
            if node.attr in self.names.kpis:
                return Reference(node.attr, self._at(node))
            self.findings.add(
                "formula-unknown-kpi",
                f'There is no KPI "{node.attr}"',
                self._at(node) + len("kpi."),
                hint=suggestion(node.attr, self.names.kpis),
            )
            return None
        if resolve_qualified(self.findings, self.names, node, owner) is not None:
            self._row_level(node)
        return None

    def _lone_name(self, node: ast.Name) -> None:
        name = node.id
        if self.names.owners(name):
            self._row_level(node)
        elif name in self.names.tables:
            self.findings.add(
                "formula-level",
                f'"{name}" is a table, not a number',
                self._at(node),
                hint=f"Write count({name}) for the number of its rows.",
            )
        elif name in self.names.kpis:
            self.findings.add(
                "formula-unknown-name",
                f'There is no column "{name}"',
                self._at(node),
                hint=f"For the KPI write kpi.{name}.",
            )
        elif name in MOMENTS:
            self.findings.add(
                "formula-kind", f"{name} is a date, a number is needed here", self._at(node), hint="Use it in where=."
            )
        else:
            columns = [column for table in self.names.tables.values() for column in table.columns]
            hint = suggestion(name, [*columns, *self.names.tables]) if columns else ""
            self.findings.add("formula-unknown-column", f'No table has a column "{name}"', self._at(node), hint=hint)

    def _row_level(self, node: ast.expr) -> None:
        source = self.findings.source(node)
        self.findings.add(
            "formula-level",
            "A column has a value for every row, one number is needed here",
            self._at(node),
            found=source[:60],
            hint=f"Say how the rows become one number, for example sum({source}) or mean({source})."[:200],
        )

    def _call(self, node: ast.Call) -> Aggregate | None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in WINDOWS:
            return self._window(node, name)
        if name in AGGREGATIONS:
            return self._aggregation(node, name)
        if name in METHODS:
            return MethodReader(self.findings, self.names, self.read).read(node, name)
        if name in ROW_FUNCTIONS:
            source = self.findings.source(node)
            self.findings.add(
                "formula-level",
                f"{name}() gives a value for every row, one number is needed here",
                self._at(node),
                found=source[:60],
                hint={
                    "days": f"Reduce it, for example median({source}).",
                    "level": f"Reduce it, for example sum({source}).",
                    "missing": f"Count the rows, for example count(table, where={source}).",
                }[name][:200],
            )
        else:
            refuse_call(self.findings, node)
        return None

    def _window(self, node: ast.Call, name: str) -> Aggregate | None:
        fewest, most = {"previous": (1, 2), "rolling": (2, 2)}.get(name, (1, 1))
        if not fewest <= len(node.args) <= most or node.keywords:
            expected = {"previous": "previous(x) or previous(x, 12)", "rolling": "rolling(x, 3)"}
            wrong_arguments(self.findings, node, name, expected.get(name, f"{name}(x)"))
            return None
        operand = self.read(node.args[0])
        periods = whole_number(self.findings, node.args[1], 1, MAX_WINDOW) if len(node.args) > 1 else None
        if operand is None or (periods is None and len(node.args) > 1):
            return None
        return Earlier(operand, periods or 1) if name == "previous" else Window(operand, periods, self._at(node))

    def _aggregation(self, node: ast.Call, name: str) -> Aggregate | None:
        needed = 2 if name in ("weighted", "percentile") else 1
        unknown = refused_options(self.findings, node, name, ("where", "on"))
        starred = any(isinstance(argument, ast.Starred) for argument in node.args)
        if len(node.args) != needed or starred:
            expected = {"weighted": "weighted(x, weight)", "percentile": "percentile(x, 90)", "count": "count(table)"}
            wrong_arguments(self.findings, node, name, expected.get(name, f"{name}(column)"))
            return None
        columns = node.args[:1] if name == "percentile" else node.args
        source = source_of(self.findings, self.names, node, columns)
        if source is None or unknown:
            return None
        values = self._values(node, name, source.rows)
        if values is None or not source.sound:
            return None
        value, weight, parameter = values
        table, where, on, condition = source.table, source.where, source.on, source.condition
        if weight is not None and value is not None:
            # As a ratio of two sums, so that a row lacking the value or the weight is left out of both.
            product = RowArithmetic("*", value, weight)
            total = Aggregation("sum", table, product, where, on, 0.0, condition)
            return Arithmetic("/", total, Aggregation("sum", table, weight, where, on, 0.0, condition))
        return Aggregation(name, table, value, where, on, parameter, condition)

    def _values(self, node: ast.Call, name: str, rows: RowReader) -> tuple[Row | None, Row | None, float] | None:
        first = node.args[0]
        if name == "count" and isinstance(first, ast.Name) and first.id in self.names.tables:
            return None, None, 0.0
        if name in ("distinct", "count"):
            value = rows.read(first)
            if value is not None and value.kind is Kind.BOOLEAN:
                self.findings.add(
                    "formula-level",
                    f"{name}() of a condition",
                    self._at(first),
                    found=self.findings.source(first)[:60],
                    hint=f"Write count({rows.table}, where={self.findings.source(first)})."[:200],
                )
                return None
        else:
            value = rows.number(first)
        if value is None:
            return None
        if name == "percentile":
            share = percentage(self.findings, node.args[1])
            return None if share is None else (value, None, share)
        if name == "weighted":
            weight = rows.number(node.args[1])
            return None if weight is None else (value, weight, 0.0)
        return value, None, 0.0
