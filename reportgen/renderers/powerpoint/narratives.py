"""Narrative + box -> text on the slide: findings beside their numbers, remarks in a column, or a plain list.

What the box is decides: wide boxes put number and label left of the sentences, narrow ones stack them.
Sentences never shrink: consequences go first, then the rest moves to a further slide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Phrase
from reportgen.content.values import Value
from reportgen.ooxml import Xml
from reportgen.renderers.powerpoint.fitting import text_height, text_width
from reportgen.renderers.powerpoint.frames import rule, text_box
from reportgen.renderers.powerpoint.geometry import CM, POINT, Box
from reportgen.renderers.powerpoint.pen import Look, Pen

NUMBER: Final = Look(32, True, "accent1")
LABEL: Final = Look(12, False, "grey")
STATEMENT: Final = Look(16, True)
BODY: Final = Look(14)
HEADING: Final = Look(16, True, "accent1")
NOTE: Final = Look(16)

_WIDE: Final = 14 * CM
# Left column of a wide box: two grid columns beside big numbers, three beside headings, with the gutter.
_NUMBER_COLUMN: Final = round(5.2 * CM)
_HEADING_COLUMN: Final = round(7.8 * CM)
_STACKED_PITCH: Final = round(4.25 * CM)
_FINDINGS: Final = 3
_ABOVE: Final = round(0.25 * CM)
_BELOW: Final = round(0.45 * CM)
_LEAST_ROW: Final = round(1.5 * CM)
_TIGHT: Final = 0.94
_NUMBER_SPACING: Final = 0.85
# Share of its room that a number may take: programs round the widths of letters differently.
_ROOM: Final = 0.97


@dataclass(frozen=True, slots=True)
class Part:
    """A finding with the height it needs in EMU."""

    finding: Finding
    height: int


def narrative_pages(narrative: Narrative, box: Box, pen: Pen) -> list[list[Xml]]:
    """The shapes of a narrative, a list for each slide that it needs."""
    wide = box.width >= _WIDE
    numbered = any(finding.number is not None for finding in narrative.findings)
    parts = _measured(narrative.findings, box, wide, numbered, pen)
    while sum(part.height for part in parts) > box.height and any(part.finding.consequence for part in parts):
        parts = _measured(_shorter([part.finding for part in parts]), box, wide, numbered, pen)
    return [_page(page, box, wide, numbered, pen) for page in _filled(parts, box.height)]


def _shorter(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without their longest consequence, the last of several as long."""
    longest = max(range(len(findings)), key=lambda n: (len(findings[n].consequence.text), n))
    return [replace(one, consequence=Phrase()) if n == longest else one for n, one in enumerate(findings)]


def is_list(narrative: Narrative) -> bool:
    """True when the findings are plain sentences, which stay text of their placeholder."""
    return all(finding.number is None and not finding.label for finding in narrative.findings)


def list_paragraphs(narrative: Narrative, pen: Pen) -> list[Xml]:
    """The sentences as paragraphs."""
    return [
        pen.paragraph([pen.run(text.text, BODY)], before=0 if n == 0 else 8)
        for n, text in enumerate(text for f in narrative.findings for text in (f.statement, f.consequence) if text)
    ]


def _page(parts: Sequence[Part], box: Box, wide: bool, numbered: bool, pen: Pen) -> list[Xml]:
    shapes: list[Xml] = []
    top = box.top
    for n, (part, height) in enumerate(zip(parts, _pitches(parts, box, wide, numbered), strict=True)):
        points, paint = (1.0, "tx1") if n == 0 else (0.75, "accent6")
        shapes.append(rule(f"Rule {n + 1}", box.left, top, box.width, points, paint))
        inside = Box(box.left, top + _ABOVE, box.width, height - _ABOVE)
        shapes += _beside(part.finding, inside, n, numbered, pen) if wide else _stacked(part.finding, inside, n, pen)
        top += height
    return shapes


def _pitches(parts: Sequence[Part], box: Box, wide: bool, numbered: bool) -> list[int]:
    """How far apart the blocks start: evenly where that fits, else as each needs."""
    if wide and not numbered:
        spare = (box.height - sum(part.height for part in parts)) // max(len(parts), 1)
        return [part.height + min(spare, _BELOW) for part in parts]
    even = box.height // max(len(parts), _FINDINGS) if wide else min(_STACKED_PITCH, box.height // len(parts))
    return _evened([part.height for part in parts], even, box.height)


def _evened(heights: Sequence[int], even: int, room: int) -> list[int]:
    """As even as the room allows: who needs more than the others gets it, these share the rest."""
    for _ in heights:
        taller = [height for height in heights if height > even]
        if not taller or sum(max(height, even) for height in heights) <= room:
            break
        even = max(0, room - sum(taller)) // max(len(heights) - len(taller), 1)
    return [max(height, even) for height in heights]


def _beside(finding: Finding, box: Box, n: int, numbered: bool, pen: Pen) -> list[Xml]:
    column = _NUMBER_COLUMN if numbered else _HEADING_COLUMN
    left = Box(box.left, box.top, column - round(0.5 * CM), box.height)
    right = Box(box.left + column, box.top, box.width - column, box.height)
    shapes = []
    if finding.number is not None or finding.label:
        shapes.append(text_box(f"Number {n + 1}", left, _number(finding, left, numbered, pen)))
    statement = STATEMENT if numbered else NOTE
    shapes.append(text_box(f"Statement {n + 1}", right, _sentences(finding, statement, pen)))
    return shapes


def _number(finding: Finding, box: Box, numbered: bool, pen: Pen) -> list[Xml]:
    if not numbered:
        return [pen.paragraph([pen.run(finding.label, pen.display(HEADING))], spacing=_TIGHT)]
    lines = []
    if finding.number is not None:
        lines.append(_large(finding.number, box, pen))
    if finding.label:
        lines.append(pen.paragraph([pen.run(finding.label, LABEL)]))
    return lines


def _large(number: Value, box: Box, pen: Pen) -> Xml:
    look = _number_look(number, box.width / POINT, pen)
    return pen.paragraph([pen.run(pen.locale.text(number), look)], spacing=_NUMBER_SPACING)


def _number_look(number: Value, room: float, pen: Pen) -> Look:
    """Large type, in whole points smaller where the number is wider than its room: on two lines it is no number."""
    look = pen.display(NUMBER)
    share = _ROOM * room / max(text_width(pen.locale.text(number), pen.type(look)), 1)
    return replace(look, points=max(int(look.points * share), BODY.points)) if share < 1 else look


def _sentences(finding: Finding, statement: Look, pen: Pen) -> list[Xml]:
    spacing = _TIGHT if statement.bold else 1.0
    lines = [pen.paragraph([pen.run(finding.statement.text, pen.display(statement))], spacing=spacing)]
    if finding.consequence:
        lines.append(pen.paragraph([pen.run(finding.consequence.text, BODY)], before=3))
    return lines


def _stacked(finding: Finding, box: Box, n: int, pen: Pen) -> list[Xml]:
    lines = []
    if finding.number is not None:
        lines.append(_large(finding.number, box, pen))
    if finding.label:
        look = pen.display(HEADING) if finding.number is None else LABEL
        lines.append(pen.paragraph([pen.run(finding.label, look)], spacing=_TIGHT))
    lines += _sentences(finding, BODY, pen)
    return [text_box(f"Remark {n + 1}", box, lines)]


def _measured(findings: Sequence[Finding], box: Box, wide: bool, numbered: bool, pen: Pen) -> list[Part]:
    return [Part(finding, _height(finding, box, wide, numbered, pen)) for finding in findings]


def _height(finding: Finding, box: Box, wide: bool, numbered: bool, pen: Pen) -> int:
    column = (_NUMBER_COLUMN if numbered else _HEADING_COLUMN) if wide else 0
    room = (box.width - column) / POINT
    statement = BODY if not wide else STATEMENT if numbered else NOTE
    text = text_height(
        finding.statement.text, room, pen.type(pen.display(statement), _TIGHT if statement.bold else 1.0)
    )
    if finding.consequence:
        text += 3 + text_height(finding.consequence.text, room, pen.type(BODY))
    beside = _beside_height(finding, (column - 0.5 * CM) / POINT if wide else room, numbered and wide, pen)
    total = max(text, beside) if wide else text + beside
    return max(round(total * POINT) + _ABOVE + _BELOW, _LEAST_ROW)


def _beside_height(finding: Finding, room: float, numbered: bool, pen: Pen) -> float:
    height = 0.0
    if finding.number is not None:
        height += pen.type(_number_look(finding.number, room, pen), _NUMBER_SPACING).line
    if finding.label:
        look = LABEL if numbered or finding.number is not None else HEADING
        height += text_height(finding.label, room, pen.type(pen.display(look), _TIGHT))
    return height


def _filled(parts: Sequence[Part], room: int) -> list[list[Part]]:
    pages: list[list[Part]] = [[]]
    used = 0
    for part in parts:
        if pages[-1] and used + part.height > room:
            pages.append([])
            used = 0
        pages[-1].append(part)
        used += part.height
    return pages
