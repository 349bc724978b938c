"""What bad files get, by `inspect FILE`, `check` and `build`: read or refused with a place, in time and memory.

Limits: 10 s and 512 MB for any input. Each verb runs in a process of its own, so that its memory is its own; seconds
are those of the processor, because a busy machine is no fault of the code.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.bad_files import BAD, names_for

# A project of one table without a date says so when the table was read.
NO_DATE = "no data with a date"
SECONDS, BYTES = 10, 512 * 1024 * 1024
# These are good enough to be read, some of them with a word about them.
READ = {
    "declared-far.xlsx",
    "styled-blanks.xlsx",
    "control-characters.xlsx",
    "escaped-characters.xlsx",
    "long-text.xlsx",
    "megabyte-word.xlsx",
    "drawing-missing.xlsx",
    "page.xls",
    "table.xlsx",
    "open-quote.csv",
}
TOLD = {
    "empty.xlsx": "is empty",
    "locked.xlsx": "password",
    "truncated.xlsx": "damaged",
    "lying-size.xlsx": "damaged",
    "many-parts.xlsx": "too many parts",
    "zip-bomb.xlsx": "far more than it should",
    "laughs-in-strings.xlsx": "document type",
    "outside-entity.xlsx": "document type",
    "far-cell.xlsx": "too far",
    "missing-strings.xlsx": "cannot be read",
    "picture.xlsx": "PNG picture",
    "picture.png": "PNG picture",
    "paper.pdf": "PDF",
    "long-line.csv": "line",
    "huge.ods": "ods",
    "styled-blanks.ods": "far more than it should",
    "many-cells.xls": "too many cells",
    "nul-block.csv": "unknown kind",
    "utf-32.csv": "not text",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every bad file, and beside it a project that reads it."""
    place = tmp_path_factory.mktemp("bad")
    for name, make in BAD.items():
        (place / name).write_bytes(make())
        project = place / f"project of {name}"
        project.mkdir()
        (project / "report.yaml").write_text(
            "title: T\ntables:\n  t:\n"
            f"    files: ../{name}\n    columns: {{code: CODE, n: {{from: N, type: count}}}}\n"
            "kpis: {k: {formula: count(t)}}\n",
            "utf-8",
        )
    return place


@pytest.fixture(scope="module", params=["inspect", "check", "build"])
def outcomes(request: pytest.FixtureRequest, folder: Path) -> dict[str, dict[str, Any]]:
    command = [sys.executable, "-m", "tests.bad_files", request.param, str(folder)]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=600)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(names_for(request.param)), (
        f"the process ended after {[line['name'] for line in lines][-1:]}: {done.stderr}"
    )
    return {line["name"]: line for line in lines}


def test_nothing_ends_with_a_traceback(outcomes: dict[str, Any]) -> None:
    crashed = {name: outcomes[name]["crash"] for name in outcomes if outcomes[name]["crash"]}
    assert not crashed, "\n".join(crashed.values())
    assert not [name for name in outcomes if "Traceback" in outcomes[name]["output"]]


def test_every_file_is_read_or_refused_in_time_and_memory(outcomes: dict[str, Any]) -> None:
    slow = {name: outcomes[name]["seconds"] for name in outcomes if outcomes[name]["seconds"] > SECONDS}
    large = [name for name in outcomes if outcomes[name]["peak"] > BYTES]
    assert not slow
    # The peak only grows, so the first name is the one that needs so much.
    assert not large


def test_every_refusal_has_its_exit_code_and_names_the_file(outcomes: dict[str, Any]) -> None:
    for name, outcome in outcomes.items():
        assert outcome["exit"] in (0, 1, 4), (name, outcome)
        if outcome["exit"] and NO_DATE not in outcome["output"]:
            assert name in outcome["output"], (name, outcome["output"])


def test_what_can_be_read_is_read_and_the_rest_is_not(outcomes: dict[str, Any]) -> None:
    for name in READ & set(outcomes):
        read = outcomes[name]["exit"] == 0 or NO_DATE in outcomes[name]["output"]
        assert read, (name, outcomes[name]["output"])
    for name in TOLD.keys() & set(outcomes):
        said = TOLD[name]
        assert outcomes[name]["exit"] == 1, (name, outcomes[name]["output"])
        assert said in outcomes[name]["output"], (name, outcomes[name]["output"])


def test_errors_and_formulas_without_results_are_told_by_cell(outcomes: dict[str, Any]) -> None:
    output = " ".join(outcomes["formulas.xlsx"]["output"].split())
    assert "formula" in output
    assert "B2" in output


def test_a_million_blank_rows_are_not_checked_as_a_document(folder: Path, reportgen: Callable[..., Result]) -> None:
    started = time.process_time()
    done = reportgen("check", folder / "styled-blanks.xlsx")
    assert time.process_time() - started < SECONDS
    assert done.exit_code == 1
    assert "too large to be checked as a document" in done.stdout
