"""What a terminal says at the end of a run, and when it is stopped."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console

import reportgen.__main__ as program
from reportgen.errors import Problem, Severity
from reportgen.faces.terminal import print_done
from reportgen.locations import Location

NOTICE = Problem(Severity.NOTICE, "x", "m", Location("a"))
WARNING = Problem(Severity.WARNING, "x", "m", Location("a"))
LOOK = " Look at the warnings above before you pass them on."


@pytest.mark.parametrize(
    ("names", "problems", "said"),
    [
        (["deck-2.pptx", "status.docx", "annex.xlsx"], [NOTICE], "deck-2.pptx, status.docx and annex.xlsx in out."),
        (["deck.pptx"], [], "deck.pptx in out."),
        (["deck.pptx", "annex.xlsx"], [NOTICE, WARNING], f"deck.pptx and annex.xlsx in out.{LOOK}"),
    ],
)
def test_a_build_ends_with_where_the_documents_are(names: Sequence[str], problems: list[Problem], said: str) -> None:
    out = io.StringIO()
    files = [Path("out", name) for name in (*names, "manifest.json")]
    print_done("October 2026 [draft]", files, problems, Console(file=out, width=200))
    assert out.getvalue() == f"October 2026 [draft]: {said}\n"


def test_a_run_that_is_stopped_says_so_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reportgen.cli.app", stopped)
    with pytest.raises(SystemExit) as end:
        program.main()
    assert end.value.code == 130
    assert capsys.readouterr().err == "Stopped. No document is half written.\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_control_c_while_a_command_runs_ends_with_130(tmp_path: Path) -> None:
    # The project file is a pipe that nobody writes into, so the command waits in the middle of its work.
    os.mkfifo(tmp_path / "report.yaml")
    lines = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import reportgen.cli;"
    lines += "print(1, flush=True); from reportgen.__main__ import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", lines, "check", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"1\n"
        with pytest.raises(subprocess.TimeoutExpired):
            run.communicate(timeout=1)
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=30)
    assert (run.returncode, err.decode()) == (130, "Stopped. No document is half written.\n")
