"""Project, plan and data -> the Report: computes every KPI and makes all blocks that documents can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from reportgen.content.blocks import Block
from reportgen.content.charts import Chart
from reportgen.content.kpis import Kpi
from reportgen.content.narrative import Narrative
from reportgen.content.periods import Period
from reportgen.content.report import Report
from reportgen.content.reported import Earlier
from reportgen.content.tables import Table
from reportgen.content.values import Aim, Quantity
from reportgen.dataset import Dataset
from reportgen.errors import Problem, Severity
from reportgen.locales import Locale, locale_for
from reportgen.project import Project
from reportgen.project.model import in_words
from reportgen.rules.brief.blocks import brief_blocks, new_record, told
from reportgen.rules.brief.restated import restatements, signed
from reportgen.rules.commentary.texts import Commentary
from reportgen.rules.escalation.blocks import escalation_blocks
from reportgen.rules.formulas.method_words import definition
from reportgen.rules.formulas.syntax import Aggregate, Aggregation, Arithmetic, Field
from reportgen.rules.indicators.extremes import entity_table
from reportgen.rules.indicators.forecast import expected_value, forecast
from reportgen.rules.indicators.funnel import funnel_blocks
from reportgen.rules.indicators.groups import group_table
from reportgen.rules.indicators.lead_groups import lead_groups
from reportgen.rules.indicators.on_demand import on_demand
from reportgen.rules.indicators.pairs import paired_bars
from reportgen.rules.indicators.prospects import prospect, prospects
from reportgen.rules.indicators.trends import trend_chart
from reportgen.rules.indicators.verdicts import verdict
from reportgen.rules.overview.notes import notes
from reportgen.rules.overview.overall import overall
from reportgen.rules.overview.reference import definitions, entities, lineage, quality, sources
from reportgen.rules.overview.remarks import remarks
from reportgen.rules.overview.scorecard import by_group, indicators, scorecard
from reportgen.rules.programme.also_new import also_new
from reportgen.rules.programme.blocks import programme_parts
from reportgen.rules.programme.control import control, coverage, history, people
from reportgen.rules.programme.event_list import event_table
from reportgen.rules.registers.happenings import happenings
from reportgen.rules.registers.register import register
from reportgen.rules.setting import Goal, Setting, Subject, Titles
from reportgen.rules.stakeholders.privacy import shielded

if TYPE_CHECKING:
    from reportgen.rules.figures.kpis import KpiResult, Results
    from reportgen.rules.planning.plan import BoundKpi, Plan

# A target path is drawn to its end when that is at most half a year of months away.
_AHEAD = 6


def build_report(
    project: Project,
    plan: Plan,
    dataset: Dataset,
    period: Period | None,
    as_of: date | None,
    doubts: Callable[[Period], Sequence[Problem]] = lambda _: (),
    earlier: Callable[[Period], Earlier] = lambda _: Earlier(),
) -> tuple[Report, list[Problem]]:
    """The Report of a period (default: the latest in which the first KPI has data), and what the rules found.

    `doubts` are the implausible numbers of the period, for the list of what was left out, corrected and doubtful;
    `earlier` gives the reports with which that of the period is compared.

    With an error among the problems the Report is still whole, but says that there are no data.
    """
    from reportgen.rules.figures.kpis import compute, default_period
    from reportgen.rules.figures.no_figures import without_figures

    dataset = shielded(dataset, project.stakeholder_names)
    problems: list[Problem] = []
    chosen = period or default_period(plan, dataset)
    if chosen is None:
        chosen = Period.containing(as_of or date(1970, 1, 1), project.period, project.year_start)
        problems.append(_no_period(project))
    results = compute(plan, dataset, chosen, as_of)
    if period is not None and results.kpis:
        problems += without_figures(plan, dataset, results, project.where("kpis", results.kpis[0].id))
    found = [*dataset.problems, *results.problems]
    report, in_registers = _report(project, plan, dataset, results, found, doubts(results.period), earlier(chosen))
    return report, [*problems, *results.problems, *in_registers]


def _answers(blocks: Mapping[str, Block]) -> str:
    """How many were asked and answered; empty where the project asks nobody."""
    feedback = blocks.get("feedback")
    return feedback.subtitle if isinstance(feedback, Table) and feedback else ""


def _no_period(project: Project) -> Problem:
    first = next(iter(project.kpis))
    return Problem(
        Severity.ERROR,
        "no-data",
        f"The first KPI, {first}, has no data with a date, so no period can be chosen",
        project.where("kpis", first),
        hint="Name a period with --period, or put a KPI with data first.",
    )


def _report(
    project: Project,
    plan: Plan,
    dataset: Dataset,
    results: Results,
    problems: Sequence[Problem],
    doubts: Sequence[Problem],
    earlier: Earlier,
) -> tuple[Report, list[Problem]]:
    """The Report, and what is wrong or doubtful in registers and logs."""
    locale = locale_for(project.language, project.number_style)
    events, in_events = happenings(project, dataset)
    setting = replace(_setting(project, results, locale), events=events, against=earlier.against)
    subjects = [_subject(result, plan.kpis[result.id], results.period, locale) for result in results.kpis]
    restated = restatements(project, subjects, earlier, dataset, setting)
    subjects = [signed(subject, restated, setting) for subject in subjects]
    titles = Titles()
    # The order is that of the deck: where two titles are alike, the earlier slide keeps the better one.
    written = Commentary(dataset, subjects, setting)
    said = written.summary(titles)
    blocks: dict[str, Block] = {"summary": said, "status_summary": written.status_summary(said)}
    blocks["scorecard"] = scorecard(subjects, setting, titles)
    kpis = tuple(_kpi(subject, written.remarks(subject.id), setting, titles) for subject in subjects)
    programme = programme_parts(dataset, setting, titles)
    blocks |= {name: block for part in programme for name, block in part.blocks.items()}
    facts = {name: figure for part in programme for name, figure in part.facts.items()}
    said_before = told(earlier, project)
    decided, still_open = escalation_blocks(
        plan.watched, subjects, facts, dataset, setting, titles, project.owner, said_before
    )
    blocks |= decided.blocks
    # Registers know the period before only: against another one they have nothing to say.
    if facts and setting.base == setting.period.previous:
        engagement = blocks.get("engagement_notes")
        moves = engagement if isinstance(engagement, Narrative) else None
        nouns = register(dataset, "cases").nouns or locale.word("cases")
        blocks["change_notes"] = also_new(subjects[0], moves, facts, nouns, setting)
    facts |= decided.facts
    blocks |= written.notes()
    journeys, in_journeys = funnel_blocks(project, dict(results.journeys), setting, titles)
    blocks |= journeys
    if events:
        labels = {subject.id: subject.label for subject in subjects}
        blocks["events"] = event_table(events, labels, setting)
    found = [*written.problems, *in_events, *in_journeys, *(problem for part in programme for problem in part.problems)]
    standing, in_judgement = overall(project, subjects, setting)
    found += in_judgement
    problems = [*problems, *found]
    blocks["outlook"] = prospects(subjects, [kpi.ahead for kpi in kpis], setting, titles)
    blocks |= brief_blocks(project, subjects, restated, earlier, setting, titles)
    blocks["notes"] = notes(subjects, problems, dataset.sources, project.source, setting, titles, _answers(blocks))
    blocks["definitions"] = definitions(subjects, setting, titles)
    blocks["indicators"] = indicators(subjects, setting, titles)
    blocks["lead_groups"] = lead_groups(subjects, setting)
    blocks["by_group"] = by_group(subjects, setting, titles)
    blocks["entities"] = entities(subjects, _entity_groups(results, setting), setting, titles)
    blocks["people"] = people(project.control.people, setting)
    blocks["history"] = history(project.control.history, setting)
    blocks["lineage"] = lineage(subjects, written.lineage(), setting, titles)
    blocks["quality"] = quality([*problems, *doubts], setting, titles)
    blocks["sources"] = sources(dataset.sources, setting, titles)
    report = Report(
        title=project.title,
        period=results.period,
        as_of=results.as_of,
        language=project.language,
        kpis=kpis,
        blocks=blocks,
        period_label=setting.label,
        previous_label=setting.previous,
        compared_label=setting.base_label,
        year_ago_label=locale.period_label(results.period.year_ago),
        subtitle=project.subtitle,
        organisation=project.organisation,
        owner=project.owner,
        status=project.status,
        version=project.version,
        classification=project.classification,
        number_style=project.number_style,
        source=project.source,
        coverage=coverage(subjects, setting),
        control=control(project),
        groups=setting.groups,
        facts=facts,
        sources=dataset.sources,
        overall=standing,
        record=new_record(
            project, dataset, results.entities, subjects, earlier, restated, plan.watched, still_open, setting
        ),
    )
    return report, found


def _setting(project: Project, results: Results, locale: Locale) -> Setting:
    until = locale.date_short(results.as_of)
    source = locale.phrase("source_line", source=project.source.rstrip("."), until=until).text
    lead = results.kpis[0].id if results.kpis else ""
    setting = Setting(locale, results.period, results.as_of, source, lead)
    described = project.entities
    if described is None or results.entities is None:
        return setting
    groups = {group: project.group_label(group) for group in described.groups}
    nouns = in_words(described.table).lower()
    noun = _noun(described.name or "", nouns)
    return replace(
        setting,
        groups=groups,
        noun=noun,
        nouns=nouns if len(results.entities) > 1 else noun,
        entity_field=described.key,
        entity_count=len(results.entities),
    )


def _noun(name_field: str, nouns: str) -> str:
    """One entity: the field of its name (municipality) unless that is a mere "name", else the table's singular."""
    if name_field and name_field not in ("name", "label", "title"):
        return in_words(name_field).lower()
    if nouns.endswith("ies"):
        return f"{nouns[:-3]}y"
    return nouns[:-1] if nouns.endswith("s") and not nouns.endswith("ss") else nouns


def _subject(result: KpiResult, bound: BoundKpi, period: Period, locale: Locale) -> Subject:
    from reportgen.rules.figures.measures import value_of

    spec = result.spec
    prototype = value_of(Fraction(0), spec, "") if not isinstance(result.total.value, Quantity) else result.total.value
    assert isinstance(prototype, Quantity)
    kpi = Kpi(
        id=result.id,
        label=result.label,
        total=result.total,
        note=spec.note,
        definition=definition(spec.definition, spec.formula, locale),
        formula=spec.formula,
        owner=result.owner,
        better=spec.better,
        groups=dict(result.groups),
        history=result.history,
    )
    goal, ahead = _target_ahead(result, period)
    base = _base(bound.tree)
    return Subject(
        kpi,
        prototype.named(""),
        goal,
        ahead,
        result.entities,
        result.factor,
        base,
        result.detail,
        spec,
        result.terms,
    )


def _base(tree: Aggregate) -> str:
    """What a ratio is counted over, where that is the sum of one column: "residents"."""
    if isinstance(tree, Arithmetic) and tree.operator == "/" and isinstance(tree.right, Aggregation):
        summed = tree.right.value
        return in_words(summed.column).lower() if isinstance(summed, Field) else ""
    return ""


def _target_ahead(result: KpiResult, period: Period) -> tuple[Goal | None, tuple[tuple[Period, Aim], ...]]:
    """The final target where it moves, and its periods after this one where the end is near enough to be drawn."""
    from reportgen.rules.figures.measures import target_value

    targets, due = result.targets, result.targets.due
    if due is None:
        return None, ()
    id = f"kpi.{result.id}"
    end = target_value(targets.at(due), result.spec, f"{id}@{due.id}.target")
    goal = Goal(end, due) if isinstance(end, Quantity) else None
    left = due.steps_since(period)
    ahead = [period.shift(step) for step in range(1, left + 1)] if 0 < left <= _AHEAD else []
    aims = [(later, target_value(targets.at(later), result.spec, f"{id}@{later.id}.target")) for later in ahead]
    return goal, tuple(aims)


def _kpi(subject: Subject, written: Narrative | None, setting: Setting, titles: Titles) -> Kpi:
    """The KPI with its blocks; remarks that a person wrote take the place of the generated ones."""
    trend: Chart | None = trend_chart(subject, setting, titles)
    tables: Mapping[str, Table] = {
        grouping: group_table(subject, grouping, setting, titles) for grouping in subject.kpi.groups
    }
    return replace(
        subject.kpi,
        verdict=verdict(subject.total, subject, setting),
        trend=trend,
        tables=tables,
        pairs={grouping: pairs for grouping in tables if (pairs := paired_bars(subject, grouping, setting))},
        entities=entity_table(subject, setting, titles),
        remarks=written or remarks(subject, setting),
        forecast=expected_value(forecast(subject, setting), subject),
        ahead=prospect(subject, setting),
        more=on_demand(subject, setting, titles),
    )


def _entity_groups(results: Results, setting: Setting) -> dict[str, Sequence[str]]:
    if results.entities is None:
        return {}
    return {grouping: results.entities.group_labels(grouping).tolist() for grouping in setting.groups}
