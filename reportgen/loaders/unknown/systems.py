"""The headers of a table -> the system that exported it, and the questions of a form -> the fields that they ask for.

An export is known by its headers alone: what its cells hold is what the contract says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from reportgen.contracts import about_contract, ready_contract, ready_contracts
from reportgen.loaders.unknown.columns import ColumnGuess
from reportgen.loaders.unknown.matching import Match
from reportgen.loaders.unknown.personal import shown
from reportgen.loaders.unknown.tables import TableGuess

# Fewer columns of those names stand in tables of all kinds.
_FEWEST = 4
_FORM = "microsoft_forms"
_RECOMMEND = re.compile("recommend|empfehl|recommand|raccomand|polec|рекоменд|συστήσ|nps", re.IGNORECASE)
_EASY = re.compile("easy|easi|effort|einfach|leicht|facile|łatw|легко|εύκολ|ces", re.IGNORECASE)
# The largest answer to each kind of question: satisfaction 1 to 5, ease 1 to 7, recommendation 0 to 10.
_LARGEST = {"rating": 5, "effort": 7, "recommend": 10}


def system_match(table: TableGuess) -> Match | None:
    """The contract of the system that the table comes from; None when its headers are of no system."""
    matches = [match for name in _systems() if (match := _match(name, table)) is not None]
    return max(matches, key=lambda match: (len(match.columns), -match.fields), default=None)


def is_system(contract: str) -> bool:
    """True for a contract that reads what a system exports."""
    return bool(about_contract(contract).system)


def without_persons(table: TableGuess, match: Match) -> TableGuess:
    """The table without examples of cells that name persons, or in which people write freely."""
    specs = ready_contract(match.contract)["columns"]
    personal = {place for field, place in match.columns.items() if specs[field].get("personal") == "yes"}
    known = set(match.columns.values()) - personal
    columns = [
        column
        if column.index in known or column.is_number or column.type is None
        else replace(column, examples=tuple(shown(text, personal=True) for text in column.examples), personal=True)
        for column in table.columns
    ]
    return replace(table, columns=tuple(columns))


def questions(table: TableGuess, match: Match) -> dict[str, int]:
    """Which question of a form asks for which field, as it seems; nothing for other exports."""
    found: dict[str, int] = {}
    if match.contract == _FORM:
        for field, place in _asked(table, match):
            found.setdefault(field, place)
    return {field: place for field, place in found.items() if field not in match.columns}


@cache
def _systems() -> tuple[str, ...]:
    return tuple(name for name in ready_contracts() if is_system(name))


@cache
def _headers(contract: str) -> Mapping[str, tuple[str, ...]]:
    """The headers of each field; its own name is none."""
    columns = ready_contract(contract)["columns"]
    return {field: tuple(_plain(alias) for alias in spec["aliases"]) for field, spec in columns.items()}


def _match(contract: str, table: TableGuess) -> Match | None:
    places: dict[str, int] = {}
    for column in table.columns:
        places.setdefault(_plain(column.header), column.index)
    fields = _headers(contract)
    held = {field: [places[name] for name in names if name in places] for field, names in fields.items()}
    columns = {field: found[0] for field, found in held.items() if found}
    specs = ready_contract(contract)["columns"]
    required = frozenset(field for field, spec in specs.items() if spec.get("required", "true") == "true")
    if len(columns) < _FEWEST or not required <= set(columns):
        return None
    return Match(contract, columns, frozenset(columns), required, (), len(fields))


def _asked(table: TableGuess, match: Match) -> Iterator[tuple[str, int]]:
    for column in table.columns:
        if column.index in match.columns.values() or column.personal or not column.header:
            continue
        if column.is_number:
            field = _number_field(column)
            yield from [(field, column.index)] if field else []
        elif any(text.rstrip().endswith(";") for text in column.examples):
            yield "theme", column.index
        elif column.filled:
            yield "comment", column.index


def _number_field(column: ColumnGuess) -> str:
    """The kind of question that numbers answer, by its words, else by the largest answer; empty for none."""
    if not column.high.isdigit():
        return ""
    said = "recommend" if _RECOMMEND.search(column.header) else "effort" if _EASY.search(column.header) else ""
    fitting = [field for field, largest in _LARGEST.items() if int(column.high) <= largest]
    return said if said in fitting else fitting[0] if fitting and not said else ""


def _plain(header: str) -> str:
    return " ".join(header.split()).casefold()
