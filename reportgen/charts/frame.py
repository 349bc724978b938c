"""Room for labels around a plot -> manual layouts in shares of the chart, as c:layout wants them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reportgen.charts.look import ChartLook
from reportgen.ooxml import Xml, el, join


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot within a chart, in EMU from the chart's left and top."""

    left: int
    top: int
    width: int
    height: int

    def layout(self, look: ChartLook) -> Xml:
        """c:layout that puts the plot itself, without its labels, into this frame."""
        return manual_layout(
            self.left / look.width,
            self.top / look.height,
            self.width / look.width,
            self.height / look.height,
            inner=True,
        )


def frame(look: ChartLook, left: int, top: int, right: int, bottom: int) -> Frame:
    """The plot that leaves these margins, in EMU; at least a third of the chart stays plot."""
    left, right = _fitted(left, right, look.width)
    top, bottom = _fitted(top, bottom, look.height)
    return Frame(left, top, look.width - left - right, look.height - top - bottom)


def manual_layout(
    x: float, y: float, width: float | None = None, height: float | None = None, inner: bool = False
) -> Xml:
    """c:layout at a place counted from the chart's edge, in shares of the chart."""
    size = _share("c:w", width) + _share("c:h", height) if width is not None and height is not None else ""
    target = _INNER if inner else ""
    return Xml(f"{_LAYOUT}{target}{_FROM_EDGE}{_share('c:x', x)}{_share('c:y', y)}{size}{_LAYOUT_END}")


def shifted(x: float, y: float) -> Xml:
    """c:layout of a data label moved from where it would stand, in shares of the chart."""
    return Xml(f"{_LAYOUT}{_share('c:x', x)}{_share('c:y', y)}{_LAYOUT_END}")


# Written out, because every chart has its own shares.
_LAYOUT: Final = "<c:layout><c:manualLayout>"
_LAYOUT_END: Final = "</c:manualLayout></c:layout>"
_INNER: Final = el("c:layoutTarget", val="inner")
_FROM_EDGE: Final = join(el("c:xMode", val="edge"), el("c:yMode", val="edge"))


def _share(name: str, share: float) -> str:
    return f'<{name} val="{share:.5f}"/>'


def _fitted(before: int, after: int, size: int) -> tuple[int, int]:
    allowed = size * 2 // 3
    if before + after <= allowed:
        return before, after
    return before * allowed // (before + after), after * allowed // (before + after)
