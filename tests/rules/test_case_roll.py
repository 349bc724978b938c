"""The backlog reconciles: open before + received - closed = open at the end; what contradicts itself is told apart."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.periods import Period
from reportgen.content.report import Report
from reportgen.content.values import NoData
from reportgen.rules.assemble import build_report
from tests.rules.projects import prepared
from tests.rules.test_stakeholders import cells

PROJECT = """
title: Cases
tables:
  complaints: {files: complaints.csv, contract: cases, columns: {}}
kpis:
  received: {unit: count, formula: "count(complaints, on=opened)"}
"""
_DAYS = st.integers(0, 150).map(lambda days: date(2026, 6, 1) + timedelta(days))


def report(folder: Path, rows: list[tuple[object, ...]]) -> Report:
    folder.mkdir(exist_ok=True)
    lines = [",".join("" if value is None else str(value) for value in (n, *row)) for n, row in enumerate(rows)]
    made, dataset = prepared(folder, PROJECT, complaints="id,opened,closed,reopened\n" + "\n".join(lines) + "\n")
    return build_report(made.project, made, dataset, Period.parse("2026-10"), None)[0]


@settings(max_examples=25)
@given(st.lists(st.tuples(_DAYS, st.one_of(st.none(), _DAYS), st.just(None)), min_size=1, max_size=30))
def test_every_period_adds_up_and_begins_where_the_one_before_ended(rows: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = cells(report(Path(folder), rows), "case_roll_forward")
    last = None
    for row in table.values():
        held = {
            key: int(text.replace("\u2212", "-"))
            for key, text in row.items()
            if key != "period" and text not in ("", "n/a")
        }
        assert held["before"] + held["received"] - held["closed"] + held.get("other", 0) == held["after"]
        assert last is None or held["before"] == last
        last = held["after"]


def test_dates_that_contradict_each_other_have_a_column_of_their_own(tmp_path: Path) -> None:
    made = report(tmp_path, [(date(2026, 10, 5), None, None), (None, date(2026, 10, 7), None)])
    row = cells(made, "case_roll_forward")["2026-10"]
    assert (row["before"], row["received"], row["closed"], row["other"], row["after"]) == ("0", "1", "1", "+1", "1")


def test_what_is_open_counts_as_lasting_longer(tmp_path: Path) -> None:
    closed = [(date(2026, 10, 1), date(2026, 10, 1 + day), None) for day in range(1, 10)]
    young = report(tmp_path / "a", [*closed, (date(2026, 10, 30), None, None)])
    # Nine ended after 1 to 9 days, the tenth is a day old: as far as is known it lasts no shorter than one day.
    assert young.facts["cases_p90_days"].value.rounded() == 9  # type: ignore[union-attr]
    old = report(tmp_path / "b", [*closed, (date(2026, 9, 1), None, None), (date(2026, 9, 1), None, None)])
    assert isinstance(old.facts["cases_p90_days"].value, NoData)


def test_the_rate_of_reopening_is_of_the_closed(tmp_path: Path) -> None:
    rows = [(date(2026, 10, 1), date(2026, 10, 9), times) for times in (0, 0, 1, 3)]
    made = report(tmp_path, [*rows, (date(2026, 10, 1), None, 2)])
    assert cells(made, "case_facts")["cases_reopened"]["actual"] == "50.0 %"
