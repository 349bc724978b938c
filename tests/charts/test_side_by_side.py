"""Charts beside each other or beside a table: one scale, no names where others have them, a few words instead."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportgen.content.charts import Chart, ChartKind, Role, Series
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


def hollow(chart: Chart) -> list[tuple[str, float, float]]:
    """The dashed boxes over a chart: what they say, and where they begin and end from the left."""
    boxes = []
    for anchor in overlay(chart).iter(f"{{{NS['cdr']}}}relSizeAnchor"):
        if (dash := anchor.find(".//a:prstDash", NS)) is not None and anchor.find("cdr:sp", NS) is not None:
            assert dash.get("val") == "dash"
            assert anchor.find(".//a:noFill", NS) is not None
            edges = [float(x.text) for x in anchor.iter(f"{{{NS['cdr']}}}x")]
            boxes.append((anchor.find(".//cdr:cNvPr", NS).get("descr"), edges[0], edges[1]))
    return boxes


def test_a_column_without_names_that_is_missing_is_a_dashed_box_in_its_place_that_says_so() -> None:
    (name, left, right), *more = hollow(COLUMNS.bared())
    assert (name, more) == ("Jul: No data", [])
    # The third of six columns.
    assert 2 / 6 < left < right < 3 / 6
    assert overlay(COLUMNS) is None


def test_the_target_of_columns_without_names_goes_from_edge_to_edge() -> None:
    lines = overlay(COLUMNS.bared()).iter(f"{{{NS['cdr']}}}cxnSp")
    spans = [[float(x.text) for x in line.getparent().iter(f"{{{NS['cdr']}}}x")] for line in lines]
    assert spans == [[0.0, pytest.approx(1 / 12, abs=1e-3)], [pytest.approx(11 / 12, abs=1e-3), 1.0]]


def test_a_bar_that_is_missing_says_so_in_its_place() -> None:
    assert words(overlay(BARS)) == ["Target 70.0\N{NO-BREAK SPACE}%", "No data"]
    whole = replace(BARS, series=(replace(BARS.series[0], values=shares(0.5, 0.4, 0.3, 0.2, 0.1)), BARS.series[1]))
    assert words(overlay(whole)) == ["Target 70.0\N{NO-BREAK SPACE}%"]


PAIRS = replace(
    BARS,
    series=(
        Series("October 2026", shares(0.1, 0.702, 0.34, 0.3, 0.2)),
        Series("September 2026", shares(0.8, 0.6, 0.3, 0.3, 0.1), Role.PREVIOUS),
        BARS.series[1],
    ),
)


def test_pairs_of_bars_are_named_on_the_first_that_hold_the_names() -> None:
    chart = tree(PAIRS)
    assert chart.find(".//c:legend", NS) is None
    for series in chart.findall(".//c:ser", NS):
        named = [label for label in series.findall(".//c:dLbl", NS) if setting(label, "c:showSerName") == "1"]
        assert [setting(label, "c:idx") for label in named] == ["1"]
        assert setting(named[0], "c:dLblPos") == "inBase"


def test_pairs_of_bars_that_are_too_short_for_their_names_have_a_legend() -> None:
    short = replace(PAIRS, series=tuple(replace(one, name="A name longer than any bar " * 5) for one in PAIRS.series))
    assert tree(short).find(".//c:legend", NS) is not None
