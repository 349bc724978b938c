"""KPIs: missing values, groups, comparisons, and how a number can be found again."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from reportgen.content.values import Count, Days, NoData, Percent, Points, Status
from reportgen.rules.figures.kpis import NOT_ASSIGNED, default_period
from tests.rules.projects import ENTITIES, UNITS, UNITS_TABLE, computed, parts, prepared, printed, totals

USAGE = f"""
title: Test
{ENTITIES}
tables:{UNITS_TABLE}
  usage:
    files: usage.csv
    time: flow
    date: {{from: month, format: yyyy-mm}}
    entity: unit
    columns: {{unit: {{type: id}}, kind: kind, active: {{type: count}}, licensed: {{type: count}}}}
kpis:
"""


def usage(kpis: str, folder: Path, rows: str, period: str = "2024-02", as_of: date | None = None):
    return computed(folder, USAGE + kpis, period, as_of, units=UNITS, usage="month,unit,kind,active,licensed\n" + rows)


RATE = "  rate: {unit: percent, formula: sum(active) / sum(licensed), target: 50 %}\n"


def test_a_group_rate_is_sum_over_sum_and_never_a_mean_of_rates(tmp_path: Path) -> None:
    results = usage(RATE, tmp_path, "2024-02,A,x,90,100\n2024-02,B,x,0,10\n2024-02,C,x,1,2\n")
    assert parts(results, "rate") == {"North": "81.8", "South": "50.0"}
    assert totals(results) == {"rate": "81.3"}


def test_a_row_that_lacks_a_side_is_left_out_of_both_and_counted(tmp_path: Path) -> None:
    results = usage(RATE, tmp_path, "2024-02,A,x,90,100\n2024-02,B,x,,50\n2024-02,C,x,5,\n")
    total = results.kpi("rate").total
    assert (printed(total.value), printed(total.numerator), printed(total.denominator)) == ("90.0", "90", "100")
    assert (total.reported, total.expected) == (1, 4)
    assert parts(results, "rate") == {"North": "90.0", "South": "no data: no values"}


def test_a_row_that_only_one_side_counts_need_not_have_the_other(tmp_path: Path) -> None:
    formula = "  share: {unit: percent, formula: \"sum(active, where=kind == 'x') / sum(licensed)\"}\n"
    results = usage(formula, tmp_path, "2024-02,A,x,30,50\n2024-02,A,y,,50\n")
    assert totals(results) == {"share": "30.0"}


def test_all_missing_is_no_data_and_finding_nothing_is_zero(tmp_path: Path) -> None:
    kpis = (
        "  sum: {unit: count, formula: sum(active)}\n"
        "  found: {unit: count, formula: \"sum(licensed, where=kind == 'z')\"}\n"
        "  count: {unit: count, formula: \"count(usage, where=kind == 'z')\"}\n"
        "  values: {unit: count, formula: count(usage.active)}\n"
    )
    results = usage(kpis, tmp_path, "2024-02,A,x,,100\n2024-02,B,x,,10\n")
    assert totals(results) == {
        "sum": "no data: no values",
        "found": "0",
        "count": "0",
        "values": "0",
    }


def test_a_period_without_rows_has_no_data_not_even_a_count_of_zero(tmp_path: Path) -> None:
    kpis = (
        "  count: {unit: count, formula: count(usage)}\n  rate: {unit: percent, formula: count(usage) / count(units)}\n"
    )
    results = usage(kpis, tmp_path, "2024-01,A,x,1,2\n", "2024-02")
    assert totals(results) == dict.fromkeys(("count", "rate"), "no data: no rows of usage in February 2024")
    assert results.kpi("count").total.status is Status.NO_DATA


def test_division_by_zero_is_no_data(tmp_path: Path) -> None:
    results = usage(RATE, tmp_path, "2024-02,A,x,0,0\n")
    assert totals(results) == {"rate": "no data: the denominator is 0"}
    assert parts(results, "rate") == {"North": "no data: the denominator is 0", "South": "no data: no values"}


def test_comparisons_with_no_data_are_false(tmp_path: Path) -> None:
    kpis = "".join(
        f'  {name}: {{unit: count, formula: "count(usage, where={condition})"}}\n'
        for name, condition in {
            "less": "active < 5",
            "not_less": "not active < 5",
            "unequal": "active != 3",
            "outside": "kind not in ['x']",
            "other": "kind != 'x'",
            "none": "missing(active)",
            "between": "1 <= active <= 4",
        }.items()
    )
    results = usage(kpis, tmp_path, "2024-02,A,x,3,1\n2024-02,B,y,8,1\n2024-02,C,,,1\n")
    assert totals(results) == {
        "less": "1",
        "not_less": "2",
        "unequal": "1",
        "outside": "1",
        "other": "1",
        "none": "1",
        "between": "1",
    }


def test_every_aggregation_reduces_the_rows_of_its_scope(tmp_path: Path) -> None:
    functions = {
        "mean": "mean(active)",
        "median": "median(active)",
        "p80": "percentile(active, 80)",
        "least": "min(active)",
        "most": "max(active)",
        "first": "first(active)",
        "last": "last(active)",
        "kinds": "distinct(kind)",
        "units": "distinct(unit)",
        "weighted": "weighted(active, licensed)",
        "row": "sum(active * licensed) / sum(licensed)",
    }
    kpis = "".join(f'  {name}: {{decimals: 2, formula: "{formula}"}}\n' for name, formula in functions.items())
    rows = "2024-02,A,x,4,1\n2024-02,B,y,1,3\n2024-02,C,x,7,2\n2024-02,C,y,2,4\n2024-02,C,,,9\n"
    results = usage(kpis, tmp_path, rows)
    assert totals(results) == {
        "mean": "3.50",
        "median": "3.00",
        "p80": "7.00",
        "least": "1.00",
        "most": "7.00",
        "first": "4.00",
        "last": "2.00",
        "kinds": "2.00",
        "units": "3.00",
        "weighted": "2.90",
        "row": "2.90",
    }
    assert parts(results, "median") == {"North": "2.50", "South": "4.50"}


def test_rows_of_unknown_entities_and_of_no_group_count_in_the_total_and_stand_apart(tmp_path: Path) -> None:
    kpis = "  active: {unit: count, formula: sum(active)}\n"
    results = usage(kpis, tmp_path, "2024-02,A,x,1,1\n2024-02,D,x,20,1\n2024-02,Q,x,300,1\n")
    figures = results.kpi("active").groups["segment"]
    assert [(f.key, f.id, printed(f.value)) for f in figures] == [
        ("North", "kpi.active@segment=North", "1"),
        ("South", "kpi.active@segment=South", "no data: no values"),
        (NOT_ASSIGNED, f"kpi.active@segment={NOT_ASSIGNED}", "320"),
    ]
    assert totals(results) == {"active": "321"}


def test_entities_are_in_the_order_of_their_table_with_nan_where_missing(tmp_path: Path) -> None:
    results = usage(RATE, tmp_path, "2024-02,C,x,1,4\n2024-02,A,x,1,2\n2024-02,B,x,1,0\n")
    entities = results.kpi("rate").entities
    assert entities is not None
    assert list(entities.keys) == ["A", "B", "C", "D"]
    assert list(entities.names) == ["Alpha", "Beta", "Gamma", "Delta"]
    assert [None if math.isnan(value) else value for value in entities.values] == [0.5, None, 0.25, None]
    assert [None if math.isnan(value) else value for value in entities.denominators] == [2, 0, 4, None]


def test_a_ratio_over_two_tables_leaves_out_entities_that_lack_a_side(tmp_path: Path) -> None:
    text = USAGE.replace("segment: segment}", "segment: segment, staff: {type: count}}")
    units = "id,name,segment,staff\nA,Alpha,North,10\nB,Beta,North,20\nC,Gamma,South,\nD,Delta,,40\n"
    kpis = "  per_head: {decimals: 2, formula: 100 * sum(active) / sum(staff)}\n"
    rows = "month,unit,kind,active,licensed\n2024-02,A,x,5,1\n2024-02,C,x,9,1\n2024-02,D,x,,1\n"
    results = computed(tmp_path, text + kpis, "2024-02", units=units, usage=rows)
    kpi = results.kpi("per_head")
    assert (printed(kpi.total.value), printed(kpi.total.numerator), printed(kpi.total.denominator)) == (
        "50.00",
        "5",
        "10",
    )
    assert kpi.factor == 100
    assert isinstance(kpi.total.numerator, Count)
    assert (kpi.total.reported, kpi.total.expected) == (1, 4)


def test_figures_compare_with_the_previous_period_the_year_before_and_the_target(tmp_path: Path) -> None:
    rows = "2023-02,A,x,10,100\n2024-01,A,x,40,99\n2024-02,A,x,45,100\n"
    total = usage(RATE, tmp_path, rows).kpi("rate").total
    assert isinstance(total.value, Percent)
    assert isinstance(total.change, Points)
    assert [printed(value) for value in (total.value, total.previous, total.change, total.year_ago, total.gap)] == [
        "45.0",
        "40.4",
        "4.6",
        "10.0",
        "-5.0",
    ]
    assert (total.status, total.rule) == (Status.AT_RISK, "up to 5\u00a0points below the target")
    assert [value.id for value in (total.value, total.target, total.previous, total.change)] == [
        "kpi.rate",
        "kpi.rate.target",
        "kpi.rate@2024-01",
        "kpi.rate.change",
    ]


def test_a_missing_month_is_not_bridged(tmp_path: Path) -> None:
    kpi = usage(RATE, tmp_path, "2023-12,A,x,10,100\n2024-02,A,x,45,100\n").kpi("rate")
    assert isinstance(kpi.total.change, NoData)
    assert [printed(figure.value) for figure in kpi.history[-3:]] == [
        "10.0",
        "no data: no rows of usage in January 2024",
        "45.0",
    ]
    assert len(kpi.history) == 13
    assert kpi.history[-1].id == "kpi.rate@2024-02"


def test_a_target_for_a_sum_is_not_one_for_its_parts(tmp_path: Path) -> None:
    kpis = "  active: {unit: count, formula: sum(active), target: '100'}\n" + RATE
    results = usage(kpis, tmp_path, "2024-02,A,x,90,100\n")
    assert results.kpi("active").total.status is Status.AT_RISK
    assert results.kpi("active").groups["segment"][0].status is Status.NO_TARGET
    assert results.kpi("rate").groups["segment"][0].status is Status.ON_TRACK


def test_kpis_refer_to_others_and_look_back(tmp_path: Path) -> None:
    kpis = (
        "  active: {unit: count, formula: sum(active)}\n"
        "  growth: {unit: percent, formula: kpi.active / previous(kpi.active) - 1}\n"
        "  quarter: {unit: percent, formula: 'rolling(sum(active) / sum(licensed), 3)'}\n"
        "  year: {unit: count, formula: year_to_date(kpi.active)}\n"
        "  before: {unit: count, formula: previous(year_to_date(kpi.active))}\n"
    )
    rows = "2023-12,A,x,50,50\n2024-01,A,x,10,100\n2024-02,A,x,15,50\n"
    results = usage(kpis, tmp_path, rows)
    assert totals(results) == {"active": "15", "growth": "50.0", "quarter": "37.5", "year": "25", "before": "10"}
    assert printed(results.kpi("quarter").total.numerator) == "75"


def test_a_window_with_a_missing_month_has_no_data(tmp_path: Path) -> None:
    kpis = "  year: {unit: count, formula: year_to_date(sum(active))}\n"
    results = usage(kpis, tmp_path, "2024-01,A,x,1,1\n2024-03,A,x,1,1\n", "2024-03")
    assert totals(results) == {"year": "no data: no rows of usage in February 2024"}


def test_parts_of_a_ratio_know_their_unit(tmp_path: Path) -> None:
    total = usage(RATE, tmp_path, "2024-02,A,x,1,3\n").kpi("rate").total
    assert isinstance(total.numerator, Count)
    assert (total.numerator.id, total.numerator.decimals) == ("kpi.rate.numerator", 0)


def test_a_number_can_be_found_again(tmp_path: Path) -> None:
    kpis = "  done: {unit: percent, formula: \"count(usage, where=kind == 'x') / count(usage)\"}\n"
    results = usage(kpis, tmp_path, "2024-01,A,x,1,1\n2024-02,A,x,1,1\n2024-02,C,y,1,1\n")
    kpi = results.kpi("done")
    assert kpi.total.recipe.formula == "count(usage, where=kind == 'x') / count(usage)"
    assert (kpi.total.recipe.tables, kpi.total.recipe.files) == (("usage",), ("usage.csv",))
    assert (kpi.total.recipe.filter, kpi.total.recipe.rows) == ("kind == 'x'; 2024-02", 2)
    south = kpi.groups["segment"][1].recipe
    assert (south.filter, south.rows) == ("kind == 'x'; 2024-02; segment = South", 1)


def test_tables_without_entity_give_totals_only(tmp_path: Path) -> None:
    text = USAGE.replace("    entity: unit\n", "")
    rows = "month,unit,kind,active,licensed\n2024-02,A,x,1,1\n2024-02,,x,,1\n"
    kpi = computed(tmp_path, text + RATE, "2024-02", units=UNITS, usage=rows).kpi("rate")
    assert (kpi.groups, kpi.entities) == ({}, None)
    assert (kpi.total.reported, kpi.total.expected) == (1, 2)


def test_what_is_dated_after_the_cut_off_is_not_known_yet(tmp_path: Path) -> None:
    text = USAGE.replace("{from: month, format: yyyy-mm}", "{from: month, format: yyyy-mm-dd}")
    kpis = "  active: {unit: count, formula: sum(active)}\n"
    rows = "month,unit,kind,active,licensed\n2024-02-03,A,x,1,1\n2024-02-20,A,x,10,1\n"
    for as_of, expected in ((None, "11"), (date(2024, 2, 10), "1"), (date(2024, 3, 10), "11")):
        results = computed(tmp_path, text + kpis, "2024-02", as_of, units=UNITS, usage=rows)
        assert totals(results) == {"active": expected}
        assert results.as_of == (as_of or date(2024, 2, 29))


CASES = """
title: Complaints
period: {period}
tables:
  cases:
    files: cases.csv
    time: events
    columns:
      opened: {{type: date, format: yyyy-mm-dd hh:mm}}
      due: {{type: date, format: yyyy-mm-dd hh:mm}}
      closed: {{type: date, format: yyyy-mm-dd hh:mm}}
kpis:
  received: {{unit: count, formula: "count(cases, on=opened)"}}
  closed: {{unit: count, formula: "count(cases, on=closed)"}}
  backlog: {{unit: count, formula: "count(cases, where=opened <= period_end and not closed <= period_end)"}}
  on_time: {{unit: percent, formula: "count(cases, on=opened, where=closed <= due) / count(cases, on=opened)"}}
  days: {{unit: days, decimals: 2, formula: "median(days(opened, closed), on=closed)"}}
  age: {{unit: days, decimals: 2, formula: "max(days(opened, as_of), where=missing(closed))"}}
"""
ROWS = (
    "opened,due,closed\n"
    "2024-01-10 08:00,2024-01-12 08:00,2024-01-11 20:00\n"
    "2024-01-31 23:30,2024-02-05 08:00,2024-02-29 23:59\n"
    "2024-02-10 08:00,2024-02-20 08:00,\n"
)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2024-01", ["2", "1", "1", "50.0", "1.50", "-10.00"]),
        ("2024-02", ["1", "1", "1", "0.0", "29.02", "19.00"]),
        (
            "2024-03",
            [
                "no data: no rows with cases.opened in March 2024",
                "no data: no rows with cases.closed in March 2024",
                "1",
            ],
        ),
    ],
)
def test_events_are_placed_by_the_date_that_is_named(tmp_path: Path, period: str, expected: list[str]) -> None:
    results = computed(tmp_path, CASES.format(period="month"), period, cases=ROWS)
    assert list(totals(results).values())[: len(expected)] == expected


def test_a_period_within_the_data_in_which_nothing_happened_counts_zero(tmp_path: Path) -> None:
    results = computed(tmp_path, CASES.format(period="week"), "2024-W04", cases=ROWS)
    assert totals(results) | {"age": "", "backlog": ""} == {
        "received": "0",
        "closed": "0",
        "backlog": "",
        "on_time": "no data: the denominator is 0",
        "days": "no data: no values",
        "age": "",
    }


def test_days_are_days(tmp_path: Path) -> None:
    results = computed(tmp_path, CASES.format(period="month"), "2024-01", cases=ROWS)
    assert isinstance(results.kpi("days").total.value, Days)


def test_the_default_period_is_the_latest_in_which_the_first_kpi_has_data(tmp_path: Path) -> None:
    rows = "month,unit,kind,active,licensed\n2024-01,A,x,1,2\n2024-02,A,x,,2\n2024-03,A,x,,\n"
    made, dataset = prepared(tmp_path, USAGE + RATE, units=UNITS, usage=rows)
    assert str(default_period(made, dataset)) == "2024-01"
    made, dataset = prepared(tmp_path, CASES.format(period="quarter"), cases=ROWS)
    assert str(default_period(made, dataset)) == "2024-Q1"


def test_with_an_entity_table_without_rows_everything_is_unassigned(tmp_path: Path) -> None:
    rows = "month,unit,kind,active,licensed\n2024-02,A,x,90,100\n"
    results = computed(tmp_path, USAGE + RATE, "2024-02", units="id,name,segment\n", usage=rows)
    assert totals(results) == {"rate": "90.0"}
    assert parts(results, "rate") == {"not assigned": "90.0"}


def test_events_after_the_cut_off_are_not_known_yet(tmp_path: Path) -> None:
    text = """
    title: Test
    tables:
      sites: {files: sites.csv, time: events, columns: {id: {type: id}, live: {type: date, format: yyyy-mm-dd}}}
    kpis:
      live: {unit: count, formula: "count(sites, where=live <= period_end)"}
    """
    rows = "id,live\nA,2024-01-05\nB,2024-02-05\nC,2024-02-25\n"
    for as_of, expected in ((None, "3"), (date(2024, 2, 10), "2"), (date(2024, 3, 10), "3")):
        assert totals(computed(tmp_path, text, "2024-02", as_of, sites=rows)) == {"live": expected}
