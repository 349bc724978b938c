"""The rows that one aggregation of a formula is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportgen.rules.times import Placement, TimedTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, slots=True)
class Selection:
    """The rows of one aggregation in a span: those that exist, those that count, and those of them with a value;
    of what lasts some time, which have `ended`."""

    timed: TimedTable
    placement: Placement
    exists: NDArray[np.bool_]
    counts: NDArray[np.bool_]
    present: NDArray[np.bool_]
    values: NDArray[Any] | None
    moments: NDArray[Any] | None
    entities: NDArray[np.int64] | None
    absence: str = ""
    ended: NDArray[np.bool_] | None = None

    @property
    def complete(self) -> NDArray[np.bool_]:
        """The rows that have a value that will not change: what is still open has none yet."""
        return self.present if self.ended is None else self.present & self.ended
