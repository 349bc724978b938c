"""Column weights and texts -> column widths in whole twips that sum to the width of the table.

A column is never narrower than its longest word, so that numbers and headings stay on one line each; beyond
that the weights decide.
"""

from __future__ import annotations

from collections.abc import Sequence

# Mean advance of a character of table text: 9 pt Calibri in bold, whose digits are 0.507 of the size and whose
# capitals are wider, in twips.
_CHARACTER = 100
# Left and right cell margins of the table style, with a little air.
_MARGINS = 190


def column_widths(weights: Sequence[float], words: Sequence[int], total: int) -> list[int]:
    """Widths that sum to `total`; `words` has the characters of each column's longest word."""
    needed = [length * _CHARACTER + _MARGINS for length in words]
    if sum(needed) >= total:
        return _whole([float(width) for width in needed], total)
    wanted = [total * weight / sum(weights) for weight in weights]
    raised = [width < need for width, need in zip(wanted, needed, strict=True)]
    while any(raised):
        fixed = sum(need for need, up in zip(needed, raised, strict=True) if up)
        shares = sum(weight for weight, up in zip(weights, raised, strict=True) if not up)
        if not shares:
            break
        wanted = [
            float(need) if up else (total - fixed) * weight / shares
            for weight, need, up in zip(weights, needed, raised, strict=True)
        ]
        grown = [up or width < need for width, need, up in zip(wanted, needed, raised, strict=True)]
        if grown == raised:
            break
        raised = grown
    return _whole(wanted, total)


def longest_word(text: str) -> int:
    """Characters of the longest piece that must not be broken; a no-break space does not part words."""
    return max((len(word) for word in text.replace("-", "- ").split(" ")), default=0)


def _whole(widths: Sequence[float], total: int) -> list[int]:
    """Whole twips: every edge is rounded, so the last one is the table's."""
    factor, edge, done = total / sum(widths), 0.0, 0
    whole = []
    for width in widths:
        edge += width * factor
        whole.append(round(edge) - done)
        done = round(edge)
    return whole
