"""Which rows an aggregation reduces: its table, the condition of where=, the date of on=; and numbers as they are
written among its arguments."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reportgen.rules.formulas.names import Vocabulary, suggestion
from reportgen.rules.formulas.owner import table_of
from reportgen.rules.formulas.reader import Findings
from reportgen.rules.formulas.rows import RowReader
from reportgen.rules.formulas.syntax import Kind, Row


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of an aggregation: `condition` is the text of where=, `sound` false where one of its parts has problems
    that are told already."""

    rows: RowReader
    where: Row | None
    on: str
    condition: str
    sound: bool

    @property
    def table(self) -> str:
        return self.rows.table


def source_of(findings: Findings, names: Vocabulary, node: ast.Call, columns: Sequence[ast.expr]) -> Source | None:
    """The rows of the table that has the columns; None when there is no such table."""
    table = table_of(findings, names, columns)
    if table is None:
        return None
    options = {keyword.arg: keyword.value for keyword in node.keywords}
    rows = RowReader(findings, names, table)
    where = rows.condition(options["where"]) if "where" in options else None
    condition = findings.source(options["where"]) if "where" in options else ""
    on = _placing_date(findings, names, options["on"], table) if "on" in options else ""
    sound = on is not None and ("where" not in options or where is not None)
    return Source(rows, where, on or "", condition, sound)


def refused_options(findings: Findings, node: ast.Call, name: str, known: Collection[str]) -> bool:
    """Tell the options that a function does not have; true when there are any."""
    refused = [keyword for keyword in node.keywords if keyword.arg not in known]
    expected = f"{', '.join(f'{option}=' for option in [*known][:-1])} and {[*known][-1]}=" if known else "no option"
    for keyword in refused:
        findings.add(
            "formula-arguments",
            f'{name}() has no option "{keyword.arg or "**"}"',
            findings.offset(keyword),
            expected=expected,
        )
    return bool(refused)


def wrong_arguments(findings: Findings, node: ast.Call, name: str, expected: str) -> None:
    """A problem for a function that is called with too few or too many values."""
    findings.add(
        "formula-arguments",
        f"{name}() is called with the wrong arguments",
        findings.offset(node),
        found=findings.source(node)[:60],
        expected=expected,
    )


def whole_number(findings: Findings, node: ast.expr, least: int, most: int, what: str = "periods") -> int | None:
    """A whole number as it is written; None with a problem for anything else."""
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    findings.add(
        "formula-arguments",
        f"The number of {what} is written as a whole number",
        findings.offset(node),
        found=findings.source(node)[:40],
        expected=f"{least} to {most}",
    )
    return None


def percentage(findings: Findings, node: ast.expr) -> float | None:
    """A percentile as it is written, 0 to 100; None with a problem for anything else."""
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100:
        return float(value)
    findings.add(
        "formula-arguments",
        "The percentile is written as a number",
        findings.offset(node),
        found=findings.source(node)[:40],
        expected="0 to 100",
    )
    return None


def _placing_date(findings: Findings, names: Vocabulary, node: ast.expr, table: str) -> str | None:
    time = names.tables[table].time
    if time != "events":
        findings.add(
            "formula-on",
            "on= places rows of tables with time: events only",
            findings.offset(node),
            found=f'table "{table}" with time: {time}',
            hint="Leave on= away: the table's own date places its rows.",
        )
        return None
    column = RowReader(findings, names, table).read(node)
    if column is None:
        return None
    name = getattr(column, "column", "")
    if column.kind is Kind.DATE and name and not getattr(column, "joined", False):
        return str(name)
    findings.add(
        "formula-on",
        "on= takes a date column",
        findings.offset(node),
        found=findings.source(node)[:60],
        hint=suggestion("", [c for c, kind in names.tables[table].columns.items() if kind is Kind.DATE]),
    )
    return None
