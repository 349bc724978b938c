"""Numbers over time that look like something else: zeros that may mean "not measured", counters taken for months.

They are read as they stand and told, because only a person knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportgen.contracts import TableSpec, TimeKind
from reportgen.dataset import DATE
from reportgen.errors import Problem, Severity
from reportgen.loaders.pieces import Piece
from reportgen.locations import CellLocation

# Fewer dates or entities show nothing.
_FEWEST_DATES, _FEWEST_ENTITIES = 4, 3
# A share of the entities that never falls; counters are corrected now and then.
_RISING = 0.9
_ENTITIES = 100
_DATED = (TimeKind.FLOW, TimeKind.STOCK, TimeKind.CUMULATIVE)


def check_series(spec: TableSpec, columns: Mapping[str, Any], pieces: Sequence[Piece]) -> Iterator[Problem]:
    """Notices about the number columns of a table that lies in time."""
    if spec.time not in _DATED or DATE not in columns:
        return
    dates = columns[DATE]
    dated = ~np.isnat(dates)
    days, places = _distinct_days(dates if dated.all() else dates[dated])
    if len(days) < _FEWEST_DATES:
        return
    ordered = _by_entity(dates, columns[str(spec.entity)]) if spec.entity in spec.columns else None
    for field, column in spec.columns.items():
        if not column.type.is_number or column.calculated:
            continue
        values = columns[field]
        header = column.headers(field)[0]
        yield from _zeros_at_first(
            header, values if len(values) == len(places) else values[dated], days, places, pieces
        )
        if spec.time is TimeKind.FLOW and ordered is not None:
            yield from _rising(header, values, dates, ordered, pieces)


def _distinct_days(dates: NDArray[np.datetime64]) -> tuple[NDArray[np.datetime64], NDArray[np.int64]]:
    """The dates that occur, in order, and the place of each row's date among them."""
    codes, found = pd.factorize(dates.view(np.int64))
    order = np.argsort(found)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return found[order].view(dates.dtype), rank[codes]


@dataclass(frozen=True, slots=True)
class _Ordered:
    """The rows of some entities, one entity after the other and each by date, and the entity of each; whether an
    entity has several rows of one date."""

    rows: NDArray[np.int64]
    entities: NDArray[np.int64]
    repeats: bool


def _by_entity(dates: NDArray[np.datetime64], entities: Any) -> _Ordered:
    codes = np.asarray(pd.Categorical(entities).codes)
    # Some entities tell as much as all.
    chosen = np.flatnonzero((codes >= 0) & (codes < _ENTITIES) & ~np.isnat(dates))
    rows = chosen[np.lexsort((dates[chosen], codes[chosen]))]
    own = codes[rows].astype(np.int64)
    return _Ordered(rows, own, _repeats(own, dates[rows]))


def _repeats(entities: NDArray[np.int64], dates: NDArray[np.datetime64]) -> bool:
    """Whether rows beside each other are of one entity and date."""
    return bool(((entities[1:] == entities[:-1]) & (dates[1:] == dates[:-1])).any())


def _zeros_at_first(
    header: str,
    values: NDArray[np.float64],
    days: NDArray[np.datetime64],
    places: NDArray[np.int64],
    pieces: Sequence[Piece],
) -> Iterator[Problem]:
    """All entities are 0 on the first dates: perhaps nobody counted then."""
    if not (values[places == 0] == 0).all() or not (places == 0).any():
        return
    largest = np.full(len(days), 0.0)
    np.maximum.at(largest, places, np.nan_to_num(np.abs(values)))
    filled = np.flatnonzero(largest > 0)
    if not len(filled) or len(filled) < _FEWEST_DATES:
        return
    last = str(days[filled[0] - 1])[:10]
    yield Problem(
        Severity.NOTICE,
        "zeros-at-first",
        f'All values of "{header}" are 0 until {last}',
        _place(header, pieces),
        hint='They count as 0. If they mean "not measured", say missing: ["0"] for the column.',
    )


def _rising(
    header: str,
    values: NDArray[np.float64],
    dates: NDArray[np.datetime64],
    ordered: _Ordered,
    pieces: Sequence[Piece],
) -> Iterator[Problem]:
    """No entity ever falls from one date to the next: perhaps the column is a counter."""
    # Several rows of one date are parts of its figure, not a series.
    if ordered.repeats and not np.isnan(values).any():
        return
    known = ~np.isnan(values[ordered.rows])
    order, entity = ordered.rows[known], ordered.entities[known]
    numbers = values[order]
    same = entity[1:] == entity[:-1]
    if ordered.repeats and _repeats(entity, dates[order]):
        return
    long = np.flatnonzero(np.bincount(entity, minlength=1) >= _FEWEST_DATES)
    if len(long) < _FEWEST_ENTITIES:
        return
    steps = np.diff(numbers)
    known = np.isin(entity[1:], long) & same
    fallen = set(entity[1:][known & (steps < 0)].tolist())
    grown = set(entity[1:][known & (steps > 0)].tolist())
    if len(grown - fallen) >= _RISING * len(long):
        hint = "It is added up as it stands. If it is a counter, say time: cumulative for the table."
        message = f'"{header}" nearly never falls from one date to the next'
        yield Problem(Severity.WARNING, "looks-cumulative", message, _place(header, pieces), hint=hint)


def _place(header: str, pieces: Sequence[Piece]) -> CellLocation:
    piece = next((piece for piece in pieces if header in piece.grid.columns), pieces[0])
    column = piece.grid.columns.get(header)
    cell = f"{column.letter}{piece.grid.header_row}" if column else ""
    return CellLocation(piece.file.name, piece.grid.sheet, cell)
