"""How a chart is to look where it stands: its size, its brand and the size of its labels."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.brand import Brand
from reportgen.locales import Locale

# Over a page of English text and its figures.
_FACTORS = {"Calibri": 1.0, "Carlito": 1.0, "Verdana": 1.27, "DejaVu Sans": 1.27}
_OTHER_FONT = 1.12


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

    @property
    def font_factor(self) -> float:
        """How much wider the brand's font is than Calibri, whose widths are known."""
        return _FACTORS.get(self.brand.fonts.body, _OTHER_FONT)

    @property
    def measured_points(self) -> float:
        """The size at which Calibri is as wide as the labels are."""
        return self.label_points * self.font_factor

    @property
    def measured_key_points(self) -> float:
        """The size at which Calibri is as wide as the labels with the message are."""
        return self.key_points * self.font_factor
