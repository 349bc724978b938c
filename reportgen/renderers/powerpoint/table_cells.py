"""The cells of a table -> what each column needs: printed once, measured once, asked for at any size of type.

A width grows with the size of its type, so the widest text of a kind is the widest at every size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from typing import Final

from reportgen.content.phrases import Label, Symbol
from reportgen.content.tables import Align, Cell, Column, Emphasis, Spark
from reportgen.content.values import NoData, Quantity, Status
from reportgen.renderers.powerpoint.fitting import SAFETY, Type, em_width, longest_word, text_width
from reportgen.renderers.powerpoint.geometry import CM, POINT
from reportgen.renderers.powerpoint.pen import Look, Pen

HEAD_POINTS: Final = 12
NOTE_POINTS: Final = 11
BODY_SIZES: Final = (14, 13, 12)
# Programs measure letters a little differently, and where a font is missing its twin is a little wider:
# of Verdana's bold numbers by 3.3 %.
TOLERANCE: Final = 1.05
# A small line is so long, and never shorter than the second.
SPARK_WIDTH: Final = round(3.3 * CM)
_LEAST_SPARK: Final = 1.8 * CM / POINT
# Names longer than this are cut: they do not make their column wider.
_NAME_LETTERS: Final = 40
# A name needs half its width to stand on two lines, a little more because words differ in length.
_HALF: Final = 0.6
# What is left of a column of words where even its longest word has no room, in points.
_LEAST_WORDS: Final = 60.0
# A table has a handful of looks, and asks for them at every size.
_look: Final = lru_cache(maxsize=256)(Look)


class Kind(IntEnum):
    """How a cell is set beside others of its column: names stand out, what is missing is grey."""

    NAME = 0
    MISSING = 1
    GIVEN = 2


def kind_of(cell: Cell | Symbol) -> Kind:
    """The kind of a cell."""
    if isinstance(cell, Label):
        return Kind.NAME
    missing = cell is None or isinstance(cell, NoData) or cell is Status.NO_DATA or cell is Status.NO_TARGET
    return Kind.MISSING if missing else Kind.GIVEN


def look_of(column: Column, kind: Kind, size: float, tall: bool, row: Emphasis = Emphasis.NONE) -> Look:
    """How a cell is set: names and what matters bold, what is missing or quiet grey."""
    if row is Emphasis.QUIET:
        return _look(size, False, "grey")
    if kind is Kind.NAME:
        return _look(15 if tall and size == BODY_SIZES[0] else size, True)
    total = row is Emphasis.TOTAL
    if kind is Kind.MISSING or column.emphasis is Emphasis.QUIET:
        return _look(size, total, "grey")
    if column.emphasis is Emphasis.STRONG or total:
        return _look(18 if tall and column.key == "actual" else size, True)
    return _look(size)


@dataclass(slots=True)
class Needs:
    """The widest cells of a kind, in thousandths of their size: `whole` on one line, `firm` of those that never
    break, `word` of what does not break in the others, `name` of the letters that count of a name."""

    whole: float = 0.0
    firm: float = 0.0
    word: float = 0.0
    name: float = 0.0
    has_breaks: bool = False

    def add(self, text: str, bold: bool, font: str, firm: bool, name: bool) -> None:
        """Take the text of one more cell into account."""
        width = em_width(text, bold, font)
        self.whole = max(self.whole, width)
        self.has_breaks = self.has_breaks or "\n" in text
        if firm:
            self.firm = max(self.firm, width)
            return
        self.word = max(self.word, *(em_width(word, bold, font) for word in text.split(" ")))
        if name:
            self.name = max(self.name, em_width(text[:_NAME_LETTERS], bold, font))


@dataclass(slots=True)
class ColumnNeeds:
    """What the cells of a column need; widths are points, without margins."""

    column: Column
    cells: Sequence[Cell]
    texts: Sequence[str]
    tall: bool
    pen: Pen
    kinds: list[Kind] = field(init=False)
    _needs: dict[Kind, Needs] = field(init=False, default_factory=dict)
    _types: dict[tuple[Kind, float], Type] = field(init=False, default_factory=dict)
    _has_sparks: bool = field(init=False, default=False)
    _all_firm: bool = field(init=False, default=True)
    _notes: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.kinds = [kind_of(cell) for cell in self.cells]
        note = self.pen.type(Look(NOTE_POINTS))
        types = [self.type(kind, BODY_SIZES[0]) for kind in Kind]
        for cell, text, kind in zip(self.cells, self.texts, self.kinds, strict=True):
            if isinstance(cell, Spark):
                self._has_sparks = True
                continue
            firm, type = self._is_firm(cell), types[kind]
            self._all_firm = self._all_firm and firm
            self._needs.setdefault(kind, Needs()).add(text, type.bold, type.font, firm, kind is Kind.NAME)
            if isinstance(cell, Label) and cell.note:
                self._notes = max(self._notes, text_width(cell.note, note))

    def _is_firm(self, cell: Cell | Symbol) -> bool:
        """True for cells that never break: numbers, statuses, signs."""
        whole = cell is None or isinstance(cell, Quantity | NoData | Status | Symbol | int | float)
        return whole or self.column.align is Align.RIGHT

    def type(self, kind: Kind, size: float) -> Type:
        """The type of the cells of a kind, where text is of that size."""
        if (kind, size) not in self._types:
            self._types[kind, size] = self.pen.type(look_of(self.column, kind, size, self.tall))
        return self._types[kind, size]

    def fits(self, kind: Kind, size: float, room: float) -> bool:
        """True when every cell of that kind is one line in a room of that width."""
        needs = self._needs.get(kind)
        return needs is None or (not needs.has_breaks and self._wide(needs.whole, kind, size) <= room * SAFETY)

    def least(self, size: float) -> float:
        """What the column needs so that no number, status or single word breaks."""
        widths = [self._head(longest_word), self.firm(size)]
        for kind, needs in self._needs.items():
            widths += [self._wide(needs.word, kind, size), _HALF * self._wide(needs.name, kind, size)]
        return max(widths)

    def firm(self, size: float) -> float:
        """What its numbers, statuses and small lines need."""
        firm = [self._wide(needs.firm, kind, size) for kind, needs in self._needs.items()]
        return max([_LEAST_SPARK if self._has_sparks else 0.0, *firm])

    def kept(self, size: float) -> float:
        """What it keeps however long the words of others are: its numbers whole, a few letters of words."""
        return max(self.firm(size), 0.0 if self._all_firm else _LEAST_WORDS)

    def natural(self, size: float) -> float:
        """What it needs so that nothing breaks."""
        return max(self._head(text_width), self.snug(size))

    def snug(self, size: float) -> float:
        """What it needs so that nothing breaks below its head."""
        spark = SPARK_WIDTH / POINT / TOLERANCE if self._has_sparks else 0.0
        whole = [self._wide(needs.whole, kind, size) for kind, needs in self._needs.items()]
        return max([self._head(longest_word), spark, self._notes, *whole])

    def _head(self, measure: Callable[[str, Type], float]) -> float:
        return measure(self.column.label, self.pen.type(Look(HEAD_POINTS, True)))

    def _wide(self, width: float, kind: Kind, size: float) -> float:
        return width * self.type(kind, size).points / 1000
