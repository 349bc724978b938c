"""The overall status: the worst of the must-win KPIs, else the first one; a person's judgement is printed beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportgen.content.report import Report
from reportgen.content.values import Status
from reportgen.errors import Problem
from reportgen.rules.assemble import build_report
from tests.rules.projects import prepared
from tests.rules.test_ranking import said

PROJECT = """
title: Overall
tables: {{t: {{files: t.csv, time: flow, date: day, columns: {{day: Day, a: {{type: count}}, b: {{type: count}}}}}}}}
kpis:
  first: {{formula: sum(t.a), unit: count, target: 100, {first}}}
  second: {{formula: sum(t.b), unit: count, target: 100, {second}}}
  third: {{formula: sum(t.a) / sum(t.b), unit: percent, target: 50 %}}
{more}
"""
DATA = "Day,a,b\n2026-09-10,100,100\n2026-10-10,100,50\n"
JUDGED = "overall: {status: at risk, reason: Late figures., name: M. Keller, date: 2026-11-05}"


def built(folder: Path, more: str = "", must_win: str = "", period: str = "2026-10") -> tuple[Report, list[Problem]]:
    said = {name: f"must_win: {'yes' if name in must_win else 'no'}" for name in ("first", "second")}
    text = PROJECT.format(more=more, **said).replace("date: day", "date: Day").replace("day: Day, ", "")
    made, dataset = prepared(folder, text, t=DATA)
    return build_report(made.project, made, dataset, made.project.period_named(period), None)


def test_without_must_win_the_first_kpi_decides(tmp_path: Path) -> None:
    overall = built(tmp_path)[0].overall
    assert (overall.status, overall.previous, overall.moved) == (Status.ON_TRACK, Status.ON_TRACK, "")
    assert said(overall.basis) == "First: 100 is on the target of 100: on track"
    assert not overall.judged


def test_the_worst_must_win_decides_and_is_named(tmp_path: Path) -> None:
    overall = built(tmp_path, must_win="first second")[0].overall
    assert (overall.status, overall.previous, overall.moved) == (Status.OFF_TRACK, Status.ON_TRACK, "worse")
    assert said(overall.basis) == (
        "Worst of two must-win indicators, Second: 50 is 50 below the target of 100, more than the tolerance of 10 % "
        "of the target: off track"
    )


def test_an_indicator_that_need_not_be_won_does_not_count(tmp_path: Path) -> None:
    overall = built(tmp_path, must_win="first")[0].overall
    assert overall.status is Status.ON_TRACK
    assert said(overall.basis).startswith("The only must-win indicator, First:")


def test_a_judgement_is_printed_with_reason_name_date_and_the_computed_status(tmp_path: Path) -> None:
    overall = built(tmp_path, JUDGED, "second")[0].overall
    assert (overall.status, overall.computed) == (Status.AT_RISK, Status.OFF_TRACK)
    assert said(overall.judged) == (
        "Set to at risk by M. Keller on 5 November 2026: Late figures. Computed: off track."
    )
    assert said(overall.basis).startswith("The only must-win indicator, Second: 50 is 50 below")


@pytest.mark.parametrize(
    ("period", "holds"), [("2026-10", True), ("2026-11", True), ("2026-09", False), ("2026-12", False)]
)
def test_a_judgement_holds_for_the_period_of_its_date_and_the_one_before(
    tmp_path: Path, period: str, holds: bool
) -> None:
    report, problems = built(tmp_path, JUDGED, period=period)
    assert bool(report.overall.judged) is holds
    assert [problem.code for problem in problems if "judgement" in problem.code] == (
        [] if holds else ["judgement-not-used"]
    )


def test_a_judgement_of_a_named_period_holds_for_that_one_only(tmp_path: Path) -> None:
    named = JUDGED.replace("date:", "period: 2026-10, date:")
    assert built(tmp_path, named)[0].overall.judged
    assert not built(tmp_path, named, period="2026-11")[0].overall.judged


def test_a_must_win_without_data_is_named_and_not_hidden(tmp_path: Path) -> None:
    text = PROJECT.format(more="", first="must_win: yes", second="must_win: yes").replace("date: day", "date: Day")
    made, dataset = prepared(tmp_path, text.replace("day: Day, ", ""), t="Day,a,b\n2026-10-10,100,\n")
    overall = build_report(made.project, made, dataset, made.project.period_named("2026-10"), date(2026, 10, 31))[
        0
    ].overall
    assert overall.status is Status.ON_TRACK
    assert said(overall.basis).endswith("; not judged: Second")
