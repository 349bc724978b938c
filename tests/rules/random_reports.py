"""Random reports for the oracle: rows with gaps, ties, tiny moves and negative numbers, through the real rules.

Everything is counted in whole numbers, so that the truth beside every report is exact. A seed gives the same report.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from reportgen.content.charts import Chart
from reportgen.content.narrative import Narrative
from reportgen.content.panels import Panels
from reportgen.content.periods import Period
from reportgen.content.phrases import Phrase
from reportgen.content.report import Report
from reportgen.content.tables import Table
from reportgen.dataset import DATE, FILE, ROW, Dataset, DataTable, SourceFile
from reportgen.locales.sentences import Sentences
from reportgen.project import Project
from reportgen.rules.assemble import build_report
from reportgen.rules.planning.plan import Plan, plan
from reportgen.rules.setting import Titles
from tests.rules.oracle.counted import NO_GROUP, Measure, Truth
from tests.rules.projects import write_project

MONTHS = 13
FIRST = Period.parse("2023-10")
NOW = FIRST.shift(MONTHS - 1)
_REGIONS = ("North", "South", "East", "West", "Centre", "Isles")
_PROJECTS = 48
_TABLES = """
title: Random
entities: {table: units, key: id, name: name, groups: [region]}
tables:
  units:
    files: units.csv
    columns: {id: {type: id}, name: name, region: region}
  use:
    files: use.csv
    time: flow
    date: {from: month, format: yyyy-mm}
    entity: unit
    columns: {unit: {type: id}, a: {type: count}, b: {type: count}, c: {type: number}, d: {type: count}}
kpis:
"""


@dataclass(frozen=True)
class Sort:
    """A KPI as it may be declared: what is summed over what, in which unit, and numbers near which its targets lie."""

    label: str
    top: str
    bottom: str
    unit: str
    near: tuple[int, int]

    @property
    def formula(self) -> str:
        return f"sum(use.{self.top})" + (f" / sum(use.{self.bottom})" if self.bottom else "")

    @property
    def sign(self) -> str:
        return {"percent": " %", "points": " points", "days": " days"}.get(self.unit, "")


_SORTS = {
    "share": Sort("Active users", "a", "b", "percent", (20, 95)),
    "uses": Sort("Service uses", "a", "", "count", (50, 900)),
    "cost": Sort("Cost of support", "c", "", "money", (-100, 400)),
    "wait": Sort("Waiting time", "d", "b", "days", (1, 12)),
    "balance": Sort("Balance of answers", "c", "b", "points", (-20, 60)),
    "index": Sort("Effort index", "d", "b", "number", (1, 12)),
}


@dataclass(frozen=True)
class Declared:
    """One KPI of a project: `aims` are its targets from the first month to the due one, in the unit of the KPI."""

    sort: Sort
    better: str
    decimals: int
    tolerance: Fraction | None
    aims: tuple[Fraction | tuple[Fraction, Fraction] | None, ...]
    due: int | None
    line: str


def _declared(id: str, rng: random.Random) -> Declared:
    sort, better = _SORTS[id], rng.choice(("higher", "lower"))
    decimals = 0 if sort.unit in ("count", "money") else rng.choice((1, 1, 0))
    low, high = sorted(rng.sample(range(*sort.near), 2))
    form = rng.choice(("none", "constant", "constant", "range", "linear", "linear", "stepwise"))
    due, text = None, ""
    aims: list[Fraction | tuple[Fraction, Fraction] | None] = [None] * MONTHS
    if form == "constant":
        aims, text = [Fraction(high)] * MONTHS, f"{high}{sort.sign}"
    elif form == "range":
        aims, text = [(Fraction(low), Fraction(high))] * MONTHS, f"{low}{sort.sign} to {high}{sort.sign}"
    elif form == "linear":
        start, end = (low, high) if better == "higher" else (high, low)
        begin, due = rng.randrange(0, 8), MONTHS - 1 + rng.randrange(-2, 9)
        steps = [Fraction(at - begin, due - begin) for at in range(max(due + 1, MONTHS))]
        aims = [None if x < 0 else start + (end - start) * min(x, Fraction(1)) for x in steps]
        named = f"from: {FIRST.shift(begin).id}, start: {start}{sort.sign}"
        text = f"{{path: linear, {named}, due: {FIRST.shift(due).id}, end: {end}{sort.sign}}}"
    elif form == "stepwise":
        start, end = (low, high) if better == "higher" else (high, low)
        begin, due = rng.randrange(0, 8), MONTHS - 1 + rng.randrange(-2, 9)
        aims = [None if at < begin else Fraction(start if at < due else end) for at in range(max(due + 1, MONTHS))]
        steps_text = f"{FIRST.shift(begin).id}: {start}{sort.sign}, {FIRST.shift(due).id}: {end}{sort.sign}"
        text = f"{{path: stepwise, steps: {{{steps_text}}}}}"
    # Amounts of money and plain numbers have a relative tolerance, which this oracle computes from the target.
    strict = text and sort.unit in ("percent", "points") and rng.random() < 0.3
    keys = [f"label: {sort.label}", f"formula: {sort.formula}", f"unit: {sort.unit}", f"better: {better}"]
    keys += [f"decimals: {decimals}"] if decimals == 0 and sort.unit not in ("count", "money") else []
    keys += [f"target: {text}"] if text else []
    keys += ["tolerance: 0 points"] if strict else []
    scale = Fraction(1, 100) if sort.unit in ("percent", "points") else Fraction(1)
    scaled = tuple(
        None if aim is None else (aim[0] * scale, aim[1] * scale) if isinstance(aim, tuple) else aim * scale
        for aim in aims
    )
    tolerance = Fraction(0) if strict else Fraction(5, 100) if sort.unit in ("percent", "points") else None
    return Declared(sort, better, decimals, tolerance, scaled, due, f"  {id}: {{{', '.join(keys)}}}\n")


@cache
def _project(number: int, language: str = "en") -> tuple[Project, Plan, Mapping[str, Declared]]:
    rng = random.Random(number)
    ids = rng.sample(list(_SORTS), rng.choice((1, 1, 1, 2)))
    kpis = {id: _declared(id, rng) for id in ids}
    with TemporaryDirectory() as folder:
        text = f"language: {language}\n" + _TABLES + "".join(kpi.line for kpi in kpis.values())
        project = write_project(Path(folder), text)
    made, problems = plan(project)
    assert problems == []
    return project, made, kpis


@dataclass(frozen=True)
class Units:
    """The units: name and region by key, and what each counted by month (None: it did not report)."""

    regions: Mapping[str, str]
    counted: Mapping[str, list[dict[str, int] | None]]


def _units(rng: random.Random) -> Units:
    regions = _REGIONS[: rng.choice((1, 2, 2, 3, 3, 4, 5, 6))]
    most = rng.choice((1, 1, 2, 2)) if rng.random() < 0.94 else 5
    placed = [region for region in regions for _ in range(rng.randint(1, most))]
    if rng.random() < 0.15:
        placed.append(NO_GROUP)
    silent = {at for at in range(MONTHS) if rng.random() < rng.choice((0, 0, 0.15))}
    if rng.random() < 0.95:
        silent.discard(MONTHS - 1)
    begin = rng.choice((0, 0, 0, 0, 5, 9, 10, 11))
    gaps = rng.choice((0, 0, 0, 0.1))
    size = rng.choice((20, 100, 100, 100000))
    counted: dict[str, list[dict[str, int] | None]] = {}
    for at, _ in enumerate(placed):
        past = _history(rng, size)
        if counted and rng.random() < 0.15:
            # A tie: the same as another unit, in the last month or always.
            other = [dict(month) for month in rng.choice(_HELD)]
            past = other if rng.random() < 0.5 else [*past[:-1], other[-1]]
        _HELD.append(past)
        counted[f"{at:02}"] = [
            None if month in silent or month < begin or rng.random() < gaps else held for month, held in enumerate(past)
        ]
    _HELD.clear()
    return Units({f"{at:02}": region for at, region in enumerate(placed)}, counted)


_HELD: list[list[dict[str, int]]] = []


def _history(rng: random.Random, size: int) -> list[dict[str, int]]:
    """Thirteen months of a unit: at random, rising, falling, without a move, or hardly moving."""
    manner = rng.choice(("random", "random", "rising", "falling", "still", "tiny", "wave"))
    whole = rng.randint(size // 2, size)
    first = {
        "a": rng.randint(0, whole),
        "b": whole,
        "c": rng.randint(-whole // 3, whole),
        "d": rng.randint(0, 15) * whole,
    }
    past = [first]
    for month in range(1, MONTHS):
        last = past[-1]
        if manner == "random":
            now = {"a": rng.randint(0, whole), "b": whole, "c": rng.randint(-whole // 3, whole)}
            now["d"] = rng.randint(0, 15) * whole + rng.randint(0, whole)
        elif manner == "still":
            now = dict(last)
        else:
            step = 1 if manner == "tiny" else max(1, size // 20)
            sign = {"rising": 1, "falling": -1, "tiny": rng.choice((-1, 0, 1)), "wave": 1 if month % 4 < 2 else -1}[
                manner
            ]
            now = {
                "a": min(whole, max(0, last["a"] + sign * step)),
                "b": whole,
                "c": last["c"] + sign * step,
                "d": max(0, last["d"] + sign * step * (1 if manner == "tiny" else 4)),
            }
        past.append(now)
    if rng.random() < 0.1:
        past[-1] = {**past[-1], "a": round(whole * 0.8)}
    return past


def _tables(units: Units, project: Project) -> Dataset:
    places = [None if region == NO_GROUP else region for region in units.regions.values()]
    frames = {
        "units": pd.DataFrame(
            {"id": list(units.regions), "name": [f"Unit {key}" for key in units.regions], "region": places}
        )
    }
    rows = [
        (key, pd.Timestamp(FIRST.shift(month).end), *(float(held[name]) for name in "abcd"))
        for key, past in units.counted.items()
        for month, held in enumerate(past)
        if held is not None
    ]
    frames["use"] = pd.DataFrame(rows, columns=["unit", DATE, *"abcd"])
    tables = {}
    for name, frame in frames.items():
        frame[FILE], frame[ROW] = 0, range(2, len(frame) + 2)
        tables[name] = DataTable(name, project.tables[name], frame, (SourceFile(f"{name}.csv", "", len(frame)),))
    return Dataset(tables)


def _measure(id: str, kpi: Declared, units: Units) -> Measure:
    def values(keys: list[str]) -> list[Fraction | None]:
        return [_value(kpi.sort, [units.counted[key][month] for key in keys]) for month in range(MONTHS)]

    names = dict.fromkeys(units.regions.values())
    return Measure(
        id=id,
        label=kpi.sort.label,
        unit=kpi.sort.unit,
        decimals=kpi.decimals,
        better=kpi.better,
        tolerance=kpi.tolerance,
        aims=kpi.aims,
        due=kpi.due,
        is_ratio=bool(kpi.sort.bottom),
        total=values(list(units.regions)),
        groups={name: values([key for key, at in units.regions.items() if at == name]) for name in names},
        units={f"Unit {key}": values([key]) for key in units.regions},
        parts={
            f"Unit {key}": [
                None if held is None else (held[kpi.sort.top], held[kpi.sort.bottom] if kpi.sort.bottom else 0)
                for held in past
            ]
            for key, past in units.counted.items()
        },
        places={f"Unit {key}": region for key, region in units.regions.items()},
    )


def _value(sort: Sort, held: list[dict[str, int] | None]) -> Fraction | None:
    known = [one for one in held if one is not None]
    if not known:
        return None
    top = sum(one[sort.top] for one in known)
    if not sort.bottom:
        return Fraction(top)
    bottom = sum(one[sort.bottom] for one in known)
    return Fraction(top, bottom) if bottom else None


def random_report(seed: int, language: str = "en") -> tuple[Truth, Report]:
    """What was counted, and the report that the rules make of it."""
    rng = random.Random(seed)
    project, made, kpis = _project(seed % _PROJECTS, language)
    units = _units(rng)
    report, problems = build_report(project, made, _tables(units, project), NOW, None)
    assert [problem for problem in problems if problem.severity == "error"] == []
    first = (FIRST.start.year, FIRST.start.month)
    truth = Truth(first, MONTHS - 1, tuple(_measure(id, kpi, units) for id, kpi in kpis.items()), "region", "unit")
    return truth, report


class Candidates:
    """All titles that could have been chosen: each has to be true, not only the one that fitted."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[Phrase, ...]] = {}
        self._counts: dict[str, set[str]] = {}

    def patch(self, patched: pytest.MonkeyPatch) -> None:
        """From now on what titles are chosen from is kept."""
        choose = Titles.pick

        def pick(titles: Titles, *candidates: Phrase) -> Phrase:
            chosen = choose(titles, *candidates)
            self._of[id(chosen)] = candidates
            return chosen

        say = Sentences.phrase

        def phrase(sentences: Sentences, name: str, facts: Mapping[str, object]) -> Phrase:
            said = say(sentences, name, facts)
            counts = {str(fact) for fact in facts.values() if isinstance(fact, int)}
            self._counts.setdefault(said.text, set()).update(counts)
            return said

        patched.setattr(Titles, "pick", pick)
        patched.setattr(Sentences, "phrase", phrase)

    def clear(self) -> None:
        self._of.clear()
        self._counts.clear()

    def of(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """The candidates of which a title was chosen, in their order."""
        return self._of.get(id(phrase), (phrase,))

    def counts(self, text: str) -> set[str]:
        """The whole numbers among the facts of a sentence."""
        return self._counts.get(text, set())


def texts(report: Report, candidates: Candidates) -> Iterator[tuple[str, str, str, str]]:
    """Every sentence of a report: the id of its block, what it is there (headline, alt, statement), the text, and
    the subtitle of the block."""
    for id in ("summary", "scorecard", "indicators", "changes", "by_group", "outlook", "notes"):
        yield from _block(report.blocks[id], candidates)
    for kpi in report.kpis:
        yield f"kpi.{kpi.id}.verdict", "verdict", kpi.verdict.text, ""
        blocks = [kpi.trend, *kpi.tables.values(), *kpi.pairs.values(), kpi.entities, kpi.remarks, *kpi.more.values()]
        for block in blocks:
            yield from _block(block, candidates)


def _block(block: object, candidates: Candidates) -> Iterator[tuple[str, str, str, str]]:
    if not block:
        return
    if isinstance(block, Narrative):
        for phrase in candidates.of(block.headline):
            yield block.id, "headline", phrase.text, ""
        for finding in block.findings:
            yield block.id, "statement", finding.statement.text, finding.label
            yield block.id, "consequence", finding.consequence.text, finding.label
        return
    assert isinstance(block, Table | Chart | Panels)
    for phrase in candidates.of(block.headline):
        yield block.id, "headline", phrase.text, block.subtitle
    if isinstance(block, Panels):
        for panel in block.each:
            if panel.chart is not None:
                yield panel.chart.id, "alt", panel.chart.alt, panel.label
        return
    yield block.id, "alt", block.alt, block.subtitle
    if isinstance(block, Table) and block.chart is not None:
        yield block.chart.id, "alt", block.chart.alt, block.chart.subtitle
