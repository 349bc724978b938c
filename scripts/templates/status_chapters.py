"""The chapters after page one: contents, results, segments, stakeholders, cases, logs, communications, definitions."""

from __future__ import annotations

from docx.document import Document as DocumentType

from scripts.templates.status_file import Run, add, caption, contents, fill, source, table, tag

POINTS = '{% if k.unit == "percent" %} points{% endif %}'
# What an indicator did: its number with what was counted and where it is drawn, its target, its change.
RESULT: list[Run] = [
    "In {{ report.period }} the indicator stood at {{ k.value }}{% if k.restated %}, {{ k.restated }}{% endif %}"
    "{% if k.denominator or k.trend %} ({% endif %}"
    "{% if k.denominator %}{{ k.numerator }} of {{ k.denominator }}{% if k.trend %}, {% endif %}{% endif %}"
    "{% if k.trend %}",
    ("REF NextFigure", "field"),
    "{% endif %}{% if k.denominator or k.trend %}){% endif %}."
    "{% if k.verdict %} {{ k.symbol }} {{ k.verdict }}.{% endif %}"
    "{% if k.change %} In {{ report.previous_period }} it stood at {{ k.previous }}"
    "{% if k.previous_restated %} ({{ k.previous_restated }}){% endif %}; the change is {{ k.change }}"
    + POINTS
    + ".{% endif %}",
]
GROUP = "groups[0]"
# Contributions of more groups than this are drawn only: the annex lists them.
LONGEST_SPLIT = 12
GROUPED = f"groups and {GROUP} in k.tables and k.by({GROUP})"


# Numbers of so many periods stand beside a name on a line, in a wide font too: half a year and the period before.
PERIODS = 7


def chapters(document: DocumentType) -> None:
    """Everything between page one and the definitions."""
    add(document, "Contents Heading", "Contents")
    # Without page numbers (\\n): a viewer would show wrong ones, see decision 4.
    contents(document, 'TOC \\o "1-2" \\n \\h \\z')
    _overview(document)
    _indicators(document)
    _outlook(document)
    _journeys(document)
    _groups(document)
    _moves(document)
    _entities(document)
    _stakeholders(document)
    _feedback(document)
    _cases(document)
    _logs(document)
    _communications(document)


def _overview(document: DocumentType) -> None:
    """All indicators and what changed; without logs both stand on page one."""
    tag(document, "{%p if programme %}")
    add(document, "Heading 1", "Results at a glance")
    add(
        document,
        "Lead Paragraph",
        "{% if counts.with_target %}{{ counts.on_track }} of {{ counts.with_target }} indicators with a target are on "
        "track in {{ report.period }}, {{ counts.at_risk }} at risk and {{ counts.off_track }} off track (",
        ("REF NextTable", "field"),
        ").{% else %}No indicator has a target (",
        ("REF NextTable", "field"),
        ").{% endif %}{% if report.coverage %} {{ report.coverage }}.{% endif %}",
    )
    _captioned_table(document, "scorecard")
    tag(document, "{%p if changes %}")
    picked = '"indicator", "previous", "actual", "change", "target", "status_before", "status"'
    _captioned_table(document, "changes", f"changes.pick({picked})")
    tag(document, "{%p endif %}")
    _notes(document, "change_notes")
    tag(document, "{%p endif %}")
    _brief(document)


def _brief(document: DocumentType) -> None:
    """What readers of the last report have to know: figures, targets and definitions that are others today."""
    tag(document, "{%p if restated or targets_changed or definitions_changed %}")
    add(document, "Heading 1", "Changes since the last report")
    _section(document, "restated", "Restated figures", "indicator", "period", "group", "reported", "today", "why")
    _section(document, "targets_changed", "Changed targets")
    _section(document, "definitions_changed", "Changed definitions")
    tag(document, "{%p endif %}")


def _indicators(document: DocumentType) -> None:
    """One section per indicator that has data, and one that names the others."""
    add(document, "Heading 1", "Results by indicator")
    tag(document, "{%p for k in kpis if k %}")
    add(document, "Heading 2", "{{ k.label }}")
    # Below two headings the chain of what is kept together is so long that LibreOffice 7.4 leaves half a page empty.
    tag(document, "{%p if loop.first and k.remarks %}")
    add(document, "Normal", *RESULT)
    tag(document, "{%p else %}")
    add(document, "Lead Paragraph", *RESULT)
    tag(document, "{%p endif %}")
    # What leads to the figure stays on its page.
    further = "k.remarks.without(k.verdict)"
    tag(document, f"{{%p if k.remarks and {further} and k.trend %}}")
    add(document, "Lead Bullet", f"{{{{ {further} }}}}")
    tag(document, f"{{%p elif k.remarks and {further} %}}")
    add(document, "List Bullet", f"{{{{ {further} }}}}")
    tag(document, "{%p endif %}", "{%p if k.trend %}")
    _captioned_figure(document, "k.trend", "k.trend")
    tag(document, "{%p endif %}", "{%p endfor %}", "{%p if counts.no_data %}")
    add(document, "Heading 2", "Indicators without data")
    tag(document, "{%p for k in kpis if not k %}")
    reason = "{% if k.value.reason %} ({{ k.value.reason }}){% endif %}"
    add(
        document,
        "List Bullet",
        ("{{ k.label }}:", "Strong"),
        " no data for {{ report.period }}" + reason + ". A missing number is not 0 and is left out.",
    )
    tag(document, "{%p endfor %}", "{%p endif %}")


def _outlook(document: DocumentType) -> None:
    """What the targets ahead take, what came, what is expected, and how that is known."""
    tag(document, "{%p if outlook %}")
    add(document, "Heading 1", "Outlook")
    add(document, "Lead Paragraph", "{{ outlook.headline }} (", ("REF NextTable", "field"), ").")
    # Without the present value: the scorecard has it, and its column leaves no room for names in a wide font.
    keys = '"indicator", "goal", "due", "needed", "achieved", "expected", "range", "reached"'
    _captioned_table(document, "outlook", f"outlook.pick({keys})")
    tag(document, "{%p for k in kpis if k.ahead %}")
    add(document, "List Bullet", ("{{ k.label }}:", "Strong"), " {{ k.ahead.method }}")
    tag(document, "{%p endfor %}", "{%p endif %}")


def _groups(document: DocumentType) -> None:
    """Every indicator by the first grouping; the first one beside the period before, in pairs of bars."""
    by = f"k.by({GROUP})"
    tag(document, f"{{%p for k in kpis if {GROUPED} %}}", "{%p if loop.first %}")
    add(document, "Heading 1", f"Results by {{{{ group_labels[{GROUP}] | lower }}}}")
    tag(document, "{%p endif %}")
    add(document, "Heading 2", f"{{{{ k.label }}}} by {{{{ group_labels[{GROUP}] | lower }}}}")
    add(document, "Lead Paragraph", f"{{{{ {by}.headline }}}} (", ("REF NextTable", "field"), ").")
    tag(document, f"{{%p if loop.first and k.beside({GROUP}) %}}")
    _captioned_figure(document, f"k.beside({GROUP})", f"k.beside({GROUP})")
    tag(document, f"{{%p elif loop.first and {by}.chart %}}")
    _captioned_figure(document, f'{by} | show(kind="bar")', f"{by}.chart")
    tag(document, "{%p endif %}")
    _captioned_table(document, by)
    tag(document, "{%p if loop.first %}")
    _groups_over_time(document)
    tag(document, "{%p endif %}", "{%p endfor %}")


def _groups_over_time(document: DocumentType) -> None:
    """How the groups moved: small charts on one scale, and the numbers of the last periods in shades."""
    panels, heat = f"k.panels({GROUP})", f"k.heat({GROUP})"
    tag(document, f"{{%p if {panels} %}}")
    add(document, "Lead Paragraph", f"{{{{ {panels}.headline }}}} (", ("REF NextFigure", "field"), ").")
    _captioned_figure(document, panels, panels)
    tag(document, "{%p endif %}", f"{{%p if {panels} and {heat} %}}")
    _captioned_table(document, heat, f"{heat}.latest({PERIODS})")
    tag(document, "{%p endif %}")


def _journeys(document: DocumentType) -> None:
    """Who is left from stage to stage, and where most are lost."""
    tag(document, "{%p for journey in journeys %}", "{%p if loop.first %}")
    add(document, "Heading 1", "Adoption journey")
    tag(document, "{%p endif %}")
    seen = "{{ journey.headline }} ("
    add(document, "Lead Paragraph", seen, ("REF NextFigure", "field"), ", ", ("REF NextTable", "field"), ").")
    tag(document, "{%p if journey.chart %}")
    _captioned_figure(document, "journey | show()", "journey.chart", "subtitle")
    tag(document, "{%p endif %}")
    _captioned_table(document, "journey")
    tag(document, "{%p endfor %}")


def _moves(document: DocumentType) -> None:
    """What the groups brought to the change of the first indicator, and where every entity stands."""
    moved = f"lead.contribution({GROUP})"
    is_moved = f"groups and {GROUP} in lead.tables and {moved} and {moved}.chart"
    tag(document, f"{{%p if ({is_moved}) or lead.ranking %}}")
    add(document, "Heading 1", "What moved and why")
    tag(document, f"{{%p if {is_moved} %}}")
    add(document, "Heading 2", f"{{{{ lead.label }}}}: what each {{{{ group_labels[{GROUP}] | lower }}}} brought")
    add(document, "Lead Paragraph", f"{{{{ {moved}.headline }}}} (", ("REF NextFigure", "field"), ").")
    _captioned_figure(document, f"{moved} | show()", f"{moved}.chart")
    tag(document, f"{{%p if {moved}.rows | length <= {LONGEST_SPLIT} %}}")
    _captioned_table(document, moved)
    tag(document, "{%p endif %}")
    _notes(document, f"lead.contribution_notes({GROUP})")
    tag(document, "{%p endif %}", "{%p if lead.ranking %}")
    add(document, "Heading 2", "{{ lead.label }} by {{ lead.ranking.columns[1].label | lower }}, ranked")
    add(document, "Lead Paragraph", "{{ lead.ranking.headline }} (", ("REF NextFigure", "field"), ").")
    _captioned_figure(document, "lead.ranking | show()", "lead.ranking.chart")
    _notes(document, "lead.ranking_notes")
    tag(document, "{%p endif %}", "{%p if lead.ranking and lead.heat() %}")
    add(document, "Heading 2", "{{ lead.label }} by {{ lead.ranking.columns[1].label | lower }} over time")
    add(document, "Lead Paragraph", "{{ lead.heat().headline }} (", ("REF NextTable", "field"), ").")
    _captioned_table(document, "lead.heat()", f"lead.heat().latest({PERIODS})")
    tag(document, "{%p endif %}", "{%p endif %}")


def _entities(document: DocumentType) -> None:
    # A programme's report has more to say; its annex has the entities of every indicator.
    tag(document, "{%p for k in kpis if k.entities and (k.id == lead.id or not programme) %}", "{%p if loop.first %}")
    add(document, "Heading 1", "Where to look")
    tag(document, "{%p endif %}")
    add(document, "Heading 2", "{{ k.label }}: where to look")
    add(document, "Lead Paragraph", "{{ k.entities.headline }} (", ("REF NextTable", "field"), ").")
    _captioned_table(document, "k.entities")
    tag(document, "{%p endfor %}")


def _stakeholders(document: DocumentType) -> None:
    tag(document, "{%p if stakeholder_map or engagement %}")
    add(document, "Heading 1", "Stakeholder engagement")
    tag(document, "{%p if stakeholder_map %}")
    add(document, "Lead Paragraph", "{{ stakeholder_map.headline }} (", ("REF NextFigure", "field"), ").")
    _captioned_figure(document, "stakeholder_map", "stakeholder_map")
    tag(document, "{%p endif %}", "{%p if engagement_notes %}")
    add(document, "List Bullet", "{{ engagement_notes }}")
    tag(document, "{%p endif %}")
    tag(document, "{%p if engagement %}")
    gaps = "Who is below the desired level, the largest gap first, and what is done next ("
    add(document, "Lead Paragraph", gaps, ("REF NextTable", "field"), ").")
    columns = '"number", "stakeholder", "current", "desired", "gap", "owner", "next_action", "due"'
    _captioned_table(document, "engagement", f"engagement.pick({columns})")
    tag(document, "{%p endif %}")
    _section(document, "next_talks", "Whom to talk to next", "stakeholder", "why", "owner", "due", "last_contact")
    _section(document, "contacts", "Planned contacts")
    tag(document, "{%p endif %}")


def _feedback(document: DocumentType) -> None:
    """What the users say: scores with n and margin, and what the answers are about."""
    tag(document, "{%p if feedback %}")
    add(document, "Heading 1", "Voice of the users")
    _section(document, "feedback", "")
    add(document, "Source", "{{ feedback.subtitle }}")
    _section(document, "feedback_themes", "")
    tag(document, "{%p endif %}")


def _cases(document: DocumentType) -> None:
    """Flow, age and causes, each drawn and as a table."""
    tag(document, "{%p if case_facts %}")
    add(document, "Heading 1", "Complaints and remedial action")
    _section(document, "case_facts", "")
    _notes(document, "case_notes")
    for name, heading in (("case_flow", "Received, closed and open"), ("case_age", "Age"), ("case_causes", "Causes")):
        tag(document, f"{{%p if {name} %}}")
        add(document, "Heading 2", heading)
        add(document, "Lead Paragraph", f"{{{{ {name}.headline }}}} (", ("REF NextTable", "field"), ").")
        tag(document, f"{{%p if {name}.chart %}}")
        _captioned_figure(document, f"{name} | show()", f"{name}.chart", "subtitle")
        tag(document, "{%p endif %}")
        _captioned_table(document, name)
        tag(document, "{%p endif %}")
    tag(document, "{%p endif %}")


def _logs(document: DocumentType) -> None:
    """What the logs of the project say, the status beside what it is about."""
    tag(document, "{%p if programme or escalations %}", "{%p if programme %}")
    add(document, "Heading 1", "Risks, issues, decisions and actions")
    tag(document, "{%p else %}")
    add(document, "Heading 1", "Decisions")
    tag(document, "{%p endif %}")
    _section(
        document, "milestones", "Milestones", "id", "title", "baseline", "forecast", "actual", "variance", "status"
    )
    _section(document, "top_risks", "Risks", "id", "title", "level", "status", "action", "owner", "due")
    _section(
        document, "issues", "Issues", "id", "title", "urgency", "size", "severity", "state", "action", "owner", "due"
    )
    _section(document, "project_changes", "Project changes", "id", "title", "category", "state", "priority", "due")
    _section(document, "escalations", "For decision", "state", "title", "reason", "action", "owner", "due")
    _section(document, "decisions_asked", "Decisions requested", "id", "title", "effect", "if_not", "owner", "due")
    _section(document, "decisions", "Decisions taken", "date", "id", "title", "owner", "applied")
    _notes(document, "decision_notes")
    _section(document, "actions", "Actions", "number", "title", "owner", "due", "status", "remark")
    _notes(document, "next_steps")
    _section(document, "costs", "Cost")
    tag(document, "{%p endif %}")


def _communications(document: DocumentType) -> None:
    tag(document, "{%p if communications %}")
    add(document, "Heading 1", "Communications")
    _section(
        document,
        "communications",
        "",
        "item",
        "audience",
        "channel",
        "date",
        "delivered",
        "reach",
        "open_rate",
        "result",
    )
    tag(document, "{%p endif %}", "{%p if lessons %}")
    add(document, "Heading 1", "Lessons learned")
    add(document, "List Bullet", "{{ lessons }}")
    tag(document, "{%p endif %}")


def _notes(document: DocumentType, name: str) -> None:
    """What a person wrote, or the rules found, as bullets."""
    tag(document, f"{{%p if {name} %}}")
    add(document, "List Bullet", f"{{{{ {name} }}}}")
    tag(document, "{%p endif %}")


def _section(document: DocumentType, name: str, heading: str, *columns: str) -> None:
    """A table with its message as the sentence before it; some of its columns, where the page is too narrow for all."""
    picked = f"{name}.pick({', '.join(repr(column) for column in columns)})" if columns else name
    tag(document, f"{{%p if {name} %}}")
    if heading:
        add(document, "Heading 2", heading)
    tag(document, f"{{%p if {name}.headline %}}")
    add(document, "Lead Paragraph", f"{{{{ {name}.headline }}}} (", ("REF NextTable", "field"), ").")
    tag(document, "{%p endif %}")
    _captioned_table(document, name, picked.replace("'", '"'))
    tag(document, "{%p endif %}")


def closing(document: DocumentType) -> None:
    """Definitions, data notes and sources."""
    add(document, "Heading 1", "Definitions and data")
    add(document, "Heading 2", "Definitions")
    caption(document, "Table", "How each indicator is counted")
    definitions = table(document, "Report Table", [2350, 4900, 2388], rows=4)
    for index, label in enumerate(("Indicator", "Definition and formula", "Counted")):
        fill(definitions, 0, index, "TableText", [label])
    fill(definitions, 1, 0, "TableText", ["{%tr for row in definitions.rows %}"])
    fill(definitions, 2, 0, "TableText", [("{{ row.cells[0] }}", "Strong")])
    fill(definitions, 2, 1, "TableText", ["{%p if row.cells[1] %}"])
    explained = (("{{ row.cells[1] }}", "Table Text"), ("{%p endif %}", "Table Text"))
    formula = [(text, "Table Note") for text in ("{%p if row.cells[2] %}", "{{ row.cells[2] }}", "{%p endif %}")]
    for text, style in (*explained, *formula):
        definitions.rows[2].cells[1].add_paragraph(text, style=document.styles[style])
    fill(definitions, 2, 2, "TableText", ["{{ row.cells[4] }}"])
    fill(definitions, 3, 0, "TableText", ["{%tr endfor %}"])
    tag(document, "{%p if notes %}")
    add(document, "Heading 2", "Data notes")
    add(document, "List Bullet", "{{ notes }}")
    tag(document, "{%p endif %}")
    add(document, "Heading 2", "Sources")
    caption(document, "Table", "Files read for this report")
    sources = table(document, "Report Table", [2938, 5100, 1600], rows=4)
    for index, (label, style) in enumerate((("Table", "TableText"), ("Files", "TableText"), ("Rows", "TableNumber"))):
        fill(sources, 0, index, style, [label])
    fill(sources, 1, 0, "TableText", ['{%tr for name, rows in sources.rows | groupby("cells.1") %}'])
    fill(sources, 2, 0, "TableText", ["{{ name }}"])
    more = "{% if rows | length > 1 %} to {{ rows[-1].cells[0] }} ({{ rows | length }} files){% endif %}"
    files = "{{ rows[0].cells[0] }}" + more
    fill(sources, 2, 1, "TableText", [files])
    fill(sources, 2, 2, "TableNumber", ['{{ rows | map(attribute="cells") | map(attribute=2) | sum }}'])
    fill(sources, 3, 0, "TableText", ["{%tr endfor %}"])
    add(document, "Source", "The annex has the SHA-256 of every file.")
    _control(document)


def _control(document: DocumentType) -> None:
    """Document control as in the PM² artefacts: author, manager, place, approval and review, history."""
    tag(document, "{%p if report.author or report.manager or people or history %}")
    add(document, "Heading 2", "Document control")
    facts = (("Author", "author"), ("Project manager", "manager"), ("Location", "location"))
    for label, name in (*facts, ("Made for", "meeting")):
        tag(document, f"{{%p if report.{name} %}}")
        date = "{% if report.meeting_date %}, {{ report.meeting_date }}{% endif %}" if name == "meeting" else ""
        add(document, "List Bullet", (f"{label}: ", "Strong"), f"{{{{ report.{name} }}}}{date}")
        tag(document, "{%p endif %}")
    for name in ("people", "history"):
        tag(document, f"{{%p if {name} %}}")
        caption(document, "Table", f"{{{{ {name}.title }}}}")
        add(document, "Normal", f"{{{{ {name} }}}}")
        tag(document, "{%p endif %}")
    tag(document, "{%p endif %}")


def _captioned_table(document: DocumentType, name: str, shown: str = "") -> None:
    caption(document, "Table", f"{{{{ {name}.title }}}}")
    add(document, "Normal", f"{{{{ {shown or name} }}}}")
    source(document, f"{name}.source")


def _captioned_figure(document: DocumentType, shown: str, name: str, said: str = "title") -> None:
    """The caption says what is drawn, its unit and its period, which with some charts is in the subtitle."""
    add(document, "Figure", f"{{{{ {shown} }}}}")
    caption(document, "Figure", f"{{{{ {name}.{said} }}}}")
    source(document, f"{name}.source")
