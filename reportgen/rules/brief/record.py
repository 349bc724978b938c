"""What a report says, as the manifest keeps it for the next one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.content.kpis import Figure
from reportgen.content.reported import Declared, Reported, Rows
from reportgen.content.values import Aim, Quantity, Range
from reportgen.dataset import DATE, FILE, ROW, Dataset, DataTable
from reportgen.project import KpiSpec, Project
from reportgen.project.amounts import Amount
from reportgen.project.goals import CurveSpec, Sides, StepsSpec
from reportgen.rules.setting import Setting, Subject

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from reportgen.rules.entities import EntityMaster

# 8 characters for each row: files of more rows would make the manifest larger than the documents.
_MOST_ROWS = 2_000
_MOST_ENTITIES = 2_000
# As pandas hashes a missing text.
_NO_TEXT = np.uint64(2**64 - 1)


def record(
    project: Project,
    dataset: Dataset,
    master: EntityMaster | None,
    subjects: Sequence[Subject],
    setting: Setting,
    rules: Sequence[str],
    open: Mapping[str, str],
) -> Reported:
    """Everything that a later report compares itself with."""
    figures = {figure.id: amount_text(figure.value) for subject in subjects for figure in figures_of(subject)}
    targets = {
        figure.id: amount_text(figure.target)
        for subject in subjects
        for figure in figures_of(subject)
        if isinstance(figure.target, Quantity | Range)
    }
    few = master is not None and len(master) <= _MOST_ENTITIES
    names = dict(zip(master.keys.tolist(), master.names.tolist(), strict=True)) if master is not None and few else {}
    return Reported(
        setting.period,
        setting.as_of.isoformat(),
        project.status,
        project.version,
        {subject.id: declared(project.kpis[subject.id], subject.label) for subject in subjects},
        figures,
        targets,
        rules=tuple(rules),
        open=open,
        entities={str(key): str(name) for key, name in names.items()},
        inputs=dict(sorted(_inputs(dataset))),
    )


def figures_of(subject: Subject) -> Iterator[Figure]:
    """The figures that are kept: total, groups, and the totals of earlier periods."""
    yield subject.total
    for figures in subject.kpi.groups.values():
        yield from figures
    yield from (figure for figure in subject.kpi.history if figure.period != subject.total.period)


def amount_text(value: Aim) -> str:
    """The exact amount as text; empty for none."""
    if isinstance(value, Range):
        return f"{value.low.amount}..{value.high.amount}"
    return str(value.amount) if isinstance(value, Quantity) else ""


def declared(spec: KpiSpec, label: str) -> Declared:
    """How a KPI is declared."""
    return Declared(
        label,
        spec.definition,
        " ".join(spec.formula.split()),
        spec.unit.value,
        spec.decimals,
        spec.better,
        _target_text(spec),
        _tolerance_text(spec),
        spec.currency,
    )


def _target_text(spec: KpiSpec) -> str:
    target = spec.target
    if target is None:
        return ""
    if isinstance(target, CurveSpec):
        return f"{target.path} from {target.start.text} in {target.start_period} to {target.end.text} in {target.due}"
    if isinstance(target, StepsSpec):
        return ", ".join(f"{step.text} from {period}" for period, step in target.steps.items())
    return target.text


def _tolerance_text(spec: KpiSpec) -> str:
    tolerance = spec.tolerance
    if isinstance(tolerance, Sides):
        return f"{tolerance.below.text} below, {tolerance.above.text} above"
    return tolerance.text if isinstance(tolerance, Amount) else ""


def _inputs(dataset: Dataset) -> Iterator[tuple[str, Rows]]:
    """Every file of every table, under both names: a workbook may hold several tables."""
    for name, table in dataset.tables.items():
        # The rows of all files at once: most of the time goes into each column, however few its rows.
        small = [index for index, file in enumerate(table.files) if file.rows <= _MOST_ROWS]
        owners = table.frame[FILE].to_numpy()
        if len(small) == len(table.files):
            rows = table.frame
        else:
            kept = np.isin(owners, small)
            rows, owners = table.frame[kept], owners[kept]
        hashed = _hashed(rows)
        for file, indexes in pieces_by_file(table).items():
            first, count = table.files[indexes[0]], sum(table.files[index].rows for index in indexes)
            own = owners == indexes[0] if len(indexes) == 1 else np.isin(owners, indexes)
            yield f"{name}: {file}", Rows(first.sha256, count, _text(hashed[own]))


def pieces_by_file(table: DataTable) -> dict[str, list[int]]:
    """The indexes of each file: one whose months are columns is a piece for each month."""
    pieces: dict[str, list[int]] = {}
    for index, file in enumerate(table.files):
        pieces.setdefault(file.file, []).append(index)
    return pieces


def marks(table: DataTable, indexes: Sequence[int], until: date | None = None) -> str:
    """Eight characters for each row of a file, in its order; of rows with a date those until a day."""
    if any(table.files[index].rows > _MOST_ROWS for index in indexes):
        return ""
    rows = table.frame[table.frame[FILE].isin(list(indexes))]
    if until is not None and DATE in rows:
        rows = rows[~(rows[DATE] > np.datetime64(until))]
    return _text(_hashed(rows))


def _text(hashed: NDArray[np.uint64]) -> str:
    """The last eight hexadecimal digits of each number."""
    return hashed.astype(np.uint32).astype(">u4").tobytes().hex()


def _hashed(rows: pd.DataFrame) -> NDArray[np.uint64]:
    """A number for each row that stands for its content, as `pandas.util.hash_pandas_object` gives it; file and row
    apart, without a copy of the frame."""
    if not len(rows):
        return np.zeros(0, np.uint64)
    columns = list(_hashes([column.values for name, column in rows.items() if name not in (FILE, ROW)]))
    hashed = np.full(len(rows), 0x345678, np.uint64)
    factor = 1_000_003
    for left, column in zip(range(len(columns), 0, -1), columns, strict=True):
        hashed = (hashed ^ column) * np.uint64(factor)
        factor += 82_520 + 2 * left
    return hashed + np.uint64(97_531)


def _hashes(columns: Sequence[Any]) -> Iterator[NDArray[np.uint64]]:
    """A number for each cell of each column. Of categories, whose codes depend on the other files, the texts are
    hashed, those of all columns at once: to ask for a few takes longer than to hash them."""
    from pandas import Categorical
    from pandas.util import hash_array

    nothing = np.empty(0, object)
    held = [column.categories.to_numpy(object) for column in columns if isinstance(column, Categorical)]
    texts, start = hash_array(np.concatenate([nothing, *held]), categorize=False), 0
    for column in columns:
        if isinstance(column, Categorical):
            end = start + len(column.categories)
            # What is missing has the code -1, and so the last number.
            yield np.append(texts[start:end], _NO_TEXT)[column.codes]
            start = end
        else:
            yield hash_array(column)
