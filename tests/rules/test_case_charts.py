"""Charts of cases beside each other: one scale, flow with backlog, causes over time."""

from __future__ import annotations

from reportgen.content.charts import Chart, ChartKind, Role
from reportgen.content.values import Quantity
from tests.rules.test_ranking import crm, said


def chart_of(name: str) -> Chart:
    block = crm().blocks[name]
    chart = block if isinstance(block, Chart) else crm().table(name).chart
    assert chart is not None
    return chart


def test_charts_in_one_column_share_the_scale_of_their_largest_number() -> None:
    for pair in (("case_backlog", "case_flow"), ("case_age", "case_causes")):
        charts = [chart_of(name) for name in pair]
        largest = max(
            value.amount
            for chart in charts
            for series in chart.series
            for value in series.values
            if isinstance(value, Quantity)
        )
        assert [[value.amount for value in chart.span] for chart in charts] == [[largest], [largest]]
        assert charts[0].beside == charts[1].categories
        assert charts[1].beside == charts[0].categories


def test_flow_and_backlog_stand_in_one_chart() -> None:
    combo = crm().chart("case_combo")
    assert combo.kind is ChartKind.COMBO
    assert [series.role for series in combo.series] == [Role.ACTUAL, Role.ACTUAL, Role.CONTEXT]
    assert combo.series[2].values == chart_of("case_backlog").series[0].values


def test_the_causes_of_a_period_add_up_to_what_was_received() -> None:
    causes = crm().chart("case_causes_over_time")
    received = {row.key: row.cells[1] for row in crm().table("case_flow").rows}
    assert len(causes.series) <= 5
    for at, period in enumerate(causes.keys):
        parts = [series.values[at] for series in causes.series]
        whole = received[period]
        assert isinstance(whole, Quantity)
        assert sum(value.amount for value in parts if isinstance(value, Quantity)) == whole.amount
    assert said(causes.headline) == "Why complaints came, period by period"
