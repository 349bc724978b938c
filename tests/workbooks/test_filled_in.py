"""A workbook that was written, filled in, saved by another program and renamed is read back as it was typed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from reportgen.contracts import forms_of_contracts
from reportgen.dataset import DATE, DataTable
from reportgen.loaders import load
from reportgen.operations.collect import CollectRequest, collect
from reportgen.project import read_project
from tests.workbooks.programme import UNITS, by_libreoffice, fill, has_libreoffice, write_project

needs_libreoffice = pytest.mark.skipif(not has_libreoffice(), reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[dict[str, Any]]]]:
    """A project with the workbook of all contracts, filled in, in a folder that no table looks into."""
    folder = write_project(tmp_path_factory.mktemp("all") / "project")
    result = collect(CollectRequest(folder, "2026-11"))
    specs = dict(read_project(folder).tables)
    typed: dict[str, list[dict[str, Any]]] = {}
    for path in result.files:
        typed |= fill(path, folder / "typed" / path.name, specs)
    return folder, typed


def same(read: Any, typed: Any) -> bool:
    if isinstance(typed, datetime):
        return bool(pd.Timestamp(typed) == read)
    if typed == "Yes":
        return bool(read)
    return bool(read == typed)


def compare(table: DataTable, typed: list[dict[str, Any]]) -> list[str]:
    """What was read otherwise than it was typed."""
    rows = table.frame.iloc[: len(typed)].to_dict("records")
    assert len(rows) == len(typed)
    return [
        f"{table.name}.{field}: {row[field]!r}, not {value!r}"
        for row, values in zip(rows, typed, strict=True)
        for field, value in values.items()
        if not same(row[field], value)
    ]


def test_every_contract_has_a_workbook(filled: tuple[Path, dict[str, list[dict[str, Any]]]]) -> None:
    assert sorted(filled[1]) == sorted(forms_of_contracts())
    assert all(len(rows) == 2 for rows in filled[1].values())


@needs_libreoffice
def test_what_was_typed_comes_back_through_libreoffice(
    filled: tuple[Path, dict[str, list[dict[str, Any]]]], tmp_path: Path
) -> None:
    folder, typed = filled
    by_libreoffice(sorted((folder / "typed").glob("*.xlsx")), folder / "data", tmp_path / "profile")
    dataset, problems = load(read_project(folder))
    assert [str(problem) for problem in problems if problem.severity != "notice"] == []
    assert [line for name in typed for line in compare(dataset.tables[name], typed[name])] == []
    assert all(file.stamp and file.stamp.period == "2026-11" for table in typed for file in dataset.tables[table].files)
    # The example rows were not read, the given dates were.
    assert [len(dataset.tables[name].frame) for name in typed] == [3 if name == "adoption" else 2 for name in typed]
    assert set(dataset.tables["adoption"].frame[DATE]) == {pd.Timestamp("2026-11-30")}
    assert list(dataset.tables["adoption"].frame["entity"]) == list(UNITS)


@needs_libreoffice
def test_the_stored_results_are_what_a_spreadsheet_calculates(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", ("adoption", "risks", "cases"))
    fill_in_october(folder)
    result = collect(CollectRequest(folder, "2026-11", language="de"))
    by_libreoffice(result.files, tmp_path / "saved", tmp_path / "profile")
    compared = 0
    for path in result.files:
        ours = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path)
        theirs = openpyxl.load_workbook(tmp_path / "saved" / path.name, data_only=True)
        for page in formulas:
            for row in page.iter_rows():
                for cell in row:
                    if cell.data_type != "f":
                        continue
                    stored = ours[page.title][cell.coordinate].value
                    calculated = theirs[page.title][cell.coordinate].value
                    assert (stored or "") == (calculated or ""), f"{path.name} {page.title}!{cell.coordinate}"
                    compared += 1
    assert compared > 60


def fill_in_october(folder: Path) -> None:
    """Figures of the month before, as they came back."""
    specs = dict(read_project(folder).tables)
    for path in collect(CollectRequest(folder, "2026-10", out=folder / "sent")).files:
        fill(path, folder / "data" / path.name, specs)
        # A program that does not calculate leaves no results; those of our own stand beside them.
        by_hand = openpyxl.load_workbook(folder / "data" / path.name)
        for page in by_hand:
            for row in page.iter_rows():
                for cell in row:
                    if cell.data_type == "f" and page.title in ("Risks",):
                        cell.value = None
        by_hand.save(folder / "data" / path.name)
