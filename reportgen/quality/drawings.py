"""Rules of DrawingML, which all formats share: colours, chart axes, chart data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportgen.errors import Problem
from reportgen.ooxml.names import qn
from reportgen.quality.opened import Opened, elements, repeated

_RGB: Final = re.compile(r"[0-9A-Fa-f]{6}")
_AXES: Final = (qn("c:catAx"), qn("c:valAx"), qn("c:dateAx"), qn("c:serAx"))
_CACHES: Final = (qn("c:numCache"), qn("c:strCache"), qn("c:numLit"), qn("c:strLit"))


def _colours_are_hexadecimal(opened: Opened) -> Iterator[Problem]:
    for part, tree in opened.trees.items():
        for node in elements(tree, qn("a:srgbClr")):
            if not _RGB.fullmatch(node.get("val", "")):
                yield opened.problem(part, "bad-colour", "A colour is not six hex digits", node.get("val", ""))


def _charts_have_their_axes(opened: Opened) -> Iterator[Problem]:
    for part, tree in opened.parts("drawingml.chart+xml"):
        axes = [(axis, node.get("val", "")) for axis in tree.iter(*_AXES) for node in axis.iterfind(qn("c:axId"))]
        ids = [id for _, id in axes]
        for id in repeated(ids):
            yield opened.problem(part, "duplicate-axis", "Two axes of the chart have one id", id)
        for node in elements(tree, qn("c:axId")):
            parent = node.getparent()
            if parent is not None and parent.tag not in _AXES and node.get("val") not in ids:
                yield opened.problem(part, "missing-axis", "A series of the chart has no axis", node.get("val", ""))
        for axis, id in axes:
            crossed = axis.find(qn("c:crossAx"))
            if crossed is None or crossed.get("val") not in ids:
                yield opened.problem(part, "missing-axis", "An axis of the chart crosses none", id)


def _chart_points_are_counted(opened: Opened) -> Iterator[Problem]:
    for part, tree in opened.parts("drawingml.chart+xml"):
        for cache in elements(tree, *_CACHES):
            count = cache.find(qn("c:ptCount"))
            total = int(count.get("val", "0")) if count is not None and count.get("val", "").isdecimal() else 0
            ids = [point.get("idx", "") for point in cache.iterfind(qn("c:pt"))]
            for id in repeated(ids):
                yield opened.problem(part, "duplicate-point", "Two points of a chart have one index", id)
            beyond = [id for id in ids if not id.isdecimal() or int(id) >= total]
            if beyond:
                yield opened.problem(
                    part, "point-beyond", "A point of a chart is beyond the count", beyond[0], f"{total}"
                )
        ids = [node.get("val", "") for node in tree.iterfind(f".//{qn('c:ser')}/{qn('c:idx')}")]
        for id in repeated(ids):
            yield opened.problem(part, "duplicate-series", "Two series of a chart have one index", id)


RULES = (_colours_are_hexadecimal, _charts_have_their_axes, _chart_points_are_counted)
