"""Whatever compiles can be computed, on whatever data: formulas and rows drawn from a grammar, nothing may break."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from reportgen.content.values import NoData, Quantity
from reportgen.loaders import load
from reportgen.rules.kpis import compute, default_period
from reportgen.rules.plan import plan
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

    def formula(self, depth: int = 0) -> str:
        if depth > 2:
            return self.aggregation()
        inner = [self.formula(depth + 1), self.formula(depth + 1)]
        return self.one_of(
            self.aggregation(),
            f"{self.aggregation()} / {self.aggregation()}",
            f"previous({inner[0]})",
            f"rolling({inner[0]}, {self.random.randrange(1, 4)})",
            f"year_to_date({inner[0]})",
            f"({inner[0]} {self.one_of('+', '-', '*', '/')} {self.one_of(inner[1], '2.5')})",
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
    project = write_project(tmp_path, PROJECT + kpis, units=UNITS, rows=writer.rows())
    made, problems = plan(project)
    # The grammar knows nothing of windows over states; every other formula it writes is sound.
    assert {problem.code for problem in problems} <= {"formula-window"}
    dataset, _ = load(project)
    for kpi in compute(made, dataset, project.period_named("2024-02")).kpis:
        assert isinstance(kpi.total.value, Quantity | NoData)
        assert isinstance(kpi.total.value, Quantity) or kpi.total.value.reason
    default_period(made, dataset)
