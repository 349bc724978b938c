"""Small charts of groups: one scale for all, gaps where a group has no data, titles that the changes bear out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.content.charts import Role
from reportgen.content.panels import Panel
from reportgen.content.values import NoData, Quantity
from tests.rules.test_ranking import crm, said


def test_every_group_has_a_panel_on_the_scale_of_all() -> None:
    panels = crm().lead.panels("segment")
    assert [panel.label for panel in panels.each] == ["Policy", "Operations", "Support", "Field offices"]
    charts = [panel.chart for panel in panels.each if panel.chart is not None]
    assert len({chart.span for chart in charts}) == 1
    assert [value.amount for value in charts[0].span] == [Decimal(0), Decimal(1)]
    assert len({chart.keys for chart in charts}) == 1


def test_a_group_that_joined_late_has_a_gap_and_says_since_when() -> None:
    chart = crm().lead.panels("segment").at(3).chart
    assert chart is not None
    assert [isinstance(value, NoData) for value in chart.series[0].values] == [True] * 6 + [False] * 7
    assert said(chart.note) == "since Apr 2026"
    assert next(series for series in chart.series if series.role is Role.TARGET).values[0]


def test_the_last_number_of_a_panel_is_that_of_the_group() -> None:
    lead = crm().lead
    figures = {figure.key: figure for figure in lead.groups["segment"]}
    for panel in lead.panels("segment").each:
        assert panel.chart is not None
        last = panel.chart.series[0].values[-1]
        assert isinstance(last, Quantity)
        assert (last, last.id) == (figures[panel.key].value, figures[panel.key].id)
        assert panel.status is figures[panel.key].status


def test_the_facts_of_a_panel_are_what_was_counted_the_gap_and_the_change() -> None:
    facts = crm().lead.panels("segment").at(2).facts
    assert facts is not None
    assert [said(row.cells[0]) for row in facts.rows] == ["Counted", "Gap to target, points", "Since Sep 2026, points"]


@pytest.mark.parametrize(
    ("kpi", "title"),
    [
        ("active_share", "Support gained 15.0 points in October 2026; Field offices 29.8 points below target"),
        (
            "training_completed",
            "Training completed: all four segments rose in October 2026, Support most, by 4.8 points",
        ),
    ],
)
def test_the_title_tells_what_differs(kpi: str, title: str) -> None:
    assert said(crm().kpi(kpi).panels("segment").headline) == title


def test_there_is_no_panel_beyond_the_last() -> None:
    panels = crm().lead.panels("segment")
    assert panels.at(4) == Panel()
    assert not panels.at(4)
    assert [len(page.each) for page in panels.pages(3)] == [3, 1]


def test_a_kpi_whose_rows_name_no_entity_has_no_panels() -> None:
    assert not crm().kpi("engagement_attainment").panels("segment")


def test_another_grouping_than_those_there_are_is_an_error() -> None:
    with pytest.raises(KeyError, match="it is by segment"):
        crm().lead.panels("region")
