"""Charts and pictures -> the inline frames that show them in a paragraph."""

from __future__ import annotations

from typing import Final

from reportgen.content.charts import Chart, ChartKind, Role
from reportgen.content.maps import Map
from reportgen.ooxml import Xml, clean_text, el
from reportgen.ooxml.names import NS
from reportgen.renderers.word.controls import PREFIX

EMU_PER_TWIP: Final = 635
EMU_PER_CM: Final = 360_000
# A chart is 0.38 as high as the text is wide: three stand on a page with their sentences. Horizontal bars are
# 0.65 cm apart where that is less, and never nearer than 0.4 cm, which is a line of their labels; 0.8 and 0.55 cm where
# labels of a larger size stand within the bars. Pairs of bars are 1.3 cm apart, under a legend.
_HEIGHT_OF_WIDTH = 0.38
_PITCHES, _PITCHES_OF_STEPS, _ENDS = (0.65, 0.4), (0.8, 0.55), 0.6
_PAIR_PITCH, _LEGEND = 1.3, 1.5
# A picture, and the extension by which it has an SVG beside its PNG (MS-ODRAWXML 2.1.1703).
_PICTURE: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_SVG: Final = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION: Final = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
# Screen readers and Word's own checker ask for a short description.
_LONGEST_DESCRIPTION = 250


def height_of(chart: Chart, width: int) -> int:
    """The height of a chart as wide as the text, both in EMU."""
    half = round(width * _HEIGHT_OF_WIDTH)
    if not chart.is_lying:
        return half
    bars = len(chart.categories)
    drawn = [series for series in chart.series if series.role is not Role.TARGET]
    if chart.kind is ChartKind.BAR and len(drawn) > 1:
        return round((bars * _PAIR_PITCH + _LEGEND) * EMU_PER_CM)
    pitches = _PITCHES_OF_STEPS if chart.kind is ChartKind.CONTRIBUTION else _PITCHES
    roomy, tight = (round((bars * pitch + _ENDS) * EMU_PER_CM) for pitch in pitches)
    return max(tight, min(half, roomy))


def inline_frame(chart: Chart, relationship: str, width: int, height: int) -> Xml:
    """The run that shows the chart; width and height in EMU. `finish` gives the frame its number."""
    reference = el("c:chart", **{"xmlns:c": NS["c"], "xmlns:r": NS["r"], "r:id": relationship})
    return _frame(chart, el("a:graphicData", reference, uri=NS["c"]), el("wp:cNvGraphicFramePr"), width, height)


def inline_picture(shown: Map, png: str, svg: str, width: int, height: int) -> Xml:
    """The run that shows a picture by the relationships of its PNG and its SVG, which newer programs prefer."""
    vector = el("asvg:svgBlip", **{"xmlns:asvg": _SVG, "r:embed": svg})
    blip = el("a:blip", el("a:extLst", el("a:ext", vector, uri=_SVG_EXTENSION)), **{"r:embed": png})
    size = el("a:xfrm", el("a:off", x=0, y=0), el("a:ext", cx=width, cy=height))
    picture = el(
        "pic:pic",
        el("pic:nvPicPr", el("pic:cNvPr", id=0, name=PREFIX + shown.id, descr=_description(shown)), el("pic:cNvPicPr")),
        el("pic:blipFill", blip, el("a:stretch", el("a:fillRect"))),
        el("pic:spPr", size, el("a:prstGeom", el("a:avLst"), prst="rect")),
        **{"xmlns:pic": _PICTURE, "xmlns:r": NS["r"]},
    )
    locks = el("wp:cNvGraphicFramePr", el("a:graphicFrameLocks", **{"xmlns:a": NS["a"], "noChangeAspect": "1"}))
    return _frame(shown, el("a:graphicData", picture, uri=_PICTURE), locks, width, height)


def _description(shown: Chart | Map) -> str:
    return clean_text(shown.alt or shown.headline.text or shown.title)[:_LONGEST_DESCRIPTION]


def _frame(shown: Chart | Map, data: Xml, locks: Xml, width: int, height: int) -> Xml:
    graphic = el("a:graphic", data, **{"xmlns:a": NS["a"]})
    inline = el(
        "wp:inline",
        el("wp:extent", cx=width, cy=height),
        el("wp:effectExtent", l=0, t=0, r=0, b=0),
        el("wp:docPr", id=0, name=PREFIX + shown.id, descr=_description(shown)),
        locks,
        graphic,
        distT=0,
        distB=0,
        distL=0,
        distR=0,
        **{"xmlns:wp": NS["wp"]},
    )
    return el("w:r", el("w:drawing", inline))
