"""What several kinds of sentences are checked with."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.rules.oracle.reader import Reader


def ranked(seen: Reader, name: str) -> dict[str, Fraction]:
    """What a named group or unit is compared with: of units those that are large enough, as the subtitle says."""
    if not name.startswith("Unit"):
        return seen.named()
    least = re.search(r"with at least ([\d ]+) \w", seen.beside)
    if not least:
        return seen.known_units()
    parts = seen.measure.parts
    large = int(least[1].replace(" ", ""))
    return {
        unit: value
        for unit, value in seen.known_units().items()
        if (held := parts[unit][seen.truth.now]) is not None and held[1] >= large
    }


def lacking_in(seen: Reader) -> dict[str, int]:
    held = {unit: parts[seen.truth.now] for unit, parts in seen.measure.parts.items()}
    return {unit: one[1] - one[0] for unit, one in held.items() if one is not None and one[1] > one[0]}


def ahead_of(seen: Reader) -> list[Reader]:
    return [seen.of(one.label) for one in seen.truth.measures if one.due is not None and one.due > seen.truth.now]


def names_of(text: str) -> tuple[list[str], int]:
    """The names of a list, and how many more there are."""
    parts = re.split(", | and ", text)
    more = re.fullmatch(r"(\d+) more", parts[-1])
    return (parts[:-1], int(more[1])) if more else (parts, 0)
