"""The JSON Schema of report.yaml, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from reportgen.project.model import Project

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def project_schema() -> dict[str, Any]:
    """The schema of a project file, with a description of every key."""
    schema = Project.model_json_schema(by_alias=True, mode="validation")
    _relax(schema)
    return {"$schema": _DIALECT, **schema, "title": "report.yaml"}


def _relax(part: Any) -> None:
    """Let free texts be written without quotes: an editor types `version: 1.0` as a number, this file does not."""
    if isinstance(part, dict):
        if part.get("type") == "string" and not part.keys() & {"enum", "const"}:
            part["type"] = ["string", "number", "boolean"]
        for child in part.values():
            _relax(child)
    elif isinstance(part, list):
        for child in part:
            _relax(child)
