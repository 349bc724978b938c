"""How a chart is to look where it stands: its size, its brand and the size of its labels."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.brand import Brand
from reportgen.locales import Locale


@dataclass(frozen=True, slots=True)
class ChartLook:
    """The frame of a chart, in EMU, and the size of its type, in points.

    12 points suit a slide, 9 a printed page. `key_points` is the size of the label that carries the message.
    """

    brand: Brand
    locale: Locale
    width: int
    height: int
    label_points: float = 12.0
    key_points: float = 14.0
