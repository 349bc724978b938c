"""A Dataset restricted to one group or one entity, for packs of their own.

Tables without an entity field cannot be divided: they are emptied, their KPIs then say that there are no
data, and a notice says why. National figures never pass for those of a region.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.dataset import Dataset, DataTable
from reportgen.errors import Problem, Severity
from reportgen.project import Project
from reportgen.rules.evaluation.target_sheet import CONTRACT, narrowed

if TYPE_CHECKING:
    import pandas as pd


def group_names(project: Project, dataset: Dataset, grouping: str) -> tuple[str, ...]:
    """The groups of a grouping, sorted; blank ones are left out."""
    master = _master(project, dataset)
    if master is None:
        return ()
    values = {str(value).strip() for value in master.frame[grouping].dropna().unique()}
    return tuple(sorted(value for value in values if value))


def scope_names(project: Project, dataset: Dataset) -> tuple[str, ...]:
    """Everything that can be asked for: groups, then entity names, then keys."""
    master = _master(project, dataset)
    if master is None or project.entities is None:
        return ()
    fields = [*project.entities.groups, project.entities.name or project.entities.key, project.entities.key]
    return tuple(dict.fromkeys(str(value) for field in fields for value in master.frame[field].dropna().unique()))


def restrict(project: Project, dataset: Dataset, scope: str) -> tuple[Dataset, str, tuple[Problem, ...]] | None:
    """The dataset of one group or entity, the scope as the data write it, and notices; None when nothing is so named.

    A group comes before an entity of the same name (a province before its capital), a key before a name.
    Several entities of one name are not divided: the name then stands for all of them.
    """
    master = _master(project, dataset)
    if master is None or project.entities is None:
        return None
    entities = project.entities
    for field in (*entities.groups, entities.key, entities.name or entities.key):
        texts = master.frame[field].astype("string").str.strip()
        chosen = (texts.str.casefold() == scope.strip().casefold()).fillna(False)
        if chosen.any():
            keys = master.frame.loc[chosen, entities.key]
            label = str(texts[chosen].iloc[0])
            tables = {
                name: narrowed(table, label)
                if table.spec.contract == CONTRACT
                else _of(table, name == entities.table, entities.key, keys)
                for name, table in dataset.tables.items()
            }
            return replace(dataset, tables=tables), label, _notices(project, scope)
    return None


def useful_groups_first(project: Project, dataset: Dataset) -> Project:
    """The project with groupings that still divide the dataset before those of one group: of a region, by province."""
    entities, master = project.entities, _master(project, dataset)
    if entities is None or master is None:
        return project
    order = sorted(entities.groups, key=lambda grouping: len(group_names(project, dataset, grouping)) < 2)
    return project.model_copy(update={"entities": entities.model_copy(update={"groups": order})})


def _master(project: Project, dataset: Dataset) -> DataTable | None:
    return dataset.tables.get(project.entities.table) if project.entities else None


def _of(table: DataTable, is_master: bool, key: str, keys: pd.Series[str]) -> DataTable:
    field = key if is_master else table.spec.entity
    frame = table.frame.iloc[:0] if field is None else table.frame[table.frame[field].isin(keys)]
    return replace(table, frame=frame.reset_index(drop=True))


def _notices(project: Project, scope: str) -> tuple[Problem, ...]:
    """One notice for each undivided table that a KPI needs, and one for all registers and logs together."""
    assert project.entities is not None
    undivided = [
        name
        for name, spec in project.tables.items()
        if spec.entity is None and name != project.entities.table and spec.contract != CONTRACT
    ]
    words = {word for kpi in project.kpis.values() for word in re.findall(r"\w+", kpi.formula)}
    counted = [name for name in undivided if name in words or not project.tables[name].contract]
    others = [name for name in undivided if name not in counted]
    notices = [_notice(project, name, f"Table {name} has", f"its KPIs have no data for {scope}") for name in counted]
    if others:
        names = ", ".join(others)
        notices.append(
            _notice(project, others[0], f"The tables {names} have", f"what they tell is left out for {scope}")
        )
    return tuple(notices)


def _notice(project: Project, name: str, tables: str, consequence: str) -> Problem:
    return Problem(
        Severity.NOTICE,
        "table-not-divided",
        f"{tables} no entity field, so {consequence}",
        project.where("tables", name),
        hint="Name the field with the entity's key in entity:, if the table has one.",
    )
