"""Make reportgen/renderers/powerpoint/widths.json: how wide the letters of Calibri are, in thousandths of an em.

Run it from the top of the project: python -m scripts.templates.font_widths [FOLDER WITH Carlito-*.ttf]
Carlito has Calibri's widths. The renderer reads the table, so titles break alike whatever fonts a machine has.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from PIL import ImageFont

TARGET: Final = Path("reportgen/renderers/powerpoint/widths.json")
FONTS: Final = Path("/usr/share/fonts/truetype/crosextra")
# Latin with its extensions, Greek, Cyrillic, then the punctuation and signs that reports print.
RANGES: Final = ((0x20, 0x17F), (0x386, 0x3CE), (0x400, 0x45F), (0x2010, 0x2026), (0x20AC, 0x20AC), (0x2212, 0x2212))
_EM: Final = 1000


def widths(font: Path) -> list[list[int]]:
    """For every range its first character, then the widths one after the other; 0 where the font has no letter."""
    letters = ImageFont.truetype(str(font), _EM, layout_engine=ImageFont.Layout.BASIC)
    missing = letters.getmask("\uffff").getbbox(), letters.getlength("\uffff")
    return [
        [first, *(_width(letters, chr(code), missing) for code in range(first, last + 1))] for first, last in RANGES
    ]


def _width(font: ImageFont.FreeTypeFont, letter: str, missing: tuple[object, float]) -> int:
    held = font.getmask(letter).getbbox(), font.getlength(letter)
    return 0 if held == missing else round(held[1])


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FONTS
    table = {weight.lower(): widths(folder / f"Carlito-{weight}.ttf") for weight in ("Regular", "Bold")}
    TARGET.write_text(json.dumps(table, separators=(",", ":")) + "\n", encoding="utf-8")
