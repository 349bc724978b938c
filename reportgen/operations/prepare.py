"""The common first half of build, check and inspect: read the project, its data and its templates.

Every problem of all three is found in one run, because a person who mends a workbook should not
learn only afterwards that a formula or a template is wrong too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.brand import read_brand
from reportgen.content.periods import Period
from reportgen.content.report import Report
from reportgen.content.reported import Earlier
from reportgen.errors import (
    DataError,
    Problem,
    ProjectError,
    ReportgenError,
    Severity,
    TemplateError,
    UsageError,
    has_errors,
    in_file_order,
)
from reportgen.locales import NUMBER_STYLES, languages
from reportgen.locations import Location
from reportgen.operations.marking import with_fields
from reportgen.operations.templates import template_path
from reportgen.project import Project, salvage_project
from reportgen.renderers import RENDERERS, Format
from reportgen.renderers.context import vocabulary

if TYPE_CHECKING:
    from reportgen.dataset import Dataset
    from reportgen.rules.planning.plan import Plan

Progress = Callable[[str], None]


def silent(step: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A project with its bound formulas, checked data and chosen documents, and what was found on the way."""

    project: Project
    plan: Plan
    dataset: Dataset
    formats: tuple[Format, ...]
    in_project: tuple[Problem, ...]
    in_templates: tuple[Problem, ...]
    in_data: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, sorted by file: the project file first, then templates, then data."""
        return tuple(in_file_order((self.in_project, self.in_templates, self.in_data)))

    @property
    def error(self) -> ReportgenError | None:
        """What keeps the documents from being made, with all problems; None when nothing does.

        Its kind, and so the exit code, is that of the earliest cause: project file, template, data.
        """
        if has_errors(self.in_project):
            return ProjectError(self.problems)
        if has_errors(self.in_templates):
            return TemplateError(self.problems)
        return DataError(self.problems) if has_errors(self.in_data) else None


def prepare(
    path: str | Path,
    language: str | None = None,
    only: Iterable[str] = (),
    progress: Progress = silent,
    fill: bool = True,
) -> Prepared:
    """Read project file, data and templates; raises ProjectError or UsageError where nothing can be read at all.

    What is wrong in the project file is set aside, and the rest looked at as if it were not there.
    With `fill` false no documents are to be filled, so templates are not looked at.
    """
    from reportgen.loaders import load
    from reportgen.rules.planning.plan import plan

    project, in_file = salvage_project(path)
    if language:
        project = project.model_copy(update={"language": language})
    in_project = [*in_file, *_language_problems(project, language)]
    formats = chosen_formats(project, only) if fill else ()
    bound, in_formulas = plan(project)
    progress("Reading the data")
    dataset, in_data = load(_readable(project))
    in_templates: list[Problem] = []
    if fill:
        progress("Checking the templates")
        in_templates = check_templates(project, formats)
    found = (*in_project, *in_formulas), tuple(in_templates), tuple(with_fields(in_data, dataset))
    return Prepared(project, bound, dataset, formats, *found)


def _readable(project: Project) -> Project:
    """The project with the tables that say how their files are to be read."""
    if not project.aside:
        return project
    tables = {name: spec for name, spec in project.tables.items() if not project.aside.unreadable(name)}
    return project.model_copy(update={"tables": tables})


def check_templates(project: Project, formats: Iterable[Format]) -> list[Problem]:
    """Every problem of the brand and of the chosen templates that can be seen without data."""
    if project.aside.has("brand"):
        return []
    try:
        brand = read_brand(project.brand, project.folder)
    except TemplateError as error:
        return list(error.problems)
    unknown = project.aside.has("kpis")
    names = vocabulary(None if unknown else (*project.kpis, *project.aside.names("kpis")))
    return [problem for format in formats for problem in format.renderer().check(template_path(brand, format), names)]


def chosen_formats(project: Project, only: Iterable[str] = ()) -> tuple[Format, ...]:
    """The documents asked for, in the order deck, report, annex; UsageError for a name that is none."""
    asked = tuple(only) or project.documents
    unknown = [name for name in asked if name not in RENDERERS]
    if unknown:
        raise UsageError(_usage("--only", f"no document {name!r}", ", ".join(RENDERERS)) for name in unknown)
    return tuple(format for name, format in RENDERERS.items() if name in asked)


def report_for(
    prepared: Prepared,
    period: str | None = None,
    as_of: date | None = None,
    scope: str | None = None,
    doubtful: bool = True,
    earlier: Callable[[Period], Earlier] = lambda _: Earlier(),
) -> tuple[Report, tuple[Problem, ...]]:
    """The Report of one period, for all entities or one scope, and every problem up to here; with `doubtful` also
    what can be read and may yet be wrong. `earlier` gives the reports with which that of a period is compared.

    Raises what `prepared.error` says, UsageError for a period or scope that does not exist, DataError
    when the rules find that there is nothing to report.
    """
    from reportgen.operations.doubts import doubts, without_sums
    from reportgen.rules.assemble import build_report
    from reportgen.rules.evaluation.target_sheet import plan_of_scope
    from reportgen.rules.figures.scopes import useful_groups_first

    if prepared.error:
        raise prepared.error
    project, dataset, plan, label = prepared.project, prepared.dataset, prepared.plan, ""
    notices: tuple[Problem, ...] = ()
    if scope is not None:
        dataset, label, notices = _scoped(prepared, scope)
        project, plan = useful_groups_first(project, dataset), plan_of_scope(plan, dataset, label)
    chosen = None if period is None else parse_period(project, period)
    doubted: list[Problem] = []

    def look(at: Period) -> list[Problem]:
        doubted.extend(doubts(prepared.project, prepared.plan, dataset, at) if doubtful else ())
        return doubted

    report, found = build_report(project, plan, dataset, chosen, as_of or project.as_of, look, earlier)
    if report.as_of < report.period.start:
        raise _cut_off_too_early(project, report, as_of)
    problems = without_sums((*prepared.problems, *notices, *found), doubted) + tuple(doubted)
    if has_errors(found):
        raise DataError(problems)
    return (replace(report, entity=label) if label else report), problems


def _cut_off_too_early(project: Project, report: Report, option: date | None) -> ReportgenError:
    message = f"{report.as_of} lies before the period {report.period.id}"
    expected = f"{report.period.start} or later"
    if option:
        return UsageError([_usage("--as-of", message, expected)])
    return ProjectError([Problem(Severity.ERROR, "cut-off", message, project.where("as_of"), expected=expected)])


def parse_period(project: Project, text: str) -> Period:
    """The period named on the command line; UsageError with the expected form."""
    try:
        return project.period_named(text)
    except ValueError as error:
        raise UsageError(
            [_usage("--period", f"{text!r} is no period of this project", str(error).removeprefix("expected "))]
        ) from error


def scopes(prepared: Prepared, grouping: str) -> tuple[str, ...]:
    """The groups of a grouping, as `--each` goes through them; UsageError when the project has no such grouping."""
    from reportgen.rules.figures.scopes import group_names

    entities = prepared.project.entities
    known = entities.groups if entities else ()
    if grouping not in known:
        expected = ", ".join(known) or "no groupings"
        raise UsageError([_usage("--each", f"the project has no grouping {grouping!r}", expected)])
    return group_names(prepared.project, prepared.dataset, grouping)


def _scoped(prepared: Prepared, scope: str) -> tuple[Dataset, str, tuple[Problem, ...]]:
    from rapidfuzz import process

    from reportgen.rules.figures.scopes import restrict, scope_names

    restricted = restrict(prepared.project, prepared.dataset, scope)
    if restricted is None:
        names = scope_names(prepared.project, prepared.dataset)
        close = process.extractOne(scope, names, processor=str.casefold, score_cutoff=60)
        hint = f"Did you mean {close[0]!r}?" if close else ""
        raise UsageError([_usage("--entity", f"no entity or group {scope!r}", "the key or name of one", hint)])
    return restricted


def _language_problems(project: Project, option: str | None) -> list[Problem]:
    """What is wrong with language and number style; UsageError where the command line asked for the language."""
    known = languages()
    if option and option not in known:
        raise UsageError([_usage("--lang", f"no language {option!r}", ", ".join(known))])
    problems = []
    for key, said, there in (
        ("language", project.language, known),
        ("number_style", project.number_style, NUMBER_STYLES),
    ):
        if said not in there:
            message = f"There is no {key.replace('_', ' ')} of this name"
            place = project.where(key)
            problems.append(
                Problem(Severity.ERROR, f"unknown-{key.replace('_', '-')}", message, place, said, ", ".join(there))
            )
    return problems


def _usage(option: str, message: str, expected: str, hint: str = "") -> Problem:
    return Problem(Severity.ERROR, "usage", message, Location(option), expected=expected, hint=hint)
