"""The plan: all formulas of a project bound before any file is read."""

from __future__ import annotations

from pathlib import Path

from reportgen.rules.planning.plan import plan
from tests.rules.projects import planned, write_project

TABLES = """
title: Test
tables:
  flow: {files: a.csv, time: flow, date: Month, columns: {amount: {type: count}}}
  staff: {files: b.csv, time: stock, date: Month, columns: {heads: {type: count}}}
kpis:
"""


def test_the_mistakes_of_all_kpis_are_told_at_once(tmp_path: Path) -> None:
    text = TABLES + "  a: {formula: sum(amout)}\n  b: {formula: sum(flow.amount)}\n  c:\n    formula: sum(heds)\n"
    assert [str(problem) for problem in planned(tmp_path, text)] == [
        'report.yaml:7:20: No table has a column "amout". Did you mean "amount"?',
        'report.yaml:10:18: No table has a column "heds". Did you mean "heads"?',
    ]


def test_a_quoted_formula_counts_from_inside_the_quotes(tmp_path: Path) -> None:
    assert str(planned(tmp_path, TABLES + '  a: {formula: "sum(amout)"}\n')[0].location) == "report.yaml:7:21"


def test_kpis_are_computed_after_those_they_refer_to(tmp_path: Path) -> None:
    text = TABLES + "  a: {formula: kpi.b / kpi.c}\n  b: {formula: sum(amount)}\n  c: {formula: kpi.b + 1}\n"
    made, problems = plan(write_project(tmp_path, text))
    assert problems == []
    assert list(made.kpis) == ["a", "b", "c"]
    assert made.order == ("b", "c", "a")


def test_kpis_that_are_computed_from_each_other_are_told_once(tmp_path: Path) -> None:
    text = TABLES + "  a: {formula: 1 + kpi.b}\n  b: {formula: previous(kpi.a)}\n  c: {formula: kpi.a}\n"
    assert [str(problem) for problem in planned(tmp_path, text)] == [
        "report.yaml:7:20: The KPIs are computed from each other (found a -> b -> a). "
        "Give one of them a formula over the tables alone."
    ]


def test_a_kpi_of_itself_is_told(tmp_path: Path) -> None:
    problems = planned(tmp_path, TABLES + "  a: {formula: sum(amount) + kpi.a}\n")
    assert [(problem.message, problem.found) for problem in problems] == [("The KPI is computed from itself", "a -> a")]


def test_a_kpi_that_refers_to_a_faulty_one_is_not_blamed(tmp_path: Path) -> None:
    problems = planned(tmp_path, TABLES + "  a: {formula: sum(amout)}\n  b: {formula: kpi.a}\n")
    assert [problem.location.as_dict()["line"] for problem in problems] == [7]


def test_states_do_not_add_up_over_periods(tmp_path: Path) -> None:
    problems = planned(tmp_path, TABLES + "  a: {formula: 'sum(amount) + rolling(sum(heads), 3)'}\n")
    assert [str(problem) for problem in problems] == [
        "report.yaml:7:31: rolling() is for rows that add up over periods (found staff (stock), "
        "expected a table with time: flow or cumulative, or events with on=)."
    ]


def test_periods_inside_periods_are_told_also_behind_a_reference(tmp_path: Path) -> None:
    text = TABLES + "  a: {formula: 'rolling(sum(amount), 3)'}\n  b: {formula: year_to_date(kpi.a)}\n"
    assert [str(problem) for problem in planned(tmp_path, text)] == [
        "report.yaml:8:16: year_to_date() over something that already spans several periods. "
        "Use one of rolling() and year_to_date()."
    ]


def test_references_that_multiply_are_refused(tmp_path: Path) -> None:
    doubled = "".join(f"  k{n}: {{formula: kpi.k{n - 1} + kpi.k{n - 1}}}\n" for n in range(1, 16))
    problems = planned(tmp_path, TABLES + "  k0: {formula: sum(amount)}\n" + doubled)
    assert {problem.code for problem in problems} == {"formula-too-long"}
