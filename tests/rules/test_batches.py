"""What is computed for several periods together is, to the last bit, what is computed for each of them alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reportgen.content.periods import Period
from reportgen.loaders import load
from reportgen.rules.entities import entity_master
from reportgen.rules.evaluation.evaluate import Evaluation
from reportgen.rules.evaluation.partitions import Scopes
from reportgen.rules.evaluation.selections import Selection
from reportgen.rules.evaluation.times import Placement, Span
from reportgen.rules.figures.measures import Measure, measure
from reportgen.rules.formulas.syntax import Aggregation
from reportgen.rules.planning.plan import plan
from tests.rules.projects import ENTITIES, UNITS, UNITS_TABLE, prepared, write_project
from tests.rules.test_any_formula import PROJECT, Writer
from tests.rules.test_any_formula import UNITS as STAFFED

PERIODS = [Period.parse("2024-03").shift(-steps) for steps in range(5)]


def told(found: Measure) -> tuple[bytes, str, bool, bytes]:
    """The numbers of a measure, bit by bit, and its reason."""
    sides = found.quotient
    parts = [] if sides is None else [sides.numerator.values, sides.denominator.values]
    return found.outcome.values.tobytes(), found.reason(), found.outcome.split, b"".join(p.tobytes() for p in parts)


@pytest.mark.parametrize("seed", range(12))
def test_any_formula_gives_the_same_together_and_alone(tmp_path: Path, seed: int) -> None:
    writer = Writer(seed)
    kpis = "".join(f'  k{n}: {{unit: number, formula: "{writer.formula()}"}}\n' for n in range(12))
    rows = "".join(writer.rows() if n == 0 else writer.rows().partition("\n")[2] for n in range(6))
    project = write_project(tmp_path, PROJECT + kpis, units=STAFFED, rows=rows)
    made, _ = plan(project)
    dataset, _ = load(project)
    master = entity_master(project, dataset)
    alone, together = Evaluation(made, dataset, master), Evaluation(made, dataset, master)
    for scopes in (Scopes(), Scopes(master)):
        together.expect(PERIODS, scopes)
        for kpi in made.kpis.values():
            for period in PERIODS:
                one, other = (measure(each, kpi, Span.of(period), scopes) for each in (alone, together))
                assert told(one) == told(other), (kpi.spec.formula, period.id)


USAGE = f"""
title: Test
{ENTITIES}
tables:{UNITS_TABLE}
  usage:
    files: usage.csv
    time: flow
    date: {{from: month, format: yyyy-mm}}
    entity: unit
    columns: {{unit: {{type: id}}, kind: kind, active: {{type: count}}, licensed: {{type: count}}}}
kpis:
  rate: {{unit: percent, formula: "sum(active, where=kind != 'x') / sum(licensed)"}}
  middle: {{formula: median(active)}}
"""


def test_rows_of_several_periods_are_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"2024-0{n % 3 + 1},{'ABCDQ'[n % 5]},{'xy'[n % 2]},{n % 7},{n % 9 + 1}\n" for n in range(60))
    made, dataset = prepared(tmp_path, USAGE, units=UNITS, usage="month,unit,kind,active,licensed\n" + rows)
    master = entity_master(made.project, dataset)
    evaluation, scopes = Evaluation(made, dataset, master), Scopes(master)
    looks = list[object]()
    select = Evaluation._select

    def counted(self: Evaluation, leaf: Aggregation, span: Span, together: Placement | None = None) -> Selection:
        looks.append(leaf)
        return select(self, leaf, span, together)

    monkeypatch.setattr(Evaluation, "_select", counted)
    evaluation.expect(PERIODS, scopes)
    for kpi in made.kpis.values():
        for period in PERIODS[:3]:
            assert np.isfinite(measure(evaluation, kpi, Span.of(period), scopes).outcome.values[0])
    assert len(looks) == 3, "each of the three aggregations once for all periods"


def test_a_period_without_rows_says_so_among_others(tmp_path: Path) -> None:
    made, dataset = prepared(tmp_path, USAGE, units=UNITS, usage="month,unit,kind,active,licensed\n2024-02,A,y,1,2\n")
    evaluation, scopes = Evaluation(made, dataset, entity_master(made.project, dataset)), Scopes()
    evaluation.expect(PERIODS, scopes)
    reasons = [measure(evaluation, made.kpis["rate"], Span.of(period), scopes).reason() for period in PERIODS[:3]]
    assert reasons == ["no rows of usage in March 2024", "no values", "no rows of usage in January 2024"]
