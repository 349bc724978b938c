"""Which table an aggregation reduces: the one that has every column named in its arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from reportgen.rules.formulas.names import MOMENTS, Vocabulary, suggestion
from reportgen.rules.formulas.reader import Findings
from reportgen.rules.formulas.rows import resolve_qualified


def table_of(findings: Findings, names: Vocabulary, arguments: Sequence[ast.expr]) -> str | None:
    """The table of the arguments' columns; None with a problem when there is none or more than one."""
    first = arguments[0]
    if isinstance(first, ast.Name) and first.id in names.tables:
        return first.id
    mentions = sorted(_mentions(arguments), key=lambda node: node.col_offset)
    before = len(findings.problems)
    for node in mentions:
        _check_mention(findings, names, node)
    if len(findings.problems) > before:
        return None
    if not mentions:
        _no_column(findings, first)
        return None
    fitting = [table for table in names.tables if all(_has(names, table, node, joined=False) for node in mentions)]
    if not fitting:
        fitting = [table for table in names.tables if all(_has(names, table, node, joined=True) for node in mentions)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        _ambiguous(findings, first, fitting)
    else:
        _several_tables(findings, names, mentions)
    return None


def _mentions(arguments: Sequence[ast.expr]) -> Iterator[ast.Name | ast.Attribute]:
    """The columns as they are written: `column` or `table.column`."""
    for argument in arguments:
        nodes = list(ast.walk(argument))
        called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        owners = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
        for node in nodes:
            lone = isinstance(node, ast.Name) and id(node) not in called | owners and node.id not in MOMENTS
            if lone or (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
                assert isinstance(node, ast.Name | ast.Attribute)
                yield node


def _has(names: Vocabulary, table: str, node: ast.Name | ast.Attribute, joined: bool) -> bool:
    if isinstance(node, ast.Name):
        return node.id in names.tables[table].columns or (joined and names.joined(table, node.id))
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    return owner == table or (joined and owner == names.master and names.joined(table, node.attr))


def _check_mention(findings: Findings, names: Vocabulary, node: ast.Name | ast.Attribute) -> None:
    if isinstance(node, ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        if owner != "kpi":
            resolve_qualified(findings, names, node, owner)
            return
        source = findings.source(node)
        findings.add(
            "formula-level",
            "A KPI is already one number and cannot be aggregated",
            findings.offset(node),
            found=source,
            hint=f"Write {source} alone, or previous(...), rolling(..., 3) or year_to_date(...) of it.",
        )
    elif names.owners(node.id):
        return
    elif node.id in names.tables:
        findings.add(
            "formula-level",
            f'"{node.id}" is a table, not a column',
            findings.offset(node),
            hint=f"Write count({node.id}), or name a column.",
        )
    else:
        columns = [column for table in names.tables.values() for column in table.columns]
        findings.add(
            "formula-unknown-column",
            f'No table has a column "{node.id}"',
            findings.offset(node),
            hint=suggestion(node.id, [*columns, *names.tables]),
        )


def _no_column(findings: Findings, node: ast.expr) -> None:
    findings.add(
        "formula-arguments",
        "The aggregation names no column",
        findings.offset(node),
        found=findings.source(node)[:60],
        hint="Name a column, or write count(table).",
    )


def _ambiguous(findings: Findings, node: ast.expr, fitting: list[str]) -> None:
    written = findings.source(node)[:60]
    example = f", for example {fitting[0]}.{written}" if written.isidentifier() else ""
    findings.add(
        "formula-ambiguous",
        f'"{written}" is in more than one table',
        findings.offset(node),
        found=", ".join(fitting),
        hint=f"Name the table{example}.",
    )


def _several_tables(findings: Findings, names: Vocabulary, mentions: list[ast.Name | ast.Attribute]) -> None:
    first, *others = mentions
    home = [table for table in names.tables if _has(names, table, first, joined=True)]
    stranger = next((node for node in others if not any(_has(names, t, node, joined=True) for t in home)), mentions[-1])
    findings.add(
        "formula-other-table",
        "One aggregation reads the rows of one table",
        findings.offset(stranger),
        found=f"{findings.source(first)} and {findings.source(stranger)}",
        hint="Reduce each table by itself and combine the results, for example sum(a.x) / sum(b.y).",
    )
