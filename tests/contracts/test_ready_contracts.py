"""The ready contracts are valid tables once a project says the files."""

from __future__ import annotations

import pytest

from reportgen.contracts import TableSpec, TimeKind, ready_contract, ready_contracts


@pytest.mark.parametrize("name", ready_contracts())
def test_a_ready_contract_needs_files_only(name: str) -> None:
    spec = TableSpec.model_validate({"files": "a.csv", "contract": name, "columns": {}})
    assert spec.columns
    assert any(column.required for column in spec.columns.values())
    assert all(column.aliases for column in spec.columns.values())
    assert spec.time in (TimeKind.EVENTS, TimeKind.FLOW) or spec.date is not None


def test_the_project_has_the_last_word() -> None:
    said = {"files": "a.csv", "contract": "cases", "time": "flow", "columns": {"opened": {"from": "X"}, "own": "Y"}}
    spec = TableSpec.model_validate(said)
    assert spec.time is TimeKind.FLOW
    assert spec.columns["opened"].headers("opened")[0] == "X"
    assert spec.columns["own"].header == "Y"


def test_a_contract_cannot_be_changed_by_its_reader() -> None:
    ready_contract("cases")["columns"].clear()
    assert ready_contract("cases")["columns"]
