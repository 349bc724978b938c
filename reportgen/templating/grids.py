"""A table whose columns tags repeated or dropped -> the same table with as many grid columns as its rows have cells."""

from __future__ import annotations

import re
from collections.abc import Callable


def mend_grid(prefix: str, grid: str, column: str, width: str) -> Callable[[str], str]:
    """The repair for tables of one format: `prefix` of its elements, names of the grid, of a column and of the width
    attribute. The width of all columns together stays; columns that are too many or too few share it equally."""
    tables = re.compile(rf"<(/?){prefix}:(tbl|tr|tc)[\s/>]|<{prefix}:gridSpan\s[^>]*val=\"(\d+)\"")
    grids = re.compile(rf"<{prefix}:{grid}\s*(?:/>|>.*?</{prefix}:{grid}>)", re.DOTALL)
    widths = re.compile(rf"<{prefix}:{column}\b[^>]*\s{width}=\"(\d+)\"")

    def mend(table: str) -> str:
        found = grids.search(table)
        cells = _most_cells(tables, table)
        if found is None or not cells:
            return table
        held = [int(one) for one in widths.findall(found[0])]
        if len(held) == cells or not held:
            return table
        columns = "".join(f'<{prefix}:{column} {width}="{share}"/>' for share in _shares(sum(held), cells))
        return f"{table[: found.start()]}<{prefix}:{grid}>{columns}</{prefix}:{grid}>{table[found.end() :]}"

    return mend


def _most_cells(tags: re.Pattern[str], table: str) -> int:
    """The cells of the longest row, spans counted, tables inside left out."""
    depth, most, cells = 0, 0, 0
    for end, name, span in tags.findall(table):
        if name == "tbl":
            depth += -1 if end else 1
        elif depth == 1 and name == "tr":
            most, cells = max(most, cells), 0
        elif depth == 1 and name == "tc" and not end:
            cells += 1
        elif depth == 1 and span:
            cells += int(span) - 1
    return max(most, cells)


def _shares(total: int, count: int) -> list[int]:
    """The total in equal whole parts that add up to it."""
    return [total * (index + 1) // count - total * index // count for index in range(count)]
