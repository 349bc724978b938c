"""The ranked list of entities: every one stands in it once, those without a number last and never as 0."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportgen
from reportgen.content.charts import Chart, ChartKind, Role
from reportgen.content.deferred import Deferred
from reportgen.content.interchange import from_json, to_json
from reportgen.content.kpis import Kpi
from reportgen.content.report import Report
from reportgen.content.tables import Table
from reportgen.content.values import NoData, Quantity, Status
from reportgen.rules.assemble import build_report
from tests.conftest import SAMPLES
from tests.rules.projects import prepared

PROJECT = """
    title: Use
    entities: {{table: units, key: id, name: name, groups: [segment]}}
    tables:
      units:
        files: units.csv
        columns: {{id: {{type: id}}, name: name, segment: segment}}
      use:
        files: use.csv
        time: stock
        date: {{from: month, format: yyyy-mm}}
        entity: id
        columns: {{id: {{type: id}}, licensed: {{type: count}}, active: {{type: count}}}}
    kpis:
      reach: {{formula: sum(use.active) / sum(use.licensed), unit: percent, better: {better}{target}}}
      users: {{formula: sum(use.active), unit: count}}
"""


@cache
def crm() -> Report:
    return reportgen.inspect(SAMPLES / "crm-adoption", "2026-10")[0]


def said(text: object) -> str:
    return str(text).replace("\N{NO-BREAK SPACE}", " ")


def column(table: Table, key: str) -> list[object]:
    at = [column.key for column in table.columns].index(key)
    return [row.cells[at] for row in table.rows]


def made(
    folder: Path, units: dict[str, tuple[str, int | None, int | None]], target: str = "", better: str = "higher"
) -> Kpi:
    """The first KPI of a project with these units: segment, licensed and active users."""
    text = PROJECT.format(target=f", target: {target}" if target else "", better=better)
    lines = "".join(f"{id},{id},{segment}\n" for id, (segment, _, _) in units.items())
    rows = "".join(
        f"2026-10,{id},{'' if whole is None else whole},{'' if part is None else part}\n"
        for id, (_, whole, part) in units.items()
    )
    plan, dataset = prepared(folder, text, units=f"id,name,segment\n{lines}", use=f"month,id,licensed,active\n{rows}")
    return build_report(plan.project, plan, dataset, plan.project.period_named("2026-10"), None)[0].lead


def test_a_group_behind_all_others_is_the_message() -> None:
    ranking = crm().lead.ranking
    assert said(ranking.headline) == (
        "Field offices: the five with data are last; 10 of 23 departments meet the target"
    )
    chart = ranking.chart
    assert chart is not None
    assert chart.emphasis == ("F01", "F02", "F03", "F04", "F05")


def test_those_that_did_not_report_stand_last_with_the_reason() -> None:
    ranking = crm().lead.ranking
    assert [row.key for row in ranking.rows[-2:]] == ["S05", "F06"]
    assert column(ranking, "note")[-2:] == ["not reported for October 2026"] * 2
    assert all(isinstance(value, NoData) for value in column(ranking, "value")[-2:])
    assert said(ranking.tally) == "Two not reported"
    chart = ranking.chart
    assert chart is not None
    assert [isinstance(value, NoData) for value in chart.series[0].values[-2:]] == [True, True]


def test_the_statuses_of_the_list_are_counted() -> None:
    numbers = {row.key: row.cells[0] for row in crm().lead.statuses.rows}
    assert {key: int(number.amount) for key, number in numbers.items() if isinstance(number, Quantity)} == {
        "on track": 10,
        "at risk": 4,
        "off track": 9,
        "silent": 2,
    }


def test_the_notes_tell_who_is_close_and_who_else_is_far() -> None:
    notes = {finding.label: said(finding.statement) for finding in crm().lead.ranking_notes.findings}
    assert notes == {
        "Close to the target": "Licensing, Stakeholder relations, Finance and Procurement are up to 5 points below "
        "the target path: 15 more would bring all of them to target.",
        "Off track as well": "Impact assessment, Incident response, Translation and Audit are more than 5 points "
        "below the target path.",
        "Not reported": "No data for October 2026 from Facilities and Field office Islands.",
    }


def test_the_strip_has_a_column_for_every_entity_without_names() -> None:
    strip = crm().lead.strip
    assert (strip.kind, strip.bare, len(strip.keys)) == (ChartKind.COLUMN, True, 25)
    assert said(strip.subtitle) == "Active share of the 25 departments, ranked. Coloured: Field offices"
    assert said(strip.note) == "Two not reported"


def test_pages_hold_every_row_once_and_their_own_bars() -> None:
    pages = crm().lead.ranking.pages(10)
    assert [len(page.rows) for page in pages] == [10, 10, 5]
    assert [row.key for page in pages for row in page.rows] == [row.key for row in crm().lead.ranking.rows]
    for page in pages:
        assert isinstance(page.chart, Chart)
        assert page.chart.keys == tuple(row.key for row in page.rows)


def test_a_report_without_entities_has_no_ranking() -> None:
    attainment = crm().kpi("engagement_attainment")
    assert not attainment.ranking
    assert not attainment.strip
    assert not attainment.ranking_notes


def test_where_each_entity_is_yes_or_no_there_is_no_ranking() -> None:
    assert not crm().kpi("departments_at_target").ranking


def test_blocks_are_made_when_they_are_asked_for() -> None:
    asked: list[str] = []

    def make(name: str) -> str:
        asked.append(name)
        return name

    held = Deferred({"one": lambda: make("one"), "two": lambda: make("two")})
    assert list(held) == ["one", "two"]
    assert asked == []
    assert (held["two"], held["two"], asked) == ("two", "two", ["two"])
    assert held == {"one": "one", "two": "two"}


def test_a_template_that_does_not_name_a_ranking_does_not_pay_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("nobody asked for a ranking")

    monkeypatch.setattr("reportgen.rules.indicators.ranking.ranking_of", refused)
    kpi = made(tmp_path, {"A": ("North", 10, 5), "B": ("South", 10, 6)})
    assert kpi.more
    with pytest.raises(AssertionError, match="nobody asked"):
        assert kpi.ranking


def test_a_kpi_with_all_its_blocks_is_written_and_read_as_json() -> None:
    kpi = crm().lead
    again = from_json(to_json(kpi), Kpi)
    assert again == kpi
    assert again.ranking == kpi.ranking


UNITS = st.dictionaries(
    st.sampled_from([f"U{number:02}" for number in range(12)]),
    st.tuples(st.sampled_from(["North", "South"]), st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)),
    min_size=2,
)


@pytest.mark.parametrize("better", ["higher", "lower"])
@given(units=UNITS, target=st.sampled_from(["", "50 %"]))
@settings(deadline=None, max_examples=25)
def test_every_entity_is_listed_once(
    tmp_path_factory: pytest.TempPathFactory,
    better: str,
    units: dict[str, tuple[str, int | None, int | None]],
    target: str,
) -> None:
    kpi = made(tmp_path_factory.mktemp("use"), units, target, better)
    ranking = kpi.ranking
    if not ranking:
        return
    assert sorted(row.key for row in ranking.rows) == sorted(units)
    values = column(ranking, "value")
    known = [value.amount for value in values if isinstance(value, Quantity)]
    assert known == sorted(known, reverse=True)
    assert [isinstance(value, Quantity) for value in values] == [True] * len(known) + [False] * (
        len(units) - len(known)
    )
    chart = ranking.chart
    assert chart is not None
    assert set(chart.emphasis) <= {row.key for row in ranking.rows[: len(known)]}
    assert all(len(series.values) == len(units) for series in chart.series if series.role is not Role.ROOM)
    if target:
        statuses = column(ranking, "status")
        assert len([status for status in statuses if status is Status.NO_DATA]) == len(units) - len(known)
