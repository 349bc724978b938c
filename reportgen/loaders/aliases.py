"""Accepted spellings of entities: what a person settled once is remembered in a file and settles it from then on.

The alias file is a text table of two columns, whatever their headers: a spelling, and the key of the entity that is
meant. It is read with the tables; a spelling fits when it is the same but for case, blanks, accents' encoding and
the form of quotation marks and dashes.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from reportgen.dataset import FILE, DataTable
from reportgen.errors import Problem, Severity
from reportgen.loaders.encodings import as_utf8
from reportgen.loaders.files import read_file
from reportgen.loaders.findings import with_each
from reportgen.loaders.table_parts import parts_by_value
from reportgen.locations import CellLocation
from reportgen.project import Project

FILE_NAME = "aliases.csv"
_SHOWN = 5
_FORMS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'") | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-")
)


@dataclass(frozen=True, slots=True)
class Aliases:
    """The accepted spellings: `keys` by plain spelling; `sha256` stands for the file's content."""

    keys: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    sha256: str = ""


def plain(text: str) -> str:
    """A spelling without what people and programs change: case, blanks, and the forms of quotes and dashes."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_FORMS).casefold().split())


def read_aliases(project: Project, tables: Mapping[str, DataTable]) -> tuple[Aliases, list[Problem]]:
    """The alias file of the project: the one it names, or aliases.csv where that is there."""
    entities = project.entities
    if entities is None or entities.table not in tables:
        return Aliases(), []
    name = entities.aliases or FILE_NAME
    path = project.folder / name
    if not path.exists():
        return Aliases(), [_missing(project, name)] if entities.aliases else []
    file, problem = read_file(path, name)
    if file is None:
        return Aliases(), [problem] if problem else []
    data, problems = as_utf8(file, "")
    if data is None:
        return Aliases(), problems
    known = {str(key) for key in tables[entities.table].frame[entities.key].dropna().unique()}
    keys = dict[str, str]()
    for row, (spelling, key) in _lines(data.decode("utf-8-sig")):
        place = CellLocation(name, "", f"B{row}")
        first = keys.setdefault(plain(spelling), key)
        if first != key:
            message = f'The spelling "{spelling}" is accepted for two entities; the first counts'
            problems.append(_wrong(message, place, f"{first} and {key}", "one entity"))
        elif key not in known:
            message = f'The spelling "{spelling}" is accepted for an entity that there is not'
            problems.append(_wrong(message, place, key, f'a key of "{entities.table}"'))
    return Aliases(keys, name, file.sha256), problems


def _lines(text: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Number, spelling and key of each line below the headers that has both."""
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    for number, cells in enumerate(reader, 1):
        if number > 1 and len(cells) > 1 and cells[0].strip() and cells[1].strip():
            yield number, (cells[0], cells[1].strip())


def match_entities(
    project: Project, tables: Mapping[str, DataTable], aliases: Aliases
) -> tuple[dict[str, DataTable], list[Problem]]:
    """The tables with the keys that the accepted spellings stand for, and a notice for each table where some did."""
    entities = project.entities
    if entities is None or not aliases.keys:
        return dict(tables), []
    known = set(tables[entities.table].frame[entities.key].dropna().unique())
    matched, problems = dict[str, DataTable](), list[Problem]()
    for name, table in tables.items():
        key = table.spec.entity
        changes = {} if name == entities.table or key not in table.frame else _changes(table, str(key), known, aliases)
        if not changes:
            matched[name] = table
            continue
        column = table.frame[key].astype(object)
        rows = np.flatnonzero(column.isin(list(changes)).to_numpy())
        matched[name] = replace(table, frame=table.frame.assign(**{str(key): pd.Categorical(column.replace(changes))}))
        problems.append(_used(table, str(key), rows, changes, aliases))
    return matched, problems


def _changes(table: DataTable, key: str, known: set[str], aliases: Aliases) -> dict[str, str]:
    found = (str(value) for value in table.frame[key].dropna().unique() if value not in known)
    meant = ((value, aliases.keys.get(plain(value), "")) for value in found)
    return {value: entity for value, entity in meant if entity in known}


def _used(table: DataTable, key: str, rows: np.ndarray, changes: Mapping[str, str], aliases: Aliases) -> Problem:
    shown = ", ".join(f"{spelling} = {entity}" for spelling, entity in list(changes.items())[:_SHOWN])
    file = table.files[int(table.frame[FILE].iloc[rows[0]])]
    many = "s name entities" if len(rows) > 1 else " names an entity"
    keys = table.frame[key]
    told = Problem(
        Severity.NOTICE,
        "alias-used",
        f"{len(rows)} row{many} by a spelling that {aliases.file} accepts",
        CellLocation(file.file, file.sheet, table.cell(int(rows[0]), key)),
        found=shown + (", ..." if len(changes) > _SHOWN else ""),
    )
    done = {spelling: f"It was read as {entity}." for spelling, entity in changes.items()}
    parts = parts_by_value(table, key, rows, [str(spelling) for spelling in keys.iloc[rows]], done)
    return with_each(told, parts)


def _missing(project: Project, name: str) -> Problem:
    place = project.where("entities", "aliases")
    hint = "Write one with two columns, spelling and key, or leave the line away."
    return Problem(Severity.ERROR, "missing-file", f'There is no file "{name}"', place, hint=hint)


def _wrong(message: str, place: CellLocation, found: str, expected: str) -> Problem:
    hint = "Correct the line, or remove it."
    return Problem(Severity.WARNING, "alias-value", message, place, found, expected, hint)
