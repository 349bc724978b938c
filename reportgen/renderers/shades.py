"""The shades of a heat map: tints of the brand's message colour on which dark text reads."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from reportgen.brand import Brand
from reportgen.content.tables import SHADES

# The strongest is half of the colour: with the shipped brands dark text keeps a contrast above 5 to 1.
STRONGEST: Final = 0.48


def shade_part(level: int) -> float:
    """How much of the message colour a shade has, the rest is the page."""
    return STRONGEST * level / SHADES


def shade_colour(level: int, brand: Brand) -> str:
    """The shade as RGB; empty for none."""
    if not level:
        return ""
    return _mixed(shade_part(level), brand.theme["accent1"], brand.theme["lt1"])


@lru_cache(maxsize=64)
def _mixed(part: float, ink: str, page: str) -> str:
    pairs = zip(_parts(ink), _parts(page), strict=True)
    return "".join(f"{round(part * one + (1 - part) * other):02X}" for one, other in pairs)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
