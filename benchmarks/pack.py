"""The whole pack beside a hand-written script for the same pack: cold processes and warm, as ratios.

    python -m benchmarks.pack [--rounds 5] [--project sample_data/electoral-roll] [--period 2023-10]
    python -m benchmarks.pack --project sample_data/crm-adoption --period 2026-10

Cold: a new process each, user and system CPU seconds from the operating system. Warm: one process,
the first build not counted, CPU seconds. The two take turns, so a machine that slows down slows both.

PYTHONDONTWRITEBYTECODE is not handed on to the new processes: with it our modules would be compiled at every
start, which happens once where the program is installed, while the libraries of the baseline come compiled.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from benchmarks.baseline import Shape, write_pack
from reportgen import BuildRequest, build

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure and print; no verdict, the figures are for people."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--project", type=Path, default=ROOT / "sample_data" / "electoral-roll")
    parser.add_argument("--period", default="2023-10")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure(chosen.project, chosen.period, chosen.rounds, Path(folder))


def _measure(project: Path, period: str, rounds: int, folder: Path) -> None:
    ours, theirs = folder / "ours", folder / "theirs"
    theirs.mkdir()
    request = BuildRequest(project, period=period, out=ours)
    deck, report, annex = build(request).files[:3]
    shape = Shape.of(deck, report, annex)
    print(json.dumps(asdict(shape)))
    pack_command = ["-m", "reportgen", "build", str(project), "-p", period, "--out", str(ours), "-q"]
    baseline_command = ["-m", "benchmarks.baseline", str(project), str(theirs), json.dumps(asdict(shape))]
    _pairs("cold", lambda: _process_cpu(pack_command), lambda: _process_cpu(baseline_command), rounds)
    _pairs(
        "warm",
        lambda: _own_cpu(lambda: build(request)),
        lambda: _own_cpu(lambda: write_pack(project, theirs, shape)),
        rounds,
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"largest child process: {peak} MB")


def _pairs(name: str, pack: Callable[[], float], baseline: Callable[[], float], rounds: int) -> None:
    pack(), baseline()
    pairs = [(pack(), baseline()) for _ in range(rounds)]
    ratios = sorted(ours / theirs for ours, theirs in pairs)
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"{name}: reportgen {ours:.2f} s CPU, baseline {theirs:.2f} s CPU, "
        f"ratio {statistics.median(ratios):.2f} (from {ratios[0]:.2f} to {ratios[-1]:.2f} in {rounds} pairs)"
    )


def _process_cpu(arguments: list[str]) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _own_cpu(work: Callable[[], object]) -> float:
    # Nobody pays for what the other left behind.
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
