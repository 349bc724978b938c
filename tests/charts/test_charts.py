"""Native charts: what the parts say, and what other programs read out of them."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pptx
import pytest

from reportgen.charts import CHART_KINDS, CellRefs, add_chart, arranged, chart_part
from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.values import Count, Quantity
from reportgen.locales import cell_number
from reportgen.ooxml import Draft, parse_xml, read_package
from reportgen.ooxml.names import NS, qn
from reportgen.quality.package import check_package
from tests.charts.samples import ACTUAL, BARS, CHANGES, COLUMNS, EVERY, PAIR, TREND, counts, look, months, shares
from tests.office_files import plain_annex, plain_report
from tests.quality.audit import new_findings

NBSP = "\u00a0"


def tree(chart: Chart) -> Any:
    return parse_xml(chart_part(chart, look()))


def values(node: Any, path: str) -> list[str | None]:
    return [found.get("val") for found in node.iterfind(path, NS)]


def deck_of(*charts: Chart) -> bytes:
    """A deck with each chart on a slide of its own."""
    presentation = pptx.Presentation()
    for _ in charts:
        presentation.slides.add_slide(presentation.slide_layouts[6])
    out = io.BytesIO()
    presentation.save(out)
    draft = Draft(read_package(out.getvalue(), "deck.pptx"))
    size = look()
    for number, chart in enumerate(charts, start=1):
        part = f"ppt/slides/slide{number}.xml"
        frame = (
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="7" name="rg:{chart.id}" descr="A chart"/>'
            "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>"
            f'<p:xfrm><a:off x="0" y="0"/><a:ext cx="{size.width}" cy="{size.height}"/></p:xfrm>'
            f'<a:graphic><a:graphicData uri="{NS["c"]}"><c:chart xmlns:c="{NS["c"]}" '
            f'r:id="{add_chart(draft, part, chart, size, "ppt")}"/></a:graphicData></a:graphic></p:graphicFrame>'
        )
        draft.replace(part, draft.read(part).replace(b"</p:spTree>", frame.encode() + b"</p:spTree>"))
    return draft.to_bytes()


def read_back(chart: Chart):
    """The chart as python-pptx sees it."""
    slide = pptx.Presentation(io.BytesIO(deck_of(chart))).slides[0]
    [shape] = [shape for shape in slide.shapes if shape.has_chart]
    return shape.chart


def plotted(chart: Chart) -> list[Series]:
    """The series that a chart draws as such: the target of bars is drawn over them."""
    drawn = arranged(chart, look().locale).series
    return [each for each in drawn if chart.kind is not ChartKind.BAR or each.role is not Role.TARGET]


def test_every_kind_of_chart_can_be_drawn():
    assert set(CHART_KINDS) == set(ChartKind) == {chart.kind for chart in EVERY.values()}


@pytest.mark.parametrize("chart", EVERY.values(), ids=EVERY)
def test_another_program_reads_the_same_series(chart):
    read = {series.name: list(series.values) for plot in read_back(chart).plots for series in plot.series}
    assert read == {
        series.name: [cell_number(v) if isinstance(v, Quantity) else None for v in series.values]
        for series in plotted(chart)
    }


@pytest.mark.parametrize("chart", EVERY.values(), ids=EVERY)
def test_the_workbook_behind_a_chart_holds_names_numbers_and_their_format(chart):
    book = openpyxl.load_workbook(io.BytesIO(read_back(chart).part.chart_workbook.xlsx_part.blob))
    assert book.sheetnames == ["Data"]
    drawn = arranged(chart, look().locale).series
    for series, column in zip(drawn, list(book["Data"].iter_cols())[-len(drawn) :], strict=True):
        assert column[0].value == series.name
        numbers = [cell_number(value) if isinstance(value, Quantity) else None for value in series.values]
        assert [cell.value for cell in column[1:]] == numbers
        held = {cell.number_format for cell in column[1:] if cell.value is not None}
        assert held <= {tree(chart).findtext(".//c:formatCode", namespaces=NS)}


@pytest.mark.parametrize("chart", EVERY.values(), ids=EVERY)
def test_references_lead_to_the_cells_that_hold_what_the_chart_says(chart):
    part = read_back(chart).part
    sheet = openpyxl.load_workbook(io.BytesIO(part.chart_workbook.xlsx_part.blob))["Data"]
    root: Any = parse_xml(part.blob)
    for reference in root.iter(qn("c:numRef"), qn("c:strRef")):
        area = sheet[reference.findtext(qn("c:f")).removeprefix("Data!")]
        cells = [row[0] for row in area] if isinstance(area, tuple) else [area]
        cached = {int(p.get("idx")): p.findtext(qn("c:v")) for p in reference.iter(qn("c:pt"))}
        assert cached == {at: str(cell.value) for at, cell in enumerate(cells) if cell.value is not None}


def test_labels_show_what_the_documents_print():
    [label] = [node for node in tree(TREND).iterfind(".//c:dLbl", NS) if node.find("c:idx", NS).get("val") == "12"][:1]
    assert label.find("c:numFmt", NS).attrib == {"formatCode": f'0.0"{NBSP}"%', "sourceLinked": "0"}
    formats = {node.get("formatCode") for node in tree(CHANGES).iterfind(".//c:dLbls//c:numFmt", NS)}
    assert formats == {'+0.0;"−"0.0;0.0'}


@pytest.mark.parametrize(("actual", "target"), [(0.645, 0.65), (0.664, 0.65)])
def test_labels_at_the_end_of_lines_stand_apart_in_the_order_of_the_lines(actual: float, target: float):
    lines = Series("Actual", shares(*ACTUAL[:-1], actual)), Series("Target", shares(*[target] * 13), Role.TARGET)
    shifts = []
    for series in tree(replace(TREND, series=lines)).iterfind(".//c:ser", NS):
        [label] = [one for one in series.iterfind(".//c:dLbl", NS) if one.find("c:idx", NS).get("val") == "12"]
        shifts.append(float(label.find("c:layout/c:manualLayout/c:y", NS).get("val")))
    assert (shifts[0] > shifts[1]) is (actual < target)


def test_labels_stay_on_one_line():
    for chart in EVERY.values():
        bodies = tree(chart).iterfind(".//c:dLbl/c:txPr/a:bodyPr", NS)
        assert {body.get("wrap") for body in bodies} <= {"none"}


def test_no_number_format_follows_the_source():
    for chart in EVERY.values():
        assert {node.get("sourceLinked") for node in tree(chart).iter(qn("c:numFmt"))} == {"0"}


def test_a_missing_number_is_a_gap_and_never_zero():
    chart = replace(TREND, series=(Series("Actual", shares(0.1, None, *[0.3] * 11)),))
    points = [point.get("idx") for point in tree(chart).iterfind(".//c:val//c:pt", NS)]
    assert points == [str(n) for n in range(13) if n != 1]
    assert values(tree(chart), ".//c:dispBlanksAs") == ["gap"]


def test_bars_and_columns_start_at_zero():
    for chart in (COLUMNS, PAIR, BARS):
        assert values(tree(chart), ".//c:valAx/c:scaling/c:min") == ["0.0"]
    [low] = values(tree(CHANGES), ".//c:valAx/c:scaling/c:min")
    assert float(low or 0) < -1.4


def test_a_line_that_leaves_out_zero_says_where_its_scale_starts():
    draft = Draft(read_package(plain_report(), "status.docx"))
    add_chart(draft, "word/document.xml", TREND, look(), "word")
    assert values(tree(TREND), ".//c:valAx/c:scaling/c:min") == ["0.4"]
    assert f"scale starts at 40{NBSP}%" in draft.read("word/drawings/drawing1.xml").decode()
    near_zero = replace(TREND, series=(Series("Actual", shares(*[0.1] * 12, 0.5)),))
    add_chart(draft, "word/document.xml", near_zero, look(), "word")
    assert "word/drawings/drawing2.xml" not in draft.names


def test_the_target_of_bars_stands_across_them_at_its_value():
    draft = Draft(read_package(plain_report(), "status.docx"))
    add_chart(draft, "word/document.xml", BARS, look(), "word")
    overlay: Any = parse_xml(draft.read("word/drawings/drawing1.xml"))
    assert overlay.findtext(".//a:t", namespaces=NS) == f"Target 70.0{NBSP}%"
    [stroke] = [anchor for anchor in overlay if anchor.find("cdr:cxnSp", NS) is not None]
    x = float(stroke.findtext("cdr:from/cdr:x", namespaces=NS))
    layout = tree(BARS).find(".//c:plotArea/c:layout/c:manualLayout", NS)
    left, width = (float(layout.find(f"c:{name}", NS).get("val")) for name in "xw")
    assert x == pytest.approx(left + 0.7 * width, abs=0.001)
    assert values(tree(BARS), ".//c:valAx/c:scaling/c:max") == ["1.0"]


def test_targets_that_differ_by_row_are_drawn_row_by_row_each_with_its_number():
    chart = replace(BARS, series=(BARS.series[0], Series("Target", shares(0.5, 0.5, 0.6, None, 0.7), Role.TARGET)))
    draft = Draft(read_package(plain_report(), "status.docx"))
    add_chart(draft, "word/document.xml", chart, look(), "word")
    overlay: Any = parse_xml(draft.read("word/drawings/drawing1.xml"))
    numbers = [f"Target {number}{NBSP}%" for number in ("50.0", "50.0", "60.0", "70.0")]
    assert [node.text for node in overlay.iterfind(".//a:t", NS)] == [*numbers, "No data"]
    assert len(overlay.findall(".//cdr:cxnSp", NS)) == 3
    # Each stands right of its bar and its line, within the chart.
    lines = [
        float(line.getparent().findtext(".//cdr:x", namespaces=NS)) for line in overlay.iterfind(".//cdr:cxnSp", NS)
    ]
    starts = [
        [float(x.text) for x in shape.getparent().iterfind(".//cdr:x", NS)]
        for shape in overlay.iterfind(".//cdr:sp", NS)
    ]
    assert starts[0][0] > lines[0]
    assert max(end for _, end in starts) <= 1.0


def test_the_message_is_in_accent_1_and_the_rest_grey():
    bars = tree(BARS).find(".//c:ser", NS)
    assert bars.find("c:spPr/a:solidFill/a:schemeClr", NS).get("val") == "accent2"
    assert [point.find("c:idx", NS).get("val") for point in bars.iterfind("c:dPt", NS)] == ["3"]
    assert bars.find("c:dPt/c:spPr/a:solidFill/a:schemeClr", NS).get("val") == "accent1"
    everything = replace(BARS, emphasis=())
    assert tree(everything).find(".//c:ser/c:spPr/a:solidFill/a:schemeClr", NS).get("val") == "accent1"


def test_colours_and_fonts_are_those_of_the_theme():
    for chart in EVERY.values():
        fixed = {node.get("val") for node in tree(chart).iter(qn("a:srgbClr"))}
        judges = chart.kind in (ChartKind.VARIANCE, ChartKind.CONTRIBUTION)
        assert fixed - {look().brand.grey} <= (set(look().brand.status_colours.values()) if judges else set())
        assert {node.get("typeface") for node in tree(chart).iter(qn("a:latin"))} == {"+mn-lt"}


def test_only_two_series_side_by_side_have_a_legend_and_no_chart_has_a_title():
    legends = {name: tree(chart).find(".//c:legend", NS) is not None for name, chart in EVERY.items()}
    assert [name for name, has in legends.items() if has] == ["pair"]
    for chart in EVERY.values():
        assert values(tree(chart), ".//c:autoTitleDeleted") == ["1"]
        assert tree(chart).find(".//c:title", NS) is None
        assert values(tree(chart), "./c:roundedCorners") == ["0"]


def test_gridlines_are_on_line_charts_only_with_three_to_five_marks():
    for chart in EVERY.values():
        has = tree(chart).find(".//c:majorGridlines", NS) is not None
        assert has == (chart.kind is ChartKind.LINE)
    for top in (0.07, 0.5, 0.93, 3, 17, 124, 9_999, 1_234_567):
        chart = replace(TREND, series=(Series("Actual", counts(*[0] * 12, 1)),), format=Count(Decimal(0)))
        chart = replace(chart, series=(Series("Actual", (*counts(*[0] * 12), Count(Decimal(str(top))))),))
        scaling = tree(chart).find(".//c:valAx", NS)
        low, high, unit = (float(scaling.find(f".//c:{n}", NS).get("val")) for n in ("min", "max", "majorUnit"))
        assert 2 <= (high - low) / unit <= 4.001
        assert high >= top


def test_the_target_of_columns_is_a_line_on_the_same_axes():
    plot = tree(COLUMNS).find(".//c:plotArea", NS)
    assert values(plot.find("c:barChart", NS), "c:axId") == values(plot.find("c:lineChart", NS), "c:axId")
    label = plot.find("c:lineChart//c:dLbl", NS)
    assert values(label, "c:showSerName") == values(label, "c:showVal") == ["1"]


def test_months_and_years_stand_in_two_lines_only_where_one_line_has_no_room():
    assert tree(TREND).find(".//c:multiLvlStrRef", NS) is not None
    few = replace(TREND, categories=months(6), series=(Series("Actual", shares(*ACTUAL_SIX)),))
    assert tree(few).find(".//c:multiLvlStrRef", NS) is None
    other = replace(TREND, categories=tuple(f"Reporting round number {n}" for n in range(13)))
    assert tree(other).find(".//c:multiLvlStrRef", NS) is None
    assert int(values(tree(other), ".//c:tickLblSkip")[0] or 0) > 1


ACTUAL_SIX = (0.41, 0.47, None, 0.552, 0.626, 0.664)


def test_a_chart_in_a_workbook_refers_to_its_cells_and_has_no_workbook_of_its_own():
    draft = Draft(read_package(plain_annex(), "annex.xlsx"))
    draft.add("xl/drawings/drawing1.xml", b"<x/>", "application/vnd.openxmlformats-officedocument.drawing+xml")
    cells = CellRefs(
        "'By group'!$A$5:$A$10", ("'By group'!$C$4", ""), ("'By group'!$C$5:$C$10", "'By group'!$E$5:$E$10")
    )
    id = add_chart(draft, "xl/drawings/drawing1.xml", COLUMNS, look(), "xl", cells)
    [arrow] = draft.relationships("xl/drawings/drawing1.xml")
    assert (arrow.id, arrow.target) == (id, "xl/charts/chart1.xml")
    part: Any = parse_xml(draft.read(arrow.target))
    assert [node.text for node in part.iter(qn("c:f"))] == [
        *("'By group'!$C$4", "'By group'!$A$5:$A$10", "'By group'!$C$5:$C$10"),
        *("'By group'!$A$5:$A$10", "'By group'!$E$5:$E$10"),
    ]
    assert part.find("c:externalData", NS) is None
    assert not [name for name in draft.names if "embeddings" in name]


def test_hostile_names_stay_text():
    chart = replace(BARS, series=(Series('=cmd|"<b>&\x0b', BARS.series[0].values),))
    assert tree(chart).findtext(".//c:tx//c:v", namespaces=NS) == '=cmd|"<b>&'
    assert [plot.categories[4] for plot in read_back(chart).plots] == ["Islands & <other>"]


def test_a_chart_of_one_point_or_of_zeros_can_be_drawn():
    one = replace(TREND, categories=("Oct 2026",), series=(Series("Actual", shares(0.5)),))
    for chart in (one, replace(one, series=(Series("Actual", shares(0.0)),)), replace(one, kind=ChartKind.BAR)):
        assert check_package(deck_of(chart)) == []


def test_the_same_chart_has_the_same_bytes():
    assert deck_of(*EVERY.values()) == deck_of(*EVERY.values())


def test_charts_bring_no_finding_of_the_package_check_or_openxml_audit(tmp_path):
    file = tmp_path / "deck.pptx"
    file.write_bytes(deck_of(*EVERY.values()))
    assert check_package(file) == []
    assert not new_findings(file)
