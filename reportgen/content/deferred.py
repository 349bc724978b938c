"""Blocks that are made when somebody asks for them: a mapping whose names are known and whose values wait.

A template places few of the blocks a report could have. Pickled, compared or written as JSON, all are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class Deferred(Mapping[str, T]):
    """A mapping of names to what their makers make, each called once at most."""

    __slots__ = ("_made", "_makers")

    def __init__(self, makers: Mapping[str, Callable[[], T]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __repr__(self) -> str:
        return f"Deferred({', '.join(self._makers)})"

    def __reduce__(self) -> tuple[Any, ...]:
        # The makers hold the data; what is handed to another process are the finished values.
        return dict, (list(self.items()),)
