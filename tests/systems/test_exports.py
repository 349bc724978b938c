"""What systems export is read as it comes: by a contract's name alone, in English and in seven other languages."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reportgen.contracts import TableSpec, about_contract, ready_contract, ready_contracts
from reportgen.dataset import Dataset
from reportgen.errors import Problem
from reportgen.loaders import load
from reportgen.loaders.headers import Wanted, find_headers
from reportgen.project import read_project
from tests.systems.exports import EXPORTS, Export

LANGUAGES = ("fr", "de", "it", "pl", "uk", "ru", "el")
SYSTEMS = [name for name in ready_contracts() if about_contract(name).system]


def read(folder: Path, export: Export, data: bytes, more: str = "") -> tuple[Dataset, list[Problem]]:
    """The table of a project that names the file and the contract, and what else is said of the table."""
    (folder / export.name).write_bytes(data)
    (folder / "report.yaml").write_text(
        f"title: An export\npersonal_data: full\ntables:\n  t:\n    files: '{export.name}'\n"
        f"    contract: {export.contract}\n{more}kpis: {{rows: {{formula: count(t)}}}}\n",
        "utf-8",
    )
    return load(read_project(folder))


def serious(problems: list[Problem]) -> list[str]:
    return [str(problem) for problem in problems if problem.severity != "notice"]


def test_every_contract_of_a_system_has_an_export() -> None:
    assert sorted({export.contract for export in EXPORTS}) == SYSTEMS


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_an_export_is_read_by_the_name_of_its_contract_alone(export: Export, tmp_path: Path) -> None:
    dataset, problems = read(tmp_path, export, export.data())
    assert serious(problems) == []
    table = dataset.tables["t"]
    assert len(table.frame) == len(export.rows)
    assert [field for field in export.fields() if field not in table.files[0].columns] == []
    assert [field for field in export.fields() if table.frame[field].isna().all()] == empty(export)


def empty(export: Export) -> list[str]:
    """The fields whose column holds nothing in the file."""
    place = {header.strip().casefold(): index for index, header in enumerate(export.header)}
    found = []
    for field in export.fields():
        aliases = ready_contract(export.contract)["columns"][field]["aliases"]
        index = next(place[alias.casefold()] for alias in aliases if alias.casefold() in place)
        cells = {row[index] for row in export.rows}
        if cells <= {"", "anonymous"}:
            found.append(field)
    return found


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_the_headers_of_other_languages_give_the_same_table(export: Export, tmp_path: Path) -> None:
    plain, _ = read(tmp_path, export, export.data())
    for language in LANGUAGES:
        dataset, problems = read(tmp_path, export, export.data(language))
        assert serious(problems) == []
        pd.testing.assert_frame_equal(dataset.tables["t"].frame, plain.tables["t"].frame, obj=language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_every_text_of_a_header_finds_its_column(export: Export, language: str) -> None:
    spec = TableSpec.model_validate({"files": export.name, "contract": export.contract})
    wanted = [Wanted(column.headers(field), column.required) for field, column in spec.columns.items()]
    plain = find_headers([export.header], wanted)
    assert plain is not None
    for which in range(3):
        translated = [export.called(header, language, which) for header in export.header]
        found = find_headers([translated], wanted)
        assert found is not None
        assert found.columns == plain.columns
        # Names of columns of a database are the same everywhere.
        assert translated != list(export.header) or export.name == "incident.csv"
