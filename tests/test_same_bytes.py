"""Same inputs, same bytes: whatever the folder, the time zone, the hash seed and the clock."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path


def build(project: Path, zone: str, seed: str) -> dict[str, str]:
    """The sha256 of every file that a build in a process of its own writes."""
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LANG": "C"}
    command = [sys.executable, "-m", "reportgen", "build", str(project), "-p", "2023-10", "-q"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {Path(line).name: hashlib.sha256(Path(line).read_bytes()).hexdigest() for line in done.stdout.splitlines()}


def test_two_builds_in_other_folders_zones_and_seeds_are_identical(sample: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "somewhere else" / "électorale"
    shutil.copytree(sample, elsewhere)
    first = build(sample, "Pacific/Kiritimati", "1")
    second = build(elsewhere, "America/Adak", "4242")
    assert sorted(first) == ["annex.xlsx", "deck.pptx", "manifest.json", "status.docx"]
    assert first == second
