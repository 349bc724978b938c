"""The sample programme: registers, logs and KPIs tell one story, in short titles that are said once."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.content.charts import Chart
from reportgen.content.interchange import from_json, to_json
from reportgen.content.maps import Map
from reportgen.content.narrative import Narrative
from reportgen.content.periods import Period
from reportgen.content.report import Report
from reportgen.content.tables import Table
from reportgen.content.values import Quantity, Status
from reportgen.loaders import load
from reportgen.locales import locale_for
from reportgen.project import read_project
from reportgen.renderers.context import CHARTS, FACTS, MAPS, NARRATIVES, TABLES, template_context, vocabulary
from reportgen.rules.assemble import build_report
from reportgen.rules.figures.scopes import restrict
from reportgen.rules.planning.plan import plan
from reportgen.templating.vocabulary import Vocabulary, attribute_kind

SAMPLE = Path(__file__).parents[2] / "sample_data" / "crm-adoption"
EN = locale_for("en")


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    project = read_project(SAMPLE)
    bound, problems = plan(project)
    dataset, found = load(project)
    assert problems == []
    assert [str(problem) for problem in found if problem.severity == "error"] == []
    months = ("2026-02", "2026-09", "2026-10")
    return {name: build_report(project, bound, dataset, Period.parse(name), None)[0] for name in months}


@pytest.fixture
def report(reports: dict[str, Report]) -> Report:
    return reports["2026-10"]


def said(value: object) -> str:
    return EN.text(value).replace("\u00a0", " ")


def column(table: Table, key: str) -> list[str]:
    place = [each.key for each in table.columns].index(key)
    return [said(row.cells[place]) for row in table.rows]


def test_the_flow_of_complaints_adds_up_in_every_month(report: Report) -> None:
    flow = report.table("case_flow")
    received, closed, backlog = ([int(n) for n in column(flow, key)] for key in ("received", "closed", "backlog"))
    assert len(flow.rows) == 12
    for month in range(1, 12):
        assert backlog[month] == backlog[month - 1] + received[month] - closed[month]
    assert sum(int(n) for n in column(report.table("case_age"), "cases")[:-1]) == backlog[-1]
    assert sum(int(n) for n in column(report.table("case_causes"), "cases")) == received[-1]


def test_facts_agree_with_the_kpis_that_count_the_same(report: Report) -> None:
    facts = report.facts
    assert said(facts["cases_on_time_due"].value) == said(report.kpi("complaints_on_time").value)
    attained = report.kpi("engagement_attainment").total
    assert said(facts["stakeholders_at_level"].value) == said(attained.numerator)
    assert said(facts["stakeholders_assessed"].value) == said(attained.denominator)


def test_a_fact_of_last_month_is_the_fact_that_last_month_printed(reports: dict[str, Report]) -> None:
    now, before = reports["2026-10"].facts, reports["2026-09"].facts
    for name, fact in now.items():
        if isinstance(fact.previous, Quantity):
            assert said(fact.previous) == said(before[name].value), name


def test_every_name_of_the_templates_has_its_kind(report: Report) -> None:
    context = template_context(report)
    names = vocabulary(tuple(kpi.id for kpi in report.kpis))
    kinds = {**dict.fromkeys(TABLES, Table), **dict.fromkeys(CHARTS, Chart), **dict.fromkeys(MAPS, Map)}
    for name, kind in {**kinds, **dict.fromkeys(NARRATIVES, Narrative)}.items():
        assert isinstance(context[name], kind), name
    assert set(report.facts) == set(FACTS)
    facts = Vocabulary(names).names["facts"]
    assert attribute_kind(facts, "cases_open") is type(report.facts["cases_open"])


def test_titles_fit_and_are_said_once(reports: dict[str, Report]) -> None:
    for report in reports.values():
        blocks = [block for block in report.blocks.values() if isinstance(block, Table | Map)]
        titles = [block.headline.text for block in blocks if block.headline]
        assert [title for title in titles if len(title) > 90] == []
        assert len(set(titles)) == len(titles)


def test_every_map_and_chart_has_a_text_for_those_who_do_not_see_it(report: Report) -> None:
    for block in report.every_block():
        if isinstance(block, Chart | Map):
            assert 0 < len(block.alt) <= 250, block.id


def test_every_number_of_the_logs_has_a_name(report: Report) -> None:
    names = ("case_flow", "case_age", "case_causes", "engagement", "top_risks", "overdue_actions", "costs")
    for name in names:
        for row in report.table(name).rows:
            if row.key != "total":
                assert [cell for cell in row.cells if isinstance(cell, Quantity) and not cell.id] == [], row


def test_what_else_changed_is_told_beside_the_indicators(report: Report) -> None:
    assert [said(note.statement) for note in report.narrative("change_notes").findings] == [
        "Heads of field offices, from Neutral to Resistant.",
        "Head of Support, from Neutral to Supportive.",
        "Open complaints +21 to 85; overdue +11 to 25.",
        "No data for October 2026 from Facilities and Field office Islands.",
    ]


def test_the_status_page_has_its_lights(report: Report) -> None:
    lights = {name: report.table(name).status for name in ("milestones", "project_changes", "top_risks", "issues")}
    assert lights == {
        "milestones": Status.OFF_TRACK,
        "project_changes": Status.ON_TRACK,
        "top_risks": Status.AT_RISK,
        "issues": Status.OFF_TRACK,
    }
    assert said(report.table("milestones").tally) == "1 of 7"


def test_the_field_offices_are_judged_by_their_own_target(report: Report) -> None:
    figures = {figure.label: said(figure.target) for figure in report.kpi("training_completed").groups["segment"]}
    assert figures == {"Field offices": "60.0 %", "Operations": "80.0 %", "Policy": "80.0 %", "Support": "80.0 %"}


def test_what_was_written_is_used_in_its_month_only(reports: dict[str, Report]) -> None:
    authors = {
        name: [row.cells[2] for row in report.table("lineage").rows if row.key.startswith("commentary")]
        for name, report in reports.items()
    }
    assert authors["2026-02"] == []
    assert set(authors["2026-09"]) == {"Written by I. Marten"}
    assert "points in a month" in [finding.label for finding in reports["2026-10"].narrative("summary").findings]


def test_the_report_comes_back_from_json_as_it_was(report: Report) -> None:
    assert from_json(to_json(report), Report) == report


def test_the_pack_of_one_segment_leaves_out_what_cannot_be_divided_and_says_so_once() -> None:
    project = read_project(SAMPLE)
    dataset, _ = load(project)
    restricted = restrict(project, dataset, "Field offices")
    assert restricted is not None
    narrowed, label, notices = restricted
    report, found = build_report(project, plan(project)[0], narrowed, Period.parse("2026-10"), None)
    assert label == "Field offices"
    assert "top_risks" not in report.blocks
    assert report.table("case_flow")
    assert said(report.kpi("training_completed").target) == "60.0 %"
    assert [str(problem) for problem in found] == []
    assert [notice.message for notice in notices if "risks" in notice.message] == [
        "The tables survey_rounds, commentary, risks, issues, decisions, changes, milestones, actions, communications, "
        "costs, events have no entity field, so what they tell is left out for Field offices"
    ]
    assert [notice.message for notice in notices if "stakeholders" in notice.message] == [
        "Table stakeholders has no entity field, so its KPIs have no data for Field offices"
    ]
