"""What is known of a KPI below its totals, computed when a block asks for it: every entity, every group over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from reportgen.content.kpis import Figure
from reportgen.content.periods import Period
from reportgen.rules.figures.stand_ins import marked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, slots=True)
class EntityFigures:
    """A KPI by entity, in the order of the entity master; NaN is missing. A percentage is a ratio.
    `declared`: who said that there is nothing to report; `stand_ins`: of when the value is that stands for a wrong
    one, by position."""

    keys: NDArray[Any]
    names: NDArray[Any]
    numerators: NDArray[np.float64]
    denominators: NDArray[np.float64]
    values: NDArray[np.float64]
    declared: NDArray[np.bool_] | None = None
    stand_ins: Mapping[int, Period] = field(default_factory=dict)

    def called(self, position: int) -> str:
        """The name of an entity, with a sign where its value is an earlier one."""
        return marked(str(self.names[position]), position in self.stand_ins)


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

    def past_values(self, periods: int) -> Iterable[Sequence[Figure]]:
        """The same without targets and what is compared with them; of the statuses only that of too few."""

    def past_numbers(self, periods: int) -> Sequence[EntityFigures]:
        """The last periods of every entity as bare numbers, the present one last."""
