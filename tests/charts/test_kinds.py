"""Stacks, columns with lines, differences, contributions and funnels: what they say and where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reportgen.brand import read_brand
from reportgen.charts import add_chart, arranged, chart_part
from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.values import NoData, Percent, Points, Quantity, Status
from reportgen.ooxml import Draft, parse_xml, read_package
from reportgen.ooxml.names import NS
from reportgen.quality.colours import contrast, resolve, rgb
from reportgen.quality.package import check_package
from reportgen.templating.filters import show
from tests.charts.samples import (
    BARS,
    COMBO,
    COSTS,
    FORECAST,
    FUNNEL,
    GAPS,
    PARTS,
    STEPS,
    TREND,
    WHOLES,
    counts,
    look,
    points,
    shares,
)
from tests.charts.test_charts import deck_of
from tests.office_files import plain_report
from tests.quality.audit import new_findings
from tests.templates import BRANDS

_STATUSES = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.NO_DATA)
STATUSES = replace(
    PARTS,
    id="statuses",
    series=tuple(Series(status.value, counts(*[20] * 6), status=status) for status in _STATUSES),
)
GOOD, BAD = "47887C", "9B1D29"


def tree(chart: Chart, width: int = look().width, height: int = look().height) -> Any:
    return parse_xml(chart_part(chart, look(width, height)))


def overlay(chart: Chart, width: int = look().width, height: int = look().height) -> Any:
    """What is drawn over a chart; None when nothing is."""
    draft = Draft(read_package(plain_report(), "status.docx"))
    add_chart(draft, "word/document.xml", chart, look(width, height), "word")
    part = "word/drawings/drawing1.xml"
    return parse_xml(draft.read(part)) if part in draft.names else None


def words(drawing: Any) -> list[str]:
    return [] if drawing is None else [node.text for node in drawing.iterfind(".//a:t", NS)]


def setting(node: Any, path: str) -> str:
    return str(node.find(path, NS).get("val"))


def labelled(series: Any) -> list[int]:
    return [int(node.get("val")) for node in series.iterfind("c:dLbls/c:dLbl/c:idx", NS)]


def numbers(series: Any) -> list[float]:
    return [float(node.text) for node in series.iterfind("c:val//c:v", NS)]


def colours(series: Any, count: int) -> list[str]:
    """The fill of each bar."""
    usual = series.find("c:spPr/a:solidFill", NS)[0].get("val")
    own = {
        setting(point, "c:idx"): point.find("c:spPr/a:solidFill", NS)[0].get("val")
        for point in series.iterfind("c:dPt", NS)
    }
    return [own.get(str(at), usual) for at in range(count)]


def test_parts_are_stacked_as_sums_or_as_a_whole_upright_or_lying():
    for chart, direction, grouping in ((PARTS, "col", "stacked"), (WHOLES, "bar", "percentStacked")):
        bars = tree(chart).find(".//c:barChart", NS)
        assert (setting(bars, "c:barDir"), setting(bars, "c:grouping")) == (direction, grouping)
        assert setting(bars, "c:overlap") == "100"
        assert len(bars.findall("c:ser", NS)) == 3
    lying = tree(replace(PARTS, lying=True))
    assert setting(lying, ".//c:catAx/c:scaling/c:orientation") == "maxMin"


def test_parts_are_named_where_they_lie_and_in_a_legend_only_where_that_does_not_fit():
    assert words(overlay(PARTS)) == ["On time", "Late", "Open"]
    assert words(overlay(WHOLES)) == ["Satisfied", "Neither", "Dissatisfied"]
    assert tree(PARTS).find(".//c:legend", NS) is None
    sliver = replace(PARTS, series=(*PARTS.series, Series("Withdrawn", counts(1, 1, 1, 1, 1, 1))))
    assert words(overlay(sliver)) == []
    assert tree(sliver).find(".//c:legend", NS) is not None


def test_a_part_too_small_for_its_number_has_no_label():
    series = tree(PARTS).findall(".//c:ser", NS)
    assert [labelled(one) for one in series] == [[0, 1, 2, 3, 4, 5], [0, 1, 3, 4, 5], [0, 1, 2, 3, 5]]


def test_a_stack_shows_its_target_as_a_line():
    target = Series("Capacity", counts(*[90] * 6), Role.TARGET)
    upright = replace(PARTS, series=(*PARTS.series, target))
    assert len(tree(upright).findall(".//c:lineChart/c:ser", NS)) == 1
    lying = replace(upright, lying=True)
    assert "Capacity 90" in words(overlay(lying))
    assert tree(lying).find(".//c:lineChart", NS) is None


def test_columns_and_lines_of_a_combo_share_their_axes_and_lines_say_their_names():
    plot = tree(COMBO).find(".//c:plotArea", NS)
    ids = [[node.get("val") for node in plot.iterfind(f"c:{kind}/c:axId", NS)] for kind in ("barChart", "lineChart")]
    assert ids[0] == ids[1]
    lines = plot.findall("c:lineChart/c:ser", NS)
    assert [labelled(line) for line in lines] == [[12], [12]]
    assert {setting(line, ".//c:dLbl/c:showSerName") for line in lines} == {"1"}
    assert plot.find("c:barChart/c:ser/c:dLbls/c:dLbl", NS) is not None


def test_a_range_is_an_area_between_its_ends_and_its_ends_are_printed():
    low, high = tree(FORECAST).findall(".//c:areaChart/c:ser", NS)
    assert low.find("c:spPr/a:noFill", NS) is not None
    assert high.find("c:spPr/a:pattFill", NS).get("prst") == "wdUpDiag"
    assert [a + b for a, b in zip(numbers(low), numbers(high), strict=True)] == [47, 58, 71]
    assert words(overlay(FORECAST)) == ["52 to 71"]


def test_a_variance_chart_of_values_and_targets_shows_the_gaps():
    [series] = tree(GAPS).findall(".//c:ser", NS)
    assert numbers(series) == pytest.approx([6.5, 4.3, -3.1, -29.8])
    assert colours(series, 4) == [GOOD, GOOD, BAD, BAD]
    assert {node.get("formatCode") for node in series.iterfind("c:dLbls/c:numFmt", NS)} == {'+0.0;"−"0.0;0.0'}


def test_whether_a_difference_is_good_follows_from_the_direction_not_from_the_sign():
    [lower] = tree(COSTS).findall(".//c:ser", NS)
    assert colours(lower, 4) == [BAD, GOOD, "accent2", GOOD]
    [higher] = tree(replace(COSTS, better="higher")).findall(".//c:ser", NS)
    assert colours(higher, 4) == [GOOD, BAD, "accent2", BAD]


def test_from_a_range_a_difference_is_taken_to_the_nearer_end_and_none_is_good():
    ends = (Series("From", shares(*[0.6] * 4), Role.TARGET), Series("To", shares(*[0.7] * 4), Role.TARGET))
    chart = replace(GAPS, series=(Series("Actual", shares(0.75, 0.7, 0.65, 0.5)), *ends))
    [series] = tree(chart).findall(".//c:ser", NS)
    assert numbers(series) == pytest.approx([5, 0, 0, -10])
    assert colours(series, 4) == [BAD, "accent2", "accent2", BAD]


def test_a_range_crosses_bars_with_both_ends_and_is_named_once():
    ends = (Series("From", shares(*[0.6] * 5), Role.TARGET), Series("To", shares(*[0.7] * 5), Role.TARGET))
    drawn = overlay(replace(BARS, series=(BARS.series[0], *ends)))
    assert [text for text in words(drawn) if "Target" in text] == ["Target 60.0\u00a0% to 70.0\u00a0%"]
    assert len(drawn.findall(".//a:ln", NS)) == len(overlay(BARS).findall(".//a:ln", NS)) + 1


def test_rows_with_ranges_of_their_own_say_them_at_their_ends():
    ends = (Series("From", shares(0.6, 0.5), Role.TARGET), Series("To", shares(0.7, 0.6), Role.TARGET))
    chart = replace(BARS, categories=("A", "B"), keys=("1", "2"), emphasis=())
    said = words(overlay(replace(chart, series=(Series("Share", shares(0.8, 0.4)), *ends))))
    assert said == ["Target 60.0\u00a0% to 70.0\u00a0%", "Target 50.0\u00a0% to 60.0\u00a0%"]


def test_contributions_begin_where_the_one_before_ends():
    room, up, down, result, missing = tree(STEPS).findall(".//c:ser", NS)
    assert room.find("c:spPr/a:noFill", NS) is not None
    assert numbers(room) == pytest.approx([0, 0, 0.4, 1.0, 3.8, 0, 3.8, 7.4])
    assert numbers(up) == pytest.approx([0.4, 0.6, 3.1])
    assert numbers(down) == pytest.approx([0.3])
    assert numbers(result) == pytest.approx([3.8])
    assert numbers(missing) == pytest.approx([3.6])
    assert words(overlay(STEPS)) == ["62.6\u00a0%", "66.4\u00a0%", "70.0\u00a0%"]


def test_the_length_of_a_bar_down_is_labelled_with_its_sign():
    _, up, down, result, missing = tree(STEPS).findall(".//c:ser", NS)
    codes = [one.find(".//c:dLbl/c:numFmt", NS).get("formatCode") for one in (up, down, result, missing)]
    assert codes == ['"+"0.0', '"−"0.0', '"+"0.0', '"−"0.0']
    assert colours(up, 1) == [GOOD]
    assert colours(down, 1) == [BAD]


def test_contributions_that_cross_the_level_before_stay_on_the_chart():
    series = (Series("Step", points(0.02, -0.05, 0.01)),)
    falling = replace(STEPS, categories=("A", "B", "C"), series=series)
    room, up, down, *_ = tree(falling).findall(".//c:ser", NS)
    assert numbers(room) == pytest.approx([3, 0, 0])
    assert numbers(up) == pytest.approx([2, 1])
    assert numbers(down) == pytest.approx([5])


def test_the_bars_of_a_funnel_are_centred():
    room, stage = tree(FUNNEL).findall(".//c:ser", NS)
    middles = [before + length / 2 for before, length in zip(numbers(room), numbers(stage), strict=True)]
    assert middles == [2060] * 4
    assert numbers(stage) == [4120, 3374, 2736, 190]
    assert words(overlay(FUNNEL))[0] == "81.9\u00a0% of the stage before"


def test_a_stage_too_short_for_its_number_has_it_beside():
    stage = tree(FUNNEL).findall(".//c:ser", NS)[1]
    moved = [label.find("c:layout", NS) is not None for label in stage.iterfind("c:dLbls/c:dLbl", NS)]
    assert moved == [False, False, False, True]


def test_differences_made_for_a_chart_are_no_facts_of_their_own():
    named = tuple(value.named(f"kpi.x@{at}") for at, value in enumerate(GAPS.series[0].values))
    chart = replace(GAPS, series=(replace(GAPS.series[0], values=named), GAPS.series[1]))
    [series] = arranged(chart, look().locale).series
    assert {value.id for value in series.values} == {""}
    assert isinstance(series.values[0], Points)


def test_show_draws_a_chart_as_each_kind_and_keeps_bars_lying():
    for kind in ChartKind:
        drawn = show(BARS, kind=kind.value)
        assert drawn.kind is kind
        assert drawn.lying == (kind in (ChartKind.STACKED, ChartKind.STACKED100, ChartKind.VARIANCE))
        assert not show(TREND, kind=kind.value).lying


@pytest.mark.parametrize("kind", list(ChartKind))
@pytest.mark.parametrize("lying", [False, True])
def test_any_chart_can_be_drawn_as_any_kind(kind: ChartKind, lying: bool):
    nothing = Series("Nothing", (NoData(),) * 13)
    missing = replace(TREND, series=(Series("Actual", shares(*[None] * 12, 0.5)), nothing))
    zeros = replace(TREND, series=(Series("Actual", shares(*[0.0] * 13)),))
    one = replace(TREND, categories=("Oct 2026",), series=(Series("Actual", (Percent(TREND.format.amount, 1),)),))
    for chart in (TREND, missing, zeros, one, FORECAST, STEPS):
        assert check_package(deck_of(replace(chart, kind=kind, lying=lying))) == []


@pytest.mark.parametrize("kind", list(ChartKind))
def test_other_charts_bring_no_finding_of_openxml_audit(kind: ChartKind, tmp_path: Any):
    file = tmp_path / "deck.pptx"
    series = tuple(one for one in FORECAST.series if any(isinstance(value, Quantity) for value in one.values))
    file.write_bytes(deck_of(replace(FORECAST, kind=kind, series=series), replace(STEPS, kind=kind)))
    assert not new_findings(file)


@pytest.mark.parametrize("brand", ["corporate", "agency"])
@pytest.mark.parametrize("chart", [BARS, PARTS, STATUSES, FUNNEL, FORECAST], ids=lambda chart: chart.id)
def test_numbers_on_bars_have_the_contrast_that_small_text_needs(chart: Chart, brand: str) -> None:
    held = read_brand(brand, BRANDS.parent)
    theme = {slot: found for slot, colour in held.theme.items() if (found := rgb(colour))}
    names = {"tx1": "dk1", "bg1": "lt1"}
    drawn = parse_xml(chart_part(chart, replace(look(), brand=held)))
    seen = 0
    for series in drawn.iterfind(".//c:barChart/c:ser", NS):
        points = {setting(point, "c:idx"): point for point in series.iterfind("c:dPt", NS)}
        # Those of single points, and the usual one of a series.
        for label in (*series.iterfind("c:dLbls/c:dLbl", NS), *series.iterfind("c:dLbls[c:dLblPos]", NS)):
            if setting(label, "c:dLblPos") not in ("inBase", "ctr") or label.find("c:layout", NS) is not None:
                continue
            at = setting(label, "c:idx") if label.find("c:idx", NS) is not None else ""
            behind = resolve(points.get(at, series).find("c:spPr/a:solidFill", NS), theme, names)
            ink = resolve(label.find("c:txPr//a:defRPr/a:solidFill", NS), theme, names)
            assert ink is not None
            assert behind is not None
            assert contrast(ink, behind) >= 4.5, at
            seen += 1
    assert seen
