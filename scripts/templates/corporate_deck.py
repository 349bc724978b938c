"""Make report_templates/corporate/deck.pptx: an ordinary presentation whose text holds tags.

Run it from the top of the project: python -m scripts.templates.corporate_deck
The file can be edited in PowerPoint; this script exists so that its measures stay traceable.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from scripts.templates.deck_file import Slide, make_deck
from scripts.templates.deck_layouts import MAIN
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
    text_box,
)

TARGET: Final = Path("report_templates/corporate/deck.pptx")

_ATTRIBUTION: Final = "Sources{% if report.source %}: {{ report.source }}{% endif %}"
_STATUS_FOR: Final = (
    "{% if report.entity %}{{ report.entity }}: status{% else %}Status{% endif %} for {{ report.period }}"
)
_LAST: Final = "Data to {{ report.as_of }}. Lineage of every number: annex, sheet Lineage."
_SOURCES: Final = (
    _ATTRIBUTION,
    "{%p for source in sources.rows %}",
    "{{ source.cells[0] }}: {{ source.cells[2] }} rows",
    "{%p endfor %}",
    _LAST,
)
_KPI_NOTES: Final = (
    "{{ k.label }}: {{ k.definition }}",
    "Formula: {{ k.formula }}",
    "{%p if k.numerator and k.denominator %}",
    "{{ report.period }}: {{ k.numerator }} / {{ k.denominator }} = {{ k.value }}",
    "{%p endif %}",
    "{%p if k.rule %}",
    "Status: {{ k.status }}, {{ k.rule }}",
    "{%p endif %}",
    _ATTRIBUTION,
    "{%p if k.total.recipe.files %}",
    "Files: {{ k.total.recipe.files | join(', ') }}",
    "{%p endif %}",
    "{%p if k.total.recipe.ranges %}",
    "Cells: {{ k.total.recipe.ranges | join(', ') }}",
    "{%p endif %}",
    _LAST,
)


def _text(index: int, name: str, *paragraphs: str, kind: str = "body") -> str:
    return placeholder(index, name, "".join(paragraphs), kind=kind, index=index)


def _main(name: str, tag: str) -> str:
    return placeholder(MAIN, name, paragraph(tag), index=MAIN)


def _fact(index: int, label: str, value: str) -> str:
    """A label over its value on the cover; gone when the report does not say it."""
    inside = f"report.{value}"
    lines = [
        paragraph(f"{{%p if {inside} %}}"),
        paragraph(label),
        paragraph(f"{{{{ {inside} }}}}", level=2),
        paragraph("{%p endif %}"),
    ]
    return _text(index, label, *lines)


def cover() -> str:
    """The title slide."""
    message = [
        paragraph("{%p if summary.headline %}"),
        paragraph("This period in one sentence"),
        paragraph("{{ summary.headline }}", level=2),
        paragraph("{%p endif %}"),
    ]
    period = paragraph("Period") + paragraph("{{ report.period }}", level=2)
    return shape_tree(
        [
            placeholder(2, "Title", paragraph("{{ report.title }}"), kind="ctrTitle"),
            placeholder(3, "Subtitle", paragraph(_STATUS_FOR), kind="subTitle", index=1),
            _text(31, "Organisation", paragraph("{{ report.organisation }}")),
            _text(32, "Meeting", paragraph("Steering committee{% if report.status == 'draft' %} · draft{% endif %}")),
            _text(33, "Message", *message),
            _fact(41, "Programme owner", "owner"),
            _text(42, "Period", period),
            _fact(43, "Data to", "as_of"),
            _fact(44, "Version", "version"),
            _fact(45, "Sensitivity", "classification"),
        ]
    )


def _counts() -> list[str]:
    """How many indicators have which status: sign, number, word; two rows of two."""
    signs = [
        ("On track", "on_track", "ellipse", ON_TRACK),
        ("At risk", "at_risk", "triangle", AT_RISK),
        ("Off track", "off_track", "diamond", OFF_TRACK),
        ("No data", "no_data", "ellipse", ""),
    ]
    shapes = [text_box(50, "Indicators", Box(column(0), 13.45, 9.9, 0.6), _small("Indicators"))]
    for n, (word, count, shape, paint) in enumerate(signs):
        left, top = column(0) + 5.0 * (n % 2), 14.3 + 1.15 * (n // 2)
        number = run(f"{{{{ counts.{count} }}}}", Style(20, True))
        text = paragraph(number, run(f"  {word}", Style(14)))
        shapes += [
            figure(
                51 + 2 * n, f"Sign {word}", shape, Box(left, top + 0.25, 0.45, 0.45), paint, "" if paint else "grey"
            ),
            text_box(52 + 2 * n, word, Box(left + 0.7, top, 4.2, 0.95), text, anchor="ctr"),
        ]
    return shapes


def _small(text: str) -> str:
    return paragraph(run(text, Style(12, False, "grey")))


def summary() -> Slide:
    """The slide that stands alone: overall status, its number, counts; findings."""
    points = '{% if lead.unit == "percent" %} points{% endif %}'
    target = f"{{%p if lead.target %}}|Target {{{{ lead.target }}}} · gap {{{{ lead.gap }}}}{points}|{{%p endif %}}"
    before = f"{{{{ report.previous_period }}}}: {{{{ lead.previous }}}} · change {{{{ lead.change }}}}{points}"
    previous = f"{{%p if lead.previous %}}|{before}|{{%p endif %}}"
    lines = [paragraph(line) for line in target.split("|")] + [paragraph(x, level=2) for x in previous.split("|")]
    shapes = (
        figure(24, "Status bar", "rect", Box(column(0), 4.75, 9.9, 0.12)).replace(
            "<a:p>", '<a:p><a:r><a:rPr lang="en-GB" sz="1000"/><a:t>{{ lead.symbol }}</a:t></a:r>'
        ),
        text_box(22, "Overall status", Box(column(0), 5.1, 9.9, 0.6), _small("Overall status")),
        text_box(23, "Status sign", Box(column(0), 5.9, 1.1, 1.1), paragraph("{{ lead.symbol }}"), anchor="ctr"),
        _text(41, "Status", paragraph("{{ lead.status }}")),
        _text(42, "Rule", paragraph("{{ lead.rule }}")),
        _text(43, "Indicator", paragraph("{{ lead.label }}")),
        _text(44, "Number", paragraph("{{ lead.value }}")),
        _text(45, "Target", *lines),
        *_counts(),
        _main("Findings", "{{ summary }}"),
    )
    return Slide(
        "Summary",
        "Executive summary",
        "{{ summary.headline }}",
        "Overall status and findings, {{ report.period }}",
        shapes,
        ("{{ lead.label }}: {{ lead.definition }}", "Formula: {{ lead.formula }}", *_SOURCES),
    )


def scorecard() -> Slide:
    """Every indicator against its target."""
    counted = "{% if k.numerator and k.denominator %} = {{ k.numerator }} / {{ k.denominator }}{% endif %}"
    return Slide(
        "Table",
        "Scorecard",
        "{{ scorecard.headline }}",
        "{{ scorecard.subtitle }}",
        (_main("Scorecard", "{{ scorecard }}"),),
        (
            "{%slide if scorecard %}",
            "{%p for k in kpis %}",
            f"{{{{ k.label }}}}: {{{{ k.formula }}}}{counted}",
            "{%p endfor %}",
            *_SOURCES,
        ),
    )


def trend() -> Slide:
    """One indicator over time, with remarks."""
    return Slide(
        "Chart and comments",
        "Trend",
        "{{ k.trend.headline }}",
        "{{ k.trend.subtitle }}",
        (_main("Trend", "{{ k.trend }}"), placeholder(21, "Comments", paragraph("{{ k.remarks or '' }}"), index=21)),
        ("{%slide for k in kpis if k.trend %}", *_KPI_NOTES),
    )


def by_group() -> Slide:
    """One indicator by the first grouping, ranked."""
    points = '{% if k.unit == "percent" %} points{% endif %}'
    facts = (
        _text(
            21,
            "Total",
            paragraph("All together"),
            paragraph("{{ k.value }}", level=2),
            paragraph("{%p if k.numerator and k.denominator %}", level=3),
            paragraph("{{ k.numerator }} / {{ k.denominator }}", level=3),
            paragraph("{%p endif %}", level=3),
        ),
        _text(
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
        _text(
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
        "{{ group_labels[groups[0]] }}",
        "{{ k.by(groups[0]).headline }}",
        "{{ k.by(groups[0]).subtitle }}",
        (_main("Ranked bars", '{{ k.by(groups[0]) | show(kind="bar") }}'), *facts),
        (
            "{%slide for k in kpis if groups and groups[0] in k.tables and k.by(groups[0]).chart %}",
            *_KPI_NOTES,
            *_SOURCES,
        ),
    )


def entities() -> Slide:
    """The entities to look at first."""
    return Slide(
        "Table",
        "Where to look",
        "{{ k.entities.headline }}",
        "{{ k.entities.subtitle }}",
        (_main("Entities", "{{ k.entities }}"),),
        ("{%slide for k in kpis if k.entities %}", *_KPI_NOTES),
    )


def notes() -> Slide:
    """What can and cannot be concluded from the data."""
    return Slide(
        "Text",
        "What the data say",
        "{% if notes.headline %}{{ notes.headline }}{% else %}What the data say, and what they do not{% endif %}",
        "{{ report.period }}, data to {{ report.as_of }}",
        (_main("Notes", "{{ notes }}"),),
        ("{%slide if notes %}", *_SOURCES),
    )


def definitions() -> Slide:
    """How every indicator is counted."""
    status = [
        ("On track: target met", "ellipse", ON_TRACK),
        ("At risk: missed by no more than the tolerance", "triangle", AT_RISK),
        ("Off track: missed by more", "diamond", OFF_TRACK),
        ("No data: not reported, never counted as 0", "ellipse", ""),
    ]
    legend: list[str] = [text_box(30, "Status", Box(column(4), 15.85, 9.9, 0.55), _heading("Status"))]
    for n, (words, shape, paint) in enumerate(status):
        left, top = column(4 + 4 * (n // 2)), 16.4 + 0.55 * (n % 2)
        box = Box(left, top + 0.11, 0.3, 0.3)
        legend += [
            figure(31 + 2 * n, "Sign", shape, box, paint, "" if paint else "grey"),
            text_box(32 + 2 * n, words, Box(left + 0.5, top, 9.4, 0.5), paragraph(run(words, Style(12)))),
        ]
    counted = paragraph("How it is counted") + paragraph(
        "Rates are sums over sums, never means of rates. Numbers are rounded once, when printed.", level=2
    )
    return Slide(
        "Table and notes",
        "Backup",
        "{{ definitions.headline or definitions.title }}",
        "{{ report.period }}, data to {{ report.as_of }}",
        (_main("Definitions", "{{ definitions }}"), _text(21, "Counting", counted), *legend),
        ("{%slide if definitions %}", *_SOURCES),
    )


def _heading(text: str) -> str:
    return paragraph(run(text, Style(12, True, "accent1")))


def build() -> bytes:
    """The presentation as bytes; the same on every run."""
    slides = (summary(), scorecard(), trend(), by_group(), entities(), notes(), definitions())
    return make_deck(cover(), _SOURCES, slides)


if __name__ == "__main__":
    TARGET.write_bytes(build())
