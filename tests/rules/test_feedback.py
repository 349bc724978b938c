"""CSAT, NPS and CES worked by hand, with n, margin and response rate; few answers are grey; themes are counted."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.content.periods import Period
from reportgen.content.report import Report
from reportgen.content.tables import Emphasis
from reportgen.rules.assemble import build_report
from reportgen.rules.programme.feedback import ces, csat, nps
from tests.rules.projects import prepared
from tests.rules.test_stakeholders import cells, said

PROJECT = """
title: Voice
tables:
  survey: {files: survey.csv, contract: survey, columns: {}}
  survey_rounds: {files: survey_rounds.csv, contract: survey_rounds, columns: {}}
kpis:
  answers: {unit: count, formula: "count(survey, on=answered)"}
"""
# September: 2 of 4 satisfied. October: 24 of 32 satisfied; 16 promoters and 8 detractors; ease 3 to 6.
SEPTEMBER = "".join(f"2026-09-10,{rating},8,4,\n" for rating in (5, 4, 3, 2))
_RATINGS, _RECOMMEND = [5] * 24 + [2] * 8, [9] * 16 + [6] * 8 + [8] * 8
_EASE, _THEMES = [3, 4, 5, 6] * 8, ["Search"] * 6 + ["Speed"] * 4 + [""] * 22
OCTOBER = "".join(
    f"2026-10-10,{rating},{recommend},{ease},{theme}\n"
    for rating, recommend, ease, theme in zip(_RATINGS, _RECOMMEND, _EASE, _THEMES, strict=True)
)
ROUNDS = "closes,invited\n2026-09-30,10\n2026-10-31,80\n"


def report(folder: Path, rows: str = SEPTEMBER + OCTOBER, period: str = "2026-10") -> Report:
    files = {"survey": f"answered,rating,recommend,effort,theme\n{rows}", "survey_rounds": ROUNDS}
    made, dataset = prepared(folder, PROJECT, **files)
    return build_report(made.project, made, dataset, Period.parse(period), None)[0]


def test_the_scores_are_those_worked_by_hand(tmp_path: Path) -> None:
    made = report(tmp_path)
    table = cells(made, "feedback")
    # 24/32 = 75.0 %; 1.96 * sqrt(0.75 * 0.25 / 32) = 15.0 points
    assert (table["csat"]["actual"], table["csat"]["margin"], table["csat"]["n"]) == ("75.0 %", "15.0", "32")
    # 16/32 - 8/32 = 25 points; 1.96 * sqrt((0.5 + 0.25 - 0.0625) / 32) = 28.7
    assert (table["nps"]["actual"], table["nps"]["margin"]) == ("+25", "28.7")
    # mean of 3, 4, 5, 6 in equal parts; s = 1.136, 1.96 * s / sqrt(32) = 0.4
    assert (table["ces"]["actual"], table["ces"]["margin"]) == ("4.5", "0.4")
    assert (table["csat"]["previous"], table["csat"]["change"]) == ("50.0 %", "+25.0")
    assert said(made.facts["response_rate"].value and made.table("feedback").subtitle) == (
        "October 2026: 32 of 80 asked answered, 40.0 %. Margin: half the 95 % interval."
    )
    assert said(made.table("feedback").headline) == "Satisfied users rose to 75.0 % of 32 answers"


def test_every_score_names_its_definition(tmp_path: Path) -> None:
    notes = [row.cells[0].note for row in report(tmp_path).table("feedback").rows]  # type: ignore[union-attr]
    assert notes == [
        "Ratings 4 and 5 of five, of all ratings",
        "9 and 10 less 0 to 6, of answers from 0 to 10",
        "Mean of answers from 1 to 7; 7 is easy",
    ]


def test_few_answers_are_grey_and_a_move_within_the_margin_is_called_so(tmp_path: Path) -> None:
    made = report(tmp_path, SEPTEMBER + "2026-10-02,5,9,6,\n2026-10-03,4,9,6,\n2026-10-03,1,9,6,\n")
    table = made.table("feedback")
    assert {row.emphasis for row in table.rows} == {Emphasis.QUIET}
    assert "Grey: fewer than 30 answers." in said(table.subtitle)
    assert said(table.headline).endswith("a move within the margin")


def test_themes_are_counted_of_the_answers_that_name_one(tmp_path: Path) -> None:
    made = report(tmp_path)
    table = cells(made, "feedback_themes")
    assert {key: (row["answers"], row["share"]) for key, row in table.items()} == {
        "Search": ("6", "60.0 %"),
        "Speed": ("4", "40.0 %"),
    }


def test_a_period_without_answers_has_no_scores_and_says_so(tmp_path: Path) -> None:
    table = cells(report(tmp_path, period="2026-08"), "feedback")
    assert {(row["actual"], row["margin"], row["n"]) for row in table.values()} == {("n/a", "n/a", "0")}


@given(st.lists(st.integers(1, 5), min_size=1, max_size=60))
def test_a_share_lies_between_0_and_1_and_its_margin_shrinks_with_more_of_the_same(ratings: list[int]) -> None:
    once, four_times = csat(ratings), csat(ratings * 4)
    assert once.number is not None
    assert 0 <= once.number <= 1
    assert once.number == four_times.number
    assert four_times.margin == pytest.approx(once.margin / 2)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_net_promoters_turn_with_the_scale(answers: list[int]) -> None:
    found = nps(answers).number
    assert found is not None
    assert -1 <= found <= 1
    assert found == Fraction(sum((a >= 9) - (a <= 6) for a in answers), len(answers))


@given(st.lists(st.integers(1, 7), min_size=2, max_size=60))
def test_the_mean_lies_between_its_answers(answers: list[int]) -> None:
    found = ces(answers)
    assert found.number is not None
    assert min(answers) <= found.number <= max(answers)
    assert not math.isnan(found.margin)
