"""Lines with what happened and what is expected: events above the plot, a dashed line in its range."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportgen.charts import arranged
from reportgen.content.charts import Event, Role, Series
from reportgen.content.values import Count, Quantity
from reportgen.locales import locale_for
from reportgen.ooxml.names import NS
from tests.charts.samples import ACTUAL, PATH, TREND, counts, months, shares
from tests.charts.test_kinds import labelled, overlay, setting, tree, words

_BEFORE = [None] * 12
KEYS = tuple(f"{number}" for number in range(16))
FAN = replace(
    TREND,
    categories=months(16),
    keys=KEYS,
    series=(
        Series("Actual", shares(*ACTUAL, *[None] * 3)),
        Series("Target", shares(*PATH, 0.72, 0.74, 0.76), Role.TARGET),
        Series("Forecast", shares(*_BEFORE, 0.664, 0.68, 0.69, 0.7), Role.FORECAST),
        Series("from", shares(*_BEFORE, 0.664, 0.66, 0.66, 0.66), Role.LOW),
        Series("to", shares(*_BEFORE, 0.664, 0.7, 0.72, 0.74), Role.HIGH),
    ),
    events=(Event("6", "April 2026", "Field offices join"), Event("7", "May 2026", "Campaign")),
)
NBSP = "\N{NO-BREAK SPACE}"


def test_a_forecast_is_a_dashed_line_in_a_hatched_range() -> None:
    plot = tree(FAN).find(".//c:plotArea", NS)
    low, high = plot.findall("c:areaChart/c:ser", NS)
    assert low.find("c:spPr/a:noFill", NS) is not None
    assert setting(plot, "c:areaChart/c:grouping") == "stacked"
    assert high.find("c:spPr/a:pattFill", NS) is not None
    actual, target, expected = plot.findall("c:lineChart/c:ser", NS)
    assert setting(expected, "c:spPr/a:ln/a:prstDash") == "dash"
    assert actual.find("c:spPr/a:ln/a:prstDash", NS) is None
    # The target says what it asks for where the actual line ends, and where it is due.
    assert (labelled(target), labelled(expected)) == ([12, 15], [15])
    assert [setting(point, "c:idx") for point in target.findall("c:dPt", NS)] == ["12"]


def test_the_areas_come_before_the_lines_that_they_must_not_cover() -> None:
    plot = tree(FAN).find(".//c:plotArea", NS)
    kinds = [child.tag.rpartition("}")[2] for child in plot]
    assert kinds.index("areaChart") < kinds.index("lineChart")


def test_the_range_is_drawn_by_its_height_and_told_by_its_ends() -> None:
    heights = arranged(FAN, locale_for("en")).series[-1].values
    assert [round(float(value.amount), 3) for value in heights[12:] if isinstance(value, Quantity)] == [
        0.0,
        0.04,
        0.06,
        0.08,
    ]
    assert f"66.0{NBSP}% to 74.0{NBSP}%" in words(overlay(FAN))


def test_events_stand_above_the_plot_and_do_not_cover_each_other() -> None:
    drawing = overlay(FAN)
    assert words(drawing)[:4] == ["April 2026", "Field offices join", "May 2026", "Campaign"]
    strokes = drawing.findall(".//cdr:cxnSp", {"cdr": "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"})
    assert len(strokes) == 2
    assert all(stroke.find(".//a:prstDash", NS) is not None for stroke in strokes)
    places = {}
    for box in drawing.iter("{http://schemas.openxmlformats.org/drawingml/2006/chartDrawing}sp"):
        left, width = int(box.find(".//a:off", NS).get("x")), int(box.find(".//a:ext", NS).get("cx"))
        places["".join(box.itertext())] = (left, left + width)
    assert places["Field offices join"][1] <= places["Campaign"][0]


def test_an_event_outside_the_chart_is_not_drawn() -> None:
    assert words(overlay(replace(TREND, events=(Event("2030-01", "January 2030", "Later"),)))) == [
        "scale starts at 40" + NBSP + "%"
    ]


def test_the_number_of_a_deep_valley_stands_beside_it_where_the_axis_is_close() -> None:
    uses = (988_635, 1_167_000, 958_000, 1_161_000, 674_976, 1_180_932, 1_308_882)
    valley = replace(
        TREND, categories=months(7, 3, 2024), series=(Series("Actual", counts(*uses)),), format=Count(Decimal(0))
    )

    def place(height: int) -> str:
        chart = tree(valley, height=height)
        label = next(node for node in chart.findall(".//c:dLbl", NS) if setting(node, "c:idx") == "4")
        return setting(label, "c:dLblPos")

    assert place(4_590_000) == "b"
    assert place(2_600_000) == "r"
