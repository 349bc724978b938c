"""The straight line by least squares behind a forecast, and its range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt


@dataclass(frozen=True)
class Line:
    """A straight line by least squares."""

    numbers: Sequence[Fraction]
    # Student's t, 80 % between both ends, by degrees of freedom (tables of the distribution).
    student: Mapping[int, str] = field(
        default_factory=lambda: dict(
            zip(
                range(2, 11),
                ["1.886", "1.638", "1.533", "1.476", "1.440", "1.415", "1.397", "1.383", "1.372"],
                strict=True,
            )
        )
    )

    @property
    def count(self) -> int:
        return len(self.numbers)

    @property
    def slope(self) -> Fraction:
        middle, mean = Fraction(self.count - 1, 2), sum(self.numbers, Fraction(0)) / self.count
        top = sum((at - middle) * (number - mean) for at, number in enumerate(self.numbers))
        return Fraction(top) / self.squares

    @property
    def squares(self) -> Fraction:
        return sum(((at - Fraction(self.count - 1, 2)) ** 2 for at in range(self.count)), Fraction(0))

    def half(self, steps: int) -> float:
        middle, mean = Fraction(self.count - 1, 2), sum(self.numbers, Fraction(0)) / self.count
        misses = sum((n - mean - self.slope * (at - middle)) ** 2 for at, n in enumerate(self.numbers))
        away = middle + steps
        spread = sqrt(misses / (self.count - 2))
        width = sqrt(1 + Fraction(1, self.count) + away**2 / self.squares)
        return float(self.student[self.count - 2]) * spread * width
