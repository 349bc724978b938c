"""The slide that stands alone: overall status, its number, counts; findings; the decisions that are asked for."""

from __future__ import annotations

from scripts.templates.deck_file import Slide
from scripts.templates.deck_house import House
from scripts.templates.deck_shapes import (
    AT_RISK,
    OFF_TRACK,
    ON_TRACK,
    Box,
    Style,
    column,
    figure,
    paragraph,
    run,
    text_box,
)
from scripts.templates.deck_tags import SOURCES, main, text


def _counts(house: House, short: bool) -> list[str]:
    """How many indicators have which status: sign, number, word; two rows of two."""
    signs = [
        ("On track", "on_track", "ellipse", ON_TRACK),
        ("At risk", "at_risk", "triangle", AT_RISK),
        ("Off track", "off_track", "diamond", OFF_TRACK),
        ("No data", "no_data", "ellipse", ""),
    ]
    first, pitch = (12.45, 0.72) if short else (14.3, 1.15)
    label = Box(column(0), 11.9 if short else 13.45, 9.9, 0.6)
    shapes = [text_box(50, "Indicators", label, _small("Indicators", house))]
    for n, (word, count, shape, paint) in enumerate(signs):
        left, top = column(0) + 5.0 * (n % 2), first + pitch * (n // 2)
        number = run(f"{{{{ counts.{count} }}}}", Style(house.sizes.heading if short else house.sizes.count, True))
        text = paragraph(number, run(f"  {word}", Style(house.sizes.body)))
        shapes += [
            figure(
                51 + 2 * n,
                f"Sign {word}",
                shape,
                Box(left, top + (0.13 if short else 0.25), 0.45, 0.45),
                paint,
                "" if paint else "grey",
            ),
            text_box(52 + 2 * n, word, Box(left + 0.7, top, 4.2, 0.71 if short else 0.95), text, anchor="ctr"),
        ]
    return shapes


def _small(words: str, house: House) -> str:
    return paragraph(run(words, Style(house.sizes.small, False, "grey")))


def summary(house: House, asked: bool) -> Slide:
    """The slide that stands alone: overall status, its number, counts; findings; the decisions that are asked for."""
    points = '{% if lead.unit == "percent" %} points{% endif %}'
    target = f"{{%p if lead.target %}}|Target {{{{ lead.target }}}} · gap {{{{ lead.gap }}}}{points}|{{%p endif %}}"
    before = f"{{{{ report.previous_period }}}}: {{{{ lead.previous }}}} · change {{{{ lead.change }}}}{points}"
    previous = f"{{%p if lead.previous %}}|{before}|{{%p endif %}}"
    status_before = (
        "{%p if lead.history | length > 1 and lead.history[-2].value %}",
        "{{ report.previous_period }}: {{ lead.history[-2].symbol }} {{ lead.history[-2].status }}",
        "{%p endif %}",
    )
    lines = [paragraph(line) for line in target.split("|")] + [paragraph(x, level=2) for x in previous.split("|")]
    shapes = (
        figure(24, "Status bar", "rect", Box(column(0), 4.75, 9.9, 0.12)).replace(
            "<a:p>", '<a:p><a:r><a:rPr lang="en-GB" sz="1000"/><a:t>{{ lead.symbol }}</a:t></a:r>'
        ),
        text_box(22, "Overall status", Box(column(0), 5.1, 9.9, 0.6), _small("Overall status", house)),
        text_box(23, "Status sign", Box(column(0), 5.9, 1.1, 1.1), paragraph("{{ lead.symbol }}"), anchor="ctr"),
        text(41, "Status", paragraph("{{ lead.status }}")),
        text(42, "Rule", paragraph("{{ lead.rule }}"), *(paragraph(line) for line in status_before)),
        text(43, "Indicator", paragraph("{{ lead.label }}")),
        text(44, "Number", paragraph("{{ lead.value }}")),
        text(45, "Target", *lines),
        *_counts(house, asked),
        main("Findings", "{{ summary }}"),
        *(_requested() if asked else ()),
    )
    return Slide(
        "Summary and decisions" if asked else "Summary",
        "Executive summary",
        "{{ summary.headline }}",
        "Overall status and findings, {{ report.period }}{% if report.coverage %}, {{ report.coverage }}{% endif %}",
        shapes,
        (
            f"{{%slide if {'' if asked else 'not '}decisions_asked %}}",
            "{{ lead.label }}: {{ lead.definition }}",
            "Formula: {{ lead.formula }}",
            *SOURCES,
        ),
    )


def _requested() -> tuple[str, str]:
    """The decisions in a box: what they are in one line each, the reasons on their own slide."""
    more = "{% if decisions_asked.rows | length > 3 %}{{ decisions_asked.rows | length - 3 }} more and reasons"
    heading = [
        paragraph("Decisions requested"),
        paragraph(f"{more}{{% else %}}Effect and reasons{{% endif %}}: slide Decisions", level=2),
    ]
    number = Style(bold=True, colour="accent1")
    lines = [
        paragraph("{%p for row in decisions_asked.rows[:3] %}"),
        paragraph(run("{{ row.cells[0] }}", number), run("\t{{ row.cells[2] }}")),
        paragraph("{%p endfor %}"),
    ]
    return text(46, "Decisions requested", *heading), text(47, "Decisions", *lines)
