"""Sentences say only what the figures bear out, with the numbers as they are printed everywhere else."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.charts import ChartKind
from reportgen.content.narrative import Narrative
from reportgen.content.phrases import Phrase
from reportgen.content.tables import Emphasis, Spark
from reportgen.content.values import Quantity
from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation, Location
from reportgen.rules.brief.table import changes
from reportgen.rules.figures.kpis import NOT_ASSIGNED
from reportgen.rules.indicators.extremes import entity_table, round_floor
from reportgen.rules.indicators.groups import group_table
from reportgen.rules.indicators.trends import trend_chart
from reportgen.rules.overview.notes import notes
from reportgen.rules.overview.remarks import remarks
from reportgen.rules.overview.scorecard import scorecard
from reportgen.rules.overview.summary import summary
from reportgen.rules.setting import Titles
from tests.rules.subjects import SETTING, amount_of, counted, figure, percent, subject, with_entities

NBSP, MINUS = "\u00a0", "\u2212"


def said(phrase: Phrase | str) -> str:
    return str(phrase).replace(NBSP, " ")


def lines(narrative: Narrative) -> dict[str, str]:
    return {finding.label: said(finding.statement) for finding in narrative.findings}


def trend_title(*values: float | None, target: float | None = None) -> str:
    chart = trend_chart(subject(values, target), SETTING, Titles())
    assert chart is not None
    return said(chart.headline)


def region_table(regions, target=None, id="reach"):
    made = subject([50.0, 60.0], target, regions, id=id)
    return group_table(made, "region", SETTING, Titles())


# ---- Trends


@pytest.mark.parametrize(
    ("values", "target", "title"),
    [
        ((62.6, 66.4), 70, "Reach rose to 66.4 %, 3.6 points below target"),
        ((70.0, 66.4), 66.4, "Reach fell to 66.4 %, on target"),
        ((66.4, 66.4), 60, "Reach stayed at 66.4 %, 6.4 points above target"),
        ((None, 66.4, 66.38), None, "Reach stayed at 66.4 % in October 2023"),
        ((62.6, 66.4), None, "Reach rose by 3.8 points to 66.4 % in October 2023"),
        ((69.96, 70.0), 70, "Reach arrived at 70.0 %, on target"),
        ((62.6, 66.4, None), 70, "Reach: no data for October 2023; the last value was 66.4 % in September 2023"),
    ],
)
def test_a_trend_title_follows_the_sign_of_the_change_and_the_gap(values, target, title):
    assert trend_title(*values, target=target) == title


def test_a_record_is_claimed_only_when_the_past_also_fell():
    rising = (10, 20, 30, 40, 50, 60)
    assert trend_title(*rising) == "Reach rose by 10.0 points to 60.0 % in October 2023"
    assert trend_title(10, 30, 20, 40, 50, 60) == "Reach rose to 60.0 %, the highest of six months"
    assert trend_title(60, 50, 55, 40, 30, 20) == "Reach fell to 20.0 %, the lowest of six months"
    assert trend_title(10, 30, None, 40, 50, 60) == "Reach rose by 10.0 points to 60.0 % in October 2023"


def test_a_trend_starts_with_its_data_and_keeps_gaps():
    chart = trend_chart(subject([None, 10, None, 30], 50), SETTING, Titles())
    assert chart is not None
    assert (chart.kind, chart.categories) == (ChartKind.COLUMN, ("Aug 2023", "Sep 2023", "Oct 2023"))
    assert [bool(value) for value in chart.series[0].values] == [True, False, True]
    assert trend_chart(subject([None, None, 30]), SETTING, Titles()) is None


def test_more_than_six_points_are_a_line():
    kinds = [trend_chart(subject(range(1, count + 1)), SETTING, Titles()).kind for count in (6, 7)]  # type: ignore[union-attr]
    assert kinds == [ChartKind.COLUMN, ChartKind.LINE]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.none() | st.integers(0, 1000), min_size=2, max_size=9), st.none() | st.integers(0, 1000))
def test_words_of_direction_never_contradict_the_numbers(tenths, target):
    values = [None if number is None else number / 10 for number in tenths]
    made = subject(values, None if target is None else target / 10)
    chart = trend_chart(made, SETTING, Titles())
    if chart is None:
        return
    title, total = said(chart.headline), made.total
    for word, sign in (("rose", 1), ("fell", -1)):
        if word in title:
            assert sign * amount_of(total.change) > 0
    for word, sign in (("above target", 1), ("below target", -1)):
        if word in title:
            assert sign * amount_of(total.gap) > 0
    if "highest" in title:
        unbroken = list(takewhile(lambda f: f.value, reversed(made.past()[:-1])))
        assert amount_of(total.value) > max(amount_of(f.value) for f in unbroken)
    assert len(chart.headline.text) <= 90
    assert len(chart.alt) <= 250


# ---- Spans


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=4, max_size=4), st.integers(0, 1000))
def test_every_span_covers_a_printed_number(tenths, target):
    values = [number / 10 for number in tenths]
    made = subject(values, target / 10, goal=(100.0, "2024-03"))
    spoken = [remarks(made, SETTING), summary([made], SETTING, Titles())]
    phrases = [p for n in spoken for f in n.findings for p in (f.statement, f.consequence)] + [spoken[1].headline]
    assert any(phrase.spans for phrase in phrases)
    for phrase in phrases:
        for span in phrase.spans:
            printed = phrase.text[span.start : span.end]
            assert printed
            assert printed.strip("0123456789.%" + NBSP + MINUS) == ""
            if span.id == "kpi.reach":
                assert printed == SETTING.locale.text(made.total.value)


# ---- Groups


def test_groups_off_track_are_counted_and_the_furthest_is_named():
    regions = {"NORTH": figure(80, 70, region="NORTH"), "SOUTH": figure(40, 70, region="SOUTH")}
    table = region_table(regions, 70)
    assert said(table.headline) == "One of two regions is off track, SOUTH 30.0 points below target"
    assert [row.key for row in table.rows] == ["NORTH", "SOUTH", "total"]
    assert [row.emphasis for row in table.rows] == [Emphasis.NONE, Emphasis.EXCEPTION, Emphasis.TOTAL]


def test_another_kpi_than_the_first_is_named_in_the_title():
    regions = {"NORTH": figure(80, 70, region="NORTH"), "SOUTH": figure(40, 70, region="SOUTH")}
    title = said(region_table(regions, 70, id="other").headline)
    assert title == "Reach: one of two regions is off track, SOUTH 30.0 points below target"


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ((80, 75, 71), "Reach: all three regions are on track"),
        ((80, 75, 68), "Reach: one of three regions is at risk, C 2.0 points below target"),
        ((40, 45, 50), "All three regions are off track, C 20.0 points below target"),
    ],
)
def test_the_title_follows_the_statuses_of_the_groups(values, title):
    regions = {name: figure(value, 70, region=name) for name, value in zip("ABC", values, strict=True)}
    if "off track" in title:
        regions = dict(
            zip("ABC", [figure(v, 70, region=n) for n, v in zip("ABC", (60, 55, 50), strict=True)], strict=True)
        )
    assert said(region_table(regions, 70).headline) == title


def test_ties_are_not_given_a_leader():
    regions = {name: figure(value, region=name) for name, value in zip("ABC", (100, 100, 90), strict=True)}
    assert said(region_table(regions).headline) == "Reach: two regions at 100.0 %, C is last with 90.0 %"
    same = {name: figure(50, region=name) for name in "ABC"}
    assert said(region_table(same).headline) == "Reach: all three regions stand at 50.0 %"


def test_nobody_is_called_last_who_shares_the_place():
    regions = {name: figure(value, region=name) for name, value in zip("ABC", (90, 10, 10), strict=True)}
    assert said(region_table(regions).headline) == "Reach: 10.0 % to 90.0 % over three regions"
    found = summary([subject([50, 60], None, regions)], SETTING, Titles()).findings[1]
    assert said(found.statement) == "Two regions are last in Reach: 10.0 % against 60.0 % in total."
    assert said(found.label) == "Two regions"


def test_groups_without_data_stand_last_and_in_no_chart():
    regions = {"A": figure(None, region="A"), "B": figure(50, region="B"), "C": figure(70, region="C")}
    table = region_table(regions)
    assert [row.key for row in table.rows] == ["C", "B", "A", "total"]
    assert table.chart is not None
    assert table.chart.keys == ("C", "B")
    none = region_table({"A": figure(None, region="A")})
    assert not none
    assert said(none.headline) == "Reach: no data by region for October 2023"


def test_a_share_of_the_total_is_given_only_when_the_parts_add_up():
    table = group_table(counted({"NORTH": 600, "SOUTH": 400}), "region", SETTING, Titles())
    assert said(table.headline) == "NORTH accounts for 60.0 % of Service uses, the most of two regions"
    odd = group_table(counted({"NORTH": 600, "SOUTH": 400}, total=1200), "region", SETTING, Titles())
    assert said(odd.headline) == "Service uses: NORTH leads with 600, SOUTH is last with 400"
    assert [column.key for column in table.columns] == ["group", "value"]


def test_an_exception_that_is_the_rule_does_not_stand_out():
    regions = {name: figure(value, 90, region=name) for name, value in zip("ABCDE", (95, 40, 30, 20, 10), strict=True)}
    table = region_table(regions, 90)
    assert {row.emphasis for row in table.rows[:-1]} == {Emphasis.NONE}
    assert table.chart is not None
    assert table.chart.emphasis == ("C", "D", "E")


# ---- Entities


def test_the_largest_shortfalls_come_first_and_complete_entities_not_at_all():
    made = with_entities(subject([50, 60]), [10, 0, 30], [10, 50, 60])
    table = entity_table(made, SETTING, Titles())
    assert table is not None
    assert [row.key for row in table.rows] == ["001", "002"]
    assert said(table.headline) == "Reach: B lacks the most, 50 of 50"
    assert entity_table(with_entities(subject([50, 100]), [10, 50], [10, 50]), SETTING, Titles()) is None


def test_entities_that_count_once_each_are_not_listed():
    assert entity_table(with_entities(subject([50, 60]), [1, 0, 1], [1, 1, 1]), SETTING, Titles()) is None


def test_twelve_of_many_are_said_to_be_twelve():
    made = with_entities(subject([50, 60]), [0] * 20, range(1, 21))
    table = entity_table(made, SETTING, Titles())
    assert table is not None
    assert len(table.rows) == 12
    assert said(table.headline) == "Reach: 12 offices account for 82.9 % of what is missing"


def test_small_entities_are_left_out_of_a_ranking_and_the_limit_is_said():
    lower = with_entities(subject([50, 60], better="lower"), [5, 10, 90], [10, 100, 120])
    table = entity_table(lower, SETTING, Titles())
    assert table is not None
    assert [row.key for row in table.rows] == ["002", "001"]
    assert "with a denominator of at least 100" in said(table.subtitle)


@given(st.lists(st.floats(1, 1e6), min_size=1, max_size=30))
def test_the_limit_is_round_and_reached_by_half(numbers):
    import numpy as np

    limit = round_floor(np.array(numbers))
    assert str(limit).rstrip("0") in ("1", "2", "5")
    assert 2 * sum(number >= limit for number in numbers) >= len(numbers)


# ---- Remarks


def test_the_pace_compares_what_is_needed_with_what_was_brought():
    made = subject([30, 40, 50, 60], 70, goal=(80.0, "2023-12"))
    assert lines(remarks(made, SETTING))["Pace"] == (
        "Reaching 80.0 % in December 2023 takes a rise of 10.0 points a month; "
        "the last three months brought a rise of 10.0 points a month."
    )


@pytest.mark.parametrize(
    ("values", "goal", "sentence"),
    [
        ([50, 45], (80.0, "2023-11"), "takes a rise of 35.0 points in one month; the last month brought a fall of 5.0"),
        ([80, 85], (80.0, "2023-12"), "The target of 80.0 % for December 2023 is met already."),
        ([None, 45], (80.0, "2023-11"), "Reaching 80.0 % in November 2023 takes a rise of 35.0 points in one month."),
    ],
)
def test_the_pace_says_what_the_history_allows(values, goal, sentence):
    assert sentence in lines(remarks(subject(values, 70, goal=goal), SETTING))["Pace"]


def test_a_target_that_was_due_has_no_pace():
    assert "Pace" not in lines(remarks(subject([50, 60], 70, goal=(80.0, "2023-10")), SETTING))


def test_the_largest_move_may_be_a_fall():
    regions = {"A": figure(60, previous=58, region="A"), "B": figure(30, previous=50, region="B")}
    found = lines(remarks(subject([50, 60], regions=regions), SETTING))["Largest move"]
    assert found == "B fell by 20.0 points to 30.0 % since September 2023; A rose by 2.0 points to 60.0 %."


def test_a_kpi_without_data_says_so_and_why():
    assert lines(remarks(subject([50, None], 70), SETTING)) == {
        "No data": "Reach has no data for October 2023: not reported."
    }


# ---- Summary, scorecard, changes


def test_the_summary_opens_with_what_is_missing_to_the_goal():
    made = subject([40, 60], 70, goal=(100.0, "2023-12"))
    narrative = summary([made], SETTING, Titles())
    assert said(narrative.headline) == "Reach rose to 60.0 %, 40.0 points short of the 100.0 % due in December 2023"
    first = narrative.findings[0]
    assert said(first.statement) == "Reach rose by 20.0 points to 60.0 %, 10.0 points below the target of 70.0 %."
    assert first.number == percent(60)


def test_what_a_falling_kpi_still_has_above_its_goal_is_said_so():
    made = subject([70, 60], 50, goal=(20.0, "2023-12"), better="lower")
    headline = summary([made], SETTING, Titles()).headline
    assert said(headline) == "Reach fell to 60.0 %, 40.0 points above the 20.0 % due in December 2023"


def test_rows_without_a_group_are_in_the_table_but_never_first_or_last():
    rest = replace(figure(10, region=NOT_ASSIGNED), label="not assigned", previous=percent(40), change=percent(-30))
    regions = {"A": figure(60, 50, region="A"), "B": figure(30, 20, region="B"), "rest": rest}
    table = region_table(regions)
    assert [row.key for row in table.rows][:3] == ["A", "B", NOT_ASSIGNED]
    assert "not assigned" not in said(table.headline)
    made = subject([50, 60], regions=regions)
    narrative = summary([made], SETTING, Titles())
    assert said(narrative.headline) == "Reach rose to 60.0 %; both regions are on track"
    assert all(
        "not assigned" not in line for line in [*lines(narrative).values(), *lines(remarks(made, SETTING)).values()]
    )


def test_where_less_is_better_the_lowest_leads_and_the_highest_is_last():
    regions = {"A": figure(60, region="A"), "B": figure(30, region="B")}
    made = subject([50, 60], regions=regions, better="lower")
    table = group_table(made, "region", SETTING, Titles())
    assert said(table.headline) == "Reach: B leads with 30.0 %, A is last with 60.0 %"
    headline = summary([made], SETTING, Titles()).headline
    assert said(headline) == "Reach rose to 60.0 %; A is last with 60.0 %"


def test_the_summary_names_the_region_that_is_furthest_from_target():
    regions = {"A": figure(80, 70, region="A"), "B": figure(30, 70, region="B")}
    found = summary([subject([50, 60], 70, regions)], SETTING, Titles()).findings[1]
    assert (
        said(found.statement) == "B is furthest from target in Reach: 30.0 %, 40.0 points below the target of 70.0 %."
    )
    assert said(found.consequence) == "One of two regions is off track."


def test_a_summary_without_data_says_that():
    narrative = summary([subject([50, None], 70)], SETTING, Titles())
    assert said(narrative.headline) == "Reach: no data for October 2023"
    assert said(narrative.findings[0].statement) == "Reach has no data for October 2023: not reported."


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ((80, 80), "Both indicators with a target are on track"),
        ((80, 40), "One of two indicators with a target is on track; Reach 1 is 30.0 points below target"),
        ((60, 40), "No indicator with a target is on track; Reach 1 is 30.0 points below target"),
    ],
)
def test_the_scorecard_counts_what_is_on_track(values, title):
    subjects = [subject([value, value], 70, label=f"Reach {n}", id=f"k{n}") for n, value in enumerate(values)]
    assert said(scorecard(subjects, SETTING, Titles()).headline) == title


def test_the_scorecard_leaves_out_columns_that_hold_nothing():
    keys = [column.key for column in scorecard([subject([50, 60])], SETTING, Titles()).columns]
    assert keys == ["indicator", "status", "actual", "previous"]


def test_the_scorecard_shows_how_each_indicator_moved_as_a_line_of_thirteen_periods():
    table = scorecard([subject([*range(30, 50), 62.5], 70)], SETTING, Titles())
    place = [column.key for column in table.columns].index("trend")
    [line] = [row.cells[place] for row in table.rows]
    assert isinstance(line, Spark)
    assert len(line.values) == len(line.labels) == 13
    assert (said(SETTING.locale.text(line.values[0])), said(SETTING.locale.text(line.values[-1]))) == (
        "38.0 %",
        "62.5 %",
    )
    assert said(line.alt).startswith("Reach: 38.0 % in October 2022, 62.5 %")
    assert table.subtitle.endswith("trend over 13 months, own scale per row")


def test_a_change_of_status_is_the_title_of_the_changes():
    made = subject([60, 72], 70)
    table = changes([made], SETTING, Titles())
    assert said(table.headline) == "Reach went from off track to on track since September 2023"
    still = subject([60, 62], 70)
    table = changes([still], SETTING, Titles())
    assert said(table.headline) == "One indicator rose since September 2023; no status changed"
    alone = subject([62])
    assert said(changes([alone], SETTING, Titles()).headline) == ("No indicator can be compared with September 2023")


# ---- Titles and notes


def test_a_title_is_said_once_and_fits():
    titles = Titles()
    long, short = Phrase("x" * 91), Phrase("short")
    assert titles.pick(long, short) == short
    assert titles.pick(short, Phrase("another")) == Phrase("another")
    assert titles.pick(Phrase("y" * 120), Phrase("z" * 95)) == Phrase("z" * 95)


def test_notes_hold_what_concerns_the_period():
    fell = Problem(
        Severity.NOTICE, "counter-fell", "the counter fell", CellLocation("a.csv", "", "B2"), hint="It stays in."
    )
    stand_ins = [
        Problem(Severity.NOTICE, "snapshot-stands-for", f"{day} stands for the month's end", Location("report.yaml"))
        for day in ("2023-06-27", "2024-06-27")
    ]
    narrative = notes([subject([50, 60])], [fell, fell, *stand_ins], (), "Open data", SETTING, Titles())
    found = lines(narrative)
    assert said(narrative.headline) == "The only indicator has data for October 2023"
    assert found["Correction"] == "The counter fell (and one more finding of this kind). It stays in."
    assert found["Stand-in date"] == "27 June 2023 stands for the month's end."
    assert found["Sources"].startswith("Open data. No files")


def test_a_target_missed_by_less_than_is_printed_is_explained():
    def status_note(values: list[float], target: float) -> str | None:
        return lines(notes([subject(values, target)], (), (), "", SETTING, Titles())).get("Status")

    assert status_note([90, 99.96], 100) == (
        "A status compares numbers before rounding: Reach just missed the target of 100.0 % in October 2023."
    )
    assert "September 2023" in (status_note([99.96, 100], 100) or "")
    assert status_note([99.96, 100, 100], 100) is None, "nobody reads of August"
    assert status_note([90, 99.9], 100) is None
    assert status_note([90, 100], 100) is None


def test_no_sentence_prints_a_missing_number():
    regions = {"A": figure(None, region="A"), "B": figure(50, region="B")}
    made = subject([None, 50], None, regions)
    spoken = [remarks(made, SETTING), summary([made], SETTING, Titles()), notes([made], (), (), "", SETTING, Titles())]
    texts = [p.text for n in spoken for f in n.findings for p in (f.statement, f.consequence)]
    assert not [text for text in texts if "n/a" in text]
    assert all(isinstance(f.number, Quantity) for f in spoken[1].findings)
