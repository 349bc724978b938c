"""40 KPIs x 8,000 entities x 36 months from 1,000,000 rows beside the bare group-bys of pandas that the figures need.

    python -m benchmarks.rules [--rounds 3]

Both sides start from the same checked tables in memory. Ours is the plan computed for the last month, as every
document needs it (totals, regions, history, coverage, lineage), and all KPIs by entity for each of 36 months. The
other side groups the same columns by entity and month, by region and month and by month, each distinct column and
condition once, and divides. CPU seconds without imports and loading, and peak memory; the two take turns.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MEASURES = ("licensed", "active", "sessions", "documents", "minutes", "cost", "tickets", "solved")
CHANNELS = ("web", "app", "desk")
ROWS, ENTITIES, REGIONS = 1_000_000, 8_000, 27
MONTHS = [f"{year}-{month:02}" for year in (2022, 2023, 2024) for month in range(1, 13)]
# Eight sums, ten ratios of them, and for three channels four sums, two ratios and a share of all: 39; and the rows.
SUMS = {name: f"sum(use.{name})" for name in MEASURES}
RATIOS = {
    f"{top}_per_{bottom}": (top, bottom)
    for top, bottom in [
        *(("active", "licensed"), ("sessions", "active"), ("documents", "active"), ("minutes", "sessions")),
        *(("cost", "licensed"), ("cost", "active"), ("tickets", "active"), ("solved", "tickets")),
        *(("minutes", "active"), ("documents", "licensed")),
    ]
}
BY_CHANNEL = ("active", "sessions", "tickets", "solved")


def kpis() -> dict[str, str]:
    """The formulas by id."""
    found = {"rows": "count(use)", **SUMS}
    found |= {id: f"{SUMS[top]} / {SUMS[bottom]}" for id, (top, bottom) in RATIOS.items()}
    for channel in CHANNELS:
        at = {name: f"sum(use.{name}, where=channel == '{channel}')" for name in BY_CHANNEL}
        found |= {f"{channel}_{name}": formula for name, formula in at.items()}
        found[f"{channel}_depth"] = f"{at['sessions']} / {at['active']}"
        found[f"{channel}_solved_rate"] = f"{at['solved']} / {at['tickets']}"
        found[f"{channel}_share"] = f"{at['sessions']} / {SUMS['sessions']}"
    return found


def main() -> None:
    """Measure and print; no verdict, the figures are for people."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", nargs=2, metavar=("SIDE", "FOLDER"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.run:
        print(json.dumps(_run(chosen.run[0], Path(chosen.run[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        _compare(Path(folder), chosen.rounds)


def _compare(folder: Path, rounds: int) -> None:
    found: dict[str, list[tuple[float, float]]] = {"ours": [], "plain": []}
    for _ in range(rounds):
        for side, times in found.items():
            command = [sys.executable, "-m", "benchmarks.rules", "--run", side, str(folder)]
            times.append(tuple(json.loads(subprocess.run(command, capture_output=True, check=True).stdout)))
    ours, plain = (statistics.median(seconds for seconds, _ in found[side]) for side in ("ours", "plain"))
    ratio = statistics.median(one[0] / other[0] for one, other in zip(found["ours"], found["plain"], strict=True))
    peaks = [max(memory for _, memory in found[side]) for side in ("ours", "plain")]
    print(f"ours {ours:.2f} s, plain {plain:.2f} s, ratio {ratio:.2f}, peaks {peaks[0]:.0f} and {peaks[1]:.0f} MB")


def _run(side: str, folder: Path) -> tuple[float, float]:
    """The CPU seconds of one side once the tables are in memory, and the peak memory of the process in MB."""
    work = _SIDES[side](folder)
    started = time.process_time()
    work()
    return time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _loaded(folder: Path) -> tuple[Any, Any, Any]:
    from reportgen.loaders import load
    from reportgen.project import read_project
    from reportgen.rules.planning.plan import plan

    project = read_project(folder)
    made, mistakes = plan(project)
    dataset, problems = load(project)
    assert not mistakes
    assert not [problem for problem in problems if problem.severity == "error"], problems
    return project, made, dataset


def _ours(folder: Path) -> Callable[[], int]:
    import numpy

    from reportgen.rules.figures.kpis import compute

    project, made, dataset = _loaded(folder)

    def work() -> int:
        results = compute(made, dataset, project.period_named(MONTHS[-1]))
        found = 0
        for kpi in results.kpis:
            assert kpi.detail is not None
            found += sum(int(numpy.isfinite(month.values).sum()) for month in kpi.detail.past_numbers(len(MONTHS)))
        # Not every channel is used everywhere in every month.
        assert found > 0.8 * len(results.kpis) * ENTITIES * len(MONTHS), found
        return found

    return work


def _plain(folder: Path) -> Callable[[], int]:
    import pandas as pd

    _, _, dataset = _loaded(folder)
    use, entities = dataset.tables["use"].frame, dataset.tables["entities"].frame
    frame = use[["id", "channel", *MEASURES]].assign(month=pd.Categorical(use["@date"]))
    regions = entities.set_index("id")["region"].astype(object)
    frame["region"] = pd.Categorical(frame["id"].astype(object).map(regions))

    def sums(rows: pd.DataFrame, columns: tuple[str, ...]) -> list[Any]:
        keys = (["id", "month"], ["region", "month"], ["month"])
        return [rows.groupby(key, observed=True, sort=False)[list(columns)].sum() for key in keys]

    def work() -> int:
        everything = sums(frame, MEASURES)
        counts = [frame.groupby(key, observed=True, sort=False).size() for key in (["id", "month"], ["month"])]
        parts = [sums(frame[frame["channel"] == channel], BY_CHANNEL) for channel in CHANNELS]
        figures = [table[top] / table[bottom] for table in everything for top, bottom in RATIOS.values()]
        for part in parts:
            for table, whole in zip(part, everything, strict=True):
                figures += [table["sessions"] / table["active"], table["solved"] / table["tickets"]]
                figures.append(table["sessions"] / whole["sessions"])
        return sum(map(len, (*everything, *counts, *figures)))

    return work


_SIDES: dict[str, Callable[[Path], Callable[[], int]]] = {"ours": _ours, "plain": _plain}


def write(home: Path) -> None:
    """A project with its data: rows of an entity, a month and a channel, and the entities with their regions."""
    columns = "".join(f"      {name}: {{type: {'number' if name == 'cost' else 'count'}}}\n" for name in MEASURES)
    formulas = "".join(f'  {name}: {{formula: "{formula}"}}\n' for name, formula in kpis().items())
    (home / "report.yaml").write_text(
        "title: Use\nentities: {table: entities, key: id, groups: [region]}\n"
        "tables:\n  entities: {files: entities.csv, columns: {id: {from: Id, type: id}, region: Region}}\n"
        "  use:\n    files: use.csv\n    time: flow\n    entity: id\n    date: {from: Month, format: yyyy-mm}\n"
        f"    columns:\n      id: {{from: Entity, type: id}}\n      channel: Channel\n{columns}kpis:\n{formulas}",
        "utf-8",
    )
    entities = "".join(f"E{number:04},Region {number % REGIONS}\n" for number in range(ENTITIES))
    (home / "entities.csv").write_text("Id,Region\n" + entities, "utf-8")
    with (home / "use.csv").open("w", encoding="utf-8") as stream:
        stream.write(",".join(["Entity", "Month", "Channel", *MEASURES]) + "\n")
        stream.writelines(map(_row, range(ROWS)))


def _row(number: int) -> str:
    """A row without chance: its numbers follow from its number."""
    licensed = 50 + number * 7919 % 500
    active = licensed * (number * 104_729 % 90 + 5) // 100
    tickets = number % 13 + 1
    numbers = [licensed, active, active * 3 + number % 7, active * 2, active * 17 % 9973, number * 31 % 100_000 / 100]
    month, channel = MONTHS[number // ENTITIES % len(MONTHS)], CHANNELS[number % 3 if number % 5 else 0]
    cells = (f"E{number % ENTITIES:04}", month, channel, *numbers, tickets, number % tickets)
    return ",".join(map(str, cells)) + "\n"


if __name__ == "__main__":
    main()
