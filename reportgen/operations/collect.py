"""collect: the workbooks that people fill in, from the contracts by which they are checked when they come back.

Nothing that exists is replaced: a workbook in its place may have been filled in already.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from reportgen.brand import read_brand
from reportgen.content.periods import Period
from reportgen.contracts import about_contract
from reportgen.errors import DataError, Problem, Severity, TemplateError, UsageError
from reportgen.locations import Location
from reportgen.operations.prepare import Progress, parse_period, silent
from reportgen.operations.returns import FOLDER
from reportgen.project import Project, read_project

if TYPE_CHECKING:
    from reportgen.dataset import Dataset
    from reportgen.workbooks import Form

# Not a table: the workbook of the project itself.
SETUP = "setup"
_WORKBOOKS = (".xlsx", ".xlsm", "")


@dataclass(frozen=True, slots=True)
class CollectRequest:
    """What to ask for. `each` is a grouping, or "entity" or the name or key field of the entity table for one workbook
    per entity; `tables` are the only ones asked for; `out` is the folder itself."""

    project: str | Path = "."
    period: str = ""
    each: str | None = None
    language: str | None = None
    out: Path | None = None
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectResult:
    """The workbooks written, and what is worth saying about them."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """Tables that share their files, and so a workbook."""

    patterns: tuple[str, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Scope:
    """Whom a workbook is for: the entities of a group, or one; without keys everybody."""

    grouping: str = ""
    name: str = ""
    label: str = ""
    keys: tuple[str, ...] | None = None


def collect(request: CollectRequest | str | Path = ".", progress: Progress = silent) -> CollectResult:
    """Write the workbooks to fill in for one period, prefilled from the period before.

    What is wrong in the data that are there is told and does not stop the writing. UsageError for a period, group,
    language or table that there is not.
    """
    from reportgen.loaders import load
    from reportgen.ooxml.files import write_files
    from reportgen.workbooks import collect_languages
    from reportgen.workbooks.building import is_long
    from reportgen.workbooks.writer import write_form

    if not isinstance(request, CollectRequest):
        request = CollectRequest(request)
    project = read_project(request.project)
    language = request.language or project.language
    if language not in collect_languages():
        if request.language:
            raise UsageError([_usage("--lang", f"no language {language!r}", ", ".join(collect_languages()))])
        language = "en"
    if request.tables == (SETUP,):
        return _setup(project, request, language)
    progress("Reading the data")
    dataset, found = load(project, with_persons=True)
    period = parse_period(project, request.period) if request.period else _next_period(project, dataset)
    groups, notices = _groups(project, request)
    notices += [
        _too_long(project, dataset, name)
        for group in groups
        for name in group.tables
        if is_long(project, dataset, name)
    ]
    notices += [
        _one_file(project, name) for group in groups for name in group.tables if _holds_all_periods(project, name)
    ]
    scopes = _scopes(project, dataset, request.each) if request.each else [_Scope()]
    folder = Path(request.out) if request.out else project.folder / FOLDER / period.id
    files: dict[Path, bytes] = {}
    for scope in scopes:
        progress(f"Writing the workbook of {scope.label}" if scope.label else "Writing the workbooks")
        for group in groups:
            form = _form(project, dataset, period, group, scope, language)
            path = folder / _file_name(project, group, period, scope)
            data = write_form(form)
            path, notice = _free(path, data)
            notices += [notice] if notice else []
            files[path] = data
    write_files(files)
    told = [problem for problem in found if problem.severity is not Severity.NOTICE]
    return CollectResult(tuple(files), (*told, *notices))


def _setup(project: Project, request: CollectRequest, language: str) -> CollectResult:
    """The project file's model in cells, as it is now; beside report.yaml it takes part in the project."""
    from reportgen.ooxml.files import write_file
    from reportgen.project.setup import SETUP_FILE
    from reportgen.workbooks.setup import write_setup

    colours, font = _look(project)
    data = write_setup(project, colours, font, language)
    path, notice = _free(Path(request.out or project.folder / FOLDER) / SETUP_FILE, data)
    write_file(path, data)
    return CollectResult((path,), (notice,) if notice else ())


def _groups(project: Project, request: CollectRequest) -> tuple[list[_Group], list[Problem]]:
    """The tables to ask for, by the files they share; with --each those that departments report to in own files."""
    from reportgen.workbooks.building import is_report

    unknown = [name for name in request.tables if name not in project.tables]
    if unknown:
        raise UsageError([_usage("--only", f"no table {unknown[0]!r}", ", ".join([*project.tables, SETUP]))])
    shared: dict[tuple[str, ...], list[str]] = {}
    left: list[str] = []
    for name, spec in project.tables.items():
        if request.tables and name not in request.tables:
            continue
        workbook = any(PurePosixPath(pattern).suffix.lower() in _WORKBOOKS for pattern in spec.files)
        workbook = workbook and not about_contract(spec.contract).system
        several = any(sign in pattern for pattern in spec.files for sign in "*?")
        asked = workbook and (not request.each or (spec.entity is not None and (several or is_report(spec))))
        if asked:
            shared.setdefault(tuple(spec.files), []).append(name)
        elif request.tables or not request.each:
            left.append(name)
    if not shared:
        raise DataError([_nothing_to_collect(project, request)])
    groups = [_Group(patterns, tuple(names)) for patterns, names in shared.items()]
    if request.each:
        # A department gets one workbook, whatever the tables it answers for.
        groups = [_Group(groups[0].patterns, tuple(name for group in groups for name in group.tables))]
    return groups, [_not_asked(project, name) for name in left]


def _nothing_to_collect(project: Project, request: CollectRequest) -> Problem:
    expected = "a table with files: ending in .xlsx" + (" and an entity:" if request.each else "")
    message = "There is no table to collect"
    return Problem(Severity.ERROR, "nothing-to-collect", message, project.where("tables"), expected=expected)


def _not_asked(project: Project, name: str) -> Problem:
    system = about_contract(project.tables[name].contract).system
    if system:
        message = f'The table "{name}" is not collected: {system} exports it'
        return Problem(Severity.NOTICE, "not-collected", message, project.where("tables", name, "contract"))
    hint = "Its files come from another system. To have it filled in, add a file ending in .xlsx."
    message = f'The table "{name}" is not collected: its files are no workbooks'
    return Problem(Severity.NOTICE, "not-collected", message, project.where("tables", name, "files"), hint=hint)


def _holds_all_periods(project: Project, name: str) -> bool:
    from reportgen.workbooks.building import is_report

    spec = project.tables[name]
    return is_report(spec) and not any(sign in pattern for pattern in spec.files for sign in "*?")


def _one_file(project: Project, name: str) -> Problem:
    file = project.tables[name].files[0]
    stem = PurePosixPath(file).stem
    message = f'"{name}" has one file for all periods; its workbook asks for the new one only'
    both = f"files: [{file}, {file.replace(stem, stem + '_*')}]"
    hint = f"Do not replace the file. Put the workbook beside it, and name both: {both}."
    return Problem(Severity.NOTICE, "file-of-all-periods", message, project.where("tables", name, "files"), hint=hint)


def _too_long(project: Project, dataset: Dataset, name: str) -> Problem:
    held = f"{len(dataset.tables[name].frame):,} rows"
    message = f'The rows of "{name}" are not carried over; its workbook asks for new ones only'
    hint = "Save it beside the file and name both in files:, for example with a *."
    place = project.where("tables", name, "files")
    return Problem(Severity.NOTICE, "rows-not-carried", message, place, held, "at most 1,000 rows", hint)


def _next_period(project: Project, dataset: Dataset) -> Period:
    """The period after the latest that has rows of reports; UsageError where there is none."""
    from reportgen.dataset import DATE

    latest = [table.frame[DATE].max() for table in dataset.tables.values() if DATE in table.frame]
    known = [moment for moment in latest if moment == moment]
    if not known:
        raise UsageError([_usage("--period", "no period", "a period such as 2026-11")])
    return Period.containing(max(known).date(), project.period, project.year_start).shift(1)


def _scopes(project: Project, dataset: Dataset, each: str) -> list[_Scope]:
    entities = project.entities
    known = entities.groups if entities else ()
    single = (
        {"entity", "entities", entities.table, entities.key, entities.name or entities.key, entities.table.rstrip("s")}
        if entities
        else set()
    )
    master = dataset.tables.get(entities.table) if entities else None
    if entities is None or master is None or each not in {*known, *single}:
        expected = ", ".join(["entity", *known]) if entities else "a project with entities:"
        raise UsageError([_usage("--each", f"the project has no grouping {each!r}", expected)])
    from reportgen.workbooks.lists_of import entity_names

    names = entity_names(project, dataset)
    if each not in known:
        return [_Scope("", key, name or key, (key,)) for key, name in names.items()]
    keys = master.frame[entities.key].astype("string")
    groups = master.frame[each].astype("string")
    return [
        _Scope(each, group, group, tuple(str(key) for key in keys[groups == group]))
        for group in sorted(str(group) for group in groups.dropna().unique())
    ]


def _form(project: Project, dataset: Dataset, period: Period, group: _Group, scope: _Scope, language: str) -> Form:
    from reportgen.contracts.stamp import Stamp
    from reportgen.locales.dates import period_label
    from reportgen.workbooks.building import Asking, build_sheet
    from reportgen.workbooks.form import Form
    from reportgen.workbooks.lists_of import Lists
    from reportgen.workbooks.wording import Wording

    say = Wording(language)
    asking = Asking(project, dataset, period, say, scope.keys, _targets(project, dataset, period))
    lists = Lists(project, dataset, scope.keys, say)
    sheets = [build_sheet(asking, name, lists) for name in group.tables]
    label = period_label(period, language, say)
    versions = {name: project.tables[name].version for name in group.tables}
    colours, font = _look(project)
    asked = project.collect
    subject = sheets[0].name if len(sheets) == 1 else say("Data for the report")
    purpose = asked.purpose or say("Figures for “{project}”, period {period}.", project=project.title, period=label)
    return Form(
        title=f"{subject}: {label}",
        project=project.title,
        organisation=project.organisation,
        period=label,
        previous=period_label(period.previous, language, say),
        stamp=Stamp(period.id, period.start, period.end, versions, scope.grouping, scope.name, language),
        sheets=sheets,
        lists=lists.used,
        scope=scope.label,
        purpose=purpose,
        deadline=_deadline(period, asked.deadline),
        contact=asked.contact,
        send_to=asked.send_to,
        file=group.patterns[0],
        colours=colours,
        font=font,
    )


def _targets(project: Project, dataset: Dataset, period: Period) -> dict[str, float]:
    """The targets of the KPIs in a period, of those that have one number for it."""
    from reportgen.rules.evaluation.target_sheet import sheet_targets
    from reportgen.rules.targets.status import Band, target_path

    paths = {id: target_path(kpi, project) for id, kpi in project.kpis.items()}
    found = {id: targets.at(period) for id, targets in sheet_targets(project, dataset, paths, None)[0].items()}
    return {id: float(level) for id, level in found.items() if level is not None and not isinstance(level, Band)}


def _deadline(period: Period, days: int | None) -> date | None:
    return None if days is None else period.end + timedelta(days=days)


def _look(project: Project) -> tuple[dict[str, str], str]:
    """Colours and font of the project's brand; a brand that cannot be read is a matter of the documents."""
    try:
        brand = read_brand(project.brand, project.folder)
    except TemplateError:
        return {}, ""
    return dict(brand.theme), brand.fonts.body


def _file_name(project: Project, group: _Group, period: Period, scope: _Scope) -> str:
    """The name of the project's pattern with period and scope in the place of its *, so that the pattern finds it. A
    file that holds the reports of all periods keeps its name to itself."""
    pattern = next(
        (pattern for pattern in group.patterns if PurePosixPath(pattern).suffix.lower() in _WORKBOOKS),
        group.patterns[0],
    )
    stem = PurePosixPath(pattern).stem
    said = "_".join([period.id, *([_plain(scope.name)] if scope.name else [])])
    if stem.count("*") != 1 or "?" in stem:
        if set("*?") & set(stem):
            return f"{group.tables[0]}_{said}.xlsx"
        several = scope.name or any(_holds_all_periods(project, name) for name in group.tables)
        return f"{stem}_{said}.xlsx" if several else f"{stem}.xlsx"
    name = stem.replace("*", said)
    return f"{group.tables[0]}_{name}.xlsx" if stem == "*" else f"{name}.xlsx"


def _plain(text: str) -> str:
    return re.sub(r'[<>:"/\\|?*\s]+', "-", text).strip(".-")


def _free(path: Path, data: bytes) -> tuple[Path, Problem | None]:
    """The path, or the next free one where another workbook stands, which may have been filled in."""
    first, number = path, 1
    while path.exists() and path.read_bytes() != data:
        number += 1
        path = first.with_name(f"{first.stem}-{number}{first.suffix}")
    if number == 1:
        return path, None
    message = f"{first.name} is there already and is left as it is; the new workbook is {path.name}"
    hint = "Delete the one that is not needed: both names are found by the same pattern."
    return path, Problem(Severity.NOTICE, "workbook-kept", message, Location(str(first)), hint=hint)


def _usage(option: str, message: str, expected: str) -> Problem:
    return Problem(Severity.ERROR, "usage", message, Location(option), expected=expected)
