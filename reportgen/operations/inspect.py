"""inspect: the numbers behind the documents, as the documents print them.

`value`, `numerator`, `denominator`, `target` and `previous` are numbers at full precision (a share of
66.4 % is 0.664...), null where there are no data; `text` is what the documents print.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from reportgen.content.kpis import Figure, Kpi
from reportgen.content.report import Report
from reportgen.content.values import Aim, NoData, Quantity, Range, Value
from reportgen.errors import Problem
from reportgen.locales import Locale, locale_for
from reportgen.operations.build import BuildRequest, lookup
from reportgen.operations.prepare import Progress, prepare, report_for, silent


def inspect(
    project: str | Path = ".",
    period: str | None = None,
    as_of: date | None = None,
    language: str | None = None,
    scope: str | None = None,
    progress: Progress = silent,
) -> tuple[Report, tuple[Problem, ...]]:
    """The Report that `build` would print; raises as `build` does."""
    prepared = prepare(project, language, progress=progress, fill=False)
    earlier = lookup(prepared, BuildRequest(project, period, as_of, language=language, scope=scope))
    report, problems = report_for(prepared, period, as_of, scope, earlier=earlier)
    return report, (*problems, *earlier.problems)


def summary(report: Report) -> dict[str, Any]:
    """The report's KPIs in total and by group, for JSON."""
    locale = locale_for(report.language, report.number_style)
    return {
        "title": report.title,
        "entity": report.entity,
        "period": report.period.id,
        "as_of": report.as_of.isoformat(),
        "language": report.language,
        "kpis": [_kpi(kpi, locale) for kpi in report.kpis],
        "blocks": [block.id for block in report.every_block()],
    }


def _kpi(kpi: Kpi, locale: Locale) -> dict[str, Any]:
    groups = {
        grouping: [{"group": figure.key, "label": figure.label} | _figure(figure, locale) for figure in figures]
        for grouping, figures in kpi.groups.items()
    }
    return {"id": kpi.id, "label": kpi.label} | _figure(kpi.total, locale) | {"groups": groups}


def _figure(figure: Figure, locale: Locale) -> dict[str, Any]:
    value = figure.value
    return {
        "unit": value.unit if isinstance(value, Quantity) else None,
        "value": _number(value),
        "text": locale.text(value),
        "reason": value.reason if isinstance(value, NoData) else None,
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "target": _target(figure.target),
        "status": figure.status.value,
        "previous": _number(figure.previous),
    }


def _target(aim: Aim) -> int | float | dict[str, int | float | None] | None:
    """A target: its number, or both ends of a range."""
    return {"from": _number(aim.low), "to": _number(aim.high)} if isinstance(aim, Range) else _number(aim)


def _number(value: Value | None) -> int | float | None:
    if not isinstance(value, Quantity):
        return None
    whole = value.amount == value.amount.to_integral_value()
    return int(value.amount) if whole and value.scale == 1 else float(value.amount)
