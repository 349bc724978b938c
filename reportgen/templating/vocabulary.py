"""The names a template may use and what they are, in Python's own type language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Known names and their kinds. A kind is
    - a mapping of names to kinds: exactly these attributes are known ({"title": str, "period": str});
    - a type: its public dataclass fields, properties and methods are known, with the kinds of their annotations (Kpi);
    - tuple[Kpi, ...]: a loop over it yields Kpi;
    - typing.Any: anything goes.
    """

    names: Mapping[str, object]

    @classmethod
    def of(cls, context: Mapping[str, object]) -> Vocabulary:
        """The vocabulary of a context: mappings by their keys, everything else by its type."""
        raise NotImplementedError
