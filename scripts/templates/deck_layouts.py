"""Theme, master and layouts of the corporate deck, as XML.

Measures come from the corporate visual system: 33.867 x 19.05 cm, twelve columns, Calibri in two weights.
Everything that repeats (places, sizes, colours, rules) is said once here; slides only hold text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scripts.templates.deck_shapes import (
    NAMESPACES,
    Box,
    Level,
    Style,
    column,
    levels,
    paragraph,
    placeholder,
    rule,
    shape_tree,
    slide_number,
    span,
)

FONT: Final = "Calibri"
THEME: Final = {
    "dk1": "1C242B",
    "lt1": "FFFFFF",
    "dk2": "14324A",
    "lt2": "F2F0EA",
    "accent1": "17557F",
    "accent2": "8B949E",
    "accent3": "47887C",
    "accent4": "B5820C",
    "accent5": "9B1D29",
    "accent6": "C5CCD3",
    "hlink": "17557F",
    "folHlink": "55606A",
}
WHOLE: Final = span(12)
LEFT: Final = column(0)

# Calibri's own line is 1.22 times its size: 90 % of it is the 108 % of the type scale, 94 % its 115 %.
TITLE = Level(Style(24, True, "tx1"), line=90)
HEADING = Level(Style(16, True, "accent1"), line=94)
STATEMENT = Level(Style(16, True, "tx1"), line=94)
BODY = Level(Style(14, False, "tx1"), before=2)
BULLET = Level(Style(14, False, "tx1"), before=4, bullet="–")
SMALL = Level(Style(12, False, "grey"))
BIG = Level(Style(48, True, "tx1"), line=85)
NUMBER = Level(Style(32, True, "tx1"), line=85)
FOOT = Style(10, False, "grey")

# Placeholder indices, the same in every layout; a slide's text moves along when its layout is changed.
DATE, FOOTER, SLIDE_NUMBER, TOPIC, SUBTITLE, SENSITIVITY = 10, 11, 12, 13, 14, 15
MAIN, SIDE = 20, 21


@dataclass(frozen=True, slots=True)
class Layout:
    """A slide layout: its name in PowerPoint, its kind (ST_SlideLayoutType) and its shapes in reading order."""

    name: str
    kind: str
    shapes: Sequence[str]
    shows_master: bool = True

    def xml(self) -> str:
        """The layout as p:sldLayout."""
        master = "" if self.shows_master else ' showMasterSp="0"'
        return (
            f'<p:sldLayout {NAMESPACES} type="{self.kind}" preserve="1" userDrawn="1"{master}>'
            f'<p:cSld name="{self.name}">{shape_tree(list(self.shapes))}</p:cSld>'
            "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
        )


def colour_scheme() -> str:
    """The theme's colours."""
    slots = "".join(f'<a:{slot}><a:srgbClr val="{rgb}"/></a:{slot}>' for slot, rgb in THEME.items())
    return f'<a:clrScheme {NAMESPACES} name="Corporate">{slots}</a:clrScheme>'


def font_scheme() -> str:
    """The theme's fonts."""
    fonts = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    return (
        f'<a:fontScheme {NAMESPACES} name="Corporate"><a:majorFont>{fonts}</a:majorFont>'
        f"<a:minorFont>{fonts}</a:minorFont></a:fontScheme>"
    )


def master_shapes() -> str:
    """The shape tree of the master: title, body, footer line, date, footer, number."""
    text = paragraph("Edit the text") + paragraph("Second level", level=2)
    return shape_tree(
        [
            placeholder(2, "Title", paragraph("Edit the title"), kind="title", box=TITLE_BOX, anchor="t"),
            placeholder(3, "Text", text, kind="body", index=1, box=CONTENT, anchor="t"),
            rule(4, "Footer rule", LEFT, 17.95, WHOLE, 0.75, "accent6"),
            *_master_footers(5),
        ]
    )


def text_styles() -> str:
    """The master's styles of titles, body text and everything else."""
    body = levels(BODY, BULLET, Level(Style(12, False, "tx1"), bullet="–"), SMALL, SMALL, SMALL, SMALL, SMALL, SMALL)
    return (
        f"<p:txStyles {NAMESPACES}><p:titleStyle>{levels(TITLE)}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{levels(*[Level(Style(14, False, 'tx1'))] * 9)}</p:otherStyle></p:txStyles>"
    )


def layouts() -> list[Layout]:
    """The layouts in the order in which PowerPoint offers them."""
    comments = placeholder(
        31,
        "Comments",
        paragraph("Heading") + paragraph("Comment", level=2),
        index=SIDE,
        box=Box(column(9), 4.75, span(3), 12.75),
        style=levels(HEADING, BODY),
        anchor="t",
    )
    return [
        Layout("Title", "title", _cover(), shows_master=False),
        Layout("Summary", "obj", [*_top(), *_summary(), *_footers(60)]),
        Layout("Table", "obj", [*_top(), _main(Box(LEFT, 4.6, WHOLE, 12.9)), *_footers(60)]),
        Layout("Chart and comments", "twoObj", [*_top(), _main(CHART), comments, *_footers(60)]),
        Layout("Chart and facts", "obj", [*_top(), _main(CHART), *_facts(), *_footers(60)]),
        Layout("Chart", "obj", [*_top(), _main(CONTENT), *_footers(60)]),
        Layout("Text", "obj", [*_top(), _main(CONTENT), *_footers(60)]),
        Layout("Table and notes", "obj", [*_top(), _main(Box(LEFT, 4.6, WHOLE, 11.0)), *_notes(), *_footers(60)]),
    ]


TITLE_BOX: Final = Box(LEFT, 1.5, span(10), 2.0)
CONTENT: Final = Box(LEFT, 4.75, WHOLE, 12.75)
CHART: Final = Box(LEFT, 4.75, span(9), 12.75)


def _top() -> list[str]:
    """Title, topic, period and subtitle."""
    return [
        placeholder(2, "Title", paragraph("The message as a sentence, with its number"), kind="title"),
        placeholder(
            3,
            "Topic",
            paragraph("Section · programme"),
            kind="body",
            index=TOPIC,
            box=Box(LEFT, 0.75, 20, 0.6),
            style=levels(Level(Style(12, False, "grey"))),
            anchor="t",
            prompt=True,
        ),
        placeholder(4, "Period", paragraph("Period"), kind="dt", index=DATE),
        placeholder(
            5,
            "Subtitle",
            paragraph("What, unit, period, scope"),
            kind="body",
            index=SUBTITLE,
            box=Box(LEFT, 3.6, WHOLE, 0.65),
            style=levels(Level(Style(14, False, "grey"))),
            anchor="t",
            prompt=True,
        ),
    ]


def _footers(first: int) -> list[str]:
    """Source, sensitivity and slide number of a layout; all but the sensitivity look as on the master."""
    sensitivity = placeholder(
        first + 2,
        "Sensitivity",
        paragraph("Sensitivity"),
        kind="body",
        index=SENSITIVITY,
        box=Box(column(9), 18.1, span(2), 0.5),
        style=levels(Level(FOOT, align="r")),
        anchor="t",
        prompt=True,
    )
    return [
        placeholder(first, "Source", paragraph("Source and data date"), kind="ftr", index=FOOTER),
        sensitivity,
        placeholder(first + 1, "Slide number", f"<a:p>{slide_number()}</a:p>", kind="sldNum", index=SLIDE_NUMBER),
    ]


def _master_footers(first: int) -> list[str]:
    """Period, source and slide number of the master: their places and type for all layouts."""
    return [
        placeholder(
            first,
            "Period",
            paragraph("Period"),
            kind="dt",
            index=DATE,
            box=Box(column(8), 0.75, span(4), 0.6),
            style=levels(Level(Style(12, False, "grey"), align="r")),
            anchor="t",
        ),
        placeholder(
            first + 1,
            "Source",
            paragraph("Source and data date"),
            kind="ftr",
            index=FOOTER,
            box=Box(LEFT, 18.1, span(9), 0.5),
            style=levels(Level(FOOT)),
            anchor="t",
        ),
        placeholder(
            first + 2,
            "Slide number",
            f"<a:p>{slide_number()}</a:p>",
            kind="sldNum",
            index=SLIDE_NUMBER,
            box=Box(column(11), 18.1, span(1), 0.5),
            style=levels(Level(Style(10, True, "tx1"), align="r")),
            anchor="t",
        ),
    ]


def _main(box: Box) -> str:
    return placeholder(
        20,
        "Content",
        paragraph("Content: a tag that yields a chart, a table or text"),
        index=MAIN,
        box=box,
        style=levels(BODY, BULLET),
        anchor="t",
    )


def _text(id: int, name: str, box: Box, *styles: Level, anchor: str = "t") -> str:
    """A text placeholder whose index is its shape id."""
    text = "".join(paragraph(name, level=number) for number in range(1, len(styles) + 1))
    return placeholder(
        id, name, text, kind="body", index=id, box=box, style=levels(*styles), anchor=anchor, prompt=True
    )


def _cover() -> list[str]:
    """Organisation and meeting, title, subtitle, the message, five facts."""
    right = Level(Style(14, False, "grey"), align="r")
    title = Level(Style(54, True, "tx1"), line=88)
    facts = {41: (0, 4), 42: (4, 2), 43: (6, 2), 44: (8, 2), 45: (10, 2)}
    return [
        placeholder(
            2,
            "Title",
            paragraph("Programme"),
            kind="ctrTitle",
            box=Box(LEFT, 2.45, span(9), 4.1),
            style=levels(title),
            anchor="t",
        ),
        placeholder(
            3,
            "Subtitle",
            paragraph("Status for the period"),
            kind="subTitle",
            index=1,
            box=Box(LEFT, 6.65, span(9), 1.3),
            style=levels(Level(Style(24, False, "accent1"))),
            anchor="t",
        ),
        _text(31, "Organisation", Box(LEFT, 0.8, span(6), 0.75), Level(Style(14, True, "tx1"))),
        _text(32, "Meeting", Box(column(6), 0.8, span(6), 0.75), right),
        rule(6, "Rule", LEFT, 1.75, WHOLE, 1, "tx1"),
        rule(7, "Message rule", LEFT, 10.6, WHOLE, 1, "tx1"),
        _text(33, "Message", Box(LEFT, 10.95, span(10), 2.6), SMALL, Level(Style(24, True, "tx1"), line=90)),
        rule(8, "Facts rule", LEFT, 16.1, WHOLE, 0.75, "accent6"),
        *(
            _text(id, "Fact", Box(column(k), 16.4, span(n), 1.4), Level(Style(11, False, "grey")), BODY)
            for id, (k, n) in facts.items()
        ),
    ]


def _summary() -> list[str]:
    """Left the overall status, its number and the counts; right the findings. Blocks are 4.25 cm high."""
    wide = span(4)
    status = Level(Style(36, True, "tx1"), line=85)
    return [
        _text(41, "Status", Box(LEFT + 1.6, 5.75, wide - 1.6, 1.4), status, anchor="ctr"),
        _text(42, "Rule", Box(LEFT, 7.3, wide, 1.3), Level(Style(14, False, "grey"))),
        rule(50, "Rule", LEFT, 9.0, wide, 0.75, "accent6"),
        _text(43, "Indicator", Box(LEFT, 9.2, wide, 0.6), SMALL),
        _text(44, "Number", Box(LEFT, 9.75, wide, 1.7), BIG, anchor="ctr"),
        _text(45, "Target", Box(LEFT, 11.5, wide, 1.5), BODY, Level(Style(14, False, "grey"))),
        rule(51, "Rule", LEFT, 13.25, wide, 0.75, "accent6"),
        placeholder(
            20,
            "Findings",
            paragraph("Findings"),
            index=MAIN,
            box=Box(column(4), 4.75, span(8), 12.75),
            style=levels(STATEMENT, BODY),
            anchor="t",
        ),
    ]


def _facts() -> list[str]:
    """Three blocks of facts beside a chart: heading, number, words."""
    shapes: list[str] = []
    for number in range(3):
        top = 4.75 + 4.25 * number
        points, paint = (1.0, "tx1") if number == 0 else (0.75, "accent6")
        shapes += [
            rule(30 + number, "Rule", column(9), top, span(3), points, paint),
            _text(21 + number, "Fact", Box(column(9), top + 0.2, span(3), 3.85), HEADING, NUMBER, BODY),
        ]
    return shapes


def _notes() -> list[str]:
    """A note below a table; beside it slides may put a legend."""
    heading, text = Level(Style(12, True, "accent1")), Level(Style(12, False, "tx1"))
    return [_text(SIDE, "Note", Box(LEFT, 15.85, span(4), 1.65), heading, text)]
