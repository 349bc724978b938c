"""Bytes -> files that are either the old ones or the new ones, never half of one."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Mapping
from pathlib import Path

from reportgen.errors import OutputError, Problem, Severity
from reportgen.locations import Location

_PROGRAMS = {".pptx": "PowerPoint", ".docx": "Word", ".xlsx": "Excel"}


def write_file(path: Path, data: bytes) -> None:
    """Replace or make the file in one step, with its folder; OutputError says why not."""
    write_files({path: data})


def write_files(files: Mapping[Path, bytes]) -> None:
    """Replace or make all files or none: every new one lies complete beside its place before the first is replaced.

    OutputError names every file that cannot be written; then nothing has changed.
    """
    waiting: dict[Path, Path] = {}
    problems: list[Problem] = []
    try:
        for path, data in files.items():
            # In the same folder: only within one file system is a rename one step.
            waiting[path] = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
            try:
                _write_beside(waiting[path], data)
                _refuse_locked(path)
            except OSError as error:
                problems.append(_problem(path, error))
        if problems:
            raise OutputError(problems)
        for path, complete in waiting.items():
            try:
                os.replace(complete, path)
            except OSError as error:
                raise OutputError([_problem(path, error)]) from error
    finally:
        for leftover in waiting.values():
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def _write_beside(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _refuse_locked(path: Path) -> None:
    # Office on Windows locks what it has open: find out for all files before the first is replaced.
    if path.exists():
        with path.open("r+b"):
            pass


def _problem(path: Path, error: OSError) -> Problem:
    program = _PROGRAMS.get(path.suffix.lower(), "the program that has it open")
    if isinstance(error, PermissionError):
        hint = f"If it is open, close it in {program}; else choose a folder you may write to."
    elif isinstance(error, IsADirectoryError | FileExistsError | NotADirectoryError):
        hint = "Choose another name or folder."
    else:
        hint = "Make room or choose another folder."
    found = error.strerror or type(error).__name__
    return Problem(Severity.ERROR, "cannot-write", "The file cannot be written", Location(str(path)), found, "", hint)
