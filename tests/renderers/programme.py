"""The registers and logs of a programme by hand, for renderers: stakeholders, complaints, risks, decisions, actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reportgen.content.blocks import Block
from reportgen.content.charts import Chart, ChartKind, Role, Series
from reportgen.content.maps import Bubble, Map, MapWords, Place
from reportgen.content.narrative import Finding, Narrative
from reportgen.content.phrases import Label
from reportgen.content.report import Report
from reportgen.content.tables import Align, Cell, Column, Emphasis, Row, Table
from reportgen.content.values import Status
from tests.renderers.reports import SOURCE, WHOLE, a_report, count, phrase, share

QUADRANTS = ("Keep satisfied", "Manage closely", "Monitor", "Keep informed")
LEVELS = ("unaware", "resistant", "neutral", "supportive", "leading")
# Number, name, interest, power, gap; where it was before.
STAKEHOLDERS = (
    (1, "Executive Director", 6.2, 9.3, True, None),
    (2, "Heads of field offices", 2.4, 7.4, True, Place(3.9, 7.4)),
    (3, "Staff committee", 8.1, 6.3, True, None),
    (4, "IT operations", 9.2, 7.2, False, None),
    (5, "Directors, Policy", 7.1, 8.6, False, None),
    (6, "Directors, Operations", 6.25, 7.85, False, None),
    (7, "Head of Support", 6.3, 6.6, False, Place(4.1, 6.6)),
    (8, "Data protection officer", 3.2, 8.5, False, None),
    (9, "Internal audit", 1.4, 6.1, False, None),
    (10, "Champions network", 8.7, 3.3, False, None),
    (11, "Field office staff", 6.4, 2.2, True, None),
    (12, "Member-state experts", 2.9, 3.9, True, None),
    (13, "Contractors", 1.6, 1.8, True, None),
    (14, "Helpdesk", 7.3, 4.2, False, None),
)


def a_map() -> Map:
    """Fourteen stakeholders, six below their desired level, two that moved."""
    bubbles = tuple(
        Bubble(f"S{number}", number, name, Place(x, y), gap, before) for number, name, x, y, gap, before in STAKEHOLDERS
    )
    return Map(
        "stakeholder_map",
        QUADRANTS,
        bubbles,
        MapWords(
            "Interest", "Power", "low", "high", "below desired level", "at desired level", "moved since September 2026"
        ),
        title="Stakeholder map, October 2026",
        headline=phrase("8 of 14 stakeholders are at the desired level; Heads of field offices fell to Resistant"),
        subtitle="Power and interest, scale 0 to 10, cut at 5, assessed on 30 October 2026",
        source=SOURCE,
        alt="Map of 14 stakeholders by power and interest.",
    )


def a_matrix() -> Table:
    """C where six stakeholders are, D where they should be."""
    columns = (
        Column("stakeholder", "Gap to desired level", weight=3.4, emphasis=Emphasis.STRONG),
        *(Column(level, level.capitalize()) for level in LEVELS),
    )
    rows = [
        ("2  Heads of field offices", "P. Sousa · 27/11/2026", " C→D "),
        ("11  Field office staff", "P. Sousa · 18/12/2026", " C→D "),
        ("1  Executive Director", "M. Keller · 20/11/2026", "   CD"),
        ("3  Staff committee", "K. Vasiliou · 04/12/2026", "  CD "),
        ("12  Member-state experts", "H. Lind · 15/01/2027", "C→D  "),
        ("13  Contractors", "H. Lind · 15/01/2027", "C→D  "),
    ]
    made = tuple(
        Row(f"S{n}", (Label(name, note), *(letter.strip() for letter in letters)))
        for n, (name, note, letters) in enumerate(rows)
    )
    return Table(
        "engagement_matrix",
        columns,
        made,
        title="Gap to desired level, October 2026",
        headline=phrase("C is the current level, D the desired one"),
        source=SOURCE,
        alt="Six stakeholders below their desired level.",
    )


def engagement_notes() -> Narrative:
    """Who is where needed, who moved."""
    return Narrative(
        "engagement_notes",
        (
            Finding(
                phrase("8 of 14, 7 at the end of September 2026: IT operations, Helpdesk and 6 others."),
                label="At desired level",
            ),
            Finding(phrase("Heads of field offices, from Neutral to Resistant."), label="Moved down"),
            Finding(phrase("Head of Support, from Neutral to Supportive."), label="Moved up"),
        ),
    )


def case_blocks() -> dict[str, Block]:
    """Complaints: six months of flow, ages, causes."""
    months = ("May 2026", "Jun 2026", "Jul 2026", "Aug 2026", "Sep 2026", "Oct 2026")
    received, closed = (72, 80, 66, 58, 101, 118), (70, 74, 68, 55, 84, 97)
    backlog = (40, 46, 44, 47, 64, 85)
    flow = (
        Series("Received", tuple(map(count, received))),
        Series("Closed", tuple(map(count, closed)), Role.CONTEXT),
    )
    open_now = (Series("Open at the end", tuple(map(count, backlog))),)
    headline = phrase("85 complaints are open, 21 more than in September; slow access causes 39.0 % of new ones")
    ages = {"0 to 7 days": 31, "8 to 30 days": 29, "31 to 90 days": 19, "Over 90 days": 6}
    causes = {
        "Slow access, field offices": 46,
        "Missing permissions": 27,
        "Lost links after the move": 19,
        "Too many notifications": 12,
        "Search results": 8,
        "Other (3 causes)": 6,
    }
    flow_chart = Chart("case_flow.chart", ChartKind.COLUMN, months, flow, WHOLE, "Received and closed", keys=months)
    periods = tuple(
        Row(month, (month, *map(count, row))) for month, *row in zip(months, received, closed, backlog, strict=True)
    )
    columns = (
        Column("period", "Period", weight=1.6),
        *(Column(key, key.capitalize(), Align.RIGHT, format=WHOLE) for key in ("received", "closed", "backlog")),
    )
    subtitle = "Number of complaints, May to October 2026"
    return {
        "case_flow": Table(
            "case_flow", columns, periods, "Case flow", headline, subtitle, SOURCE, "Six months.", flow_chart
        ),
        "case_backlog": Chart(
            "case_backlog",
            ChartKind.COLUMN,
            months,
            open_now,
            WHOLE,
            "Open at the end",
            keys=months,
            emphasis=months[-1:],
        ),
        "case_age": _parts("case_age", "Age of open cases", "Complaints open on 31 October 2026", ages, 2),
        "case_causes": _parts("case_causes", "Causes", "Complaints received by cause, October 2026", causes, None),
    }


def _parts(id: str, title: str, subtitle: str, parts: dict[str, int], last: int | None) -> Table:
    whole, names = sum(parts.values()), tuple(parts)
    columns = (
        Column("part", title, weight=2.4),
        Column("cases", "Number", Align.RIGHT, format=WHOLE),
        Column("share", "Share", Align.RIGHT),
    )
    rows = tuple(Row(name, (name, count(number), share(number, whole))) for name, number in parts.items())
    series = (Series(title, tuple(map(count, parts.values()))),)
    message = names[-last:] if last else names[:1]
    bars = Chart(f"{id}.chart", ChartKind.BAR, names, series, WHOLE, title, keys=names, emphasis=message, alt=title)
    return Table(id, columns, rows, title, subtitle=subtitle, source=SOURCE, chart=bars)


_HEADS = {"number": "No.", "title": "Action", "identified_by": "Proposed by", "remark": "Progress"}


def _log(
    id: str, headline: str, columns: str, rows: list[tuple[Cell, ...]], status: Status = Status.NO_TARGET
) -> Table:
    made = tuple(Column(key, _HEADS.get(key, key.replace("_", " ").capitalize())) for key in columns.split())
    keyed = tuple(Row(str(row[0]), row) for row in rows)
    return Table(id, made, keyed, id.capitalize(), phrase(headline), source=SOURCE, alt=headline, status=status)


def log_blocks() -> dict[str, Block]:
    """Risks, issues, decisions, actions, milestones and changes."""
    late, fine, waits = Status.OFF_TRACK, Status.ON_TRACK, Status.NOT_STARTED
    actions: list[tuple[Cell, ...]] = [
        (1, "Repair links lost in the move", "H. Lind", date(2026, 10, 23), late, "two weeks late"),
        (
            "A-32",
            "Obtain data from the two silent departments",
            "M. Keller",
            date(2026, 11, 13),
            fine,
            "both contacted",
        ),
        (3, "Order network lines for the six field offices", "K. Vasiliou", date(2026, 11, 20), waits, "decision"),
        (4, "Visit the six heads of field offices", "P. Sousa", date(2026, 11, 27), fine, "2 of 6 dates fixed"),
        (5, "Clear the 25 overdue complaints", "P. Sousa", date(2026, 11, 27), Status.AT_RISK, "6 of 25 closed"),
        (6, "Coach the field offices", "I. Marten", date(2027, 1, 22), fine, "9 of 42 held"),
    ]
    decisions: list[tuple[Cell, ...]] = [
        (
            1,
            "D-14",
            "Release €180 000 from the contingency for network lines to the six field offices.",
            "Addresses the cause of 39.0 % of complaints",
            "Forecast stays at 73.2 % for March 2027",
            "K. Vasiliou",
            date(2026, 11, 12),
        ),
        (
            2,
            "D-15",
            "Make the field offices’ file shares read-only on 29 January 2027, after coaching.",
            "Support gained 15.0 points after the same step",
            "Two systems stay in parallel, with double support",
            "M. Keller",
            date(2026, 11, 12),
        ),
    ]
    return {
        "decisions_asked": _log(
            "decisions_asked",
            "2 decisions are asked for",
            "number id title effect if_not identified_by due",
            decisions,
        ),
        "actions": _log(
            "actions", "6 actions are open, 1 of them overdue", "number title owner due status remark", actions
        ),
        "top_risks": _log(
            "top_risks",
            "6 risks are active, 1 of them high",
            "id title level owner action",
            [
                ("R-07", "Field offices keep their file shares", count(20), "P. Sousa", "Read-only from January"),
                ("R-11", "Network lines come late", count(12), "K. Vasiliou", "Order in November"),
            ],
            late,
        ),
        "urgent_issues": _log(
            "urgent_issues",
            "2 issues are urgent",
            "id title size severity owner",
            [("I-24", "Slow access from the field offices", count(4), count(5), "K. Vasiliou")],
        ),
        "milestones": _log(
            "milestones",
            "1 of 5 milestones is late",
            "date id title baseline status",
            [(date(2026, 12, 1), "M-04", "Suite live in the field offices", date(2026, 10, 1), late)],
        ),
        "activities": _log(
            "activities",
            "3 activities are planned",
            "activity owner due",
            [("Coaching in the field offices", "I. Marten", date(2026, 12, 15))],
        ),
    }


def a_programme() -> Report:
    """The report by hand with all registers and logs."""
    held = a_report()
    blocks: dict[str, Block] = {"stakeholder_map": a_map(), "engagement_matrix": a_matrix()}
    blocks |= {"engagement_notes": engagement_notes()} | case_blocks() | log_blocks()
    return replace(held, blocks={**held.blocks, **blocks})
