"""Same inputs, same bytes: whatever the folder, the time zone, the hash seed, the clock and what is kept on disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SAMPLES


def build(project: Path, period: str, zone: str, seed: str, **variables: str) -> dict[str, str]:
    """The sha256 of every file that a build in a process of its own writes."""
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LANG": "C", **variables}
    command = [sys.executable, "-m", "reportgen", "build", str(project), "-p", period, "-q"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {Path(line).name: hashlib.sha256(Path(line).read_bytes()).hexdigest() for line in done.stdout.splitlines()}


@pytest.mark.parametrize(("name", "period"), [("electoral-roll", "2023-10"), ("crm-adoption", "2026-10")])
def test_two_builds_in_other_folders_zones_and_seeds_are_identical(name: str, period: str, tmp_path: Path) -> None:
    here, elsewhere = tmp_path / name, tmp_path / "somewhere else" / "électorale"
    for folder in (here, elsewhere):
        shutil.copytree(SAMPLES / name, folder, ignore=shutil.ignore_patterns("output"))
    first = build(here, period, "Pacific/Kiritimati", "1", REPORTGEN_CACHE="")
    second = build(elsewhere, period, "America/Adak", "4242")
    assert sorted(first) == ["annex.xlsx", "deck.pptx", "manifest.json", "status.docx"]
    assert first == second
