"""A sheet of unknown form -> its tables: what their columns hold, which one is the key, how they lie in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from reportgen.contracts import ColumnType
from reportgen.loaders.shape import JOINED_BY, Block, find_blocks, header_texts
from reportgen.loaders.unknown.columns import ColumnGuess, guess_column
from reportgen.loaders.unknown.raw import NamedArea, RawSheet
from reportgen.loaders.unknown.times import Placing, guess_placing

# So many different texts may head groups of a report; more are names or remarks.
_MOST_GROUPS = 200
_ALIKE = 0.98
# A key that stands twice by mistake is still the key.
_SOME_REPEATS = 0.01


class Role(StrEnum):
    """What a column is for in a report."""

    KEY = "entity key"
    NAME = "name of the entity"
    DATE = "date"
    MEASURE = "measure"
    CODE = "code"
    DIMENSION = "dimension"
    TEXT = "text"
    NOTHING = "empty"


@dataclass(frozen=True, slots=True)
class TableGuess:
    """A table of a sheet. `kind` is "table" for an Excel table of that `name`, "name" for a defined name, else empty.

    `header_rows` count from 1 as a person sees them; `roles` has one per column; `key` is the place of the column
    that tells entities apart (-1: none) in all but `repeats` rows, `periods` are columns whose header is a period.
    """

    sheet: RawSheet = field(repr=False)
    block: Block
    kind: str
    name: str
    columns: tuple[ColumnGuess, ...]
    roles: tuple[Role, ...]
    rows: int
    placing: Placing
    key: int
    repeats: int
    periods: tuple[int, ...]

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The rows of the header as a person sees them."""
        return tuple(row + self.sheet.top + 1 for row in self.block.header_rows)

    def of_role(self, role: Role) -> list[ColumnGuess]:
        """The columns of a role."""
        return [column for column, own in zip(self.columns, self.roles, strict=True) if own is role]


def guess_tables(sheet: RawSheet, file: str) -> list[TableGuess]:
    """The tables of a sheet: Excel tables and defined ranges as they are declared, the others as they are found."""
    declared = list(_declared(sheet))
    found = [("", "", block) for block in find_blocks(sheet.rows, sheet.merges) if not _taken(block, declared)]
    blocks = sorted([*declared, *found], key=lambda each: (each[2].top, each[2].left))
    return [_guess(sheet, file, kind, name, block) for kind, name, block in blocks]


def _declared(sheet: RawSheet) -> Iterator[tuple[str, str, Block]]:
    taken: list[NamedArea] = []
    # Excel tables first: a name that stands for the same cells adds nothing.
    for area in sorted(sheet.areas, key=lambda area: area.kind != "table"):
        top, left = area.top - sheet.top, area.left - sheet.left
        bottom, right = min(area.bottom - sheet.top + 1, len(sheet.rows)), area.right - sheet.left + 1
        if min(top, left) < 0 or top >= bottom or right - left < 2 or any(_overlap(area, other) for other in taken):
            continue
        block = Block(top, top + 1, bottom, left, right, ())
        names = header_texts(sheet.rows, block, sheet.merges)
        if area.kind == "table" or sum(map(bool, names)) == len(names):
            taken.append(area)
            yield area.kind, area.name, Block(top, top + 1, bottom, left, right, names)


def _overlap(one: NamedArea, other: NamedArea) -> bool:
    rows = one.top <= other.bottom and other.top <= one.bottom
    return rows and one.left <= other.right and other.left <= one.right


def _taken(block: Block, declared: Sequence[tuple[str, str, Block]]) -> bool:
    return any(
        block.top < other.end and other.top < block.end and block.left < other.right and other.left < block.right
        for _, _, other in declared
    )


def _guess(sheet: RawSheet, file: str, kind: str, name: str, block: Block) -> TableGuess:
    body = [row for row in sheet.rows[block.first : block.end] if _is_filled(row, block)]
    columns = tuple(
        guess_column(header, index, [_cell(row, block.left + index) for row in body])
        for index, header in enumerate(block.headers)
    )
    placing = guess_placing(columns, file)
    key, repeats = _key(columns, placing)
    roles = tuple(_role(column, columns, key, placing) for column in columns)
    periods = tuple(column.index for column in columns if column.is_number and _is_period(column.header))
    rows = len(body) + max(0, sheet.height - len(sheet.rows)) * (block.end == len(sheet.rows))
    return TableGuess(sheet, block, kind, name, columns, roles, rows, placing, key, repeats, periods)


def _is_filled(row: Sequence[Any], block: Block) -> bool:
    return any(
        cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in row[block.left : block.right]
    )


def _cell(row: Sequence[Any], index: int) -> Any:
    return row[index] if index < len(row) else ""


def _is_period(header: str) -> bool:
    from reportgen.loaders.looks import Look, look_of

    return any(look_of(part) in (Look.PERIOD, Look.DATE) for part in header.split(JOINED_BY))


def _key(columns: Sequence[ColumnGuess], placing: Placing) -> tuple[int, int]:
    """The column that with the date tells rows apart, and for how many rows it fails: an id before a text, the one
    that fails least, the first of equals; -1 when there is none."""
    candidates = [
        column
        for column in columns
        if column.type in (ColumnType.ID, ColumnType.TEXT)
        and column.filled == column.rows > 1
        and not (column.sentences or column.part or column.index in placing.columns)
        and column.distinct > 1
    ]
    repeats = {column.index: placing.repeats_with(column) for column in candidates}
    fit = [column for column in candidates if repeats[column.index] <= _SOME_REPEATS * column.rows]
    if not fit:
        return -1, 0
    best = min(fit, key=lambda column: (column.type is not ColumnType.ID, repeats[column.index]))
    return best.index, repeats[best.index]


def _role(column: ColumnGuess, columns: Sequence[ColumnGuess], key: int, placing: Placing) -> Role:
    if column.type is None:
        return Role.NOTHING
    if column.index == key:
        return Role.KEY
    if column.index in placing.columns or column.type is ColumnType.DATE or column.part:
        return Role.DATE
    if column.is_number:
        return Role.MEASURE
    if column.type is ColumnType.ID:
        return Role.CODE
    if column.type is ColumnType.BOOLEAN:
        return Role.DIMENSION
    if column.asked:
        return Role.TEXT
    if key >= 0 and not column.sentences and column.distinct >= _ALIKE * columns[key].distinct:
        return Role.NAME if column.distinct > 2 else Role.DIMENSION
    few = column.distinct <= min(_MOST_GROUPS, max(2, column.filled // 2))
    return Role.DIMENSION if few and not (column.sentences or column.personal) else Role.TEXT
