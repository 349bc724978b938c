"""Problems of a project's input files -> `NAME-checked.xlsx` beside each of them, with the cells marked.

An original is only read. A copy of an earlier check is replaced; one that is open in Excel is a problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from reportgen.dataset import Dataset
from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation, Location
from reportgen.ooxml import write_files

# Beyond this openpyxl takes minutes and more memory than a build.
_MAX_BYTES = 25_000_000


def mark_files(folder: Path, problems: Sequence[Problem]) -> tuple[list[Path], list[Problem]]:
    """Write the copies of all files with a problem in a cell; the paths, and what could not be shown.

    Raises OutputError when a copy cannot be written.
    """
    from reportgen.faces.marked import marked_copy

    names = sorted({one.location.file for one in problems if isinstance(one.location, CellLocation)})
    copies, notices = dict[Path, bytes](), list[Problem]()
    for name in names:
        data = _bytes(folder / name)
        copy = None if data is None else marked_copy(name, data, problems)
        if copy is None:
            notices.append(_not_marked(name, "There is no marked copy of this file", "Save it as .xlsx."))
            continue
        copies[_beside(folder / name, copies)] = copy.data
        if copy.lost:
            notices.append(_not_marked(name, f"Not in the marked copy: {', '.join(copy.lost)}", "The file has them."))
    write_files(copies)
    return list(copies), notices


def with_fields(problems: Iterable[Problem], dataset: Dataset) -> list[Problem]:
    """The problems of cells with the name that the project gives to their column."""
    from dataclasses import replace

    letters = {
        (file.file, file.sheet, letter): field
        for table in dataset.tables.values()
        for file in table.files
        for field, letter in file.columns.items()
    }
    return [
        replace(
            one, field=letters.get((one.location.file, one.location.sheet, one.location.cell.rstrip("0123456789")), "")
        )
        if isinstance(one.location, CellLocation) and not one.field
        else one
        for one in problems
    ]


def _bytes(path: Path) -> bytes | None:
    """The file, a text as UTF-8; None when it cannot be read, is too large, or is no kind of which copies are made."""
    from reportgen.faces.marked import TEXTS, WORKBOOKS
    from reportgen.loaders.encodings import as_utf8
    from reportgen.loaders.files import InputFile

    ending = path.suffix.lower()
    try:
        if ending not in (*TEXTS, *WORKBOOKS) or path.stat().st_size > _MAX_BYTES:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return as_utf8(InputFile(path.name, data), "")[0] if ending in TEXTS else data


def _beside(path: Path, taken: Iterable[Path]) -> Path:
    from reportgen.faces.marked import SUFFIX

    copy = path.with_name(f"{path.stem}{SUFFIX}.xlsx")
    return copy if copy not in set(taken) else path.with_name(f"{path.name}{SUFFIX}.xlsx")


def _not_marked(name: str, message: str, hint: str) -> Problem:
    return Problem(Severity.NOTICE, "not-marked", message, Location(name), hint=hint)
