"""Files are found under the names that people see, whatever the system that wrote them."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from tests.loaders.conftest import Load

Form = Literal["NFC", "NFD"]
TABLE = "files: {}\ncolumns: {{unit: Unit}}"


@pytest.mark.parametrize(("written", "asked"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD")])
def test_a_name_with_accents_is_found_in_either_form(written: Form, asked: Form, load_table: Load) -> None:
    name, pattern = unicodedata.normalize(written, "Übersicht.csv"), unicodedata.normalize(asked, "Übersicht.csv")
    dataset, problems = load_table(TABLE.format(pattern), **{name: "Unit\nA\n"})
    assert problems == []
    assert dataset.tables["t"].frame["unit"].tolist() == ["A"]


def test_a_pattern_finds_files_in_both_forms_once(load_table: Load) -> None:
    names = [unicodedata.normalize("NFC", "Köln_A.csv"), unicodedata.normalize("NFD", "Köln_B.csv")]
    files = {name: f"Unit\n{unit}\n" for name, unit in zip(names, "AB", strict=True)}
    dataset, problems = load_table(TABLE.format("Köln_*.csv"), **files)
    assert problems == []
    assert sorted(dataset.tables["t"].frame["unit"]) == ["A", "B"]


def test_a_path_may_be_written_as_windows_shows_it(load_table: Load, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    dataset, problems = load_table(TABLE.format(r"data\use_*.csv"), **{"data/use_1.csv": "Unit\nA\n"})
    assert problems == []
    assert [file.file for file in dataset.tables["t"].files] == ["data/use_1.csv"]
