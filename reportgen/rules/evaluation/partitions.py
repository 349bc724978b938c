"""The scopes for which a KPI is computed at once: the total, every group of every grouping, every entity.

All numbers of one formula lie in one array: first the total, then the groups of each grouping with a last
place for rows that belong to none, then the entities.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reportgen.rules.entities import EntityMaster

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Scopes:
    """`master` None: the total alone."""

    master: EntityMaster | None = None

    @cached_property
    def size(self) -> int:
        """How many scopes there are."""
        if self.master is None:
            return 1
        return 1 + sum(len(grouping.labels) + 1 for grouping in self.master.groups.values()) + len(self.master)

    @cached_property
    def groups(self) -> dict[str, slice]:
        """Where the groups of each grouping lie; the last place is for rows without a group."""
        place, slices = 1, {}
        for name, grouping in (self.master.groups if self.master is not None else {}).items():
            slices[name] = slice(place, place + len(grouping.labels) + 1)
            place = slices[name].stop
        return slices

    @cached_property
    def entities(self) -> slice:
        """Where the entities lie."""
        return slice(self.size - len(self.master), self.size) if self.master is not None else slice(1, 1)

    @property
    def first_entity(self) -> int:
        return self.size - len(self.master or ())

    def partitions(self, entities: NDArray[np.int64]) -> list[tuple[int, int, NDArray[np.int64]]]:
        """For rows of these entities (-1: unknown): first place, number of places, and the place of every row in
        each partition but the total. Rows of unknown entities have a place past the last entity."""
        if self.master is None:
            return []
        found = []
        for name, grouping in self.master.groups.items():
            place = self.groups[name]
            codes = np.append(grouping.codes, grouping.unassigned)[entities]
            found.append((place.start, place.stop - place.start, codes))
        owners = np.where(entities >= 0, entities, len(self.master))
        return [*found, (self.first_entity, len(self.master), owners)]

    def spread(self, flags: NDArray[np.bool_]) -> NDArray[np.float64]:
        """How many flagged entities each scope has."""
        counts = np.zeros(self.size)
        counts[0] = flags.sum()
        flagged = np.flatnonzero(flags)
        for start, size, codes in self.partitions(flagged):
            counts[start : start + size] = np.bincount(codes, minlength=size + 1)[:size]
        return counts


# What is computed for it is found again by whoever asks for the total of the same period.
TOTAL = Scopes()
