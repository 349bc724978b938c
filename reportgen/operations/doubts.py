"""What can be read and may yet be wrong: implausible numbers, limits of contracts, who has not sent theirs.

`check` looks at the latest period of each table, which may still be collected; a build at the data up to its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from reportgen.content.periods import Period
from reportgen.errors import Problem
from reportgen.operations.marking import with_fields

if TYPE_CHECKING:
    from reportgen.dataset import Dataset, DataTable
    from reportgen.project import Project
    from reportgen.rules.planning.plan import Plan


def doubts(project: Project, plan: Plan, dataset: Dataset, period: Period | None = None) -> tuple[Problem, ...]:
    """Warnings and notices, each at its cell, none twice; with a period as if nothing after it were there."""
    from reportgen.operations.returns import with_returns
    from reportgen.rules.plausibility.doubts import implausible

    seen = dataset if period is None else replace(dataset, tables=_until(dataset, period))
    found = with_fields(implausible(project, plan, seen), dataset)
    return _once(with_returns(project, seen, found, period))


def _until(dataset: Dataset, period: Period) -> dict[str, DataTable]:
    return {name: _table_until(table, period) for name, table in dataset.tables.items()}


def _table_until(table: DataTable, period: Period) -> DataTable:
    import numpy as np

    from reportgen.dataset import DATE

    if DATE not in table.frame:
        return table
    later = table.frame[DATE].array.to_numpy() >= np.datetime64(period.end + timedelta(days=1))
    return replace(table, frame=table.frame[~later]) if later.any() else table


def _once(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Without what a KPI says of a cell of which the table's own limits say it too."""
    found = tuple(found)
    limited = {one.location for one in found if one.code == "more-than-whole"}
    return tuple(one for one in found if one.code != "numerator-above-denominator" or one.location not in limited)


def without_sums(problems: Iterable[Problem], found: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems without the sums of what was found in cells one by one."""
    told = {(one.code, one.location) for one in found}
    return tuple(one for one in problems if (one.code, one.location) not in told or one.code != "counter-fell")
