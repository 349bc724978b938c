"""The slides of a programme's registers and logs: stakeholders, complaints, changes, risks, decisions, what is next.

Each drops out where the project has no such register.
"""

from __future__ import annotations

from typing import Final

from scripts.templates.deck_file import Slide
from scripts.templates.deck_house import House
from scripts.templates.deck_shapes import Style, paragraph, run
from scripts.templates.deck_tags import SOURCES, main, text
from scripts.templates.lead_slides import journeys, steps

# What an action serves and how late it is has its place in the annex.
# Some group moved the first indicator.
_MOVED: Final = "groups and groups[0] in k.tables and k.contribution(groups[0])"
# The rules, the targets and what moved each indicator stand in the annex.
_CHANGES: Final = 'changes.pick("indicator", "previous", "actual", "change", "status_before", "status", "restated")'
# What the lower half of a slide holds; the rest stands in the annex.
_HEADS: Final = {"feedback_themes": ".head(4)"}
_ACTIONS: Final = '(actions.undone() or actions).without("late", "id", "source")'


def programme_slides(house: House) -> tuple[Slide, ...]:
    """The slides in the order of the agenda."""
    return (
        journeys(),
        stakeholders(),
        plan("next_talks", "Next talks", "next_action"),
        *_pair(house, "Voice of the users", ("feedback", "Scores"), ("feedback_themes", "Themes")),
        complaints(house),
        steps("kpis[:1]", _MOVED),
        changed(),
        *_pair(house, "Risks and issues", ("top_risks", "Top risks"), ("urgent_issues", "Urgent issues")),
        for_decision(),
        decisions(2),
        decisions(1),
        actions(),
        plan("milestones", "Milestones", "id", "forecast", "actual"),
        plan("activities", "Next period", turned=True),
    )


def stakeholders() -> Slide:
    """The map, beside it who is below the desired level, and what else is to be said of engagement."""
    notes = [
        paragraph("{%p for finding in engagement_notes.findings %}"),
        paragraph(run("{{ finding.label }}: ", Style(bold=True)), run("{{ finding.statement }}")),
        paragraph("{%p endfor %}"),
    ]
    return Slide(
        "Map and table",
        "Stakeholders",
        "{{ stakeholder_map.headline }}",
        "{{ stakeholder_map.subtitle }}",
        (
            main("Stakeholder map", "{{ stakeholder_map }}"),
            main("Gaps", "{{ engagement_matrix or '' }}", 21),
            text(22, "Key", paragraph("{{ engagement_matrix.headline if engagement_matrix else '' }}")),
            text(23, "Notes", *notes),
        ),
        (
            "{%slide if stakeholder_map %}",
            "{%p for row in engagement.rows %}",
            "{% for cell in row.cells %}{{ cell }}{% if not loop.last %} · {% endif %}{% endfor %}",
            "{%p endfor %}",
            *SOURCES,
        ),
    )


def complaints(house: House) -> Slide:
    """Open cases and their flow over time, their age and their causes."""
    overdue = "facts.cases_overdue"
    before = f"{{% if {overdue}.previous %}}, before {{{{ {overdue}.previous }}}}{{% endif %}}"
    late = f"{{% if {overdue}.value %}}  {{{{ {overdue}.value }}}} overdue{before}{{% endif %}}"
    came = "  of {{ facts.cases_received.value }} received"
    blocks = (
        (1, "Open cases", "case_backlog", "case_backlog.title", ""),
        (2, "Age", "case_age | show()", "case_age.title", late),
        (3, "Flow", "case_flow | show()", "case_flow.chart.title", ""),
        (4, "Causes", "case_causes | show()", "case_causes.title", came),
    )
    shapes = []
    for n, name, chart, title, beside in blocks:
        small = [run(beside, _beside(house))] if beside else []
        shapes += [
            text(30 + n, f"{name} heading", paragraph(run(f"{{{{ {title} }}}}"), *small)),
            main(name, f"{{{{ {chart} }}}}", 20 + n),
        ]
    return Slide(
        "Two tiers",
        "Complaints",
        "{{ case_flow.headline }}",
        "{{ case_flow.chart.subtitle }}",
        tuple(shapes),
        (
            "{%slide if case_flow %}",
            "{%p for row in case_facts.rows %}",
            "{{ row.cells[0].text }}: {{ row.cells[1] }}, before {{ row.cells[2] }}",
            "{%p endfor %}",
            *SOURCES,
        ),
    )


def changed() -> Slide:
    """Every indicator now and before, with its status then and now."""
    return Slide(
        "Table",
        "What changed",
        "{{ changes.headline or changes.title }}",
        "{{ changes.subtitle }}",
        (main("Changes", f"{{{{ {_CHANGES} }}}}"),),
        (f"{{%slide for k in kpis[:1] if changes and not ({_MOVED}) %}}", *SOURCES),
    )


def for_decision() -> Slide:
    """What meets a declared condition: raised, still open or cleared, with reason, action, owner and date."""
    return Slide(
        "Table",
        "For decision",
        "{{ escalations.headline }}",
        "{{ escalations.subtitle }}",
        (main("For decision", "{{ escalations }}"),),
        ("{%slide if escalations %}", *SOURCES),
    )


def decisions(count: int) -> Slide:
    """The decisions in pairs, the last of an odd number across the slide; the actions below the first of them."""
    facts = ("effect", "if_not", "identified_by")
    shapes = []
    for n in range(count):
        row = f"pair[{n}]" if count > 1 else "decisions_asked.rows[-1]"
        shapes.append(
            text(
                31 + n,
                f"Decision {n + 1}",
                paragraph(f"Decision {{{{ {row}.cells[0] }}}} · {{{{ {row}.cells[1] }}}}"),
                paragraph(f"{{{{ {row}.cells[2] }}}}", level=2),
                paragraph("{%p for column in decisions_asked.columns %}", level=3),
                paragraph(f"{{%p if column.key in {facts} and {row}.cells[loop.index0] %}}", level=3),
                paragraph(
                    run("{{ column.label }}", Style(colour="grey")),
                    run(f"\t{{{{ {row}.cells[loop.index0] }}}}"),
                    level=3,
                ),
                paragraph("{%p endif %}", level=3),
                paragraph("{%p endfor %}", level=3),
            )
        )
    number = "decisions_asked.rows | length"
    if count > 1:
        held = f"{{%slide for pair in decisions_asked.rows[:{number} // 2 * 2] | batch(2) %}}"
        table = f"{{{{ {_ACTIONS} if loop.first else '' }}}}"
    else:
        held = f"{{%slide if {number} % 2 == 1 %}}".replace(number, f"({number})")
        table = f"{{{{ {_ACTIONS} if decisions_asked.rows | length == 1 else '' }}}}"
    return Slide(
        "Decisions and actions" if count > 1 else "Decision and actions",
        "Decisions and next steps",
        "{{ decisions_asked.headline }}",
        "{{ actions.headline if actions else decisions_asked.tally }}",
        (*shapes, main("Actions", table)),
        (held.replace(f"[:{number} // 2 * 2]", f"[:({number}) // 2 * 2]"), *SOURCES),
    )


def actions() -> Slide:
    """The actions, where no decision is asked for."""
    return Slide(
        "Table",
        "Next steps",
        "{{ actions.headline }}",
        "{{ report.period }}, data to {{ report.as_of }}",
        (main("Actions", f"{{{{ {_ACTIONS} }}}}"),),
        ("{%slide if actions and not decisions_asked %}", *SOURCES),
    )


def plan(block: str, section: str, *without: str, turned: bool = False) -> Slide:
    """Milestones, or what is planned and was performed, without the columns that a slide has no room for."""
    shown = f"{block}.without{without}" if without else block
    shown = f"{shown}.turned()" if turned else shown
    return Slide(
        "Table",
        section,
        f"{{{{ {block}.headline }}}}",
        f"{{{{ {block}.subtitle or {block}.title }}}}",
        (main(section, f"{{{{ {shown} }}}}"),),
        (f"{{%slide if {block} %}}", *SOURCES),
    )


def _pair(house: House, section: str, *blocks: tuple[str, str]) -> tuple[Slide, ...]:
    """Two tables on a slide; either of them on a slide of its own where the other is empty."""
    shapes = []
    for n, (block, heading) in enumerate(blocks):
        tally = run(f"  {{{{ {block}.tally }}}}", _beside(house))
        shapes += [
            text(31 + n, f"{heading} heading", paragraph(run(f"{{{{ {block}.symbol }}}} {heading}"), tally)),
            main(heading, f"{{{{ {block}{_HEADS.get(block, '')} }}}}", 21 + n),
        ]
    (first, _), (second, _) = blocks
    both = Slide(
        "Two tables",
        section,
        f"{{{{ {first}.headline }}}}",
        f"{{{{ {second}.headline }}}}",
        tuple(shapes),
        (f"{{%slide if {first} and {second} %}}", *SOURCES),
    )
    alone = (
        Slide(
            "Table",
            section,
            f"{{{{ {block}.headline }}}}",
            f"{{{{ {block}.subtitle or {block}.title }}}}",
            (main(heading, f"{{{{ {block} }}}}"),),
            (f"{{%slide if {block} and not {other} %}}", *SOURCES),
        )
        for (block, heading), (other, _) in zip(blocks, reversed(blocks), strict=True)
    )
    return (both, *alone)


def _beside(house: House) -> Style:
    """Small words beside a heading."""
    return Style(house.sizes.small, False, "grey")
