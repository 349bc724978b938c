"""Matters for decision: raised, still open and cleared, month after month, from KPIs, groups, registers and rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.report import Report
from reportgen.loaders import load
from reportgen.project import read_project
from reportgen.rules.assemble import build_report
from reportgen.rules.planning.plan import plan
from tests.rules.projects import prepared
from tests.rules.test_programme import SAMPLE, column, said

PROJECT = """
title: Use
owner: Office
entities: {table: units, key: id, name: name, groups: [segment]}
tables:
  units: {files: units.csv, columns: {id: {type: id}, name: name, segment: segment}}
  use:
    files: use.csv
    time: flow
    date: month
    entity: id
    columns: {id: {type: id}, licensed: {type: count}, active: {type: count}}
  actions:
    files: actions.csv
    contract: actions
    columns: {id: id, title: title, owner: owner, due: due, closed: closed}
kpis:
  reach: {label: Reach, formula: sum(use.active) / sum(use.licensed), unit: percent, target: 80 %, owner: Team}
escalation:
"""
UNITS = "id,name,segment\nA,A,North\nB,B,South\n"
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 13))
# Per month: active of 100 in North and in South; None where the segment did not report.
Story = list[tuple[int | None, int | None]]
NO_ACTIONS = "id,title,owner,due,closed\nX,Nothing,,2030-01-01,\n"


def reports(folder: Path, rules: str, story: Story, actions: str = NO_ACTIONS) -> list[Report]:
    """The report of every month of a story."""
    rows = "".join(
        f"{month},{id},100,{active}\n"
        for month, actives in zip(MONTHS, story, strict=False)
        for id, active in zip("AB", actives, strict=True)
        if active is not None
    )
    made, dataset = prepared(
        folder, PROJECT + rules, units=UNITS, use=f"month,id,licensed,active\n{rows}", actions=actions
    )
    periods = [made.project.period_named(month) for month in MONTHS[: len(story)]]
    return [build_report(made.project, made, dataset, period, None)[0] for period in periods]


def states(report: Report) -> dict[str, str]:
    """The state of every matter by its key."""
    return {row.key: str(row.cells[0]) for row in report.table("escalations").rows}


OFF = "  - {when: reach off track for 2 periods, label: Help, within: 10 days}\n"
LOW = "  - {when: reach < 60 % in any segment, label: Help}\n"


def test_a_matter_is_raised_stays_open_and_is_cleared(tmp_path: Path) -> None:
    found = reports(tmp_path, OFF, [(50, 50), (50, 50), (50, 50), (80, 80), (80, 80)])
    key = "reach off track for 2 periods"
    assert [states(report) for report in found] == [
        {},
        {key: "Raised"},
        {key: "Still open since February 2026, overdue"},
        {key: "Cleared"},
        {},
    ]


def test_the_line_says_why_who_and_until_when(tmp_path: Path) -> None:
    report = reports(tmp_path, OFF, [(50, 50), (50, 54)])[-1]
    assert [(*map(said, row.cells),) for row in report.table("escalations").rows] == [
        (
            "Raised",
            "Help",
            "Reach stood at 52.0 % against a target of 80.0 %: off track, two months running",
            "Team",
            "10 March 2026",
        )
    ]
    (note,) = report.narrative("escalation_notes").findings
    assert (note.label, said(note.statement)) == (
        "Raised: Help",
        "Reach stood at 52.0 % against a target of 80.0 %: off track, two months running.",
    )
    assert [span.id for span in note.statement.spans] == ["kpi.reach", "kpi.reach.target"]
    assert said(report.table("escalations").headline) == "For decision: one matter raised"


def test_every_group_is_a_matter_of_its_own(tmp_path: Path) -> None:
    found = reports(tmp_path, LOW, [(50, 70), (50, 50), (70, 50)])
    north, south = (f"reach < 60 % in any segment | {name}" for name in ("North", "South"))
    assert [states(report) for report in found] == [
        {north: "Raised"},
        {south: "Raised", north: "Still open since January 2026"},
        {south: "Still open since February 2026", north: "Cleared"},
    ]
    reasons = column(found[-1].table("escalations"), "reason")
    assert reasons == [
        "Reach stood at 50.0 % in South, below 60.0 %",
        "Reach stood at 70.0 % in North, no longer below 60.0 %",
    ]


def test_silence_clears_nothing(tmp_path: Path) -> None:
    found = reports(tmp_path, LOW, [(50, 70), (None, 70), (None, 70), (70, 70)])
    north = "reach < 60 % in any segment | North"
    assert [states(report).get(north) for report in found] == [
        "Raised",
        "Still open since January 2026",
        "Still open since January 2026",
        "Cleared",
    ]
    assert column(found[1].table("escalations"), "reason") == [
        "Reach in North: no data for February 2026, so it stays open"
    ]


def test_a_number_that_prints_like_its_limit_lies_just_beyond_it(tmp_path: Path) -> None:
    rules = "  - {when: reach < 59.99 %, label: Help}\n  - {when: reach < 60.01 %, label: Help}\n"
    report = reports(tmp_path, rules, [(60, 60)])[0]
    assert column(report.table("escalations"), "reason") == ["Reach stood at 60.0 %, just below 60.0 %"]


def test_a_range_is_a_target_and_too_small_groups_are_left_alone(tmp_path: Path) -> None:
    rules = "  - {when: reach < target in any segment, label: a}\n"
    text = PROJECT.replace("target: 80 %", "target: 60 % to 80 %, minimum_n: 60")
    (tmp_path / "few").mkdir()
    rows = "2026-01,A,100,50\n2026-01,B,50,10\n"
    made, dataset = prepared(
        tmp_path / "few", text + rules, units=UNITS, use=f"month,id,licensed,active\n{rows}", actions=NO_ACTIONS
    )
    report = build_report(made.project, made, dataset, made.project.period_named("2026-01"), None)[0]
    assert column(report.table("escalations"), "reason") == [
        "Reach stood at 50.0 % in North, below the target of 60.0 % to 80.0 %"
    ]


def test_changes_and_gaps_are_compared_in_points(tmp_path: Path) -> None:
    rules = "  - {when: reach change < -5 points, label: a}\n  - {when: reach gap < -20 points, label: b}\n"
    report = reports(tmp_path, rules, [(70, 70), (50, 60)])[-1]
    assert column(report.table("escalations"), "reason") == [
        "Reach changed by −15.0 points to 55.0 %, below −5.0 points",
        "Reach stood at 55.0 %, 25.0 points below its target, below the line of −20.0 points",
    ]


def test_counts_of_a_register_and_its_rows_are_as_they_were_in_each_month(tmp_path: Path) -> None:
    rules = "  - {when: overdue actions > 1, label: a}\n  - {when: action late > 20 days, label: b}\n"
    actions = (
        "id,title,owner,due,closed\n"
        "1,First,Anna,2026-01-10,2026-03-05\n2,Second,Ben,2026-01-20,\n3,Third,Cem,2026-03-30,\n"
    )
    found = reports(tmp_path, rules, [(80, 80)] * 3, actions)
    count, late = "overdue actions > 1", "action where late > 20 days | {}"
    assert [states(report) for report in found] == [
        {count: "Raised", late.format(1): "Raised, overdue"},
        {
            count: "Still open since January 2026",
            late.format(1): "Still open since January 2026, overdue",
            late.format(2): "Raised, overdue",
        },
        {
            count: "Still open since January 2026",
            late.format(2): "Still open since February 2026, overdue",
            late.format(1): "Cleared",
        },
    ]
    table = found[-1].table("escalations")
    assert column(table, "reason") == [
        "Overdue actions stood at 2, above 1",
        "Second: late 70 days",
        "First is no longer listed",
    ]
    assert column(table, "owner") == ["Office", "Ben", "Anna"]


def test_a_project_without_rules_has_no_such_block(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\nb\n", encoding="utf-8")
    text = "title: T\ntables: {t: {files: t.csv, columns: {a: a}}}\nkpis: {k: {formula: count(t)}}\n"
    made, dataset = prepared(tmp_path, text)
    report = build_report(made.project, made, dataset, made.project.period_named("2026-10"), None)[0]
    assert [name for name in (*report.blocks, *report.facts) if name.startswith("escalation")] == []


ACTIVE = st.sampled_from([None, 50, 58, 62, 78, 90])
RULES = (
    "  - {when: reach < 60 % in any segment, label: a}\n"
    "  - {when: reach not on track for 2 periods in any segment, label: b}\n"
    "  - {when: reach off track for 3 periods, label: c}\n"
    "  - {when: reach change < 0 points, label: d}\n"
)


@given(story=st.lists(st.tuples(ACTIVE, ACTIVE), min_size=2, max_size=5))
@settings(deadline=None, max_examples=10)
def test_what_one_month_leaves_open_the_next_one_finds(tmp_path_factory: pytest.TempPathFactory, story: Story) -> None:
    if all(active is None for pair in story for active in pair):
        return
    left: dict[str, str] = {}
    for report in reports(tmp_path_factory.mktemp("use"), RULES, story):
        found = states(report)
        raised = {key for key, state in found.items() if state == "Raised"}
        still = {key: state for key, state in found.items() if state.startswith("Still open")}
        cleared = {key for key, state in found.items() if state == "Cleared"}
        assert raised | set(still) | cleared == set(found)
        assert not raised & set(left)
        assert set(still) | cleared == set(left)
        assert all(state == f"Still open since {left[key]}" for key, state in still.items())
        left = {key: since for key, since in left.items() if key in still} | dict.fromkeys(raised, report.period_label)


def test_the_sample_has_one_matter_raised_one_open_and_one_cleared() -> None:
    project = read_project(SAMPLE)
    dataset, _ = load(project)
    report = build_report(project, plan(project)[0], dataset, project.period_named("2026-10"), None)[0]
    table = report.table("escalations")
    rows = dict(
        zip(
            [row.key for row in table.rows],
            zip(column(table, "state"), column(table, "reason"), strict=True),
            strict=True,
        )
    )
    assert rows["stakeholder where current is resistant and power > 5 | 2"] == (
        "Raised",
        "Heads of field offices: Resistant, power 7.4",
    )
    assert rows["complaints_on_time < 80 % in any segment | Support"][0].startswith("Still open since June 2026")
    assert rows["active_share off track for 2 periods"] == (
        "Cleared",
        "Active share stood at 66.4 % against a target of 70.0 %: at risk",
    )
    assert said(table.headline) == "For decision: two matters raised, two still open and one cleared"
    assert {name: said(report.facts[f"escalations_{name}"].value) for name in ("raised", "open", "cleared")} == {
        "raised": "2",
        "open": "2",
        "cleared": "1",
    }
    assert date(2026, 11, 20) in table.rows[1].cells
