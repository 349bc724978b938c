"""Functions of numbers: why there is no number, what groups are compared with, who is counted where."""

from __future__ import annotations

from pathlib import Path

from tests.rules.projects import ENTITIES, UNITS, UNITS_TABLE, computed, parts, planned, totals

PROJECT = f"""
title: Test
{ENTITIES}
tables:{UNITS_TABLE}
  use:
    files: use.csv
    time: flow
    date: {{from: month, format: yyyy-mm}}
    entity: unit
    columns: {{unit: {{type: id}}, active: {{type: count}}, licensed: {{type: count}}}}
  log:
    files: log.csv
    time: events
    entity: unit
    columns: {{unit: {{type: id}}, person: {{type: id}}, day: {{type: date, format: yyyy-mm-dd}}}}
kpis:
"""
USE = "month,unit,active,licensed\n2024-01,A,30,100\n2024-03,A,40,100\n2024-03,B,50,100\n2024-03,C,90,100\n"
LOG = "day,unit,person\n2024-01-10,A,p\n2024-02-10,A,p\n2024-02-11,B,q\n2024-03-10,C,p\n"


def found(kpis: str, folder: Path, period: str = "2024-03", log: str = LOG):
    return computed(folder, PROJECT + kpis, period, units=UNITS, use=USE, log=log)


def test_a_missing_month_is_named_and_never_bridged(tmp_path: Path) -> None:
    kpis = """
  growth: {unit: percent, formula: growth(sum(active))}
  over_two: {unit: percent, formula: "growth(sum(active), 2)"}
  mean: {formula: "average(sum(active), 3)"}
  slope: {formula: "slope(sum(active), 4)"}
  before: {formula: "previous(sum(active), 2)"}
"""
    missing = "no data: no rows of use in February 2024"
    assert totals(found(kpis, tmp_path)) == {
        "growth": missing,
        "over_two": "500.0",
        "mean": missing,
        "slope": missing,
        "before": "30.0",
    }


def test_a_group_is_compared_with_its_own_target(tmp_path: Path) -> None:
    kpis = """
  share:
    unit: percent
    formula: sum(active) / sum(licensed)
    target: 50 %
    targets: {segment: {South: 90 %}}
  target: {unit: percent, formula: target(kpi.share)}
  attainment: {unit: percent, formula: attainment(kpi.share)}
  reached: {unit: count, formula: entities(kpi.share >= target(kpi.share))}
"""
    results = found(kpis, tmp_path)
    assert totals(results) == {"share": "60.0", "target": "50.0", "attainment": "120.0", "reached": "2"}
    assert parts(results, "target") == {"North": "50.0", "South": "90.0"}
    assert parts(results, "attainment") == {"North": "90.0", "South": "100.0"}
    assert parts(results, "reached") == {"North": "1", "South": "1"}


def test_a_target_for_a_sum_is_none_for_its_groups(tmp_path: Path) -> None:
    kpis = """
  active: {unit: count, formula: sum(active), target: 200}
  attainment: {unit: percent, formula: attainment(kpi.active)}
"""
    results = found(kpis, tmp_path)
    assert totals(results)["attainment"] == "90.0"
    assert set(parts(results, "attainment").values()) == {"no data: no values"}


def test_without_a_target_or_its_end_the_reason_is_said(tmp_path: Path) -> None:
    kpis = """
  free: {unit: count, formula: sum(active)}
  constant: {unit: count, formula: sum(active), target: 200}
  a: {formula: target(kpi.free)}
  b: {formula: periods_left(kpi.constant)}
  c: {formula: goal(kpi.constant)}
"""
    values = totals(found(kpis, tmp_path))
    assert {id: values[id] for id in "abc"} == {
        "a": "no data: free has no target for March 2024",
        "b": "no data: the target of constant has no end",
        "c": "200.0",
    }


def test_a_goal_that_moves_away_is_not_reached(tmp_path: Path) -> None:
    kpis = """
  active: {formula: sum(active), target: {path: linear, from: 2024-01, start: 0, due: 2024-12, end: 99}}
  left: {formula: "periods_to_goal(kpi.active, 4)"}
"""
    use = "month,unit,active,licensed\n" + "".join(f"2024-0{month},A,{50 - month},9\n" for month in range(1, 5))
    values = totals(computed(tmp_path, PROJECT + kpis, "2024-04", units=UNITS, use=use, log=LOG))
    assert values["left"] == "no data: not reached at this rate"


def test_who_moves_to_another_group_is_neither_new_there_nor_lapsed(tmp_path: Path) -> None:
    kpis = """
  new: {unit: count, formula: "newcomers(person, on=day)"}
  lapsed: {unit: count, formula: "lapsed(person, on=day)"}
  kept: {unit: percent, formula: "retention(person, on=day, after=2)"}
"""
    results = found(kpis, tmp_path)
    assert totals(results) == {"new": "0", "lapsed": "1", "kept": "100.0"}
    assert parts(results, "new") == {"North": "0", "South": "0"}
    assert parts(results, "lapsed") == {"North": "1", "South": "0"}
    # Of the cohort of the North all are still there, wherever they are now.
    assert parts(results, "kept")["North"] == "100.0"


def test_before_the_log_begins_nobody_is_known(tmp_path: Path) -> None:
    kpis = """
  lapsed: {unit: count, formula: "lapsed(person, on=day)"}
  kept: {unit: percent, formula: "retention(person, on=day, after=3)"}
  habit: {unit: percent, formula: "habitual(person, on=day, least=2, weeks=8)"}
"""
    assert totals(found(kpis, tmp_path, "2024-01")) == {
        "lapsed": "no data: no rows with log.day in December 2023",
        "kept": "no data: no rows with log.day in October 2023",
        "habit": "no data: log.day does not reach back 8 weeks",
    }


def test_fewer_than_asked_came_to_an_end(tmp_path: Path) -> None:
    kpis = "  most: {unit: days, formula: \"days_within(day, day, 90, where=person == 'nobody')\"}\n"
    kpis += '  later: {unit: days, formula: "days_within(day, missing_end, 50)"}\n'
    project = PROJECT.replace("person: {type: id}", "person: {type: id}, missing_end: {type: date, format: yyyy-mm-dd}")
    log = "day,unit,person,missing_end\n2024-03-01,A,p,2024-03-02\n2024-03-01,A,q,\n2024-03-01,B,r,\n"
    values = totals(computed(tmp_path, project + kpis, "2024-03", units=UNITS, use=USE, log=log))
    assert values == {"most": "no data: no values", "later": "no data: fewer than 50 % have come to an end"}


def test_entities_without_an_entity_table_are_told(tmp_path: Path) -> None:
    text = "title: T\ntables:\n  t: {files: t.csv, time: flow, date: m, columns: {a: {type: count}}}\nkpis:\n"
    problems = planned(tmp_path, text + "  x: {formula: entities(sum(a) > 1)}\n")
    assert [str(problem) for problem in problems] == [
        "report.yaml:5:16: entities() counts entities, and the project has no entity table. "
        "Name it under entities:, or count the rows of a table with count(table, where=...)."
    ]
