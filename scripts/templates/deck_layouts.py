"""Theme, master and layouts of a deck, as XML.

Measures come from the visual system: 33.867 x 19.05 cm, twelve columns; sizes, font and colours from the house.
Everything that repeats (places, sizes, colours, rules) is said once here; slides only hold text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from scripts.templates.deck_blocks import (
    LEFT,
    MAIN,
    SIDE,
    WHOLE,
    below,
    beside,
    beside_map,
    beside_ranking,
    content,
    decisions,
    facts,
    notes,
    panels,
    requested,
    steps,
    text_place,
    tiers,
    two_tables,
)
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

# Placeholder indices, the same in every layout; a slide's text moves along when its layout is changed.
DATE, FOOTER, SLIDE_NUMBER, TOPIC, SUBTITLE, SENSITIVITY = 10, 11, 12, 13, 14, 15


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

    left, width = beside(house)
    chart = Box(LEFT, 4.75, span(house.main_columns), 12.75)
    comments = placeholder(
        31,
        "Comments",
        paragraph("Heading") + paragraph("Comment", level=2),
        index=SIDE,
        box=Box(left, 4.75, width, 12.75),
        style=levels(house.heading, house.body),
        anchor="t",
    )
    table = Box(LEFT, 4.6, WHOLE, 12.9)
    ranked = Box(LEFT, 4.6, span(house.main_columns) - 0.3, 12.9)
    return [
        Layout("Title", "title", [*_cover(house), *_message(house)], shows_master=bool(house.band)),
        Layout("Title and strip", "title", [*_cover(house), *_strip(house)], shows_master=bool(house.band)),
        layout("Summary", *_summary(house, FINDINGS)),
        layout("Summary and decisions", *_summary(house, SHORT_FINDINGS), *requested(house)),
        layout("Table", content(table, house)),
        layout("Chart and comments", content(chart, house), comments, kind="twoObj"),
        layout("Chart and facts", content(chart, house), *facts(house)),
        layout("Chart", content(CONTENT, house)),
        layout("Four panels", *panels(house, 4, 3, 6.2), content(Box(LEFT, 11.6, WHOLE, 5.9), house)),
        layout("Six panels", *panels(house, 3, 4, 6.2), *panels(house, 3, 4, 6.2, first=3)),
        layout(
            "Map and table", content(Box(LEFT, 4.75, span(house.map_columns) - 0.4, 12.95), house), *beside_map(house)
        ),
        layout("Ranked list", content(ranked, house), *beside_ranking(house)),
        layout("Steps and list", *steps(house)),
        layout("Two tiers", *tiers(house)),
        layout("Two tables", *two_tables(house)),
        layout("Decisions and actions", *decisions(house, 2)),
        layout("Decision and actions", *decisions(house, 1)),
        layout("Text", content(CONTENT, house)),
        layout("Table and notes", content(Box(LEFT, 4.6, WHOLE, 11.0), house), *notes(house)),
        layout("Table and text", content(Box(LEFT, 4.6, WHOLE, 7.9), house), *below(house)),
    ]


SLIDE_WIDTH: Final = 33.8666667
CONTENT: Final = Box(LEFT, 4.75, WHOLE, 12.75)
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


def _cover(house: House) -> list[str]:
    """Organisation and meeting, title, subtitle, five facts."""
    organisation = Level(Style(house.sizes.body, True, "tx1"))
    right = Level(Style(house.sizes.body, False, "grey"), align="r")
    title = Level(Style(house.sizes.cover, True, house.title_colour), line=88)
    # Names of two lines grow upwards from the rule.
    end = 2.7 if house.band else 1.65
    top = end + 0.55
    value = Level(Style(house.sizes.detail, False, "tx1"), before=2)
    facts = {41: (0, 3.4), 42: (3.4, 2.5), 43: (5.9, 2.1), 44: (8, 2.5), 45: (10.5, 1.5)}
    return [
        placeholder(
            2,
            "Title",
            paragraph("Programme"),
            kind="ctrTitle",
            box=Box(LEFT, top + 0.3, span(8), 4.1),
            style=levels(title),
            anchor="t",
        ),
        placeholder(
            3,
            "Subtitle",
            paragraph("Status for the period"),
            kind="subTitle",
            index=1,
            box=Box(LEFT, top + 4.6, span(9), 1.2),
            style=levels(Level(Style(house.sizes.cover_subtitle, False, "accent1"))),
            anchor="t",
        ),
        text_place(31, "Organisation", Box(LEFT, end - 1.25, span(6.5), 1.25), organisation, anchor="b"),
        text_place(32, "Meeting", Box(column(6.5), end - 1.25, span(5.5), 1.25), right, anchor="b"),
        rule(6, "Rule", LEFT, end + 0.15, WHOLE, 1, "tx1"),
        *(
            text_place(
                id,
                "Fact",
                Box(column(k), 16.4, span(n), 1.4),
                Level(Style(house.sizes.fact, False, "grey")),
                value,
            )
            for id, (k, n) in facts.items()
        ),
    ]


def _message(house: House) -> list[str]:
    """The message of the period below a rule."""
    message = Level(Style(house.sizes.title, True, "tx1"), line=90)
    return [
        rule(7, "Message rule", LEFT, 10.6, WHOLE, 1, "tx1"),
        text_place(33, "Message", Box(LEFT, 10.95, span(10), 4.6), house.small, message),
        rule(8, "Facts rule", LEFT, 16.1, WHOLE, 0.75, "accent6"),
    ]


def _strip(house: House) -> list[str]:
    """A column for each entity, and below it what they are."""
    right = replace(house.small, align="r")
    return [
        # With its target's name above it, a column of 100 % is 6 cm high; below a band there is less room.
        content(Box(LEFT, 9.0, WHOLE, 6.0) if house.band else Box(LEFT, 8.45, WHOLE, 6.55), house),
        text_place(34, "What the columns are", Box(LEFT, 15.12, span(9), 0.6), house.small),
        text_place(35, "What is missing", Box(column(9), 15.12, span(3), 0.6), right),
    ]


def _summary(house: House, findings: Box) -> list[str]:
    """Left the overall status, its number and the counts; right the findings."""
    wide, short = span(4), findings.height < FINDINGS.height
    status = Level(Style(house.sizes.status, True, "tx1"), line=85)
    tops = (8.35, 8.55, 9.2, 10.9, 11.8) if short else (9.0, 9.2, 9.75, 11.5, 13.25)
    return [
        text_place(41, "Status", Box(LEFT + 1.6, 5.75, wide - 1.6, 1.4), status, anchor="ctr"),
        text_place(42, "Rule", Box(LEFT, 7.4, wide, 0.8 if short else 1.5), house.small),
        rule(50, "Rule", LEFT, tops[0], wide, 0.75, "accent6"),
        text_place(43, "Indicator", Box(LEFT, tops[1], wide, 0.6), house.small),
        text_place(44, "Number", Box(LEFT, tops[2], wide, 1.7), house.big, anchor="ctr"),
        text_place(45, "Target", Box(LEFT, tops[3], wide, 0.75 if short else 1.7), house.body, house.small),
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
