"""Commentary: what a person wrote for the period takes the place of generated sentences, and only that."""

from __future__ import annotations

from pathlib import Path

from reportgen.content.narrative import Narrative
from reportgen.content.periods import Period
from reportgen.content.report import Report
from reportgen.content.values import Quantity
from reportgen.errors import Problem
from reportgen.locales import locale_for
from reportgen.rules.assemble import build_report
from tests.rules.projects import ENTITIES, UNITS, UNITS_TABLE, prepared

EN = locale_for("en")
PROJECT = f"""
title: Commentary
{ENTITIES}
tables:{UNITS_TABLE}
  use:
    files: use.csv
    time: stock
    date: date
    entity: id
    columns: {{id: {{type: id}}, active: {{type: count}}, licensed: {{type: count}}}}
  commentary: {{files: commentary.csv, contract: commentary, columns: {{}}}}
kpis:
  active: {{label: Active share, unit: percent, formula: sum(use.active) / sum(use.licensed)}}
  users: {{label: Users, unit: count, formula: sum(use.active)}}
"""
USE = """id,date,active,licensed
A,2026-09-30,40,100
B,2026-09-30,50,100
C,2026-09-30,10,100
A,2026-10-31,50,100
B,2026-10-31,60,100
C,2026-10-31,10,100
"""
HEAD = "kind,kpi,group,period,heading,text,consequence,author,order,show\n"


def report(folder: Path, texts: str, period: str = "2026-10") -> tuple[Report, list[Problem]]:
    made, dataset = prepared(folder, PROJECT, units=UNITS, use=USE, commentary=HEAD + texts)
    return build_report(made.project, made, dataset, Period.parse(period), None)


def said(text: object) -> str:
    return str(text).replace("\u00a0", " ")


def remarks(made: Report, kpi: str) -> list[str]:
    found = made.kpi(kpi).remarks
    assert isinstance(found, Narrative)
    return [said(finding.statement) for finding in found.findings]


def test_the_persons_summary_replaces_title_and_status_text(tmp_path: Path) -> None:
    made = report(tmp_path, 'summary,,,2026-10,Support is back,"Up to 40.0 %, we think.",,I. Marten,,\n')[0]
    assert said(made.narrative("summary").headline) == "Support is back"
    status = made.narrative("status_summary").findings
    assert [said(finding.statement) for finding in status] == ["Up to 40.0 %, we think."]
    # Numbers in the text are the person's.
    assert status[0].statement.spans == ()
    # Findings nobody wrote are generated as before.
    assert made.narrative("summary").findings[0].statement.spans


def test_the_persons_findings_stand_beside_the_numbers_they_are_about(tmp_path: Path) -> None:
    texts = """finding,active,North,2026-10-31,,North leads.,Keep on.,I. Marten,2,
finding,active,,2026-10-15,points in a month,It rose.,,I. Marten,1,change
finding,,,2026-10-01,,Without a number.,,I. Marten,,
finding,users,,2026-10-31,Nothing,No number wanted.,,I. Marten,3,none
"""
    findings = report(tmp_path, texts)[0].narrative("summary").findings
    assert [(finding.label, said(finding.statement), said(finding.consequence)) for finding in findings] == [
        ("points in a month", "It rose.", ""),
        ("North", "North leads.", "Keep on."),
        ("Nothing", "No number wanted.", ""),
        ("", "Without a number.", ""),
    ]
    numbers = [finding.number for finding in findings]
    assert [said(EN.text(number)) if number else None for number in numbers] == ["+6.7", "55.0 %", None, None]
    assert isinstance(numbers[1], Quantity)
    assert numbers[1].id == "kpi.active@segment=North"


def test_remarks_replace_those_of_their_kpi_only(tmp_path: Path) -> None:
    texts = "kpi,active,,2026-10,Tempo,Wzrost po szkoleniu.,,I. Marten,,\ngroup,active,South,2026-10,,Πτώση.,,A,,\n"
    made, found = report(tmp_path, texts)
    assert remarks(made, "active") == ["Wzrost po szkoleniu.", "Πτώση."]
    plain = report(tmp_path, "")[0]
    assert remarks(made, "users") == remarks(plain, "users")
    assert found == []


def test_what_was_written_for_another_period_is_not_used(tmp_path: Path) -> None:
    texts = "summary,,,2026-09,Old,Old text.,,A,,\nkpi,active,,2026-11,New,New text.,,A,,\n"
    made, plain = report(tmp_path, texts)[0], report(tmp_path, "")[0]
    assert made.narrative("summary") == plain.narrative("summary")
    assert made.narrative("status_summary") == plain.narrative("status_summary")
    assert remarks(made, "active") == remarks(plain, "active")
    assert said(report(tmp_path, texts, "2026-09")[0].narrative("summary").headline) == "Old"


def test_the_lineage_names_the_author_and_the_cell(tmp_path: Path) -> None:
    texts = "kpi,active,,2026-10,Tempo,It rose.,,I. Marten,,\nlessons,,,2026-10,Lesson,Coach first.,,,,\n"
    made = report(tmp_path, texts)[0]
    rows = [row.cells for row in made.table("lineage").rows if row.key.startswith("commentary")]
    assert [(cells[0], cells[2], cells[5], cells[6], cells[7]) for cells in rows] == [
        ("Active share", "Written by I. Marten", "commentary", "commentary.csv", "F2; 2026-10"),
        ("Lessons", "Written by a person", "commentary", "commentary.csv", "F3; 2026-10"),
    ]


def test_notes_of_their_own_kind_are_narratives(tmp_path: Path) -> None:
    texts = "cases,,,2026-10,Slow access,Доступ надто повільний.,,A,,\nnext steps,,,2026-10,,Visit all.,By May.,A,,\n"
    made = report(tmp_path, texts)[0]
    assert made.narrative("case_notes").findings[0].label == "Slow access"
    assert said(made.narrative("next_steps").findings[0].consequence) == "By May."


def test_texts_about_what_is_not_there_are_told_with_their_cell(tmp_path: Path) -> None:
    texts = """remark,,,2026-10,A,B,,,,
kpi,actve,,2026-10,A,B,,,,
kpi,,,2026-10,A,B,,,,
finding,active,Nort,2026-10,A,B,,,,size
"""
    found = report(tmp_path, texts)[1]
    assert [(problem.code, str(problem.location), problem.hint) for problem in found] == [
        ("unknown-kind", "commentary.csv, cell A2", ""),
        ("unknown-kpi", "commentary.csv, cell B3", "Did you mean active?"),
        ("unknown-kpi", "commentary.csv, cell B4", ""),
        ("unknown-number", "commentary.csv, cell J5", ""),
        ("unknown-group", "commentary.csv, cell C5", "Did you mean North?"),
    ]
