"""What a report said, to and from the plain values of a manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from reportgen.content.reported import Declared, Reported, Rows
from reportgen.project import Project

FINAL = "final"


def as_plain(reported: Reported) -> dict[str, Any]:
    """The report for JSON; what is empty is left out."""
    # Not the whole by `asdict`, which would copy every text of it.
    held = {each.name: getattr(reported, each.name) for each in fields(reported)}
    held["period"] = reported.period.id
    held["kpis"] = {id: asdict(declared) for id, declared in reported.kpis.items()}
    held["inputs"] = {file: asdict(rows) for file, rows in reported.inputs.items()}
    return {name: value for name, value in held.items() if value}


def from_plain(plain: Mapping[str, Any], project: Project) -> Reported:
    """What `as_plain` wrote; ValueError, KeyError or TypeError for something else."""
    named = project.period_named
    open = _texts(plain.get("open", {}))
    for since in open.values():
        named(since)
    return Reported(
        named(str(plain["period"])),
        str(plain.get("as_of", "")),
        str(plain.get("status", "")),
        str(plain.get("version", "")),
        {str(id): Declared(**held) for id, held in mapped(plain.get("kpis", {})).items()},
        _amounts(plain.get("figures", {})),
        _amounts(plain.get("targets", {})),
        _amounts(plain.get("restated", {})),
        {str(id): tuple(map(str, why)) for id, why in mapped(plain.get("reasons", {})).items()},
        tuple(str(rule) for rule in plain.get("rules", ())),
        open,
        _texts(plain.get("entities", {})),
        {str(file): Rows(**held) for file, held in mapped(plain.get("inputs", {})).items()},
    )


def mapped(plain: Any) -> dict[str, Any]:
    """A mapping as it is; TypeError for anything else."""
    if not isinstance(plain, dict):
        raise TypeError("a mapping was expected")
    return plain


def _texts(plain: Any) -> dict[str, str]:
    return {str(key): str(text) for key, text in mapped(plain).items()}


def _amounts(plain: Any) -> dict[str, str]:
    found = _texts(plain)
    for text in found.values():
        for part in text.split("..") if text else ():
            if not Decimal(part).is_finite():
                raise ValueError("a finite number was expected")
    return found
