"""explain NUMBER FILE: every place of a finished document that prints a number, and which fact stands there.

The document itself knows the facts in its texts. What its tables and charts print is known by the project it was
made of, which is looked for in the folders above; without it only the texts are looked through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen.content.charts import Chart, Role
from reportgen.content.report import Report
from reportgen.content.tables import Cell, Column, Table
from reportgen.content.values import Quantity, exact
from reportgen.errors import Problem, ReportgenError, Severity, TemplateError, UsageError
from reportgen.locales import Locale, locale_for
from reportgen.locations import Location
from reportgen.ooxml import PackageError, read_package
from reportgen.operations.inspect_document import written_with
from reportgen.operations.prepare import parse_period, prepare, report_for
from reportgen.renderers.slots import Slot, read_slots

# kpi.active_share@segment=Policy@2026-09.target: the KPI, the group, the period and what of it.
_FACT = re.compile(
    r"kpi\.(?P<kpi>\w+)(?:@(?P<grouping>\w+)=(?P<group>.+?))?(?:@(?P<period>[\dQW-]+))?(?:\.(?P<part>\w+))?"
)

# Series that give a drawing its shape; their numbers are printed by others.
_DRAWN_ONLY = (Role.LOW, Role.HIGH, Role.ROOM)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A printed number: which fact, where, and what stands around it."""

    id: str
    place: str
    context: str


def printed(number: str, document: Path) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The places of a document that print a number, grouped by fact; raises UsageError or TemplateError when the file
    is none that was made here."""
    slots = _slots(document)
    wanted = _bare(number)
    hits = [hit for slot in slots for hit in _in_text(slot, wanted)]
    report, problems = _report_of(document)
    if report is not None:
        locale = locale_for(report.language, report.number_style)
        blocks = {block.id: block for block in report.every_block()}
        for slot in slots:
            block = blocks.get(slot.id)
            if isinstance(block, Table) and slot.kind == "table":
                hits += _in_table(slot, block, wanted, locale)
            elif isinstance(block, Chart) and slot.kind == "chart":
                hits += _in_chart(slot, block, wanted, locale)
    period = report.period.id if report is not None else ""
    return {"number": number, "document": document.name, "facts": list(_grouped(hits, period))}, problems


def _slots(document: Path) -> tuple[Slot, ...]:
    try:
        package = read_package(document.read_bytes(), document.name)
    except OSError as error:
        raise UsageError([_problem("file-missing", f"There is no such file ({error.strerror})", document)]) from error
    except PackageError as error:
        raise TemplateError(error.problems) from error
    slots = read_slots(package)
    if not slots:
        message = "This document was not made by reportgen, or lost what it knew of its numbers"
        hint = "Give a deck.pptx, status.docx or annex.xlsx that build wrote; edited in Office it will do, too."
        raise TemplateError([_problem("not-our-document", message, document, hint)])
    return slots


def _problem(code: str, message: str, document: Path, hint: str = "") -> Problem:
    return Problem(Severity.ERROR, code, message, Location(document.as_posix()), hint=hint)


def _report_of(document: Path) -> tuple[Report | None, tuple[Problem, ...]]:
    """The report that a document prints, computed again; None with a warning where that cannot be done."""
    held = written_with(document)
    folder = next((each for each in document.absolute().parents if (each / "report.yaml").is_file()), None)
    if folder is None or not held.get("period"):
        what = "no manifest.json lies beside it" if folder else "no report.yaml lies in a folder above it"
        return None, (_unknown_tables(document, what),)
    try:
        prepared = prepare(folder, held.get("language") or None, fill=False)
        period = parse_period(prepared.project, str(held["period"])).id
        report, _ = report_for(prepared, period, scope=held.get("entity") or None)
    except ReportgenError as error:
        first = next((problem.message for problem in error.problems), "")
        return None, (_unknown_tables(document, f"its project has errors: {first}"),)
    return report, _changed(document, held, report)


def _unknown_tables(document: Path, why: str) -> Problem:
    message = f"Only the texts of the document were looked through, not its tables and charts: {why}"
    return Problem(Severity.WARNING, "tables-not-searched", message, Location(document.as_posix()))


def _changed(document: Path, held: Any, report: Report) -> tuple[Problem, ...]:
    """That the data are no longer those of the document, so that its tables may print other numbers."""
    then = {entry.get("file"): entry.get("sha256") for entry in held.get("inputs", ()) if isinstance(entry, dict)}
    other = sorted(source.file for source in report.sources if then.get(source.file, source.sha256) != source.sha256)
    if not other:
        return ()
    names = ", ".join(other[:3]) + (f" and {len(other) - 3} more" if len(other) > 3 else "")
    message = f"The data changed since the document was made ({names}); its tables may print other numbers"
    return (Problem(Severity.WARNING, "data-changed-since", message, Location(document.as_posix())),)


def _in_text(slot: Slot, wanted: str) -> Iterator[_Hit]:
    for span in slot.spans:
        if span.id and _bare(slot.text[span.start : span.end]) == wanted:
            around = "" if slot.kind == "number" else _around(slot.text, span.start, span.end)
            yield _Hit(span.id, slot.place, around)


def _around(text: str, start: int, end: int) -> str:
    """The line in which a number stands."""
    return text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0] if end <= len(text) else text


def _in_table(slot: Slot, table: Table, wanted: str, locale: Locale) -> Iterator[_Hit]:
    rows = {row.key: row for row in table.rows}
    for key in slot.rows:
        row = rows.get(key)
        if row is None:
            continue
        for column, cell in zip(table.columns, row.cells, strict=True):
            if column.key in slot.columns and _bare(_text(cell, column, locale)) == wanted:
                id = cell.id if isinstance(cell, Quantity) and cell.id else f"{table.id}[{key}, {column.key}]"
                name = locale.text(row.cells[0]) if row.cells else key
                yield _Hit(id, slot.place, f"{table.title or table.id}: {name}, {column.label}")


def _text(cell: Cell, column: Column, locale: Locale) -> str:
    """The number as the table prints it; other cells print no number."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and column.format is not None:
        return locale.text(replace(column.format, amount=exact(cell)))
    return locale.text(cell) if isinstance(cell, Quantity | int | float) else ""


def _in_chart(slot: Slot, chart: Chart, wanted: str, locale: Locale) -> Iterator[_Hit]:
    keys = chart.keys or chart.categories
    for series in chart.series:
        if series.role in _DRAWN_ONLY:
            continue
        for key, category, value in zip(keys, chart.categories, series.values, strict=False):
            if key in slot.rows and isinstance(value, Quantity) and _bare(locale.text(value)) == wanted:
                id = value.id or f"{chart.id}[{key}, {series.name}]"
                yield _Hit(id, slot.place, f"{chart.title or chart.id}: {category}, {series.name}")


def _grouped(hits: list[_Hit], period: str) -> Iterator[dict[str, Any]]:
    """Each fact once, with its places in the order of the document."""
    for id in dict.fromkeys(hit.id for hit in hits):
        places = dict.fromkeys((hit.place, hit.context) for hit in hits if hit.id == id)
        found = _FACT.fullmatch(id)
        about = {name: text for name, text in found.groupdict().items() if text} if found else {}
        if found and period:
            about.setdefault("period", period)
        yield {"id": id, **about, "places": [{"place": place, "context": context} for place, context in places]}


def _bare(text: str) -> str:
    """A number without blanks and with a plain minus: as a person types it."""
    return re.sub(r"\s", "", text).replace("−", "-").removeprefix("+")
