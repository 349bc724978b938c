"""Things placed by two qualities."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.content.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a map: `x` to the right and `y` upwards, both from 0 to 10."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on a map: numbered, named, filled where there is a gap; `previous` is where it was before."""

    key: str
    number: int
    label: str
    place: Place
    filled: bool = False
    previous: Place | None = None


@dataclass(frozen=True, slots=True)
class MapWords:
    """What is written on a map: names of the axes and their ends, and what the key explains."""

    x: str = ""
    y: str = ""
    low: str = ""
    high: str = ""
    filled: str = ""
    outlined: str = ""
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """Things placed by two qualities, in four quadrants that meet at 5 and 5.

    `quadrants` names them as one reads: upper left, upper right, lower left, lower right. `words.moved` is
    empty where nothing moved."""

    id: str
    quadrants: tuple[str, str, str, str]
    bubbles: tuple[Bubble, ...]
    words: MapWords = MapWords()
    title: str = ""
    headline: Phrase = Phrase()
    subtitle: str = ""
    source: str = ""
    alt: str = ""

    def __bool__(self) -> bool:
        return bool(self.bubbles)
