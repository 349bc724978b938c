"""Open data of four kinds load with a project file and no Python, and give what was computed from them elsewhere.

The values are in EXPECTED.md beside the data. Where the licence allows it, a part of the data is here; for the others
there is a small file of the same shape and quirks, and the tests on the whole data run where the data are.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from reportgen.content.values import NoData, Quantity
from reportgen.dataset import Dataset
from reportgen.errors import Problem, has_errors
from reportgen.loaders import load
from reportgen.project import read_project
from reportgen.rules.figures.kpis import Results, compute
from reportgen.rules.planning.plan import Plan, plan

HERE = Path(__file__).parent / "real_data"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
whole = pytest.mark.open_data


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real")


@cache
def loaded(name: str, folder: Path, real: bool) -> tuple[Plan, Dataset, tuple[Problem, ...]]:
    """The plan and tables of a data set, of the whole data or of the part that is here."""
    target = folder / f"{name}-{'whole' if real else 'small'}"
    target.mkdir()
    shutil.copy(HERE / name / "report.yaml", target)
    (target / "data").symlink_to(SHARED / name if real else HERE / name / "data", target_is_directory=True)
    project = read_project(target)
    made, mistakes = plan(project)
    dataset, problems = load(project)
    assert not has_errors([*mistakes, *problems])
    return made, dataset, tuple(problems)


def results(name: str, folder: Path, period: str, real: bool = True) -> Results:
    if real and not (SHARED / name).is_dir():
        pytest.skip(f"the open data {name} are not here")
    made, dataset, _ = loaded(name, folder, real)
    return compute(made, dataset, made.project.period_named(period))


def told(name: str, folder: Path, real: bool) -> list[str]:
    return [problem.code for problem in loaded(name, folder, real)[2]]


def number(found: Results, kpi: str) -> float:
    value = found.kpi(kpi).total.value
    assert isinstance(value, Quantity)
    return float(value.amount)


def ratio(found: Results, kpi: str) -> tuple[float, float]:
    total = found.kpi(kpi).total
    assert isinstance(total.numerator, Quantity)
    assert isinstance(total.denominator, Quantity)
    return float(total.numerator.amount), float(total.denominator.amount)


SMALL_SERVICES = {"online": 600, "in_person": 800, "mail": 100, "other": 0, "phone": 10, "e_mail": 0, "fax": 0}
CHANNELS = {
    "online": 267_255_500,
    "in_person": 102_586_350,
    "mail": 21_405_785,
    "other": 9_981_300,
    "phone": 3_809_010,
    "e_mail": 3_181_076,
    "fax": 115_814,
}


@whole
def test_the_service_inventory_of_canada(workshop: Path) -> None:
    found = results("gc-services-ca", workshop, "2024")
    assert ratio(found, "take_up") == (267_255_500, 408_334_835)
    assert ratio(found, "cra") == (134_702_666, 152_226_619)
    assert ratio(found, "cbsa") == (25_115_600, 117_079_550)
    shares = {"take_up": "65.45", "cra": "88.49", "cbsa": "21.45", "esdc": "34.50", "cic": "50.65"}
    shares |= {"standards_met": "73.64", "performance": "93.07", "performance_mean": "88.37", "end_to_end": "33.41"}
    assert {kpi: f"{100 * number(found, kpi):.2f}" for kpi in shares} == shares
    assert ratio(found, "end_to_end") == (422, 1263)
    assert ratio(found, "standards_met") == (1313, 1313 + 470)
    assert {kpi: number(found, kpi) for kpi in CHANNELS} == CHANNELS


def test_a_small_service_inventory_with_all_its_quirks(workshop: Path) -> None:
    found = results("gc-services-ca", workshop, "2024", real=False)
    assert ratio(found, "take_up") == (600, 1760), "NA and ND count as no online applications, as declared"
    assert ratio(found, "end_to_end") == (2, 3)
    assert ratio(found, "standards_met") == (2, 3), "NA is neither met nor missed"
    assert ratio(found, "performance") == (147, 200)
    assert number(found, "performance_mean") == pytest.approx((0.95 + 1.5758 + 0) / 3)
    assert {kpi: number(found, kpi) for kpi in SMALL_SERVICES} == SMALL_SERVICES
    frame = loaded("gc-services-ca", workshop, False)[1].tables["services"].frame
    assert frame["title"].iloc[0] == "Agency A | Agence A"
    assert frame["mail"].isna().tolist() == [False, True, True, False, False], "ND and blank are missing, 0 is 0"
    assert [str(day)[:10] for day in frame["@date"]].count("2025-03-31") == 1, "the stray row of another year"
    assert set(told("gc-services-ca", workshop, False)) == {"counted-as-zero"}


@whole
def test_complaints_of_boston(workshop: Path) -> None:
    found = results("us-boston-311", workshop, "2015")
    counts = {"opened": 4840, "closed": 2492, "open": 2348, "overdue": 2341}
    assert {kpi: number(found, kpi) for kpi in counts} == counts
    shares = {"on_time_of_closed": "83.43", "on_time_of_all": "43.10", "carts_on_time": "69.74"}
    assert {kpi: f"{100 * number(found, kpi):.2f}" for kpi in shares} == shares
    days = {"median_days": "1.08", "mean_days": "9.62", "p90": "26.96", "carts_median": "15.61"}
    assert {kpi: f"{number(found, kpi):.2f}" for kpi in days} == days


def test_small_complaints_with_their_quirks(workshop: Path) -> None:
    found = results("us-boston-311", workshop, "2015", real=False)
    counts = {"opened": 5, "closed": 3, "open": 2, "overdue": 1}
    assert {kpi: number(found, kpi) for kpi in counts} == counts
    assert ratio(found, "on_time_of_closed") == (2, 3)
    assert ratio(found, "on_time_of_all") == (3, 5), "an open case that is not due is on time"
    assert [number(found, kpi) for kpi in ("median_days", "p90")] == [5.0, 10.5]
    assert ratio(found, "carts_on_time") == (1, 2)
    frame = loaded("us-boston-311", workshop, False)[1].tables["cases"].frame
    assert frame["zip"].astype(object).where(frame["zip"].notna(), None).tolist() == [
        "02119", None, "02127", "02127", None
    ]  # fmt: skip
    assert {"id-point", "id-filled", "date-format"} == set(told("us-boston-311", workshop, False))


def test_users_by_quarter_of_some_states(workshop: Path) -> None:
    found = results("in-phonepe-pulse", workshop, "2018-Q1", real=False)
    assert number(found, "users") == 6740 + 91_936 + 501
    assert isinstance(found.kpi("opens").total.value, NoData), "zero means that nobody measured"
    assert isinstance(found.kpi("opens_per_user").total.value, NoData)
    assert number(results("in-phonepe-pulse", workshop, "2019-Q2", real=False), "opens") == 52_640 + 1_352_232 + 4580


@whole
def test_users_by_quarter_of_india(workshop: Path) -> None:
    assert number(results("in-phonepe-pulse", workshop, "2018-Q1"), "users") == 46_877_653
    assert number(results("in-phonepe-pulse", workshop, "2024-Q4"), "users") == 586_756_452
    opens = {period: results("in-phonepe-pulse", workshop, period).kpi("opens").total.value
             for period in ("2018-Q4", "2019-Q1", "2019-Q2")}  # fmt: skip
    assert [isinstance(value, NoData) for value in opens.values()] == [True, True, False]


@whole
@pytest.mark.parametrize(
    ("period", "live", "live_share", "reached_share"),
    [
        ("2023-07", 471, "5.97", "3.25"),
        ("2023-09", 2775, "35.14", "26.68"),
        ("2023-10", 5106, "64.67", "59.81"),
        ("2023-11", 7627, "96.59", "98.16"),
        ("2023-12", 7805, "98.85", "99.45"),
    ],
)
def test_the_national_register_of_italy(
    workshop: Path, period: str, live: int, live_share: str, reached_share: str
) -> None:
    found = results("anpr-it", workshop, period)
    assert ratio(found, "live") == (live, 7896)
    assert f"{100 * number(found, 'live'):.2f}" == live_share
    assert f"{100 * number(found, 'reached'):.2f}" == reached_share


@whole
def test_its_service_uses_are_differences_of_counters(workshop: Path) -> None:
    uses = [988_635, 1_166_818, 956_771, 1_160_150, 674_976, 1_180_932, 1_308_882]
    periods = [f"2024-{month:02}" for month in range(4, 11)]
    assert [number(results("anpr-it", workshop, period), "uses") for period in periods] == uses
    found = results("anpr-it", workshop, "2024-10").kpi("per_1000")
    assert f"{number(results('anpr-it', workshop, '2024-10'), 'per_1000'):.1f}" == "487.9"
    regions = {figure.label: figure.value for figure in found.groups["region"]}
    levels = [regions["LOMBARDIA"], regions["TRENTINO ALTO ADIGE"]]
    assert [f"{float(value.amount):.1f}" for value in levels if isinstance(value, Quantity)] == ["599.6", "293.5"]


@whole
def test_every_export_of_the_register_is_read(workshop: Path) -> None:
    results("anpr-it", workshop, "2024-10")
    _, dataset, problems = loaded("anpr-it", workshop, True)
    rows = {name: len(table.frame) for name, table in dataset.tables.items()}
    assert all(rows.values())
    assert (rows["municipalities"], rows["rollout"]) == (7896, 7896)
    assert set(dataset.tables["log_ins"].frame["scheme"].cat.categories) == {"CIE", "CNS", "SPID", "EIDAS"}
    assert {problem.code for problem in problems} == {"percent-scale", "snapshot-stands-for"}
