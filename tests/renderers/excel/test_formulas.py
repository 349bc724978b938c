"""Formulas of columns become formulas of cells only where they give the printed number."""

from __future__ import annotations

import pytest

from reportgen.renderers.excel.formulas import ColumnFormula


@pytest.mark.parametrize(
    ("expression", "numbers", "printed", "formula"),
    [
        ("{a}/{b}", (1.0, 4.0), 0.25, "A5/B5"),
        ("({a}-{b})*100", (0.5, 0.4), 10.0, "(A5-B5)*100"),
        ("{a}-{b}", (0.5, 0.4), 10.0, "100*(A5-B5)"),
        ("-{a}+2*{b}", (1.0, 4.0), 7.0, "-A5+2*B5"),
        ("{a}/{a}", (3.0, 4.0), 1.0, "A5/A5"),
        ("{a}/{b}", (1.0, 4.0), 0.3, ""),
        ("{a}/{b}", (1.0, 0.0), 0.0, ""),
    ],
)
def test_a_formula_is_written_when_it_gives_the_printed_number(
    expression: str, numbers: tuple[float, float], printed: float, formula: str
) -> None:
    assert ColumnFormula(expression).text(("A5", "B5"), numbers, printed) == formula


@pytest.mark.parametrize("expression", ["", "1+1", "cmd|{a}", "{a}.real", "f({a})", "'{a}'", "{a}**{b}", "{a}<{b}"])
def test_what_is_not_arithmetic_over_columns_gives_no_formula(expression: str) -> None:
    assert ColumnFormula(expression).text(("A5", "B5"), (1.0, 1.0), 1.0) == ""
