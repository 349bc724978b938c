"""The Targets sheet of the invented programme: one row per KPI and month, and a path of its own for one segment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from scripts.samples.crm_usage import JOINED, month_end

# KPI -> target in October 2025, final target, both in percent, and the months from one to the other.
_PATHS = {
    "active_share": (46, 80, 17),
    "departments_at_target": (50, 50, 1),
    "habitual_users": (45, 57, 12),
    "training_completed": (40, 80, 12),
    "documents_shared": (40, 70, 12),
    "user_satisfaction": (75, 75, 1),
    "complaints_on_time": (85, 85, 1),
    "engagement_attainment": (60, 60, 1),
}
_AGREED = {
    "active_share": "Steering committee, 18 September 2025",
    "complaints_on_time": "Service charter: 30 days",
}
_STEPS = 18
# The field offices began with training in April 2026 and have until March 2027 to reach 80 %.
_FIELD = (36, 80)


def target_rows() -> Iterator[list[Any]]:
    """Every row: KPI, group, month, target as a share, where it was agreed."""
    months = [date(2025 + (9 + step) // 12, (9 + step) % 12 + 1, 1) for step in range(_STEPS)]
    for kpi, (first, last, length) in _PATHS.items():
        for step, month in enumerate(months):
            yield [kpi, None, month_end(month), _share(first, last, step, length), None if step else _AGREED.get(kpi)]
    length = _STEPS - 1 - JOINED
    for step, month in enumerate(months[JOINED:]):
        said = "D-10: a path of its own" if not step else None
        yield ["training_completed", "Field offices", month_end(month), _share(*_FIELD, step, length), said]


def _share(first: int, last: int, step: int, length: int) -> float:
    """The point of a straight path after so many steps, and its end from then on."""
    return round((first + (last - first) * min(step, length) / length) / 100, 6)
