"""Groups and entities over time in shades, statuses as parts of the whole, gaps to the target."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.content.charts import ChartKind
from reportgen.content.tables import SHADES, Column, Emphasis, Row, Table
from reportgen.content.values import NoData, Percent, Quantity, Status
from tests.rules.test_ranking import crm, said


def test_the_groups_by_period_end_with_the_whole_and_print_every_number() -> None:
    heat = crm().lead.heat("segment")
    assert [row.key for row in heat.rows] == ["Policy", "Operations", "Support", "Field offices", "total"]
    assert len(heat.columns) == 14
    assert heat.rows[-1].emphasis is Emphasis.TOTAL
    assert said(heat.headline) == (
        "Active share: from 35.0 % (Support, October 2025) to 77.8 % (Operations, September 2026)"
    )
    joined = next(row for row in heat.rows if row.key == "Field offices")
    assert [isinstance(cell, NoData) for cell in joined.cells[1:]] == [True] * 6 + [False] * 7


def test_the_last_column_is_the_figures_of_the_period() -> None:
    lead = crm().lead
    figures = {figure.key: figure.value for figure in lead.groups["segment"]}
    for row in lead.heat("segment").rows[:-1]:
        last = row.cells[-1]
        assert isinstance(last, Quantity)
        assert (last, last.id) == (figures[row.key], f"kpi.active_share@segment={row.key}")


def test_every_entity_has_one_row() -> None:
    heat = crm().lead.heat()
    assert sorted(row.key for row in heat.rows[:-1]) == sorted(row.key for row in crm().lead.ranking.rows)


@pytest.mark.parametrize(("part", "level"), [(0, 1), (0.24, 1), (0.25, 2), (0.5, 3), (0.75, 4), (1, 4)])
def test_cells_are_shaded_in_four_steps(part: float, level: int) -> None:
    low, high = Percent(Decimal("0.2"), 1), Percent(Decimal("0.6"), 1)
    table = Table("heat", (Column("a", "A"),), (Row("a", (low,)),), heat=(low, high))
    cell = replace(low, amount=low.amount + (high.amount - low.amount) * Decimal(str(part)))
    assert (table.shade(cell), table.shade(NoData()), table.shade("text")) == (level, 0, 0)
    assert replace(table, heat=()).shade(cell) == 0
    assert replace(table, heat=(low, low)).shade(low) == 1 <= SHADES


def test_the_statuses_of_entities_add_up_in_every_period() -> None:
    chart = crm().lead.statuses_over_time
    assert (chart.kind, len(chart.keys)) == (ChartKind.STACKED100, 13)
    assert [series.status for series in chart.series] == [
        Status.ON_TRACK,
        Status.AT_RISK,
        Status.OFF_TRACK,
        Status.NO_DATA,
    ]
    for at in range(13):
        held = [series.values[at] for series in chart.series]
        assert sum(value.amount for value in held if isinstance(value, Quantity)) == 25
    last = [series.values[-1] for series in chart.series]
    assert [int(value.amount) for value in last if isinstance(value, Quantity)] == [10, 4, 9, 2]


def test_gaps_are_those_of_the_groups() -> None:
    chart = crm().lead.gaps("segment")
    assert (chart.kind, chart.lying, chart.keys) == (
        ChartKind.VARIANCE,
        True,
        ("Policy", "Operations", "Support", "Field offices"),
    )
    assert "Field offices does worst, 29.8 points below target" in said(chart.alt)


def test_without_targets_there_are_neither_gaps_nor_statuses() -> None:
    attainment = crm().kpi("engagement_attainment")
    assert not attainment.gaps("segment")
    assert not attainment.statuses_over_time
    assert not attainment.heat("segment")
    assert not attainment.heat()
