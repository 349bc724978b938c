"""One fact, printed identically in deck, report, chart labels and annex: read back from the finished files.

Nothing of the renderers is used: the deck is read by python-pptx, the report by python-docx, the annex
by openpyxl through its number formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from lxml import etree

from reportgen import BuildRequest, build
from reportgen.content.kpis import Kpi
from reportgen.content.report import Report
from reportgen.content.values import Quantity
from reportgen.locales import locale_for
from tests.conftest import SAMPLES
from tests.locales.formats import shown

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Project, period, its first grouping, and the least number of facts that must have been compared.
PACKS = {
    "electoral-roll, in the middle": ("electoral-roll", "2023-10", "region", 4, 40),
    "electoral-roll, a year later": ("electoral-roll", "2024-10", "region", 6, 80),
    "crm-adoption": ("crm-adoption", "2026-10", "segment", 8, 28),
}
# Where a word stands for the missing number.
NO_DATA = "n/a"


@dataclass(frozen=True)
class Pack:
    """The three documents of one period, and the report behind them."""

    report: Report
    deck: Any
    status: Any
    annex: Any
    grouping: str
    trends: int
    groups: int


@pytest.fixture(scope="module", params=list(PACKS))
def pack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    project, period, grouping, trends, groups = PACKS[request.param]
    out = tmp_path_factory.mktemp("pack")
    result = build(BuildRequest(SAMPLES / project, period=period, out=out))
    deck, status, annex = (str(path) for path in result.files[:3])
    files = pptx.Presentation(deck), docx.Document(status), openpyxl.load_workbook(annex, data_only=True)
    return Pack(result.report, *files, grouping, trends, groups)


def printed(pack: Pack, kpi: Kpi) -> dict[str, str]:
    """What must be read: the text of the total and of every group."""
    locale = locale_for("en")
    totals = {"": locale.text(kpi.value)}
    return totals | {figure.label: locale.text(figure.value) for figure in kpi.groups.get(pack.grouping, ())}


def deck_table(pack: Pack, name: str) -> Iterator[list[str]]:
    for slide in pack.deck.slides:
        for shape in slide.shapes:
            if shape.name == name:
                yield from ([cell.text for cell in row.cells] for row in shape.table.rows)


def report_tables(pack: Pack) -> Iterator[list[list[str]]]:
    # Content controls hide tables from python-docx's own list, so the tree is walked; parsed again,
    # because python-docx's elements answer itertext with their own idea of text.
    body: Any = etree.fromstring(etree.tostring(pack.status.element.body))
    for table in body.iter(f"{WORD}tbl"):
        yield [["".join(cell.itertext()) for cell in row.iter(f"{WORD}tc")] for row in table.iter(f"{WORD}tr")]


def cell_text(cell: Any) -> str:
    return shown(cell.value, cell.number_format) if isinstance(cell.value, int | float) else str(cell.value)


def annex_rows(pack: Pack, table: str) -> Iterator[dict[str, str]]:
    for sheet in pack.annex.worksheets:
        if table in sheet.tables:
            rows = list(sheet[sheet.tables[table].ref])
            heads = [str(cell.value) for cell in rows[0]]
            yield from (dict(zip(heads, map(cell_text, row), strict=True)) for row in rows[1:])


def chart_labels(chart: Any) -> dict[str, str]:
    """What the labels of the first series that has any show by category: its values through the label format."""
    series = next(each for each in chart.iter(f"{CHART}ser") if next(each.iter(f"{CHART}numFmt"), None) is not None)
    texts = {p.get("idx"): p.findtext(f"{CHART}v") for p in series.find(f"{CHART}cat").iter(f"{CHART}pt")}
    codes = {code.get("formatCode") for code in series.iter(f"{CHART}numFmt")}
    assert len(codes) == 1, codes
    code = codes.pop()
    points = series.find(f"{CHART}val").iter(f"{CHART}pt")
    return {texts[p.get("idx")]: shown(float(p.findtext(f"{CHART}v")), code) for p in points}


def deck_chart(pack: Pack, name: str) -> Any:
    for slide in pack.deck.slides:
        for shape in slide.shapes:
            if shape.name == name and shape.has_chart:
                return etree.fromstring(shape.chart.part.blob)
    return None


def test_the_total_of_every_indicator_is_the_same_text_in_deck_report_and_annex(pack: Pack) -> None:
    deck = {row[0].split("\n")[0]: row[2] for row in deck_table(pack, "rg:scorecard")}
    scorecard = next(rows for rows in report_tables(pack) if rows[0][0] == "Indicator" and "Target" in rows[0])
    column = scorecard[0].index("Actual")
    annex = {row["Indicator"]: row["Actual"] for row in annex_rows(pack, "tbl_indicators")}
    for kpi in pack.report.kpis:
        expected = printed(pack, kpi)[""]
        below = getattr(kpi.value, "reason", kpi.note)
        report = next(row[column] for row in scorecard if row[0].startswith(f"{kpi.label}{below}"))
        assert (deck[kpi.label], report, annex[kpi.label]) == (expected, expected, expected), kpi.id


def test_the_last_label_of_every_trend_is_the_text_of_the_total(pack: Pack) -> None:
    seen = 0
    for kpi in pack.report.kpis:
        if kpi.trend is None or not kpi.trend:
            continue
        chart = deck_chart(pack, f"rg:kpi.{kpi.id}.trend")
        assert chart is not None, kpi.id
        last = list(chart_labels(chart).values())[-1]
        assert last == printed(pack, kpi)[""], kpi.id
        seen += 1
    assert seen >= pack.trends


def test_every_group_is_the_same_text_in_deck_chart_report_table_and_annex(pack: Pack) -> None:
    compared = 0
    for kpi in pack.report.kpis:
        texts = {label: text for label, text in printed(pack, kpi).items() if label}
        annex = {
            row["Group"]: row["Actual"]
            for row in annex_rows(pack, "tbl_by_group")
            if row["Grouping"] == pack.report.groups[pack.grouping] and row["Indicator"] == kpi.label
        }
        assert texts.items() <= annex.items(), kpi.id
        if not any(text != NO_DATA for text in texts.values()):
            assert deck_chart(pack, f"rg:kpi.{kpi.id}.by.{pack.grouping}.chart") is None, "no data, no picture"
            continue
        assert labels_by_group(pack, kpi) == texts, kpi.id
        table = _group_table(pack, kpi)
        assert {row[0]: row[table[0].index("Actual")] for row in table[1:] if row[0] in texts} == texts, kpi.id
        compared += len(texts)
    assert compared >= pack.groups


def labels_by_group(pack: Pack, kpi: Kpi) -> dict[str, str]:
    """The number of each group in the deck: in one chart, or as the last of its own small chart."""
    chart = deck_chart(pack, f"rg:kpi.{kpi.id}.by.{pack.grouping}.chart")
    if chart is not None:
        return chart_labels(chart)
    last = {}
    for panel in kpi.panels(pack.grouping).each:
        assert panel.chart is not None
        drawn = deck_chart(pack, f"rg:{panel.chart.id}")
        assert drawn is not None, panel.label
        *_, last[panel.label] = chart_labels(drawn).values()
    return last


def _group_table(pack: Pack, kpi: Kpi) -> list[list[str]]:
    locale = locale_for("en")
    first = kpi.by(pack.grouping).rows[0]
    wanted = [locale.text(cell) for cell in first.cells[:4]]
    return next(
        rows
        for rows in report_tables(pack)
        if rows[0][0] == pack.report.groups[pack.grouping] and rows[1][:4] == wanted
    )


def test_groups_add_up_to_the_whole(pack: Pack) -> None:
    for kpi in pack.report.kpis:
        figures = kpi.groups.get(pack.grouping, ())
        parts = [figure.numerator.amount for figure in figures if isinstance(figure.numerator, Quantity)]
        if parts and isinstance(kpi.numerator, Quantity):
            assert sum(parts) == kpi.numerator.amount, kpi.id
