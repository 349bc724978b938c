"""The sample project gives what was computed from the same files without this program."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from reportgen.content.values import NoData, Quantity, Value
from reportgen.dataset import Dataset
from reportgen.loaders import load
from reportgen.project import read_project
from reportgen.rules.figures.kpis import Results, compute, default_period
from reportgen.rules.planning.plan import Plan, plan
from tests.rules.projects import SAMPLE, printed


@cache
def sample() -> tuple[Plan, Dataset]:
    project = read_project(SAMPLE)
    made, problems = plan(project)
    assert problems == []
    return made, load(project)[0]


@cache
def results(period: str) -> Results:
    made, dataset = sample()
    return compute(made, dataset, made.project.period_named(period))


def number(value: Value | None) -> float:
    assert isinstance(value, Quantity)
    return float(value.amount)


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
def test_roll_out(period: str, live: int, live_share: str, reached_share: str) -> None:
    municipalities, electors = (results(period).kpi(id).total for id in ("municipalities_live", "electors_reached"))
    assert (number(municipalities.numerator), number(municipalities.denominator)) == (live, 7896)
    assert number(electors.denominator) == 51_820_657
    assert f"{number(municipalities.value) * 100:.2f}" == live_share
    assert f"{number(electors.value) * 100:.2f}" == reached_share


@pytest.mark.parametrize(
    ("period", "uses"),
    [
        ("2024-04", 988_635),
        ("2024-05", 1_166_818),
        ("2024-06", 956_771),
        ("2024-07", 1_160_150),
        ("2024-08", 674_976),
        ("2024-09", 1_180_932),
        ("2024-10", 1_308_882),
    ],
)
def test_service_uses_are_differences_of_national_totals_and_the_parts_add_up(period: str, uses: int) -> None:
    kpi = results(period).kpi("uses")
    assert number(kpi.total.value) == uses
    for figures in kpi.groups.values():
        assert sum(number(figure.value) for figure in figures if isinstance(figure.value, Quantity)) == uses
    assert kpi.entities is not None
    assert np.nansum(kpi.entities.values) == uses


def test_uses_per_1000_residents() -> None:
    kpi = results("2024-10").kpi("uses_per_1000")
    by_region = {figure.label: printed(figure.value) for figure in kpi.groups["region"]}
    assert printed(kpi.total.value) == "487.9"
    assert (by_region["LOMBARDIA"], by_region["TRENTINO ALTO ADIGE"]) == ("599.6", "293.5")
    # Three municipalities have no counter: they are left out of both sides.
    assert (kpi.total.reported, kpi.total.expected) == (7893, 7896)
    assert kpi.factor == 1000


def test_residence_changes_of_the_year() -> None:
    kpi = results("2024-10").kpi("accepted_ytd")
    assert (number(kpi.total.numerator), number(kpi.total.denominator)) == (248_079, 248_079 + 41_935 + 7_872)
    assert printed(kpi.total.value) == "83.3"


def test_periods_without_snapshots_have_no_data_and_are_never_zero() -> None:
    for id in ("uses", "uses_per_1000"):
        kpi = results("2023-10").kpi(id)
        assert isinstance(kpi.total.value, NoData)
        assert all(isinstance(figure.value, NoData) for figure in kpi.groups["region"])
        assert kpi.entities is not None
        assert np.isnan(kpi.entities.values).all()


def test_the_target_path_of_the_roll_out() -> None:
    total = results("2023-10").kpi("municipalities_live").total
    assert (printed(total.target), printed(total.gap), str(total.status)) == ("83.3", "-18.7", "off track")
    assert total.rule == "more than 5\u00a0points below the target path"
    assert printed(results("2023-11").kpi("municipalities_live").total.target) == "100.0"


def test_the_parts_of_a_share_add_up_to_the_whole() -> None:
    kpi = results("2023-10").kpi("municipalities_live")
    for figures in kpi.groups.values():
        assert sum(number(figure.numerator) for figure in figures) == 5106
        assert sum(number(figure.denominator) for figure in figures) == 7896


def test_falls_of_the_counter_are_told() -> None:
    (notice,) = results("2024-10").problems
    assert (notice.code, "in 16 places" in notice.message) == ("counter-fell", True)


def test_the_default_period_is_the_last_of_the_roll_out() -> None:
    assert str(default_period(*sample())) == "2024-10"
