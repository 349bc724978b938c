"""Problems and reports as text for a terminal or a log.

Colour only where the terminal wants it (`NO_COLOR`, no colour in pipes); every word stands without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import Problem, Severity
from reportgen.faces.catalogue import tasks

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from reportgen.content.report import Report

# The columns of the KPI table, and which of them hold numbers.
_HEADINGS = (("KPI", False), ("value", True), ("target", True), ("previous", True), ("status", False), ("id", False))
# Columns of a terminal that names and figures need beside the ids.
_FIGURES = 60
# Alike problems beyond this many are counted, not listed, on a terminal; JSON, the page and the marked copies have all.
_MOST = 20
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}


def print_tasks(problems: Iterable[Problem], console: Console) -> None:
    """The problems grouped by what to do, each with its place; within the width of a terminal, in a pipe by line."""
    from rich.text import Text

    found = tasks(problems)
    for (severity, title), group in groupby(found, key=lambda task: (task.severity, task.title)):
        style = _STYLES[severity]
        console.print(Text.assemble((f"{severity.value.upper()}: {title}", style)), highlight=False)
        for task in group:
            shown = task.problems[:_MOST] if console.is_terminal else task.problems
            for problem in shown:
                _print_one(problem, console)
            if len(shown) < len(task.problems):
                console.print(f"  + {len(task.problems) - len(shown)} more of the kind {task.code}", highlight=False)
        console.print()
    listed = [problem for task in found for problem in task.problems]
    if listed:
        console.print(tally(listed), highlight=False)


def print_done(label: str, files: Sequence[Path], problems: Iterable[Problem], console: Console) -> None:
    """The last line of a build: what the documents are of, where they lie, and whether to look at something first."""
    warned = any(problem.severity is not Severity.NOTICE for problem in problems)
    names = [file.name for file in files if file.suffix != ".json"]
    said = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + "".join(names[-1:])
    look = " Look at the warnings above before you pass them on." if warned else ""
    folder = files[0].parent if files else ""
    console.print(f"{label}: {said} in {folder}.{look}", highlight=False, markup=False)


def _print_one(problem: Problem, console: Console) -> None:
    """Place and message, then found, expected and what to do below, indented."""
    from rich.padding import Padding
    from rich.text import Text

    field = f" ({problem.field})" if problem.field else ""
    lines = [Text.assemble((f"{problem.location}{field}: ", "bold"), f"{problem.message}.")]
    details = [f"found {problem.found}"] if problem.found else []
    details += [f"expected {problem.expected}"] if problem.expected else []
    if details:
        lines.append(Text("  " + ", ".join(details)))
    if problem.hint:
        lines.append(Text(f"  -> {problem.hint}"))
    for line in lines:
        if console.is_terminal:
            console.print(Padding(line, (0, 0, 0, 2)), highlight=False, soft_wrap=False)
        else:
            console.print(Text("  ") + line, highlight=False, soft_wrap=True)


def tally(problems: Iterable[Problem]) -> str:
    """How many there are of each severity, such as "2 errors, 1 notice"."""
    held = [problem.severity for problem in problems]
    counts = [(held.count(severity), severity.value) for severity in Severity]
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts if count)


def print_report(report: Report, console: Console) -> None:
    """The KPIs of a report as a table."""
    from rich.table import Table
    from rich.text import Text

    from reportgen.locales import locale_for

    locale = locale_for(report.language, report.number_style)
    table = Table(title=_plain(_heading(report)), title_justify="left", box=None)
    roomy = console.width >= _FIGURES + max((len(kpi.id) for kpi in report.kpis), default=0)
    for heading, right in _HEADINGS:
        # Where the terminal is narrow all texts break, else rich drops the names to keep the rest whole.
        whole = right or (heading != "KPI" and roomy)
        table.add_column(heading, justify="right" if right else "left", no_wrap=whole, overflow="fold")
    for kpi in report.kpis:
        values = (locale.text(value) for value in (kpi.value, kpi.target, kpi.previous))
        status = f"{kpi.status.symbol} {locale.text(kpi.status)}".strip()
        cells = (kpi.label, *values, status)
        table.add_row(*map(_plain, cells), Text(kpi.id, style="dim"))
    console.print(table)


def _heading(report: Report) -> str:
    """Title, scope and period."""
    return ", ".join(part for part in (report.title, report.entity, report.period_label or report.period.id) if part)


def _plain(text: str) -> Text:
    """The text as it is: brackets in a label are no markup."""
    from rich.text import Text

    return Text(text)
