"""Text -> about how wide it is when set: enough to keep room for labels, on every machine the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

EMU_PER_POINT: Final = 12_700
EMU_PER_CM: Final = 360_000

# Hundredths of the font size, from Carlito Regular (Calibri's metric twin), rounded to 5.
_WIDTHS: Final[dict[str, int]] = {
    character: width
    for width, characters in {
        25: " \u00a0,.:;Iijl'’",
        30: "()-J[]`f{}",
        35: "!rt",
        40: '"/L\\csz',
        45: "?FSZgkvxy|",
        50: "#$*+0123456789<=>EKPTXY^_ae~−€–",
        55: "BCRVbdhnopqu",
        60: "ADH",
        65: "GNOQU",
        70: "%&w…",
        80: "m",
        85: "M",
        90: "@W",
    }.items()
    for character in characters
}
_OTHER: Final = 60  # accented, Greek and Cyrillic letters, on average a little wider
_WIDE: Final = 100  # Chinese, Japanese, Korean
_BOLD: Final = 1.05


@lru_cache(4096)
def text_width(text: str, points: float, bold: bool = False) -> int:
    """The width of one line in EMU, rather too large than too small."""
    hundredths = sum(_WIDTHS.get(letter, _WIDE if letter >= "\u2e80" else _OTHER) for letter in text)
    return round(hundredths / 100 * points * EMU_PER_POINT * (_BOLD if bold else 1.0))


def line_height(points: float) -> int:
    """The height of one line in EMU, at 120 % of the font size."""
    return round(points * 1.2 * EMU_PER_POINT)
