"""Theme, master and layouts of a deck, as XML.

Measures come from the visual system: 33.867 x 19.05 cm, twelve columns; sizes, font and colours from the house.
Everything that repeats (places, sizes, colours, rules) is said once here; slides only hold text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scripts.templates.deck_house import House
from scripts.templates.deck_shapes import (
    NAMESPACES,
    Box,
    Level,
    Style,
    column,
    figure,
    levels,
    paragraph,
    placeholder,
    rule,
    shape_tree,
    slide_number,
    span,
)

WHOLE: Final = span(12)
LEFT: Final = column(0)

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


def colour_scheme(house: House) -> str:
    """The theme's colours."""
    slots = "".join(f'<a:{slot}><a:srgbClr val="{rgb}"/></a:{slot}>' for slot, rgb in house.theme.items())
    return f'<a:clrScheme {NAMESPACES} name="{house.title}">{slots}</a:clrScheme>'


def font_scheme(house: House) -> str:
    """The theme's fonts."""
    fonts = f'<a:latin typeface="{house.font}"/><a:ea typeface=""/><a:cs typeface=""/>'
    return (
        f'<a:fontScheme {NAMESPACES} name="{house.title}"><a:majorFont>{fonts}</a:majorFont>'
        f"<a:minorFont>{fonts}</a:minorFont></a:fontScheme>"
    )


def master_shapes(house: House) -> str:
    """The shape tree of the master: the band if the house has one, title, body, footer line, date, footer, number."""
    points, paint = house.footer_rule
    text = paragraph("Edit the text") + paragraph("Second level", level=2)
    return shape_tree(
        [
            *_band(house),
            placeholder(2, "Title", paragraph("Edit the title"), kind="title", box=title_box(house), anchor="t"),
            placeholder(3, "Text", text, kind="body", index=1, box=CONTENT, anchor="t"),
            rule(4, "Footer rule", LEFT, 17.95, WHOLE, points, paint),
            *_master_footers(5, house),
        ]
    )


def _band(house: House) -> list[str]:
    """A band across the top with a bar below it."""
    if not house.band:
        return []
    return [
        figure(8, "Band", "rect", Box(0, 0, SLIDE_WIDTH, 1.0), "tx2"),
        figure(9, "Bar", "rect", Box(0, 1.0, SLIDE_WIDTH, 0.12), house.band),
    ]


def text_styles(house: House) -> str:
    """The master's styles of titles, body text and everything else."""
    fine = Level(Style(house.sizes.small, False, "tx1"), bullet="–")
    title, body = levels(house.headline), levels(house.body, house.bullet, fine, *[house.small] * 6)
    return (
        f"<p:txStyles {NAMESPACES}><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{levels(*[Level(Style(house.sizes.body, False, 'tx1'))] * 9)}</p:otherStyle></p:txStyles>"
    )


def layouts(house: House) -> list[Layout]:
    """The layouts in the order in which PowerPoint offers them."""

    def layout(name: str, *shapes: str, kind: str = "obj") -> Layout:
        return Layout(name, kind, [*_top(house), *shapes, *_footers(60, house)])

    comments = placeholder(
        31,
        "Comments",
        paragraph("Heading") + paragraph("Comment", level=2),
        index=SIDE,
        box=Box(column(9), 4.75, span(3), 12.75),
        style=levels(house.heading, house.body),
        anchor="t",
    )
    table = Box(LEFT, 4.6, WHOLE, 12.9)
    return [
        Layout("Title", "title", _cover(house), shows_master=bool(house.band)),
        layout("Summary", *_summary(house, FINDINGS)),
        layout("Summary and decisions", *_summary(house, SHORT_FINDINGS), *_requested(house)),
        layout("Table", _main(table, house)),
        layout("Chart and comments", _main(CHART, house), comments, kind="twoObj"),
        layout("Chart and facts", _main(CHART, house), *_facts(house)),
        layout("Chart", _main(CONTENT, house)),
        layout("Four panels", *_panels(house, 4, 3, 6.2), _main(Box(LEFT, 11.6, WHOLE, 5.9), house)),
        layout("Six panels", *_panels(house, 3, 4, 6.2), *_panels(house, 3, 4, 6.2, first=3)),
        layout(
            "Map and table", _main(Box(LEFT, 4.75, span(house.map_columns) - 0.4, 12.95), house), *_beside_map(house)
        ),
        layout("Two tiers", *_tiers(house)),
        layout("Two tables", *_two_tables(house)),
        layout("Decisions and actions", *_decisions(house, 2)),
        layout("Decision and actions", *_decisions(house, 1)),
        layout("Text", _main(CONTENT, house)),
        layout("Table and notes", _main(Box(LEFT, 4.6, WHOLE, 11.0), house), *_notes(house)),
    ]


SLIDE_WIDTH: Final = 33.8666667
CONTENT: Final = Box(LEFT, 4.75, WHOLE, 12.75)
CHART: Final = Box(LEFT, 4.75, span(9), 12.75)
FINDINGS: Final = Box(column(4), 4.75, span(8), 12.75)
SHORT_FINDINGS: Final = Box(column(4), 4.75, span(8), 9.1)


def title_box(house: House) -> Box:
    """Where titles stand: two lines below the topic."""
    return Box(LEFT, 1.5, span(house.title_columns), 2.0)


def _topic_place(house: House) -> tuple[float, float, str]:
    """Top, height and anchor of the topic and the period: on the band where there is one."""
    return (0.0, 1.0, "ctr") if house.band else (0.75, 0.6, "t")


def _top(house: House) -> list[str]:
    """Title, topic, period and subtitle."""
    top, height, anchor = _topic_place(house)
    return [
        placeholder(2, "Title", paragraph("The message as a sentence, with its number"), kind="title"),
        placeholder(
            3,
            "Topic",
            paragraph("Section · programme"),
            kind="body",
            index=TOPIC,
            box=Box(LEFT, top, 20, height),
            style=levels(Level(house.topic)),
            anchor=anchor,
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
            style=levels(Level(Style(house.sizes.subtitle, False, "grey"))),
            anchor="t",
            prompt=True,
        ),
    ]


def _footers(first: int, house: House) -> list[str]:
    """Source, sensitivity and slide number of a layout; all but the sensitivity look as on the master."""
    sensitivity = placeholder(
        first + 2,
        "Sensitivity",
        paragraph("Sensitivity"),
        kind="body",
        index=SENSITIVITY,
        box=Box(column(9), 18.1, span(2), 0.5),
        style=levels(Level(house.foot, align="r")),
        anchor="t",
        prompt=True,
    )
    return [
        placeholder(first, "Source", paragraph("Source and data date"), kind="ftr", index=FOOTER),
        sensitivity,
        placeholder(first + 1, "Slide number", f"<a:p>{slide_number()}</a:p>", kind="sldNum", index=SLIDE_NUMBER),
    ]


def _master_footers(first: int, house: House) -> list[str]:
    """Period, source and slide number of the master: their places and type for all layouts."""
    top, height, anchor = _topic_place(house)
    return [
        placeholder(
            first,
            "Period",
            paragraph("Period"),
            kind="dt",
            index=DATE,
            box=Box(column(8), top, span(4), height),
            style=levels(Level(house.topic, align="r")),
            anchor=anchor,
        ),
        placeholder(
            first + 1,
            "Source",
            paragraph("Source and data date"),
            kind="ftr",
            index=FOOTER,
            box=Box(LEFT, 18.1, span(9), 0.5),
            style=levels(Level(house.foot)),
            anchor="t",
        ),
        placeholder(
            first + 2,
            "Slide number",
            f"<a:p>{slide_number()}</a:p>",
            kind="sldNum",
            index=SLIDE_NUMBER,
            box=Box(column(11), 18.1, span(1), 0.5),
            style=levels(Level(Style(house.sizes.foot, True, "tx1"), align="r")),
            anchor="t",
        ),
    ]


def _main(box: Box, house: House) -> str:
    return placeholder(
        20,
        "Content",
        paragraph("Content: a tag that yields a chart, a table or text"),
        index=MAIN,
        box=box,
        style=levels(house.body, house.bullet),
        anchor="t",
    )


def _text(id: int, name: str, box: Box, *styles: Level, anchor: str = "t") -> str:
    """A text placeholder whose index is its shape id."""
    text = "".join(paragraph(name, level=number) for number in range(1, len(styles) + 1))
    return placeholder(
        id, name, text, kind="body", index=id, box=box, style=levels(*styles), anchor=anchor, prompt=True
    )


def _cover(house: House) -> list[str]:
    """Organisation and meeting, title, subtitle, the message, five facts."""
    right = Level(Style(house.sizes.body, False, "grey"), align="r")
    title = Level(Style(house.sizes.cover, True, house.title_colour), line=88)
    top = 1.35 if house.band else 0.8
    value = Level(Style(house.sizes.detail, False, "tx1"), before=2)
    message = Level(Style(house.sizes.title, True, "tx1"), line=90)
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
            style=levels(Level(Style(house.sizes.cover_subtitle, False, "accent1"))),
            anchor="t",
        ),
        _text(31, "Organisation", Box(LEFT, top, span(6), 0.75), Level(Style(house.sizes.body, True, "tx1"))),
        _text(32, "Meeting", Box(column(6), top, span(6), 0.75), right),
        rule(6, "Rule", LEFT, top + 0.95, WHOLE, 1, "tx1"),
        rule(7, "Message rule", LEFT, 10.6, WHOLE, 1, "tx1"),
        _text(33, "Message", Box(LEFT, 10.95, span(10), 2.6), house.small, message),
        rule(8, "Facts rule", LEFT, 16.1, WHOLE, 0.75, "accent6"),
        *(
            _text(
                id,
                "Fact",
                Box(column(k), 16.4, span(n), 1.4),
                Level(Style(house.sizes.fact, False, "grey")),
                value,
            )
            for id, (k, n) in facts.items()
        ),
    ]


def _summary(house: House, findings: Box) -> list[str]:
    """Left the overall status, its number and the counts; right the findings."""
    wide, short = span(4), findings.height < FINDINGS.height
    status = Level(Style(house.sizes.status, True, "tx1"), line=85)
    tops = (8.5, 8.6, 9.0, 10.5, 11.8) if short else (9.0, 9.2, 9.75, 11.5, 13.25)
    return [
        _text(41, "Status", Box(LEFT + 1.6, 5.75, wide - 1.6, 1.4), status, anchor="ctr"),
        _text(42, "Rule", Box(LEFT, 7.2, wide, 1.3 if short else 1.7), house.small),
        rule(50, "Rule", LEFT, tops[0], wide, 0.75, "accent6"),
        _text(43, "Indicator", Box(LEFT, tops[1], wide, 0.6), house.small),
        _text(44, "Number", Box(LEFT, tops[2], wide, 1.7), house.big, anchor="ctr"),
        _text(45, "Target", Box(LEFT, tops[3], wide, 1.3 if short else 1.7), house.body, house.small),
        rule(51, "Rule", LEFT, tops[4], wide, 0.75, "accent6"),
        placeholder(
            20,
            "Findings",
            paragraph("Findings"),
            index=MAIN,
            box=findings,
            style=levels(house.statement, house.body),
            anchor="t",
        ),
    ]


def _requested(house: House) -> list[str]:
    """A box across the slide for the decisions that are asked for."""
    heading = Level(Style(house.sizes.box, True, "accent1"), line=94)
    decision = Level(Style(house.sizes.heading, False, "tx1"), before=6, indent=0.8)
    return [
        *_box(52, Box(LEFT, 14.25, WHOLE, 3.25)),
        _text(46, "Decisions requested", Box(LEFT + 0.6, 14.6, span(4) - 0.8, 2.6), heading, house.small),
        _text(47, "Decisions", Box(column(4), 14.55, span(8) - 0.4, 2.75), decision),
    ]


def _box(id: int, box: Box) -> list[str]:
    """A filled box with a bar at its left edge."""
    return [
        figure(id, "Box", "rect", box, "bg2"),
        figure(id + 1, "Box bar", "rect", Box(box.left, box.top, 0.14, box.height), "accent1"),
    ]


def _facts(house: House) -> list[str]:
    """Three blocks of facts beside a chart: heading, number, words."""
    shapes: list[str] = []
    for number in range(3):
        top = 4.75 + 4.25 * number
        points, paint = (1.0, "tx1") if number == 0 else (0.75, "accent6")
        shapes += [
            rule(30 + number, "Rule", column(9), top, span(3), points, paint),
            _text(
                21 + number,
                "Fact",
                Box(column(9), top + 0.2, span(3), 3.85),
                house.heading,
                house.number,
                house.body,
            ),
        ]
    return shapes


def _panels(house: House, count: int, columns: int, height: float, first: int = 0) -> list[str]:
    """Groups side by side, below a bar that the slide draws: name, number, words, facts."""
    facts = Level(Style(house.sizes.small, False, "grey"), before=4)
    top = 4.75 + (height + 0.25) * (first > 0)
    shapes: list[str] = []
    for n in range(count):
        left, id = column(columns * n), 21 + first + n
        shapes += [
            _text(
                id,
                "Group",
                Box(left, top + 0.3, span(columns), height - 0.3),
                house.panel,
                house.number,
                house.body,
                facts,
            ),
        ]
    return shapes


def _beside_map(house: House) -> list[str]:
    """A table for the gaps and a text below it, right of a map."""
    left = column(house.map_columns)
    width = span(12 - house.map_columns)
    box = Box(left, 4.6, width, 9.65)
    return [
        placeholder(21, "Table", paragraph("A tag that yields a table"), index=SIDE, box=box, style=levels(house.body)),
        _text(22, "Key", Box(left, 14.25, width, 0.5), Level(Style(house.sizes.note, False, "grey"))),
        _text(23, "Notes", Box(left, 14.78, width, 2.97), house.note),
    ]


def _tiers(house: House) -> list[str]:
    """Two tiers left and two blocks right: heading, small words beside it, chart."""
    shapes: list[str] = []
    for n in range(4):
        left, top = column(6 * (n % 2)), 4.75 + 6.45 * (n // 2)
        box = Box(left, top + 1.0, span(6), 5.2)
        shapes += [
            rule(40 + n, "Rule", left, top, span(6), 1, "tx1"),
            _text(31 + n, "Heading", Box(left, top + 0.2, span(6), 0.8), house.panel),
            placeholder(
                21 + n, "Chart", paragraph("A tag that yields a chart"), index=21 + n, box=box, style=levels(house.body)
            ),
        ]
    return shapes


def _two_tables(house: House) -> list[str]:
    """Two tables one above the other, each with a heading."""
    shapes: list[str] = []
    for n, (top, height) in enumerate(((4.75, 6.1), (11.75, 4.9))):
        box = Box(LEFT, top + 0.95, WHOLE, height)
        shapes += [
            rule(40 + n, "Rule", LEFT, top, WHOLE, 1, "tx1"),
            _text(31 + n, "Heading", Box(LEFT, top + 0.2, WHOLE, 0.8), house.panel),
            placeholder(
                21 + n, "Table", paragraph("A tag that yields a table"), index=21 + n, box=box, style=levels(house.body)
            ),
        ]
    return shapes


def _decisions(house: House, count: int) -> list[str]:
    """One wide box or two beside each other: number, decision, facts behind a tab; below them a table."""
    shapes: list[str] = []
    fact = Level(Style(house.sizes.detail, False, "tx1"), before=5, indent=house.tab)
    label = Level(Style(house.sizes.heading - 2, True, "accent1"))
    for n in range(count):
        left, width = column(6 * n), span(12 // count)
        inside = Box(left + 0.6, 4.95, width - 1.0, 5.0)
        shapes += [
            *_box(40 + 2 * n, Box(left, 4.75, width, 5.35)),
            _text(31 + n, "Decision", inside, label, house.boxed, fact),
        ]
    return [*shapes, _main(Box(LEFT, 10.4, WHOLE, 7.1), house)]


def _notes(house: House) -> list[str]:
    """A note below a table; beside it slides may put a legend."""
    heading = Level(Style(house.sizes.note, True, "accent1"))
    return [_text(SIDE, "Note", Box(LEFT, 15.85, span(4), 1.65), heading, Level(Style(house.sizes.note, False, "tx1")))]
