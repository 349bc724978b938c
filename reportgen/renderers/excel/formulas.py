"""The formula of a column to the formulas of its cells, so that a reader of the annex can trace each number.

A formula is written only where it gives the number that is printed: with an input missing, or a result
that differs, the cell keeps the number alone.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping, Sequence
from operator import add, mul, neg, pos, sub, truediv
from typing import TypeAlias

_KEY = re.compile(r"\{([^{}]+)\}")
_BINARY: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
    ast.Div: truediv,
}
_UNARY: Mapping[type[ast.unaryop], Callable[[float], float]] = {ast.USub: neg, ast.UAdd: pos}
# Excel and the report divide the same numbers; they may differ in the last of 15 digits.
_CLOSE = 1e-11

_Evaluator: TypeAlias = Callable[[Sequence[float]], float]


class ColumnFormula:
    """An expression over column keys in braces, "{numerator}/{denominator}"; arithmetic only.

    `keys` are the columns it names; an expression that is not arithmetic has none and gives no formula.
    """

    def __init__(self, expression: str) -> None:
        self.keys: tuple[str, ...] = tuple(dict.fromkeys(_KEY.findall(expression)))
        # The text between the keys, and which key follows each piece of it.
        self._pieces = _KEY.split(expression.strip())
        self._order = [self.keys.index(key) for key in self._pieces[1::2]]
        named = _KEY.sub(lambda match: f"_{self.keys.index(match[1])}", expression.strip())
        try:
            self._evaluate: _Evaluator | None = _compiled(ast.parse(named, mode="eval").body)
        except (SyntaxError, KeyError, TypeError, ValueError):
            self._evaluate, self.keys = None, ()

    def text(self, references: Sequence[str], numbers: Sequence[float], printed: float) -> str:
        """The formula over the references of the keys' cells; empty when it would not give `printed`.

        A difference of shares is tried in percentage points too, as its cell holds them.
        """
        if self._evaluate is None or not self.keys:
            return ""
        try:
            result = self._evaluate(numbers)
        except ArithmeticError:
            return ""
        if math.isclose(result, printed, rel_tol=_CLOSE, abs_tol=_CLOSE):
            return self._filled(references)
        if math.isclose(100 * result, printed, rel_tol=_CLOSE, abs_tol=_CLOSE):
            return f"100*({self._filled(references)})"
        return ""

    def _filled(self, references: Sequence[str]) -> str:
        filled = self._pieces[0]
        for key, piece in zip(self._order, self._pieces[2::2], strict=True):
            filled += references[key] + piece
        return filled


def _compiled(node: ast.expr) -> _Evaluator:
    """Arithmetic as nested functions over the numbers of the keys; TypeError or KeyError for anything else."""
    if isinstance(node, ast.Name):
        position = int(node.id.removeprefix("_"))
        return lambda numbers: numbers[position]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        constant = float(node.value)  # type: ignore[arg-type]
        return lambda numbers: constant
    if isinstance(node, ast.BinOp):
        operate, left, right = _BINARY[type(node.op)], _compiled(node.left), _compiled(node.right)
        return lambda numbers: operate(left(numbers), right(numbers))
    if isinstance(node, ast.UnaryOp):
        change, inner = _UNARY[type(node.op)], _compiled(node.operand)
        return lambda numbers: change(inner(numbers))
    raise TypeError(ast.dump(node))
