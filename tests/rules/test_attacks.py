"""Formulas that mean harm: nothing is run, nothing takes long, everything is told at its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reportgen.errors import Problem
from reportgen.rules.formulas import compile_formula
from tests.rules.projects import computed, planned, totals
from tests.rules.test_formulas import NAMES, START

TABLES = """
title: Test
entities: {table: units, key: id}
tables:
  units: {files: units.csv, columns: {id: {type: id}}}
  flow: {files: a.csv, time: flow, date: Month, columns: {amount: {type: count}, cost: {type: number}}}
  log:
    files: log.csv
    time: events
    columns: {person: {type: id}, day: {type: date}}
kpis:
"""
# Far more than any of these takes, even on a machine that is busy; an explosion would take years.
_LONG = 5.0


def codes(formula: str) -> set[str]:
    tree, problems = compile_formula(formula, NAMES, START)
    assert (tree is None) == bool(problems)
    return {problem.code for problem in problems}


def refused(tmp_path: Path, *formulas: str) -> list[Problem]:
    kpis = "".join(f'  k{number}: {{formula: "{formula}"}}\n' for number, formula in enumerate(formulas))
    return planned(tmp_path, TABLES + kpis)


@pytest.mark.parametrize(
    "formula",
    [
        "requests.__class__",
        "sum(requests.__class__.__bases__)",
        "sum(changes.requests.real)",
        "kpi.__class__",
        "kpi.live.__init__.__globals__",
        "().__class__.__mro__[1].__subclasses__()",
        "getattr(requests, '__class__')",
        "__import__('os').system('true')",
        "eval('1')",
        "exec('import os')",
        "open('/etc/passwd')",
        "[x for x in requests]",
        "(lambda: sum(requests))()",
        "f'{requests.__class__}'",
        "sum(requests) if urgent else 0",
        "(a := sum(requests))",
        "await sum(requests)",
        "{**requests}",
        "sum(*requests)",
        "sum(requests, **where)",
        "requests[0]",
        "sum(requests, where=state.upper() == 'X')",
        "sum(requests, where=state == 'a' 'b' and open('x'))",
        "sum(requests, where=state in state)",
        "sum(requests, where=state in ['a'] * 1000000000)",
        "print(sum(requests))",
        "sum(requests); sum(requests)",
        "sum(requests)\nimport os",
        "target(kpi.live.__class__)",
        "target(kpi)",
        "entities((lambda: 1)() >= 2)",
        "newcomers(state.__class__, on=opened)",
        "days_within(opened.__class__, closed, 50)",
        "period_start(__import__('os'))",
    ],
)
def test_nothing_but_the_language_is_let_in(formula: str) -> None:
    assert codes(formula)


@pytest.mark.parametrize(
    "formula",
    [
        "9 ** 9 ** 9 ** 9 * sum(requests)",
        "sum(requests) ** 999999999",
        "sum(requests) * 10 ** 100",
        "2 << 99999999999",
        "sum(requests) * 1e999",
        "sum(requests) * 999999999999999999999999",
        "sum(requests) * " + "9" * 1900,
        "sum(requests) * 0x" + "f" * 1500,
        "'a' * 9999999999",
        "sum(requests, where=state == 'a' * 99999999)",
        "sum(requests) * 1e308 * 1e308",
        "sum(requests) * 1j",
        "sum(requests) * True",
    ],
)
def test_numbers_that_explode_are_refused_before_they_are_worked_out(formula: str) -> None:
    started = time.process_time()
    assert codes(formula)
    assert time.process_time() - started < _LONG


@pytest.mark.parametrize(
    "formula",
    [
        "growth(" * 60 + "sum(requests)" + ")" * 60,
        "-" * 1900 + "sum(requests)",
        "not " * 450 + "urgent",
        "(" * 900 + "1" + ")" * 900,
        "[" * 900 + "1" + "]" * 900,
        "sum(requests)" + " + sum(requests)" * 120,
        "sum(requests, where=" + "urgent and (" * 50 + "urgent" + ")" * 50 + ")",
        "a" * 3000,
        "sum(" * 500,
    ],
)
def test_depth_and_length_are_bounded(formula: str) -> None:
    started = time.process_time()
    assert codes(formula)
    assert time.process_time() - started < _LONG


@pytest.mark.parametrize(
    "formula",
    [
        "rolling(sum(requests), 99999999)",
        "rolling(sum(requests), 0)",
        "rolling(sum(requests), -3)",
        "rolling(sum(requests), 3.0)",
        "rolling(sum(requests), True)",
        "rolling(sum(requests), 10 * 10)",
        "previous(sum(requests), 121)",
        "average(sum(requests), 1000000)",
        "slope(sum(requests), 3)",
        "cagr(sum(requests), 999999999999)",
        "growth(sum(requests), 0)",
        "habitual(state, on=opened, least=1, weeks=99999)",
        "retention(state, on=opened, after=0)",
        "count(cases, where=opened > period_start(100000))",
        "count(cases, where=opened > period_start(-1))",
        "count(cases, where=opened > as_of(1))",
        "percentile(requests, 101)",
        "days_within(opened, closed, 100.5)",
        "forecast(kpi.live, 100000)",
    ],
)
def test_windows_without_end_are_refused(formula: str) -> None:
    assert codes(formula)


@pytest.mark.parametrize(
    "formula",
    [
        "ѕum(requests)",  # Cyrillic
        "sum(rеquests)",
        "sum(requests) ∕ sum(requests)",  # division slash
        "sum(requests) − 1",  # minus sign
        "sum（requests）",  # full-width brackets
        "sum(requests)\N{ZERO WIDTH SPACE}",
        "sum(requests\N{RIGHT-TO-LEFT OVERRIDE})",
        "\N{BYTE ORDER MARK}sum(requests)",
        "sum(requests) * ٣ + \N{SUPERSCRIPT TWO}",
        "sum(requests)\0",
        "sum(\ud800)",
        "kpi．live",
    ],
)
def test_look_alikes_are_no_names_and_no_signs(formula: str) -> None:
    assert codes(formula)


def test_a_letter_that_python_takes_for_another_names_what_it_says() -> None:
    # Python reads identifiers in NFKC: full-width letters are the letters, so the name is the column's.
    assert codes("ｓｕｍ(ｒequests)") == set()


def test_windows_inside_windows_are_counted(tmp_path: Path) -> None:
    nested = "average(" * 4 + "sum(amount)" + ", 120)" * 4
    started = time.process_time()
    problems = refused(
        tmp_path,
        nested,
        "average(sum(amount) + sum(cost) + sum(amount), 120)",
        "previous(" * 3 + "sum(amount)" + ", 100)" * 3,
        "growth(" * 30 + "sum(amount)" + ")" * 30,
        "previous(rolling(sum(amount), 120), 120)",
    )
    assert time.process_time() - started < _LONG
    assert [(problem.code, problem.location.as_dict()["line"]) for problem in problems] == [
        ("formula-too-costly", 12),
        ("formula-too-costly", 13),
        ("formula-too-costly", 14),
    ]


def test_windows_behind_references_are_counted(tmp_path: Path) -> None:
    chain = ["average(sum(amount), 100)", *(f"average(kpi.k{n}, 100)" for n in range(3))]
    assert {problem.code for problem in refused(tmp_path, *chain)} == {"formula-too-costly"}


def test_periods_that_span_periods_are_told(tmp_path: Path) -> None:
    problems = refused(
        tmp_path,
        "rolling(slope(sum(amount), 6), 3)",
        "year_to_date(lapsed(person, on=day))",
        "rolling(newcomers(person, on=day), 3)",
    )
    assert [(problem.code, problem.location.as_dict()["line"]) for problem in problems] == [
        ("formula-window", 12),
        ("formula-window", 13),
    ]


def test_a_margin_is_of_a_share_of_counts(tmp_path: Path) -> None:
    problems = refused(tmp_path, "margin(sum(amount))", "margin(nps(amount))", "margin(count(log) / count(units))")
    assert [(problem.code, problem.location.as_dict()["line"]) for problem in problems] == [
        ("formula-margin", 12),
        ("formula-margin", 13),
    ]


def test_a_count_of_entities_is_not_counted_again(tmp_path: Path) -> None:
    problems = refused(tmp_path, "entities(entities(sum(amount) > 1) > 1)", "entities(1 < sum(amount) < 3)")
    assert {problem.code for problem in problems} == {"formula-entities", "formula-kind"}


def test_a_result_that_is_too_large_is_no_data(tmp_path: Path) -> None:
    kpis = (
        '  big: {formula: "sum(cost) * 999999999999999 * 999999999999999"}\n  inf: {formula: sum(cost) / sum(amount)}\n'
    )
    rows = "Month,amount,cost\n2024-02,0,1e15\n"
    found = totals(computed(tmp_path, TABLES + kpis, "2024-02", units="id\n", a=rows, log="person,day\n"))
    assert found == {"big": "no data: the number is too large", "inf": "no data: the denominator is 0"}
