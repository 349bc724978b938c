"""Column weights and texts -> column widths in whole twips that sum to the width of the table.

A column is never narrower than its longest word, so that no number is broken.
"""

from __future__ import annotations

from collections.abc import Sequence

# Mean advance of a character of table text: 9 pt Calibri in bold, whose digits are 0.507 of the size and whose
# capitals are wider, in twips.
_CHARACTER = 100
# A text of up to so many characters, such as a team's name, stays on one line before longer ones do.
_SHORT = 16
# Left and right cell margins of the table style, with a little air.
_MARGINS = 190


def column_widths(weights: Sequence[float], texts: Sequence[int], words: Sequence[int], total: int) -> list[int]:
    """Widths that sum to `total`; `texts` has the characters of each column's longest text, `words` of its longest
    word. Where all texts fit on one line they do, else words are kept whole; beyond that the weights decide."""
    for lengths in (texts, [min(text, max(word, _SHORT)) for text, word in zip(texts, words, strict=True)], words):
        needed = [length * _CHARACTER + _MARGINS for length in lengths]
        if sum(needed) <= total:
            return _whole(_shared(weights, needed, total), total)
    return _whole(needed, total)


def _shared(weights: Sequence[float], needed: Sequence[int], total: int) -> list[float]:
    """The width by weight; a column that needs more takes it from the others."""
    raised = [False] * len(weights)
    while True:
        fixed = sum(need for need, up in zip(needed, raised, strict=True) if up)
        shares = sum(weight for weight, up in zip(weights, raised, strict=True) if not up)
        widths = [
            float(need) if up or not shares else (total - fixed) * weight / shares
            for weight, need, up in zip(weights, needed, raised, strict=True)
        ]
        short = [up or width < need for width, need, up in zip(widths, needed, raised, strict=True)]
        if short == raised:
            return widths
        raised = short


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
