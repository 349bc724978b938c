"""What can be read and may yet be wrong is told at its cell; what is only as usual is not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.errors import Problem, Severity
from reportgen.loaders import load
from reportgen.project import read_project
from reportgen.rules.planning.plan import plan
from reportgen.rules.plausibility.doubts import implausible

PROJECT = """\
title: Use
entities: {table: teams, key: code, name: team}
plausibility: {least: 10}
tables:
  teams: {files: teams.csv, columns: {code: CODE, team: TEAM}}
  use:
    files: use.csv
    time: flow
    date: {from: DAY, format: yyyy-mm-dd}
    entity: code
    columns:
      code: CODE
      n: {from: N, type: count}
      of: {from: OF, type: count}
      target_share: {from: T, type: percent, required: no}
kpis:
  rate: {formula: sum(use.n) / sum(use.of), unit: percent}
"""
TEAMS = "ABCDEF"
MONTHS = ("2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30")


def found(
    folder: Path, cells: Mapping[tuple[str, str], str | None], project: str = PROJECT, grow: int = 2
) -> list[str]:
    """What is told of teams with about 100 in each month; `cells` replaces or leaves out lines by team and month."""
    (folder / "report.yaml").write_text(project, "utf-8")
    (folder / "teams.csv").write_text("CODE,TEAM\n" + "".join(f"{t},Team {t}\n" for t in TEAMS), "utf-8")
    lines = []
    for number, month in enumerate(MONTHS):
        for team in TEAMS:
            line = cells.get((team, month), f"{100 + grow * number},200,{70 + number} %")
            if line is not None:
                lines.append(f"{team},{month},{line}")
    (folder / "use.csv").write_text("CODE,DAY,N,OF,T\n" + "\n".join(lines) + "\n", "utf-8")
    read = read_project(folder)
    dataset, problems = load(read)
    assert not [problem for problem in problems if problem.severity is Severity.ERROR]
    return [told(problem) for problem in implausible(read, plan(read)[0], dataset)]


def told(problem: Problem) -> str:
    return f"{problem.code} {problem.location}: {problem.message} ({problem.found}; {problem.expected})"


def test_what_is_as_usual_is_not_told(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == []


def test_a_jump_is_told_at_its_cell(tmp_path: Path) -> None:
    assert found(tmp_path, {("C", "2026-09-30"): "30,200,73 %"}) == [
        'jump use.csv, cell C22: "n" of C (Team C) changed by -71 % from August 2026 to September 2026 '
        "(30; a number near 104)"
    ]


def test_a_month_in_which_all_double_is_no_jump(tmp_path: Path) -> None:
    cells = {(team, "2026-09-30"): "190,200,73 %" for team in TEAMS}
    assert found(tmp_path, cells) == []


def test_the_threshold_is_the_projects(tmp_path: Path) -> None:
    cells = {("C", "2026-09-30"): "70,200,73 %"}
    assert found(tmp_path, cells) == []
    [told] = found(tmp_path, cells, PROJECT.replace("{least: 10}", "{jump: 20 %, least: 10}"))
    assert told.startswith("jump ")
    assert found(tmp_path, cells, PROJECT.replace("{least: 10}", "{jump: 20 %, least: 150}")) == []
    assert found(tmp_path, cells, PROJECT.replace("{least: 10}", "{jump: 20 %, skip: use}")) == []


def test_an_entity_that_was_always_there_and_is_not_now_has_vanished(tmp_path: Path) -> None:
    assert found(tmp_path, {("B", "2026-09-30"): None}) == [
        'entity-vanished use.csv, cell A15: In "use", B (Team B) has a row for August 2026 and none for September 2026 '
        "(no row; a row for September 2026)"
    ]


def test_one_that_comes_and_goes_has_not_vanished_but_did_not_report(tmp_path: Path) -> None:
    cells = {("B", "2026-09-30"): None, ("B", "2026-07-31"): None}
    assert found(tmp_path, cells) == [
        'not-reported use.csv: 1 of 6 teams did not report in "use" for September 2026 (B (Team B); )'
    ]


def test_a_target_that_moves_otherwise_than_most_has_changed(tmp_path: Path) -> None:
    assert found(tmp_path, {("D", "2026-09-30"): "106,200,80 %"}) == [
        'target-changed use.csv, cell E23: The target "target_share" of D (Team D) is another one than for August 2026 '
        "(80 %; 72 %, as for August 2026)"
    ]


def test_a_part_above_its_whole_is_told_once(tmp_path: Path) -> None:
    assert found(tmp_path, {("D", "2026-09-30"): "210,200,73 %"}) == [
        'numerator-above-denominator use.csv, cell C23: "n" is larger than "of", of which it is a part '
        "(210; at most 200, as in D23)"
    ]


def test_a_counter_that_fell_is_told_at_its_cell(tmp_path: Path) -> None:
    text = PROJECT.replace("time: flow", "time: cumulative").replace("{least: 10}", "{jump: 1 %}")
    assert found(tmp_path, {("A", "2026-09-30"): "103,200,73 %"}, text) == [
        'counter-fell use.csv, cell C20: The counter "n" of A (Team A) is lower than in August 2026 (103; 104 or more)'
    ]


@pytest.mark.parametrize(("within", "count"), [("0", 1), ("1 %", 0), ("5", 0), ("0.5 %", 1)])
def test_a_total_is_compared_with_its_parts_in_each_period(tmp_path: Path, within: str, count: int) -> None:
    (tmp_path / "total.csv").write_text("DAY,N\n2026-08-31,624\n2026-09-30,640\n", "utf-8")
    text = PROJECT.replace("{least: 10}", f"{{totals: [{{total: total.n, parts: use.n, within: {within}}}]}}")
    date = "date: {from: DAY, format: yyyy-mm-dd}"
    table = f"  total: {{files: total.csv, time: flow, {date}, columns: {{n: {{from: N, type: count}}}}}}\n"
    told = found(tmp_path, {}, text.replace("  use:\n", f"{table}  use:\n"))
    assert (
        told
        == ["totals-differ total.csv, cell B3: total.n is not the sum of use.n for September 2026 (640; 636)"][:count]
    )


def test_tables_and_columns_that_are_to_be_compared_must_be_there(tmp_path: Path) -> None:
    from reportgen.errors import ProjectError

    text = PROJECT.replace(
        "{least: 10}", "{skip: usage, totals: [{total: use.m, parts: n}, {total: use.n, parts: teams.team}]}"
    )
    with pytest.raises(ProjectError) as caught:
        found(tmp_path, {}, text)
    assert [problem.message for problem in caught.value.problems] == [
        'There is no table of the name "usage"',
        'There is no column of "use" of the name "m"',
        "This is no column",
        "Only numbers add up",
    ]
