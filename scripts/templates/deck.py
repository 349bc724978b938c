"""Make report_templates/<brand>/deck.pptx: an ordinary presentation whose text holds tags.

Run it from the top of the project: python -m scripts.templates.deck corporate agency
The files can be edited in PowerPoint; this script exists so that their measures stay traceable.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final

from scripts.templates.deck_file import Cover, Slide, make_deck
from scripts.templates.deck_house import House, house
from scripts.templates.deck_shapes import (
    AT_RISK,
    OFF_TRACK,
    ON_TRACK,
    Box,
    Style,
    column,
    figure,
    paragraph,
    placeholder,
    run,
    shape_tree,
    span,
    text_box,
)
from scripts.templates.deck_tags import KPI_NOTES, SOURCES, main, text
from scripts.templates.lead_slides import group_panels, outlook, over_time, ranking
from scripts.templates.programme_slides import programme_slides
from scripts.templates.summary_slide import summary

_STATUS_FOR: Final = (
    "{% if report.entity %}{{ report.entity }}: status{% else %}Status{% endif %} for {{ report.period }}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the deck: the indicators it shows, and how its sections begin."""

    kpis: str
    section: str = ""
    has_pictures: bool = False

    @property
    def grouped(self) -> str:
        """The condition of slides that show numbers by group, where no pictures do."""
        return f"{_GROUPED} and not k.panels(groups[0])" if self.has_pictures else _GROUPED

    @property
    def listed(self) -> str:
        """The condition of slides that list entities: where these are too many for the picture of all of them."""
        return f"k.entities and not {'k' if self.has_pictures else 'lead'}.ranking"


# A committee reads about the first indicator; the others are at hand behind the definitions.
LEAD: Final = Part("kpis[:1]", has_pictures=True)
OTHERS: Final = Part("kpis[1:]", "Backup, ")
FOUR: Final = 4
SIX: Final = 6
_GROUPED: Final = "groups and groups[0] in k.tables and k.by(groups[0]).chart"


# For whom the deck is made, as the project says; without it, the committee that decks like this are made for.
MEETING = (
    '{{ report.meeting or "Steering committee" }}{% if report.meeting_date %} · {{ report.meeting_date }}{% endif %}'
    '{% if report.status == "draft" %} · draft{% endif %}'
)


def _fact(index: int, label: str, value: str) -> str:
    """A label over its value on the cover; gone when the report does not say it."""
    inside = f"report.{value}"
    lines = [
        paragraph(f"{{%p if {inside} %}}"),
        paragraph(label),
        paragraph(f"{{{{ {inside} }}}}", level=2),
        paragraph("{%p endif %}"),
    ]
    return text(index, label, *lines)


def cover(strip: bool) -> Cover:
    """The title slide: with a column for each entity, or with the message where there are too many or too few."""
    message = [
        paragraph("{%p if summary.headline %}"),
        paragraph("This period in one sentence"),
        paragraph("{{ summary.headline }}", level=2),
        paragraph("{%p endif %}"),
    ]
    days = "{{ report.period_start | short }} to {{ report.period_end | short }}"
    period = paragraph("Period") + paragraph(days, level=2)
    version = [
        paragraph("{%p if report.version %}"),
        paragraph("Version"),
        paragraph("{{ report.version }}{% if report.issued %}, {{ report.issued }}{% endif %}", level=2),
        paragraph("{%p endif %}"),
    ]
    picture = (
        main("Entities", "{{ lead.strip }}"),
        text(34, "What the columns are", paragraph("{{ lead.strip.subtitle }}")),
        text(35, "What is missing", paragraph("{{ lead.strip.note }}")),
    )
    tree = shape_tree(
        [
            placeholder(2, "Title", paragraph("{{ report.title }}"), kind="ctrTitle"),
            placeholder(3, "Subtitle", paragraph(_STATUS_FOR), kind="subTitle", index=1),
            text(31, "Organisation", paragraph("{{ report.organisation }}")),
            text(32, "Meeting", paragraph(MEETING)),
            *(picture if strip else (text(33, "Message", *message),)),
            _fact(41, "Programme owner", "owner"),
            text(42, "Period", period),
            _fact(43, "Data to", "as_of"),
            text(44, "Version", *version),
            _fact(45, "Sensitivity", "classification"),
        ]
    )
    held = f"{{%slide if {'' if strip else 'not '}lead.strip %}}"
    return Cover("Title and strip" if strip else "Title", tree, (held, *SOURCES))


def scorecard() -> Slide:
    """Every indicator against its target."""
    counted = "{% if k.numerator and k.denominator %} = {{ k.numerator }} / {{ k.denominator }}{% endif %}"
    return Slide(
        "Table",
        "Scorecard",
        "{{ scorecard.headline }}",
        "{{ scorecard.subtitle }}",
        (main("Scorecard", "{{ scorecard }}"),),
        (
            "{%slide if scorecard %}",
            "{%p for k in kpis %}",
            f"{{{{ k.label }}}}: {{{{ k.formula }}}}{counted}",
            "{%p endfor %}",
            *SOURCES,
        ),
    )


def trend(part: Part) -> Slide:
    """One indicator over time, with remarks."""
    return Slide(
        "Chart and comments",
        f"{part.section}Trend",
        "{{ k.trend.headline }}",
        "{{ k.trend.subtitle }}",
        (main("Trend", "{{ k.trend }}"), placeholder(21, "Comments", paragraph("{{ k.remarks or '' }}"), index=21)),
        (f"{{%slide for k in {part.kpis} if k.trend %}}", *KPI_NOTES),
    )


def panels(part: Part, most: int) -> Slide:
    """One indicator in up to four groups above their bars, or in up to six: name, status, number, facts."""
    points = '{% if k.unit == "percent" %}\N{NO-BREAK SPACE}points{% endif %}'
    strong = Style(bold=True, colour="tx1")
    shapes = []
    for n in range(most):
        one, left = f"k.groups[groups[0]][{n}]", column((3 if most == FOUR else 4) * (n % (4 if most == FOUR else 3)))
        place = Box(left, 4.75 + 6.45 * (n // 3) * (most == SIX), span(3 if most == FOUR else 4), 0.12)
        bar = paragraph(f"{{{{ {one}.symbol if k.groups[groups[0]] | length > {n} else '' }}}}")
        shapes.append(text_box(50 + n, f"Status bar {n + 1}", place, bar))
        there = f"{{%p if k.groups[groups[0]] | length > {n} %}}"
        shapes.append(
            text(
                21 + n,
                f"Group {n + 1}",
                paragraph(there),
                paragraph(f"{{{{ {one}.label }}}}"),
                paragraph(f"{{{{ {one}.symbol }}}} {{{{ {one}.status }}}}", level=3),
                paragraph(f"{{{{ {one}.value }}}}", level=2, before=6),
                paragraph(f"{{%p if {one}.numerator and {one}.denominator %}}", level=3),
                paragraph(f"{{{{ {one}.numerator }}}} of {{{{ {one}.denominator }}}}", level=3),
                paragraph("{%p endif %}", level=3),
                paragraph(f"{{%p if {one}.gap %}}", level=4),
                paragraph("Gap to target ", run(f"{{{{ {one}.gap }}}}{points}", strong), level=4),
                paragraph("{%p endif %}", level=4),
                paragraph(f"{{%p if {one}.change %}}", level=4),
                paragraph(
                    "Since {{ report.previous_period }} ", run(f"{{{{ {one}.change }}}}{points}", strong), level=4
                ),
                paragraph("{%p endif %}", level=4),
                paragraph("{%p endif %}"),
            )
        )
    if most == FOUR:
        shapes.append(main("Ranked bars", '{{ k.by(groups[0]) | show(kind="bar") }}'))
    least = 1 if most == FOUR else FOUR
    return Slide(
        "Four panels" if most == FOUR else "Six panels",
        f"{part.section}{{{{ group_labels[groups[0]] }}}}",
        "{{ k.by(groups[0]).headline }}",
        "{{ k.by(groups[0]).subtitle }}",
        tuple(shapes),
        (
            f"{{%slide for k in {part.kpis} if {part.grouped} and {least} < k.groups[groups[0]] | length <= {most} %}}",
            *KPI_NOTES,
            *SOURCES,
        ),
    )


def by_group(part: Part) -> Slide:
    """One indicator by the first grouping, ranked; few groups have panels."""
    points = '{% if k.unit == "percent" %} points{% endif %}'
    facts = (
        text(
            21,
            "Total",
            paragraph("All together"),
            paragraph("{{ k.value }}", level=2),
            paragraph("{%p if k.numerator and k.denominator %}", level=3),
            paragraph("{{ k.numerator }} / {{ k.denominator }}", level=3),
            paragraph("{%p endif %}", level=3),
        ),
        text(
            22,
            "Against target",
            paragraph("Against target"),
            paragraph("{%p if k.target %}", level=3),
            paragraph("{{ k.symbol }} {{ k.status }}", level=3),
            paragraph(f"Target {{{{ k.target }}}}, gap {{{{ k.gap }}}}{points}", level=3),
            paragraph("{%p else %}", level=3),
            paragraph("No target set", level=3),
            paragraph("{%p endif %}", level=3),
        ),
        text(
            23,
            "Since the previous period",
            paragraph("Since {{ report.previous_period }}"),
            paragraph("{%p if k.previous %}", level=3),
            paragraph(f"{{{{ k.change }}}}{points}, from {{{{ k.previous }}}}", level=3),
            paragraph("{%p else %}", level=3),
            paragraph("No earlier value", level=3),
            paragraph("{%p endif %}", level=3),
        ),
    )
    return Slide(
        "Chart and facts",
        f"{part.section}{{{{ group_labels[groups[0]] }}}}",
        "{{ k.by(groups[0]).headline }}",
        "{{ k.by(groups[0]).subtitle }}",
        (main("Ranked bars", '{{ k.by(groups[0]) | show(kind="bar") }}'), *facts),
        (
            f"{{%slide for k in {part.kpis} if {part.grouped} and k.groups[groups[0]] | length > {SIX} %}}",
            *KPI_NOTES,
            *SOURCES,
        ),
    )


def entities(part: Part) -> Slide:
    """The entities to look at first."""
    return Slide(
        "Table",
        f"{part.section}Where to look",
        "{{ k.entities.headline }}",
        "{{ k.entities.subtitle }}",
        # Two columns leave a slide half empty: there the same numbers are drawn.
        (main("Entities", "{{ k.entities | show() if k.entities.columns | length < 3 else k.entities }}"),),
        (f"{{%slide for k in {part.kpis} if {part.listed} %}}", *KPI_NOTES),
    )


def notes() -> Slide:
    """What can and cannot be concluded from the data."""
    return Slide(
        "Text",
        "What the data say",
        "{% if notes.headline %}{{ notes.headline }}{% else %}What the data say, and what they do not{% endif %}",
        "{{ report.period }}, data to {{ report.as_of }}",
        (main("Notes", "{{ notes }}"),),
        ("{%slide if notes %}", *SOURCES),
    )


def definitions(house: House) -> Slide:
    """How every indicator is counted."""
    status = [
        ("On track: target met", "ellipse", ON_TRACK),
        ("At risk: within tolerance", "triangle", AT_RISK),
        ("Off track: missed by more", "diamond", OFF_TRACK),
        ("No data: never counted as 0", "ellipse", ""),
    ]
    legend: list[str] = [text_box(30, "Status", Box(column(3.6), 15.85, 9.9, 0.55), _heading("Status", house))]
    for n, (words, shape, paint) in enumerate(status):
        left, top = column(3.6 + 2.4 * (n // 2)), 16.4 + 0.55 * (n % 2)
        box = Box(left, top + 0.11, 0.3, 0.3)
        legend += [
            figure(31 + 2 * n, "Sign", shape, box, paint, "" if paint else "grey"),
            text_box(32 + 2 * n, words, Box(left + 0.5, top, 5.5, 0.5), paragraph(run(words, Style(house.sizes.note)))),
        ]
    forecast = [
        paragraph("{%p if lead.outlook %}"),
        paragraph("Forecast"),
        paragraph("Least squares over the last periods, up to twelve; the range holds four times of five.", level=2),
        paragraph("{%p endif %}"),
    ]
    counted = paragraph("How it is counted") + paragraph(
        "Rates are sums over sums, never means of rates. Numbers are rounded when printed.", level=2
    )
    return Slide(
        "Table and notes",
        "Backup",
        "{{ definitions.headline or definitions.title }}",
        "{{ report.period }}, data to {{ report.as_of }}",
        (
            main("Definitions", '{{ definitions.without("formula", "unit") }}'),
            text(21, "Counting", counted),
            *legend,
            text(22, "Forecast", *forecast),
        ),
        (
            "{%slide if definitions %}",
            "{%p for k in kpis %}",
            "{{ k.label }}: {{ k.formula }}",
            "{%p endfor %}",
            *SOURCES,
        ),
    )


def _heading(words: str, house: House) -> str:
    return paragraph(run(words, Style(house.sizes.note, True, "accent1")))


def indicators(part: Part) -> tuple[Slide, ...]:
    """What is to be said of each indicator: over time, by group, where to look."""
    pictures = [group_panels(part.kpis, part.section, _GROUPED), ranking(part.kpis, part.section)]
    shown = pictures if part.has_pictures else []
    return trend(part), *shown, panels(part, FOUR), panels(part, SIX), by_group(part), entities(part)


def build(house: House) -> bytes:
    """The presentation as bytes, the same on every run; its slides in the order of a steering committee's agenda."""
    slides = (
        summary(house, asked=True),
        summary(house, asked=False),
        scorecard(),
        *indicators(LEAD),
        outlook(),
        *programme_slides(house),
        notes(),
        definitions(house),
        over_time(LEAD.kpis, OTHERS.section),
        *indicators(OTHERS),
    )
    return make_deck(house, (cover(strip=True), cover(strip=False)), slides)


if __name__ == "__main__":
    for brand in sys.argv[1:] or ["corporate"]:
        look = house(brand)
        (look.folder / "deck.pptx").write_bytes(build(look))
