"""The entity master as arrays: keys, names, and for each grouping the group of every entity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reportgen.dataset import Dataset
from reportgen.project import Project

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Grouping:
    """A grouping: `labels` in alphabetical order and, per entity, the position of its group; the entities
    without a group have the position after the last label."""

    labels: tuple[str, ...]
    codes: NDArray[np.int64]

    @property
    def unassigned(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class EntityMaster:
    """All entities in the order of their table. `names` are for people, `keys` for joins."""

    keys: NDArray[Any]
    names: NDArray[Any]
    groups: Mapping[str, Grouping]

    def __len__(self) -> int:
        return len(self.keys)

    def group_labels(self, group: str) -> NDArray[Any]:
        """The label of every entity's group, empty where it has none."""
        grouping = self.groups[group]
        return np.array([*grouping.labels, ""], dtype=object)[grouping.codes]

    @cached_property
    def _places(self) -> dict[Any, int]:
        # A dict, because an index of pandas looks at all keys several times before it finds the first.
        return {key: place for place, key in enumerate(self.keys.tolist())}

    def positions(self, keys: pd.Series) -> NDArray[np.int64]:
        """The position in the master of each key, -1 for those that are missing or unknown."""
        categories = keys.astype("category").cat
        places = self._places
        known = [places.get(key, -1) for key in categories.categories.tolist()]
        found: NDArray[np.int64] = np.array([*known, -1], np.int64)[categories.codes.to_numpy()]
        return found


def entity_master(project: Project, dataset: Dataset) -> EntityMaster | None:
    """The entities of the project; None when it has none. The last row of a key counts."""
    entities = project.entities
    if entities is None or entities.table not in dataset.tables:
        return None
    frame = dataset.tables[entities.table].frame
    frame = frame[frame[entities.key].notna()].drop_duplicates(entities.key, keep="last")
    keys = frame[entities.key].astype(object).to_numpy()
    names = frame[entities.name or entities.key].astype(object)
    named = names.where(names.notna(), frame[entities.key].astype(object)).to_numpy()
    return EntityMaster(keys, named, {group: _grouping(frame[group]) for group in entities.groups})


def _grouping(column: pd.Series) -> Grouping:
    labels = sorted({str(label) for label in column.dropna().unique()})
    position = {label: index for index, label in enumerate(labels)}
    codes, distinct = pd.factorize(column)
    places = [position[str(text)] for text in distinct]
    return Grouping(tuple(labels), np.array([*places, len(labels)], dtype=np.int64)[codes])
