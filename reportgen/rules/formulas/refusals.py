"""What formulas share with Python and what they do not: operators, written values, and the answers to the rest."""

from __future__ import annotations

import ast

from reportgen.rules.formulas.names import FUNCTIONS, suggestion
from reportgen.rules.formulas.reader import Findings
from reportgen.rules.formulas.syntax import Kind, Literal

OPERATORS: dict[type[ast.AST], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
REFUSED: dict[type[ast.AST], str] = {
    ast.Pow: "**",
    ast.Mod: "%",
    ast.FloorDiv: "//",
    ast.MatMult: "@",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
}
# Beyond 15 digits Excel and a float no longer hold a whole number.
_LARGEST = 1e15


def read_literal(findings: Findings, node: ast.Constant) -> Literal | None:
    """A written number, text or True/False; None with a problem for anything else."""
    value = node.value
    if isinstance(value, bool):
        return Literal(value, Kind.BOOLEAN)
    if isinstance(value, str):
        return Literal(value, Kind.TEXT)
    if isinstance(value, int | float) and abs(value) <= _LARGEST:
        return Literal(float(value), Kind.NUMBER)
    findings.add(
        "formula-literal",
        "A written value cannot be used",
        findings.offset(node),
        found=findings.source(node)[:40],
        expected=f"a number up to {_LARGEST:.0e}, text in quotation marks, True or False",
        hint="Write missing(x) to ask for empty cells." if value is None else "",
    )
    return None


def refuse_operator(findings: Findings, node: ast.BinOp) -> None:
    """A problem for an operator that is not one of + - * /."""
    symbol = REFUSED.get(type(node.op), "this operator")
    findings.add(
        "formula-refused",
        f"{symbol} is not part of a formula",
        findings.offset(node),
        found=findings.source(node)[:60],
        expected="+ - * /",
        hint="Write and, or between conditions." if symbol in "&|" else "",
    )


def refuse_call(findings: Findings, node: ast.Call) -> None:
    """A problem for a function that does not exist."""
    written = findings.source(node.func)[:40]
    findings.add(
        "formula-unknown-function",
        f'There is no function "{written}"',
        findings.offset(node),
        hint=suggestion(written, FUNCTIONS),
    )


def refuse_syntax(findings: Findings, node: ast.AST) -> None:
    """A problem for a form of Python that formulas do not have."""
    findings.add(
        "formula-refused",
        "This form is not part of a formula",
        findings.offset(node),
        found=findings.source(node)[:60],
        hint="Formulas have + - * /, comparisons, and, or, not, in [...], and the functions of the documentation.",
    )
