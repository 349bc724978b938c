"""What a report said, as the manifest keeps it: its figures and targets, how its KPIs were declared, what it put before
the committee, and what its rows looked like. A later report tells from it what changed and what is restated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.content.periods import Period


@dataclass(frozen=True, slots=True)
class Declared:
    """How a KPI was declared, in the words of the project file."""

    label: str
    definition: str = ""
    formula: str = ""
    unit: str = ""
    decimals: int = 0
    better: str = "higher"
    target: str = ""
    tolerance: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """An input file: the hash of its bytes, its rows, and a few characters for each row by which a changed one is
    recognised; none for large files."""

    sha256: str
    count: int
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """What one report said.

    `as_of` is the cut-off of its data. `figures` and `targets` are exact amounts by the id of the fact, empty where
    there was no number; a range is "low..high". `restated` are figures that it said to be restated, with what had been
    reported before, and `reasons` why. `rules` are the conditions that were watched, `open` the matters that were
    open, with the period in which they were raised. `entities` are the keys and names of the entities, none where
    there are very many.
    """

    period: Period
    as_of: str = ""
    status: str = "draft"
    version: str = ""
    kpis: Mapping[str, Declared] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)
    restated: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    open: Mapping[str, str] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, Rows] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The reports with which one is compared: `last`, the newest final one of an earlier period; `base`, what had been
    reported by the period of the change brief, mostly the same; and `same`, the final one of the same period, where
    this is a new issue of it. `against` is the period of the change brief, where that is not the one before."""

    last: Reported | None = None
    base: Reported | None = None
    same: Reported | None = None
    against: Period | None = None
