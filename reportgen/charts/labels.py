"""Data labels: which points say their number, where, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from reportgen.charts.look import ChartLook
from reportgen.charts.paint import NO_FILL, Type, no_line, shape, text
from reportgen.ooxml import Xml, el, join

_NONE: Final[Mapping[int, float]] = {}
_NO_SHAPE: Final = shape(NO_FILL, no_line())


@dataclass(frozen=True, slots=True)
class PointLabel:
    """The label of one point.

    `place` is a value of ST_DLblPos (r, t, b, inBase, outEnd); `layout` moves the label from there.
    """

    index: int
    type: Type
    number_format: str
    place: str
    named: bool = False
    with_value: bool = True
    layout: Xml | None = None


def point_labels(labels: Iterable[PointLabel], look: ChartLook) -> Xml:
    """c:dLbls with these labels and no others."""
    # LibreOffice draws a line to every label that was moved, unless told not to.
    no_lines = el("c:showLeaderLines", val=0)
    return el("c:dLbls", *_each(labels, look), _shows(value=False, name=False), no_lines)


def all_labels(kind: Type, number_format: str, place: str, exceptions: Iterable[PointLabel], look: ChartLook) -> Xml:
    """c:dLbls on every point, with exceptions."""
    return el(
        "c:dLbls",
        *_each(exceptions, look),
        _format(number_format),
        _NO_SHAPE,
        text(kind, look),
        el("c:dLblPos", val=place),
        _shows(value=True, name=False),
    )


def spread(wanted: list[tuple[float, int]], room: float, more: Mapping[int, float] = _NONE) -> dict[int, float]:
    """How far each of these labels, (place, index) in order of their places, has to move to stand `room` apart;
    `more` says which need that much more below them."""
    placed: list[float] = []
    above = 0.0
    for place, index in wanted:
        placed.append(max(place, placed[-1] + room + above) if placed else place)
        above = more.get(index, 0.0)
    slack = sum(now - place for now, (place, _) in zip(placed, wanted, strict=True)) / max(len(wanted), 1)
    return {index: now - slack - place for now, (place, index) in zip(placed, wanted, strict=True)}


def _each(labels: Iterable[PointLabel], look: ChartLook) -> list[Xml]:
    return [
        el(
            "c:dLbl",
            el("c:idx", val=label.index),
            label.layout,
            _format(label.number_format),
            _NO_SHAPE,
            # Programs break labels that are wider than a fifth of the chart: the second line would cover another.
            text(label.type, look, wrap="none"),
            el("c:dLblPos", val=label.place),
            _shows(value=label.with_value, name=label.named),
            el("c:separator", " ") if label.named else None,
        )
        for label in sorted(labels, key=lambda label: label.index)
    ]


def _format(code: str) -> Xml:
    # Not linked to the source: a label shows what the documents print, whatever a cell is formatted as.
    return el("c:numFmt", formatCode=code, sourceLinked=0)


@cache
def _shows(value: bool, name: bool) -> Xml:
    """What a label shows."""
    return join(
        el("c:showLegendKey", val=0),
        el("c:showVal", val=value),
        el("c:showCatName", val=0),
        el("c:showSerName", val=name),
        el("c:showPercent", val=0),
        el("c:showBubbleSize", val=0),
    )
