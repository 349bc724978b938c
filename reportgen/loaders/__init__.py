"""Files -> Dataset: csv, tsv and txt; xlsx, xlsm, xls, xlsb and ods.

`load` reads every table of a project. Whatever is wrong in a file becomes a Problem with its cell; nothing is
raised, so that one run tells everything.
"""

from __future__ import annotations

from reportgen.content.report import Source
from reportgen.dataset import Dataset, DataTable
from reportgen.errors import Problem
from reportgen.loaders.entities import check_entities
from reportgen.loaders.tables import load_table
from reportgen.project import Project

__all__ = ["load"]


def load(project: Project) -> tuple[Dataset, list[Problem]]:
    """All tables of the project, and all problems; with an error among them the tables may be incomplete.

    A table of which no file can be read is left out.
    """
    tables: dict[str, DataTable] = {}
    problems: list[Problem] = []
    for name in project.tables:
        table, found = load_table(project, name)
        problems += found
        if table is not None:
            tables[name] = table
    problems += check_entities(project, tables)
    return Dataset(tables, _sources(tables), tuple(problems)), problems


def _sources(tables: dict[str, DataTable]) -> tuple[Source, ...]:
    return tuple(
        Source(file.file, name, file.rows, file.sha256, file.file.rsplit("/", 1)[-1])
        for name, table in tables.items()
        for file in table.files
    )
