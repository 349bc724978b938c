"""The change brief: what did not change is not told, what changed is told once, whatever the data."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.report import Report
from reportgen.content.reported import Earlier
from reportgen.content.values import Quantity
from reportgen.rules.assemble import build_report
from tests.rules.projects import prepared
from tests.rules.test_programme import said

PROJECT = """
title: Use
status: final
entities: {table: units, key: id, name: name, groups: [segment]}
tables:
  units: {files: units.csv, columns: {id: {type: id}, name: name, segment: segment}}
  use:
    files: use.csv
    time: flow
    date: month
    entity: id
    columns: {id: {type: id}, licensed: {type: count}, active: {type: count}}
kpis:
  reach: {label: Reach, formula: sum(use.active) / sum(use.licensed), unit: percent, target: 80 %}
  users: {label: Users, formula: sum(use.active), unit: count}
"""
UNITS = "id,name,segment\nA,Alpha,North\nB,Beta,North\nC,Gamma,South\n"
Month = dict[str, tuple[int, int]]
MONTHS = st.dictionaries(st.sampled_from("ABC"), st.tuples(st.integers(1, 40), st.integers(0, 40)), min_size=1)
BLOCKS = ("restated", "restatements", "targets_changed", "definitions_changed")


def report(folder: Path, months: dict[str, Month], period: str, earlier: Earlier | None = None) -> Report:
    """The report of a period, with what was reported before."""
    folder.mkdir()
    lines = "".join(
        f"{month},{id},{licensed},{active}\n"
        for month, held in months.items()
        for id, (licensed, active) in held.items()
    )
    made, dataset = prepared(folder, PROJECT, units=UNITS, use=f"month,id,licensed,active\n{lines}")
    at = made.project.period_named(period)
    return build_report(made.project, made, dataset, at, None, earlier=lambda _: earlier or Earlier())[0]


@given(september=MONTHS, october=MONTHS)
@settings(deadline=None, max_examples=8)
def test_what_did_not_change_is_not_told(
    tmp_path_factory: pytest.TempPathFactory, september: Month, october: Month
) -> None:
    folder, months = tmp_path_factory.mktemp("use"), {"2026-09": september, "2026-10": october}
    before = report(folder / "a", months, "2026-09").record
    first = report(folder / "b", months, "2026-10", Earlier(before, before))
    again = report(folder / "c", months, "2026-10", Earlier(before, before, first.record))
    for made in (first, again):
        assert [name for name in BLOCKS if made.blocks[name]] == []
        assert [kpi.restated + kpi.previous_restated for kpi in made.kpis] == ["", ""]
    assert again == first


@given(then=MONTHS, now=MONTHS, october=MONTHS)
@settings(deadline=None, max_examples=8)
def test_exactly_the_figures_that_print_otherwise_are_restated(
    tmp_path_factory: pytest.TempPathFactory, then: Month, now: Month, october: Month
) -> None:
    folder = tmp_path_factory.mktemp("use")
    before = report(folder / "a", {"2026-09": then}, "2026-09")
    made = report(folder / "b", {"2026-09": now, "2026-10": october}, "2026-10", Earlier(before.record, before.record))
    for kpi in made.kpis:
        told = before.kpi(kpi.id).value
        other = said_of(told) != said_of(kpi.previous)
        assert bool(kpi.previous_restated) == other
        rows = [row for row in made.table("restated").rows if row.key == f"kpi.{kpi.id}@2026-09"]
        assert len(rows) == other
        if other:
            assert said(kpi.previous_restated) == f"restated from {said_of(told)}"
            assert said(kpi.previous_restated) in [said(cell) for cell in rows[0].cells]


def said_of(value: object) -> str:
    return said(value) if isinstance(value, Quantity) else "n/a"


@given(then=MONTHS, now=MONTHS)
@settings(deadline=None, max_examples=8)
def test_entities_come_and_go_once(tmp_path_factory: pytest.TempPathFactory, then: Month, now: Month) -> None:
    made = report(tmp_path_factory.mktemp("use") / "a", {"2026-09": then, "2026-10": now}, "2026-10")
    new = [row.key for row in made.table("entities_new").rows] if "entities_new" in made.blocks else []
    lost = [row.key for row in made.table("entities_lost").rows] if "entities_lost" in made.blocks else []
    assert sorted(new) == sorted(set(now) - set(then))
    assert sorted(lost) == sorted(set(then) - set(now))


@given(then=MONTHS, now=MONTHS)
@settings(deadline=None, max_examples=8)
def test_own_rates_and_weights_add_up_to_the_change(
    tmp_path_factory: pytest.TempPathFactory, then: Month, now: Month
) -> None:
    made = report(tmp_path_factory.mktemp("use") / "a", {"2026-09": then, "2026-10": now}, "2026-10")
    table = made.table("changes")
    keys = [column.key for column in table.columns]
    cells = dict(zip(keys, table.rows[0].cells, strict=True))
    rates, weights, change = cells.get("rates"), cells.get("weights"), cells["change"]
    if isinstance(rates, Quantity) and isinstance(weights, Quantity):
        assert isinstance(change, Quantity)
        assert abs(rates.amount + weights.amount - change.amount) < 10**-12
