"""schema: the JSON Schema of report.yaml, for completion and hover in editors."""

from __future__ import annotations

from typing import Any

from reportgen.project import project_schema


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the project file, every key with its description."""
    return project_schema()
