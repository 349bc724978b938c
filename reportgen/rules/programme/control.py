"""What the documents say of themselves: PM² document control, the meeting they are for, and how many reported."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.content.report import Control
from reportgen.content.tables import Column, Emphasis, Row, Table
from reportgen.project import Project
from reportgen.project.control import Person, Revision
from reportgen.rules.setting import Setting, Subject


def control(project: Project) -> Control:
    """Author, manager, phase, issue and meeting, as the project file says; what it leaves out stays empty."""
    said, meeting = project.control, project.meeting
    return Control(
        said.author,
        said.manager,
        said.phase,
        said.issued,
        said.location,
        meeting.name if meeting else "",
        meeting.date if meeting else None,
        meeting.next if meeting else None,
    )


def people(said: Sequence[Person], setting: Setting) -> Table:
    """Who approves and reviews the documents; without rows when the project names nobody."""
    word = setting.locale.word
    columns = (
        Column("name", word("Name"), weight=2, emphasis=Emphasis.STRONG),
        Column("role", word("Role"), weight=2),
        Column("action", word("Action"), weight=1),
        Column("date", word("Date"), weight=1),
    )
    rows = [Row(one.name, (one.name, one.role, one.action, one.date or "")) for one in said]
    return Table("people", columns, tuple(rows), word("Approval and review"))


def history(said: Sequence[Revision], setting: Setting) -> Table:
    """The revisions of the documents, the oldest first; without rows when the project lists none."""
    word = setting.locale.word
    columns = (
        Column("revision", word("Revision"), weight=1, emphasis=Emphasis.STRONG),
        Column("date", word("Date"), weight=1),
        Column("author", word("Author"), weight=1.5),
        Column("changes", word("Changes"), weight=4),
    )
    rows = [Row(one.revision, (one.revision, one.date or "", one.author, one.changes)) for one in said]
    return Table("history", columns, tuple(rows), word("Document history"))


def coverage(subjects: Sequence[Subject], setting: Setting) -> str:
    """How many entities have no data for the first KPI ("2 of 25 departments did not report"), or that all have;
    empty where it is not known, or where its rows are no reports of entities."""
    lead = subjects[0].total if subjects else None
    if lead is None or lead.reported is None or lead.expected is None or lead.expected < 2:
        return ""
    if not setting.owes(lead.expected):
        return ""
    return setting.locale.phrase("coverage", reported=lead.reported, expected=lead.expected, nouns=setting.nouns).text
