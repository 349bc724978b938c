"""Sentences that claim nothing."""

from __future__ import annotations

from tests.rules.oracle.printed import LABEL, MONTH
from tests.rules.oracle.reader import Made, Reader, claims

_NOTHING = (
    rf"{LABEL} by (?:region|unit)(?:, ranked)?(?:, {MONTH})?",
    rf"{LABEL}: how each region moved",
    rf"{LABEL}: what moved it from {MONTH} to {MONTH}",
    rf"{LABEL} by (?:region|unit), period by period",
    rf"{LABEL}: how the status of the units? moved",
    "All indicators by region",
    "Numbers are rounded once, when printed.+",
    r"No files, data to .+",
    r"(?:Line|Column|Bar) chart.+…|Table: .+…|Contribution chart.+…|Stacked columns.+…",
)


@claims("nothing", "|".join(_NOTHING))
def _(seen: Reader, made: Made) -> None:
    """Names, months and methods only, or cut off."""
