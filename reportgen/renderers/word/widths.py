"""What columns hold -> their widths in whole twips, which sum to the width of the table.

Where every text fits on one line it does, and the weights share out the rest. Else headings wrap, then long texts,
then short ones. Numbers, dates and statuses never do: where not even the words have room, those of headings and
names are broken. Rows of one line cut their texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Advances of 9 pt Calibri in bold, in twips: means of small letters, capitals and digits, and the few signs that
# numbers are made of. What is not here counts as a small letter, wide signs such as a status sign more.
_SMALL, _CAPITAL, _DIGIT, _BLANK, _POINT, _NARROW, _WIDE = 97, 112, 92, 42, 48, 64, 146
_SIGNS = dict.fromkeys(".,:;'’|!-ijlI", _POINT) | dict.fromkeys(" \N{NO-BREAK SPACE}", _BLANK)
_SIGNS |= dict.fromkeys("()[]ftr", _NARROW) | dict.fromkeys("%mwMW", _WIDE) | dict.fromkeys("0123456789+−±", _DIGIT)
# Left and right cell margins of the table style, with a little air.
MARGINS = 190
# First and last column of tables with rows of one line: 2.0 cm, and from the tab stop at 13.6 cm to 17.0 cm.
_FIRST, _LAST = 1134, 1927
# From the tab stop at 12.8 cm, for a wider font.
_LAST_OF_WIDE = 2381
# How much wider than bold Calibri other fonts are, regular and bold.
_FACTORS = {"Calibri": (1.0, 1.0), "Carlito": (1.0, 1.0), "Verdana": (1.24, 1.4), "DejaVu Sans": (1.24, 1.4)}
_OTHER_FONT = (1.08, 1.16)

# Short texts stay on one line only where long ones get at least this share of what they lack to one line.
_SHARE_OF_LONG = 0.3
# Where a word may be broken without a dictionary: after a vowel before a consonant, four letters from either end.
_VOWELS = "aeiouyáâàãäåæéêèëíîìïóôòõöøœúûùüýąęėįųūőűůаеёиіїоуыэюяєαεηιουωάέήίόύώ"
_SYLLABLE = re.compile(rf"(?<=\w\w\w[{_VOWELS}])(?=[^\W\d_{_VOWELS}]\w\w\w)", re.IGNORECASE)
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"

# An initial stays with the name after it, a month with its year.
_BREAKS = re.compile(r"(?<!\b[^\W\d_]\.) (?!\d{4}\b)|(?<=\w\w\w-)(?=\w\w\w)")


@dataclass(frozen=True, slots=True)
class Need:
    """What a column holds, in twips: its heading, its longest text, the longest word of both; the longest text or word
    of a text that must not be broken, and the longest text that is short enough to stay on one line."""

    weight: float
    heading: int
    text: int
    word: int
    rigid: int = 0
    short: int = 0


def column_widths(needs: Sequence[Need], total: int) -> list[int]:
    """Widths that sum to `total` twips."""
    texts = [max(need.text, need.word) + MARGINS for need in needs]
    lines = [max(need.text, need.heading) + MARGINS for need in needs]
    for least in (lines, texts):
        if sum(least) <= total:
            return _whole(_by_weight([need.weight for need in needs], least, total), total)
    shorts = [max(need.word, need.rigid, need.short) + MARGINS for need in needs]
    words = [max(need.word, need.rigid) + MARGINS for need in needs]
    least = [need.rigid + MARGINS for need in needs]
    if total - sum(shorts) >= _SHARE_OF_LONG * (sum(texts) - sum(shorts)):
        return _whole(_between(shorts, texts, total), total)
    for floors, wanted in ((words, texts), (least, words)):
        if sum(floors) <= total:
            return _whole(_between(floors, wanted, total), total)
    return _whole([float(width) for width in least], total)


def _between(floors: Sequence[int], wanted: Sequence[int], total: int) -> list[float]:
    """Each floor and an equal share of what lacks to what is wanted."""
    missing = [want - floor for want, floor in zip(wanted, floors, strict=True)]
    share = (total - sum(floors)) / max(sum(missing), 1)
    return [floor + share * more for floor, more in zip(floors, missing, strict=True)]


def compact_widths(needs: Sequence[Need], total: int, last: int) -> list[int]:
    """Widths for rows of one line: first and last column are never narrower than 2 cm and `last`, so that tables below
    each other line up; the column with the longest text takes what is left."""
    wanted = [max(need.text, need.heading) + MARGINS for need in needs]
    if len(wanted) > 1:
        wanted[0], wanted[-1] = max(wanted[0], _FIRST), max(wanted[-1], last)
    widest = max(range(len(wanted)), key=lambda place: wanted[place])
    left = total - sum(wanted)
    if left < 0:
        # Rather out of line than cut.
        spare = wanted[-1] - max(needs[-1].text, needs[-1].heading) - MARGINS
        wanted[-1], left = wanted[-1] - min(spare, -left), left + min(spare, -left)
    least = needs[widest].word + MARGINS
    if wanted[widest] + left < least:
        return column_widths(needs, total)
    wanted[widest] += left
    return wanted


def cut_to(text: str, width: float) -> str:
    """The text as far as it fits into the width in twips at 9 pt, cut between words and ended by an ellipsis."""
    if extent(text) <= width:
        return text
    words = text.split(" ")
    while len(words) > 1:
        words.pop()
        shorter = " ".join(words).rstrip(",;:. ") + "…"
        if extent(shorter) <= width:
            return shorter
    return text


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


def font_factor(font: str, bold: bool = True) -> float:
    """How much wider a font is than bold Calibri, for which the widths are."""
    return _FACTORS.get(font, _OTHER_FONT)[int(bold)]


def last_column(font: str) -> int:
    """The least width of the last column of a compact table: it begins at the tab stop of the heading above."""
    return _LAST if font_factor(font) < 1.2 else _LAST_OF_WIDE


@lru_cache(maxsize=4096)
def extent(text: str) -> int:
    """About how wide the text is in twips, set in 9 pt bold."""
    return sum(_SIGNS.get(c) or (_CAPITAL if c.isupper() else _WIDE if c > "\u2100" else _SMALL) for c in text)


@lru_cache(maxsize=4096)
def longest_word(text: str) -> int:
    """The width of the longest piece that must not be broken, in twips; a no-break space does not part words, nor
    does the hyphen of an id such as R-07."""
    return max(map(extent, _BREAKS.split(text)))


def breakable(text: str, width: float) -> str:
    """The text with soft hyphens in the words that are wider than `width` twips at 9 pt."""
    words = text.split(" ")
    return " ".join(_SYLLABLE.sub(_SOFT_HYPHEN, word) if extent(word) > width else word for word in words)


def _whole(widths: Sequence[float], total: int) -> list[int]:
    """Whole twips: every edge is rounded, so the last one is the table's."""
    factor, edge, done = total / sum(widths), 0.0, 0
    whole = []
    for width in widths:
        edge += width * factor
        whole.append(round(edge) - done)
        done = round(edge)
    return whole
