"""What columns hold -> their widths in whole twips, which sum to the width of the table.

Where every text fits on one line it does, and the weights share out the rest. Else headings wrap, then texts;
a column is never narrower than its longest word, so that no number is broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Advances of 9 pt Calibri in bold, in twips: means of small letters, capitals and digits, and the few signs that
# numbers are made of. What is not here counts as a small letter, wide signs such as a status sign more.
_SMALL, _CAPITAL, _DIGIT, _BLANK, _POINT, _NARROW, _WIDE = 97, 112, 92, 42, 48, 64, 146
_SIGNS = dict.fromkeys(".,:;'’|!-ijlI", _POINT) | dict.fromkeys(" \N{NO-BREAK SPACE}", _BLANK)
_SIGNS |= dict.fromkeys("()[]ftr", _NARROW) | dict.fromkeys("%mwMW", _WIDE) | dict.fromkeys("0123456789+−±", _DIGIT)
# Left and right cell margins of the table style, with a little air.
_MARGINS = 190


@dataclass(frozen=True, slots=True)
class Need:
    """What a column holds, in twips: its heading, its longest text, the longest word of both."""

    weight: float
    heading: int
    text: int
    word: int


def column_widths(needs: Sequence[Need], total: int) -> list[int]:
    """Widths that sum to `total` twips."""
    words = [need.word + _MARGINS for need in needs]
    texts = [max(need.text, need.word) + _MARGINS for need in needs]
    lines = [max(need.text, need.heading) + _MARGINS for need in needs]
    for least in (lines, texts):
        if sum(least) <= total:
            return _whole(_by_weight([need.weight for need in needs], least, total), total)
    if sum(words) >= total:
        return _whole([float(word) for word in words], total)
    missing = [text - word for text, word in zip(texts, words, strict=True)]
    share = (total - sum(words)) / sum(missing)
    return _whole([word + share * more for word, more in zip(words, missing, strict=True)], total)


def _by_weight(weights: Sequence[float], least: Sequence[int], total: int) -> list[float]:
    """The width by weight; a column that needs more takes it from the others."""
    raised = [False] * len(weights)
    while True:
        fixed = sum(need for need, up in zip(least, raised, strict=True) if up)
        shares = sum(weight for weight, up in zip(weights, raised, strict=True) if not up)
        widths = [
            float(need) if up or not shares else (total - fixed) * weight / shares
            for weight, need, up in zip(weights, least, raised, strict=True)
        ]
        short = [up or width < need for width, need, up in zip(widths, least, raised, strict=True)]
        if short == raised:
            return widths
        raised = short


@lru_cache(maxsize=4096)
def extent(text: str) -> int:
    """About how wide the text is in twips, set in 9 pt bold."""
    return sum(_SIGNS.get(c) or (_CAPITAL if c.isupper() else _WIDE if c > "\u2100" else _SMALL) for c in text)


def longest_word(text: str) -> int:
    """The width of the longest piece that must not be broken, in twips; a no-break space does not part words."""
    return max(map(extent, text.replace("-", "- ").split(" ")))


def _whole(widths: Sequence[float], total: int) -> list[int]:
    """Whole twips: every edge is rounded, so the last one is the table's."""
    factor, edge, done = total / sum(widths), 0.0, 0
    whole = []
    for width in widths:
        edge += width * factor
        whole.append(round(edge) - done)
        done = round(edge)
    return whole
