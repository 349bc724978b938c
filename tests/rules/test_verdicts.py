"""The rule that gave a status, in words: of a path, a range, a small group, a group that has just joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.content.kpis import Figure
from reportgen.content.report import Report
from reportgen.content.values import Status
from reportgen.rules.assemble import build_report
from tests.rules.projects import ENTITIES, UNITS, UNITS_TABLE, prepared
from tests.rules.test_ranking import crm, said

PROJECT = f"""
title: Verdicts
{ENTITIES}
tables:{UNITS_TABLE}
  use:
    files: use.csv
    time: stock
    date: date
    entity: id
    columns: {{id: {{type: id}}, active: {{type: count}}, licensed: {{type: count}}}}
  ratings:
    files: ratings.csv
    time: flow
    date: day
    entity: id
    columns: {{id: {{type: id}}, rating: {{type: number}}}}
kpis:
  share: {{formula: sum(use.active) / sum(use.licensed), unit: percent, SHARE}}
  rating: {{formula: mean(ratings.rating), unit: number, better: BETTER, target: 4, tolerance: 0.5, RATING}}
"""
# North (A and B) has reported since January, South (C) joined in March.
USE = "id,date,active,licensed\n" + "".join(
    f"A,2026-{month:02}-28,{active},100\nB,2026-{month:02}-28,{active},100\n" + south
    for month, active, south in (
        (1, 50, ""),
        (2, 60, ""),
        (3, 62, "C,2026-03-28,3,8\n"),
        (4, 64, "C,2026-04-28,4,8\n"),
    )
)
RATINGS = "id,day,rating\n" + "".join(f"A,2026-04-{day:02},{rating}\n" for day, rating in ((1, 5), (2, 3), (3, 4)))


def report(
    folder: Path, share: str, rating: str = "decimals: 1", period: str = "2026-04", better: str = "higher"
) -> Report:
    text = PROJECT.replace("SHARE", share).replace("RATING", rating).replace("BETTER", better)
    made, dataset = prepared(folder, text, units=UNITS, use=USE, ratings=RATINGS)
    return build_report(made.project, made, dataset, made.project.period_named(period), None)[0]


def of_groups(made: Report) -> dict[str, Figure]:
    return {figure.label: figure for figure in made.kpi("share").groups["segment"]}


def rules(made: Report) -> dict[str, str]:
    """The status rule of every group of the first KPI, as the workbook prints it."""
    table = made.table("by_group")
    keys = [column.key for column in table.columns]
    place, group, indicator = (keys.index(key) for key in ("rule", "group", "indicator"))
    return {str(row.cells[group]): said_of(row.cells[place]) for row in table.rows if row.cells[indicator] == "Share"}


def said_of(text: object) -> str:
    return str(text).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        ("target: 60 %", "63.5 % is 3.5 points above the target of 60.0 %: on track"),
        ("target: 65 %", "63.5 % is 1.5 points below the target of 65.0 %, within the tolerance of 5 points: at risk"),
        (
            "target: 65 %, tolerance: 2 % of the target",
            "63.5 % is 1.5 points below the target of 65.0 %, more than the tolerance of 2 % of the target: off track",
        ),
        ("target: 60 % to 70 %", "63.5 % is within the target of 60.0 % to 70.0 %: on track"),
        (
            "target: 40 % to 60 %, tolerance: {below: 1 points, above: 4 points}",
            "63.5 % is 3.5 points above the target of 40.0 % to 60.0 %, within the tolerance of 4 points: at risk",
        ),
        (
            "target: 63.47 %",
            "63.5 % is just below the target of 63.5 %, within the tolerance of 5 points: at risk",
        ),
        (
            "target: 80 %, grace: until 2026-04",
            "63.5 % is 16.5 points below the target of 80.0 %, with grace until April 2026: not judged yet",
        ),
        ("target: 80 %, minimum_n: 300", "63.5 % with n = 208 is not judged: a status needs at least 300"),
    ],
)
def test_the_sentence_names_value_target_distance_tolerance_and_status(
    tmp_path: Path, declared: str, sentence: str
) -> None:
    assert said(report(tmp_path, declared).kpi("share").verdict) == sentence


def test_a_group_of_few_is_grey_with_its_n_and_named_neither_first_nor_last(tmp_path: Path) -> None:
    with_all = report(tmp_path, "target: 60 %")
    made = report(tmp_path, "target: 60 %, minimum_n: 10")
    south = of_groups(made)["South"]
    assert (of_groups(with_all)["South"].status, south.status) == (Status.OFF_TRACK, Status.TOO_FEW)
    assert south.value == of_groups(with_all)["South"].value
    assert rules(made)["South"] == "50.0 % with n = 8 is not judged: a status needs at least 10"
    assert rules(made)["North"] == "64.0 % is 4.0 points above the target of 60.0 %: on track"
    told = [said(finding.statement) for finding in made.narrative("summary").findings]
    assert "South" in " ".join(said(finding.statement) for finding in with_all.narrative("summary").findings)
    assert not any("South" in sentence for sentence in told)
    assert "South" not in said(made.kpi("share").by("segment").headline)


def test_a_mean_of_few_rows_is_not_judged_and_a_count_always_is(tmp_path: Path) -> None:
    few = report(tmp_path, "target: 60 %", "minimum_n: 4").kpi("rating")
    assert (few.status, said(few.verdict)) == (
        Status.TOO_FEW,
        "4.0 with n = 3 is not judged: a status needs at least 4",
    )
    assert report(tmp_path, "target: 60 %", "minimum_n: 3").kpi("rating").status is Status.ON_TRACK


def test_a_group_that_joined_later_has_its_own_time_of_grace(tmp_path: Path) -> None:
    declared = "target: 60 %, grace: 3 periods"
    made = report(tmp_path, declared)
    statuses = {name: figure.status for name, figure in of_groups(made).items() if figure.value}
    assert statuses == {"North": Status.ON_TRACK, "South": Status.NOT_YET}
    assert rules(made)["South"] == (
        "50.0 % is 10.0 points below the target of 60.0 %, with grace in the first three months: not judged yet"
    )
    assert of_groups(report(tmp_path, declared, period="2026-03"))["North"].status is Status.NOT_YET
    history = {figure.period.id: figure.status for figure in made.kpi("share").history if figure.value}
    assert list(history.values()) == [Status.NOT_YET] * 3 + [Status.ON_TRACK]


@pytest.mark.parametrize(("declared", "n"), [("minimum_n: 208", 208), ("minimum_n: 209", 209)])
def test_the_least_n_itself_is_enough(tmp_path: Path, declared: str, n: int) -> None:
    made = report(tmp_path, f"target: 60 %, {declared}").kpi("share")
    assert made.status is (Status.ON_TRACK if n == 208 else Status.TOO_FEW)


def test_every_document_reads_the_same_sentence() -> None:
    made = crm()
    for kpi in made.kpis:
        table = made.table("indicators")
        rule = [column.key for column in table.columns].index("rule")
        (row,) = [row for row in table.rows if row.key == kpi.id]
        assert row.cells[rule] == kpi.verdict.text
        lines = [line for line in made.table("lineage").rows if line.key == kpi.id]
        assert lines[0].cells[-1] == kpi.verdict.text
