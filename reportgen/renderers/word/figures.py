"""Chart -> a chart part and the inline frame that shows it in a paragraph."""

from __future__ import annotations

from typing import Final

from reportgen.content.blocks import Chart
from reportgen.ooxml import Xml, clean_text, el
from reportgen.ooxml.names import NS
from reportgen.renderers.word.controls import PREFIX

EMU_PER_TWIP: Final = 635
EMU_PER_CM: Final = 360_000
# A chart is half as high as the text is wide; horizontal bars are 0.65 cm apart where that is less, and never
# nearer than 0.4 cm, which is a line of their labels.
_HEIGHT_OF_WIDTH = 0.5
_PITCH, _LEAST_PITCH, _ENDS = 0.65, 0.4, 0.6
# Screen readers and Word's own checker ask for a short description.
_LONGEST_DESCRIPTION = 250


def height_of(chart: Chart, width: int) -> int:
    """The height of a chart as wide as the text, both in EMU."""
    half = round(width * _HEIGHT_OF_WIDTH)
    if not chart.is_lying:
        return half
    bars = len(chart.categories)
    roomy, tight = (round((bars * pitch + _ENDS) * EMU_PER_CM) for pitch in (_PITCH, _LEAST_PITCH))
    return max(tight, min(half, roomy))


def inline_frame(chart: Chart, relationship: str, width: int, height: int) -> Xml:
    """The run that shows the chart; width and height in EMU. `finish` gives the frame its number."""
    description = clean_text(chart.alt or chart.headline.text or chart.title)[:_LONGEST_DESCRIPTION]
    reference = el("c:chart", **{"xmlns:c": NS["c"], "xmlns:r": NS["r"], "r:id": relationship})
    graphic = el("a:graphic", el("a:graphicData", reference, uri=NS["c"]), **{"xmlns:a": NS["a"]})
    inline = el(
        "wp:inline",
        el("wp:extent", cx=width, cy=height),
        el("wp:effectExtent", l=0, t=0, r=0, b=0),
        el("wp:docPr", id=0, name=PREFIX + chart.id, descr=description),
        el("wp:cNvGraphicFramePr"),
        graphic,
        distT=0,
        distB=0,
        distL=0,
        distR=0,
        **{"xmlns:wp": NS["wp"]},
    )
    return el("w:r", el("w:drawing", inline))
