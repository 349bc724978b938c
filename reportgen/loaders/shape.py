"""The cells of a sheet -> the tables in it: where the header stands, in how many rows, and how far the table goes.

Nothing is asked for by name here: a header is a row of labels over columns that hold something else, or whose
labels do not come back further down. `headers` looks for names that a project knows; this finds a table nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.loaders.headers import HEADER_WITHIN
from reportgen.loaders.looks import Look, look_of

# (top, left, bottom, right) of merged cells from 0, ends included, as calamine and Excel count them.
Merge = tuple[int, int, int, int]
Looks = NDArray[np.int8]

# So many cells tell the shape of any table; a sheet of 16,384 columns gets twenty rows.
_LOOKED_AT = 300_000
_FEWEST_ROWS, _MOST_ROWS = 20, 2_000
# Wider than this no table of figures is: the columns beyond are not looked at.
MOST_COLUMNS = 500
# A cell of Excel holds 32,767 characters. What is longer than this is no header: it is cut, and cannot be asked for.
LONGEST_HEADER = 1_000
# So many rows below a header tell what its columns hold.
_BODY = 60
_HEADER_ROWS = 5
JOINED_BY = " / "
_LABELS = (Look.TEXT, Look.PERIOD, Look.DATE)
_VALUES = (Look.NUMBER, Look.DATE, Look.PERIOD, Look.BOOLEAN)


@dataclass(frozen=True, slots=True)
class Block:
    """A table in a sheet; rows and columns count from 0 in the rows that were given, ends are excluded.

    The header takes the rows `top` to `first`, none when it has no header. `headers` has one text per column; of
    several header rows the texts stand from top to bottom, joined by " / ", and a merged or empty cell of an upper
    row holds for the columns beside it. `title` is what stands above.
    """

    top: int
    first: int
    end: int
    left: int
    right: int
    headers: tuple[str, ...]
    title: str = ""

    @property
    def header_rows(self) -> range:
        """The rows of the header."""
        return range(self.top, self.first)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle of cells without an empty row or column through it."""

    top: int
    bottom: int
    left: int
    right: int


def find_blocks(rows: Sequence[Sequence[Any]], merges: Sequence[Merge] = ()) -> list[Block]:
    """The tables of a sheet from top to bottom; a table that reaches the end of what is looked at goes on to the end.

    Of a very wide sheet the first 500 columns are looked at. Titles, notes and cells standing alone are no tables,
    unless there is nothing else and it has several rows.
    """
    height = _looked_at(rows)
    looks = _looks(rows[:height])
    blocks: list[Block] = []
    lists: list[Block] = []
    above: list[str] = []
    for area in _areas(looks):
        block = _block(rows, looks, area, merges)
        last = _continued(blocks, block, area, looks)
        if last is not None:
            blocks[last] = _longer(blocks[last], area.bottom)
        elif block is not None and block.width > 1:
            blocks.append(_titled(block, above))
            above = []
        else:
            lists += [block] if block is not None else []
            above.append(_first_text(rows, area))
    blocks = blocks or lists[:1]
    return [_longer(block, len(rows)) if block.end >= height else block for block in blocks]


def find_header(rows: Sequence[Sequence[Any]], merges: Sequence[Merge] = ()) -> Block | None:
    """The largest table of a sheet; None when there is none."""
    return max(find_blocks(rows, merges), key=lambda block: (block.end - block.top) * block.width, default=None)


def header_texts(rows: Sequence[Sequence[Any]], block: Block, merges: Sequence[Merge] = ()) -> tuple[str, ...]:
    """One text per column of a header in one or several rows."""
    return _joined(rows, block.top, block.first, block.left, block.right, merges)


def _looked_at(rows: Sequence[Sequence[Any]]) -> int:
    width = max((len(row) for row in rows[:_MOST_ROWS]), default=0)
    return min(len(rows), max(_FEWEST_ROWS, min(_MOST_ROWS, _LOOKED_AT // max(width, 1))))


def _looks(rows: Sequence[Sequence[Any]]) -> Looks:
    width = min(max((len(row) for row in rows), default=0), MOST_COLUMNS)
    looks = np.zeros((len(rows), width), dtype=np.int8)
    for number, row in enumerate(rows):
        looks[number, : len(row)] = [look_of(cell) for cell in row[:width]]
    return looks


def _areas(looks: Looks) -> Iterator[_Area]:
    """The rectangles between empty rows, and in them between empty columns, from top to bottom and left to right."""
    filled = looks != Look.BLANK
    for top, bottom in _runs(filled.any(axis=1)):
        columns = filled[top:bottom].any(axis=0)
        for left, right in _runs(columns):
            rows = np.flatnonzero(filled[top:bottom, left:right].any(axis=1))
            yield _Area(top + int(rows[0]), top + int(rows[-1]) + 1, left, right)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where a sequence of flags is true: start and excluded end of each stretch."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _block(rows: Sequence[Sequence[Any]], looks: Looks, area: _Area, merges: Sequence[Merge]) -> Block | None:
    """The table of an area; None when it has no header."""
    part = looks[area.top : area.bottom, area.left : area.right]
    texts = [[_text(row[index]) if index < len(row) else "" for index in range(area.left, area.right)]
             for row in rows[area.top : min(area.bottom, area.top + HEADER_WITHIN + _BODY)]]  # fmt: skip
    row = _header_row(part, texts)
    # A single text is a title or a note.
    if row is None or part.size == 1:
        return None
    top, first = _header_span(part, row, _covered(merges, area))
    names = _joined(rows, area.top + top, area.top + first, area.left, area.right, merges)
    title = " ".join(text for line in texts[:top] for text in line if text)
    return Block(area.top + top, area.top + first, area.bottom, area.left, area.right, names, title)


def _header_row(looks: Looks, texts: Sequence[Sequence[str]]) -> int | None:
    """The row that is most of a header: labels over values, labels that do not come back."""
    best, most = None, 0.0
    for row in range(min(len(looks), HEADER_WITHIN)):
        score = _likeness(looks, texts, row)
        if score > most:
            best, most = row, score
    return best


def _likeness(looks: Looks, texts: Sequence[Sequence[str]], row: int) -> float:
    below = looks[row + 1 : row + 1 + _BODY]
    score = 0.0
    for column, look in enumerate(looks[row].tolist()):
        if look == Look.BLANK:
            continue
        body = _body(below[:, column])
        # "n" may be short for no, or head a column of numbers.
        if look == Look.TEXT or (look == Look.BOOLEAN and body != Look.BOOLEAN):
            score += 3 if body in _VALUES else 1 if not _comes_back(texts, row, column) else -1
        elif look in (Look.PERIOD, Look.DATE) and body == Look.NUMBER:
            score += 2
        else:
            score -= 3 if look == Look.NUMBER else 1
    return score


def _body(cells: Looks) -> Look:
    """What most cells look like; BLANK when none says anything."""
    told = cells[(cells != Look.BLANK) & (cells != Look.NO_VALUE)]
    return Look(int(np.bincount(told).argmax())) if len(told) else Look.BLANK


def _comes_back(texts: Sequence[Sequence[str]], row: int, column: int) -> bool:
    label = texts[row][column].casefold()
    return any(line[column].casefold() == label for line in texts[row + 1 : row + 1 + _BODY])


def _covered(merges: Sequence[Merge], area: _Area) -> set[tuple[int, int]]:
    """The rows (in the area) and widths of cells merged over several columns, but not over the whole area."""
    return {
        (row - area.top, right - left)
        for top, left, bottom, right in merges
        for row in range(top, bottom + 1)
        if 0 < right - left < area.right - area.left - 1 and left >= area.left and right < area.right
    }


def _header_span(looks: Looks, row: int, merged: set[tuple[int, int]]) -> tuple[int, int]:
    """The first row of the header and the first row below it, from the row that is most like one."""
    first = row + 1
    while first < len(looks) and first - row < _HEADER_ROWS and _is_second_line(looks, first):
        first += 1
    top = row
    while top > 0 and first - top < _HEADER_ROWS and _is_upper_line(looks, top, merged):
        top -= 1
    return top, first


def _is_second_line(looks: Looks, row: int) -> bool:
    """True for a row of labels, such as units, over columns of values."""
    bodies = [_body(looks[row + 1 : row + 1 + _BODY, column]) for column in range(looks.shape[1])]
    values = [column for column, body in enumerate(bodies) if body in _VALUES]
    labels = [column for column in values if looks[row, column] == Look.TEXT]
    wrong = [column for column in values if looks[row, column] in (Look.NUMBER, Look.DATE, Look.BOOLEAN)]
    return len(values) > 1 and 2 * len(labels) > len(values) and not wrong


def _is_upper_line(looks: Looks, row: int, merged: set[tuple[int, int]]) -> bool:
    """True when the row above holds headings of the columns: several labels, or one merged over some columns."""
    above, line = looks[row - 1], looks[row]
    filled = above != Look.BLANK
    if not np.isin(above[filled], _LABELS).all() or not filled.any():
        return False
    if any(number == row - 1 for number, _ in merged):
        return True
    # A title stands alone at the left; headings of columns stand over several, or where the line below is empty.
    return int(filled.sum()) > 1 or bool(filled.any() and (line[filled] == Look.BLANK).all())


def _joined(
    rows: Sequence[Sequence[Any]], top: int, first: int, left: int, right: int, merges: Sequence[Merge]
) -> tuple[str, ...]:
    lines = [_filled_line(rows, row, left, right, merges, carry=row < first - 1) for row in range(top, first)]
    return tuple(JOINED_BY.join(dict.fromkeys(filter(None, parts))) for parts in zip(*lines, strict=True))


def _filled_line(
    rows: Sequence[Sequence[Any]], row: int, left: int, right: int, merges: Sequence[Merge], carry: bool
) -> list[str]:
    """The texts of a header row; a merged cell's in all its columns, an upper row's also in the empty ones beside."""
    cells = rows[row]
    line = [_text(cells[index]) if index < len(cells) else "" for index in range(left, right)]
    known = [merge for merge in merges if merge[0] <= row <= merge[2]]
    for top, start, _, end in known:
        text = _text(rows[top][start]) if start < len(rows[top]) else ""
        for index in range(max(start, left), min(end + 1, right)):
            line[index - left] = text if top == row else ""
    if carry and not known:
        for index in range(1, len(line)):
            # Only where the line below says more: a column with its name in the upper row alone ends there.
            below = rows[row + 1][index + left] if index + left < len(rows[row + 1]) else None
            line[index] = line[index] or (line[index - 1] if _text(below) else "")
    return line


def _text(cell: Any) -> str:
    """A header cell on one line; a year is a whole number."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell)[:LONGEST_HEADER].split())


def _continued(blocks: Sequence[Block], block: Block | None, area: _Area, looks: Looks) -> int | None:
    """The table above that goes on in this area after an empty row; None when it is something else."""
    for number in reversed(range(len(blocks))):
        above = blocks[number]
        if above.left > area.left or area.right > above.right or area.top < above.end:
            continue
        if area.right - area.left < 2 < above.width or not _same_kind(looks, above, area):
            return None
        return number if block is None or not _has_values_of_its_own(looks, block) else None
    return None


def _same_kind(looks: Looks, above: Block, area: _Area) -> bool:
    """True when no column of values above holds only text below."""
    for column in range(area.left, area.right):
        body = _body(looks[above.first : above.end, column])
        below = _body(looks[area.top : area.bottom, column])
        if body in _VALUES and below == Look.TEXT:
            return False
    return True


def _has_values_of_its_own(looks: Looks, block: Block) -> bool:
    """True when a header stands over values: then it is a table, and no continued one."""
    columns = range(block.left, block.right)
    return any(
        looks[block.first - 1, column] in _LABELS and _body(looks[block.first : block.end, column]) in _VALUES
        for column in columns
        if looks[block.first - 1, column] == Look.TEXT
    )


def _longer(block: Block, end: int) -> Block:
    return Block(block.top, block.first, end, block.left, block.right, block.headers, block.title)


def _titled(block: Block, above: Sequence[str]) -> Block:
    title = block.title or " ".join(filter(None, above))
    return Block(block.top, block.first, block.end, block.left, block.right, block.headers, title)


def _first_text(rows: Sequence[Sequence[Any]], area: _Area) -> str:
    cells = rows[area.top][area.left : area.right]
    return next((_text(cell) for cell in cells if _text(cell)), "")
