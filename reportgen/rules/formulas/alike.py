"""What is written alike is one: twenty KPIs divide by the same sum, which is added up once, and ask for the same rows,
which are looked for once."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, is_dataclass, replace

from reportgen.rules.formulas.syntax import Aggregation, Row


class Alike:
    """The first of all reductions that are written alike stands for the others; so does the first of their parts."""

    def __init__(self) -> None:
        self._first: dict[Hashable, Aggregation] = {}
        self._rows: dict[Hashable, Row] = {}
        self._known: dict[Aggregation, Aggregation] = {}

    def one(self, leaf: Aggregation) -> Aggregation:
        """The reduction that stands for this one."""
        if leaf not in self._known:
            shared = replace(leaf, value=self._row(leaf.value), where=self._row(leaf.where))
            one = self._first.setdefault(_signature(leaf), shared)
            self._known |= {leaf: one, one: one}
        return self._known[leaf]

    def _row(self, row: Row | None) -> Row | None:
        return None if row is None else self._rows.setdefault(_signature(row), row)


def _signature(part: object) -> Hashable:
    """All that is said in a node; 1, 1.0 and True are not the same."""
    if is_dataclass(part):
        return type(part).__name__, *(_signature(getattr(part, field.name)) for field in fields(part))
    if isinstance(part, tuple):
        return tuple(map(_signature, part))
    return type(part).__name__, str(part)
