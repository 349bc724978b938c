"""The text of DrawingML elements: what it says, in which type it is set, and how to change it run by run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reportgen.ooxml.elements import child
from reportgen.ooxml.names import qn
from reportgen.renderers.powerpoint.fitting import Type
from reportgen.renderers.powerpoint.geometry import Frame

_PARAGRAPH: Final = qn("a:p")
_TEXT: Final = qn("a:t")
_RUN: Final = qn("a:r")
_FIELD: Final = qn("a:fld")
_RUN_PROPERTIES: Final = qn("a:rPr")
_PARAGRAPH_PROPERTIES: Final = qn("a:pPr")
_BEFORE: Final = (qn("a:spcBef"), qn("a:spcPts"))


def text_of(element: etree._Element) -> str:
    """The text of all paragraphs in an element, one line each."""
    return "\n".join(map(line_of, element.iter(_PARAGRAPH)))


def line_of(paragraph: etree._Element) -> str:
    """The text of a paragraph."""
    return "".join([each.text or "" for each in paragraph.iter(_TEXT)])


def has_text(element: etree._Element) -> bool:
    """False where there is nothing to read in an element, or blanks alone."""
    return any((text := each.text) and not text.isspace() for each in element.iter(_TEXT))


def runs_of(element: etree._Element) -> Iterator[etree._Element]:
    """The runs and fields in an element."""
    return element.iter(_RUN, _FIELD)


def run_properties(run: etree._Element) -> etree._Element:
    """The properties of a run, made where it has none."""
    properties = child(run, _RUN_PROPERTIES)
    if properties is None:
        properties = etree.Element(_RUN_PROPERTIES)
        run.insert(0, properties)
    return properties


def shape_name(shape: etree._Element) -> str:
    """The name of a shape as the selection pane shows it."""
    properties = next(shape.iter(qn("p:cNvPr")), None)
    return "" if properties is None else str(properties.get("name", ""))


def type_of(paragraph: etree._Element | None, frame: Frame) -> Type:
    """The type of a paragraph: its level, with what it and its first run say."""
    if paragraph is None:
        return frame.level(0)
    properties = child(paragraph, _PARAGRAPH_PROPERTIES)
    type = frame.level(int(properties.get("lvl", "0")) if properties is not None else 0)
    before = child(properties, *_BEFORE) if properties is not None else None
    if before is not None:
        type = type.spaced(int(before.get("val", "0")) / 100)
    return run_type(child(paragraph, _RUN), type)


def run_type(run: etree._Element | None, type: Type) -> Type:
    """The type with what a run says of its own."""
    properties = None if run is None else child(run, _RUN_PROPERTIES)
    if properties is None:
        return type
    size, weight = properties.get("sz"), properties.get("b")
    if not size and not weight:
        return type
    points = int(size) / 100 if size else type.points
    return type.sized(points, weight in ("1", "true") if weight else type.bold)


def resize(element: etree._Element, points: float) -> None:
    """Set all runs of an element in that size."""
    size = str(round(points * 100))
    for run in runs_of(element):
        run_properties(run).set("sz", size)
    for end in element.iter(qn("a:endParaRPr")):
        end.set("sz", size)


def append(body: etree._Element, text: str) -> None:
    """Put text behind the last words."""
    held = [each for each in body.iter(qn("a:t")) if each.text]
    held[-1].text = f"{held[-1].text}{text}"


def retext(body: etree._Element, text: str) -> None:
    """Put text in place of all there is, in the type of its start."""
    texts = list(body.iter(qn("a:t")))
    for held in texts[1:]:
        held.text = ""
    texts[0].text = text


def keep_start(paragraph: etree._Element, count: int, ending: str) -> None:
    """Keep so many letters of a paragraph, each in its type, and put the ending behind them."""
    last = None
    for held in paragraph.iter(qn("a:t")):
        text = held.text or ""
        held.text, count = text[:count], max(0, count - len(text))
        last = held if held.text or last is None else last
    if last is not None:
        last.text = f"{last.text}{ending}"
