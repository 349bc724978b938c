"""The story of sample_data/crm-adoption, read from the built report."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

import reportgen
from reportgen.content.kpis import Figure, Kpi
from reportgen.content.report import Report
from reportgen.content.tables import Table
from reportgen.content.values import NoData, Quantity, Status
from reportgen.dataset import Dataset
from reportgen.loaders import load
from reportgen.locales import locale_for
from reportgen.project import read_project
from scripts.samples.crm_adoption import write_all

SAMPLE = Path(__file__).parents[1] / "sample_data/crm-adoption"
OFF, RISK, ON = Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK
LAST_THREE = ("2026-08", "2026-09", "2026-10")


@cache
def report(period: str = "2026-10") -> Report:
    return reportgen.inspect(SAMPLE, period)[0]


@cache
def dataset() -> Dataset:
    return load(read_project(SAMPLE))[0]


def frame(table: str) -> pd.DataFrame:
    return dataset().tables[table].frame


def active(period: str = "2026-10") -> Kpi:
    return report(period).kpi("active_share")


def by_segment(period: str = "2026-10", kpi: str = "active_share") -> dict[str, Figure]:
    return {figure.label: figure for figure in report(period).kpi(kpi).groups["segment"]}


def printed(value: object) -> str:
    return locale_for("en").text(value).replace("\N{NO-BREAK SPACE}", " ")


def shares(figures: dict[str, Figure]) -> dict[str, str]:
    return {name: f"{printed(one.numerator)} / {printed(one.denominator)}" for name, one in figures.items()}


def test_the_latest_month_is_reported_without_asking() -> None:
    assert reportgen.inspect(SAMPLE)[0].period.id == "2026-10"


def test_nothing_is_wrong_in_the_workbooks() -> None:
    assert [problem for problem in reportgen.inspect(SAMPLE)[1] if problem.severity.value != "notice"] == []


def test_two_of_three_licensed_users_are_active_in_october() -> None:
    total = active().total
    assert [printed(part) for part in (total.value, total.numerator, total.denominator, total.target)] == [
        "66.4 %",
        "2 736",
        "4 120",
        "70.0 %",
    ]
    assert (printed(total.previous), printed(total.year_ago), total.status) == ("62.6 %", "46.0 %", RISK)


def test_the_segments_add_up_to_the_total() -> None:
    assert shares(by_segment()) == {
        "Policy": "826 / 1 080",
        "Operations": "1 010 / 1 360",
        "Support": "562 / 840",
        "Field offices": "338 / 840",
    }


def test_the_field_offices_are_off_track_in_the_last_three_months() -> None:
    assert [by_segment(month)["Field offices"].status for month in LAST_THREE] == [OFF, OFF, OFF]


def test_policy_recovers_from_off_track_over_at_risk_to_on_track() -> None:
    assert [by_segment(month)["Policy"].status for month in LAST_THREE] == [OFF, RISK, ON]


def test_no_other_segment_has_one_of_these_stories() -> None:
    stories = {name: [by_segment(month)[name].status for month in LAST_THREE] for name in ("Operations", "Support")}
    assert stories == {"Operations": [ON, ON, ON], "Support": [OFF, OFF, RISK]}


def test_support_gains_fifteen_points_after_coaching() -> None:
    assert printed(by_segment("2026-09")["Support"].value) == "51.9 %"
    assert printed(by_segment()["Support"].value) == "66.9 %"


@pytest.mark.parametrize(
    ("kpi", "september", "october", "counted"),
    [
        ("departments_at_target", ("34.8 %", OFF), ("43.5 %", OFF), "10 / 23"),
        ("habitual_users", ("57.2 %", ON), ("58.1 %", ON), "1 590 / 2 736"),
        ("training_completed", ("79.4 %", ON), ("81.9 %", ON), "3 374 / 4 120"),
        ("documents_shared", ("69.3 %", ON), ("71.8 %", ON), "60 168 / 83 800"),
        ("user_satisfaction", ("75.1 %", ON), ("74.3 %", RISK), "306 / 412"),
        ("complaints_on_time", ("80.6 %", RISK), ("74.6 %", OFF), "91 / 122"),
        ("engagement_attainment", ("50.0 %", OFF), ("57.1 %", RISK), "8 / 14"),
    ],
)
def test_the_other_indicators_tell_what_the_scorecard_shows(
    kpi: str, september: tuple[str, Status], october: tuple[str, Status], counted: str
) -> None:
    before, now = report("2026-09").kpi(kpi).total, report().kpi(kpi).total
    assert (printed(before.value), before.status) == september
    assert (printed(now.value), now.status) == october
    assert f"{printed(now.numerator)} / {printed(now.denominator)}" == counted


def test_two_departments_have_not_reported() -> None:
    for kpi in report().kpis[:5]:
        assert (kpi.total.reported, kpi.total.expected) == (23, 25)
    segments = {name: (one.reported, one.expected) for name, one in by_segment().items()}
    assert segments == {"Policy": (7, 7), "Operations": (7, 7), "Support": (4, 5), "Field offices": (5, 6)}


def test_departments_that_have_not_reported_are_never_zero() -> None:
    table = report().blocks["entities"]
    assert isinstance(table, Table)
    names = [column.key for column in table.columns]
    rows = {str(row.cells[names.index("name")]): row.cells for row in table.rows}
    assert len(rows) == 25
    for name in ("Facilities", "Field office Islands"):
        for part in ("numerator", "denominator", "value"):
            assert rows[name][names.index(f"active_share.{part}")] is None
    assert rows["Field office Baltic"][names.index("active_share.numerator")] == 18


def test_a_segment_that_has_not_joined_has_no_figure() -> None:
    before = by_segment("2026-03")["Field offices"]
    assert isinstance(before.value, NoData)
    assert before.status is Status.NO_DATA
    assert (before.reported, before.expected) == (0, 6)
    assert isinstance(by_segment("2026-04")["Field offices"].value, Quantity)


def test_the_backlog_of_complaints_doubles_from_may_to_october() -> None:
    cases = frame("complaints")

    def open_at(day: date) -> int:
        end = pd.Timestamp(day)
        return int(((cases["opened"] <= end) & ~(cases["closed"] <= end)).sum())

    ends = [date(2026, month, 31 if month in (5, 7, 8, 10) else 30) for month in range(5, 11)]
    assert [open_at(end) for end in ends] == [40, 46, 44, 47, 64, 85]


def test_a_quarter_of_the_open_complaints_is_overdue_and_slow_access_leads() -> None:
    cases = frame("complaints")
    still_open = cases[cases["closed"].isna()]
    ages = (pd.Timestamp(2026, 10, 31) - still_open["opened"]).dt.days
    assert [int(ages.between(*bounds).sum()) for bounds in ((0, 7), (8, 30), (31, 90), (91, 999))] == [31, 29, 19, 6]
    causes = cases[cases["opened"] >= "2026-10-01"]["cause"].value_counts().to_dict()
    assert (causes["Slow access, field offices"], sum(causes.values())) == (46, 118)


def test_eight_of_fourteen_stakeholders_are_where_they_are_needed() -> None:
    register = frame("stakeholders")
    now = register[register["assessed"] == "2026-10-30"]
    assert len(now) == 14
    heads = register[register["id"] == "2"].sort_values("assessed")["current"].astype(str).tolist()
    assert heads[-2:] == ["Neutral", "Resistant"]
    assert not register.astype(str).apply(lambda column: column.str.contains("@", regex=False)).to_numpy().any()


def test_the_logs_hold_what_the_committee_sees() -> None:
    risks, decisions, actions = frame("risks"), frame("decisions"), frame("actions")
    levels = (risks["likelihood"] * risks["impact"]).tolist()
    assert levels == risks["level"].tolist()
    assert dict(zip(risks["id"], levels, strict=True))["R-07"] == -16
    assert decisions[decisions["decided"].isna()]["id"].tolist() == ["D-14", "D-15"]
    overdue = actions[actions["closed"].isna() & (actions["due"] <= "2026-10-31")]
    assert overdue["title"].tolist() == ["Repair links lost in the move"]


def test_targets_of_the_sheet_are_those_of_the_project() -> None:
    targets = frame("targets")
    for month in ("2025-10", "2026-04", "2026-10"):
        of_month = targets[(targets["period"].dt.strftime("%Y-%m") == month) & targets["group"].isna()]
        said = dict(zip(of_month["kpi"], of_month["value"], strict=True))
        for kpi in report(month).kpis:
            target = kpi.total.target
            assert isinstance(target, Quantity)
            assert said[kpi.id] == pytest.approx(float(target.amount), abs=1e-6)


def test_texts_come_through_in_five_languages() -> None:
    texts = " ".join(
        str(value)
        for name in ("stakeholders", "complaints", "survey", "communications", "departments", "commentary")
        for column in frame(name)
        for value in frame(name)[column]
        if isinstance(value, str)
    )
    for word in ("Małgorzata Żółtowska", "Посилання", "Περιφερειακό", "Benoît Lefèvre", "Évaluation", "field offices"):
        assert word in texts


def test_every_sheet_is_an_excel_table_with_true_dates() -> None:
    for file in sorted((SAMPLE / "data").rglob("*.xlsx")):
        for sheet in load_workbook(file).worksheets:
            (table,) = sheet.tables.values()
            assert table.ref == sheet.dimensions
            header, *rows = sheet.iter_rows(values_only=True)
            for index, name in enumerate(header):
                if name in ("Opened", "Due", "Closed", "Month end", "Month", "Assessed", "Target date", "Baseline"):
                    assert {type(row[index]) for row in rows} <= {datetime, type(None)}


def test_the_script_makes_the_same_workbooks(tmp_path: Path) -> None:
    write_all(tmp_path)
    kept = sorted(file.relative_to(SAMPLE / "data") for file in (SAMPLE / "data").rglob("*.xlsx"))
    assert kept == sorted(file.relative_to(tmp_path) for file in tmp_path.rglob("*.xlsx"))
    for name in kept:
        made, shipped = (CalamineWorkbook.from_path(folder / name) for folder in (tmp_path, SAMPLE / "data"))
        assert made.sheet_names == shipped.sheet_names
        for sheet in made.sheet_names:
            assert made.get_sheet_by_name(sheet).to_python() == shipped.get_sheet_by_name(sheet).to_python()


def test_no_complaint_is_closed_before_it_came() -> None:
    cases = frame("complaints")
    closed = cases[cases["closed"].notna()]
    assert (closed["closed"] >= closed["opened"]).all()
    assert ((cases["due"] - cases["opened"]) == timedelta(days=30)).all()


def test_the_report_prints_document_control_and_who_reported(tmp_path: Path) -> None:
    request = reportgen.BuildRequest(SAMPLE, period="2026-10", out=tmp_path, only=("report",))
    path = reportgen.build(request).files[0]
    with ZipFile(path) as archive:
        text = " ".join(re.findall(r"<w:t[^>]*>([^<]*)", archive.read("word/document.xml").decode()))
    control = ("Executing", "Document control", "K. Vasiliou", "Comments of the review taken in")
    for said in (*control, "2 of 25 departments did not report"):
        assert said in text.replace("\u00a0", " "), said
