"""The names a template can say, and what they are.

In: a Report.  Out: the mapping handed to the tag engine. `vocabulary` gives the same names with their
types before there are data, and templates are checked against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from reportgen.content.blocks import Block
from reportgen.content.charts import Chart, ChartKind
from reportgen.content.kpis import Figure, Kpi
from reportgen.content.maps import Map
from reportgen.content.narrative import Narrative
from reportgen.content.report import Overall, Report
from reportgen.content.tables import Table
from reportgen.content.values import Count, NoData, Quantity, Status

# The blocks every report has, by kind; a report may lack the data for one, a template may always name it.
TABLES = (
    "scorecard",
    "indicators",
    "outlook",
    "changes",
    "status_changes",
    "lead_groups",
    "by_group",
    "entities",
    "definitions",
    "lineage",
    "quality",
    "sources",
    "people",
    "history",
    "case_flow",
    "case_age",
    "case_causes",
    "case_facts",
    "case_list",
    "stakeholders",
    "engagement",
    "engagement_matrix",
    "stakeholder_moves",
    "salience",
    "adkar",
    "contacts",
    "next_talks",
    "feedback",
    "feedback_themes",
    "case_roll_forward",
    "top_risks",
    "risks",
    "urgent_issues",
    "issues",
    "decisions_asked",
    "decisions",
    "project_changes",
    "actions",
    "overdue_actions",
    "milestones",
    "activities",
    "activities_performed",
    "activities_planned",
    "communications",
    "costs",
    "events",
    "escalations",
    "entities_new",
    "entities_lost",
    "targets_changed",
    "definitions_changed",
    "restated",
)
CHARTS = ("case_backlog", "case_combo", "case_causes_over_time")
MAPS = ("stakeholder_map",)
NARRATIVES = (
    "summary",
    "status_summary",
    "notes",
    "engagement_notes",
    "case_notes",
    "change_notes",
    "risk_notes",
    "decision_notes",
    "next_steps",
    "lessons",
    "escalation_notes",
    "restatements",
)
# Numbers of registers and logs, which are no KPIs.
FACTS = (
    "cases_received",
    "cases_closed",
    "cases_open",
    "cases_overdue",
    "cases_on_time_closed",
    "cases_on_time_due",
    "cases_median_days",
    "cases_p90_days",
    "cases_reopened",
    "csat",
    "nps",
    "ces",
    "response_rate",
    "stakeholders_assessed",
    "stakeholders_at_level",
    "risks_active",
    "issues_urgent",
    "changes_severe",
    "decisions_asked",
    "actions_open",
    "actions_overdue",
    "milestones_late",
    "escalations_raised",
    "escalations_open",
    "escalations_cleared",
)


@dataclass(frozen=True, slots=True)
class ReportView:
    """What a template says as `report.…`; texts are in the report's language."""

    title: str
    subtitle: str
    organisation: str
    owner: str
    entity: str
    period: str
    period_id: str
    period_start: date
    period_end: date
    previous_period: str
    year_ago_period: str
    compared_period: str
    as_of: date
    version: str
    status: str
    classification: str
    source: str
    language: str
    coverage: str
    author: str
    manager: str
    phase: str
    issued: date | None
    location: str
    meeting: str
    meeting_date: date | None
    next_meeting: date | None


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many KPIs have which status; `of` is all KPIs, `with_target` those that can be on track at all."""

    on_track: int
    at_risk: int
    off_track: int
    no_data: int
    of: int
    with_target: int


def template_context(report: Report) -> dict[str, object]:
    """Everything a template can name, for one report."""
    names = (*TABLES, *CHARTS, *MAPS, *NARRATIVES)
    named: dict[str, object] = {name: report.blocks.get(name) or _empty(name) for name in names}
    facts = {name: report.facts.get(name) or _unknown(name, report) for name in FACTS}
    return named | {
        "report": _report_view(report),
        "lead": report.lead,
        "kpis": report.kpis,
        "kpi": MappingProxyType({kpi.id: kpi for kpi in report.kpis}),
        "groups": tuple(report.groups),
        "group_labels": MappingProxyType(dict(report.groups)),
        "counts": _counts(report.kpis),
        "overall": report.overall,
        "facts": MappingProxyType(facts),
        "journeys": tuple(_tables_of(report, "journey.").values()),
        "journey": MappingProxyType(_tables_of(report, "journey.")),
        "journey_groups": MappingProxyType(_tables_of(report, "journey_groups.")),
    }


def _tables_of(report: Report, family: str) -> dict[str, Table]:
    """The named tables of a family, by what follows its name."""
    held = report.blocks.items()
    return {name.removeprefix(family): one for name, one in held if name.startswith(family) and isinstance(one, Table)}


def vocabulary(kpi_ids: tuple[str, ...] | None) -> Mapping[str, object]:
    """The names of `template_context` with their types, known before any data is read.

    Without ids any KPI may be named: which there are is not known.
    """
    return {
        **dict.fromkeys(TABLES, Table),
        **dict.fromkeys(CHARTS, Chart),
        **dict.fromkeys(MAPS, Map),
        **dict.fromkeys(NARRATIVES, Narrative),
        "report": ReportView,
        "lead": Kpi,
        "kpis": tuple[Kpi, ...],
        "kpi": Mapping[str, Kpi] if kpi_ids is None else dict.fromkeys(kpi_ids, Kpi),
        "groups": tuple[str, ...],
        "group_labels": Mapping[str, str],
        "counts": StatusCounts,
        "overall": Overall,
        "facts": dict.fromkeys(FACTS, Figure),
        "journeys": tuple[Table, ...],
        "journey": Mapping[str, Table],
        "journey_groups": Mapping[str, Table],
    }


def _report_view(report: Report) -> ReportView:
    return ReportView(
        report.title,
        report.subtitle,
        report.organisation,
        report.owner,
        report.entity,
        report.period_label or report.period.id,
        report.period.id,
        report.period.start,
        report.period.end,
        report.previous_label or report.period.previous.id,
        report.year_ago_label or report.period.year_ago.id,
        report.compared_label or report.previous_label or report.period.previous.id,
        report.as_of,
        report.version,
        report.status,
        report.classification,
        report.source,
        report.language,
        report.coverage,
        report.control.author,
        report.control.manager,
        report.control.phase,
        report.control.issued,
        report.control.location,
        report.control.meeting,
        report.control.meeting_date,
        report.control.next_meeting,
    )


def _counts(kpis: tuple[Kpi, ...]) -> StatusCounts:
    count = [kpi.status for kpi in kpis].count
    return StatusCounts(
        count(Status.ON_TRACK),
        count(Status.AT_RISK),
        count(Status.OFF_TRACK),
        count(Status.NO_DATA),
        len(kpis),
        sum(isinstance(kpi.target, Quantity) for kpi in kpis),
    )


def _empty(name: str) -> Block:
    if name in CHARTS:
        return Chart(name, ChartKind.COLUMN, (), (), Count(Decimal(0)))
    if name in MAPS:
        return Map(name, ("", "", "", ""), ())
    return Table(name, (), ()) if name in TABLES else Narrative(name, ())


def _unknown(name: str, report: Report) -> Figure:
    return Figure(f"facts.{name}", report.period, NoData("no such register in the project"))
