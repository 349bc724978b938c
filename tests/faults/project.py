"""A small project with thirty planted faults, written from code; `faults.csv` beside this folder names each of them.

Everything that is no fault here is sound: what a check finds beyond the list is a cascade.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from tests.templates import replace_in_part

REPORT = """\
title: Use of the portal
colour: blue
brand: corporate
period: month
as_of: 2026-10-31
entities: {table: teams, key: code, name: team, groups: [area, regoin]}
plausibility: {least: 10, totals: [{total: company.licences, parts: usage.licences}]}
tables:
  teams:
    files: data/teams.xlsx
    columns: {code: {from: Code, type: id}, team: Team, area: Area}
  usage:
    files: data/usage_*.xlsx
    time: flow
    date: {from: Month end, format: yyyy-mm-dd}
    entity: code
    columns:
      code: {from: Code, type: id}
      licences: {from: Licences, type: count}
      active: {from: Active, type: count}
      target: {from: Target, type: count}
  visits:
    files: data/visits_*.csv
    time: cumulative
    date: {file: yyyy-mm-dd}
    entity: code
    columns: {code: {from: code, type: id}, visits: {from: visits, type: count}}
  company:
    files: data/company.xlsx
    time: flow
    date: {from: Month end, format: yyyy-mm-dd}
    columns: {licences: {from: Licences, type: count}}
  courses:
    files: data/courses.csv
    columns: {course: course, seats: {from: seats, type: count}, held: {from: held, type: date, format: yyyy-mm-dd}}
  letters: {files: data/letters.xlsx, columns: {sent: {from: Sent, type: count}}}
  surveys: {files: data/surveys.csv, columns: {answers: {from: Answers, type: count}}}
  archive: {files: data/archive.xlsx, columns: {n: {from: N, type: count}}}
  ledger: {files: data/ledger.xlsx, columns: {n: {from: N, type: count}}}
  plan: {files: data/plan.xlsx, sheet: Plan, columns: {n: {from: N, type: count}}}
kpis:
  active:
    label: Active users
    formula: sum(usage.active) / sum(usage.licences)
    unit: percent
    target: 80
  licences: {formula: sum(usage.licenses), unit: count}
  visits: {formula: sum(visits.visits), unit: counts}
  courses: {formula: summe(courses.seats), unit: count}
  seats: {formula: sum(courses.seats, unit: count, owner: The office}
  held: {unit: count}
  letters: {formula: sum(letters.sent), unit: count, unit: number}
  answers: {formula: sum(surveys.answers), unit: count}
  both: {formula: sum(answers) + kpi.held + kpi.visits, unit: count}
"""
MONTHS = (date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31))
TEAMS = [
    (f"T{number:02}", f"Team {name}", "North" if number % 2 else "South") for number, name in enumerate("ABCDEFGHIJ", 1)
]
# The first bytes of a compound file (MS-CFB 2.2), in which Office keeps workbooks with a password.
LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le").ljust(512, b"\0")


def write_project(folder: Path) -> None:
    """Write the project with all its faults."""
    data = folder / "data"
    data.mkdir(parents=True)
    (folder / "report.yaml").write_text(REPORT, "utf-8")
    _teams(data)
    for number, month in enumerate(MONTHS):
        _usage(data, number, month)
        _visits(data, number, month)
    _company(data)
    _others(data)
    replace_in_part(folder, "corporate", "annex.xlsx", "{{ definitions }}", "{{ definitons }}")
    replace_in_part(folder, "corporate", "annex.xlsx", "{{ lineage }}", "{{ lineage | shw }}")


def _save(path: Path, sheet: str, rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(path)


def _teams(data: Path) -> None:
    rows: list[list[Any]] = [["Code", "Team", "Area"], *([*team] for team in TEAMS)]
    rows.append(["T03", "Team C again", "North"])
    rows.append([None, "Team without code", "South"])
    _save(data / "teams.xlsx", "Teams", rows)


def _usage(data: Path, number: int, month: date) -> None:
    rows: list[list[Any]] = [["Code", "Month end", "Licences", "Active", "Target"]]
    for place, (code, _, _) in enumerate(TEAMS):
        rows.append([code, month.isoformat(), 100 + place, 60 + place + 3 * (number % 2), 70 + place])
    if number == 3:
        rows[1][3] = "many"
        rows[2][3] = 160
        rows[3][2] = 900
        rows[4][4] = 40
        rows[5][3] = "#N/A"
        rows[6][0] = "T 06x"
        rows[7][1] = "soon"
        rows[8][0] = "Team H"
        del rows[9]
    _save(data / f"usage_{month:%Y-%m}.xlsx", "Use", rows)


def _visits(data: Path, number: int, month: date) -> None:
    counts = [1000 * (place + 1) + 50 * number for place in range(len(TEAMS))]
    if number == 3:
        counts[4] = 4000
    lines = [f"{code},{count}" for (code, _, _), count in zip(TEAMS, counts, strict=True)]
    (data / f"visits_{month.isoformat()}.csv").write_text("code,visits\n" + "\n".join(lines) + "\n", "utf-8")


def _company(data: Path) -> None:
    rows: list[list[Any]] = [["Month end", "Licences"], *([month.isoformat(), 1045] for month in MONTHS)]
    rows[3][1] = 1054
    del rows[4]
    _save(data / "company.xlsx", "Company", rows)


def _others(data: Path) -> None:
    (data / "courses.csv").write_text("course,seats,held\nFirst,20,2026-10-02\nSecond,10,2026-13-45\n", "utf-8")
    (data / "surveys.csv").write_text("Answer\n12\n", "utf-8")
    (data / "archive.xlsx").write_bytes(LOCKED)
    (data / "ledger.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    _save(data / "plan.xlsx", "Plans", [["N"], [1]])
