"""init: a folder with a project that builds at once, from what came with the program.

In: the name of a sample, `starter` by default.  Out: its project file and data, a launcher to double-click,
a README, and the schema by which editors complete the project file. Nothing is fetched, nothing overwritten.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rapidfuzz import process

from reportgen.errors import OutputError, Problem, Severity, UsageError
from reportgen.locations import Location
from reportgen.ooxml import write_files
from reportgen.operations.schema import schema
from reportgen.shipped import shipped_folder

STARTER: Final = "starter"
SCHEMA: Final = ".reportgen/schema.json"

_PROJECT: Final = "report.yaml"
_README: Final = "README.md"
_MODELINE: Final = f"# yaml-language-server: $schema=./{SCHEMA}\n"
_SCAFFOLD: Final = Path(__file__).parent / "scaffold"
_BRAND_LINE: Final = re.compile(r"^brand: *([\w-]+)", re.MULTILINE)
_FOLDER_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class InitResult:
    """The project's folder, and the files written into it in the order of their names."""

    folder: Path
    files: tuple[Path, ...]


def init(folder: str | Path, example: str = STARTER, brand: str | None = None) -> InitResult:
    """Write a project into a new or empty folder.

    `brand` gives it a house style of its own under that name: a copy of the one the sample has, to be changed.
    UsageError for a folder that holds something, a sample that does not exist or a name that cannot be a folder's;
    OutputError where the folder cannot be written.
    """
    folder = Path(folder)
    problems = [*_in_folder(folder), *_in_example(example), *_in_brand(brand)]
    if problems:
        raise UsageError(problems)
    sample, scaffold = _sample(example), _scaffold()
    files = scaffold | sample | {_README: _readme(sample, scaffold)}
    project = files[_PROJECT].decode("utf-8")
    if brand:
        project, templates = _with_own_brand(project, brand)
        files |= templates
    files[_PROJECT] = (_MODELINE + project).encode("utf-8")
    files[SCHEMA] = (json.dumps(schema(), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    paths = {folder / name: data for name, data in sorted(files.items())}
    write_files(paths)
    (folder / "build.sh").chmod(0o755)
    return InitResult(folder, tuple(paths))


def examples() -> tuple[str, ...]:
    """The names of the samples that come with the program, sorted."""
    return tuple(sorted(path.parent.name for path in shipped_folder("sample_data").glob(f"*/{_PROJECT}")))


def _sample(name: str) -> dict[str, bytes]:
    folder = shipped_folder("sample_data") / name
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files_of_sample(folder)}
    # The commands they quote are meant for the repository; here they are run in the project's own folder.
    spoken = {
        file: files[file].replace(f" sample_data/{name}".encode(), b"") for file in (_PROJECT, _README) if file in files
    }
    return files | spoken


def _files_of_sample(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        # What a build or a program that has a file open left in the repository's samples is no part of them.
        if path.is_file() and parts[0] != "output" and not parts[-1].startswith((".", "~$")):
            yield path


def _scaffold() -> dict[str, bytes]:
    """README and launchers. These know the Python that made them, for those who have it in an environment apart."""
    texts = {path.name: path.read_text("utf-8") for path in sorted(_SCAFFOLD.iterdir()) if path.is_file()}
    for_cmd = sys.executable.replace("%", "%%")
    texts["build.cmd"] = texts["build.cmd"].replace("@python@", for_cmd).replace("\n", "\r\n")
    texts["build.sh"] = texts["build.sh"].replace("@python@", shlex.quote(sys.executable))
    return {name: text.encode("utf-8") for name, text in texts.items()}


def _readme(sample: dict[str, bytes], scaffold: dict[str, bytes]) -> bytes:
    """What the sample says of itself, if it does, and how to build it."""
    if _README not in sample:
        return scaffold[_README]
    _, text = scaffold[_README].split(b"\n", 1)
    return sample[_README].rstrip() + b"\n\n## How to build it\n" + text


def _with_own_brand(project: str, name: str) -> tuple[str, dict[str, bytes]]:
    """The project file naming the new brand, and the files of the brand it named before under the new name."""
    line = _BRAND_LINE.search(project)
    copied = shipped_folder("report_templates") / (line.group(1) if line else "corporate")
    project = _BRAND_LINE.sub(f"brand: {name}", project, 1) if line else f"brand: {name}\n{project}"
    files = [path for path in sorted(copied.iterdir()) if path.is_file() and not path.name.startswith((".", "~$"))]
    return project, {f"report_templates/{name}/{path.name}": path.read_bytes() for path in files}


def _in_folder(folder: Path) -> list[Problem]:
    try:
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return []
    except OSError as error:
        found = error.strerror or type(error).__name__
        location = Location(str(folder))
        raise OutputError(
            [Problem(Severity.ERROR, "cannot-write", "The folder cannot be read", location, found)]
        ) from error
    if folder.is_dir():
        held = sorted(path.name for path in folder.iterdir())
        found = ", ".join(held[:3]) + (f" and {len(held) - 3} more" if len(held) > 3 else "")
        message = "The folder is not empty, and nothing in it is overwritten"
    else:
        message, found = "This is a file", ""
    return [_problem(str(folder), message, found, "a new or an empty folder")]


def _in_example(name: str) -> list[Problem]:
    known = examples()
    if name in known:
        return []
    close = process.extractOne(name, known, score_cutoff=60)
    hint = f"Did you mean {close[0]!r}?" if close else ""
    return [_problem("--example", f"There is no example {name!r}", "", ", ".join(known), hint)]


def _in_brand(name: str | None) -> list[Problem]:
    if name is None or _FOLDER_NAME.fullmatch(name):
        return []
    return [_problem("--brand", f"{name!r} cannot be the name of a brand", "", "letters, digits, - and _")]


def _problem(place: str, message: str, found: str, expected: str, hint: str = "") -> Problem:
    return Problem(Severity.ERROR, "usage", message, Location(place), found, expected, hint)
