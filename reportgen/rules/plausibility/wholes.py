"""Rows in which a part is larger than its whole: the two sides of a share, compared cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reportgen.dataset import DATE, FILE, Dataset
from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation
from reportgen.project import Unit
from reportgen.rules.formulas.syntax import Aggregation, Arithmetic, Field
from reportgen.rules.planning.plan import Plan

_MOST = 20


def parts_above_wholes(plan: Plan, dataset: Dataset, table: str) -> Iterator[Problem]:
    """A warning for each row of the table's latest date whose part is above its whole, in any KPI in percent."""
    for part, whole in sorted(_pairs(plan, table)):
        yield from _above(dataset, table, part, whole)


def _pairs(plan: Plan, table: str) -> set[tuple[str, str]]:
    """The columns of shares such as sum(active) / sum(licensed) over the same rows."""
    found = set[tuple[str, str]]()
    for kpi in plan.kpis.values():
        tree = kpi.tree
        if kpi.spec.unit is not Unit.PERCENT or not isinstance(tree, Arithmetic) or tree.operator != "/":
            continue
        columns = [_column(side, table) for side in (tree.left, tree.right)]
        same = getattr(tree.left, "condition", "") == getattr(tree.right, "condition", "")
        if all(columns) and same:
            found.add((columns[0], columns[1]))
    return found


def _column(side: object, table: str) -> str:
    if not isinstance(side, Aggregation) or side.function != "sum" or side.table != table:
        return ""
    plain = isinstance(side.value, Field) and not side.value.joined
    return side.value.column if plain and isinstance(side.value, Field) else ""


def _above(dataset: Dataset, name: str, part: str, whole: str) -> Iterator[Problem]:
    table = dataset.tables[name]
    frame = table.frame
    above = frame[part].to_numpy(dtype=float) > frame[whole].to_numpy(dtype=float)
    if DATE in frame and len(frame):
        days = frame[DATE].to_numpy()
        known = days[~np.isnat(days)]
        above &= days == (known.max() if len(known) else days)
    rows = np.flatnonzero(above).tolist()
    for row in rows[:_MOST]:
        file = table.files[int(frame[FILE].iloc[row])]
        other = table.cell(row, whole)
        hint = "Correct one of the two cells."
        if len(rows) > _MOST and row == rows[_MOST - 1]:
            hint = f"{hint} {len(rows) - _MOST} more of this column are not listed."
        yield Problem(
            Severity.WARNING,
            "numerator-above-denominator",
            f'"{part}" is larger than "{whole}", of which it is a part',
            CellLocation(file.file, file.sheet, table.cell(row, part)),
            found=f"{frame[part].iloc[row]:.15g}",
            expected=f"at most {frame[whole].iloc[row]:.15g}" + (f", as in {other}" if other else ""),
            hint=hint,
        )
