"""Whatever compiles can be computed, on whatever data: formulas and rows drawn from a grammar, nothing may break."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from reportgen.content.values import NoData, Quantity
from reportgen.loaders import load
from reportgen.rules.figures.kpis import compute, default_period
from reportgen.rules.planning.plan import plan
from tests.rules.projects import write_project

PROJECT = """
title: Test
entities: {table: units, key: id, name: name, groups: [segment]}
tables:
  units: {files: units.csv, columns: {id: {type: id}, name: name, segment: segment, staff: {type: count}}}
  flow:
    files: rows.csv
    time: flow
    date: {from: day, format: yyyy-mm-dd}
    entity: unit
    columns:
      unit: {type: id}
      kind: kind
      a: {type: count}
      b: {type: money}
      flag: {type: boolean}
      d: {type: date, format: yyyy-mm-dd}
  stock:
    files: rows.csv
    time: stock
    carry: "1"
    date: {from: day, format: yyyy-mm-dd}
    entity: unit
    columns: {unit: {type: id}, heads: {from: a, type: count}, post: kind}
  counter:
    files: rows.csv
    time: cumulative
    date: {from: day, format: yyyy-mm-dd}
    entity: unit
    columns: {unit: {type: id}, reading: {from: a, type: count}, meter: kind}
  nation:
    files: rows.csv
    time: cumulative
    date: {from: day, format: yyyy-mm-dd}
    columns: {logins: {from: a, type: count}, scheme: kind}
  cases:
    files: rows.csv
    time: events
    entity: unit
    columns:
      unit: {type: id}
      opened: {from: day, type: date, format: yyyy-mm-dd}
      closed: {from: d, type: date, format: yyyy-mm-dd}
      cost: {from: b, type: number}
kpis:
"""
UNITS = "id,name,segment,staff\nA,Alpha,North,3\nB,Beta,North,\nC,Gamma,South,0\nD,Delta,,5\n"
# Per table: what is a number, a text, a date for its rows.
COLUMNS = {
    "units": (["staff", "units.staff + 1"], ["units.segment"], []),
    "flow": (
        ["a", "flow.b", "a * b", "a / b - 1", "days(d, period_end)", "flow.a + staff"],
        ["kind", "segment"],
        ["d"],
    ),
    "stock": (["heads", "heads * staff"], ["post", "units.segment"], []),
    "counter": (["reading", "level(reading)", "reading - level(reading)"], ["meter", "segment"], []),
    "nation": (["logins", "level(logins)"], ["scheme"], []),
    "cases": (["cost", "days(opened, closed)", "days(closed, as_of)"], ["units.name"], ["opened", "closed"]),
}
FUNCTIONS = ("sum", "mean", "median", "min", "max", "first", "last", "distinct")
ORDER = ("<", "<=", "==", "!=", ">", ">=")


class Writer:
    """Writes formulas and rows; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def one_of(self, *choices: str) -> str:
        return self.random.choice(choices)

    def condition(self, table: str, depth: int = 0) -> str:
        numbers, texts, dates = COLUMNS[table]
        forms = [
            f"{self.one_of(*numbers)} {self.one_of(*ORDER)} {self.one_of('3', *numbers)}",
            f"0 <= {self.one_of(*numbers)} < 5",
            f"{self.one_of(*numbers)} {self.one_of('in', 'not in')} [1, 2.5]",
            f"{self.one_of(*texts)} {self.one_of('==', '!=')} {self.one_of(repr('x'), *texts)}",
            f"{self.one_of(*texts)} {self.one_of('in', 'not in')} ['x', 'North']",
            f"missing({self.one_of(*numbers, *texts, *dates)})",
        ]
        if dates:
            forms += [
                f"{self.one_of(*dates)} {self.one_of(*ORDER)} {self.one_of('as_of', repr('2024-02-03'), *dates)}",
                f"{self.one_of(*dates)} {self.one_of(*ORDER)} {self.one_of('period_start', 'period_end')}",
                f"{self.one_of(*dates)} not in ['2024-02-03']",
            ]
        if table == "flow":
            forms += ["flag", "flag == False", "not flag"]
        if depth < 2:
            forms.append(f"({self.condition(table, 2)} {self.one_of('and', 'or')} not {self.condition(table, 2)})")
        return self.one_of(*forms)

    def aggregation(self) -> str:
        table = self.one_of(*COLUMNS)
        value = self.one_of(*COLUMNS[table][0])
        where = self.one_of("", f", where={self.condition(table)}")
        on = self.one_of("", ", on=opened", ", on=closed") if table == "cases" else ""
        return self.one_of(
            f"count({table}{where}{on})",
            f"percentile({value}, {self.random.randrange(101)}{where}{on})",
            f"weighted({value}, {value}{where}{on})",
            *(f"{function}({value}{where}{on})" for function in FUNCTIONS),
        )

    def method(self) -> str:
        """A named method over the rows of a table."""
        where = self.one_of("", f", where={self.condition('cases')}")
        on = self.one_of("opened", "closed")
        person = self.one_of("cases.unit", "cost")
        return self.one_of(
            f"newcomers({person}, on={on}{where})",
            f"reactivated({person}, on={on}{where})",
            f"lapsed({person}, on={on}{where})",
            f"retention({person}, on={on}, after={self.random.randrange(1, 4)}{where})",
            f"stickiness({person}, on={on}{where})",
            f"habitual({person}, on={on}, least=1, weeks={self.random.randrange(1, 9)}{where})",
            f"days_within(opened, closed, {self.random.randrange(101)}{where})",
            f"days_within(closed, opened, 50, on={on}{where})",
            f"nps(a, where={self.condition('flow')})",
            "csat(heads)",
            f"ces(cost, on={on})",
            "margin(count(cases, where=cost > 1) / count(cases))",
            f"count(cases, where={on} <= period_end({self.random.randrange(3)}))",
        )

    def formula(self, depth: int = 0) -> str:
        if depth > 2:
            return self.one_of(self.aggregation(), self.method())
        inner = [self.formula(depth + 1), self.formula(depth + 1)]
        return self.one_of(
            self.aggregation(),
            f"{self.aggregation()} / {self.aggregation()}",
            f"previous({inner[0]})",
            f"rolling({inner[0]}, {self.random.randrange(1, 4)})",
            f"year_to_date({inner[0]})",
            f"({inner[0]} {self.one_of('+', '-', '*', '/')} {self.one_of(inner[1], '2.5', 'period_days')})",
            f"{self.one_of('change', 'growth')}({inner[0]})",
            f"{self.one_of('cagr', 'average', 'previous')}({inner[0]}, {self.random.randrange(1, 4)})",
            f"slope({inner[0]}, 4)",
            f"abs({inner[0]})",
            f"overall({inner[0]})",
            f"score({inner[0]}, 0, {inner[1]})",
            f"entities({self.aggregation()} {self.one_of(*ORDER)} {self.aggregation()})",
            f"{self.one_of('target', 'goal', 'periods_left', 'attainment')}(kpi.base)",
            f"{self.one_of('forecast', 'periods_to_goal')}(kpi.base, 4)",
        )

    def rows(self) -> str:
        lines = ["day,unit,kind,a,b,flag,d"]
        for _ in range(self.random.randrange(14)):
            cells = [
                self.one_of("2024-01-31", "2024-02-29", "2024-02-10", "2023-12-31"),
                self.one_of(*"ABCDQ"),
                self.one_of("x", "y", ""),
                self.one_of("0", "3", "7", ""),
                self.one_of("1", "2.5", "-4", ""),
                self.one_of("yes", "no", ""),
                self.one_of("2024-02-03", "2024-01-31", "2023-12-05", ""),
            ]
            lines.append(",".join(cells))
        return "\n".join(lines) + "\n"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("seed", range(8))
def test_whatever_compiles_can_be_computed(tmp_path: Path, seed: int) -> None:
    writer = Writer(seed)
    units = ("percent", "count", "number", "money", "days")
    kpis = "".join(f'  k{n}: {{unit: {writer.one_of(*units)}, formula: "{writer.formula()}"}}\n' for n in range(10))
    base = "  base: {formula: sum(a), target: {path: linear, from: 2023-12, start: 1, due: 2024-06, end: 9}}\n"
    project = write_project(tmp_path, PROJECT + base + kpis, units=UNITS, rows=writer.rows())
    made, problems = plan(project)
    # The grammar knows nothing of windows over states, nor of formulas without data; all others are sound.
    assert {problem.code for problem in problems} <= {"formula-window", "formula-constant"}
    dataset, _ = load(project)
    for kpi in compute(made, dataset, project.period_named("2024-02")).kpis:
        assert isinstance(kpi.total.value, Quantity | NoData)
        assert isinstance(kpi.total.value, Quantity) or kpi.total.value.reason
        assert all(isinstance(figure.value, Quantity | NoData) for figure in kpi.history)
    default_period(made, dataset)
