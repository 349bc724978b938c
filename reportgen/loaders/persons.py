"""Columns that name persons -> what a project keeps of them: that they are different persons, their initials, or all.

The last step of loading: entities have been joined by what the files say, and nothing that comes after it (numbers,
documents, problems, what is written beside them) can know who the persons are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from reportgen.contracts import PersonalData
from reportgen.dataset import DataTable
from reportgen.errors import Problem, Severity
from reportgen.locations import CellLocation
from reportgen.project import Project

PERSONAL_DATA = "personal-data"
_LETTERS = re.compile(r"\(([A-Z]{1,3})\)")
_ADDRESS = re.compile(r"[^\s@<>\"'(),;:]{1,64}@[^\s@<>\"'(),;:]{1,255}")
_ENDS = "\"'(),;:.=!?[]{}"
# A name of more words than these is a sentence.
_LONGEST_NAME = 8
_UNKNOWN = "a person"
# What Microsoft 365 writes in place of names where the tenant conceals them.
_CONCEALED = re.compile(r"[0-9A-F]{32}")


@dataclass(slots=True)
class _Persons:
    """What stands for each person: the same for the same text in all tables of a run."""

    known: dict[tuple[PersonalData, str], str] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def stand_in(self, text: str, kept: PersonalData) -> str:
        """P-1, P-2, ... in the order in which names occur, A-1 for addresses and N-1 for numbers; or initials, with a
        number where two persons have the same."""
        plain = _plain(text)
        if (kept, plain) not in self.known:
            kind = "A" if "@" in text else "N" if any(map(str.isdigit, text)) else "P"
            counted = kept is PersonalData.COUNTS or kind == "N"
            short = kind if counted else _initials(text)
            number = self.used[short] = self.used.get(short, 0) + 1
            said = f"{kind}-{number}" if counted else f"{short} ({number})" if number > 1 else short
            self.known[kept, plain] = self.texts[plain] = said
            self.texts.setdefault(plain.strip(_ENDS), said)
        return self.known[kept, plain]

    def scrubbed(self, text: str) -> str:
        """A text without the persons that it names."""
        words = text.split()
        for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                named = " ".join(words[start : start + length]).strip(_ENDS)
                said = self.texts.get(_plain(named)) if len(named) > 1 else None
                if said:
                    text = text.replace(named, said)
        return _ADDRESS.sub(_UNKNOWN, text)


def without_persons(
    project: Project, tables: Mapping[str, DataTable], problems: Sequence[Problem]
) -> tuple[dict[str, DataTable], list[Problem]]:
    """The tables without persons, and the problems without their names; a notice for each file tells what is gone."""
    persons, reduced, notices = _Persons(), dict[str, DataTable](), list[Problem]()
    for name, table in tables.items():
        kept = _kept(project, tables, name)
        notices += _concealed(table)
        reduced[name] = _reduced(table, kept, persons) if kept else table
        notices += _told(table, kept)
    if not persons.known:
        return reduced, [*problems, *notices]
    places = _places(project, tables)
    return reduced, [*(_without(problem, places, persons) for problem in problems), *notices]


def _kept(project: Project, tables: Mapping[str, DataTable], name: str) -> dict[str, PersonalData]:
    """The fields of a table that are reduced, and to what; those by which tables are joined alike in all of them."""
    spec, master = tables[name].spec, project.entities
    own = spec.personal_data or project.personal_data
    fields = {column: own for column, said in spec.columns.items() if said.personal}
    if master is not None and master.table in tables and _entities_are_persons(project, tables):
        whole = tables[master.table].spec.personal_data or project.personal_data
        joined = (master.key, master.name or master.key) if name == master.table else (spec.entity,)
        fields |= {each: whole for each in joined if each}
    return {
        each: kept
        for each, kept in fields.items()
        if kept is not PersonalData.FULL
        and isinstance(tables[name].frame.get(each, pd.Series()).dtype, pd.CategoricalDtype)
    }


def _entities_are_persons(project: Project, tables: Mapping[str, DataTable]) -> bool:
    """True when the entity of any table is a column that names persons."""
    master = project.entities
    keys = {name: str(table.spec.entity) for name, table in tables.items() if table.spec.entity}
    keys |= {master.table: master.key} if master else {}
    specs = (tables[name].spec.columns.get(key) for name, key in keys.items() if name in tables)
    return any(spec is not None and spec.personal for spec in specs)


def _reduced(table: DataTable, kept: Mapping[str, PersonalData], persons: _Persons) -> DataTable:
    columns = {}
    for name, how in kept.items():
        column = table.frame[name]
        texts = [persons.stand_in(str(text), how) for text in column.cat.categories]
        # Two spellings of one address are one person.
        own, categories = pd.factorize(np.array(texts, dtype=object))
        codes = column.cat.codes.to_numpy()
        spread = np.where(codes >= 0, np.append(own, -1)[codes], -1)
        columns[name] = pd.Categorical.from_codes(spread, categories=pd.Index(categories, dtype=object))
    return replace(table, frame=table.frame.assign(**columns))


def _told(table: DataTable, kept: Mapping[str, PersonalData]) -> Iterator[Problem]:
    """Which columns of which file were reduced; the place is the header of the first of them."""
    initials = PersonalData.INITIALS in kept.values()
    done = "to initials" if initials else "to counts: persons are told apart and not named"
    files = {(file.file, file.sheet): file for file in table.files}.values() if kept else ()
    for file in files:
        columns = {name: file.columns[name] for name in kept if name in file.columns}
        if columns:
            first = next(iter(columns.values()))
            yield Problem(
                Severity.NOTICE,
                PERSONAL_DATA,
                f"Columns that name persons were reduced {done}",
                CellLocation(file.file, file.sheet, f"{first}{file.header_row}"),
                ", ".join(f"{name} ({letter})" for name, letter in columns.items()),
                hint="Where the purpose needs the names, say personal_data: full for the table.",
            )


def reduced_columns(problem: Problem) -> tuple[str, ...]:
    """The letters of the columns that a notice tells to be reduced; none for another problem."""
    return tuple(_LETTERS.findall(problem.found)) if problem.code == PERSONAL_DATA else ()


def _concealed(table: DataTable) -> Iterator[Problem]:
    """That names were concealed before they were exported; worse, that they were so in a part of the files."""
    for name, spec in table.spec.columns.items():
        column = table.frame.get(name) if spec.personal else None
        if not isinstance(column, pd.Series) or not isinstance(column.dtype, pd.CategoricalDtype):
            continue
        texts = [str(text) for text in column.cat.categories]
        hidden = sum(_CONCEALED.fullmatch(text) is not None for text in texts)
        file = next((file for file in table.files if name in file.columns), None)
        if not hidden or file is None:
            continue
        place = CellLocation(file.file, file.sheet, f"{file.columns[name]}{file.header_row}")
        found = f"{hidden} of {len(texts)} in the field {name}"
        hint = "They can be counted, and not joined with departments. An administrator shows them: Settings, Reports."
        if hidden == len(texts):
            yield Problem(
                Severity.NOTICE, "concealed-names", "The names of persons are concealed", place, found, "", hint
            )
        else:
            message = "The names of some persons are concealed and those of others are not, so some count twice"
            hint = "Export all periods again with the same setting: Settings, Reports, in the admin center."
            yield Problem(Severity.WARNING, "concealed-names", message, place, found, hint=hint)


def _places(project: Project, tables: Mapping[str, DataTable]) -> frozenset[tuple[str, str, str]]:
    """File, sheet and letter of the columns that are reduced."""
    return frozenset(
        (file.file, file.sheet, file.columns[name])
        for table, each in tables.items()
        for name in _kept(project, tables, table)
        for file in each.files
        if name in file.columns
    )


def _without(problem: Problem, places: Iterable[tuple[str, str, str]], persons: _Persons) -> Problem:
    """The problem without a cell of such a column, and without the persons whom its texts name."""
    place = problem.location
    if isinstance(place, CellLocation) and (place.file, place.sheet, _letters(place)) in places:
        # A cell can hold more than the text that was made of it; a hint that quotes something may quote the cell.
        hint = "" if '"' in problem.hint or "read as" in problem.hint else problem.hint
        problem = replace(problem, found=_UNKNOWN if problem.found else "", hint=hint)
    return replace(
        problem,
        each=tuple(_without(one, places, persons) for one in problem.each),
        message=persons.scrubbed(problem.message),
        found=persons.scrubbed(problem.found),
        expected=persons.scrubbed(problem.expected),
        hint=persons.scrubbed(problem.hint),
    )


def _letters(place: CellLocation) -> str:
    """The column of a cell, or of the ranges of one."""
    return place.cell[: len(place.cell) - len(place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _initials(text: str) -> str:
    """A. K. for "Anna Kowalska", A. K. @ for anna.kowalska@example.org."""
    name, sign, _ = text.partition("@")
    words = [word for word in re.split(r"[^\w]+|_+", name) if word and word[0].isalpha()]
    return " ".join([*(f"{word[0].upper()}." for word in words), *sign]) or "P."
