"""Small projects on disk, read, loaded and computed through the front doors of the rooms."""

from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path

from reportgen.content.values import Quantity
from reportgen.dataset import Dataset
from reportgen.errors import Problem
from reportgen.loaders import load
from reportgen.project import Project, read_project
from reportgen.rules.figures.kpis import Results, compute
from reportgen.rules.planning.plan import Plan, plan

SAMPLE = Path(__file__).parents[2] / "sample_data" / "electoral-roll"

# Four units in two segments; one of them belongs to none.
UNITS = "id,name,segment\nA,Alpha,North\nB,Beta,North\nC,Gamma,South\nD,Delta,\n"
UNITS_TABLE = """
  units:
    files: units.csv
    columns: {id: {type: id}, name: name, segment: segment}
"""
ENTITIES = "entities: {table: units, key: id, name: name, groups: [segment]}"


def write_project(folder: Path, text: str, **files: str) -> Project:
    """report.yaml with the text, beside it the files (name without .csv), read."""
    (folder / "report.yaml").write_text(textwrap.dedent(text), encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return read_project(folder)


def prepared(folder: Path, text: str, **files: str) -> tuple[Plan, Dataset]:
    """The plan and the data of a project without any mistake."""
    project = write_project(folder, text, **files)
    made, problems = plan(project)
    assert problems == []
    dataset, found = load(project)
    assert [problem for problem in found if problem.severity == "error"] == []
    return made, dataset


def computed(folder: Path, text: str, period: str, as_of: date | None = None, **files: str) -> Results:
    """The results of a project for a period."""
    made, dataset = prepared(folder, text, **files)
    return compute(made, dataset, made.project.period_named(period), as_of)


def printed(value: object) -> str:
    """A value as its digits, or why there are none."""
    if isinstance(value, Quantity):
        return str(value.rounded())
    return f"no data: {getattr(value, 'reason', value)}"


def totals(results: Results) -> dict[str, str]:
    """The total of every KPI."""
    return {kpi.id: printed(kpi.total.value) for kpi in results.kpis}


def parts(results: Results, kpi: str, group: str = "segment") -> dict[str, str]:
    """A KPI by group."""
    return {figure.label: printed(figure.value) for figure in results.kpi(kpi).groups[group]}


def planned(folder: Path, text: str) -> list[Problem]:
    """What is wrong with the formulas of a project."""
    return plan(write_project(folder, text))[1]
