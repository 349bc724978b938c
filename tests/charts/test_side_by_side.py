"""Charts beside each other or beside a table: one scale, no names where others have them, a few words instead."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportgen.content.charts import Chart, ChartKind
from reportgen.content.values import Percent
from reportgen.ooxml.names import NS
from tests.charts.samples import BARS, COLUMNS, TREND, shares
from tests.charts.test_kinds import labelled, overlay, setting, tree, words

PANEL = (2_628_000, 2_430_000)  # 7.3 x 6.75 cm in EMU
WHOLE = Percent(Decimal(1), 0)


def axis(chart: Any) -> tuple[float, float]:
    scaling = chart.find(".//c:valAx/c:scaling", NS)
    return float(setting(scaling, "c:min")), float(setting(scaling, "c:max"))


@pytest.mark.parametrize(
    "chart", [TREND, replace(TREND, series=(replace(TREND.series[0], values=shares(*[0.4] * 13)),))]
)
def test_lines_that_have_to_reach_the_same_numbers_have_one_scale(chart: Chart) -> None:
    assert axis(tree(replace(chart, span=(Percent(Decimal(0)), WHOLE)))) == (0.0, 1.0)


def test_bars_of_small_shares_reach_the_number_they_are_asked_to() -> None:
    small = replace(BARS, series=(replace(BARS.series[0], values=shares(0.1, 0.2, 0.1, 0.1, 0.1)),))
    assert axis(tree(small))[1] < 1.0
    assert axis(tree(replace(small, span=(WHOLE,))))[1] == 1.0


@pytest.mark.parametrize("chart", [BARS, COLUMNS], ids=["bars", "columns"])
def test_a_bare_chart_prints_neither_names_nor_numbers_but_its_target(chart: Chart) -> None:
    bare = tree(chart.bared())
    assert setting(bare, ".//c:catAx/c:tickLblPos") == "none"
    assert labelled(bare.find(".//c:barChart/c:ser", NS)) == []
    assert words(overlay(chart.bared())) == ["Target 70.0\N{NO-BREAK SPACE}%" if chart is BARS else "Target 50"]


def test_bare_bars_fill_the_width_of_their_box() -> None:
    layout = tree(BARS.bared()).find(".//c:plotArea/c:layout/c:manualLayout", NS)
    assert (float(setting(layout, "c:x")), float(setting(layout, "c:w"))) == (0.0, 1.0)


def test_a_small_line_chart_labels_its_ends_and_names_few_months() -> None:
    trend = replace(TREND, span=(Percent(Decimal(0)), WHOLE))
    small = tree(trend, *PANEL)
    actual, target = small.findall(".//c:ser", NS)
    assert (labelled(actual), labelled(target)) == ([12], [12])
    assert setting(small, ".//c:catAx/c:tickLblPos") == "none"
    assert words(overlay(trend, *PANEL)) == ["Target", "Oct", "2025", "Apr", "2026", "Oct", "2026"]
    assert words(overlay(trend.bared(), *PANEL)) == ["Oct", "2025", "Apr", "2026", "Oct", "2026"]


def test_a_line_that_starts_late_says_since_when() -> None:
    late = replace(
        TREND, note="since Apr 2026", series=(replace(TREND.series[0], values=shares(*[None] * 6, *[0.4] * 7)),)
    )
    assert "since Apr 2026" in words(overlay(late, *PANEL))
    assert "since Apr 2026" not in words(overlay(replace(TREND, note="since Apr 2026"), *PANEL))


def test_end_labels_keep_the_order_of_their_lines() -> None:
    low = replace(
        TREND, kind=ChartKind.LINE, series=(replace(TREND.series[0], values=shares(*[0.4] * 13)), TREND.series[1])
    )
    shifts = [
        float(setting(series, "c:dLbls/c:dLbl/c:layout/c:manualLayout/c:y"))
        for series in tree(low).findall(".//c:ser", NS)
    ]
    assert shifts == [0.0, 0.0], "40 % and 70 % lie far enough apart"
