"""The ready contracts: one YAML file each, in the form of a table of a project file without `files`.

Those in this folder are filled in by people, with workbooks that `collect` writes; those in `systems` are what
systems export.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from reportgen.contracts.foreign import foreign_headers

_SYSTEMS = "systems"
# Said of a contract, and no key of a table.
_ABOUT = ("system", "serves")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a contract: the `system` whose export it reads, empty when people fill it in; `serves` is the
    contract whose place its rows take, such as cases: its own name when there is no other."""

    system: str
    serves: str


@cache
def ready_contracts() -> tuple[str, ...]:
    """The names of the ready contracts, sorted."""
    return tuple(sorted((*_names(""), *_names(_SYSTEMS))))


@cache
def forms_of_contracts() -> tuple[str, ...]:
    """The names of the contracts that people fill in, sorted."""
    return tuple(sorted(_names("")))


def ready_contract(name: str) -> dict[str, Any]:
    """A ready contract as a mapping of texts, to be completed by a project; KeyError when there is none."""
    if name not in ready_contracts():
        raise KeyError(name)
    return {key: _copied(value) for key, value in _read(name).items() if key not in _ABOUT}


def about_contract(name: str) -> About:
    """What is known of a contract; of a table without one nothing."""
    content = _read(name) if name in ready_contracts() else {}
    return About(content.get("system", ""), content.get("serves", name))


def _copied(part: Any) -> Any:
    # A contract is mappings and lists of texts: `copy.deepcopy` takes five times as long.
    if isinstance(part, dict):
        return {key: _copied(value) for key, value in part.items()}
    return [_copied(value) for value in part] if isinstance(part, list) else part


def _names(folder: str) -> list[str]:
    entries = resources.files("reportgen.contracts").joinpath(folder).iterdir()
    return [entry.name.removesuffix(".yaml") for entry in entries if entry.name.endswith(".yaml")]


@cache
def _read(name: str) -> dict[str, Any]:
    import yaml

    folder = "" if name in forms_of_contracts() else _SYSTEMS
    text = resources.files("reportgen.contracts").joinpath(folder, f"{name}.yaml").read_text(encoding="utf-8")
    # A base loader keeps every scalar a text, as in a project file; the one in C, where there is one, takes a tenth.
    content: dict[str, Any] = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    if folder:
        for column in content["columns"].values():
            column["aliases"] = list(foreign_headers(content["system"], column["aliases"]))
    return content
