"""What is known of a KPI below its totals, computed when a block asks for it: every entity, every group over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from reportgen.content.kpis import Figure


class Detail(Protocol):
    """Figures that most documents do not print."""

    def entities(self) -> Sequence[Figure]:
        """Every entity in the order of the entity table, judged by the target of its group."""

    def entity_groups(self, grouping: str) -> Sequence[str]:
        """The group of every entity, empty where it has none."""

    def entities_before(self) -> Sequence[bool]:
        """Which entities had a number in the period before."""

    def past(self, grouping: str, periods: int) -> Mapping[str, tuple[Figure, ...]]:
        """The last periods of every group of a grouping, the present one last."""

    def past_entities(self, periods: int) -> Iterable[Sequence[Figure]]:
        """The last periods of every entity, the present one last, in the order of the entity table."""
