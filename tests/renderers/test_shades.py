"""Shaded cells in the three formats: dark text reads on them, and every number is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.brand import read_brand
from reportgen.content.tables import SHADES
from reportgen.quality.colours import contrast, rgb
from reportgen.renderers.shades import shade_colour


@pytest.mark.parametrize("brand", ["corporate", "agency"])
@pytest.mark.parametrize("level", range(1, SHADES + 1))
def test_dark_text_reads_on_every_shade(brand: str, level: int) -> None:
    look = read_brand(brand, Path("nowhere"))
    text, page = rgb(look.theme["dk1"]), rgb(shade_colour(level, look))
    assert text is not None
    assert page is not None
    assert contrast(text, page) >= 4.5


def test_shades_grow_darker() -> None:
    look = read_brand("corporate", Path("nowhere"))
    reds = [int(shade_colour(level, look)[:2], 16) for level in range(1, SHADES + 1)]
    assert reds == sorted(reds, reverse=True)
    assert len(set(reds)) == SHADES
    assert shade_colour(0, look) == ""
