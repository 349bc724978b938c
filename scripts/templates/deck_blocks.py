"""The blocks that layouts of a deck are put together from: boxes of text, panels, tiers, tables, decisions."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from scripts.templates.deck_house import House
from scripts.templates.deck_shapes import Box, Level, Style, column, figure, levels, paragraph, placeholder, rule, span

WHOLE: Final = span(12)
LEFT: Final = column(0)
# Placeholder indices of the content and of what stands beside it.
MAIN, SIDE = 20, 21


def content(box: Box, house: House) -> str:
    """The placeholder that holds what a slide is about."""
    return placeholder(
        20,
        "Content",
        paragraph("Content: a tag that yields a chart, a table or text"),
        index=MAIN,
        box=box,
        style=levels(house.body, house.bullet),
        anchor="t",
    )


def text_place(id: int, name: str, box: Box, *styles: Level, anchor: str = "t") -> str:
    """A text placeholder whose index is its shape id."""
    text = "".join(paragraph(name, level=number) for number in range(1, len(styles) + 1))
    return placeholder(
        id, name, text, kind="body", index=id, box=box, style=levels(*styles), anchor=anchor, prompt=True
    )


def requested(house: House) -> list[str]:
    """A box across the slide for the decisions that are asked for."""
    heading = Level(Style(house.sizes.box, True, "accent1"), line=94)
    decision = Level(Style(house.sizes.heading, False, "tx1"), before=9, indent=0.8)
    return [
        *filled_box(52, Box(LEFT, 14.25, WHOLE, 3.25)),
        text_place(46, "Decisions requested", Box(LEFT + 0.6, 14.6, span(4) - 0.8, 2.6), heading, house.small),
        text_place(47, "Decisions", Box(column(4), 14.55, span(8) - 0.4, 2.75), decision),
    ]


def filled_box(id: int, box: Box) -> list[str]:
    """A filled box with a bar at its left edge."""
    return [
        figure(id, "Box", "rect", box, "bg2"),
        figure(id + 1, "Box bar", "rect", Box(box.left, box.top, 0.14, box.height), "accent1"),
    ]


def beside(house: House) -> tuple[float, float]:
    """Left edge and width of what stands beside a picture."""
    return column(house.main_columns), span(12 - house.main_columns)


def facts(house: House) -> list[str]:
    """Three blocks of facts beside a chart: heading, number, words."""
    shapes: list[str] = []
    left, width = beside(house)
    for number in range(3):
        top = 4.75 + 4.25 * number
        points, paint = (1.0, "tx1") if number == 0 else (0.75, "accent6")
        shapes += [
            rule(30 + number, "Rule", left, top, width, points, paint),
            text_place(
                21 + number,
                "Fact",
                Box(left, top + 0.2, width, 3.85),
                house.heading,
                house.number,
                house.body,
            ),
        ]
    return shapes


def panels(house: House, count: int, columns: int, height: float, first: int = 0) -> list[str]:
    """Groups side by side, below a bar that the slide draws: name, number, words, facts."""
    facts = Level(Style(house.sizes.small, False, "grey"), before=4)
    top = 4.75 + (height + 0.25) * (first > 0)
    shapes: list[str] = []
    for n in range(count):
        left, id = column(columns * n), 21 + first + n
        shapes += [
            text_place(
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


def beside_map(house: House) -> list[str]:
    """A table for the gaps and a text below it, right of a map."""
    left = column(house.map_columns)
    width = span(12 - house.map_columns)
    box = Box(left, 4.6, width, 9.65)
    fine = Level(Style(min(house.sizes.note, house.sizes.fact), False, "tx1"), before=2)
    return [
        placeholder(21, "Table", paragraph("A tag that yields a table"), index=SIDE, box=box, style=levels(house.body)),
        text_place(22, "Key", Box(left, 14.25, width, 0.5), Level(Style(house.sizes.note, False, "grey"))),
        text_place(23, "Notes", Box(left, 14.78, width, 2.97), fine),
    ]


def beside_ranking(house: House) -> list[str]:
    """Counts by status, below them notes, right of a ranked list."""
    left, width = beside(house)
    counts, notes = Box(left, 4.95, width, 3.55), Box(left, 8.85, width, 8.65)
    return [
        rule(40, "Rule", left, 4.75, width, 1, "tx1"),
        placeholder(21, "Counts", paragraph("A tag that counts"), index=21, box=counts, style=levels(house.body)),
        placeholder(
            22, "Notes", paragraph("Heading") + paragraph("Note", level=2), index=22, box=notes,
            style=levels(house.heading, house.body),
        ),
    ]  # fmt: skip


def steps(house: House) -> list[str]:
    """What moved left; right a table below a heading, and a list below another."""
    left, width = column(7), span(5)
    bullet = Level(Style(house.sizes.body, False, "tx1"), before=4, bullet="–")
    table = Box(left, 5.75, width, 5.0)
    return [
        rule(40, "Rule", LEFT, 4.75, span(7), 1, "tx1"),
        text_place(31, "Heading", Box(LEFT, 4.95, span(7), 0.8), house.panel),
        content(Box(LEFT, 5.75, span(7), 11.75), house),
        rule(41, "Rule", left, 4.75, width, 1, "tx1"),
        text_place(32, "Heading", Box(left, 4.95, width, 0.8), house.panel),
        placeholder(21, "Table", paragraph("A tag that yields a table"), index=21, box=table, style=levels(house.body)),
        rule(42, "Rule", left, 11.05, width, 1, "tx1"),
        text_place(33, "Heading", Box(left, 11.25, width, 0.8), house.panel),
        text_place(22, "List", Box(left, 12.05, width, 5.5), bullet),
    ]


def tiers(house: House) -> list[str]:
    """Two tiers left and two blocks right: heading, small words beside it, chart."""
    shapes: list[str] = []
    for n in range(4):
        left, top = column(6 * (n % 2)), 4.75 + 6.45 * (n // 2)
        box = Box(left, top + 1.0, span(6), 5.2)
        shapes += [
            rule(40 + n, "Rule", left, top, span(6), 1, "tx1"),
            text_place(31 + n, "Heading", Box(left, top + 0.2, span(6), 0.8), house.panel),
            placeholder(
                21 + n, "Chart", paragraph("A tag that yields a chart"), index=21 + n, box=box, style=levels(house.body)
            ),
        ]
    return shapes


def two_tables(house: House) -> list[str]:
    """Two tables one above the other, each with a heading."""
    shapes: list[str] = []
    for n, (top, height) in enumerate(((4.75, 6.1), (11.75, 4.9))):
        box = Box(LEFT, top + 0.95, WHOLE, height)
        shapes += [
            rule(40 + n, "Rule", LEFT, top, WHOLE, 1, "tx1"),
            text_place(31 + n, "Heading", Box(LEFT, top + 0.2, WHOLE, 0.8), house.panel),
            placeholder(
                21 + n, "Table", paragraph("A tag that yields a table"), index=21 + n, box=box, style=levels(house.body)
            ),
        ]
    return shapes


def decisions(house: House, count: int) -> list[str]:
    """One wide box or two beside each other: number, decision, facts behind a tab; below them a table."""
    shapes: list[str] = []
    fact = Level(Style(house.sizes.detail, False, "tx1"), before=5, indent=house.tab)
    label = Level(Style(house.sizes.heading - 2, True, "accent1"))
    for n in range(count):
        left, width = column(6 * n), span(12 // count)
        inside = Box(left + 0.6, 4.95, width - 1.0, 5.0)
        shapes += [
            *filled_box(40 + 2 * n, Box(left, 4.75, width, 5.35)),
            text_place(31 + n, "Decision", inside, label, house.boxed, fact),
        ]
    return [*shapes, content(Box(LEFT, 10.4, WHOLE, 7.1), house)]


def notes(house: House) -> list[str]:
    """Notes below a table at the left and at the right; between them slides may put a legend."""
    heading, note = Level(Style(house.sizes.note, True, "accent1")), Level(Style(house.sizes.note, False, "tx1"))
    places = Box(LEFT, 15.85, span(3.4), 1.95), Box(column(8.6), 15.85, span(3.4), 1.95)
    return [text_place(SIDE + n, "Note", place, heading, note) for n, place in enumerate(places)]


def below(house: House) -> list[str]:
    """A text below a table of a few rows: heading, sentences."""
    text = Box(LEFT, 12.95, WHOLE, 4.55)
    return [
        rule(40, "Rule", LEFT, 12.75, WHOLE, 1, "tx1"),
        text_place(SIDE, "Text", text, house.panel, replace(house.body, before=4)),
    ]
