"""Who has sent theirs: the entities that were asked by workbooks of `collect`, and what came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportgen.content.periods import Period
from reportgen.dataset import Dataset, DataTable
from reportgen.errors import Problem, Severity
from reportgen.project import Project

_SHOWN = 30
# What the data say of entities without a row, where nobody knows whom a workbook was sent to.
_OF_THE_SILENT = ("not-reported", "entity-vanished")


def with_returns(
    project: Project, dataset: Dataset, doubts: Iterable[Problem], period: Period | None = None
) -> tuple[Problem, ...]:
    """The doubts, and what the contracts' limits and the returns add; nothing is told twice. With a period only the
    returns up to it."""
    from reportgen.loaders.limits import check_limits

    doubts = tuple(doubts)
    told = {problem.location for problem in doubts}
    limits = [problem for problem in check_limits(dataset.tables) if problem.location not in told]
    returns = not_sent(project, dataset, period)
    kept = [one for one in doubts if one.code not in _OF_THE_SILENT or not _is_collected(one, dataset)]
    return (*(kept if returns else doubts), *limits, *returns)


def _is_collected(problem: Problem, dataset: Dataset) -> bool:
    """True for a problem in a table whose latest rows came back in workbooks of `collect`: the returns tell who is
    missing."""
    return any(
        _came_back(table)
        for table in dataset.tables.values()
        if any(file.file == problem.location.file for file in table.files)
    )


def _came_back(table: DataTable) -> bool:
    from reportgen.dataset import DATE

    ends = [file.stamp.end for file in table.files if file.stamp is not None and table.name in file.stamp.tables]
    latest = table.frame[DATE].max() if ends and DATE in table.frame else None
    return latest is not None and latest == latest and latest.date() <= max(ends)


def not_sent(project: Project, dataset: Dataset, period: Period | None = None) -> list[Problem]:
    """For every report that is collected by entity: who has not sent theirs for the latest period, or the one given,
    and who has sent rows without figures. A row that says that there is nothing to report is an answer."""
    master = dataset.tables.get(project.entities.table) if project.entities else None
    sent = {
        name: table
        for name, table in dataset.tables.items()
        if any(file.stamp is not None and name in file.stamp.tables for file in table.files)
    }
    if master is None or project.entities is None or not sent:
        return []
    keys = master.frame[project.entities.key].astype("string")
    names = master.frame[project.entities.name or project.entities.key].astype("string").fillna(keys)
    called = {str(key): str(name) for key, name in zip(keys, names, strict=True) if isinstance(key, str)}
    return [problem for name, table in sent.items() for problem in _of_table(project, name, table, called, period)]


def _of_table(
    project: Project, name: str, table: DataTable, called: dict[str, str], period: Period | None
) -> Iterator[Problem]:
    from reportgen.loaders.returns import answers
    from reportgen.workbooks.building import is_report

    stamps = [file.stamp for file in table.files if file.stamp is not None and name in file.stamp.tables]
    stamps = [stamp for stamp in stamps if period is None or stamp.start <= period.end]
    # A register or a log owes no row: nobody need have a complaint in a month.
    if not stamps or not is_report(table.spec):
        return
    stamp = max(stamps, key=lambda one: one.start)
    rows, figures = answers(table, stamp)
    silent = [key for key in called if key not in rows]
    empty = [key for key in called if key in rows and key not in figures]
    place = project.where("tables", name)
    for code, those, what in (
        ("not-sent", silent, "have not sent theirs" if len(silent) > 1 else "has not sent theirs"),
        (
            "sent-empty",
            empty,
            "have sent theirs without figures" if len(empty) > 1 else "has sent theirs without figures",
        ),
    ):
        if those:
            message = f'{len(those)} of {len(called)} {what} for {stamp.period} ("{name}")'
            hint = "Ask for them, or for the answer that there is nothing to report."
            yield Problem(Severity.WARNING, code, message, place, _listed([called[key] for key in those]), hint=hint)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
