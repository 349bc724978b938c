"""The ready contracts are valid tables once a project says the files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.contracts import ColumnSpec, TableSpec, TimeKind, ready_contract, ready_contracts

DOCUMENT = Path(__file__).parents[2] / "docs/project-file.md"


def of(name: str) -> TableSpec:
    return TableSpec.model_validate({"files": "a.csv", "contract": name})


@pytest.mark.parametrize("name", ready_contracts())
def test_a_ready_contract_needs_files_only(name: str) -> None:
    spec = of(name)
    assert spec.columns
    assert any(column.required for column in spec.columns.values())
    assert all(column.aliases for column in spec.columns.values())
    # An export of Confluence has no date of its own: a project says where it stands.
    assert spec.time in (TimeKind.EVENTS, TimeKind.FLOW) or spec.date is not None or name == "confluence_analytics"


@pytest.mark.parametrize("name", ready_contracts())
def test_a_ready_contract_explains_itself_and_every_column(name: str) -> None:
    spec = of(name)
    assert spec.description.endswith(".")
    assert all(column.description.endswith(".") for column in spec.columns.values())


@pytest.mark.parametrize("name", ready_contracts())
def test_no_header_stands_for_two_columns_of_a_contract(name: str) -> None:
    def plain(field: str, column: ColumnSpec) -> set[str]:
        return {header.casefold() for header in column.headers(field)}

    headers = [header for field, column in of(name).columns.items() for header in sorted(plain(field, column))]
    assert sorted(headers) == sorted(set(headers))


def test_the_documentation_names_the_columns_of_every_contract() -> None:
    section = DOCUMENT.read_text("utf-8").split("\n## ready contracts\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|()]+?)(?: \(([^|]+)\))? \|$", section, re.MULTILINE)
    told = {name: (required.split(", "), optional.split(", ") if optional else []) for name, required, optional in rows}
    for name in ready_contracts():
        columns = of(name).columns
        required = [field for field, column in columns.items() if column.required]
        assert told[name] == (required, [field for field in columns if field not in required])


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("risks", "ID,Category,Title,Description,Status,Identified by,Identification date,Likelihood (L),Impact (I),"
         "Risk Level (L*I),Risk owner,Escalation,Risk response Strategy,Action details (effort & responsible),"
         "Target date,Traceability/Comments"),
        ("issues", "ID,Category,Title,Description,Status,Identified By,Identification Date,"
         "Action Details (effort & responsible),Urgency,Impact,Size,Target Date,Issue Owner,Escalation,"
         "Traceability/Comments"),
        ("decisions", "ID,Category,Title,Description,Identified by,People present,Comments,Decision Owner,"
         "Decision Date,Escalation,Date of application,Decision communicated to"),
        ("changes", "ID,Category,Title,Description,Status,Requested by,Date identified,Action Details,Size,Priority,"
         "Target Delivery Date,Escalation,Decision,Decided by,Decision Date,Actual Delivery Date,"
         "Traceability and Comments"),
        ("communications", "Item Name,Audience,Responsible person,Frequency,Media of Communication"),
    ],
)  # fmt: skip
def test_the_headers_of_the_open_pm2_templates_are_known(name: str, headers: str) -> None:
    known = [header.casefold() for field, column in of(name).columns.items() for header in column.headers(field)]
    assert [header for header in headers.split(",") if header.casefold() not in known] == []


def test_the_project_has_the_last_word() -> None:
    said = {"files": "a.csv", "contract": "cases", "time": "flow", "columns": {"opened": {"from": "X"}, "own": "Y"}}
    spec = TableSpec.model_validate(said)
    assert spec.time is TimeKind.FLOW
    assert spec.columns["opened"].headers("opened")[0] == "X"
    assert spec.columns["own"].header == "Y"


def test_a_contract_cannot_be_changed_by_its_reader() -> None:
    ready_contract("cases")["columns"].clear()
    assert ready_contract("cases")["columns"]
