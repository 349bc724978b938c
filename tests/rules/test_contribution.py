"""What moved a KPI: parts that add up to the change, own rates apart from weights, nobody named without cause."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.content.charts import ChartKind, Role
from reportgen.content.kpis import Kpi
from reportgen.content.tables import Table
from reportgen.content.values import Quantity
from reportgen.rules.assemble import build_report
from tests.rules.projects import prepared
from tests.rules.test_ranking import PROJECT, column, crm, said

# Sums of decimals of 28 digits.
EXACT = Decimal(10) ** -20
Month = dict[str, tuple[int | None, int | None]]
SEGMENTS = {"A": "North", "B": "North", "C": "South", "D": "East", "E": ""}


def made(folder: Path, september: Month, october: Month) -> tuple[Kpi, Kpi]:
    """The KPIs of a share and of a sum, of units with licensed and active users in two months."""
    units = "".join(f"{id},{id},{segment}\n" for id, segment in SEGMENTS.items())
    rows = "".join(
        f"{month},{id},{'' if whole is None else whole},{'' if part is None else part}\n"
        for month, held in (("2026-09", september), ("2026-10", october))
        for id, (whole, part) in held.items()
    )
    text = PROJECT.format(target="", better="higher")
    plan, dataset = prepared(folder, text, units=f"id,name,segment\n{units}", use=f"month,id,licensed,active\n{rows}")
    report = build_report(plan.project, plan, dataset, plan.project.period_named("2026-10"), None)[0]
    return report.kpi("reach"), report.kpi("users")


def amounts(table: Table, key: str) -> list[Decimal]:
    return [value.amount for value in column(table, key) if isinstance(value, Quantity)]


def test_the_largest_mover_is_the_title() -> None:
    assert said(crm().lead.contribution("segment").headline) == (
        "Support brought 3.1 of the 3.8 points gained since September 2026; 3.6 still missing"
    )


def test_the_chart_leads_from_the_level_before_over_the_steps_to_the_target() -> None:
    chart = crm().lead.contribution("segment").chart
    assert chart is not None
    assert chart.kind is ChartKind.CONTRIBUTION
    assert chart.keys == ("before", "Policy", "Operations", "Support", "Field offices", "now", "gap", "target")
    assert [series.role for series in chart.series] == [
        Role.PREVIOUS,
        Role.ACTUAL,
        Role.RESULT,
        Role.GAP,
        Role.TARGET,
    ]


def test_the_total_of_the_table_is_the_change_of_the_kpi() -> None:
    lead = crm().lead
    total = lead.contribution("segment").rows[-1].cells[-1]
    assert isinstance(total, Quantity)
    assert (total, total.id) == (lead.change, "kpi.active_share.change")


def test_own_rates_and_weights_are_told_apart(tmp_path: Path) -> None:
    # Both segments keep their rates, 80 % and 20 %; the weight of the better one rises from a half to three quarters.
    share, _ = made(tmp_path, {"A": (100, 80), "C": (100, 20)}, {"A": (300, 240), "C": (100, 20)})
    table = share.contribution("segment")
    assert amounts(table, "rate") == [0, 0, 0]
    assert amounts(table, "mix")[-1] == Decimal("0.15")
    notes = {finding.label: said(finding.statement) for finding in share.contribution_notes("segment").findings}
    assert notes == {
        "Own rates and weights": "0.0 from the segments' own rates, +15.0 from the shift of their weights."
    }


def test_entities_whose_data_came_or_went_are_named(tmp_path: Path) -> None:
    share, _ = made(tmp_path, {"A": (10, 5), "C": (10, 5)}, {"B": (10, 5), "C": (10, 6)})
    notes = {finding.label: said(finding.statement) for finding in share.contribution_notes("segment").findings}
    assert notes["New in the data"] == "B has data for October 2026 and had none for September 2026."
    assert notes["No longer in the data"] == "A had data for September 2026 and has none for October 2026."


def test_a_group_that_enters_moves_the_whole_by_its_weight_only(tmp_path: Path) -> None:
    share, _ = made(tmp_path, {"A": (10, 5), "C": (10, 5)}, {"A": (10, 5), "C": (10, 5), "D": (20, 0)})
    table = share.contribution("segment")
    assert dict(zip([row.key for row in table.rows], amounts(table, "rate"), strict=True))["East"] == 0
    assert sum(amounts(table, "contribution")[:-1]) == Decimal("-0.25")


def test_where_two_brought_the_same_nobody_is_named(tmp_path: Path) -> None:
    share, _ = made(tmp_path, {"A": (10, 5), "C": (10, 5)}, {"A": (10, 6), "C": (10, 6)})
    title = said(share.contribution("segment").headline)
    assert title == "Reach: what moved it from September 2026 to October 2026"


def test_without_a_number_for_the_period_before_there_is_nothing_to_split(tmp_path: Path) -> None:
    share, users = made(tmp_path, {}, {"A": (10, 5), "C": (10, 5)})
    assert not share.contribution("segment")
    assert not users.contribution_notes("segment")


def test_where_nothing_moved_as_far_as_is_printed_there_is_nothing_to_split(tmp_path: Path) -> None:
    month: Month = {"A": (10_000, 5_000), "C": (10_000, 6_000)}
    hardly, users = made(tmp_path, month, month | {"A": (10_000, 5_001)})
    assert not hardly.contribution("segment")
    assert users.contribution("segment")
    against = made(tmp_path, month, {"A": (10_000, 5_500), "C": (10_000, 5_500)})[0]
    assert against.contribution("segment")


def users_by_segment(month: Month) -> dict[str, int]:
    """The active users of each segment that has any; one that comes or goes with none of them moves nothing."""
    held: dict[str, int] = {}
    for id, (_, active) in month.items():
        if active is not None:
            held[SEGMENTS[id]] = held.get(SEGMENTS[id], 0) + active
    return {segment: users for segment, users in held.items() if users}


MONTHS = st.dictionaries(
    st.sampled_from(sorted(SEGMENTS)), st.tuples(st.none() | st.integers(0, 40), st.none() | st.integers(0, 40))
)


@given(september=MONTHS, october=MONTHS)
@settings(deadline=None, max_examples=60)
def test_contributions_add_up_to_the_change(
    tmp_path_factory: pytest.TempPathFactory, september: Month, october: Month
) -> None:
    for kpi in made(tmp_path_factory.mktemp("use"), september, october):
        table = kpi.contribution("segment")
        if not table:
            counted = [held for month in (september, october) for held in month.items() if held[1][1] is not None]
            one_group = len({SEGMENTS[id] for id, _ in counted}) < 2
            unmoved = users_by_segment(september) == users_by_segment(october)
            assert not isinstance(kpi.change, Quantity) or one_group or unmoved or kpi.unit == "percent"
            continue
        assert isinstance(kpi.change, Quantity)
        parts, change = amounts(table, "contribution")[:-1], kpi.change.amount
        assert abs(sum(parts) - change) < EXACT
        if kpi.unit == "percent":
            rates, mixes = amounts(table, "rate"), amounts(table, "mix")
            assert all(
                abs(rate + mix - part) < EXACT for rate, mix, part in zip(rates[:-1], mixes[:-1], parts, strict=True)
            )
            assert abs(rates[-1] + mixes[-1] - change) < EXACT
        chart = table.chart
        assert chart is not None
        drawn = next(series for series in chart.series if series.role is Role.ACTUAL)
        steps = [value.amount for value in drawn.values if isinstance(value, Quantity)]
        assert abs(sum(steps[:-1]) - change) < EXACT


def test_the_status_changes_are_those_of_the_indicators_that_changed() -> None:
    rows = crm().table("status_changes").rows
    assert [(row.key, *(str(cell) for cell in row.cells[1:])) for row in rows] == [
        ("active_share", "off track", "at risk"),
        ("user_satisfaction", "on track", "at risk"),
        ("complaints_on_time", "at risk", "off track"),
        ("engagement_attainment", "off track", "at risk"),
    ]
