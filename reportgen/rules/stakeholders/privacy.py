"""How stakeholders are named in documents: by name, initials, role or code.

The names are replaced in the register itself before any rule reads it, so that no block, note, escalation or list of
findings can print another form than the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reportgen.contracts import about_contract
from reportgen.dataset import Dataset, DataTable
from reportgen.project.privacy import Naming

if TYPE_CHECKING:
    import pandas as pd

# Fields that say who somebody is where the name itself is not to be printed.
_TELLING: Mapping[Naming, tuple[str, ...]] = {
    Naming.INITIALS: (),
    Naming.ROLES: ("organisation",),
    Naming.CODES: ("organisation", "role"),
}


def shielded(dataset: Dataset, naming: Naming) -> Dataset:
    """The dataset with its stakeholders named that way; organisation, and for codes the role, are then left out."""
    if naming is Naming.NAMES:
        return dataset
    tables = {
        name: _shielded(table, naming) if about_contract(table.spec.contract).serves == "stakeholders" else table
        for name, table in dataset.tables.items()
    }
    return replace(dataset, tables=tables)


def _shielded(table: DataTable, naming: Naming) -> DataTable:
    frame = table.frame
    keys, names, roles = (_texts(frame, field) for field in ("id", "name", "role"))
    keys = [key or f"{row + 1}" for row, key in enumerate(keys)]
    printed = named(keys, names, roles, naming)
    columns = {"name": _category(printed)}
    columns |= {field: _category([None] * len(frame)) for field in _TELLING[naming] if field in frame}
    return replace(table, frame=frame.assign(**columns))


def named(keys: Sequence[str], names: Sequence[str], roles: Sequence[str], naming: Naming) -> list[str]:
    """What is printed for each stakeholder; those whom it would not tell apart have their code behind it."""
    forms = [_form(*held, naming) for held in zip(keys, names, roles, strict=True)]
    owners = defaultdict[str, set[str]](set)
    for form, key in zip(forms, keys, strict=True):
        owners[form].add(key)
    return [f"{form} ({_code(key)})" if len(owners[form]) > 1 else form for form, key in zip(forms, keys, strict=True)]


def _form(key: str, name: str, role: str, naming: Naming) -> str:
    if naming is Naming.INITIALS and name:
        return " ".join(f"{word[0].upper()}." for word in name.replace("-", " ").split())
    return role if naming is Naming.ROLES and role else _code(key)


def _code(key: str) -> str:
    return f"S-{key}" if key.isdecimal() else key


def _texts(frame: pd.DataFrame, field: str) -> list[str]:
    if field not in frame:
        return [""] * len(frame)
    return ["" if value is None or value != value else str(value).strip() for value in frame[field].astype(object)]


def _category(values: Sequence[Any]) -> pd.Categorical:
    import pandas as pd

    return pd.Categorical(values)
