"""What a kind of chart makes: the plot area, and what stands beside or over it."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.overlay import Overlay
from reportgen.ooxml import Xml


@dataclass(frozen=True, slots=True)
class Plot:
    """c:plotArea, c:legend if there is one, and shapes drawn over the plot."""

    area: Xml
    legend: Xml | None = None
    overlay: Overlay | None = None
