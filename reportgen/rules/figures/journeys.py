"""The stages of a journey counted in one period: in total and by the first grouping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from reportgen.content.values import Value
from reportgen.rules.evaluation.evaluate import Evaluation
from reportgen.rules.evaluation.partitions import TOTAL, Scopes
from reportgen.rules.evaluation.times import Span
from reportgen.rules.figures.measures import Measure, measure, value_of
from reportgen.rules.planning.plan import BoundKpi


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many are in a stage now and were in the period before; `groups` by group where its rows name entities."""

    label: str
    now: Value
    before: Value
    groups: Mapping[str, Value]


def stage_counts(evaluation: Evaluation, span: Span, scopes: Scopes) -> dict[str, tuple[StageCount, ...]]:
    """The stages of every journey of the plan."""
    return {
        id: tuple(_count(evaluation, stage, span, scopes) for stage in stages)
        for id, stages in evaluation.plan.journeys.items()
    }


def _count(evaluation: Evaluation, stage: BoundKpi, span: Span, scopes: Scopes) -> StageCount:
    now = measure(evaluation, stage, span, scopes)
    previous = span.last.previous
    before = measure(evaluation, stage, Span.of(previous), TOTAL)
    return StageCount(
        stage.spec.label,
        _value(now, stage, 0, stage.id),
        _value(before, stage, 0, f"{stage.id}@{previous.id}"),
        dict(_groups(now, stage, scopes)),
    )


def _value(measured: Measure, stage: BoundKpi, place: int, id: str) -> Value:
    return value_of(measured.amount(place), stage.spec, id, measured.reason(place))


def _groups(measured: Measure, stage: BoundKpi, scopes: Scopes) -> Iterator[tuple[str, Value]]:
    grouping = next(iter(scopes.groups), "")
    if scopes.master is None or not grouping or not measured.outcome.split:
        return
    first = scopes.groups[grouping].start
    for offset, label in enumerate(scopes.master.groups[grouping].labels):
        if not np.isnan(measured.outcome.values[first + offset]):
            yield label, _value(measured, stage, first + offset, f"{stage.id}@{grouping}={label}")
