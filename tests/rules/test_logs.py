"""Logs: levels, urgency and lateness are computed, what is listed is what a committee has to see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportgen.content.periods import Period
from reportgen.content.report import Report
from reportgen.content.tables import Table
from reportgen.content.values import NoData, Quantity, Status
from reportgen.errors import Problem
from reportgen.locales import locale_for
from reportgen.rules.assemble import build_report
from reportgen.rules.programme.standing import action_status, milestone_status, risk_status
from tests.rules.projects import prepared

EN = locale_for("en")
END = date(2026, 10, 31)


def report(
    folder: Path, contract: str, rows: str, period: str = "2026-10", **others: str
) -> tuple[Report, list[Problem]]:
    """The report of a project whose log has these rows; other logs by the name of their contract."""
    logs = {contract: rows, **others}
    tables = "\n".join(f"  {name}: {{files: {name}.csv, contract: {name}, columns: {{}}}}" for name in logs)
    text = f"title: Logs\ntables:\n{tables}\nkpis:\n  rows: {{formula: count({contract})}}\n"
    made, dataset = prepared(folder, text, **logs)
    return build_report(made.project, made, dataset, Period.parse(period), None)


def said(cell: object) -> str:
    return EN.text(cell).replace("\u00a0", " ")


def cells(table: Table) -> dict[str, dict[str, str]]:
    keys = [column.key for column in table.columns]
    return {row.key: dict(zip(keys, map(said, row.cells), strict=True)) for row in table.rows}


def column(table: Table, key: str) -> dict[str, str]:
    return {row: held[key] for row, held in cells(table).items()}


RISKS = """id,title,status,identification date,likelihood,impact,level,action,owner,due,closed
R-01,Slow lines,Approved,2026-08-01,4,-4,16,Order lines,K. Vasiliou,2026-11-12,
R-02,Old shares,Assessing,2026-09-05,5,-4,20,Close them,M. Keller,2026-11-27,
R-03,Small delay,Proposed,2026-10-05,1,-2,5,,,,
R-04,Champions join,Approved,2026-08-01,5,5,25,,,,
R-05,Gone,Closed,2026-08-01,5,-5,25,,,,2026-10-15
R-06,Later,Proposed,2026-11-05,5,-5,25,,,,
R-07,Old form,closed,2026-08-01,3,-3,9,,,,
"""


@pytest.mark.parametrize(
    ("level", "status"),
    [
        (1, Status.ON_TRACK),
        (2, Status.ON_TRACK),
        (3, Status.AT_RISK),
        (16, Status.AT_RISK),
        (20, Status.OFF_TRACK),
        (25, Status.OFF_TRACK),
        (None, Status.NO_DATA),
    ],
)
def test_the_colour_of_a_level_is_that_of_the_matrix(level: int | None, status: Status) -> None:
    assert risk_status(level) is status


def test_top_risks_are_the_active_threats_by_level(tmp_path: Path) -> None:
    made = report(tmp_path, "risks", RISKS)[0]
    top = made.table("top_risks")
    assert column(top, "level") == {"R-02": "20", "R-01": "16", "R-03": "2"}
    assert column(top, "status") == {"R-02": "Off track", "R-01": "At risk", "R-03": "On track"}
    assert said(top.headline) == "Three risks are active; the highest, at level 20: Old shares"
    assert (top.status, said(top.tally)) == (Status.OFF_TRACK, "active: 3")
    # R-03 was not known at the end of September, R-05 was not closed.
    assert said(made.facts["risks_active"].previous) == "3"


def test_the_log_has_all_that_was_known_active_risks_first(tmp_path: Path) -> None:
    log = report(tmp_path, "risks", RISKS)[0].table("risks")
    assert list(cells(log)) == ["R-02", "R-01", "R-03", "R-04", "R-05", "R-07"]
    assert column(log, "status")["R-04"] == "No target"


def test_a_closed_risk_was_active_before(tmp_path: Path) -> None:
    made = report(tmp_path, "risks", RISKS, "2026-09")[0]
    assert list(cells(made.table("top_risks"))) == ["R-05", "R-02", "R-01"]


def test_a_typed_level_is_never_trusted(tmp_path: Path) -> None:
    found = report(tmp_path, "risks", RISKS)[1]
    assert [(problem.code, str(problem.location), problem.found, problem.expected) for problem in found] == [
        ("other-level", "risks.csv, cell G4", "5", "2")
    ]


def test_values_off_the_scale_and_unknown_states_are_told(tmp_path: Path) -> None:
    rows = "id,title,status,likelihood,impact\nR-1,A,Waiting,6,-3\nR-2,B,Approved,2,-9\nR-2,C,Approved,2,-2\n"
    made, found = report(tmp_path, "risks", rows)
    assert [(problem.code, str(problem.location)) for problem in found] == [
        ("repeated-id", "risks.csv, cell A4"),
        ("unknown-status", "risks.csv, cell C2"),
        ("off-scale", "risks.csv, cell D2"),
        ("off-scale", "risks.csv, cell E3"),
    ]
    assert len(made.table("top_risks").rows) == 3


def test_a_log_that_writes_threats_without_sign_is_read_and_told(tmp_path: Path) -> None:
    rows = "id,title,status,likelihood,impact\nR-1,A,Approved,4,5\nR-2,B,Approved,2,1\n"
    made, found = report(tmp_path, "risks", rows)
    assert column(made.table("top_risks"), "level") == {"R-1": "20", "R-2": "2"}
    assert [problem.code for problem in found] == ["positive-impacts"]
    assert isinstance(made.facts["risks_active"].previous, NoData)


ISSUES = """id,title,status,identified,urgency,impact,size,closed
I-1,Slow access,Open,2026-09-01,5,4,4,
I-2,Lost links,Postponed,2026-09-01,4,3,2,
I-3,Search,Open,2026-09-01,3,5,1,
I-4,Solved,Resolved,2026-09-01,5,5,5,2026-10-10
"""


def test_urgent_issues_are_those_of_urgency_four_and_five(tmp_path: Path) -> None:
    made = report(tmp_path, "issues", ISSUES)[0]
    urgent = made.table("urgent_issues")
    assert column(urgent, "severity") == {"I-1": "4", "I-2": "3"}
    assert column(urgent, "status") == {"I-1": "Off track", "I-2": "At risk"}
    assert (urgent.status, said(urgent.tally)) == (Status.OFF_TRACK, "urgent: 2")
    assert list(cells(made.table("issues"))) == ["I-1", "I-2", "I-3", "I-4"]
    assert said(made.facts["issues_urgent"].previous) == "3"
    assert said(made.facts["issues_urgent"].change) == "\N{MINUS SIGN}1"


def test_a_severity_of_its_own_is_printed(tmp_path: Path) -> None:
    rows = "id,title,status,urgency,impact,severity\nI-1,Slow access,Open,5,2,4\n"
    assert column(report(tmp_path, "issues", rows)[0].table("urgent_issues"), "severity") == {"I-1": "4"}


def test_changes_are_those_active_or_settled_in_the_period(tmp_path: Path) -> None:
    rows = """id,title,category,status,identified,size,priority,decided,delivered
C-1,Baltic office,Scope,Approved,2026-09-01,3,3,2026-09-20,
C-2,Survey,Communication,Assessing,2026-10-01,5,2,,
C-3,Old,Scope,Implemented,2026-05-01,3,3,,2026-08-01
C-4,New,Scope,Implemented,2026-05-01,3,3,,2026-10-02
C-5,No,Scope,Rejected,2026-05-01,3,3,2026-10-09,
C-6,Later,Scope,Submitted,2026-11-01,5,5,,
"""
    made = report(tmp_path, "changes", rows)[0]
    table = made.table("project_changes")
    assert list(cells(table)) == ["C-2", "C-1", "C-4", "C-5"]
    assert (table.status, said(table.tally), said(table.headline)) == (
        Status.AT_RISK,
        "severe: 1",
        "4 project changes, 1 severe",
    )


DECISIONS = """id,title,status,effect,if not,owner,due,decided
D-12,Early one,Taken,,,A,,2026-06-01
D-13,Contingency kept,Taken,,,K. Vasiliou,2026-10-08,2026-10-08
D-15,Shares read-only,Requested,Less work,Two systems,M. Keller,2026-11-12,
D-14,Release money,,Lines,No lines,K. Vasiliou,2026-11-12,
D-16,Put off,Postponed,,,A,2026-11-12,
D-17,Decided since,Taken,,,A,2026-11-12,2026-11-12
D-18,Much later,Taken,,,A,2027-02-01,2027-02-01
"""


def test_decisions_asked_are_those_not_taken_by_their_day(tmp_path: Path) -> None:
    made = report(tmp_path, "decisions", DECISIONS)[0]
    asked = made.table("decisions_asked")
    assert column(asked, "number") == {"D-14": "1", "D-15": "2", "D-17": "3"}
    assert cells(asked)["D-14"]["if_not"] == "No lines"
    assert said(asked.headline) == "Three decisions are requested by 12 November 2026"
    assert said(made.facts["decisions_asked"].value) == "3"
    assert list(cells(made.table("decisions"))) == ["D-13", "D-12"]


ACTIONS = """id,title,owner,started,due,status,progress,closed
A-1,Repair links,H. Lind,2026-09-20,2026-10-23,On track,,
A-2,Obtain data,M. Keller,2026-10-12,2026-11-13,,both contacted,
A-3,Order lines,K. Vasiliou,,2026-11-20,Not started,waits for decision 1,
A-4,Clear overdue,P. Sousa,2026-10-01,2026-11-27,At risk,6 of 25 closed,
A-5,Coach Support,I. Marten,2026-08-01,2026-10-10,Done,,2026-10-08
A-6,Long done,I. Marten,2026-05-01,2026-06-10,Done,,2026-06-08
A-7,Survey,I. Marten,2026-11-03,2026-12-10,Busy,,
"""


def test_actions_are_sorted_by_their_day_with_computed_status(tmp_path: Path) -> None:
    made, found = report(tmp_path, "actions", ACTIONS)
    table = made.table("actions")
    assert column(table, "status") == {
        "A-5": "Done",
        "A-1": "Off track",
        "A-2": "On track",
        "A-3": "Not started",
        "A-4": "At risk",
        "A-7": "Not started",
    }
    assert column(table, "late")["A-1"] == "8"
    assert said(table.headline) == "Five actions are open, one overdue; the last is due on 10 December 2026"
    assert [(problem.code, str(problem.location)) for problem in found] == [("unknown-status", "actions.csv, cell F8")]


def test_overdue_actions_are_told_with_the_days(tmp_path: Path) -> None:
    made = report(tmp_path, "actions", ACTIONS)[0]
    table = made.table("overdue_actions")
    assert column(table, "late") == {"A-1": "8"}
    assert said(table.headline) == "One of five open actions is overdue; Repair links by eight days"
    late = table.rows[0].cells[[each.key for each in table.columns].index("late")]
    assert isinstance(late, Quantity)
    assert late.id == "facts.actions@A-1.late"


def test_activities_are_performed_or_planned(tmp_path: Path) -> None:
    sent = """id,item,responsible,planned,sent
N-1,Newsletter,J. Novák,2026-10-05,2026-10-06
N-2,Інформація,,2026-11-20,
N-3,Far,,2027-01-20,
"""
    made = report(tmp_path, "actions", ACTIONS, communications=sent)[0]
    table = made.table("activities")
    assert [(row["kind"], row["title"], row["state"]) for row in cells(table).values()] == [
        ("Performed", "Repair links", "ongoing"),
        ("Performed", "Obtain data", "ongoing"),
        ("Performed", "Clear overdue", "ongoing"),
        ("Performed", "Newsletter", "complete"),
        ("Performed", "Coach Support", "complete"),
        ("Planned", "Order lines", "pending"),
        ("Planned", "Інформація", "pending"),
        ("Planned", "Survey", "pending"),
    ]
    assert said(table.headline) == "Three activities planned, five performed"
    assert [row.cells[0] for row in table.turned().rows] == ["Planned"] * 3 + ["Performed"] * 5
    for kind, count in {"performed": 5, "planned": 3}.items():
        assert len(made.table(f"activities_{kind}").rows) == count


@pytest.mark.parametrize(
    ("said", "started", "due", "closed", "status"),
    [
        (Status.ON_TRACK, None, date(2026, 10, 30), None, Status.OFF_TRACK),
        (Status.ON_TRACK, None, END, None, Status.ON_TRACK),
        (None, None, date(2026, 10, 1), date(2026, 10, 20), Status.DONE),
        (Status.DONE, None, date(2026, 11, 5), date(2026, 11, 2), Status.ON_TRACK),
        (Status.DONE, None, date(2026, 10, 1), None, Status.DONE),
        (None, date(2026, 11, 1), date(2026, 12, 1), None, Status.NOT_STARTED),
    ],
)
def test_dates_go_before_words_in_an_action(
    said: Status | None, started: date | None, due: date | None, closed: date | None, status: Status
) -> None:
    assert action_status(said, started, due, closed, END) is status


@pytest.mark.parametrize(
    ("said", "baseline", "forecast", "actual", "status"),
    [
        (None, date(2026, 9, 30), None, date(2026, 9, 28), Status.DONE),
        (Status.ON_TRACK, date(2026, 9, 30), None, None, Status.OFF_TRACK),
        (Status.ON_TRACK, date(2027, 3, 31), date(2027, 4, 30), None, Status.AT_RISK),
        (Status.ON_TRACK, date(2027, 3, 31), date(2027, 5, 1), None, Status.OFF_TRACK),
        (Status.NOT_STARTED, date(2027, 1, 29), date(2027, 1, 29), None, Status.NOT_STARTED),
        (Status.AT_RISK, date(2027, 1, 29), date(2027, 1, 20), None, Status.AT_RISK),
        (None, date(2027, 1, 29), None, None, Status.ON_TRACK),
    ],
)
def test_a_milestone_is_judged_by_forecast_against_baseline(
    said: Status | None, baseline: date, forecast: date | None, actual: date | None, status: Status
) -> None:
    assert milestone_status(said, baseline, forecast, actual, END) is status


def test_milestones_stand_in_order_with_the_days_behind(tmp_path: Path) -> None:
    rows = """id,title,baseline,forecast,actual,status
M-4,Active share 80 %,2027-03-31,2027-08-31,,On track
M-1,Coaching complete,2026-09-30,,2026-10-02,
M-2,Reached since,2026-11-05,,2026-11-04,Done
"""
    made = report(tmp_path, "milestones", rows)[0]
    table = made.table("milestones")
    assert [tuple(row[key] for key in ("date", "variance", "status")) for row in cells(table).values()] == [
        ("2 October 2026", "+2", "Done"),
        ("4 November 2026", "\N{MINUS SIGN}1", "On track"),
        ("31 August 2027", "+153", "Off track"),
    ]
    assert said(table.headline) == "One of three milestones is off track: Active share 80 %"
    assert (table.status, said(table.tally)) == (Status.OFF_TRACK, "1 of 3")


def test_communications_of_the_period_and_the_next_with_their_rates(tmp_path: Path) -> None:
    rows = """id,item,planned,sent,delivered,opens,clicks
N-1,Newsletter,2026-10-05,2026-10-06,400,250,50
N-2,Session,2026-10-20,,,,
N-3,Next,2026-11-20,2026-11-20,10,5,1
N-4,Before,2026-09-20,2026-09-20,10,5,1
"""
    table = report(tmp_path, "communications", rows)[0].table("communications")
    assert column(table, "state") == {"N-1": "sent", "N-2": "not sent", "N-3": "planned"}
    assert column(table, "open_rate") == {"N-1": "62.5 %", "N-2": "", "N-3": ""}
    assert column(table, "click_rate")["N-1"] == "20.0 %"
    assert said(table.headline) == "One communication sent, two planned until the end of November 2026"


def test_costs_are_the_latest_of_each_scope(tmp_path: Path) -> None:
    rows = """scope,period,allocated days,spent days,forecast days,allocated,forecast
Current year,2026-09,1420,1000,1404,860000,851000
Current year,2026-10,1420,1136,1404,860000,870000
Overall project,2026-10,2350,1790,2320,1410000,1598000
Current year,2026-11,1420,1200,1404,860000,851000
"""
    table = report(tmp_path, "costs", rows)[0].table("costs")
    assert column(table, "spent_days") == {"Current year": "1 136", "Overall project": "1 790"}
    assert column(table, "status") == {"Current year": "At risk", "Overall project": "Off track"}
    assert "spent" not in [each.key for each in table.columns]


@pytest.mark.parametrize(
    ("contract", "head"),
    [
        ("risks", "id,title,status,likelihood,impact"),
        ("issues", "id,title,status,urgency"),
        ("changes", "id,title,status"),
        ("decisions", "id,title,decided"),
        ("actions", "id,title,owner,due"),
        ("milestones", "id,title,baseline"),
        ("communications", "item,planned"),
        ("costs", "scope,period"),
        ("cases", "id,opened,closed"),
        ("stakeholders", "id,name,power,interest,current,desired"),
    ],
)
def test_an_empty_log_gives_no_blocks(tmp_path: Path, contract: str, head: str) -> None:
    units = "id\n1\n"
    text = f"""
title: T
tables:
  units: {{files: units.csv, columns: {{id: id}}}}
  {contract}: {{files: {contract}.csv, contract: {contract}, columns: {{}}}}
kpis: {{units: {{formula: count(units)}}}}
"""
    made, dataset = prepared(tmp_path, text, units=units, **{contract: f"{head}\n"})
    found = build_report(made.project, made, dataset, Period.parse("2026-10"), None)[0]
    assert not found.facts
    assert "top_risks" not in found.blocks
