"""A fault in the project file costs what it concerns, and nothing else: one fault is one problem, at its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.errors import Problem, ReportgenError, Severity
from reportgen.locations import TextLocation
from reportgen.operations.check import check
from reportgen.operations.prepare import prepare
from reportgen.project import salvage_project

PROJECT = """\
title: Use of the portal
subtitle: in the towns
language: en
brand: corporate
status: final
period: month
year_start: 1
as_of: 2024-03-31
entities: {table: towns, key: code, name: town, groups: [region]}
groups: {region: Region}
tables:
  towns:
    files: towns.csv
    time: static
    columns:
      code: {from: CODE, type: id}
      town: TOWN
      region: REGION
      residents: {from: RESIDENTS, type: count}
  uses:
    files: uses-*.csv
    time: cumulative
    date: {from: DAY, format: dd-mm-yyyy, tolerance: 5 days}
    entity: code
    columns:
      code: {from: CODE, type: id}
      total: {from: TOTAL, type: count, missing: [NA]}
  changes:
    files: changes.csv
    time: flow
    date: {year: YEAR, month: MONTH}
    columns:
      state: STATE
      requests: {from: REQUESTS, type: count}
  cases:
    files: cases.csv
    contract: cases
    entity: town_code
    columns:
      id: ID
      opened: {from: OPENED, format: yyyy-mm-dd}
      closed: CLOSED
      town_code: {from: CODE, type: id}
kpis:
  reach:
    label: Uses per resident
    formula: sum(uses.total) / sum(residents)
    unit: percent
    better: higher
    target: {path: linear, from: 2024-01, start: 0 %, due: 2024-12, end: 100 %}
    tolerance: 5 points
    owner: The office
  northern: {label: Uses in the north, formula: "sum(total, where=region == 'North')", unit: count}
  accepted:
    unit: percent
    formula: "sum(requests, where=state == 'DONE') / sum(requests)"
  so_far: {formula: year_to_date(kpi.accepted), unit: percent, decimals: 2}
  received: {formula: "count(cases, on=opened)", unit: count, target: 120}
control:
  author: I. Marten
  phase: Executing
  people: [{name: M. Keller, action: Approve}]
meeting: {name: Steering committee, date: 2024-04-12}
documents: [deck, report, annex]
"""
LINES = PROJECT.splitlines()
DATA = {
    "towns.csv": "CODE,TOWN,REGION,RESIDENTS\n1,Aa,North,100\n2,Be,South,200\n",
    "uses-1.csv": "CODE,DAY,TOTAL\n1,31-01-2024,10\n2,31-01-2024,NA\n",
    "uses-2.csv": "CODE,DAY,TOTAL\n1,27-02-2024,12\n2,29-02-2024,30\n",
    "changes.csv": "YEAR,MONTH,STATE,REQUESTS\n2024,1,DONE,5\n2024,1,OPEN,2\n2024,2,DONE,8\n",
    "cases.csv": "ID,OPENED,CLOSED,CODE\n7,2024-01-05,2024-01-20,1\n8,2024-02-09,,2\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "report.yaml").write_text(PROJECT, "utf-8")
    for name, text in DATA.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def errors(folder: Path, lines: list[str]) -> list[Problem]:
    (folder / "report.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    try:
        found = prepare(folder).problems
    except ReportgenError as error:
        found = error.problems
    return [problem for problem in found if problem.severity is Severity.ERROR]


def slips(line: str) -> Iterator[str]:
    """What can happen to a line: a value of another kind, letters out of order, a sign too few, a tab, an alias."""
    match = re.match(r"( *)(\w+):( *)(.*)$", line)
    assert match is not None, line
    blanks, key, gap, value = match.groups()
    yield f"\t{line}"
    yield f"{blanks}{key}: *other"
    if value:
        yield f"{blanks}{key}: [[a]]"
        yield f"{blanks}{key}: {{{value}"
        yield f'{blanks}{key}: "{value.replace(chr(34), "")}'
    # Names that the project chooses itself are not misspelt in one place: all that refers to them is then unknown.
    if len(blanks) in (0, 4) and key != "columns":
        yield f"{blanks}{key[:-2]}{key[-1]}{key[-2]}:{gap}{value}"


@pytest.mark.parametrize("number", range(len(LINES)), ids=lambda number: LINES[number].strip()[:20])
def test_one_slip_in_a_line_is_told_at_that_line_and_nothing_else_is(folder: Path, number: int) -> None:
    for slip in slips(LINES[number]):
        found = errors(folder, [*LINES[:number], slip, *LINES[number + 1 :]])
        places = [problem.location for problem in found]
        assert places, slip
        assert {getattr(place, "line", 0) for place in places} == {number + 1}, (slip, [str(p) for p in found])


def test_the_project_of_these_tests_has_no_fault(folder: Path) -> None:
    assert errors(folder, LINES) == []


def test_a_misspelt_key_is_read_as_the_one_that_was_meant(folder: Path) -> None:
    """Else the faults of everything below it would stay hidden until it is mended."""
    text = PROJECT.replace("tables:", "tabels:").replace("formula: sum(uses.total)", "formla: sum(uses.totl)")
    text = text.replace("RESIDENTS", "INHABITANTS")
    assert [str(problem).split(" (")[0] for problem in errors(folder, text.splitlines())] == [
        'report.yaml:11:1: There is no key "tabels" here. Did you mean "tables"?',
        'report.yaml:47:5: There is no key "formla" here. Did you mean "formula"?',
        'report.yaml:47:22: Table "uses" has no column "totl". Did you mean "total"?',
        'towns.csv, cell A1: There is no column "INHABITANTS"',
    ]


def test_faults_of_the_form_are_told_together_and_with_those_of_the_rest(folder: Path) -> None:
    text = PROJECT.replace("subtitle: in", "subtitle: in: ").replace("unit: count, target", "unit: [count, target")
    text = text.replace("sum(requests)", "sum(request)").replace("      town: TOWN", "\ttown: TOWN")
    (folder / "changes.csv").write_text(DATA["changes.csv"].replace("OPEN,2", "OPEN,two"), "utf-8")
    assert [str(problem).split(" (")[0] for problem in errors(folder, text.splitlines())] == [
        "report.yaml:2:13: The file is not valid YAML: a colon followed by a blank stands where no key can be. Put "
        'the text between quotation marks, such as "a: b".',
        "report.yaml:17:1: The file is not valid YAML: a tab indents the line",
        'report.yaml:56:58: No table has a column "request". Did you mean "requests"?',
        "report.yaml:58:56: The file is not valid YAML: a bracket [ is not closed. Write the closing ], and commas "
        "between the entries.",
        "changes.csv, cell D3: The cell is not a number that can be read",
    ]


def test_what_is_set_aside_can_be_asked_for(folder: Path) -> None:
    text = PROJECT.replace("time: cumulative", "time: sometimes").replace(
        "unit: percent\n    better", "unit: 5\n    better"
    )
    (folder / "report.yaml").write_text(text, "utf-8")
    project, problems = salvage_project(folder)
    assert [problem.location for problem in problems] == [
        TextLocation("report.yaml", 22, 11),
        TextLocation("report.yaml", 48, 11),
    ]
    assert project.aside.uncounted("uses")
    assert not project.aside.unreadable("uses")
    assert project.aside.has("kpis", "reach", "unit")
    assert "reach" in project.kpis


def test_an_entry_that_is_gone_may_be_named_by_formulas_and_templates(folder: Path) -> None:
    text = PROJECT.replace("    formula: \"sum(requests, where=state == 'DONE') / sum(requests)\"\n", "")
    [problem] = errors(folder, text.splitlines())
    assert str(problem) == 'report.yaml:54:3: The key "formula" is missing in "accepted" (expected formula: ...).'


def test_nothing_but_noise_is_one_problem(folder: Path) -> None:
    (folder / "report.yaml").write_text("{[<" * 50 + "\n" * 20 + "\t- :\n", "utf-8")
    result = check(folder)
    assert result.exit_code == 3
    assert len(result.problems) == 1


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("formula: >-\n      sum(uses.total)\n      / sum(resident)", 49, 13),
        ("formula: |\n      sum(uses.total) /\n\n        sum(resident)", 50, 13),
        ("formula: sum(uses.total)\n      / sum(resident)", 48, 13),
        ("formula: 'sum(uses.total)\n\n      / sum(resident)'", 49, 13),
        ('formula: "sum(uses.total)\\\n      / sum(resident)"', 48, 13),
    ],
    ids=["folded", "literal", "plain", "quoted", "escaped"],
)
def test_a_fault_in_a_formula_over_several_lines_is_told_where_it_stands(
    folder: Path, written: str, line: int, column: int
) -> None:
    text = PROJECT.replace("formula: sum(uses.total) / sum(residents)", written)
    [problem] = errors(folder, text.splitlines())
    assert problem.location == TextLocation("report.yaml", line, column)
