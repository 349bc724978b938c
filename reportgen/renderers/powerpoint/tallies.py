"""A table that counts by status -> lines of a large number, the sign and the word, as they stand beside a ranking."""

from __future__ import annotations

from typing import Final

from reportgen.content.tables import Table
from reportgen.content.values import Quantity, Status
from reportgen.ooxml import Xml
from reportgen.renderers.powerpoint.geometry import CM, POINT
from reportgen.renderers.powerpoint.pen import Look, Pen

_NUMBER: Final = Look(20, True)
_WORD: Final = Look(14)
_WORD_LEFT: Final = round(1.3 * CM)
_PITCH: Final = 25.0  # points
# As wide as a figure: one before a number of a single figure puts it below the last of the others.
_FIGURE_SPACE: Final = "\N{FIGURE SPACE}"


def is_tally(table: Table) -> bool:
    """True for numbers with a status each, and nothing else."""
    pairs = [row.cells for row in table.rows]
    return bool(pairs) and all(
        len(cells) == 2 and isinstance(cells[0], Quantity) and isinstance(cells[1], Status) for cells in pairs
    )


def tally_lines(table: Table, pen: Pen) -> list[Xml]:
    """The lines as paragraphs."""
    look = pen.display(_NUMBER)
    numbers = [pen.printed(row.cells[0], table.columns[0]) for row in table.rows]
    longest = max(map(len, numbers))
    hang = max(_WORD_LEFT, round((longest + 1) * 0.6 * look.points * POINT))
    lines = []
    for number, row in zip(numbers, table.rows, strict=True):
        status = row.cells[1]
        assert isinstance(status, Status)
        counted = pen.run(f"{number.rjust(longest, _FIGURE_SPACE)}\t", look)
        lines.append(pen.line([counted, pen.status(status, _WORD)], _PITCH, hang=hang))
    return lines
