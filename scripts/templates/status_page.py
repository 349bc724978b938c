"""Page one of the status report: the PM² Project Status Report, its blocks in the order of the form.

Blocks whose table the project does not keep drop out. A project without any log has its indicators there instead.
"""

from __future__ import annotations

from docx.document import Document as DocumentType

from scripts.templates.status_file import Run, add, fill, table, tag
from scripts.templates.status_styles import TEXT_WIDTH

SUMMARY = (
    "{% for finding in said.findings %}{{ finding.statement }}"
    "{% if finding.consequence %} {{ finding.consequence }}{% endif %}{% if not loop.last %} {% endif %}{% endfor %}"
)
# What makes a project a programme with logs; `set` holds in the whole document.
LOGS = ("milestones", "project_changes", "top_risks", "issues", "decisions", "decisions_asked", "activities", "costs")
# Widths of the key block in twips: two dates, a phase, a status in bold, a status.
KEYS = (2900, 1560, 2560)


def colour(status: str) -> str:
    """The word of the form beside ours, of what is named."""
    return (
        f'{{% if {status} == "on track" %}} (Green){{% elif {status} == "at risk" %}} (Amber)'
        f'{{% elif {status} == "off track" %}} (Red){{% endif %}}'
    )


def status_page(document: DocumentType) -> None:
    """The page; the contents list after it begins a new one."""
    tag(document, f"{{%p set programme = {' or '.join(LOGS)} %}}")
    add(document, "Title", "Project status report")
    organisation = "{% if report.organisation %}{{ report.organisation }}  ·  {% endif %}"
    scope = "{% if report.entity %}  ·  {{ report.entity }}{% endif %}"
    add(document, "Subtitle", organisation + "{{ report.title }}" + scope)
    _key_block(document)
    # Where the status comes from; who judged otherwise stands beside what was computed.
    tag(document, "{%p if overall.judged %}")
    add(document, "Status Reason", "{{ overall.judged }} {{ overall.basis }}.")
    tag(document, "{%p elif overall.basis %}")
    add(document, "Status Reason", "{{ overall.basis }}.")
    tag(document, "{%p endif %}")
    tag(document, "{%p set said = status_summary or summary %}", "{%p if said %}")
    add(document, "Status Heading", "Project status summary")
    add(document, "Status Text", SUMMARY)
    tag(document, "{%p endif %}", "{%p if programme %}")
    _form(document)
    tag(document, "{%p else %}")
    _indicators(document)
    add(document, "Source", "{% if report.source %}Source: {{ report.source }}{% endif %}")
    tag(document, "{%p endif %}")


def _key_block(document: DocumentType) -> None:
    before = "{% if overall.previous_symbol %}{{ overall.previous_symbol }} {% endif %}{{ overall.previous }}" + colour(
        "overall.previous"
    )
    columns: tuple[tuple[str, list[Run]], ...] = (
        ("Reporting period", ["{{ report.period_start | short }} to {{ report.period_end | short }}"]),
        # The form asks for the phase; a project that names none says up to when it has data.
        ("{% if report.phase %}Phase{% else %}Data to{% endif %}", ["{{ report.phase or report.as_of | short }}"]),
        ("Overall status", ["{{ overall.symbol }} ", ("{{ overall.status }}" + colour("overall.status"), "Strong")]),
        ("Status in {{ report.previous_period }}", [before]),
    )
    block = table(document, "Key Block", [*KEYS, TEXT_WIDTH - sum(KEYS)], rows=2)
    for index, (label, value) in enumerate(columns):
        fill(block, 0, index, "Key Label", [label])
        fill(block, 1, index, "Key Value", value)


def _form(document: DocumentType) -> None:
    """The blocks of the form, four rows at most each."""
    _block(document, "milestones", "Milestones", ["milestones.around(4)"], "date", "title", "status")
    changes = ["project_changes.head(3)"]
    _block(document, "project_changes", "Project changes", changes, "id", "title", "category", "state")
    _costs(document)
    risks = ["top_risks.head(3)"]
    _block(document, "top_risks", "Top risks", risks, "id", "title", "level", "action", "due")
    _block(document, "issues", "Issues", ["issues.head(2)"], "id", "title", "size", "severity", "state")
    tag(document, "{%p if decisions or decisions_asked %}")
    add(document, "Status Heading", "Decisions", ("\t\t{{ decisions_asked.tally }}", "Status"))
    _table(document, "decisions_asked", "decisions_asked.head(2)", ("due", "id", "title"))
    _table(document, "decisions", "decisions.head(1)", ("date", "id", "title"))
    tag(document, "{%p endif %}")
    steps = ("kind", "title", "owner", "date", "state")
    _block(document, "activities", "Activities performed and planned", ["activities.heads(2)"], *steps)


def _block(document: DocumentType, name: str, heading: str, tables: list[str], *columns: str) -> None:
    """A heading with the status at its tab stop, and the rows; nothing when the project has no such table."""
    state = (
        f"\t\t{{% if {name}.symbol %}}{{{{ {name}.symbol }}}} {{{{ {name}.status }}}}"
        f"{{% if {name}.tally %}}  ·  {{% endif %}}{{% endif %}}{{{{ {name}.tally }}}}"
    )
    tag(document, f"{{%p if {name} %}}")
    add(document, "Status Heading", heading, (state, "Status"))
    for one in tables:
        add(document, "Compact", _picked(one, columns))
    tag(document, "{%p endif %}")


def _table(document: DocumentType, name: str, rows: str, columns: tuple[str, ...]) -> None:
    tag(document, f"{{%p if {name} %}}")
    add(document, "Compact", _picked(rows, columns))
    tag(document, "{%p endif %}")


def _picked(rows: str, columns: tuple[str, ...]) -> str:
    keys = ", ".join(f'"{column}"' for column in columns)
    return f"{{{{ {rows}.pick({keys}) }}}}"


def _costs(document: DocumentType) -> None:
    """Schedule by the milestones, cost by its table."""
    schedule = "{% if milestones.symbol %}Schedule {{ milestones.symbol }} {{ milestones.status }}{% endif %}"
    cost = "{% if costs.symbol %}Cost {{ costs.symbol }} {{ costs.status }}{% endif %}"
    columns = ("scope", "allocated_days", "spent_days", "forecast_days", "allocated", "spent", "forecast")
    tag(document, "{%p if costs %}")
    add(document, "Status Heading", "Project indicators", (f"\t{schedule}\t{cost}", "Status"))
    add(document, "Compact", _picked("costs.head(2)", columns))
    _delivery(document)
    tag(document, "{%p endif %}")


def _delivery(document: DocumentType) -> None:
    """When the last milestone was planned and is expected, as the form asks of the schedule."""
    dates = 'milestones.pick("title", "baseline", "forecast", "variance").rows[-1].cells'
    tag(document, f"{{%p set delivery = {dates} if milestones else () %}}")
    tag(document, "{%p if delivery and delivery[1] and delivery[2] %}")
    add(
        document,
        "Delivery",
        "{{ delivery[0] }}: baselined {{ delivery[1] | short }}, forecast {{ delivery[2] | short }}, variance ",
        ("{{ delivery[3] }} days", "Strong"),
    )
    tag(document, "{%p endif %}")


def _indicators(document: DocumentType) -> None:
    """For a project without logs: what is to be decided, its indicators, what changed, and where to look first."""
    tag(document, "{%p if escalations %}")
    add(document, "Status Heading", "For decision")
    add(document, "Normal", _picked("escalations.head(3)", ("state", "title", "action", "owner", "due")))
    tag(document, "{%p endif %}")
    on_track = "\t\t{% if counts.with_target %}{{ counts.on_track }} of {{ counts.with_target }} on track{% endif %}"
    add(document, "Status Heading", "Project indicators", (on_track, "Status"))
    add(document, "Normal", '{{ scorecard.without("trend") }}')
    add(document, "Status Heading", "What changed since {{ report.compared_period }}")
    tag(document, "{%p if changes %}")
    columns = ("indicator", "previous", "actual", "change", "status_before", "status")
    add(document, "Compact", _picked("changes", columns))
    tag(document, "{%p else %}")
    add(document, "Status Text", "There are no data for an earlier period to compare with.")
    tag(document, "{%p endif %}", "{%p if lead.entities and counts.of < 6 %}")
    add(document, "Status Heading", "Where to look first: {{ lead.label }}")
    add(document, "Normal", "{{ lead.entities.head(4) }}")
    tag(document, "{%p endif %}")
