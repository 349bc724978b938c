"""Stamped workbooks that came back: from whom, for which period, in which version; and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.contracts import ColumnType
from reportgen.contracts.asked import NOTHING_TO_REPORT
from reportgen.contracts.stamp import Stamp
from reportgen.dataset import DATE, FILE, ROW, DataTable, SourceFile
from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation
from reportgen.project import Project

_SHOWN = 5


def check_returns(project: Project, tables: Mapping[str, DataTable]) -> list[Problem]:
    """What a stamp says and the rows do not: another version, period or department; the same workbook twice."""
    return [
        problem
        for table in tables.values()
        for number, file in enumerate(table.files)
        if file.stamp is not None
        for problem in _of_file(project, tables, table, number, file, file.stamp)
    ] + [problem for table in tables.values() for problem in _twice(table)]


def _of_file(
    project: Project, tables: Mapping[str, DataTable], table: DataTable, number: int, file: SourceFile, stamp: Stamp
) -> Iterator[Problem]:
    version = stamp.tables.get(table.name)
    if version is not None and version != table.spec.version:
        yield Problem(
            Severity.WARNING,
            "other-version",
            "The workbook was made for another version of the table",
            CellLocation(file.file, file.sheet),
            f"version {version}",
            f"version {table.spec.version}",
            "Look whether its columns still mean the same, and send out new workbooks: reportgen collect.",
        )
    mine = table.frame[FILE].to_numpy() == number
    if table.name in stamp.nothing:
        yield _nothing(table, file, stamp, mine)
    if DATE in table.frame:
        dates = table.frame[DATE].to_numpy()
        first, last = np.datetime64(stamp.start), np.datetime64(stamp.end) + np.timedelta64(1, "D")
        outside = mine & ~np.isnat(dates) & ((dates < first) | (dates >= last))
        found = ", ".join(str(day) for day in np.unique(dates[outside].astype("datetime64[D]"))[:_SHOWN])
        yield from _told(table, file, outside, "other-period", f"for {stamp.period}", "lie outside of it", found)
    keys = keys_of(project, tables, stamp)
    entity = table.spec.entity
    if keys is not None and entity is not None:
        owners = table.frame[entity].astype("string")
        outside = mine & (owners.notna() & ~owners.isin(keys)).to_numpy(dtype=bool)
        found = ", ".join(str(key) for key in owners[outside].unique()[:_SHOWN])
        yield from _told(table, file, outside, "other-entity", f"of {stamp.scope}", "are of others", found)


def _nothing(table: DataTable, file: SourceFile, stamp: Stamp, mine: NDArray[np.bool_]) -> Problem:
    """That there is nothing to report was said; rows with a date of the period say otherwise."""
    first, last = np.datetime64(stamp.start), np.datetime64(stamp.end) + np.timedelta64(1, "D")
    fields = [field for field, column in table.spec.columns.items() if column.type is ColumnType.DATE]
    for field in fields:
        days = table.frame[field].to_numpy()
        within = np.flatnonzero(mine & ~np.isnat(days) & (days >= first) & (days < last))
        if len(within):
            message = (
                f"The workbook says that there is nothing to report for {stamp.period}, and this row has a date in it"
            )
            place = CellLocation(file.file, file.sheet, table.cell(int(within[0]), field))
            hint = (
                "Clear the answer on the first sheet if the row is new; if its date was only planned, nothing is wrong."
            )
            return Problem(Severity.WARNING, "nothing-but-rows", message, place, hint=hint)
    message = f'"{table.name}" has nothing to report for {stamp.period}, as the workbook says'
    return Problem(Severity.NOTICE, "nothing-to-report", message, CellLocation(file.file, file.sheet))


def _told(
    table: DataTable, file: SourceFile, rows: NDArray[np.bool_], code: str, whose: str, what: str, found: str
) -> Iterator[Problem]:
    places = np.flatnonzero(rows).tolist()
    if not places:
        return
    field = table.spec.entity if table.spec.entity in file.columns else next(iter(file.columns), "")
    cell = table.cell(places[0], field) if field else ""
    if code == "other-period" and file.dated:
        cell = f"{file.dated}{table.frame[ROW].iloc[places[0]]}"
    message = f"{len(places)} rows of the workbook {whose} {what}" if len(places) > 1 else _ONE[code].format(whose)
    hint = "Correct the cells, or ask whether the workbook of another month or department was filled in."
    yield Problem(Severity.WARNING, code, message, CellLocation(file.file, file.sheet, cell), found, hint=hint)


_ONE = {
    "other-period": "A row of the workbook {} lies outside of it",
    "other-entity": "A row of the workbook {} is of another",
}


def keys_of(project: Project, tables: Mapping[str, DataTable], stamp: Stamp) -> set[str] | None:
    """The entities that a workbook was for; None for all."""
    if not stamp.scope:
        return None
    if not stamp.grouping:
        return {stamp.scope}
    master = tables.get(project.entities.table) if project.entities else None
    if master is None or project.entities is None or stamp.grouping not in master.frame:
        return None
    inside = master.frame[stamp.grouping].astype("string") == stamp.scope
    return set(master.frame.loc[inside.fillna(False), project.entities.key].astype("string").dropna())


def _twice(table: DataTable) -> Iterator[Problem]:
    first: dict[tuple[str, str, str], str] = {}
    for file in table.files:
        stamp = file.stamp
        if stamp is None or table.name not in stamp.tables:
            continue
        other = first.setdefault((stamp.period, stamp.grouping, stamp.scope), file.file)
        if other != file.file:
            whose = f"of {stamp.scope} for {stamp.period}" if stamp.scope else f"for {stamp.period}"
            message = f"The workbook {whose} came twice; the other is {other}, and both are read"
            place = CellLocation(file.file, file.sheet)
            yield Problem(Severity.WARNING, "sent-twice", message, place, hint="Remove the one that does not count.")


def answers(table: DataTable, stamp: Stamp) -> tuple[set[str], set[str]]:
    """The entities that have a row in the period of a stamp; and those with a figure of their own, or with the answer
    that there is nothing to report."""
    entity = table.spec.entity
    if entity is None or DATE not in table.frame:
        return set(), set()
    dates = table.frame[DATE]
    within = (dates >= pd.Timestamp(stamp.start)) & (dates < pd.Timestamp(stamp.end) + pd.Timedelta(days=1))
    columns = table.spec.columns.items()
    figures = [field for field, column in columns if column.type.is_number and not column.given]
    filled = table.frame[figures].notna().any(axis=1)
    if NOTHING_TO_REPORT in table.frame:
        filled |= table.frame[NOTHING_TO_REPORT].fillna(False).astype(bool)
    owners = table.frame[entity].astype("string")
    return set(owners[within].dropna()), set(owners[within & filled].dropna())
