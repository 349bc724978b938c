"""Who has sent theirs: the entities that were asked by workbooks of `collect`, and what came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reportgen.content.periods import Period
from reportgen.contracts.stamp import Stamp
from reportgen.dataset import Dataset, DataTable
from reportgen.errors import Problem, Severity
from reportgen.project import Project

# Where `collect` puts the workbooks that are sent out.
FOLDER = "collect"
# More than any programme asks, and more bytes than an empty workbook has.
_MOST_ASKED, _LARGEST_ASKED = 2000, 5_000_000
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
    and who has sent rows without figures. A row that says that there is nothing to report is an answer. Workbooks that
    `collect` wrote say who was asked, before the first of them came back."""
    master = dataset.tables.get(project.entities.table) if project.entities else None
    asked = _asked(project)
    stamps = {name: (*asked, *_stamps(dataset.tables.get(name))) for name in project.tables}
    sent = {name: held for name, held in stamps.items() if any(name in stamp.tables for stamp in held)}
    if master is None or project.entities is None or not sent:
        return []
    keys = master.frame[project.entities.key].astype("string")
    names = master.frame[project.entities.name or project.entities.key].astype("string").fillna(keys)
    called = {str(key): str(name) for key, name in zip(keys, names, strict=True) if isinstance(key, str)}
    return [
        problem
        for name, held in sent.items()
        for problem in _of_table(
            *(project, dataset, name, _of_period(name, held, period)),
            _called(project, dataset, _of_period(name, asked, period), called),
        )
    ]


def _called(project: Project, dataset: Dataset, asked: Sequence[Stamp], called: dict[str, str]) -> dict[str, str]:
    """Who was asked, by the workbooks that were written; everybody where there are none, or one is for nobody in
    particular."""
    from reportgen.loaders.returns import keys_of

    keys = [keys_of(project, dataset.tables, stamp) for stamp in asked]
    known = {key for held in keys if held is not None for key in held}
    return {key: name for key, name in called.items() if key in known} if known and None not in keys else called


def _stamps(table: DataTable | None) -> list[Stamp]:
    return [file.stamp for file in table.files if file.stamp is not None] if table is not None else []


def _of_period(name: str, stamps: Iterable[Stamp], period: Period | None) -> list[Stamp]:
    """The stamps of a table for the latest period that there is, or the latest up to the one given."""
    known = [stamp for stamp in stamps if name in stamp.tables and (period is None or stamp.start <= period.end)]
    latest = max((stamp.start for stamp in known), default=None)
    return [stamp for stamp in known if stamp.start == latest]


def _asked(project: Project) -> list[Stamp]:
    """The stamps of the workbooks in the project's folder `collect`, in the order of their names."""
    from reportgen.loaders.stamps import stamp_of

    found = sorted((project.folder / FOLDER).glob("*/*.xls[xm]"))[:_MOST_ASKED]
    held = (_bytes_of(path) for path in found if not path.name.startswith("~$"))
    return [stamp for stamp in map(stamp_of, held) if stamp is not None]


def _bytes_of(path: Path) -> bytes:
    """The bytes of a workbook; none of one that cannot be read now: it has only been sent out."""
    try:
        return path.read_bytes() if path.stat().st_size <= _LARGEST_ASKED else b""
    except OSError:
        return b""


def _of_table(
    project: Project, dataset: Dataset, name: str, stamps: Sequence[Stamp], called: dict[str, str]
) -> Iterator[Problem]:
    from reportgen.loaders.returns import answers
    from reportgen.workbooks.building import is_report

    # A register or a log owes no row: nobody need have a complaint in a month.
    if not stamps or not is_report(project.tables[name]):
        return
    stamp = stamps[0]
    table = dataset.tables.get(name)
    rows, figures = answers(table, stamp) if table is not None else (set[str](), set[str]())
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
