"""Chart -> a chart part and the inline frame that shows it in a paragraph."""

from __future__ import annotations

from typing import Final

from reportgen.content.blocks import Chart
from reportgen.ooxml import Xml, clean_text, el
from reportgen.ooxml.names import NS
from reportgen.renderers.word.controls import PREFIX

EMU_PER_TWIP: Final = 635
EMU_PER_CM: Final = 360_000
# Screen readers and Word's own checker ask for a short description.
_LONGEST_DESCRIPTION = 250


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
