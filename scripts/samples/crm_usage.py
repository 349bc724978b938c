"""Use of the suite by department and month: 25 departments in 4 segments, October 2025 to October 2026.

The totals of a segment are set, the departments share them. All figures are invented.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

MONTHS = tuple(date(2025 + (9 + step) // 12, (9 + step) % 12 + 1, 1) for step in range(13))
# The field offices joined the programme in April 2026.
JOINED = 6


@dataclass(frozen=True)
class Department:
    """A department: licences, and how many were active in the first and in the last month."""

    code: str
    name: str
    segment: str
    licensed: int = 0
    first: int = 0
    last: int = 0


DEPARTMENTS = (
    Department("P01", "Legal affairs", "Policy", 140, 92, 121),
    Department("P02", "Standards policy", "Policy", 220, 140, 184),
    Department("P03", "Market analysis", "Policy", 180, 108, 145),
    Department("P04", "Research", "Policy", 150, 66, 113),
    Department("P05", "International relations", "Policy", 130, 54, 92),
    Department("P06", "Stakeholder relations", "Policy", 160, 66, 110),
    Department("P07", "Impact assessment", "Policy", 100, 36, 61),
    Department("O01", "Data services", "Operations", 210, 128, 185),
    Department("O02", "Registration", "Operations", 260, 150, 211),
    Department("O03", "Certification", "Operations", 240, 109, 187),
    Department("O04", "Inspections", "Operations", 230, 102, 165),
    Department("O05", "Licensing", "Operations", 190, 80, 131),
    Department("O06", "Incident response", "Operations", 130, 48, 79),
    Department("O07", "Audit", "Operations", 100, 36, 52),
    Department("S01", "Human resources", "Support", 210, 82, 158),
    Department("S02", "Finance", "Support", 260, 93, 178),
    Department("S03", "Procurement", "Support", 170, 56, 112),
    Department("S04", "Translation", "Support", 200, 63, 114),
    Department("S05", "Facilities", "Support"),
    Department("F01", "Field office North", "Field offices", 220, 104, 112),
    Department("F02", "Field office West", "Field offices", 190, 79, 84),
    Department("F03", "Field office South", "Field offices", 200, 74, 76),
    Department("F04", "Field office East", "Field offices", 150, 46, 48),
    Department("F05", "Field office Baltic", "Field offices", 80, 16, 18),
    Department("F06", "Field office Islands", "Field offices"),
)
# Active users of a segment, month by month. Policy fell in August, when links were lost in the move of its
# libraries, and came back over two months; Support gained after coaching; the field offices stay far below.
ACTIVE: Mapping[str, Sequence[int]] = {
    "Policy": (562, 583, 572, 616, 643, 670, 713, 745, 767, 718, 651, 734, 826),
    "Operations": (653, 694, 694, 748, 789, 830, 891, 938, 959, 934, 940, 1058, 1010),
    "Support": (294, 307, 302, 328, 336, 349, 378, 391, 386, 365, 344, 436, 562),
    "Field offices": (0, 0, 0, 0, 0, 0, 319, 344, 361, 353, 340, 350, 338),
}
# September of the field offices is known by office.
_FIELD_SEPTEMBER = {"F01": 114, "F02": 89, "F03": 80, "F04": 49, "F05": 18}
HABITUAL = (678, 733, 706, 821, 875, 943, 1162, 1270, 1335, 1256, 1183, 1475, 1590)
TRAINED = (1253, 1378, 1440, 1627, 1814, 2001, 2357, 2670, 2867, 2942, 2983, 3271, 3374)
REACHED = (2330, 2420, 2480, 2590, 2700, 2790, 3310, 3480, 3590, 3660, 3700, 3860, 3950)
DOCUMENTS = (52000, 53400, 45100, 55800, 57300, 59600, 70200, 72800, 74500, 66100, 58900, 79400, 83800)
SHARED = (21580, 23496, 20972, 28179, 30942, 33674, 40365, 44408, 47308, 42436, 38285, 55024, 60168)
# Persons who used the suite at least once are more than those active now, by this many per hundred not yet active.
_ONCE = Fraction(33, 100)


@dataclass(frozen=True)
class Use:
    """A department in a month; None where it did not report."""

    department: Department
    licensed: int
    active: int
    habitual: int
    trained: int
    reached: int
    activated: int
    documents: int
    shared: int


def month_end(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def path(step: int) -> float:
    """The target path of the active share: 46 % in October 2025, two points more every month."""
    return (46 + 2 * step) / 100


def apportion(total: int, weights: Sequence[int | Fraction], most: Sequence[int] | None = None) -> list[int]:
    """Whole numbers that add up to the total, in proportion to the weights (largest remainders), none above `most`."""
    whole = sum(weights)
    exact = [Fraction(total) * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    if most is not None:
        parts = [min(part, limit) for part, limit in zip(parts, most, strict=True)]
    order = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    rest = total - sum(parts)
    while rest:
        for index in order:
            if rest and (most is None or parts[index] < most[index]):
                parts[index] += 1
                rest -= 1
    return parts


def uses() -> list[list[Use]]:
    """For every month the departments that reported, in the order of DEPARTMENTS."""
    months: list[list[Use]] = []
    once: dict[str, int] = {}
    for step in range(len(MONTHS)):
        active = dict(_active(step))
        here = [department for department in DEPARTMENTS if department.code in active]
        numbers = [active[department.code] for department in here]
        licences = [department.licensed for department in here]
        trained = apportion(TRAINED[step], [3 * n + a for n, a in zip(licences, numbers, strict=True)], licences)
        reached = apportion(REACHED[step], licences, licences)
        habitual = apportion(HABITUAL[step], numbers, numbers)
        documents = apportion(DOCUMENTS[step], numbers)
        shared = apportion(SHARED[step], numbers, documents)
        rows = []
        for index, department in enumerate(here):
            now = numbers[index] + int(_ONCE * (licences[index] - numbers[index]))
            once[department.code] = max(once.get(department.code, 0), now)
            rows.append(
                Use(
                    department,
                    licences[index],
                    numbers[index],
                    habitual[index],
                    trained[index],
                    reached[index],
                    once[department.code],
                    documents[index],
                    shared[index],
                )
            )
        months.append(rows)
    return months


def _active(step: int) -> Iterator[tuple[str, int]]:
    """The active users of the departments that reported in a month."""
    for segment, totals in ACTIVE.items():
        if not totals[step]:
            continue
        members = [one for one in DEPARTMENTS if one.segment == segment and one.licensed]
        if segment == "Field offices" and step == len(MONTHS) - 2:
            yield from _FIELD_SEPTEMBER.items()
            continue
        last = len(MONTHS) - 1
        weights = [one.first * (last - step) + one.last * step for one in members]
        parts = apportion(totals[step], weights, [one.licensed for one in members])
        yield from zip((one.code for one in members), parts, strict=True)
