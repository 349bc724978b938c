"""The Report of the sample project: every named block, with numbers that agree and sentences that are true."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.content.charts import Chart, ChartKind, Role
from reportgen.content.interchange import from_json, to_json
from reportgen.content.kpis import Kpi
from reportgen.content.narrative import Narrative
from reportgen.content.periods import Period
from reportgen.content.phrases import Symbol
from reportgen.content.report import Report
from reportgen.content.tables import Emphasis, Table
from reportgen.content.values import NoData, Percent, Quantity, Status
from reportgen.dataset import Dataset
from reportgen.loaders import load
from reportgen.locales import locale_for
from reportgen.project import Project, read_project
from reportgen.rules.assemble import build_report
from reportgen.rules.planning.plan import Plan, plan
from tests.rules.projects import ENTITIES, SAMPLE, UNITS, UNITS_TABLE, prepared

NBSP = "\u00a0"
EN = locale_for("en")
TABLES = (
    *("scorecard", "indicators", "outlook", "lead_groups", "changes", "status_changes", "by_group", "entities"),
    *("definitions", "lineage", "quality", "sources", "people", "history"),
    *("entities_new", "entities_lost", "escalations"),
)
NARRATIVES = ("summary", "status_summary", "notes", "escalation_notes")


@pytest.fixture(scope="module")
def sample() -> tuple[Project, Plan, Dataset]:
    project = read_project(SAMPLE)
    bound, _ = plan(project)
    dataset, _ = load(project)
    return project, bound, dataset


@pytest.fixture(scope="module")
def reports(sample: tuple[Project, Plan, Dataset]) -> dict[str, Report]:
    """The reports of October 2023 and October 2024."""
    return {name: build_report(*sample, Period.parse(name), None)[0] for name in ("2023-10", "2024-10")}


@pytest.fixture(scope="module", params=["2023-10", "2024-10"])
def report(reports: dict[str, Report], request: pytest.FixtureRequest) -> Report:
    return reports[str(request.param)]


def said(text: object) -> str:
    return str(text).replace(NBSP, " ")


def keys(table: Table) -> list[str]:
    return [column.key for column in table.columns]


def cells(table: Table, row: str) -> dict[str, str]:
    """The printed cells of a row by the key of their column."""
    found = next(each for each in table.rows if each.key == row)
    return {column.key: said(EN.text(cell)) for column, cell in zip(table.columns, found.cells, strict=True)}


# ---- What every report holds


def test_every_block_that_templates_name_is_there(report):
    assert set(report.blocks) == {*TABLES, *NARRATIVES}
    assert all(isinstance(report.blocks[name], Table) for name in TABLES)
    assert all(isinstance(report.blocks[name], Narrative) for name in NARRATIVES)


def test_the_first_kpi_by_group_stands_in_the_columns_of_the_indicators(report):
    shown, whole = report.table("lead_groups"), report.table("indicators")
    common = [key for key in keys(shown) if key != "group"]
    assert common == [key for key in keys(whole) if key in common]
    assert {"numerator", "denominator", "actual"} <= set(common)
    assert [row.key for row in shown.rows] == [row.key for row in report.lead.by("region").rows]
    total, lead = cells(shown, "total"), cells(whole, report.lead.id)
    assert {key: total[key] for key in common} == {key: lead[key] for key in common}
    assert shown.rows[-1].emphasis is Emphasis.TOTAL


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("by_group", "grouping group indicator numerator denominator actual target gap status previous rule"),
        ("definitions", "indicator definition formula unit counted source"),
        (
            "lineage",
            "indicator scope formula numerator denominator tables files filter rows cells value unrounded rule",
        ),
        ("quality", "severity file sheet cell message found done"),
        ("sources", "file table rows sha256 label"),
        (
            "indicators",
            "indicator numerator denominator actual target gap sign status previous year_ago trend owner source rule",
        ),
    ],
)
def test_annex_tables_have_the_columns_of_the_contract(report, name, columns):
    assert keys(report.table(name)) == columns.split()


def test_the_changes_have_what_every_report_compares_and_more_where_there_is_more(report):
    always = ["indicator", "previous", "actual", "change", "status_before", "status"]
    optional = ["change_percent", "target_before", "target", "rule_before", "rule"]
    optional += ["moved_by", "rates", "weights", "restated"]
    found = keys(report.table("changes"))
    assert [key for key in found if key in always] == always
    assert {*found} <= {*always, *optional}


def test_blocks_are_known_by_their_ids(report):
    for name, block in report.blocks.items():
        assert block.id == name
    for kpi in report.kpis:
        assert kpi.remarks is not None
        assert kpi.remarks.id == f"kpi.{kpi.id}.remarks"
        for grouping, table in kpi.tables.items():
            assert table.id == f"kpi.{kpi.id}.by.{grouping}"
            assert table.chart is None or table.chart.id == f"{table.id}.chart"


def test_titles_are_unique_short_and_full_sentences_where_there_is_something_to_say(report):
    said_by: dict[str, str] = {}
    for block in report.every_block():
        if isinstance(block, Kpi) or not block.headline or block.id.endswith(".chart"):
            continue
        assert len(block.headline.text) <= 90
        assert block.headline.text not in said_by
        said_by[block.headline.text] = block.id
    assert len(said_by) > 15


def test_visuals_have_a_subtitle_a_source_and_a_text_for_those_who_do_not_see_them(report):
    for block in report.every_block():
        if isinstance(block, Chart | Table) and block:
            assert block.subtitle
            assert 20 < len(block.alt) <= 250
            assert "Ministero dell'Interno" in block.source


def test_rows_fit_their_columns(report):
    for block in report.every_block():
        if isinstance(block, Table):
            assert {len(row.cells) for row in block.rows} <= {len(block.columns)}
            assert len({row.key for row in block.rows}) == len(block.rows)
        if isinstance(block, Chart):
            assert {len(series.values) for series in block.series} == {len(block.categories)} == {len(block.keys)}


def test_every_span_prints_what_its_number_prints_elsewhere(report):
    printed: dict[str, str] = {}
    for kpi in report.kpis:
        for figure in (kpi.total, *(f for group in kpi.groups.values() for f in group)):
            for value in (figure.value, figure.target, figure.gap, figure.change, figure.previous):
                if isinstance(value, Quantity):
                    printed[value.id] = EN.text(value)
    checked = 0
    for block in report.every_block():
        phrases = [] if isinstance(block, Kpi) else [block.headline]
        if isinstance(block, Narrative):
            phrases += [phrase for finding in block.findings for phrase in (finding.statement, finding.consequence)]
        for phrase in phrases:
            for span in phrase.spans:
                text = phrase.text[span.start : span.end]
                # Where words tell the direction, "18.7 points below", the sign is left out.
                number = printed.get(span.id, text)
                assert text in (number, number.lstrip("+\N{MINUS SIGN}"))
                checked += span.id in printed
    assert checked > 20


def test_the_same_number_stands_in_every_table(report):
    for kpi in report.kpis:
        expected = said(EN.text(kpi.value))
        assert cells(report.table("scorecard"), kpi.id)["actual"] == expected
        assert cells(report.table("indicators"), kpi.id)["actual"] == expected
        assert cells(report.table("changes"), kpi.id)["actual"] == expected
        for table in kpi.tables.values():
            if table:
                assert cells(table, "total")["value"] == expected
                assert table.rows[-1].emphasis is Emphasis.TOTAL


def test_a_report_can_be_written_and_read(report):
    assert from_json(to_json(report), Report) == report


def test_entities_are_plain_numbers(report):
    table = report.table("entities")
    assert len(table.rows) == 7896
    assert keys(table)[:4] == ["key", "name", "region", "province"]
    assert all(type(cell) in (str, int, float, type(None)) for row in table.rows for cell in row.cells)
    live = keys(table).index("municipalities_live.numerator")
    total = report.kpi("municipalities_live").numerator
    assert sum(row.cells[live] for row in table.rows) == total.amount


# ---- October 2023: the roll-out is behind its path, the counter does not yet exist


def test_the_summary_of_october_2023(reports):
    narrative = reports["2023-10"].narrative("summary")
    assert said(narrative.headline) == (
        "Municipalities live rose to 64.7 %, 35.3 points short of the 100.0 % due in November 2023"
    )
    assert [said(finding.statement) for finding in narrative.findings] == [
        "Municipalities live rose by 29.5 points to 64.7 %, 18.7 points below the target of 83.3 %.",
        "CALABRIA is furthest from target in Municipalities live: 40.8 %, 42.5 points below the target of 83.3 %.",
        "Electors reached rose by 33.1 points to 59.8 %, 23.5 points below the target of 83.3 %.",
    ]
    assert said(narrative.findings[1].consequence) == "17 of 20 regions are off track."


def test_a_kpi_without_data_says_so_everywhere(reports):
    report = reports["2023-10"]
    uses = report.kpi("uses")
    assert isinstance(uses.value, NoData)
    assert (uses.trend, uses.entities, bool(uses.by("region"))) == (None, None, False)
    assert cells(report.table("scorecard"), "uses")["actual"] == "n/a"
    assert cells(report.table("scorecard"), "uses")["status"] == "No data"
    assert cells(report.table("definitions"), "uses")["counted"] == "n/a"
    groups = [row for row in report.table("by_group").rows if row.key.endswith("|uses")]
    assert {EN.text(cell) for row in groups for cell in row.cells[3:6]} == {"n/a"}
    missing = next(finding for finding in report.narrative("notes").findings if finding.label == "No data")
    assert said(missing.statement).startswith("Service uses and Uses per 1,000 residents have no data for October 2023")
    assert said(report.narrative("notes").headline) == "Two of six indicators have no data for October 2023"


def test_the_target_path_goes_on_to_its_end(reports):
    trend = reports["2023-10"].lead.trend
    assert trend is not None
    assert trend.kind is ChartKind.LINE
    assert trend.categories[-2:] == ("Oct 2023", "Nov 2023")
    actual, target, *_ = trend.series
    assert (actual.role, target.role) == (Role.ACTUAL, Role.TARGET)
    assert isinstance(actual.values[-1], NoData)
    assert target.values[-1] == Percent(Decimal(1), 1)


def test_notes_leave_out_snapshots_of_another_time(reports):
    labels = [[finding.label for finding in reports[name].narrative("notes").findings] for name in reports]
    assert "Stand-in date" not in labels[0]
    assert {"Stand-in date", "Correction", "Coverage"} <= set(labels[1])


def test_the_largest_shortfalls_are_the_large_cities(reports):
    table = reports["2023-10"].kpi("electors_reached").entities
    assert table is not None
    assert [cells(table, row.key)["name"] for row in table.rows[:3]] == ["ROMA", "MILANO", "NAPOLI"]
    assert cells(table, "058091")["missing"] == "2 381 479"
    assert said(table.headline) == "Electors reached: 12 municipalities account for 28.9 % of what is missing"
    assert reports["2023-10"].lead.entities is None


def test_regions_stand_from_the_highest_with_the_total_last(reports):
    table = reports["2023-10"].lead.by("region")
    assert [row.key for row in (table.rows[0], table.rows[-2], table.rows[-1])] == [
        "FRIULI VENEZIA GIULIA",
        "CALABRIA",
        "total",
    ]
    assert cells(table, "CALABRIA") == {
        "group": "CALABRIA",
        "numerator": "165",
        "denominator": "404",
        "value": "40.8 %",
        "target": "83.3 %",
        "gap": "−42.5",
        "change": "+27.2",
        "status": "Off track",
    }
    assert table.chart is not None
    assert table.chart.keys == tuple(row.key for row in table.rows[:-1])
    assert table.chart.emphasis == ("MOLISE", "BASILICATA", "CALABRIA")


def test_a_chart_of_many_groups_shows_25_and_says_so(reports):
    table = reports["2023-10"].lead.by("province")
    assert len(table.rows) == 108
    assert table.chart is not None
    assert len(table.chart.categories) == 25
    assert table.chart.subtitle.endswith("the lowest 25 of 107")
    assert table.chart.keys[-1] == "ENNA"


# ---- October 2024: the roll-out is complete, the counters run


def test_the_uses_of_october_2024(reports):
    report = reports["2024-10"]
    uses = report.kpi("uses")
    assert said(EN.text(uses.value)) == "1 308 882"
    assert uses.trend is not None
    assert uses.trend.categories[0] == "Apr 2024"
    assert said(uses.trend.headline) == "Service uses rose to 1 308 882, the highest of seven months"
    assert keys(uses.by("region")) == ["group", "value", "change"]
    rate = report.kpi("uses_per_1000").by("region")
    assert rate.columns[3].formula == "1000*{numerator}/{denominator}"
    entities = report.kpi("uses_per_1000").entities
    assert entities is not None
    assert said(entities.subtitle).endswith("the 8 highest and 4 lowest municipalities with at least 2 000 residents")


def test_a_complete_kpi_lacks_nothing(reports):
    report = reports["2024-10"]
    assert said(report.narrative("summary").headline) == (
        "Municipalities live arrived at 100.0 %; all 20 regions are on track"
    )
    assert report.lead.entities is None
    assert report.kpi("electors_reached").entities is None
    assert report.lead.symbol == Symbol(Status.ON_TRACK)


def test_a_kpi_of_rows_without_entities_claims_no_scope(reports):
    trend = reports["2024-10"].kpi("accepted").trend
    assert trend is not None
    assert trend.subtitle == "Accepted of decided in %, monthly, October 2023 to October 2024"


def test_the_default_period_is_the_latest_of_the_first_kpi(sample: tuple[Project, Plan, Dataset]):
    report, problems = build_report(*sample, None, None)
    assert report.period_label == EN.period_label(report.period)
    assert (report.previous_label, report.year_ago_label) == (
        EN.period_label(report.period.previous),
        EN.period_label(report.period.year_ago),
    )
    assert not [problem for problem in problems if problem.severity == "error"]


# ---- Small projects


def test_a_project_without_entities_has_no_groups_and_no_entities(tmp_path):
    text = """
        title: T
        tables:
          visits:
            files: visits.csv
            time: flow
            date: {year: year, month: month}
            columns: {n: {type: count}}
        kpis:
          visits: {label: Visits, unit: count, formula: sum(visits.n)}
    """
    bound, dataset = prepared(tmp_path, text, visits="year,month,n\n2024,1,5\n2024,2,8\n")
    report, _ = build_report(bound.project, bound, dataset, None, None)
    assert report.period.id == "2024-02"
    assert report.groups == {}
    assert not report.table("entities")
    assert not report.table("by_group")
    assert said(report.narrative("summary").headline) == "Visits rose by 3 to 8 in February 2024"
    assert report.lead.trend is not None
    assert said(report.lead.trend.headline) == "Visits: 8"
    assert report.lead.trend.kind is ChartKind.COLUMN


def test_groups_and_entities_are_named_as_the_project_names_them(tmp_path):
    text = f"""
title: T
{ENTITIES}
groups: {{segment: Market segment}}
tables:{UNITS_TABLE}
  seats:
    files: seats.csv
    time: stock
    entity: id
    date: {{from: day, format: yyyy-mm-dd}}
    columns: {{id: {{type: id}}, used: {{type: count}}, all: {{type: count}}}}
kpis:
  seats: {{label: Seats used, unit: percent, formula: sum(seats.used) / sum(seats.all)}}
"""
    seats = "id,day,used,all\nA,2024-01-31,5,10\nB,2024-01-31,9,10\nC,2024-01-31,4,40\nD,2024-01-31,1,2\n"
    bound, dataset = prepared(tmp_path, text, units=UNITS, seats=seats)
    report, _ = build_report(bound.project, bound, dataset, Period.parse("2024-01"), None)
    table = report.lead.by("segment")
    assert table.columns[0].label == "Market segment"
    assert cells(table, "total")["group"] == "All units"
    assert said(table.headline) == "Seats used: North leads with 70.0 %, South is last with 10.0 %"
    entities = report.lead.entities
    assert entities is not None
    assert entities.columns[0].label == "Unit"
    assert [cells(entities, row.key)["name"] for row in entities.rows] == ["Gamma", "Alpha", "Beta", "Delta"]


def test_a_project_without_any_data_is_an_error_with_a_place(tmp_path):
    text = """
        title: T
        tables:
          visits:
            files: visits.csv
            time: flow
            date: {year: year, month: month}
            columns: {n: {type: count}}
        kpis:
          visits: {label: Visits, unit: count, formula: sum(visits.n)}
    """
    bound, dataset = prepared(tmp_path, text, visits="year,month,n\n2024,1,\n")
    _, problems = build_report(bound.project, bound, dataset, None, None)
    assert [problem.code for problem in problems] == ["no-data"]
    assert "report.yaml:" in str(problems[0].location)


def test_a_report_on_one_entity_speaks_of_one(tmp_path):
    text = f"""
title: T
{ENTITIES}
tables:{UNITS_TABLE}
  seats:
    files: seats.csv
    time: stock
    entity: id
    date: {{from: day, format: yyyy-mm-dd}}
    columns: {{id: {{type: id}}, used: {{type: count}}, all: {{type: count}}}}
kpis:
  seats: {{label: Seats used, unit: percent, formula: sum(seats.used) / sum(seats.all), target: 60 %}}
"""
    units = "id,name,segment\nA,Alpha,North\n"
    seats = "id,day,used,all\nA,2023-12-31,4,10\nA,2024-01-31,5,10\n"
    bound, dataset = prepared(tmp_path, text, units=units, seats=seats)
    report, _ = build_report(bound.project, bound, dataset, Period.parse("2024-01"), None)
    assert report.lead.trend is not None
    assert said(report.lead.trend.subtitle) == "Seats used in %, monthly, December 2023 to January 2024"
    assert said(report.lead.by("segment").headline) == "The only segment is off track, North 10.0 points below target"
    assert cells(report.lead.by("segment"), "total")["group"] == "Total"
    assert said(report.table("entities").headline) == "All indicators for 1 unit"
    assert said(report.table("scorecard").headline) == "Seats used is off track, 10.0 points below target"
    assert report.lead.entities is None
