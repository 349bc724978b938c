"""The tree of a formula as text again, each column with its table: what `explain` prints of its parts."""

from __future__ import annotations

from reportgen.rules.formulas.syntax import (
    Aggregation,
    Comparison,
    DaysBetween,
    Field,
    Junction,
    Literal,
    Membership,
    Missing,
    Moment,
    Negation,
    Row,
    RowArithmetic,
)


def written(leaf: Aggregation) -> str:
    """A reduction as a formula writes it: "sum(use.active, where=region == 'North')"."""
    parts = [row_text(leaf.value) if leaf.value is not None else leaf.table]
    if leaf.function == "within" and isinstance(leaf.value, DaysBetween):
        parts = [row_text(leaf.value.start), row_text(leaf.value.end)]
    parts += [f"{leaf.parameter:g}"] if leaf.function in ("percentile", "within") else []
    parts += [f"on={leaf.on}"] if leaf.on else []
    parts += [f"where={leaf.condition}"] if leaf.condition else []
    return f"{_name(leaf)}({', '.join(parts)})"


def _name(leaf: Aggregation) -> str:
    """What the rows are reduced by; who is told apart by their past stands before what is counted of them."""
    if leaf.among is not None:
        among = leaf.among
        weeks = f" in {among.least} of {among.weeks} weeks" if among.least else f" in {among.weeks} weeks"
        after = f" after {among.after}" if among.after else ""
        return f"distinct {among.kind.value}{after}{weeks if among.weeks else ''}"
    return "days_within" if leaf.function == "within" else leaf.function


def row_text(row: Row) -> str:
    """An expression over rows; inner parts stand in brackets, so that no rule of precedence has to be known."""
    match row:
        case Field():
            name = f"{row.table}.{row.column}"
            return f"level({name})" if row.level else name
        case Literal():
            return repr(row.value) if isinstance(row.value, str) else f"{row.value:g}"
        case Moment():
            return f"{row.name}({row.back})" if row.back else row.name
        case RowArithmetic() | Comparison():
            return f"{_inner(row.left)} {row.operator} {_inner(row.right)}"
        case DaysBetween():
            return f"days({row_text(row.start)}, {row_text(row.end)})"
        case Missing():
            return f"missing({row_text(row.operand)})"
        case Membership():
            values = ", ".join(row_text(value) for value in row.values)
            return f"{_inner(row.operand)} {'not in' if row.negated else 'in'} [{values}]"
        case Junction():
            return f" {row.operator} ".join(_inner(part) for part in row.operands)
        case Negation():
            return f"not {_inner(row.operand)}"


def _inner(row: Row) -> str:
    text = row_text(row)
    return f"({text})" if isinstance(row, RowArithmetic | Comparison | Membership | Junction | Negation) else text
