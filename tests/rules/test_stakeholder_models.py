"""Salience, barrier points, contacts, moves and whom to talk to next, from registers that say more."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.rules.stakeholders.adkar import ELEMENTS, barrier_point
from reportgen.rules.stakeholders.salience import CLASSES, salience_class
from tests.rules.test_stakeholders import cells, report, said

HEAD = (
    "id,name,power,interest,current,desired,owner,next_action,due,assessed,legitimacy,urgency,"
    "awareness,desire,knowledge,ability,reinforcement,contacts_planned,contacts_made,last_contact\n"
)
SEPTEMBER = f"""{HEAD}1,Director,9,7,Supportive,Supportive,Ada,,,2026-09-29,yes,yes,5,5,4,4,4,2,2,2026-09-20
2,Field offices,7,4,Neutral,Supportive,Ben,Visits,2026-10-20,2026-09-29,yes,no,4,3,,,,3,3,2026-09-21
3,Committee,3,8,Neutral,Neutral,Ada,,,2026-09-29,no,yes,4,4,2,3,3,1,1,2026-09-22
"""
OCTOBER = f"""{SEPTEMBER}1,Director,9,7,Supportive,Supportive,Ada,,,2026-10-30,yes,yes,5,5,4,4,4,2,3,2026-10-20
2,Field offices,7,4,Resistant,Supportive,Ben,Visits,2026-10-20,2026-10-30,yes,no,4,3,,,,4,1,2026-10-02
3,Committee,3,4,Neutral,Neutral,Ada,,,2026-10-30,no,yes,4,4,2,3,3,,,
"""


def test_every_combination_has_its_class() -> None:
    found = {
        salience_class(9 if power else 1, legitimate, urgent)
        for power, legitimate, urgent in product([True, False], repeat=3)
    }
    assert found == set(CLASSES.values())
    assert salience_class(9, True, True) == "Definitive"
    assert salience_class(1, True, True) == "Dependent"
    assert salience_class(9, False, True) == "Dangerous"


@pytest.mark.parametrize("known", [(None, True, True), (5, True, True), (9, None, True), (9, True, None)])
def test_who_lacks_an_answer_or_lies_on_the_line_is_in_no_class(known: tuple[float, bool, bool]) -> None:
    assert salience_class(*known) == ""


def test_the_most_salient_stand_first(tmp_path: Path) -> None:
    made, _ = report(tmp_path, OCTOBER)
    table = cells(made, "salience")
    assert [(key, row["class"]) for key, row in table.items()] == [
        ("1", "Definitive"),
        ("2", "Dominant"),
        ("3", "Demanding"),
    ]
    assert said(made.table("salience").headline) == "Director has power, legitimacy and urgency"


@given(st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=5, max_size=5))
def test_the_barrier_point_is_the_first_low_score_unless_one_before_it_is_missing(scores: list[int | None]) -> None:
    point = barrier_point(scores)
    before = scores[: ELEMENTS.index(point)] if point in ELEMENTS else scores
    if point in ELEMENTS:
        low = scores[ELEMENTS.index(point)]
        assert low is not None
        assert low <= 3
    assert (point == "Not stated") == (point not in ELEMENTS and None in scores)
    if point != "Not stated":
        assert all(score is not None and score > 3 for score in before)


def test_barrier_points_are_listed_from_the_first_element_on(tmp_path: Path) -> None:
    made, _ = report(tmp_path, OCTOBER)
    assert {key: row["barrier"] for key, row in cells(made, "adkar").items()} == {
        "2": "Desire",
        "3": "Knowledge",
        "1": "None",
    }
    assert list(cells(made, "adkar")) == ["2", "3", "1"]


def test_contacts_beyond_a_plan_do_not_stand_for_missed_ones(tmp_path: Path) -> None:
    made, _ = report(tmp_path, OCTOBER)
    table = cells(made, "contacts")
    assert (table["Ada"]["planned"], table["Ada"]["made"], table["Ada"]["coverage"]) == ("2", "2", "100.0 %")
    assert (table["total"]["planned"], table["total"]["made"], table["total"]["coverage"]) == ("6", "3", "50.0 %")
    assert said(made.table("contacts").headline) == "3 of 6 planned contacts took place, 50.0 %"


def test_moves_name_levels_and_quadrants_of_both_assessments(tmp_path: Path) -> None:
    made, _ = report(tmp_path, OCTOBER)
    table = cells(made, "stakeholder_moves")
    assert (table["2"]["before"], table["2"]["now"]) == ("Neutral", "Resistant")
    assert (table["3"]["quadrant_before"], table["3"]["quadrant"]) == ("Keep informed", "Monitor")
    assert "1" not in table
    assert said(made.table("stakeholder_moves").headline) == "One stakeholder fell in engagement since September 2026"


def test_whom_to_talk_to_is_told_with_every_reason(tmp_path: Path) -> None:
    made, _ = report(tmp_path, OCTOBER)
    table = cells(made, "next_talks")
    assert list(table) == ["2"], "nobody is listed without a reason"
    assert table["2"]["why"] == (
        "fell to Resistant since September 2026; two levels below Supportive; action due on 20 October 2026; "
        "three planned contacts did not take place; barrier point: Desire"
    )


def test_a_register_without_these_columns_has_none_of_these_tables(tmp_path: Path) -> None:
    made, _ = report(tmp_path)
    assert not {"salience", "adkar", "contacts"} & set(made.blocks)
