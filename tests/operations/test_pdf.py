"""--pdf: what LibreOffice makes of the documents, and what happens where it makes nothing."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import Result

from reportgen import init
from reportgen.operations import pdf
from reportgen.operations.pdf import find_converter, make_pdfs

Run = Callable[..., Result]
Stand = Callable[..., Path]
OCTOBER = date(2026, 10, 31)
HEAD = b"%PDF-1.6\n/CreationDate(D:20261121194810Z')\n"

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a script")
needs_libreoffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Put a program called soffice on the PATH, alone, that runs Python lines with `outdir` and `files` set."""

    def write(*lines: str) -> Path:
        folder = tmp_path / "programs"
        folder.mkdir(exist_ok=True)
        program = folder / "soffice"
        start = [
            f"#!{sys.executable}",
            "import os, subprocess, sys, time",
            "from pathlib import Path",
            "at = sys.argv.index('--outdir')",
            "outdir, files = Path(sys.argv[at + 1]), [Path(name) for name in sys.argv[at + 2:]]",
            "outdir.mkdir()",
        ]
        program.write_text("\n".join([*start, *lines]) + "\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))
        return program

    return write


COPY = f"for file in files: (outdir / f'{{file.stem}}.pdf').write_bytes({HEAD!r} + file.read_bytes())"


@posix_only
def test_one_call_converts_all_documents_with_a_profile_of_its_own(stand_in: Stand, tmp_path: Path) -> None:
    log = tmp_path / "log"
    stand_in(f"with open({str(log)!r}, 'a') as log: print(*sys.argv[1:], sep='|', file=log)", COPY)
    made, problems = make_pdfs({"deck-2.pptx": b"a", "status.docx": b"b", "annex.xlsx": b"c"}, OCTOBER)
    assert (list(made), problems) == (["deck-2.pptx", "status.docx"], [])
    (call,) = log.read_text().splitlines()
    profile = next(part for part in call.split("|") if part.startswith("-env:UserInstallation=file:///"))
    assert "--headless" in call
    assert not Path(profile.removeprefix("-env:UserInstallation=file://")).exists(), "nothing is left behind"


@posix_only
def test_a_pdf_is_dated_with_the_data_and_keeps_its_length(stand_in: Stand) -> None:
    stand_in(COPY)
    made, _ = make_pdfs({"deck.pptx": b"a"}, OCTOBER)
    assert made["deck.pptx"] == HEAD.replace(b"20261121194810", b"20261031000000") + b"a"


@posix_only
def test_a_document_that_could_not_be_loaded_is_told_although_the_exit_code_is_0(stand_in: Stand) -> None:
    stand_in("print('Error: source file could not be loaded', file=sys.stderr)", "files = files[:1]", COPY)
    made, problems = make_pdfs({"deck.pptx": b"a", "status.docx": b"b"}, OCTOBER)
    assert list(made) == ["deck.pptx"]
    assert [str(problem) for problem in problems] == [
        "status.docx: LibreOffice made no PDF of this document (found Error: source file could not be loaded). "
        "The document itself is complete; open it in Office and save it as PDF."
    ]


@posix_only
def test_what_is_no_pdf_does_not_count_as_one(stand_in: Stand) -> None:
    stand_in("(outdir / 'deck.pdf').write_bytes(b'')")
    made, problems = make_pdfs({"deck.pptx": b"a"}, OCTOBER)
    assert (made, [problem.code for problem in problems]) == ({}, ["pdf-failed"])


@posix_only
def test_a_converter_that_hangs_is_ended_with_all_that_it_started(
    stand_in: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    stand_in(
        "started = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])",
        f"Path({str(child)!r}).write_text(str(started.pid))",
        "time.sleep(60)",
    )
    monkeypatch.setattr(pdf, "_SECONDS", 1.5)
    begun = time.monotonic()
    made, problems = make_pdfs({"deck.pptx": b"a"}, OCTOBER)
    assert time.monotonic() - begun < 20
    assert made == {}
    assert [problem.found for problem in problems] == ["no answer within 1.5 seconds"]
    assert _ended(int(child.read_text()))


def _ended(process: int) -> bool:
    for _ in range(50):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        # Nobody may have collected it yet, where process 1 does not.
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def test_without_libreoffice_a_notice_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_converter", lambda: None)
    made, problems = make_pdfs({"deck.pptx": b"a"}, OCTOBER)
    assert made == {}
    assert [str(problem) for problem in problems] == [
        "--pdf: No PDF was made, because LibreOffice was not found. "
        "Install LibreOffice (libreoffice.org), or save the documents as PDF in Office."
    ]


def test_an_annex_alone_has_no_pdf() -> None:
    made, problems = make_pdfs({"annex.xlsx": b"a"}, OCTOBER)
    assert (made, [problem.severity.value for problem in problems]) == ({}, ["notice"])


@pytest.mark.parametrize("variable", ["PROGRAMFILES", "PROGRAMFILES(X86)"])
def test_libreoffice_is_found_where_windows_has_it(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "LibreOffice" / "program" / "soffice.com"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(variable, str(tmp_path))
    assert find_converter() == program


def test_libreoffice_is_found_where_a_mac_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "Applications" / "LibreOffice.app" / "Contents" / "MacOS" / "soffice"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert find_converter() == program


@posix_only
def test_an_edited_pdf_stays_and_a_document_that_moved_takes_its_pdf_along(
    stand_in: Stand, tmp_path: Path, reportgen: Run
) -> None:
    project = init(tmp_path / "new").folder
    folder = project / "output" / "2026-10"
    stand_in(COPY)
    build = ("build", project, "--only", "deck", "--pdf")
    assert [Path(line).name for line in reportgen(*build).stdout.split()] == ["deck.pptx", "deck.pdf", "manifest.json"]
    assert reportgen(*build).stderr == "", "PDFs as they were written are replaced"
    (folder / "deck.pdf").write_bytes(b"with a stamp")
    second = reportgen(*build)
    assert [Path(line).name for line in second.stdout.split()] == ["deck.pptx", "deck-2.pdf", "manifest.json"]
    assert "deck.pdf was edited since it was written" in second.stderr
    (folder / "deck.pptx").write_bytes(b"edited")
    third = reportgen(*build)
    assert [Path(line).name for line in third.stdout.split()] == ["deck-2.pptx", "deck-2.pdf", "manifest.json"]
    assert (folder / "deck.pdf").read_bytes() == b"with a stamp"
    assert {"deck.pdf", "deck-2.pdf"} <= set(json.loads((folder / "manifest.json").read_text("utf-8"))["documents"])
    assert "deck-2.pdf: This PDF is of an earlier build" in reportgen(*build[:-1]).stderr


@posix_only
def test_documents_are_made_although_their_pdfs_are_not(stand_in: Stand, tmp_path: Path, reportgen: Run) -> None:
    stand_in("print('Error: no')")
    built = reportgen("build", init(tmp_path / "new").folder, "--only", "deck", "--pdf")
    assert built.exit_code == 0
    assert [Path(line).name for line in built.stdout.split()] == ["deck.pptx", "manifest.json"]
    assert "deck.pptx: LibreOffice made no PDF" in built.stderr


@needs_libreoffice
def test_libreoffice_makes_tagged_pdfs_the_same_from_the_same(tmp_path: Path, reportgen: Run) -> None:
    project = init(tmp_path / "new").folder
    build = ("build", project, "--only", "deck,report", "--pdf", "--out")
    first, second = ([Path(line) for line in reportgen(*build, tmp_path / n).stdout.split()] for n in "ab")
    assert [path.name for path in first[2:4]] == ["deck.pdf", "status.pdf"]
    for one, other in zip(first[2:4], second[2:4], strict=True):
        data = one.read_bytes()
        assert b"/MarkInfo<</Marked true>>" in data
        assert b"/CreationDate(D:20261031000000" in data
        assert data == other.read_bytes()
