"""The forms of targets, tolerances, grace periods and of a person's judgement, and what is told of wrong ones."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.errors import ProjectError
from reportgen.project import Amount, Between, ByDate, CurveSpec, Grace, KpiSpec, Project, StepsSpec, Tolerance
from reportgen.project import read_project as read

FILE = """title: Use
entities: {{table: t, key: code, groups: [region]}}
tables: {{t: {{files: data.csv, columns: {{code: CODE, region: REGION, n: {{from: N, type: count}}}}}}}}
kpis:
  total: {{formula: sum(t.n), {said}}}
{more}
"""


def project(folder: Path, said: str, more: str = "") -> Project:
    (folder / "report.yaml").write_text(FILE.format(said=said, more=more), "utf-8")
    return read(folder)


def kpi(folder: Path, said: str) -> KpiSpec:
    return project(folder, said).kpis["total"]


def told(folder: Path, said: str, more: str = "") -> list[str]:
    with pytest.raises(ProjectError) as caught:
        project(folder, said, more)
    return [str(problem) for problem in caught.value.problems]


SHARE = "unit: percent, "


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("80 %", Amount(Decimal("0.8"), "percent")),
        ("80 % by 2027-03", ByDate(Amount(Decimal("0.8"), "percent"), "2027-03")),
        ("20 % to 30 %", Between(Amount(Decimal("0.2"), "percent"), Amount(Decimal("0.3"), "percent"))),
        ("20 to 30 %", Between(Amount(Decimal("0.2"), "percent"), Amount(Decimal("0.3"), "percent"))),
    ],
)
def test_a_target_in_one_text_is_an_amount_a_dated_one_or_a_range(tmp_path: Path, text: str, target: object) -> None:
    assert kpi(tmp_path, f"{SHARE}target: {text}").target == target


def test_a_path_is_linear_curved_or_in_steps(tmp_path: Path) -> None:
    curve = kpi(tmp_path, SHARE + "target: {path: s-curve, from: 2026-01, start: 0 %, due: 2026-12, end: 80 %}").target
    assert isinstance(curve, CurveSpec)
    steps = kpi(tmp_path, SHARE + "target: {path: stepwise, steps: {2026-01: 40 %, 2026-07: 60 %}}").target
    assert isinstance(steps, StepsSpec)
    assert [(period, amount.text) for period, amount in steps.steps.items()] == [
        ("2026-01", "40 %"),
        ("2026-07", "60 %"),
    ]


def test_groups_and_entities_have_targets_of_their_own(tmp_path: Path) -> None:
    targets = kpi(tmp_path, SHARE + "target: 80 %, targets: {region: {North: 70 %}, code: {A7: 50 %}}").targets
    assert {
        name: {key: str(getattr(one, "text", "")) for key, one in held.items()} for name, held in targets.items()
    } == {
        "region": {"North": "70 %"},
        "code": {"A7": "50 %"},
    }


@pytest.mark.parametrize(
    ("said", "below", "above"),
    [
        ("unit: percent, tolerance: 5 points", Tolerance(Decimal("0.05")), Tolerance(Decimal("0.05"))),
        ("unit: percent, tolerance: 10 % of the target", *[Tolerance(Decimal("0.1"), relative=True)] * 2),
        ("unit: count, tolerance: 10 % of target", *[Tolerance(Decimal("0.1"), relative=True)] * 2),
        ("unit: count, tolerance: {below: 2, above: 5 %}", Tolerance(Decimal(2)), Tolerance(Decimal("0.05"), True)),
    ],
)
def test_a_tolerance_is_in_points_or_a_part_of_the_target_and_may_differ_by_side(
    tmp_path: Path, said: str, below: Tolerance, above: Tolerance
) -> None:
    declared = kpi(tmp_path, said)
    assert (declared.allowance_on("below"), declared.allowance_on("above")) == (below, above)


def test_grace_is_until_a_period_or_for_some(tmp_path: Path) -> None:
    assert kpi(tmp_path, "grace: until 2026-03").grace == Grace(until="2026-03")
    assert kpi(tmp_path, "grace: 3 periods").grace == Grace(periods=3)


def test_the_least_n_of_the_report_holds_for_kpis_that_say_none(tmp_path: Path) -> None:
    own, shared = project(tmp_path, "minimum_n: 30", "minimum_n: 10"), project(tmp_path, "unit: count", "minimum_n: 10")
    assert (own.least_n("total"), shared.least_n("total")) == (30, 10)
    assert project(tmp_path, "minimum_n: 0", "minimum_n: 10").least_n("total") == 0
    assert project(tmp_path, "unit: count").least_n("total") == 0


def test_the_statuses_of_the_forms_are_accepted_for_a_judgement(tmp_path: Path) -> None:
    words = "{status: Amber, reason: Late data, name: M. Keller, date: 2026-11-05}"
    overall = project(tmp_path, "unit: count", f"overall: {words}").overall
    assert overall is not None
    assert overall.status == "at risk"


@pytest.mark.parametrize("key", ["reason", "name", "date", "status"])
def test_a_judgement_without_reason_name_or_date_is_an_error_at_its_place(tmp_path: Path, key: str) -> None:
    parts = {"status": "at risk", "reason": "Late data", "name": "M. Keller", "date": "2026-11-05"}
    kept = ", ".join(f"{name}: {text}" for name, text in parts.items() if name != key)
    [problem] = told(tmp_path, "unit: count", f"overall: {{{kept}}}")
    assert problem == f'report.yaml:6:1: The key "{key}" is missing in "overall" (expected {key}: ...).'


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (SHARE + "target: 30 % to 20 %", "a range from a lower to a higher amount"),
        (SHARE + "target: 20 to 30", "The unit of the KPI is percent"),
        (SHARE + "target: 80 % by March", "This is no period of the project"),
        (SHARE + "target: {path: s-curve, from: 2026-05, start: 0 %, due: 2026-05, end: 1 %}", "ends before it begins"),
        (SHARE + "target: {path: stepwise, steps: {2026-05: 1 %, 2026-02: 2 %}}", "not in the order of time"),
        (SHARE + "target: {path: stepwise, steps: {2026-05: 1}}", "The unit of the KPI is percent"),
        (SHARE + "target: {path: steep, from: 2026-05}", "expected linear or s-curve"),
        (SHARE + "targets: {regoin: {North: 1 %}}", 'Did you mean "region"?'),
        (SHARE + "targets: {region: {North: 1}}", "The unit of the KPI is percent"),
        (SHARE + "tolerance: 10 %", "points, such as 5 points, or 5 % of the target"),
        ("unit: count, tolerance: {below: 2, above: 5 points}", "The tolerance does not fit the unit count"),
        ("grace: three months", "expected until 2026-03 or 3 periods"),
        ("grace: until March", "This is no period of the project"),
        ("minimum_n: few", "expected a whole number"),
    ],
)
def test_what_is_no_target_says_what_was_expected(tmp_path: Path, said: str, problem: str) -> None:
    assert any(problem in one for one in told(tmp_path, said)), told(tmp_path, said)
