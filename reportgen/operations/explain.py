"""explain: how a KPI's number came about, down to the cells.

In: a project, a KPI, a period and a scope.  Out: facts for JSON and for faces. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.content.kpis import Figure
from reportgen.content.values import NoData, Quantity, Value
from reportgen.errors import DataError, Problem, Severity, UsageError, has_errors
from reportgen.locales import Locale, locale_for
from reportgen.locations import Location
from reportgen.operations.prepare import Prepared, Progress, parse_period, prepare, silent

if TYPE_CHECKING:
    from reportgen.content.periods import Period
    from reportgen.rules.figures.kpis import KpiResult, Results
    from reportgen.rules.figures.origin import Step


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """What to explain: `kpi` by id or label, `group` by the name or key of a group or entity (None: the total)."""

    kpi: str
    project: str | Path = "."
    period: str | None = None
    group: str | None = None
    as_of: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a figure lies among those of its KPI; `grouping` is empty for the total."""

    figure: Figure
    place: int
    grouping: str = ""


def explain(request: ExplainRequest, progress: Progress = silent) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The facts about one number, and the problems of its project; raises as `build` does, and UsageError for a KPI,
    period or group that does not exist."""
    from reportgen.rules.entities import entity_master
    from reportgen.rules.evaluation.evaluate import Evaluation
    from reportgen.rules.evaluation.partitions import Scopes
    from reportgen.rules.evaluation.times import Span
    from reportgen.rules.figures.kpis import compute
    from reportgen.rules.figures.origin import steps

    prepared = prepare(request.project, request.language, progress=progress, fill=False)
    if prepared.error:
        raise prepared.error
    id = _kpi_id(prepared, request.kpi)
    period = _period(prepared, request.period)
    as_of = request.as_of or prepared.project.as_of
    results = compute(prepared.plan, prepared.dataset, period, as_of)
    if has_errors(results.problems):
        raise DataError((*prepared.problems, *results.problems))
    result = results.kpi(id)
    scope = _scope(result, results, request.group, prepared)
    master = entity_master(prepared.project, prepared.dataset)
    evaluation = Evaluation(prepared.plan, prepared.dataset, master)
    made = list(steps(evaluation, prepared.plan.kpis[id], Span.of(period, as_of), Scopes(master), scope.place))
    locale = locale_for(prepared.project.language, prepared.project.number_style)
    facts = {
        **_about(result, results, scope, prepared, locale),
        "steps": [_step(step) for step in made],
        "files": _hashes(prepared, made),
    }
    return facts, (*prepared.problems, *results.problems)


def _kpi_id(prepared: Prepared, asked: str) -> str:
    known = prepared.plan.kpis
    labels = {prepared.project.kpi_label(id).casefold(): id for id in known}
    # A fact's id in the manifest begins with kpi. and the KPI's own.
    name = asked.removeprefix("kpi.")
    if name in known:
        return name
    if asked.casefold() in labels:
        return labels[asked.casefold()]
    problem = _unknown("no KPI", asked, list(known), "explain KPI")
    if not problem.hint and any(sign.isdigit() for sign in asked):
        hint = f'To find a printed number, name the document: reportgen explain "{asked}" output/PERIOD/deck.pptx'
        problem = replace(problem, hint=hint)
    raise UsageError([problem])


def _period(prepared: Prepared, asked: str | None) -> Period:
    from reportgen.rules.figures.kpis import default_period

    if asked is not None:
        return parse_period(prepared.project, asked)
    found = default_period(prepared.plan, prepared.dataset)
    if found is None:
        message = "no period has data of the first KPI"
        raise UsageError([Problem(Severity.ERROR, "usage", message, Location("--period"))])
    return found


def _scope(result: KpiResult, results: Results, asked: str | None, prepared: Prepared) -> _Scope:
    if asked is None:
        return _Scope(result.total, 0)
    wanted, names = asked.strip().casefold(), list[str]()
    for scope in _scopes(result, results):
        held = (scope.figure.key, scope.figure.label)
        if wanted in (name.casefold() for name in held):
            return scope
        names += held
    raise UsageError([_unknown(f"no group or entity of {result.id}", asked, names, "--group")])


def _scopes(result: KpiResult, results: Results) -> Iterator[_Scope]:
    """The groups of all groupings, then the entities, each with its place."""
    from reportgen.rules.evaluation.partitions import Scopes

    scopes = Scopes(results.entities)
    for grouping, figures in result.groups.items():
        assert results.entities is not None
        labels = list(results.entities.groups[grouping].labels)
        start = scopes.groups[grouping].start
        for figure in figures:
            offset = labels.index(figure.key) if figure.key in labels else len(labels)
            yield _Scope(figure, start + offset, grouping)
    if result.detail is not None:
        for offset, figure in enumerate(result.detail.entities()):
            yield _Scope(figure, scopes.first_entity + offset, "entity")


def _unknown(what: str, asked: str, names: list[str], place: str) -> Problem:
    from rapidfuzz import process

    shown = list(dict.fromkeys(name for name in names if name))
    close = process.extractOne(asked, shown, processor=str.casefold, score_cutoff=60)
    hint = f"Did you mean {close[0]!r}?" if close else ""
    expected = ", ".join(shown[:20]) + (f" and {len(shown) - 20} more" if len(shown) > 20 else "")
    return Problem(Severity.ERROR, "usage", f"{what} {asked!r}", Location(place), expected=expected, hint=hint)


def _about(result: KpiResult, results: Results, scope: _Scope, prepared: Prepared, locale: Locale) -> dict[str, Any]:
    figure, text = scope.figure, locale.text
    facts: dict[str, Any] = {
        "kpi": result.id,
        "label": result.label,
        "definition": result.spec.definition,
        "owner": result.owner,
        "period": results.period.id,
        "period_label": locale.period_label(results.period),
        "as_of": results.as_of.isoformat(),
        "scope": _scope_facts(scope, prepared),
        "id": figure.id,
        "text": text(figure.value),
        "unrounded": _unrounded(figure.value),
        "reason": figure.value.reason if isinstance(figure.value, NoData) else "",
        "rounding": _rounding(figure.value),
        "formula": result.spec.formula,
        "factor": float(result.factor) if result.factor != 1 else None,
        "numerator": _part(figure.numerator, locale),
        "denominator": _part(figure.denominator, locale),
        "target": text(figure.target) if isinstance(figure.target, Quantity) else "",
        "gap": text(figure.gap) if isinstance(figure.gap, Quantity) else "",
        "status": text(figure.status),
        "rule": figure.rule,
        "previous": text(figure.previous) if isinstance(figure.previous, Quantity) else "",
        "change": text(figure.change) if isinstance(figure.change, Quantity) else "",
        "reported": figure.reported,
        "expected": figure.expected,
    }
    return {key: value for key, value in facts.items() if value not in ("", None)}


def _scope_facts(scope: _Scope, prepared: Prepared) -> dict[str, str]:
    if not scope.grouping:
        return {"kind": "total"}
    named = scope.grouping if scope.grouping == "entity" else prepared.project.group_label(scope.grouping)
    return {"kind": named, "key": scope.figure.key, "label": scope.figure.label}


def _part(value: Value | None, locale: Locale) -> str:
    return locale.text(value) if value is not None else ""


def _unrounded(value: Value) -> str:
    """The number before rounding, at the 15 digits that Excel keeps; as a ratio where it is printed in percent."""
    if not isinstance(value, Quantity):
        return ""
    return f"{Decimal(f'{value.amount:.15g}').normalize():f}"


def _rounding(value: Value) -> str:
    if not isinstance(value, Quantity):
        return ""
    places = {0: "to a whole number", 1: "to 1 decimal"}.get(value.decimals, f"to {value.decimals} decimals")
    return f"once, when printed, {places}, half away from zero"


def _step(step: Step) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "side": step.side,
        "formula": step.text,
        "period": step.span,
        "number": step.number,
        "reason": step.reason,
        "rows": step.rows,
        "left_out": step.left_out or None,
        "divided": None if step.part else False,
        "cells": [
            {"file": held.file, "sheet": held.sheet, "rows": held.rows, "ranges": list(held.ranges)}
            for held in step.cells
        ],
    }
    return {key: value for key, value in facts.items() if value not in ("", None)}


def _hashes(prepared: Prepared, made: list[Step]) -> dict[str, str]:
    """The SHA-256 of each file that was used, so that a later reader can tell whether it is still the same."""
    used = {held.file for step in made for held in step.cells}
    return {source.file: source.sha256 for source in prepared.dataset.sources if source.file in used}
