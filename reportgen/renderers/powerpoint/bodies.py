"""Text in its boxes -> text that fits: large numbers shrink, body text never does.

What does not fit is cut at a word, and the notes say it whole. Only text that tags have printed is cut: what the
author of a template typed is theirs, and where a box shrinks its text or grows with it, the program is let do so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reportgen.errors import Problem, Severity
from reportgen.locations import TagLocation
from reportgen.ooxml.elements import child
from reportgen.ooxml.names import qn
from reportgen.renderers.powerpoint.fitting import (
    ELLIPSIS,
    LINE,
    Type,
    fitting_size,
    shortened,
    text_height,
    text_width,
    wrap,
)
from reportgen.renderers.powerpoint.geometry import Frame, Geometry
from reportgen.renderers.powerpoint.shapes import Shape
from reportgen.renderers.powerpoint.texts import (
    keep_start,
    line_of,
    resize,
    retext,
    run_type,
    shape_name,
    text_of,
    type_of,
)

DISPLAY_SHARES: Final = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
DISPLAY: Final = 28.0
# Programs break lines a little differently; a box that is over by less is not worth a warning.
_TOLERANCE: Final = 1.05
_PARAGRAPH: Final = qn("a:p")
_RUN: Final = qn("a:r")
_TEXT: Final = qn("a:t")
# Nobody sees text stand out by less than this, in points.
_SLACK: Final = 1.5
# In steps like PowerPoint's own, in thousandths of a percent.
_SHRINKS: Final = (92_500, 85_000, 77_500, 70_000, 62_500, 55_000, 47_500, 40_000)


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is to be said of a slide's text: problems, and what was cut, whole, for the notes."""

    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Paragraph:
    """A paragraph measured in a column: its type, the room for its lines, how many there are."""

    element: etree._Element
    text: str
    type: Type
    room: float
    lines: int

    @property
    def height(self) -> float:
        return self.lines * self.type.line


def fit_text(
    shapes: Iterable[Shape], part: str, geometry: Geometry, place: str, file: str, printed: Collection[str]
) -> Fitted:
    """Let the text of a slide's shapes fit its boxes; `printed` names the shapes in which tags have printed."""
    problems: list[Problem] = []
    notes: list[str] = []
    for shape in shapes:
        if not shape.is_filled or shape.is_title:
            continue
        frame = geometry.frame_as(part, shape.element, shape.key)
        if frame is None:
            continue
        body = shape.body
        if shape.key is not None and shape.key.kind == "ftr":
            # The notes name the sources anyway.
            retext(body, shortened(text_of(body), frame.text_width, 1, type_of(body.find(qn("a:p")), frame)))
            continue
        held = [_measured(paragraph, frame) for paragraph in body.iterchildren(_PARAGRAPH)]
        if frame.text_height <= LINE or _height(held) <= frame.text_height + _SLACK:
            continue
        name = shape_name(shape.element)
        may_cut = not frame.fit and name in printed
        found, whole = _fit_body(body, held, frame, may_cut, TagLocation(file, f'{place}, shape "{name}"'))
        problems += found
        notes += [whole] if whole else []
    return Fitted(tuple(problems), tuple(notes))


def _fit_body(
    body: etree._Element, held: list[_Paragraph], frame: Frame, may_cut: bool, where: TagLocation
) -> tuple[list[Problem], str]:
    """The problems of a box that holds more than it has room for, and the text that was cut."""
    height = _height(held)
    if may_cut and (whole := _cut(held, frame.text_height + _SLACK)):
        hint = "The notes hold the whole text."
        message, expected = "Text was cut to its box", f"{frame.text_height / 28.35:.1f} cm at most"
        return [Problem(Severity.WARNING, "text-cut", message, where, whole, expected, hint)], whole
    if frame.fit == "shrink" and _shrunk(body, held, frame):
        return [], ""
    if height <= frame.text_height * _TOLERANCE:
        return [], ""
    found = f"{height / 28.35:.1f} cm of text in {frame.text_height / 28.35:.1f} cm"
    hint = "Make the box larger or the text shorter."
    return [Problem(Severity.WARNING, "text-overflows", "Text is longer than its box", where, found, "", hint)], ""


def _measured(paragraph: etree._Element, frame: Frame) -> _Paragraph:
    text, type = line_of(paragraph), type_of(paragraph, frame)
    if type.points >= DISPLAY and text:
        type = _display(paragraph, text, type, frame)
    room = (frame.text_width - type.margin) * _evenness(paragraph, text, type)
    label, tab, behind = text.partition("\t")
    if tab and type.margin and text_width(label, type) <= type.margin:
        text = behind
    return _Paragraph(paragraph, text, type, room, len(wrap(text, room, type)) if text else 1)


def _display(paragraph: etree._Element, text: str, type: Type, frame: Frame) -> Type:
    """The type in which large text fits its box; the paragraph is set in it."""
    room = type.line * max(1, int(frame.text_height / type.line))
    size = fitting_size(text, frame.text_width, room, type, DISPLAY_SHARES) or type.points * 0.5
    # A large number on two lines is no number any more.
    if " " not in text:
        size = min(size, type.points * min(1.0, frame.text_width / max(text_width(text, type), 1)))
    if size < type.points:
        resize(paragraph, int(size))
        return type.sized(int(size))
    return type


def _evenness(paragraph: etree._Element, text: str, type: Type) -> float:
    """How much wider the paragraph would be, if all its runs were in the type of the first."""
    runs = list(paragraph.iterchildren(_RUN))
    if len(runs) < 2 or not text:
        return 1.0
    texts = ["" if (held := child(run, _TEXT)) is None else held.text or "" for run in runs]
    types = [run_type(run, type) for run in runs]
    if all((each.points, each.bold) == (type.points, type.bold) for each in types):
        return 1.0
    mixed = sum(map(text_width, texts, types))
    return text_width("".join(texts), type) / mixed if mixed else 1.0


def _height(paragraphs: list[_Paragraph]) -> float:
    return sum(each.height + (each.type.before if n else 0.0) for n, each in enumerate(paragraphs))


def _cut(paragraphs: list[_Paragraph], room: float) -> str:
    """Keep what fits, end it with an ellipsis; gives the whole of what was cut, empty when nothing could be kept."""
    used, kept = 0.0, 0
    for kept, each in enumerate(paragraphs):
        needed = each.height + (each.type.before if kept else 0.0)
        if used + needed > room:
            break
        used += needed
    last = paragraphs[kept]
    lines = int((room - used - (last.type.before if kept else 0.0)) / last.type.line)
    if lines < 1:
        if not kept:
            return ""
        kept -= 1
        last = paragraphs[kept]
        lines = last.lines
    whole = " ".join(text_of(each.element) for each in paragraphs[kept:] if each.text)
    _end(last, lines)
    for each in paragraphs[kept + 1 :]:
        parent = each.element.getparent()
        assert parent is not None
        parent.remove(each.element)
    return whole


def _end(paragraph: _Paragraph, lines: int) -> None:
    """Cut a paragraph to so many lines, the last of which ends with an ellipsis."""
    longer = f"{paragraph.text} {paragraph.text}" if paragraph.lines <= lines else paragraph.text
    count = len(shortened(longer, paragraph.room, lines, paragraph.type)) - len(ELLIPSIS)
    count = min(count, len(paragraph.text.rstrip(" .")))
    keep_start(paragraph.element, len(text_of(paragraph.element)) - len(paragraph.text) + count, ELLIPSIS)


def _shrunk(body: etree._Element, paragraphs: list[_Paragraph], frame: Frame) -> bool:
    """Say the share of its size at which the program is to show the text; False when none of its steps is enough."""
    properties = body.find(qn("a:bodyPr"))
    for share in _SHRINKS if properties is not None else ():
        types = [each.type.sized(each.type.points * share / 100_000) for each in paragraphs]
        height = sum(text_height(each.text, each.room, type) for each, type in zip(paragraphs, types, strict=True))
        if height + sum(type.before for type in types[1:]) <= frame.text_height:
            assert properties is not None
            for old in properties.findall(qn("a:normAutofit")):
                properties.remove(old)
            fit = etree.Element(qn("a:normAutofit"))
            fit.set("fontScale", str(share))
            # The order of ECMA-376 part 1, 21.1.2.1.1: after a warp, before three dimensions.
            properties.insert(1 if properties.find(qn("a:prstTxWarp")) is not None else 0, fit)
            return True
    return False
