"""Conditions of escalation: every form is read, every mistake is told at its word with what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.errors import Problem
from reportgen.locations import Passage
from reportgen.project import Project, read_project
from reportgen.rules.conditions.reader import read_condition
from reportgen.rules.conditions.syntax import Condition
from reportgen.rules.conditions.words import FACTS, MOST_PERIODS, STATUSES, THINGS
from tests.rules.projects import planned

TEXT = """
title: Test
entities: {table: units, key: id, groups: [segment, site]}
tables:
  units: {files: units.csv, columns: {id: {type: id}, segment: segment, site: site}}
  risks: {files: r.csv, contract: risks}
  issues: {files: i.csv, contract: issues}
  changes: {files: c.csv, contract: changes}
  actions: {files: a.csv, contract: actions}
  milestones: {files: m.csv, contract: milestones}
  decisions: {files: d.csv, contract: decisions}
  cases: {files: k.csv, contract: cases}
  stakeholders: {files: s.csv, contract: stakeholders}
kpis:
  reach: {formula: count(units) / count(units), unit: percent}
  users: {formula: count(units), unit: count}
  wait: {formula: count(units), unit: days}
"""
HEAD = "title: T\ntables:\n  units: {files: u.csv, columns: {id: {type: id}, region: region}}\n"
KPIS = """entities: {table: units, key: id, groups: [region]}
kpis:
  reach: {formula: count(units) / count(units), unit: percent}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("project")
    (folder / "report.yaml").write_text(TEXT, encoding="utf-8")
    return read_project(folder)


def read(text: str, project: Project) -> tuple[Condition | None, list[Problem]]:
    return read_condition(text, project, Passage("report.yaml", ((0, 1, 1),)))


FORMS = {
    "reach off track": "reach off track",
    "reach Off Track or at risk": "reach at risk or off track",
    "reach not on track": "reach at risk or off track",
    "kpi.reach off track for 2 periods": "reach off track for 2 periods",
    "reach off track for two periods running": "reach off track for 2 periods",
    "reach off track for 3 months": "reach off track for 3 periods",
    "reach no data": "reach no data",
    "reach < 80 %": "reach < 80 %",
    "reach<80%": "reach < 80 %",
    "reach < target": "reach < target",
    "reach = 80.5 % in any segment": "reach == 80.5 % in any segment",
    "reach >= 80 % in site for 2 periods": "reach >= 80 % for 2 periods in any site",
    "reach change < -5 points": "reach change < -5 points",
    "reach gap <= −2.5 points in any segment": "reach gap <= -2.5 points in any segment",
    "users > 1 200": "users > 1200",
    "wait > 30 days": "wait > 30 days",
    "overdue actions > 5": "overdue actions > 5",
    "actions overdue > 5": "overdue actions > 5",
    "actions_overdue > 5": "overdue actions > 5",
    "cases on time due < 80 % for 2 periods": "cases on time due < 80 % for 2 periods",
    "risk level >= 20": "risk where level >= 20",
    "risks where level >= 20 and category is not 'in house'": "risk where level >= 20 and category is not 'in house'",
    "stakeholder resistant where quadrant is manage closely": (
        "stakeholder where current is resistant and quadrant is manage closely"
    ),
    "stakeholder where power > 5 and gap >= 2": "stakeholder where power > 5 and gap >= 2",
    "issue urgency >= 5 where status != Postponed": "issue where urgency >= 5 and status is not postponed",
    "action late > 14 days": "action where late > 14 days",
    "milestone behind > 30 days for 2 periods": "milestone where behind > 30 days for 2 periods",
    "change priority >= 5": "change where priority >= 5",
}


@pytest.mark.parametrize("text", FORMS)
def test_every_form_is_read_and_written_in_one_form(text: str, project: Project) -> None:
    condition, problems = read(text, project)
    assert problems == []
    assert str(condition) == FORMS[text]
    assert read(str(condition), project) == (condition, [])


MISTAKES = {
    "reech off track": 'There is no KPI, number or register of the name "reech". Did you mean "reach"?',
    "overdue acts > 5": ('There is no KPI, number or register of the name "overdue". Did you mean "overdue actions"?'),
    "reach of track": (
        "After a KPI stands a status or a comparison (found of, expected a status (on track, at risk, off track, no "
        'data) or a comparison such as < 80 %). Did you mean "off track"?'
    ),
    "reach": (
        "After a KPI stands a status or a comparison (found the end of the condition, expected a status (on track, at "
        "risk, off track, no data) or a comparison such as < 80 %). There are on track, at risk, off track, no data, "
        "change, gap."
    ),
    "reach < 5 points": "The number has another unit (found 5 points, expected an amount such as 80 %).",
    "reach change < -5 %": "The number has another unit (found -5 %, expected an amount such as 5 points).",
    "users > 80 %": "The number has another unit (found 80 %, expected an amount such as 5).",
    "reach < eighty": "Here stands a number (found eighty, expected an amount such as 80 %).",
    "reach off track for 9 periods": (
        "This is no number of periods (found 9, expected a number from 1 to 6 and the word periods)."
    ),
    "reach off track for 2 weeks": (
        "This does not belong here (found weeks, expected a number from 1 to 6 and the word periods)."
    ),
    "reach < 80 % in any segments": '"segments" is no grouping. Did you mean "segment"?',
    "reach < 80 % yesterday": (
        "This does not belong here (found yesterday, expected for 2 periods, in any GROUPING, or nothing)."
    ),
    "risk levle >= 20": 'There is no field "levle" here. Did you mean "level"?',
    "risk level": ("Here stands a comparison (found the end of the condition, expected one of < <= > >= == !=)."),
    "stakeholder resistent": 'There is no field "resistent" here. Did you mean "resistant"?',
    "stakeholder where quadrant is manage closly": (
        "This is no quadrant (found manage closly, expected Keep satisfied, Manage closely, Monitor, Keep informed). "
        'Did you mean "manage closely"?'
    ),
    "stakeholder where owner": (
        "A text is compared with: is, is not (found the end of the condition, expected owner is TEXT)."
    ),
    "< 80 %": (
        "A condition begins with a name (found <, expected a condition such as: reach off track for 2 periods; "
        "reach < 80 % in any segment; risk level >= 20)."
    ),
    "reach not": (
        "This is no status (found the end of the condition, expected on track, at risk, off track, no data). "
        "There are on track, at risk, off track, no data."
    ),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_with_what_was_meant(text: str, project: Project) -> None:
    condition, problems = read(text, project)
    assert condition is None
    assert [str(problem).split(": ", 1)[1] for problem in problems] == [MISTAKES[text]]


def test_the_place_of_a_mistake_is_that_of_its_word(tmp_path: Path) -> None:
    text = (
        HEAD
        + KPIS
        + (
            "escalation:\n"
            "  - {when: reach off track in any regoin, label: a}\n"
            "  - when: reach >\n      8O %\n    label: b\n"
            '  - {when: "reach off track", label: c}\n'
            '  - {when: "reach  off track", label: d}\n'
            "  - {when: risk level >= 20, label: e}\n"
        )
    )
    assert [str(problem) for problem in planned(tmp_path, text)] == [
        'report.yaml:8:35: "regoin" is no grouping. Did you mean "region"?',
        "report.yaml:10:7: The number has another unit (found 8, expected an amount such as 80 %).",
        "report.yaml:13:13: Rule 3 has this condition (found reach off track). Leave one of them out.",
        "report.yaml:14:12: The project has no table of the contract risks (found risk, expected a table with "
        "contract: risks).",
    ]


def test_a_condition_over_a_kpi_that_was_set_aside_is_not_blamed(tmp_path: Path) -> None:
    from reportgen.project import salvage_project
    from reportgen.rules.planning.plan import plan

    text = (
        HEAD + KPIS + "  share: {formula: count(units), unit: parsecs}\nescalation:\n  - {when: share > 5, label: a}\n"
    )
    (tmp_path / "report.yaml").write_text(text, encoding="utf-8")
    project, problems = salvage_project(tmp_path)
    assert [problem.code for problem in problems] == ["project-value"]
    assert plan(project)[1] == []


WORDS = (
    *("reach", "risk", "level", "<", ">=", "80", "%", "for", "in", "any", "segment", "where", "is", "and"),
    *("off", "track", "'", '"'),
)
TESTS = st.one_of(
    st.builds("reach {}".format, st.sampled_from([*STATUSES])),
    st.builds(
        "reach{} {} {} {}".format,
        st.sampled_from([" change", " gap"]),
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        st.decimals(-99, 99, places=2),
        st.just("points"),
    ),
    st.builds("users {} {}".format, st.sampled_from(["<", ">"]), st.integers(-(10**9), 10**9)),
)


@given(
    test=TESTS,
    periods=st.integers(1, MOST_PERIODS),
    grouping=st.sampled_from(["", " in any segment", " in any site"]),
    turned=st.booleans(),
)
@settings(deadline=None, max_examples=80)
def test_what_is_written_is_read_again(project: Project, test: str, periods: int, grouping: str, turned: bool) -> None:
    running = f" for {periods} periods"
    text = f"{test}{grouping}{running}" if turned else f"{test}{running}{grouping}"
    condition, problems = read(text, project)
    assert problems == []
    assert condition is not None
    assert condition.periods == periods
    assert read(str(condition), project) == (condition, [])


@given(st.lists(st.sampled_from([*WORDS])))
@settings(deadline=None, max_examples=150)
def test_any_words_are_read_or_told_once(project: Project, words: list[str]) -> None:
    condition, problems = read(" ".join(words), project)
    assert (condition is None) == (len(problems) == 1)


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=150)
def test_any_text_is_read_or_told_once(project: Project, text: str) -> None:
    condition, problems = read(text, project)
    assert (condition is None) == (len(problems) == 1)


def test_a_very_long_condition_is_refused(project: Project) -> None:
    assert read("reach " + "or " * 5000, project)[1][0].message == "The condition is too long"


DOCUMENT = Path(__file__).parents[2] / "docs/project-file.md"


def test_every_word_of_the_language_is_documented() -> None:
    part = DOCUMENT.read_text("utf-8").split("## escalation\n")[1].split("\n## ")[0]
    assert [fact.words for fact in FACTS.values() if f"`{fact.words}`" not in part] == []
    for name, words in THINGS.items():
        (row,) = [line for line in part.splitlines() if line.startswith(f"| {name} |")]
        cells = row.split("|")
        assert [field for field in words.numbers if field not in cells[2]] == []
        assert [field for field in words.texts if field not in cells[3]] == []


def test_every_condition_of_the_documentation_is_one(project: Project) -> None:
    part = DOCUMENT.read_text("utf-8").split("## escalation\n")[1].split("\n## ")[0]
    rows = [line for line in part.split("| condition |")[1].split("\n\n")[0].splitlines() if line.startswith("| `")]
    assert len(rows) >= 10
    for row in rows:
        text = row.split("`")[1].replace("region", "segment")
        assert read(text, project)[1] == [], text
