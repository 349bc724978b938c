"""Reading what is printed: numbers, counts and names in an English sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from tests.rules.oracle.counted import MONTHS

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

VALUE = r"[−+]?(?:€|EUR )?\d{1,3}(?: \d{3})*(?:\.\d+)?(?: (?:%|points?|days?))?"
RANGE = rf"{VALUE}(?: to {VALUE})?"
COUNT = r"[A-Za-z]+|\d+"
MONTH = rf"(?:{'|'.join(MONTHS)}) \d{{4}}"
GROUP = r"(?:North|South|East|West|Centre|Isles|[nN]ot assigned|Unit \d+)"
LABEL = r"(?:[A-Z][a-z]+(?: [a-z]+)+)"
STATUS = r"(?:on track|at risk|off track)"
MOVED = rf"(?:(?:rose|fell) by {VALUE} to {VALUE}|(?:rose to|fell to|stayed at|stood at|arrived at) {VALUE})"
BESIDE = rf"(?:{VALUE} (?:above|below)|on|within|just above|just below) (?:the )?target(?: of {RANGE})?"
HEAD = rf"(?:({LABEL}): )?"


class ContradictionError(AssertionError):
    """What a sentence says is not so."""


class UnreadError(AssertionError):
    """A sentence for which there is no check."""


@dataclass(frozen=True)
class Printed:
    """A number as it stands in a sentence."""

    number: Fraction
    unit: str
    decimals: int


def read(text: str) -> Printed:
    unit = next(
        (
            name
            for name, sign in (("percent", "%"), ("points", "point"), ("days", "day"), ("money", "€"))
            if sign in text
        ),
        "",
    )
    digits = re.sub(r"[^\d.−-]", "", text).replace("−", "-")
    return Printed(Fraction(digits), unit, len(digits.partition(".")[2]))


def number_of(word: str) -> int:
    """A count in letters or digits."""
    word = word.lower()
    if word in ("both",):
        return 2
    return NUMBERS.index(word) if word in NUMBERS else int(word.replace(" ", ""))


def need(holds: object, said: str, found: object = "") -> None:
    if not holds:
        raise ContradictionError(f"{said}, but it is {found}" if found != "" else said)
