"""Files -> Dataset: csv, tsv and txt; xlsx, xlsm, xls, xlsb and ods.

`load` reads every table of a project. Whatever is wrong in a file becomes a Problem with its cell; nothing is
raised, so that one run tells everything.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from reportgen.content.report import Source
from reportgen.dataset import Dataset, DataTable
from reportgen.errors import Problem
from reportgen.kept import Kept
from reportgen.loaders.aliases import match_entities, read_aliases
from reportgen.loaders.entities import check_entities
from reportgen.loaders.persons import without_persons
from reportgen.loaders.returns import check_returns
from reportgen.loaders.tables import load_table
from reportgen.project import Project

__all__ = ["load"]

# What entities a few projects name; checked again only when a file or a declaration changes.
_KEPT: Kept[tuple[Problem, ...]] = Kept(16)


def load(project: Project, with_persons: bool = False) -> tuple[Dataset, list[Problem]]:
    """All tables of the project, and all problems; with an error among them the tables may be incomplete.

    A table of which no file can be read is left out. Persons are reduced as the project says, unless `with_persons`
    asks for the tables as they are: for workbooks that go back to those who filled them in.
    """
    tables: dict[str, DataTable] = {}
    problems: list[Problem] = []
    for name in project.tables:
        table, found = load_table(project, name)
        problems += found
        if table is not None:
            tables[name] = table
    aliases, found = read_aliases(project, tables)
    problems += found
    matched, found = match_entities(project, tables, aliases)
    problems += found
    tables = matched
    key = (aliases.sha256, _key(project, tables))
    problems += _KEPT.get(key, lambda: tuple(check_entities(project, matched, aliases.file)))
    problems += check_returns(project, tables)
    reduced, problems = without_persons(project, tables, problems)
    tables = tables if with_persons else reduced
    return Dataset(tables, _sources(tables), tuple(problems)), problems


def _key(project: Project, tables: Mapping[str, DataTable]) -> Hashable:
    """All that says which entities stand where: how tables are declared, their files, and where dates are moved to."""
    entities = project.entities.model_dump_json() if project.entities else ""
    held = ((name, table.spec.model_dump_json(), _fingerprints(table)) for name, table in tables.items())
    return entities, project.period, project.year_start, tuple(held)


def _fingerprints(table: DataTable) -> Hashable:
    return tuple((file.file, file.sha256) for file in table.files)


def _sources(tables: dict[str, DataTable]) -> tuple[Source, ...]:
    """Each file of each table once; of a wide table a file stands there for each of its periods."""
    return tuple(
        Source(file.file, name, file.rows, file.sha256, file.file.rsplit("/", 1)[-1])
        for name, table in tables.items()
        for file in {(file.file, file.sheet): file for file in table.files}.values()
    )
