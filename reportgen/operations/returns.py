"""Who has sent theirs: the entities that were asked by workbooks of `collect`, and what came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportgen.dataset import Dataset, DataTable
from reportgen.errors import Problem, Severity
from reportgen.project import Project

_SHOWN = 30


def with_returns(project: Project, dataset: Dataset, doubts: Iterable[Problem]) -> tuple[Problem, ...]:
    """The doubts, and what the contracts' limits and the returns add; nothing is told twice."""
    from reportgen.loaders.limits import check_limits

    doubts = tuple(doubts)
    told = {problem.location for problem in doubts}
    limits = [problem for problem in check_limits(dataset.tables) if problem.location not in told]
    returns = not_sent(project, dataset)
    collected = {file.file for table in dataset.tables.values() for file in table.files if file.stamp is not None}
    kept = [one for one in doubts if not (one.code == "not-reported" and one.location.file in collected)]
    return (*(kept if returns else doubts), *limits, *returns)


def not_sent(project: Project, dataset: Dataset) -> list[Problem]:
    """For every report that is collected by entity: who has not sent theirs for the latest period, and who has sent
    rows without figures. A row that says that there is nothing to report is an answer."""
    master = dataset.tables.get(project.entities.table) if project.entities else None
    if master is None or project.entities is None:
        return []
    keys = master.frame[project.entities.key].astype("string")
    names = master.frame[project.entities.name or project.entities.key].astype("string").fillna(keys)
    called = {str(key): str(name) for key, name in zip(keys, names, strict=True) if isinstance(key, str)}
    return [problem for name, table in dataset.tables.items() for problem in _of_table(project, name, table, called)]


def _of_table(project: Project, name: str, table: DataTable, called: dict[str, str]) -> Iterator[Problem]:
    from reportgen.loaders.returns import answers

    stamps = [file.stamp for file in table.files if file.stamp is not None and name in file.stamp.tables]
    if not stamps or table.spec.entity is None:
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
            yield Problem(Severity.NOTICE, code, message, place, _listed([called[key] for key in those]), hint=hint)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
