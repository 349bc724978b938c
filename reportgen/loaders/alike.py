"""The dates of an export: one program wrote all of them, so a column that leaves day and month open follows another,
and how they were read is told once.

In a table that people keep, each column decides for itself: it may have been typed by somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.contracts import ColumnType, TableSpec, about_contract
from reportgen.errors import Problem
from reportgen.loaders.dates import possible_formats
from reportgen.loaders.pieces import Piece, join_column

_TOLD_ONCE = frozenset({"date-format", "time-zone"})


def told_once(spec: TableSpec, problems: Sequence[Problem]) -> list[Problem]:
    """The problems; of an export only the first of those that say the same of how its dates are written."""
    if not about_contract(spec.contract).system:
        return list(problems)
    first: dict[tuple[str, str, str], Problem] = {}
    for one in problems:
        if one.code in _TOLD_ONCE:
            first.setdefault((one.code, one.location.file, one.hint), one)
    return [one for one in problems if one.code not in _TOLD_ONCE or one in first.values()]


def with_dates_alike(spec: TableSpec, pieces: Sequence[Piece], year_start: int) -> TableSpec:
    """The table with the format said for columns of dates that other columns of the export decide."""
    if not about_contract(spec.contract).system:
        return spec
    forms = {
        field: possible_formats(
            join_column(pieces, column.headers(field)[0]).cells, spec.missing_texts(column), year_start
        )
        for field, column in spec.columns.items()
        if column.type is ColumnType.DATE and not column.format
    }
    first = {form[0] for found in forms.values() if len(found) == 1 for form in found if form[0] in "dm"}
    if len(first) != 1:
        return spec
    columns = dict(spec.columns)
    for field, found in forms.items():
        fitting = [form for form in found if form[0] in first]
        if len(found) > 1 and len(fitting) == 1:
            columns[field] = columns[field].model_copy(update={"format": fitting[0]})
    return spec.model_copy(update={"columns": columns})
