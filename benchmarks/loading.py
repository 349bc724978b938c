"""Large inputs to KPIs beside the plainest way to read them: CPU seconds without imports, and peak memory, as ratios.

    python -m benchmarks.loading [--rounds 3] [--only xlsx|csv]

A workbook of 200,000 x 12 cells beside python-calamine's own reading of it, and a text table of 1,000,000 x 10 beside
`pandas.read_csv` with one groupby; ours is everything from the files to the figures of 12 KPIs for the last month, as
every document needs them, and their numbers by entity for each of 12 months, with checks and provenance. Each
measurement is a process of its own; the two sides take turns.
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

MEASURES = ("licensed", "active", "sessions", "documents", "minutes", "cost", "open_cases")
XLSX_ROWS, CSV_ROWS, ENTITIES = 200_000, 1_000_000, 500
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
KPIS = {
    "licensed": "sum(use.licensed)",
    "active": "sum(use.active)",
    "share": "sum(use.active) / sum(use.licensed)",
    "sessions": "sum(use.sessions)",
    "sessions_each": "sum(use.sessions) / sum(use.active)",
    "documents": "sum(use.documents)",
    "documents_each": "sum(use.documents) / sum(use.active)",
    "minutes": "sum(use.minutes)",
    "cost": "sum(use.cost)",
    "cost_each": "sum(use.cost) / sum(use.licensed)",
    "open_cases": "sum(use.open_cases)",
    "web": "sum(use.sessions, where=channel == 'web') / sum(use.sessions)",
}


def main() -> None:
    """Measure and print; no verdict, the figures are for people."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["xlsx", "csv"])
    parser.add_argument("--run", nargs=2, metavar=("SIDE", "FOLDER"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.run:
        print(json.dumps(_run(chosen.run[0], Path(chosen.run[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        for kind in [chosen.only] if chosen.only else ["xlsx", "csv"]:
            _write(kind, Path(folder))
            _compare(kind, Path(folder), chosen.rounds)


def _compare(kind: str, folder: Path, rounds: int) -> None:
    found: dict[str, list[tuple[float, float]]] = {"ours": [], "plain": []}
    for _ in range(rounds):
        for side, times in found.items():
            command = [sys.executable, "-m", "benchmarks.loading", "--run", f"{side}-{kind}", str(folder)]
            times.append(tuple(json.loads(subprocess.run(command, capture_output=True, check=True).stdout)))
    ours, plain = (statistics.median(seconds for seconds, _ in found[side]) for side in ("ours", "plain"))
    # On a shared machine the two of a turn have more in common than the medians of all turns.
    ratio = statistics.median(one[0] / other[0] for one, other in zip(found["ours"], found["plain"], strict=True))
    peak = max(memory for _, memory in found["ours"])
    print(f"{kind}: ours {ours:.2f} s, plain {plain:.2f} s, ratio {ratio:.2f}, peak {peak:.0f} MB")


def _run(side: str, folder: Path) -> tuple[float, float]:
    """The CPU seconds of one side after its imports, and the peak memory of the process in MB."""
    work = _SIDES[side](folder)
    started = time.process_time()
    work()
    return time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ours(name: str) -> Callable[[Path], Callable[[], Any]]:
    def prepare(folder: Path) -> Callable[[], Any]:
        import numpy
        import pandas  # noqa: F401 # imports are not measured
        import python_calamine  # noqa: F401

        from reportgen.loaders import load
        from reportgen.project import read_project
        from reportgen.rules.figures.kpis import compute
        from reportgen.rules.planning.plan import plan

        project = read_project(folder / name)

        def work() -> int:
            made, mistakes = plan(project)
            dataset, problems = load(project)
            assert not mistakes
            assert not [problem for problem in problems if problem.severity == "error"], problems
            results = compute(made, dataset, project.period_named(MONTHS[-1]))
            found = 0
            for kpi in results.kpis:
                assert kpi.detail is not None
                past = kpi.detail.past_numbers(len(MONTHS))
                found += sum(int(numpy.isfinite(month.values).sum()) for month in past)
            assert found == len(MONTHS) * len(KPIS) * ENTITIES
            return found

        return work

    return prepare


def _plain_xlsx(folder: Path) -> Callable[[], Any]:
    import python_calamine

    def work() -> int:
        book = python_calamine.CalamineWorkbook.from_path(str(folder / "xlsx" / "use.xlsx"))
        return len(book.get_sheet_by_index(0).to_python())

    return work


def _plain_csv(folder: Path) -> Callable[[], Any]:
    import pandas as pd

    def work() -> Any:
        frame = pd.read_csv(folder / "csv" / "use.csv")
        return frame.groupby(["Entity", "Month"])[list(MEASURES)].sum()

    return work


_SIDES: dict[str, Callable[[Path], Callable[[], Any]]] = {
    "ours-xlsx": _ours("xlsx"),
    "plain-xlsx": _plain_xlsx,
    "ours-csv": _ours("csv"),
    "plain-csv": _plain_csv,
}


def _write(kind: str, folder: Path) -> None:
    """A project with its data: rows of an entity, a month and a channel, and the entities."""
    home = folder / kind
    home.mkdir()
    more = {"xlsx": ["Region", "Comment"], "csv": []}[kind]
    columns = "".join(f"      {name}: {{type: {'number' if name == 'cost' else 'count'}}}\n" for name in MEASURES)
    kpis = "".join(f'  {name}: {{formula: "{formula}"}}\n' for name, formula in KPIS.items())
    (home / "report.yaml").write_text(
        "title: Use\nentities: {table: entities, key: id}\n"
        "tables:\n  entities: {files: entities.csv, columns: {id: Id}}\n"
        f"  use:\n    files: use.{kind}\n    time: flow\n    entity: id\n    date: {{from: Month, format: yyyy-mm}}\n"
        f"    columns:\n      id: {{from: Entity, type: id}}\n      channel: Channel\n{columns}kpis:\n{kpis}",
        "utf-8",
    )
    (home / "entities.csv").write_text("Id\n" + "".join(f"E{number:04}\n" for number in range(ENTITIES)), "utf-8")
    header = ["Entity", "Month", "Channel", *MEASURES, *more]
    if kind == "csv":
        lines = (",".join(map(str, row)) for row in _rows(CSV_ROWS, len(more)))
        (home / "use.csv").write_text(",".join(header) + "\n" + "\n".join(lines) + "\n", "utf-8")
        return
    import xlsxwriter

    book = xlsxwriter.Workbook(home / "use.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet("Use")
    sheet.write_row(0, 0, header)
    for number, row in enumerate(_rows(XLSX_ROWS, len(more)), start=1):
        sheet.write_row(number, 0, row)
    book.close()


def _rows(count: int, texts: int) -> Any:
    """Rows without chance: the numbers follow from the row's number."""
    for number in range(count):
        licensed = 50 + number * 7919 % 500
        active = licensed * (number * 104_729 % 90 + 5) // 100
        numbers = [active * 3 + number % 7, active * 2, active * 17 % 9973, (number * 31 % 100_000) / 100, number % 13]
        texts_of = [f"Region {number % 12}", "checked"][:texts]
        yield [
            *(f"E{number % ENTITIES:04}", MONTHS[number // ENTITIES % 12], ("web", "app", "desk")[number % 3]),
            *(licensed, active, *numbers, *texts_of),
        ]


if __name__ == "__main__":
    main()
