"""Reductions that are written alike are one: twenty KPIs divide by the same sum, which is added up once."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, is_dataclass

from reportgen.rules.formulas.syntax import Aggregation


class Alike:
    """The first of all reductions that are written alike stands for the others."""

    def __init__(self) -> None:
        self._first: dict[Hashable, Aggregation] = {}
        self._known: dict[Aggregation, Aggregation] = {}

    def one(self, leaf: Aggregation) -> Aggregation:
        """The reduction that stands for this one."""
        if leaf not in self._known:
            self._known[leaf] = self._first.setdefault(_signature(leaf), leaf)
        return self._known[leaf]


def _signature(part: object) -> Hashable:
    """All that is said in a node; 1, 1.0 and True are not the same."""
    if is_dataclass(part):
        return type(part).__name__, *(_signature(getattr(part, field.name)) for field in fields(part))
    if isinstance(part, tuple):
        return tuple(map(_signature, part))
    return type(part).__name__, str(part)
