"""Slides of one indicator that are pictures first: groups over time as small charts, every entity ranked."""

from __future__ import annotations

from scripts.templates.deck_file import Slide
from scripts.templates.deck_shapes import Style, paragraph, run
from scripts.templates.deck_tags import KPI_NOTES, SOURCES, main, text

# As many small charts as two slides hold.
MOST_PANELS = 16


def group_panels(kpis: str, section: str, grouped: str) -> Slide:
    """The history of every group of the first grouping, on one scale."""
    panels = "k.panels(groups[0])"
    return Slide(
        "Chart",
        f"{section}{{{{ group_labels[groups[0]] }}}}",
        f"{{{{ {panels}.headline }}}}",
        f"{{{{ {panels}.subtitle }}}}",
        (main("Panels", f"{{{{ {panels} }}}}"),),
        (f"{{%slide for k in {kpis} if {grouped} and {panels} %}}", *KPI_NOTES, *SOURCES),
    )


def ranking(kpis: str, section: str) -> Slide:
    """Every entity with its bar; beside them how many have which status, and what is to be said."""
    return Slide(
        "Ranked list",
        f"{section}{{{{ k.ranking.columns[1].label }}}}",
        "{{ k.ranking.headline }}",
        "{{ k.ranking.subtitle }}",
        (
            main("Ranking", "{{ k.ranking }}"),
            main("Counts", "{{ k.statuses or '' }}", 21),
            main("Notes", "{{ k.ranking_notes.head(2) or '' }}", 22),
        ),
        (f"{{%slide for k in {kpis} if k.ranking %}}", *KPI_NOTES),
    )


def steps(kpis: str, condition: str) -> Slide:
    """From the period before to this one: what each group brought; beside it statuses that changed, and what is new."""
    moved = "k.contribution(groups[0])"
    heading = "{% if status_changes %}Status changes{% else %}No status changed; the indicators moved{% endif %}"
    now = 'changes.known("change").pick("indicator", "previous", "actual", "change").head(5)'
    listed = [
        paragraph("{%p for finding in (change_notes or " + moved.replace("(", "_notes(") + ").findings %}"),
        paragraph(run("{{ finding.label }}: ", Style(bold=True)), run("{{ finding.statement }}")),
        paragraph("{%p endfor %}"),
        paragraph("{%p if restated %}"),
        paragraph(run("Restated: ", Style(bold=True)), run("{{ restated.headline }}.")),
        paragraph("{%p endif %}"),
    ]
    beside = f"{{{{ {moved.replace('(', '_notes(')} }}}}"
    return Slide(
        "Steps and list",
        "What changed",
        f"{{{{ {moved}.headline }}}}",
        f"{{{{ {moved}.subtitle }}}}",
        (
            text(31, "Steps heading", paragraph("From {{ report.compared_period }} to {{ report.period }}")),
            main("Steps", f"{{{{ {moved} | show() }}}}"),
            text(32, "Status heading", paragraph(heading)),
            main("Status changes", f"{{{{ status_changes or {now} or '' }}}}", 21),
            text(33, "List heading", paragraph("Also new")),
            text(22, "Also new", *listed),
        ),
        (f"{{%slide for k in {kpis} if {condition} %}}", beside, *KPI_NOTES),
    )


def journeys() -> Slide:
    """What is left from stage to stage, in total as bars and by group as a table."""
    groups = "journey_groups[id]"
    there = "id in journey_groups"
    return Slide(
        "Two tables",
        "Journey",
        "{{ journey[id].headline }}",
        "{{ journey[id].subtitle }}",
        (
            text(31, "Stages heading", paragraph("{{ journey[id].title }}")),
            main("Stages", "{{ journey[id] | show() }}", 21),
            text(32, "Groups heading", paragraph(f"{{{{ {groups}.headline or {groups}.title if {there} else '' }}}}")),
            main("Groups", f"{{{{ {groups} if {there} else '' }}}}", 22),
        ),
        ("{%slide for id in journey %}", *SOURCES),
    )


def outlook() -> Slide:
    """What the targets ahead take, what came, what is expected; below, why there is no forecast."""
    keys = '"indicator", "actual", "goal", "due", "needed", "achieved", "expected", "range", "reached"'
    how = "A straight line through 4 to 12 periods without a gap; no gap is bridged."
    lead = [
        paragraph("{%p if lead.ahead and lead.ahead.points %}"),
        paragraph("{{ lead.label }}: {{ lead.ahead.method }}", level=2),
        paragraph("{%p endif %}"),
    ]
    missing = [
        paragraph("{%p for k in kpis if k.ahead and not k.ahead.points %}"),
        paragraph("{{ k.label }}: {{ k.ahead.method }}", level=2),
        paragraph("{%p endfor %}"),
    ]
    return Slide(
        "Table and text",
        "Outlook",
        "{{ outlook.headline }}",
        "{{ outlook.subtitle }}",
        (
            main("Outlook", f"{{{{ outlook.pick({keys}) }}}}"),
            text(21, "Forecast", paragraph("How it is forecast"), paragraph(how, level=2), *lead, *missing),
        ),
        (
            "{%slide if outlook %}",
            "{%p for k in kpis if k.ahead %}",
            "{{ k.label }}: {{ k.ahead.method }}",
            "{%p endfor %}",
            *SOURCES,
        ),
    )


def over_time(kpis: str, section: str) -> Slide:
    """Every entity period by period, in shades."""
    return Slide(
        "Table",
        f"{section}Over time",
        "{{ k.heat().headline or k.heat().title }}",
        "{{ k.heat().subtitle }}",
        (main("Shades", "{{ k.heat() }}"),),
        (f"{{%slide for k in {kpis} if k.heat() %}}", *KPI_NOTES),
    )
