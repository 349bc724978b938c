"""The logs of PM² are read in eight languages: headers, units and the values that formulas know."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reportgen.contracts import ColumnSpec, ColumnType, TableSpec
from reportgen.contracts.vocabulary import languages_of_tables, translated
from reportgen.loaders import load
from reportgen.project import read_project

LOGS = ("risks", "issues", "decisions", "changes")
LANGUAGES = ("fr", "de", "it", "pl", "uk", "ru", "el")
ROWS = 3


def value(field: str, column: ColumnSpec, row: int, language: str) -> str:
    """A cell of an invented log."""
    if column.choices:
        return translated(column.choices[row % len(column.choices)], language)
    if column.type is ColumnType.DATE:
        return f"2026-10-{10 + row}"
    if column.type is ColumnType.BOOLEAN:
        return translated(["Yes", "No"][row % 2], language)
    if column.type.is_number:
        return str(row + 2)
    return f"{field[0].upper()}-{row}"


def log(name: str, language: str) -> str:
    """A log with the header of each field as the language calls it."""
    columns = TableSpec.model_validate({"files": "a.csv", "contract": name}).columns
    header = [translated(column.label, language) for column in columns.values()]
    rows = [[value(field, column, row, language) for field, column in columns.items()] for row in range(ROWS)]
    return "\n".join(";".join(f'"{cell}"' for cell in row) for row in [header, *rows])


def read(folder: Path, text: str, name: str) -> pd.DataFrame:
    (folder / "log.csv").write_text(text, "utf-8")
    (folder / "report.yaml").write_text(
        f"title: Logs\ntables: {{t: {{files: log.csv, contract: {name}}}}}\nkpis: {{k: {{formula: count(t)}}}}\n",
        "utf-8",
    )
    dataset, problems = load(read_project(folder))
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    return dataset.tables["t"].frame


def test_the_seven_languages_beside_english_are_those_of_the_tables() -> None:
    assert sorted(languages_of_tables()) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LOGS)
def test_a_log_in_another_language_gives_the_same_table(name: str, language: str, tmp_path: Path) -> None:
    plain = read(tmp_path, log(name, "en"), name)
    assert not plain.isna().all().any()
    pd.testing.assert_frame_equal(read(tmp_path, log(name, language), name), plain)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Clos", "Closed"), ("Geschlossen", "Closed"), ("Chiuso", "Closed"), ("Zamknięty", "Closed"),
        ("Закритий", "Closed"), ("Закрыт", "Closed"), ("Κλειστό", "Closed"), ("Ouverte", "Open"), ("Открыт", "Open"),
    ],
)  # fmt: skip
def test_a_status_is_understood_as_people_write_it(said: str, meant: str, tmp_path: Path) -> None:
    text = log("issues", "en").replace('"Open"', f'"{said}"')
    assert read(tmp_path, text, "issues")["status"][0] == meant
