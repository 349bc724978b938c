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
    """How many indicators have which status: sign, number, word in a row, the word on two lines where it is long in a
    language; below it how many have no data, if any."""
    signs = [
        ("On track", "on_track", "ellipse", ON_TRACK),
        ("At risk", "at_risk", "triangle", AT_RISK),
        ("Off track", "off_track", "diamond", OFF_TRACK),
    ]
    first, label = (12.35, 11.85) if short else (14.2, 13.45)
    shapes = [text_box(50, "Indicators", Box(column(0), label, 9.9, 0.6), _small("Indicators", house))]
    without = "{% if counts.no_data %}○  {{ counts.no_data }} without data{% endif %}"
    place = Box(column(0), first + 1.2, 9.9, 0.55)
    shapes.append(text_box(60, "Without data", place, _small(without, house)))
    for n, (word, count, shape, paint) in enumerate(signs):
        left, top = column(0) + house.count_pitch * n, first
        number = run(f"{{{{ counts.{count} }}}}", Style(house.sizes.heading, True))
        text = paragraph(number, run(f"  {word}", Style(house.sizes.counted)))
        shapes += [
            figure(
                51 + 2 * n,
                f"Sign {word}",
                shape,
                Box(left, top + 0.17, 0.38, 0.38),
                paint,
            ),
            text_box(52 + 2 * n, word, Box(left + 0.55, top, house.count_pitch - 0.6, 1.3), text),
        ]
    return shapes


def _small(words: str, house: House) -> str:
    return paragraph(run(words, Style(house.sizes.small, False, "grey")))


def summary(house: House, asked: bool) -> Slide:
    """The slide that stands alone: overall status, its number, counts; findings; the decisions that are asked for."""
    points = '{% if lead.unit == "percent" %} points{% endif %}'
    target = f"{{%p if lead.target %}}|Target {{{{ lead.target }}}} · gap {{{{ lead.gap }}}}{points}|{{%p endif %}}"
    before = f"{{{{ report.previous_period }}}}: {{{{ lead.previous }}}} · change {{{{ lead.change }}}}{points}"
    # Beside decisions there is room for the status before; the first finding says by how much the number moved.
    previous = "" if asked else f"{{%p if lead.previous %}}|{before}|{{%p endif %}}"
    moved = (
        "{% if overall.moved %}  {% if overall.moved == 'better' %}↗ improved{% else %}↘ worse{% endif %}{% endif %}"
    )
    status_before = (
        paragraph("{%p if overall.previous_symbol %}"),
        paragraph("{{ report.previous_period }}: {{ overall.previous_symbol }} {{ overall.previous }}", run(moved)),
        paragraph("{%p endif %}"),
    )
    lines = [paragraph(line) for line in target.split("|")]
    lines += [paragraph(x, level=2) for x in previous.split("|")] if previous else []
    rule = () if asked else (paragraph("{{ lead.rule }}"),)
    rule = () if asked else (paragraph("{{ overall.brief }}"),)
    shapes = (
        figure(24, "Status bar", "rect", Box(column(0), 4.75, 9.9, 0.12)).replace(
            "<a:p>", '<a:p><a:r><a:rPr lang="en-GB" sz="1000"/><a:t>{{ overall.symbol }}</a:t></a:r>'
        ),
        text_box(22, "Overall status", Box(column(0), 5.1, 9.9, 0.6), _small("Overall status", house)),
        text_box(23, "Status sign", Box(column(0), 5.9, 1.1, 1.1), paragraph("{{ overall.symbol }}"), anchor="ctr"),
        text(41, "Status", paragraph("{{ overall.status }}")),
        text(42, "Rule", *rule, *status_before),
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
        # Who judged otherwise than computed is said first of all.
        "{% if overall.judged %}{{ overall.judged }}{% else %}Overall status and findings, {{ report.period }}"
        "{% if report.coverage %}, {{ report.coverage }}{% endif %}{% endif %}",
        shapes,
        (
            f"{{%slide if {'' if asked else 'not '}(decisions_asked or escalations) %}}",
            "Overall status: {{ overall.status }}. {{ overall.judged }} {{ overall.basis }}",
            "{{ lead.label }}: {{ lead.definition }}",
            "Formula: {{ lead.formula }}",
            *SOURCES,
        ),
    )


def _requested() -> tuple[str, str]:
    """The decisions in a box: what they are in one line each, the reasons on their own slide; where none is logged,
    the matters that meet a declared condition and are not cleared."""
    more = "{% if decisions_asked.rows | length > 3 %}{{ decisions_asked.rows | length - 3 }} more and reasons"
    heading = [
        paragraph("Decisions requested"),
        paragraph("{%p if decisions_asked %}", level=2),
        paragraph(f"{more}{{% else %}}Effect and reasons{{% endif %}}: see “Decisions and next steps”", level=2),
        paragraph("{%p else %}", level=2),
        paragraph("Reasons and dates: see “For decision”", level=2),
        paragraph("{%p endif %}", level=2),
    ]
    number = Style(bold=True, colour="accent1")
    lines = [
        paragraph("{%p for row in decisions_asked.rows[:3] %}"),
        paragraph(run("{{ row.cells[0] }}", number), run("\t{{ row.cells[2] }}")),
        paragraph("{%p endfor %}"),
        paragraph("{%p if not decisions_asked %}"),
        paragraph("{%p for row in escalations.rows[:3] if row.emphasis != 'quiet' %}"),
        paragraph(run("{{ loop.index }}", number), run("\t{{ row.cells[1] }}")),
        paragraph("{%p endfor %}"),
        paragraph("{%p endif %}"),
    ]
    return text(46, "Decisions requested", *heading), text(47, "Decisions", *lines)
