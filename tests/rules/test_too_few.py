"""Groups and units of fewer than a status needs are grey: nobody judges them, and nothing calls them first or last."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.content.charts import Chart
from reportgen.content.kpis import Kpi
from reportgen.content.narrative import Narrative
from reportgen.content.panels import Panels
from reportgen.content.report import Report
from reportgen.content.tables import Emphasis, Table
from reportgen.content.values import Status
from reportgen.rules.assemble import build_report
from tests.rules.projects import prepared

# Tiny is worst and Small is best, both of too few; Large would be first and Wide last without them.
UNITS = {
    "Tiny": ("Narrow", 9, 0),
    "Small": ("Deep", 8, 8),
    "Large": ("High", 400, 300),
    "Middle": ("Plain", 200, 120),
    "Wide": ("Wide", 500, 200),
}
PROJECT = """
    title: Use
    minimum_n: {least}
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
      reach: {{formula: sum(use.active) / sum(use.licensed), unit: percent{target}}}
    journeys:
      way:
        stages:
          - {{label: Licensed, formula: sum(use.licensed)}}
          - {{label: Active, formula: sum(use.active)}}
    escalation:
      - {{when: "reach < 50 % in any segment", label: What to do}}
"""


def report(folder: Path, least: int = 10, target: str = ", target: 70 %") -> Report:
    units = "id,name,segment\n" + "".join(f"{name},{name},{segment}\n" for name, (segment, _, _) in UNITS.items())
    rows = [
        f"{name},{month},{whole},{used + more if name == 'Tiny' else used - more}\n"
        for name, (_, whole, used) in UNITS.items()
        for month, more in (("2026-08", 6), ("2026-09", 3), ("2026-10", 0))
    ]
    plan, dataset = prepared(
        folder,
        PROJECT.format(least=least, target=target),
        units=units,
        use="id,month,licensed,active\n" + "".join(rows),
    )
    made, problems = build_report(plan.project, plan, dataset, plan.project.period_named("2026-10"), None)
    assert [problem for problem in problems if problem.severity == "error"] == []
    return made


def sentences(block: object) -> list[str]:
    """What a block says: its title, its alternative text, its findings."""
    if isinstance(block, Narrative):
        return [
            str(block.headline),
            *(str(part) for one in block.findings for part in (one.statement, one.consequence)),
        ]
    if isinstance(block, Panels):
        return [str(block.headline)]
    if isinstance(block, Table):
        return [str(block.headline), *(sentences(block.chart) if block.chart else [])]
    assert isinstance(block, Chart)
    return [str(block.headline), block.alt]


def blocks(made: Report) -> dict[str, object]:
    kpi = made.lead
    named: dict[str, object] = {
        "summary": made.blocks["summary"],
        "escalations": made.blocks["escalations"],
        "journey by group": made.blocks["journey_groups.way"],
        "by group": kpi.by("segment"),
        "heat": kpi.heat("segment"),
        "heat of units": kpi.heat(),
        "panels": kpi.panels("segment"),
        "pairs": kpi.pairs["segment"],
        "gaps": kpi.gaps("segment"),
        "ranking": kpi.ranking,
        "strip": kpi.strip,
        "extremes": kpi.entities,
        "remarks": kpi.remarks,
    }
    return {name: block for name, block in named.items() if block}


@pytest.mark.parametrize("target", [", target: 70 %", ""])
def test_no_sentence_names_who_is_too_few(tmp_path: Path, target: str) -> None:
    named = {
        name: [
            text for text in sentences(block) if "Tiny" in text or "Narrow" in text or "Small" in text or "Deep" in text
        ]
        for name, block in blocks(report(tmp_path, target=target)).items()
    }
    assert {name: texts for name, texts in named.items() if texts} == {}
    assert len(named) > 9


def test_without_a_minimum_they_are_named(tmp_path: Path) -> None:
    named = [
        name
        for name, block in blocks(report(tmp_path, least=0)).items()
        if any("Tiny" in text or "Narrow" in text for text in sentences(block))
    ]
    assert {"by group", "heat", "pairs", "ranking", "strip", "journey by group"} <= set(named)


def test_they_are_grey_and_their_status_says_so(tmp_path: Path) -> None:
    kpi: Kpi = report(tmp_path).lead
    by_group, ranking, heat = kpi.by("segment"), kpi.ranking, kpi.heat("segment")
    for table, few in ((by_group, {"Narrow", "Deep"}), (ranking, {"Tiny", "Small"}), (heat, {"Narrow", "Deep"})):
        assert {row.key for row in table.rows if row.emphasis is Emphasis.QUIET} == few
    assert {figure.key for figure in kpi.groups["segment"] if figure.status is Status.TOO_FEW} == {"Narrow", "Deep"}
    # Grey bars are those that are not in the colour of the message.
    for chart in (by_group.chart, ranking.chart):
        assert chart is not None
        assert chart.emphasis
        assert not {"Narrow", "Deep", "Tiny", "Small"} & set(chart.emphasis)


def test_no_difference_from_the_target_is_coloured_for_them(tmp_path: Path) -> None:
    assert set(report(tmp_path).lead.gaps("segment").keys) == {"High", "Plain", "Wide"}


def test_the_shades_reach_from_the_lowest_to_the_highest_of_the_large_ones(tmp_path: Path) -> None:
    low, high = report(tmp_path).lead.heat("segment").heat
    assert (str(low.rounded()), str(high.rounded())) == ("38.8", "75.0")
