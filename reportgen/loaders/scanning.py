"""One look through the text of a sheet, piece by piece: how far its cells reach, and whether there is anything to look
at more closely.

Every sign of every sheet passes here, so the signs of a piece are compared all at once, and nothing is read twice.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Places: TypeAlias = NDArray[np.int64]

# The attribute r of rows and cells: "12" or "AB12", at most XFD1048576.
_ADDRESS = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{0,3}\d)")
_LETTERS, _DIGITS, _LOWER, _A = 26, 10, 0x20, ord("a")
_UPPER, _LOWER_HALVES, _THREES, _BIT_4 = (np.uint64(int(byte * 8, 16)) for byte in ("f0", "0f", "30", "10"))
# Longer than a blank, an address and the signs around it; each piece is looked through together with the end of the
# last one.
_OVERLAP = 24
# A row beyond those of any sheet.
_NO_ROW = 1 << 40
_SHEET = b"sheetData"
# An error, a formula, something hidden, each with two signs of it that are rare in the rows of a sheet.
_ERROR, _FORMULA, _HIDDEN = (b't="e"', b'e"'), (b"<f", b"<f"), (b'hidden="', b"n=")


class SheetScan:
    """What is seen of a part: `furthest` is the last row and column that is named, None where blanks stand around a
    sign of equality. The marks say what may be in it, never wrongly that it is not."""

    __slots__ = ("_end", "_spaced", "errors", "formulas", "furthest", "hidden", "is_sheet")

    def __init__(self, spaced: bool = False) -> None:
        self._end, self._spaced = b"", spaced
        self.is_sheet = self.errors = self.formulas = self.hidden = False
        self.furthest: tuple[int, int] | None = (0, 0)

    def see(self, piece: bytes) -> None:
        """Look through the next piece."""
        window = self._end + piece
        self._end = window[-_OVERLAP:]
        if not self.is_sheet:
            # What is hidden among the columns stands before the rows.
            self.hidden = self.hidden or _HIDDEN[0] in window
            if _SHEET not in window:
                return
            self.is_sheet = True
        self.errors = self.errors or _holds(window, _ERROR)
        self.formulas = self.formulas or _holds(window, _FORMULA)
        self.hidden = self.hidden or _holds(window, _HIDDEN)
        self._reach(window)

    def end(self) -> None:
        """The last piece was seen."""
        if self.is_sheet:
            self._reach(self._end + b">" * _OVERLAP)

    def _reach(self, window: bytes) -> None:
        """Take note of the addresses that begin before the overlap."""
        count = len(window) - _OVERLAP
        if count <= 0 or self.furthest is None:
            return
        signs = np.frombuffer(window, dtype=np.uint8)
        # The r of an attribute: behind a blank, before the equals sign.
        found = np.flatnonzero((signs[1 : count + 1] == ord("r")) & (signs[:count] <= ord(" ")))
        named = found[signs[found + 2] == ord("=")]
        if not self._spaced and _has_blanks(signs, found, named):
            self.furthest = None
        elif len(named):
            # Behind blank, r, equals sign and quote.
            row, column = _highest(window, named + 4)
            self.furthest = max(self.furthest[0], row), max(self.furthest[1], column)


def cells_at_most(furthest: tuple[int, int] | None, sheet: bytes | None) -> int:
    """The cells of the rectangle from A1 around all rows and cells that a sheet names; the sheet is asked for only
    where `furthest` is not known."""
    if furthest is None:
        # Blanks around the sign are allowed by XML, written by nobody: slow, and sure to find every address.
        again = SheetScan(spaced=True)
        again.see(_ADDRESS.sub(rb' r="\1', sheet or b""))
        again.end()
        furthest = again.furthest or (0, 0)
    return furthest[0] * max(1, furthest[1])


def _has_blanks(signs: NDArray[np.uint8], found: Places, named: Places) -> bool:
    """True when a blank stands before the equals sign of an attribute r, or behind it."""
    before = len(found) > len(named) and bool((signs[found + 2] <= ord(" ")).any())
    return before or bool((signs[named + 3] <= ord(" ")).any())


def _holds(window: bytes, sought: tuple[bytes, bytes]) -> bool:
    """True when a piece holds some signs. Two of them are compared as numbers of the processor, at the even places and
    at the odd ones, which takes a third of the time of a search."""
    signs, pair = sought
    number = int.from_bytes(pair, "little")
    found = any(
        (np.frombuffer(window, dtype="<u2", count=(len(window) - start) // 2, offset=start) == number).any()
        for start in (0, 1)
    )
    return found and (signs == pair or signs in window)


def _highest(window: bytes, places: Places) -> tuple[int, int]:
    """The highest row and column of the addresses at some places; all are read together."""
    signs = np.frombuffer(window, dtype=np.uint8)
    # One sign more, for a pair that begins at the last place.
    pairs = np.ndarray((len(window) - 1,), dtype="<u2", buffer=window, strides=(1,))[places]
    lettering, columns = _of_pairs()
    letters, column = lettering[pairs], int(columns[pairs].max())
    if column > _LETTERS:
        column = _with_third(signs, places, letters, columns[pairs], column)
    words = np.ndarray((len(window) - 7,), dtype="<u8", buffer=window, strides=(1,))
    return _highest_row(words[places + letters]), column


def _with_third(
    signs: NDArray[np.uint8], places: Places, letters: Places, columns: NDArray[np.int32], column: int
) -> int:
    """The highest column where some have two letters and may have a third, which is added to `letters`."""
    two = np.flatnonzero(letters == 2)
    third = (signs[places[two] + 2].astype(np.int32) | _LOWER) - _A
    more = (third >= 0) & (third < _LETTERS)
    letters[two[more]] += 1
    return max(column, int((columns[two[more]] * _LETTERS + third[more] + 1).max(initial=0)))


def _highest_row(words: NDArray[np.uint64]) -> int:
    """The highest of the numbers with which some words of eight signs begin: worked out for all of them by a few
    operations on the words as numbers, whose lowest byte is the first sign."""
    # The cells of a row name the same row again and again.
    other = np.ones(len(words), dtype=bool)
    np.not_equal(words[1:], words[:-1], out=other[1:])
    words = words[other]
    # Bit 4 of each byte says that it is no digit: the upper half of a digit is 3.
    strange = (words & _UPPER) ^ _THREES
    strange |= strange >> np.uint64(1)
    strange |= strange >> np.uint64(2)
    strange &= _BIT_4
    if not strange.all():
        # More digits than a word has signs name no row of any sheet.
        return _NO_ROW
    first = strange & (~strange + np.uint64(1))
    # The digits moved to the end of their word, zeros before them, so that the largest word is the largest number.
    moved = (words & _LOWER_HALVES) * (np.uint64(1 << 63) // first << np.uint64(5))
    digits = int(moved.byteswap().max()).to_bytes(8, "big")
    return sum(digit * _DIGITS**place for place, digit in enumerate(reversed(digits)))


@cache
def _of_pairs() -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """For each pair of signs, as a number: how many letters it begins with, and the column that they name."""
    pairs = np.arange(1 << 16)
    first, second = ((sign | _LOWER) - _A for sign in (pairs & 0xFF, pairs >> 8))
    one = (first >= 0) & (first < _LETTERS)
    two = one & (second >= 0) & (second < _LETTERS)
    columns = np.where(two, (first + 1) * _LETTERS + second + 1, np.where(one, first + 1, 0))
    return one.astype(np.int64) + two, columns.astype(np.int32)
