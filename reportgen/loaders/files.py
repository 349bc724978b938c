"""The files of a table: names and patterns of the project file -> bytes with their hash."""

from __future__ import annotations

import glob
import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.errors import Problem, Severity
from reportgen.kept import Kept
from reportgen.loaders.stamps import is_for
from reportgen.locations import Location
from reportgen.project import Project

# More than any table of monthly figures needs; beyond it a single machine's memory is at stake.
MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read: `name` is relative to the project, with forward slashes."""

    name: str
    data: bytes = field(repr=False)
    sha256: str = ""


# Files are read again each time and compared with what they held before: that is quicker than a new hash.
_READ: Kept[InputFile] = Kept(50_000_000, lambda file: len(file.data))


def read_files(project: Project, table: str) -> tuple[list[InputFile], list[Problem]]:
    """The files of a table, each once, sorted by name within each pattern; what is missing is a problem at its line."""
    problems: list[Problem] = []
    files: dict[str, InputFile] = {}
    for index, pattern in enumerate(project.tables[table].files):
        found = _matches(project.folder, pattern)
        if not found:
            problems.append(_no_file(project, table, index, pattern))
        for path in found:
            name = _relative(path, project.folder)
            if name not in files:
                file, problem = read_file(path, name)
                if file and is_for(table, file.data, file.sha256):
                    files[name] = file
                if problem:
                    problems.append(problem)
    return list(files.values()), [*problems, *_copies(list(files.values()))]


def input_names(project: Project) -> list[str]:
    """The names of all files that the tables of a project read, relative to it."""
    patterns = dict.fromkeys(pattern for spec in project.tables.values() for pattern in spec.files)
    return [_relative(path, project.folder) for pattern in patterns for path in _matches(project.folder, pattern)]


def _matches(folder: Path, pattern: str) -> list[Path]:
    if pattern.isascii():
        return _matches_as_written(folder, pattern)
    # macOS writes accents apart from their letters into archives and shares, and nobody sees the difference.
    forms = dict.fromkeys([pattern, *(unicodedata.normalize(form, pattern) for form in ("NFC", "NFD"))])
    found = [path for form in forms for path in _matches_as_written(folder, form)]
    return sorted({_identity(path): path for path in reversed(found)}.values())


def _identity(path: Path) -> tuple[str, int, int]:
    """The same for two spellings of one file, which a file system may take alike."""
    held = path.stat()
    return unicodedata.normalize("NFC", path.as_posix()), held.st_dev, held.st_ino


def _matches_as_written(folder: Path, pattern: str) -> list[Path]:
    direct = folder / pattern
    if not any(sign in pattern for sign in "*?"):
        return [direct] if direct.exists() else []
    # A bracket is part of the name: browsers call a second download "report [1].csv".
    escaped = direct.as_posix().replace("[", "[[]")
    paths = (Path(found) for found in glob.glob(escaped, recursive=True))
    return sorted(path for path in paths if path.is_file() and _is_input(path.name))


def _is_input(name: str) -> bool:
    """False for what Office and systems keep beside a file, and for the marked copies that `check` writes there."""
    return not name.startswith(("~$", ".")) and not name.endswith("-checked.xlsx")


def _relative(path: Path, folder: Path) -> str:
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return path.as_posix()


def _no_file(project: Project, table: str, index: int, pattern: str) -> Problem:
    location = project.where("tables", table, "files", index)
    return Problem(
        Severity.ERROR,
        "missing-file",
        f'There is no file "{pattern}"',
        location,
        expected="a file relative to the project's folder",
        hint=" ".join(_neighbours(project.folder / pattern)),
    )


def _neighbours(wanted: Path) -> Iterator[str]:
    """What stands where the file was looked for, to find a misspelling."""
    if not wanted.parent.is_dir():
        yield f"The folder {wanted.parent.name} does not exist."
        return
    names = sorted(path.name for path in wanted.parent.iterdir() if path.is_file() and _is_input(path.name))
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    yield f"The folder holds {', '.join(names[:5])}{more}." if names else "The folder is empty."


def read_file(path: Path, name: str) -> tuple[InputFile | None, Problem | None]:
    """The bytes of a file under the name by which it is told, or why they cannot be had."""
    try:
        if path.exists() and not path.is_file():
            kind = "a folder" if path.is_dir() else "a device"
            return None, _unreadable("unreadable-file", "This is not a file", name, kind, expected="a file")
        if path.stat().st_size > MAX_BYTES:
            expected = f"at most {MAX_BYTES // 1_000_000} MB"
            return None, _unreadable("file-size", "The file is too large", name, expected=expected)
        data = path.read_bytes()
    except PermissionError:
        hint = "Close the file in Excel, or ask for the right to read it."
        return None, _unreadable("unreadable-file", "The file cannot be opened", name, hint=hint)
    except OSError as error:
        return None, _unreadable("unreadable-file", "The file cannot be read", name, found=error.strerror or str(error))
    return _READ.get((name, data), lambda: InputFile(name, data, hashlib.sha256(data).hexdigest())), None


def _unreadable(code: str, message: str, name: str, found: str = "", expected: str = "", hint: str = "") -> Problem:
    return Problem(Severity.ERROR, code, message, Location(name), found, expected, hint)


def _copies(files: list[InputFile]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for file in files:
        if first.setdefault(file.sha256, file.name) != file.name:
            yield Problem(
                Severity.WARNING,
                "same-file",
                f"The file is the same as {first[file.sha256]}; both are counted",
                Location(file.name),
                hint="Remove one of them.",
            )
