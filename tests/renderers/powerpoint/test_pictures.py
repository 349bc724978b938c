"""Pictures put together from several native objects: ranked lists with bars, charts in a grid, counts by status."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Cm

from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.panels import Panel, Panels
from reportgen.content.phrases import Phrase, Symbol
from reportgen.content.report import Report
from reportgen.content.tables import Align, Column, Emphasis, Row, Table
from reportgen.content.values import Count, NoData, Percent, Points, Status, Value
from reportgen.quality.layout import check_layout
from reportgen.quality.package import check_package
from tests.renderers.powerpoint.decks import a_template, opened, rendered, rows_of, shape_named, shapes_of, texts_of
from tests.renderers.reports import a_report

SHARE = Percent(Decimal(0), 1)
NOT_REPORTED = "not reported for October 2026"
COLUMNS = (
    Column("sign", ""),
    Column("name", "Department"),
    Column("group", "Segment", emphasis=Emphasis.QUIET),
    Column("numerator", "Numerator", Align.RIGHT),
    Column("denominator", "n", Align.RIGHT, format=Count(Decimal(0))),
    Column("value", "Actual", Align.RIGHT, emphasis=Emphasis.STRONG, format=SHARE),
    Column("note", "Remark"),
)


def share(number: int) -> Percent:
    return Percent(Decimal(number) / 1000, 1, id=f"share{number}")


def a_ranking(count: int, silent: int = 0, name: str = "Department {:02}") -> Table:
    """So many departments, each a little lower than the one before, and behind them those without data."""
    rows, values = [], list[Value]()
    for n in range(count + silent):
        known = n < count
        value: Value = share(900 - 7 * n) if known else NoData("no values")
        sign = Symbol(Status.ON_TRACK if known else Status.NO_DATA)
        whole: Value = Count(Decimal(100 + n)) if known else NoData("no values")
        strong = Emphasis.STRONG if known and n >= count - 2 else Emphasis.NONE
        remark = "" if known else NOT_REPORTED
        rows.append(Row(f"D{n:02}", (sign, name.format(n), "Field offices", whole, whole, value, remark), strong))
        values.append(value)
    keys = tuple(row.key for row in rows)
    series = (
        Series("Share", tuple(values)),
        Series("Target", tuple(share(700) for _ in values), Role.TARGET),
    )
    id = "kpi.active_share.ranking"
    names = tuple(name.format(n) for n in range(count + silent))
    chart = Chart(f"{id}.chart", ChartKind.BAR, names, series, SHARE, alt="Bars", keys=keys, emphasis=keys[-2:])
    return Table(id, COLUMNS, tuple(rows), alt="Departments ranked", chart=chart)


def a_panel(n: int) -> Panel:
    id = f"kpi.active_share.panels.segment.{n}"
    series = (Series("Share", (share(400), share(500), share(600 + n))),)
    chart = Chart(id, ChartKind.LINE, ("Aug 2026", "Sep 2026", "Oct 2026"), series, SHARE, alt=f"Group {n}")
    facts = (
        Row("counted", ("Counted", "826 of 1 080")),
        Row("gap", ("Gap to target, points", Points(Decimal("0.065"), 1, True, id=f"gap{n}"))),
    )
    table = Table(f"{id}.facts", (Column("fact", ""), Column("value", "")), facts, alt=f"Facts of group {n}")
    return Panel(f"g{n}", f"Group {n}", Status.AT_RISK, chart, table)


def with_more(**blocks: Any) -> Report:
    report = a_report()
    more = {name.replace("_", "."): block for name, block in blocks.items()}
    return replace(report, kpis=(replace(report.lead, more=more), *report.kpis[1:]))


def a_deck(path: Path, report: Report, tag: str) -> bytes:
    return rendered(report, a_template(path / "t.pptx", ("Title", tag, "Notes"))).data


def charts_of(slide: Any) -> list[Any]:
    return [shape for shape in shapes_of(slide) if shape.has_chart]


def test_bars_lie_level_with_their_rows(tmp_path: Path) -> None:
    slide = opened(a_deck(tmp_path, with_more(ranking=a_ranking(20)), "{{ lead.ranking }}")).slides[0]
    table, bars = shape_named(slide, "rg:kpi.active_share.ranking"), charts_of(slide)[0]
    rows = [row.height for row in table.table.rows]
    assert bars.top == table.top
    assert bars.height == sum(rows)
    # The plot begins where the head of the table ends, and each bar has the height of a row.
    layout = bars.chart._chartSpace.find(".//{*}plotArea/{*}layout/{*}manualLayout")
    top, height = (float(layout.find(f"{{*}}{name}").get("val")) * bars.height for name in ("y", "h"))
    assert top == pytest.approx(rows[0], abs=100)
    assert height / 20 == pytest.approx(rows[1], abs=10)
    assert table.left + table.width <= bars.left


def test_what_did_not_report_stands_below_with_the_reason_and_has_no_bar(tmp_path: Path) -> None:
    data = a_deck(tmp_path, with_more(ranking=a_ranking(10, silent=2)), "{{ lead.ranking }}")
    slide = opened(data).slides[0]
    rows = rows_of(shape_named(slide, "rg:kpi.active_share.ranking"))
    assert [row[1] for row in rows[-2:]] == ["Department 10", "Department 11"]
    assert [row[-1] for row in rows[-2:]] == ["", ""]
    assert texts_of(slide).count(NOT_REPORTED) == 2
    bars = charts_of(slide)[0]
    assert len(bars.chart.plots[0].categories) == 10
    notes = [shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text == NOT_REPORTED]
    assert all(note.top >= bars.top + bars.height for note in notes)
    assert check_layout(data) == []
    assert check_package(data) == []


def test_a_ranking_whose_columns_were_picked_is_a_table_like_others(tmp_path: Path) -> None:
    data = a_deck(tmp_path, with_more(ranking=a_ranking(5)), '{{ lead.ranking.pick("name", "value") }}')
    slide = opened(data).slides[0]
    assert rows_of(shape_named(slide, "rg:kpi.active_share.ranking"))[0] == ["Department", "Actual"]
    assert charts_of(slide) == []


def test_a_long_ranking_goes_on_with_the_bars_of_its_rows(tmp_path: Path) -> None:
    data = a_deck(tmp_path, with_more(ranking=a_ranking(48, silent=2)), "{{ lead.ranking }}")
    slides = list(opened(data).slides)
    assert [slide.shapes.title.text_frame.text for slide in slides] == ["Title (1/2)", "Title (2/2)"]
    for slide, bars in zip(slides, (25, 23), strict=True):
        assert len(rows_of(shape_named(slide, "rg:kpi.active_share.ranking"))) == 26
        assert len(charts_of(slide)[0].chart.plots[0].categories) == bars
    assert check_package(data) == []


def test_bars_come_along_where_only_what_stands_beside_them_goes_on(tmp_path: Path) -> None:
    report = with_more(ranking=a_ranking(5))
    template = a_template(tmp_path / "t.pptx", ("Title", "{{ lead.ranking }}", "Notes"), layout="Ranked list")
    deck = Presentation(str(template))
    for place in deck.slides[0].placeholders:
        if place.placeholder_format.idx == 22:
            place.text_frame.text = "{{ summary }}"
    deck.save(str(template))
    long = [Finding(Phrase("Words that go on and on. " * 12), label=f"Heading {n}") for n in range(3)]
    report = replace(report, blocks={**report.blocks, "summary": Narrative("summary", tuple(long))})
    data = rendered(report, template).data
    slides = list(opened(data).slides)
    assert len(slides) > 1
    assert [len(charts_of(slide)[0].chart.plots[0].categories) for slide in slides] == [5] * len(slides)
    assert check_package(data) == []


def test_long_names_leave_room_for_the_bars_and_stand_whole_in_the_notes(tmp_path: Path) -> None:
    name = "Directorate for the Coordination of Registers and of Relations with Border Regions {:02}"
    data = a_deck(tmp_path, with_more(ranking=a_ranking(5, name=name)), "{{ lead.ranking }}")
    slide = opened(data).slides[0]
    shown = [row[1] for row in rows_of(shape_named(slide, "rg:kpi.active_share.ranking"))[1:]]
    assert all(each.endswith("…") for each in shown)
    assert name.format(3) in slide.notes_slide.notes_text_frame.text
    assert charts_of(slide)[0].width > Cm(10)
    assert check_layout(data) == []


@pytest.mark.parametrize(("width", "height"), [(30.7, 12.9), (22.0, 9.0), (14.0, 12.0)])
def test_a_ranking_stays_in_any_box(tmp_path: Path, width: float, height: float) -> None:
    template = a_template(tmp_path / "t.pptx", ("Title", "x", "Notes"))
    deck = Presentation(str(template))
    box = deck.slides[0].shapes.add_textbox(Cm(1.6), Cm(5), Cm(width), Cm(height))
    box.text_frame.text = "{{ lead.ranking }}"
    for place in list(deck.slides[0].placeholders):
        if place.placeholder_format.idx == 20:
            place._element.getparent().remove(place._element)
    deck.save(str(template))
    made = opened(rendered(with_more(ranking=a_ranking(20, silent=3)), template).data)
    for slide in made.slides:
        table, bars = shape_named(slide, "rg:kpi.active_share.ranking"), charts_of(slide)[0]
        assert bars.left + bars.width == Cm(1.6) + Cm(width)
        assert table.top + sum(row.height for row in table.table.rows) <= Cm(5) + Cm(height)


@pytest.mark.parametrize(("count", "rows", "facts"), [(1, 1, True), (4, 1, True), (5, 2, False), (8, 2, False)])
def test_small_charts_stand_in_a_grid(tmp_path: Path, count: int, rows: int, facts: bool) -> None:
    panels = Panels("kpi.active_share.panels.segment", tuple(a_panel(n) for n in range(count)))
    data = a_deck(tmp_path, with_more(panels_segment=panels), '{{ lead.panels("segment") }}')
    slide = opened(data).slides[0]
    charts = charts_of(slide)
    assert [chart.name for chart in charts] == [f"rg:kpi.active_share.panels.segment.{n}" for n in range(count)]
    assert len({(chart.width, chart.height) for chart in charts}) == 1
    assert len({chart.top for chart in charts}) == rows
    assert all(one.left + one.width <= other.left for one, other in pairwise(charts) if one.top == other.top)
    assert ("826 of 1 080" in texts_of(slide)) == facts
    assert [text for text in texts_of(slide) if text.startswith("Group")] == [f"Group {n}" for n in range(count)]
    assert check_layout(data) == []
    assert check_package(data) == []


def test_more_small_charts_than_a_slide_holds_go_on_on_the_next(tmp_path: Path) -> None:
    panels = Panels("kpi.active_share.panels.segment", tuple(a_panel(n) for n in range(12)))
    data = a_deck(tmp_path, with_more(panels_segment=panels), '{{ lead.panels("segment") }}')
    assert [len(charts_of(slide)) for slide in opened(data).slides] == [6, 6]


def test_what_a_grid_prints_is_known_for_a_later_build(tmp_path: Path) -> None:
    panels = Panels("kpi.active_share.panels.segment", (a_panel(0), a_panel(1)))
    template = a_template(tmp_path / "t.pptx", ("Title", '{{ lead.panels("segment") }}', "Notes"))
    slots = {slot.id: slot.kind for slot in rendered(with_more(panels_segment=panels), template).slots}
    assert slots["kpi.active_share.panels.segment.1"] == "chart"
    assert slots["kpi.active_share.panels.segment.1.facts"] == "table"


def test_counts_by_status_stand_below_each_other(tmp_path: Path) -> None:
    rows = tuple(
        Row(status.value, (Count(Decimal(number)), status))
        for number, status in ((10, Status.ON_TRACK), (9, Status.OFF_TRACK))
    )
    tally = Table("kpi.active_share.statuses", (Column("number", "Number"), Column("status", "Status")), rows)
    slide = opened(a_deck(tmp_path, with_more(statuses=tally), "{{ lead.statuses }}")).slides[0]
    text = shape_named(slide, "rg:kpi.active_share.statuses").text_frame.text
    assert text.split("\n") == ["10\t● On track", "\N{FIGURE SPACE}9\t◆ Off track"]
