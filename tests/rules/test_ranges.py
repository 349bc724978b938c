"""A target with two ends is drawn with both: as lines over bars, and as the way to the nearer one."""

from __future__ import annotations

from pathlib import Path

from reportgen.content.charts import Chart, Role
from reportgen.content.kpis import Kpi
from tests.rules.test_ranking import made

UNITS: dict[str, tuple[str, int | None, int | None]] = {
    "A": ("North", 100, 75),
    "B": ("North", 100, 85),
    "C": ("South", 100, 65),
    "D": ("East", 100, 40),
    "E": ("West", 100, 62),
}


def kpi(folder: Path) -> Kpi:
    return made(folder, UNITS, "60 % to 70 %")


def ends(chart: Chart | None) -> list[tuple[str, list[str]]]:
    assert chart is not None
    return [
        (series.name, [str(value.rounded()) for value in series.values])  # type: ignore[union-attr]
        for series in chart.series
        if series.role is Role.TARGET
    ]


def test_bars_have_both_ends_of_the_range(tmp_path: Path) -> None:
    found = kpi(tmp_path)
    for chart in (found.by("segment").chart, found.ranking.chart):
        (low, lows), (high, highs) = ends(chart)
        assert (low, high) == ("Target, from", "Target, to")
        assert (set(lows), set(highs)) == ({"60.0"}, {"70.0"})


def test_the_gap_to_a_range_has_both_ends_and_names_who_is_furthest_from_the_nearer_one(tmp_path: Path) -> None:
    chart = kpi(tmp_path).gaps("segment")
    assert [name for name, _ in ends(chart)] == ["Target, from", "Target, to"]
    assert chart.keys == ("North", "South", "West", "East")
    assert "East does worst, 20.0\N{NO-BREAK SPACE}points below target" in chart.alt
