"""The headers of a table -> the ready contract whose columns they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportgen.contracts import ColumnSpec, ColumnType, forms_of_contracts, ready_contract
from reportgen.loaders.unknown.columns import ColumnGuess
from reportgen.loaders.unknown.headers import words, words_of
from reportgen.loaders.unknown.tables import Role, TableGuess

# These words only say what kind of thing a column holds, and its type says that already.
_FILLERS = words("dt date datetime time at on of the in to no nr number id code name key")
# A contract that would find less of what it must have is not spoken of.
_WORTH_TELLING = 0.6


@dataclass(frozen=True, slots=True)
class Match:
    """How well a ready contract fits: the place of the column by field; `known` of them go by a name that the contract
    knows, `lacking` are the `required` fields without a column, `fields` counts all of the contract."""

    contract: str
    columns: Mapping[str, int]
    known: frozenset[str]
    required: frozenset[str]
    lacking: tuple[str, ...]
    fields: int

    @property
    def fits(self) -> bool:
        """True when a table of this contract can be read from the columns."""
        return not self.lacking


def best_match(table: TableGuess) -> Match | None:
    """The contract of what people keep that fits best; one that lacks something only when it is nearly there."""
    matches = [_match(name, table) for name in forms_of_contracts()]
    fitting = [match for match in matches if match.fits and len(match.columns) > 1]
    if fitting:
        return max(fitting, key=lambda match: (len(match.columns), -match.fields))
    near = [match for match in matches if _share(match) >= _WORTH_TELLING and len(match.known & match.required) > 1]
    return max(near, key=lambda match: (_share(match), len(match.columns)), default=None)


def _share(match: Match) -> float:
    """The part of what the contract must have that goes by a name it knows."""
    return len(match.known & match.required) / max(1, len(match.required))


def _match(name: str, table: TableGuess) -> Match:
    contract = ready_contract(name)
    specs = {field: ColumnSpec.model_validate(spec) for field, spec in contract["columns"].items()}
    columns: dict[str, int] = {}
    known: set[str] = set()
    for field, spec in specs.items():
        place = _by_name(field, spec, table.columns)
        if place is not None and place not in columns.values():
            columns[field] = place
            known.add(field)
    # All the words first: "Case status" is CASE_STATUS rather than OnTime_Status.
    for words_said in (words_of, _telling):
        for field, spec in specs.items():
            if field not in columns:
                place = _by_words(field, spec, table, set(columns.values()), words_said)
                if place is not None:
                    columns[field] = place
    columns = {field: columns[field] for field in specs if field in columns}
    dated = contract.get("date") is None or bool(table.placing.columns) or bool(table.placing.name_form)
    required = frozenset(field for field, spec in specs.items() if spec.required)
    lacking = [field for field in specs if field in required and field not in columns] + ([] if dated else ["a date"])
    return Match(name, columns, frozenset(known), required, tuple(lacking), len(specs))


def _by_name(field: str, spec: ColumnSpec, columns: Sequence[ColumnGuess]) -> int | None:
    names = {" ".join(header.split()).casefold() for header in spec.headers(field)}
    return next((c.index for c in columns if c.header.casefold() in names and _suits(spec, c)), None)


def _by_words(
    field: str,
    spec: ColumnSpec,
    table: TableGuess,
    taken: set[int],
    said: Callable[[str], Collection[str]],
) -> int | None:
    """The column whose words say the same as one of the field's names, such as CLOSED_DT for "Closed"."""
    if spec.type is ColumnType.ID and field == "id":
        return table.key if table.key >= 0 and table.roles[table.key] is Role.KEY and table.key not in taken else None
    wanted = [told for header in spec.headers(field) if (told := said(header))]
    for column in table.columns:
        if column.index not in taken and _suits(spec, column) and said(column.header) in wanted:
            return column.index
    return None


@lru_cache(maxsize=4096)
def _telling(header: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in words_of(header) if word not in _FILLERS)


def _stem(word: str) -> str:
    """open for opened and opens: headers say either."""
    for ending in ("ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _suits(spec: ColumnSpec, column: ColumnGuess) -> bool:
    """True when what the column holds can be of the field's type."""
    if column.type is None:
        return not spec.required
    if spec.type is ColumnType.DATE:
        return column.type is ColumnType.DATE
    if spec.type.is_number:
        return column.is_number
    return spec.type not in (ColumnType.BOOLEAN,) or column.type is ColumnType.BOOLEAN
