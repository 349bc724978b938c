"""What a formula may name: tables with the kinds of their columns, other KPIs, functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from reportgen.rules.formulas.syntax import Kind

MOMENTS = ("period_start", "period_end", "as_of")
AGGREGATIONS = (
    "count",
    "sum",
    "distinct",
    "mean",
    "median",
    "percentile",
    "min",
    "max",
    "first",
    "last",
    "weighted",
)
WINDOWS = ("previous", "rolling", "year_to_date")
# What a number was before, and where it is going.
HISTORIES = ("change", "growth", "cagr", "average", "slope")
TARGETS = ("target", "goal", "periods_left", "attainment", "forecast", "periods_to_goal")
NUMBERS = ("abs", "score", "margin", "overall", "entities")
# Named methods over the rows of one table, each with its definition in words (formulas/methods.py).
SURVEYS = ("nps", "csat", "ces")
PEOPLE = ("newcomers", "reactivated", "lapsed", "retention", "stickiness", "habitual")
WAITING = ("days_within",)
ROW_FUNCTIONS = ("days", "missing", "level")
METHODS = (*HISTORIES, *TARGETS, *NUMBERS, *SURVEYS, *PEOPLE, *WAITING)
FUNCTIONS = (*AGGREGATIONS, *WINDOWS, *METHODS, *ROW_FUNCTIONS)
# A number that every period has.
PERIOD_DAYS = "period_days"


@dataclass(frozen=True, slots=True)
class TableNames:
    """A table as formulas see it: `time` is its time kind, `entity` whether its rows name an entity."""

    columns: Mapping[str, Kind]
    time: str = "static"
    entity: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a formula may name. `master` is the table of the entities, empty without entities; `falling` are the
    KPIs of which less is better."""

    tables: Mapping[str, TableNames]
    kpis: tuple[str, ...] = ()
    master: str = ""
    falling: frozenset[str] = frozenset()
    fixed: frozenset[str] = field(default=frozenset((*MOMENTS, *FUNCTIONS, PERIOD_DAYS)))

    def owners(self, column: str) -> list[str]:
        """The tables that have the column, in the project's order."""
        return [name for name, table in self.tables.items() if column in table.columns]

    def joined(self, table: str, column: str) -> bool:
        """True when rows of the table can look the column up in the entity master."""
        return (
            self.master not in ("", table) and self.tables[table].entity and column in self.tables[self.master].columns
        )


def suggestion(name: str, known: Iterable[str]) -> str:
    """'Did you mean "x"?' for the nearest known name, else the known names, else nothing."""
    names = list(dict.fromkeys(known))
    near = get_close_matches(name, names, 1, 0.6) or get_close_matches(
        name.lower(), [n for n in names if n.islower()], 1, 0.6
    )
    if near:
        return f'Did you mean "{near[0]}"?'
    return f"There are {', '.join(names[:12])}{' and more' if len(names) > 12 else ''}." if names else ""
