"""The ready contracts: one YAML file each in this folder, in the form of a table of a project file without `files`."""

from __future__ import annotations

import copy
from functools import cache
from importlib import resources
from typing import Any


@cache
def ready_contracts() -> tuple[str, ...]:
    """The names of the ready contracts, sorted."""
    entries = resources.files("reportgen.contracts").iterdir()
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in entries if entry.name.endswith(".yaml")))


def ready_contract(name: str) -> dict[str, Any]:
    """A ready contract as a mapping of texts, to be completed by a project; KeyError when there is none."""
    if name not in ready_contracts():
        raise KeyError(name)
    return copy.deepcopy(_read(name))


@cache
def _read(name: str) -> dict[str, Any]:
    import yaml

    text = resources.files("reportgen.contracts").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    # A base loader keeps every scalar a text, as in a project file; the one in C, where there is one, takes a tenth.
    content: dict[str, Any] = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    return content
