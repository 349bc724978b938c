"""The time kinds: which rows speak for a period."""

from __future__ import annotations

from pathlib import Path

from reportgen.locations import CellLocation
from tests.rules.projects import ENTITIES, UNITS, UNITS_TABLE, computed, parts, printed, totals


def snapshots(folder: Path, rows: str, period: str, kpis: str, said: str = "time: cumulative", dated: str = ""):
    text = f"""
title: Test
year_start: {4 if "fiscal" in kpis else 1}
{ENTITIES}
tables:{UNITS_TABLE}
  uses:
    files: uses.csv
    {said}
    date: {{from: day, format: yyyy-mm-dd{dated}}}
    entity: unit
    columns: {{unit: {{type: id}}, channel: {{from: channel, required: "no"}}, total: {{type: count}}}}
kpis:
{kpis}"""
    return computed(folder, text, period, units=UNITS, uses=rows)


USES = "  uses: {unit: count, formula: sum(uses.total)}\n  level: {unit: count, formula: sum(level(uses.total))}\n"
COUNTER = (
    "day,unit,total\n"
    "2024-01-31,A,100\n2024-01-31,B,50\n2024-01-31,D,7\n"
    "2024-02-29,A,130\n2024-02-29,B,45\n2024-02-29,C,20\n"
    "2024-03-31,A,131\n2024-03-31,B,45\n2024-03-31,C,\n"
)


def test_a_counter_gives_the_difference_of_snapshots_and_its_parts_add_up_to_the_whole(tmp_path: Path) -> None:
    results = snapshots(tmp_path, COUNTER, "2024-02", USES)
    # 195 - 157: C is new and starts from 0, B fell by 5, D is gone with its 7.
    assert totals(results) == {"uses": "38", "level": "195"}
    assert parts(results, "uses") == {"North": "25", "South": "20", "not assigned": "-7"}
    assert list(results.kpi("uses").entities.values) == [30, -5, 20, -7]


def test_falls_of_a_counter_stay_in_and_are_told_once_with_places(tmp_path: Path) -> None:
    (notice,) = snapshots(tmp_path, COUNTER, "2024-02", USES).problems
    assert notice.severity == "notice"
    assert notice.location == CellLocation("uses.csv", "", "C6")
    assert str(notice) == (
        'uses.csv, cell C6: In "uses" the counter "total" is lower than at the end of 2024-01 in 2 places '
        "(found 12 less in 2024-02: C6, C4). "
        "The falls stay in as corrections, so that the parts add up to the whole."
    )


def test_an_empty_reading_is_missing_and_not_zero(tmp_path: Path) -> None:
    results = snapshots(tmp_path, COUNTER, "2024-03", USES)
    assert totals(results) == {"uses": "1", "level": "176"}
    assert parts(results, "uses")["South"] == "no data: no values"
    total = results.kpi("uses").total
    assert (total.reported, total.expected) == (2, 4)


def test_a_counter_has_no_increase_before_its_second_snapshot(tmp_path: Path) -> None:
    assert totals(snapshots(tmp_path, COUNTER, "2024-01", USES)) == {
        "uses": "no data: no snapshot of uses for December 2023",
        "level": "157",
    }
    assert totals(snapshots(tmp_path, COUNTER, "2024-04", USES)) == {
        "uses": "no data: no snapshot of uses for April 2024",
        "level": "no data: no snapshot of uses for April 2024",
    }


def test_a_counter_over_several_periods_is_the_difference_of_the_outer_snapshots(tmp_path: Path) -> None:
    kpis = "  two: {unit: count, formula: 'rolling(sum(uses.total), 2)'}\n"
    assert totals(snapshots(tmp_path, COUNTER.replace("C,\n", "C,30\n"), "2024-03", kpis)) == {"two": "49"}


def test_several_counters_of_an_entity_are_told_apart_by_their_texts(tmp_path: Path) -> None:
    rows = (
        "day,unit,channel,total\n"
        "2024-01-31,A,web,10\n2024-01-31,A,app,5\n2024-02-29,A,app,6\n2024-02-29,A,web,30\n2024-02-29,B,web,1\n"
    )
    kpis = USES + "  app: {unit: count, formula: \"sum(uses.total, where=channel == 'app')\"}\n"
    assert totals(snapshots(tmp_path, rows, "2024-02", kpis)) == {"uses": "22", "level": "37", "app": "1"}


def test_a_snapshot_within_the_tolerance_stands_for_the_period(tmp_path: Path) -> None:
    rows = COUNTER.replace("2024-02-29", "2024-02-26")
    assert totals(snapshots(tmp_path, rows, "2024-02", USES, dated=", tolerance: 3 days"))["uses"] == "38"
    assert (
        totals(snapshots(tmp_path, rows, "2024-02", USES))["uses"] == "no data: no snapshot of uses for February 2024"
    )


HEADS = "  heads: {unit: count, formula: sum(uses.total)}\n  rows: {unit: count, formula: count(uses)}\n"
STOCK = "day,unit,total\n2024-01-31,A,10\n2024-01-31,B,1\n2024-02-10,A,11\n2024-02-20,A,12\n2024-04-01,A,99\n"


def test_of_a_stock_the_last_row_of_each_entity_counts(tmp_path: Path) -> None:
    assert totals(snapshots(tmp_path, STOCK, "2024-02", HEADS, "time: stock")) == {"heads": "12", "rows": "1"}
    assert printed(snapshots(tmp_path, STOCK, "2024-03", HEADS, "time: stock").kpi("heads").total.value) == (
        "no data: no rows of uses for March 2024"
    )


def test_a_stock_is_carried_on_as_far_as_declared(tmp_path: Path) -> None:
    def heads(period: str, carry: int) -> str:
        results = snapshots(tmp_path, STOCK, period, HEADS, f"time: stock\n    carry: '{carry}'")
        return totals(results)["heads"]

    assert [heads("2024-02", 1), heads("2024-03", 1), heads("2024-03", 2)] == ["13", "12", "13"]


def test_the_year_to_date_begins_with_the_fiscal_year(tmp_path: Path) -> None:
    rows = "day,unit,total\n2024-03-31,A,1\n2024-04-30,A,10\n2024-05-31,A,100\n"
    kpis = "  fiscal: {unit: count, formula: year_to_date(sum(uses.total))}\n"
    assert totals(snapshots(tmp_path, rows, "2024-05", kpis, "time: flow")) == {"fiscal": "110"}
