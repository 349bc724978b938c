"""The JSON Schema and docs/project-file.md say every key that the model knows."""

from __future__ import annotations

import json
import re
import typing
from pathlib import Path

import pytest
from pydantic import BaseModel

from reportgen.contracts import ColumnSpec, DateSpec, TableSpec, ready_contracts
from reportgen.project import (
    Collecting,
    CurveSpec,
    DocumentControl,
    Entities,
    EscalationSpec,
    EventSpec,
    Journey,
    KpiSpec,
    Meeting,
    OverallSpec,
    Person,
    Plausibility,
    Project,
    Revision,
    Sides,
    Stage,
    StepsSpec,
    TotalSpec,
    project_schema,
    read_project,
)

ROOT = Path(__file__).parents[2]
MODELS: list[type[BaseModel]] = [
    Project,
    DocumentControl,
    Meeting,
    Collecting,
    Entities,
    TableSpec,
    DateSpec,
    ColumnSpec,
    KpiSpec,
    CurveSpec,
    OverallSpec,
    Journey,
    EventSpec,
    EscalationSpec,
    Plausibility,
]
DOCUMENT = ROOT / "docs/project-file.md"


def keys(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def sections() -> dict[str, str]:
    parts = re.split(r"^## ", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {part.splitlines()[0]: part for part in parts}


HEADINGS = dict(
    zip(
        MODELS,
        [
            *("The report", "control", "meeting", "collect", "entities", "tables", "date", "columns", "kpis", "target"),
            *("overall", "journeys", "events", "escalation", "plausibility"),
        ],
        strict=True,
    )
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_documented_in_its_section(model: type[BaseModel]) -> None:
    section = sections()[HEADINGS[model]]
    missing = [key for key in keys(model) if f"| `{key}` |" not in section]
    assert not missing


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_key_is_documented_that_does_not_exist(model: type[BaseModel]) -> None:
    told = re.findall(r"^\| `(\w+)` \|", sections()[HEADINGS[model]], flags=re.MULTILINE)
    assert set(told) == set(keys(model))


@pytest.mark.parametrize(
    ("model", "section", "key"),
    [
        (Person, "control", "people"),
        (Revision, "control", "history"),
        (Stage, "journeys", "stages"),
        (TotalSpec, "plausibility", "totals"),
        (StepsSpec, "target", "path"),
        (Sides, "kpis", "tolerance"),
    ],
)
def test_the_keys_of_lists_are_told_beside_them(model: type[BaseModel], section: str, key: str) -> None:
    (told,) = [line for line in sections()[section].splitlines() if line.startswith(f"| `{key}` |")]
    assert [name for name in keys(model) if f"`{name}`" not in told] == []


def test_every_ready_contract_is_documented() -> None:
    assert ready_contracts()
    for name in ready_contracts():
        assert f"`{name}`" in DOCUMENT.read_text("utf-8")


def test_every_example_of_the_documentation_is_a_valid_project(tmp_path: Path) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", DOCUMENT.read_text("utf-8"), flags=re.DOTALL)
    assert len(examples) >= 7
    for example in examples:
        (tmp_path / "report.yaml").write_text(_completed(example), "utf-8")
        read_project(tmp_path)


def _completed(example: str) -> str:
    """An example with the top-level keys that every project needs."""
    for key, text in (
        ("title", "title: An example\n"),
        ("tables", "tables: {t: {files: t.csv, columns: {code: CODE, region: REGION}}}\n"),
        ("kpis", "kpis: {k: {formula: count(t)}}\n"),
    ):
        if not re.search(rf"^{key}:", example, flags=re.MULTILINE):
            example += text
    return example


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_has_a_description(model: type[BaseModel]) -> None:
    assert all(info.description for info in model.model_fields.values())


def test_the_schema_is_json_and_names_every_key() -> None:
    schema = project_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    assert set(schema["properties"]) == set(keys(Project))
    assert schema["required"] == ["title", "tables", "kpis"]
    assert schema["additionalProperties"] is False
    text = json.dumps(schema)
    for model in MODELS:
        for key in keys(model):
            assert f'"{key}"' in text


def test_the_schema_lets_short_forms_and_unquoted_texts_stand() -> None:
    schema = project_schema()
    definitions = typing.cast("dict[str, dict[str, typing.Any]]", schema["$defs"])
    column = definitions["TableSpec"]["properties"]["columns"]["additionalProperties"]
    assert {"$ref": "#/$defs/ColumnSpec"} in column["anyOf"]
    assert any("string" in str(form.get("type")) for form in column["anyOf"])
    assert "number" in schema["properties"]["version"]["type"]
