"""A stakeholder register -> each stakeholder as last assessed: place on the map, quadrant, current and desired level.

Levels of engagement are those of the PMI's assessment matrix; the grid is Mendelow's, cut in the middle of its
scale. A value on the cut belongs to no quadrant: it is told, never silently placed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.content.maps import Place
from reportgen.errors import Problem, Severity
from reportgen.rules.registers.register import Register

LEVELS = ("Unaware", "Resistant", "Neutral", "Supportive", "Leading")
# As one reads the map: the upper quadrants have high power, the right ones high interest.
QUADRANTS = ("Keep satisfied", "Manage closely", "Monitor", "Keep informed")
SCALE = 10
CUT = 5


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """One stakeholder; `row` is its row in the register. Levels count from 0 (unaware) to 4 (leading)."""

    row: int
    key: str
    number: int
    name: str
    power: float | None
    interest: float | None
    current: int | None
    desired: int | None
    assessed: date | None

    @property
    def place(self) -> Place | None:
        """Where it stands on the map; None without both numbers."""
        if self.power is None or self.interest is None:
            return None
        return Place(self.interest, self.power)

    @property
    def on_the_line(self) -> bool:
        """True when power or interest is neither high nor low."""
        return CUT in (self.power, self.interest)

    @property
    def quadrant(self) -> int | None:
        """The position in QUADRANTS; None off the map and on the line."""
        if self.power is None or self.interest is None or self.on_the_line:
            return None
        return (0 if self.power > CUT else 2) + (1 if self.interest > CUT else 0)

    @property
    def gap(self) -> int | None:
        """How many levels are missing; negative above the desired level."""
        return None if self.current is None or self.desired is None else self.desired - self.current

    @property
    def lacks(self) -> bool:
        """True when the desired level is not reached; above it is no failure."""
        return self.gap is not None and self.gap > 0


def stakeholders(register: Register) -> list[Stakeholder]:
    """The stakeholders in the order of the register; a number as id is the number on the map."""
    keys, names = register.texts("id"), register.texts("name")
    power, interest = _scaled(register, "power"), _scaled(register, "interest")
    current, desired = _levels(register, "current"), _levels(register, "desired")
    assessed = register.dates("assessed")
    numbered = all(key.isdecimal() for key in keys)
    return [
        Stakeholder(
            row,
            key or names[row],
            int(key) if numbered else row + 1,
            names[row] or key,
            power[row],
            interest[row],
            current[row],
            desired[row],
            assessed[row],
        )
        for row, key in enumerate(keys)
    ]


def _scaled(register: Register, field: str) -> list[float | None]:
    return [number if 0 <= number <= SCALE else None for number in register.numbers(field).tolist()]


def _levels(register: Register, field: str) -> list[int | None]:
    return [_level(text) for text in register.texts(field)]


def _level(text: str) -> int | None:
    """The level of a word in any case, or of its first letter alone; None for another word."""
    word = text.strip().casefold()
    for level, name in enumerate(LEVELS):
        if word in (name.casefold(), name[0].casefold()):
            return level
    return None


def doubts(register: Register, found: list[Stakeholder]) -> Iterator[Problem]:
    """What keeps stakeholders off the map or out of the quadrants, cell by cell."""
    for field in ("power", "interest"):
        for row, number in enumerate(register.numbers(field).tolist()):
            if number != number:
                message = f"A stakeholder without {field} is not on the map"
                yield register.problem(row, field, "no-place", message, found[row].name)
            elif not 0 <= number <= SCALE:
                yield register.problem(
                    row,
                    field,
                    "off-scale",
                    f"The {field} lies outside its scale, so the stakeholder is not on the map",
                    f"{number:g} for {found[row].name}",
                    f"a number from 0 to {SCALE}",
                )
    for field in ("current", "desired"):
        for row, text in enumerate(register.texts(field)):
            if _level(text) is None:
                message = f"The {field} engagement is not one of the five levels"
                shown = f"{text or 'nothing'} for {found[row].name}"
                yield register.problem(row, field, "unknown-level", message, shown, ", ".join(LEVELS))
    for one in found:
        if one.place and one.on_the_line:
            field = "power" if one.power == CUT else "interest"
            yield register.problem(
                one.row,
                field,
                "on-the-line",
                "On the middle line of the stakeholder map, so in no quadrant",
                f"{one.name} ({field} {CUT})",
                hint="Say whether it is high or low.",
                severity=Severity.NOTICE,
            )
